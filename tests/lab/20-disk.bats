#!/usr/bin/env bats
# A PC boots its disk: by local, and out of the menu after its time-out, under
# both firmwares.

bats_require_minimum_version 1.5.0

# boots_disk FIRMWARE ROM WORD...
boots_disk() {
	run "$BATS_TEST_DIRNAME/enter" "$BATS_TEST_DIRNAME/disk" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

# said REGEX: our programs have logged it.
said() {
	grep -qE -e "$1" <<<"$output"
}

@test "BIOS, local: iPXE gets a script that boots the disk" {
	boots_disk bios ipxe local
	said ' stage=ipxe .* file=01-52-54-00-12-34-56.ipxe .*-> OFFER'
	said 'sent file=[^ ]*.ipxe generated=iPXE '
}

@test "BIOS, out of the menu: PXELINUX, LOCALBOOT" {
	boots_disk bios ipxe boot=menu
	said 'sent file=loaders/pxelinux.0 '
	said 'sent file=loaders/pxelinux.cfg/[^ ]* generated=PXELINUX '
}

# EDK2 asks for a minute before it goes on to the disk.
@test "UEFI, local: silence" {
	boots_disk efi native local
	said '-> silent reason=local'
	! said ' sent file='
}

# With local and quirk=local-exit GRUB gets the text of this menu's first entry.
# quirk=no-windowsize: shim's 512-byte blocks lose less so, in QEMU.
@test "UEFI, out of the menu: GRUB" {
	boots_disk efi native boot=menu quirk=no-windowsize ip=10.9.0.21
	said 'sent file=loaders/grubx64.efi '
	said 'sent file=grub/grub.cfg generated=GRUB '
}
