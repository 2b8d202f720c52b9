#!/usr/bin/env bats
# dhcp-helper under real super-servers, by the very lines of its manual page.

bats_require_minimum_version 1.5.0

load dhcp

begin_servers() {
	bin=$top/.cache/bin
	# Counts the starts; then it is the program itself.
	cat >"$dir/counted" <<-END
		#!/bin/sh
		echo start >>"$dir/starts"
		exec "$helper" -m "$dir/clients.cdb" "\$@"
	END
	chmod 755 "$dir/counted"
	chmod 666 "$dir/starts"
	mandoc -Tascii "$top/dhcp-helper/dhcp-helper.8" | sed 's/.\x08//g' |
	    sed -n '/^EXAMPLES/,/^DIAGNOSTICS/p' >"$dir/examples"
}

# What a super-server started outlives it. It is in our namespace.
teardown() {
	pkill -KILL -f "dhcp-helper -m $dir/clients.cdb" || :
	namespace_end
}

# section HEADING: what the manual's example of that name shows.
section() {
	sed -n "/^   $1\$/,/^   [^ ]/p" "$dir/examples" | sed -e ':a' -e '/\\$/N; s/\\\n *//; ta'
}

# role HEADING openbsd-inetd|inetutils-inetd|xinetd: the lines of the example for
# the map and for that super-server, which starts with them.
role() {
	cache_needs "$2"
	section "$1" >"$dir/section"
	sed -nE 's/^ *((([0-9a-f]{2}:){5}|net [0-9]).*)/\1/p' "$dir/section" >"$dir/lines"
	[ -s "$dir/lines" ]
	{
		cat "$dir/lines"
		echo "$LOADERS"
	} | map
	case $2 in
	xinetd) sed -n '/^ *service /,/}/p' "$dir/section" ;;
	*) sed -n 's/^ *\([0-9.:a-z]* dgram \)/\1/p' "$dir/section" ;;
	esac | sed "s|/usr/local/libexec/bootroot/dhcp-helper|$dir/counted|" >"$dir/conf"
	cat "$dir/conf"
	[ -s "$dir/conf" ]
	case $2 in
	openbsd-inetd) behind "$bin/$2" -i "$dir/conf" ;;
	inetutils-inetd) behind "$bin/$2" -d "$dir/conf" >/dev/null 2>&1 ;;
	xinetd) behind "$bin/$2" -dontfork -f "$dir/conf" -pidfile "$dir/pid" ;;
	esac
	sockets=$(grep -cE 'dgram' "$dir/conf")
	wait_for 60 listens
}

listens() {
	[ "$(inside ss -Huln | grep -cE ' (255\.255\.255\.255|10\.9\.0\.1):67 | (0\.0\.0\.0|\*):4011 ')" = "$sockets" ]
}

# Each socket has been served from the first datagram on, by one start, by
# nobody.
started_once_each() {
	[ "$(grep -c start "$dir/starts")" = "$sockets" ]
	for pid in $(pgrep -f "dhcp-helper -m $dir/clients.cdb"); do
		[ "$(awk '/^Uid/ { print $2, $3, $4 }' "/proc/$pid/status")" = \
		    "$(id -u nobody) $(id -u nobody) $(id -u nobody)" ]
	done
}

# gets ADDRESS OPTION...: the answer gives this address (yiaddr).
gets() {
	local yiaddr
	yiaddr=$(client --show "$1")
	shift
	run -0 client "$@"
	echo "$output"
	[ "${lines[1]:32:8}" = "$yiaddr" ]
}

