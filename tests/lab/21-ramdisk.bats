#!/usr/bin/env bats
# A machine without a disk runs from its memory what mkbootroot ramdisk has made
# of a whole Debian. It comes by HTTP: TFTP, block after block, takes an emulated machine
# twenty times as much of the processor. One with busybox alone comes by TFTP and the
# image loaders in 25-four-kinds, and one packed by gzip in 22-nfs.

bats_require_minimum_version 1.5.0
load case

setup() {
	cache_needs linux-image-cloud-amd64
	case_begin
	site_start dnsmasq dhcp
}

teardown() {
	case_end
}

@test "Debian: systemd comes to its login, with the card's driver" {
	"$LAB/bin/mkbootroot" -r "$LAB/tftp" ramdisk \
		-k "$cache"/linux-image-cloud-amd64/boot/vmlinuz-* ws "$cache/debian" >"$LAB/made.log" 2>&1
	map boot=ws http=yes 'args="console=ttyS0 no_timer_check mark=mine"' -- \
		'default - boot=ws args="console=ttyS0 mark=others"'
	inetd_start http
	machine_start bios
	sent ws/vmlinuz ws/initrd.zst
	logged 300 serial 'Command line: .*mark=mine'
	logged 600 serial '^[a-z0-9-]+ login:'
	logged 600 serial 'virtio_net .*renamed from eth0'
	never serial 'mark=others'
}
