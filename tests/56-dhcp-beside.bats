#!/usr/bin/env bats
# dhcp-helper on the host of a DHCP server, which gives the addresses.

bats_require_minimum_version 1.5.0

load dhcp

# listening: somebody has port 67.
listening() {
	port_is_open udp 67
}

# both_answer: each gives its part of the OFFERs; a REQUEST is the server's.
both_answer() {
	# What the server answers is not in our log.
	client_log=()
	run -0 client --answers 2
	echo "$output"
	[ "$(grep -c '^10\.9\.0\.1:67 > ' <<<"$output")" = 2 ]
	[ "$(grep -c '^02' <<<"$output")" = 2 ]
	# One names our file and no address, one an address.
	file=$(client --show "'$EFI' 00")
	grep '^02' <<<"$output" | grep -q "^.\{32\}00000000.*$file"
	grep '^02' <<<"$output" | grep -q "^.\{32\}0a090015"
	# What follows is the server's, as is a renewal at its own address.
	for message in "--option 54:0a090001 --option 50:0a090015" \
	    "--to 10.9.0.1:67 --from 10.9.0.21:68 --ciaddr 10.9.0.21"; do
		run -0 client --type 3 $message
		echo "$output"
		[ "${lines[1]:32:8}" = 0a090015 ]
		has "35 01 05"
	done
	wait_lines "$dir/log" "msg=REQUEST .*-> silent reason=not-for-us$"
	[ "$(wc -l <"$dir/log")" = 2 ]
}

dnsmasq() {
	behind "$top/.cache/bin/dnsmasq" -k -C /dev/null --port=0 -i eth0 \
	    --dhcp-range=10.9.0.21,10.9.0.21 --no-ping --user=root \
	    --dhcp-leasefile="$dir/leases" "$@" 2>"$dir/other"
	wait_for 60 listening
}

@test "dnsmasq with bind-dynamic or bind-interfaces" {
	local how
	for how in --bind-dynamic --bind-interfaces; do
		dnsmasq $how
		other=$pid
		serve_both
		both_answer
		kill "$pid" "$other"
		wait "$pid" "$other" || :
		: >"$dir/log"
	done
}

@test "dnsmasq without one of these has the port alone, as the manual says" {
	dnsmasq
	run -1 inside "$helper" -d -m "$dir/clients.cdb" -l 255.255.255.255
	[ "$output" = "dhcp-helper: cannot listen on 255.255.255.255: \
Address already in use; ss -ulnp says by whom" ]
}

@test "ISC dhcpd, authoritative" {
	cache_needs isc-dhcp-server
	: >"$dir/leases"
	cat >"$dir/conf" <<-'END'
	authoritative;
	ping-check off;
	subnet 10.9.0.0 netmask 255.255.255.0 {
		range 10.9.0.21 10.9.0.21;
	}
	END
	behind "$top/.cache/bin/dhcpd" -4 -f -d -cf "$dir/conf" \
	    -lf "$dir/leases" --no-pid eth0 2>"$dir/other"
	wait_for 60 listening
	serve_both
	both_answer
}

@test "Kea, which wants its port for itself, before and after us" {
	cache_needs kea-dhcp4-server
	cat >"$dir/conf" <<-'END'
	{"Dhcp4": {"interfaces-config": {"interfaces": ["eth0"]},
	    "lease-database": {"type": "memfile", "persist": false},
	    "subnet4": [{"id": 1, "subnet": "10.9.0.0/24",
	        "pools": [{"pool": "10.9.0.21-10.9.0.21"}]}],
	    "loggers": [{"name": "kea-dhcp4", "severity": "INFO",
	        "output_options": [{"output": "stdout"}]}]}}
	END
	local order each others=()
	for order in "kea serve_both" "serve_both kea"; do
		for each in $order; do
			$each
			others+=("$pid")
		done
		both_answer
		kill "${others[@]}"
		wait "${others[@]}" || :
		others=()
		: >"$dir/log"
	done
}

kea() {
	KEA_LOCKFILE_DIR=none KEA_PIDFILE_DIR=$dir \
	    behind "$top/.cache/bin/kea-dhcp4" -c "$dir/conf" >"$dir/other" \
	    2>&1
	wait_lines "$dir/other" DHCP4_STARTED
}
