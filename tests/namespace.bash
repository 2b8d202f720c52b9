# shellcheck shell=bash
# A network namespace for a test, and what runs in it.
#
#	setup: namespace_begin; teardown: namespace_end, unless a test has another
#
# $dir is the test's own folder, which anybody may read: our programs become
# nobody. Loopback is up; port 69 is free here in every test.

# shellcheck source=tests/lab/wait.bash
. "$BATS_TEST_DIRNAME/lab/wait.bash"

namespace_begin() {
	[ "$EUID" = 0 ] || skip 'a network namespace wants root'
	# shellcheck disable=SC2034 # used by the tests
	top=${BATS_TEST_DIRNAME%/*}
	# shellcheck source=/dev/null
	. "$top/tests/lab/cache.bash"
	dir=/tmp/bootroot-test.$$.$SRANDOM
	mkdir -m 755 "$dir"
	pids=()
	namespace_new
	net=$pid
}

# A namespace that lasts until the test ends; $pid is a process in it.
namespace_new() {
	unshare --net sleep 600 3>&- &
	pid=$!
	pids+=("$pid")
	wait_for 60 namespace_is_there "$pid"
	nsenter --net="/proc/$pid/ns/net" ip link set lo up
}

namespace_is_there() {
	[ -e "/proc/$1/ns/net" ] && [ ! "/proc/$1/ns/net" -ef /proc/self/ns/net ]
}

# namespace_pc MAC: a second host, at the other end of a cable. The server
# gets 10.9.0.1 on eth0, the PC 10.9.0.21.
namespace_pc() {
	namespace_new
	pc=$pid
	inside ip -batch - <<-END
	link add eth0 type veth peer name eth0 netns $pc
	addr add 10.9.0.1/24 dev eth0
	link set eth0 up
	END
	at_pc ip -batch - <<-END
	link set eth0 address $1 up
	addr add 10.9.0.21/24 dev eth0
	END
}

# Runs a command on the PC.
at_pc() {
	nsenter --net="/proc/$pc/ns/net" -- "$@"
}

teardown() {
	namespace_end
}

# The last one first, each to its end: a strace that is told to go while the signal for the
# program that it follows passes through it takes that signal with it.
namespace_end() {
	local i
	for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
		kill "${pids[i]}" 2>/dev/null || :
		wait "${pids[i]}" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	rm -rf "$dir"
}

# port_is_open udp|tcp PORT: somebody listens there, in the namespace. It is read of a
# process that is in it: to look is no process.
port_is_open() {
	local file text port
	printf -v port '%04X' "$2"
	for file in "/proc/$net/net/$1"{,6}; do
		IFS= read -rd '' text 2>/dev/null <"$file" || :
		# Without a peer: state 7 is a UDP socket's, 10 that of a TCP socket which listens.
		[[ ! $text =~ [0-9A-F]:$port\ [0-9A-F]+:0000\ 0[7A]\  ]] || return 0
	done
	return 1
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
