#!/usr/bin/env bats
# Several server=: three dhcp-helpers on three hosts of one link, and the client
# that plays with them at its end.

bats_require_minimum_version 1.5.0

load dhcp

# The link is a switch that floods: the three hosts have one MAC address, to which
# the client writes, and are told apart by their IP addresses.
setup() {
	namespace_begin
	helper=$top/dhcp-helper/dhcp-helper
	compile=${MKBOOTROOT:-$top/mkbootroot/mkbootroot}
	host=()
	inside ip link add br0 type bridge
	inside ip link set br0 up
	inside ip link add pc0 address 02:00:00:00:00:02 type veth peer name p0
	plug p0
	inside ip link set pc0 up
	client_begin
}

plug() {
	inside ip link set "$1" master br0
	inside ip link set "$1" type bridge_slave learning off
	inside ip link set "$1" up
}

# at N COMMAND...: on the N-th host.
at() {
	nsenter --net="/proc/${host[$1]}/ns/net" -- "${@:2}"
}

# host_add N: a host with 10.9.0.N on eth0.
host_add() {
	local address
	namespace_new
	host[$1]=$pid
	inside ip link add "s$1" type veth peer name eth0 netns "$pid"
	at "$1" ip link set eth0 address 02:00:00:00:00:01
	at "$1" ip addr add "10.9.0.$1/24" dev eth0
	at "$1" ip link set eth0 up
	for address in 10.9.0.21 10.9.0.250; do
		at "$1" ip neigh replace "$address" lladdr 02:00:00:00:00:02 \
		    dev eth0 nud permanent
	done
	plug "s$1"
}

# start N...: dhcp-helper on these hosts, with a log for each.
start() {
	local n net
	for n; do
		: >"$dir/log.$n"
		net=${host[$n]}
		behind "$helper" -d -m "$dir/clients.cdb" -D "$dir/done" -l 255.255.255.255 \
		    -l "10.9.0.$n" -l 0.0.0.0:4011 "${options[@]}" 2>>"$dir/log.$n"
	done
	for n; do
		wait_for 60 listens "$n"
	done
}

# The last of its sockets, which it opens before it looks at the first message.
listens() {
	at "$1" ss -Hlun 'sport = :4011' | grep -q .
}

# three DELAY WORD...: three hosts of a map whose default has these words, and the
# order in which they stand for web1, as explain says it.
three() {
	local n
	for n in 1 2 3; do
		host_add "$n"
	done
	map_three "$@"
	start 1 2 3
}

map_three() {
	map <<-END
	default - boot=debian12 server=10.9.0.1 server=10.9.0.2 server=10.9.0.3 rank-delay=$1 ${@:2}
	$WEB1 web1 boot=debian12 $given_ip
	$LOADERS
	END
	order_of web1
}

# order_of CLIENT: into rank the last bytes of its servers' addresses.
order_of() {
	run -0 "$compile" -q -f "$dir/clients" -m "$dir/clients.cdb" \
	    -r "$dir/root" explain "$1"
	[[ $output =~ they\ answer:\ 10.9.0.([0-9]+)\ at\ once,\ 10.9.0.([0-9]+)\ after\ ([0-9]+)\ ms,\ 10.9.0.([0-9]+)\ after\ ([0-9]+)\ ms ]]
	rank=("${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]}")
	delays=("${BASH_REMATCH[3]}" "${BASH_REMATCH[5]}")
}

# since START: milliseconds from then, of $EPOCHREALTIME, on.
since() {
	local now=$EPOCHREALTIME
	echo $(((${now/./} - ${1/./}) / 1000))
}

# from_rank LINE RANK: the answer of this line is from there, and names that host.
from_rank() {
	local at=${rank[$2]} bytes
	[ "${lines[$1]}" = "10.9.0.$at:67 > 255.255.255.255:68" ]
	bytes=${lines[$1 + 1]}
	[ "${bytes:40:8}" = "0a09000$at" ]
	[[ $bytes == *"36040a09000$at"* ]]
}

