#!/usr/bin/env bats
# mkbootroot import: an archive or a folder becomes an image, or nothing
# changes at all.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load mkbootroot

setup() {
	root_begin
	netboot_tree "$dir/netboot"
}

teardown() {
	[ -z "${importer-}" ] || kill -KILL "$importer" 2>/dev/null || :
}

setup_file() {
	cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -o "$BATS_FILE_TMPDIR/write_archive" \
	    "$BATS_TEST_DIRNAME/fixtures/write_archive.c" -larchive
}

# write_archive FORMAT FILE: the netboot folder as an archive.
write_archive() {
	"$BATS_FILE_TMPDIR/write_archive" "$1" "$2" "$dir/netboot"
}

archive() {
	python3 "$BATS_TEST_DIRNAME/fixtures/evil_tar.py" "$dir/a.tar" "$@"
}

# An image that is there before, to see that it stays.
old_image() {
	mkdir "$root/image"
	echo old >"$root/image/linux"
}

# nothing_changed: the boot root is as old_image left it.
nothing_changed() {
	[ "$(cd "$root" && find . | sort | tr '\n' ' ')" = \
	    '. ./image ./image/linux ' ]
	[ "$(cat "$root/image/linux")" = old ]
}

# refused REASON ENTRY...: the archive of these entries is, and it says so.
refused() {
	rm -rf "$root/image"
	old_image
	archive "${@:2}"
	local got
	got=$(mkbootroot import image "$dir/a.tar" 2>&1; echo "exit $?")
	[ "$got" = "mkbootroot: cannot unpack $dir/a.tar: $1
exit 1" ] || { echo "said: $got"; echo "want: $1"; return 1; }
	nothing_changed
}

NETBOOT='image debian12
  bios      pxelinux.0
  x64       debian-installer/amd64/bootnetx64.efi
  iPXE      debian-installer/amd64/grubx64.efi (x64, GRUB without shim)
  kernel    debian-installer/amd64/linux
  initrd    debian-installer/amd64/initrd.gz
  medium    Debian'"'"'s netboot archive
  answers   preseed
  menu      of its own
  missing   nothing'

@test "a folder is copied as an image, links and all" {
	run mkbootroot import debian12 "$dir/netboot"
	[ "$status" = 0 ]
	[ "$output" = "$NETBOOT" ]
	diff -r "$dir/netboot" "$root/debian12"
	[ "$(readlink "$root/debian12/pxelinux.0")" = \
	    debian-installer/amd64/pxelinux.0 ]
	[ "$(ls -A "$root")" = debian12 ]
}

@test "a folder's name may end in a slash, or be a link to it" {
	mkbootroot -q import one "$dir/netboot/"
	diff -r "$dir/netboot" "$root/one"
	ln -s netboot "$dir/link"
	mkbootroot -q import two "$dir/link"
	diff -r "$dir/netboot" "$root/two"
	(cd "$dir/netboot" && mkbootroot -q import three .)
	diff -r "$dir/netboot" "$root/three"
}

@test "an archive of each kind and compression is unpacked" {
	local kind made
	for kind in tar tgz tar.bz2 tar.xz tar.zst cpio zip; do
		made=$dir/a.$kind
		case $kind in
		tar)
			tar cf "$made" -C "$dir/netboot" . ;;
		tgz)
			tar czf "$made" -C "$dir/netboot" . ;;
		cpio)
			write_archive newc "$made" ;;
		zip)
			write_archive zip "$made" ;;
		*)
			tar caf "$made" -C "$dir/netboot" . || continue ;;
		esac
		run mkbootroot import debian12 "$made"
		[ "$status" = 0 ]
		[ "$output" = "$NETBOOT" ]
		diff -r "$dir/netboot" "$root/debian12"
	done
}

@test "an ISO image is unpacked" {
	write_archive iso9660 "$dir/a.iso"
	mkbootroot -q import debian12 "$dir/a.iso"
	diff -r "$dir/netboot" "$root/debian12"
}

