#!/usr/bin/env bats
# doc/tutorial.md, followed to the letter: on a system without bootroot, from
# the building of the package to PCs that boot. Each test does the sections
# that it needs, and together they do all.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
BATS_TEST_DIRNAME=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
load system
load lab/tutorial
load lab/machine
load lab/clone

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	. "$top/tests/lab/cache.bash"
	cache_needs_installer
	system_begin
	python=$(python3 -c 'import sys; print(sys.executable)')
	# What make deb builds is run, and not how fast it is.
	export DEB_CFLAGS_STRIP=-g DEB_CFLAGS_APPEND='-O0 -U_FORTIFY_SOURCE'
	make -s -C "$top" uninstall DESTDIR="$system"
	rm -f "$system"/usr/sbin/policy-rc.d "$system"/etc/dpkg/dpkg.cfg.d/*
	rm -rf "$system/etc/bootroot" "$system/srv/tftp"
	# This machine's own may have the same names in it.
	mount -t tmpfs -o mode=700 bootroot "$system/root"
	clone_into "$system/root/bootroot"
	cp "$top/tests/lab/apt-get" "$system/usr/bin"
	cp "$top/tests/lab/debootstrap" "$system/usr/sbin"
	# NFS servers want handles of files, which an overlay does not have; one in
	# memory has them, and ganesha is not to know (lab/nfs.bash).
	mount -t tmpfs -o mode=755 bootroot "$system/srv"
	rm -f "$system/etc/mtab"
	printf 'bootroot %s rw 0 0\n' '/ overlay' '/srv ext4' >"$system/etc/mtab"
	lan_begin
	system_boot systemd
}

teardown() {
	machine_stop
	system_end
	lan_end
}

# The PC's cable, the boot server and the site's DHCP server on one bridge.
lan_begin() {
	ip link add lan type bridge
	ip link set lan up
	ip tuntap add tap0 mode tap
	ip link set tap0 master lan up
	lan_host "$net" 10.9.0.1/24
	namespace_new
	site=$pid
	lan_host "$site" 10.9.0.2/24
	on_site ip -6 address add fd00:9::2/64 dev eth0 nodad
}

lan_host() {
	ip link add "to-$1" type veth peer name eth0 netns "$1"
	ip link set "to-$1" master lan up
	nsenter --net="/proc/$1/ns/net" ip address add "$2" dev eth0
	nsenter --net="/proc/$1/ns/net" ip link set eth0 up
}

lan_end() {
	ip link delete tap0
	ip link delete lan
}

on_site() {
	nsenter --net="/proc/$site/ns/net" -- "$@"
}

# site_serves LOG-REGEX COMMAND...: a server on the site's host, until the test
# ends or site_ends; that line of its log says that it is there.
site_serves() {
	local ready=$1
	shift
	(
		close_others
		exec nsenter --net="/proc/$site/ns/net" -- "$@"
	) </dev/null >"$dir/site.log" 2>&1 &
	site_pid=$!
	pids+=("$site_pid")
	wait_for_line 60 "$dir/site.log" "$ready" || {
		cat "$dir/site.log"
		return 1
	}
}

site_ends() {
	[ -n "${site_pid-}" ] || return 0
	kill "$site_pid" && wait "$site_pid" || :
	site_pid=
}

# It gives addresses, and knows nothing of booting; its router advertisements
# save the 13 s that QEMU's iPXE would wait for one.
site_gives_addresses() {
	site_serves 'DHCP, IP range' "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file=/dev/null --user=root --pid-file= --log-facility=- \
		--log-dhcp --port=0 --interface=eth0 --dhcp-authoritative --no-ping \
		--leasefile-ro --dhcp-range=10.9.0.80,10.9.0.99,1h \
		--enable-ra --dhcp-range=fd00:9::,ra-only "$@"
}

pc_ends() {
	machine_stop
}

# The comments of the page: bios or efi, and what else is expected.
pc_boots() {
	local firmware=${1%%,*} mac=52:54:00:12:34:56 more=()
	machine_stop
	LAB=$dir machine_mac=$mac machine_memory=1024
	case $1 in
	*', and no other server answers') more=(--dhcp-host="$mac,ignore") ;;
	esac
	[ -n "${site_pid-}" ] || site_gives_addresses "${more[@]}"
	machine_start "$firmware"
	case $1 in
	*', and says: '*)
		wait_for_line 600 "$dir/serial" "${1#*, and says: }" || {
			tail -n 40 "$dir/serial"
			on_system journalctl -q -o cat --no-pager -n 40
			return 1
		}
		;;
	esac
}

# For those that do not begin with the first section: what that has built or,
# where it has not been followed, what is built now.
package_install() {
	[ -e "$BATS_FILE_TMPDIR/bootroot.deb" ] || {
		make -s -C "$top" deb DEB_VERSION=0.1 DEB_FOLDER="$dir"
		package_keep "$dir"
	}
	cp "$BATS_FILE_TMPDIR/bootroot.deb" "$system/root/bootroot"
	on_system bash -c 'cd /root/bootroot && apt-get install -y ./bootroot.deb' >/dev/null
}

package_keep() {
	cp "$1"/bootroot_*.deb "$BATS_FILE_TMPDIR/bootroot.deb"
}

logged() {
	wait_for 300 has_logged "$1" || {
		on_system journalctl -q -o cat --no-pager -n 40
		cat "$dir/site.log"
		return 1
	}
}

has_logged() {
	on_system journalctl -q -o cat --no-pager "${since[@]}" | grep -E -e "$1" >/dev/null
}

# From here on the journal is read.
since=()
journal_begins() {
	since=(--after-cursor "$(on_system journalctl -q -n 0 --show-cursor | sed -n 's/^-- cursor: //p')")
	[ -n "${since[1]}" ]
}

@test "from the source to a PC that boots" {
	follow '1. Install'
	package_keep "$system/root/bootroot"
	follow '2. The DHCP side'
	follow '3. The TFTP side'
	follow '4. Something to boot'
	follow '5. Start the PC'
}

# The installer's 40 MB by TFTP, block after block, would take an emulated PC long.
@test "by HTTP, and a PC that installs itself" {
	package_install
	follow '3. The TFTP side'
	follow '4. Something to boot'
	follow 'By HTTP'
	follow 'Unattended installation'
	wait_for_line 600 "$dir/serial" 'web1 at 52:54:00:12:34:56 installs itself'
}

@test "a workstation in its memory, and then one on NFS" {
	cache_needs linux-image-cloud-amd64
	package_install
	follow 'A workstation in its memory'
	cache_needs nfs-ganesha nfs-ganesha-vfs rpcbind
	follow 'A workstation on NFS'
}

@test "addresses from us" {
	package_install
	follow '4. Something to boot'
	follow 'Addresses from us'
}

# What is there before a server names the file.
others_begin() {
	package_install
	follow '4. Something to boot'
	on_system systemctl stop dhcp-helper.socket
}

# names_file LOG-REGEX COMMAND...: that server, with what the page says, sends
# the PC to us.
names_file() {
	machine_stop
	site_ends
	journal_begins
	site_serves "$@"
	pc_boots bios
	logged 'sent file=debian/pxelinux.0 .* name=web1 '
}

@test "dnsmasq names the file, and so does Kea" {
	others_begin
	tutorial_box dnsmasq >"$dir/dnsmasq.conf"
	"$cache/bin/dnsmasq" --test --conf-file="$dir/dnsmasq.conf"
	names_file 'DHCP, IP range' "$cache/bin/dnsmasq" --keep-in-foreground \
		--conf-file="$dir/dnsmasq.conf" --user=root --pid-file= --port=0 \
		--log-facility=- --interface=eth0 --leasefile-ro --no-ping
	cache_needs kea-dhcp4-server
	tutorial_box kea >"$dir/kea.conf"
	on_site "$cache/bin/kea-dhcp4" -t "$dir/kea.conf"
	names_file 'DHCP4_STARTED' env KEA_PIDFILE_DIR="$dir" KEA_LOCKFILE_DIR=none \
		"$cache/bin/kea-dhcp4" -c "$dir/kea.conf"
}

@test "ISC dhcpd names the file" {
	cache_needs isc-dhcp-server
	others_begin
	tutorial_box dhcpd >"$dir/dhcpd.conf"
	: >"$dir/dhcpd.leases"
	"$cache/bin/dhcpd" -4 -t -cf "$dir/dhcpd.conf"
	names_file 'Server starting service' "$cache/bin/dhcpd" -4 -d -f -cf "$dir/dhcpd.conf" \
		-lf "$dir/dhcpd.leases" -pf "$dir/dhcpd.pid" eth0
}

@test "dhcp-helper off and on, SELinux, containers, IPv6, several networks, and a firewall" {
	package_install
	follow '3. The TFTP side'
	follow '4. Something to boot'
	follow 'The DHCP server names the file'
	on_system systemctl is-active dhcp-helper.socket
	follow 'SELinux and AppArmor'
	follow 'Containers'
	follow 'IPv6'
	follow 'Several networks'
	follow 'Two boot servers'
	follow 'From etcd'
	follow 'A classroom'
	follow 'Firewalls'
	# From another host it is the firewall that lets it in; others it keeps out.
	[ "$(on_site curl -s --max-time 60 tftp://10.9.0.1/hello)" = hello ]
	on_site python3 "$top/tests/tftp_raw.py" 10.9.0.1 <<-'END'
		c = Client()
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		assert 6900 <= c.peer[1] <= 6999, c.peer
		c.send(ack(1))
	END
	run -28 on_site curl -s --connect-timeout 2 http://10.9.0.1:81/
}

@test "each section with commands is followed" {
	awk '/^## / { section = substr($0, 4) } /^```sh/ { print section }' "$top/$page" | uniq |
		while read -r section; do
			grep -qF "follow '$section'" "$BATS_TEST_FILENAME" || {
				echo "nobody follows: $section"
				exit 1
			}
		done
}
