#!/usr/bin/env bats
# mkbootroot watch: the machines of a site on a real terminal, as lines, and once.

bats_require_minimum_version 1.5.0
load watch

setup() {
	watch_begin
}

teardown() {
	watch_end
}

@test "a wide terminal has all columns, a narrow one those that matter most" {
	site >"$log"
	screen 160 16
	shows 'web2 .* kernel '
	seen | still | diff "$BATS_TEST_DIRNAME/fixtures/watch/wide.txt" -
	tmux_of resize-window -x 40 -y 12
	hides TROUBLE
	shows '^  web2 +kernel'
	seen | still | diff "$BATS_TEST_DIRNAME/fixtures/watch/narrow.txt" -
	# And as wide as it was.
	tmux_of resize-window -x 160 -y 16
	shows TROUBLE
	seen | still | diff "$BATS_TEST_DIRNAME/fixtures/watch/wide.txt" -
}

@test "no size is too small, and none breaks it" {
	site >"$log"
	screen 80 24
	shows web2
	local size
	for size in '1 1' '7 3' '20 4' '24 5' '500 3' '3 50' '80 24'; do
		tmux_of resize-window -x "${size% *}" -y "${size#* }"
		keys Down
	done
	shows '^  web2 '
	keys q
	shows '^left 0$'
}

@test "who needs a person comes first, then who boots, then who has booted, then the others" {
	site >"$log"
	screen 100 20
	shows '^5 machines: 2 need you, 1 boots, 1 has booted '
	seen
	[ "$(row '^! 52:54:00:00:00:04 ')" = 3 ]
	[ "$(row '^! web3 ')" = 4 ]
	[ "$(row '^  web2 ')" = 5 ]
	[ "$(row '^  web1 ')" = 6 ]
	[ "$(row '^  db1 ')" = 7 ]
}

@test "a machine that has a part of what it boots, and asks for nothing more, stands still" {
	asks 300 52:54:00:00:00:01 web1 bios x.0 >"$log"
	loads 300 52:54:00:00:00:01 web1 10.9.0.21 x.0 42430 >>"$log"
	asks 5 52:54:00:00:00:02 web2 bios x.0 >>"$log"
	loads 4 52:54:00:00:00:02 web2 10.9.0.22 x.0 42430 >>"$log"
	screen 80 20
	shows '^! web1 +loader .* stands still'
	shows '^  web2 +loader '
	shows '^web1 has asked for nothing for 5 min, and has not loaded all'
	keys Enter
	shows '^Stands still: web1 has asked for nothing for [0-9]+ min'
}

@test "a machine that was told its boot file, and does not fetch it, stands still, too" {
	asks 300 52:54:00:00:00:01 web1 bios x.0 >"$log"
	run -0 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	echo "$output"
	[[ ${lines[-1]} = 'web1 was told its boot file, and has not asked for it for '*' min: look whether tftpd runs (systemctl status tftpd.socket), or httpd, and whether a firewall stops the request' ]]
	screen 100 20
	shows '^! web1 +told .* stands still'
	shows '^web1 was told its boot file, and has not asked for it for [0-9]+ min: look whether tftpd runs'
}

@test "below the table is what to do about the chosen machine" {
	site >"$log"
	screen 80 20
	shows '^52:54:00:00:00:04, unknown-client: Add a line to "clients"'
	keys Down
	shows "^web3, secure-boot: Look at the machine's screen"
	# Wrapped between words, not cut.
	shows 'Security Violation'
	keys Up
	hides secure-boot:
}

@test "Enter shows one machine, its remedy and its events; Escape goes back" {
	site >"$log"
	screen 80 24
	shows web3
	keys Down
	shows '^web3, '
	keys Enter
	shows '^web3  52:54:00:00:00:03  10.9.0.23  x64'
	shows '^Trouble: secure-boot'
	shows "^What to do: Look at the machine's screen"
	# Soon after midnight what happened has its day before its time.
	shows '^([0-9-]{5} )?[0-9:]{8}  stalled debian12/bootnetx64.efi: secure-boot'
	shows '^([0-9-]{5} )?[0-9:]{8}  sent debian12/bootnetx64.efi, 960 KB in 0.5 s, 1.0 MB/s'
	shows '^([0-9-]{5} )?[0-9:]{8}  told debian12/bootnetx64.efi of 10.9.0.1 by OFFER'
	# The newest is first.
	[ "$(row '  stalled ')" -lt "$(row '  sent ')" ]
	keys Escape
	shows '^! web3 '
	hides 'What to do:'
	# A file that failed has no rate.
	asks 2 52:54:00:00:00:03 web3 x64 debian12/bootnetx64.efi >>"$log"
	line 1 tftpd 'failed file=debian12/initrd.gz client=10.9.0.23 mac=52:54:00:00:00:03 name=web3 bytes=3000000 seconds=0.913 resent=1 reason=client-gone' >>"$log"
	keys Enter
	shows '^Last file: debian12/initrd.gz \(initrd\), 3\.0 MB$'
}

