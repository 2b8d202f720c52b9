#!/usr/bin/env bats
# The Debian package: built, looked at by lintian, installed, upgraded, removed
# and purged, under systemd and without.

bats_require_minimum_version 1.5.0
BATS_TEST_DIRNAME=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
load dhcp
load system

# The package, and the same with a higher version. What its programs write for
# debuggers, and how fast they are, is not what is tried. -O0 is without the C library's
# own checks, which lintian notes, and calls neither an error nor worth a warning.
setup_file() {
	local again=$BATS_FILE_TMPDIR/again
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
	DEB_CFLAGS_STRIP=-g DEB_CFLAGS_APPEND='-O0 -U_FORTIFY_SOURCE' make -s -C "$BATS_TEST_DIRNAME/.." deb DEB_VERSION=0.1 DEB_FOLDER="$BATS_FILE_TMPDIR" >"$BATS_FILE_TMPDIR/said"
	dpkg-deb -R "$BATS_FILE_TMPDIR"/bootroot_0.1_*.deb "$again"
	sed -i 's/^Version: 0.1$/Version: 0.2/' "$again/DEBIAN/control"
	dpkg-deb -b "$again" "$BATS_FILE_TMPDIR"/bootroot_0.2_all.deb
}

setup() {
	system_begin
	# The package is alone here, and nobody hinders it.
	make -s -C "$top" uninstall DESTDIR="$system"
	rm -f "$system"/usr/sbin/policy-rc.d "$system"/etc/dpkg/dpkg.cfg.d/*
	rm -rf "$system/etc/bootroot" "$system/srv/tftp" "$system/var/lib/bootroot"
	systemd_units
	cp "$BATS_FILE_TMPDIR"/*.deb "$system/root"
	echo '# as it was' | tee "$system/etc/inetd.conf" >"$system/etc/xinetd.conf"
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
}

teardown() {
	system_end
}

# systemd may be there without being installed.
package_install() {
	on_system bash -c "dpkg --ignore-depends=systemd -i /root/bootroot_$1_*.deb"
}

fill() {
	printf 'hello\n' >"$system/srv/tftp/hello"
	system_map
}

# What is there and was not before, with what was taken away, but for the
# users, the logs and dpkg's own books.
changes() {
	(cd "$dir/changes/upper" && find . \( -type f -o -type l -o -type c \) \
	    ! -path './etc/*passwd*' ! -path './etc/*shadow*' ! -path './etc/*group*' ! -path './etc/.pwd.lock' \
	    ! -path './var/log/*' ! -path './var/cache/*' \
	    ! -path './var/lib/dpkg/[!i]*' | sort)
}

@test "make deb says what it does, what it made, and what a build wants" {
	local made
	made=$(echo "$BATS_FILE_TMPDIR"/bootroot_0.1_*.deb)
	[ "$(cat "$BATS_FILE_TMPDIR/said")" = "bootroot: building the Debian package of version 0.1, with dpkg-buildpackage
bootroot: made $made" ]
	printf '#!/bin/sh\necho "Unmet build dependencies: libbsd-dev" >&2; exit 1\n' >"$dir/dpkg-checkbuilddeps"
	chmod 755 "$dir/dpkg-checkbuilddeps"
	mkdir "$dir/made"
	PATH=$dir:$PATH run -2 "$top/doc/debian/build" 0.1 "$dir/made"
	[[ $output == *'libbsd-dev'*'apt-get install -y build-essential debhelper libarchive-dev '* ]]
	[ -z "$(ls "$dir/made")" ]
}

@test "lintian finds no error" {
	run -0 lintian --allow-root --fail-on error "$BATS_FILE_TMPDIR"/bootroot_0.1_*.deb
	echo "$output"
	run ! grep '^[EW]:' <<<"$output"
}

@test "it is installed, and its sockets are open" {
	system_boot systemd
	package_install 0.1
	for unit in tftpd.socket dhcp-helper.socket; do
		on_system systemctl is-active $unit
		on_system systemctl is-enabled $unit
	done
	fill
	served
	served ::1
	told "$EFI"
	on_system grep '^_tftpd:' /etc/passwd
	on_system grep '^_httpd:' /etc/passwd
	# Port 80 is perhaps another server's.
	run ! on_system systemctl is-enabled httpd.socket
	on_system systemctl start httpd.socket
	inside curl -sS --max-time 60 http://127.0.0.1/none | grep -x 'File not found'
	# inetd and xinetd have not been asked for.
	grep -qx '# as it was' "$system/etc/inetd.conf"
	[ "$(cat "$system/etc/inetd.conf" "$system/etc/xinetd.conf" | wc -l)" = 2 ]
	run ! on_system test -e /etc/xinetd.d/tftpd
}

@test "it is upgraded in the middle of a transfer, and goes on" {
	system_boot systemd
	package_install 0.1
	fill
	on_system systemctl disable --now dhcp-helper.socket
	while_sending "bash -c dpkg\${IFS}--ignore-depends=systemd\${IFS}-i\${IFS}/root/bootroot_0.2_*.deb"
	on_system dpkg-query -W bootroot | grep -q '0\.2$'
	served
	# What was switched off stays so.
	run ! on_system systemctl is-active dhcp-helper.socket
	run ! on_system systemctl is-enabled dhcp-helper.socket
	echo hello | diff - "$system/srv/tftp/hello"
	[ -s "$system/etc/bootroot/clients.cdb" ]
}

@test "it is removed, and purged without a trace" {
	system_boot systemd
	changes >"$dir/before"
	package_install 0.1
	fill
	served
	on_system dpkg --remove bootroot
	[ -z "$(inside ss -Huln)" ]
	[ -s "$system/etc/bootroot/clients.cdb" ]
	on_system dpkg --purge bootroot
	# What was put into the boot root is not the package's.
	rm -r "$system/srv/tftp"
	changes | diff "$dir/before" -
	[ ! -e "$system/etc/bootroot" ]
}

@test "without systemd it is installed, upgraded and purged" {
	system_boot
	changes >"$dir/before"
	package_install 0.1
	package_install 0.2
	[ -d "$system/srv/tftp" ]
	on_system /usr/sbin/mkbootroot explain 2>&1 | grep -q .
	[ -z "$(inside ss -Huln)" ]
	on_system dpkg --purge bootroot
	changes | diff "$dir/before" -
	[ ! -e "$system/srv/tftp" ] && [ ! -e "$system/etc/bootroot" ]
}
