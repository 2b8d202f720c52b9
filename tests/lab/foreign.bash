# shellcheck shell=bash
# What other systems build with: .cache/arm64 (Debian's libraries for arm64) and
# .cache/musl (the libraries, built from Debian's sources by musl-gcc). And what is
# booted of other releases: .cache/installer12 and installer13 (their netboot
# installers; this machine's own is not fetched twice), .cache/loaders13. Source
# this after cache.bash.

foreign_libraries='libbsd-dev libcdb-dev libarchive-dev libjansson-dev libseccomp-dev libpcap-dev'
foreign_sources='libmd libbsd tinycdb libseccomp zlib libzstd libarchive jansson'

# These fetch and make them, where they are not there yet. What cannot be made is
# said, and the tests that need it are skipped. Each has a lock of its own: they may
# be made at the same time (tests/setup).
foreign_fetch_arm64() {
	exec {cache_lock}>"$cache/lock.arm64"
	flock "$cache_lock"
	# Made before a library was needed: made again.
	[ -e "$cache/arm64/usr/include/jansson.h" ] || rm -rf "$cache/arm64"
	# shellcheck disable=SC2086 # a list of words
	foreign_make arm64 foreign_root "$(cache_release)" arm64 libc6-dev $foreign_libraries
	exec {cache_lock}>&-
}

foreign_fetch_musl() {
	exec {cache_lock}>"$cache/lock.musl"
	flock "$cache_lock"
	[ -e "$cache/musl/include/jansson.h" ] || rm -rf "$cache/musl"
	foreign_make musl foreign_musl
	exec {cache_lock}>&-
}

# For the demo by HTTP: an installer whose GRUB can.
foreign_boots_http() {
	exec {cache_lock}>"$cache/lock.boots"
	flock "$cache_lock"
	foreign_installer 13 trixie
	exec {cache_lock}>&-
}

# What is booted of other releases.
foreign_boots() {
	exec {cache_lock}>"$cache/lock.boots"
	flock "$cache_lock"
	foreign_installer 12 bookworm
	foreign_installer 13 trixie
	# shellcheck disable=SC2086 # a list of words
	foreign_make loaders13 foreign_packages trixie $cache_loaders
	exec {cache_lock}>&-
}

# foreign_make NAME COMMAND...: what the command makes in $new gets the name
# when it is whole.
foreign_make() {
	local name=$1 new=$cache/$1.new
	[ ! -d "$cache/$name" ] || return 0
	shift
	echo "bootroot: making .cache/$name"
	rm -rf "$new"
	mkdir -p "$new/apt/state/lists/partial" "$new/apt/cache/archives/partial"
	progress_begin ".cache/$name" "progress_bytes $new"
	# Not (...) || {...}, where set -e would not count.
	(set -e && "$@") >"$cache/$name.log" 2>&1 &
	if wait $!; then
		progress_end
		rm -rf "$new/apt" "$cache/missing/$name"
		mv "$new" "$cache/$name"
	else
		progress_end
		tail -n 5 "$cache/$name.log" >&2
		cache_say_missing "$name" ".cache/$name cannot be made (its log is .cache/$name.log)"
	fi
}

# foreign_apt TYPE RELEASE ARCH COMMAND...: apt-get with lists and books of its
# own, from where this machine's packages come.
foreign_apt() {
	local type=$1 release=$2 arch=$3 apt=$new/apt from
	shift 3
	from=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' \
		'Created-By: Packages' "Release: $(cache_release)" | head -n 1)
	echo "$type [arch=$arch signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $release main" >"$apt/list"
	: >"$apt/status"
	tools_apt -y -o APT::Architecture="$arch" -o APT::Architectures="$arch" \
		-o Dir::Etc::SourceList="$apt/list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State="$apt/state" -o Dir::State::status="$apt/status" \
		-o Dir::Cache="$apt/cache" "$@"
}

