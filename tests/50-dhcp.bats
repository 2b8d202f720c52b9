#!/usr/bin/env bats
# dhcp-helper on the wire: its sockets, its map, wrong messages, its log.

bats_require_minimum_version 1.5.0

load dhcp
load sanitized
load fixtures/badmap

@test "a short answer is filled up to 300 bytes" {
	boot_root
	echo 'not a PE file' >"$dir/root/p.0"
	map <<-END
	$WEB1 web1 boot=debian12 bios=/p.0
	END
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 p.0)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 03 'p.0' 00  ff
		@300
	" --arch 0000 --uuid none
}

@test "an unlisted client gets default" {
	serve_both
	told "$EFI" --mac 52:54:00:00:00:99
	grep -q "name=- .*rule=default .*-> OFFER" "$dir/log"
}

@test "default's own words come before its image's" {
	boot_root
	printf x >"$dir/root/own.efi"
	chmod 644 "$dir/root/own.efi"
	map <<-END
	default - boot=debian12 x64=/own.efi
	$LOADERS
	END
	serve_both
	told own.efi --mac 52:54:00:00:00:99
}

@test "a UUID finds its client, either way round, whatever its MAC" {
	map <<-END
	default - ignore
	uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=debian12
	$LOADERS
	END
	serve_both
	told "$EFI"
	told "$EFI" --uuid "00 44454c4c 4200 1047 8057 b4c04f564432"
	grep -q "name=r640 .*rule=uuid:r640 .*-> OFFER" "$dir/log"
	silent ignore --uuid none
}

@test "a REQUEST on 67 belongs to the server that gave the address" {
	serve_both
	silent not-for-us --type 3 --option 54:0a090002 --option 50:0a090015
	silent not-for-us --type 3 --option 54:0a090001 --option 50:0a090015
	silent not-for-us --type 3
	for type in 4 7 8 13; do
		silent not-for-us --type "$type"
	done
	grep -q "msg=type-13" "$dir/log"
}

@test "the DHCP of telephones is in the log with -v only" {
	serve_both
	client --vendor none --arch none --send-only
	client --vendor android-dhcp-14 --type 3 --send-only
	told "$EFI"
	[ "$(wc -l <"$dir/log")" = 1 ]
}

@test "with -v every decision is in the log" {
	serve_both -- -v
	silent not-pxe --vendor none --arch none
	silent not-pxe --vendor PXEClien
	silent not-pxe --type 0 --vendor none
	grep -q "msg=BOOTP" "$dir/log"
}

@test "an option in parts, and options in file and sname, are joined" {
	serve_both
	local vendor="'PXEClient'"
	# 60 in two parts, and END missing: the area is full.
	told "$EFI" --vendor none --option "60:'PXECl'" --option "60:'ient'" \
	    --tail ''
	told "$EFI" --vendor none --arch none --option 52:03 \
	    --file "3c 09 $vendor ff" --sname "5d 02 0007 ff"
	told "$BIOS" --arch none --option 52:02 --sname "5d 02 0000" \
	    --file "5d 02 0007 ff"
	# RFC 3396 section 7: the options field, then file, then sname.
	told "$EFI" --vendor none --option "60:'PXE'" --option 52:03 \
	    --file "3c 03 'Cli' ff" --sname "3c 03 'ent' ff"
}

