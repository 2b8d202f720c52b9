#!/usr/bin/env bats
# httpd by each kind of super-server: one connection, or the socket that takes them;
# a start that must fail; the end. What is installed: 71 and 72.

bats_require_minimum_version 1.5.0
load httpd

setup() {
	sender_begin
	bin=$top/.cache/bin
	starts=$dir/starts
	: >"$starts"
	chmod 666 "$starts"
	file large 3000000
	# Counts the starts, and keeps what -d says; then it is the program itself.
	cat >"$dir/counted" <<-END
		#!/bin/sh
		echo start >>"$starts"
		exec "$top/httpd/httpd" -m "$dir/clients.cdb" "\$@"
	END
	chmod 755 "$dir/counted"
}

teardown() {
	namespace_end
	# What a super-server started outlives it; it is in our namespace.
	pkill -KILL -f "httpd -m $dir/clients.cdb" || :
}

started() {
	grep -c start "$starts"
}

listens_at() {
	inside ss -Hltn "src $1" | grep -q ':80 '
}

gone() {
	! pgrep -f "httpd -m $dir/clients.cdb" >/dev/null
}

# A connection of several requests, and ten of one each.
requests() {
	http "$@" <<-END
		c = Connection()
		want = open("$root/large", "rb").read()
		for i in range(3):
		    equal(c.get("large").body, want)
		    equal(c.get("nothing").status, 404)
		c.close()
		for i in range(10):
		    equal(get("hello"), b"hello\n")
	END
}

# inetd WORD [OPTION...]: openbsd-inetd with lines for both families.
inetd() {
	local word=$1 family
	shift
	for family in tcp4 tcp6; do
		echo "http stream $family $word ${inetd_user:-nobody} $dir/counted httpd $* $root"
	done >"$dir/conf"
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 httpd_listens
}

@test "openbsd-inetd, nowait: a start for each connection, which ends with it" {
	inetd nowait.6000
	requests
	[ "$(started)" = 11 ]
	requests ::1
	[ "$(started)" = 22 ]
	wait_for 60 gone
}

@test "openbsd-inetd, wait: one start takes all connections, and ends when idle" {
	inetd wait.6000 -t 1
	requests
	[ "$(started)" = 1 ]
	wait_for 60 gone
	requests
	[ "$(started)" = 2 ]
}

@test "LISTEN_FDS with several sockets, and with one connection" {
	inside ip addr add 127.0.0.2/8 dev lo
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --stream --systemd 127.0.0.1:80 127.0.0.2:80 -- "$dir/counted" "$root"
	wait_for 60 httpd_listens
	requests
	requests 127.0.0.2
	[ "$(started)" = 1 ]
	inside ip addr add 127.0.0.3/8 dev lo
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --stream --accept --systemd 127.0.0.3:80 -- "$dir/counted" "$root"
	wait_for 60 listens_at 127.0.0.3
	requests 127.0.0.3
	[ "$(started)" = 12 ]
}

@test "it serves as the user that inetd gave it, and neither of its processes is root" {
	local pid
	inetd_user=root inetd nowait.6000
	install -m 600 /dev/null "$root/secret"
	http <<-'END' &
		c = Connection()
		equal(c.get("secret").status, 403)
		# It is looked at meanwhile.
		c.expect_end()
	END
	client=$!
	wait_for 60 has_processes 2
	for pid in $(pgrep -f "httpd -m $dir/clients.cdb"); do
		grep -E '^Uid:	65534	65534	65534	65534$' "/proc/$pid/status"
		grep -E '^Groups:	65534 $' "/proc/$pid/status"
		grep -E '^NoNewPrivs:	1$' "/proc/$pid/status"
		grep -E '^CapEff:	0*$' "/proc/$pid/status"
	done
	# The child leaves as soon as it waits; its parent goes with it.
	pkill -TERM -n -f "httpd -m $dir/clients.cdb"
	wait "$client"
	wait_for 60 gone
}

has_processes() {
	[ "$(pgrep -f "httpd -m $dir/clients.cdb" | wc -l)" = "$1" ]
}

@test "a start that must fail takes its connection with it" {
	inetd nowait.6000 -c nonsense
	http <<<'Connection().expect_end()'
	[ "$(started)" = 1 ]
}

@test "a start that must fail does so once a second, however many connections come" {
	inetd wait.6000 -c nonsense
	SECONDS=0
	http <<-'END'
		end = time.monotonic() + 3
		while time.monotonic() < end:
		    Connection().expect_end()
	END
	# The clock of the shell cuts seconds off at both ends.
	[ "$(started)" -le $((SECONDS + 2)) ]
	[ "$(started)" -ge 1 ]
}

@test "without a boot root it answers, and starts anew when there is one" {
	mv "$root" "$dir/away"
	inetd wait.6000
	http <<-'END'
		c = Connection()
		for i in range(2):
		    equal(c.get("hello").status, 503)
	END
	mv "$dir/away" "$root"
	http <<-'END'
		end = time.monotonic() + PATIENCE
		while Connection().get("hello").status != 200:
		    if time.monotonic() > end:
		        fail("it does not see the boot root")
	END
	[ "$(started)" -ge 2 ]
}

@test "on SIGTERM it takes no more, what waits ends, and what is sent is sent" {
	file huge 2000000
	httpd_start
	http <<-END
		import os, signal
		waits, sends = Connection(), Connection(room=10000)
		equal(waits.get("hello").body, b"hello\n")
		sends.ask("huge")
		head = sends.head()
		os.kill($httpd, signal.SIGTERM)
		begun = time.monotonic()
		waits.expect_end()
		# Not by the end of its patience, which is 30 seconds.
		if time.monotonic() - begun > 25:
		    fail("it waited on")
		want = open("$root/huge", "rb").read()
		while len(sends.bytes) < len(want):
		    equal(sends.more(), 1)
		equal(sends.bytes, want)
		sends.expect_end()
		try:
		    Connection()
		    fail("it takes more")
		except ConnectionRefusedError:
		    pass
	END
	# It logs for itself then.
	logged '^sent file=huge client=127.0.0.1 mac=- name=- bytes=2000000 '
}
