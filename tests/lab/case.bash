# shellcheck shell=bash
# One test of make check-lab: a network, the site's DHCP server, our programs
# under inetd, and a client.
#
#	setup: case_begin; teardown: case_end
#
# All hosts are in the world of the bats file (tests/run enters one), and are
# gone after the test.

top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
for part in cache wait net servers site machine; do
	# shellcheck source=/dev/null
	. "$top/tests/lab/$part.bash"
done

case_begin() {
	case_end
	mkdir -p "$LAB"
	rm -rf "${LAB:?}"/*
	net_up
	syslog_start
	programs_install
	small_image
}

# Ends what runs on the hosts, then the hosts. inetd's children outlive it, so
# it is by host that processes are found.
case_end() {
	local host link
	machine_stop
	# shellcheck disable=SC2046 # a list of processes
	for host in $(case_hosts); do
		kill -KILL $(ip netns pids "$host") 2>/dev/null || :
		ip netns delete "$host"
	done
	for link in lan far tap0 $(ip -o link show type veth | awk -F '[ @:]+' '{ print $2 }'); do
		ip link delete "$link" 2>/dev/null || :
	done
	rm -f /dev/log
}

case_hosts() {
	[ ! -d /run/netns ] || ls /run/netns
}

# The image small: iPXE's own loaders, and a script that fetches a last file,
# so that what is fetched shows what has run.
small_image() {
	local from=$cache/ipxe/usr/lib/ipxe
	mkdir -p "$LAB/tftp/small"
	cp "$from/undionly.kpxe" "$from/snponly.efi" "$LAB/tftp/small"
	printf '#!ipxe\nimgfetch done-${platform}\n' >"$LAB/tftp/small/small.ipxe"
	echo 'booted' | tee "$LAB/tftp/small/done-pcbios" >"$LAB/tftp/small/done-efi"
	chmod -R a+rX "$LAB/tftp"
}

# The image loaders, out of the packages of the cache.
load_loaders() {
	local package
	# shellcheck disable=SC2086 # a list of words
	cache_needs $cache_loaders
	mkdir -p "$LAB/packages"
	for package in $cache_loaders; do
		cp -a "$cache/$package/." "$LAB/packages"
	done
	"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" loaders "$LAB/packages"
}

# map WORD... [-- LINE...]: the client's words, and more lines.
map() {
	local words=
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		words="$words $1"
		shift
	done
	{
		printf '%s pc%s\n' "$machine_mac" "$words"
		[ $# -eq 0 ] || printf '%s\n' "${@:2}"
	} >"$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}

# map_small [WORD...]: the client boots the image small.
map_small() {
	map boot=small ipxe=small.ipxe bios=undionly.kpxe x64=snponly.efi "$@"
}

# logged SECONDS LOG REGEX: waits for a line in $LAB/LOG; shows the logs if it
# does not come. A busy machine may need $PATIENCE times as long.
logged() {
	wait_for_line $(($1 * ${PATIENCE:-2})) "$LAB/$2" "$3" || {
		echo "not in $2: $3"
		case_logs
		return 1
	}
}

# sent FILE...: tftpd has sent these, whole, in this order.
sent() {
	local file
	for file; do
		logged 600 syslog " sent file=$file " || return
	done
}

# decided REGEX: dhcp-helper has said this of the client.
decided() {
	logged 600 syslog "dhcp-helper.*: boot mac=$machine_mac .*$1"
}

# never LOG REGEX: no such line, now that all is over.
never() {
	if grep -aE -e "$2" "$LAB/$1"; then
		case_logs
		return 1
	fi
}

case_logs() {
	local log
	for log in syslog dhcp.log site.log other.log inetd.log web.log client.log relay.log nfs.log qemu.log serial; do
		[ -s "$LAB/$log" ] || continue
		echo "--- $log:"
		tr '\r' '\n' <"$LAB/$log" | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' |
			tr -cd '[:print:]\n\t' | grep '[^[:space:]]' | tail -n 15
	done
}
