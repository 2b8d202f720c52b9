# shellcheck shell=bash
# The DHCP servers that a site may have, on any host of the lab. They give
# addresses and know nothing of booting, but for what a test adds: more
# arguments of dnsmasq, or lines of the configuration. Source servers.bash
# first.
#
#	dnsmasq 10.9.0.80-99, ISC dhcpd and Kea the same; the host is their eth0.

# site_start dnsmasq|dhcpd|kea HOST [WORD...]
site_start() {
	local server=$1 host=$2
	shift 2
	router_start
	"site_$server" "$host" "$@"
}

# Router advertisements, from a host that is neither: they save the 13 s that
# QEMU's iPXE would wait for one.
router_start() {
	[ ! -e /run/netns/router ] || return 0
	net_host router 10.9.0.254/24
	router_advertises router eth0 fd00:9::
}

# router_advertises HOST CARD NET
router_advertises() {
	on "$1" ip -6 address add "${3}254/64" dev "$2" nodad
	background "router-$2.log" on "$1" "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file=/dev/null --user=root --pid-file= --log-facility="$LAB/ra-$2.log" \
		--port=0 --interface="$2" --leasefile-ro --enable-ra --dhcp-range="$3,ra-only"
}

# --no-ping: it would look for 3 s whether somebody has the address.
site_dnsmasq() {
	local host=$1
	shift
	background site.log on "$host" "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file=/dev/null --user=root --pid-file= \
		--log-facility="$LAB/dhcp.log" --log-dhcp --port=0 --interface=eth0 \
		--dhcp-range=10.9.0.80,10.9.0.99,1h --dhcp-authoritative \
		--leasefile-ro --no-ping "$@"
	wait_for_line 60 "$LAB/dhcp.log" 'DHCP, IP range'
}

# The subnets in which it finds no card of the host's are those of relays.
site_dhcpd() {
	local host=$1
	cache_needs isc-dhcp-server
	shift
	{
		echo 'default-lease-time 3600;'
		echo 'authoritative;'
		echo 'ping-check false;'
		echo 'subnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.80 10.9.0.99; }'
		printf '%s\n' "$@"
	} >"$LAB/dhcpd.conf"
	: >"$LAB/dhcpd.leases"
	background dhcp.log on "$host" "$cache/bin/dhcpd" -4 -d -f -cf "$LAB/dhcpd.conf" \
		-lf "$LAB/dhcpd.leases" -pf "$LAB/dhcpd.pid" eth0
	wait_for_line 60 "$LAB/dhcp.log" 'Server starting service'
}

# Kea reads raw packets, as it does by default. A word is a subnet, in JSON, with
# an "id" above 1: newer versions want one.
site_kea() {
	local host=$1 more=
	cache_needs kea-dhcp4-server
	shift
	[ $# -eq 0 ] || more=$(printf ', %s' "$@")
	cat >"$LAB/kea.conf" <<-END
		{ "Dhcp4": {
		  "interfaces-config": { "interfaces": [ "eth0" ] },
		  "lease-database": { "type": "memfile", "persist": false },
		  "valid-lifetime": 3600,
		  "subnet4": [ { "id": 1, "subnet": "10.9.0.0/24",
		    "pools": [ { "pool": "10.9.0.80 - 10.9.0.99" } ] }$more ],
		  "loggers": [ { "name": "kea-dhcp4", "severity": "INFO",
		    "output_options": [ { "output": "stdout" } ] } ]
		} }
	END
	background dhcp.log on "$host" env KEA_PIDFILE_DIR="$LAB" KEA_LOCKFILE_DIR=none \
		"$cache/bin/kea-dhcp4" -c "$LAB/kea.conf"
	wait_for_line 60 "$LAB/dhcp.log" 'DHCP4_STARTED'
}
