#!/usr/bin/env bats
# perfdhcp: many clients at a rate that any machine reaches, and none of them
# without an answer. How fast it can be is measured elsewhere (tests/bench).

bats_require_minimum_version 1.5.0
load case

setup() {
	cache_needs kea-admin
	case_begin
	net_host load 10.9.0.200/16
	on server ip address add 10.9.0.1/16 dev eth0
}

teardown() {
	case_end
}

# 5000 clients with addresses: those whose MAC addresses perfdhcp makes.
map_many() {
	local n
	for ((n = 0; n < 5000; n++)); do
		printf '0c:01:02:03:%02x:%02x c%d boot=small bios=undionly.kpxe ip=10.10.%d.%d\n' \
			$((n / 256)) $((n % 256)) "$n" $((n / 250)) $((n % 250 + 1))
	done >"$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}

inetd_start_unicast() {
	inetd_conf | sed 's/^#192\.0\.2\.1:bootps/10.9.0.1:bootps/' >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	wait_for 60 udp_open server 67
}

# perf [WORD...]: 200 DISCOVERs a second, and a REQUEST for each answer. It
# asks as a relay does.
perf() {
	on load "$cache/bin/perfdhcp" -4 -l eth0 -b mac=0c:01:02:03:00:00 -R 5000 \
		-r 200 -n 2000 -W 2000000 "$@" 10.9.0.1 >"$LAB/client.log" 2>&1 || :
	cat "$LAB/client.log"
}

@test "2000 PXE clients in 10 s: each gets its address, no drop" {
	map_many
	inetd_start_unicast
	perf -o 60,505845436c69656e743a417263683a30303030303a554e44493a303032303031 -o 93,0000
	[ "$(grep -c '^drops: 0$' "$LAB/client.log")" = 2 ]
	# Its own count: of so many lines at once a busy machine's syslogd may lose some.
	kill -USR1 "$(on server pgrep -x dhcp-helper | head -n 1)"
	logged 30 syslog 'counters .*answers:OFFER=2000 '
	logged 30 syslog 'counters .*answers:ACK=2000 '
}
