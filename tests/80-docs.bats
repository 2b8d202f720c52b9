#!/usr/bin/env bats
# The documents: manual pages that are well made and agree with the programs.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/.."
}

@test "every manual page is clean for mandoc -Tlint" {
	local page
	for page in */*.[58]; do
		echo "$page"
		run -0 mandoc -Tlint -W warning "$page"
		[ -z "$output" ]
	done
	[ "$(ls ./*/*.[58] | wc -l)" -ge 5 ]
}

# What stands as it is, commands and files, may be wider.
@test "no table of a manual page is wider than a terminal" {
	local page
	for page in */*.[58]; do
		sed '/^\.Bd -literal/,/^\.Ed/d; /^\.Dl /d' "$page" | mandoc -Tutf8 |
		    LC_ALL=C.UTF-8 sed 's/.\x08//g' | expand >"$BATS_TEST_TMPDIR/page"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/page")" -ge 100 ]
		echo "$page"
		LC_ALL=C.UTF-8 run -1 grep -E '^.{81,}' "$BATS_TEST_TMPDIR/page"
	done
}

# synopsis PAGE: its SYNOPSIS as one line of words.
synopsis() {
	mandoc -Tascii "$1" | sed 's/.\x08//g' |
	    sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' | tr -s ' \t\n' ' '
}

# usage PROGRAM: what it says of itself, as one line of words.
usage() {
	("$1" -? 2>&1 </dev/null || :) | sed -n '/usage: /,$p' | sed '/^commands:/,$d' |
	    sed 's/usage: //' | tr -s ' \t\n' ' '
}

@test "the synopsis of a manual page is what the program says of itself" {
	local program
	for program in tftpd httpd dhcp-helper mkbootroot; do
		echo "page:  $(synopsis "$program/$program.8")"
		echo "usage: $(usage "$program/$program")"
		[ "$(synopsis "$program/$program.8" | tr -d ' ')" = \
		    "$(usage "$program/$program" | tr -d ' ')" ]
	done
}

@test "a command of a manual page is in one line, or says where it goes on" {
	# .Dl may be broken at any blank, and what is behind is a command of its own.
	run -1 grep -nE '^\.D[l1] # .{62}' ./*/*.[58]
	echo "$output"
	[ -z "$output" ]
	# A macro's name at the beginning of a heading is that macro: In is <...>.
	run -1 grep -nE '^\.S[hs] (In|An|At|On|Of|Op|No|Do|As|It) ' ./*/*.[58]
	[ -z "$output" ]
}

@test "every reason that tftpd logs is explained in its manual page" {
	local word
	grep -ohE '"[a-z]+(-[a-z]+)+"' lib/view/viewreason.c tftpd/{refusal,report,cause}.c |
	    tr -d '"' | sort -u |
	    grep -vE '^no-options$|^not-a-request$' >"$BATS_TEST_TMPDIR/words"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/words")" -ge 12 ]
	while read -r word; do
		echo "$word"
		grep -qE "^\.(It )?Li .*\b$word( |$)" tftpd/tftpd.8
	done <"$BATS_TEST_TMPDIR/words"
}

@test "every reason that httpd logs is explained in its manual page" {
	local word
	grep -ohE '"[a-z]+(-[a-z]+)+"' lib/view/viewreason.c httpd/{refusal,report}.c |
	    tr -d '"' | sort -u >"$BATS_TEST_TMPDIR/words"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/words")" -ge 30 ]
	while read -r word; do
		echo "$word"
		# What is of uploads alone.
		[ "$word" != dot-name ] || continue
		grep -qE "^\.(It )?Li .*\b$word( |$)" httpd/httpd.8
	done <"$BATS_TEST_TMPDIR/words"
}

@test "files that the README names are there" {
	local file
	for file in $(grep -oE '\]\([a-zA-Z/.]+\)' README.md | tr -d '])('); do
		echo "$file"
		[ -e "$file" ]
	done
}

# words_of_sources: every reason and hint that the servers can log.
words_of_sources() {
	grep -ohE '"[a-z]+(-[a-z0-9]+)+"|reason=[a-z-]+' tftpd/{refusal,report,receive,cause}.c \
	    httpd/{refusal,report}.c \
	    lib/view/viewreason.c dhcp-helper/{silence,decide,lease,hint}.c |
	    tr -d '"' | sed 's/reason=//; s/^bad-option-[0-9]*$/bad-option-N/; s/client-error-$/client-error-N/'
	# Those of one word.
	grep -ohE '= \{ "[a-z]+"' dhcp-helper/silence.c | sed 's/.* //' | tr -d '"'
}

@test "doc/operating.md has a remedy for each reason in the sources, and for no other" {
	words_of_sources | grep -vxE 'no-options|bad-option|no-43|.*-http|-?' | sort -u >"$BATS_TEST_TMPDIR/sources"
	sed -n '/^## What a reason/,$p' doc/operating.md | grep '^| `' | cut -d '|' -f 2 |
	    grep -oE '`[^`]+`' | tr -d '`' | sort -u >"$BATS_TEST_TMPDIR/page"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/sources")" -ge 60 ]
	comm -23 "$BATS_TEST_TMPDIR/sources" "$BATS_TEST_TMPDIR/page" >"$BATS_TEST_TMPDIR/missing"
	sed 's/^/not explained: /' "$BATS_TEST_TMPDIR/missing"
	[ ! -s "$BATS_TEST_TMPDIR/missing" ]
	local word
	grep -rhE '"|reason=' --include='*.c' tftpd httpd lib dhcp-helper >"$BATS_TEST_TMPDIR/said"
	while read -r word; do
		echo "$word"
		grep -qE -- "\"${word%-N}|reason=${word%-N}" "$BATS_TEST_TMPDIR/said"
	done <"$BATS_TEST_TMPDIR/page"
}

# Its words, and what it is told of them, as one line without line breaks.
plain() {
	mandoc -Tascii -Owidth=900 "$1" | sed 's/.\x08//g' | tr -s ' \n' ' '
}

# explained TEXTS PAGE: each text stands in the page.
explained() {
	local page
	page=$(<"$2")
	while IFS= read -r text; do
		[[ $page == *"$text"* ]] || echo "not explained: $text"
	done <"$1" >"$BATS_TEST_TMPDIR/missing"
	cat "$BATS_TEST_TMPDIR/missing"
	[ ! -s "$BATS_TEST_TMPDIR/missing" ]
}

@test "every line that the servers log, or end with, is in DIAGNOSTICS" {
	local program without
	for program in tftpd httpd dhcp-helper; do
		# Its start has words of its own; nobody says to it that he is done; it has no
		# processes that report.
		without=()
		[ "$program" != dhcp-helper ] ||
		    without=(--without=lib/{daemon/startup,daemon/reporting,view/donetell}.c)
		plain "$program/$program.8" | sed 's/.* DIAGNOSTICS //' >"$BATS_TEST_TMPDIR/page"
		python3 tests/log_texts.py "${without[@]}" lib/* "$program" >"$BATS_TEST_TMPDIR/texts"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/texts")" -ge 15 ]
		explained "$BATS_TEST_TMPDIR/texts" "$BATS_TEST_TMPDIR/page"
	done
}

# Not those that print what was asked for, or write programs for clients.
@test "every mistake and error of mkbootroot is in its DIAGNOSTICS or those of clients(5)" {
	local file sources=()
	for file in lib/map/{map,mapcopy,mapseal,pattern,remap}.c lib/{efi,file}/*.c mkbootroot/*.c \
	    mkbootroot/{check,diskless,export,follow,image,text,foreign/tftphpa}/*.c mkbootroot/foreign/import*.c; do
		case ${file##*/} in
		busybox.c | donelist.c | nfsinit.c | ramdisk.c | nfsexport.c) ;;
		efiprogram.c | grubread.c) ;; # marks of programs
		mediumtable.c | imageprintmedium.c) ;; # what import prints
		mkbootroot.c | commandrun.c | whose.c | maptext.c | imageprint.c | importedprint.c) ;;
		export?*.c) ;;
		*) sources+=("$file") ;;
		esac
	done
	for file in mkbootroot/{mkbootroot.8,clients.5}; do
		plain "$file" | sed 's/.* DIAGNOSTICS //'
	done >"$BATS_TEST_TMPDIR/page"
	python3 tests/log_texts.py -s "${sources[@]}" |
	    grep -vxF ', up to date' >"$BATS_TEST_TMPDIR/texts"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/texts")" -ge 250 ]
	explained "$BATS_TEST_TMPDIR/texts" "$BATS_TEST_TMPDIR/page"
}