@test "wrong messages get silence, and the next client is served" {
	serve_both
	silent too-short --bytes "01"
	silent too-short --cut 239
	inside ip link set eth0 mtu 4000
	inside ip link set pc0 mtu 4000
	silent too-long --tail 2000*00
	silent no-request --op 2
	silent bad-cookie --cookie 63825364
	local none=(--mac 00:00:00:00:00:00 --hlen 0)
	silent bad-hlen "${none[@]}" --uuid none
	silent bad-hlen "${none[@]}" --uuid "01 16*22"
	silent bad-hlen "${none[@]}" --uuid none --option 61:01
	silent bad-hlen --htype 6 --hlen 17
	silent bad-hlen --htype 6 --hlen 255
	silent bad-options --type 3 --cut 245
	silent bad-options --type 3 --tail 3c
	silent bad-options --type 0 --tail "3cff 'PXEClient'"
	silent bad-options --cut 242
	silent bad-options --option 52:01 --file "3c ff 126*41"
	silent bad-options --option 52:02 --sname 64*3c
	silent bad-overload --option 52:01 --file "34 01 01 ff"
	silent bad-overload --option 52:03 --file ff --sname "34 01 02 ff"
	silent bad-overload --option 52:01 --option 52:02
	silent bad-overload --option 52:00
	silent bad-overload --option 52:04
	silent bad-overload --option 52:0101
	silent bad-option-50 --type 3 --option 50:0a0900
	silent bad-option-53 --option 53:01
	silent bad-option-54 --type 3 --option 54:0a09000101
	told "$EFI"
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

# ignored CODES OPTIONS...: the answer is what it is without that option.
ignored() {
	local codes=$1
	shift
	told "$EFI" "$@"
	logged " msg=DISCOVER ignored=$codes rule=mac:web1 .*-> OFFER"
}

@test "an option that is wrong is as if it were not there, and the log says so" {
	serve 255.255.255.255:67
	for value in 00 16*00 18*00 "01 16*22" "ff 16*ff"; do
		ignored 97 --uuid "$value"
		lacks "61 11" "61 10" "61 12" "61 01"
	done
	# The vendor class still says what it is.
	for value in "" 00 07 000700; do
		ignored 93 --arch "$value"
		told "$BIOS" --arch "$value" --vendor PXEClient
	done
	ignored 57 --option 57:05
	ignored 50 --option 50:0a0900
	ignored 54 --option 54:0a09000101
	ignored 50,93,97 --arch 00 --uuid 00 --option 50:
	# No more are named than there is room for.
	ignored 50,54,57,93,97 --arch 00 --uuid 00 --option 50: --option 54: \
	    --option 57:
	# What is longer than the message ends it, and what was before counts.
	ignored 12 --option 13:0001 --tail "0c 40 'too short'"
	ignored 97 --uuid none --tail "61 11 00 4c4c4544"
	ignored 60 --tail 3c
	told "$BIOS" --vendor none --arch 0000 --tail "3c 09 'PXEClient' 0c 02 'a'"
	logged "msg=DISCOVER ignored=12 "
	# A REQUEST may be for somebody else by what cannot be read.
	silent bad-options --type 3 --tail "0c 40 'too short'"
	told "$EFI"
	! tail -n 1 "$dir/log" | grep ignored=
}

@test "Ethernet's addresses have six bytes, whatever hlen says" {
	serve 255.255.255.255:67
	for hlen in 0 1 7 16 17 255; do
		told "$EFI" --uuid none --hlen $hlen
		[ "${lines[1]:2:4}" = 0106 ]
		logged "^boot mac=$WEB1 name=web1 .* msg=DISCOVER hlen=$hlen rule=mac:web1 "
	done
	# With more behind them they are another kind of address.
	told "$EFI" --mac 52:54:00:12:34:56:78 --hlen 7
	logged "^boot mac=$WEB1:78 name=- .* msg=DISCOVER rule=default "
}

@test "an address that a client had once, in its DISCOVER, misleads nobody" {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	default - boot=debian12
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.8.0.0/24 - server=10.8.0.7
	$LOADERS
	END
	serve 255.255.255.255:67
	run -0 client --ciaddr 10.8.0.99
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:32:16}" = 0a0900150a090001 ]
	run -0 client --ciaddr 10.8.0.99 --mac 52:54:00:00:00:99
	[ "${lines[1]:40:8}" = 0a090001 ]
}

@test "whatever option 57 says, the answer fits and comes" {
	serve_both
	for size in 0000 0001 0240 05c0 ff00 ffff; do
		told "$EFI" --option "57:$size"
	done
}

@test "a long name stands in option 67 alone" {
	map <<-END
	52:54:00:00:01:27 - boot=debian12 ipxe=$(url a 127)
	52:54:00:00:01:28 - boot=debian12 ipxe=$(url b 128)
	52:54:00:00:02:30 - boot=debian12 ipxe=$(url c 230)
	52:54:00:00:02:55 - boot=debian12 ipxe=$(url d 255)
	END
	serve_both
	told "$(url a 127)" --mac 52:54:00:00:01:27 --option "77:'iPXE'"
	[[ ${lines[1]} == *$(client --show "43 7f '$(url a 127)' 00")* ]]
	told "" --mac 52:54:00:00:01:28 --option "77:'iPXE'"
	[[ ${lines[1]} == *$(client --show "43 80 '$(url b 128)' 00")* ]]
	told "" --mac 52:54:00:00:02:30 --option "77:'iPXE'"
	told "" --mac 52:54:00:00:02:55 --option "77:'iPXE'" --option 57:05dc
	[[ ${lines[1]} == *$(client --show "43 ff '$(url d 255)' 00")* ]]
}

