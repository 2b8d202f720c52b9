#!/usr/bin/env bats
# inetd and xinetd with the very files that are installed, by the lines of the
# README: nothing makes them give a service up.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load dhcp
load system

setup() {
	system_begin
	cache_needs xinetd inetutils-inetd
	system_install
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	system_map
	rm -rf "$system"/etc/{inetd.conf,xinetd.conf,xinetd.d}
	: >"$system/etc/inetd.conf"
	cp -r "$top/.cache/xinetd/etc/xinetd.conf" "$top/.cache/xinetd/etc/xinetd.d" "$system/etc"
	system_boot
	rm -f /dev/log
	on_system /mnt/.cache/bin/busybox syslogd -O /root/syslog
	wait_for 60 test -S /dev/log
}

teardown() {
	system_end
}

openbsd_inetd() {
	on_system /mnt/.cache/bin/openbsd-inetd
	configure inetd
}

inetutils_inetd() {
	on_system /mnt/.cache/bin/inetutils-inetd
	configure inetd
}

xinetd() {
	on_system /mnt/.cache/bin/xinetd -stayalive -pidfile /run/xinetd.pid
	configure xinetd
}

# configure SUBJECT: what the README says of it.
configure() {
	wait_for 60 takes_hangups
	readme_lines "$1"
	wait_for 60 listens
}

# A SIGHUP that came too early would end it.
takes_hangups() {
	local pid caught
	pid=$(on_system pgrep inetd) &&
		caught=$(on_system sed -n 's/^SigCgt:.*\(.\)$/\1/p' "/proc/$pid/status") &&
		[ $((16#$caught & 1)) = 1 ]
}

listens() {
	inside ss -Huln | awk '{ print $4 }' | LC_ALL=C sort >"$dir/sockets"
	diff -q - "$dir/sockets" >/dev/null <<-'END'
		*:69
		0.0.0.0:4011
		0.0.0.0:69
		255.255.255.255:67
	END
}

# By HTTP, 3 files over one connection and 20 connections for one each.
served_by_http() {
	inside python3 "$BATS_TEST_DIRNAME/http_raw.py" "$@" <<-'END'
		c = Connection()
		for i in range(3):
		    equal(c.get("hello").body, b"hello\n")
		for i in range(20):
		    equal(get("hello"), b"hello\n")
	END
}

# Everybody is served, by nobody.
all_served() {
	served_by_http
	served_by_http ::1
	served
	served ::1
	told "$EFI"
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	listens
	run ! on_system pgrep -u root -x 'tftpd|httpd|dhcp-helper'
}

many_connections() {
	inside python3 "$BATS_TEST_DIRNAME/http_raw.py" <<-'END'
		kept = [Connection() for i in range(30)]
		for i in range(1000):
		    equal(get("hello"), b"hello\n")
		for c in kept:
		    equal(c.get("hello").body, b"hello\n")
		# Who says nothing, or nonsense, changes nothing.
		for noise in b"", b"\0", b"\xff" * 9000, b"GET", b"\r\n" * 100:
		    c = Connection()
		    c.send(noise)
		    c.close()
	END
	all_served
}

many_requests() {
	local pid
	served
	pid=$(on_system pgrep -x tftpd)
	raw <<-'END'
		begin = now()
		for i in range(1000):
		    equal(Client().fetch("hello"), b"hello\n")
		    c = Client()
		    c.ask("nothing-%d" % i)
		    c.expect_error(1)
		print("2000 requests in", now() - begin, "seconds")
	END
	on_system pgrep -x tftpd | grep -qx "$pid"
	all_served
}

hostile_datagrams() {
	raw <<-'END'
		for noise in (b"", b"\0", b"\xff" * 1000, error(0), ack(1)):
		    Client().raw(noise)
	END
	for noise in 00 '300*ff' '02 01 06 00 @240'; do
		client --send-only --bytes "$noise"
		client --send-only --bytes "$noise" --from 10.9.0.21:4011 --to 10.9.0.1:4011
	done
	all_served
}

# killed N: each time as soon as it is there, in a burst of requests.
killed() {
	KILLS=$1 raw <<-'END'
		import os
		def of(pid):
		    try:
		        with open("/proc/%s/stat" % pid) as f:
		            return f.read().split()
		    except OSError:
		        return ["", "", "", "0"]
		# That which was started, not the transfers that it has started.
		inetds = [pid for pid in filter(str.isdigit, os.listdir("/proc")) if "inetd" in of(pid)[1]]
		def servers():
		    for inetd in inetds:
		        with open("/proc/%s/task/%s/children" % (inetd, inetd)) as f:
		            for pid in f.read().split():
		                if of(pid)[1] == "(tftpd)":
		                    yield int(pid)
		begin = now()
		killed = set()
		kills = int(os.environ["KILLS"])
		while len(killed) < kills:
		    Client().ask("hello")
		    # Where a start is waited for, nobody need look that often.
		    time.sleep(0.001 if kills > 10 else 0.02)
		    for pid in servers():
		        try:
		            os.kill(pid, 9)
		            killed.add(pid)
		        except ProcessLookupError:
		            pass
		    if now() > begin + 300:
		        fail("it is not started again")
		print(len(killed), "kills in", now() - begin, "seconds")
	END
	all_served
	# A service that was given up may be taken up again after a while.
	cat "$system/root/syslog"
	run ! grep -E 'looping|Deactivating' "$system/root/syslog"
}

# does STEP...: each of them, on one system: to boot one takes longest.
does() {
	local step
	for step; do
		echo "$step"
		$step
	done
}

# More than the 256 starts in a minute that it has by itself.
@test "openbsd-inetd: 2,000 requests, 1,000 connections, datagrams that are none; a server that is killed 300 times" {
	openbsd_inetd
	does many_requests many_connections hostile_datagrams 'killed 300'
}

# It waits a second before each start.
@test "inetutils-inetd: 2,000 requests, 1,000 connections, datagrams that are none; a server that is killed 10 times" {
	inetutils_inetd
	does many_requests many_connections hostile_datagrams 'killed 10'
}

# More than the 50 starts in a second that it has by itself.
@test "xinetd: 2,000 requests, 1,000 connections, datagrams that are none; a server that is killed 300 times" {
	xinetd
	does many_requests many_connections hostile_datagrams 'killed 300'
}
