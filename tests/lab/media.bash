# shellcheck shell=bash
# Makes .cache/media13: live systems as Debian 13's packages make them, which
# 38-real-media boots (WHOLE=1). Source this after cache.bash and foreign.bash.
# Nothing of it is installed on this machine.
#
#	vmlinuz			Debian's kernel
#	initrd.live-boot	its initrd with live-boot in it, by initramfs-tools
#	initrd.dracut		the same by dracut, with dmsquash-live and livenet
#	small.squashfs		busybox alone, which says that it runs
#	cloud.squashfs		Debian with systemd and cloud-init
#	memtest			what the package memtest86+ has in /boot
#	installer-arm64		Debian's installer for that machine
#	busybox-arm64

media_suite=trixie

media_packages='systemd-sysv udev zstd busybox linux-image-cloud-amd64
	initramfs-tools live-boot live-boot-initramfs-tools
	dracut-core dracut-live dracut-network curl
	cloud-init dhcpcd-base iproute2 squashfs-tools'

# What the tree with cloud-init does not want of all that.
media_left_out='boot/* usr/lib/modules/* usr/lib/dracut/* usr/share/doc/* usr/share/man/*
	usr/share/locale/* usr/share/i18n/* var/cache/* var/lib/apt/* dev/* proc/* run/* sys/*
	tmp/* root/*'

media_fetch() {
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	foreign_make media13 media_make
	exec {cache_lock}>&-
}

media_make() {
	local root=$new/root from proxy options=() version
	from=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' \
		'Created-By: Packages' "Release: $(cache_release)" | head -n 1)
	while read -r proxy; do
		options+=(--aptopt="$proxy")
	done < <(apt-config dump | grep -E '^Acquire::https?::Proxy')
	# shellcheck disable=SC2086 # a list of words
	unshare --mount mmdebstrap --mode=root --variant=minbase --include="$(echo $media_packages | tr ' ' ,)" \
		"${options[@]}" "$media_suite" "$root" "$from"
	version=$(basename "$root"/usr/lib/modules/*)
	cp "$root/boot/vmlinuz-$version" "$new/vmlinuz"
	cp "$root/boot/initrd.img-$version" "$new/initrd.live-boot"
	media_dracut "$root" "$version"
	media_small "$root"
	media_cloud "$root"
	media_others
	rm -rf "$root"
	chmod -R a+rX "$new"
}

# media_in ROOT COMMAND...: there, with /proc and /dev, which are gone when it ends.
media_in() {
	# shellcheck disable=SC2016 # the arguments of that shell
	unshare --mount --pid --fork --kill-child bash -ec '
		mount -t proc bootroot "$1/proc"
		mount --rbind /dev "$1/dev"
		mount -t tmpfs bootroot "$1/tmp"
		exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$@"' - "$@"
}

# Not for this machine alone, and with what the packages bring for live systems.
media_dracut() {
	media_in "$1" dracut --no-hostonly --no-early-microcode --quiet --zstd \
		--add 'dmsquash-live livenet' --add-drivers 'virtio_net virtio_pci squashfs overlay loop' \
		/root/initrd "$2"
	mv "$1/root/initrd" "$new/initrd.dracut"
}

# A system whose first process says that it runs, and of what its root is. systemd,
# which is in dracut's initrd, starts no system without an os-release.
media_small() {
	local root=$1 folder=$1/root/small
	mkdir -p "$folder"/{bin,dev,etc,lib,proc,root,run,sbin,sys,tmp,usr,var}
	cp "$cache/busybox-static/bin/busybox" "$folder/bin/busybox"
	echo 'ID=small' >"$folder/etc/os-release"
	cat >"$folder/sbin/init" <<-'END'
		#!/bin/busybox sh
		say() {
			/bin/busybox echo "small: $*" >/dev/console
		}

		[ -e /proc/mounts ] || /bin/busybox mount -t proc proc /proc
		[ -c /dev/console ] || /bin/busybox mount -t devtmpfs dev /dev
		say 'runs'
		say "root is $(/bin/busybox awk '$2 == "/" { kind = $3 } END { print kind }' /proc/mounts)"
		say "arguments $(/bin/busybox cat /proc/cmdline)"
		while :; do /bin/busybox sleep 1000; done
	END
	chmod 755 "$folder/sbin/init"
	ln -s ../bin/busybox "$folder/bin/sh"
	media_in "$root" mksquashfs /root/small /root/squashfs -comp lz4 -no-progress -quiet
	mv "$root/root/squashfs" "$new/small.squashfs"
	rm -r "$folder"
}

# Debian with cloud-init, as it is installed; it has no other place to look for a
# datasource, as each would be tried in turn. What it wants of its answers comes in user-data.
media_cloud() {
	local root=$1
	echo 'datasource_list: [ NoCloud, None ]' >"$root/etc/cloud/cloud.cfg.d/90-lab.cfg"
	# cloud-init says how the network is, and networkd does it.
	media_in "$root" systemctl enable --quiet systemd-networkd systemd-networkd-wait-online
	rm -f "$root/etc/hostname" "$root/etc/resolv.conf"
	# shellcheck disable=SC2086 # a list of patterns
	(set -f && media_in "$root" mksquashfs / /root/squashfs -comp lz4 -one-file-system \
		-no-progress -quiet -wildcards -e $media_left_out)
	mv "$root/root/squashfs" "$new/cloud.squashfs"
}

# media_others: Memtest86+, and of arm64 the installer and a busybox.
media_others() {
	local file
	(
		cd "$new/apt" || exit
		foreign_apt deb "$media_suite" amd64 update
		foreign_apt deb "$media_suite" amd64 download memtest86+ debian-installer-13-netboot-arm64
		foreign_apt deb "$media_suite" arm64 update
		foreign_apt deb "$media_suite" arm64 download busybox-static
	)
	for file in "$new"/apt/*.deb; do
		dpkg-deb -x "$file" "$new/apt/others"
	done
	mv "$new/apt/others/boot" "$new/memtest"
	mv "$new"/apt/others/usr/lib/debian-installer/images/13/arm64/text "$new/installer-arm64"
	mv "$new/apt/others/usr/bin/busybox" "$new/busybox-arm64"
}
