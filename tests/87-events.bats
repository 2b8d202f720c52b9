#!/usr/bin/env bats
# mkbootroot events: what happens to the machines, for programs.

bats_require_minimum_version 1.5.0
load system

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	chmod 755 "$dir"
	pids=()
	booted=
	log=$dir/log
	# shellcheck source=tests/lab/wait.bash
	. "$BATS_TEST_DIRNAME/lab/wait.bash"
}

teardown() {
	if [ -n "$booted" ]; then
		system_end
		return
	fi
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	rm -rf "$dir"
}

events() {
	"$top/mkbootroot/mkbootroot" events "$@"
}

# boots N: the lines of N machines that boot, one after the other: 3 for each.
boots() {
	local i who
	for ((i = 0; i < $1; i++)); do
		printf -v who 'client=10.9.%d.%d mac=52:54:00:00:%02x:%02x name=web%d' $((i / 250)) $((i % 250 + 1)) $((i / 256)) $((i % 256)) "$i"
		printf '2026-11-28T10:%02d:%02d.250000+00:00 srv tftpd[9]: sent file=%s %s bytes=%d seconds=0.125 rate=1.0MB/s blksize=1468 windowsize=4 resent=2\n' \
		    $((i / 60 % 60)) $((i % 60)) debian12/pxelinux.0 "$who" 42000 \
		    $((i / 60 % 60)) $((i % 60)) debian12/linux "$who" 8000000 \
		    $((i / 60 % 60)) $((i % 60)) debian12/initrd.gz "$who" 40000000
	done
}

# hook [LINES]: the program of -x, which runs these lines of a shell.
hook() {
	printf '#!/bin/sh\n%s\n' "${1:-cat >>$dir/hooked}" >"$dir/hook"
	chmod 755 "$dir/hook"
}

# member NAME FILE: its value in each line, or "-".
member() {
	python3 -c 'import json, sys
for line in open(sys.argv[2]):
    print(json.loads(line).get(sys.argv[1], "-"))' "$@"
}

@test "a line of JSON is written for each event, with the machine, the file and the remedy" {
	{
		boots 1
		echo '2026-11-28T10:00:02.000000+00:00 srv tftpd[9]: refused file=\303\244\033"x client=10.9.0.1 mac=52:54:00:00:00:00 name=web0 reason=not-readable-for-all path=a needs=r mode=0600 owner=0:0 us=1:1'
		echo '2026-11-28T10:00:03.000000+00:00 srv dhcp-helper[1]: boot mac=52:54:00:00:00:77 name=- arch=x64 via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client'
		echo '2026-11-28T10:00:04.000000+00:00 srv tftpd[9]: cannot write tftpd.prom: No space left on device'
		echo '2026-11-28T10:00:05.000000+00:00 srv sshd[9]: Accepted publickey for root'
		echo '2026-11-28T10:00:06.000000+00:00 srv httpd[9]: done client=10.9.0.1 mac=52:54:00:00:00:00 name=web0 by=http'
		echo '2026-11-28T10:00:07.000000+00:00 srv httpd[9]: what is this'
	} >"$log"
	events "$log" >"$dir/events"
	run -0 events - <"$log"
	diff "$dir/events" <(echo "$output")
	diff - "$dir/events" <<-'END'
		{"format":1,"event":"sent","time":"2026-11-28T10:00:00.250000Z","program":"tftpd","host":"srv","name":"web0","mac":"52:54:00:00:00:00","address":"10.9.0.1","stage":"loader","boot":1,"begins":true,"file":"debian12/pxelinux.0","is":"loader","bytes":42000,"seconds":0.125,"resent":2}
		{"format":1,"event":"sent","time":"2026-11-28T10:00:00.250000Z","program":"tftpd","host":"srv","name":"web0","mac":"52:54:00:00:00:00","address":"10.9.0.1","stage":"kernel","boot":1,"file":"debian12/linux","is":"kernel","bytes":8000000,"seconds":0.125,"resent":2}
		{"format":1,"event":"sent","time":"2026-11-28T10:00:00.250000Z","program":"tftpd","host":"srv","name":"web0","mac":"52:54:00:00:00:00","address":"10.9.0.1","stage":"initrd","boot":1,"file":"debian12/initrd.gz","is":"initrd","bytes":40000000,"seconds":0.125,"resent":2}
		{"format":1,"event":"refused","time":"2026-11-28T10:00:02.000000Z","program":"tftpd","host":"srv","name":"web0","mac":"52:54:00:00:00:00","address":"10.9.0.1","stage":"initrd","boot":1,"file":"ä\\033\"x","is":"other","reason":"not-readable-for-all","remedy":"`mkbootroot check -f` makes the file readable for everybody","calm":false}
		{"format":1,"event":"unknown","time":"2026-11-28T10:00:03.000000Z","program":"dhcp-helper","host":"srv","mac":"52:54:00:00:00:77","arch":"x64","stage":"silent","boot":1,"begins":true,"reason":"unknown-client","remedy":"Add a line to `clients`, or a `default`, and run `mkbootroot`","calm":false}
		{"format":1,"event":"server","time":"2026-11-28T10:00:04.000000Z","program":"tftpd","host":"srv","text":"cannot write tftpd.prom: No space left on device","calm":false}
		{"format":1,"event":"done","time":"2026-11-28T10:00:06.000000Z","program":"httpd","host":"srv","name":"web0","mac":"52:54:00:00:00:00","address":"10.9.0.1","stage":"done","boot":1,"by":"http"}
		{"format":1,"event":"server","time":"2026-11-28T10:00:07.000000Z","program":"httpd","host":"srv","text":"what is this","calm":false}
	END
}

