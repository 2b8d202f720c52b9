#!/usr/bin/env bats
# dhcp-helper and each kind of client: what it sends, what it is told.

bats_require_minimum_version 1.5.0

load dhcp

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
		$pxelinux
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
		43 2a '$BIOS' 00  $pxelinux  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}" --arch 0000 --uuid none \
	    --option 43:470480000000ff
}

@test "who asks on 4011 and has no address is answered by broadcast" {
	serve_both
	told "$EFI"
	answered 10.9.0.1:4011 255.255.255.255:68 "
		$(header 0000 00000000 00000000 $EFI)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2e '$EFI' 00  ff
	" --to 255.255.255.255:4011 --type 3
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
			name=$(file_of "${lines[1]}")
			echo "$name"
			[[ $name != - && $name != *bootnet* &&
			    $name != *snponly* ]]
		done
	done
	wait_for_times 12 60 "$dir/log" "stage=ipxe .*-> OFFER"
	# Not iPXE: a longer word, and counts that are too large.
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:'iPXEs'"
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:05 'iPXE'"
	told "$EFI" --mac 52:54:00:00:00:77 --option "77:04 'iPX'" \
	    --option "78:'E'"
}

@test "iPXE is known by option 175 as well, whatever its user class" {
	: >"$dir/root/debian12/undionly.kpxe"
	: >"$dir/root/debian12/menu.ipxe"
	map <<-END
	default - boot=debian12 bios=undionly.kpxe x64=snponly.efi
	image debian12 - ipxe=menu.ipxe
	END
	serve 255.255.255.255:67
	local has=(--option "175:b1 01 02 21 01 01 10 01 02 13 01 01")
	for arch in 0000 0007; do
		rom=(--mac 52:54:00:00:00:99 --arch "$arch")
		told debian12/menu.ipxe "${rom[@]}" "${has[@]}"
		for class in "'Tinkerbell'" "'gPXE'" "'iPXE' 00" "04 'iPXE' 03 'foo'" \
		    "" "ff" "05 'iPXE' 00"; do
			told debian12/menu.ipxe "${rom[@]}" "${has[@]}" \
			    --option "77:$class"
			logged "stage=ipxe"
		done
		# The word alone, with the NUL that some builds count.
		for class in "'iPXE' 00" "05 'iPXE' 00" "'gPXE'" "04 'gPXE'"; do
			told debian12/menu.ipxe "${rom[@]}" --option "77:$class"
		done
	done
	# Bytes that only fill are passed over.
	told debian12/menu.ipxe --mac 52:54:00:00:00:99 --arch 0000 \
	    --option "175:00 00 b1 01 02 00 13 01 01"
	# What has no sub-option of a length that fits is no 175 of iPXE.
	for value in "" 00 "00 ff" b1 "b1 01" "b1 00 00" "b1 05 01" "ff ff ff"; do
		told debian12/undionly.kpxe --mac 52:54:00:00:00:99 --arch 0000 \
		    --option "175:$value"
		logged "arch=bios via="
	done
}

@test "without option 93 the vendor class says the arch; a bare PXEClient is BIOS" {
	pe aa64 >"$dir/root/debian12/a.efi"
	map <<-END
	default - boot=debian12 class=HW arm64=a.efi
	$LOADERS
	END
	serve 255.255.255.255:67
	local none=(--arch none --mac 52:54:00:00:00:99)
	told "$EFI" "${none[@]}"
	logged "arch=x64 "
	told debian12/a.efi "${none[@]}" --vendor PXEClient:Arch:00011:UNDI:003000
	told debian12/a.efi "${none[@]}" --vendor PXEClient:Arch:11
	told "$BIOS" "${none[@]}" --vendor PXEClient:Arch:00000:UNDI:002001
	for class in PXEClient PXEClient: PXEClient:Arch: PXEClient:Arch:x \
	    PXEClient:Arch:99999 PXEClient:UNDI:002001; do
		told "$BIOS" "${none[@]}" --vendor "$class"
		logged "arch=bios "
	done
	# Of another vendor nothing else is known; if it says so, that counts.
	told "$BIOS" "${none[@]}" --vendor HW
	told "$EFI" "${none[@]}" --vendor HW:Arch:00007
	silent no-loader-for-arch "${none[@]}" --vendor HTTPClient:Arch:00016
	silent no-arch "${none[@]}" --vendor HTTPClient
}

