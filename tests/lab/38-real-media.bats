#!/usr/bin/env bats
# Media that are really booted, by HTTP and with nobody at the PC: live systems as
# dracut and live-boot make them, one that cloud-init sets up by answers for this very
# client, Memtest86+, and one image for two machines. What runs in the end says so on
# the serial console.

bats_require_minimum_version 1.5.0
load case
load web
load pc
load bootroot

setup() {
	[ "${WHOLE-}" = 1 ] || skip 'it takes minutes: WHOLE=1'
	cache_needs media13
	media=$cache/media13
	case_begin
	pc_screen=
}

teardown() {
	pc_stop
	case_end
}

# begin LINE...: the map; httpd and dhcp-helper serve it.
begin() {
	printf '%s\n' 'default - ignore http=yes' "$@" >"$LAB/clients"
	chmod -R a+rX "$LAB/tftp"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	background httpd.log on server "$LAB/bin/httpd" -d -l 10.9.0.1 -m "$LAB/clients.cdb" "$LAB/tftp"
	wait_for 60 web_listens
	site_start dnsmasq dhcp
	background helper.log on server "$LAB/bin/dhcp-helper" -d -l 255.255.255.255 -m "$LAB/clients.cdb"
	wait_for_udp 30 server 67
}

# imports IMAGE MEDIUM: the tree in $LAB/medium is one of those.
imports() {
	run -0 "$LAB/bin/mkbootroot" -r "$LAB/tftp" import "$1" "$LAB/medium"
	has_line "  medium    $2"
	[[ $output != *unproven* ]]
}

has_line() {
	grep -qF -e "$1" <<<"$output" || {
		echo "$output"
		return 1
	}
}

# has_sent FILE...: by HTTP, whole.
has_sent() {
	local file
	for file; do
		logged 900 httpd.log "^sent file=${file//+/\\+} .*name=pc "
	done
}

# medium FILE OF...: a medium's files, each of one of the cache.
medium() {
	while [ $# -gt 0 ]; do
		mkdir -p "$(dirname "$LAB/medium/$1")"
		cp "$media/$2" "$LAB/medium/$1"
		shift 2
	done
}

used() {
	echo "${BATS_TEST_DESCRIPTION%%:*}: $(pc_seconds) s of the processor" >&3
}

@test "dracut-live, BIOS: root=live: is the client's own line, and its squashfs comes by HTTP" {
	medium images/pxeboot/vmlinuz vmlinuz images/pxeboot/initrd.img initrd.dracut \
		LiveOS/squashfs.img small.squashfs
	imports live 'a live system of Fedora'
	begin "$pc_mac pc boot=live args=\"console=ttyS0 said=@name@\""
	pc_start bios ipxe
	has_sent live/images/pxeboot/vmlinuz live/images/pxeboot/initrd.img live/LiveOS/squashfs.img
	logged 900 serial 'small: runs'
	logged 60 serial 'small: root is (overlay|squashfs)'
	logged 60 serial 'small: arguments .*root=live:http://10\.9\.0\.1/live/LiveOS/squashfs\.img .*said=pc'
	used
}

@test "live-boot, BIOS: fetch= is the client's own line, and its squashfs comes by HTTP" {
	medium live/vmlinuz vmlinuz live/initrd.img initrd.live-boot live/filesystem.squashfs small.squashfs
	imports live "a live system of Debian's kind"
	begin "$pc_mac pc boot=live args=\"console=ttyS0 said=@name@\""
	pc_start bios ipxe
	has_sent live/live/{vmlinuz,initrd.img,filesystem.squashfs}
	logged 900 serial 'small: runs'
	logged 60 serial 'small: root is overlay'
	logged 60 serial 'small: arguments .*fetch=http://10\.9\.0\.1/live/live/filesystem\.squashfs .*said=pc'
	used
}

# Services that a busy machine keeps waiting are not ended.
patient='console=ttyS0 systemd.default_timeout_start_sec=1800'

# Its answers are its own: another client of the image has others, and is refused these.
@test "cloud-init, BIOS: a Debian tree takes its user-data from @answers@" {
	medium live/vmlinuz vmlinuz live/initrd.img initrd.live-boot live/filesystem.squashfs cloud.squashfs
	imports live "a live system of Debian's kind"
	mkdir "$LAB/tftp/answers"
	cat >"$LAB/tftp/answers/user-data" <<-'END'
		#cloud-config
		hostname: @name@
		write_files:
		  - path: /etc/for-whom
		    content: cloud is for @name@, @mac@
		runcmd:
		  - cat /etc/for-whom >/dev/console
		  - echo >/dev/console
		  - echo "cloud runs on $(hostname)" >/dev/console
	END
	sed 's/@name@/the other/' "$LAB/tftp/answers/user-data" >"$LAB/tftp/answers/other"
	begin "$pc_mac pc boot=live answers=/answers/user-data args=\"$patient\"" \
		'52:54:00:00:00:77 other boot=live answers=/answers/other ip=10.9.0.77'
	pc_start bios ipxe
	has_sent live/live/filesystem.squashfs meta-data answers/user-data vendor-data
	logged 1800 serial "cloud is for pc, $pc_mac"
	logged 300 serial 'cloud runs on pc'
	never serial 'the other'
	used
}

# memtest PC...: it is started, and comes to its tests.
memtest() {
	mkdir "$LAB/medium"
	cp "$media"/memtest/* "$LAB/medium"
	imports memtest 'Memtest86+'
	has_line '  missing   a loader for BIOS, a loader for x64'
	begin "$pc_mac pc boot=memtest args=\"console=ttyS0,115200 nobench\""
	pc_screen=1
	pc_start "$@"
	logged 300 serial 'Memtest86\+ v'
	logged 300 serial 'Moving inversions|Address test'
	used
}

@test "Memtest86+, BIOS: the file for the 16-bit protocol" {
	memtest bios ipxe
	has_sent memtest/memtest86+x64.bin
}

@test "Memtest86+, UEFI: the file that is a program of UEFI" {
	memtest efi ipxe
	has_sent memtest/memtest86+x64.efi
}

# machine KIND UNAME FOLDER: switched on, it runs its own kernel by HTTP.
machine() {
	machine_start "$1"
	has_sent "debian/debian-installer/$3/"{linux,initrd.gz}
	logged 900 serial "short: runs, $2"
	machine_stop
}

@test "x64 and arm64, UEFI's own HTTP boot: one line of the map, and each has its kernel" {
	cp -r "$(cache_installer_of 13)" "$LAB/medium"
	cp -r "$media/installer-arm64/debian-installer/arm64" "$LAB/medium/debian-installer"
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" import debian "$LAB/medium"
	bootroot_shorten debian
	bootroot_shorten debian arm64 "$media/busybox-arm64"
	begin "$machine_mac pc boot=debian args=\"console=ttyS0 console=ttyAMA0\""
	machine efi-http x86_64 amd64
	never httpd.log arm64
	machine arm64-http aarch64 arm64
	has_lines "$LAB/helper.log" 'arch=x64-http .*-> OFFER'
	has_lines "$LAB/helper.log" 'arch=arm64-http .*-> OFFER'
}
