#!/usr/bin/env bats
# dhcp-helper on the wire: raw frames in, raw frames out.
#
# Every test has a network namespace of its own, with eth0 (10.9.0.1) tied
# to pc0, where tests/dhcp_client.py plays the client; and a super-server,
# tests/superserver.py, which hands the sockets over as inetd or systemd do.

bats_require_minimum_version 1.5.0

WEB1=52:54:00:12:34:56
EFI=debian12/debian-installer/amd64/bootnetx64.efi
BIOS=debian12/debian-installer/amd64/pxelinux.0

load namespace

setup_file() {
	[ "$(id -u)" = 0 ] || skip "a network namespace wants root"
	# The program itself: a wrapper would cost more than the tests do.
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
}

setup() {
	namespace_begin
	helper=$top/dhcp-helper/dhcp-helper
	compile=${MKBOOTROOT:-$top/mkbootroot/mkbootroot}
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	map_default
	: >"$dir/log"
	: >"$dir/starts"
}

teardown() {
	namespace_end
}

# link_add NAME PEER ADDRESS MAC-PREFIX
link_add() {
	inside ip link add "$1" address "$4:01" type veth peer name "$2" \
	    address "$4:02"
	inside ip addr add "$3" dev "$1"
	inside ip link set "$1" up
	inside ip link set "$2" up
	inside ip neigh replace "${3%.*}.21" lladdr "$4:02" dev "$1" \
	    nud permanent
	inside ip neigh replace "${3%.*}.250" lladdr "$4:02" dev "$1" \
	    nud permanent
}

# A boot root with an image whose loaders are found by their names; the
# files hold nothing but the marks by which mkbootroot knows what they are.
boot_root() {
	local at=$dir/root/debian12/debian-installer/amd64
	mkdir -p "$at"
	: >"$at/linux"
	: >"$at/initrd.gz"
	printf 'not a PE file' >"$at/pxelinux.0"
	pe 8664 >"$at/bootnetx64.efi"
	pe 8664 >"$at/grubx64.efi"
	pe 8664 >"$dir/root/debian12/snponly.efi"
	chmod -R a+rX "$dir/root"
}

# pe MACHINE: the beginning of a PE file, with its machine type.
pe() {
	"$python" "$top/tests/dhcp_client.py" --show "'MZ' @60 40000000 'PE' \
	    0000 ${1:2}${1:0:2} @512" --raw
}

# map: compiles the text on standard input.
map() {
	[ -d "$dir/root" ] || boot_root
	cat >"$dir/clients"
	"$compile" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$dir/root"
	chmod 644 "$dir/clients.cdb"
}

LOADERS="image debian12 - bios=debian-installer/amd64/pxelinux.0 \
x64=debian-installer/amd64/bootnetx64.efi"

map_default() {
	map <<-END
	default            -     boot=debian12
	$WEB1  web1  boot=debian12
	52:54:00:00:00:0a  ign   ignore
	52:54:00:00:00:0b  loc   local
	$LOADERS
	END
}

# wait_lines FILE PATTERN [COUNT]: until the file has COUNT such lines.
wait_lines() {
	wait_for 10 has_lines "$@" || {
		echo "no '$2' in $1:" && cat "$1"
		return 1
	}
}

has_lines() {
	[ "$(grep -cE -- "$2" "$1")" -ge "${3:-1}" ]
}

# serve [superserver's options] ADDRESS:PORT... [-- dhcp-helper's options]
serve() {
	local own=() rest=(-d -m "$dir/clients.cdb")
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		own+=("$1")
		shift
	done
	[ $# -eq 0 ] || shift
	behind "$python" "$top/tests/superserver.py" --log "$dir/starts" \
	    "${own[@]}" -- "$helper" "${rest[@]}" "$@" \
	    >"$dir/ready" 2>>"$dir/log"
	wait_lines "$dir/ready" ready
}

serve_both() {
	serve 255.255.255.255:67 0.0.0.0:4011 "$@"
}

client() {
	inside "$python" "$top/tests/dhcp_client.py" "$@"
}

# answered FROM TO SPEC OPTIONS...: exactly this, and once.
answered() {
	local from=$1 to=$2 want
	want=$(client --show "$3")
	shift 3
	run client "$@"
	echo "wanted: $from > $to"$'\n'"$want"
	echo "got:    $output"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "$from > $to" ]
	[ "${lines[1]}" = "$want" ]
}

