#!/usr/bin/env bats
# The four kinds of clients under both firmwares, from the one clients file
# that clients(5) shows: an installer, an unattended one, a workstation in its
# memory, a root on NFS. In each boot the machine's own line decides. Under UEFI GRUB
# loads all of the unattended installer; of the workstation in memory, whose loaders are
# those of the image loaders, it has its configuration, and asks for that kernel: what a
# kernel is told and does then is seen under a BIOS, and what GRUB makes of such a text in
# 26-uefi. WHOLE=1: all of each of the four.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load case
load bootroot
load nfs
load patience

# The boot root is made once: no boot writes to it, and each test has links of
# its own to its files.
setup_file() {
	cache_needs linux-image-cloud-amd64
	cache_needs_installer
	mkdir -p "$LAB/tftp"
	programs_install
	load_loaders
	roots_begin
	four_images
	umount /srv
	mv "$LAB" "$BATS_FILE_TMPDIR/made"
}

setup() {
	case_begin
	cp -al "$BATS_FILE_TMPDIR"/made/{tftp,*.conf} "$LAB"
	roots_begin
	site_start dnsmasq dhcp "${ignored[@]}"
	# And what a kernel wants on a busy machine, see bootroot_map.
	{
		four_lines
		printf 'image %s - args=no_timer_check\n' debian12 ws nfs
	} >"$LAB/clients"
	make_root "$LAB/bin/mkbootroot" -m "$LAB/clients.cdb" -f "$LAB/clients"
	inetd_start
}

teardown() {
	case_end
	! mountpoint -q /srv || umount /srv
}

# Who gets an address from us gets none from the site.
ignored=(--dhcp-host=52:54:00:12:34:0{1,2,3,4}',ignore')

# The last literal text of the manual page's examples.
four_lines() {
	awk '/^\.Sh/ { inside = $2 == "EXAMPLES" }
	    inside && /^\.Bd/ { text = ""; literal = 1; next }
	    /^\.Ed/ { literal = 0 }
	    literal { text = text $0 "\n" }
	    END { printf "%s", text }' "$top/mkbootroot/clients.5"
}

make_root() {
	"$1" -q -r "$LAB/tftp" "${@:2}"
}

# The two roots on NFS.
roots_begin() {
	mount -t tmpfs none /srv
	root_tree common
	root_tree ws2
}

