#!/usr/bin/env bats
# httpd is the only source of files: every firmware that can HTTP boots beside
# plain DHCP servers, from inetd, from systemd, and behind web servers that speak
# TLS. UEFI with Secure Boot and plain HTTP is in 29-demo. The proof is our log,
# and what the PC itself says on its serial console.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load case
load pc
load bootroot
load http
load httpboot
BATS_TEST_DIRNAME=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
load system

setup() {
	case_begin
}

# system_end waits for all that the test has started.
teardown() {
	pc_stop
	case_end
	[ -z "${system-}" ] || system_end
}

init_runs() {
	logged 600 serial '^short: runs'
}

# With all of its initrd; what it asks then is seen in 33-http-question and 30-other-debian.
@test "BIOS with iPXE, beside dnsmasq, from inetd: the kernel has unpacked the installer" {
	boots bios ipxe 13 dnsmasq
	tells 'stage=ipxe .*file=http://10\.9\.0\.1/[^ ]*\.ipxe'
	logged 600 syslog "httpd.*: sent file=[^ ]*\.ipxe .*generated=iPXE .*mac=$pc_mac "
	httpd_sent "$(arch_folder 13)"/{linux,initrd.gz}
	logged 600 serial 'Freeing initrd memory: [0-9]{5}K'
	never serial 'Initramfs unpacking failed'
	no_tftp
}

@test "UEFI with iPXE, beside Kea, from inetd: the kernel runs" {
	short=1
	boots efi ipxe 13 kea
	tells 'arch=x64 stage=ipxe .*file=http://10\.9\.0\.1/[^ ]*\.ipxe'
	httpd_sent "$(arch_folder 13)"/{linux,initrd.gz}
	logged 600 serial 'Linux version [0-9]'
	no_tftp
}

# swap_server: the host of that name becomes the system, and its journal the log.
swap_server() {
	# shellcheck disable=SC2046 # a list of processes
	kill -KILL $(ip netns pids server)
	ip netns delete server
	rm -f /dev/log
	ip link add to-server type veth peer name eth0 netns "$net"
	ip link set to-server master lan up
	inside ip address add 10.9.0.1/24 dev eth0
	inside ip link set eth0 up
}

@test "UEFI HTTP, Secure Boot off, beside ISC dhcpd, from systemd: /init runs" {
	cache_needs systemd
	unshare --user true 2>/dev/null ||
		skip 'no user namespace can be made here (in a chroot none can), and dhcp-helper.service wants one'
	system_begin
	rm -r "$LAB/tftp"
	ln -s "$system/srv/tftp" "$LAB/tftp"
	short=1
	image 13
	bootroot_map debian13 http=yes >/dev/null
	cp "$LAB/clients.cdb" "$system/etc/bootroot"
	swap_server
	site_start dhcpd dhcp
	system_boot systemd
	on_system make -s -C /mnt install
	on_system systemd-sysusers
	on_system systemctl daemon-reload
	on_system systemctl start httpd.socket dhcp-helper.socket
	background syslog on_system journalctl -q -n all -f
	pc_start efi http
	tells 'arch=x64-http .*file=http://10\.9\.0\.1/debian13/[^ ]*bootnetx64\.efi'
	httpd_sent "$(arch_folder 13)"/{bootnetx64.efi,grubx64.efi}
	logged 600 syslog "httpd.*: sent file=[^ ]*grub.cfg .*generated=GRUB .*mac=$pc_mac "
	httpd_sent "$(arch_folder 13)"/{linux,initrd.gz}
	init_runs
	never serial 'Secure boot enabled'
	never syslog tftpd
}

# Behind a proxy httpd knows this client by its ip=.
@test "UEFI HTTPS, Secure Boot on, behind nginx: the kernel runs" {
	certificate_make
	short=1
	image 13
	site_start dnsmasq dhcp --dhcp-host="$pc_mac,ignore"
	bootroot_map debian13 http=https://10.9.0.1/ ip=10.9.0.21 >/dev/null
	httpd_behind_proxy httpd/httpd.8
	proxy_start nginx
	inetd_conf http | grep -v '^http' >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	wait_for_udp 30 server 67
	# The line of doc/operating.md shows the way.
	line=$(python3 "$top/tests/command_lines.py" doc/operating.md | grep '^curl ')
	line=${line/boot.crt/"$LAB/boot.crt"}
	# shellcheck disable=SC2086 # a list of words
	run -0 on dhcp ${line/debian/debian13}
	[[ $output == 'HTTP/1.1 200 OK'* ]]
	pc_trusts=$LAB/trusted
	pc_start efi-secure http
	tells 'arch=x64-http .*file=https://10\.9\.0\.1/debian13/[^ ]*bootnetx64\.efi'
	local file
	# nginx has the first one since that line.
	for file in "$(arch_folder 13)"/{bootnetx64.efi,grubx64.efi,linux,initrd.gz}; do
		logged 600 syslog "httpd.*: (sent|unchanged) file=$file client=10\.9\.0\.21 .*name=pc[: ]"
	done
	logged 600 serial 'Secure boot enabled'
	no_tftp
	# Not one came past the proxy.
	run ! tcp_open server 80
}

