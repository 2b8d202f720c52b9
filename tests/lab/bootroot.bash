# shellcheck shell=bash
# The boot root and the map of the lab, made with mkbootroot as an
# administrator would. Source servers.bash and pc.bash first.

# bootroot_import IMAGE FOLDER: Debian's installer.
bootroot_import() {
	mkdir -p "$LAB/tftp"
	"$LAB/bin/mkbootroot" -r "$LAB/tftp" import "$1" "$2"
}

# The image is called after the release, whose number is in the folder:
# .../images/13/amd64/text.
bootroot_name() {
	[[ $1 =~ /images/([0-9]+)/ ]]
	echo "debian${BASH_REMATCH[1]}"
}

# bootroot_shorten IMAGE [ARCH BUSYBOX]: in the place of that installer's initrd, amd64's
# by default, comes one of 1 MB, which says that it runs, on what machine, and the
# preseed that it was sent with. To send all 40 MB
# to an emulated machine, and to unpack them there, takes longer than all before it:
# for tests that are about the way there. With all of it the installer is booted by
# 27-tutorial, 30-other-debian and 32-http, and with WHOLE=1 by 29-demo.
bootroot_shorten() {
	local folder=$LAB/short initrd=$LAB/tftp/$1/debian-installer/${2-amd64}/initrd.gz
	mkdir -p "$folder/bin"
	cp "${3-$(cache_file "${cache:?}/busybox-static" bin/busybox)}" "$folder/bin/busybox"
	cat >"$folder/init" <<-'END'
		#!/bin/busybox sh
		# Which console the kernel has does not matter. arm64 has another one.
		/bin/busybox mount -t devtmpfs none /dev
		[ "$(/bin/busybox uname -m)" != x86_64 ] || exec >/dev/ttyS0
		echo "short: runs, $(/bin/busybox uname -m)"
		[ ! -e /preseed.cfg ] || /bin/busybox cat /preseed.cfg
		while :; do /bin/busybox sleep 1000; done
	END
	chmod 755 "$folder/init"
	# Not written to: the file of the cache may be the same.
	rm "$initrd"
	(cd "$folder" && find . | cpio -o -H newc --quiet | gzip -1) >"$initrd"
	chmod 644 "$initrd"
}

# bootroot_map IMAGE [WORD...]: the PC boots that image. With these arguments
# the installer asks its first question on both consoles. no_timer_check: on a busy machine
# the ticks of an emulated timer come late, and the kernel would give up because of it
# ("IO-APIC + timer doesn't work").
bootroot_map() {
	local image=$1
	shift
	cat >"$LAB/clients" <<-END
		# who              name   what
		${pc_mac:?}  pc     boot=$image args="console=tty0 console=ttyS0 no_timer_check"${*:+ $*}
		default            -      ignore
	END
	"$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}

# The version of the signed GRUB of an image of Debian's installer, as it says
# in its section .sbat.
bootroot_grub_version() {
	grep -aoE '^grub,[0-9]+,Free Software Foundation,grub,[0-9.]+' \
		"$LAB/tftp/$1/debian-installer/amd64/grubx64.efi" | sed 's/.*,//'
}

# True when the image's GRUB takes its server from a proxy's answer as well.
# Older ones know the DHCP server's alone: then the map has to give that PC its
# address, too.
bootroot_grub_takes_proxy() {
	local version
	version=$(bootroot_grub_version "$1")
	[ -n "$version" ] && [ "$(printf '%s\n' 2.12 "$version" | sort -V | head -n 1)" = 2.12 ]
}
