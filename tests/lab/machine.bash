# shellcheck shell=bash
# Machines to boot, without a disk, their network cable in tap0 and their
# serial console in $LAB/serial. What is written to $console is typed there.

# U-Boot's build for QEMU's ARM machine knows no other MAC address than
# $machine_mac_uboot.
# shellcheck disable=SC2034 # used by others
machine_mac=52:54:00:12:34:56
machine_mac_uboot=52:52:52:52:52:52
machine_uuid=4c4c4544-0042-4710-8057-b4c04f564432

# machine_start bios|efi|efi-ipxe|efi-http|arm64|arm64-http|uboot-x86|uboot-arm64: with bios
# the card has QEMU's network ROM, iPXE; with efi-ipxe the firmware starts iPXE's
# EFI program. $machine_memory is in MiB; $machine_tap is its cable, if it is not tap0.
# With $machine_again a machine that starts again does so, and a BIOS that could boot
# nothing tries once more a second later, as the setup of a server's BIOS lets it.
machine_start() {
	local qemu=qemu-system-x86_64 card=virtio-net-pci
	local machine=(-accel tcg -m "${machine_memory:-512}")
	[ -n "${machine_again-}" ] || machine+=(-no-reboot)
	case $1 in
	bios) machine+=(-boot "n${machine_again:+,reboot-timeout=1000}") ;;
	efi-ipxe)
		card="$card,romfile="
		machine+=(-kernel "$(cache_ipxe_efi)")
		machine_firmware /usr/share/OVMF/OVMF_CODE_4M.fd /usr/share/OVMF/OVMF_VARS_4M.fd
		;;
	efi | efi-http)
		card="$card,romfile="
		machine_firmware /usr/share/OVMF/OVMF_CODE_4M.fd /usr/share/OVMF/OVMF_VARS_4M.fd
		;;&
	efi-http) machine+=(-fw_cfg "name=opt/org.tianocore/IPv4PXESupport,string=no"
		-fw_cfg "name=opt/org.tianocore/IPv6PXESupport,string=no") ;;
	arm64 | arm64-http)
		cache_needs qemu-efi-aarch64
		qemu='qemu-system-aarch64'
		card="$card,romfile="
		machine+=(-M virt -cpu cortex-a57)
		machine_firmware "$cache/qemu-efi-aarch64/usr/share/AAVMF/AAVMF_CODE.fd" \
			"$cache/qemu-efi-aarch64/usr/share/AAVMF/AAVMF_VARS.fd"
		;;&
	arm64-http) machine+=(-fw_cfg "name=opt/org.tianocore/IPv4PXESupport,string=no"
		-fw_cfg "name=opt/org.tianocore/IPv6PXESupport,string=no") ;;
	uboot-x86)
		cache_needs u-boot-qemu
		card=e1000,romfile=
		machine+=(-bios "$cache/u-boot-qemu/usr/lib/u-boot/qemu-x86_64/u-boot.rom")
		;;
	uboot-arm64)
		cache_needs u-boot-qemu
		qemu='qemu-system-aarch64'
		card="$card,romfile="
		machine+=(-M virt -cpu cortex-a57
			-bios "$cache/u-boot-qemu/usr/lib/u-boot/qemu_arm64/u-boot.bin")
		;;
	esac
	rm -f "$LAB/console"
	mkfifo "$LAB/console"
	# EDK2 has no network boot without random numbers.
	(
		close_others
		exec "$qemu" -nodefaults "${machine[@]}" \
			-uuid "$machine_uuid" -device virtio-rng-pci \
			-netdev "tap,id=lan,ifname=${machine_tap:-tap0},script=no,downscript=no" \
			-device "$card,netdev=lan,mac=$machine_mac" \
			-display none -monitor none -serial stdio
	) <"$LAB/console" >"$LAB/serial" 2>"$LAB/qemu.log" &
	machine_pid=$!
	exec {console}>"$LAB/console"
}

# Adds firmware, with a copy of its variables, to $machine.
machine_firmware() {
	cp "$2" "$LAB/vars.fd"
	machine+=(-drive "if=pflash,format=raw,readonly=on,file=$1"
		-drive "if=pflash,format=raw,file=$LAB/vars.fd")
}

machine_stop() {
	[ -n "${machine_pid-}" ] || return 0
	kill -KILL "$machine_pid" 2>/dev/null || :
	wait "$machine_pid" 2>/dev/null || :
	exec {console}>&-
	machine_pid=
}