@test "UEFI HTTP, Debian 12: its GRUB cannot HTTP, and dhcp-helper says that it tells nothing" {
	short=1
	boots efi http 12 dnsmasq
	logged 600 syslog "dhcp-helper.*: boot mac=$pc_mac .*arch=x64-http .*-> silent reason="
	never syslog 'httpd.*: sent'
}

# Two clients that boot alike but for their arguments, each a host of its own.
two_clients() {
	local host
	echo 'a kernel' >"$LAB/tftp/small/vmlinuz"
	head -c 3000000 /dev/urandom >"$LAB/tftp/small/initrd"
	for host in 1 2; do
		net_host "pc$host" "10.9.0.2$host/24"
		echo "52:54:00:00:00:0$host pc$host ip=10.9.0.2$host boot=small args=this-is-pc$host"
	done >"$LAB/clients"
	echo 'image small - kernel=vmlinuz initrd=initrd' >>"$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
}

# gets_own HOST [WORD...]: its own configuration and nobody else's.
gets_own() {
	asks "$1" debian-installer/amd64/grub/grub.cfg "${@:2}" >"$LAB/got"
	grep -q "this-is-$1" "$LAB/got"
	[ "$(grep -o 'this-is-pc[0-9]' "$LAB/got" | sort -u)" = "this-is-$1" ]
}

# What holds behind both: a client has its own texts, whoever else has asked for
# them before, and what it says of itself in the proxy's words does not count.
each_gets_its_own() {
	local host turn
	for turn in 1 2; do
		for host in pc1 pc2; do
			gets_own "$host"
			asks "$host" small/initrd | cmp - "$LAB/tftp/small/initrd"
		done
	done
	for host in pc1 pc2; do
		wait_for_times 2 60 "$LAB/syslog" "httpd.*: sent file=[^ ]*grub.cfg .*generated=GRUB .*name=$host "
	done
	gets_own pc1 -H 'X-Forwarded-For: 10.9.0.22'
	run -0 asks pc1 debian-installer/amd64/grub/grub.cfg -H 'Forwarded: for=10.9.0.22'
	[[ $output != *this-is-pc2* ]]
	# What shim asks for, and what is not there.
	[ "$(asks pc2 small//done-efi)" = booted ]
	asks pc2 small/initrd -r 5-9 | cmp - <(tail -c +6 "$LAB/tftp/small/initrd" | head -c 5)
	[ "$(asks pc2 small/none -o /dev/null -w '%{http_code}')" = 404 ]
	[ "$(asks pc2 small/initrd -I -o /dev/null -w '%{http_code}')" = 200 ]
}

@test "nginx with TLS and its cache: files are kept, texts are each client's own" {
	certificate_make
	two_clients
	httpd_behind_proxy httpd/httpd.8
	proxy_start nginx
	each_gets_its_own
	# The file came from us once; each time nginx has asked whether it is this one.
	wait_for_times 1 60 "$LAB/syslog" 'httpd.*: sent file=small/initrd '
	# Another one in its place is seen by all.
	head -c 2000000 /dev/urandom >"$LAB/tftp/small/new"
	chmod 644 "$LAB/tftp/small/new"
	mv "$LAB/tftp/small/new" "$LAB/tftp/small/initrd"
	wait_for 60 is_the_new_one
	# Under one name two clients have two files, whichever nginx keeps.
	echo 'in the image' >"$LAB/tftp/small/both"
	echo 'in the root' >"$LAB/tftp/both"
	chmod 644 "$LAB/tftp/small/both" "$LAB/tftp/both"
	sed -i '/pc2/s/boot=.*/local/' "$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	for _ in 1 2; do
		[ "$(asks pc1 both)" = 'in the image' ]
		[ "$(asks pc2 both)" = 'in the root' ]
	done
}

is_the_new_one() {
	asks pc1 small/initrd | cmp -s - "$LAB/tftp/small/initrd"
}

@test "lighttpd with TLS" {
	certificate_make
	two_clients
	httpd_behind_proxy httpd/httpd.8
	proxy_start lighttpd
	each_gets_its_own
}

# page_line BEGIN: the page's one line that begins so.
page_line() {
	sed -n "s/\\\\(dq/\"/g; s|^\.Dl \\($1.*\)|\1|p" "$top/httpd/httpd.8" | grep .
}

# GRUB is told paths that have it, and asks for its configuration without it.
behind_a_path() {
	certificate_make
	two_clients
	sed -i 's|$| http=https://10.9.0.1/pxe/|; /^image/s| http=.*||' "$LAB/clients"
	"$LAB/bin/mkbootroot" -q -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp"
	httpd_behind_proxy httpd/httpd.8
	proxy_line=$(page_line "$2") proxy_start "$1"
	each_gets_its_own
	grep -q '/pxe/small/vmlinuz' "$LAB/got"
	asks pc1 pxe/small/initrd | cmp - "$LAB/tftp/small/initrd"
	asks pc2 pxe/small//vmlinuz | cmp - "$LAB/tftp/small/vmlinuz"
	wait_for_times 1 60 "$LAB/syslog" 'httpd.*: sent file=small/vmlinuz client=10\.9\.0\.22 .*name=pc2 '
}

@test "http= with a path behind nginx" {
	behind_a_path nginx 'location /pxe/'
}

@test "http= with a path behind lighttpd" {
	behind_a_path lighttpd proxy.header
}
