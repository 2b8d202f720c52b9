# shellcheck shell=bash
# Daemons and data for the demo and the tests. They come from the
# distribution's packages and are unpacked into .cache/PACKAGE, not installed.
#
# .cache/bin/NAME runs a program of theirs, with the libraries that this
# machine lacks. Source this with $top set to the top of the tree.

cache=${top:?}/.cache

# shellcheck source=/dev/null
. "$top/tests/lab/progress.bash"
# shellcheck source=/dev/null
. "$top/tests/lab/installer.bash"

# shellcheck disable=SC2034 # used by tests/setup
{
cache_lab='openbsd-inetd dnsmasq-base busybox-static ipxe'
cache_loaders='pxelinux syslinux-common shim-signed grub-efi-amd64-signed'
cache_check='inetutils-inetd xinetd tftp-hpa tftpd-hpa atftp atftpd isc-dhcp-server
	kea-dhcp4-server kmod systemd etcd-server etcd-client'
cache_check_lab='isc-dhcp-relay isc-dhcp-client
	kea-admin bootpc lighttpd lighttpd-mod-openssl nginx tinycdb
	u-boot-qemu qemu-efi-aarch64
	linux-image-cloud-amd64 nfs-ganesha nfs-ganesha-vfs rpcbind
	prometheus-node-exporter'
cache_bench='dnsmasq-base tftpd-hpa atftpd busybox-static openbsd-inetd
	kea-dhcp4-server kea-admin lighttpd nginx'
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
nginx            nginx            usr/sbin/nginx
ganesha          nfs-ganesha      usr/bin/ganesha.nfsd
rpcbind          rpcbind          sbin/rpcbind
kmod             kmod             bin/kmod
etcd             etcd-server      usr/bin/etcd
etcdctl          etcd-client      usr/bin/etcdctl
systemd          systemd          lib/systemd/systemd
'

# cache_fetch must|may PACKAGE...: fetches those that are not there yet. What
# must be there and cannot be fetched ends all. What may: it is said, and the
# reason is kept for the tests (cache_needs). Only one process at a time; a
# second one waits and then finds all there.
cache_fetch() {
	local force=$1 package wanted n=0
	shift
	mkdir -p "$cache/bin"
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	rm -f "$cache/apt.log" "$cache/apt-update.log"
	mapfile -t wanted < <(cache_missing "$@")
	[ ${#wanted[@]} -eq 0 ] ||
		echo "bootroot: fetching ${#wanted[@]} packages into .cache (nothing of it is installed)"
	cache_prefetch "${wanted[@]}"
	for package in "${wanted[@]}"; do
		n=$((n + 1))
		if cache_unpack "$package" "$n/${#wanted[@]}"; then
			rm -f "$cache/missing/$package"
		elif [ "$force" = must ]; then
			cache_give_up "$package"
		else
			cache_say_missing "$package" "$(cache_reason "$package")"
		fi
	done
	rm -rf "$cache/fetched"
	cache_wrap
	exec {cache_lock}>&-
}

# cache_prefetch PACKAGE...: those that the distribution has, with one start of apt-get,
# which takes a second to read its lists. What does not come so is fetched one by one.
cache_prefetch() {
	local known folder=$cache/fetched
	rm -rf "$folder"
	[ $# -gt 1 ] || return 0
	mapfile -t known < <(apt-cache --no-all-versions show "$@" 2>/dev/null |
		sed -n 's/^Package: //p' | sort -u)
	[ ${#known[@]} -gt 1 ] || return 0
	mkdir "$folder"
	progress_run 'apt-get download' "progress_bytes $folder" cache_apt_download "$folder" "${known[@]}" || rm -rf "$folder"
}

# Why a package could not be fetched.
cache_reason() {
	if ! apt-cache show "$1" >/dev/null 2>&1; then
		echo "this distribution has no package $1"
	elif [ -s "$cache/$1.new/lacks" ]; then
		echo "the package $1 lacks libraries: $(sort -u "$cache/$1.new/lacks" | xargs)"
	else
		echo "the package $1 cannot be fetched"
	fi
}

# cache_say_missing NAME REASON: what wants it is skipped, for this reason.
cache_say_missing() {
	mkdir -p "$cache/missing"
	echo "$2" >"$cache/missing/$1"
	echo "bootroot: $2: the tests that need it are skipped"
}

# cache_needs NAME...: for tests; skips the test that needs what setup could
# not fetch. What is not there for no reason that is known is a failure.
cache_needs() {
	local name
	for name; do
		[ ! -s "$cache/missing/$name" ] || skip "$(cat "$cache/missing/$name")"
		[ -d "$cache/$name" ] || {
			echo "$name is not in .cache: tests/setup fetches it"
			return 1
		}
	done
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

# The file of a program: newer packages have what was in bin in usr/bin.
cache_file() {
	if [ -e "$1/$2" ]; then
		echo "$1/$2"
	else
		echo "$1/usr/$2"
	fi
}

# iPXE as a program for UEFI. Debian 12 has it in /boot, with a link to there.
# shellcheck disable=SC2317 # used by the lab
cache_ipxe_efi() {
	local file=$cache/ipxe/boot/ipxe.efi
	[ -e "$file" ] || file=$cache/ipxe/usr/lib/ipxe/ipxe.efi
	echo "$file"
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

# cache_unpack PACKAGE COUNT: fetches and unpacks one package under another
# name, then renames: what has the right name is whole.
cache_unpack() {
	local package=$1 new=$cache/$1.new part modules library
	rm -rf "$new"
	mkdir -p "$new/deb"
	cache_download "$new" "$package" "$2" || return 1
	# A kernel's package without a version only names the one with its files,
	# and that one, in Ubuntu, the one with its modules.
	for part in $(cache_depends "$new" "$package" 'linux-image-[0-9][^ ,]*'); do
		cache_download "$new" "$part" "$2" || return 1
		for modules in $(cache_depends "$new" "$part" 'linux-modules-[0-9][^ ,]*'); do
			cache_download "$new" "$modules" "$2" || return 1
		done
	done
	# That of systemd has to be of its version.
	if [ "$package" = systemd ] || [ -n "$(cache_libraries_missing "$new" "$package")" ]; then
		for library in $(cache_library_packages "$package"); do
			cache_download "$new" "$library" "$2" || return 1
		done
	fi
	cache_libraries_missing "$new" "$package" >"$new/lacks"
	[ ! -s "$new/lacks" ] || return 1
	rm "$new/lacks"
	# What was in /bin is in /usr/bin of newer packages, and found there too. Ubuntu's
	# busybox-static has a link in /bin, and the program in /usr/bin.
	for part in bin sbin lib; do
		if [ ! -e "$new/$part" ] && [ -d "$new/usr/$part" ]; then
			ln -s "usr/$part" "$new/$part"
		fi
	done
	[ "$package" != busybox-static ] || [ -e "$new/bin/busybox" ] ||
		ln -s ../usr/bin/busybox "$new/bin/busybox"
	# Of Ubuntu's two the one that update-alternatives(1) takes.
	for part in "$new"/usr/lib/shim/shim*.efi.signed.latest; do
		[ ! -e "$part" ] || ln -s "${part##*/}" "${part%.latest}"
	done
	echo "bootroot: [$2] $package, $(progress_bytes "$new/deb")"
	rm -rf "$new/deb" "${cache:?}/$package"
	mv "$new" "$cache/$package"
}

# cache_depends FOLDER PACKAGE REGEX: names among its dependencies.
cache_depends() {
	dpkg-deb -f "$1/deb/$2"_*.deb Depends | grep -oE "(^|[ ,])$3" | tr -d ' ,' || :
}

# Downloads a package and unpacks it into a folder. apt-get checks its
# signature and its size. Old package lists name files that are gone: then
# the lists are fetched and it is tried once more.
cache_download() {
	local folder=$1 package=$2 what="[$3] $2"
	mv "$cache/fetched/$package"_*.deb "$folder/deb" 2>/dev/null ||
		progress_log=$cache/apt.log progress_run "$what" "progress_bytes $folder/deb" cache_apt_download "$folder/deb" "$package" || {
		progress_log=$cache/apt-update.log tools_apt_update &&
			progress_log=$cache/apt.log progress_run "$what" "progress_bytes $folder/deb" cache_apt_download "$folder/deb" "$package"
	} || return 1
	dpkg -x "$folder/deb/$package"_*.deb "$folder"
}

# cache_apt_download FOLDER PACKAGE...
cache_apt_download() {
	(cd "$1" && tools_apt download "${@:2}")
}

# What apt-get said last of it is the reason: no network, or a full disk.
cache_give_up() {
	local why
	why=$(grep -hs 'Failed to fetch' "$cache/apt.log" "$cache/apt-update.log" | head -n 1)
	[ -n "$why" ] || why=$(grep -hs '^E: ' "$cache/apt.log" | head -n 1)
	echo "bootroot: cannot fetch the package $1${why:+: apt-get says: ${why#[EW]: }}" >&2
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
# initramfs-tools, of this machine's release and from where its packages come, without
# what nobody reads in a machine that is booted to look at it: each MB is packed, sent
# and unpacked by tests. What is mounted for it is gone when it is done, or fails.
cache_debian() {
	local mirror
	exec {cache_lock}>"$cache/lock.debian"
	flock "$cache_lock"
	if [ ! -e "$cache/debian/usr/sbin/mkinitramfs" ]; then
		echo 'bootroot: making a Debian tree in .cache (debootstrap)'
		rm -rf "$cache/debian" "$cache/debian.new"
		mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' \
			'Created-By: Packages' "Release: $(cache_release)" | head -n 1)
		# shellcheck disable=SC2086 # none, or one
		progress_log=$cache/debian.log progress_run .cache/debian "tail -n 1 $cache/debian.log" \
			cache_debootstrap $mirror || {
			tail -n 5 "$cache/debian.log" >&2
			cache_give_up debootstrap
		}
		mv "$cache/debian.new" "$cache/debian"
	fi
	rm -rf "$cache"/debian/usr/share/{doc,locale,man} "$cache"/debian/var/{cache,lib}/apt/*
	exec {cache_lock}>&-
}

cache_debootstrap() {
	unshare --mount debootstrap --variant=minbase \
		--include=systemd-sysv,udev,initramfs-tools \
		"$(cache_release)" "$cache/debian.new" "$@"
}

cache_release() {
	# shellcheck source=/dev/null
	(. /etc/os-release && echo "$VERSION_CODENAME")
}