# told FILE OPTIONS...: whatever else, the answer names this file.
told() {
	local want
	want=$(client --show "'$1' 00")
	shift
	run client "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[1]:216} == "$want"* ]]
}

# silent REASON OPTIONS...: no answer, and the log says why.
silent() {
	local reason=$1
	shift
	run client --silent "$dir/log" "$@"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	[ "$(tail -n 1 "$dir/log" | sed 's/.*-> silent reason=//')" = "$reason" ]
}

pxe_4011=(--to 10.9.0.1:4011 --type 3 --ciaddr 10.9.0.21)

# The header of an answer to WEB1: header FLAGS CIADDR YIADDR FILE [GIADDR]
header() {
	echo "02 01 06 00  01020304  0000 $1  $2 $3 0a090001 ${5:-00000000}
	    525400123456 10*00
	    '10.9.0.1' @108
	    '$4' @236
	    63825363"
}

uuid="61 11 00 4c4c4544 0042 4710 8057 b4c04f564432"

@test "a BIOS PC is told PXELINUX, in exactly these bytes" {
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		02 01 06 00              # BOOTREPLY, Ethernet, 6 bytes, no hops
		01020304                 # xid
		0000 8000                # secs, flags: by broadcast
		00000000 00000000        # ciaddr, yiaddr: a proxy gives none
		0a090001 00000000        # siaddr, giaddr
		525400123456 10*00       # chaddr
		'10.9.0.1' @108          # sname
		'$BIOS' @236             # file
		63825363
		35 01 02                 # OFFER
		36 04 0a090001
		3c 09 'PXEClient'
		$uuid
		2b 04 06 01 08 ff        # ask nobody on 4011
		42 08 '10.9.0.1'
		43 2a '$BIOS' 00         # and a PAD
		ff
	" --arch 0000 --vendor PXEClient:Arch:00000:UNDI:002001
	run -0 cat "$dir/log"
	[ "$output" = "boot mac=$WEB1 name=web1 arch=bios via=eth0 \
msg=DISCOVER rule=mac:web1 file=$BIOS server=10.9.0.1 -> OFFER" ]
}

@test "a UEFI PC is told its loader, in exactly these bytes" {
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 $EFI)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	grep -q "arch=x64 .*file=$EFI server=10.9.0.1 -> OFFER" "$dir/log"
}

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

@test "the archs 7, 8 and 9 are one, and the first known of a list counts" {
	serve_both
	for arch in 0007 0008 0009 00630007 00090000; do
		told "$EFI" --arch "$arch"
	done
	told "$BIOS" --arch 00000007
}

@test "a client with other hardware is named by all of its bytes" {
	serve_both
	told "$EFI" --mac 01:02:03:04:05:06:07:08 --htype 32
	[ "${lines[1]:2:4}" = 2008 ]
	grep -q "mac=01:02:03:04:05:06:07:08 .*rule=default .*-> OFFER" \
	    "$dir/log"
}

@test "EDK2 is answered on 4011 at the port that it asks from" {
	serve_both
	answered 10.9.0.1:4011 10.9.0.21:4011 "
		$(header 0000 0a090015 00000000 $EFI)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2e '$EFI' 00  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	grep -q "via=eth0 msg=REQUEST .*-> ACK" "$dir/log"
}

@test "iPXE is answered on 4011 at port 68, from port 4011" {
	serve_both
	answered 10.9.0.1:4011 10.9.0.21:68 "
		$(header 8000 0a090015 00000000 $BIOS)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2a '$BIOS' 00  ff
	" --from 10.9.0.21:68 "${pxe_4011[@]}" --flags 8000 --arch 0000 \
	    --option 54:0a090001 --option "77:'iPXE'"
}

