# shellcheck shell=bash
# A running httpd for a test: its boot root is $root, its log $log.

# shellcheck source=tests/sender.bash
. "$BATS_TEST_DIRNAME/sender.bash"

# httpd_start [OPTION...]: listens on port 80, IPv4 and IPv6. A command in `limits`
# runs it.
httpd_start() {
	: >"$log"
	behind "${limits[@]}" "${program:-$top/httpd/httpd}" -d -l 0.0.0.0 -l '[::]' -m "$dir/clients.cdb" "$@" "$root" 2>"$log"
	# shellcheck disable=SC2034 # used by the tests
	httpd=$pid
	wait_for 60 httpd_listens
}

httpd_listens() {
	port_is_open tcp 80
}

# http [ADDRESS]: runs the script on standard input against the server.
http() {
	inside python3 -S "$BATS_TEST_DIRNAME/http_raw.py" "$@"
}

# pc_http: the same from the PC, by the cable.
pc_http() {
	at_pc python3 -S "$BATS_TEST_DIRNAME/http_raw.py" 10.9.0.1
}

# The processes of connections, one a line.
children() {
	pgrep -P "$httpd"
}

# has_children N: so many.
has_children() {
	[ "$(children | wc -l)" = "$1" ]
}