log_of() {
	echo "$dir/log.${rank[$1]}"
}

given_ip=
options=()

@test "the order of servers: even, the same everywhere, and few move" {
	cc -std=c11 -D_GNU_SOURCE -O1 -Wall -I"$top" -I"$top/lib" \
	    -o "$dir/table" "$top/tests/rank_table.c" "$top/lib/map/rank.c"
	run -0 "$dir/table"
	[ "$output" = "2426556567 3925991538
3130753608 3650572061
1925570198 1304983519" ]
}

@test "the queue of those that wait, and who has asked before" {
	cc -std=c11 -D_GNU_SOURCE -O1 -Wall -fsanitize=address,undefined \
	    -fno-sanitize-recover -I"$top" -I"$top/lib" -o "$dir/queue" \
	    "$top/tests/waiting_queue.c" "$top"/dhcp-helper/{waiting,repeats,message,messageoption,identity,clientid,area}.c \
	    "$top/lib/map/arch.c" -lbsd
	run -0 "$dir/queue"
}

@test "the first of several servers answers at once, the next ones after it" {
	three 300
	[ "${delays[*]}" = "300 600" ]
	begin=$EPOCHREALTIME
	run -0 client --answers 3
	[ "$(since "$begin")" -ge 600 ]
	for k in 0 1 2; do
		from_rank $((2 * k)) "$k"
		wait_lines "$(log_of "$k")" \
		    "name=web1 .*server=10.9.0.${rank[k]} -> OFFER rank=$k wait=$((300 * k))$"
	done
	# A cable is pulled: the next one is the first to be heard.
	inside ip link set "s${rank[0]}" down
	begin=$EPOCHREALTIME
	run -0 client --xid 01020305 --answers 2
	took=$(since "$begin")
	from_rank 0 1
	from_rank 2 2
	[ "$took" -ge 600 ]
	# Of another the order is another: somebody has a different first one.
	inside ip link set "s${rank[0]}" up
	first=${rank[0]}
	for n in {10..40}; do
		order_of "52:54:00:00:01:$n"
		[ "${rank[0]}" = "$first" ] || break
	done
	[ "${rank[0]}" != "$first" ]
	run -0 client --mac "52:54:00:00:01:$n"
	from_rank 0 0
}

@test "who asks again waits a shorter time, and nobody waits for somebody else" {
	three 600
	inside ip link set "s${rank[0]}" down
	inside ip link set "s${rank[2]}" down
	run -0 client
	from_rank 0 1
	wait_lines "$(log_of 1)" "-> OFFER rank=1 wait=600$"
	run -0 client
	from_rank 0 1
	wait_lines "$(log_of 1)" "-> OFFER rank=1 wait=300$"
	# It has waited for seconds, whoever heard it.
	run -0 client --xid 01020306 --secs 4
	wait_lines "$(log_of 1)" "-> OFFER rank=1 wait=300" 2
	# While one waits for a minute, another is answered.
	map_three 60s
	client --xid 01020307 --send-only
	second=${rank[1]}
	for n in {10..60}; do
		order_of "52:54:00:00:01:$n"
		[ "${rank[0]}" != "$second" ] || break
	done
	run -0 client --mac "52:54:00:00:01:$n"
	from_rank 0 0
}

@test "what waits is decided by the map of then" {
	three 4s
	inside ip link set "s${rank[0]}" down
	inside ip link set "s${rank[2]}" down
	client --send-only
	map <<-END
	default - boot=debian12 server=10.9.0.1 server=10.9.0.2 server=10.9.0.3
	$WEB1 web1 ignore
	$LOADERS
	END
	wait_lines "$(log_of 1)" "-> silent reason=ignore$"
	run ! grep OFFER "$(log_of 1)"
}

# burst N: 256 messages each of clients whose cards end in the next two bytes.
burst() {
	local k
	for ((k = 16; k < 16 + $1; k++)); do
		client --mac "52:54:00:00:$(printf %02x "$k"):00" --burst mac:256
	done
}

@test "while 1,024 wait, whoever comes is answered at once, and the log says so" {
	local first late
	map_three 60s
	host_add 1
	start 1
	burst 8
	# Not one is lost: 1,024 wait, and all others are answered.
	wait_for_times 1024 60 "$dir/log.1" 'msg=DISCOVER '
	first=$(grep -c -- '-> OFFER rank=0 wait=0$' "$dir/log.1")
	late=$(grep -c -- '-> OFFER rank=[12] wait=0 hint=too-many-wait$' "$dir/log.1")
	echo "$first by rank, $late out of turn"
	[ "$first" -gt 0 ] && [ "$late" -gt 0 ]
	[ $((first + late)) -eq 1024 ]
	late=$(sed -nE 's/^boot mac=([^ ]*) .*hint=too-many-wait$/\1/p;T;q' "$dir/log.1")
	run -0 client --mac "$late" --xid 01020306
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	# With all that wait it is ended at once.
	kill "$pid"
	wait "$pid"
}

@test "what waits on a link that is gone is passed over, and the log says so" {
	map_three 3s
	host_add "${rank[1]}"
	options=(-i eth0)
	start "${rank[1]}"
	client --send-only
	# When this has been looked at the first one waits.
	client --cookie 01020304 --send-only
	wait_lines "$(log_of 1)" 'reason=bad-cookie$'
	at "${rank[1]}" ip link del eth0
	wait_lines "$(log_of 1)" '^boot from=0\.0\.0\.0:68 -> silent reason=other-interface$'
	run ! grep OFFER "$(log_of 1)"
}

@test "a host that is not in the list is silent, and says so" {
	three 300
	host_add 4
	start 4
	run -0 client --answers 3
	wait_lines "$dir/log.4" "name=web1 .* -> silent reason=not-a-server$"
	# By an address of another link, where none of the link is in the list.
	at 4 ip addr add 10.7.0.4/32 dev lo
	map <<-END
	default - boot=debian12 server=10.7.0.4 server=127.0.0.1
	$LOADERS
	END
	run -0 client
	[ "${lines[0]}" = "10.9.0.4:67 > 255.255.255.255:68" ]
	[ "${lines[1]:40:8}" = 0a070004 ]
	wait_lines "$dir/log.4" "server=10.7.0.4 -> OFFER rank=[01]"
	wait_lines "$dir/log.1" "not-a-server"
	# With one server nothing has changed: whoever hears it names that one.
	map <<-END
	default - boot=debian12 server=10.9.0.99
	$LOADERS
	END
	run -0 client --answers 4
	for k in 0 2 4 6; do
		[ "${lines[k + 1]:40:8}" = 0a090063 ]
	done
	run ! grep -h "server=10.9.0.99.*rank" "$dir"/log.?
}

@test "on port 4011 the one that is asked answers at once" {
	three 60s
	for k in 0 1 2; do
		run -0 client --to "10.9.0.${rank[k]}:4011" --type 3 \
		    --ciaddr 10.9.0.21 --from 10.9.0.21:4011
		[ "${lines[0]}" = "10.9.0.${rank[k]}:4011 > 10.9.0.21:4011" ]
		[ "${lines[1]:40:8}" = "0a09000${rank[k]}" ]
		wait_lines "$(log_of "$k")" "-> ACK rank=$k wait=0"
	done
	[ "$(cat "$dir"/log.? | wc -l)" = 3 ]
}

@test "behind a relay, which writes to all servers, the order counts" {
	three 300
	relayed() {
		client --xid "$xid" --giaddr 10.9.0.250 --from 10.9.0.250:67 \
		    --to "10.9.0.${rank[$1]}:67" "${@:2}"
	}
	# Each counts from when it was asked: longer where a busy machine lets the relay
	# wait for so long between two of them.
	for delay in 300 900; do
		map_three "$delay"
		xid=010203$((delay / 10))
		begin=$EPOCHREALTIME
		relayed 2 --send-only
		relayed 1 --send-only
		run relayed 0 --answers 3 --deadline 10
		took=$(since "$begin")
		from=$(printf '%s\n' "${lines[@]}" | sed -n 's/^10\.9\.0\.\([0-9]*\):67 > .*/\1/p')
		[ "${from//$'\n'/ }" != "${rank[*]}" ] || break
	done
	[ "$status" = 0 ]
	for k in 0 1 2; do
		[ "${lines[2 * k]}" = "10.9.0.${rank[k]}:67 > 10.9.0.250:67" ]
		[ "${lines[2 * k + 1]:40:8}" = "0a09000${rank[k]}" ]
	done
	[ "$took" -ge $((2 * delay)) ]
}

@test "with ip= all offer one address, and the one that is named gives it" {
	given_ip='ip=10.9.0.21'
	three 250
	run -0 client --answers 3
	for k in 0 1 2; do
		from_rank $((2 * k)) "$k"
		[ "${lines[2 * k + 1]:32:8}" = 0a090015 ]
	done
	# Rank 1 is chosen: it alone gives the address, and at once.
	run -0 client --type 3 --option "50:0a090015" --option "54:0a09000${rank[1]}"
	from_rank 0 1
	wait_lines "$(log_of 1)" "-> ACK rank=1 wait=0$"
	for k in 0 2; do
		wait_lines "$(log_of "$k")" \
		    "msg=REQUEST .*chosen=10.9.0.${rank[1]} -> silent reason=not-for-us$"
	done
	# Who starts again with its address names none: the first one answers.
	run -0 client --type 3 --xid 01020308 --option "50:0a090015" --answers 3
	for k in 0 1 2; do
		from_rank $((2 * k)) "$k"
	done
	# An address in conflict is one for all of them.
	client --type 4 --xid 01020309 --option "50:0a090015" \
	    --option "54:0a09000${rank[0]}" --send-only
	for k in 0 1 2; do
		wait_lines "$(log_of "$k")" "msg=DECLINE .* -> silent reason=conflict$"
	done
}

@test "who has chosen no longer waits for the others" {
	given_ip='ip=10.9.0.21'
	three 60s
	run -0 client
	from_rank 0 0
	run -0 client --type 3 --option "50:0a090015" --option "54:0a09000${rank[0]}"
	from_rank 0 0
	for k in 1 2; do
		wait_lines "$(log_of "$k")" "msg=DISCOVER .* -> silent reason=went-on$"
		wait_lines "$(log_of "$k")" "msg=REQUEST .* -> silent reason=not-for-us$"
		[ "$(wc -l <"$(log_of "$k")")" = 2 ]
	done
	# So does who begins anew; and the request of a BOOTP client waits as well.
	client --xid 01020308 --send-only
	client --type 0 --vendor none --arch none --undi none --uuid none \
	    --xid 01020309 --send-only
	for k in 1 2; do
		wait_lines "$(log_of "$k")" "msg=DISCOVER .* -> silent reason=went-on$" 2
	done
	wait_lines "$(log_of 0)" "msg=BOOTP .* -> BOOTREPLY rank=0"
}

@test "what comes from elsewhere in its name ends nobody's turn" {
	three 3s
	inside ip link set "s${rank[0]}" down
	inside ip link set "s${rank[2]}" down
	client --send-only
	for giaddr in 10.9.0.250 0.0.0.0; do
		client --type 3 --xid 01020308 --giaddr "$giaddr" --from 10.9.0.250:67 \
		    --to "10.9.0.${rank[1]}:67" --option "54:0a090063" --send-only
	done
	wait_lines "$(log_of 1)" 'msg=REQUEST .*-> silent reason=not-for-us$' 2
	wait_lines "$(log_of 1)" 'msg=DISCOVER .* -> OFFER rank=1 wait=3000$'
	run ! grep went-on "$(log_of 1)"
}

@test "URLs name the host that answers" {
	three 250 http=yes
	run -0 client --vendor HTTPClient:Arch:00016:UNDI:003016 --arch 0010 \
	    --answers 3
	for k in 0 1 2; do
		[[ ${lines[2 * k + 1]} == *"$(client --show "'http://10.9.0.${rank[k]}/debian12/'")"* ]]
	done
	# So does what a variable stands for.
	map_three 250 ipxe=http://@server@/a.ipxe
	run -0 client --option "77:'iPXE'" --xid 01020308 --answers 3
	for k in 0 1 2; do
		[[ ${lines[2 * k + 1]} == *"$(client --show "'http://10.9.0.${rank[k]}/a.ipxe'")"* ]]
	done
}

@test "what tftpd generates names the host that was asked" {
	local n net=$net
	for n in 1 2; do
		host_add "$n"
	done
	map_three 250 args=url=http://@server@/x
	for n in 1 2; do
		net=${host[$n]}
		behind "$top/tftpd/tftpd" -d -m "$dir/clients.cdb" -D "$dir/done" \
		    -l "10.9.0.$n:6969" "$dir/root" 2>>"$dir/log"
		wait_for 60 at "$n" sh -c 'ss -Hlun "sport = :6969" | grep -q .'
		run -0 at "$n" curl -s "tftp://10.9.0.$n:6969/01-52-54-00-12-34-56.ipxe"
		[[ $output == *" url=http://10.9.0.$n/x"* ]]
	done
}

@test "explain -p answers as the first of the client's servers, or as the one that is named" {
	map_three 250
	client --write "$dir/capture"
	client --write "$dir/chosen" --type 3 --option "54:0a09000${rank[1]}"
	run -0 "$compile" -m "$dir/clients.cdb" explain -p "$dir/capture"
	[[ $output == *"server=10.9.0.${rank[0]} -> OFFER rank=0 wait=0"* ]]
	run -0 "$compile" -m "$dir/clients.cdb" explain -p "$dir/capture" "server=10.9.0.${rank[2]}"
	[[ $output == *"server=10.9.0.${rank[2]} -> OFFER rank=2 wait=500"* ]]
	run -0 "$compile" -m "$dir/clients.cdb" explain -p "$dir/capture" server=10.9.0.4
	[[ $output == *'-> silent reason=not-a-server'* ]]
	run -0 "$compile" -f "$dir/clients" -m "$dir/clients.cdb" -r "$dir/root" explain web1 arch=x64
	[[ $output == *"answer to x64 of 10.9.0.${rank[0]}"*"siaddr         10.9.0.${rank[0]}"*"54 server id   10.9.0.${rank[0]}"* ]]
	# Whom it names in a REQUEST, which asks for no address here.
	given_ip='ip=10.9.0.21'
	map_three 250
	run -0 "$compile" -m "$dir/clients.cdb" explain -p "$dir/chosen"
	[[ $output == *"reason=other-address"* ]]
}

@test "other DHCP servers are told the first server of each client, and that it is so" {
	local kind
	map_three 250
	for kind in dnsmasq dhcpd kea; do
		run -0 "$compile" -f "$dir/clients" -r "$dir/root" export "$kind"
		[[ $output == *"10.9.0.${rank[0]}"* ]]
		[[ $output == *'clients:1: warning: several server=: a client is told the first in its order alone, and boots nothing while that is away'* ]]
		[[ $output == *'clients:1: warning: rank-delay=250ms is left out: only dhcp-helper does that'* ]]
		[[ $output != *'no server=:'* ]]
	done
}
