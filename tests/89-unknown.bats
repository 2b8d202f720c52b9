#!/usr/bin/env bats
# unknown: the strangers of a log as lines of clients(5).

bats_require_minimum_version 1.5.0

load fixtures/bootroot

setup() {
	root_begin
	rescue_tree "$dir/root/rescue"
	export TZ=UTC
	printf '%s\n' 'default - local' 'net 10.9.0.0/24 - router=10.9.0.254' \
	    '52:54:00:00:00:01 web1 boot=rescue' '56:*  -  local' >"$dir/clients"
	mkbootroot -q
}

mkbootroot() {
	(cd "$dir" && "$top/mkbootroot/mkbootroot" -r root -D ./done \
	    -m clients.cdb -f clients "$@")
}

# asks MAC [ARCH] [RULE] [MORE] [SECONDS]: a line of the log.
asks() {
	printf '2026-11-28T04:16:%s.5+00:00 boot dhcp-helper[12]: boot mac=%s name=- arch=%s via=eth0 msg=DISCOVER rule=%s%s -> silent reason=unknown-client\n' \
	    "${5-20}" "$1" "${2-x64}" "${3--}" "${4-}"
}

@test "a stranger is a line, with what is known of it behind it" {
	{
		asks 58:54:00:00:00:03
		asks 08:54:00:00:00:02 bios default ' class=U-Boot.armv8\040x'
		echo '2026-11-28T05:20:01+00:00 boot dhcp-helper[12]: boot mac=08:54:00:00:00:02 name=- arch=bios via=eth1 msg=DISCOVER rule=net:10.9.0.0/24 file=a/b server=10.9.0.1 -> OFFER'
		echo '2026-11-28T05:20:02+00:00 boot tftpd[3]: sent file=rescue/vmlinuz client=10.9.0.77 mac=08:54:00:00:00:02 name=- bytes=10 seconds=0.1 rate=1.0MB/s blksize=512 windowsize=1 resent=0'
		asks '- uuid:4c4c4544-0042-4710-8057-b4c04f564432'
		# In the map already: its line, its prefix.
		asks 52:54:00:00:00:01
		asks 56:00:00:00:00:01
		# Who is no machine that boots, or has no address of Ethernet.
		asks 80:00:00:48:fe:80:00:00:00:00:00:00:f4:52:14:03
		echo '2026-11-28T05:20:03+00:00 boot tftpd[3]: refused client=10.9.0.99 reason=not-found'
		echo '2026-11-28T05:20:03+00:00 boot kernel: boot mac=08:54:00:00:00:09 name=-'
	} >"$dir/boot.log"
	run -0 --separate-stderr mkbootroot unknown boot.log
	diff - <<<"$output" <(cat <<-'WANT'
		08:54:00:00:00:02   -  # bios, class U-Boot.armv8\040x, on eth1, at 10.9.0.77 of net 10.9.0.0/24, 2 boots, first 2026-11-28 04:16, last 2026-11-28 05:20
		58:54:00:00:00:03   -  # x64, on eth0, last 2026-11-28 04:16
		uuid:4c4c4544-0042-4710-8057-b4c04f564432 -  # x64, on eth0, last 2026-11-28 04:16
	WANT
	)
	[ -z "$stderr" ]
	[ "$output" = "$(mkbootroot unknown - <"$dir/boot.log")" ]
}

@test "the lines that unknown writes can be appended to clients, and are known then" {
	local i
	for i in {10..59}; do
		asks "08:54:00:00:00:$i" x64 - " class=\\001#\\\"\\377=\\011" "$i"
	done >"$dir/boot.log"
	asks 08:54:00:00:00:AA '"x#' - '' 11 >>"$dir/boot.log"
	mkbootroot unknown boot.log >"$dir/lines"
	[ "$(wc -l <"$dir/lines")" = 51 ]
	sort -c "$dir/lines"
	cat "$dir/lines" >>"$dir/clients"
	mkbootroot -q
	# They do what they did before: a line without a word has default's.
	run -0 mkbootroot explain 08:54:00:00:00:10
	[[ $output = *'rule        mac:08:54:00:00:00:10'* ]]
	[[ $output = *'  local: from default, clients:1'* ]]
	run -0 --separate-stderr mkbootroot unknown boot.log
	[ -z "$output" ]
	[ "$stderr" = 'mkbootroot: no machine of the log is unknown' ]
}

@test "without a map the log says who is unknown" {
	asks 08:54:00:00:00:02 >"$dir/boot.log"
	echo '2026-11-28T05:20:01+00:00 boot dhcp-helper[12]: boot mac=52:54:00:00:00:01 name=web1 arch=x64 via=eth1 msg=DISCOVER rule=mac:web1 file=a/b server=10.9.0.1 -> OFFER' >>"$dir/boot.log"
	rm "$dir/clients.cdb"
	run -0 --separate-stderr mkbootroot unknown boot.log
	[ "$output" = '08:54:00:00:00:02   -  # x64, on eth0, last 2026-11-28 04:16' ]
	[ "$stderr" = 'mkbootroot: cannot read map clients.cdb: No such file or directory; only the log says which machines are unknown' ]
	run -1 mkbootroot unknown nothing.log
	[ "$output" = 'mkbootroot: cannot open nothing.log: No such file or directory' ]
	run -2 mkbootroot unknown -s -1h boot.log
	[ "$output" = 'mkbootroot: -s is for the journal: boot.log is read as a whole' ]
}