@test "a boot item that is asked for on 4011 comes back" {
	serve_both
	answered 10.9.0.1:4011 10.9.0.21:4011 "
		$(header 0000 0a090015 00000000 $BIOS)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'
		2b 07 47 04 80000000 ff
		43 2a '$BIOS' 00  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}" --arch 0000 --uuid none \
	    --option 43:470480000000ff
}

@test "4011 answers neither a DISCOVER nor what is meant for another" {
	serve_both
	silent wrong-port --from 10.9.0.21:4011 --to 10.9.0.1:4011
	silent not-for-us --from 10.9.0.21:4011 "${pxe_4011[@]}" \
	    --option 54:0a090002
}

@test "iPXE, in both spellings, never gets shim, nor iPXE again" {
	map <<-END
	default - boot=debian12
	$WEB1 web1 boot=debian12 x64=snponly.efi
	$LOADERS
	END
	serve_both
	told debian12/snponly.efi
	for class in "'iPXE'" "04 'iPXE'" "03 'abc' 04 'iPXE'"; do
		for mac in $WEB1 52:54:00:00:00:77; do
			told "$BIOS" --mac "$mac" --arch 0000 \
			    --option "77:$class"
			run -0 client --mac "$mac" --option "77:$class"
			name=$(client --show "${lines[1]:216:256}" --raw |
			    tr -d '\0')
			echo "$name"
			[[ -n $name && $name != *bootnet* &&
			    $name != *snponly* ]]
		done
	done
	[ "$(grep -c "stage=ipxe .*-> OFFER" "$dir/log")" = 12 ]
	# Not iPXE: a longer word, and counts that are too large.
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:'iPXEs'"
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:05 'iPXE'"
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:04 'iPX'" \
	    --option "78:'E'"
}

@test "ipxe= goes to the iPXE stage alone" {
	map <<-END
	default - boot=debian12 ipxe=http://10.9.0.1/menu.ipxe
	$LOADERS
	END
	serve_both
	told http://10.9.0.1/menu.ipxe --option "77:'iPXE'"
	told "$EFI"
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

@test "ignored, local and unknown clients and strange archs get nothing" {
	serve_both
	silent ignore --mac 52:54:00:00:00:0a
	grep -q "name=ign .*rule=mac:ign -> silent reason=ignore" "$dir/log"
	silent local --mac 52:54:00:00:00:0b
	silent no-loader-for-arch --arch 000b
	silent no-arch --arch none
	map <<-END
	$WEB1 web1 boot=debian12
	52:54:00:00:00:0c noact args=x
	$LOADERS
	END
	silent unknown-client --mac 52:54:00:00:00:99
	told "$EFI"
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

@test "a relay is answered at port 67, its option 82 last" {
	serve 0.0.0.0:67
	answered 10.9.0.1:67 10.9.0.250:67 "
		$(header 8000 00000000 00000000 $EFI 0a0900fa)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00
		52 06 01 04 65746830
		ff
	" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67 \
	    --option "82:01 04 65746830"
}

@test "nobody needs options 94 and 97" {
	serve_both
	told "$EFI" --undi none
	told "$EFI" --uuid none
	told "$EFI" --uuid ''
	told "$EFI" --undi 01 --uuid none
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
	silent bad-hlen --hlen 0
	silent bad-hlen --hlen 17
	silent bad-hlen --hlen 255
	silent bad-options --cut 245
	silent bad-options --tail 3c
	silent bad-options --tail "3cff 'PXEClient'"
	silent bad-options --option 52:01 --file "3c ff 126*41"
	silent bad-options --option 52:02 --sname 64*3c
	silent bad-overload --option 52:01 --file "34 01 01 ff"
	silent bad-overload --option 52:03 --file ff --sname "34 01 02 ff"
	silent bad-overload --option 52:01 --option 52:02
	silent bad-overload --option 52:00
	silent bad-overload --option 52:04
	silent bad-overload --option 52:0101
	silent bad-option-50 --option 50:0a0900
	silent bad-option-53 --option 53:01
	silent bad-option-54 --option 54:0a09000101
	silent bad-option-57 --option 57:05
	silent bad-option-93 --arch 00
	silent bad-option-97 --uuid 00
	silent bad-option-97 --uuid "16*00"
	silent bad-option-97 --uuid "18*00"
	silent bad-option-97 --uuid "01 16*22"
	told "$EFI"
	[ "$(grep -c start "$dir/starts")" = 1 ]
}

@test "whatever option 57 says, the answer fits and comes" {
	serve_both
	for size in 0000 0001 0240 05c0 ff00 ffff; do
		told "$EFI" --option "57:$size"
	done
}

# url LETTER BYTES
url() {
	printf 'http://10.9.0.1/'
	printf "$1%.0s" $(seq $(($2 - 16)))
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

# The map of a client that has its address from us.
map_given() {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 lease=1h
	$LOADERS
	END
}

given="33 04 00000e10  01 04 ffffff00  03 04 0a0900fe  06 04 0a0900fd"

@test "a client with ip= gets its address with the file" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $EFI)
		35 01 02  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $EFI)
		35 01 05  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	" --type 3 --option 54:0a090001 --option 50:0a090015
}