@test "doc/internals.md names every source file, and none that is not there" {
	local room file
	find lib tftpd httpd dhcp-helper mkbootroot -name '*.c' | sed 's|/[^/]*$||' | sort -u >"$BATS_TEST_TMPDIR/rooms"
	while read -r room; do
		sed -n "\|^### $room/\$|,/^##* [^#]*$/p" doc/internals.md | sed '1d' | sed '/^##/,$d' |
		    sed -n 's/^- `\([a-z0-9-]*\)`: .*\.$/\1/p' | sort >"$BATS_TEST_TMPDIR/page"
		for file in "$room"/*.[ch]; do
			file=${file##*/}
			echo "${file%.[ch]}"
		done | sort -u | diff - "$BATS_TEST_TMPDIR/page"
	done <"$BATS_TEST_TMPDIR/rooms"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/rooms")" -ge 20 ]
}

@test "each function that doc/internals.md names is in the sources" {
	local name
	grep -oE '`[a-z_]+\(\)' doc/internals.md | tr -d '`()' | sort -u >"$BATS_TEST_TMPDIR/names"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/names")" -ge 40 ]
	grep -rhoE '^[a-z_]+\(' --include='*.c' lib tftpd httpd dhcp-helper mkbootroot |
	    tr -d '(' | sort -u >"$BATS_TEST_TMPDIR/functions"
	while read -r name; do
		echo "$name() is nowhere"
		return 1
	done < <(comm -23 "$BATS_TEST_TMPDIR/names" "$BATS_TEST_TMPDIR/functions")
}

