#!/usr/bin/env bats
# Real firmware boots from our programs, from inetd, beside a DHCP server that
# knows nothing of them, to the installer's kernel and its first program.
#
# make check runs this in a world of its own (tests/lab/enter).

bats_require_minimum_version 1.5.0

load_lab() {
	local part
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	for part in cache wait net servers pc bootroot steps; do
		# shellcheck source=/dev/null
		. "$top/tests/lab/$part.bash"
	done
}

setup_file() {
	[ -n "${LAB-}" ] || {
		echo 'run this with: make check TESTS=tests/90-boot.bats' >&2
		return 1
	}
	load_lab
	net_up
	syslog_start
	dhcp_start
	programs_install
	bootroot_import
	: >"$LAB/clients.cdb"
	inetd_start
}

setup() {
	load_lab
}

teardown() {
	[ -z "${pc_pid-}" ] || pc_stop
	[ -n "${BATS_TEST_COMPLETED-}" ] || fail 'the logs say:'
}

# boots FIRMWARE ROM: to the installer's first program, which means that the
# kernel and the ramdisk came over whole.
boots() {
	bootroot_map "$2"
	: >"$LAB/syslog"
	# Each PC is one that the server has never heard of.
	on server ip neighbour flush all
	pc_start "$1" "$2"
	wait_for_line 150 "$LAB/serial" 'Run /init as init process'
}

# sent NAME: tftpd says so.
sent() {
	grep -qE "tftpd\[[0-9]+\]: sent file=$1 " "$LAB/syslog"
}

@test "BIOS boots with an iPXE network ROM, by PXELINUX" {
	boots bios ipxe
	sent debian12/pxelinux.0
	sent debian12/ldlinux.c32
	sent debian12/debian-installer/amd64/initrd.gz
}

@test "UEFI boots with an iPXE network ROM, by a generated script" {
	boots efi ipxe
	sent '[^ ]*\.ipxe generated=iPXE'
	sent debian12/debian-installer/amd64/initrd.gz
}

@test "UEFI boots with its own network boot, by shim and GRUB" {
	boots efi native
	sent debian12/debian-installer/amd64/bootnetx64.efi
	sent debian12/debian-installer/amd64/grubx64.efi
	sent '[^ ]*grub.cfg generated=GRUB'
	sent debian12/debian-installer/amd64/initrd.gz
}