@test "a boot is over when all is there, in the order of the log" {
	boots 12 >"$log"
	events "$log" >"$dir/events"
	[ "$(grep -c '"event":"booted"' "$dir/events")" = 12 ]
	# 10 seconds after the last file of the first one, others are still at it.
	member event "$dir/events" | grep -n booted | head -n 1 | grep -q '^31:'
	# The last ones are over because it is long ago.
	[ "$(tail -n 1 "$dir/events" | grep -c booted)" = 1 ]
	events - <"$log" | cmp - "$dir/events"
}

@test "a line of a clock that is years ahead ends no boot of others" {
	boots 1 >"$log"
	# Before the initrd, whose line is the last one.
	sed -i '$!b;h;s/^2026/2096/;s/client=.* bytes/client=10.9.3.3 mac=- name=- bytes/;p;x' "$log"
	[ "$(wc -l <"$log")" = 4 ]
	events "$log" >"$dir/out"
	cat "$dir/out"
	[ "$(member event "$dir/out" | tail -n 1)" = booted ]
	[ "$(member event "$dir/out" | grep -c booted)" = 1 ]
	# Where all lines are ahead, our clock is behind.
	sed -i 's/^2026/2096/' "$log"
	sed -n '1,2p;4p' "$log" >"$log.all"
	boots 2 | sed -n '4,6s/^2026-11-28T10/2096-11-28T11/p' >>"$log.all"
	events "$log.all" >"$dir/out"
	[ "$(member event "$dir/out" | sed -n 4p)" = booted ]
}

@test "the manual page has each member of the JSON, and no other" {
	grep -oE '(text|number|put|moment|word)\(&?o, (t->is_hint \? )?"[a-z]+"( : "[a-z]+")?' \
	    "$top/mkbootroot/see/eventjson.c" | grep -oE '"[a-z]+"' | tr -d '"' | grep -vx events | sort -u >"$dir/members"
	[ "$(wc -l <"$dir/members")" -ge 25 ]
	sed -n '/^\.Ss Events/,/^\.El/p' "$top/mkbootroot/mkbootroot.8" | sed -n 's/^\.It Cm //p' |
	    tr -d ',' | tr -s ' ' '\n' | sort -u | diff "$dir/members" -
	# And each kind of event.
	sed -n '/names\[EVENT_KINDS\]/,/};/p' "$top/mkbootroot/see/machine.c" | grep -oE '"[a-z-]+"' | tr -d '"' >"$dir/kinds"
	[ "$(wc -l <"$dir/kinds")" = 17 ]
	while read -r kind; do
		echo "$kind"
		sed -n '/^\.Ss Events/,/^\.El/p' "$top/mkbootroot/mkbootroot.8" | grep -qE "^\.Ql $kind( |$)"
	done <"$dir/kinds"
}