@test "InfiniBand: without an address of its hardware, by UUID or client id" {
	local ib=(--htype 32 --mac "" --vendor PXEClient:Arch:00000)
	map <<-END
	uuid:4c4c4544-0042-4710-8057-b4c04f564432 ib1 boot=debian12 ip=10.9.0.21
	e0:07:1b:79:d0:84 ib2 boot=debian12 ip=10.9.0.22
	default - boot=debian12
	$LOADERS
	END
	serve_both -- -t 0
	# RFC 4390: by broadcast, and hlen is 0 in the answer, too.
	run -0 client "${ib[@]}" --arch 0000
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:2:4}" = 2000 ]
	[ "${lines[1]:20:4}" = 8000 ]
	[ "${lines[1]:32:8}" = 0a090015 ]
	logged "mac=- uuid:4c4c4544-0042-4710-8057-b4c04f564432 name=ib1 .*rule=uuid:ib1 .*-> OFFER"
	# 20 bytes are said, and chaddr has not got them.
	run -0 client "${ib[@]}" --hlen 20 --arch 0000
	[ "${lines[1]:2:4}" = 2000 ]
	[ "${lines[1]:32:8}" = 0a090015 ]
	# A UUID in 61, as firmware and as RFC 4361 have it; a GUID; a MAC.
	local id
	for id in "00 ${uuid:9}" "ff 00000001 0004 ${uuid:9}"; do
		told "$BIOS" "${ib[@]}" --arch 0000 --uuid none --option "61:$id"
		has "3d $(printf %02x $(($(client --show "$id" | tr -d '\n' | wc -c) / 2))) $id"
		logged "rule=uuid:ib1"
	done
	for id in "ff00000000000200 0002c900 e0071b ffff 79d084" \
	    "ff00000000000200 0002c900 e0071b 0300 79d084" \
	    "01 e0071b79d084" "ff 00000001 0003 0001 e0071b79d084" \
	    "ff 00000001 0001 0001 2a2a2a2a e0071b79d084"; do
		told "$BIOS" "${ib[@]}" --arch 0000 --uuid none --option "61:$id"
		[ "${lines[1]:32:8}" = 0a090016 ]
		logged "mac=e0:07:1b:79:d0:84 name=ib2 .*rule=mac:ib2"
	done
	# Others are default's, each with a place of its own among those who wait.
	map <<-END
	default - boot=debian12 quirk=delay=60
	$LOADERS
	END
	for id in 01 02; do
		client "${ib[@]}" --arch 0000 --uuid none --send-only \
		    --option "61:20 000000000000 0000 00000000 0000 00 $id"
		wait_lines "$dir/log" "mac=- id:20:.*:$id .*rule=default .*delay=60$"
	done
	# The identifier is all that says whose answer it is.
	run -0 client "${ib[@]}" --arch 0000 --uuid none --option "61:20 03" \
	    --from 10.9.0.21:68 "${pxe_4011[@]}"
	has "3d 02 20 03"
	client "${ib[@]}" --arch 0000 --uuid "00 16*11" --send-only
	client "${ib[@]}" --arch 0000 --uuid "00 16*22" --send-only
	wait_for_times 4 60 "$dir/log" "-> OFFER delay=60$"
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

@test "ignored and unknown clients and strange archs get nothing" {
	serve_both
	silent ignore --mac 52:54:00:00:00:0a
	grep -q "name=ign .*rule=mac:ign -> silent reason=ignore" "$dir/log"
	silent no-loader-for-arch --arch 000b
	silent no-arch --arch none --vendor HTTPClient
	map <<-END
	$WEB1 web1 boot=debian12
	52:54:00:00:00:0c noact args=x
	$LOADERS
	END
	silent unknown-client --mac 52:54:00:00:00:99
	told "$EFI"
}

