# shellcheck shell=bash
# Daemons and data for the demo and the tests. They come from the
# distribution's packages and are unpacked into .cache/PACKAGE, not installed.
#
# .cache/bin/NAME runs a program of theirs, with the libraries that this
# machine lacks. Source this with $top set to the top of the tree.

cache=${top:?}/.cache

# shellcheck disable=SC2034 # used by tests/setup
{
cache_lab='openbsd-inetd dnsmasq-base busybox-static'
cache_image=debian-installer-12-netboot-amd64
cache_loaders='pxelinux syslinux-common shim-signed grub-efi-amd64-signed'
cache_check='inetutils-inetd xinetd tftp-hpa tftpd-hpa atftp atftpd tinycdb isc-dhcp-server
	kea-dhcp4-server kmod systemd'
cache_check_lab='isc-dhcp-server isc-dhcp-relay isc-dhcp-client
	kea-dhcp4-server kea-admin bootpc lighttpd
	ipxe u-boot-qemu qemu-efi-aarch64
	linux-image-cloud-amd64 nfs-ganesha nfs-ganesha-vfs rpcbind
	prometheus-node-exporter'
cache_bench='dnsmasq-base tftpd-hpa atftpd busybox-static openbsd-inetd
	kea-dhcp4-server kea-admin'
}

# NAME in .cache/bin, package, program in it.
cache_programs='
openbsd-inetd    openbsd-inetd    usr/sbin/inetd
inetutils-inetd  inetutils-inetd  usr/sbin/inetutils-inetd
xinetd           xinetd           usr/sbin/xinetd
dnsmasq          dnsmasq-base     usr/sbin/dnsmasq
busybox          busybox-static   bin/busybox
tftp-hpa         tftp-hpa         usr/bin/tftp
tftpd-hpa        tftpd-hpa        usr/sbin/in.tftpd
atftpd           atftpd           usr/sbin/atftpd
atftp            atftp            usr/bin/atftp
cdb              tinycdb          usr/bin/cdb
dhcpd            isc-dhcp-server  usr/sbin/dhcpd
dhcrelay         isc-dhcp-relay   usr/sbin/dhcrelay
dhclient         isc-dhcp-client  sbin/dhclient
kea-dhcp4        kea-dhcp4-server usr/sbin/kea-dhcp4
perfdhcp         kea-admin        usr/sbin/perfdhcp
bootpc           bootpc           sbin/bootpc
lighttpd         lighttpd         usr/sbin/lighttpd
ganesha          nfs-ganesha      usr/bin/ganesha.nfsd
rpcbind          rpcbind          sbin/rpcbind
kmod             kmod             bin/kmod
systemd          systemd          lib/systemd/systemd
'

# The folder with the installer's netboot files, as Debian packs them.
# shellcheck disable=SC2034 # used by the lab
cache_installer=$cache/$cache_image/usr/lib/debian-installer/images/12/amd64/text

# Fetches the given packages, those that are not there yet. Only one process
# at a time; a second one waits and then finds all there.
cache_fetch() {
	local package wanted
	mkdir -p "$cache/bin"
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	wanted=$(cache_missing "$@" | tr '\n' ' ')
	if [ -n "$wanted" ]; then
		echo "bootroot: fetching into .cache (nothing of it is installed): $wanted"
		for package in $wanted; do
			cache_unpack "$package"
		done
	fi
	cache_wrap
	exec {cache_lock}>&-
}

# Prints those of the given packages that are not there.
cache_missing() {
	local package
	for package; do
		cache_good "$package" || printf '%s\n' "$package"
	done
}

# A package is there as a whole, and its programs find their libraries.
cache_good() {
	[ -d "$cache/$1" ] || return 1
	[ -z "$(cache_libraries_missing "$cache/$1" "$1")" ]
}

# True if the distribution has such a package.
cache_known() {
	cache_good "$1" || apt-cache show "$1" >/dev/null 2>&1 ||
		{ tools_apt_update && apt-cache show "$1" >/dev/null 2>&1; }
}

# The file of a program: newer packages have what was in bin in usr/bin.
cache_file() {
	if [ -e "$1/$2" ]; then
		echo "$1/$2"
	else
		echo "$1/usr/$2"
	fi
}

# Prints the libraries that the programs of a package in a folder lack.
cache_libraries_missing() {
	local folder=$1 package=$2 name of path
	while read -r name of path; do
		[ "$of" = "$package" ] || continue
		LD_LIBRARY_PATH=$(cache_library_path "$folder") \
			ldd "$(cache_file "$folder" "$path")" 2>/dev/null | grep 'not found' || :
	done <<<"$cache_programs"
}

