#!/usr/bin/env bats
# Kernels and initrds by what is in them, whatever they are called, and each machine's
# own: found in an image, or named by kernel.ARCH= and initrd.ARCH=.

bats_require_minimum_version 1.5.0

load fixtures/bootroot

setup() {
	root_begin
	cd "$dir"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r root -m map -f clients "$@"
}

# files FILE KIND...: a new folder in, of kernel_file.py's files.
files() {
	rm -rf in
	mkdir in
	(cd in && python3 "$top/tests/fixtures/kernel_file.py" "$@")
}

# boots KERNEL INITRD FILE KIND...: of these files, an image boots this; "-": none.
boots() {
	local kernel=$1 initrd=$2
	shift 2
	files "$@"
	run -0 mkbootroot import image in
	[ "$(sed -n 's/^  kernel    //p' <<<"$output")" = "${kernel#-}" ] &&
		[ "$(sed -n 's/^  initrd    //p' <<<"$output")" = "${initrd#-}" ] || {
		echo "want $kernel, $initrd"
		echo "$output"
		return 1
	}
}

# has LINE...: $output has each of these lines, in this order.
has() {
	local want rest=$output
	for want; do
		[[ $'\n'$rest$'\n' = *$'\n'"$want"$'\n'* ]] || {
			echo "$output"
			echo "want: $want"
			return 1
		}
		rest=${rest#*"$want"}
	done
}

# renders FILE LINE...: what is generated for the client under this name.
renders() {
	run -0 mkbootroot explain 1:2:3:4:5:6 "file=$1"
	has "${@:2}"
}

@test "a kernel is known by its content, and its initrd by suffix, version or folder" {
	boots vmlinuz-amd64 initramfs-amd64.xz vmlinuz-amd64 x86 initramfs-amd64.xz cpio.xz
	boots vmlinuz-6.1.0 initrd.img-6.1.0.gz vmlinuz-6.1.0 x64 initrd.img-6.1.0.gz cpio.gz
	boots VMLINUZ INITRD.IMG VMLINUZ x64 INITRD.IMG text
	boots linux26 initrd.img linux26 x64 initrd.img text
	boots bzImage init.xz bzImage x64 init.xz cpio.xz
	boots kernel core.gz kernel x64 core.gz text
	boots f_pxe.vmlinuz f_pxe_image.cpio.gz f_pxe.vmlinuz x64 f_pxe_image.cpio.gz cpio.gz
	boots c-40-live-kernel-x86_64 c-40-live-initramfs.x86_64.img c-40-live-kernel-x86_64 x64 \
		c-40-live-initramfs.x86_64.img cpio.xz c-40-live-rootfs.x86_64.img cpio
	boots Image.gz ramdisk.img Image.gz arm64.gz ramdisk.img cpio.bz2
	boots boot/start boot/first boot/start x64 boot/first cpio
}

@test "what is neither kernel nor initrd is not taken for one, whatever it is called" {
	# Not squashfs, modules, microcode alone, a FAT, fonts; not memdisk.
	boots linux initrd.gz linux x64 initrd.gz cpio.gz root.img squashfs aboot.img fat \
		amd-ucode.img cpio modules.gz text.gz unicode.pf2.gz text.gz
	boots linux - linux x64 root.img squashfs font.gz text.gz
	boots - - linux squashfs.gz
	boots linux boot.gz memdisk memdisk linux x64 boot.gz cpio.gz
	boots - - memdisk memdisk
	# memtest86+ is a kernel, but not the one that is meant, and has no initrd.
	boots linux initrd.gz memtest memtest linux x64 initrd.gz cpio.gz
	boots memtest - memtest memtest
	# The initrd of another version has not its modules.
	boots vmlinuz-6.1 - vmlinuz-6.1 x64 initrd.img-6.2 cpio.gz
	# A name counts where the content says nothing, but not against it.
	boots live/bzImage live/initrd linux cpio initrd.gz cpio.gz live/bzImage x64 live/initrd text
}

@test "of two files for BIOS and for UEFI, each firmware has its own" {
	boots mt64.efi '' mt64.bin memtest mt64.efi memtest-stub mt32.bin memtest32 mt32.efi memtest32-stub
	has '  kernel.bios mt64.bin' '  kernel.ia32 mt32.efi' '  missing   a loader for BIOS, a loader for x64'
	# What is both is for both; where there is one file, it is for all.
	boots b '' a x64 b x64-stub
	[[ $output != *kernel.bios* ]]
	boots mt64.bin '' mt64.bin memtest
	[[ $output != *kernel.bios* ]]
}

@test "of several folders the live system goes first, the installer of a CD last" {
	boots live/vmlinuz live/initrd.img d-i/vmlinuz x64 d-i/initrd.gz cpio.gz \
		live/vmlinuz x64 live/initrd.img cpio.gz d-i/gtk/vmlinuz x64 d-i/gtk/initrd.gz cpio.gz
	boots casper/vmlinuz casper/initrd boot/vmlinuz x64 boot/initrd cpio casper/vmlinuz x64 \
		casper/initrd cpio
	boots images/pxeboot/vmlinuz images/pxeboot/initrd.img isolinux/vmlinuz x64 \
		isolinux/initrd.img cpio images/pxeboot/vmlinuz x64 images/pxeboot/initrd.img cpio
	boots install.amd/vmlinuz install.amd/initrd.gz install.amd/gtk/vmlinuz x64 \
		install.amd/gtk/initrd.gz cpio.gz install.amd/vmlinuz x64 install.amd/initrd.gz cpio.gz
	# An initrd in a folder of its own belongs to the only kernel.
	boots boot/nix/abc-linux/bzImage boot/nix/def-initrd/initrd boot/nix/abc-linux/bzImage x64 \
		boot/nix/def-initrd/initrd cpio
}

@test "each machine has a kernel of its own, known by its header" {
	files a/vmlinuz x64 a/initrd.gz cpio.gz b/vmlinuz ia32 b/initrd.gz cpio.gz \
		c/linux zboot-arm64 c/initrd.gz cpio.gz d/zImage arm32 d/initrd cpio \
		e/Image riscv64 e/initrd cpio f/vmlinuz.efi loong64 f/initrd cpio
	run -0 mkbootroot import image in
	has '  kernel    a/vmlinuz' '  initrd    a/initrd.gz' '  kernel.ia32 b/vmlinuz' \
		'  initrd.ia32 b/initrd.gz' '  kernel.arm32 d/zImage' '  initrd.arm32 d/initrd' \
		'  kernel.arm64 c/linux' '  initrd.arm64 c/initrd.gz' '  kernel.riscv64 e/Image' \
		'  kernel.loong64 f/vmlinuz.efi'
	echo '1:2:3:4:5:6 a boot=image args=quiet quirk=no-bootif' >clients
	mkbootroot
	renders grub/grub.cfg \
		'if [ "$grub_cpu-$grub_platform" = x86_64-efi -o "$grub_cpu-$grub_platform" = i386-pc ]; then' \
		"	linux '/image/a/vmlinuz' 'quiet'" "	initrd '/image/a/initrd.gz'" \
		'elif [ "$grub_cpu-$grub_platform" = i386-efi ]; then' "	linux '/image/b/vmlinuz' 'quiet'" \
		'elif [ "$grub_cpu-$grub_platform" = arm64-efi ]; then' "	linux '/image/c/linux' 'quiet'" \
		'elif [ "$grub_cpu-$grub_platform" = loongarch64-efi ]; then' "	linux '/image/f/vmlinuz.efi' 'quiet'" \
		"	echo 'image image has no kernel for' \"\$grub_cpu-\$grub_platform\""
	renders boot.ipxe 'iseq ${buildarch}-${platform} x86_64-efi && goto 0.0 ||' \
		'iseq ${buildarch}-${platform} i386-pcbios && goto 0.0 ||' \
		'iseq ${buildarch}-${platform} arm64-efi && goto 0.3 ||' \
		'iseq ${buildarch}-${platform} loong64-efi && goto 0.5 ||' \
		'echo image image has no kernel for ${buildarch}-${platform}' ':0.3' \
		'kernel /image/c/linux initrd=initrd0 quiet || goto failed'
	# PXELINUX is x86.
	renders pxelinux.cfg/default 'LINUX ::/image/a/vmlinuz' 'INITRD ::/image/a/initrd.gz'
	run -0 mkbootroot explain 1:2:3:4:5:6 arch=arm64
	has '  kernel.arm64=c/linux: from the image, found by itself' '  initrd.arm64=c/initrd.gz: from the image, found by itself'
	# Fed back, what was found is found again.
	run -0 mkbootroot dump
	has '	# found: kernel.arm64=c/linux'
	cp map first
	mkbootroot dump >clients
	mkbootroot
	cmp map first
}

@test "a machine with a kernel and no loader, and an image with neither, are said" {
	files a/vmlinuz x64 a/initrd.gz cpio.gz c/linux zboot-arm64 c/initrd.gz cpio.gz
	loader in/bootx64.efi machine=x64 mods
	run -0 mkbootroot import image in
	has '  missing   a loader for BIOS, a loader for arm64'
	mkdir -m 755 root/empty root/loaders
	loader root/loaders/bootx64.efi machine=x64 mods
	chmod -R a+rX root
	printf '%s\n' '1:2:3:4:5:6 a boot=image' '1:2:3:4:5:7 b boot=empty' >clients
	run -0 --separate-stderr mkbootroot
	[ "$stderr" = 'clients:1: warning: boot=image: arm64 has a kernel and no loader: run mkbootroot loaders where its package is installed, or name one with arm64=
clients:2: warning: boot=empty: the image has no known kernel and no known loader' ] || {
		echo "$stderr"
		return 1
	}
}

@test "a machine without a kernel gets no other's, and is said before and at boot" {
	files vmlinuz x64 initrd.gz cpio.gz
	loader in/bootaa64.efi machine=aa64 mods
	loader in/bootx64.efi machine=x64 mods
	run -0 mkbootroot import image in
	has '  lacks     a kernel for arm64'
	echo '1:2:3:4:5:6 a boot=image quirk=no-bootif' >clients
	run -0 --separate-stderr mkbootroot
	[ "$stderr" = 'clients:1: warning: boot=image: arm64 has a loader and no kernel: name one with kernel.arm64=' ]
	renders grub/grub.cfg 'if [ "$grub_cpu" = x86_64 -o "$grub_cpu" = i386 ]; then' \
		"	linux '/image/vmlinuz'" 'else' \
		"	echo 'image image has no kernel for' \"\$grub_cpu-\$grub_platform\"" '	exit 1' 'fi'
	run -0 mkbootroot explain 1:2:3:4:5:6 arch=arm64
	has '  there is no kernel for arm32, arm64, riscv64, loong64' \
		'    warning: there is no kernel for it: kernel.arm64= would name one'
	# In a menu it is the entry that says it.
	echo '1:2:3:4:5:6 a boot=menu quirk=no-bootif' >clients
	mkbootroot -q
	renders grub/grub.cfg "menuentry 'image' {" '	if [ "$grub_cpu" = x86_64 -o "$grub_cpu" = i386 ]; then' '	fi'
	renders boot.ipxe ':1' 'iseq ${buildarch} x86_64 && goto 1.0 ||' ':1.0'
	# A kernel of ARM alone is what U-Boot, which reads PXELINUX's language, is told.
	files Image arm64 initrd.gz cpio.gz
	mkbootroot import image in
	echo '1:2:3:4:5:6 a boot=image quirk=no-bootif' >clients
	mkbootroot
	renders pxelinux.cfg/default 'LINUX /image/Image' 'INITRD /image/initrd.gz'
	# It puts the folder of its boot file before that.
	run -0 mkbootroot explain 1:2:3:4:5:6 file=some/folder//image/Image
	has '  sent: image/Image, 20000 bytes, in the boot root'
	run -1 mkbootroot explain 1:2:3:4:5:6 file=some/folder//../image/Image
	run -1 mkbootroot explain 1:2:3:4:5:6 file=image//
	renders boot.ipxe 'iseq ${buildarch}-${platform} arm64-efi && goto 0.0 ||'
}

@test "kernel.ARCH= and initrd.ARCH= name them, a line's before its image's" {
	files x/linux x64 x/i cpio y/linux arm64 y/i cpio z/odd text z/i cpio more cpio
	mkdir root/image
	cp -r in/* root/image
	{
		echo 'image image - kernel=x/linux initrd=x/i kernel.riscv64=z/odd initrd.riscv64=z/i'
		echo '1:2:3:4:5:6 a boot=image quirk=no-bootif kernel.loong64=z/odd kernel.arm32=- initrd.arm64=more'
	} >clients
	mkbootroot
	# The initrd= beside kernel= is that kernel's.
	renders boot.ipxe ':0.0' 'kernel /image/x/linux initrd=initrd0 || goto failed' 'initrd --name initrd0 /image/x/i || goto failed' \
		':0.1' 'kernel /image/y/linux initrd=initrd0 initrd=initrd1 || goto failed' \
		'initrd --name initrd0 /image/y/i || goto failed' 'initrd --name initrd1 /image/more || goto failed' \
		':0.2' 'kernel /image/z/odd initrd=initrd0 || goto failed' 'initrd --name initrd0 /image/z/i || goto failed' \
		':0.3' 'kernel /image/z/odd || goto failed'
	run -0 mkbootroot dump
	has '01:02:03:04:05:06   a boot=image quirk=no-bootif kernel.loong64=z/odd kernel.arm32=- initrd.arm64=more'
	# What lines may not say is said.
	{
		echo '1:2:3:4:5:6 a boot=image kernel.arm64=x/linux'
		echo '1:2:3:4:5:7 b boot=image kernel.x64-http=x/linux'
		echo '1:2:3:4:5:8 c boot=image kernel.mips=x/linux'
		echo '1:2:3:4:5:9 d boot=image kernel.x64=x/linux kernel.x64=x/linux'
		echo '1:2:3:4:5:a e boot=image initrd.x64=none/there'
		echo 'net 10.0.0.0/8 - kernel.x64=x/linux'
	} >clients
	run -1 mkbootroot
	has 'clients:1: kernel.arm64=x/linux: it is a kernel for x64' \
		'clients:2: kernel.x64-http=: a kernel is the same by HTTP: write kernel.x64=' \
		'clients:3: unknown word "kernel.mips=": behind the dot stands bios, ia32, x64, arm32, arm64, riscv64 or loong64' \
		'clients:4: kernel.x64= twice' \
		'clients:5: initrd.x64=none/there: cannot send image/none/there: no such file in the boot root' \
		'clients:6: kernel.x64= does not belong to net'
}

@test "a medium that has all on UDF is refused, and the old image stays" {
	local udf=$top/tests/fixtures/udf_iso.py mark packer
	mkdir root/win
	echo old >root/win/old
	for mark in 'NSR02 6' 'NSR03 900' 'NSR02 -'; do
		# shellcheck disable=SC2086 # two words
		python3 "$udf" win.iso $mark 'README.TXT=This disc contains a UDF file system'
		run -1 mkbootroot import win win.iso
		[[ $output = *': cannot import win.iso: its content is on a second file system, UDF: mount it (mount -o ro,loop win.iso /mnt), and import that folder' ]] || {
			echo "$output"
			return 1
		}
		[ "$(ls -A root root/win)" = "$(printf 'root:\nwin\n\nroot/win:\nold')" ]
	done
	for packer in 'gzip -k' 'xz -k -0' 'zstd -q -k'; do
		$packer win.iso
		run -1 mkbootroot import win win.iso.*
		[[ $output = *': its content is on a second file system, UDF: unpack the archive, mount the ISO file in it (mount -o ro,loop FILE.iso /mnt), and import that folder' ]]
		[ "$(ls -A root root/win)" = "$(printf 'root:\nwin\n\nroot/win:\nold')" ]
		rm win.iso.*
	done
	# What is on both is all there; and so is what has no UDF.
	python3 "$udf" both.iso NSR02 4 VMLINUZ=k INITRD.GZ=i A=a B=b
	mkbootroot -q import both both.iso
	[ "$(find root/both -type f | wc -l)" = 4 ]
	python3 "$udf" iso.iso - - README.TXT=x
	mkbootroot -q import plain iso.iso
	[ "$(find root/plain -type f | wc -l)" = 1 ]
	# The mounted folder is imported as any other.
	mkdir -p mnt/sources
	echo wim >mnt/sources/boot.wim
	mkbootroot -q import win mnt
	[ -e root/win/sources/boot.wim ]
}

@test "what a disc's configuration tells the kernel is a hint, and no menu for the network" {
	files live/vmlinuz x64 live/initrd.img cpio
	mkdir -p in/isolinux in/boot/grub
	printf 'set timeout=5\nsearch --set=root --file /.disk/info\nmenuentry "Live" {\n  linux /live/vmlinuz %s findiso=${iso}\n}\n' \
		'boot=live components "quiet"' >in/boot/grub/grub.cfg
	run -0 mkbootroot import image in
	has '  menu      none: what is there looks for a disc' \
		'  hint      boot/grub/grub.cfg starts it with: boot=live components quiet'
	rm -r in/boot
	printf 'label live\n\tkernel /live/vmlinuz\n\tappend initrd=/live/initrd.img boot=live\nlabel b\n append x\n' >in/isolinux/live.cfg
	run -0 mkbootroot import image in
	has '  hint      isolinux/live.cfg starts it with: boot=live'
	rm -r in/isolinux
	mkdir -p in/loader/entries
	printf 'title x\noptions archisobasedir=arch archisolabel=A\nlinux /live/vmlinuz\n' >in/loader/entries/1.conf
	run -0 mkbootroot import image in
	has '  hint      loader/entries/1.conf starts it with: archisobasedir=arch archisolabel=A'
	# A menu that a maker wrote for the network stays one.
	mkdir -p in/grub
	echo 'menuentry x { linux /vmlinuz }' >in/grub/grub.cfg
	run -0 mkbootroot import image in
	has '  menu      of its own'
	mkdir in/.disk
	echo 'Debian GNU/Linux 13 amd64 NETINST' >in/.disk/info
	run -0 mkbootroot import image in
	has '  menu      none: what is there looks for a disc'
}

@test "what a Raspberry Pi does not need is not missing" {
	files kernel8.img arm64
	touch in/bootcode.bin in/start4.elf in/config.txt
	run -0 mkbootroot import image in
	has '  kernel    kernel8.img' "  medium    a Raspberry Pi's boot folder (unproven)" '  missing   nothing'
}

@test "large files of a folder are shared with it where the file system can" {
	files vmlinuz x64 initrd.gz cpio.gz
	truncate -s 64M in/filesystem.squashfs in/private.iso
	chmod 644 in/filesystem.squashfs
	chmod 600 in/private.iso
	run -0 mkbootroot import image in
	cmp in/filesystem.squashfs root/image/filesystem.squashfs
	[ "$(stat -c %a root/image/private.iso)" = 644 ]
	[ "$(stat -c %a in/private.iso)" = 600 ]
	[ "$(stat -c %i in/private.iso)" != "$(stat -c %i root/image/private.iso)" ]
	cp --reflink=always in/vmlinuz clone 2>/dev/null && skip 'this file system shares blocks'
	[ "$(stat -c %i in/filesystem.squashfs)" = "$(stat -c %i root/image/filesystem.squashfs)" ]
	has '1 large file is shared with in by hard links: what writes to one writes to both'
	# An import of the same again, and from another file system, is whole.
	mkbootroot -q import image in
	cmp in/vmlinuz root/image/vmlinuz
}

# tells READER LABEL=KERNEL INITRD: what a reader of PXELINUX's language boots, "-": nothing.
tells() {
	mkbootroot explain "$2" file=pxelinux.cfg/default >explained
	[ "$(python3 -c '
import sys
sys.path.insert(0, sys.argv[2] + "/tests")
import config_reader
text = open("explained").read()
text = text[text.index("DEFAULT "):]
if sys.argv[1] == "PXELINUX":
    got = [(k, ",".join(i)) for k, i, a in config_reader.pxelinux_entries(text)]
else:
    got = [(e["LINUX"], e.get("INITRD", "")) for e in config_reader.uboot_entries(text) if "LINUX" in e]
print(*["%s %s" % g for g in got] or ["-"], sep="\n")' "$1" "$top")" = "$3" ] || {
		echo "$1 $2 does not boot $3"
		cat explained
		return 1
	}
}

@test "PXELINUX and U-Boot read one file: each boots its machine's kernel, or none" {
	files a/vmlinuz x64 a/initrd.gz cpio.gz c/linux zboot-arm64 c/initrd.gz cpio.gz e/Image riscv64 e/initrd.gz cpio.gz
	mkdir root/image root/bare
	cp -r in/* root/image
	cp in/a/vmlinuz in/c/linux root/bare
	cp in/a/initrd.gz root/bare/arm.gz
	chmod -R a+rX root
	cat >clients <<-'END'
		image image - kernel.riscv64=-
		image bare - kernel.x64=vmlinuz kernel.bios=vmlinuz kernel.ia32=vmlinuz kernel.arm64=linux initrd.arm64=arm.gz
		1:2:3:4:5:1 one boot=image
		1:2:3:4:5:2 both boot=image kernel.riscv64=e/Image initrd.riscv64=e/initrd.gz class=U-Boot.armv8
		1:2:3:4:5:3 none boot=image kernel.riscv64=e/Image kernel.x64=- kernel.bios=- kernel.ia32=-
		1:2:3:4:5:4 x86 boot=image kernel.arm64=-
		1:2:3:4:5:5 less boot=bare
		1:2:3:4:5:6 menu boot=menu
		1:2:3:4:5:7 args boot=image class=U-Boot.armv8 args="a=$(b)"
		1:2:3:4:5:8 long boot=image kernel.x64=a/vmlinuz class=pxe
	END
	run -0 --separate-stderr mkbootroot
	[ "$(grep U-Boot <<<"$stderr")" = 'clients:4: warning: U-Boot is told no kernel: image image has kernels for several machines: write kernel.ARCH=- for each machine that the board is not
clients:5: warning: U-Boot is told no kernel: image image has kernels for several machines: write kernel.ARCH=- for each machine that the board is not
clients:9: warning: args= have $(, which U-Boot takes for its own: the kernel does not get it' ] || {
		echo "$stderr"
		return 1
	}
	tells PXELINUX one '/image/a/vmlinuz /image/a/initrd.gz'
	tells U-Boot one '/image/c/linux /image/c/initrd.gz'
	tells PXELINUX both '/image/a/vmlinuz /image/a/initrd.gz'
	tells U-Boot both -
	tells PXELINUX none -
	tells U-Boot none -
	run -0 mkbootroot explain none file=pxelinux.cfg/default
	has 'SAY image image has no kernel for x86' 'LOCALBOOT -1'
	tells PXELINUX x86 '/image/a/vmlinuz /image/a/initrd.gz'
	# An initrd that PXELINUX would keep is not said to U-Boot, nor is its kernel.
	tells PXELINUX less '/bare/vmlinuz '
	tells U-Boot less -
	tells PXELINUX menu '/image/a/vmlinuz /image/a/initrd.gz
/bare/vmlinuz '
	tells U-Boot menu '/image/c/linux /image/c/initrd.gz'
	# Only one image has a kernel for it: no other one is booted in its place.
	grep -v 'less boot=bare' clients >one
	echo '1:2:3:4:5:9 board boot=menu class=U-Boot.armv8' | tee -a one >board
	run -0 mkbootroot -f one
	[[ $output != *boot=menu* ]]
	cp -r root/image root/more
	echo 'image more - kernel.riscv64=-' >>board
	sed '/^image/!d; s/kernel.riscv64=-/&/' clients >>board
	run -0 mkbootroot -f board
	[ "$(grep boot=menu <<<"$output")" = 'board:1: warning: boot=menu: if U-Boot cannot load the image that was chosen, it boots the others in their order' ]
	# Nothing says that somebody is a U-Boot.
	sed -i 's/ class=.*//' board
	run -0 mkbootroot -f board
	[[ $output != *boot=menu* ]]
}

@test "wimboot for a client that is told no iPXE is a warning, once for an image" {
	mkdir root/image root/loaders
	(cd root/image && python3 "$top/tests/fixtures/kernel_file.py" wimboot x64 boot.wim text)
	echo ipxe >root/image/undionly.kpxe
	chmod -R a+rX root
	printf '%s\n' '1:2:3:4:5:1 a boot=image kernel=wimboot bios=undionly.kpxe' '1:2:3:4:5:2 b boot=image kernel=wimboot bios=-' \
		'1:2:3:4:5:3 c boot=image kernel=wimboot bios=-' >clients
	run -0 --separate-stderr mkbootroot
	[ "$(grep wimboot <<<"$stderr")" = 'clients:2: warning: kernel=wimboot: only iPXE starts wimboot, and no boot file for PCs is iPXE: write for example bios=undionly.kpxe x64=ipxe.efi, unless their firmware is iPXE' ] || {
		echo "$stderr"
		return 1
	}
}