@test "nobody needs options 94 and 97" {
	serve_both
	told "$EFI" --undi none
	told "$EFI" --uuid none
	told "$EFI" --uuid ''
	told "$EFI" --undi 01 --uuid none
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

# The image of before, its clients by HTTP.
map_http() {
	map <<-END
	default - boot=debian12 http=yes
	$WEB1 web1 boot=debian12
	52:54:00:00:00:01 kernel boot=debian12 kernel=debian-installer/amd64/linux args=a
	52:54:00:00:00:02 no boot=debian12 http=no
	52:54:00:00:00:03 url boot=debian12 http=https://boot.example:8443/pxe
	52:54:00:00:00:04 served boot=debian12 server=10.9.0.7
	52:54:00:00:00:05 named boot=debian12 x64-http=http://h/x.efi
	52:54:00:00:00:06 none boot=debian12 x64=-
	52:54:00:00:00:07 other boot=debian12 x64=tftp://10.20.0.6/x.efi
	52:54:00:00:00:08 disk local
	52:54:00:00:00:09 given boot=debian12 ip=10.9.0.22
	52:54:00:00:00:0d own boot=debian12 ipxe=/debian12/menu.ipxe
	52:54:00:00:00:0e lpxe boot=debian12 bios=syslinux/lpxelinux.0 args=a kernel=debian-installer/amd64/linux
	52:54:00:00:00:0f flat boot=debian12 bios=/lpxelinux.0
	52:54:00:00:00:10 secure boot=debian12 bios=/lpxelinux.0 http=https://boot.example:8443/pxe
	52:54:00:00:00:11 grub boot=debian12 bios=grub.0
	$LOADERS
	END
}

root_http() {
	boot_root
	mkdir "$dir/root/debian12/syslinux" "$dir/root/debian12/pxelinux.cfg"
	echo menu >"$dir/root/debian12/pxelinux.cfg/default"
	echo '#!ipxe' >"$dir/root/debian12/menu.ipxe"
	printf 'not a PE file' | tee "$dir/root/debian12/syslinux/lpxelinux.0" "$dir/root/debian12/grub.0" >"$dir/root/lpxelinux.0"
	chmod -R a+rX "$dir/root"
}

@test "with http= UEFI that boots by HTTP gets the URL of what it gets by PXE, in exactly these bytes" {
	root_http
	map_http
	serve_both
	http="--arch 0010 --vendor HTTPClient:Arch:00016:UNDI:003000"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 "http://10.9.0.1/$EFI")
		35 01 02  36 04 0a090001  3c 0a 'HTTPClient'  $uuid
		42 08 '10.9.0.1'  43 3e 'http://10.9.0.1/$EFI' 00  ff
	" $http
	logged " arch=x64-http via=eth0 msg=DISCOVER rule=mac:web1 file=http://10.9.0.1/$EFI server=10.9.0.1 -> OFFER"
	# The REQUEST is for who gave the address.
	silent not-for-us $http --type 3 --option 54:0a090002 --option 50:0a090015
	told "http://10.9.0.1/$EFI" $http --mac 52:54:00:00:00:99 --arch 0011
	told "http://10.9.0.1/$EFI" $http --mac 52:54:00:00:00:99 --arch none
	told "http://10.9.0.1/$EFI" $http --mac 52:54:00:00:00:99 --arch 0007
	told "http://10.9.0.1/$EFI" --mac 52:54:00:00:00:99 --arch 0010
	told "$EFI" --mac 52:54:00:00:00:99 --arch 0007
	silent no-loader-for-arch --vendor HTTPClient:Arch:00019 --arch 0013
	silent no-loader-for-arch --vendor HTTPClient --arch 0014
	# The words of the map.
	silent no-loader-for-arch $http --mac 52:54:00:00:00:02
	told "https://boot.example:8443/pxe/$EFI" $http --mac 52:54:00:00:00:03
	told "http://10.9.0.7/$EFI" $http --mac 52:54:00:00:00:04
	[ "${lines[1]:40:8}" = 0a090007 ]
	told http://h/x.efi $http --mac 52:54:00:00:00:05
	silent none-by-map $http --mac 52:54:00:00:00:06
	silent no-loader-for-arch $http --mac 52:54:00:00:00:07
	told local://10.9.0.1/ $http --mac 52:54:00:00:00:08
	logged ' file=local://10.9.0.1/ server=10.9.0.1 boots=disk -> OFFER$'
	# Who has its address from us has it all in one.
	told "http://10.9.0.1/$EFI" $http --mac 52:54:00:00:00:09
	[ "${lines[1]:32:8}" = 0a090016 ]
	has "3c 0a 'HTTPClient'"
	lacks 2b04
}

@test "with http= an iPXE that says HTTP gets URLs, and no other" {
	root_http
	map_http
	serve_both
	ipxe=(--option "77:'iPXE'")
	# 175 as iPXE of Debian sends it: the card's bus, its version, its features.
	features="b1 05 01 80 86 10 0e  eb 03 01 15 01  17 01 01  22 01 01  13 01 01  27 01 01"
	can=("${ipxe[@]}" --option "175:$features")
	cannot=("${ipxe[@]}" --option "175:${features/13 01 01/15 01 01}")
	without=("${ipxe[@]}" --option "175:${features/13 01 01/13 01 00}")
	secure=("${ipxe[@]}" --option "175:${features/13 01 01/14 01 01}")
	local kernel=(--mac 52:54:00:00:00:01) script=01-52-54-00-00-00-01.ipxe
	told "http://10.9.0.1/$script" "${kernel[@]}" "${can[@]}"
	[ "${lines[1]:40:8}" = 0a090001 ]
	has "3c 09 'PXEClient'" "43 29 'http://10.9.0.1/$script' 00"
	told "$script" "${kernel[@]}" "${cannot[@]}"
	told "$script" "${kernel[@]}" "${without[@]}"
	told "$script" "${kernel[@]}" "${ipxe[@]}"
	# PXELINUX is for who has no HTTP, or no kernel to load by it.
	told "http://10.9.0.1/$script" --arch 0000 "${kernel[@]}" "${can[@]}"
	told "$BIOS" --arch 0000 "${kernel[@]}" "${cannot[@]}"
	told "http://10.9.0.1/$BIOS" --arch 0000 "${can[@]}"
	told "$BIOS" --arch 0000 "${ipxe[@]}"
	# The script that starts the image's loader.
	told http://10.9.0.1/01-52-54-00-12-34-56.ipxe "${can[@]}"
	told http://10.9.0.1/01-52-54-00-00-00-08.ipxe --mac 52:54:00:00:00:08 "${can[@]}"
	told http://10.9.0.1/debian12/menu.ipxe --mac 52:54:00:00:00:0d "${can[@]}"
	told debian12/menu.ipxe --mac 52:54:00:00:00:0d "${cannot[@]}"
	told 01-52-54-00-00-00-02.ipxe --mac 52:54:00:00:00:02 "${can[@]}"
	told http://10.9.0.7/01-52-54-00-00-00-04.ipxe --mac 52:54:00:00:00:04 "${can[@]}"
	# The PXELINUX with an HTTP of its own, and a loader that has none.
	told http://10.9.0.1/lpxelinux.0 --arch 0000 --mac 52:54:00:00:00:0f "${can[@]}"
	told lpxelinux.0 --arch 0000 --mac 52:54:00:00:00:10 "${secure[@]}"
	told debian12/grub.0 --arch 0000 --mac 52:54:00:00:00:11 "${can[@]}"
	# HTTPS is another feature.
	told 01-52-54-00-00-00-03.ipxe --mac 52:54:00:00:00:03 "${can[@]}"
	told https://boot.example:8443/pxe/01-52-54-00-00-00-03.ipxe --mac 52:54:00:00:00:03 "${secure[@]}"
}