cache_library_path() {
	local folder path=
	for folder in "$1"/usr/lib/*-linux-gnu{,/systemd} "$1"/lib/*-linux-gnu "$1/usr/lib/ganesha"; do
		[ ! -d "$folder" ] || path=${path:+$path:}$folder
	done
	printf '%s' "$path"
}

# Fetches and unpacks one package under another name, then renames: what has
# the right name is whole.
cache_unpack() {
	local package=$1 new=$cache/$1.new part library
	rm -rf "$new"
	mkdir -p "$new/deb"
	cache_download "$new" "$package" || cache_give_up "$package"
	# A kernel's package without a version only names the one with its files.
	for part in $(dpkg-deb -f "$new/deb/$package"_*.deb Depends |
		grep -oE 'linux-image-[0-9][^ ,]*'); do
		cache_download "$new" "$part" || cache_give_up "$part"
	done
	# That of systemd has to be of its version.
	if [ "$package" = systemd ] || [ -n "$(cache_libraries_missing "$new" "$package")" ]; then
		for library in $(cache_library_packages "$package"); do
			cache_download "$new" "$library" || cache_give_up "$library"
		done
	fi
	if [ -n "$(cache_libraries_missing "$new" "$package")" ]; then
		echo "bootroot: $package lacks libraries:" >&2
		cache_libraries_missing "$new" "$package" >&2
		exit 111
	fi
	rm -rf "$new/deb" "${cache:?}/$package"
	mv "$new" "$cache/$package"
}

# Downloads a package and unpacks it into a folder. apt-get checks its
# signature and its size. Old package lists name files that are gone: then
# the lists are fetched and it is tried once more.
cache_download() {
	local folder=$1 package=$2
	(cd "$folder/deb" && tools_apt download "$package") >/dev/null 2>&1 || {
		tools_apt_update &&
			(cd "$folder/deb" && tools_apt download "$package") >/dev/null 2>&1
	} || return 1
	dpkg -x "$folder/deb/$package"_*.deb "$folder"
}

cache_give_up() {
	echo "bootroot: cannot fetch the package $1" >&2
	exit 111
}

# The libraries that apt-get would install together with a package.
cache_library_packages() {
	tools_apt install -s --no-install-recommends "$1" 2>/dev/null |
		awk '$1 == "Inst" && $2 ~ /^lib|-common$/ { print $2 }'
}

# Writes .cache/bin/NAME for each program. It finds its package
# from where it stands: the whole tree may be moved.
cache_wrap() {
	local name of path
	while read -r name of path; do
		[ -d "$cache/${of:-none}" ] || continue
		path=$(cache_file "$cache/$of" "$path")
		cat >"$cache/bin/$name" <<-END
			#!/bin/sh
			here=\$(cd "\$(dirname "\$0")/../$of" && pwd) || exit 111
			for folder in "\$here"/usr/lib/*-linux-gnu "\$here"/usr/lib/*-linux-gnu/systemd "\$here"/lib/*-linux-gnu "\$here/usr/lib/ganesha"; do
				[ ! -d "\$folder" ] || LD_LIBRARY_PATH=\$folder\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
			done
			[ -z "\$LD_LIBRARY_PATH" ] || export LD_LIBRARY_PATH
			exec "\$here/${path#"$cache/$of/"}" "\$@"
		END
		chmod 755 "$cache/bin/$name"
	done <<<"$cache_programs"
}

# Makes .cache/debian: the root of a small Debian system with systemd, udev and
# initramfs-tools, of this machine's release and from where its packages come.
# What is mounted for it is gone when it is done, or fails.
cache_debian() {
	local mirror
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	if [ ! -e "$cache/debian/usr/sbin/mkinitramfs" ]; then
		echo 'bootroot: making a Debian tree in .cache (debootstrap)'
		rm -rf "$cache/debian" "$cache/debian.new"
		mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' \
			'Created-By: Packages' "Release: $(cache_release)" | head -n 1)
		# shellcheck disable=SC2086 # none, or one
		unshare --mount debootstrap --variant=minbase \
			--include=systemd-sysv,udev,initramfs-tools \
			"$(cache_release)" "$cache/debian.new" $mirror >"$cache/debian.log" 2>&1 || {
			tail -n 5 "$cache/debian.log" >&2
			cache_give_up debootstrap
		}
		mv "$cache/debian.new" "$cache/debian"
	fi
	exec {cache_lock}>&-
}

cache_release() {
	# shellcheck source=/dev/null
	(. /etc/os-release && echo "$VERSION_CODENAME")
}
