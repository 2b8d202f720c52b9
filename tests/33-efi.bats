#!/usr/bin/env bats
# What EFI loaders say of themselves, and what follows from it: which of them
# a client gets, and what is said before the first boot.

bats_require_minimum_version 1.5.0

load fixtures/bootroot

setup() {
	root_begin
	cd "$dir"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r root -m map -f clients "$@"
}

CA='Debian Secure Boot CA'
MICROSOFT='x/Microsoft Corporation UEFI CA 2011;y/Microsoft UEFI CA 2023'

# shim FILE [WORD...], grub FILE VERSION MODULES [WORD...]
shim() {
	loader "$1" sbat="shim,4;shim.debian,1,16.1" shim=16.1 next=grubx64.efi level='shim,4;grub,5' \
		trusts="$CA" signed="$MICROSOFT" "${@:2}"
}

grub() {
	loader "$1" sbat="grub,5,$2" mods="$3" signed="signer/$CA" "${@:4}"
}

# image NAME VERSION MODULES [WORD...]: shim and GRUB, a kernel and a menu.
image() {
	mkdir -p "root/$1/efi" "root/$1/grub"
	shim "root/$1/efi/bootx64.efi"
	grub "root/$1/efi/grubx64.efi" "$2" "$3" "${@:4}"
	echo k >"root/$1/linux"
	echo i >"root/$1/initrd.gz"
	echo menu >"root/$1/grub/grub.cfg"
}

# loaders VERSION MODULES [WORD...]
loaders() {
	mkdir -p root/loaders
	shim root/loaders/shimx64.efi
	grub root/loaders/grubx64.efi "$@"
}

# has TEXT...: each stands in the output.
has() {
	local text
	for text; do
		[[ $output = *"$text"* ]] || {
			echo "$output"
			echo "want: $text"
			return 1
		}
	done
}

# gets FILE: what the firmware of client a is told.
gets() {
	run -0 mkbootroot explain a arch=x64
	has "  67 file        $1"$'\n'
}

OLD=normal,efinet,tftp
NEW=normal,proxy,tftp,http

@test "what shim and GRUB are is said, and who signed them" {
	image new 2.12 $NEW
	echo '1:2:3:4:5:6 a boot=new' >clients
	run -0 mkbootroot -v
	has '  x64       efi/bootx64.efi (shim 16.1, Microsoft UEFI CA 2011+2023; starts grubx64.efi: GRUB 2.12, tftp http)'
	[[ $output != *warning* ]]
	run -0 mkbootroot explain a
	has 'new/efi/bootx64.efi (shim 16.1, Microsoft UEFI CA 2011+2023; starts grubx64.efi: GRUB 2.12, tftp http): the boot file of this arch'
	[[ $output != *warning* ]]
	# Without SBAT the version is where its banner is put together.
	loader root/new/efi/grubx64.efi mods=$OLD
	run -0 mkbootroot -v
	has 'GRUB 2.99-1, tftp, not signed)' 'grubx64.efi is not signed: its shim refuses it'
}