@test "with http= lpxelinux.0 is told its folder as a URL" {
	root_http
	map_http
	serve_both
	bios=(--arch 0000 --vendor PXEClient:Arch:00000:UNDI:002001)
	told debian12/syslinux/lpxelinux.0 "${bios[@]}" --mac 52:54:00:00:00:0e
	has "d1 21 'pxelinux.cfg/01-52-54-00-00-00-0e'" "d2 22 'http://10.9.0.1/debian12/syslinux/'"
	told lpxelinux.0 "${bios[@]}" --mac 52:54:00:00:00:0f
	has "d2 10 'http://10.9.0.1/'"
	# It has no HTTPS; and the PXELINUX without HTTP.
	told lpxelinux.0 "${bios[@]}" --mac 52:54:00:00:00:10
	lacks "d2"
	told "$BIOS" "${bios[@]}" --mac 52:54:00:00:00:01
	has "d2 20 'debian12/debian-installer/amd64/'"
}

@test "with http= a net says it for all who are on it" {
	map <<-END
	default - boot=debian12
	net 10.9.0.0/24 - http=http://boot.example/
	net 10.8.0.0/24 - server=10.8.0.1
	52:54:00:00:00:02 no boot=debian12 http=no
	$LOADERS
	END
	serve_both
	http="--arch 0010 --vendor HTTPClient:Arch:00016:UNDI:003000"
	told "http://boot.example/$EFI" $http
	silent no-loader-for-arch $http --mac 52:54:00:00:00:02
}

@test "every arch of IANA's table gets the file of its word, or of its number" {
	boot_root
	: >"$dir/clients"
	local n words="image debian12 -" http=" 15 16 18 19 20 23 26 28 30 38 40 "
	for n in {0..7} {10..16} 18 19 20 21 23 {25..41} 99 65535; do
		case $http in
		*" $n "*) words+=" arch$n=http://10.9.0.1/f$n" ;;
		*) words+=" arch$n=f$n" && echo x >"$dir/root/debian12/f$n" ;;
		esac
	done
	chmod -R a+r "$dir/root"
	# Its machine types are not looked at here.
	for n in 6 10 11 25 27 29 37 39; do
		printf 'no PE file' >"$dir/root/debian12/f$n"
	done
	pe 014c >"$dir/root/debian12/f6"
	pe 8664 >"$dir/root/debian12/f7"
	pe 01c2 >"$dir/root/debian12/f10"
	pe aa64 >"$dir/root/debian12/f11"
	pe 5064 >"$dir/root/debian12/f27"
	pe 6264 >"$dir/root/debian12/f39"
	printf 'default - boot=debian12\n%s\n' "$words" | map
	serve_both
	for n in {0..41} 99 65535; do
		local file=$n
		case $n in
		8 | 9) file=7 ;;
		17) file=16 ;;
		22) file=21 ;;
		24) file=23 ;;
		esac
		if [[ $http == *" $file "* ]]; then
			file=http://10.9.0.1/f$file
		else
			file=debian12/f$file
		fi
		told "$file" --mac 52:54:00:00:00:99 --arch "$(printf %04x $n)"
		# By HTTP a path is of no use.
		if [[ $file == http* ]]; then
			told "$file" --mac 52:54:00:00:00:99 \
			    --vendor HTTPClient --arch "$(printf %04x $n)"
			lacks 2b04
		else
			silent no-loader-for-arch --vendor HTTPClient \
			    --mac 52:54:00:00:00:99 --arch "$(printf %04x $n)"
		fi
	done
}

