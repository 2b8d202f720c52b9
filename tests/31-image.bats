#!/usr/bin/env bats
# What an image can boot: the trees of several distributions, loaders known by
# what is in them, and what is wrong with one.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load sees

setup() {
	root_begin
	cd "$dir"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r root -m map -f clients "$@"
}

# tree FILE...: a new folder in, with loaders that are what they are called.
tree() {
	local file
	rm -rf in
	mkdir in
	for file; do
		mkdir -p "in/$(dirname "$file")"
		loader "in/$file"
	done
}

# says LINE...: the folder in, imported as an image, can boot this. What is said of its
# medium is for 32-media.bats, where missing loaders are for 33-efi.bats.
says() {
	run -0 mkbootroot import image in
	output=$(grep -vE '^  (medium|args|needs|memory|answers|remark|remedy) ' <<<"$output")
	[ "$output" = "$(printf '%s\n' 'image image' "$@")" ] || {
		echo "$output"
		return 1
	}
}

# boots CONFIGURATION LINE...: compiled, this text is made for the client.
boots() {
	mkbootroot
	run -0 mkbootroot explain 1:2:3:4:5:6 file="$1"
	sees "${@:2}"
}

@test "Fedora: images/pxeboot, and EFI/BOOT with shim in capitals" {
	tree images/pxeboot/vmlinuz images/pxeboot/initrd.img images/install.img \
		EFI/BOOT/grub.cfg EFI/BOOT/mmx64.efi .treeinfo
	loader in/EFI/BOOT/BOOTX64.EFI sbat=shim
	loader in/EFI/BOOT/grubx64.efi sbat=grub mods
	says '  x64       EFI/BOOT/BOOTX64.EFI' \
		'  iPXE      EFI/BOOT/grubx64.efi (x64, GRUB without shim)' \
		'  kernel    images/pxeboot/vmlinuz' '  initrd    images/pxeboot/initrd.img' \
		'  menu      of its own' '  missing   a loader for BIOS'
	echo '1:2:3:4:5:6 a boot=image args="inst.repo=http://h/os inst.ks=http://h/ks"' >clients
	# GRUB asks beside itself.
	boots EFI/BOOT/grub.cfg \
		"linux '/image/images/pxeboot/vmlinuz' 'BOOTIF=01-01-02-03-04-05-06' 'inst.repo=http://h/os' 'inst.ks=http://h/ks'" \
		"initrd '/image/images/pxeboot/initrd.img'"
	run -0 mkbootroot explain 1:2:3:4:5:6 arch=x64
	sees '  file           image/EFI/BOOT/BOOTX64.EFI'
}

@test "Alpine: the kernel for all machines, with its initramfs; loaders from elsewhere" {
	tree boot/vmlinuz-lts boot/initramfs-lts boot/modloop-lts boot/vmlinuz-virt \
		boot/initramfs-virt boot/modloop-virt boot/System.map-lts boot/config-lts
	says '  kernel    boot/vmlinuz-lts' '  initrd    boot/initramfs-lts' \
		'  missing   a loader for BIOS, a loader for x64'
	mkdir root/loaders
	loader root/loaders/pxelinux.0
	echo x >root/loaders/ldlinux.c32
	echo '1:2:3:4:5:6 a boot=image args="modloop=http://h/modloop-lts console=ttyS0"' >clients
	boots pxelinux.cfg/default 'LINUX ::/image/boot/vmlinuz-lts' \
		'INITRD ::/image/boot/initramfs-lts' \
		'APPEND BOOTIF=01-01-02-03-04-05-06 modloop=http://h/modloop-lts console=ttyS0'
	tree efi/boot/bootx64.efi boot/vmlinuz-lts boot/initramfs-lts boot/grub/grub.cfg
	says '  x64       efi/boot/bootx64.efi' \
		'  kernel    boot/vmlinuz-lts' '  initrd    boot/initramfs-lts' \
		'  menu      of its own' '  missing   nothing'
}

@test "Ubuntu: the netboot archive, and the live server's" {
	tree amd64/linux amd64/initrd amd64/pxelinux.0 amd64/ldlinux.c32 \
		amd64/grub/grub.cfg amd64/pxelinux.cfg/default
	loader in/amd64/bootx64.efi sbat=shim
	loader in/amd64/grubx64.efi sbat=grub mods
	says '  bios      amd64/pxelinux.0' '  x64       amd64/bootx64.efi' \
		'  iPXE      amd64/grubx64.efi (x64, GRUB without shim)' \
		'  kernel    amd64/linux' '  initrd    amd64/initrd' \
		'  menu      of its own' '  missing   nothing'
	echo '1:2:3:4:5:6 a boot=image args="ip=dhcp url=http://h/live.iso"' >clients
	boots amd64/pxelinux.cfg/default 'LINUX ::/image/amd64/linux' \
		'INITRD ::/image/amd64/initrd' 'APPEND BOOTIF=01-01-02-03-04-05-06 ip=dhcp url=http://h/live.iso'
	tree casper/vmlinuz casper/initrd casper/hwe-vmlinuz casper/hwe-initrd \
		EFI/boot/bootx64.efi EFI/boot/grubx64.efi EFI/boot/mmx64.efi boot/grub/grub.cfg
	says '  x64       EFI/boot/bootx64.efi' \
		'  iPXE      EFI/boot/grubx64.efi (x64, GRUB without shim)' \
		'  kernel    casper/vmlinuz' '  initrd    casper/initrd' \
		'  menu      of its own' '  missing   a loader for BIOS'
}

