#!/usr/bin/env bats
# mkbootroot ramdisk: a folder, or busybox, becomes a kernel and an initramfs,
# or nothing changes at all.

bats_require_minimum_version 1.5.0

load fixtures/kernel
load mkbootroot

V=6.1.0-9-test

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	root=$dir/root
	tree=$dir/tree
	host=$dir/host
	mkdir "$root" "$tree"
	PATH=$top/.cache/busybox-static/bin:$PATH
	kernel "$host/boot/vmlinuz-$V" "$V"
}

teardown() {
	[ -z "${holder-}" ] || kill -KILL "$holder" 2>/dev/null || :
}

# ramdisk ARGUMENT...: with the test's own kernel.
ramdisk() {
	mkbootroot ramdisk -k "$host/boot/vmlinuz-$V" "$@"
}

# small_tree: a system of few files.
small_tree() {
	mkdir -p "$tree/bin" "$tree/sbin" "$tree/etc" "$tree/empty"
	printf '#!/bin/sh\n' >"$tree/sbin/init"
	echo shell >"$tree/bin/sh"
	chmod 755 "$tree/sbin/init" "$tree/bin/sh"
	echo here >"$tree/etc/hostname"
}

# The initramfs of an image, unpacked from zstd or gzip.
unpacked() {
	if [ -e "$root/$1/initrd.gz" ]; then
		gzip -dc "$root/$1/initrd.gz"
	else
		zstd -qdc "$root/$1/initrd.zst"
	fi
}

# listed IMAGE [PATH]: its entries, or what one of them holds.
listed() {
	unpacked "$1" | python3 "$BATS_TEST_DIRNAME/fixtures/read_newc.py" "${@:2}"
}

# paths IMAGE: only the names, in one line.
paths() {
	listed "$1" | cut -d ' ' -f 9- | tr '\n' ' '
}

# An image that is there before, to see that it stays.
old_image() {
	rm -rf "${root:?}/ws"
	mkdir "$root/ws"
	echo old >"$root/ws/vmlinuz"
}

# nothing_changed: the boot root is as old_image left it.
nothing_changed() {
	[ "$(cd "$root" && find . | sort | tr '\n' ' ')" = '. ./ws ./ws/vmlinuz ' ]
	[ "$(cat "$root/ws/vmlinuz")" = old ]
}

# refused STATUS TEXT COMMAND...: it fails, says this and nothing changes.
refused() {
	local status=$1 text=$2
	old_image
	run "-$status" --separate-stderr "${@:3}"
	# shellcheck disable=SC2154 # bats sets it
	[ "$stderr" = "mkbootroot: $text" ] || {
		echo "said: $stderr"
		echo "want: mkbootroot: $text"
		return 1
	}
	[ -z "$output" ]
	nothing_changed
}

# warned TEXT: among what the last command has said.
warned() {
	grep -qxF "mkbootroot: warning: $1" <<<"$output" || {
		echo "not in:"
		echo "$output"
		return 1
	}
}

# module FILE KEY=VALUE...: a kernel module that says this of itself.
module() {
	local file=$1 text=
	shift
	mkdir -p "$(dirname "$file")"
	for word; do
		text="$text$word\\0"
	done
	printf 'const char info[] __attribute__((section(".modinfo"), used)) = "%s";\n' "$text" |
		cc -c -x c -o "$file" -
}

@test "a folder becomes a kernel and an initramfs" {
	small_tree
	chmod 4755 "$tree/bin/sh"
	chmod 600 "$tree/etc/hostname"
	ln -s ../bin/sh "$tree/etc/shell"
	run --separate-stderr ramdisk ws "$tree"
	[ "$status" = 0 ]
	[ "$(grep -v '^  remedy ' <<<"$output")" = "$(printf '%s\n' 'image ws' '  kernel    vmlinuz' \
	    '  initrd    initrd.zst' \
	    '  missing   a loader for BIOS, a loader for x64')" ]
	cmp "$host/boot/vmlinuz-$V" "$root/ws/vmlinuz"
	[ "$(stat -c %a "$root/ws" "$root/ws"/* | tr '\n' ' ')" = '755 644 644 ' ]
	listed ws | cut -d ' ' -f 1,2,3,4,6,7,9- >"$dir/list"
	diff - "$dir/list" <<-END
		040755 0 0 0 1 0 bin
		104755 0 0 0 1 6 bin/sh
		040755 0 0 0 1 0 empty
		040755 0 0 0 1 0 etc
		100600 0 0 0 1 5 etc/hostname
		120777 0 0 0 1 9 etc/shell -> ../bin/sh
		120777 0 0 0 1 9 init -> sbin/init
		040755 0 0 0 1 0 sbin
		100755 0 0 0 1 10 sbin/init
	END
	[ "$(listed ws etc/hostname)" = here ]
	[ "$(ls -A "$root")" = ws ]
}

