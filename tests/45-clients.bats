#!/usr/bin/env bats
# tftpd and the clients that the distribution has: every file arrives as it
# is, with every block size and window that the client can ask for.

bats_require_minimum_version 1.5.0
load tftpd

sizes="0 1 511 512 513 $((1468 * 3)) $((65535 * 512)) $((65536 * 512 + 1))"

# sizes_for BLKSIZE: one of the large ones is there for block numbers that wrap,
# which they do with blocks of 512 bytes: in other blocks 33 MB show nothing but
# that they take as long. The other one, whose last block is number 0 and empty,
# is asked for by curl.
sizes_for() {
	if [ "$1" = 512 ]; then
		echo "${sizes% * *} ${sizes##* }"
	else
		echo "${sizes% * *}"
	fi
}

setup_file() {
	# Made once: the two large ones take a while.
	files=$(mktemp -d /tmp/bootroot-files.XXXXXX)
	for size in $sizes; do
		head -c "$size" /dev/urandom >"$files/f$size"
	done
	chmod -R a+rX "$files"
	install -d -o nobody "$files/up"
	export files
}

teardown_file() {
	rm -rf "$files"
}

setup() {
	sender_begin
	bin=$top/.cache/bin
	rmdir "$root" 2>/dev/null || rm -r "$root"
	root=$files
	# The largest windows overflow a client's buffer, and are repeated.
	tftpd_start_as_it_is -w up
	cd "$dir"
}

teardown() {
	cd /
	namespace_end
}

# same SIZE: what came is what was asked for.
same() {
	cmp got "$files/f$1"
	rm got
}

# arrived SIZE NAME: what was put is there.
arrived() {
	cmp "$files/up/$2" "$files/f$1"
}

@test "curl, blksize 8 to 65464 and no options at all" {
	for blksize in 512 1468 8192 65464; do
		for size in $(sizes_for "$blksize"); do
			inside curl -sS --tftp-blksize "$blksize" -o got "tftp://127.0.0.1/f$size"
			[ -e got ] || : >got
			same "$size"
		done
	done
	size=$((65535 * 512))
	inside curl -sS --tftp-blksize 512 -o got "tftp://127.0.0.1/f$size"
	same "$size"
	inside curl -sS --tftp-blksize 8 -o got "tftp://127.0.0.1/f4404"
	same 4404
	inside curl -sS --tftp-no-options -o got "tftp://127.0.0.1/f513"
	same 513
	inside curl -sS -g -o got "tftp://[::1]/f4404"
	same 4404
}

@test "tftp-hpa, octet" {
	cache_needs tftp-hpa
	for size in $(sizes_for 512); do
		inside "$bin/tftp-hpa" -m octet 127.0.0.1 -c get "f$size" got
		same "$size"
	done
}

@test "tftp-hpa, netascii" {
	cache_needs tftp-hpa
	seq 1 20000 >"$dir/text"
	install -m 644 "$dir/text" "$files/text"
	inside "$bin/tftp-hpa" -m netascii 127.0.0.1 -c get text got
	cmp got "$dir/text"
}

@test "atftp, block sizes and windows" {
	cache_needs atftp
	for options in '512 1' '1468 4' '1468 16' '8192 64' '512 7'; do
		for size in $(sizes_for "${options% *}"); do
			inside "$bin/atftp" --option "blksize ${options% *}" \
			    --option "windowsize ${options#* }" \
			    -g -r "f$size" -l got 127.0.0.1 >/dev/null
			same "$size"
		done
	done
}

@test "busybox, blksize 512 and 1468" {
	for blksize in 512 1468; do
		for size in $(sizes_for "$blksize"); do
			inside "$bin/busybox" tftp -g -b "$blksize" -r "f$size" -l got 127.0.0.1
			same "$size"
		done
	done
}

@test "curl puts, blksize 8 to 65464 and no options at all" {
	for blksize in 512 1468 65464; do
		for size in $(sizes_for "$blksize"); do
			inside curl -sS --tftp-blksize "$blksize" -T "$files/f$size" "tftp://127.0.0.1/curl$size-$blksize"
			arrived "$size" "curl$size-$blksize"
		done
	done
	size=$((65535 * 512))
	inside curl -sS --tftp-blksize 512 -T "$files/f$size" tftp://127.0.0.1/curl-wrap
	arrived "$size" curl-wrap
	inside curl -sS --tftp-blksize 8 -T "$files/f4404" tftp://127.0.0.1/curl8
	arrived 4404 curl8
	inside curl -sS --tftp-no-options -T "$files/f513" tftp://127.0.0.1/curl-none
	arrived 513 curl-none
	inside curl -sS -g -T "$files/f4404" 'tftp://[::1]/curl6'
	arrived 4404 curl6
	run ! inside curl -sS -T "$files/f1" tftp://127.0.0.1/curl6
	arrived 4404 curl6
}

@test "tftp-hpa puts, octet and netascii" {
	cache_needs tftp-hpa
	for size in $(sizes_for 512); do
		inside "$bin/tftp-hpa" -m octet 127.0.0.1 -c put "$files/f$size" "hpa$size"
		arrived "$size" "hpa$size"
	done
	seq 1 20000 >"$dir/text"
	inside "$bin/tftp-hpa" -m netascii 127.0.0.1 -c put "$dir/text" hpa-text
	cmp "$files/up/hpa-text" "$dir/text"
}

@test "atftp puts, block sizes and windows" {
	cache_needs atftp
	for options in '512 1' '1468 4' '1468 16' '8192 64' '512 7'; do
		for size in $(sizes_for "${options% *}"); do
			name=atftp$size-${options/ /-}
			inside "$bin/atftp" --option "blksize ${options% *}" \
			    --option "windowsize ${options#* }" --option "tsize 0" \
			    -p -l "$files/f$size" -r "$name" 127.0.0.1 >/dev/null
			arrived "$size" "$name"
		done
	done
}

@test "busybox puts, blksize 512 and 1468" {
	for blksize in 512 1468; do
		for size in $(sizes_for "$blksize"); do
			inside "$bin/busybox" tftp -p -b "$blksize" -l "$files/f$size" -r "bb$size-$blksize" 127.0.0.1
			arrived "$size" "bb$size-$blksize"
		done
	done
}
