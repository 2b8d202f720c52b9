# shellcheck shell=bash
# The lab's network, inside the world that tests/lab/enter makes:
#
#	dhcp    10.9.0.2   a plain DHCP server: addresses only, knows nothing of us
#	server  10.9.0.1   inetd with our programs
#	tap0               the PC's cable
#
# dhcp and server are hosts (network namespaces) on one bridge. Neither has a
# default route: no packet has a way out.

net_up() {
	ip link add lan type bridge
	ip link set lan up
	net_host dhcp 10.9.0.2/24
	net_host server 10.9.0.1/24
	ip tuntap add tap0 mode tap
	ip link set tap0 master lan up
}

# A host with an address, its card eth0 plugged into the bridge.
net_host() {
	local name=$1 address=$2
	ip netns add "$name"
	ip link add "to-$name" type veth peer name eth0 netns "$name"
	ip link set "to-$name" master lan up
	ip -n "$name" address add "$address" dev eth0
	ip -n "$name" link set lo up
	ip -n "$name" link set eth0 up
}

# Runs a command on a host.
on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}
