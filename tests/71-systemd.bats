#!/usr/bin/env bats
# The units as they are installed, under a real systemd.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load dhcp
load system

setup() {
	system_begin
	cache_needs systemd
	system_install
	system_boot systemd
	readme_lines systemd
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	system_map
}

teardown() {
	system_end
}

# The service's processes, as they are seen here.
processes() {
	cat "$cgroup/system.slice/$1.service/cgroup.procs" 2>/dev/null
}

# server UNIT: the one that has started the others. Of a request that a busy machine let
# wait, and that was asked again, there may be a transfer.
server() {
	processes "$1" | sort -n | head -n 1
}

# has_told_of COUNT: so many transfers are in the journal, or were told while
# nobody read it: tftpd does not wait for that, and says how many lines were lost.
has_told_of() {
	on_system journalctl -o cat --no-pager | awk -v wanted="$1" '
		/^sent file=hello / { n++ }
		/^[0-9]+ lines were lost: nobody read the log/ { n += $1 }
		END { exit n < wanted }'
}

# dhcp-helper.service has PrivateUsers=. The kernel makes no user namespace for who
# is in a chroot.
wants_user_namespace() {
	unshare --user true 2>/dev/null ||
		skip 'no user namespace can be made here (in a chroot none can), and dhcp-helper.service wants one'
}

@test "exposure: tftpd at most 1.5, dhcp-helper at most 0.5" {
	on_system systemd-analyze security --no-pager --offline=yes --threshold=15 tftpd.service
	on_system systemd-analyze security --no-pager --offline=yes --threshold=5 dhcp-helper.service
}

@test "systemd finds nothing to say against the units" {
	run -0 on_system systemd-analyze verify --man=no tftpd.service tftpd.socket \
	    dhcp-helper.service dhcp-helper.socket dhcp-helper@10.9.0.1.socket
	echo "$output"
	[ -z "$output" ]
}

@test "before the first datagram there are sockets, and no process" {
	[ -z "$(processes tftpd; processes dhcp-helper)" ]
	inside ss -Huln | awk '{ print $4 }' | LC_ALL=C sort >"$dir/sockets"
	diff "$dir/sockets" - <<-'END'
		0.0.0.0:4011
		0.0.0.0:69
		255.255.255.255:67
		[::]:69
	END
	# That of IPv6 has nothing of IPv4.
	inside ss -Huln6e | grep -q 'v6only:1'
	for unit in tftpd dhcp-helper; do
		[ "$(property $unit.socket TriggerLimitIntervalUSec)" = 0 ]
		[ "$(property $unit.socket PassPacketInfo)" = yes ]
		[ "$(property $unit.service StartLimitIntervalUSec)" = 0 ]
	done
}

@test "clients are served, by IPv4 and IPv6, by processes without rights" {
	wants_user_namespace
	served
	served ::1
	told "$EFI"
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	has_logged '^sent file=hello client=::1 '
	has_logged ' -> OFFER$'
	for program in tftpd dhcp-helper; do
		pid=$(server $program)
		grep -qE '^CapBnd:	0+$' "/proc/$pid/status"
		grep -qE '^NoNewPrivs:	1$' "/proc/$pid/status"
		grep -qE '^Seccomp:	2$' "/proc/$pid/status"
	done
	# The user of dhcp-helper goes with it, that of tftpd stays.
	uid=$(awk '/^Uid/ { print $2 }' "/proc/$pid/status")
	[ "$uid" -ge 61184 ] && [ "$uid" -le 65519 ]
	run ! grep dhcp-helper "$system/etc/passwd"
	uid=$(on_system id -u _tftpd)
	grep -qE "^Uid:	$uid	$uid	" "/proc/$(server tftpd)/status"
	# dhcp-helper has no network but its sockets.
	[ "$(readlink "/proc/$pid/ns/net")" != "$(readlink "/proc/$net/ns/net")" ]
}

# watched_again: a file is sent, and a line of watch tells of it.
watched_again() {
	served
	grep -q ' stage=.* sent hello, 6 B' "$dir/watched"
}

@test "mkbootroot watch reads the real journal, and follows it" {
	served
	has_logged '^sent file=hello '
	run -0 on_system mkbootroot watch -1
	echo "$output"
	[[ ${lines[0]} == '1 machine: '*' journal  '* ]]
	[[ ${lines[2]} == *' hello '* ]]
	on_system mkbootroot watch >"$dir/watched" 2>&1 &
	wait_for 60 watched_again || {
		cat "$dir/watched"
		return 1
	}
	on_system pkill -x mkbootroot
	wait $!
	run -1 on_system pgrep -x journalctl
}

@test "the first request is answered from the address that was asked" {
	inside ip addr add 10.9.0.2/24 dev eth0
	# By a client that has the other one: from there the route leads to that.
	raw 10.9.0.2 <<-'END'
		c = Client("10.9.0.1")
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		equal(c.peer[0], "10.9.0.2")
	END
}

