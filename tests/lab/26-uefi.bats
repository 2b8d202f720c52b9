#!/usr/bin/env bats
# UEFI's own network boot beside a plain DHCP server, by PXE and by HTTP, with
# Secure Boot and without, with the loaders of two releases of Debian: how far
# each comes, and what our log says of those that do not. The proof is what the
# kernel itself says on the serial console; its initrd is a short one.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load case
load web
load pc
load bootroot

setup() {
	case_begin
	pc_screen=
	site_words=()
}

teardown() {
	pc_stop
	case_end
}

# image RELEASE: its installer as debianRELEASE, with a short initrd.
image() {
	local from
	from=$(cache_installer_of "$1") || cache_needs "installer$1"
	bootroot_import "debian$1" "$from" >/dev/null
	bootroot_shorten "debian$1"
}

# boots FIRMWARE native|http RELEASE [WORD...]: the PC is switched on. With
# ip= nobody else gives it an address.
boots() {
	local firmware=$1 rom=$2 release=$3
	shift 3
	[[ " $*" != *' ip='* ]] || site_words+=(--dhcp-host="$pc_mac,ignore")
	image "$release"
	site_start dnsmasq dhcp "${site_words[@]}"
	bootroot_map "debian$release" "$@" >/dev/null
	inetd_start
	pc_start "$firmware" "$rom"
}

# booted_elsewhere RELEASE: with Secure Boot by PXE 90-boot boots the installer of this
# machine's release, and 30-other-debian that of the other one, each until its first
# program runs. WHOLE=1: here, too.
booted_elsewhere() {
	local other=([12]=bookworm [13]=trixie)
	[ "${WHOLE-}" != 1 ] || return 0
	# shellcheck disable=SC2154 # they are cache.bash's
	if [ "$cache_image_name" = "debian$1" ]; then
		skip '90-boot boots it; WHOLE=1: here, too'
	elif [ -e "$cache/${other[$1]}/setup/wants" ]; then
		skip '30-other-debian boots it; WHOLE=1: here, too'
	fi
}

# The folder of an image with its loaders and its kernel.
arch_folder() {
	echo "debian$1/debian-installer/amd64"
}

kernel_runs() {
	logged 600 serial 'Run /init as init process'
	logged 60 serial '^short: runs'
}

secure_boot_is_on() {
	logged 600 serial 'EFI stub: UEFI Secure Boot is enabled'
	logged 600 serial 'Secure boot enabled'
	logged 600 serial 'Kernel is locked down from EFI Secure Boot'
}

# What a web server that has the boot root wants more: GRUB asks for its files
# where Debian has built it for, and not in the image's folder.
web_layout() {
	local image=debian$1 grub=$LAB/tftp/debian-installer/amd64/grub
	mkdir -p "$grub"
	ln -s "../../../$image/debian-installer/amd64/grub/x86_64-efi" "$grub"
	"$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp" \
		explain pc file=grub/grub.cfg | sed '1,/, generated for this client$/d' >"$grub/grub.cfg"
	grep -q "^[[:blank:]]*linux '/$image/" "$grub/grub.cfg"
}

# boots_http FIRMWARE RELEASE
boots_http() {
	web_start
	boots "$1" http "$2" x64-http="http://10.9.0.1/$(arch_folder "$2")/bootnetx64.efi"
	decided 'arch=x64-http .*file=http://10.9.0.1/debian[0-9]*/.* -> OFFER'
}

# web_sent FILE...: the web server has sent these, whole, in this order.
web_sent() {
	local file
	for file; do
		logged 300 web.log "^10.9.0.[89][0-9] GET /+$file 200 $(stat -L -c %s "$LAB/tftp/$file")\$"
	done
}

# From the loader on by HTTP, until GRUB has its configuration. WHOLE=1: and the
# installer's kernel. By HTTP and with Secure Boot GRUB loads that in 29-demo as well.
boots_by_http() {
	local from
	from=$(arch_folder "$2")
	boots_http "$1" "$2"
	web_layout "$2"
	web_sent "$from"/bootnetx64.efi
	logged 300 web.log "GET /$from/+grubx64.efi 200 "
	web_sent debian-installer/amd64/grub/grub.cfg
	[ "${WHOLE-}" != 1 ] || {
		web_sent "$from"/{linux,initrd.gz}
		secure_boot_is_on
	}
	never syslog ' sent file='
}