@test "what cpio, zip and xorriso make is unpacked as well" {
	cd "$dir/netboot"
	find . | cpio -o -H newc --quiet >"$dir/a.cpio"
	zip -qry "$dir/a.zip" .
	xorrisofs -quiet -R -o "$dir/a.iso" .
	local kind
	for kind in cpio zip iso; do
		mkbootroot -q import debian12 "$dir/a.$kind"
		diff -r "$dir/netboot" "$root/debian12"
	done
}

@test "the folders of an archive stay as they are" {
	tar cf "$dir/a.tar" -C "$dir" netboot
	mkbootroot -q import debian12 "$dir/a.tar"
	diff -r "$dir/netboot" "$root/debian12/netboot"
}

@test "everything becomes readable for all, and nothing more" {
	mkdir -p "$dir/in/folder"
	echo a >"$dir/in/plain"
	echo b >"$dir/in/program"
	echo c >"$dir/in/folder/setuid"
	chmod 600 "$dir/in/plain"
	chmod 700 "$dir/in/program" "$dir/in/folder"
	chmod 6755 "$dir/in/folder/setuid"
	tar cf "$dir/a.tar" -C "$dir/in" .
	(umask 077 && mkbootroot -q import image "$dir/a.tar")
	[ "$(cd "$root/image" && stat -c '%n %a' . plain program folder \
	    folder/setuid | tr '\n' ' ')" = '. 755 plain 644 program 755 '\
'folder 755 folder/setuid 755 ' ]
}

@test "the owner is not taken from the archive" {
	[ "$(id -u)" = 0 ] || skip 'only root could'
	mkdir "$dir/in"
	echo a >"$dir/in/linux"
	chown 12345:12345 "$dir/in/linux"
	tar cf "$dir/a.tar" -C "$dir/in" .
	mkbootroot -q import image "$dir/a.tar"
	[ "$(stat -c %u:%g "$root/image/linux")" = 0:0 ]
}

@test "names that leave the image are refused" {
	refused '../x: a name with ".."' file:linux file:../x
	refused 'a/../../x: a name with ".."' file:a/../../x
	refused 'a/../: a name with ".."' folder:a/..
	refused '/etc/x: an absolute name' file:/etc/x
	refused "$(printf 'a%.0s' {1..100}): the name is too long" \
	    "file:$(printf 'a%.0s' {1..1200})"
}

@test "symbolic links that leave the image are refused" {
	refused 'x: a link that leaves the image, to /etc/passwd' \
	    file:linux link:x:/etc/passwd
	refused 'x: a link that leaves the image, to ../y' file:linux link:x:../y
	refused 'a/x: a link that leaves the image, to b/../../../y' \
	    file:linux link:a/x:b/../../../y
	refused 'x: a link that leaves the image, to ..' file:linux link:x:..
	# inside as it is written, outside as it is followed
	refused 'y: a link that leaves the image' file:linux folder:a/b \
	    link:x:a/b link:a/b/up:../.. link:y:x/up/../linux
}

@test "links inside the image are kept, also before what they lead to" {
	archive link:x:a/linux file:a/linux link:a/y:../x link:gone:nowhere
	mkbootroot -q import image "$dir/a.tar"
	[ "$(cat "$root/image/a/y")" = x ]
	[ "$(readlink "$root/image/gone")" = nowhere ]
}

@test "links in a circle are refused" {
	refused 'x: a link that leads round in a circle' file:linux \
	    link:x:y link:y:x
}

@test "nothing is written through a link" {
	refused 'x/linux: it lies behind a link or a file' \
	    folder:a link:x:a file:x/linux
	refused 'x/linux: it lies behind a link or a file' \
	    file:x file:x/linux
}

@test "hard links that leave the image are refused" {
	refused 'x: a hard link that leaves the image, to /etc/passwd' \
	    file:linux hard:x:/etc/passwd
	refused 'x: a hard link that leaves the image, to ../y' \
	    file:linux hard:x:../y
	refused 'x: a hard link to what is no file before it, nothing' \
	    file:linux hard:x:nothing
	refused 'x: a hard link to what is no file before it, l' \
	    file:linux link:l:linux hard:x:l
	refused 'x: a hard link to what is not there, l/linux' \
	    file:a/linux link:l:a hard:x:l/linux
	refused 'x: a hard link to itself' file:linux hard:x:x
}