@test "the first broadcast is known by its interface" {
	wants_user_namespace
	link_add eth1 pc1 10.9.1.1/24 02:00:00:00:01
	told "$EFI" --interface pc1
	[ "${lines[0]}" = "10.9.1.1:67 > 255.255.255.255:68" ]
	has_logged ' via=eth1 .* -> OFFER$'
	# By no other one: this is the answer of a process that did not know.
	run ! journal_has ' via=eth0 '
}

@test "300 requests in two seconds: one start" {
	served
	raw <<-'END'
		begin = now()
		for i in range(300):
		    Client().fetch("hello")
		print(now() - begin, "seconds")
	END
	[ "$(property tftpd.service MainPID)" -gt 0 ]
	wait_for 60 has_told_of 301
	run ! journal_has '^Started tftpd.service' 2
}

@test "a service that is killed again and again is there again" {
	# Fast, so that the limits of systemd would be met: 20 starts by a
	# socket in 2 seconds, 5 of a service in 10.
	SERVICE=$cgroup/system.slice/tftpd.service raw <<-END
		$asking
		import os
		service = os.environ["SERVICE"]
		def populated():
		    try:
		        with open(service + "/cgroup.events") as f:
		            return "populated 1" in f.read()
		    except OSError:
		        return False
		for i in range(60):
		    served()
		    with open(service + "/cgroup.kill", "w") as f:
		        f.write("1")
		    while populated():
		        pass
		served()
	END
	has_logged '^Started tftpd.service' 61
	[ "$(property tftpd.socket ActiveState)" = active ]
}

@test "a restart in the middle of a transfer does not break it" {
	while_sending "systemctl restart tftpd.service"
	served
}

@test "neither does the end of service and socket" {
	while_sending "systemctl stop tftpd.socket tftpd.service"
	[ -z "$(inside ss -Huln 'sport = :69')" ]
}

@test "dhcp-helper is restarted between two questions" {
	wants_user_namespace
	told "$EFI"
	on_system systemctl restart dhcp-helper.service
	told "$EFI"
}

@test "dhcp-helper sees in the folder of the servers who is done" {
	wants_user_namespace
	map <<-END
	$WEB1 web1 boot=debian12 once
	$LOADERS
	END
	install -m 644 "$dir/clients.cdb" "$system/etc/bootroot"
	client --send-only
	has_logged ' once=unknown file=- .* boots=disk -> OFFER'
	install -d -m 2775 "$system/var/lib/bootroot/done"
	: >"$system/var/lib/bootroot/done/.bootroot"
	told "$EFI"
	has_logged ' once=armed file='
	: >"$system/var/lib/bootroot/done/01-52-54-00-12-34-56"
	client --send-only
	has_logged ' once=done file=- .* boots=disk -> OFFER'
	rm "$system/var/lib/bootroot/done/01-52-54-00-12-34-56"
	told "$EFI"
}

# mount_done OPTIONS: of the file system on which is who is done.
mount_done() {
	printf '[Mount]\nWhat=tmpfs\nType=tmpfs\nWhere=/var/lib/bootroot/done\nOptions=%s\n' "$1" \
	    >"$system/etc/systemd/system/var-lib-bootroot-done.mount"
	on_system systemctl daemon-reload
}

@test "an empty folder below a file system that is not mounted arms nobody" {
	local unit
	mount_done no-such-option
	for unit in tftpd dhcp-helper httpd; do
		run ! on_system systemctl start "$unit.service"
		[ "$(property "$unit.service" ActiveState)" = inactive ]
	done
	mount_done mode=2775
	on_system systemctl reset-failed var-lib-bootroot-done.mount
	on_system systemctl start tftpd.service
	on_system mountpoint -q /var/lib/bootroot/done
}

@test "a service that cannot start is not started again for one datagram" {
	mkdir -p "$system/etc/systemd/system/tftpd.service.d"
	printf '[Service]\nExecStart=\nExecStart=/nonexistent /srv/tftp\n' \
	    >"$system/etc/systemd/system/tftpd.service.d/wrong.conf"
	on_system systemctl daemon-reload
	raw <<<'Client().ask("hello")'
	has_logged '^tftpd.service: Failed with result'
	# A request is passed over, and the next one finds it repaired.
	rm -r "$system/etc/systemd/system/tftpd.service.d"
	on_system systemctl daemon-reload
	served
	run ! journal_has '^tftpd.service: Failed with result' 2
}

