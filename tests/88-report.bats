#!/usr/bin/env bats
# mkbootroot report: what a log tells, as a page that report_reader.py reads strictly.
# How it looks in a browser is in lab/36-report.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	log=$dir/log
	: >"$log"
	export TZ=UTC
}

teardown() {
	rm -rf "$dir"
}

# at SECONDS PROGRAM TEXT: a line of the log, so long after 12:00.
at() {
	local s=$(($1 + 12 * 3600))
	printf '2026-11-%02d' $((28 + s / 86400))
	printf 'T%02d:%02d:%02d' $((s / 3600 % 24)) $((s / 60 % 60)) $((s % 60))
	printf '.000000+00:00 boot1 %s[7]: %s\n' "$2" "$3"
} >>"$log"

# told SECONDS NUMBER FILE [stage=ipxe]
told() {
	at "$1" dhcp-helper "boot mac=52:54:00:00:00:0$2 name=pc$2 arch=x64${4:+ $4} via=eth0 msg=DISCOVER rule=mac:pc$2 file=$3 server=10.9.0.1 -> OFFER"
}

# of NUMBER: whose file it is.
of() {
	echo "client=10.9.0.2$1 mac=52:54:00:00:00:0$1 name=pc$1"
}

# sent END NUMBER FILE BYTES SECONDS [WINDOW [RESENT [BLKSIZE]]]
sent() {
	at "$1" tftpd "sent file=$3 $(of "$2") bytes=$4 seconds=$5 rate=1.0MB/s blksize=${8-1468} windowsize=${6-16} resent=${7-0}"
}

# A boot of machine $2 from second $1 on, which has all that it boots after 10 s.
boots() {
	told "$1" "$2" deb/shimx64.efi
	sent "$(($1 + 3))" "$2" deb/shimx64.efi 1000000 1.000
	sent "$(($1 + 6))" "$2" deb/linux 8000000 1.000
	sent "$(($1 + 10))" "$2" deb/initrd.gz 40000000 4.000
}

# shellcheck disable=SC2120 # by run
report() {
	"$top/mkbootroot/mkbootroot" report -o "$dir/page.html" "$@" "$log"
}

# page: what a person reads of it.
page() {
	report >&2
	python3 "$BATS_TEST_DIRNAME/report_reader.py" "$dir/page.html" >"$dir/read"
}

# reads LINE...: the page has these whole lines.
reads() {
	local line
	for line; do
		grep -qxF -- "$line" "$dir/read" || {
			echo "no '$line' in:"
			cat "$dir/read"
			return 1
		}
	done
}

# matches REGEX...: lines that are so.
matches() {
	local regex
	for regex; do
		grep -qE -- "$regex" "$dir/read" || {
			echo "no '$regex' in:"
			cat "$dir/read"
			return 1
		}
	done
}

lacks() {
	! grep -E -- "$1" "$dir/read"
}

@test "a boot is a row: what it loaded, for how long it waited, what it did by itself" {
	boots 0 1
	page
	reads 'Boots of boot1, Sat 28 Nov 2026' 'Sat 28 Nov 2026, 12:00:00 to 12:00:10, UTC' \
	    'machines | 1' 'boots | 1' 'finished | 1' 'did not finish | 0' 'sent | 49.0 MB' \
	    'half of the boots took no longer | 10.0 s' '12:00:00 to 12:00:10: 1 machine, 1 boot'
	# 2 s from the answer to the first file; then 2 s before the kernel.
	reads 'finished in 10.0 s [49.0 MB loaded in 6.00 s, waiting 2.00 s, on its own 2.00 s]' \
	    '+0 s told deb/shimx64.efi' '+2.00 s sent deb/shimx64.efi, 1.00 MB in 1.00 s, 1.00 MB/s' \
	    '+5.00 s sent deb/linux, 8.00 MB in 1.00 s, 8.00 MB/s'
	matches '^pc1 \[52:54:00:00:00:01 10\.9\.0\.21 x64\] \| \{Time line of pc1: waits 2\.00 s; shimx64\.efi, .*; linux, .*; initrd\.gz, 40\.0 MB in 4\.00 s, 10\.0 MB/s\}$'
	# Bars are where their times are: of ten seconds the third, and so on.
	grep -qF '<rect class="l" x="20.00%" width="10.00%">' "$dir/page.html"
	grep -qF '<rect class="k" x="50.00%" width="10.00%">' "$dir/page.html"
	grep -qF '<rect class="i" x="60.00%" width="40.00%">' "$dir/page.html"
	grep -qF '<rect class="w" x="0.00%" width="20.00%">' "$dir/page.html"
}

