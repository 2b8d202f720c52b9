# shellcheck shell=bash
# Daemons and data for the demo and the tests. They come from the
# distribution's packages and are unpacked into .cache/PACKAGE, not installed.
#
# .cache/bin/NAME runs a program of theirs, with the libraries that this
# machine lacks. Source this with $top set to the top of the tree.

cache=${top:?}/.cache

# shellcheck disable=SC2034 # used by tests/setup
{
cache_lab='openbsd-inetd dnsmasq-base busybox-static debian-installer-12-netboot-amd64'
cache_check='inetutils-inetd xinetd tftp-hpa atftp tinycdb'
cache_bench='dnsmasq-base tftpd-hpa atftpd'
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
'

# The folder with the installer's netboot files, as Debian packs them.
# shellcheck disable=SC2034 # used by the lab
cache_installer=$cache/debian-installer-12-netboot-amd64/usr/lib/debian-installer/images/12/amd64/text

cache_say() {
	echo "bootroot: $*"
}

# Fetches the given packages, those that are not there yet. Only one process
# at a time; a second one waits and then finds all there.
cache_fetch() {
	local package wanted=
	mkdir -p "$cache/bin"
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	for package; do
		cache_good "$package" || wanted="$wanted $package"
	done
	if [ -n "$wanted" ]; then
		if ! tools_have_apt; then
			echo "bootroot: the demo and the tests use these Debian packages, and cannot fetch them here:$wanted" >&2
			exit 2
		fi
		cache_say "fetching into .cache (nothing of it is installed):$wanted"
		for package in $wanted; do
			cache_unpack "$package"
		done
	fi
	cache_wrap
	exec {cache_lock}>&-
}

# A package is there as a whole, and its programs find their libraries.
cache_good() {
	[ -d "$cache/$1" ] || return 1
	[ -z "$(cache_libraries_missing "$cache/$1" "$1")" ]
}

# Prints the libraries that the programs of a package in a folder lack.
cache_libraries_missing() {
	local folder=$1 package=$2 name of path
	while read -r name of path; do
		[ "$of" = "$package" ] || continue
		LD_LIBRARY_PATH=$(cache_library_path "$folder") \
			ldd "$folder/$path" 2>/dev/null | grep 'not found' || :
	done <<<"$cache_programs"
}

cache_library_path() {
	local folder path=
	for folder in "$1"/usr/lib/*-linux-gnu "$1"/lib/*-linux-gnu; do
		[ ! -d "$folder" ] || path=${path:+$path:}$folder
	done
	printf '%s' "$path"
}

# Fetches and unpacks one package under another name, then renames: what has
# the right name is whole.
cache_unpack() {
	local package=$1 new=$cache/$1.new library
	rm -rf "$new"
	mkdir -p "$new/deb"
	cache_download "$new" "$package" || cache_give_up "$package"
	if [ -n "$(cache_libraries_missing "$new" "$package")" ]; then
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
	case $1 in
	debian-installer-*)
		echo "bootroot: the demo boots the Debian installer, and this distribution has no package $1; please run it on Debian 12." >&2
		exit 2
		;;
	esac
	echo "bootroot: cannot fetch the package $1" >&2
	exit 111
}

# The libraries that apt-get would install together with a package.
cache_library_packages() {
	tools_apt install -s --no-install-recommends "$1" 2>/dev/null |
		awk '$1 == "Inst" && $2 ~ /^lib/ { print $2 }'
}

# Writes .cache/bin/NAME for each program. It finds its package
# from where it stands: the whole tree may be moved.
cache_wrap() {
	local name of path
	while read -r name of path; do
		[ -d "$cache/${of:-none}" ] || continue
		cat >"$cache/bin/$name" <<-END
			#!/bin/sh
			here=\$(cd "\$(dirname "\$0")/../$of" && pwd) || exit 111
			for folder in "\$here"/usr/lib/*-linux-gnu "\$here"/lib/*-linux-gnu; do
				[ ! -d "\$folder" ] || LD_LIBRARY_PATH=\$folder\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
			done
			[ -z "\$LD_LIBRARY_PATH" ] || export LD_LIBRARY_PATH
			exec "\$here/$path" "\$@"
		END
		chmod 755 "$cache/bin/$name"
	done <<<"$cache_programs"
}
