#!/usr/bin/env bats
# Loaders with http=: what each of them then asks for by HTTP, and what goes on by
# TFTP; of images that have a menu of their own.

bats_require_minimum_version 1.5.0
load case
load web
load pc
load bootroot

boot=debian-installer/amd64

setup() {
	case_begin
	from=$(cache_installer_of 13) || cache_needs installer13
	bootroot_import debian13 "$from" >/dev/null
}

teardown() {
	pc_stop
	case_end
}

# begin WORD...: what the PC boots, by HTTP; httpd serves it.
begin() {
	printf '%s pc http=yes %s\n' "$pc_mac" "$*" >"$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	background httpd.log on server "$LAB/bin/httpd" -d -l 10.9.0.1 -m "$LAB/clients.cdb" "$LAB/tftp"
	wait_for 60 web_listens
}

helper() {
	background helper.log on server "$LAB/bin/dhcp-helper" -d -l 255.255.255.255 -m "$LAB/clients.cdb"
	wait_for_udp 30 server 67
}

tftp() {
	background tftpd.log on server "$LAB/bin/tftpd" -d -l 10.9.0.1 -m "$LAB/clients.cdb" "$LAB/tftp"
	wait_for_udp 30 server 69
}

# has_sent SERVER FILE...: it has sent these, whole.
has_sent() {
	local file server=$1
	for file in "${@:2}"; do
		logged 600 "$server.log" "^sent file=$file .*mac=$pc_mac "
	done
}

@test "PXELINUX that iPXE loads by a URL has iPXE load the image's own menu by URLs" {
	begin boot=debian13
	site_start dnsmasq dhcp
	helper
	pc_start bios ipxe
	logged 600 helper.log 'arch=bios stage=ipxe .*file=http://10\.9\.0\.1/debian13/pxelinux\.0 .*-> OFFER'
	has_sent httpd debian13/pxelinux.0 debian13/ldlinux.c32 debian13/pxelinux.cfg/default \
	    "debian13/$boot/boot-screens/"{menu.cfg,vesamenu.c32,libcom32.c32,splash.png}
}

# QEMU's ROM is iPXE, which is told another thing: so dnsmasq says what dhcp-helper
# tells a PC whose ROM is none.
@test "lpxelinux.0, with its folder as a URL in option 210, boots by HTTP" {
	cp "$cache/pxelinux/usr/lib/PXELINUX/lpxelinux.0" "$LAB/tftp/small"
	cp "$cache/syslinux-common/usr/lib/syslinux/modules/bios/ldlinux.c32" "$LAB/tftp/small"
	chmod -R a+rX "$LAB/tftp"
	bootroot_shorten debian13
	begin boot=small bios=lpxelinux.0 kernel=/debian13/$boot/linux initrd=/debian13/$boot/initrd.gz args=console=ttyS0
	run -0 "$LAB/bin/mkbootroot" -m "$LAB/clients.cdb" -r "$LAB/tftp" explain pc arch=bios
	[[ $output == *'209 config     pxelinux.cfg/01-52-54-00-12-34-56'*'210 prefix     http://SERVER/small/'* ]]
	tftp
	site_start dnsmasq dhcp --dhcp-boot=small/lpxelinux.0,,10.9.0.1 \
	    --dhcp-option-force=209,pxelinux.cfg/01-52-54-00-12-34-56 --dhcp-option-force=210,http://10.9.0.1/small/
	pc_start bios ipxe
	has_sent tftpd small/lpxelinux.0
	has_sent httpd small/ldlinux.c32 small/pxelinux.cfg/01-52-54-00-12-34-56 \
	    "debian13/$boot/"{linux,initrd.gz}
	logged 600 serial '^short: runs'
	[ "$(grep -c '^sent' "$LAB/tftpd.log")" = 1 ]
}

@test "iPXE for UEFI loads the image's GRUB by HTTP, and that goes on by TFTP" {
	begin boot=debian13
	tftp
	site_start dnsmasq dhcp
	helper
	pc_start efi ipxe
	logged 600 helper.log 'arch=x64 stage=ipxe .*file=http://10\.9\.0\.1/01-52-54-00-12-34-56\.ipxe .*-> OFFER'
	has_sent httpd 01-52-54-00-12-34-56.ipxe "debian13/$boot/grubx64.efi"
	has_sent tftpd "debian13/$boot/grub/grub.cfg"
	never tftpd.log 'grubx64\.efi'
}

@test "UEFI that boots by HTTP sees the image's own menu, without TFTP" {
	begin boot=debian13
	site_start dnsmasq dhcp
	helper
	pc_start efi http
	logged 600 helper.log "arch=x64-http .*file=http://10\.9\.0\.1/debian13/$boot/bootnetx64\.efi .*-> OFFER"
	has_sent httpd "debian13/$boot/"{bootnetx64.efi,grubx64.efi,grub/grub.cfg}
}