@test "iPXE with ip= is told that no proxy is to be waited for" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $BIOS)
		35 01 02  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2a '$BIOS' 00
		af 06 b0 01 01 01 01 04  ff
	" --arch 0000 --option "77:'iPXE'"
}

@test "a client with ip= is not answered for another server's address" {
	map_given
	serve_both
	silent not-for-us --type 3 --option 54:0a090002 --option 50:0a090015
	silent not-for-us --type 3 --option 50:0a090015
	silent other-address --type 3 --option 54:0a090001 \
	    --option 50:0a090016
	silent other-address --type 3 --option 54:0a090001
}

@test "UEFI that boots by HTTP gets a URL, or nothing" {
	map <<-END
	default - boot=debian12 ipxe=http://10.9.0.1/menu.ipxe
	$LOADERS
	END
	serve_both
	http="--arch 0010 --vendor HTTPClient:Arch:00016:UNDI:003000"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 http://10.9.0.1/menu.ipxe)
		35 01 02  36 04 0a090001  3c 0a 'HTTPClient'  $uuid
		42 08 '10.9.0.1'  43 19 'http://10.9.0.1/menu.ipxe' 00  ff
	" $http --option "77:'iPXE'"
	silent no-loader-for-arch $http
	silent no-loader-for-arch $http --arch 0007
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

@test "a corrupt map is refused, and the next good one taken" {
	cp "$dir/clients.cdb" "$dir/good"
	printf 'x' | dd of="$dir/clients.cdb" bs=1 seek=2200 conv=notrunc \
	    status=none
	serve_both
	silent no-map
	grep -q "cannot read map .*corrupt" "$dir/log"
	head -c 2000 "$dir/good" >"$dir/clients.cdb"
	silent no-map
	mv "$dir/good" "$dir/clients.cdb"
	told "$EFI"
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

@test "the first datagram, whose interface nobody knows, is answered" {
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 $EFI)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	answered 10.9.0.1:4011 10.9.0.21:4011 "
		$(header 0000 0a090015 00000000 $EFI)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2e '$EFI' 00  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "$(grep -c start "$dir/starts")" = 2 ]
}