@test "a client without ip= gets a GRUB that takes a proxy's word" {
	image old 2.06 $OLD
	echo '1:2:3:4:5:6 a boot=old args=quiet' >clients
	run -0 mkbootroot
	has "clients:1: warning: boot=old: x64: its GRUB 2.06 asks the DHCP server's host for its files: give ip=, or name this host as next-server there, or run mkbootroot loaders where GRUB is newer"
	gets old/efi/bootx64.efi
	has "warning: its GRUB 2.06 asks the DHCP server's host"
	# No better than its own, or not sound: its own.
	loaders 2.06 $OLD
	run -0 mkbootroot
	has 'asks the DHCP server'
	loaders 2.12 $NEW signed='s/Another CA'
	run -0 mkbootroot
	has 'asks the DHCP server'
	gets old/efi/bootx64.efi
	loaders 2.12 $NEW
	run -0 mkbootroot
	[ -z "$output" ]
	gets loaders/shimx64.efi
	run -0 mkbootroot -v check
	has "  wants     x64: its GRUB 2.06 asks the DHCP server's host for its files: clients without ip= get the one of the image loaders"
	# What shim and GRUB ask for next lies beside that one.
	cp root/old/efi/grubx64.efi root/old/grubx64.efi
	run -0 mkbootroot explain a arch=x64 file=grubx64.efi
	has 'sent: loaders/grubx64.efi'
	run -0 mkbootroot explain a arch=x64 file=loaders//grubx64.efi
	has 'sent: loaders/grubx64.efi'
	run -0 mkbootroot explain a arch=x64 file=/grub/grub.cfg
	has "linux '/old/linux' 'BOOTIF=01-01-02-03-04-05-06' 'quiet'"
	# With ip=, and by its line, it keeps its own.
	echo '1:2:3:4:5:6 a boot=old ip=10.9.0.5' >clients
	run -0 mkbootroot
	[ -z "$output" ]
	gets old/efi/bootx64.efi
	run -0 mkbootroot explain a arch=x64 file=efi/grubx64.efi
	has 'sent: old/efi/grubx64.efi'
	echo '1:2:3:4:5:6 a boot=old x64=efi/bootx64.efi' >clients
	run -0 mkbootroot
	has 'x64=efi/bootx64.efi: old/efi/bootx64.efi: its GRUB 2.06 asks'
	# Of what was found and is not sent nothing is said.
	[ "${#lines[@]}" -eq 1 ]
	gets old/efi/bootx64.efi
	has "warning: its GRUB 2.06 asks the DHCP server's host"
	[[ $output != *'mkbootroot loaders'* ]]
	loaders 2.06 $OLD
	echo '1:2:3:4:5:6 a boot=old x64-http=http://10.9.0.1/b.efi ip=10.9.0.5' >clients
	run -0 mkbootroot
	[ -z "$output" ]
	echo '1:2:3:4:5:6 a boot=old x64-http=http://10.9.0.1/b.efi' >clients
	run -0 mkbootroot
	[ "${#lines[@]}" -eq 1 ]
	has 'boot=old: x64: its GRUB 2.06 asks'
}

@test "the other GRUB boots the kernel where the image's own menu cannot be seen" {
	image old 2.06 $OLD
	loaders 2.12 $NEW
	echo '1:2:3:4:5:6 a boot=old' >clients
	run -0 mkbootroot
	has "boot=old: x64: GRUB 2.12 of the image loaders boots its kernel without the image's own menu"
	gets loaders/shimx64.efi
	run -0 mkbootroot explain a arch=x64 file=/grub/grub.cfg
	has "linux '/old/linux' 'BOOTIF=01-01-02-03-04-05-06'" "initrd '/old/initrd.gz'"
	# iPXE starts the image's own, which sees its menu.
	echo own >root/old/efi/grub.cfg
	run -0 mkbootroot explain a arch=x64 stage=ipxe file=efi/grub.cfg
	has "sent: old/efi/grub.cfg"
	# Without a kernel nothing could be booted.
	rm root/old/linux
	run -0 mkbootroot
	has "asks the DHCP server's host"
	gets old/efi/bootx64.efi
}