# An image for a Raspberry Pi beside that for PCs, and one for U-Boot.
map_boards() {
	boot_root
	mkdir "$dir/root/pi"
	echo x >"$dir/root/pi/bootcode.bin"
	echo x >"$dir/root/debian12/u-boot.scr"
	chmod -R a+rX "$dir/root"
	map <<-END
	default - boot=debian12 rpi=/pi/bootcode.bin
	b8:27:eb:* - boot=pi
	image pi - rpi=bootcode.bin
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	$LOADERS uboot=u-boot.scr
	END
}

# The string is three bytes longer than its words, for the ROM of the Pi 3.
pi43="2b 23  06 01 03  0a 04 00 'PXE'  09 17 0000 14 'Raspberry Pi Boot   ' ff"

@test "a Raspberry Pi 3 is known by its xid or its record" {
	map_boards
	serve_both
	pi3=(--vendor PXEClient:Arch:00000:UNDI:002001 --arch 0000
	    --undi 010201 --uuid "00 16*44" --xid 26f30339)
	answered 10.9.0.1:67 255.255.255.255:68 "
		02 01 06 00  26f30339  0000 8000
		00000000 00000000 0a090001 00000000
		b827eb112233 10*00  '10.9.0.1' @108  'pi/bootcode.bin' @236
		63825363
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  61 11 00 16*44
		$pi43  42 08 '10.9.0.1'  43 0f 'pi/bootcode.bin' 00  ff
	" "${pi3[@]}" --mac b8:27:eb:11:22:33
	logged "arch=rpi .*rule=prefix:b8:27:eb:\* .*-> OFFER$"
	# Its prefix, which has rpi= and no bios=, tells as much.
	told pi/bootcode.bin "${pi3[@]}" --mac b8:27:eb:11:22:33 --xid 01020304
	has "$pi43"
	# And so does its xid, where the image is one for PCs, too.
	told pi/bootcode.bin "${pi3[@]}" --mac 52:54:00:00:00:99
	has "$pi43"
	# A PC with BIOS stays one.
	told "$BIOS" "${pi3[@]}" --mac 52:54:00:00:00:99 --xid 01020304
	has "2b 04 06 01 08 ff"
	# iPXE may have any xid.
	told "$BIOS" "${pi3[@]}" --mac 52:54:00:00:00:99 --option "77:'iPXE'"
}

@test "a Raspberry Pi 4 or 5 is known by its UUID, whatever its arch" {
	map_boards
	serve_both
	for model in 34 35; do # "RPi4", "RPi5"
		told pi/bootcode.bin --mac dc:a6:32:01:36:c2 --arch 0000 \
		    --vendor PXEClient:Arch:00000:UNDI:002001 \
		    --uuid "00 525069$model 12*11"
		has "$pi43" "42 08 '10.9.0.1'"
	done
	told pi/bootcode.bin --mac dc:a6:32:01:36:c2 --arch 0029 \
	    --vendor PXEClient:Arch:00041:UNDI:002001
	# Nor are PCs told what is for a Pi, where default is one.
	printf 'default - boot=pi\nimage pi - rpi=bootcode.bin\n' | map
	silent no-loader-for-arch --arch 0000
	# Without rpi= it is not told what is for PCs.
	map_default
	silent no-loader-for-arch --mac dc:a6:32:01:36:c2 --arch 0000 \
	    --uuid "00 52506934 12*11"
	logged arch=rpi
}

@test "who is in no line boots what its net says, and the log has its class" {
	map <<-'END'
		net 10.9.0.0/24 - boot=debian12
		net 10.8.0.0/24 - ignore
		group lab - boot=debian12 x64=tftp://10.20.0.6/other.efi
		52:54:00:00:00:98 - group=lab
	END
	serve_both
	told "$BIOS" --arch 0000 --mac 52:54:00:00:00:97
	logged "arch=bios via=eth0 msg=DISCOVER rule=net:10.9.0.0/24 file=.*-> OFFER$"
	told other.efi --mac 52:54:00:00:00:98
	logged "rule=mac:52:54:00:00:00:98 file=.*-> OFFER$"
	silent no-loader-for-arch --vendor U-Boot.armv8 --arch 0016 --mac 52:54:00:00:00:97
	logged "msg=DISCOVER class=U-Boot.armv8 rule=net:10.9.0.0/24 -> silent"
}

