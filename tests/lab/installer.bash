# shellcheck shell=bash
# What the demo and the tests boot: the newest installer that this distribution
# has as a package or, where it has none, a busybox ramdisk of this machine's
# kernel. This is the one place that knows which. cache.bash sources it.

# The newest of the installer's packages whose names are read.
cache_newest() {
	{ grep -xE 'debian-installer-[0-9]+-netboot-amd64' || :; } | sort -V | tail -n 1
}

# The newest that is in the cache. $cache_image is its package, $cache_image_name
# what an image of it is called (debian13), $cache_installer the folder with its
# netboot files, as Debian packs them. All are empty where there is none. No
# process is started for it: every test comes here.
cache_find_installer() {
	local folder number newest=0
	cache_image='' cache_image_name='' cache_installer=''
	for folder in "$cache"/debian-installer-*-netboot-amd64; do
		number=${folder#"$cache"/debian-installer-}
		number=${number%-netboot-amd64}
		[[ -d $folder && $number =~ ^[0-9]+$ && $number -gt $newest ]] || continue
		newest=$number
		cache_image=${folder##*/} cache_image_name=debian$number
		cache_installer=$folder/usr/lib/debian-installer/images/$number/amd64/text
	done
}
cache_find_installer

# cache_installer_of RELEASE: that folder of a release of Debian, which is this
# machine's or one that foreign.bash has fetched.
cache_installer_of() {
	local folder
	for folder in "$cache/debian-installer-$1-netboot-amd64" "$cache/installer$1"; do
		folder=$folder/usr/lib/debian-installer/images/$1/amd64/text
		[ -d "$folder" ] || continue
		echo "$folder"
		return
	done
	return 1
}

# Whether the GRUB of an installer's folder can HTTP: older signed ones cannot.
cache_installer_has_http() {
	grep -qsF net/http.c "$1/debian-installer/amd64/grubx64.efi"
}

# The folder of the newest installer whose GRUB can; false where none is there.
cache_installer_by_http() {
	local folder
	for folder in "$cache_installer" "$(cache_installer_of 13)"; do
		! cache_installer_has_http "$folder" || {
			echo "$folder"
			return
		}
	done
	return 1
}

# For tests: skips the one that boots or reads the installer, where this
# distribution has none.
cache_needs_installer() {
	[ -n "$cache_installer" ] || cache_needs installer
}

# Prints the newest of the installer's packages that the distribution has.
cache_installer_known() {
	local name
	name=$(apt-cache pkgnames debian-installer- 2>/dev/null | cache_newest)
	# An empty list of packages is a usual reason.
	[ -n "$name" ] || compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || {
		tools_apt_update >&2
		name=$(apt-cache pkgnames debian-installer- 2>/dev/null | cache_newest)
	}
	printf '%s' "$name"
}

# For setup: prints the package of the installer to boot or, where there is none,
# what an image of a busybox ramdisk is made of.
cache_wanted_image() {
	local known kernel
	known=$(cache_installer_known)
	# What was fetched while the machine had another list may be newer.
	known=$(printf '%s\n' "$known" "$cache_image" | cache_newest)
	if [ -n "$known" ]; then
		rm -f "$cache/missing/installer"
		echo "$known"
		return
	fi
	cache_say_missing installer 'this distribution has no package debian-installer-N-netboot-amd64' >&2
	echo 'bootroot: the demo boots a busybox ramdisk instead' >&2
	echo "$cache_loaders"
	[ -n "$(cache_host_kernel)" ] && return
	for kernel in linux-image-cloud-amd64 linux-image-virtual linux-image-generic; do
		! apt-cache show "$kernel" >/dev/null 2>&1 || break
	done
	echo "$kernel"
}

# The newest kernel of this machine that has its modules.
cache_host_kernel() {
	local kernel
	for kernel in $(printf '%s\n' /boot/vmlinuz-* | sort -rV); do
		[ ! -r "$kernel" ] || [ ! -d "/lib/modules/${kernel#/boot/vmlinuz-}/kernel" ] || {
			echo "$kernel"
			break
		}
	done
}