@test "a boot counts as waiting again where it asks again, and where it is put off" {
	told 0 1 deb/ipxe.efi
	sent 2 1 deb/ipxe.efi 1000000 1.000
	told 4 1 deb/boot.ipxe stage=ipxe
	sent 7 1 deb/linux 8000000 1.000
	at 8 tftpd "put off file=deb/initrd.gz $(of 1): too many transfers"
	sent 14 1 deb/initrd.gz 40000000 4.000
	page
	# Waiting: 0 to 1, 4 to 6, 8 to 10; by itself: 2 to 4, 7 to 8.
	reads 'finished in 14.0 s [49.0 MB loaded in 6.00 s, waiting 5.00 s, on its own 3.00 s]'
}

@test "what went wrong has its remedy, and each machine that did not come back its reason" {
	boots 0 1
	told 1 2 deb/shimx64.efi
	sent 3 2 deb/shimx64.efi 1000000 1.000
	at 5 tftpd "refused file=deb/linux $(of 2) reason=not-readable-for-us path=deb/linux needs=o+r mode=0600 owner=0:0 us=1:1"
	told 2 3 deb/shimx64.efi
	told 3 4 deb/shimx64.efi
	sent 5 4 deb/shimx64.efi 1000000 1.000
	at 40 tftpd "stalled file=deb/shimx64.efi $(of 4) hint=secure-boot: asked for nothing after this EFI program"
	at 41 dhcp-helper 'boot mac=52:54:00:00:00:99 name=- arch=bios via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client'
	at 42 dhcp-helper 'boot mac=52:54:00:00:00:05 name=pc5 arch=bios via=eth0 msg=DISCOVER rule=mac:pc5 -> silent reason=local'
	at 43 dhcp-helper 'boot mac=52:54:00:00:00:08 name=pc8 arch=x64 via=eth0 msg=DISCOVER rule=mac:pc8 file=- server=10.9.0.1 boots=disk -> OFFER'
	boots 200 6
	page
	reads 'machines | 5' 'boots | 5' 'finished | 2' 'did not finish | 3' \
	    'machines that never came back | 3' 'strangers | 1'
	matches '^not-readable-for-us \[deb/linux\] \| pc2 \| 1 \| The line names the path, its owner and the missing right: chmod it' \
	    '^perhaps secure-boot \[deb/shimx64\.efi\] \| pc4 \| 1 \| Look at the machine'"'"'s screen' \
	    '^unknown-client \| 52:54:00:00:00:99 \| 1 \| Add a line to clients'
	matches '^pc2 \[52:54:00:00:00:02\] \| 12:00:05 \[4\.00 s after it began\] \| refused deb/linux: not-readable-for-us.* \| The line names' \
	    '^pc3 \[52:54:00:00:00:03\] \| 12:00:02 .* \| told deb/shimx64\.efi \| It asked for no file' \
	    '^pc4 .* \| sent deb/shimx64\.efi, .* \| deb/shimx64\.efi: perhaps secure-boot \[Look at'
	reads '52:54:00:00:00:99 | bios | - | 12:00:41 | 1 | 0'
	lacks 'are left out'
	local n
	for n in 2 3 4; do
		[ "$(grep -c "^pc$n \[52:54:00:00:00:0$n\] | 12:" "$dir/read")" = 1 ]
	done
	# Who boots its disk because the map says so does not boot from us.
	lacks '^pc[58]'
}

@test "a machine that comes back is not among those that never did; one that is at it neither" {
	told 0 1 deb/shimx64.efi
	sent 3 1 deb/shimx64.efi 1000000 1.000
	boots 200 1
	told 205 2 deb/shimx64.efi
	page
	reads 'machines | 2' 'boots | 3' 'finished | 1' 'did not finish | 1' 'machines that never came back | 0'
	matches '^stopped after 3\.00 s' '^not over at the end of the log after 0 s'
	# Nor is one at it that began anew soon.
	sent 209 2 deb/shimx64.efi 1000000 1.000
	told 212 2 deb/shimx64.efi
	page
	matches '^stopped after 4\.00 s'
}