@test "U-Boot reads siaddr and file, whatever else it says" {
	map_boards
	serve_both
	uboot=(--undi 010000 --uuid none --mac 52:54:00:00:00:99)
	answered 10.9.0.1:67 255.255.255.255:68 "
		02 01 06 00  01020304  0000 8000
		00000000 00000000 0a090001 00000000
		525400000099 10*00  '10.9.0.1' @108
		'debian12/u-boot.scr' @236  63825363
		35 01 02  36 04 0a090001  42 08 '10.9.0.1'
		43 13 'debian12/u-boot.scr' 00  ff  @300
	" "${uboot[@]}" --vendor U-Boot --arch none --option 57:0240 \
	    --option 55:0103060c0d11
	logged "arch=uboot .*-> OFFER$"
	for arch in 0000 0015 0016; do
		told debian12/u-boot.scr "${uboot[@]}" --vendor U-Boot.armv8 \
		    --arch "$arch"
	done
	told debian12/u-boot.scr "${uboot[@]}" --arch 0016 \
	    --vendor PXEClient:Arch:00022:UNDI:003000
	# Without proxy support it needs its address from us.
	told debian12/u-boot.scr --undi 010000 --uuid none --vendor U-Boot \
	    --arch none
	[ "${lines[1]:32:8}" = 0a090015 ]
	told debian12/u-boot.scr --undi 010000 --uuid none --vendor U-Boot \
	    --arch none --type 3 --option 54:0a090001 --option 50:0a090015
	has "35 01 05"
}

@test "options 209 and 210 are told to PXELINUX and to whoever asks" {
	map_boards
	serve_both
	told "$BIOS" --arch 0000
	has "$pxelinux"
	# U-Boot's "pxe get" asks, EFI's GRUB by a script of its own.
	told debian12/u-boot.scr --vendor U-Boot --arch none --option 55:d1d2
	has "d1 21 'pxelinux.cfg/01-52-54-00-12-34-56'  d2 09 'debian12/'"
	told "$EFI" --option 55:d1d2
	has "d1 1d 'grub.cfg-01-52-54-00-12-34-56'
	    d2 20 'debian12/debian-installer/amd64/'"
	told "$EFI" --option 55:d2
	lacks d11d
	told "$EFI"
	lacks d11d d220
	# syslinux.efi reads what PXELINUX reads.
	pe 8664 >"$dir/root/debian12/syslinux.efi"
	chmod a+r "$dir/root/debian12/syslinux.efi"
	cp "$dir/clients" "$dir/again"
	sed 's| web1 | web1 x64=syslinux.efi |' "$dir/again" | map
	told debian12/syslinux.efi --option 55:d1
	has "d1 21 'pxelinux.cfg/01-52-54-00-12-34-56'"
	map <"$dir/again"
	# An image with configuration of its own keeps it; iPXE has its script.
	told "$BIOS" --arch 0000 --option 55:d1d2 --option "77:'iPXE'"
	lacks d121 d220
	mkdir "$dir/root/debian12/debian-installer/amd64/pxelinux.cfg"
	echo x >"$dir/root/debian12/debian-installer/amd64/pxelinux.cfg/default"
	chmod -R a+rX "$dir/root"
	cp "$dir/clients" "$dir/again"
	map <"$dir/again"
	told "$BIOS" --arch 0000
	lacks d121 d220
}

@test "local: a loader that goes to the disk where there is one, or a boot that ends" {
	boot_root
	mkdir "$dir/root/loaders"
	printf 'not a PE file' >"$dir/root/loaders/pxelinux.0"
	pe 8664 >"$dir/root/loaders/grubx64.efi"
	chmod -R a+rX "$dir/root"
	map <<-END
	default - ignore
	$WEB1 web1 local
	52:54:00:00:00:02 web2 local quirk=local-exit
	52:54:00:00:00:03 web3 local quirk=local-silent
	52:54:00:00:00:04 web4 local quirk=no-43
	52:54:00:00:00:05 web5 local x64=-
	END
	serve_both
	told loaders/pxelinux.0 --arch 0000
	has "d1 21 'pxelinux.cfg/01-52-54-00-12-34-56'  d2 08 'loaders/'"
	told 01-52-54-00-12-34-56.ipxe --arch 0000 --option "77:'iPXE'"
	to_disk
	to_disk --arch none
	told loaders/pxelinux.0 --arch none --vendor PXEClient
	told loaders/grubx64.efi --mac 52:54:00:00:00:02
	silent local --mac 52:54:00:00:00:03
	silent local --mac 52:54:00:00:00:03 --arch 0010 --vendor HTTPClient
	silent local --mac 52:54:00:00:00:04
	to_disk --mac 52:54:00:00:00:05
}

@test "the answer that ends a network boot, byte for byte" {
	map <<-END
	$WEB1 web1 local
	52:54:00:00:00:02 web2 local http=yes server=10.9.0.7
	END
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 '')
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid  $local_boot  ff
	"
	# BIOS without a loader, and every kind of UEFI.
	for arch in 0000 0006 0009 000b 001b 0027; do
		to_disk --arch $arch
	done
	# On 4011, where another server has sent it.
	answered 10.9.0.1:4011 10.9.0.21:68 "
		$(header 0000 0a090015 00000000 '')
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid  $local_boot  ff
	" --from 10.9.0.21:68 "${pxe_4011[@]}"
	# A URL that UEFI cannot load by.
	http="--arch 0010 --vendor HTTPClient:Arch:00016:UNDI:003000"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 local://10.9.0.1/)
		35 01 02  36 04 0a090001  3c 0a 'HTTPClient'  $uuid
		42 08 '10.9.0.1'  43 11 'local://10.9.0.1/' 00  ff
	" $http
	told local://10.9.0.1/ $http --mac 52:54:00:00:00:02
	# Who is not known to understand either goes on when nobody answers.
	silent local --vendor U-Boot.armv8 --arch 0016
	silent local --vendor HTTPClient --arch 0017
	silent local --arch 0029
	silent local --option "43:47 04 8000 0000 ff" --type 3 --option 54:0a090001
}