@test "a machine's events are scrolled to the first and no further, and new ones appear" {
	asks 5000 52:54:00:00:00:01 web1 bios debian12/pxelinux.0 >"$log"
	local i
	for ((i = 1; i <= 60; i++)); do
		line "$((4000 - i))" tftpd "refused file=pxelinux.cfg/$i client=10.9.0.21 mac=52:54:00:00:00:01 name=web1 reason=not-found"
	done >>"$log"
	screen 80 16
	shows web1
	keys Enter
	shows '  refused pxelinux.cfg/60: not-found'
	keys PageDown
	hides 'cfg/60:'
	keys End
	shows 'told debian12/pxelinux.0 of 10.9.0.1 by OFFER'
	keys Up
	hides 'by OFFER'
	keys End Down Down Up
	hides 'by OFFER'
	keys Home
	shows 'cfg/60:'
	line 0 tftpd "refused file=pxelinux.cfg/61 client=10.9.0.21 mac=52:54:00:00:00:01 name=web1 reason=not-found" >>"$log"
	shows 'cfg/61:'
}

# sends TITLE: a process that calls itself so; its number is $sender.
sends() {
	(exec -a "$1" sleep 600) 3>&- &
	sender=$!
}

@test "what is sent now is seen from the titles of processes, as long as it is" {
	site >"$log"
	asks 300 52:54:00:00:00:06 web6 bios x.0 >>"$log"
	loads 299 52:54:00:00:00:06 web6 10.9.0.26 x.0 1000 >>"$log"
	screen 110 24
	shows '^! web6 .* stands still'
	sends 'tftpd: web6 x/a 50% b 42% 11.3 MB/s'
	local first=$sender
	sends 'httpd: 10.9.0.21 x/last 7% 0.4 MB/s'
	# It needs time, not a person, and is not done yet.
	shows '^> web6 +loader +x/a 50% b +42% +11 MB/s +0 s$'
	shows '^> web1 +loads +x/last +7% +0\.4 MB/s +0 s$'
	keys / w e b 6 Enter Enter
	shows '^Loads x/a 50% b: 42%, 11 MB/s'
	keys Escape Escape
	kill "$first" "$sender"
	shows '^! web6 .* stands still'
	shows '^  web1 +done '
}

@test "the chosen machine stays chosen when others come before it" {
	site >"$log"
	screen 80 24
	shows web3
	keys Down
	shows '^web3, secure-boot'
	line 1 dhcp-helper "boot mac=52:54:00:00:00:06 name=- arch=bios via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client" >>"$log"
	shows '^! 52:54:00:00:00:06 '
	seen
	[ "$(row '^! web3 ')" = 5 ]
	seen_is '^web3, secure-boot'
	# At the top, it is always the one that is there.
	keys Home
	shows '^52:54:00:00:00:06, '
	line 0 dhcp-helper "boot mac=52:54:00:00:00:07 name=- arch=bios via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client" >>"$log"
	shows '^52:54:00:00:00:07, '
}

# many N: so many that have booted.
many() {
	local i mac now=$EPOCHSECONDS
	for ((i = 1; i <= $1; i++)); do
		printf -v mac '52:54:01:00:%02x:%02x' $((i / 256)) $((i % 256))
		line 9000 dhcp-helper "boot mac=$mac name=n$i arch=bios via=eth0 msg=DISCOVER rule=$mac file=x/pxelinux.0 server=10.9.0.1 -> OFFER"
		loads 8999 "$mac" "n$i" "10.9.$((i / 256)).$((i % 256))" x/initrd.gz 1000000
	done
}