@test "a hard link inside the image is one file" {
	archive file:linux hard:a/x:linux
	mkbootroot -q import image "$dir/a.tar"
	[ "$(stat -c %h "$root/image/a/x")" = 2 ]
}

@test "devices and fifos are refused" {
	refused 'dev/null: a device' file:linux char:dev/null
	refused 'dev/sda: a device' file:linux block:dev/sda
	refused 'fifo: neither file, folder nor link' file:linux fifo:fifo
}

@test "a name that comes twice is the later file, as with tar" {
	archive file:linux link:x:linux file:x
	mkbootroot -q import image "$dir/a.tar"
	[ -f "$root/image/x" ] && [ ! -L "$root/image/x" ]
	refused 'a: a folder where a file is' file:a folder:a
	refused 'a: a file where a folder is' folder:a file:a
}

@test "a truncated archive leaves the old image" {
	old_image
	head -c 100000 /dev/urandom >"$dir/netboot/linux"
	tar czf "$dir/a.tgz" -C "$dir/netboot" .
	local n
	for n in 10 1000 50000 $(($(stat -c %s "$dir/a.tgz") - 20)); do
		head -c "$n" "$dir/a.tgz" >"$dir/cut.tgz"
		run -1 mkbootroot import image "$dir/cut.tgz"
		[[ $output = "mkbootroot: cannot "*"$dir/cut.tgz: "* ]]
		nothing_changed
	done
	tar cf "$dir/a.tar" -C "$dir/netboot" linux
	head -c 50000 "$dir/a.tar" >"$dir/cut.tar"
	run -1 mkbootroot import image "$dir/cut.tar"
	nothing_changed
}

@test "what is no archive leaves the old image" {
	old_image
	head -c 5000 /dev/urandom >"$dir/noise"
	run -1 mkbootroot import image "$dir/noise"
	[ "$output" = \
	    "mkbootroot: cannot read $dir/noise: Unrecognized archive format" ]
	: >"$dir/empty"
	run -1 mkbootroot import image "$dir/empty"
	nothing_changed
	run -1 mkbootroot import image "$dir/nothing"
	[ "$output" = "mkbootroot: cannot read $dir/nothing: No such file or \
directory" ]
	run -1 mkbootroot import image http://10.9.0.1/netboot.tar.gz
	[ "$output" = 'mkbootroot: cannot read http://10.9.0.1/netboot.tar.gz: it is no file of this host: download it, and import that' ]
	mkdir "$dir/hollow"
	run -1 mkbootroot import image "$dir/hollow"
	[ "$output" = \
	    "mkbootroot: cannot import $dir/hollow: it holds no files" ]
	nothing_changed
	# libarchive would read files of this host that such a text names
	printf '#mtree\npasswd type=file contents=/etc/passwd\n' >"$dir/mtree"
	run -1 mkbootroot import image "$dir/mtree"
	nothing_changed
}

