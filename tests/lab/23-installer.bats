#!/usr/bin/env bats
# Debian's installer from real inetd: what the PC's own line says reaches it, with the
# preseed of that line, or without one; by HTTP, and by TFTP in 25-four-kinds. Its initrd is a short one, which writes the preseed
# on the serial console; that the installer itself asks nothing with one is
# 27-tutorial's, and 35-once's.

bats_require_minimum_version 1.5.0
load case
load bootroot

setup() {
	cache_needs_installer
	case_begin
	machine_memory=1024
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" import debian12 "${cache_installer:?}"
	bootroot_shorten debian12
	cat >"$LAB/auto.cfg" <<-'END'
		d-i debian-installer/locale string en_US.UTF-8
		d-i preseed/early_command string echo "@name@ at @mac@ installs itself"
	END
	# Who is not asked about is another client of the image.
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" preseed debian12 "$LAB/auto.cfg"
}

teardown() {
	case_end
}

# installer_map NAME WORD...: the PC's line, and others that it must not get.
installer_map() {
	{
		printf '%s %s boot=debian12 http=yes args="console=ttyS0 no_timer_check DEBIAN_FRONTEND=text"%s\n' \
			"$machine_mac" "$1" "$(printf ' %s' "${@:2}")"
		echo '52:54:00:99:99:99 other boot=debian12 args="console=ttyS9"'
		echo 'default - ignore'
	} >"$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}

# sent_configuration LANGUAGE
sent_configuration() {
	logged 300 syslog " sent file=[^ ]* generated=$1 client=[^ ]* mac=$machine_mac "
}

# installs_itself NAME: the initrd was sent with the preseed behind it, filled.
installs_itself() {
	logged 400 syslog " sent file=debian12/debian-installer/amd64/initrd.gz generated=preseed client=[^ ]* mac=$machine_mac name=$1 "
	logged 600 serial "^d-i preseed/early_command .*$1 at $machine_mac installs itself"
	never serial '@name@|@mac@'
}

@test "UEFI, iPXE: the preseed comes behind the initrd, filled" {
	site_start dnsmasq dhcp
	installer_map web2
	inetd_start http
	machine_start efi-ipxe
	decided 'arch=x64 stage=ipxe .*-> OFFER'
	sent_configuration iPXE
	installs_itself web2
}

# What an installer without a preseed does is 25-four-kinds'.
@test "BIOS: a client whose own line says so gets no preseed" {
	site_start dnsmasq dhcp
	installer_map asked preseed=-
	inetd_start http
	machine_start bios
	sent debian12/debian-installer/amd64/initrd.gz
	logged 600 serial '^short: runs'
	never serial 'd-i '
	never syslog 'generated=preseed'
}
