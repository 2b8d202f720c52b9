# shellcheck shell=bash
# A network namespace for a test, and what runs in it.
#
#	setup: namespace_begin; teardown: namespace_end
#
# $dir is the test's own folder, which anybody may read: our programs become
# nobody. Loopback is up; port 69 is free here in every test.

# shellcheck source=tests/lab/wait.bash
. "$BATS_TEST_DIRNAME/lab/wait.bash"

namespace_begin() {
	[ "$(id -u)" = 0 ] || skip 'a network namespace wants root'
	# shellcheck disable=SC2034 # used by the tests
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	chmod 755 "$dir"
	pids=()
	unshare --net sleep 600 3>&- &
	net=$!
	pids+=("$net")
	wait_for 10 namespace_is_there
	inside ip link set lo up
}

namespace_is_there() {
	[ "$(readlink "/proc/$net/ns/net")" != \
	    "$(readlink /proc/self/ns/net)" ]
}

namespace_end() {
	local pid
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	rm -rf "$dir"
}

# Runs a command in the namespace.
inside() {
	nsenter --net="/proc/$net/ns/net" -- "$@"
}

# behind COMMAND...: inside, until the test ends; its process is $pid.
behind() {
	nsenter --net="/proc/$net/ns/net" -- "$@" 3>&- &
	pid=$!
	pids+=("$pid")
}
