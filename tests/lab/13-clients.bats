#!/usr/bin/env bats
# The clients of installed systems: udhcpc, dhclient and bootpc, which get
# their address from us; and a site's DHCP server that gives one, too: whoever
# loses that race does no harm.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
	# A host with the MAC address of the map.
	net_host client 10.9.0.200/24
	on client ip link set eth0 down
	on client ip link set eth0 address "$machine_mac"
	on client ip -4 address flush dev eth0
	on client ip link set eth0 up
	cat >"$LAB/script" <<-END
		#!/bin/sh
		env >>$LAB/client.env
		case \$1 in
		bound | renew) ip address replace "\$ip/24" dev "\$interface" ;;
		esac
	END
	chmod 755 "$LAB/script"
}

teardown() {
	case_end
}

# The map of a client that gets its address from us.
map_address() {
	map boot=small bios=undionly.kpxe ip=10.9.0.21 \
		-- 'net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 lease=2h'
}

udhcpc() {
	background client.log on client "$cache/bin/busybox" udhcpc -f -i eth0 \
		-s "$LAB/script" -p "$LAB/client.pid" "$@"
}

@test "udhcpc gets address, router, DNS and lease from us, and renews it" {
	map_address
	inetd_start
	udhcpc
	logged 180 client.log 'lease of 10\.9\.0\.21 obtained from 10\.9\.0\.1, lease time 7200'
	logged 180 client.env '^router=10\.9\.0\.254'
	logged 180 client.env '^dns=10\.9\.0\.253'
	decided 'msg=REQUEST .*ip=10\.9\.0\.21 .*-> ACK'
	# Without the unicast socket it is renewed by broadcast.
	kill -USR1 "$(cat "$LAB/client.pid")"
	logged 180 client.log 'broadcasting renew'
	wait_for 60 obtained 2
}

# obtained TIMES
obtained() {
	[ "$(grep -c 'lease of 10.9.0.21 obtained' "$LAB/client.log")" -ge "$1" ]
}

@test "udhcpc says it is a PXE client, and is told the file" {
	map_address
	inetd_start
	udhcpc -V PXEClient:Arch:00000:UNDI:002001 -x 0x5d:0000 -O 66 -O 67
	logged 180 client.log 'lease of 10\.9\.0\.21 obtained'
	logged 180 client.env '^(boot_file|bootfile)=small/undionly.kpxe'
	logged 180 client.env '^siaddr=10\.9\.0\.1'
}

@test "dhclient gets its address from us, and gives it back" {
	cache_needs isc-dhcp-client
	map_address
	inetd_start
	echo 'timeout 20;' >"$LAB/dhclient.conf"
	cat >"$LAB/dhclient-script" <<-END
		#!/bin/sh
		env >>$LAB/client.env
	END
	chmod 755 "$LAB/dhclient-script"
	local options=(-v -cf "$LAB/dhclient.conf" -sf "$LAB/dhclient-script"
		-lf "$LAB/dhclient.leases" -pf "$LAB/dhclient.pid")
	background client.log on client "$cache/bin/dhclient" -1 -d "${options[@]}" eth0
	logged 180 client.log 'bound to 10\.9\.0\.21'
	logged 180 client.env '^new_routers=10\.9\.0\.254'
	logged 180 client.env '^new_dhcp_lease_time=7200'
	decided 'ip=10\.9\.0\.21 -> ACK'
}

@test "bootpc, which is BOOTP, gets address and file" {
	cache_needs bootpc
	map_address
	inetd_start
	on client ip route add default dev eth0
	background client.log on client "$cache/bin/bootpc" --dev eth0 \
		--serverbcast --timeoutwait 20 --debug --returniffail
	decided 'ip=10\.9\.0\.21 -> BOOTREPLY'
	logged 180 client.log '10\.9\.0\.21'
	logged 180 client.log 'small/undionly\.kpxe'
}

@test "dnsmasq has lost the race: its offer is left alone" {
	site_start dnsmasq dhcp --dhcp-reply-delay=3
	map_address
	inetd_start
	udhcpc
	logged 180 client.log 'lease of 10\.9\.0\.21 obtained from 10\.9\.0\.1'
	decided 'ip=10\.9\.0\.21 -> ACK'
	never dhcp.log 'DHCPACK'
}

@test "we have lost the race: no NAK, no second address" {
	site_start dnsmasq dhcp
	map_address
	sed -i 's/$/ quirk=delay=3/;2,$d' "$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	inetd_start
	udhcpc
	logged 180 client.log 'lease of 10\.9\.0\.[89][0-9] obtained from 10\.9\.0\.2'
	decided 'chosen=10\.9\.0\.2 -> silent reason=not-for-us'
	never syslog '-> (ACK|NAK)'
}