@test "more machines than lines are scrolled by line, by page and to both ends" {
	many 300 >"$log"
	screen 80 20
	shows '^300 machines: 0 need you, 0 boot, 300 have booted'
	shows '^  n1 '
	hides '^  n20 '
	keys PageDown
	shows '^  n28 '
	keys End
	shows '^  n300 '
	keys Down Down
	hides '^  n200 '
	[ "$(row '^  n300 ')" = 16 ]
	keys Up
	[ "$(row '^  n300 ')" = 16 ]
	keys PageUp PageUp
	shows '^  n265 '
	hides '^  n300 '
	keys Home
	shows '^  n1 '
}

@test "a search shows machines with the text; letters are text while it is typed" {
	many 300 >"$log"
	site >>"$log"
	screen 80 20
	shows '^305 machines'
	keys / W e B
	shows '^/WeB$'
	hides '^  n1 '
	seen
	shows '^! web3 '
	keys Enter
	shows '^3 with WeB'
	# A character of several bytes goes as a whole.
	keys Escape / ö
	shows 'No machine has this text'
	keys BSpace
	shows '^  n1 '
	# By MAC, by stage, by trouble, and a letter that would quit.
	keys Escape
	shows '^  n1 '
	keys / q
	shows '^/q$'
	shows 'No machine has this text'
	keys BSpace
	keys -l 00:01:2c
	shows '^  n300 '
	hides '^  n1 '
	keys Escape / k e r n Enter
	shows '^1 with kern'
	shows '^  web2 '
	keys / BSpace BSpace BSpace BSpace
	keys -l secure
	shows '^! web3 '
	hides '^  web2 '
}

@test "? is the help, and q quits, leaving the terminal as it was" {
	site >"$log"
	screen 80 24
	shows web3
	keys '?'
	shows '^Keys'
	shows '^/ +show machines with this text'
	keys q
	shows web3
	keys q
	shows '^left 0$'
	hides web3
}

@test "Ctrl-C and a terminal that is closed end it" {
	site >"$log"
	screen 80 24
	shows web3
	local pid
	keys C-c
	shows '^left 0$'
	tmux_of respawn-pane -k "env LANG=C.UTF-8 $top/mkbootroot/mkbootroot watch $log"
	shows web3
	pid=$(pgrep -fx "$top/mkbootroot/mkbootroot watch $log")
	tmux_of kill-server
	wait_for 60 gone "$pid"
}

gone() {
	! kill -0 "$1" 2>/dev/null
}

@test "colours mark trouble, but not with NO_COLOR, and a sign marks it always" {
	site >"$log"
	screen 80 24
	shows '^! web3'
	tmux_of capture-pane -p -e | grep '! ' | grep -q $'\e\[[0-9;]*31m'
	screen 80 24 NO_COLOR=1
	shows '^! web3'
	tmux_of capture-pane -p -e >"$dir/seen"
	run -1 grep $'\e\[[0-9;]*3[0-7]m' "$dir/seen"
}

@test "a log that grows, is replaced or is emptied is followed" {
	site >"$log"
	screen 80 24
	shows web3
	hides web7
	asks 0 52:54:00:00:00:07 web7 bios debian12/pxelinux.0 >>"$log"
	shows '^  web7 +told'
	mv "$log" "$log.1"
	asks 0 52:54:00:00:00:08 web8 bios debian12/pxelinux.0 >"$log"
	shows '^  web8 +told'
	: >"$log"
	asks 0 52:54:00:00:00:09 web9 bios debian12/pxelinux.0 >>"$log"
	shows '^  web9 +told'
}

@test "names in UTF-8 are shown, what would move the cursor is not, and ASCII is enough" {
	asks 3 52:54:00:00:00:01 web1 bios 'gr\303\266\303\237e.0' >"$log"
	loads 2 52:54:00:00:00:01 web1 10.9.0.21 'gr\303\266\303\237e.0' 1000 >>"$log"
	asks 3 52:54:00:00:00:02 web2 bios x.0 >>"$log"
	loads 2 52:54:00:00:00:02 web2 10.9.0.22 '\033[2Jx\342\200\256y\377' 1000 >>"$log"
	# A real program would write it escaped.
	asks 3 52:54:00:00:00:03 $'web3\e[31m' bios x.0 >>"$log"
	screen 110 20
	shows '^  web1 .* größe\.0 '
	shows '^  web2 .* \\033\[2Jx\\342\\200\\256y\\377 '
	shows '^  web3\?\[31m '
	screen 110 20 LC_ALL=C
	shows '^  web1 .*r\\303\\266\\303\\237e\.0 '
	seen >"$dir/seen"
	LC_ALL=C run -1 grep '[^ -~]' "$dir/seen"
}

