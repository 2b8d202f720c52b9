# shellcheck shell=bash
# Disks that say on the serial console that they were booted. Each prints
# what pc_disk is to be, for pc.bash.

# shellcheck disable=SC2034 # used by others
disk_mark='the disk was booted'

# A boot sector for BIOS: it writes the mark to the first serial port, byte by
# byte, and halts.
disk_bios() {
	python3 - "$LAB/disk.img" "$disk_mark" <<-'END'
		import sys
		code = bytes.fromhex("31c0 8ed8 be167c fc"  # ds 0, si to the mark
		    "ac 84c0 7406 baf803 ee ebf5"           # out 3f8, al until NUL
		    "f4 ebfd")                              # hlt
		sector = code + b"\r\n" + sys.argv[2].encode() + b"\r\n\0"
		disk = sector.ljust(510, b"\0") + b"\x55\xaa"
		open(sys.argv[1], "wb").write(disk.ljust(1 << 20, b"\0"))
	END
	echo "format=raw,file=$LAB/disk.img"
}

# An EFI system partition, which QEMU makes of a folder, with shim and GRUB as the
# removable disk's loader: it starts with Secure Boot, too.
disk_efi() {
	local grub=${cache:?}/grub-efi-amd64-signed/usr/lib/grub/x86_64-efi-signed
	local shim=$cache/shim-signed/usr/lib/shim
	mkdir -p "$LAB/esp/EFI/BOOT" "$LAB/esp/EFI/debian"
	cp "$shim/shimx64.efi.signed" "$LAB/esp/EFI/BOOT/BOOTX64.EFI"
	cp "$grub/grubx64.efi.signed" "$LAB/esp/EFI/BOOT/grubx64.efi"
	printf '%s\n' "echo '$disk_mark'" 'sleep 1000' >"$LAB/esp/EFI/debian/grub.cfg"
	echo "format=raw,file=fat:rw:$LAB/esp"
}