@test "a program is run for each event, one after the other, with the line to read" {
	boots 20 >"$log"
	# Two at a time would find the folder.
	hook "mkdir $dir/runs || exit 1; cat >>$dir/hooked; rmdir $dir/runs"
	run -0 events -x "$dir/hook" "$log"
	[ -z "$output" ]
	events "$log" | cmp - "$dir/hooked"
	[ "$(wc -l <"$dir/hooked")" = 80 ]
	# It need not read, and may be found by PATH; what it writes goes on.
	hook 'echo told'
	PATH=$dir:$PATH run -0 events -x hook - <"$log"
	[ "$(grep -cx told <<<"$output")" = 80 ]
}

@test "of a file no event is left out, however slow the program is" {
	boots 400 >"$log"
	hook "echo x >>$dir/hooked"
	run -0 events -x "$dir/hook" "$log"
	[ -z "$output" ]
	[ "$(wc -l <"$dir/hooked")" = 1600 ]
}

@test "what does not fit into the queue is left out, counted, and said as an event, too" {
	boots 700 >"$log"
	# The first run waits until all lines were taken.
	hook "read -r event; echo \"\$event\" >>$dir/hooked
while [ ! -e $dir/go ]; do sleep 0.05; done"
	mkfifo "$dir/pipe"
	"$top/mkbootroot/mkbootroot" events -t 600 -x "$dir/hook" "$dir/pipe" 2>"$dir/said" &
	pids+=($!)
	exec {pipe}>"$dir/pipe"
	cat "$log" >&"$pipe"
	# They were read: the pipe takes more than it holds.
	head -c 200000 /dev/zero | tr '\0' '\n' >&"$pipe"
	exec {pipe}>&-
	touch "$dir/go"
	wait "${pids[0]}"
	cat "$dir/said"
	local dropped
	dropped=$(sed -n 's/^mkbootroot: \([0-9]*\) events were left out: .*hook is too slow$/\1/p' "$dir/said")
	[ "$dropped" -gt 0 ]
	[ "$(wc -l <"$dir/said")" = 1 ]
	grep -q '^{"format":1,"event":"dropped","time":"[^"]*","events":'"$dropped"'}$' "$dir/hooked"
	[ "$(wc -l <"$dir/hooked")" = $((2800 - dropped + 1)) ]
	# What is over at the end of the log may have found room.
	[ "$dropped" -gt 1700 ]
}

@test "a program that takes too long is killed, with what it has started" {
	boots 1 | head -n 1 >"$log"
	# What is not killed must not hold the test up.
	hook "exec >/dev/null 2>&1; sleep 1000 & echo \$! >$dir/child; sleep 1000"
	run -0 timeout 60 "$top/mkbootroot/mkbootroot" events -t 1 -x "$dir/hook" "$log"
	[ "$output" = "mkbootroot: $dir/hook failed for 1 events: it was killed after 1 seconds" ]
	# Killed at once, but there until the first process of this world has taken its status.
	wait_for 60 gone "$(<"$dir/child")"
	# And what it leaves behind at its end.
	hook "exec >/dev/null 2>&1; sleep 1000 & echo \$! >$dir/child"
	run -0 events -x "$dir/hook" "$log"
	[ -z "$output" ]
	wait_for 60 gone "$(<"$dir/child")"
}

gone() {
	! kill -0 "$1" 2>/dev/null
}