@test "a folder's content stands right behind it, whatever bytes names have" {
	mkdir -p "$tree/a/b" "$tree/a-b" "$tree/a b"
	small_tree
	: >"$tree/a.c"
	: >"$tree/a/x"
	: >"$tree/a-b/x"
	: >"$tree/$(printf 'a\xc3\xa9')"
	ramdisk ws "$tree"
	[[ $(paths ws) = "a a/b a/x a b a-b a-b/x a.c a"$'\xc3\xa9'" bin "* ]]
}

@test "zstd, or gzip with -z, of the same archive" {
	small_tree
	ramdisk ws "$tree"
	ramdisk -z gz "$tree"
	[ "$(ls "$root/gz" | tr '\n' ' ')" = 'initrd.gz vmlinuz ' ]
	# Its head has no time.
	[ "$(head -c 8 "$root/gz/initrd.gz" | od -An -tx1)" = ' 1f 8b 08 00 00 00 00 00' ]
	[ "$(head -c 4 "$root/ws/initrd.zst" | od -An -tx1)" = ' 28 b5 2f fd' ]
	cmp <(unpacked ws) <(unpacked gz)
}

@test "cpio unpacks it" {
	small_tree
	ln "$tree/bin/sh" "$tree/bin/ash"
	mkfifo "$tree/pipe"
	ramdisk ws "$tree"
	mkdir "$dir/out"
	(cd "$dir/out" && unpacked ws | cpio -i --quiet)
	rm "$dir/out/init"
	[ -p "$dir/out/pipe" ]
	rm "$dir/out/pipe" "$tree/pipe"
	diff -r "$tree" "$dir/out"
	[ "$dir/out/bin/sh" -ef "$dir/out/bin/ash" ]
}

