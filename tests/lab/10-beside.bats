#!/usr/bin/env bats
# Beside the DHCP server of the site, on another host and on the same: BIOS
# and UEFI boot our file, with the address of the site. Beside ISC dhcpd and Kea UEFI boots
# with WHOLE=1: beside Kea on the same host it does each time, in 11-same-host.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
}

teardown() {
	case_end
}

# site_gave_address: somebody of the site's range has it.
site_gave_address() {
	logged 180 dhcp.log "(DHCPACK|DHCP4_LEASE_ALLOC).*10\.9\.0\.(8|9)[0-9]"
}

# boots_bios: QEMU's iPXE ROM, that is the stage iPXE from the beginning.
boots_bios() {
	machine_start bios
	decided 'arch=bios stage=ipxe .*file=small/small.ipxe server=10.9.0.1 -> OFFER'
	site_gave_address
	sent small/small.ipxe small/done-pcbios
}

# boots_efi: the firmware's own network boot, then iPXE out of our file.
boots_efi() {
	machine_start efi
	decided 'arch=x64 via=.*file=small/snponly.efi server=10.9.0.1 -> OFFER'
	sent small/snponly.efi
	decided 'arch=x64 stage=ipxe .*file=small/small.ipxe server=10.9.0.1 -> OFFER'
	sent small/small.ipxe small/done-efi
	site_gave_address
}

@test "dnsmasq on another host, BIOS" {
	site_start dnsmasq dhcp
	map_small
	inetd_start
	boots_bios
}

@test "ISC dhcpd on another host, BIOS" {
	site_start dhcpd dhcp
	map_small
	inetd_start
	boots_bios
}

@test "Kea on another host, BIOS" {
	site_start kea dhcp
	map_small
	inetd_start
	boots_bios
}

@test "dnsmasq on another host, UEFI" {
	site_start dnsmasq dhcp
	map_small
	inetd_start
	boots_efi
}

whole() {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, do it; the same server is beside a BIOS'
}

@test "ISC dhcpd on another host, UEFI" {
	whole
	site_start dhcpd dhcp
	map_small
	inetd_start
	boots_efi
}

@test "Kea on another host, UEFI" {
	whole
	site_start kea dhcp
	map_small
	inetd_start
	boots_efi
}

# It names its own host, which has no TFTP server. iPXE would go there: the
# manual says so.
@test "the site's DHCP server names a file, too: UEFI loads ours" {
	site_start dnsmasq dhcp --dhcp-boot=wrong.efi,,10.9.0.2
	map_small
	inetd_start
	machine_start efi
	sent small/snponly.efi
}

@test "the site's DHCP server is slow: we answer alone, and the client waits" {
	site_start dnsmasq dhcp --dhcp-reply-delay=3
	map_small
	inetd_start
	boots_bios
}

@test "the site's DHCP server is faster than we are" {
	site_start dnsmasq dhcp
	map_small quirk=delay=1
	inetd_start
	boots_bios
}
