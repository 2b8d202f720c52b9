#!/usr/bin/env bats
# dhcp-helper behind relays, and with several interfaces.

bats_require_minimum_version 1.5.0

load dhcp

@test "a relay is answered at port 67, its option 82 last" {
	serve 0.0.0.0:67
	answered 10.9.0.1:67 10.9.0.250:67 "
		$(header 8000 00000000 00000000 $EFI 0a0900fa)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00
		52 06 01 04 65746830
		ff
	" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67 \
	    --option "82:01 04 65746830"
	to_disk --mac 52:54:00:00:00:0b --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
}

@test "the first datagram, whose interface nobody knows, is answered" {
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 $EFI)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	answered 10.9.0.1:4011 10.9.0.21:4011 "
		$(header 0000 0a090015 00000000 $EFI)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2e '$EFI' 00  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "$(grep -c start "$dir/starts")" = 2 ]
}

@test "with two interfaces the first answer goes out by both" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	serve_both
	run -0 client --interface pc1
	[ "${lines[0]}" = "10.8.0.1:67 > 255.255.255.255:68" ]
	[[ ${lines[1]} == *$(client --show "36 04 0a080001")* ]]
	wait_lines "$dir/log" "via=eth0 .*server=10.9.0.1 -> OFFER"
	wait_lines "$dir/log" "via=eth1 .*server=10.8.0.1 -> OFFER"
	# From then on the kernel says which one it is.
	for n in 0 1; do
		: >"$dir/log"
		run -0 client --interface "pc$n"
		[ "${#lines[@]}" = 2 ]
		wait_lines "$dir/log" "via=eth$n"
		[ "$(wc -l <"$dir/log")" = 1 ]
	done
}

@test "the address that was asked answers, where a link has several" {
	inside ip addr add 10.9.0.5/24 dev eth0
	inside ip addr add 10.8.0.1/24 dev eth0
	serve 255.255.255.255:67 0.0.0.0:4011 10.9.0.5:67
	# The first datagram names no interface, the second does.
	for n in 1 2; do
		for at in 5 1; do
			told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}" \
			    --to "10.9.0.$at:4011" --option "54:0a09000$at"
			[ "${lines[0]}" = \
			    "10.9.0.$at:4011 > 10.9.0.21:4011" ]
			siaddr "0a09000$at"
			has "36 04 0a09000$at"
		done
		logged "via=eth0 .*server=10.9.0.1 -> ACK"
		told "$EFI" --to 10.9.0.5:67 --giaddr 10.9.0.250 \
		    --from 10.9.0.250:67
		[ "${lines[0]}" = "10.9.0.5:67 > 10.9.0.250:67" ]
		siaddr 0a090005
		logged "via=eth0 .*server=10.9.0.5 -> OFFER"
		# Who has no address is answered from the first of them.
		told "$EFI"
		[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	done
}

@test "a broadcast to the subnet is not answered from its address" {
	local options
	for options in "" "-i eth0"; do
		serve 0.0.0.0:4011 -- $options
		for n in 1 2; do
			told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}" \
			    --to 10.9.0.255:4011
			[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
			has "36 04 0a090001"
			logged "via=eth0 .*server=10.9.0.1 -> ACK"
		done
		kill "$pid"
		wait "$pid" || :
	done
}

@test "-i names the interface of the first, and is the only one served" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	serve_both -- -i eth1
	run -0 client --interface pc1
	[ "${lines[0]}" = "10.8.0.1:67 > 255.255.255.255:68" ]
	[ "$(wc -l <"$dir/log")" = 1 ]
	silent other-interface
}

# fixture NAME: its map; frame NAME N OPTIONS...: its frame N is sent, and may be
# answered.
fixture() {
	mkdir -p "$dir/root/img"
	: >"$dir/root/img/pxelinux.0"
	map <"$BATS_TEST_DIRNAME/fixtures/packets/$1.clients"
}

# The Ethernet, IPv4 and UDP of a frame are 42 bytes.
frame() {
	local bytes
	bytes=$(sed -n "$2p" "$BATS_TEST_DIRNAME/fixtures/packets/$1.frames")
	run client --bytes "${bytes:84}" "${@:3}"
}