@test "by HTTP a client gets a GRUB that has HTTP, or none" {
	local none='warning: boot=old: x64-http: its loader goes on by TFTP alone, so this firmware gets no answer: run mkbootroot loaders where GRUB has http, or name another with x64-http='
	image old 2.06 $OLD
	echo '1:2:3:4:5:6 a boot=old args=quiet ip=10.9.0.5 http=yes' >clients
	run -0 mkbootroot
	has "clients:1: $none"
	run -0 mkbootroot explain a arch=x64-http
	has 'x64-http  ROM   none: silence: the boot file of this arch by PXE goes on by TFTP alone' \
		'to be mended: run mkbootroot loaders on a system whose GRUB has http, or name another with x64-http=' \
		'  silence        loader-without-http'
	gets old/efi/bootx64.efi
	run -0 mkbootroot dump
	has 'found: x64 goes on by TFTP alone'
	# No better than its own, or not sound.
	loaders 2.12 normal,proxy,tftp
	run -0 mkbootroot
	has "$none"
	loaders 2.12 $NEW signed='s/Another CA'
	run -0 mkbootroot
	has "$none"
	rm root/loaders/grubx64.efi
	run -0 mkbootroot
	has "$none"
	loaders 2.12 $NEW
	run -0 mkbootroot
	[ -z "$output" ]
	run -0 mkbootroot explain a arch=x64-http
	has '  x64-http  ROM   http://SERVER/loaders/shimx64.efi (shim 16.1' \
		'a loader from the image loaders, because the image'"'"'s own goes on by TFTP alone' \
		'  60 class       HTTPClient' '  67 file        http://SERVER/loaders/shimx64.efi'
	has $'by HTTP, one after the other\n  http://SERVER/loaders/shimx64.efi: loaders/shimx64.efi, ' \
		$'\n  http://SERVER/loaders/grubx64.efi: loaders/grubx64.efi, ' \
		$'\n  http://SERVER/grub/grub.cfg: GRUB, ' \
		$'\n  http://SERVER/old/linux: old/linux, 2 bytes\n  http://SERVER/old/initrd.gz: old/initrd.gz, 2 bytes'
	# By TFTP it is the image's, with all that lies beside it.
	gets old/efi/bootx64.efi
	has 'by TFTP, in spite of http=: PXE has no HTTP'
	cp root/old/efi/grubx64.efi root/old/grubx64.efi
	run -0 mkbootroot explain a arch=x64 file=grubx64.efi
	has 'sent: old/grubx64.efi'
	run -0 mkbootroot explain a url=http://SERVER/grubx64.efi
	has 'sent by HTTP: loaders/grubx64.efi'
	run -0 mkbootroot explain a url=http://SERVER/loaders//grubx64.efi
	has 'sent by HTTP: loaders/grubx64.efi'
	run -0 mkbootroot explain a url=http://SERVER/grub/grub.cfg
	has "linux '/old/linux' 'BOOTIF=01-01-02-03-04-05-06' 'quiet'"
	# The kernel of an image that has a menu of its own is what the other GRUB boots.
	echo '1:2:3:4:5:6 a boot=old ip=10.9.0.5 http=yes' >clients
	echo own >root/old/efi/grub.cfg
	run -0 mkbootroot
	has "boot=old: x64-http: the GRUB of the image loaders boots its kernel without the image's own menu: write in args= what the kernel needs"
	run -0 mkbootroot explain a url=http://SERVER/grub/grub.cfg
	has "linux '/old/linux' 'BOOTIF=01-01-02-03-04-05-06'"
	run -0 mkbootroot explain a arch=x64-http
	has $'\n  http://SERVER/old/linux: old/linux, 2 bytes'
	run -0 mkbootroot explain a file=/grub/grub.cfg
	has 'sent: old/grub/grub.cfg'
	run -0 mkbootroot explain a url=http://SERVER/efi/grub.cfg
	has 'sent by HTTP: old/efi/grub.cfg'
	rm root/old/linux
	run -0 mkbootroot
	has "$none"
}

@test "a loader without HTTP that a line names is told to nobody by HTTP" {
	image old 2.06 $OLD
	image new 2.12 $NEW
	loaders 2.12 $NEW
	for line in '1:2:3:4:5:6 a boot=new x64=/old/efi/bootx64.efi http=yes' \
	    '1:2:3:4:5:6 a boot=old x64=efi/bootx64.efi http=yes' \
	    $'default - x64=/old/efi/bootx64.efi http=http://h\n1:2:3:4:5:6 a boot=old args=a\nimage old - x64=efi/bootx64.efi' \
	    $'net 10.9.0.0/24 - http=yes\n1:2:3:4:5:6 a boot=old x64=efi/bootx64.efi ip=10.9.0.5'; do
		echo "$line" >clients
		run -0 mkbootroot
		has 'x64-http: its loader goes on by TFTP alone'
		run -0 mkbootroot explain a arch=x64-http
		has '  silence        loader-without-http'
		mkbootroot dump >again
		cp map before
		"$top/mkbootroot/mkbootroot" -q -r root -m map -f again
		cmp map before
	done
	# What is named for HTTP counts, and who is not asked says nothing.
	echo '1:2:3:4:5:6 a boot=old x64-http=http://h/x.efi http=yes' >clients
	run -0 mkbootroot
	[[ $output != *x64-http* ]]
	run -0 mkbootroot explain a arch=x64-http
	has '  67 file        http://h/x.efi'
	echo '1:2:3:4:5:6 a boot=old x64=efi/bootx64.efi' >clients
	run -0 mkbootroot
	[[ $output != *x64-http* ]]
	run -0 mkbootroot explain a arch=x64-http
	has '  silence        no-loader-for-arch'
}