# A row has NN-name, or lab/NN-name, and behind it a part of a title between stars.
@test "each test that a page of doc/ names by a part of its title is there" {
	run -0 python3 - <<-'END'
		import glob, re
		titles = {}
		for path in glob.glob("tests/*.bats") + glob.glob("tests/lab/*.bats"):
		    titles[path[6:-5]] = re.findall(r'^@test "(.*?)" \{', open(path).read(), re.M)
		found = 0
		for page in glob.glob("doc/*.md"):
		    for number, line in enumerate(open(page), 1):
		        of = None
		        for m in re.finditer(r"((?:lab/)?\d\d-[a-z0-9-]+)|\*([^*]+)\*", line):
		            if m[1] in titles:
		                of = m[1]
		            elif m[2] and of and any(m[2] in title for title in titles[of]):
		                found += 1
		            elif m[2] and of:
		                print("%s:%d: no such test in %s: %s" % (page, number, of, m[2]))
		if found < 200:
		    print("only", found)
	END
	echo "$output"
	[ -z "$output" ]
}

@test "man -k finds the pages after an installation" {
	local page man=$BATS_TEST_TMPDIR/d/usr/local/share/man
	make -s install DESTDIR="$BATS_TEST_TMPDIR/d" >/dev/null
	makewhatis "$man"
	for page in 'tftpd(8)' 'httpd(8)' 'dhcp-helper(8)' 'mkbootroot(8)' 'clients(5)' 'clients.cdb(5)'; do
		run -0 mapropos -M "$man" boot
		echo "$output"
		grep -qF "$page - " <<<"$output"
	done
}
