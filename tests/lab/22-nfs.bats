#!/usr/bin/env bats
# Machines without a disk whose root is on NFS: what mkbootroot nfsroot has
# made boots, and nfs-ganesha serves it with the lines that it has written. Kernel and
# initrd come by HTTP: TFTP, block after block, takes an emulated machine twenty times as
# much of the processor. By TFTP and the image loaders such a machine boots in
# 25-four-kinds.

bats_require_minimum_version 1.5.0
load case
load nfs

setup() {
	cache_needs linux-image-cloud-amd64
	case_begin
	busybox=$(cache_file "$cache/busybox-static" bin/busybox)
	kernel=$(echo "$cache"/linux-image-cloud-amd64/boot/vmlinuz-*)
	PATH=${busybox%/*}:$PATH
}

teardown() {
	case_end
}

# small_tree: $LAB/small, a system of busybox and that script.
small_tree() {
	mkdir -p "$LAB/small"/{bin,dev,etc,proc,run,sbin,sys}
	marks "$LAB/small" 'while :; do $b sleep 1000; done'
}

# marks TREE THEN: its first program says on the serial console what it sees, and
# tries to write; then it does that.
marks() {
	local tree=$1
	[ ! -L "$tree/sbin/init" ] || rm "$tree/sbin/init"
	cp "$busybox" "$tree/bin/busybox"
	echo "tree ${tree##*/}" >"$tree/name"
	echo mine >"$tree/of-1000"
	chown 1000:1000 "$tree/of-1000"
	cat >"$tree/sbin/init" <<-'END'
		#!/bin/busybox sh
		b=/bin/busybox
		echo "mark: $($b cat /name), $($b awk '$2 == "/" { type = $3 } END { print type }' /proc/mounts)"
		echo "mark: owners $($b stat -c %u /bin/busybox) $($b stat -c %u /of-1000)"
		echo "mark: host $($b cat /etc/hostname)"
		for word in $($b cat /proc/cmdline); do
			echo "mark: word $word"
		done
		echo "by the client" >/written && $b sync && echo 'mark: written'
	END
	echo "$2" >>"$tree/sbin/init"
	chmod 755 "$tree/sbin/init"
}

# image NAME SOURCE [OPTION...]: an image with that root, and the file with the
# blocks for ganesha.
image() {
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" nfsroot -k "$kernel" -a 10.9.0.0/24 \
		-x "$LAB/$1.conf" "${@:3}" "$1" "$2"
}

# lines IMAGE ARGS [WORD...]: the machine's own line, with these arguments for
# the kernel, and the line of all others.
lines() {
	map "boot=$1" http=yes "args=\"console=ttyS0 no_timer_check mark=mine $2\"" "${@:3}" -- \
		"default - boot=$1 args=\"console=ttyS0 mark=others\""
	inetd_start http
}

# its_own_line: this machine's line in the map has decided.
its_own_line() {
	logged 600 serial '^mark: word mark=mine'
	never serial 'mark=others'
}

# debian_tree: the tree of the cache, to write to.
debian_tree() {
	mkdir -p "$LAB/debian"
	tar cf - -C "$cache/debian" . | tar xf - -C "$LAB/debian"
}

# The tree's first program says what it sees and tries to write before systemd
# begins. Each client of a shared tree needs its name for itself: the map gives
# it, with the address.
@test "Debian, read only: systemd comes to its login, and what is written stays in memory" {
	site_start dnsmasq dhcp --dhcp-host="$machine_mac,ignore"
	debian_tree
	marks "$LAB/debian" 'exec /lib/systemd/systemd'
	image debian "10.9.0.1:$LAB/debian" -z
	nfs_start "$LAB/debian.conf"
	find "$LAB/debian" | sort | cksum >"$LAB/before"
	lines debian '' ip=10.9.0.21
	machine_start bios
	sent debian/vmlinuz debian/initrd.gz
	logged 600 serial 'init: the root is 10.9.0.1:.*/debian, ro'
	logged 600 serial '^mark: tree debian, overlay'
	logged 600 serial '^mark: owners 0 1000'
	logged 600 serial '^mark: host pc'
	its_own_line
	logged 600 serial '^mark: written'
	logged 600 serial '^pc login:'
	never serial 'mark=others'
	[ ! -e "$LAB/debian/written" ]
	find "$LAB/debian" | sort | cksum | cmp - "$LAB/before"
}

# And it exports for reading what the client would like to write.
@test "the server is known by its name, which has an IPv6 address, and comes late" {
	site_start dnsmasq dhcp --dhcp-option=option:dns-server,10.9.0.2
	background dns.log on dhcp "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file=/dev/null --user=root --pid-file= --no-resolv --no-hosts \
		--address=/nfs.lab/fd00:9::1
	on server ip -6 address add fd00:9::1/64 dev eth0 nodad
	small_tree
	image small "nfs.lab:$LAB/small" -a '*'
	lines small rw
	machine_start bios
	sent small/vmlinuz small/initrd.zst
	logged 600 serial 'init: cannot mount nfs.lab:.*/small: '
	nfs_start "$LAB/small.conf"
	logged 600 serial '^mark: tree small, nfs4'
	its_own_line
	logged 600 serial 'Read-only file system'
	[ ! -e "$LAB/small/written" ]
}

# own_initrd: $LAB/debian makes the initrd of initramfs-tools for the kernel
# and its modules, for the tree $LAB/small.
own_initrd() {
	local version=${kernel##*/vmlinuz-}
	mkdir -p "$LAB/debian/lib/modules" "$LAB/small/boot"
	cp -a "$cache"/linux-image-cloud-amd64/lib/modules/* "$LAB/debian/lib/modules"
	cp "${kernel%/*}/config-$version" "$LAB/debian/boot"
	# Whose root is on NFS sets it so: without the drivers of disks. And packed in haste.
	printf 'MODULES=netboot\nCOMPRESSLEVEL=1\n' >"$LAB/debian/etc/initramfs-tools/conf.d/lab"
	chroot "$LAB/debian" depmod "$version"
	chroot "$LAB/debian" mkinitramfs -o /boot/initrd "$version" >"$LAB/mkinitramfs.log" 2>&1
	cp "$LAB/debian/boot/initrd" "$LAB/small/boot/initrd.img-$version"
	cp "$kernel" "$LAB/small/boot"
}

@test "NFSv3 by the tree's own initrd" {
	site_start dnsmasq dhcp
	small_tree
	debian_tree
	own_initrd
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" nfsroot -3 -x "$LAB/small.conf" \
		small "10.9.0.1:$LAB/small"
	nfs_start "$LAB/small.conf"
	lines small
	machine_start bios
	sent small/vmlinuz small/initrd.img
	logged 300 serial '^mark: tree small, nfs'
	its_own_line
	logged 600 serial 'Read-only file system'
	[ ! -e "$LAB/small/written" ]
}