@test "a machine whose initrd did not arrive as a whole has not finished" {
	told 0 1 deb/shimx64.efi
	sent 3 1 deb/shimx64.efi 1000000 1.000
	sent 6 1 deb/linux 8000000 1.000
	at 8 tftpd "failed file=deb/initrd.gz $(of 1) bytes=1000 seconds=1.000 resent=5 reason=client-gone"
	boots 200 2
	page
	reads 'finished | 1' 'machines that never came back | 1'
	matches '^stopped after 8\.00 s, initrd\.gz: client-gone' '^client-gone \[deb/initrd\.gz\] \| pc1 \|'
	# It asked again, and got it.
	sent 20 1 deb/initrd.gz 40000000 4.000
	page
	reads 'finished | 2' 'machines that never came back | 0'
}

@test "a machine that is installed once: its boot, when it said done, and that it boots its disk" {
	boots 0 1
	at 610 httpd "done client=10.9.0.21 mac=52:54:00:00:00:01 name=pc1 by=http"
	at 700 dhcp-helper 'boot mac=52:54:00:00:00:01 name=pc1 arch=x64 via=eth0 msg=DISCOVER rule=mac:pc1 once=done -> silent reason=local'
	page
	reads 'boots | 1' 'finished | 1' 'the longest one that finished | 10.0 s' \
	    'finished in 10.0 s, said that it is done after 10 min 10 s [49.0 MB loaded in 6.00 s, waiting 2.00 s, on its own 2.00 s]' \
	    '+10 min 10 s said that it is done'
}

# Of tests/lab/crowd: real servers, and machines that boot as firmware does.
@test "a real log of forty machines" {
	cp "$BATS_TEST_DIRNAME/fixtures/report/crowd.log" "$log"
	page
	reads 'machines | 39' 'boots | 40' 'finished | 37' 'did not finish | 3' 'strangers | 1' \
	    'machines that never came back | 3' '20:10:18 to 20:10:32: 39 machines, 39 boots'
	matches '^pc05 .* perhaps secure-boot' '^pc10 .* refused closed/linux' '^pc15 .* given|^pc15 .* failed: rescue/initrd\.gz' \
	    '^rescue/grubx64\.efi .* Packets were lost: 1315 of 7507' '^rescue/linux .*window 1'
	lacks 'could not be read|had no time|whole seconds'
}

@test "many boots at once share a picture, few have each their own beginning" {
	local n
	for n in 1 2 3 4; do
		boots "$n" "$n"
	done
	boots 1000 1
	boots 2000 2
	boots 3000 3
	page
	reads '12:00:01 to 12:00:14: 4 machines, 4 boots' \
	    '12:16:40 to 12:50:10: 3 boots, at most two at once, each from its own beginning'
	matches '^All together \| \{What was sent: \} \| at most 4[0-9]\.[0-9] MB/s$' '^pc1 \[.* x64\] \[12:16:40\]'
	[ "$(grep -cF '<rect class="i" x="60.00%" width="40.00%">' "$dir/page.html")" = 3 ]
}

@test "a machine that boots again and again is one row" {
	local n
	for n in 0 12 24 36; do
		told "$n" 1 deb/shimx64.efi
		sent "$((n + 3))" 1 deb/shimx64.efi 1000000 1.000
		boots "$n" 2
		boots "$n" 3
	done
	page
	[ "$(grep -c '^pc1 \[52' "$dir/read")" = 1 ]
}

@test "the slowest files have a reason" {
	told 0 1 deb/shimx64.efi
	sent 14 1 deb/linux 14678532 10.000 1
	sent 30 1 deb/lost 14680000 10.000 16 500
	sent 41 1 deb/small 14680000 10.000 16 0 512
	at 55 httpd "sent file=deb/web $(of 1) bytes=14680000 seconds=10.000 rate=1.4MB/s status=200"
	local n
	for n in 2 3 4 5 6 7; do
		sent 71 "$n" deb/crowded 10000000 10.000
	done
	sent 72 1 deb/quick 900000000 0.999
	page
	matches '^deb/linux \| 14\.7 MB \| 1 \| 1\.47 MB/s \| 1\.47 MB/s \[10\.0 s\] \| pc1 \| The client waits for each packet of 1468 bytes before it takes the next one \(window 1\), 1\.0 ms each\.$' \
	    '^deb/lost .* \| Packets were lost: 500 of 10001 were sent again\.$' \
	    '^deb/small .* \| The client wants packets of only 512 bytes\.$' \
	    '^deb/web .* \| The client, or the line to it, took it no faster\.$' \
	    '^deb/crowded \| 10\.0 MB \| 6 \| .* \| About 5 others were sent at the same time, with this one 6\.00 MB/s in all\.$'
	lacks '^deb/quick \|'
}

