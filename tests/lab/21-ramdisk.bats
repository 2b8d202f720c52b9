#!/usr/bin/env bats
# Machines without a disk run from their memory what mkbootroot ramdisk has
# made: busybox packed by gzip, and Debian with systemd. The loaders are
# those of the image loaders.

bats_require_minimum_version 1.5.0
load case

setup() {
	cache_needs linux-image-cloud-amd64
	case_begin
	site_start dnsmasq dhcp
	load_loaders
}

teardown() {
	case_end
}

# ramdisk ARGUMENT...: with the kernel of the cache; busybox as well.
ramdisk() {
	PATH=$cache/busybox-static/bin:$PATH "$LAB/bin/mkbootroot" -r "$LAB/tftp" ramdisk \
		-k "$cache"/linux-image-cloud-amd64/boot/vmlinuz-* "$@"
}

# typed TEXT: into the console, when the shell has said that it is there.
typed() {
	logged 600 serial "built-in shell"
	printf '%s\n' "$1" >&"$console"
}

# its_own_line: the shell of this machine was told what its own line in the
# map says, and not what the others are told.
its_own_line() {
	typed 'for word in $(cat /proc/cmdline); do echo "word: $word"; done; uname -r'
	logged 600 serial '^word: mark=mine'
	never serial 'mark=others'
	logged 600 serial "^$(basename "$cache"/linux-image-cloud-amd64/lib/modules/*)"
}

# lines IMAGE [WORD...]: the machine's own line, with these words, and the line
# of all others.
lines() {
	map "boot=$1" 'args="console=ttyS0 mark=mine"' "${@:2}" -- \
		"default - boot=$1 args=\"console=ttyS0 mark=others\""
}

@test "BIOS, PXELINUX: gzip will do" {
	ramdisk -bz rescue
	lines rescue
	inetd_start
	machine_start bios
	sent loaders/pxelinux.0 rescue/vmlinuz rescue/initrd.gz
	logged 600 serial 'init: eth0 has 10\.9\.0\.[89][0-9]'
	its_own_line
}

@test "Debian: systemd comes to its login, with the card's driver" {
	ramdisk ws "$cache/debian" >"$LAB/made.log" 2>&1
	lines ws
	inetd_start
	machine_start bios
	sent loaders/pxelinux.0 ws/vmlinuz ws/initrd.zst
	logged 300 serial 'Command line: .*mark=mine'
	logged 600 serial '^[a-z0-9-]+ login:'
	logged 600 serial 'virtio_net .*renamed from eth0'
}
