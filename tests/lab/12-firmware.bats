#!/usr/bin/env bats
# Other firmware, and the second stage, beside a plain DHCP server: UEFI HTTP
# boot, arm64 UEFI, an iPXE that iPXE has loaded, U-Boot.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load case
load web

setup() {
	case_begin
}

teardown() {
	case_end
}

@test "UEFI boots by HTTP from a web server, and goes on by TFTP" {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, do it; the next test goes on by HTTP'
	site_start dnsmasq dhcp
	map_small x64-http=http://10.9.0.1/small/snponly.efi
	inetd_start
	web_start
	machine_start efi-http
	decided 'arch=x64-http .*file=http://10.9.0.1/small/snponly.efi .*-> OFFER'
	logged 180 web.log "^10.9.0.[89][0-9] GET /small/snponly.efi 200 $(stat -c %s "$LAB/tftp/small/snponly.efi")\$"
	# What it has loaded runs.
	decided 'arch=x64 stage=ipxe .*-> OFFER'
	sent small/small.ipxe small/done-efi
}

@test "UEFI boots by HTTP from a web server that has a script for iPXE" {
	site_start dnsmasq dhcp
	map boot=small x64-http=http://10.9.0.1/small/snponly.efi ipxe=http://10.9.0.1/small/small.ipxe
	inetd_start
	web_start
	machine_start efi-http
	decided 'arch=x64-http .*file=http://10.9.0.1/small/snponly.efi .*-> OFFER'
	logged 180 web.log "^10.9.0.[89][0-9] GET /small/snponly.efi 200 $(stat -c %s "$LAB/tftp/small/snponly.efi")\$"
	# What it has loaded runs, and is told its script.
	decided 'arch=x64 stage=ipxe .*file=http://10.9.0.1/small/small.ipxe .*-> OFFER'
	logged 180 web.log 'GET /small/small.ipxe 200'
	logged 180 web.log 'GET /small/done-efi 200'
}

@test "UEFI of arm64 boots" {
	printf 'not a program' >"$LAB/tftp/small/boot.efi"
	site_start dnsmasq dhcp
	map boot=small arm64=boot.efi
	inetd_start
	machine_start arm64
	decided 'arch=arm64 .*file=small/boot.efi server=10.9.0.1 -> OFFER'
	sent small/boot.efi
	logged 600 serial 'NBP file downloaded successfully'
}

# The ROM is iPXE, too. So the script tells by the driver who reads it: the
# ROM goes on to undionly.kpxe, and that one asks us anew.
@test "BIOS: undionly.kpxe, loaded by iPXE, asks again and goes on" {
	site_start dnsmasq dhcp
	printf '#!ipxe\niseq ${net0/chip} undionly && imgfetch done-pcbios || chain undionly.kpxe\n' \
		>"$LAB/tftp/small/small.ipxe"
	map_small
	inetd_start
	machine_start bios
	sent small/undionly.kpxe small/done-pcbios
	[ "$(grep -c 'arch=bios stage=ipxe .*-> OFFER' "$LAB/syslog")" -ge 2 ]
}

# uboot MACHINE COMMAND [WORD...]: U-Boot, which gets its address from us, and
# does on its serial console what it is told.
uboot() {
	local machine=$1 command=$2
	shift 2
	[ "$machine" != uboot-arm64 ] || machine_mac=$machine_mac_uboot
	site_start dnsmasq dhcp --dhcp-host="$machine_mac,ignore"
	map boot=small ip=10.9.0.21 "$@"
	inetd_start
	machine_start "$machine"
	logged 600 serial 'Hit any key to stop autoboot'
	printf '\r' >&"$console"
	logged 600 serial '^=> '
	printf '%s\r' "$command" >&"$console"
	decided 'ip=10.9.0.21 -> ACK'
}

@test "U-Boot of x86, with an address from us, loads its file" {
	echo 'a script' >"$LAB/tftp/small/boot.scr"
	uboot uboot-x86 dhcp uboot=boot.scr
	sent small/boot.scr
	logged 600 serial 'Bytes transferred = 9'
}

@test "U-Boot of arm64, with an address from us, loads its file, and the configuration that is made for it" {
	# None of these names is a kernel's: one that is would be for all other machines.
	echo 'a kernel' | tee "$LAB/tftp/small/boot.scr" "$LAB/tftp/small/x64" >"$LAB/tftp/small/arm64"
	uboot uboot-arm64 'dhcp; pxe get; pxe boot' uboot=boot.scr kernel.arm64=arm64 kernel.x64=x64 args=quiet
	sent small/boot.scr
	logged 600 serial 'Bytes transferred = 9'
	logged 600 syslog 'tftpd.*: sent file=[^ ]*pxelinux.cfg/01-52-52-52-52-52-52 .*generated='
	logged 600 serial "Config file 'small/boot.scr' found"
	# Its own kernel, and not that of PXELINUX, which stands in the same file.
	sent small/arm64
	never syslog 'file=small/x64 '
	# A kernel that is not there is not asked for again.
	rm "$LAB/tftp/small/arm64"
	wait_for 600 has_lines "$LAB/serial" '^=> ' 2
	printf 'pxe boot\r' >&"$console"
	logged 600 serial 'Skipping boot for failure retrieving kernel'
	logged 600 syslog 'tftpd.*: refused file=small/small/arm64 .*reason=not-found'
	# Entries of a menu have names.
	map boot=menu ip=10.9.0.21 uboot=/small/boot.scr
	wait_for 600 has_lines "$LAB/serial" '^=> ' 3
	printf 'pxe get; pxe boot\r' >&"$console"
	logged 600 serial '^1:.*local: boot from the disk'
	[ "$(grep -c 'refused file=small/small/arm64 ' "$LAB/syslog")" = 1 ]
}