@test "names from the network stay text, and none is invisible" {
	told 0 1 'deb/</title></svg><script>alert(1)</script>'
	sent 3 1 'deb/"><img\040src=x\040onerror=alert(2)>' 1000000 1.000
	at 4 tftpd "refused file=\\342\\200\\256evil\\033[31m&lt;b&gt;'\\377 $(of 1) reason=not-found"
	at 5 tftpd "aborted file=deb/linux $(of 1) bytes=1 seconds=0.100 reason=client-error-0 said=<b>\\302\\240no</b>"
	# And a log that somebody has written without any escapes.
	at 6 tftpd "refused file=$(printf 'turn\342\200\256ed\377\302\240\033[1m') $(of 1) reason=not-found"
	boots 200 2
	page
	# As it is a line of its own, it was escaped.
	matches '^\+0 s told deb/</title></svg><script>alert\(1\)</script>$' \
	    '^\+2\.00 s sent deb/"><img\\040src=x\\040onerror=alert\(2\)>, 1\.00 MB' \
	    'evil.*\[31m&lt;b&gt;'"'"
	[ "$(grep -o '<script' "$dir/page.html" | wc -l)" = 1 ]
	run -1 grep -q '<img\|<b>\|alert(1)</script' "$dir/page.html"
	run -1 env LC_ALL=C grep -q $'[\001-\010\013-\037\177]\|\342\200\256\|\377\|\302\240' "$dir/page.html"
	python3 -c 'import sys; open(sys.argv[1], encoding="utf-8").read()' "$dir/page.html"
}