@test "an archive that lies about sizes, or has no end, leaves the old image" {
	old_image
	mkdir "$dir/lying"
	python3 "$BATS_TEST_DIRNAME/fixtures/lying_archives.py" "$dir/lying"
	cd "$dir/lying"
	lies() {
		run -1 mkbootroot import image "$1"
		[ "$output" = "mkbootroot: cannot $2" ]
		nothing_changed
	}
	lies tebibyte.tar 'unpack tebibyte.tar: linux: Truncated tar archive'
	# Which words libarchive has for these depends on its version.
	run -1 mkbootroot import image negative.tar
	[[ $output = "mkbootroot: cannot "*" negative.tar: "* ]]
	run -1 mkbootroot import image largest.tar
	[[ $output = "mkbootroot: cannot "*" largest.tar: "* ]]
	nothing_changed
	lies less.tar 'read less.tar: Damaged tar archive'
	# A newer libarchive sees this one itself.
	run -1 mkbootroot import image less.zip
	[[ $output = "mkbootroot: cannot unpack less.zip: linux: "* && ${#lines[@]} = 1 ]]
	nothing_changed
	lies more.cpio 'unpack more.cpio: linux: it is cut or damaged'
	lies sparse.tar \
	    'unpack sparse.tar: linux: the archive holds more than 64 GiB'
	lies million.cpio.gz 'unpack million.cpio.gz: more than 200000 entries'
}

@test "an archive with any byte changed gives an error or an image" {
	old_image
	tar czf "$dir/a.tgz" -C "$dir/netboot" .
	python3 - "$dir" "$top/mkbootroot/mkbootroot" <<'END'
import random, subprocess, sys
folder, program = sys.argv[1:]
good = open(folder + "/a.tgz", "rb").read()
plain = __import__("gzip").decompress(good)
random.seed(1)
for data in (good, plain):
    for i in range(60):
        b = bytearray(data)
        for _ in range(3):
            b[random.randrange(min(len(b), 20000))] ^= 1 << random.randrange(8)
        open(folder + "/bad", "wb").write(b)
        got = subprocess.run([program, "-r", folder + "/root", "import",
                              "other", folder + "/bad"], capture_output=True)
        if got.returncode not in (0, 1):
            sys.exit("try %d: exit %d %s" % (i, got.returncode, got.stderr))
END
	rm -rf "$root/other"
	nothing_changed
}

@test "an image is exchanged as a whole" {
	old_image
	echo gone >"$root/image/only-in-the-old-one"
	mkbootroot -q import image "$dir/netboot"
	diff -r "$dir/netboot" "$root/image"
	[ "$(ls -A "$root")" = image ]
}

@test "a file in the image's place is not replaced" {
	echo x >"$root/image"
	run -1 mkbootroot import image "$dir/netboot"
	[ "$output" = \
	    'mkbootroot: cannot replace image image: it is not a folder' ]
	[ "$(cat "$root/image")" = x ]
	[ "$(ls -A "$root")" = image ]
}

@test "a boot root is not copied into itself" {
	run -1 mkbootroot import image "$dir"
	[ "$output" = \
	    "mkbootroot: cannot copy $dir: the boot root lies in it" ]
	[ -z "$(ls -A "$root")" ]
	mkbootroot -q import image "$dir/netboot"
	mkbootroot -q import image "$root/image"
	diff -r "$dir/netboot" "$root/image"
}

# An import that waits in the middle of its archive.
waiting_import() {
	mkfifo "$dir/fifo"
	"$top/mkbootroot/mkbootroot" -r "$root" import image "$dir/fifo" \
	    3>&- 4>&- &
	importer=$!
	exec 4>"$dir/fifo"
	head -c 3000000 /dev/zero >"$dir/zeros"
	tar cf - -C "$dir" zeros | head -c 2000000 >&4
	local end=$((SECONDS + 20))
	until [ -e "$root/.image.new/zeros" ]; do
		[ $SECONDS -lt $end ]
	done
}

@test "a killed import leaves the old image; the next one cleans up" {
	old_image
	waiting_import
	kill -KILL "$importer"
	wait "$importer" || :
	exec 4>&-
	[ -e "$root/.image.new" ]
	[ "$(cat "$root/image/linux")" = old ]
	mkbootroot -q import other "$dir/netboot"
	[ "$(ls -A "$root" | tr '\n' ' ')" = 'image other ' ]
}

@test "a second import of an image names the first, and leaves it alone" {
	old_image
	waiting_import
	run -111 mkbootroot import image "$dir/netboot"
	[ "$output" = "mkbootroot: cannot write image image: process \
$importer is writing it" ]
	mkbootroot -q import other "$dir/netboot"
	[ -e "$root/.image.new/zeros" ]
	exec 4>&-
	wait "$importer" || :
	[ "$(ls -A "$root" | tr '\n' ' ')" = 'image other ' ]
}

@test "a full disk leaves the old image" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	head -c 200000 /dev/urandom >"$dir/netboot/linux"
	unshare -m bash -c '
		mount -t tmpfs -o size=128k tmpfs "$1"
		mkdir "$1/image" && echo old >"$1/image/linux"
		"$2" -r "$1" import image "$3" 2>"$4/said"
		[ $? = 111 ] && [ "$(ls -A "$1")" = image ] &&
		    [ "$(cat "$1/image/linux")" = old ] &&
		    grep "linux: cannot write: No space left on device" \
		    "$4/said"
	' - "$root" "$top/mkbootroot/mkbootroot" "$dir/netboot" "$dir"
}

@test "names that are no images are refused" {
	local name
	for name in .. .x a/b -x; do
		run -1 mkbootroot import "$name" "$dir/netboot"
		[[ $output = "mkbootroot: $name is not the name of an image"* ]]
	done
	run -1 mkbootroot import menu "$dir/netboot"
	[ "$output" = 'mkbootroot: menu is no image: boot=menu offers all of them' ]
	run -2 mkbootroot import image
	[ -z "$(ls -A "$root")" ]
}

@test "-n imports nothing" {
	run mkbootroot -n import image "$dir/netboot"
	[ "$status" = 0 ]
	[ -z "$(ls -A "$root")" ]
}

# tree FILE...: a folder of these, where the loaders are what they are called.
tree() {
	local file
	rm -rf "$dir/in"
	mkdir "$dir/in"
	for file; do
		mkdir -p "$dir/in/$(dirname "$file")"
		loader "$dir/in/$file"
	done
}

# found TREE LINE...: what an image of these files can boot.
found() {
	# shellcheck disable=SC2086 # a list
	tree $1
	says "${@:2}"
}

# says LINE...: what the folder that tree made can boot as an image, without where the
# loaders are that are missing.
says() {
	run mkbootroot import image "$dir/in"
	[ "$(grep -v '^  remedy ' <<<"$output")" = "$(printf '%s\n' 'image image' "$@")" ] || {
		echo "$output"
		return 1
	}
}

@test "the loader of BIOS is the one with its second stage beside it" {
	found 'linux initrd.gz a/pxelinux.0 b/pxelinux.0 b/ldlinux.c32' \
	    '  bios      b/pxelinux.0' '  kernel    linux' \
	    '  initrd    initrd.gz' '  missing   a loader for x64'
	found 'linux initrd.gz a/pxelinux.0' \
	    '  bios      a/pxelinux.0 (ldlinux.c32 is missing beside it)' \
	    '  kernel    linux' '  initrd    initrd.gz' \
	    '  missing   a loader for x64'
	found 'linux initrd undionly.kpxe sub/lpxelinux.0 sub/ldlinux.c32' \
	    '  bios      sub/lpxelinux.0' '  kernel    linux' \
	    '  initrd    initrd' '  missing   a loader for x64'
}

@test "shim goes before GRUB, but not without its GRUB" {
	found 'linux initrd shimx64.efi.signed grubx64.efi' \
	    '  x64       shimx64.efi.signed' \
	    '  iPXE      grubx64.efi (x64, GRUB without shim)' \
	    '  kernel    linux' '  initrd    initrd' \
	    '  missing   a loader for BIOS'
	found 'linux initrd a/shimx64.efi b/grubnetx64.efi.signed' \
	    '  x64       b/grubnetx64.efi.signed' \
	    '  iPXE      b/grubnetx64.efi.signed (x64, GRUB without shim)' \
	    '  kernel    linux' '  initrd    initrd' \
	    '  missing   a loader for BIOS'
	found 'linux initrd ipxe.efi syslinux.efi ldlinux.e64' \
	    '  x64       syslinux.efi' '  kernel    linux' \
	    '  initrd    initrd' '  missing   a loader for BIOS'
	found 'snponly.efi' '  x64       snponly.efi' \
	    '  missing   a loader for BIOS, a kernel, an initrd'
}

@test "other architectures have their own loaders" {
	found 'l/bootnetaa64.efi l/grubaa64.efi EFI/BOOT/BOOTIA32.EFI \
	    r/bootriscv64.efi' \
	    '  ia32      EFI/BOOT/BOOTIA32.EFI' \
	    '  arm64     l/bootnetaa64.efi' \
	    '  riscv64   r/bootriscv64.efi' \
	    '  iPXE      l/grubaa64.efi (arm64, GRUB without shim)' \
	    '  missing   a loader for BIOS, a loader for x64, a kernel, an initrd'
}

@test "an EFI program says itself what machine it is for" {
	mkdir "$dir/in"
	python3 - "$dir/in" <<'END'
import sys
for name, machine in (("ipxe.efi", 0xaa64), ("syslinux.efi", 0x14c)):
    dos = bytearray(64)
    dos[:2] = b"MZ"
    dos[60] = 64
    pe = b"PE\0\0" + machine.to_bytes(2, "little")
    open(sys.argv[1] + "/" + name, "wb").write(bytes(dos) + pe)
END
	run mkbootroot import image "$dir/in"
	[ "${lines[1]}" = \
	    '  ia32      syslinux.efi (ldlinux.e32 is missing beside it)' ]
	[ "${lines[2]}" = '  arm64     ipxe.efi (its name is one for x64)' ]
}

@test "kernel and initrd are of one folder and one version" {
	found 'boot/vmlinuz-6.9 boot/vmlinuz-6.10 boot/initrd.img-6.10 boot/initrd.img-6.9' \
	    '  kernel    boot/vmlinuz-6.10' '  initrd    boot/initrd.img-6.10' \
	    '  missing   a loader for BIOS, a loader for x64'
	found 'isolinux/vmlinuz images/pxeboot/vmlinuz images/pxeboot/initrd.img' \
	    '  kernel    images/pxeboot/vmlinuz' \
	    '  initrd    images/pxeboot/initrd.img' \
	    '  missing   a loader for BIOS, a loader for x64'
	found 'boot/vmlinuz-lts boot/initramfs-lts' \
	    '  kernel    boot/vmlinuz-lts' '  initrd    boot/initramfs-lts' \
	    '  missing   a loader for BIOS, a loader for x64'
	found 'vmlinuz-6.1 initrd.img-5.10' '  kernel    vmlinuz-6.1' \
	    '  missing   a loader for BIOS, a loader for x64, an initrd'
}

@test "boot configuration of its own is seen, also behind a link" {
	found 'pxelinux.cfg/C0A8' '  menu      of its own' \
	    '  missing   a loader for BIOS, a loader for x64, a kernel, an initrd'
	found 'a/grub/grub.cfg' '  menu      of its own' \
	    '  missing   a loader for BIOS, a loader for x64, a kernel, an initrd'
	found 'grub/x86_64-efi/grub.cfg grub/pxelinux.cfg.txt' \
	    '  missing   a loader for BIOS, a loader for x64, a kernel, an initrd'
	ln -s configuration "$dir/in/pxelinux.cfg"
	mkdir "$dir/in/configuration"
	run mkbootroot import image "$dir/in"
	[ "${lines[1]}" = '  menu      of its own' ]
}

@test "an ordinary user imports into folders of its own" {
	[ "$(id -u)" = 0 ] || skip 'only root can become another user'
	chmod 711 "$dir" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/*
	chown nobody "$root"
	setpriv --reuid=nobody --clear-groups "$top/mkbootroot/mkbootroot" \
	    -q -r "$root" import image "$dir/netboot"
	[ "$(stat -c %U "$root/image/version.info")" = nobody ]
	rm -rf "$root/image"
	chown root "$root"
	run -1 setpriv --reuid=nobody --clear-groups \
	    "$top/mkbootroot/mkbootroot" -r "$root" import image "$dir/netboot"
	[ "$output" = "mkbootroot: cannot write in $root: Permission denied" ]
}

# A map, a lock of others, a text that is being written; and an image "a.new".
@test "an import removes nothing but what imports have left" {
	mkdir "$root/.b.new" "$root/.c.new.new"
	touch "$root/.b.new/half" "$root/.a.lock" "$root/.a.new.lock"
	echo map >"$root/.clients.cdb.new"
	: >"$root/.exports.new"
	echo 4711 >"$root/.editor.lock"
	ln -s nowhere "$root/.link.lock"
	strace -f -o "$dir/calls" -e trace=unlinkat "$top/mkbootroot/mkbootroot" \
	    -q -r "$root" import image "$dir/netboot"
	[ "$(ls -A "$root" | tr '\n' ' ')" = \
	    '.clients.cdb.new .editor.lock .exports.new .link.lock image ' ]
	# While it held that lock: then another one may have it.
	[ "$(grep -c '"\.a\.new\.lock"' "$dir/calls")" = 1 ]
}