@test "args= of one client reach its kernel, and the tree stays as it is" {
	netboot_tree in
	mkbootroot -q import debian12 in
	printf '%s\n' '1:2:3:4:5:6 a boot=debian12 args="console=ttyS0 quiet"' \
		'1:2:3:4:5:7 b boot=debian12' >clients
	boots pxelinux.cfg/default 'LINUX ::/debian12/debian-installer/amd64/linux' \
		'INITRD ::/debian12/debian-installer/amd64/initrd.gz' 'APPEND BOOTIF=01-01-02-03-04-05-06 console=ttyS0 quiet'
	boots debian-installer/amd64/grub/grub.cfg \
		"linux '/debian12/debian-installer/amd64/linux' 'BOOTIF=01-01-02-03-04-05-06' 'console=ttyS0' 'quiet'"
	# The other one sees what the archive has.
	run -0 mkbootroot explain 1:2:3:4:5:7 file=pxelinux.cfg/default
	sees "  sent: debian12/pxelinux.cfg/default, 26 bytes, in the client's image"
	diff -r in root/debian12
}

@test "loaders are known by their content under any name" {
	tree linux initrd.gz ldlinux.c32
	pxelinux_program in/netboot.bin
	loader in/boot.efi mods
	says '  bios      netboot.bin (PXELINUX by its content)' \
		'  x64       boot.efi (GRUB by its content)' \
		'  iPXE      boot.efi (x64, GRUB without shim)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   nothing'
	# What its language cannot say is known beforehand.
	echo '1:2:3:4:5:6 a boot=image args="a=\"b\""' >clients
	run -1 mkbootroot -q
	[ "$output" = "clients:1: GRUB cannot express ', \" and \\ in args=" ]
	echo '1:2:3:4:5:6 a boot=image args=-' >clients
	run -1 mkbootroot -q
	[ "$output" = 'clients:1: PXELINUX cannot express "-" as a word of args=' ]
	# shim by its SBAT, for another machine, wants its GRUB beside it.
	rm in/boot.efi
	loader in/first.efi machine=aa64 sbat=shim
	loader in/second.efi machine=aa64 sbat=grub
	says '  bios      netboot.bin (PXELINUX by its content)' \
		'  arm64     second.efi (GRUB by its content)' \
		'  iPXE      second.efi (arm64, GRUB without shim)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   a loader for x64'
	loader in/grubaa64.efi machine=aa64 sbat=grub
	run -0 mkbootroot import image in
	sees '  arm64     first.efi (shim by its content)'
}

@test "a name is not believed where the content says another thing" {
	tree linux initrd.gz ldlinux.c32 ldlinux.e64
	# shim called as GRUB is on removable media, and an iPXE.
	loader in/bootx64.efi sbat=shim
	says '  x64       bootx64.efi (grubx64.efi is missing beside it)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   a loader for BIOS'
	loader in/netboot.efi sbat=ipxe
	loader in/old.efi text='... iPXE initialising ...'
	run -0 mkbootroot import image in
	sees "  not used  netboot.efi (it is iPXE by another name than iPXE's)" \
		"  not used  old.efi (it is iPXE by another name than iPXE's)"
	# A kernel is one whatever it is called, and no loader.
	tree ldlinux.c32 initrd.gz
	printf '%514sHdrS' '' >in/core.0
	says '  not used  core.0 (it is a kernel)' \
		'  kernel    core.0' '  initrd    initrd.gz' \
		'  missing   a loader for BIOS, a loader for x64'
}

@test "a loader for the wrong machine is said" {
	tree linux initrd.gz
	loader in/bootx64.efi machine=aa64
	loader in/pxelinux.0 machine=x64 mods
	says '  x64       pxelinux.0 (its name is one for bios)' \
		'  arm64     bootx64.efi (its name is one for x64)' \
		'  iPXE      pxelinux.0 (x64, GRUB without shim)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   a loader for BIOS'
	# A file of Windows is no EFI program, and a driver is no loader.
	tree linux initrd.gz
	loader in/setup.exe subsystem=2
	loader in/driver.efi subsystem=11
	says '  kernel    linux' '  initrd    initrd.gz' \
		'  missing   a loader for BIOS, a loader for x64'
}