@test "the same folder gives the same bytes, another time and as another user" {
	small_tree
	ln "$tree/bin/sh" "$tree/etc/shell"
	ln "$tree/etc/hostname" "$tree/a"
	module "$host/lib/modules/$V/kernel/drivers/net/virtio_net.ko" depends=
	ramdisk ws "$tree"
	ramdisk -z gz "$tree"
	mkdir "$dir/copy"
	(cd "$tree" && find . | sort -r | cpio -pdm --quiet "$dir/copy")
	find "$dir/copy" -exec touch -hd 2001-01-01 {} +
	chmod 711 "$dir" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/*
	mkdir "$dir/theirs"
	chown -R nobody "$dir/theirs" "$dir/copy"
	(
		umask 077
		setpriv --reuid=nobody --clear-groups "$top/mkbootroot/mkbootroot" \
			-r "$dir/theirs" ramdisk -k "$host/boot/vmlinuz-$V" ws "$dir/copy"
	)
	cmp "$root/ws/initrd.zst" "$dir/theirs/ws/initrd.zst"
	cmp "$root/ws/vmlinuz" "$dir/theirs/ws/vmlinuz"
	[ "$(stat -c %a "$dir/theirs/ws"/* | tr '\n' ' ')" = '644 644 ' ]
	ramdisk -z gz2 "$dir/copy/"
	cmp "$root/gz/initrd.gz" "$root/gz2/initrd.gz"
}

@test "all names of a file have one content; names outside do not count" {
	small_tree
	echo 'much content' >"$tree/one"
	ln "$tree/one" "$tree/two"
	ln "$tree/one" "$dir/outside"
	ln "$tree/etc/hostname" "$dir/outside2"
	ramdisk ws "$tree"
	listed ws | awk '$9 == "one" || $9 == "two" { print $5, $6, $7 }' >"$dir/list"
	[ "$(cut -d ' ' -f 1 "$dir/list" | uniq | wc -l)" = 1 ]
	[ "$(cut -d ' ' -f 2,3 "$dir/list" | tr '\n' ' ')" = '2 0 2 13 ' ]
	[ "$(listed ws | awk '$9 == "etc/hostname" { print $6, $7 }')" = '1 5' ]
}

@test "what apt has fetched is left out, its folders are not" {
	small_tree
	mkdir -p "$tree/var/cache/apt/archives/partial" "$tree/var/lib/apt/lists/partial" \
		"$tree/var/cache/other"
	echo x | tee "$tree/var/cache/apt/archives/a.deb" "$tree/var/cache/apt/pkgcache.bin" \
		"$tree/var/lib/apt/lists/x_Packages" "$tree/var/lib/apt/extended_states" \
		"$tree/var/cache/other/x" >/dev/null
	ramdisk ws "$tree"
	[[ $(paths ws) = *' var var/cache var/cache/apt var/cache/apt/archives '\
'var/cache/apt/archives/partial var/cache/other var/cache/other/x '\
'var/lib var/lib/apt var/lib/apt/extended_states var/lib/apt/lists '\
'var/lib/apt/lists/partial ' ]]
}

@test "devices and fifos are packed, a socket is not" {
	[ "$(id -u)" = 0 ] || skip 'a device wants root'
	small_tree
	mkdir "$tree/dev"
	mknod "$tree/dev/null" c 1 3 || skip 'no devices can be made here'
	mknod "$tree/dev/sda" b 8 0
	mkfifo "$tree/dev/fifo"
	python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$tree/dev/log"
	run ramdisk ws "$tree"
	[ "$status" = 0 ]
	warned 'dev/log: a socket, which is left out'
	[ "$(listed ws | awk '$9 ~ /^dev./ { print substr($1, 1, 2), $8, $9 }' | tr '\n' ' ')" = \
	    '01 0:0 dev/fifo 02 1:3 dev/null 06 8:0 dev/sda ' ]
	run mkbootroot -q ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	[ -z "$output" ]
}

@test "what is mounted in the folder is left out" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	small_tree
	mkdir "$tree/proc" "$tree/bound"
	run unshare -m bash -c '
		mount -t tmpfs tmpfs "$1/proc" && echo x >"$1/proc/kcore" &&
		mount --bind "$1/etc" "$1/bound" &&
		"$2" -r "$3" ramdisk -k "$4" ws "$1"
	' - "$tree" "$top/mkbootroot/mkbootroot" "$root" "$host/boot/vmlinuz-$V"
	[ "$status" = 0 ]
	warned 'proc: something else is mounted there, which is left out'
	warned 'bound: something else is mounted there, which is left out'
	[ "$(paths ws)" = 'bin bin/sh bound empty etc etc/hostname init -> sbin/init proc sbin sbin/init ' ]
}

@test "/init stays, where the folder has one" {
	small_tree
	printf '#!/bin/sh\nmine\n' >"$tree/init"
	chmod 755 "$tree/init"
	ramdisk ws "$tree"
	[[ $(listed ws init) = *mine ]]
	ln -sf bin/sh "$tree/init"
	ramdisk ws "$tree"
	[[ $(paths ws) = *' init -> bin/sh '* ]]
}

@test "links to init lead where they lead in the client" {
	mkdir -p "$tree/usr/sbin" "$tree/lib/systemd"
	ln -s usr/sbin "$tree/sbin"
	ln -s /lib/systemd/systemd "$tree/usr/sbin/init"
	printf '\177ELF' >"$tree/lib/systemd/systemd"
	refused 1 "cannot boot $tree: its /sbin/init is not executable" ramdisk ws "$tree"
	chmod 755 "$tree/lib/systemd/systemd"
	ramdisk ws "$tree"
	[[ $(paths ws) = *'init -> sbin/init '* ]]
	# That this host has such a file counts for nothing.
	ln -sf /../bin/true "$tree/usr/sbin/init"
	refused 1 "cannot boot $tree: it has neither /init nor /sbin/init; -b puts \
busybox and an /init into it" ramdisk ws "$tree"
	ln -sf init "$tree/usr/sbin/init"
	refused 1 "cannot boot $tree: it has neither /init nor /sbin/init; -b puts \
busybox and an /init into it" ramdisk ws "$tree"
}

@test "a folder that cannot be booted is refused" {
	mkdir "$tree/etc"
	refused 1 "cannot boot $tree: it has neither /init nor /sbin/init; -b puts \
busybox and an /init into it" ramdisk ws "$tree"
	echo x >"$tree/init"
	refused 1 "cannot boot $tree: its /init is not executable" ramdisk ws "$tree"
	rm "$tree/init"
	mkdir "$tree/init"
	refused 1 "cannot boot $tree: its /init is not executable" ramdisk ws "$tree"
	rmdir "$tree/init"
	printf '#!/bin/missing -x\n' >"$tree/init"
	chmod 755 "$tree/init"
	run ramdisk ws "$tree"
	[ "$status" = 0 ]
	warned "$tree: the interpreter that its /init names is not in it"
}

@test "a folder with busybox and no init gets a script" {
	mkdir "$tree/bin"
	cp "$top/.cache/busybox-static/bin/busybox" "$tree/bin/busybox"
	ramdisk ws "$tree"
	listed ws init >"$dir/init"
	[ "$(head -n 1 "$dir/init")" = '#!/bin/busybox sh' ]
	[ "$(tail -n 1 "$dir/init")" = 'exec /bin/busybox init' ]
	"$tree/bin/busybox" sh -n "$dir/init"
	listed ws etc/udhcpc.script >"$dir/script"
	"$tree/bin/busybox" sh -n "$dir/script"
	[ "$(listed ws | awk '$9 == "init" || $9 ~ /script/ { print $1 }' | uniq)" = 100755 ]
}

@test "-b without a folder makes an image of busybox alone" {
	run ramdisk -b rescue
	[ "$status" = 0 ]
	[ "$(paths rescue)" = "bin bin/busybox dev etc etc/inittab etc/udhcpc.script init proc \
root run sbin sys tmp usr usr/bin usr/sbin " ]
	cmp "$top/.cache/busybox-static/bin/busybox" <(listed rescue bin/busybox)
	[ "$(listed rescue | awk '$9 == "tmp" { print $1 }')" = 041777 ]
}

@test "-b puts busybox into a folder, and what is there stays" {
	mkdir -p "$tree/usr/bin" "$tree/etc" "$tree/usr/lib"
	ln -s usr/bin "$tree/bin"
	ln -s usr/lib "$tree/lib"
	echo mine >"$tree/etc/inittab"
	module "$host/lib/modules/$V/kernel/drivers/net/virtio_net.ko" depends=
	ramdisk -b ws "$tree"
	[[ $(paths ws) = *' usr/bin/busybox '* ]]
	[[ $(paths ws) = *" usr/lib/modules/$V/kernel/drivers/net/virtio_net.ko "* ]]
	[[ $(paths ws) != *' bin/busybox '* ]]
	[ "$(listed ws etc/inittab)" = mine ]
	small_tree
	ramdisk -b ws "$tree"
	[[ $(paths ws) = *' init -> sbin/init '*' usr/bin/busybox '* ]]
}

@test "a busybox that needs libraries will not do" {
	cp "$(command -v ls)" "$dir/busybox"
	set -- "$top/mkbootroot/mkbootroot" -r "$root" ramdisk -k "$host/boot/vmlinuz-$V" -b ws
	refused 1 "cannot make ramdisk ws: $dir/busybox needs libraries: install the package \
busybox-static" env PATH="$dir:/nowhere" "$@"
	refused 1 "cannot make ramdisk ws: there is no busybox on this host: install the package \
busybox-static" env PATH=/nowhere "$@"
	PATH=$dir:$PATH ramdisk -b ws
	cmp "$top/.cache/busybox-static/bin/busybox" <(listed ws bin/busybox)
}

@test "the kernel is the folder's newest, or its vmlinuz" {
	small_tree
	kernel "$tree/boot/vmlinuz-6.9.0" 6.9.0
	kernel "$tree/boot/vmlinuz-6.10.0" 6.10.0
	mkbootroot ramdisk ws "$tree"
	cmp "$tree/boot/vmlinuz-6.10.0" "$root/ws/vmlinuz"
	ln -s /kernels/here "$tree/vmlinuz"
	rm -r "${tree:?}/boot"
	kernel "$tree/kernels/here" 6.11.0
	run mkbootroot ramdisk ws "$tree"
	[ "$status" = 0 ]
	cmp "$tree/kernels/here" "$root/ws/vmlinuz"
	warned 'there are no modules of kernel 6.11.0'
	ramdisk ws "$tree"
	cmp "$host/boot/vmlinuz-$V" "$root/ws/vmlinuz"
}

@test "without a kernel nothing is made" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	small_tree
	[ ! -e /boot ] || hide=/boot
	refused 1 "there is no kernel in $tree/boot or /boot of this host: name one with -k" \
		hiding mkbootroot ramdisk ws "$tree"
	refused 1 'there is no kernel in /boot of this host: name one with -k' \
		hiding mkbootroot ramdisk -b ws
	refused 1 "cannot read kernel $dir/nothing: No such file or directory" \
		mkbootroot ramdisk -k "$dir/nothing" ws "$tree"
	refused 1 "cannot take kernel $dir: it is not a file" \
		mkbootroot ramdisk -k "$dir" ws "$tree"
	: >"$dir/nothing"
	refused 1 "cannot take kernel $dir/nothing: it is empty" \
		mkbootroot ramdisk -k "$dir/nothing" ws "$tree"
	kernel "$dir/vmlinuz-7" 8
	sed -i 's/HdrS/none/' "$dir/vmlinuz-7"
	run mkbootroot ramdisk -k "$dir/vmlinuz-7" ws "$tree"
	[ "$status" = 0 ]
	warned "$dir/vmlinuz-7 does not look like a kernel for PCs"
	warned 'there are no modules of kernel 7'
	cp "$dir/vmlinuz-7" "$dir/vmlinuz"
	run mkbootroot ramdisk -k "$dir/vmlinuz" ws "$tree"
	warned "$dir/vmlinuz: the version of this kernel is not known, so no modules are packed"
}

# hiding COMMAND...: with an empty /boot.
hiding() {
	[ -n "${hide-}" ] || { "$@"; return; }
	export -f mkbootroot
	export top root dir
	unshare -m bash -c 'mount -t tmpfs tmpfs /boot && "$@"' - "$@"
}

# network_modules FOLDER: a card on a bus, which needs a third one, and one
# that nobody wants.
network_modules() {
	module "$1/kernel/drivers/net/ethernet/acme/card-2000.ko" \
		'alias=pci:v0000ACMEd00002000sv*sd*bc*sc*i*' depends=bus,mii-lib \
		'softdep=pre: phy-x post: late'
	module "$1/kernel/drivers/misc/bus.ko" depends=core
	module "$1/kernel/drivers/misc/core.ko" depends= 'alias=acpi*:AC-ME[0-9]:*'
	module "$1/kernel/drivers/misc/phy-x.ko" depends=core
	module "$1/kernel/drivers/net/mii-lib.ko" depends=
	module "$1/kernel/drivers/misc/late.ko" depends=
	module "$1/kernel/drivers/net/wireless/radio.ko" depends=
}

@test "network drivers are added, each with what it needs, in order" {
	small_tree
	network_modules "$host/lib/modules/$V"
	run ramdisk ws "$tree"
	[ "$status" = 0 ]
	[[ $output != *modules* ]]
	local at=lib/modules/$V
	[ "$(paths ws | tr ' ' '\n' | grep '\.ko$' | sed 's|.*/||' | tr '\n' ' ')" = \
	    'bus.ko core.ko phy-x.ko card-2000.ko mii-lib.ko ' ]
	listed ws "$at/modules.dep" >"$dir/dep"
	diff - "$dir/dep" <<-'END'
		kernel/drivers/misc/core.ko:
		kernel/drivers/misc/phy-x.ko: kernel/drivers/misc/core.ko
		kernel/drivers/misc/bus.ko: kernel/drivers/misc/core.ko
		kernel/drivers/net/mii-lib.ko:
		kernel/drivers/net/ethernet/acme/card-2000.ko: kernel/drivers/net/mii-lib.ko kernel/drivers/misc/bus.ko kernel/drivers/misc/phy-x.ko kernel/drivers/misc/core.ko
	END
	listed ws "$at/modules.alias" >"$dir/alias"
	diff - "$dir/alias" <<-'END'
		alias acpi*:AC-ME[0-9]:* core
		alias pci:v0000ACMEd00002000sv*sd*bc*sc*i* card_2000
	END
}