@test "a URL that is too long for firmware is said" {
	image new 2.12 $NEW
	echo "1:2:3:4:5:6 a boot=new http=http://h/$(printf 'a%.0s' {1..226})" >clients
	run -0 mkbootroot
	[[ $output != *more\ than* ]]
	run -0 mkbootroot explain a arch=x64-http
	has '  67 file        http://h/aaa'
	echo "1:2:3:4:5:6 a boot=new http=http://h/$(printf 'a%.0s' {1..227})" >clients
	run -0 mkbootroot
	has 'boot=new: x64-http: the URL of its boot file has more than 255 bytes, so this firmware gets no answer'
	run -0 mkbootroot explain a arch=x64-http
	has '  silence        bad-path'
}

@test "systemd-boot and a GRUB for media are no loaders, whatever they are called" {
	mkdir -p root/arch/EFI/BOOT root/cd/EFI/boot
	loader root/arch/EFI/BOOT/BOOTx64.EFI sbat=systemd-boot,1,257 magic='#### LoaderInfo: systemd-boot 257 ####'
	shim root/cd/EFI/boot/bootx64.efi
	grub root/cd/EFI/boot/grubx64.efi 2.12 normal,proxy,iso9660
	for name in arch cd; do
		echo k >root/$name/vmlinuz
		echo i >root/$name/initrd
	done
	printf '%s\n' '1:2:3:4:5:6 a boot=arch' '1:2:3:4:5:7 b boot=cd' >clients
	run -0 mkbootroot -v
	has '  not used  EFI/BOOT/BOOTx64.EFI (it is systemd-boot 257, which boots from disks' \
		'  not used  EFI/boot/bootx64.efi (it starts grubx64.efi, GRUB 2.12, which has neither tftp nor http' \
		'  missing   a loader for BIOS, a loader for x64' '  remedy    mkbootroot loaders' \
		'clients:1: warning: boot=arch: there is no loader for x64: EFI/BOOT/BOOTx64.EFI: it is systemd-boot' \
		'clients:2: warning: boot=cd: there is no loader for x64: EFI/boot/bootx64.efi: it starts'
	run -0 mkbootroot explain b
	has 'not used: EFI/boot/bootx64.efi'
	# With http alone it is none for PXE.
	grub root/cd/EFI/boot/grubx64.efi 2.12 normal,proxy,http
	run -0 mkbootroot -v
	has 'has no tftp: it is for HTTP boot alone'
	loaders 2.12 $NEW
	run -0 mkbootroot
	[ -z "$output" ]
	gets loaders/shimx64.efi
}

@test "iPXE, rEFInd and drivers are told by their content, too" {
	# Builds without SBAT.
	mkdir -p root/a root/b root/c
	loader root/a/bootx64.efi text='iPXE initialising devices'
	loader root/b/grubx64.efi wide=refind.conf
	loader root/c/bootx64.efi subsystem=11
	for name in a b c; do
		echo k >root/$name/vmlinuz
		echo i >root/$name/initrd
	done
	printf '%s\n' '1:2:3:4:5:6 a boot=a' '1:2:3:4:5:7 b boot=b' '1:2:3:4:5:8 c boot=c' >clients
	run -0 mkbootroot -v
	has "  not used  bootx64.efi (it is iPXE by another name than iPXE's)" \
		'  not used  grubx64.efi (it is rEFInd, which boots from disks' \
		'  not used  bootx64.efi (it is a driver for EFI, which boots nothing)'
	[[ $output != *'GRUB without shim'* ]]
}

