# shellcheck shell=bash
# What the demo boots where the distribution has no installer as a package: a
# busybox ramdisk of this machine's own kernel, with the loaders of the
# distribution's packages. Source cache.bash and servers.bash first.

# What is sent of it, and what its serial console says when it runs and has
# found its card.
# shellcheck disable=SC2034 # used by the story
{
ramdisk_image=rescue
ramdisk_kernel=vmlinuz
ramdisk_initrd='initrd\.(zst|gz)'
ramdisk_runs='init: .*has 10\.9\.0\.[0-9]+'
ramdisk_proof='a busybox ramdisk'
}

# The kernel: the newest of this machine that has its modules or, in a container,
# that of the package which setup has fetched.
ramdisk_image_kernel() {
	local kernel
	kernel=$(cache_host_kernel)
	[ -n "$kernel" ] || kernel=$(compgen -G "$cache/linux-image-*/boot/vmlinuz-*" | sort -V | tail -n 1)
	[ -n "$kernel" ] || {
		echo 'bootroot: no kernel with its modules: neither in /boot nor in .cache' >&2
		return 1
	}
	echo "$kernel"
}

# Makes the image and the image loaders in $LAB/tftp.
ramdisk_image_make() {
	local kernel package
	kernel=$(ramdisk_image_kernel) || return
	mkdir -p "$LAB/tftp" "$LAB/packages"
	PATH=$cache/busybox-static/bin:$PATH "$LAB/bin/mkbootroot" -r "$LAB/tftp" \
		ramdisk -b -k "$kernel" "$ramdisk_image" || return
	# shellcheck disable=SC2154 # of cache.bash
	for package in $cache_loaders ipxe; do
		cp -a "$cache/$package/." "$LAB/packages" || return
	done
	"$LAB/bin/mkbootroot" -r "$LAB/tftp" loaders "$LAB/packages"
}
