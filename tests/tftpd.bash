# shellcheck shell=bash
# A running tftpd for a test: its boot root is $root, its log $log.

# shellcheck source=tests/sender.bash
. "$BATS_TEST_DIRNAME/sender.bash"

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
	wait_for 60 tftpd_listens
}

tftpd_listens() {
	port_is_open udp 69
}

# raw [ADDRESS]: runs the script on standard input against the server.
raw() {
	inside python3 -S "$BATS_TEST_DIRNAME/tftp_raw.py" "$@"
}

# pc_raw: the same from the PC, by the cable.
pc_raw() {
	at_pc python3 -S "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.1
}
