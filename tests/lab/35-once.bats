#!/usr/bin/env bats
# once, from power-on to the disk, and nobody does anything: machines whose firmware
# boots from the network first are installed by the lab's own installer, say that they
# are done, start again, and boot their disk; armed again, they are installed again. What
# arms is not the firmware's: all of it is done with a BIOS by HTTP, which is fastest, and
# with UEFI by TFTP once. WHOLE=1: all of it with UEFI, too, the BIOS by TFTP, and UEFI by
# HTTP.
# Then, with WHOLE=1, Debian's installer, with a preseed that ends with saying done.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load case
load pc
load disk
load bootroot
load setup-image

setup() {
	case_begin
	pc_screen=
	mkdir -m 777 "$LAB/done"
	: >"$LAB/done/.bootroot"
	site_start dnsmasq dhcp
}

teardown() {
	pc_stop
	case_end
}

mkbootroot() {
	"$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp" -D "$LAB/done" "$@"
}

# once_map WORD...: the PC is installed once, by the image's word; and nobody else is.
once_map() {
	printf '%s\n' "$pc_mac pc boot=setup $*" 'default - ignore' \
		'image setup - once initrd=initrd.zst initrd=setup.gz args="console=ttyS0 no_timer_check say=@done@"' >"$LAB/clients"
	mkbootroot -q
}

# comes N LOG REGEX: waits for N such lines.
comes() {
	wait_for $((600 * ${PATIENCE:-2})) has_lines "$LAB/$2" "$3" "$1" || {
		echo "not $1 in $2: $3"
		case_logs
		return 1
	}
}

# installs N BY: for the Nth time; and by BY it says that it is done.
installs() {
	comes "$1" serial '^setup: writes the disk'
	comes "$1" serial '^setup: starts again'
	comes "$1" syslog ": done client=[^ ]* mac=$pc_mac name=pc by=$2"
}

# The disk is booted N times more.
boots_disk() {
	local before
	before=$(grep -ac -e "$disk_mark" "$LAB/serial" || :)
	comes "$((before + $1))" serial "$disk_mark"
}

# lives FIRMWARE ROM BY TIMES DISK: from power-on, without a hand but for again: it is
# installed so often, and after the first time it boots its disk so often.
lives() {
	setup_disk
	pc_start "$1" "$2"
	installs 1 "$3"
	boots_disk "$5"
	logged 1 syslog "dhcp-helper.*: boot mac=$pc_mac .* once=armed"
	logged 1 syslog "dhcp-helper.*: boot mac=$pc_mac .* once=done"
	run -0 mkbootroot "done"
	[[ $output == *pc*done*"$3"* ]]
	[ "$4" = 1 ] || {
		mkbootroot again pc
		installs 2 "$3"
	}
	[ "$5" = 1 ] || boots_disk 1
	pc_stop
	# Never but when it was armed.
	[ "$(grep -ac '^setup: writes the disk' "$LAB/serial")" = "$4" ]
	[ "$(grep -c ': sent file=setup/vmlinuz ' "$LAB/syslog")" = "$4" ]
	never serial 'setup: cannot'
}

# How often UEFI is installed, and how often it boots its disk after the first time.
uefi=(1 1) bios=1
[ "${WHOLE-}" != 1 ] || uefi=(2 2) bios=2

whole() {
	[ "${WHOLE-}" = 1 ] || skip "WHOLE=1, and make nightly, do it: $1"
}

@test "BIOS, iPXE, by HTTP" {
	cache_needs linux-image-cloud-amd64
	setup_image_make
	once_map http=yes
	inetd_start http
	lives bios ipxe http 2 "$bios"
	never syslog tftpd
}

@test "BIOS, iPXE, by TFTP" {
	whole 'it is by HTTP here, and UEFI by TFTP'
	cache_needs linux-image-cloud-amd64
	setup_image_make
	once_map
	inetd_start
	lives bios ipxe tftp 2 "$bios"
}

# The disk is the next entry behind that one of the network's. quirk=no-windowsize: shim's
# 512-byte blocks lose less so, in QEMU.
@test "UEFI's own network boot, Secure Boot, by TFTP" {
	cache_needs linux-image-cloud-amd64 loaders13
	setup_image_make
	mkbootroot -q loaders "$cache/loaders13"
	once_map quirk=no-windowsize
	inetd_start
	# shellcheck disable=SC2034 # pc.bash's
	pc_entry=pxe
	lives efi-secure native tftp "${uefi[@]}"
	logged 1 serial 'EFI stub: UEFI Secure Boot is enabled'
}

@test "UEFI's own network boot, by HTTP" {
	whole 'it is by TFTP here, and a BIOS by HTTP'
	cache_needs linux-image-cloud-amd64 loaders13
	setup_image_make
	mkbootroot -q loaders "$cache/loaders13"
	once_map http=yes
	inetd_start http
	# shellcheck disable=SC2034 # pc.bash's
	pc_entry=http
	lives efi http http "${uefi[@]}"
	never syslog tftpd
}

# The end of an installation is far without a mirror, and what it runs there is in
# 39-variables, as Debian's installer reads it. Here the installer boots with it, and runs
# it at the beginning, as its debconf has it. That an installer which runs has its preseed,
# filled for this client, is seen in 27-tutorial as well.
@test "Debian's installer has a preseed that ends with saying done, and can say so" {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, boot the installer for it'
	cache_needs_installer
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" import debian "$cache_installer"
	cat >"$LAB/auto.cfg" <<-'END'
		d-i debian-installer/locale string en_US.UTF-8
		d-i preseed/early_command string exec >/dev/console 2>&1; cd /sys/class/net; for card in e*; do ip address add 10.9.0.50/24 dev $card; ip link set $card up; done; sh -c "$(debconf-get preseed/late_command)" && echo 'this is done'
		d-i preseed/late_command string echo "@name@'s own command"; exit 0 # and no more
	END
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" preseed debian "$LAB/auto.cfg"
	echo "$pc_mac pc boot=debian once args=\"console=ttyS0 DEBIAN_FRONTEND=text\"" >"$LAB/clients"
	mkbootroot -q
	inetd_start
	pc_start bios ipxe
	logged 600 serial "^pc's own command"
	logged 60 serial '^this is done'
	comes 1 syslog ": done client=[^ ]* mac=$pc_mac name=pc by=tftp"
	never serial 'Choose the language|Keymap to use'
}