@test "failures of the program are said with their number, and not each one" {
	boots 10 >"$log"
	hook 'exit 22'
	run -0 events -x "$dir/hook" "$log"
	[ "${lines[0]}" = "mkbootroot: $dir/hook failed for 1 events: exit code 22" ]
	[ "$(sed -n 's/.* failed for \([0-9]*\) events: .*/\1/p' <<<"$output" | awk '{ n += $1 } END { print n }')" = 40 ]
	[ "${#lines[@]}" -lt 20 ]
	hook 'kill -9 $$'
	run -0 events -x "$dir/hook" "$log"
	[ "${lines[0]}" = "mkbootroot: $dir/hook failed for 1 events: signal 9" ]
	run -0 events -x no-such-program "$log"
	[ "${lines[0]}" = 'mkbootroot: no-such-program failed for 1 events: No such file or directory' ]
	run -1 events -x "$dir/none" "$log"
	[ "$output" = "mkbootroot: cannot run $dir/none: No such file or directory" ]
}

@test "an end by a signal leaves no program, and says what was left out" {
	boots 2 >"$log"
	hook "echo \$\$ >$dir/child; sleep 1000"
	mkfifo "$dir/pipe"
	"$top/mkbootroot/mkbootroot" events -x "$dir/hook" "$dir/pipe" 2>"$dir/said" &
	pids+=($!)
	exec {pipe}>"$dir/pipe"
	cat "$log" >&"$pipe"
	wait_for 60 test -s "$dir/child"
	# The lines behind the first one wait, or are in the pipe yet.
	kill -TERM "${pids[0]}"
	wait "${pids[0]}"
	exec {pipe}>&-
	wait_for 60 gone "$(<"$dir/child")"
	grep -qxE 'mkbootroot: [5-7] events were left out: events has ended' "$dir/said"
}

@test "what cannot be read or written, and wrong words, are said" {
	boots 1 >"$log"
	run -1 events "$dir/none"
	[ "$output" = "mkbootroot: cannot open $dir/none: No such file or directory" ]
	run -2 events -t 0 "$log"
	run -2 events -y
	run -2 events a b
	run -111 bash -c "$top/mkbootroot/mkbootroot events $log >/dev/full"
	[[ $output == *'cannot tell of all events: No space left on device'* ]]
	printf '#!/bin/sh\necho no journal here >&2\nexit 1\n' >"$dir/journalctl"
	chmod 755 "$dir/journalctl"
	PATH=$dir:$PATH run -111 events
	[ "$output" = 'mkbootroot: cannot read the journal: journalctl: no journal here' ]
}

@test "mkbootroot(8): the command for machines that have booted" {
	boots 3 >"$log"
	python3 "$top/tests/command_lines.py" mkbootroot/mkbootroot.8 | grep '^mkbootroot events ' >"$dir/command"
	[ "$(wc -l <"$dir/command")" = 1 ]
	sed -i "s|/var/log/syslog|$log|" "$dir/command"
	PATH=$top/mkbootroot:$PATH run -0 bash "$dir/command"
	[ "${#lines[@]}" = 3 ]
}