@test "with two interfaces the first answer goes out by both" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	serve_both
	run -0 client --interface pc1
	[ "${lines[0]}" = "10.8.0.1:67 > 255.255.255.255:68" ]
	[[ ${lines[1]} == *$(client --show "36 04 0a080001")* ]]
	wait_lines "$dir/log" "via=eth0 .*server=10.9.0.1 -> OFFER"
	wait_lines "$dir/log" "via=eth1 .*server=10.8.0.1 -> OFFER"
	# From then on the kernel says which one it is.
	for n in 0 1; do
		: >"$dir/log"
		run -0 client --interface "pc$n"
		[ "${#lines[@]}" = 2 ]
		wait_lines "$dir/log" "via=eth$n"
		[ "$(wc -l <"$dir/log")" = 1 ]
	done
}

@test "-i names the interface of the first, and is the only one served" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	serve_both -- -i eth1
	run -0 client --interface pc1
	[ "${lines[0]}" = "10.8.0.1:67 > 255.255.255.255:68" ]
	[ "$(wc -l <"$dir/log")" = 1 ]
	silent other-interface
}

@test "an interface without an address of ours cannot be answered on" {
	serve_both
	told "$EFI"
	inside ip addr flush dev eth0
	silent no-address
}

@test "a start by hand, -l, stays for ever" {
	behind "$helper" -d -m "$dir/clients.cdb" -t 0 \
	    -l 255.255.255.255 -l 0.0.0.0:4011 2>>"$dir/log"
	until inside ss -nlu | grep -q ":4011 "; do
		kill -0 "$pid"
	done
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

@test "when nothing comes it goes, and leaves inetd's socket as it was" {
	serve 255.255.255.255:67 -- -t 0
	told "$EFI"
	wait_lines "$dir/starts" '^end [0-9]* status 0$'
	told "$EFI"
	wait_lines "$dir/starts" '^end [0-9]* status 0$' 2
}

@test "a burst is one start" {
	serve 255.255.255.255:67 -- -t 60
	for n in $(seq 0 99); do
		printf -- '--mac\n52:54:00:00:01:%02x\n' "$n"
	done | inside xargs -n 2 -P 4 "$python" "$top/tests/dhcp_client.py" \
	    --send-only
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
	grep -q "^-t wants a number of seconds" "$dir/log"
}

@test "wrong usage by hand is explained, with exit status 2" {
	run -2 "$helper" -x </dev/null
	[[ $output == *"usage: dhcp-helper [-dv] [-i interface]"* ]]
	run -2 "$helper" </dev/null
	[[ $output == *"no socket was handed over"* ]]
	run -1 "$helper" -l 192.0.2.1 </dev/null
	[[ $output == "dhcp-helper: cannot listen on 192.0.2.1: "* ]]
	run -1 inside "$helper" -l "[::1]" </dev/null
	[[ $output == *"cannot answer on a socket of IPv6"* ]]
	run -1 inside "$helper" -i eth7 -l 10.9.0.1 </dev/null
	[[ $output == *"cannot use interface eth7"* ]]
}

@test "a million random messages: silence or a correct answer" {
	cd "$top"
	local sources=(tests/dhcp_random.c
	    dhcp-helper/{message,decide,reply}.c lib/*.c)
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -Ilib -Idhcp-helper -O1 -g \
	    -fsanitize=address,undefined -fno-sanitize-recover=all \
	    -o "$dir/random" "${sources[@]}" -lbsd -lcdb
	run -0 "$dir/random" "${DHCP_SEED:-1}" 1000000 "$dir/clients.cdb"
	echo "$output"
	# Enough of them got past the first checks to mean something.
	[ "$(awk '{ print ($3 > 100000 && $5 > 10000) }' <<<"$output")" = 1 ]
}

@test "every reason of silence is explained in the manual page" {
	cd "$top/dhcp-helper"
	sed -n 's/.*"\([a-z]*-[a-z-]*\)".*/\1/p' message.c decide.c serve.c |
	    sort -u | grep -v '^dhcp-helper$\|^bad-option-' >"$dir/words"
	[ "$(wc -l <"$dir/words")" -ge 20 ]
	for word in $(cat "$dir/words"); do
		echo "$word"
		grep -qE "^\.It .*\b$word( |$)" dhcp-helper.8
	done
}
