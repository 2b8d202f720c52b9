#!/usr/bin/env bats
# A PC behind a relay, which sends its questions to the site's DHCP server and
# to us: tap0 is on a net of its own, far.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
	ip link add far type bridge
	ip link set far up
	ip link set tap0 master far
	net_host relay 10.9.0.253/24
	ip link add to-far type veth peer name eth1 netns relay
	ip link set to-far master far up
	on relay ip address add 10.8.0.254/24 dev eth1
	on relay ip link set eth1 up
	on relay sysctl -qw net.ipv4.ip_forward=1
	router_advertises relay eth1 fd00:8::
	for host in dhcp server; do
		on "$host" ip route add 10.8.0.0/24 via 10.9.0.253
	done
	map_small
	inetd_start_unicast
}

teardown() {
	case_end
}

# inetd with the third line of the sample, for relays.
inetd_start_unicast() {
	inetd_conf | sed 's/^#192\.0\.2\.1:bootps/10.9.0.1:bootps/' >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	wait_for 60 udp_open server 67
	grep -q '^10.9.0.1:bootps' "$LAB/inetd.conf"
}

# relay_start dhcrelay|dnsmasq [WORD...]
relay_start() {
	case $1 in
	dhcrelay)
		cache_needs isc-dhcp-relay
		background relay.log on relay "$cache/bin/dhcrelay" -d -4 "${@:2}" \
			-id eth1 -iu eth0 10.9.0.2 10.9.0.1
		wait_for_line 60 "$LAB/relay.log" 'Sending on.*fallback'
		;;
	dnsmasq)
		background relay.log on relay "$cache/bin/dnsmasq" --keep-in-foreground \
			--conf-file=/dev/null --user=root --pid-file= --log-facility=- --log-dhcp \
			--port=0 --leasefile-ro \
			--dhcp-relay=10.8.0.254,10.9.0.2 --dhcp-relay=10.8.0.254,10.9.0.1
		wait_for_line 60 "$LAB/relay.log" 'DHCP relay from 10.8.0.254 to 10.9.0.1'
		;;
	esac
}

boots_behind() {
	machine_start bios
	decided 'arch=bios stage=ipxe .*file=small/small.ipxe server=10.9.0.1 -> OFFER'
	logged 180 dhcp.log '10\.8\.0\.[89][0-9]'
	sent small/small.ipxe small/done-pcbios
	logged 600 syslog 'sent file=small/done-pcbios client=10\.8\.0\.[89][0-9] '
}

@test "ISC dhcrelay, with dnsmasq" {
	site_start dnsmasq dhcp --dhcp-range=10.8.0.80,10.8.0.99,255.255.255.0,1h --dhcp-option=option:router,10.8.0.254
	relay_start dhcrelay
	boots_behind
}

@test "ISC dhcrelay that adds option 82, with ISC dhcpd" {
	site_start dhcpd dhcp 'subnet 10.8.0.0 netmask 255.255.255.0 { range 10.8.0.80 10.8.0.99; option routers 10.8.0.254; }'
	relay_start dhcrelay -a
	boots_behind
}

@test "dnsmasq --dhcp-relay, with Kea" {
	site_start kea dhcp '{ "id": 2, "subnet": "10.8.0.0/24", "pools": [ { "pool": "10.8.0.80 - 10.8.0.99" } ], "option-data": [ { "name": "routers", "data": "10.8.0.254" } ] }'
	relay_start dnsmasq
	boots_behind
}