@test "a GRUB loads tftp out of itself, and is none without a network card" {
	mkdir -p root/alone
	echo k >root/alone/vmlinuz
	echo '1:2:3:4:5:6 a boot=alone' >clients
	# What grub-mkstandalone makes. What it does first is in it, too.
	loader root/alone/bootx64.efi mods=tar,normal,memdisk:tftp
	run -0 mkbootroot -v
	has 'bootx64.efi (it is GRUB 2.99-1, which has no efinet, and so no network card)'
	loader root/alone/bootx64.efi mods=efinet,normal,memdisk:tftp
	run -0 mkbootroot -v
	has '  x64       bootx64.efi (GRUB 2.99-1, tftp, not signed)'
	loader root/alone/bootx64.efi mods=efinet,normal,memdisk:linux
	run -0 mkbootroot -v
	has 'bootx64.efi (it is GRUB 2.99-1, which has neither tftp nor http'
	loader root/alone/bootx64.efi mods=normal,tftp
	run -0 mkbootroot -v
	has 'bootx64.efi (it is GRUB 2.99-1, which has no efinet, and so no network card)'
}

@test "a tree of hundreds of loaders is searched in part, which is said" {
	mkdir -p root/many/{1..501} root/packages
	for i in {1..501}; do echo x >"root/many/$i/bootx64.efi"; done
	# Of files without a loader's name the first are looked into.
	for i in {1..2001}; do echo x >"root/packages/$i"; done
	printf '%s\n' '1:2:3:4:5:6 a boot=many' '1:2:3:4:5:7 b boot=packages' >clients
	run -0 mkbootroot -v
	[ "$(grep -c '  too large: not all of it was searched' <<<"$output")" -eq 2 ]
	# Whose loader was found is not complained of.
	loader root/packages/bootx64.efi
	run -0 mkbootroot -v
	[ "$(grep -c '  too large: not all of it was searched' <<<"$output")" -eq 1 ]
}

@test "shim says what it starts: SUSE's is grub.efi" {
	mkdir -p root/suse/EFI/BOOT
	shim root/suse/EFI/BOOT/bootx64.efi next=grub.efi
	grub root/suse/EFI/BOOT/grub.efi 2.12 $NEW
	echo k >root/suse/linux
	echo '1:2:3:4:5:6 a boot=suse' >clients
	run -0 mkbootroot -v
	has '  x64       EFI/BOOT/bootx64.efi (shim 16.1, Microsoft UEFI CA 2011+2023; starts grub.efi: GRUB 2.12, tftp http)'
	rm root/suse/EFI/BOOT/grub.efi
	run -0 mkbootroot -v
	has 'EFI/BOOT/bootx64.efi (grub.efi is missing beside it'
}

@test "a second stage that is no program is said, and a shim that names several" {
	image new 2.12 $NEW
	echo '1:2:3:4:5:6 a boot=new' >clients
	echo text >root/new/efi/grubx64.efi
	run -0 mkbootroot -v
	has '  not used  efi/bootx64.efi (it starts grubx64.efi, which is no EFI program, or is cut)'
	echo '1:2:3:4:5:6 a boot=new x64=efi/bootx64.efi' >clients
	run -0 mkbootroot
	has 'warning: x64=efi/bootx64.efi: new/efi/bootx64.efi: it starts grubx64.efi, which is no EFI program'
	# What is taken then is said to be a guess.
	image new 2.12 $NEW
	shim root/new/efi/bootx64.efi next=grub.efi,other.efi
	run -0 mkbootroot -v
	has 'Microsoft UEFI CA 2011+2023; names several programs; starts grubx64.efi: GRUB 2.12, tftp http)'
}