@test "a link with several addresses: server and mask are those of the client's net" {
	inside ip addr add 10.30.0.1/22 dev eth0
	inside ip addr add 192.0.2.1/24 dev eth0
	inside ip neigh replace 10.30.0.50 lladdr 02:00:00:00:00:02 dev eth0 \
	    nud permanent
	fixture two-addresses
	serve 255.255.255.255:67
	# The first datagram names no interface, those that follow do.
	for n in 1 2; do
		frame two-addresses 1
		[ "${lines[0]}" = "10.30.0.1:67 > 255.255.255.255:68" ]
		[ "${lines[1]:32:16}" = 0a1e00320a1e0001 ]
		has "01 04 fffffc00" "36 04 0a1e0001" "42 09 '10.30.0.1'"
		logged "server=10.30.0.1 ip=10.30.0.50 -> OFFER"
	done
	frame two-addresses 2
	[ "${lines[0]}" = "10.30.0.1:67 > 255.255.255.255:68" ]
	has "35 01 05" "01 04 fffffc00" "36 04 0a1e0001"
	# 54 names an address of this host, but not the one that we are for it:
	# it is that of a DHCP server beside us.
	frame two-addresses 3 --silent "$dir/log"
	logged "chosen=10.9.0.1 -> silent reason=not-for-us hint=other-server"
	# Who has an address in another net of the link is answered from there.
	run -0 client "${system[@]}" --mac 02:00:00:00:00:01 --type 8 \
	    --ciaddr 10.30.0.50 --from 10.30.0.50:68
	[[ ${lines[0]} == "10.30.0.1:67 > "* ]]
	# The narrowest of our nets that has it.
	inside ip addr add 10.30.0.2/25 dev eth0
	frame two-addresses 1
	[ "${lines[1]:32:16}" = 0a1e00320a1e0002 ]
	has "01 04 ffffff80" "36 04 0a1e0002"
	# Others keep the first.
	map <<-END
	default - boot=debian12
	$LOADERS
	END
	told "$EFI" --mac 52:54:00:00:00:99
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
}

@test "no mask of another net: where we are not in the client's, a hint says so" {
	inside ip addr add 10.30.0.1/22 dev eth0
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.77.0.5
	$LOADERS
	END
	serve 255.255.255.255:67
	told "$EFI"
	[ "${lines[1]:32:16}" = 0a4d00050a090001 ]
	lacks "01 04"
	logged "ip=10.77.0.5 -> OFFER hint=no-netmask$"
	# Whoever keeps asking does it because of that.
	told "$EFI"
	told "$EFI"
	logged "ip=10.77.0.5 -> OFFER hint=no-netmask$"
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.77.0.5
	net 10.77.0.0/20 -
	$LOADERS
	END
	told "$EFI"
	has "01 04 fffff000"
	logged "ip=10.77.0.5 -> OFFER hint=keeps-asking$"
}

@test "a boot item that is asked for by another of our addresses comes back" {
	inside ip addr add 10.30.0.1/22 dev eth0
	inside ip neigh replace 10.30.0.50 lladdr 02:00:00:00:00:02 dev eth0 \
	    nud permanent
	serve 255.255.255.255:67
	# Without an address it has heard of us by the first one.
	told "$EFI"
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	item=(--type 3 --option 43:470400000000ff --ciaddr 10.30.0.50
	    --from 10.30.0.50:68)
	for named in 0a090001 0a1e0001; do
		told "$EFI" "${item[@]}" --option "54:$named"
		[ "${lines[0]}" = "10.30.0.1:67 > 10.30.0.50:68" ]
		has "35 01 05" "2b 07 47 04 00000000 ff"
	done
	silent not-for-us "${item[@]}" --option 54:0a1e0002
}

@test "a link with two nets of the map: lease and server are of the client's" {
	inside ip addr add 10.30.0.1/24 dev eth0
	fixture two-nets
	serve 255.255.255.255:67
	frame two-nets 1
	[ "${lines[0]}" = "10.30.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:32:16}" = 0a1e00320a1e0001 ]
	has "33 04 00000e10" "01 04 ffffff00" "36 04 0a1e0001"
}

@test "a renewal is answered by the address that it is sent to" {
	inside ip addr add 10.30.0.1/22 dev eth0
	inside ip neigh replace 10.30.0.50 lladdr 02:00:00:00:00:02 dev eth0 \
	    nud permanent
	fixture two-addresses
	serve 255.255.255.255:67 10.30.0.1:67 10.9.0.1:67
	for at in 10.30.0.1 10.9.0.1; do
		run -0 client "${system[@]}" --mac 02:00:00:00:00:01 --type 3 \
		    --ciaddr 10.30.0.50 --from 10.30.0.50:68 --to "$at:67"
		[ "${lines[0]}" = "$at:67 > 10.30.0.50:68" ]
		has "35 01 05" "01 04 fffffc00"
	done
}