@test "nothing in the name of a file reaches the terminal, either" {
	log=$dir/$'lo\e[31mg\u202e'
	site >"$log"
	run -0 env LANG=C.UTF-8 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	[[ ${lines[0]} == *'/lo\033[31mg\342\200\256  '* ]]
}

# It is drawn ten times a second at most, and a picture takes up to four writes.
@test "a thousand lines are not a thousand pictures" {
	local begun=${EPOCHREALTIME/[.,]/} i taken drawn
	screen_new 80 24 "env LANG=C.UTF-8 strace -qq -o $dir/trace -e trace=write $top/mkbootroot/mkbootroot watch $log"
	for ((i = 0; i < 1000; i++)); do
		asks 0 52:54:00:00:00:01 "n$i" bios x.0 >>"$log"
	done
	shows ' n999 '
	keys q
	shows '^left 0$'
	taken=$((${EPOCHREALTIME/[.,]/} - begun)) drawn=$(grep -c '^write(1' "$dir/trace")
	echo "$drawn writes in $taken us"
	[ "$drawn" -ge 2 ]
	[ "$drawn" -le $((taken / 25000 + 40)) ]
}

# nanoseconds PID: for how long it has had a processor.
nanoseconds() {
	cut -d ' ' -f 1 "/proc/$1/schedstat"
}