# foreign_root RELEASE ARCH PACKAGE...: the packages and all that they need,
# unpacked.
foreign_root() {
	local release=$1 arch=$2 file
	shift 2
	foreign_apt deb "$release" "$arch" update
	foreign_apt deb "$release" "$arch" install --download-only --no-install-recommends "$@"
	# It has the links from /lib to /usr/lib and so on, where there are any.
	for file in "$new"/apt/cache/archives/{base-files_,}*.deb; do
		[ ! -e "$file" ] || dpkg-deb -x "$file" "$new"
	done
}

# foreign_packages RELEASE PACKAGE...: these alone, unpacked.
foreign_packages() {
	local release=$1 file
	shift
	foreign_apt deb "$release" amd64 update
	(cd "$new/apt" && foreign_apt deb "$release" amd64 download "$@")
	for file in "$new"/apt/*.deb; do
		dpkg-deb -x "$file" "$new"
	done
}

# foreign_installer NUMBER RELEASE: that installer, unless it is this machine's.
foreign_installer() {
	[ -d "$cache/debian-installer-$1-netboot-amd64" ] ||
		foreign_make "installer$1" foreign_packages "$2" "debian-installer-$1-netboot-amd64"
}

foreign_musl() {
	local include=$new/include library
	foreign_apt deb-src "$(cache_release)" amd64 update
	mkdir "$new/src" "$include" "$new/lib"
	cd "$new/src"
	# shellcheck disable=SC2086 # a list of words
	foreign_apt deb-src "$(cache_release)" amd64 source --download-only --only-source $foreign_sources
	for library in *.orig.tar.*[!c] tinycdb_*.tar.gz; do
		tar xf "$library"
	done
	# The kernel's headers are those of every C library.
	ln -s /usr/include/linux /usr/include/asm-generic /usr/include/"$(gcc -print-multiarch)"/asm "$include"
	export CC=musl-gcc CFLAGS="-O1 -I$include" LDFLAGS="-L$new/lib" CPPFLAGS="-I$include"
	for library in libmd libbsd libseccomp; do
		foreign_configure "$library" --disable-shared --enable-static
		make -s -C "$library"-*/src install
		make -s -C "$library"-*/include install
	done
	foreign_configure zlib --static
	make -s -C zlib-*/ libz.a
	cp zlib-*/libz.a "$new/lib"
	cp zlib-*/zlib.h zlib-*/zconf.h "$include"
	make -s -j2 -C *zstd-*/lib libzstd.a
	cp *zstd-*/lib/libzstd.a "$new/lib"
	cp *zstd-*/lib/*.h "$include"
	make -s -C tinycdb-*/ CC=musl-gcc CFLAGS="$CFLAGS" libcdb.a
	cp tinycdb-*/libcdb.a "$new/lib"
	cp tinycdb-*/cdb.h "$include"
	foreign_configure libarchive --disable-shared --enable-static \
		--disable-bsdtar --disable-bsdcpio --disable-bsdcat --disable-acl --disable-xattr \
		--without-{bz2lib,libb2,iconv,lz4,lzma,cng,openssl,xml2,expat,nettle,mbedtls,lzo2}
	make -s -j2 -C libarchive-*/ libarchive.la
	make -s -C libarchive-*/ install-libLTLIBRARIES install-includeHEADERS
	# Its archive has no configure, but says what such a system has.
	(cd jansson-*/src && cp ../android/jansson_config.h jansson.h "$include" &&
		printf '#define HAVE_%s 1\n' STDINT_H UNISTD_H SYS_TYPES_H FCNTL_H STRTOLL >jansson_private_config.h &&
		musl-gcc -O1 -DHAVE_CONFIG_H -I. -I"$include" -c ./*.c && ar rcs "$new/lib/libjansson.a" ./*.o)
	# One is a script for a linker that knows this folder's last name.
	rm -rf "$new"/lib/*.so "$new/src"
}

foreign_configure() {
	(cd "$1"-*/ && ./configure --prefix="$new" "${@:2}")
}
