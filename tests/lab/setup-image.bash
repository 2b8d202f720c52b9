# shellcheck shell=bash
# The lab's own installer, the image setup: it writes a disk, says that it is done
# by the command that its arguments have, say=, and starts again. What it writes
# says on the serial console that the disk was booted, and starts again, too,
# under BIOS and under UEFI with Secure Boot. Source case.bash and disk.bash first.

# What the installer loads, in this order: the disk, and what its file system wants.
setup_modules='virtio_blk nls_cp437 nls_ascii nls_utf8 fat vfat'

# Makes the image: a kernel, mkbootroot's ramdisk, which brings the network up, and
# behind it what the installer adds.
setup_image_make() {
	local kernel folder=$LAB/setup name
	kernel=$(compgen -G "${cache:?}/linux-image-cloud-amd64/boot/vmlinuz-*")
	PATH=$cache/busybox-static/bin:$PATH "$LAB/bin/mkbootroot" -q -r "$LAB/tftp" ramdisk -b -k "$kernel" setup
	mkdir -p "$folder/etc" "$folder/disk/EFI/BOOT" "$folder/disk/EFI/debian" "$folder/modules"
	for name in $setup_modules; do
		find "$cache/linux-image-cloud-amd64/lib/modules" -name "$name.ko" -exec cp {} "$folder/modules" \;
		[ -s "$folder/modules/$name.ko" ]
	done
	echo '::sysinit:/setup' >"$folder/etc/inittab"
	setup_script >"$folder/setup"
	chmod 755 "$folder/setup"
	setup_sector >"$folder/sector"
	cp "$cache/shim-signed/usr/lib/shim/shimx64.efi.signed" "$folder/disk/EFI/BOOT/BOOTX64.EFI"
	cp "$cache/grub-efi-amd64-signed/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" \
		"$folder/disk/EFI/BOOT/grubx64.efi"
	printf '%s\n' "echo '${disk_mark:?}'" reboot >"$folder/disk/EFI/debian/grub.cfg"
	(cd "$folder" && find . | cpio -o -H newc --quiet | gzip -1) >"$LAB/tftp/setup/setup.gz"
	chmod -R a+rX "$LAB/tftp"
}

# A failure leaves the machine as it is, and the test waits in vain.
setup_script() {
	cat <<-END
		#!/bin/busybox sh
		modules='$setup_modules'
	END
	cat <<-'END'
		say() {
			echo "setup: $*" >/dev/console
		}

		write_disk() {
			for module in $modules; do
				insmod "/modules/$module.ko" || return
			done
			dd if=/sector of=/dev/vda conv=fsync 2>/dev/null &&
				blockdev --rereadpt /dev/vda &&
				mkdosfs /dev/vda1 >/dev/null &&
				mkdir -p /target &&
				mount -t vfat /dev/vda1 /target &&
				cp -r /disk/EFI /target &&
				umount /target
		}

		for word in $(cat /proc/cmdline); do
			case $word in
			say=*) command=${word#say=} ;;
			esac
		done
		say 'writes the disk'
		if ! write_disk; then
			say 'cannot write the disk'
		elif ! sh -c "$command" >/dev/console 2>&1; then
			say 'cannot say that it is done'
		else
			say 'starts again'
			reboot -f
		fi
	END
}

# The first sector: for BIOS a loader, which writes the mark to the first serial
# port and resets the machine; and one partition, which UEFI boots from.
setup_sector() {
	python3 - "$disk_mark" <<-'END'
		import struct, sys
		code = bytes.fromhex("31c0 8ed8 be1a7c fc"  # ds 0, si to the mark
		    "ac 84c0 7406 baf803 ee ebf5"           # out 3f8, al until NUL
		    "b0fe e664 f4 ebfd")                    # the keyboard's reset, hlt
		code += b"\r\n" + sys.argv[1].encode() + b"\r\n\0"
		table = struct.pack("<B3sB3sII", 0x80, b"\xfe\xff\xff", 0xef, b"\xfe\xff\xff", 2048, 140000)
		sys.stdout.buffer.write((code.ljust(446, b"\0") + table).ljust(510, b"\0") + b"\x55\xaa")
	END
}

# setup_disk: a disk with nothing on it, for a machine that starts again.
# shellcheck disable=SC2034 # pc.bash's
setup_disk() {
	truncate -s 80M "$LAB/disk.img"
	pc_disk="format=raw,file=$LAB/disk.img,cache=unsafe"
	pc_disk_device=virtio-blk-pci
	pc_reboots=1
}