# Whatever a reader of the log lets through.
@test "text as HTML: no markup, nothing invisible, nothing that turns or hides other text" {
	cat >"$dir/text.c" <<-'END'
		#include "mkbootroot/see/report/html.h"

		int
		main(int argc, char **argv)
		{
			for (int i = 1; i < argc; i++, putchar('\n'))
				html_text(stdout, argv[i]);
			html_marked(stdout, "a `b<` `c");
			putchar('\n');
			return 0;
		}
	END
	cc -std=c11 -I"$top" -o "$dir/text" "$dir/text.c" "$top/mkbootroot/see/report/html.c"
	"$dir/text" "<a b=\"c\" d='e'>&amp;" $'gr\303\274n \342\202\254 \360\237\220\247' \
	    $'\342\200\256 \342\200\213 \302\255 \357\273\277 \302\240 \363\240\201\201' \
	    $'\001 \033[1m \177 \t' $'\377 \300\274 \340\200\274 \355\240\200 \364\220\200\200 \342\202' >"$dir/out"
	cat >"$dir/wanted" <<-'END'
		&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;
		grün € 🐧
		\u202e \u200b \u00ad \ufeff \u00a0 \ue0041
		\001 \033[1m \177 \011
		\377 \300\274 \340\200\274 \355\240\200 \364\220\200\200 \342\202
		a <code>b&lt;</code> <code>c</code>
	END
	diff "$dir/wanted" "$dir/out"
}

@test "times are of this host's zone, which the page names, also where the clocks are changed" {
	boots 0 1
	TZ=Europe/Berlin page
	reads 'Sat 28 Nov 2026, 13:00:00 to 13:00:10, CET (UTC+01:00)' '13:00:00 to 13:00:10: 1 machine, 1 boot'
	TZ=America/St_Johns page
	reads 'Sat 28 Nov 2026, 08:30:00 to 08:30:10, NST (UTC-03:30)'
	# Of the last Sunday of October, before 01:00 UTC and after it.
	sed -i 's/^2026-11-28T12:00/2026-10-25T00:59/' "$log"
	sed 's/2026-10-25T00:59/2026-10-25T01:10/; s/pc1/pc2/; s/00:01/00:02/' "$log" >"$dir/later"
	cat "$dir/later" >>"$log"
	TZ=Europe/Berlin page
	matches '^Sun 25 Oct 2026, 02:59:00 to 02:10:10, CEST \(UTC\+02:00\), then CET \(UTC\+01:00\)$'
}

@test "a log with whole seconds is read, and the page says what that means" {
	boots 0 1
	sed -E -i 's/^2026-11-28T([0-9:]*)[^ ]*/Nov 28 \1/' "$log"
	page
	matches '^pc1 \[' '^The log has whole seconds only'
}

@test "lines that cannot be shown are counted, on the page and by the command" {
	boots 0 1
	at 20 tftpd 'sent what nobody knows'
	sed -n '1s/.*boot1 tftpd\[7\]: //p; 2s/.*\]: //p' "$log" >>"$log"
	run -0 --separate-stderr report
	[ "$stderr" = "mkbootroot: 1 lines could not be read: the report lacks what they say
mkbootroot: 1 lines have no time: the report lacks what they say" ]
	page
	matches "^1 line of bootroot's programs could not be read" '^1 line had no time'
}

@test "without a log there is no report, and an old one stays" {
	boots 0 1
	report
	cp "$dir/page.html" "$dir/old"
	sed -i 's/.*\]: //' "$log"
	run -1 report
	[ "$output" = "mkbootroot: no line of $log has a time: journalctl -o short-iso-precise writes them" ]
	echo 'Nov 28 12:00:00 boot1 cron[3]: nothing' >"$log"
	run -1 report
	[ "$output" = "mkbootroot: $log has no line of tftpd, httpd or dhcp-helper" ]
	rm "$log"
	run -1 report
	[[ $output == "mkbootroot: cannot open $log: No such file or directory" ]]
	cmp "$dir/old" "$dir/page.html"
}

@test "the page goes to standard output, but to no terminal" {
	boots 0 1
	"$top/mkbootroot/mkbootroot" report - <"$log" >"$dir/out"
	report
	diff <(sed 's/<p>Written by.*//' "$dir/out") <(sed 's/<p>Written by.*//' "$dir/page.html")
	grep -q 'lines of standard input\.</p>' "$dir/out"
	run -2 python3 - "$top/mkbootroot/mkbootroot" "$log" <<-'END'
		import pty, sys
		sys.exit(pty.spawn([sys.argv[1], "report", sys.argv[2]]) >> 8)
	END
	[[ $output == *'the report is HTML, and standard output is a terminal: name a file with -o'* ]]
}

@test "the journal is read from 24 hours ago on, or since -s" {
	mkdir "$dir/bin"
	boots 0 1
	cat >"$dir/bin/journalctl" <<-END
		#!/bin/sh
		printf '%s\n' "\$@" >$dir/asked
		cat $log
	END
	chmod +x "$dir/bin/journalctl"
	PATH=$dir/bin:$PATH "$top/mkbootroot/mkbootroot" report >"$dir/page.html"
	grep -qx -- --since=-24h "$dir/asked"
	grep -q 'lines of the journal\.</p>' "$dir/page.html"
	PATH=$dir/bin:$PATH "$top/mkbootroot/mkbootroot" report -s -7d >"$dir/page.html"
	grep -qx -- --since=-7d "$dir/asked"
	run -2 report -s -7d
	[ "$output" = "mkbootroot: -s is for the journal: $log is read as a whole" ]
	# Of the journal nothing is missing until now: who stands is not at it.
	told 0 2 deb/shimx64.efi
	PATH=$dir/bin:$PATH "$top/mkbootroot/mkbootroot" report >"$dir/page.html"
	python3 "$BATS_TEST_DIRNAME/report_reader.py" "$dir/page.html" >"$dir/read"
	reads 'machines that never came back | 1'
}

@test "the commands of mkbootroot(8) and doc/operating.md write a report" {
	local page command
	mkdir "$dir/bin"
	boots 0 1
	printf '#!/bin/sh\ncat %s\n' "$log" >"$dir/bin/journalctl"
	chmod +x "$dir/bin/journalctl"
	cd "$dir"
	for page in mkbootroot/mkbootroot.8 doc/operating.md; do
		(cd "$top" && python3 tests/command_lines.py "$page") |
		    sed -n 's/^[^\t]*\t//; /^mkbootroot report /p' >"$dir/commands"
		[ -s "$dir/commands" ]
		while read -r command; do
			PATH=$top/mkbootroot:$dir/bin:$PATH bash -ec "$command"
		done <"$dir/commands"
	done
	[ -s week.html ]
	[ -s boots.html ]
}

# crowd N SPREAD: a log of N machines that boot within so many seconds.
crowd() {
	python3 "$BATS_TEST_DIRNAME/log_boots.py" "$@" >"$log"
}

@test "a thousand boots are 3 MB at most, and 2 seconds of a processor" {
	local spread
	for spread in 60 3600 200000; do
		# Long ago, so that none of it is ahead of the clock.
		crowd 1000 "$spread"
		sed -i "s/^2026/2025/" "$log"
		page
		reads 'machines | 1000' 'boots | 1000'
		[ "$(grep -c '^web[0-9]* \[52.*Time line' "$dir/read")" = 1000 ]
		[ "$(wc -c <"$dir/page.html")" -le 3000000 ]
		python3 - "$top/mkbootroot/mkbootroot" "$dir/page.html" "$log" <<-'END'
			import resource, subprocess, sys
			subprocess.run([sys.argv[1], "report", "-o", sys.argv[2], sys.argv[3]], check=True)
			used = resource.getrusage(resource.RUSAGE_CHILDREN)
			sys.exit(used.ru_utime + used.ru_stime > 2)
		END
	done
}

@test "the text is told from its ground, in light and in dark" {
	boots 0 1
	page
	python3 - "$dir/page.html" <<-'END'
		import re, sys
		def light(colour):
		    c = colour[1:]
		    c = c if len(c) == 6 else "".join(x * 2 for x in c)
		    v = [int(c[i:i + 2], 16) / 255 for i in (0, 2, 4)]
		    v = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in v]
		    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]
		def contrast(a, b):
		    a, b = sorted((light(a), light(b)))
		    return (b + 0.05) / (a + 0.05)
		roots = re.findall(r":root\{([^}]*--page[^}]*)\}", open(sys.argv[1]).read())
		if len(roots) != 2:
		    sys.exit("%d sets of colours" % len(roots))
		for root in roots:
		    of = dict(re.findall(r"--(\w+):\s*(#\w+)", root.replace("\n", "")))
		    # WCAG 2: text 4.5, what is drawn 3.
		    for names, least in (("text soft link bad good", 4.5),
		            ("loader configuration kernel initrd other", 2.5)):
		        for name in names.split():
		            for ground in ("page", "band") if least > 4 else ("page",):
		                has = contrast(of[name], of[ground])
		                if has < least:
		                    sys.exit("%s on %s: %.1f" % (name, ground, has))
	END
}