# Its measure is the work to read the log once, so that a slow machine is no failure. A
# picture is drawn ten times a second at most: who waits for each gives it as many.
@test "ten pictures a second of two thousand machines are little work" {
	local pid before once=0 TIMEFORMAT='%U %S' user system i used
	many 2000 >"$log"
	read -r user system < <({ time "$top/mkbootroot/mkbootroot" watch -1 "$log" >"$dir/out"; } 2>&1)
	once=$(((10#${user/./} + 10#${system/./}) * 1000000))
	screen 100 40
	shows '^2000 machines: '
	pid=$(pgrep -fx "$top/mkbootroot/mkbootroot watch $log")
	before=$(nanoseconds "$pid")
	for ((i = 1; i <= 50; i++)); do
		loads 0 "52:54:01:00:00:$((i % 10 + 10))" "n$((i % 10 + 16))" "10.9.0.$((i % 10 + 16))" "x/f$i" 1000 >>"$log"
		shows " x/f$i "
	done
	used=$(($(nanoseconds "$pid") - before))
	echo "50 pictures: $used ns; the log read once: $once ns"
	[ "$used" -le $((10 * once)) ]
}

# old_lines: a kernel hours ago, and after a moment the initrd behind it.
old_lines() {
	asks 5000 52:54:00:00:00:01 web1 bios x.0
	loads 4999 52:54:00:00:00:01 web1 10.9.0.21 linux 1000
	wait_for_line 60 "$dir/out" ' stage=kernel '
	loads 4998 52:54:00:00:00:01 web1 10.9.0.21 initrd.gz 1000
	loads 1 52:54:00:00:00:02 web2 10.9.0.22 x.0 1000
}

# A machine that is so slow that the moment is longer says nothing of it.
@test "old lines that come with a pause are not the end of a boot" {
	local try begun
	for try in {1..20}; do
		: >"$dir/out"
		begun=${EPOCHREALTIME/[.,]/}
		old_lines | "$top/mkbootroot/mkbootroot" watch - >"$dir/out"
		[ $((${EPOCHREALTIME/[.,]/} - begun)) -ge 1500000 ] || break
	done
	cat "$dir/out"
	[ "$(grep -c 'has all that it boots' "$dir/out")" = 1 ]
	[[ $(sed -n '/stage=initrd/,$p' "$dir/out") == *'has all that it boots'* ]]
}

@test "with -1 the table is printed once, with what to do; no terminal is needed" {
	site >"$log"
	run -0 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	echo "$output"
	[[ ${lines[0]} =~ ^'5 machines: 2 need you, 1 boots, 1 has booted '.*"$log"  ]]
	[[ ${lines[1]} =~ ^'  NAME '.*' MAC '.*' FIRMWARE '.*' STAGE '.*' FILE '.*' % '.*' RATE '.*' AGO '.*'TROUBLE'$ ]]
	[[ ${lines[3]} =~ ^'! web3 '.*' 52:54:00:00:00:03 x64 '.*' loader '.*' debian12/bootnetx64.efi '.*' secure-boot'$ ]]
	[[ ${lines[-1]} == "web3, secure-boot: Look at the machine's screen:"* ]]
	run -0 "$top/mkbootroot/mkbootroot" watch -1 - <"$log"
	[[ ${lines[0]} == *'standard input'* ]]
	run -0 "$top/mkbootroot/mkbootroot" watch -1 /dev/null
	[[ ${lines[0]} == '0 machines: 0 need you, 0 boot, 0 have booted'* ]]
}

@test "without a terminal there is a line for each change, and a repeated question is none" {
	{
		asks 9 52:54:00:00:00:01 web1 bios debian12/pxelinux.0
		asks 8 52:54:00:00:00:01 web1 bios debian12/pxelinux.0
		loads 7 52:54:00:00:00:01 web1 10.9.0.21 debian12/pxelinux.0 42430
	} >"$log"
	run -0 "$top/mkbootroot/mkbootroot" watch - <"$log"
	echo "$output"
	[ "${#lines[@]}" = 2 ]
	[[ ${lines[0]} =~ ^20[0-9-]{8}' '[0-9:]{8}' web1 52:54:00:00:00:01 stage=told told debian12/pxelinux.0 of 10.9.0.1 by OFFER'$ ]]
	[[ ${lines[1]} == *' web1 52:54:00:00:00:01 stage=loader sent debian12/pxelinux.0, 42 KB in 0.5 s'* ]]
	# A terminal that cannot draw is none.
	screen 80 24 TERM=dumb
	shows ' stage=loader sent debian12/pxelinux.0'
}

@test "lines come as they are written, and a signal ends it well" {
	"$top/mkbootroot/mkbootroot" watch "$log" >"$dir/out" 2>"$dir/err" 3>&- &
	local pid=$!
	asks 0 52:54:00:00:00:01 web1 bios x.0 >>"$log"
	wait_for_line 60 "$dir/out" ' web1 .* stage=told '
	line 0 dhcp-helper 'cannot send to 10.9.0.21:68: Network is unreachable' >>"$log"
	wait_for_line 60 "$dir/out" ' dhcp-helper: cannot send to '
	kill "$pid"
	wait "$pid"
	[ ! -s "$dir/err" ]
}

# As journalctl: what it was asked for, and the lines of $dir/journal.
fake_journalctl() {
	mkdir "$dir/bin"
	cat >"$dir/bin/journalctl" <<-END
		#!/bin/bash
		printf '%s\n' "\$@" >$dir/asked
		cat $dir/journal
		$1
	END
	chmod 755 "$dir/bin/journalctl"
}

@test "by itself it reads the journal of the last day, for our programs, and ends journalctl" {
	fake_journalctl 'echo $$ >'"$dir"'/pid; exec sleep 600'
	site >"$dir/journal"
	arguments='' screen 80 24 "PATH=$dir/bin:$PATH"
	shows '^! web3 '
	shows ' journal  '
	local word
	for word in --follow --lines=all --since=-24h --identifier={tftpd,httpd,dhcp-helper} --output=short-iso-precise; do
		echo "$word"
		grep -qxF -- "$word" "$dir/asked"
	done
	keys q
	shows '^left 0$'
	wait_for 60 gone "$(<"$dir/pid")"
	# Lines are of what is to come.
	fake_again 'exit 0'
	PATH=$dir/bin:$PATH run -0 "$top/mkbootroot/mkbootroot" watch
	grep -qxF -- --since=now "$dir/asked"
	PATH=$dir/bin:$PATH run -0 "$top/mkbootroot/mkbootroot" watch -1
	run -1 grep -xF -- --follow "$dir/asked"
}

fake_again() {
	rm -r "${dir:?}/bin"
	fake_journalctl "$1"
}

@test "a journal that cannot be read is said, on the screen and without one" {
	fake_journalctl 'echo "No journal files were opened: Permission denied" >&2; exit 1'
	: >"$dir/journal"
	PATH=$dir/bin:$PATH run -111 "$top/mkbootroot/mkbootroot" watch
	[ "$output" = 'mkbootroot: cannot read the journal: journalctl: No journal files were opened: Permission denied' ]
	arguments='' screen 90 24 "PATH=$dir/bin:$PATH"
	shows '^cannot read the journal: journalctl: No journal files were opened: Permission denied'
	keys q
	shows '^left 0$'
	PATH=/nowhere run -111 "$top/mkbootroot/mkbootroot" watch
	[ "$output" = 'mkbootroot: cannot read the journal: journalctl: No such file or directory; name a file of the log instead' ]
}

@test "the file of busybox's syslogd is read, and lines of other programs alone are said" {
	printf '%(%b %e %H:%M:%S)T boot daemon.info dhcp-helper[7]: boot mac=52:54:00:00:00:01 name=web1 arch=bios via=eth0 msg=DISCOVER rule=mac:web1 file=x.0 server=10.9.0.1 -> OFFER\n' >"$log"
	run -0 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	[[ ${lines[2]} == '  web1 '*' told '* ]]
	line 0 sshd 'Accepted publickey for root' >"$log"
	screen 80 20
	shows '^No machine has asked yet; 1 line is of other programs'
	run -0 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	[[ $output == *'1 line is of other programs'* ]]
}

@test "files that cannot be read, and wrong words, are said" {
	run -1 "$top/mkbootroot/mkbootroot" watch "$dir/none"
	[ "$output" = "mkbootroot: cannot open $dir/none: No such file or directory" ]
	run -1 "$top/mkbootroot/mkbootroot" watch -1 "$dir"
	[ "$output" = "mkbootroot: cannot open $dir: Is a directory" ]
	run -2 "$top/mkbootroot/mkbootroot" watch -x
	run -2 "$top/mkbootroot/mkbootroot" watch -1 a b
	[[ $output == *'watch [-1] [file]'* ]]
}

@test "lines that are too long or cannot be read are counted, others are passed over" {
	{
		head -c 100000 /dev/zero | tr '\0' x
		echo
		line 9 sshd 'Accepted publickey for root'
		asks 3 52:54:00:00:00:01 web1 bios x.0
		line 2 tftpd 'sent what it never would'
		printf 'no end of line: %s' "$(asks 1 52:54:00:00:00:02 web2 bios x.0 | tail -n 1)" | sed 's/^no end of line: //'
	} >"$log"
	run -0 "$top/mkbootroot/mkbootroot" watch -1 "$log"
	echo "$output"
	[[ ${lines[0]} == '2 machines: '* ]]
	[[ ${lines[1]} == '2 lines of the log cannot be read'* ]]
}

@test "standard input on a terminal: the log is a pipe, the keys are the terminal's" {
	site >"$log"
	screen_new 80 24 "{ cat $log; until [ -e $dir/stop ]; do sleep 0.1; done; } | env LANG=C.UTF-8 $top/mkbootroot/mkbootroot watch -"
	shows '^! web3 '
	shows 'standard input'
	keys Down
	shows '^web3, secure-boot'
	: >"$dir/stop"
	shows 'standard input, ended'
	keys q
	shows '^left 0$'
}

# page_commands PAGE: those about watch.
page_commands() {
	python3 "$top/tests/command_lines.py" "$1" | grep 'mkbootroot watch' >"$dir/commands"
	[ -s "$dir/commands" ]
}

@test "the commands of doc/operating.md and mkbootroot(8) show the machines" {
	fake_journalctl 'exit 0'
	site >"$dir/journal"
	printf '#!/bin/sh\nshift\nexec "$@"\n' >"$dir/bin/ssh"
	chmod 755 "$dir/bin/ssh"
	ln -s "$top/mkbootroot/mkbootroot" "$dir/bin"
	local page command n=0
	for page in doc/operating.md mkbootroot/mkbootroot.8; do
		page_commands "$page"
		while IFS= read -r command; do
			echo "$command"
			PATH=$dir/bin:$PATH run -0 bash -c "$command" </dev/null
			[[ $output == *web3*secure-boot* ]]
			n=$((n + 1))
		done <"$dir/commands"
	done
	[ "$n" = 4 ]
}
