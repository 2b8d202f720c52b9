#!/usr/bin/env bats
# The programs for other systems: musl, arm64. Built, and where it can be, run by
# the tests: those in which a C library shows. WHOLE=1: those of all programs. The other
# Debian: 30-other-debian.bats.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	. "$top/tests/lab/cache.bash"
	. "$top/tests/lab/clone.bash"
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	src=$dir/src
	clone_into "$src"
}

teardown() {
	cd "$top"
	! mountpoint -q "$src/.cache" || umount "$src/.cache"
	rm -rf "$dir"
}

# tests NAME...: the tests of these names, with the programs as they are in
# $src.
tests() {
	mkdir "$src/.cache"
	mount --bind "$cache" "$src/.cache"
	cd "$src"
	JOBS=2 tests/run "${@/%/.bats}"
}

@test "with musl it passes the tests of all programs" {
	cache_needs musl
	# musl's macros for control messages are what -Wconversion is about. What a
	# compiler's best costs is time: it is the C library that is tried.
	make -s -j2 -C "$src" CC=musl-gcc PKG_CONFIG=false \
		CFLAGS="-O0 -U_FORTIFY_SOURCE -isystem $cache/musl/include -Wno-conversion -Wno-sign-conversion -Wno-pedantic -Werror" \
		LDFLAGS="-L$cache/musl/lib" ARCHIVE_LIBS='-larchive -lz -lzstd' \
		STATIC_LINK= LIBS='-lbsd -lmd -lcdb'
	[[ $(readelf -l "$src/tftpd/tftpd" "$src/mkbootroot/mkbootroot") == *ld-musl*ld-musl* ]]
	# Which system calls it makes, in the filters (40, 46, 48, 73), its arithmetic and
	# its text (20), its sockets (51, 67).
	local more=()
	[ "${WHOLE-}" != 1 ] || more=(tests/{10-request,31-ramdisk,58-dhcp-once,68-http-limits})
	tests tests/{20-map,40-transfer,46-upload,48-multicast,51-dhcp-static,67-http,73-locked,73-locked-http} "${more[@]}"
}

# QEMU's emulation of user programs has no openat2(2), seccomp(2) and Landlock:
# tftpd can send nothing there, and says so. dhcp-helper needs none of them.
@test "for arm64: dhcp-helper passes its tests, the map is the same" {
	cache_needs arm64
	local arm=$cache/arm64 include libraries more
	include=$arm/usr/include libraries=$arm/usr/lib/aarch64-linux-gnu
	make -s -j2 -C "$src" CC="aarch64-linux-gnu-gcc --sysroot=$arm" PKG_CONFIG=false \
		CFLAGS="-O0 -U_FORTIFY_SOURCE -isystem $include/aarch64-linux-gnu -isystem $include" \
		LDFLAGS="-L$libraries -L$arm/lib/aarch64-linux-gnu -Wl,-rpath-link,$libraries:$arm/lib/aarch64-linux-gnu"
	for program in tftpd httpd dhcp-helper mkbootroot; do
		[[ $(readelf -h "$src/$program/$program") == *AArch64* ]]
	done
	# A map that was made here, read there.
	cd "$dir"
	mkdir root
	printf '52:54:00:12:34:56 pc local ip=10.9.0.7 args="a b"\n' >clients
	"$top/mkbootroot/mkbootroot" -q -f clients -m map.cdb -r root
	"$top/mkbootroot/mkbootroot" -m map.cdb dump >here
	qemu-aarch64-static -L "$arm" "$src/mkbootroot/mkbootroot" -m map.cdb dump >there
	cmp here there
	[ -s here ]
	run -2 qemu-aarch64-static -L "$arm" "$src/tftpd/tftpd"
	[[ $output == *usage:* ]]
	mv "$src/dhcp-helper/dhcp-helper" "$src/dhcp-helper/arm64"
	printf '#!/bin/sh\nexec qemu-aarch64-static -L "%s" "${0%%/*}/arm64" "$@"\n' "/run/tree/.cache/arm64" >"$src/dhcp-helper/dhcp-helper"
	chmod 755 "$src/dhcp-helper/dhcp-helper"
	cp "$top/mkbootroot/mkbootroot" "$src/mkbootroot/mkbootroot"
	more=()
	[ "${WHOLE-}" != 1 ] || more=(tests/54-dhcp-words)
	tests tests/51-dhcp-static "${more[@]}"
}