@test "of too many boots those with troubles are shown, and what is left out is said" {
	local bad
	crowd 3000 600
	for bad in {1..1100}; do
		printf '2026-11-28T23:00:00.5+00:00 boot1 dhcp-helper[7]: boot mac=52:55:00:00:%02x:%02x name=- arch=x64 via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client\n' \
		    $((bad / 256)) $((bad % 256))
	done >>"$log"
	for bad in {1..300}; do
		echo "2026-11-28T23:10:00.5+00:00 boot1 tftpd[7]: cannot do $bad: Input/output error"
	done >>"$log"
	page
	reads 'boots | 3000'
	matches '^2000 boots are shown here, those with troubles first, and 1000 are left out: ' \
	    '^[0-9]+ kinds more, of which each was of fewer machines, are left out\.' \
	    '^[0-9]+ strangers more are left out\.'
	bad=$(sed -n 's/^did not finish | //p' "$dir/read")
	[ "$bad" -gt 100 ]
	[ "$(grep -o '<summary><b class="bad">' "$dir/page.html" | wc -l)" = "$bad" ]
	[ "$(grep -c '^52:55:.* | x64 | ' "$dir/read")" -ge 997 ]
	[ "$(wc -c <"$dir/page.html")" -le 7000000 ]
}

@test "a clock that is ahead changes no title, and what it says is counted" {
	local now next
	now=$(date +%s)
	next=$((now + 400 * 86400))
	line() {
		echo "$(date -u -d "@$1" +%Y-%m-%dT%H:%M:%S.5+00:00) boot1 dhcp-helper[7]: boot mac=52:54:00:00:00:0$2 name=pc$2 arch=x64 via=eth0 msg=DISCOVER rule=mac:pc$2 file=a server=10.9.0.1 -> OFFER" >>"$log"
	}
	line "$next" 1
	line $((now - 60)) 2
	line $((now + 86400 * 2)) 3
	run -0 --separate-stderr report
	[ "$stderr" = 'mkbootroot: 2 events have a time more than a day ahead: the report lacks them' ]
	page
	matches "^2 events had a time more than a day ahead" "^Boots of boot1, .*$(date -u -d "@$((now - 60))" +%Y)"
	reads 'machines | 1' 'boots | 1'
	lacks "$(date -u -d "@$next" '+%b %Y')"
	# Where all is ahead it is this clock that is behind.
	sed -i 2d "$log"
	run -0 --separate-stderr report
	[ -z "$stderr" ]
	page
	reads 'machines | 2'
}
