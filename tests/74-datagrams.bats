#!/usr/bin/env bats
# 43,000 mutated datagrams, 4,000 hostile frames and 13,200 mutated HTTP requests at the
# servers: nobody falls, nothing is left behind, memory stays as it was, and others are
# served meanwhile. Some go to the
# servers built with ASan, UBSan and LeakSanitizer, with which it takes long to
# start a transfer, the others to them as they are installed.
#
# TIMES=30 sends thirty times as many, and make nightly does; SEED=2 sends others.
# REQUESTS is how many requests are sent to httpd, and a tenth of them to the one with
# sanitizers.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load tftpd
load httpd
load dhcp
load sanitized

TIMES=${TIMES:-1}
SEED=${SEED:-1}
REQUESTS=${REQUESTS:-12000}

# Transfers have a stack of their own, which ASan says that it does not know.
STACKS='ASan is ignoring requested __asan_handle_no_return|^False positive error reports may follow|^For details see '

# The servers once more, without the system call filters: the sanitizers want
# other calls. What the filters allow is tests/73-locked.bats.
setup_file() {
	[ "$(id -u)" = 0 ] || skip "a network namespace wants root"
	cd "$BATS_TEST_DIRNAME/.."
	export BUILT=$BATS_FILE_TMPDIR
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR"
	cc -O2 -Wall -Wextra -o "$BUILT/flood" tests/fuzz/flood.c
	cc -O2 -Wall -Wextra -o "$BUILT/httpflood" tests/fuzz/httpflood.c
	cc -O2 -o "$BUILT/without" tests/locked/without.c -lseccomp
	sanitized_make servers
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
}

setup() {
	sender_begin
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.22/24 dev eth0
	compile=$top/mkbootroot/mkbootroot
	# A small quarantine, so that what is freed does not look like a leak.
	export ASAN_OPTIONS=quarantine_size_mb=1:detect_stack_use_after_return=0
}

# start EXPECTED COMMAND...: its process is $server. Lines that are EXPECTED
# are not kept; the rest of its log is $log.
start() {
	local expected=$1
	shift
	behind "$@" 2> >(grep --line-buffered -avE "$expected" >"$log")
	server=$pid
}

# The same with a server that has the sanitizers in it.
start_sanitized() {
	start "$1|$STACKS" "$BUILT/without" landlock seccomp -- "$sanitized/server/$2" "${@:3}"
}

start_tftpd() {
	mkdir -p "$root/srv/uploads" "$root/debian12"
	for file in linux initrd.gz; do
		echo "$file" >"$root/debian12/$file"
	done
	file big 1000000
	chmod -R a+rX "$root"
	chown nobody "$root/srv/uploads"
	map <<-END
	default            -     boot=debian12 args=quiet
	52:54:00:12:34:56  web1  boot=debian12
	image debian12     -     kernel=linux initrd=initrd.gz
	END
	"$1" '^(refused|ended|aborted|sent|received) |^put off file=[!-~]+( asked=[!-~]+)? client=[!-~]+ mac=[!-~]+ name=[!-~]+: too many transfers|^failed .* reason=(client-gone|no-answer)$' \
		"$2" -d -r 3 "${@:3}" -l 10.9.0.1 -w srv/uploads -m "$dir/clients.cdb" "$root"
	wait_for 60 tftpd_listens
	fetch_again_and_again
	wait_for 60 test -s "$dir/fetched"
}

# A good client with another address, until the file stop is there.
fetch_again_and_again() {
	(
		until [ -e "$dir/stop" ] && [ -s "$dir/fetched" ]; do
			# Where this machine let it wait for longer than the server has
			# patience (-r 3), it asks again.
			at_pc curl -sS --max-time 20 --interface 10.9.0.22 \
				-o "$dir/got" tftp://10.9.0.1/big || {
				[ $? = 28 ] || exit 1	# no time-out, a refusal
				continue
			}
			cmp "$dir/got" "$root/big"
			echo fetched >>"$dir/fetched"
		done
	) 3>&- &
	good=$!
}

# The good client was served all the time: once before, and then until now.
has_fetched() {
	: >"$dir/stop"
	wait "$good"
	wc -l "$dir/fetched"
	[ "$(wc -l <"$dir/fetched")" -ge 2 ]
}

start_dhcp_helper() {
	boot_root
	map_given
	"$1" '^boot |^cannot send to ' \
		"$2" -d -v -l 0.0.0.0:67 -l 0.0.0.0:4011 -m "$dir/clients.cdb"
	wait_for 60 port_is_open udp 4011
}