@test "an answer that the client could not take is not sent" {
	map <<-END
	default - boot=debian12 ipxe=$(url c 250)
	END
	serve_both
	told "" --option 57:05dc --option "77:'iPXE'"
	# 576 is the least that anybody takes (RFC 2132 section 9.10).
	for size in 0000 0001 0240; do
		silent does-not-fit --option 57:$size --option "77:'iPXE'"
	done
	silent does-not-fit --option "77:'iPXE'"
}

@test "server= and servername= say where the file is" {
	map <<-END
	default - boot=debian12
	net 10.9.0.0/24 - server=10.9.0.7 servername=boot.example
	$LOADERS
	END
	serve_both
	run -0 client
	[ "${lines[1]:40:8}" = 0a090007 ]
	[[ ${lines[1]} == *$(client --show "36 04 0a090001")* ]]
	[[ ${lines[1]} == *$(client --show "42 0c 'boot.example'")* ]]
	[[ ${lines[1]:88} == $(client --show "'boot.example' 00")* ]]
	grep -q "server=10.9.0.7 -> OFFER" "$dir/log"
}

@test "without a map there is silence, one line, and no end" {
	rm "$dir/clients.cdb"
	serve_both
	silent no-map
	silent no-map
	[ "$(grep -c "cannot read map $dir/clients.cdb: No such file" \
	    "$dir/log")" = 1 ]
	map_default
	told "$EFI"
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

@test "a bad map is refused, and the next good one taken" {
	mv "$dir/clients.cdb" "$dir/good"
	serve_both
	local bad
	for bad in "${bad_maps[@]}"; do
		bad_map "${bad%% *}" "$dir/good" "$dir/clients.cdb"
		silent bad-map
	done
	for bad in "${bad_maps[@]}"; do
		grep -qx "cannot read map $dir/clients.cdb: ${bad#* }; nobody is answered before it can be read" "$dir/log"
	done
	bad_map good "$dir/good" "$dir/clients.cdb"
	told "$EFI"
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

@test "what only the map could say is not said to be for others: it is the map that is bad" {
	local why system=(--vendor none --arch none --undi none --uuid none)
	mv "$dir/clients.cdb" "$dir/good"
	for why in no-map bad-map corrupt-map; do
		case $why in
		bad-map) bad_map corrupt "$dir/good" "$dir/clients.cdb" ;;
		corrupt-map)
			bad_map good "$dir/good" "$dir/clients.cdb"
			bad_record web1 "$dir/clients.cdb"
			;;
		esac
		[ "$why" != no-map ] || serve_both -- -v
		# A client with ip= starts again, has chosen us, renews; BOOTP; and when it runs.
		silent "$why" --type 3 --option 50:0a090015
		silent "$why" --type 3 --option 54:0a090001 --option 50:0a090015
		silent "$why" --type 3 --ciaddr 10.9.0.21
		silent "$why" --type 0
		silent "$why" "${system[@]}" --type 3 --ciaddr 10.9.0.21
		# What is another server's is so by any map.
		silent not-for-us --type 3 --option 54:0a090002 --option 50:0a090015
	done
	# Those with another record are answered.
	told "$EFI" --mac 52:54:00:00:00:99
	silent ignore --mac 52:54:00:00:00:0a
}

@test "a large map with one wrong bit is refused: nobody is told what is default's" {
	map <<-END
	default - boot=debian12
	$WEB1 web1 ignore
	$LOADERS
	$(seq 20000 | awk '{ printf "02:00:00:%02x:%02x:%02x client%d local\n", $1 / 65536, $1 / 256 % 256, $1 % 256, $1 }')
	END
	[ "$(stat -c %s "$dir/clients.cdb")" -gt 1048576 ]
	python3 - "$dir/clients.cdb" "M${WEB1//:/}" <<-'END'
		import sys
		path, key = sys.argv[1:]
		b = bytearray(open(path, "rb").read())
		b[b.index(key.encode())] ^= 1
		open(path + ".new", "wb").write(b)
	END
	mv "$dir/clients.cdb" "$dir/good"
	mv "$dir/clients.cdb.new" "$dir/clients.cdb"
	serve_both
	silent bad-map
	grep -qx "cannot read map $dir/clients.cdb: it is corrupt: its checksum is wrong; nobody is answered before it can be read" "$dir/log"
	mv "$dir/good" "$dir/clients.cdb"
	silent ignore
}

