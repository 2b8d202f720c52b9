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

# The entries of inetd.conf in the manual, each on one line.
inetd_conf() {
	sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' "$dir/examples" |
	    sed -n 's/^ *\([0-9.:a-z]* dgram \)/\1/p' |
	    sed "s|/usr/local/libexec/bootroot/dhcp-helper|$dir/counted|" \
	    >"$dir/conf"
	cat "$dir/conf"
	[ "$(wc -l <"$dir/conf")" = 3 ]
}

listens() {
	[ "$(inside ss -Huln | grep -cE ' (255\.255\.255\.255|10\.9\.0\.1):67 | 0\.0\.0\.0:4011 ')" = 3 ]
}

# Every socket is served, from the first datagram on, by one start each.
all_served() {
	wait_for 30 listens
	for n in 1 2 3; do
		told "$EFI"
		[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
		told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
		[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
		told "$EFI" --giaddr 10.9.0.250 --from 10.9.0.250:67 \
		    --to 10.9.0.1:67
		[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	done
	[ "$(grep -c start "$dir/starts")" = 3 ]
	for pid in $(pgrep -f "dhcp-helper -m $dir/clients.cdb"); do
		[ "$(awk '/^Uid/ { print $2, $3, $4 }' "/proc/$pid/status")" = \
		    "$(id -u nobody) $(id -u nobody) $(id -u nobody)" ]
	done
}

@test "openbsd-inetd, by the lines of the manual" {
	begin_servers
	inetd_conf
	behind "$bin/openbsd-inetd" -i "$dir/conf"
	all_served
}

@test "inetutils-inetd, by the lines of the manual" {
	begin_servers
	inetd_conf
	behind "$bin/inetutils-inetd" -d "$dir/conf" >/dev/null 2>&1
	all_served
}

# The third service is the first with the changes that the manual names.
@test "xinetd, by the file that we give, and the third service" {
	begin_servers
	{
		cat "$top/dhcp-helper/dhcp-helper.xinetd"
		sed -n '/^service bootroot-dhcp$/,/^}/p' \
		    "$top/dhcp-helper/dhcp-helper.xinetd" |
		    sed -e 's/bootroot-dhcp$/bootroot-relay/' \
		    -e 's/255\.255\.255\.255/10.9.0.1/'
	} | sed "s|/usr/local/libexec/bootroot/dhcp-helper|$dir/counted|" \
	    >"$dir/conf"
	behind "$bin/xinetd" -dontfork -f "$dir/conf" -pidfile "$dir/pid"
	all_served
}

@test "the service of xinetd in the manual is that of the file" {
	begin_servers
	sed -n '/^ *service bootroot-dhcp/,/}/p' "$dir/examples" |
	    tr -s ' \t' ' ' | sed 's/^ //' >"$dir/manual"
	sed -n '/^service bootroot-dhcp$/,/^}/p' \
	    "$top/dhcp-helper/dhcp-helper.xinetd" | tr -s ' \t' ' ' |
	    sed 's/^ //' | diff - "$dir/manual"
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
