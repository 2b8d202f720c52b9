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
	for program in tftpd dhcp-helper mkbootroot; do
		echo "page:  $(synopsis "$program/$program.8")"
		echo "usage: $(usage "$program/$program")"
		[ "$(synopsis "$program/$program.8" | tr -d ' ')" = \
		    "$(usage "$program/$program" | tr -d ' ')" ]
	done
}

@test "every reason that tftpd logs is explained in its manual page" {
	local word
	grep -ohE '"[a-z]+(-[a-z]+)+"' tftpd/serve.c tftpd/open.c tftpd/start.c tftpd/view.c \
	    tftpd/request.c tftpd/bootfile.c tftpd/upload.c tftpd/report.c \
	    tftpd/preseedfile.c lib/preseed.c lib/remap.c |
	    tr -d '"' | sort -u |
	    grep -vE '^no-options$|^not-a-request$' >"$BATS_TEST_TMPDIR/words"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/words")" -ge 12 ]
	while read -r word; do
		echo "$word"
		grep -qE "^\.(It )?Li .*\b$word( |$)" tftpd/tftpd.8
	done <"$BATS_TEST_TMPDIR/words"
}

@test "files that the README names are there" {
	local file
	for file in $(grep -oE '\]\([a-zA-Z/.]+\)' README.md | tr -d '])('); do
		echo "$file"
		[ -e "$file" ]
	done
}