# flood KIND SEED COUNT
flood() {
	at_pc "$BUILT/flood" "$1" "$SEED$2" $(($3 * TIMES)) "$top/tests/fuzz/corpus/${1/tftp/request}" || {
		# What the server says of it; its state, where it is still there.
		tail -n 40 "$log"
		grep -E '^(State|VmRSS):' "/proc/$server/status"
		return 1
	}
}

rss_kb() {
	awk '$1 == "VmRSS:" { print $2 }' "/proc/$server/status"
}

# flood_for_memory KIND COUNT: what the first ones take may stay. The rest takes
# nothing, or a few pages; the least that can be allocated, 24 bytes, would be
# 160 kB or more if each datagram left it behind.
flood_for_memory() {
	local before
	flood "$1" 1 6000
	before=$(rss_kb)
	flood "$1" 2 $(($2 - 6000))
	echo "$before kB, then $(rss_kb) kB"
	[ "$(rss_kb)" -le $((before + 100)) ]
}

# ends_well LINES: it is ended, and nothing was wrong: its log has no lines but
# these.
ends_well() {
	local status=0
	kill "$server"
	wait "$server" || status=$?
	# The log's filter ends with the last transfer.
	wait_for 60 log_is_whole
	cat "$log"
	[ "$status" = "$2" ]
	run ! grep -avE "$1" "$log"
}

log_is_whole() {
	! pgrep -f -- "grep --line-buffered -avE" >/dev/null
}

@test "4,000 mutated datagrams at tftpd with sanitizers, and a good client" {
	# Few transfers at a time: with the sanitizers each takes long to start.
	start_tftpd start_sanitized tftpd -c 1000:8
	flood tftp 3 4000
	has_fetched
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|transfers) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

@test "13,000 mutated datagrams at tftpd take no memory" {
	start_tftpd start "$top/tftpd/tftpd"
	flood_for_memory tftp 13000
	has_fetched
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|transfers) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

@test "10,000 mutated datagrams at dhcp-helper with sanitizers, and a good client" {
	start_dhcp_helper start_sanitized dhcp-helper
	flood dhcp 3 10000
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|transfers) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

@test "16,000 mutated datagrams at dhcp-helper take no memory" {
	start_dhcp_helper start "$top/dhcp-helper/dhcp-helper"
	flood_for_memory dhcp 16000
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|transfers) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

@test "4,000 hostile frames at dhcp-helper with sanitizers: no answer twice, elsewhere, or to who should get none" {
	start_dhcp_helper start_sanitized dhcp-helper
	map <<-END
	default            -     boot=debian12
	$WEB1  web1  boot=debian12 ip=10.9.0.21
	52:54:00:00:00:0a  ign   ignore ip=10.9.0.24
	$LOADERS
	END
	inside ip link set eth0 address 02:00:00:00:00:01 mtu 9000
	at_pc ip link set eth0 mtu 9000
	at_pc "$python" -S -E "$top/tests/dhcp_hostile.py" "$SEED" $((4000 * TIMES))
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|transfers) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

start_httpd() {
	boot_root
	mkdir "$root/sub"
	echo file >"$root/sub/file"
	file big 300000
	chmod -R a+rX "$root"
	map_given
	"$1" '^(refused|sent|probe|unchanged) |^failed .* reason=client-gone$' \
		"$2" -d -l 10.9.0.1:80 -m "$dir/clients.cdb" "$root"
	wait_for 60 httpd_listens
}

flood_http() {
	at_pc "$BUILT/httpflood" "$SEED$1" "$2" "$top/tests/fuzz/corpus/http"
}

@test "1,200 mutated requests at httpd with sanitizers, and a good client" {
	start_httpd start_sanitized httpd
	flood_http 3 $((REQUESTS / 10))
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|connections) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

# A process for each connection: what it takes goes with it, and what the parent
# takes would stay.
@test "12,000 mutated requests at httpd take no memory, and leave no process" {
	local before
	start_httpd start "$top/httpd/httpd"
	flood_http 1 $((REQUESTS / 4))
	before=$(rss_kb)
	flood_http 2 $((REQUESTS - REQUESTS / 4))
	echo "$before kB, then $(rss_kb) kB"
	[ "$(rss_kb)" -le $((before + 100)) ]
	wait_for 60 has_no_child
	ends_well '^not locked in: |^map .* is in use$|^flood from=(strangers|clients|connections) unlogged=[0-9]+$|^[0-9]+ lines were lost: nobody read the log$' 0
}

has_no_child() {
	! pgrep -P "$server" >/dev/null
}
