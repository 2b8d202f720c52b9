# shellcheck shell=bash
# A running httpd for a test: its boot root is $root, its log $log.

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

httpd_begin() {
	namespace_begin
	root=$dir/root
	log=$dir/log
	limits=()
	mkdir "$root"
	printf 'hello\n' >"$root/hello"
}

# httpd_start [OPTION...]: listens on port 80, IPv4 and IPv6. A command in `limits`
# runs it.
httpd_start() {
	: >"$log"
	behind "${limits[@]}" "${program:-$top/httpd/httpd}" -d -l 0.0.0.0 -l '[::]' -m "$dir/clients.cdb" "$@" "$root" 2>"$log"
	# shellcheck disable=SC2034 # used by the tests
	httpd=$pid
	wait_for 30 httpd_listens
}

httpd_listens() {
	inside ss -Hltn 'sport = :80' | grep -q ':80 '
}

# http [ADDRESS]: runs the script on standard input against the server.
http() {
	inside python3 "$BATS_TEST_DIRNAME/http_raw.py" "$@"
}

# pc_http: the same from the PC, by the cable.
pc_http() {
	at_pc python3 "$BATS_TEST_DIRNAME/http_raw.py" 10.9.0.1
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

# map LINE...: compiles a map of these lines.
map() {
	printf '%s\n' "$@" >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
}

# The processes of connections, one a line.
children() {
	pgrep -P "$httpd"
}

# has_children N: so many.
has_children() {
	[ "$(children | wc -l)" = "$1" ]
}
