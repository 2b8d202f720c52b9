#!/usr/bin/env bats
# The commands of README, the manual pages and doc/: each page's, in their
# order, on a system of its own. tests/command_lines.txt says which are run here;
# doc/tutorial.md is 27-tutorial's.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
BATS_TEST_DIRNAME=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
load dhcp
load system

setup() {
	system_begin
	rm -f "$system"/usr/sbin/policy-rc.d "$system/etc/bootroot/clients"
	rm -rf "$system"/srv/tftp/*
	cp "$top/tests/lab/apt-get" "$system/usr/bin"
	cp "$top/tests/lab/debootstrap" "$system/usr/sbin"
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	work=$system/root
	# This machine's own may have the same names in it.
	mount -t tmpfs -o mode=700 bootroot "$work"
	system_boot systemd
}

teardown() {
	system_end
}

# The tree, with what is compiled of it, as $work/source.
tree_with_objects() {
	mkdir "$work/source"
	tar cf - -C "$top" --exclude .cache --exclude .git . | tar xf - -C "$work/source"
}

# stub NAME: a program of this system, for what it has not; from standard input.
stub() {
	cat >"$system/usr/local/bin/$1"
	chmod 755 "$system/usr/local/bin/$1"
}

# run_page PAGE [PATTERN]: its commands, but for those with the pattern, one after
# the other in one shell; none may fail.
run_page() {
	python3 "$top/tests/command_lines.py" "$1" | grep -Ev -- "${2:-^$}" >"$work/commands"
	[ -s "$work/commands" ]
	cat "$work/commands"
	on_system bash -c 'cd /root; sudo() { "$@"; }; set -eo pipefail
		PS4="ran: "
		while IFS= read -r line <&3; do
			echo "ran: $line"
			eval "$line" || { echo "failed: $line"; exit 1; }
		done 3<commands' </dev/null
}

installed() {
	on_system make -s -C /mnt install
}

# From nothing the programs are built by 16-build, 27-tutorial and 30-other-debian; here
# what is compiled already is linked.
@test "README: from the sources to a service" {
	tree_with_objects
	rm "$work"/source/{tftpd/tftpd,httpd/httpd,dhcp-helper/dhcp-helper,mkbootroot/mkbootroot}
	python3 "$top/tests/command_lines.py" README.md | sed -n '/apt-get update/,/explain web1/p' >"$work/commands"
	python3 "$top/tests/command_lines.py" README.md | sed -n '/systemd-sysusers/,$p' >>"$work/commands"
	[ "$(wc -l <"$work/commands")" = 11 ]
	on_system bash -exc 'cd /root/source; sudo() { "$@"; }; . /root/commands' </dev/null
	raw <<<'assert Client().fetch("debian/pxelinux.0", blksize=1428)'
}

@test "mkbootroot(8): the installer, the workstation, NFS, repairs, a capture, a database" {
	installed
	on_system groupadd -f _bootroot
	on_system apt-get install -y 'debian-installer-*-netboot-amd64' pxelinux syslinux-common \
	    shim-signed grub-efi-amd64-signed ipxe busybox-static
	tar czf "$work/netboot.tar.gz" -C "$system"/usr/lib/debian-installer/images/*/amd64/text .
	echo 'd-i debian-installer/locale string en_US' >"$work/auto.cfg"
	echo 'dhcp-host=52:54:00:12:34:70,old1,10.9.0.70' >"$system/etc/dnsmasq.conf"
	mkdir -p "$work/tftp" "$system/etc/exports.d"
	# What Debian's kernel brings, in the tree and on this host.
	local kernel=/mnt/.cache/linux-image-cloud-amd64
	on_system cp -a $kernel/boot/. /boot
	on_system cp -a $kernel/lib/modules/. /lib/modules
	stub debootstrap <<-END
		#!/bin/sh
		set -e
		/usr/sbin/debootstrap "\$@"
		cp -a $kernel/boot/. /srv/ws/boot
		cp -a $kernel/lib/modules/. /srv/ws/lib/modules
	END
	# What asks, waits, or wants another host.
	stub chroot <<-'END'
		#!/bin/sh
		printf 'boot it\nboot it\n' | /usr/sbin/chroot "$@"
	END
	stub exportfs <<-'END'
		#!/bin/sh
		cat /etc/exports.d/*.exports /etc/exports 2>/dev/null | grep -q '^/srv/ws 10\.9\.0\.0/24(ro,'
	END
	on_system python3 /mnt/tests/dhcp_client.py --write /root/frames.pcap
	stub tcpdump <<-'END'
		#!/bin/sh
		[ "$1 $2 $3" = '-i eth0 -w' ] && cp /root/frames.pcap "$4"
	END
	stub make-clients <<-'END'
		#!/bin/sh
		echo '52:54:00:00:00:01 db1 ip=10.9.0.99'
	END
	stub rsync <<-'END'
		#!/bin/sh
		cp "$1" /root/clients.copy
	END
	# 86-watch has a stub for ssh, and 87-events a log.
	run_page mkbootroot/mkbootroot.8 '^ssh |^mkbootroot (events|report) '
	cmp "$work/clients.copy" "$system/etc/bootroot/clients.cdb"
	grep -q '^52:54:00:12:34:70 old1 ip=10.9.0.70$' "$system/etc/bootroot/clients"
	grep -q '^/srv/ws3 10\.9\.0\.23(rw,' "$system/etc/exports"
	[ -s "$work/clients.cdb" ]
}

@test "clients.cdb(5): the map as text, and one key" {
	installed
	on_system mkbootroot -q -r /srv/tftp -f - < <(echo '52:54:00:12:34:56 web1 ip=10.9.0.21')
	cp "$system/etc/bootroot/clients.cdb" "$work"
	stub cdb <<-'END'
		#!/bin/sh
		exec /mnt/.cache/bin/cdb "$@"
	END
	run run_page mkbootroot/clients.cdb.5
	echo "$output"
	[ "$status" = 0 ]
	[[ $output == *'52:54:00:12:34:56   web1 ip=10.9.0.21'* && $output == *M525400123456* ]]
}

@test "dhcp-helper(8): its sockets, room for bursts, and a start by hand" {
	installed
	on_system systemctl daemon-reload
	on_system mkbootroot -q -f - < <(echo '52:54:00:12:34:56 web1 ip=10.9.0.21')
	cp "$system/etc/bootroot/clients.cdb" "$work"
	stub sysctl <<-'END'
		#!/bin/sh
		[ "$1" = net.core.rmem_default=8388608 ]
	END
	run_page dhcp-helper/dhcp-helper.8 ' -dv '
	on_system systemctl stop dhcp-helper.socket dhcp-helper@10.9.0.1.socket
	# It stays in the foreground until it is ended.
	python3 "$top/tests/command_lines.py" dhcp-helper/dhcp-helper.8 | grep ' -dv ' >"$work/commands"
	on_system bash -c 'cd /root; . /root/commands' </dev/null >"$dir/by-hand" 2>&1 &
	wait_for 60 listens_for_broadcasts
	kill -0 $!
	on_system pkill -x dhcp-helper
	wait $! || [ $? = 143 ]
	cat "$dir/by-hand"
}

listens_for_broadcasts() {
	inside ss -Huln 'sport = :4011' | grep -q 4011
}

@test "tftpd(8): its files for xinetd and systemd" {
	installed
	mkdir -p "$system/etc/xinetd.d"
	run_page tftpd/tftpd.8
	cmp "$system/etc/xinetd.d/tftpd" "$system/usr/local/share/doc/bootroot/examples/xinetd.d/tftpd"
	printf 'hello\n' >"$system/srv/tftp/hello"
	raw <<<'equal(Client().fetch("hello"), b"hello\n")'
}

# The line for a proxy is 32-http's.
@test "httpd(8): its files for xinetd and systemd" {
	installed
	mkdir -p "$system/etc/xinetd.d"
	run_page httpd/httpd.8 ' -f '
	cmp "$system/etc/xinetd.d/httpd" "$system/usr/local/share/doc/bootroot/examples/xinetd.d/httpd"
	printf 'hello\n' >"$system/srv/tftp/hello"
	[ "$(inside curl -sS --max-time 60 http://127.0.0.1/hello)" = hello ]
}

# The lines of the page that ask for much of a log are 81-seeing's.
@test "doc/operating.md: the log is followed, and the counters reach node_exporter" {
	local page=$top/doc/operating.md
	on_system apt-get install -y prometheus-node-exporter
	ln -s prometheus-node-exporter "$system/usr/bin/node_exporter"	# as upstream calls it
	installed
	readme_lines systemd
	system_map
	printf 'hello\n' >"$system/srv/tftp/hello"
	python3 "$top/tests/command_lines.py" doc/operating.md >"$dir/commands"
	served
	on_system bash -c "$(grep '^journalctl' "$dir/commands")" </dev/null >"$dir/followed" &
	wait_for_line 60 "$dir/followed" 'tftpd\[[0-9]+\]: sent file=hello '
	told "$EFI"
	wait_for_line 60 "$dir/followed" 'dhcp-helper\[[0-9]+\]: .* -> OFFER$'
	on_system pkill -x journalctl
	on_system sh -c 'journalctl --no-pager >/var/log/syslog'
	on_system stdbuf -oL bash -c "$(grep '^tail' "$dir/commands")" </dev/null >"$dir/tailed" &
	wait_for_line 60 "$dir/tailed" 'tftpd\[[0-9]+\]: sent file=hello '
	wait_for_line 60 "$dir/tailed" 'dhcp-helper\[[0-9]+\]: .* -> OFFER$'
	on_system pkill -x tail
	awk '/^```/ { on = $0 == "```sh"; next } on' "$page" >"$work/box"
	on_system bash -exc 'sudo() { "$@"; }; . /root/box' </dev/null
	served
	told "$EFI"
	on_system systemctl start httpd.socket
	[ "$(on_system curl -s http://10.9.0.1/hello)" = hello ]
	on_system bash -ec "$(grep '^pkill' "$dir/commands")"
	wait_for 60 journal_has 'tftpd.*counters .*over:sent=1 '
	wait_for 60 journal_has 'httpd.*counters .*over:sent=1 '
	wait_for 60 journal_has 'dhcp-helper.*counters .*answers:OFFER=1 '
	on_system bash -c "exec $(grep '^node_exporter' "$dir/commands")" </dev/null >"$dir/exporter" 2>&1 &
	wait_for 60 exported '^tftpd_transfers_total.outcome="sent". 1$'
	wait_for 60 exported '^httpd_requests_total.outcome="sent". 1$'
	wait_for 60 exported '^dhcp_helper_answers_total.answer="OFFER". 1$'
	# With another number for its user, dhcp-helper goes on counting.
	on_system systemctl stop dhcp-helper.service
	chown 61999 "$system/var/lib/bootroot-metrics/dhcp-helper.prom"
	told "$EFI"
	wait_for 60 exported '^dhcp_helper_answers_total.answer="OFFER". 2$'
	on_system pkill -f '^node_exporter'
}

journal_has() {
	on_system journalctl --no-pager | grep -qE -- "$1"
}

exported() {
	inside curl -sS http://127.0.0.1:9100/metrics 2>/dev/null | grep -E -- "$1"
}

@test "doc/security.md: the firewall lets those in who boot, and nobody else" {
	installed
	on_system systemd-sysusers
	on_system systemctl enable --now tftpd.socket httpd.socket
	printf 'hello\n' >"$system/srv/tftp/hello"
	served
	[ "$(on_system curl -s http://127.0.0.1/hello)" = hello ]
	run_page doc/security.md
	run -28 on_system curl -s --connect-timeout 2 http://127.0.0.1/hello
	raw <<-'END'
		c = Client("127.0.0.1")
		c.ask("hello")
		assert c.receive(1) is None
	END
}

@test "doc/moving.md: from dnsmasq's files to ours" {
	installed
	printf 'dhcp-host=52:54:00:12:34:70,old1,10.9.0.70\n' >"$system/etc/dnsmasq.conf"
	# Those of the old servers.
	for unit in tftpd-hpa atftpd; do
		printf '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=basic.target\n' \
		    >"$system/etc/systemd/system/$unit.service"
	done
	on_system systemctl daemon-reload
	on_system systemctl enable --now tftpd-hpa atftpd
	run_page doc/moving.md
	run ! on_system systemctl is-active tftpd-hpa atftpd
	grep -qx '52:54:00:12:34:70 old1 ip=10.9.0.70' "$system/etc/bootroot/clients"
}

@test "doc/internals.md: built, run by hand, and in the debugger" {
	tree_with_objects
	rm "$work"/source/tftpd/{tftpd,*.o}
	printf 'hello\n' >"$system/srv/tftp/hello"
	python3 "$top/tests/command_lines.py" doc/internals.md | grep -v 'make [a-z]' >"$work/commands"
	[ "$(wc -l <"$work/commands")" = 3 ]
	sed -n 1p "$work/commands" >"$work/build"
	on_system bash -exc 'cd /root/source; . /root/build' </dev/null
	# Both stay in the foreground: ended when a file has been fetched.
	sed -n 2p "$work/commands" >"$work/by-hand"
	sed -n 3p "$work/commands" >"$work/debugger"
	on_system bash -c 'cd /root/source; sudo() { exec "$@"; }; . /root/by-hand' </dev/null >"$dir/by-hand" 2>&1 &
	wait_for 60 fetched
	on_system pkill -x tftpd
	wait $!
	grep -q 'sent file=hello' "$dir/by-hand"
	on_system bash -c 'cd /root/source; sudo() { exec "$@" -ex run -ex bt -ex kill; }; . /root/debugger' </dev/null >"$dir/debugger" 2>&1 || :
	cat "$dir/debugger"
}

fetched() {
	inside curl -sS -m 2 -o "$dir/got" tftp://127.0.0.1:6969/hello 2>/dev/null
}

# On a copy, with what was fetched below its own .cache. The whole of make check and make
# check-lab is what runs this.
@test "doc/internals.md: a file of the tests, and the measurements" {
	tree_with_objects
	mkdir "$work/source/.cache" "$dir/fetched" "$dir/fetched/upper" "$dir/fetched/work"
	mount -t overlay -o "lowerdir=$top/.cache,upperdir=$dir/fetched/upper,workdir=$dir/fetched/work" \
	    bootroot "$work/source/.cache"
	python3 "$top/tests/command_lines.py" doc/internals.md | grep -E 'make (check TESTS=|bench)' >"$dir/commands"
	[ "$(wc -l <"$dir/commands")" = 2 ]
	printf 'nothing yet\n' >"$work/source/doc/measurements.md"
	PARTS=dhcp ROUNDS=1 bash -exc 'sudo() { "$@"; }; cd "$1"; . "$2"' - "$work/source" "$dir/commands" </dev/null >"$dir/said" 2>&1 || {
		cat "$dir/said"
		return 1
	}
	grep -qE '^[0-9]+ passed, 0 failed$' "$dir/said"
	grep -q 'From a DISCOVER to its OFFER' "$work/source/doc/measurements.md"
}
