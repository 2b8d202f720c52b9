# shellcheck shell=bash
# The PC: a QEMU machine, its network cable in tap0. It has a serial console (for
# the check), and a screen (for the picture) unless pc_screen is empty: to draw
# all that text is work for nobody where no picture is taken. It has no disk,
# unless pc_disk is one for QEMU's -drive: then it is what the PC boots after the
# network.

# shellcheck disable=SC2034 # used by others
pc_mac=52:54:00:12:34:56
pc_disk=
pc_disk_device=ide-hd
pc_screen=1

# A PC that starts again is switched off, unless this is set.
pc_reboots=

# The network's entries that stand before the disk's: empty, all that the firmware
# has, as QEMU orders them; pxe or http: that one of IPv4, as its owner ordered
# them; none. UEFI only.
pc_entry=

# A file of certificates that its UEFI firmware trusts for HTTPS, as EDK2 stores
# them (http.bash).
pc_trusts=

# pc_start bios|efi|efi-secure ipxe|native|http: native is the network boot that
# is part of the UEFI firmware, and http the same, but by HTTP. With a BIOS, iPXE
# is QEMU's network ROM. With UEFI it is iPXE's EFI program, which QEMU gives to
# the firmware to start, as if the PC had it in its flash: not every release's
# network ROM has one for UEFI that the firmware prefers to its own. With
# efi-secure, Secure Boot is switched on, with Microsoft's keys, as a PC has it
# when it is bought.
pc_start() {
	local firmware=$1 rom=$2 card machine
	card="virtio-net-pci,netdev=lan,mac=$pc_mac"
	machine=(-accel tcg -m 1024)
	[ -z "$pc_screen" ] || machine+=(-device "VGA,xres=1024,yres=768")
	if [ -n "$pc_disk" ]; then
		[ -n "$pc_entry" ] || card=$card,bootindex=1
		machine+=(-drive "if=none,id=disk,$pc_disk"
			-device "$pc_disk_device,drive=disk$([ -n "$pc_entry" ] || echo ,bootindex=2)")
	else
		machine+=(-boot n)
	fi
	case $firmware in
	efi) pc_firmware OVMF_CODE_4M.fd OVMF_VARS_4M.fd ;;
	efi-secure) pc_secure_boot ;;
	esac
	[ "$firmware" = bios ] || card="$card,romfile="
	case $firmware-$rom in
	efi-ipxe) machine+=(-kernel "$(cache_ipxe_efi)") ;;
	*-http) machine+=(-fw_cfg "name=opt/org.tianocore/IPv4PXESupport,string=no"
		-fw_cfg "name=opt/org.tianocore/IPv6PXESupport,string=no") ;;
	esac
	[ -n "$pc_reboots" ] || machine+=(-no-reboot)
	[ -z "$pc_trusts" ] || machine+=(-fw_cfg "name=etc/edk2/https/cacerts,file=$pc_trusts")
	rm -f "$LAB/serial" "$LAB/monitor"
	mkfifo "$LAB/monitor"
	# Its random numbers save the installer 7 s of making its own; and newer
	# firmware has no network boot without.
	(
		close_others
		exec qemu-system-x86_64 -nodefaults "${machine[@]}" \
			-netdev tap,id=lan,ifname=tap0,script=no,downscript=no \
			-device "$card" -device virtio-rng-pci \
			-vga none -display none \
			-serial "file:$LAB/serial" -monitor stdio
	) <"$LAB/monitor" >"$LAB/qemu.log" 2>&1 &
	pc_pid=$!
	exec {pc_monitor}>"$LAB/monitor"
}

# pc_firmware CODE VARIABLES: adds this firmware of OVMF, with a copy of its
# variables, to $machine.
pc_firmware() {
	cp "/usr/share/OVMF/$2" "$LAB/vars.fd"
	[ -z "$pc_entry" ] || [ "$pc_entry" = none ] || python3 "${top:?}/tests/lab/bootorder.py" \
		"$LAB/vars.fd" "$pc_entry" "$pc_mac" "$(pc_slot)"
	machine+=(-drive "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/$1"
		-drive "if=pflash,format=raw,file=$LAB/vars.fd")
}

# The firmware of some distributions that has Secure Boot is called secboot. It
# keeps its variables from the system by the processor's SMM, which QEMU has in
# this machine only.
pc_secure_boot() {
	local code=OVMF_CODE_4M.ms.fd
	[ -e "/usr/share/OVMF/$code" ] || code=OVMF_CODE_4M.secboot.fd
	machine+=(-machine "q35,smm=on" -global ICH9-LPC.disable_s3=1
		-global "driver=cfi.pflash01,property=secure,value=on")
	pc_firmware "$code" OVMF_VARS_4M.ms.fd
}

# The card's place on the PCI bus, where a disk may stand before it.
pc_slot() {
	local slot=2
	[[ ${machine[*]} != *q35* ]] || slot=1
	[[ ${machine[*]} != *virtio-blk-pci* ]] || slot=$((slot + 1))
	echo "$slot"
}

pc_stop() {
	[ -n "${pc_pid-}" ] || return 0
	kill -KILL "$pc_pid" 2>/dev/null || :
	wait "$pc_pid" 2>/dev/null || :
	exec {pc_monitor}>&-
	pc_pid=
}

pc_running() {
	kill -0 "$pc_pid" 2>/dev/null
}

# How many seconds the PC has kept a processor busy.
pc_seconds() {
	awk -v ticks="$(getconf CLK_TCK)" '{ print int(($14 + $15) / ticks) }' "/proc/$pc_pid/stat"
}

# Saves the screen as a PNG.
pc_screen_save() {
	rm -f "$LAB/screen.png"
	echo "screendump $LAB/screen.png -f png" >&"$pc_monitor"
	wait_for 60 pc_png_complete "$LAB/screen.png" && cp "$LAB/screen.png" "$1"
}

pc_png_complete() {
	[ "$(tail -c 8 "$1" 2>/dev/null | head -c 4)" = IEND ]
}

# True when the screen shows a dialog of the installer: its grey (each of red,
# green and blue is 0xaa) covers more than half of the screen. No boot menu
# and no kernel text looks like that.
pc_screen_has_dialog() {
	local ppm=$LAB/screen.ppm size grey
	rm -f "$ppm"
	echo "screendump $ppm" >&"$pc_monitor"
	wait_for 60 pc_ppm_complete "$ppm" || return 1
	size=$(stat -c %s "$ppm")
	grey=$(LC_ALL=C tr -cd '\252' <"$ppm" | wc -c)
	[ $((grey * 2)) -gt "$size" ]
}

# A PPM is its head, "P6 WIDTH HEIGHT 255", and three bytes for each pixel.
pc_ppm_complete() {
	local width height head
	head=$(head -n 3 "$1" 2>/dev/null | head -c 32 | tr '\n\0' '  ') || return 1
	read -r _ width height _ <<<"$head"
	[ -n "${height-}" ] || return 1
	[ "$(stat -c %s "$1")" -gt $((width * height * 3)) ]
}
