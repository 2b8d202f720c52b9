# shellcheck shell=bash
# A PC that boots Debian's installer with httpd as the only source of files, and what
# says so. Source case.bash, pc.bash and bootroot.bash first.

# image RELEASE: Debian's installer, unchanged, as debianRELEASE; with $short set it
# has a short initrd.
short=
image() {
	local from
	from=$(cache_installer_of "$1") || cache_needs "installer$1"
	bootroot_import "debian$1" "$from" >/dev/null
	[ -z "$short" ] || bootroot_shorten "debian$1"
}

# The folder of an image with its loaders and its kernel.
arch_folder() {
	echo "debian$1/debian-installer/amd64"
}

# boots FIRMWARE ipxe|http RELEASE SERVER: the PC is switched on beside that DHCP
# server.
boots() {
	image "$3"
	site_start "$4" dhcp
	bootroot_map "debian$3" http=yes >/dev/null
	inetd_start http
	pc_start "$1" "$2"
}

# tells REGEX: what dhcp-helper tells the PC.
tells() {
	logged 600 syslog "dhcp-helper.*: boot mac=${pc_mac:?} .*$1 .*-> OFFER"
}

# httpd_sent FILE...: httpd has sent these to the PC, whole, in this order.
httpd_sent() {
	local file
	for file; do
		logged 600 syslog "httpd.*: sent file=$file .*mac=${pc_mac:?} " || return
	done
}

# No TFTP server is there, and none was.
no_tftp() {
	if udp_open server 69; then
		echo 'somebody listens on port 69'
		return 1
	fi
	never syslog tftpd
}

asks_for_language() {
	logged 600 serial 'Choose the language'
}
