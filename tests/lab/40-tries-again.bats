#!/usr/bin/env bats
# A kernel or an initrd that does not come, under real loaders: the machine is told so,
# starts nothing by halves, and boots by itself once the file is there.

bats_require_minimum_version 1.5.0
load case
load pc
load bootroot

setup() {
	case_begin
	pc_screen=
	pc_reboots=1
}

teardown() {
	pc_stop
	case_end
}

# An image whose kernel is iPXE's, of 300 kB, and whose initrd is a script for it, which
# asks for a file. What else it had on its command line it would take for a script.
small_kernel() {
	mkdir "$LAB/tftp/tiny"
	cp "$(cache_file "${cache:?}/ipxe" boot/ipxe.lkrn)" "$LAB/tftp/tiny/ipxe.lkrn"
	printf '#!ipxe\ndhcp && imgfetch tftp://10.9.0.1/tiny/runs ||\nsleep 600\n' >"$LAB/tftp/tiny/initrd.img"
	echo x >"$LAB/tftp/tiny/runs"
	printf '%s\n' "${pc_mac:?} pc boot=tiny kernel=ipxe.lkrn initrd=initrd.img ip=10.9.0.21 router=10.9.0.1" >"$LAB/clients"
}

# is_away FILE: it is kept, and not there.
is_away() {
	mv "$LAB/tftp/$1" "$LAB/kept"
	away=$1
}

is_back() {
	mv "$LAB/kept" "$LAB/tftp/$away"
}

# The map is made while all is there.
begin() {
	chmod -R a+rX "$LAB/tftp"
	site_start dnsmasq dhcp --dhcp-host="${pc_mac:?},ignore"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	inetd_start
}

# asks N WHAT FILE: so many such lines are in the log.
asks() {
	wait_for $((600 * ${PATIENCE:-2})) has_lines "$LAB/syslog" ": $2 file=$3 " "$1" || {
		echo "not $1 times: $2 $3"
		case_logs
		return 1
	}
}

# Somebody presses Ctrl-C: iPXE waits no longer. It has waited by itself before, for 60
# seconds. A machine so slow that the refusal has not reached it yet waits for them again.
waits_no_longer() {
	echo 'sendkey ctrl-c' >&"${pc_monitor:?}"
}

@test "PXELINUX waits, and loads the same again" {
	small_kernel
	cp "${cache:?}/pxelinux/usr/lib/PXELINUX/pxelinux.0" "$LAB/tftp/tiny"
	cp "$cache/syslinux-common/usr/lib/syslinux/modules/bios/ldlinux.c32" "$LAB/tftp/tiny"
	begin
	is_away tiny/initrd.img
	pc_start bios ipxe
	asks 2 refused tiny/initrd.img
	is_back
	asks 1 sent tiny/runs
	[ "$(grep -c ': sent file=.*pxelinux.cfg/01-' "$LAB/syslog")" = 1 ]
}

@test "iPXE starts the machine anew, and asks for its script again" {
	small_kernel
	begin
	is_away tiny/ipxe.lkrn
	pc_start bios ipxe
	asks 2 refused tiny/ipxe.lkrn
	is_back
	is_away tiny/initrd.img
	waits_no_longer
	asks 1 refused tiny/initrd.img
	is_back
	waits_no_longer
	asks 1 sent tiny/runs
	[ "$(grep -c ': sent file=.*\.ipxe ' "$LAB/syslog")" -ge 3 ]
}

# WHOLE=1: until it has booted by itself.
@test "GRUB says what is missing, and starts the machine anew" {
	image=debian12
	bootroot_import "$image" "$(cache_installer_of 12)" >/dev/null
	bootroot_shorten "$image"
	bootroot_map "$image" ip=10.9.0.21 router=10.9.0.1
	installer=$image/debian-installer/amd64
	begin
	is_away "$installer/linux"
	pc_start efi native
	asks 1 refused "$installer/linux"
	logged 600 serial 'This has not started\. The machine starts anew in 60 seconds \(Esc: now\)'
	# Four more boots take an emulated PC long.
	[ "${WHOLE-}" = 1 ] || return 0
	asks 2 refused "$installer/linux"
	is_back
	is_away "$installer/initrd.gz"
	asks 1 refused "$installer/initrd.gz"
	asks 4 sent '.*grub\.cfg'
	is_back
	logged 900 serial 'short: runs'
	# The kernel is never started without its initrd.
	never serial 'Kernel panic'
}
