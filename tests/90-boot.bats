#!/usr/bin/env bats
# Real firmware boots from our programs, from inetd, beside a DHCP server that
# knows nothing of them: until the installer's kernel has started the first program
# of its initrd, and that says so. It is a short one: to send all 40 MB to an
# emulated PC and to unpack them there takes much of the processor's time. Whole
# they are sent by HTTP: by the demo, which lab/30-other-debian runs for BIOS, and in
# lab/27-tutorial; with WHOLE=1 by TFTP, too. Where the distribution has no installer as a
# package, a busybox ramdisk is booted until it has an address. Each test is the demo with
# other firmware, in a world of its own (tests/lab). More of UEFI is in lab/26-uefi.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	# shellcheck source=/dev/null
	. "$top/tests/lab/cache.bash"
	export cache_installer
	[ -n "$cache_installer" ] || echo '# no installer here: a busybox ramdisk is booted' >&3
}

# boots FIRMWARE [COMMAND...]
boots() {
	local firmware=$1 until=short proof='*the first program says that it runs'
	shift
	[ $# -gt 0 ] || set -- "$BATS_TEST_DIRNAME/lab/demo"
	[ -n "$cache_installer" ] || {
		until=''
		proof='*Proved: a PC without a disk (*) booted a busybox ramdisk *'
	}
	# The other tests have the processors, too.
	FIRMWARE=$firmware UNTIL=$until PATIENCE=3 run "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	# shellcheck disable=SC2053 # a pattern
	[[ $output == $proof ]]
}

# sent REGEX: tftpd has sent a file of that name.
sent() {
	grep -qE "tftpd: .* MB/s  $1( |\$)" <<<"$output"
}

@test "BIOS boots with an iPXE network ROM, by PXELINUX" {
	boots bios make --no-print-directory -C "$BATS_TEST_DIRNAME/.." demo
	[ -n "$cache_installer" ] || {
		sent loaders/pxelinux.0
		sent loaders/ldlinux.c32
		sent '[^ ]*pxelinux.cfg/[^ ]* .PXELINUX configuration, made from the map.'
		sent 'rescue/initrd.(zst|gz)'
		return 0
	}
	sent 'debian[0-9]+/pxelinux.0'
	sent 'debian[0-9]+/ldlinux.c32'
	sent 'debian[0-9]+/pxelinux.cfg/[^ ]* .PXELINUX configuration, made from the map.'
	sent 'debian[0-9]+/debian-installer/amd64/initrd.gz'
}

# The whole installer comes the same way in lab/30-other-debian, with WHOLE=1.
@test "UEFI boots with its own network boot and Secure Boot, by shim and GRUB" {
	boots efi
	[ -n "$cache_installer" ] || {
		# Not every machine's own kernel is signed.
		sent loaders/shimx64.efi
		sent loaders/grubx64.efi
		sent '[^ ]*/grub.cfg .GRUB configuration, made from the map.'
		sent 'rescue/initrd.(zst|gz)'
		[[ $output == *'Secure Boot off'* ]]
		return 0
	}
	sent 'debian[0-9]+/debian-installer/amd64/bootnetx64.efi'
	sent 'debian[0-9]+/debian-installer/amd64/grubx64.efi'
	sent '[^ ]*/grub.cfg .GRUB configuration, made from the map.'
	sent 'debian[0-9]+/debian-installer/amd64/initrd.gz'
	[[ $output == *'the kernel says "Secure boot enabled"'* ]]
}