@test "a bad map does not take the place of a good one in use" {
	serve_both
	told "$EFI"
	echo nonsense >"$dir/new" && mv "$dir/new" "$dir/clients.cdb"
	told "$EFI"
	told "$EFI"
	[ "$(grep -c "the old one stays in use" "$dir/log")" = 1 ]
	map <<-END
	default - ignore
	END
	silent ignore
}

@test "a start by hand, -l, stays for ever" {
	behind "$helper" -dv -m "$dir/clients.cdb" -t 0 \
	    -l 255.255.255.255 -l 0.0.0.0:4011 2>>"$dir/log"
	# The map is there before anybody asks.
	wait_lines "$dir/log" "^map $dir/clients.cdb is in use$"
	told "$EFI"
	told "$EFI"
	run -0 client --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "$(awk '/^Uid/ { print $2, $3, $4 }' "/proc/$pid/status")" = \
	    "$(id -u nobody) $(id -u nobody) $(id -u nobody)" ]
}

@test "systemd's sockets are served by one process" {
	serve --systemd 255.255.255.255:67 0.0.0.0:4011
	told "$EFI"
	run -0 client --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

@test "systemd's sockets that both get each broadcast are named" {
	serve --systemd 255.255.255.255:67 0.0.0.0:67
	told "$EFI"
	wait_lines "$dir/log" '^cannot answer a broadcast once: 0\.0\.0\.0 and 255\.255\.255\.255 both get it$'
	wait_lines "$dir/log" '-> OFFER$' 2
}

@test "when nothing comes it goes, and leaves inetd's socket as it was" {
	serve 255.255.255.255:67 -- -t 0
	told "$EFI"
	wait_lines "$dir/starts" '^end [0-9]* status 0$'
	told "$EFI"
	wait_lines "$dir/starts" '^end [0-9]* status 0$' 2
}

@test "a burst is one start" {
	serve 255.255.255.255:67 -- -t 60
	client --mac 52:54:00:00:01:00 --burst mac:100
	wait_lines "$dir/log" "-> OFFER" 100
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

@test "it runs as nobody, and writes nothing to the socket it got" {
	behind "$python" "$top/tests/superserver.py" --all --log "$dir/starts" \
	    255.255.255.255:67 -- "$helper" -m "$dir/clients.cdb" -t 60 \
	    >"$dir/ready"
	wait_lines "$dir/ready" ready
	told "$EFI"
	pid=$(sed -n 's/^start //p' "$dir/starts")
	[ "$(awk '/^Uid/ { print $2, $3, $4 }' "/proc/$pid/status")" = \
	    "$(id -u nobody) $(id -u nobody) $(id -u nobody)" ]
	for fd in 0 1 2; do
		[ "$(readlink "/proc/$pid/fd/$fd")" = /dev/null ]
	done
}

@test "a wrong start reads the datagram that caused it" {
	for wrong in "-x" "-t soon" "-u nosuchuser" "-l 10.9.0.1" "extra"; do
		serve 255.255.255.255:67 -- $wrong
		client --send-only
		wait_lines "$dir/starts" '^end '
		client --send-only
		wait_lines "$dir/starts" '^end ' 2
		kill "$pid"
		wait "$pid" || :
		echo "$wrong:" && cat "$dir/starts" "$dir/log"
		[ "$(grep -c '^start' "$dir/starts")" = 2 ]
		: >"$dir/starts"
	done
	grep -q "cannot become nosuchuser: no such user" "$dir/log"
	grep -q "^cannot use -t soon: the number is invalid$" "$dir/log"
}

@test "wrong usage by hand is explained, with exit status 2" {
	run -2 "$helper" -x </dev/null
	[[ $output == *"usage: dhcp-helper [-dSv] [-D folder] [-i interface]"* ]]
	run -2 "$helper" </dev/null
	[[ $output == *"no socket was handed over"* ]]
	run -1 "$helper" -l 192.0.2.1 </dev/null
	[[ $output == "dhcp-helper: cannot listen on 192.0.2.1: "* ]]
	run -1 inside "$helper" -l "[::1]" </dev/null
	[[ $output == *"cannot answer on a socket of IPv6"* ]]
	run -1 inside "$helper" -l 255.255.255.255 -l 10.9.0.1 -l 0.0.0.0 </dev/null
	[[ $output == *"cannot answer a broadcast once: 0.0.0.0 and 255.255.255.255 both get it"* ]]
	run -1 inside "$helper" -i eth7 -l 10.9.0.1 </dev/null
	[[ $output == *"cannot use interface eth7"* ]]
}

# MESSAGES=1000000 sends more, and make nightly does; DHCP_SEED=2 sends others.
@test "20,000 random messages: silence or a correct answer" {
	local messages=${MESSAGES:-20000}
	cd "$top"
	boot_root
	echo x >"$dir/root/debian12/file"
	chmod a+r "$dir/root/debian12/file"
	map <<-END
	default - boot=debian12 class=HW
	52:54:00:12:34:00 web0 boot=debian12 ip=10.9.0.20 server=10.9.0.1 server=10.9.0.23
	52:54:00:12:34:01 web1 boot=debian12 ip=10.8.0.21 server=10.9.0.7
	52:54:00:12:34:02 web2 boot=debian12 quirk=binl quirk=delay=3
	52:54:00:12:34:03 web3 local ip=10.9.0.23 servername=boot
	52:54:00:12:34:04 web4 ignore ip=10.9.0.24
	52:54:00:12:34:05 web5 boot=debian12 rpi=file uboot=file x64-http=http://h/f ipxe=http://h/i server=10.9.0.1 server=10.9.0.2 server=10.9.0.3
	52:54:00:12:34:06 web6 boot=debian12 ip=10.9.0.26 quirk=broadcast quirk=no-43
	net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 dns=10.9.0.252
	net 10.8.0.0/24 - router=10.8.0.254
	$LOADERS
	END
	sanitized_program "$dir/random" -DWAITING_MAX=4 -Itests/fuzz tests/dhcp_random.c
	run -0 "$dir/random" "${DHCP_SEED:-1}" "$messages" "$dir/clients.cdb"
	echo "$output"
	# Enough of each kind to mean something: messages, and answers by kind.
	[ "$(awk -v n="$messages" '{ print ($3 > n / 10 && $5 > n / 200 && $7 > n / 200 &&
	    $9 > n / 1000 && $11 > n / 1000) }' <<<"$output")" = 1 ]
}

@test "a record that says not what to do, or a relative path without its image" {
	map <<-END
	default - boot=debian12 x64=debian-installer/amd64/bootnetx64.efi
	$WEB1 web1 boot=menu
	END
	serve_both
	silent bad-path
	map <<-END
	$WEB1 web1
	END
	silent no-action
}

@test "a large map with one wrong byte is used for nobody" {
	{
		echo "$WEB1 web1 boot=debian12"
		echo "52:54:00:00:00:0c web2 boot=debian12"
		echo "$LOADERS"
		seq 20000 | awk '{ printf "02:00:00:%02x:%02x:%02x client%d local\n", $1 / 65536, $1 / 256 % 256, $1 % 256, $1 }'
	} | map
	[ "$(stat -c %s "$dir/clients.cdb")" -gt 1048576 ]
	"$python" - "$dir/clients.cdb" <<-'END'
		import sys
		with open(sys.argv[1], "r+b") as f:
		    at = f.read().index(b"web1")
		    f.seek(at)
		    f.write(b"x")
	END
	serve_both
	silent bad-map
	silent bad-map --mac 52:54:00:00:00:0c
	grep -q '^cannot read map .*clients.cdb: it is corrupt: ' "$dir/log"
}

@test "an answer that the firewall keeps in is said" {
	serve_both
	inside nft add table ip t
	inside nft add chain ip t out '{ type filter hook output priority 0; }'
	inside nft add rule ip t out udp sport 67 drop
	silent cannot-send
	grep -qE 'cannot send to 255\.255\.255\.255:68: Operation not permitted' "$dir/log"
	inside nft delete table ip t
	told "$EFI"
}

# The first datagram after inetd's start has no interface, and none has an
# address.
@test "without any address there is no interface to answer by" {
	serve_both
	inside ip addr flush dev eth0
	silent no-interface
}

@test "every reason of silence and every hint is in the manual page" {
	cd "$top/dhcp-helper"
	grep -ohE '"[a-z0-9]+(-[a-z0-9]+)+"' silence.c decide.c hint.c lease.c | tr -d '"' | sort -u |
	    grep -vE '^(bad-option(-.*)?|no-43)$' >"$dir/words"
	[ "$(wc -l <"$dir/words")" -ge 30 ]
	printf '%s\n' local ignore conflict released >>"$dir/words"
	for word in $(cat "$dir/words"); do
		echo "not explained: $word"
		grep -qE "^\.It (.*[ ,])?$word( |$)" dhcp-helper.8
	done
}