# modprobe ARGUMENT...: kmod's, out of what was unpacked into $dir/out.
modprobe() {
	local folder libraries=
	for folder in "$top"/.cache/kmod/usr/lib/*-linux-gnu "$top"/.cache/kmod/lib/*-linux-gnu; do
		[ ! -d "$folder" ] || libraries=$libraries:$folder
	done
	(
		[ -z "$libraries" ] || export LD_LIBRARY_PATH=${libraries#:}
		exec -a modprobe "$top/.cache/kmod/bin/kmod" -d "$dir/out" -S "$V" "$@"
	)
}

@test "kmod finds the drivers in their index files, by name and by device" {
	. "$top/tests/lab/cache.bash"
	cache_needs kmod
	small_tree
	network_modules "$host/lib/modules/$V"
	ramdisk ws "$tree"
	mkdir "$dir/out"
	(cd "$dir/out" && unpacked ws | cpio -i --quiet)
	rm "$dir/out/lib/modules/$V/modules.dep" "$dir/out/lib/modules/$V/modules.alias"
	[ "$(modprobe --show-depends card-2000 | sed 's|.*/\([^ ]*\).*|\1|' | tr '\n' ' ')" = \
	    'core.ko phy-x.ko bus.ko mii-lib.ko card-2000.ko ' ]
	[ "$(modprobe -R pci:v0000ACMEd00002000sv1sd2bc3sc4i5)" = card_2000 ]
	[ "$(modprobe -R acpiX:AC_ME7:Y)" = core ]
	run modprobe -R pci:v0000ACMEd00003000sv1sd2bc3sc4i5
	[ "$status" != 0 ]
	run modprobe -R radio
	[ "$status" != 0 ]
}