@test "a loader whose content is not what its name says is reported" {
	tree linux initrd.gz ldlinux.c32
	echo x >in/pxelinux.0
	echo x >in/grubx64.efi
	says "  bios      pxelinux.0 (it does not have PXELINUX's mark)" \
		'  x64       grubx64.efi (it is not an EFI program)' \
		'  iPXE      grubx64.efi (x64, GRUB without shim)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   nothing'
}

@test "another EFI program is what an image without a kernel boots" {
	tree readme
	loader in/memtest.efi machine=x64
	says '  x64       memtest.efi (an EFI program)' \
		'  missing   a loader for BIOS, a kernel, an initrd'
	echo kernel >in/vmlinuz
	says '  kernel    vmlinuz' '  missing   a loader for BIOS, a loader for x64, an initrd'
	# shim's own helpers are none, and kernels neither.
	tree readme
	loader in/mmx64.efi sbat=shim
	loader in/fbx64.efi sbat=shim
	loader in/bzImage machine=x64
	printf 'HdrS' | dd of=in/bzImage bs=1 seek=514 conv=notrunc status=none
	says '  kernel    bzImage' '  missing   a loader for BIOS, a loader for x64, an initrd'
}

@test "a second stage that is missing is said, by the compiler too" {
	tree linux initrd.gz pxelinux.0
	loader in/shimx64.efi sbat=shim
	says '  bios      pxelinux.0 (ldlinux.c32 is missing beside it)' \
		'  x64       shimx64.efi (grubx64.efi is missing beside it)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   nothing'
	echo '1:2:3:4:5:6 a boot=image' >clients
	run -0 mkbootroot
	[ "$output" = 'clients:1: warning: image image: pxelinux.0: ldlinux.c32 is missing beside it
clients:1: warning: image image: shimx64.efi: grubx64.efi is missing beside it' ]
	echo x >root/image/ldlinux.c32
	loader root/image/grubx64.efi sbat=grub
	run -0 mkbootroot
	[ -z "$output" ]
}

@test "a boot file's path of more than 127 bytes is said, and not used" {
	local name
	name=$(printf 'a%.0s' {1..109})
	tree linux initrd.gz "$name/grubx64.efi"
	# With image/ before it that is 127.
	says "  x64       $name/grubx64.efi" "  iPXE      $name/grubx64.efi (x64, GRUB without shim)" \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   a loader for BIOS'
	mv "in/$name" "in/a$name"
	says "  not used  a$name/grubx64.efi (its path has 128 bytes from the boot root, and firmware can be told 127)" \
		'  kernel    linux' '  initrd    initrd.gz' \
		'  missing   a loader for BIOS, a loader for x64'
}

@test "the loaders of Debian's installer are known by their content" {
	local amd64=debian-installer/amd64 grub about wants=()
	. "$top/tests/lab/cache.bash"
	cache_needs_installer
	cp -r "$cache_installer" in
	mkdir other
	mv in/$amd64/bootnetx64.efi other/one
	mv in/$amd64/grubx64.efi other/grubx64.efi
	cp in/$amd64/pxelinux.0 other/three
	cp in/$amd64/linux in/$amd64/initrd.gz other
	cp in/$amd64/boot-screens/ldlinux.c32 other
	rm -rf in
	mv other in
	grub="GRUB $(grep -aoE -m 1 'grub2,2[.][0-9]+' in/grubx64.efi | sed 's/grub2,//; q')"
	case $grub in
	'GRUB 2.06')
		about="$grub, tftp"
		wants=("  wants     x64: its $grub asks the DHCP server's host for its files: clients with ip=, or a newer GRUB in the image loaders")
		;;
	*) about="$grub, tftp http" ;;
	esac
	says '  bios      three (PXELINUX by its content)' "  x64       one (shim 16.1, Microsoft UEFI CA 2011+2023; starts grubx64.efi: $about)" \
		'  iPXE      grubx64.efi (x64, GRUB without shim)' \
		'  kernel    linux' '  initrd    initrd.gz' '  missing   nothing' \
		"${wants[@]}"
	mv in/grubx64.efi in/two
	rm in/one
	run -0 mkbootroot import image in
	sees "  x64       two ($about, signed by Debian Secure Boot CA)"
}

@test "a loader that the image loaders has is not missing" {
	mkdir -p root/loaders
	pxelinux_program root/loaders/pxelinux.0
	echo x >root/loaders/ldlinux.c32
	mkdir -p in
	rm -rf in/*
	cp "$BATS_TEST_DIRNAME/run" in/linux
	says '  kernel    linux' '  missing   a loader for x64, an initrd'
}
