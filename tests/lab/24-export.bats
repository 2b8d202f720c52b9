#!/usr/bin/env bats
# export: dnsmasq, ISC dhcpd and Kea with what it writes, and no dhcp-helper:
# BIOS and UEFI boot what the map says, with the address that it says. UEFI boots from
# dnsmasq; WHOLE=1: from each. What the three tell each firmware is seen in 64-export.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
	map_small ip=10.9.0.21 server=10.9.0.1 -- \
		'net 10.9.0.0/24 - router=10.9.0.254 lease=1h' 'default - local'
	inetd_conf | grep -v dhcp-helper >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	wait_for_udp 30 server 69
	router_start
}

teardown() {
	case_end
}

exported() {
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -r "$LAB/tftp" export "$1" >"$LAB/$1.conf"
}

dnsmasq_start() {
	exported dnsmasq
	dnsmasq_run
}

dnsmasq_run() {
	background site.log on dhcp "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file="$LAB/dnsmasq.conf" --user=root --pid-file= --port=0 \
		--log-facility="$LAB/dhcp.log" --log-dhcp --interface=eth0 \
		--leasefile-ro --no-ping
	wait_for_line 60 "$LAB/dhcp.log" 'DHCP, (static leases only|IP range)'
}

dhcpd_start() {
	cache_needs isc-dhcp-server
	exported dhcpd
	: >"$LAB/dhcpd.leases"
	background dhcp.log on dhcp "$cache/bin/dhcpd" -4 -d -f -cf "$LAB/dhcpd.conf" \
		-lf "$LAB/dhcpd.leases" -pf "$LAB/dhcpd.pid" eth0
	wait_for_line 60 "$LAB/dhcp.log" 'Server starting service'
}

# Its leases and its log are no matter of the map.
kea_start() {
	cache_needs kea-dhcp4-server
	exported kea
	sed -i 's|^"interfaces-config"|"lease-database": { "type": "memfile", "persist": false },\
"loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout" } ] } ],\
&|' "$LAB/kea.conf"
	background dhcp.log on dhcp env KEA_PIDFILE_DIR="$LAB" KEA_LOCKFILE_DIR=none \
		"$cache/bin/kea-dhcp4" -c "$LAB/kea.conf"
	wait_for_line 60 "$LAB/dhcp.log" 'DHCP4_STARTED'
}

boots_bios() {
	machine_start bios
	sent small/small.ipxe small/done-pcbios
	logged 60 syslog 'sent file=small/done-pcbios client=10\.9\.0\.21'
}

boots_efi() {
	machine_start efi
	sent small/snponly.efi small/small.ipxe small/done-efi
	logged 60 syslog 'sent file=small/done-efi client=10\.9\.0\.21'
}

@test "dnsmasq, BIOS" {
	dnsmasq_start
	boots_bios
}

@test "dnsmasq, UEFI" {
	dnsmasq_start
	boots_efi
}

@test "ISC dhcpd, BIOS" {
	dhcpd_start
	boots_bios
}

whole() {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, do it; what this server tells UEFI is in 64-export'
}

@test "ISC dhcpd, UEFI" {
	whole
	dhcpd_start
	boots_efi
}

@test "Kea, BIOS" {
	kea_start
	boots_bios
}

@test "Kea, UEFI" {
	whole
	kea_start
	boots_efi
}

@test "a client without ip= asks for the generated script by its card" {
	map boot=small kernel=done-pcbios server=10.9.0.1 -- \
		'net 10.9.0.0/24 - router=10.9.0.254' 'default - local'
	exported dnsmasq
	echo 'dhcp-range=10.9.0.50,10.9.0.60,1h' >>"$LAB/dnsmasq.conf"
	dnsmasq_run
	machine_start bios
	sent "01-${machine_mac//:/-}.ipxe generated=iPXE" small/done-pcbios
}
