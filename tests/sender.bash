# shellcheck shell=bash
# What tests of tftpd and of httpd share: the boot root is $root, the log $log.

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

# Of tests that have no setup of their own.
setup() {
	sender_begin
}

sender_begin() {
	namespace_begin
	root=$dir/root
	log=$dir/log
	limits=()
	mkdir "$root"
	printf 'hello\n' >"$root/hello"
}

# map LINE...: compiles these clients.
map() {
	printf '%s\n' "$@" >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
}

# logged REGEX: waits for the line; prints the log if it does not come.
logged() {
	wait_for_line 60 "$log" "$1" || {
		cat "$log"
		return 1
	}
}

# logged_times N REGEX: the same for N lines, no fewer and no more.
logged_times() {
	wait_for_times "$1" 60 "$log" "$2" || {
		cat "$log"
		return 1
	}
}

# A file of N random bytes in the boot root.
file() {
	head -c "$2" /dev/urandom >"$root/$1"
}