@test "the unit posts what a person may want to see, by the lines of doc/operating.md" {
	booted=1
	rm -rf "$dir"
	system_begin
	cache_needs systemd
	system_boot systemd
	# The group that may read the journal: systemd's package makes it, where it is
	# installed. And the folder, as a boot gives it.
	on_system groupadd -f -r systemd-journal
	on_system systemd-tmpfiles --create --prefix=/run/log/journal
	on_system make -s -C /mnt install
	on_system systemctl daemon-reload
	run -0 on_system systemd-analyze verify --man=no bootroot-events.service
	echo "$output"
	[ -z "$output" ]
	[ "$(on_system systemctl is-enabled bootroot-events.service)" = disabled ] || :
	cat >"$system/root/takes.py" <<-'END'
		import http.server
		class Takes(http.server.BaseHTTPRequestHandler):
		    def do_POST(self):
		        line = self.rfile.read(int(self.headers["Content-Length"]))
		        open("/root/posted", "ab").write(line + b"\n")
		        self.send_response(204)
		        self.end_headers()
		http.server.HTTPServer(("127.0.0.1", 8008), Takes).serve_forever()
	END
	on_system python3 /root/takes.py </dev/null >"$dir/taker" 2>&1 &
	wait_for 60 taker_listens
	awk '/^```/ { on = $0 == "```sh"; next } on' "$top/doc/operating.md" |
	    sed -n '/examples\/webhook/,/enable --now/p' | sed 's|http://chat.example.org/hooks/bootroot|http://127.0.0.1:8008/|' >"$system/root/box"
	[ "$(wc -l <"$system/root/box")" -ge 6 ]
	on_system bash -exc 'sudo() { "$@"; }; . /root/box' </dev/null
	wait_for 60 journal_is_read
	wait_for 60 is_posted || {
		on_system journalctl --no-pager | tail -n 40
		on_system systemctl status bootroot-events
		return 1
	}
	run ! grep -vF '"reason":"not-readable-for-all"' "$system/root/posted"
	# It is a user of its own, that is not root.
	[ "$(on_system systemctl show -P User bootroot-events.service)" != root ]
	on_system systemctl stop bootroot-events.service
	run -1 on_system pgrep -x mkbootroot
}

taker_listens() {
	on_system ss -Htln 'sport = :8008' | grep -q 8008
}

journal_is_read() {
	on_system pgrep -f 'journalctl .*--follow' >/dev/null
}

# Three lines of the journal: two of what happens every day, and one that an
# administrator may want to see.
say() {
	on_system logger -t tftpd <<-'END'
		sent file=x/pxelinux.0 client=10.9.0.1 mac=- name=- bytes=42 seconds=0.125 rate=1.0MB/s blksize=1468 windowsize=4 resent=0
		refused file=x client=10.9.0.1 mac=- name=- reason=not-found
		refused file=y client=10.9.0.1 mac=- name=- reason=not-readable-for-all path=y needs=r mode=0600 owner=0:0 us=1:1
	END
}

# Said again until it is read: journalctl may have started, and read nothing yet.
is_posted() {
	say
	[ -s "$system/root/posted" ]
}

@test "lines that a user of this host made up are events, but not by the command of doc/security.md" {
	local forged='refused file=y client=10.9.0.1 mac=- name=forged reason=not-readable-for-all' genuine
	genuine=${forged/forged/genuine}
	booted=1
	rm -rf "$dir"
	system_begin
	cache_needs systemd
	system_boot systemd
	on_system make -s -C /mnt install
	# In the place of the server is what writes one line of its log: by its output,
	# as journald does not know any more who has sent a datagram and ended.
	cat >"$system/root/unit" <<-END
		[Service]
		Type=oneshot
		SyslogIdentifier=tftpd
		ExecStart=/bin/echo "$genuine"
	END
	on_system cp /root/unit /etc/systemd/system/tftpd.service
	on_system systemctl daemon-reload
	on_system systemctl start tftpd.service
	on_system setpriv --reuid=65534 --regid=65534 --clear-groups logger -t tftpd "$forged"
	wait_for 60 both_are_in_the_journal
	grep -o '`journalctl [^`]*`' "$top/doc/security.md" | tr -d '\140' >"$dir/of-page"
	[ "$(wc -l <"$dir/of-page")" = 1 ]
	# What it does without an end, once: all that is there.
	sed 's/-f -n 0 //' "$dir/of-page" >"$system/root/of-units"
	run ! cmp -s "$dir/of-page" "$system/root/of-units"
	run -0 on_system sh -c 'sh /root/of-units | mkbootroot events -'
	echo "$output"
	[[ $output = *'"name":"genuine"'* && $output != *forged* ]]
	run -0 on_system sh -c 'journalctl -o short-iso-precise -t tftpd | mkbootroot events -'
	echo "$output"
	[[ $output = *'"name":"genuine"'* && $output = *'"name":"forged"'* ]]
}

both_are_in_the_journal() {
	[ "$(on_system journalctl -t tftpd --no-pager | grep -cE 'name=(genuine|forged)')" = 2 ]
}