# What the page says: import, ramdisk, nfsroot.
four_images() {
	local mkbootroot=$LAB/bin/mkbootroot kernel busybox PATH=$PATH
	busybox=$(cache_file "$cache/busybox-static" bin/busybox)
	PATH=${busybox%/*}:$PATH
	kernel=$(echo "$cache"/linux-image-cloud-amd64/boot/vmlinuz-*)
	make_root "$mkbootroot" import debian12 "${cache_installer:?}"
	bootroot_shorten debian12
	# A console that is not named is the screen.
	cat >"$LAB/tftp/debian12/auto.cfg" <<-'END'
		d-i debian-installer/locale string en_US.UTF-8
		d-i keyboard-configuration/xkb-keymap select us
		d-i preseed/early_command string for n in 1 2 3; do echo "@name@ at @mac@ installs itself"; sleep 1; done >/dev/ttyS0
	END
	chmod 644 "$LAB/tftp/debian12/auto.cfg"
	make_root "$mkbootroot" ramdisk -b -k "$kernel" ws
	make_root "$mkbootroot" nfsroot -k "$kernel" -a 10.9.0.0/24 -x "$LAB/nfs.conf" nfs 10.9.0.1:/srv/common
	# The second export is that of an image that nobody boots.
	make_root "$mkbootroot" nfsroot -k "$kernel" -w -a 10.9.0.0/24 -x "$LAB/ws2.conf" own 10.9.0.1:/srv/ws2
}

# root_tree NAME: a system of busybox, which says what it sees.
root_tree() {
	local tree=/srv/$1
	mkdir -p "$tree"/{bin,dev,etc,proc,run,sbin,sys}
	cp "$(cache_file "$cache/busybox-static" bin/busybox)" "$tree/bin/busybox"
	cat >"$tree/sbin/init" <<-END
		#!/bin/busybox sh
		b=/bin/busybox
		exec >/dev/ttyS0
		echo "mark: tree $1, \$(\$b awk '\$2 == "/" { type = \$3 } END { print type }' /proc/mounts)"
		echo 'by the client' >/written && \$b sync && echo 'mark: written'
		while :; do \$b sleep 1000; done
	END
	chmod 755 "$tree/sbin/init"
}

# boots LAST FIRMWARE [FILE...]: the machine whose MAC ends so; it gets its own
# configuration, and these files whole.
boots() {
	local language=PXELINUX
	[ "$2" = bios ] || language=GRUB
	machine_mac=52:54:00:12:34:$1
	machine_start "$2"
	logged 600 syslog " generated=$language .* mac=$machine_mac "
	sent "${@:3}"
}

# sends FILE: tftpd is sending it, or has.
sends() {
	[[ $(patience_transfer) == "$1 "* ]] || grep -q " sent file=$1 " "$LAB/syslog"
}

# other_stands FIRMWARE: what GRUB asks for here is as with the two others.
other_stands() {
	[ "$1-${WHOLE-}" != efi- ] ||
		skip 'WHOLE=1, and make nightly, do it; two of the four kinds boot by GRUB'
}

# grub_asks LAST KERNEL: that machine's GRUB has its own configuration, and asks for this
# kernel.
grub_asks() {
	boots "$1" efi
	wait_for $((600 * ${PATIENCE:-2})) sends "$2" || {
		echo "GRUB did not ask for $2"
		case_logs
		return 1
	}
}

# From the kernel's first program on nothing depends on the firmware, or on who has sent
# it. The installer's initrd is a short one, which says what it has. What the whole one asks
# is seen in 30-other-debian and 32-http; that it asks nothing with a preseed, in
# 27-tutorial and 35-once.
installer_begins() {
	other_stands "$1"
	machine_memory=1024
	boots 01 "$1" debian12/debian-installer/amd64/initrd.gz
	logged 600 serial '^short: runs'
	never serial '^d-i '
	never syslog generated=preseed
}

installer_answers() {
	machine_memory=1024
	boots 02 "$1"
	logged 400 syslog ' sent file=debian12/debian-installer/amd64/initrd.gz generated=preseed .* name=setup2 '
	logged 600 serial '^d-i preseed/early_command .*setup2 at 52:54:00:12:34:02 installs itself'
	never serial '@name@|@mac@'
}

memory_runs() {
	if [ "$1-${WHOLE-}" = efi- ]; then
		grub_asks 03 ws/vmlinuz
		return
	fi
	boots 03 "$1" ws/vmlinuz ws/initrd.zst
	logged 600 serial 'init: eth0 has 10\.9\.0\.33'
	logged 600 serial 'built-in shell'
}

nfs_runs() {
	other_stands "$1"
	nfs_start "$LAB/nfs.conf" "$LAB/ws2.conf"
	boots 04 "$1" nfs/vmlinuz nfs/initrd.zst
	logged 600 serial 'mark: tree ws2, nfs4'
	logged 600 serial 'mark: written'
	[ "$(cat /srv/ws2/written)" = 'by the client' ]
	[ ! -e /srv/common/written ]
}

@test "the installer, BIOS and PXELINUX" { installer_begins bios; }

@test "the installer, UEFI and GRUB" { installer_begins efi; }

@test "the unattended installer, BIOS and PXELINUX" { installer_answers bios; }

@test "the unattended installer, UEFI and GRUB" { installer_answers efi; }

@test "the workstation in memory, BIOS and PXELINUX" { memory_runs bios; }

@test "the workstation in memory, UEFI and GRUB" { memory_runs efi; }

@test "the root on NFS, BIOS and PXELINUX" { nfs_runs bios; }

@test "the root on NFS, UEFI and GRUB" { nfs_runs efi; }

@test "who has no line boots nothing" {
	machine_mac=52:54:00:12:34:09
	machine_start bios
	logged 600 syslog "mac=$machine_mac .*-> silent reason="
	never syslog ' sent file='
}