@test "iPXE says in option 175 whether it has HTTP" {
	map <<-END
	default - boot=debian12 ipxe=http://10.9.0.1/menu.ipxe
	52:54:00:00:00:02 - boot=debian12 ipxe=https://10.9.0.1/menu.ipxe
	$LOADERS
	END
	serve_both
	rom=(--arch 0000 --option "77:'iPXE'")
	http='13 01 01' https='14 01 01' pxe='21 01 01' menu='27 01 01'
	local other=(--mac 52:54:00:00:00:02)
	told http://10.9.0.1/menu.ipxe "${rom[@]}"
	told http://10.9.0.1/menu.ipxe "${rom[@]}" --option "175:$pxe $http"
	told http://10.9.0.1/menu.ipxe "${rom[@]}" --option "175:00 $pxe 00 00 $http"
	told "$BIOS" "${rom[@]}" --option "175:$pxe ff $http"
	told "$BIOS" "${rom[@]}" --option "175:$pxe $menu"
	told "$BIOS" "${rom[@]}" --option "175:$pxe 13 01 00"
	told "$BIOS" "${rom[@]}" --option "175:$pxe 13 00"
	told "$BIOS" "${rom[@]}" --option "175:$pxe 13"
	told "$BIOS" "${rom[@]}" --option "175:$pxe 13 02 01"
	told https://10.9.0.1/menu.ipxe "${rom[@]}" "${other[@]}" \
	    --option "175:$http $https"
	told "$BIOS" "${rom[@]}" "${other[@]}" --option "175:$http"
	# Under EFI the script is next; it comes by TFTP.
	told 01-52-54-00-12-34-56.ipxe --option "77:'iPXE'" \
	    --option "175:$pxe $menu"
}

@test "Apple's NetBoot is refused in so many words" {
	serve_both
	silent apple-bsdp --vendor AAPLBSDPC/i386/iMac4,1 --arch none --type 8
}