@test "what is beside an exchanged loader at the image's top is its own, too" {
	image old 2.06 $OLD
	mv root/old/efi/*.efi root/old
	echo own >root/old/grub.cfg
	loaders 2.12 $NEW
	echo '1:2:3:4:5:6 a boot=old' >clients
	run -0 mkbootroot
	gets loaders/shimx64.efi
	for name in old/grub.cfg grub.cfg; do
		run -0 mkbootroot explain a arch=x64 stage=ipxe file=$name
		has "sent: old/grub.cfg"
	done
	# The other GRUB asks there.
	run -0 mkbootroot explain a arch=x64 file=/grub/grub.cfg
	has "linux '/old/linux' 'BOOTIF=01-01-02-03-04-05-06'"
}

@test "what Secure Boot refuses is said before it does" {
	image new 2.12 $NEW sbat=grub,4,2.12
	echo '1:2:3:4:5:6 a boot=new ip=10.9.0.5' >clients
	run -0 mkbootroot
	has 'Secure Boot refuses it: grubx64.efi is of generation grub,4: its shim revokes those below grub,5'
	grub root/new/efi/grubx64.efi 2.12 $NEW signed='s/Another CA'
	run -0 mkbootroot
	has "grubx64.efi is signed by Another CA, and its shim trusts $CA: it refuses it"
	run -0 mkbootroot explain a
	has 'warning: Secure Boot refuses it: grubx64.efi is signed by Another CA'
	# Without shim there is nobody who knows the distribution's key.
	mkdir -p root/bare/efi
	grub root/bare/efi/bootx64.efi 2.12 $NEW
	echo k >root/bare/linux
	echo '1:2:3:4:5:6 a boot=bare' >clients
	run -0 mkbootroot
	has "efi/bootx64.efi: Secure Boot refuses it: it is signed by $CA, whom a shim knows and firmware does not"
	echo '1:2:3:4:5:6 a boot=new ip=10.9.0.5' >clients
	rm -r root/bare
	# What firmware trusts counts for shim as well.
	grub root/new/efi/grubx64.efi 2.12 $NEW signed='s/Microsoft UEFI CA 2023'
	run -0 mkbootroot
	[[ $output != *'refuses it'* ]]
	# A shim that revokes nothing is caught by another image's, on one machine.
	shim root/new/efi/bootx64.efi level=grub,1
	grub root/new/efi/grubx64.efi 2.12 $NEW sbat=grub,4,2.12
	image other 2.12 $NEW
	echo '1:2:3:4:5:7 b boot=other' >>clients
	run -0 mkbootroot
	has 'clients:1: warning: image new: efi/bootx64.efi: Secure Boot refuses its grub on a machine that has ever started the shim of image other: that shim revokes it'
}

@test "Debian's real shim and GRUB" {
	local packages=$top/.cache signed=usr/lib/grub/x86_64-efi-signed
	[ -d "$packages/shim-signed" ] && [ -d "$packages/grub-efi-amd64-signed" ] ||
		skip 'this distribution has no package shim-signed'
	mkdir -p root/cd root/net
	cp "$packages/shim-signed/usr/lib/shim/shimx64.efi.signed" root/cd/bootx64.efi
	cp root/cd/bootx64.efi root/net/bootx64.efi
	cp "$packages/grub-efi-amd64-signed/$signed/gcdx64.efi.signed" root/cd/grubx64.efi
	cp "$packages/grub-efi-amd64-signed/$signed/grubnetx64.efi.signed" root/net/grubx64.efi
	chmod -R a+rX root
	printf '%s\n' '1:2:3:4:5:6 a boot=net ip=10.9.0.5' '1:2:3:4:5:7 b boot=cd' >clients
	run -0 mkbootroot -v
	[[ $output = *'  x64       bootx64.efi (shim '[0-9]*', Microsoft UEFI CA '*'; starts grubx64.efi: GRUB 2.'[0-9]*', tftp'* ]]
	[[ $output = *'  not used  bootx64.efi (it starts grubx64.efi, GRUB 2.'*', which has neither tftp nor http'* ]]
	[[ $output != *'Secure Boot refuses'* ]]
}
