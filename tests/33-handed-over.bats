#!/usr/bin/env bats
# mkbootroot as root on what another user has handed over: each file that a
# command reads is a link out, a fifo, a device or a folder instead.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load fixtures/kernel

setup_file() {
	[ "$(id -u)" = 0 ] || skip 'another user wants root'
	export modules=$BATS_FILE_TMPDIR/modules made=$BATS_FILE_TMPDIR/made
	mkdir -p "$modules" "$made"
	for m in sunrpc: lockd:sunrpc nfs:lockd,sunrpc nfsv3:nfs nfsv4:nfs overlay: virtio_net:; do
		printf '__attribute__((section(".modinfo"))) const char m[] = "name=%s\\0depends=%s";\n' \
		    "${m%%:*}" "${m#*:}" | cc -c -x c -o "$modules/${m%%:*}.ko" -
	done
	make_what_is_read
}

# A system as another user has made it, with all that the commands below read.
make_what_is_read() {
	local tree=$made/tree root=$made/root
	local folder=$tree/lib/modules/6.6.6/kernel
	mkdir -p "$tree/boot" "$tree/sbin" "$tree/etc" "$tree/bin" "$root/image" \
	    "$folder/fs" "$folder/drivers/net/ethernet" "$tree/usr/lib/shim"
	kernel "$tree/boot/vmlinuz-6.6.6" 6.6.6
	echo 'its initrd' >"$tree/boot/initrd.img-6.6.6"
	printf '#!/bin/sh\n' >"$tree/init"
	cp /bin/true "$tree/bin/sh"
	chmod 755 "$tree/init"
	: >"$tree/sbin/init"
	echo kernel/fs/other.ko >"$tree/lib/modules/6.6.6/modules.builtin"
	cp "$modules"/*.ko "$folder/fs"
	cp "$modules/virtio_net.ko" "$folder/drivers/net/ethernet/card.ko"
	loader "$tree/pxelinux.0"
	efi_program "$tree/usr/lib/shim/shimx64.efi.signed"
	echo '52:54:00:12:34:56 web1 local' >"$tree/clients"
	echo 'd-i time/zone string UTC' >"$tree/preseed.cfg"
	echo '52:54:00:12:34:56 web1' >"$tree/hosts"
	echo 'r ^x y' >"$tree/remap"
	loader "$root/image/pxelinux.0"
	echo x >"$root/image/ldlinux.c32"
	kernel "$root/image/vmlinuz" 6.6.6
	echo initrd >"$root/image/initrd.img"
	echo 'd-i time/zone string UTC' >"$root/image/preseed.cfg"
	echo 'default - boot=image args=quiet' >"$made/of-image"
	"$BATS_TEST_DIRNAME/../mkbootroot/mkbootroot" -q -r "$root" -m "$made/clients.cdb" -f "$made/of-image"
	chown -R nobody: "$tree"
}

# The same once more, for one command.
make_tree() {
	rm -rf "$tree" "$root"
	cp -a "$made/." "$dir"
}

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	root=$dir/root
	tree=$dir/tree
	PATH=$top/.cache/busybox-static/bin:$top/.cache/busybox-static/usr/bin:$PATH
	printf 'root:$6$this-is-the-secret\n' >"$dir/secret"
	chmod 600 "$dir/secret"
}

mkbootroot() {
	timeout 60 "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" "$@"
}

# another KIND FILE: that instead of the file.
another() {
	rm -rf "$2"
	case $1 in
	link) ln -s "$dir/secret" "$2" ;;
	up) ln -s ../../../../../../../../../../../../"$dir/secret" "$2" ;;
	fifo) mkfifo "$2" ;;
	device) mknod "$2" c 1 5 || skip 'no devices can be made here' ;;
	folder) mkdir "$2" ;;
	esac
	chown -h nobody: "$2"
}

# The secret is in no file of the boot root, packed or not, and in no list.
nothing_leaked() {
	local file
	run ! grep -rl this-is-the-secret "$root" "$dir/out"
	while read -r file; do
		case $file in
		*.zst) zstd -qdc "$file" ;;
		*.gz) gzip -dc "$file" ;;
		esac >"$dir/plain" 2>/dev/null || :
		run ! grep -q this-is-the-secret "$dir/plain"
	done < <(find "$root" -name 'initrd.*')
}

# each FILE COMMAND...: well with the file as it is (FILE is one that the command
# reads), and with each other kind soon ended, without the secret.
each() {
	local kind file=$1
	shift
	make_tree
	mkbootroot -q "$@" >"$dir/out"
	for kind in link up fifo device folder; do
		make_tree
		another "$kind" "$file"
		status=0
		mkbootroot -q "$@" >"$dir/out" 2>"$dir/said" || status=$?
		echo "${file#"$dir/"} $kind: $* -> $status $(head -n 1 "$dir/said")" | tee -a "$dir/seen"
		[ "$status" = 0 ] || [ "$status" = 1 ]
		nothing_leaked
	done
}

# wrong FILE COMMAND...: and every other kind is an error.
wrong() {
	: >"$dir/seen"
	each "$@"
	run ! grep -- '-> 0 ' "$dir/seen"
}

@test "loaders: a link, fifo, device or folder in the place of a loader is refused" {
	wrong "$tree/pxelinux.0" loaders "$tree"
	wrong "$tree/usr/lib/shim/shimx64.efi.signed" loaders "$tree"
	# An absolute link leads to the same place in the folder.
	make_tree
	mkdir -p "$tree$dir"
	pxelinux_program "$tree$dir/secret"
	another link "$tree/pxelinux.0"
	mkbootroot -q loaders "$tree" 2>/dev/null
	cmp "$tree$dir/secret" "$root/loaders/pxelinux.0"
}

@test "loaders: what has not a loader's mark is refused, and the old image stays" {
	local file said
	while read -r file said; do
		make_tree
		mkdir "$root/loaders"
		loader "$root/loaders/pxelinux.0"
		cp "$dir/secret" "$tree/$file"
		run -1 mkbootroot -q loaders "$tree"
		[ "$output" = "mkbootroot: cannot copy $said" ]
		[ "$(ls "$root/loaders")" = pxelinux.0 ]
		cmp "$tree/pxelinux.0" "$root/loaders/pxelinux.0" || [ "$file" = pxelinux.0 ]
	done <<-'END'
		pxelinux.0 pxelinux.0: it does not have PXELINUX's mark
		ldlinux.c32 ldlinux.c32: it is not a module of SYSLINUX
		undionly.kpxe undionly.kpxe: it is not a program for PXE
		snponly.efi snponly.efi: it is not an EFI program
		snponly-arm64.efi snponly-arm64.efi: it is not an EFI program
	END
	make_tree
	efi_program "$tree/snponly-arm64.efi"
	run -1 mkbootroot -q loaders "$tree"
	[ "$output" = 'mkbootroot: cannot copy snponly-arm64.efi: it is an EFI program for another machine' ]
}

@test "import: a link or device in the place of a file gives away nothing outside the folder" {
	each "$tree/etc/file" import new "$tree"
	each "$tree/boot/vmlinuz-6.6.6" import new "$tree"
}

# Whoever owns the folder puts a link in the place of a file, right behind the
# moment in which libarchive has looked at it.
@test "import: a file that becomes a link out while the folder is copied" {
	cc -shared -fPIC -O1 -o "$dir/swap.so" -x c - <<-'END'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		#include <sys/stat.h>
		int fstatat(int fd, const char *name, struct stat *st, int flags)
		{
			int (*real)(int, const char *, struct stat *, int) = dlsym(RTLD_NEXT, "fstatat");
			int result = real(fd, name, st, flags);
			if (strcmp(name, "victim") == 0 && S_ISREG(st->st_mode) &&
			    rename(getenv("SWAP_LINK"), getenv("SWAP_FILE")) == 0)
				fputs("swapped\n", stderr);
			return result;
		}
	END
	make_tree
	rm -r "$tree"
	mkdir "$tree"
	printf 'harmless, and as long as it\n' | tee "$tree/other" >"$tree/victim"
	ln -s "$dir/secret" "$dir/link"
	: >"$dir/out"
	run env LD_PRELOAD="$dir/swap.so" SWAP_LINK="$dir/link" SWAP_FILE="$tree/victim" \
	    "$top/mkbootroot/mkbootroot" -q -r "$root" import new "$tree"
	local said=$output code=$status
	echo "$said"
	[[ $said == swapped* ]]
	nothing_leaked
	[ "$code" = 1 ]
	[[ $said == *"cannot unpack $tree: "*'it changes while it is read'* ]]
	[ "$(ls -A "$root")" = image ]
}

@test "ramdisk: a link or device in the place of a file, kernel or module gives away nothing" {
	each "$tree/etc/file" ramdisk new "$tree"
	each "$tree/init" ramdisk new "$tree"
	each "$tree/lib/modules/6.6.6/modules.builtin" ramdisk new "$tree"
	each "$tree/lib/modules/6.6.6/kernel/drivers/net/ethernet/card.ko" ramdisk new "$tree"
	each "$tree/boot/vmlinuz-6.6.6" ramdisk -k "$tree/boot/vmlinuz-6.6.6" new "$tree"
	wrong "$tree/boot/vmlinuz-6.6.6" ramdisk -b -k "$tree/boot/vmlinuz-6.6.6" new
}

@test "nfsroot: a link or device in the place of its kernel, initrd or modules gives away nothing" {
	wrong "$tree/boot/initrd.img-6.6.6" nfsroot -3 new "10.9.0.1:$tree"
	each "$tree/sbin/init" nfsroot new "10.9.0.1:$tree"
	each "$tree/lib/modules/6.6.6/modules.builtin" nfsroot new "10.9.0.1:$tree"
	each "$tree/lib/modules/6.6.6/kernel/fs/nfs.ko" nfsroot new "10.9.0.1:$tree"
	wrong "$tree/boot/vmlinuz-6.6.6" nfsroot -k "$tree/boot/vmlinuz-6.6.6" new "10.9.0.1:$tree"
}

@test "what the command line names: clients, a preseed, hosts, rules, a map" {
	wrong "$tree/clients" -f "$tree/clients"
	wrong "$tree/clients" -n -f "$tree/clients"
	wrong "$tree/preseed.cfg" preseed image "$tree/preseed.cfg"
	wrong "$tree/hosts" import-hosts "$tree/hosts"
	wrong "$tree/remap" import-remap "$tree/remap"
	make_tree
	cp "$dir/clients.cdb" "$tree/clients.cdb"
	# Our own links, root's, and pipes are followed.
	ln -s "$tree/hosts" "$dir/own"
	mkbootroot import-hosts "$dir/own" | grep -q web1
	mkbootroot import-hosts <(cat "$tree/hosts") | grep -q web1
	mkbootroot import-hosts - <"$tree/hosts" | grep -q web1
	local kind
	for kind in link up fifo device folder; do
		another "$kind" "$tree/clients.cdb"
		run -1 timeout 60 "$top/mkbootroot/mkbootroot" -m "$tree/clients.cdb" dump
		run -1 timeout 60 "$top/mkbootroot/mkbootroot" -m "$tree/clients.cdb" -r "$root" explain web1
	done
}

@test "a folder or an archive that is another user's link is not read" {
	local words
	make_tree
	mkdir "$dir/private"
	cp -r "$tree" "$dir/private/tree"
	tar cf "$dir/private/tree.tar" -C "$tree" .
	ln -s "$dir/private/tree" "$dir/folder"
	ln -s "$dir/private/tree.tar" "$dir/archive"
	while read -ra words; do
		chown -h root: "$dir/folder" "$dir/archive"
		mkbootroot -q "${words[@]}"
		rm -rf "$root/new" "$root/loaders"
		chown -h nobody: "$dir/folder" "$dir/archive"
		run -1 mkbootroot -q "${words[@]}"
		[[ $output == *'cannot read '*': Permission denied' ]]
		[ "$(ls "$root")" = image ]
	done <<-END
		import new $dir/folder
		import new $dir/folder/
		import new $dir/archive
		loaders $dir/folder
		ramdisk new $dir/folder
		nfsroot new 10.9.0.1:/ws $dir/folder
	END
}

@test "the boot root itself: what an image holds" {
	local file
	for file in pxelinux.0 ldlinux.c32 vmlinuz initrd.img preseed.cfg; do
		each "$root/image/$file" -f "$dir/of-image"
		each "$root/image/$file" -f "$dir/of-image" explain 52:54:00:12:34:56 "file=image/$file"
	done
}
