# shellcheck shell=bash
# A running tftpd for a test: its boot root is $root, its log $log.

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

tftpd_begin() {
	namespace_begin
	root=$dir/root
	log=$dir/log
	limits=()
	mkdir "$root"
	printf 'hello\n' >"$root/hello"
}

# tftpd_start [OPTION...]: listens on port 69, IPv4 and IPv6. Nothing is sent
# twice before 5 seconds, unless the test asks for it: a client that this
# machine lets wait must not see more than it expects.
tftpd_start() {
	tftpd_start_as_it_is -T 5000 "$@"
}

# The same with the program's own times. A command in `limits` runs it.
tftpd_start_as_it_is() {
	: >"$log"
	behind "${limits[@]}" "$top/tftpd/tftpd" -d -l 0.0.0.0 -l '[::]' -m "$dir/clients.cdb" "$@" "$root" 2>"$log"
	# shellcheck disable=SC2034 # used by the tests
	tftpd=$pid
	wait_for 30 tftpd_listens
}

tftpd_listens() {
	inside grep -q ':0045 ' /proc/net/udp6 2>/dev/null ||
		inside ss -Huln 'sport = :69' | grep -q ':69 '
}

# raw [ADDRESS]: runs the script on standard input against the server.
raw() {
	inside python3 "$BATS_TEST_DIRNAME/tftp_raw.py" "$@"
}

# pc_raw: the same from the PC, by the cable.
pc_raw() {
	at_pc python3 "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.1
}

# logged REGEX: waits for the line; prints the log if it does not come.
logged() {
	wait_for_line 30 "$log" "$1" || {
		cat "$log"
		return 1
	}
}

# logged_times N REGEX: the same for N lines, no fewer and no more.
logged_times() {
	wait_for_times "$1" 30 "$log" "$2" || {
		cat "$log"
		return 1
	}
}

# A file of N random bytes in the boot root.
file() {
	head -c "$2" /dev/urandom >"$root/$1"
}