@test "the unit for relays adds its socket to the same process" {
	wants_user_namespace
	told "$EFI"
	on_system systemctl enable dhcp-helper@10.9.0.1.socket
	on_system systemctl restart dhcp-helper.socket
	told "$EFI" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
	[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	told "$EFI"
	[ "$(processes dhcp-helper | wc -l)" = 1 ]
	# They end together.
	on_system systemctl stop dhcp-helper.socket
	[ -z "$(inside ss -Huln '( sport = :67 or sport = :4011 )')" ]
}

@test "a datagram that is no request changes nothing" {
	wants_user_namespace
	served
	raw <<-'END'
		for noise in (b"", b"\0", b"\xff" * 1000, error(0)):
		    Client().raw(noise)
		equal(Client().fetch("hello"), b"hello\n")
	END
	client --send-only --bytes "10*ff"
	told "$EFI"
	[ "$(property tftpd.service Result)" = success ]
	[ "$(property dhcp-helper.service Result)" = success ]
}

# The units have no -S, see doc/security.md; they want nothing that it refuses.
@test "nothing is missing of the lock, and with the lines of doc/security.md it is refused" {
	wants_user_namespace
	served
	told "$EFI"
	run ! journal_has 'not locked in'
	mkdir -p "$system/etc/systemd/system/tftpd.service.d"
	sed -n '/^    \[Service\]$/,/^$/ s/^    //p' "$top/doc/security.md" \
	    >"$system/etc/systemd/system/tftpd.service.d/override.conf"
	grep -q -- ' -S ' "$system/etc/systemd/system/tftpd.service.d/override.conf"
	on_system systemctl daemon-reload
	on_system systemctl restart tftpd.socket
	served
	# The parent first: what it has started may still be there.
	on_system tr '\0' ' ' <"/proc/$(server tftpd)/cmdline" | grep -q -- ' -S '
	# Where something is missing, there is no start.
	printf 'SystemCallFilter=~landlock_create_ruleset\n' \
	    >>"$system/etc/systemd/system/tftpd.service.d/override.conf"
	on_system systemctl daemon-reload
	on_system systemctl restart tftpd.socket
	raw <<<'Client().ask("hello")'
	has_logged '^not locked in: no Landlock: Function not implemented$'
	has_logged '^tftpd.service: Failed with result'
}

# The lines of tftpd(8) for other options.
@test "uploads, by the lines of the manual" {
	mkdir -p "$system/etc/systemd/system/tftpd.service.d"
	mandoc -Tascii "$top/tftpd/tftpd.8" | sed 's/.\x08//g; s/^ *//' |
	    sed -n '/^\[Service\]$/,/^$/p' >"$system/etc/systemd/system/tftpd.service.d/override.conf"
	on_system install -d -o _tftpd /srv/tftp/logs
	on_system systemctl daemon-reload
	served
	raw <<-'END'
		Client().put("web1", b"booted\n")
		equal(Client().fetch("logs/web1"), b"booted\n")
	END
	[ "$(stat -c %a "$system/srv/tftp/logs/web1")" = 644 ]
}

# What the kernel says of the socket of broadcasts: bytes that wait, in hex,
# and what was thrown away.
broadcasts() {
	inside awk '$2 == "FFFFFFFF:0043" { sub(".*:", "", $5); print $5, $NF }' /proc/net/udp
}

@test "5,000 requests wait for dhcp-helper, and none is lost" {
	wants_user_namespace
	told "$EFI"
	client --write "$dir/frame"
	pid=$(processes dhcp-helper)
	kill -STOP "$pid"
	FRAME=$dir/frame inside python3 - <<-'END'
		import os, socket
		with open(os.environ["FRAME"], "rb") as f:
		    frame = f.read()[24 + 16:]
		s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
		s.bind(("pc0", 0))
		for i in range(5000):
		    s.send(frame)
	END
	read -r waiting lost <<<"$(broadcasts)"
	kill -CONT "$pid"
	echo "$waiting bytes wait, $lost lost"
	[ "$((16#$waiting))" -gt 1000000 ]
	[ "$lost" = 0 ]
	wait_for 60 none_waits
	told "$EFI"
}

none_waits() {
	[ "$(broadcasts)" = '00000000 0' ]
}

@test "the lines of dhcp-helper(8) for one interface serve that one" {
	wants_user_namespace
	link_add eth1 pc1 10.9.1.1/24 02:00:00:00:01
	mkdir -p "$system/etc/systemd/system/dhcp-helper.service.d"
	mandoc -Tascii "$top/dhcp-helper/dhcp-helper.8" | sed 's/.\x08//g; s/^ *//' |
	    sed -n '/systemctl edit dhcp-helper/,/^ExecStart=\//p' | sed 1d \
	    >"$system/etc/systemd/system/dhcp-helper.service.d/override.conf"
	grep -q -- '^ExecStart=/.* -i eth1$' "$system/etc/systemd/system/dhcp-helper.service.d/override.conf"
	on_system systemctl daemon-reload
	told "$EFI" --interface pc1
	client --send-only
	has_logged ' -> silent reason=other-interface$'
}
