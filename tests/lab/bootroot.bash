# shellcheck shell=bash
# The boot root and the map of the lab, made with mkbootroot as an
# administrator would. Source servers.bash and pc.bash first.

# The installer as the image debian12.
bootroot_import() {
	mkdir -p "$LAB/tftp"
	"$LAB/bin/mkbootroot" -r "$LAB/tftp" import debian12 "${cache_installer:?}"
}

# The map: the PC boots that image. More words for its line may be given.
#
# With these arguments the installer asks its first question on both consoles.
# One thing differs with UEFI firmware's own network boot. Its loader is shim
# and then GRUB, and GRUB asks the server that gave the address. So the map
# gives that PC an address.
bootroot_map() {
	local rom=$1 address=
	[ "$rom" != native ] || address='ip=10.9.0.21'
	cat >"$LAB/clients" <<-END
		# who              name   what
		${pc_mac:?}  pc     boot=debian12 args="console=tty0 console=ttyS0"${address:+ $address}
		default            -      ignore
	END
	"$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}