@test "modules are packed plain, however they are compressed" {
	small_tree
	local net=$host/lib/modules/$V/kernel/drivers/net/ethernet
	module "$net/plain.ko" depends=packed
	module "$net/packed.ko" depends=
	cp -r "$net" "$dir/plain"
	xz "$net/plain.ko"
	zstd -q --rm "$net/packed.ko"
	ramdisk ws "$tree"
	local at=lib/modules/$V/kernel/drivers/net/ethernet
	cmp "$dir/plain/plain.ko" <(listed ws "$at/plain.ko")
	cmp "$dir/plain/packed.ko" <(listed ws "$at/packed.ko")
	listed ws "lib/modules/$V/modules.dep" |
		grep -qx 'kernel/drivers/net/ethernet/plain.ko: kernel/drivers/net/ethernet/packed.ko'
}

@test "what an administrator has put into updates goes before the kernel's own" {
	small_tree
	local at=$host/lib/modules/$V
	module "$at/kernel/drivers/net/virtio_net.ko" 'version=old' depends=
	module "$at/updates/virtio_net.ko" 'version=new' depends=
	ramdisk ws "$tree"
	[[ $(paths ws) = *' '"lib/modules/$V/updates/virtio_net.ko "* ]]
	[[ $(paths ws) != *kernel/drivers/net/virtio_net.ko* ]]
}