@test "InfiniBand's bare client is answered by broadcast, by its UUID" {
	fixture infiniband-bare
	serve 255.255.255.255:67
	frame infiniband-bare 1
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:0:8}" = 02200000 ]
	[ "${lines[1]:20:4}" = 8000 ]
	[ "${lines[1]:32:8}" = 0a090032 ]
	has "3d 13 ff 18*01" "61 11 00 11223344556677889900aabbccddeeff"
	logged "mac=- uuid:11223344-.* rule=uuid:ib1 .*-> OFFER"
	# A relay must broadcast it, too, whatever the client says.
	run -0 client --mac "" --htype 32 --uuid "00 1122334455667788 9900aabbccddeeff" \
	    --arch 0000 --giaddr 10.9.0.250
	[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	[ "${lines[1]:20:4}" = 8000 ]
}

@test "behind a relay a net without a word still has its mask" {
	inside ip route add 10.21.0.0/16 via 10.9.0.250
	fixture relay-bare-net
	serve 10.9.0.1:67
	for n in 1 2; do
		frame relay-bare-net $n --from 10.9.0.2:67 --to 10.9.0.1:67
		[ "${lines[0]}" = "10.9.0.1:67 > 10.21.0.1:67" ]
		[ "${lines[1]:32:8}" = 0a150105 ]
		has "01 04 ffff0000"
		! tail -n 1 "$dir/log" | grep hint=
	done
	logged "-> ACK$"
}

@test "an interface without an address of ours cannot be answered on" {
	serve_both
	told "$EFI"
	inside ip addr flush dev eth0
	silent no-address
}

# Clients of a relay on 10.8.0.0/24, which is 10.8.0.250 there and speaks to
# us from 10.9.0.250.
map_relayed() {
	inside ip route add 10.8.0.0/24 via 10.9.0.250
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.8.0.21
	default - boot=debian12
	net 10.9.0.0/24 - router=10.9.0.254 server=10.9.0.7
	net 10.8.0.0/24 - router=10.8.0.254 server=10.8.0.7
	net 10.7.0.0/16 - server=10.7.0.7
	$LOADERS
	END
}

relay=(--from 10.9.0.250:67 --to 10.9.0.1:67 --giaddr 10.8.0.250)
system=(--vendor none --arch none --undi none --uuid none)

# siaddr ADDRESS: that of the last answer, in hex.
siaddr() {
	echo "${lines[1]:40:8}"
	[ "${lines[1]:40:8}" = "$1" ]
}

@test "a client of a relay gets its address, and the net of its own link" {
	map_relayed
	serve 10.9.0.1:67
	# The broadcast flag is the client's: there is an address to send to.
	for flags in 0000 8000; do
		answered 10.9.0.1:67 10.8.0.250:67 "
			02 01 06 00  01020304  0000 $flags
			00000000 0a080015 0a080007 0a0800fa
			525400123456 10*00  '10.8.0.7' @108  128*00  63825363
			35 01 02  36 04 0a090001  33 04 00015180
			01 04 ffffff00  03 04 0a0800fe  3d 02 0107
			52 06 01 04 65746830
			ff  @300
		" "${system[@]}" "${relay[@]}" --flags $flags \
		    --option "82:01 04 65746830" --option 61:0107
	done
	answered 10.9.0.1:67 10.8.0.250:67 "
		02 01 06 00  01020304  0000 8000
		00000000 00000000 00000000 0a0800fa
		525400123456 10*00  64*00  128*00  63825363
		35 01 06  36 04 0a090001  52 06 01 04 65746830
		ff  @300
	" "${system[@]}" "${relay[@]}" --type 3 --option 50:0a080016 \
	    --option "82:01 04 65746830"
}

@test "a relay's client without an address needs a broadcast" {
	map_relayed
	serve 10.9.0.1:67
	told "$EFI" --mac 52:54:00:00:00:99 "${relay[@]}"
	[ "${lines[0]}" = "10.9.0.1:67 > 10.8.0.250:67" ]
	[ "${lines[1]:20:4}" = 8000 ]
	siaddr 0a080007
}

@test "behind a relay the mask is that of the net, and else not known" {
	inside ip route add 10.8.0.0/24 via 10.9.0.250
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.8.0.21
	$LOADERS
	END
	serve 10.9.0.1:67
	told '' "${system[@]}" "${relay[@]}"
	[ "${lines[1]:32:8}" = 0a080015 ]
	lacks "01 04 ff"
	logged "-> OFFER hint=no-netmask$"
}

