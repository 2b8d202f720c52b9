#!/usr/bin/env bats
# A log that nobody reads: every client is answered all the same, and how many
# lines were lost is said later.

bats_require_minimum_version 1.5.0

load tftpd

setup() {
	sender_begin
	mkdir "$dir/dev"
	: >"$dir/dev/null"
	printf 'default - boot=i\nimage i - x64=hello bios=hello\n' >"$dir/clients"
	mkdir "$root/i"
	cp "$root/hello" "$root/i"
	chmod -R a+rX "$root"
	"$top/mkbootroot/mkbootroot" -q -r "$root" -m "$dir/clients.cdb" -f "$dir/clients"
	tftpd=("$top/tftpd/tftpd" -m "$dir/clients.cdb" -l 127.0.0.1 -u nobody)
	helper=("$top/dhcp-helper/dhcp-helper" -m "$dir/clients.cdb" -l 127.0.0.1)
}

# unread WAY KIND COMMAND...: in a /dev of its own, which is $dir/dev.
unread() {
	run inside unshare --mount sh -c "mount --bind /dev/null '$dir/dev/null' &&
	    mount --rbind /dev/pts /mnt && mount --rbind '$dir/dev' /dev && mkdir -p /dev/pts &&
	    mount --rbind /mnt /dev/pts && ln -sf pts/ptmx /dev/ptmx &&
	    DEV=/dev exec python3 '$BATS_TEST_DIRNAME/unread.py' \"\$@\"" unread "$@" 3>&-
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "-d into a pipe, a socket, a terminal that nobody reads" {
	for way in pipe socket terminal; do
		echo "$way"
		unread "$way" tftpd "${tftpd[@]}" -d "$root"
		unread "$way" dhcp-helper "${helper[@]}" -d
	done
}

@test "-d into a pipe that cannot be opened again: another user's" {
	unread pipe tftpd setpriv --reuid 65534 --regid 65534 --clear-groups --ambient-caps +net_bind_service --inh-caps +net_bind_service "${tftpd[@]}" -d "$root"
}

@test "-d into a pipe whose reader has gone" {
	unread gone tftpd "${tftpd[@]}" -d "$root"
	unread gone dhcp-helper "${helper[@]}" -d
}

@test "a syslogd that does not read, by datagrams or as a stream" {
	for way in syslogd stream; do
		echo "$way"
		unread "$way" tftpd "${tftpd[@]}" "$root"
		unread "$way" dhcp-helper "${helper[@]}"
	done
}

@test "a real syslogd that has stopped" {
	BUSYBOX=$(PATH=$top/.cache/busybox-static/bin:$top/.cache/busybox-static/usr/bin command -v busybox)
	export BUSYBOX WRITTEN=$dir/written
	unread stopped tftpd "${tftpd[@]}" "$root"
}

@test "a syslogd that is started anew, and one that is not there for a while" {
	unread anew tftpd "${tftpd[@]}" "$root"
}

@test "-dv is -d and -v, also for who is started by inetd" {
	: >"$log"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" 127.0.0.1:69 -- "$top/tftpd/tftpd" -vdm "$dir/clients.cdb" -t 1 "$root" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
	inside python3 -c 'import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"\0\4\0\1", ("127.0.0.1", 69))'
	logged '^silent client=127\.0\.0\.1:[0-9]* bytes=4 reason='
}

@test "what is wrong with the options is said where -d wants it, wherever that stands" {
	: >"$log"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" 127.0.0.1:69 -- "$top/tftpd/tftpd" -W 0 -d "$root" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
	inside python3 -c 'import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"\0\4\0\1", ("127.0.0.1", 69))'
	logged '^cannot use -W 0: the number is too small$'
}
