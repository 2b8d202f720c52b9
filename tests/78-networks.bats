#!/usr/bin/env bats
# Networks that lose, repeat and reorder packets, clients that disappear, an
# address that changes, a cable that is pulled out.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

load tftpd

MIB=1048576

setup_file() {
	lossy=$BATS_FILE_TMPDIR/lossy
	export lossy
	cc -std=c11 -D_GNU_SOURCE -O2 -Wall -o "$lossy" "$BATS_TEST_DIRNAME/lossy.c"
}

# fetch_all WINDOW LOST TWICE SWAPPED SEED...: a client for each seed, at once;
# all get the file f, byte by byte.
fetch_all() {
	local options=("${@:1:4}") seed pid all=()
	shift 4
	for seed; do
		inside timeout 300 "$lossy" 127.0.0.1 f "$dir/got.$seed" "${options[@]}" "$seed" 3>&- &
		all+=("$!")
	done
	for pid in "${all[@]}"; do
		wait "$pid"
	done
	for seed; do
		cmp "$root/f" "$dir/got.$seed"
		rm "$dir/got.$seed"
	done
}

@test "10 % lost each way: 20 of 20 files of 10 MiB arrive, and bursts stay large" {
	file f $((10 * MIB))
	tftpd_start_as_it_is
	fetch_all 16 100 0 0 {1..10}
	logged_times 10 '^sent file=f '
	# Short windows are no reason for pauses, which would be of no help.
	[ "$(grep -c '^sent .* paced$' "$log")" -le 4 ]
	fetch_all 64 100 0 0 {11..20}
	logged_times 20 "^sent file=f .* bytes=$((10 * MIB)) "
}

@test "20 % lost each way: 5 of 5 files of 10 MiB arrive" {
	file f $((10 * MIB))
	tftpd_start_as_it_is
	fetch_all 64 200 0 0 {1..5}
	logged_times 5 '^sent file=f '
}

@test "1 % lost, 1 % twice, 1 % reordered: windows of 1, 4, 16 and 64" {
	file f $((10 * MIB))
	tftpd_start_as_it_is
	for window in 1 4 16 64; do
		fetch_all "$window" 10 10 10 1 2
	done
	logged_times 8 '^sent file=f '
}

@test "how long it waits, and how much at once, in networks of all kinds" {
	cc -std=c11 -D_GNU_SOURCE -Wall -I"$top" -I"$top/lib" -o "$dir/network_model" \
	    "$BATS_TEST_DIRNAME/network_model.c" "$top/tftpd/retransmit.c" "$top/tftpd/pacing.c"
	run -0 "$dir/network_model"
	[ -z "$output" ]
}

@test "a client that disappears frees its process within the limit" {
	namespace_pc 52:54:00:12:34:56
	file f 100000
	tftpd_start_as_it_is -T 50 -r 3
	TFTPD=$tftpd pc_raw <<-'END'
		import os
		c = Client()
		c.ask("f", blksize=1024)
		parse_oack(c.receive())
		c.send(ack(0))
		assert c.receive()[:4] == data(1, b"")
		c.send(ack(1))
		import subprocess
		subprocess.run(["pgrep", "-P", "%s" % os.environ["TFTPD"]], check=True)
		subprocess.run(["ip", "link", "set", "eth0", "down"], check=True)
	END
	logged '^failed file=f client=10\.9\.0\.21 .* reason=(no-answer|client-gone|No route to host)$'
	wait_for 60 no_transfers
}

no_transfers() {
	! pgrep -P "$tftpd" >/dev/null
}

@test "the server's address changes, and the next request is served" {
	namespace_pc 52:54:00:12:34:56
	file f 100000
	tftpd_start
	at_pc curl -sS -m 60 -o "$dir/got" tftp://10.9.0.1/f
	cmp "$root/f" "$dir/got"
	inside ip addr del 10.9.0.1/24 dev eth0
	inside ip addr add 10.9.0.2/24 dev eth0
	rm "$dir/got"
	at_pc curl -sS -m 60 -o "$dir/got" tftp://10.9.0.2/f
	cmp "$root/f" "$dir/got"
	logged_times 2 '^sent file=f client=10\.9\.0\.21 '
}

@test "the interface goes down and comes back, and the next request is served" {
	namespace_pc 52:54:00:12:34:56
	file f 100000
	tftpd_start
	at_pc curl -sS -m 60 -o "$dir/got" tftp://10.9.0.1/f
	inside ip link set eth0 down
	run ! at_pc curl -sS -m 1 -o "$dir/none" tftp://10.9.0.1/f
	inside ip link set eth0 up
	rm "$dir/got"
	wait_for 60 at_pc curl -sS -m 60 -o "$dir/got" tftp://10.9.0.1/f
	cmp "$root/f" "$dir/got"
	logged '^sent file=f client=10\.9\.0\.21 '
}

# Packets of the server for which there was no route.
no_routes() {
	inside awk '/^Ip: [0-9]/ { print $13 }' /proc/net/snmp
}

more_no_routes() {
	[ "$(no_routes)" -gt "$1" ]
}

@test "a cable that is pulled out for a moment does not end a transfer" {
	namespace_pc 52:54:00:12:34:56
	file f 3000000
	tftpd_start_as_it_is
	at_pc timeout 300 "$lossy" 10.9.0.1 f "$dir/got" 1 100 0 0 1 3>&- &
	client=$!
	wait_for 60 test -s "$dir/got"
	for _ in 1 2 3; do
		at_pc ip link set eth0 down
		at_pc ip link set eth0 up
		at_pc ip addr replace 10.9.0.21/24 dev eth0
		# Sending is an error now, which the transfer has to see.
		inside ip link set eth0 down
		failed=$(no_routes)
		wait_for 60 more_no_routes "$failed"
		inside ip link set eth0 up
	done
	kill -0 "$client"
	wait "$client"
	cmp "$root/f" "$dir/got"
}

# A loader that is at work for seconds answers no ARP, and asks for its next file then.
@test "a client that the kernel has lost sight of is known by its card all the same" {
	mkdir -m 755 "$root/image"
	echo own >"$root/image/f"
	chmod 644 "$root/image/f"
	echo '52:54:00:12:34:56 web1 boot=image' >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
	namespace_pc 52:54:00:12:34:56
	tftpd_start
	pc_raw <<<'equal(Client().fetch("f"), b"own\n")'
	inside ip neigh replace 10.9.0.21 dev eth0 nud failed
	inside ip neigh show 10.9.0.21 | grep -q FAILED
	pc_raw <<<'equal(Client().fetch("f"), b"own\n")'
	logged_times 2 '^sent file=image/f client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 '
	# One that cannot be found is nobody, and is answered.
	at_pc sysctl -q -w net.ipv4.conf.all.arp_ignore=8
	inside ip neigh replace 10.9.0.21 dev eth0 nud failed
	pc_raw <<-END
		c = Client()
		c.ask("f")
		sys.exit(0)
	END
	logged '^refused file=f client=10.9.0.21 mac=- name=- reason=not-found$'
}
