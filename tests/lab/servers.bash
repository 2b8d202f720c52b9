# shellcheck shell=bash
# The servers of the lab: syslogd, the DHCP server of the site, and the boot
# server with inetd. All files are in $LAB. Source net.bash, wait.bash and
# cache.bash first.

# background LOG COMMAND...: runs a server; what it says goes to $LAB/LOG.
background() {
	local log=$LAB/$1
	shift
	(
		close_others
		"$@"
	) </dev/null >"$log" 2>&1 &
}

# Everything that our programs log: $LAB/syslog. /dev/log is that of all hosts.
syslog_start() {
	local options=()
	# A busybox that can would keep 200 KB, and read this machine's /etc.
	if "${cache:?}/bin/busybox" syslogd --help 2>&1 | grep -q -- '-s SIZE'; then
		options=(-s 0 -f /dev/null)
	fi
	background syslogd.log on server "$cache/bin/busybox" syslogd -n -O "$LAB/syslog" "${options[@]}"
	wait_for 60 test -S /dev/log
}

# The DHCP server that the site already has. It gives addresses, and nothing
# for booting. Its router advertisements save the 13 s that QEMU's iPXE would
# wait for one; --no-ping saves another 3 s. More arguments of dnsmasq may be
# given.
dhcp_start() {
	on dhcp ip -6 address add fd00:9::2/64 dev eth0 nodad
	background dnsmasq.log on dhcp "$cache/bin/dnsmasq" --keep-in-foreground --conf-file=/dev/null \
		--user=root --pid-file= --log-facility="$LAB/dhcp.log" --log-dhcp \
		--port=0 --interface=eth0 --bind-interfaces \
		--dhcp-range=10.9.0.80,10.9.0.99,1h --dhcp-authoritative \
		--leasefile-ro --no-ping \
		--enable-ra --dhcp-range=fd00:9::,ra-only "$@"
	wait_for_line 60 "$LAB/dhcp.log" 'DHCP, IP range'
}

# Copies our programs to where the user nobody can run them: the tree may be
# in a folder that is closed to others.
programs_install() {
	mkdir -p "$LAB/bin"
	install -m 755 "${top:?}/tftpd/tftpd" "$top/httpd/httpd" "$top/dhcp-helper/dhcp-helper" \
		"$top/mkbootroot/mkbootroot" "$LAB/bin"
}

# inetd_conf [tftp|http]: the sample inetd.conf with the lab's paths, and one of
# the two that send files; -m, because the map is not where it is by default.
inetd_conf() {
	local other=http
	[ "${1-}" != http ] || other=tftp
	sed -e "/^${other}[[:blank:]]/d" \
		-e "s|/usr/local/libexec/bootroot/|$LAB/bin/|" \
		-e "s|[[:blank:]]dhcp-helper\$|& -m $LAB/clients.cdb -D $LAB/done|" \
		-e "s,[[:blank:]]\(tftpd\|httpd\) /srv/tftp\$, \1 -m $LAB/clients.cdb -D $LAB/done $LAB/tftp," \
		"$top/inetd.conf.sample"
}

# inetd_start [tftp|http]: inetd on the boot server.
inetd_start() {
	inetd_conf "$@" >"$LAB/inetd.conf"
	background inetd.log on server "$cache/bin/openbsd-inetd" -i -d "$LAB/inetd.conf"
	if [ "${1-}" = http ]; then
		wait_for 60 tcp_open server 80
	else
		wait_for_udp 30 server 69
	fi && wait_for_udp 5 server 67
}

# host_has_port HOST udp|tcp PORT: a socket without a peer has it. ss would have to be
# started on that host, and grep beside it; this is one process.
host_has_port() {
	local port
	printf -v port '%04X' "$3"
	nsenter --net="/run/netns/$1" grep -qsE "[0-9A-F]:$port [0-9A-F]+:0000 0[7A] " "/proc/net/$2" "/proc/net/${2}6"
}

# Waits until somebody listens on a UDP port of a host.
wait_for_udp() {
	wait_for "$1" udp_open "$2" "$3"
}

udp_open() {
	host_has_port "$1" udp "$2"
}

# Whether somebody listens on a TCP port of a host.
tcp_open() {
	host_has_port "$1" tcp "$2"
}