@test "a folder that has modules for the kernel keeps them as they are" {
	small_tree
	network_modules "$host/lib/modules/$V"
	mkdir -p "$tree/lib/modules/$V"
	echo mine >"$tree/lib/modules/$V/modules.dep"
	run ramdisk ws "$tree"
	[ "$status" = 0 ]
	[[ $output != *modules* ]]
	[[ $(paths ws) != *.ko* ]]
	[ "$(listed ws "lib/modules/$V/modules.dep")" = mine ]
	rm "$tree/lib/modules/$V/modules.dep"
	network_modules "$tree/lib/modules/$V"
	run ramdisk ws "$tree"
	warned "$tree: lib/modules/$V has no modules.dep, so only drivers for the network \
are found in it; depmod -b makes it"
	[[ $(listed ws "lib/modules/$V/modules.dep") = *card-2000.ko:* ]]
	[[ $(paths ws) = *radio.ko* ]]
}

@test "a module that is none is an error" {
	small_tree
	local net=$host/lib/modules/$V/kernel/drivers/net/ethernet good=$dir/good.ko
	module "$good" depends=
	mkdir -p "$net"
	echo 'no module' >"$net/a.ko"
	refused 1 'cannot read module kernel/drivers/net/ethernet/a.ko: it is no kernel module' \
		ramdisk ws "$tree"
	rm "$net/a.ko"
	head -c 100 /dev/urandom >"$net/a.ko.xz"
	refused 1 'cannot read module kernel/drivers/net/ethernet/a.ko.xz: it is no kernel module' \
		ramdisk ws "$tree"
	xz -c "$good" | head -c 100 >"$net/a.ko.xz"
	refused 1 'cannot read module kernel/drivers/net/ethernet/a.ko.xz: it cannot be unpacked' \
		ramdisk ws "$tree"
	rm "$net/a.ko.xz"
}

@test "no byte outside of a module or a kernel is read, whatever is in them" {
	cc -std=c11 -D_GNU_SOURCE -DFILES -I"$top" -I"$top/lib" -fsanitize=address,undefined \
		-fno-sanitize-recover -o "$dir/fuzz" "$top/tests/fuzz/modinfo.c" \
		"$top/mkbootroot/diskless/modinfo.c" "$top/mkbootroot/image/kernelversion.c" \
		"$top"/lib/efi/{efifile,elf}.c
	module "$dir/a.ko" depends=a,b 'alias=pci:v*' softdep=
	"$dir/fuzz" "$dir/a.ko" "$host/boot/vmlinuz-$V"
}

