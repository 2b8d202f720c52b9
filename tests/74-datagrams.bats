#!/usr/bin/env bats
# A million mutated datagrams at the servers, which are built with ASan, UBSan
# and LeakSanitizer: nobody falls, nothing is left behind, memory stays as it
# was, and others are served meanwhile.
#
# DATAGRAMS=10000000 sends as many; the half of them to each. SEED=2 sends
# others.

bats_require_minimum_version 1.5.0
load tftpd
load dhcp

DATAGRAMS=${DATAGRAMS:-1000000}
SEED=${SEED:-1}

# The servers once more, without the system call filters: the sanitizers want
# other calls. What the filters allow is tests/73-locked.bats.
setup_file() {
	[ "$(id -u)" = 0 ] || skip "a network namespace wants root"
	cd "$BATS_TEST_DIRNAME/.."
	local sanitize='-fsanitize=address,undefined -fno-sanitize-recover=all'
	export BUILT=$BATS_FILE_TMPDIR
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR"
	cp -r Makefile lib tftpd dhcp-helper mkbootroot "$BUILT"
	rm -f "$BUILT"/*/*.[do] "$BUILT"/{tftpd/tftpd,dhcp-helper/dhcp-helper}
	cc -O2 -Wall -Wextra -o "$BUILT/flood" tests/fuzz/flood.c
	cc -O2 -o "$BUILT/without" tests/locked/without.c -lseccomp
	cc -O2 -Wall -Wextra -c -o "$BUILT/leave.o" tests/fuzz/leave.c
	make -s -C "$BUILT" -j2 CC=clang TFTPD_LINK= \
		CFLAGS="-O1 -g -U_FORTIFY_SOURCE $sanitize" \
		LDFLAGS="$sanitize $BUILT/leave.o" tftpd/tftpd dhcp-helper/dhcp-helper
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
}

setup() {
	tftpd_begin
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.22/24 dev eth0
	compile=$top/mkbootroot/mkbootroot
	# A small quarantine, so that what is freed does not look like a leak.
	export ASAN_OPTIONS=quarantine_size_mb=1:detect_stack_use_after_return=0
}

teardown() {
	namespace_end
}

# start_sanitized EXPECTED PROGRAM...: its process is $server. Lines that are
# EXPECTED are not kept; the rest of its log is $log.
start_sanitized() {
	local expected=$1
	shift
	behind "$BUILT/without" landlock seccomp -- "$@" \
		2> >(grep --line-buffered -avE "$expected" >"$log")
	server=$pid
}

rss_kb() {
	awk '$1 == "VmRSS:" { print $2 }' "/proc/$server/status"
}

# flood KIND CORPUS: first some, for memory that is kept for good reasons. Then
# the rest, which may cost no more than a byte for each 10 datagrams.
flood() {
	local before
	at_pc "$BUILT/flood" "$1" "$SEED" $((DATAGRAMS / 10)) "$top/tests/fuzz/corpus/$2"
	before=$(rss_kb)
	at_pc "$BUILT/flood" "$1" "$SEED$SEED" $((DATAGRAMS * 4 / 10)) "$top/tests/fuzz/corpus/$2"
	echo "$1: $before kB, then $(rss_kb) kB"
	[ "$(rss_kb)" -le $((before + DATAGRAMS * 4 / 100 / 1024 + 1024)) ]
}

# Ends it, and nothing was wrong: what its log has besides are these lines.
ends_well() {
	local status=0
	kill "$server"
	wait "$server" || status=$?
	# The log's filter ends with its last writer.
	wait_for 60 log_is_whole
	cat "$log"
	[ "$status" = 0 ]
	run ! grep -avE "$1|ASan is ignoring requested __asan_handle_no_return|^(False positive error reports may follow|For details see )" "$log"
}

log_is_whole() {
	! pgrep -f -- "grep --line-buffered -avE" >/dev/null
}

@test "half a million mutated datagrams at tftpd: a good client gets its file, again and again" {
	file big 1000000
	mkdir -p "$root/srv/uploads" "$root/debian12"
	for file in linux initrd.gz; do
		echo "$file" >"$root/debian12/$file"
	done
	chmod -R a+rX "$root"
	chown nobody "$root/srv/uploads"
	map <<-END
	default            -     boot=debian12 args=quiet
	52:54:00:12:34:56  web1  boot=debian12
	image debian12     -     kernel=linux initrd=initrd.gz
	END
	start_sanitized '^(refused|ended|aborted|sent|gone|timeout|put off|received) ' \
		"$BUILT/tftpd/tftpd" -d -r 3 -l 10.9.0.1 -w srv/uploads -m "$dir/clients.cdb" "$root"
	wait_for 30 tftpd_listens
	ROOT=$root STOP=$dir/stop pc_raw >"$dir/fetched" 2>&1 <<-'END' &
		import os
		content = open(os.environ["ROOT"] + "/big", "rb").read()
		times = 0
		while times == 0 or not os.path.exists(os.environ["STOP"]):
		    equal(Client("10.9.0.22").fetch("big", blksize=1408) == content, True)
		    times += 1
		print("%d times" % times)
	END
	local good=$!
	flood tftp request
	: >"$dir/stop"
	wait "$good" || {
		cat "$dir/fetched" "$log"
		return 1
	}
	cat "$dir/fetched"
	[ "$(cut -d ' ' -f 1 "$dir/fetched")" -ge 5 ]
	ends_well '^not locked in: '
}

@test "half a million mutated datagrams at dhcp-helper: a good client gets the same answer, again and again" {
	map_given
	start_sanitized '^boot |^cannot send to ' \
		"$BUILT/dhcp-helper/dhcp-helper" -d -v -l 0.0.0.0:67 -l 0.0.0.0:4011 -m "$dir/clients.cdb"
	wait_for 30 inside grep -q ':0FAB ' /proc/net/udp
	flood dhcp dhcp
	ends_well '^not locked in: '
}
