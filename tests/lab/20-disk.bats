#!/usr/bin/env bats
# A PC boots its disk: by local, and out of the menu, under both firmwares: PXELINUX's after
# its time-out, and GRUB's after a key. By PXE with an address from us and Secure Boot, and
# by HTTP without: neither word changes what the other does. WHOLE=1: each with and without,
# and GRUB's menu after its time-out.

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

whole() {
	[ "${WHOLE-}" = 1 ] || skip 'WHOLE=1, and make nightly, do it'
}

# ended: the firmware was told to go to its disk, asked for nothing else, and was sent
# nothing.
ended() {
	said "$1.* boots=disk -> OFFER"
	! said ' (sent|refused|probe) file='
}

@test "UEFI, local: its network boot ends" {
	whole
	boots_disk efi native local
	ended 'arch=x64 via=.* file=- '
}

@test "UEFI with Secure Boot, local, an address from us: its network boot ends" {
	boots_disk efi-secure native local ip=10.9.0.21
	ended 'arch=x64 via=.* file=- .* ip=10.9.0.21'
}

@test "UEFI by HTTP, local: its network boot ends" {
	boots_disk efi http local
	ended 'arch=x64-http .* file=local://10.9.0.1/ '
}

@test "UEFI with Secure Boot by HTTP, local, an address from us: its network boot ends" {
	whole
	boots_disk efi-secure http local ip=10.9.0.21
	ended 'arch=x64-http .* file=local://10.9.0.1/ .* ip=10.9.0.21'
}

@test "UEFI, iPXE, local: its script ends with a failure" {
	boots_disk efi ipxe local
	said 'stage=ipxe .* file=01-52-54-00-12-34-56.ipxe .*-> OFFER'
	said 'sent file=[^ ]*.ipxe generated=iPXE '
}

# With local and quirk=local-exit GRUB gets the text of this menu's first entry.
# quirk=no-windowsize: shim's 512-byte blocks lose less so, in QEMU.
@test "UEFI, out of the menu: GRUB" {
	boots_disk efi native boot=menu quirk=no-windowsize ip=10.9.0.21
	said 'sent file=loaders/grubx64.efi '
	said 'sent file=grub/grub.cfg generated=GRUB '
}