beside() {
	role 'Boot options beside a DHCP server' "$1"
	for _ in 1 2 3; do
		told "$EFI"
		[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
		[ "${lines[1]:32:8}" = 00000000 ]
		told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
		[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
	done
	started_once_each
}

given() {
	role 'DHCP server for the clients with an address' "$1"
	for _ in 1 2 3; do
		gets 0a090015
		# A lease is renewed at our address.
		gets 0a090015 --type 3 --ciaddr 10.9.0.21 --from 10.9.0.21:68 --to 10.9.0.1:67
		[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.21:68" ]
	done
	started_once_each
}

bootp() {
	role 'BOOTP server' "$1"
	for _ in 1 2 3; do
		gets 0a090015 --type 0 --vendor none --arch none --undi none --uuid none --tail 'ff @60'
		[[ ${lines[1]:216} == "$(client --show "'$BIOS' 00")"* ]]
	done
	started_once_each
}

relayed() {
	role 'Behind relays' "$1"
	for _ in 1 2 3; do
		told "$EFI" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
		[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	done
	started_once_each
}

several() {
	link_add eth1 pc1 10.9.1.1/24 02:00:00:00:01
	role 'Several interfaces' "$1"
	for _ in 1 2 3; do
		told "$EFI" --interface pc1
		[ "${lines[0]}" = "10.9.1.1:67 > 255.255.255.255:68" ]
	done
	started_once_each
}

@test "boot options, openbsd-inetd" { begin_servers && beside openbsd-inetd; }

@test "boot options, inetutils-inetd" { begin_servers && beside inetutils-inetd; }

@test "boot options, xinetd" { begin_servers && beside xinetd; }

@test "DHCP server, openbsd-inetd" { begin_servers && given openbsd-inetd; }

@test "DHCP server, inetutils-inetd" { begin_servers && given inetutils-inetd; }

@test "DHCP server, xinetd" { begin_servers && given xinetd; }

@test "BOOTP server, openbsd-inetd" { begin_servers && bootp openbsd-inetd; }

@test "BOOTP server, inetutils-inetd" { begin_servers && bootp inetutils-inetd; }

@test "BOOTP server, xinetd" { begin_servers && bootp xinetd; }

@test "relays, openbsd-inetd" { begin_servers && relayed openbsd-inetd; }

@test "relays, inetutils-inetd" { begin_servers && relayed inetutils-inetd; }

@test "relays, xinetd" { begin_servers && relayed xinetd; }

@test "one of several interfaces, openbsd-inetd" { begin_servers && several openbsd-inetd; }

@test "one of several interfaces, inetutils-inetd" { begin_servers && several inetutils-inetd; }

@test "one of several interfaces, xinetd" { begin_servers && several xinetd; }

@test "the services of xinetd in the manual are those of the file" {
	begin_servers
	section 'Boot options beside a DHCP server' | sed -n '/^ *service /,/}/p' |
	    tr -s ' \t' ' ' | sed 's/^ //' >"$dir/manual"
	sed -n '/^service /,/^}/p' "$top/dhcp-helper/dhcp-helper.xinetd" |
	    tr -s ' \t' ' ' | sed 's/^ //' | diff - "$dir/manual"
}

@test "the lines for inetd in the manual are those of the sample" {
	begin_servers
	{
		section 'Boot options beside a DHCP server'
		section 'Behind relays' | sed 's/^ *10\.9\.0\.1:/#192.0.2.1:/'
	} | sed -n 's/^ *\([#0-9.:a-z]* dgram \)/\1/p' >"$dir/manual"
	grep 'dhcp-helper$' "$top/inetd.conf.sample" | tr '\t' ' ' | diff - "$dir/manual"
}

@test "the sockets of systemd's unit are those of the manual" {
	begin_servers
	grep '^ListenDatagram=' "$top/dhcp-helper/dhcp-helper.socket" >"$dir/unit"
	sed -n 's/^ *\(ListenDatagram=\)/\1/p' "$dir/examples" >"$dir/manual"
	diff "$dir/manual" "$dir/unit"
	# The third one has its address from the name of its unit.
	grep -qF 'systemctl enable dhcp-helper@10.9.0.1.socket' "$dir/examples"
	sed -n 's/^\(ListenDatagram=\)%i/\110.9.0.1/p' \
	    "$top/dhcp-helper/dhcp-helper@.socket" >>"$dir/manual"
	# As systemd binds them: one process has all three.
	mapfile -t sockets < <(sed 's/.*=//' "$dir/manual")
	serve --systemd "${sockets[@]}"
	told "$EFI"
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	told "$EFI" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
	[ "$(grep -c start "$dir/starts")" = 1 ]
}