@test "a boot item that is asked for of everybody comes back on 67" {
	serve_both
	item=(--type 3 --option 43:470400000000ff --ciaddr 10.9.0.21
	    --from 10.9.0.21:68)
	run -0 client "${item[@]}" --flags 8000
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	has "35 01 05" "2b 07 47 04 00000000 ff" "43 2e '$EFI' 00"
	run -0 client "${item[@]}"
	[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.21:68" ]
	told "$EFI" "${item[@]}" --option 54:0a090001
	silent not-for-us "${item[@]}" --option 54:0a090002
	# One of another length is none, and the log says so.
	for odd in 4703000000ff 47050000000000ff 47040000000047020000ff; do
		silent not-for-us --type 3 --option "43:$odd" --ciaddr 10.9.0.21 \
		    --from 10.9.0.21:68
		logged "msg=REQUEST ignored=43 rule="
	done
	# The last bit of the layer asks for a signature.
	silent no-bis --type 3 --option 43:470400008000ff
	silent no-bis --from 10.9.0.21:4011 "${pxe_4011[@]}" \
	    --option 43:470400008000ff
}

# The rows of the matrix of what OVMF's PXE and iPXE's BIOS ROM were seen to
# need: each sends what it sends, and gets what boots it.

# OVMF's DISCOVER, and its REQUEST to 4011, which says 65280 in 57.
ovmf=(--vendor PXEClient:Arch:00007:UNDI:003000 --arch 0007 --undi 010300
    --option "55:01 02 03 04 05 06 0c 0d 0f 11 12 16 17 1c 28 29 2a 2b 32 33
    36 3a 3b 3c 42 43 61 80 81 82 83 84 85 86 87")
ovmf_67=("${ovmf[@]}" --option 57:05c0)
ovmf_4011=("${ovmf[@]}" --option 57:ff00 --from 10.9.0.21:4011
    "${pxe_4011[@]}")
# iPXE's, as a ROM for BIOS.
ipxe=(--vendor PXEClient:Arch:00000:UNDI:002001 --arch 0000 --undi 010201
    --option 57:05c0 --option "77:'iPXE'"
    --option "55:01 03 06 07 0c 0f 11 2b 3c 42 43 77 80 81 82 83 84 85 86 87
    af cb" --option "61:01 525400123456"
    --option "175:b1 05 01 1af4 1000 eb 03 010000 17 01 01 22 01 01 13 01 01
    11 01 01 27 01 01 19 01 01 10 01 02 21 01 01 15 01 01 18 01 01 12 01 01")
ipxe_4011=("${ipxe[@]}" --flags 8000 --from 10.9.0.21:68 "${pxe_4011[@]}"
    --option 54:0a090001)

# what OPTIONS...: the answer is a whole one, and to_all.
whole() {
	told "$@"
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	has "35 01 02" "36 04 0a090001" "3c 09 'PXEClient'" "2b 04 06 01 08 ff"
	[ "${lines[1]:40:8}" = 0a090001 ]
	[ "${#lines[1]}" -ge 600 ]
}

@test "matrix: 43 says direct, and siaddr and file are there" {
	serve_both
	whole "$EFI" "${ovmf_67[@]}"
	whole "$BIOS" "${ipxe[@]}"
}

@test "matrix: without 43 the answer on 4011 is there, or OVMF ends with E16" {
	map <<-END
	default - boot=debian12 quirk=no-43
	$LOADERS
	END
	serve_both
	told "$EFI" "${ovmf_67[@]}"
	lacks 2b04
	told "$EFI" "${ovmf_4011[@]}"
	told "$BIOS" "${ipxe[@]}"
	lacks 2b04
	[ "${lines[1]:40:8}" = 0a090001 ]
}

@test "matrix: 60, 54 and a siaddr are never missing; 60 is the bare word" {
	serve_both
	for more in "" "--uuid none" "--secs 4"; do
		whole "$EFI" "${ovmf_67[@]}" $more
		whole "$BIOS" "${ipxe[@]}" $more
	done
}

@test "matrix: 97 comes back where it was sent" {
	serve_both
	whole "$EFI" "${ovmf_67[@]}"
	has "$uuid"
	whole "$EFI" "${ovmf_67[@]}" --uuid none
	lacks 6111
}

@test "matrix: the name stands in file and in 67, exact, and a PAD behind" {
	serve_both
	whole "$EFI" "${ovmf_67[@]}"
	has "42 08 '10.9.0.1'  43 2e '$EFI' 00"
	whole "$BIOS" "${ipxe[@]}"
	has "43 2a '$BIOS' 00"
}

@test "matrix: the file may be in the ACK of 4011 alone" {
	map <<-END
	default - boot=debian12 quirk=binl
	$LOADERS
	END
	serve_both
	told '' "${ovmf_67[@]}"
	[ "${lines[1]:216:256}" = "$(client --show "128*00")" ]
	told '' "${ipxe[@]}"
	[ "${lines[1]:216:256}" = "$(client --show "128*00")" ]
	lacks 2b04 432e 432a
	told "$EFI" "${ovmf_4011[@]}"
	told "$BIOS" "${ipxe_4011[@]}"
}

@test "matrix: 4011 answers with ACK, from 4011, to the port that asked" {
	serve_both
	told "$EFI" "${ovmf_4011[@]}"
	[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
	has "35 01 05" "36 04 0a090001" "3c 09 'PXEClient'"
	lacks 2b04
	told "$BIOS" "${ipxe_4011[@]}"
	[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:68" ]
	has "35 01 05" "36 04 0a090001"
	[ "${lines[1]:40:8}" = 0a090001 ]
}

@test "matrix: a late answer is for who asks for it" {
	map <<-END
	default - boot=debian12
	$WEB1 web1 boot=debian12 quirk=delay=1
	$LOADERS
	END
	serve_both
	whole "$EFI" "${ovmf_67[@]}"
	logged "delay=1$"
	whole "$EFI" "${ovmf_67[@]}" --mac 52:54:00:00:00:99
	logged "-> OFFER$"
}

@test "matrix: a REQUEST on 67 is for the DHCP server, and gets no ACK" {
	serve_both
	silent not-for-us "${ovmf_67[@]}" --type 3 --option 54:0a0900fe \
	    --option 50:0a090015
	silent not-for-us "${ipxe[@]}" --type 3 --option 54:0a0900fe \
	    --option 50:0a090015
}

@test "matrix: OVMF's HTTP boot gets its own class, a URL and no 43" {
	map <<-END
	default - boot=debian12 x64-http=http://10.9.0.1/shimx64.efi
	$LOADERS
	END
	serve_both
	told http://10.9.0.1/shimx64.efi --arch 0010 --undi 010300 \
	    --vendor HTTPClient:Arch:00016:UNDI:003000 \
	    --option "55:01 02 03 04 06 0c 0f 11 2b 3c 42 43 61 eb" \
	    --option 57:05c0
	has "3c 0a 'HTTPClient'" "43 1b 'http://10.9.0.1/shimx64.efi' 00" "$uuid"
	lacks 2b04
	silent wrong-port --arch 0010 --vendor HTTPClient:Arch:00016 \
	    --to 10.9.0.1:4011 --from 10.9.0.21:4011
}
