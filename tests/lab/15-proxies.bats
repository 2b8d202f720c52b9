#!/usr/bin/env bats
# Another proxy on the same network: dnsmasq, on a host of its own, which has
# another file. A client boots from one of both, wholly.

bats_require_minimum_version 1.5.0
load case

setup() {
	case_begin
	site_start dnsmasq dhcp
	net_host other 10.9.0.3/24
	mkdir -m 755 "$LAB/other"
	printf '#!ipxe\nimgfetch other-done\n' >"$LAB/other/other.ipxe"
	echo 'done' >"$LAB/other/other-done"
}

teardown() {
	case_end
}

# other_start [WORD...]: it serves its own file, too.
other_start() {
	background other-start.log on other "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file=/dev/null --user=root --pid-file= --log-facility="$LAB/other.log" \
		--log-dhcp --port=0 --interface=eth0 --bind-interfaces --leasefile-ro \
		--dhcp-range=10.9.0.0,proxy --pxe-service=x86PC,other,other.ipxe,10.9.0.3 \
		--pxe-service=X86-64_EFI,other,other.ipxe,10.9.0.3 \
		--dhcp-boot=other.ipxe,,10.9.0.3 --enable-tftp --tftp-root="$LAB/other" "$@"
	wait_for_line 60 "$LAB/other.log" 'DHCP, proxy on subnet'
}

@test "the other one is slower: the client is ours" {
	other_start --dhcp-reply-delay=5
	map_small
	inetd_start
	machine_start bios
	sent small/small.ipxe small/done-pcbios
	never other.log 'sent .*other'
}

@test "the client is not in our map: it is the other one's, and we are silent" {
	other_start
	map_small
	sed -i 's/^[^ ]*/52:54:00:99:99:99/' "$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	inetd_start
	machine_start bios
	decided 'silent reason=unknown-client'
	logged 180 other.log 'sent .*/other-done to 10\.9\.0\.'
	never syslog '-> (OFFER|ACK|NAK)'
	never syslog 'sent file='
}

@test "both answer at once: the client boots from one, wholly" {
	other_start
	map_small
	inetd_start
	machine_start bios
	wait_for 120 somebody_has_booted
	if grep -q 'sent file=' "$LAB/syslog"; then
		never other.log 'sent .*other'
	fi
}

somebody_has_booted() {
	grep -qs 'sent file=small/done-pcbios' "$LAB/syslog" ||
		grep -qs 'sent .*/other-done' "$LAB/other.log"
}

@test "UEFI, both answer at once: the client boots from one, wholly" {
	cp "$LAB/tftp/small/snponly.efi" "$LAB/other/other.ipxe"
	other_start
	map_small
	inetd_start
	machine_start efi
	wait_for 120 somebody_has_sent_efi
}

somebody_has_sent_efi() {
	grep -qs 'sent file=small/snponly.efi' "$LAB/syslog" ||
		grep -qs 'sent .*/other.ipxe' "$LAB/other.log"
}