@test "what a user may not read is named, and nothing is made" {
	small_tree
	mkdir "$tree/closed"
	chmod 711 "$dir" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/*
	chown -R nobody "$root"
	set -- setpriv --reuid=nobody --clear-groups "$top/mkbootroot/mkbootroot" -r "$root" \
		ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	chmod 600 "$tree/etc/hostname"
	refused 1 "cannot pack $tree: cannot read etc/hostname: Permission denied" "$@"
	chmod 700 "$tree/closed"
	chmod 600 "$tree/bin/sh"
	refused 1 "cannot pack $tree: cannot read bin/sh and 2 more: Permission denied" "$@"
	chmod 700 "$tree"
	refused 1 "cannot read $tree: Permission denied" "$@"
	chmod -R a+rX "$tree"
	chmod 600 "$host/boot/vmlinuz-$V"
	refused 1 "cannot read kernel $host/boot/vmlinuz-$V: Permission denied" "$@"
}

@test "a file that is not what it was leaves the old image" {
	[ "$(id -u)" = 0 ] || skip 'a mount wants root'
	small_tree
	old_image
	# Their sizes are not what can be read: 4096 and 0.
	local file
	for file in /sys/kernel/uevent_seqnum /proc/version; do
		run -1 unshare -m bash -c '
			mount --bind "$5" "$1/etc/hostname" &&
			exec "$2" -r "$3" ramdisk -k "$4" ws "$1"
		' - "$tree" "$top/mkbootroot/mkbootroot" "$root" "$host/boot/vmlinuz-$V" "$file"
		[ "${lines[-1]}" = "mkbootroot: cannot make the initramfs of ws: this file changes \
while it is read: etc/hostname" ]
		nothing_changed
	done
}

@test "a full disk leaves the old image" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	small_tree
	head -c 300000 /dev/urandom >"$tree/much"
	local size
	for size in 128k 8k; do
		run unshare -m bash -c '
			mount -t tmpfs -o size="$5" tmpfs "$1" &&
			mkdir "$1/ws" && echo old >"$1/ws/vmlinuz"
			"$2" -r "$1" ramdisk -k "$3" ws "$4"
			[ $? = 111 ] && [ "$(ls -A "$1")" = ws ] &&
			    [ "$(cat "$1/ws/vmlinuz")" = old ]
		' - "$root" "$top/mkbootroot/mkbootroot" "$host/boot/vmlinuz-$V" "$tree" "$size"
		echo "$output"
		[ "$status" = 0 ]
		[[ ${lines[-1]} = *': No space left on device' ]]
	done
}

@test "a second writer waits, and then names the first" {
	small_tree
	old_image
	python3 - "$root/.ws.lock" "$dir/ready" <<-'END' 3>&- &
		import fcntl, sys, time
		lock = open(sys.argv[1], "w")
		fcntl.lockf(lock, fcntl.LOCK_EX)
		open(sys.argv[2], "w").close()
		time.sleep(300)
	END
	holder=$!
	until [ -e "$dir/ready" ]; do sleep 0.05; done
	run -111 --separate-stderr ramdisk ws "$tree"
	[ "${stderr##*$'\n'}" = \
	    "mkbootroot: cannot write image ws: process $holder is writing it" ]
	[ "$(cat "$root/ws/vmlinuz")" = old ]
	# Another image is nobody's.
	mkbootroot -q ramdisk -k "$host/boot/vmlinuz-$V" other "$tree"
	strace -o "$dir/trace" -e trace=/nanosleep "$top/mkbootroot/mkbootroot" -r "$root" \
		ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree" 3>&- &
	local second=$!
	until grep -qs nanosleep "$dir/trace"; do
		kill -0 "$second"
		sleep 0.05
	done
	kill -KILL "$holder"
	wait "$second"
	cmp "$host/boot/vmlinuz-$V" "$root/ws/vmlinuz"
	[ "$(ls -A "$root" | tr '\n' ' ')" = 'other ws ' ]
}

@test "an image is exchanged as a whole" {
	small_tree
	old_image
	echo gone >"$root/ws/only-in-the-old-one"
	ramdisk -z ws "$tree"
	ramdisk ws "$tree"
	[ "$(ls "$root/ws" | tr '\n' ' ')" = 'initrd.zst vmlinuz ' ]
	[ "$(ls -A "$root")" = ws ]
}

@test "a folder is not packed with the boot root, nor into its own place" {
	small_tree
	mkdir "$tree/srv"
	mv "$root" "$tree/srv/tftp"
	run -1 mkbootroot -r "$tree/srv/tftp" ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	[ "$output" = "mkbootroot: cannot pack $tree: the boot root lies in it: srv/tftp" ]
	run -1 mkbootroot -r "$tree" ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	[ "$output" = "mkbootroot: cannot pack $tree: the boot root lies in it: ." ]
	mv "$tree/srv/tftp" "$root"
	cp -r "$tree" "$root/ws"
	cp -r "$tree" "$root/ws2"
	run -1 ramdisk ws "$root/ws"
	[ "$output" = "mkbootroot: cannot pack $root/ws: it lies in image ws, which would be replaced" ]
	run -1 ramdisk ws "$root/ws/bin"
	[ "$output" = "mkbootroot: cannot pack $root/ws/bin: it lies in image ws, which would be replaced" ]
	ramdisk ws "$root/ws2"
}

@test "what no initramfs can hold is refused" {
	small_tree
	truncate -s 4G "$tree/large"
	refused 1 "cannot pack $tree: an initramfs cannot hold a file of more than 4 GiB: large" \
		ramdisk ws "$tree"
	rm "$tree/large"
	: >"$tree/TRAILER!!!"
	refused 1 "cannot pack $tree: an initramfs cannot hold the name TRAILER!!!" ramdisk ws "$tree"
	rm "$tree/TRAILER!!!"
	(
		cd "$tree"
		for ((i = 0; i < 101; i++)); do
			mkdir d
			cd d
		done
	)
	run -1 ramdisk ws "$tree"
	[[ $output = "mkbootroot: cannot pack $tree: folders lie too deep: d/d/d/"* ]]
	nothing_changed
	refused 1 "cannot read $dir/nothing: No such file or directory" ramdisk ws "$dir/nothing"
	refused 1 "cannot read $tree/etc/hostname: Not a directory" ramdisk ws "$tree/etc/hostname"
}

@test "the memory that a client needs is said: the content twice, in pages" {
	small_tree
	truncate -s 100M "$tree/large"
	ln "$tree/large" "$tree/again"
	run ramdisk ws "$tree"
	warned 'ws needs clients with 281 MB of RAM at least'
	rm "$tree/large" "$tree/again"
	mkdir "$tree/many"
	(cd "$tree/many" && seq 5000 | split -l 1 -a 4)
	run ramdisk ws "$tree"
	warned 'ws needs clients with 125 MB of RAM at least'
	run -0 mkbootroot -q ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	[ -z "$output" ]
}

@test "a terminal shows a bar, the rate and the time left; a file does not" {
	small_tree
	head -c 40000000 /dev/urandom >"$tree/much"
	script -qec "$top/mkbootroot/mkbootroot -r $root ramdisk -z -k $host/boot/vmlinuz-$V ws $tree" \
		"$dir/typescript" >"$dir/shown" </dev/null
	tr '\r' '\n' <"$dir/shown" |
		grep -qE '^ws: \[#+-+\] +[0-9]+ %, [0-9.]+ MB/s, 0:[0-9]{2} left'
	ramdisk -z ws "$tree" >"$dir/plain" 2>&1
	run ! grep -q $'[\r%]' "$dir/plain"
}

@test "-n makes nothing; what is no name or too much is refused" {
	small_tree
	old_image
	mkbootroot -n ramdisk -k "$host/boot/vmlinuz-$V" ws "$tree"
	nothing_changed
	refused 1 'menu is no image: boot=menu offers all of them' ramdisk menu "$tree"
	refused 1 "../x is not the name of an image: only letters, digits, '.', '_' and '-'" \
		ramdisk ../x "$tree"
	local words
	for words in '' 'ws' '-b' '-x ws tree' 'ws tree more' '-k'; do
		# shellcheck disable=SC2086 # a list of words
		run -2 mkbootroot ramdisk $words
		[[ $output = *'ramdisk [-bz] [-k kernel] name [folder]'* ]]
	done
	nothing_changed
}

@test "a client's own line decides what its ramdisk is told" {
	small_tree
	ramdisk ws "$tree"
	mkdir "$root/loaders"
	echo x | tee "$root/loaders/pxelinux.0" "$root/loaders/ldlinux.c32" \
		"$root/loaders/grubx64.efi" >/dev/null
	cat >"$dir/clients" <<-'END'
		default            -    boot=ws
		52:54:00:12:34:56  ws1  boot=ws args="console=ttyS0 mark=ws1"
	END
	mkbootroot -q -f "$dir/clients"
	run mkbootroot explain ws1 file=pxelinux.cfg/default
	[[ $output = *'LINUX ::/ws/vmlinuz'*'INITRD ::/ws/initrd.zst'*'APPEND BOOTIF=01-'*' console=ttyS0 mark=ws1'* ]]
	run mkbootroot explain ws1 arch=x64 file=grub/grub.cfg
	[[ $output = *"/ws/vmlinuz"*'mark=ws1'*"/ws/initrd.zst"* ]]
}
