#!/usr/bin/env bats
# Debian's own installer, from an empty disk to the login of what it has installed
# there, by HTTP, and nobody does anything: it has answers for this very client and
# packages from a small mirror, both from httpd; it says that it is done by itself;
# then the machine boots its disk, and again.

bats_require_minimum_version 1.5.0
load case
load pc
load bootroot

setup() {
	[ "${WHOLE-}" = 1 ] || skip 'a whole installation takes many minutes: WHOLE=1'
	case_begin
	pc_screen=
	mkdir -m 777 "$LAB/done"
	: >"$LAB/done/.bootroot"
	site_start dnsmasq dhcp
}

teardown() {
	pc_stop
	case_end
}

mkbootroot() {
	"$LAB/bin/mkbootroot" -f "$LAB/clients" -m "$LAB/clients.cdb" -r "$LAB/tftp" -D "$LAB/done" "$@"
}

# One partition, no more than Debian's base, and no question.
answers() {
	cat <<-'END'
		d-i debian-installer/locale string en_US.UTF-8
		d-i keyboard-configuration/xkb-keymap select us
		d-i netcfg/get_hostname string @name@
		d-i netcfg/get_domain string lab
		d-i netcfg/get_nameservers string
		d-i mirror/country string manual
		d-i mirror/http/hostname string 10.9.0.1
		d-i mirror/http/directory string /mirror
		d-i mirror/http/proxy string
		d-i mirror/suite string trixie
		d-i debian-installer/allow_unauthenticated boolean true
		d-i passwd/root-password-crypted password *
		d-i passwd/make-user boolean false
		d-i clock-setup/utc boolean true
		d-i clock-setup/ntp boolean false
		d-i time/zone string UTC
		d-i partman-auto/method string regular
		d-i partman-auto/disk string /dev/vda
		d-i partman-auto/expert_recipe string one :: 1000 1000 -1 ext4 $primary{ } $bootable{ } method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } .
		d-i partman-auto/choose_recipe select one
		d-i partman-basicfilesystems/no_swap boolean false
		d-i partman-partitioning/confirm_write_new_label boolean true
		d-i partman/choose_partition select finish
		d-i partman/confirm boolean true
		d-i partman/confirm_nooverwrite boolean true
		d-i base-installer/install-recommends boolean false
		d-i base-installer/kernel/image string linux-image-cloud-amd64
		d-i base-installer/initramfs-tools/driver-policy select dep
		d-i apt-setup/services-select multiselect
		d-i apt-setup/enable-source-repositories boolean false
		d-i pkgsel/run_tasksel boolean false
		d-i pkgsel/upgrade select none
		d-i grub-installer/only_debian boolean true
		d-i grub-installer/bootdev string /dev/vda
		d-i finish-install/reboot_in_progress note
	END
}

# The PC boots what its answers, and nobody else's, are for; the mirror lies in the
# boot root beside the image.
whole_map() {
	local from
	from=$(cache_installer_of 13) || cache_needs installer13
	cache_needs mirror13
	bootroot_import debian "$from" >/dev/null
	cp -r "$cache/mirror13" "$LAB/tftp/mirror"
	mkdir "$LAB/tftp/answers"
	answers >"$LAB/tftp/answers/pc.cfg"
	[ -z "${WHOLE_LOG-}" ] || answers_log >>"$LAB/tftp/answers/pc.cfg"
	chmod -R a+rX "$LAB/tftp"
	printf '%s\n' 'default - ignore' \
		"$pc_mac pc boot=debian once http=yes preseed=/answers/pc.cfg args=\"console=ttyS0 TERM=dumb DEBIAN_FRONTEND=text --- console=ttyS0\"" >"$LAB/clients"
	mkbootroot -q
}

# WHOLE_LOG=1: the installer's own log is on the serial console, too.
answers_log() {
	echo 'd-i preseed/early_command string tail -f /var/log/syslog >/dev/ttyS0 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- &'
}

# What Debian's installer says at the end of a question, as text.
asks="^Prompt: |^\\[Press enter"

# comes N LOG REGEX: waits for N such lines, for as long as anything is written to the
# logs. Hours may be between two of them, on a machine with other work.
comes() {
	local said='' now
	until wait_for $((600 * ${PATIENCE:-2})) has_come "$@"; do
		now=$(stat -c %s "$LAB/serial" "$LAB/syslog" | paste -sd ' ')
		[ "$now" != "$said" ] || break
		said=$now
	done
	has_lines "$LAB/$2" "$3" "$1" || {
		echo "not $1 in $2: $3"
		case_logs
		return 1
	}
}

# Or never will, for the installer asks somebody.
has_come() {
	has_lines "$LAB/$2" "$3" "$1" || ! pc_running || has_lines "$LAB/serial" "$asks"
}

@test "BIOS, iPXE: Debian 13 is installed by HTTP, and boots from its disk twice" {
	whole_map
	inetd_start http
	truncate -s 4G "$LAB/disk.img"
	pc_disk="format=raw,file=$LAB/disk.img,cache=unsafe"
	pc_disk_device=virtio-blk-pci
	pc_reboots=1
	pc_start bios ipxe
	comes 1 syslog "httpd.*: sent file=[^ ]*initrd.gz generated=preseed .*mac=$pc_mac name=pc "
	comes 1 syslog 'httpd.*: sent file=mirror/pool/grub-pc_.*name=pc '
	comes 1 syslog ": done client=[^ ]* mac=$pc_mac name=pc by=http"
	# It starts again by itself.
	comes 1 syslog "dhcp-helper.*: boot mac=$pc_mac .* once=done"
	comes 1 serial '^pc login:'
	# And once more, as by its button.
	echo system_reset >&"$pc_monitor"
	comes 2 serial '^pc login:'
	echo "seconds of the processor: $(pc_seconds)" >&3
	pc_stop
	comes 2 syslog "dhcp-helper.*: boot mac=$pc_mac .* once=done"
	has_lines "$LAB/serial" 'GNU GRUB'
	# Nothing was asked, and nothing was sent twice.
	never serial "$asks"
	[ "$(grep -c "httpd.*: sent file=[^ ]*/linux .*mac=$pc_mac " "$LAB/syslog")" = 1 ]
	[ "$(grep -c 'generated=preseed' "$LAB/syslog")" = 1 ]
	run -0 mkbootroot "done"
	[[ $output == *pc*done*http* ]]
	never syslog tftpd
}
