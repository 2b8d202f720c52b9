#!/usr/bin/env bats
# Real firmware boots from our programs, from inetd, beside a DHCP server that
# knows nothing of them: until the installer's kernel starts its first
# program, so kernel and ramdisk came over whole. Each test is the demo with
# other firmware, in a world of its own (tests/lab).

bats_require_minimum_version 1.5.0

setup_file() {
	local package=debian-installer-12-netboot-amd64
	[ -d "$BATS_TEST_DIRNAME/../.cache/$package" ] ||
		skip "this distribution has no package $package"
}

# boots FIRMWARE ROM [COMMAND...]
boots() {
	local firmware=$1 rom=$2
	shift 2
	[ $# -gt 0 ] || set -- "$BATS_TEST_DIRNAME/lab/demo"
	# The other tests have the processors, too.
	FIRMWARE=$firmware ROM=$rom UNTIL=init PATIENCE=3 run "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *'the kernel starts the first program' ]]
}

# sent REGEX: tftpd has sent a file of that name.
sent() {
	grep -qE "tftpd: .* MB/s  $1( |\$)" <<<"$output"
}

@test "BIOS boots with an iPXE network ROM, by PXELINUX" {
	boots bios ipxe make --no-print-directory -C "$BATS_TEST_DIRNAME/.." demo
	sent debian12/pxelinux.0
	sent debian12/ldlinux.c32
	sent 'debian12/pxelinux.cfg/[^ ]* .PXELINUX configuration, made from the map.'
	sent debian12/debian-installer/amd64/initrd.gz
}

@test "UEFI boots with an iPXE network ROM, by a script" {
	boots efi ipxe
	sent '[^ ]*\.ipxe .iPXE configuration, made from the map.'
	sent debian12/debian-installer/amd64/initrd.gz
}

@test "UEFI boots with its own network boot, by shim and GRUB" {
	boots efi native
	sent debian12/debian-installer/amd64/bootnetx64.efi
	sent debian12/debian-installer/amd64/grubx64.efi
	sent '[^ ]*/grub.cfg .GRUB configuration, made from the map.'
	sent debian12/debian-installer/amd64/initrd.gz
}
