#!/usr/bin/env bats
# make install and make uninstall, into a folder, as an ordinary user.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	chown 65534:65534 "$dir"
	cd "$top"
}

teardown() {
	rm -rf "$dir"
}

# What is there already has been built; nobody could not do it here.
as_nobody() {
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# Every file and folder beneath $dir, with its mode.
tree() {
	find "$dir" -mindepth 1 -printf '%m %P\n' | sort -k 2
}

installed() {
	cat <<-END
		755 $1/lib
		755 $1/lib/systemd
		755 $1/lib/systemd/system
		644 $1/lib/systemd/system/bootroot-events.service
		644 $1/lib/systemd/system/bootroot-follow.service
		644 $1/lib/systemd/system/dhcp-helper.service
		644 $1/lib/systemd/system/dhcp-helper.socket
		644 $1/lib/systemd/system/dhcp-helper@.socket
		644 $1/lib/systemd/system/httpd.service
		644 $1/lib/systemd/system/httpd.socket
		644 $1/lib/systemd/system/tftpd.service
		644 $1/lib/systemd/system/tftpd.socket
		755 $1/lib/sysusers.d
		644 $1/lib/sysusers.d/bootroot.conf
		755 $1/libexec
		755 $1/libexec/bootroot
		755 $1/libexec/bootroot/dhcp-helper
		755 $1/libexec/bootroot/httpd
		755 $1/libexec/bootroot/tftpd
		755 $1/sbin
		755 $1/sbin/mkbootroot
		755 $1/share
		755 $1/share/doc
		755 $1/share/doc/bootroot
		755 $1/share/doc/bootroot/examples
		644 $1/share/doc/bootroot/examples/inetd.conf.sample
		755 $1/share/doc/bootroot/examples/webhook
		755 $1/share/doc/bootroot/examples/xinetd.d
		644 $1/share/doc/bootroot/examples/xinetd.d/dhcp-helper
		644 $1/share/doc/bootroot/examples/xinetd.d/httpd
		644 $1/share/doc/bootroot/examples/xinetd.d/tftpd
		755 $1/share/man
		755 $1/share/man/man5
		644 $1/share/man/man5/clients.5
		644 $1/share/man/man5/clients.cdb.5
		755 $1/share/man/man8
		644 $1/share/man/man8/dhcp-helper.8
		644 $1/share/man/man8/httpd.8
		644 $1/share/man/man8/mkbootroot.8
		644 $1/share/man/man8/tftpd.8
	END
}

@test "make install copies these files and no others; uninstall leaves nothing" {
	local umask
	# What a system has before, and keeps.
	as_nobody mkdir -p "$dir"/usr/local/{lib,sbin,share/man/man{5,8},share/doc}
	tree >"$BATS_TEST_TMPDIR/before"
	for umask in 022 077; do
		(umask $umask && as_nobody make -s install DESTDIR="$dir")
		tree | grep usr/local/ >"$BATS_TEST_TMPDIR/after"
		installed usr/local | diff "$BATS_TEST_TMPDIR/after" -
		as_nobody make -s uninstall DESTDIR="$dir"
		tree | diff "$BATS_TEST_TMPDIR/before" -
	done
}

@test "what is installed names the places where it is installed" {
	as_nobody make -s install DESTDIR="$dir" PREFIX=/opt/x SYSCONFDIR=/opt/conf
	tree | grep opt/x/ >"$BATS_TEST_TMPDIR/after"
	installed opt/x | diff "$BATS_TEST_TMPDIR/after" -
	cd "$dir/opt/x"
	run ! grep -rE --exclude-dir={libexec,sbin} '/usr/local|/etc/bootroot' .
	local path
	grep -rohE --exclude-dir={libexec,sbin} '/opt/x/(libexec|sbin|share)[-a-z/.]*' . | sort -u >"$BATS_TEST_TMPDIR/paths"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/paths")" -ge 4 ]
	while read -r path; do
		echo "$path"
		[ -e "$dir$path" ]
	done <"$BATS_TEST_TMPDIR/paths"
	cd "$top"
	as_nobody make -s uninstall DESTDIR="$dir" PREFIX=/opt/x
	[ -z "$(find "$dir" ! -type d)" ]
}

# The folder that make was told is the one in which the programs look.
@test "SYSCONFDIR is where the programs look for the map" {
	mkdir "$dir/tree"
	cp -a Makefile lib tftpd httpd dhcp-helper mkbootroot "$dir/tree"
	cd "$dir/tree"
	rm -f ./*/{tftpd,httpd,dhcp-helper,mkbootroot,commandline}.o
	make -s SYSCONFDIR="$dir/etc"
	mkdir -p "$dir/etc/bootroot" "$dir/srv"
	echo '52:54:00:12:34:56 web1 ignore' >"$dir/etc/bootroot/clients"
	mkbootroot/mkbootroot -q -r "$dir/srv"
	[ -s "$dir/etc/bootroot/clients.cdb" ]
	for program in tftpd/tftpd httpd/httpd dhcp-helper/dhcp-helper; do
		grep -aqF "$dir/etc/bootroot/clients.cdb" $program
	done
}