# stops_at_prompt: GRUB found no configuration.
stops_at_prompt() {
	logged 900 serial 'grub> '
	never serial 'Linux version'
}

# WHOLE=1: and /init runs. With Secure Boot it does each time, see booted_elsewhere.
@test "PXE, Debian 13, no ip=: this GRUB takes its server from our answer" {
	boots efi native 13
	decided 'arch=x64 .*file=debian13/.* server=10.9.0.1 -> OFFER'
	sent "$(arch_folder 13)"/{bootnetx64.efi,grubx64.efi}
	logged 600 syslog "tftpd.*: sent file=[^ ]*grub.cfg generated=GRUB .*mac=$pc_mac "
	[ "${WHOLE-}" = 1 ] || return 0
	sent "$(arch_folder 13)"/{linux,initrd.gz}
	kernel_runs
	never serial 'Secure boot enabled'
}

@test "PXE, Secure Boot, Debian 13, no ip=" {
	booted_elsewhere 13
	boots efi-secure native 13
	sent "$(arch_folder 13)"/{bootnetx64.efi,grubx64.efi,linux,initrd.gz}
	secure_boot_is_on
}

@test "PXE, Secure Boot, Debian 12, ip=" {
	booted_elsewhere 12
	boots efi-secure native 12 ip=10.9.0.21
	decided 'ip=10.9.0.21 -> ACK'
	sent "$(arch_folder 12)"/{bootnetx64.efi,grubx64.efi,linux,initrd.gz}
	secure_boot_is_on
}

# Nobody told GRUB 2.06 of us: it asks the host that gave the address. That one
# has a TFTP server here, so that GRUB does not wait for it; the file is not
# there.
@test "PXE, Debian 12, no ip=: this GRUB asks the DHCP server's host, and stops at its prompt" {
	mkdir "$LAB/nothing"
	site_words=(--enable-tftp --tftp-root="$LAB/nothing")
	boots efi native 12 2>"$LAB/map.log"
	grep -q "warning: boot=debian12: x64: its GRUB 2.06 asks the DHCP server's host" "$LAB/map.log"
	sent "$(arch_folder 12)"/{bootnetx64.efi,grubx64.efi}
	stops_at_prompt
	logged 1 dhcp.log 'tftp.*: file .*/nothing/.*grub.cfg not found for'
	never syslog grub.cfg
	pc_stop
	logged 60 syslog "stalled file=$(arch_folder 12)/grubx64.efi .* hint=grub-prompt"
}

@test "PXE, Debian 12, no ip=, and the loaders of Debian 13 as the image loaders: their GRUB boots it" {
	cache_needs loaders13
	mkdir -p "$LAB/tftp"
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" loaders "$cache/loaders13"
	boots efi-secure native 12
	sent loaders/{shimx64.efi,grubx64.efi} "$(arch_folder 12)"/{linux,initrd.gz}
	secure_boot_is_on
}

@test "HTTP from lighttpd, Secure Boot, Debian 13: GRUB goes on by HTTP" {
	boots_by_http efi-secure 13
}

@test "HTTP, Debian 12: this GRUB cannot HTTP, and stops at its prompt" {
	boots_http efi 12
	web_layout 12
	logged 300 web.log "GET /$(arch_folder 12)/+grubx64.efi 200 "
	stops_at_prompt
	never web.log grub.cfg
}

@test "PXE, Secure Boot: a loader that nobody has signed is refused" {
	site_start dnsmasq dhcp
	map_small
	inetd_start
	pc_start efi-secure native
	sent small/snponly.efi
	logged 300 serial 'Access Denied'
	never syslog 'stage=ipxe'
	pc_stop
	logged 60 syslog 'stalled file=small/snponly.efi .* hint=secure-boot: .*Secure Boot'
}
