#!/usr/bin/env bats
# tftpd under a real inetd, on the real port, and with LISTEN_FDS. What is
# installed runs under its super-servers in 71 and 72.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	bin=$top/.cache/bin
	starts=$dir/starts
	: >"$starts"
	chmod 666 "$starts"
	# Counts the starts; then it is the program itself.
	cat >"$dir/counted" <<-END
		#!/bin/sh
		echo start >>"$starts"
		exec "$top/tftpd/tftpd" -m "$dir/clients.cdb" "\$@"
	END
	chmod 755 "$dir/counted"
}

teardown() {
	namespace_end
	# What a super-server started outlives it; it is in our namespace.
	pkill -KILL -f "tftpd -m $dir/clients.cdb" || :
}

started() {
	grep -c start "$starts"
}

# 400 requests: missing names and a file, from many ports.
four_hundred() {
	raw "$@" <<-'END'
		for i in range(200):
		    equal(Client().fetch("hello"), b"hello\n")
		    c = Client()
		    c.ask("nothing-%d" % i)
		    c.expect_error(1)
	END
}

inetd_conf() {
	printf 'tftp dgram udp4 wait nobody %s tftpd %s\n' "$dir/counted" "$root" >"$dir/conf"
	printf 'tftp dgram udp6 wait nobody %s tftpd %s\n' "$dir/counted" "$root" >>"$dir/conf"
}

listens() {
	port_is_open udp 69
}

@test "openbsd-inetd: 400 requests with one start for each family" {
	inetd_conf
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	four_hundred
	[ "$(started)" = 1 ]
	four_hundred ::1
	[ "$(started)" = 2 ]
}

@test "LISTEN_FDS with several sockets: one process serves them all" {
	inside ip addr add 127.0.0.2/8 dev lo
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --systemd 127.0.0.1:69 127.0.0.2:69 -- "$dir/counted" "$root"
	wait_for 60 listens
	four_hundred 127.0.0.1
	four_hundred 127.0.0.2
	[ "$(started)" = 1 ]
}

@test "the first request after a start is known by its MAC, too" {
	mkdir "$root/image"
	printf 'image' >"$root/image/both"
	printf 'root' >"$root/both"
	printf 'GRUB' >"$root/image/grubx64.efi"
	chmod -R a+rX "$root"
	printf '52:54:00:12:34:56 web1 boot=image\n' >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
	namespace_pc 52:54:00:12:34:56
	inetd_conf
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	pc_raw <<-'END'
		# What is generated for it names the address that it asked.
		assert b"next-server 10.9.0.1\n" in Client().fetch("boot.ipxe")
		equal(Client().fetch("both"), b"image")
	END
	[ "$(started)" = 1 ]
}

@test "a datagram that is no request starts it once and not again" {
	inetd_conf
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	raw <<-'END'
		for noise in (b"", b"\0", b"\xff" * 1000, error(0)):
		    Client().raw(noise)
		equal(Client().fetch("hello"), b"hello\n")
	END
	[ "$(started)" = 1 ]
}

has_ended() {
	[ "$(started)" = "$1" ] && gone
}

@test "a start that must fail takes its datagram with it" {
	printf 'tftp dgram udp4 wait nobody %s tftpd -B nonsense %s\n' "$dir/counted" "$root" >"$dir/conf"
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	for n in 1 2 3; do
		raw <<<'Client().ask("hello")'
		wait_for 60 has_ended "$n"
	done
	raw <<<'Client().expect_nothing()'
	[ "$(started)" = 3 ]
}

@test "a start that must fail does so once a second, however many datagrams come" {
	printf 'tftp dgram udp4 wait nobody %s tftpd -B nonsense %s\n' "$dir/counted" "$root" >"$dir/conf"
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	SECONDS=0
	raw <<-'END'
		import time
		end = time.monotonic() + 3
		while time.monotonic() < end:
		    Client().ask("hello")
	END
	# The clock of the shell cuts seconds off at both ends.
	[ "$(started)" -le $((SECONDS + 2)) ]
	[ "$(started)" -ge 1 ]
}

gone() {
	! pgrep -f "tftpd -m $dir/clients.cdb" >/dev/null
}

@test "it goes when it was idle, and nothing of it stays on the socket" {
	printf 'tftp dgram udp4 wait nobody %s tftpd -t 1 %s\n' "$dir/counted" "$root" >"$dir/conf"
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	raw <<-'END'
		equal(Client().fetch("hello"), b"hello\n")
	END
	wait_for 60 gone
	raw <<-'END'
		equal(Client().fetch("hello"), b"hello\n")
	END
	[ "$(started)" = 2 ]
}

@test "it serves as the user that inetd gave it, and none of it is root" {
	inetd_conf
	sed -i 's/ nobody / root /' "$dir/conf"
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 listens
	install -m 600 /dev/null "$root/secret"
	raw <<-'END'
		c = Client()
		c.ask("secret")
		c.expect_error(2)
	END
	pid=$(pgrep -f "tftpd -m $dir/clients.cdb")
	grep -E '^Uid:	65534	65534	65534	65534$' "/proc/$pid/status"
	grep -E '^Groups:	65534 $' "/proc/$pid/status"
	grep -E '^NoNewPrivs:	1$' "/proc/$pid/status"
}
