#!/usr/bin/env bats
# mkbootroot explain: what a client is told and sent, and why.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load mkbootroot
load sees

setup() {
	root_begin
	netboot_tree "$root/debian12"
	rescue_tree "$root/rescue"
	printf '%s\n' >"$dir/clients" \
	    '52:54:00:12:34:56 web1 boot=debian12 ip=10.9.0.21' \
	    '52:54:00:ab:cd:ef web2 boot=debian12 args="console=ttyS0 a=b"' \
	    'aa:bb:cc:dd:ee:ff db1 local' \
	    'b8:27:eb:* - boot=rescue x64=/debian12/debian-installer/amd64/grubx64.efi' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=rescue server=10.8.0.1 mac=52:54:00:99:88:77' \
	    '1:2:3:4:5:6 pair boot=debian12' \
	    '1:2:3:4:5:7 pair boot=debian12' \
	    'net 10.9.0.0/24 - server=10.9.0.1 router=10.9.0.254 lease=1h' \
	    'default - ignore dns=9.9.9.9'
	mkbootroot -q -f "$dir/clients"
}

EFI=debian12/debian-installer/amd64/bootnetx64.efi

@test "a client of the map is explained step by step" {
	explain 52:54:00:12:34:56 arch=x64
	[ "$status" = 0 ]
	[ "$output" = "\
lookup
  52:54:00:12:34:56: found
rule        mac:web1
record      52:54:00:12:34:56 web1 boot=debian12 ip=10.9.0.21
image       image debian12 -
  found there: bios=pxelinux.0
  found there: x64=debian-installer/amd64/bootnetx64.efi
  found there: x64 GRUB without shim: debian-installer/amd64/grubx64.efi
  found there: kernel=debian-installer/amd64/linux
  found there: initrd=debian-installer/amd64/initrd.gz
  found there: medium debian-netboot
  found there: boot configuration of its own
net         net 10.9.0.0/24 - server=10.9.0.1 router=10.9.0.254 lease=1h: \
chosen by ip=
default     default - ignore dns=9.9.9.9
words
  boot=debian12: from the client's record
  kernel=debian-installer/amd64/linux: not used, because the image has boot
    configuration of its own and no args= or initrd= speaks to it
  ip=10.9.0.21: from the client's record
  server=10.9.0.1: from the net
  router=10.9.0.254: from the net
  dns=9.9.9.9: from default
  lease=1h: from the net
boot files
  x64       ROM   $EFI: the boot file of this arch
answer to x64
  message        OFFER
  to             255.255.255.255:68, from port 67
  op             2, a reply
  htype, hlen    1, 6 bytes
  hops           0
  xid            00 00 00 00
  secs           0
  flags          80 00, by broadcast
  ciaddr         0.0.0.0
  yiaddr         10.9.0.21
  siaddr         10.9.0.1
  giaddr         0.0.0.0
  chaddr         52 54 00 12 34 56
  sname          10.9.0.1
  file           $EFI
  cookie         63 82 53 63
  53 message     OFFER
  54 server id   the server's own address on that link
  51 lease       3600 s
  1 netmask      255.255.255.0
  3 router       10.9.0.254
  6 dns          9.9.9.9
  60 class       PXEClient
  43 PXE         06 01 08 ff
  43.6 control   08
  66 server      10.9.0.1
  150 server     10.9.0.1
  67 file        $EFI
  255 end        nothing follows" ]
}

@test "a name is found, and says which it is with name:" {
	explain web1 arch=bios
	[ "$status" = 0 ]
	sees 'rule        mac:web1'
	sees '  file           debian12/pxelinux.0'
	explain name:web1 arch=bios
	sees 'rule        mac:web1'
	explain web9
	[ "$status" = 1 ]
	[ "$output" = 'mkbootroot: no client of the map is named web9' ]
}

@test "each card of a machine is explained" {
	explain pair arch=bios
	[ "$status" = 0 ]
	sees '  01:02:03:04:05:06: found'
	sees '  01:02:03:04:05:07: found'
}

@test "a UUID is tried both ways round" {
	explain uuid:44454c4c-4200-1047-8057-b4c04f564432 arch=x64
	sees '  uuid:44454c4c-4200-1047-8057-b4c04f564432: no record' \
	    '  byte-swapped uuid:4c4c4544-0042-4710-8057-b4c04f564432: found' \
	    'rule        uuid:r640'
	sees '  97 UUID        00 44 45 4c 4c 42 00 10 47 80 57 b4 c0 4f 56 44 32' ||
	    sees 'answer to x64' '  silence        no-loader-for-arch'
	explain uuid:xyz
	[ "$status" = 1 ]
	[ "$output" = 'mkbootroot: xyz is not a UUID' ]
}

@test "the mac= of a uuid: line is a key as well" {
	explain 52-54-00-99-88-77 arch=x64
	sees '  52:54:00:99:88:77: no record' \
	    '  mac=52:54:00:99:88:77: found'
	sees "  server=10.8.0.1: from the client's record"
}

@test "the longest prefix is found, each length tried" {
	explain b827.eb01.0203 arch=x64
	sees '  b8:27:eb:01:02:03: no record' \
	    '  mac=b8:27:eb:01:02:03: no record' \
	    '  b8:27:eb:01:02:*: no record' '  b8:27:eb:01:*: no record' \
	    '  b8:27:eb:*: found' 'rule        prefix:b8:27:eb:*'
	sees '  file           debian12/debian-installer/amd64/grubx64.efi'
	sees '  siaddr         '"the server's own address on that link"
}

@test "an address chooses the client and the net" {
	explain ip:10.9.0.21 arch=bios
	sees 'rule        mac:web1'
	explain ip:10.9.0.99 arch=bios
	sees '  default: found' 'rule        default'
	sees 'net         net 10.9.0.0/24 - server=10.9.0.1 '\
'router=10.9.0.254 lease=1h: chosen by ip:'
	sees '  silence        ignore'
	printf '%s\n' 'default - boot=debian12' \
	    'net 10.9.0.0/24 - server=10.9.0.1' | mkbootroot -q -f -
	explain ip:10.9.0.99 arch=bios
	sees '  siaddr         10.9.0.1'
	explain ip:10.9.0
	[ "$output" = 'mkbootroot: 10.9.0 is not an IPv4 address' ]
}

@test "silence is explained with its reason" {
	explain db1 arch=uboot
	[ "$status" = 0 ]
	sees 'answer to uboot' '  silence        local'
	explain 9:9:9:9:9:9 arch=x64
	sees '  default: found' 'rule        default'
	sees 'answer to x64' '  silence        ignore'
	explain web1 arch=arm64
	sees '  arm64     ROM   none: there is no boot file for this arch' \
	    'answer to arm64' '  silence        no-loader-for-arch'
	echo '52:54:00:12:34:56 web1 local' | mkbootroot -q -f -
	explain 9:9:9:9:9:9 arch=x64
	sees 'rule        none: the client is not in the map, and there is no default'
	sees 'answer to x64' '  silence        unknown-client'
}

@test "quirks and class= are shown, and what is said on 4011" {
	printf '%s\n' 'default - boot=debian12 quirk=delay=3 class=HW' \
	    '52:54:00:12:34:56 web1 quirk=binl quirk=no-blksize' |
	    mkbootroot -q -f -
	explain web1 arch=x64
	sees '  class=HW: from default' \
	    "  quirk=binl: from the client's record" \
	    "  quirk=no-blksize: from the client's record" \
	    '  quirk=delay=3: from default'
	sees 'answer to x64' '  message        OFFER' '  to             '\
'255.255.255.255:68, from port 67, after 3 s'
	sees '  file           empty'
	sees 'answer to x64 on port 4011' '  message        ACK' \
	    '  to             where it asks from, from port 4011'
	sees "  67 file        $EFI"
}

@test "a mask that only the link knows is explained as that of the link" {
	echo '52:54:00:12:34:56 web1 boot=debian12 ip=10.9.0.21' |
	    mkbootroot -q -f -
	explain web1 arch=x64
	sees '  netmask        that of the link, if it is known there'
}

@test "without an arch the common ones are explained" {
	explain web1
	# What it comes to is said first, packets only where they are wanted.
	[ "${lines[0]}" = 'boot files' ]
	[ "${lines[1]}" = '  bios      ROM   debian12/pxelinux.0: the boot file of this arch' ]
	[[ $output != *'answer to'* ]]
	[[ $output != *arm64* ]]
	[ "$(grep -c '^  x64       iPXE' <<<"$output")" = 1 ]
	sees 'rule        mac:web1'
	run mkbootroot -v explain web1
	[ "${lines[1]}" = '  bios      ROM   debian12/pxelinux.0: the boot file of this arch' ]
	sees 'answer to bios'
	sees 'answer to x64'
	sees 'answer to arm64' '  silence        no-loader-for-arch'
}

@test "the iPXE stage has its own boot file" {
	explain web2 arch=x64 stage=ipxe
	sees 'answer to x64 in iPXE' '  message        OFFER'
	sees '  file           01-52-54-00-ab-cd-ef.ipxe'
	explain web2 arch=bios stage=ipxe
	sees '  file           debian12/pxelinux.0'
}

@test "generated configuration is printed as it would be sent" {
	explain web2 arch=x64 file=/debian-installer/amd64/grub/grub.cfg
	[ "$status" = 0 ]
	sees 'file /debian-installer/amd64/grub/grub.cfg'
	sees "linux '/debian12/debian-installer/amd64/linux' 'BOOTIF=01-52-54-00-ab-cd-ef' 'console=ttyS0' 'a=b'" \
	    "initrd '/debian12/debian-installer/amd64/initrd.gz'" 'if [ "$?" = 0 ]; then boot; fi'
	[[ $output = *' bytes, GRUB, generated for this client'* ]]
	explain web2 arch=bios \
	    file=debian12/pxelinux.cfg/01-52-54-00-ab-cd-ef
	[[ $output = *' bytes, PXELINUX, generated for this client'* ]]
	[[ $output = *$'\nAPPEND BOOTIF=01-52-54-00-ab-cd-ef console=ttyS0 a=b'* ]]
}

@test "a file is looked for in the image, then in the boot root" {
	echo root >"$root/debian-file"
	explain web1 arch=bios file=version.info
	sees '  sent: debian12/version.info, 3 bytes, in the client'"'s image"
	explain web1 arch=bios file=/debian-file
	[ "$status" = 0 ]
	[[ ${lines[-1]} = \
	    '  sent: debian-file, 5 bytes, in the boot root' ]]
	[[ $output = *$'\n  debian12/debian-file: '*"in the client's image"* ]]
}

@test "an error that tftpd would send is explained" {
	explain web1 arch=bios file=nothing
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  error 1: it is nowhere' ]
	explain web1 arch=bios file=../clients
	[ "$status" = 1 ]
	sees 'file ../clients' '  error 2: outside-the-boot-root'
	chmod 600 "$root/debian12/version.info"
	explain web1 arch=bios file=version.info
	[ "$status" = 1 ]
	[[ ${lines[-1]} = '  error 2: debian12/version.info: '* ]]
}

# http LINE...: these clients, whose default is http=yes.
http() {
	printf '%s\n' 'default - ignore http=yes' 'net 10.9.0.0/24 - lease=1h' "$@" >"$dir/clients"
	mkbootroot -q -f "$dir/clients"
}

@test "http=: the word, the boot files and the answers, by HTTP and by TFTP" {
	http '52:54:00:12:34:56 web1 boot=debian12 args=a' '1:2:3:4:5:6 no boot=debian12 http=no' \
	    '1:2:3:4:5:7 own boot=debian12 http=https://h:8/pxe' '1:2:3:4:5:8 menu boot=debian12 ipxe=http://h/x'
	explain web1
	sees '  x64       ROM   '"$EFI"': the boot file of this arch'
	sees '  x64-http  ROM   http://SERVER/'"$EFI"': http=, and the boot file of this arch by PXE'
	sees '  x64       iPXE  http://SERVER/boot.ipxe: the generated script, which boots the kernel' \
	    '    an iPXE without HTTP (option 175): boot.ipxe by TFTP: the generated script, which boots the kernel'
	sees '  bios      iPXE  http://SERVER/boot.ipxe: the generated script, which boots the kernel' \
	    '    an iPXE without HTTP (option 175): debian12/pxelinux.0 by TFTP: the BIOS loader, which iPXE can start'
	sees '  http=yes: from default'
	[ "$(grep -c '^  x64-http' <<<"$output")" = 1 ]
	explain web1 arch=x64-http
	sees '  x64-http  ROM   http://SERVER/'"$EFI"': http=, and the boot file of this arch by PXE'
	sees 'answer to x64-http' '  message        OFFER'
	sees "  siaddr         the server's own address on that link"
	sees '  60 class       HTTPClient' "  66 server      the server's own address on that link" \
	    "  67 file        http://SERVER/$EFI"
	explain web1 arch=x64
	sees '    by TFTP, in spite of http=: PXE has no HTTP'
	explain web1 arch=x64 stage=ipxe
	sees '  file           http://SERVER/01-52-54-00-12-34-56.ipxe'
	explain no
	[[ $output != *x64-http* && $output != *http:* ]]
	sees "  http=no: from the client's record"
	explain no arch=x64
	[[ $output != *'in spite of http='* ]]
	explain own arch=x64-http
	sees "  67 file        https://h:8/pxe/$EFI"
	explain menu arch=x64 stage=ipxe
	sees '  x64       iPXE  http://h/x: ipxe= of the map'
	explain own arch=bios stage=ipxe
	sees '  bios      iPXE  https://h:8/pxe/debian12/pxelinux.0: the BIOS loader, which iPXE can start' \
	    '    an iPXE without HTTP (option 175): debian12/pxelinux.0 by TFTP: the BIOS loader, which iPXE can start'
	cp "$root/debian12/pxelinux.0" "$root/debian12/lpxelinux.0"
	http '1:2:3:4:5:7 own boot=debian12 bios=lpxelinux.0 http=https://h:8/pxe' '1:2:3:4:5:8 it boot=debian12 bios=lpxelinux.0'
	explain own arch=bios stage=ipxe
	sees '  bios      iPXE  debian12/lpxelinux.0: the BIOS loader, which iPXE can start' \
	    '    by TFTP, in spite of http=: what it loads then it asks for by TFTP'
	explain it arch=bios
	sees '    by TFTP, as PXE wants it; it loads all else by HTTP'
	sees '  210 prefix     http://SERVER/debian12/'
}

@test "url= is what httpd sends for it" {
	http '52:54:00:12:34:56 web1 boot=debian12 args=a ip=10.9.0.21'
	explain web1 arch=x64-http url=http://10.9.0.1/debian-installer/amd64/grub/grub.cfg
	[ "$status" = 0 ]
	sees 'url http://10.9.0.1/debian-installer/amd64/grub/grub.cfg' '  the name: debian-installer/amd64/grub/grub.cfg'
	[[ $output = *'  sent by HTTP: '*' bytes, GRUB, generated for this client'* ]]
	sees "linux '/debian12/debian-installer/amd64/linux' 'BOOTIF=01-52-54-00-12-34-56' 'a'"
	explain web1 url=http://10.9.0.1//version.info?x#y
	[ "${lines[-1]}" = "  sent by HTTP: debian12/version.info, 3 bytes, in the client's image" ]
	explain web1 url=/version%2einfo
	sees '  the name: version.info'
	explain web1 url=http://10.9.0.1/nothing
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  status 404: it is nowhere' ]
	explain web1 url=http://10.9.0.1/../clients
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  status 404: outside-the-boot-root' ]
	explain web1 url=http://10.9.0.1/a%00
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  status 400: bad-name: The request cannot be understood' ]
	explain web1 url=ftp://h/x
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  status 400: bad-name: The request cannot be understood' ]
	chmod 600 "$root/debian12/version.info"
	explain web1 url=/version.info
	[ "$status" = 1 ]
	[[ ${lines[-1]} = '  status 403: debian12/version.info: '* ]]
}

@test "what explain does not know is refused" {
	explain web1 arch=z80
	[ "$status" = 1 ]
	[ "$output" = 'mkbootroot: z80 is not an arch: it is bios, x64, x64-http, arm64 or another one of clients(5)' ]
	explain web1 stage=two
	[ "$status" = 2 ]
	[ "$output" = \
	    'mkbootroot: stage=two: explain takes arch=, stage=ipxe, file= and url=' ]
	explain
	[ "$status" = 2 ]
}
