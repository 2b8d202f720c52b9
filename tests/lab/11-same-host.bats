#!/usr/bin/env bats
# On the same host as the site's DHCP server: both hold port 67, each client
# gets its address from that server and its file from us, and what is sent to
# that server's address, such as renewals, stays with it.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
	map_small
}

teardown() {
	case_end
}

# beside SERVER [WORD...]: the server first, then inetd, as on a host that
# starts.
beside() {
	site_start "$1" server "${@:2}"
	inetd_start
	machine_start bios
	decided 'arch=bios stage=ipxe .*file=small/small.ipxe server=10.9.0.1 -> OFFER'
	logged 180 dhcp.log '(DHCPACK|DHCP4_LEASE_ALLOC).*10\.9\.0\.(8|9)[0-9]'
	sent small/small.ipxe small/done-pcbios
	machine_stop
	renews
	never syslog 'Address already in use'
}

# A client that asks that server itself, by unicast, is answered by it. After
# some seconds udhcpc would go over to broadcasts; a machine with much other
# work may let it, once or twice.
renews() {
	local broadcasts n
	client_start
	wait_for 60 client_has_address
	for n in 1 2 3; do
		broadcasts=$(client_said 'broadcasting renew')
		kill -USR1 "$(cat "$LAB/client.pid")"
		wait_for 60 client_said_often "$((n + 1))" 'lease of 10.9.0.[89][0-9] obtained from 10.9.0.1'
		[ "$(client_said 'sending renew to server 10.9.0.1')" -ge "$n" ]
		[ "$(client_said 'broadcasting renew')" -gt "$broadcasts" ] || return 0
	done
	case_logs
	return 1
}

client_said() {
	grep -c "$1" "$LAB/client.log" || :
}

client_said_often() {
	[ "$(client_said "$2")" -ge "$1" ]
}

client_has_address() {
	on client ip -4 address show dev eth0 | grep -q 'inet 10\.9\.0\.[89][0-9]'
}

# udhcpc on a host of its own; its script sets the address, so that renewals
# go from it.
client_start() {
	net_host client 10.9.0.200/24
	on client ip -4 address flush dev eth0
	cat >"$LAB/script" <<-'END'
		#!/bin/sh
		case $1 in
		bound | renew) ip address replace "$ip/24" dev "$interface" ;;
		esac
	END
	chmod 755 "$LAB/script"
	background client.log on client "$cache/bin/busybox" udhcpc -f -i eth0 \
		-s "$LAB/script" -p "$LAB/client.pid"
}

@test "dnsmasq --bind-interfaces" {
	beside dnsmasq --bind-interfaces
}

@test "dnsmasq --bind-dynamic" {
	beside dnsmasq --bind-dynamic
}

@test "ISC dhcpd" {
	beside dhcpd
}

@test "Kea" {
	beside kea
}

@test "dnsmasq without either has the port for itself, and inetd says so" {
	site_start dnsmasq server
	inetd_conf >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	logged 600 syslog 'inetd.*: bootps/udp4: bind: Address already in use'
}

@test "and where we were first, dnsmasq without either does not start" {
	inetd_start
	site_start dnsmasq server || :
	logged 180 site.log 'failed to bind DHCP server socket: Address already in use'
}

@test "UEFI beside Kea" {
	site_start kea server
	inetd_start
	machine_start efi
	sent small/snponly.efi small/small.ipxe small/done-efi
	never syslog 'Address already in use'
}

@test "UEFI beside dnsmasq --bind-interfaces" {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, do it; the next test has the same server, and it says PXEClient'
	site_start dnsmasq server --bind-interfaces
	inetd_start
	machine_start efi
	sent small/snponly.efi small/small.ipxe small/done-efi
}

# UEFI then asks port 4011 of that host, which is ours.
@test "UEFI beside a dnsmasq that says PXEClient itself" {
	site_start dnsmasq server --bind-interfaces --dhcp-option-force=60,PXEClient
	inetd_start
	machine_start efi
	decided 'msg=REQUEST .*file=small/snponly.efi .*-> ACK.*hint=option-60-without-43'
	sent small/snponly.efi small/small.ipxe small/done-efi
}