@test "link selection, by the relay or the client, chooses the net" {
	map_relayed
	serve_both 10.9.0.1:67
	other=(--mac 52:54:00:00:00:99)
	told "$EFI" "${other[@]}"
	siaddr 0a090007
	# 82.5 before giaddr; the answer still goes to giaddr.
	told "$EFI" "${other[@]}" "${relay[@]}" --giaddr 10.9.0.250 \
	    --option "82:01 01 31  05 04 0a080000"
	siaddr 0a080007
	[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	has "52 09 01 01 31 05 04 0a080000 ff"
	# 118, which is told back where an address is given.
	told "$EFI" "${other[@]}" --option 118:0a080000
	siaddr 0a080007
	told "$EFI" --option 118:0a080000
	siaddr 0a080007
	has "76 04 0a080000"
	# 82.5 is stronger than 118; without a relay 82 is nobody's word.
	told "$EFI" "${other[@]}" "${relay[@]}" --option "82:05 04 0a070000" \
	    --option 118:0a080000
	siaddr 0a070007
	told "$EFI" "${other[@]}" --option "82:05 04 0a080000"
	siaddr 0a090007
}

@test "sub-options of 82 that lead nowhere are echoed and not read" {
	map_relayed
	serve 10.9.0.1:67
	for value in 05 "05 04 0a08" "05 03 0a0800" "01 ff" "05 05 0a08000000"; do
		told "$EFI" --mac 52:54:00:00:00:99 "${relay[@]}" \
		    --giaddr 10.9.0.250 --option "82:$value"
		siaddr 0a090007
		bytes=$(client --show "$value")
		has "52 $(printf %02x $((${#bytes} / 2))) $value ff"
	done
}

@test "the server id is the relay's where it says so" {
	map_relayed
	serve 10.9.0.1:67
	id=(--option "82:0b 04 0a0800fa")
	told '' "${system[@]}" "${relay[@]}" "${id[@]}"
	has "36 04 0a0800fa" "52 06 0b 04 0a0800fa ff"
	told '' "${system[@]}" "${relay[@]}" "${id[@]}" --type 3 \
	    --option 54:0a0800fa --option 50:0a080015
	has "35 01 05 36 04 0a0800fa"
	# All servers have that name: it may be another's offer.
	silent other-address "${system[@]}" "${relay[@]}" "${id[@]}" \
	    --type 3 --option 54:0a0800fa --option 50:0a080016
	silent not-for-us "${system[@]}" "${relay[@]}" "${id[@]}" \
	    --type 3 --option 54:0a090001 --option 50:0a080015
}

@test "a client away from its net is given no address, and boots as a guest" {
	map_relayed
	serve_both
	silent other-subnet "${system[@]}"
	silent other-subnet "${system[@]}" --type 3 --option 50:0a080015
	silent other-subnet "${system[@]}" --type 3 --option 50:0a090016
	silent other-subnet "${system[@]}" --type 0
	told "$EFI"
	[ "${lines[1]:32:8}" = 00000000 ]
	lacks "33 04" "01 04 ff"
	# A net inside of another is no other link.
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.9.0.16/28 - server=10.9.0.7
	$LOADERS
	END
	told '' "${system[@]}"
	[ "${lines[1]:32:8}" = 0a090015 ]
	# Nor is it where the relay is in the inner one.
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.9.0.240/28 - server=10.9.0.7
	$LOADERS
	END
	serve 10.9.0.1:67
	told '' "${system[@]}" "${relay[@]}" --giaddr 10.9.0.250
	[ "${lines[1]:32:8}" = 0a090015 ]
}

@test "each link has its own server address, net and clients" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	52:54:00:00:00:08 web8 boot=debian12 ip=10.8.0.21
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.8.0.0/24 - router=10.8.0.254 lease=2h
	$LOADERS
	END
	serve_both
	told '' "${system[@]}" # the first, which names no interface
	for n in 9 8 9; do
		run -0 client "${system[@]}" --interface "pc$((9 - n))" \
		    --mac "$([ $n = 8 ] && echo 52:54:00:00:00:08 ||
		    echo $WEB1)"
		[ "${lines[0]}" = "10.$n.0.1:67 > 255.255.255.255:68" ]
		has "36 04 0a0${n}0001" "03 04 0a0${n}00fe"
		[ "${lines[1]:32:8}" = 0a0${n}0015 ]
	done
}

@test "a link with two subnets has the clients of both" {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.8.0.21
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.8.0.0/24 - router=10.8.0.254
	$LOADERS
	END
	serve_both
	silent other-subnet "${system[@]}"
	inside ip addr add 10.8.0.1/24 dev eth0
	told '' "${system[@]}"
	[ "${lines[1]:32:8}" = 0a080015 ]
	has "03 04 0a0800fe" "01 04 ffffff00" "36 04 0a080001"
}
