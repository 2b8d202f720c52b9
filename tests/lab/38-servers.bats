#!/usr/bin/env bats
# Two boot servers beside a plain DHCP server: real firmware takes the answer of the
# first one, in both orders, and that of the second where the first is away. All
# that follows comes from the same server.

bats_require_minimum_version 1.5.0
load case

# The boot servers: server, 10.9.0.1, and second, 10.9.0.4.
setup() {
	case_begin
	net_host second 10.9.0.4/24
	site_start dnsmasq dhcp
}

teardown() {
	case_end
}

declare -gA address=([server]=10.9.0.1 [second]=10.9.0.4)

# appending LOG COMMAND...: as background, and the log may be emptied.
appending() {
	local log=$LAB/$1
	shift
	(
		close_others
		"$@"
	) </dev/null >>"$log" 2>&1 &
}

# both_start: dhcp-helper and tftpd on both, each with a log of its own.
both_start() {
	local host
	for host in server second; do
		appending "helper.$host" on "$host" "$LAB/bin/dhcp-helper" -d -m "$LAB/clients.cdb" \
			-D "$LAB/done" -l 255.255.255.255 -l 0.0.0.0:4011
		appending "tftpd.$host" on "$host" "$LAB/bin/tftpd" -d -m "$LAB/clients.cdb" \
			-D "$LAB/done" -l "${address[$host]}" "$LAB/tftp"
		wait_for_udp 30 "$host" 69
		wait_for_udp 30 "$host" 4011
	done
}

# order_of HOST: a card whose first server this is, and the map for it.
order_of() {
	local n said
	for n in {10..99}; do
		machine_mac=52:54:00:12:34:$n
		map_small server=10.9.0.1 server=10.9.0.4
		said=$("$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp" explain pc)
		[[ $said != *"they answer: ${address[$1]} at once"* ]] || return 0
	done
	false
}

# boots FIRMWARE HOST OTHER LAST: the machine has all from this host, the last of it
# is this file, and the other has sent nothing.
boots() {
	local log
	for log in helper.server helper.second tftpd.server tftpd.second; do
		: >"$LAB/$log"
	done
	machine_start "$1"
	logged 180 "tftpd.$2" "sent file=small/$4 "
	machine_stop
	never "tftpd.$3" 'sent file='
	logged 10 "helper.$2" "mac=$machine_mac .*server=${address[$2]} -> OFFER rank="
}

# second_was LOG FIRMWARE: the other one has answered as well, or has seen the client
# go on, as iPXE does at once. EDK2 gathers offers, and gets both.
second_was() {
	local end='OFFER rank=1 wait='
	[ "$2" = efi ] || end="($end|silent reason=went-on)"
	logged 10 "$1" "mac=$machine_mac .*-> $end"
}

# in_both_orders FIRMWARE LAST
in_both_orders() {
	both_start
	order_of server
	boots "$1" server second "$2"
	second_was helper.second "$1"
	order_of second
	boots "$1" second server "$2"
	second_was helper.server "$1"
	# The first one's cable is pulled.
	ip link set to-second down
	boots "$1" server second "$2"
	never helper.second 'OFFER'
}

@test "a BIOS whose network ROM is iPXE takes the first of two servers" {
	in_both_orders bios done-pcbios
}

@test "iPXE's EFI program takes the first of two servers" {
	in_both_orders efi-ipxe done-efi
}

@test "OVMF's own network boot takes the first of two servers" {
	in_both_orders efi done-efi
}
