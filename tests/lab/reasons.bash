# shellcheck shell=bash
# Why a boot has stopped, as the logs show it: for the person who sees the demo
# fail. $sender is the program that sends the files. Source net.bash, servers.bash
# and pc.bash first.

# Prints what has stopped the PC for good; false if nothing has.
reason_dead_end() {
	if reason_on_console 'grub> '; then
		echo "GRUB found no configuration and stopped at its prompt. $(reason_of_grub)"
	elif reason_on_console 'Access Denied|Security Violation'; then
		echo "Secure Boot refused the loader: nobody has signed it whom the firmware trusts. SECURE_BOOT=0 switches it off."
	elif reason_on_console 'No bootable device'; then
		echo "the BIOS found nothing to boot. $(reason_of_network)"
	elif reason_on_console 'UEFI Interactive Shell|No bootable option or device was found'; then
		echo "the firmware found nothing to boot. $(reason_of_network)"
	elif reason_on_console 'Kernel panic'; then
		echo 'the kernel gave up: its last words are below.'
	else
		return 1
	fi
}

# Prints the likely reason why nothing more comes.
reason_likely() {
	local last
	last=$(grep -a ' sent file=' "$LAB/syslog" 2>/dev/null | tail -n 1)
	case $last in
	'') reason_of_network ;;
	*/bootnetx64.efi\ * | */shim*.efi\ *)
		echo 'the firmware did not start the loader that it was sent, or shim did not find GRUB.' ;;
	*/grub*.efi\ *) reason_of_grub ;;
	*/linux\ * | */vmlinuz*\ *) echo "the loader did not fetch the initial ramdisk. $(reason_of_network)" ;;
	*/initrd*\ *) echo 'all was sent, and the PC does nothing more: what it said last is below.' ;;
	*) reason_of_network ;;
	esac
}

# A GRUB that was sent, and asked us for nothing that we have.
reason_of_grub() {
	if grep -aqs 'refused .*grub\.cfg' "$LAB/syslog"; then
		echo 'It asked us for its configuration, and was refused: the reason is in the log of our programs.'
	else
		echo 'It asked somebody else: a GRUB older than 2.12 takes its server from who gives the address (ip= in the map helps).'
	fi
}

# Which of the servers is missing, or what they refused.
reason_of_network() {
	local line
	if ! udp_open dhcp 67; then
		echo 'the DHCP server, dnsmasq, has ended.'
	elif ! udp_open server 67; then
		echo 'nobody listens for DHCP on the server (port 67): inetd has ended, or cannot start dhcp-helper.'
	elif [ "$sender" = tftpd ] && ! udp_open server 69; then
		echo 'nobody listens for TFTP on the server (port 69): inetd has ended, or cannot start tftpd.'
	elif [ "$sender" = httpd ] && ! tcp_open server 80; then
		echo 'nobody listens for HTTP on the server (port 80): inetd has ended.'
	elif line=$(reason_logged) && [ -n "$line" ]; then
		echo "the log says: $line"
	elif ! grep -aqs DHCPDISCOVER "$LAB/dhcp.log"; then
		echo "the PC's firmware did not come to its network boot."
	else
		echo 'no server said that anything is wrong: see what each said last.'
	fi
}

# What our programs or inetd have logged that is wrong, the worst first. That an
# answer is for another server is no fault.
reason_logged() {
	local what
	for what in ' hint=' 'daemon\.(err|warn|crit)' ' (refused|failed|aborted) file=' '-> silent '; do
		grep -aE -e "$what" "$LAB/syslog" | grep -v 'reason=not-for-us' | tail -n 1 |
			sed -E 's/^.* daemon\.[a-z]+ //' | grep . && return
	done
}

reason_on_console() {
	grep -aqsE -e "$1" "$LAB/serial"
}
