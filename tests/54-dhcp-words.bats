#!/usr/bin/env bats
# The map's words about boot files: one on a server of its own, one for iPXE
# under a kind of firmware, one for a vendor class, and none.

bats_require_minimum_version 1.5.0

load dhcp
load sees

WDS=x/wdsmgfw.efi
bootp=(--type 0 --undi none --uuid none --arch none --vendor none)

# explain ARGUMENT...: what it says of the map.
explain() {
	run -0 "$compile" -m "$dir/clients.cdb" -r "$dir/root" explain "$@"
}

map_elsewhere() {
	map <<-END
	$WEB1 web1 boot=debian12 server=10.9.0.7 servername=boot x64=tftp://10.20.0.6/$WDS $*
	$LOADERS
	END
}

@test "a boot file on a server of its own, in exactly these bytes" {
	map_elsewhere
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		02 01 06 00  01020304  0000 8000
		00000000 00000000 0a140006 00000000   # siaddr is that server
		525400123456 10*00
		'10.20.0.6' @108 '$WDS' @236
		63825363
		35 01 02  36 04 0a090001              # but 54 is us
		3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff
		42 09 '10.20.0.6'  96 04 0a140006
		43 0d '$WDS' 00  ff
	"
	logged "arch=x64 .* file=$WDS server=10.20.0.6 -> OFFER$"
	# All others still have server= and its name.
	told "$BIOS" --arch 0000
	[ "${lines[1]:40:8}" = 0a090007 ]
	has "42 04 'boot'" "96 04 0a090007"
}

@test "a boot file on a server of its own, with binl, ip= and BOOTP" {
	map_elsewhere quirk=binl
	serve_both
	run -0 client
	[ "${lines[1]:40:8}" = 0a090001 ]
	[[ ${lines[1]:88} == $(client --show "'boot' 00")* ]]
	told "$WDS" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "${lines[1]:40:8}" = 0a140006 ]
	[[ ${lines[1]:88} == $(client --show "'10.20.0.6' 00")* ]]
	map_elsewhere ip=10.9.0.21 bios=tftp://10.20.0.8//tftpboot/pxelinux.0
	told "$WDS"
	[ "${lines[1]:40:8}" = 0a140006 ]
	has "36 04 0a090001" "42 09 '10.20.0.6'" "96 04 0a140006"
	# The file's name is all that is behind the slash; nothing of ours is
	# named as configuration there.
	told /tftpboot/pxelinux.0 --arch 0000
	[ "${lines[1]:40:8}" = 0a140008 ]
	lacks "d1 21 'pxelinux.cfg/" "d2 0a '/tftpboot/'"
	told /tftpboot/pxelinux.0 "${bootp[@]}"
	[ "${lines[1]:40:8}" = 0a140008 ]
}

@test "Windows' backslashes go out as they stand" {
	map <<-END
	default - boot=debian12 x64="tftp://10.20.0.6/boot\\\\x64\\\\wdsmgfw.efi"
	END
	serve_both
	told 'boot\x64\wdsmgfw.efi'
	[ "${lines[1]:40:8}" = 0a140006 ]
}

@test "iPXE starts another server's loader there, and keeps its own URL" {
	map <<-END
	default - boot=debian12 bios=tftp://10.20.0.6/p/pxelinux.0
	$WEB1 web1 boot=debian12 bios=tftp://10.20.0.6/p/pxelinux.0 ipxe=tftp://10.20.0.6/a.ipxe
	END
	serve_both
	told p/pxelinux.0 --mac 52:54:00:00:00:99 --arch 0000 --option "77:'iPXE'"
	[ "${lines[1]:40:8}" = 0a140006 ]
	told tftp://10.20.0.6/a.ipxe --arch 0000 --option "77:'iPXE'"
	[ "${lines[1]:40:8}" = 0a090001 ]
}

# ipxe_told FILE MAC ARCH: what iPXE is told there.
ipxe_told() {
	told "$1" --mac "$2" --arch "$3" --option "77:'iPXE'"
}

@test "x64-ipxe= is for iPXE under x64, ipxe= for iPXE under all others" {
	boot_root
	mkdir "$dir/root/other"
	touch "$dir/root/debian12/a64" "$dir/root/other/other.ipxe"
	chmod -R a+rX "$dir/root"
	map <<-END
	default - boot=debian12 ipxe=http://h/all x64-ipxe=http://h/x64 arch11-ipxe=/debian12/a64
	52:54:00:00:00:01 a boot=debian12 ipxe=http://h/own
	52:54:00:00:00:02 b boot=debian12 bios-ipxe=http://h/bios
	52:54:00:00:00:03 c boot=other bios-ipxe=http://h/bios
	52:54:00:00:00:04 d local
	$LOADERS
	image other - arm64-ipxe=other.ipxe ipxe=http://h/other
	END
	serve_both
	ipxe_told http://h/all 52:54:00:00:00:99 0000
	ipxe_told http://h/all 52:54:00:00:00:99 0006
	for arch in 0007 0008 0009; do
		ipxe_told http://h/x64 52:54:00:00:00:99 $arch
	done
	ipxe_told debian12/a64 52:54:00:00:00:99 000b
	told "$EFI" --mac 52:54:00:00:00:99
	# The record counts first: the client's ipxe= is before default's x64-ipxe=.
	ipxe_told http://h/own 52:54:00:00:00:01 0007
	ipxe_told http://h/own 52:54:00:00:00:01 0000
	# What a record does not say is the next one's to say.
	ipxe_told http://h/bios 52:54:00:00:00:02 0000
	ipxe_told http://h/x64 52:54:00:00:00:02 0007
	ipxe_told http://h/all 52:54:00:00:00:02 0006
	ipxe_told http://h/bios 52:54:00:00:00:03 0000
	ipxe_told http://h/other 52:54:00:00:00:03 0007
	ipxe_told other/other.ipxe 52:54:00:00:00:03 000b
	# Default's words are not for who boots its disk.
	ipxe_told 01-52-54-00-00-00-04.ipxe 52:54:00:00:00:04 0007
	explain b
	sees "  bios-ipxe=http://h/bios: from the client's record" \
	    '  x64-ipxe=http://h/x64: from default' \
	    '  arm64-ipxe=/debian12/a64: from default' \
	    '  ipxe=http://h/all: from default'
	explain a
	[[ $output != *'x64-ipxe=http://h/x64: from'* ]]
	explain b arch=x64 stage=ipxe
	sees "  x64       iPXE  http://h/x64: the map's word for iPXE here"
	explain b arch=ia32 stage=ipxe
	sees '  ia32      iPXE  http://h/all: ipxe= of the map'
}

@test "iPXE is told a URL or a path with its settings as they stand" {
	map <<-'END'
	default - boot=debian12 ipxe=http://h/${mac:hexhyp}.ipxe bios-ipxe=hosts/${net0/mac}.ipxe
	END
	serve_both
	ipxe_told 'http://h/${mac:hexhyp}.ipxe' $WEB1 0007
	ipxe_told 'debian12/hosts/${net0/mac}.ipxe' $WEB1 0000
	explain $WEB1 arch=bios stage=ipxe
	sees '  bios      iPXE  debian12/hosts/${net0/mac}.ipxe: the map'"'"'s word for iPXE here'
	# A generated script has nothing of it.
	explain $WEB1 file=boot.ipxe
	[[ $output = *'#!ipxe'* ]]
	[[ ${output##*'#!ipxe'} != *hexhyp* ]]
}

@test "iPXE without HTTP gets the next best of a word that is a URL" {
	map <<-END
	default - boot=debian12 x64-ipxe=https://h/x64
	image debian12 - x64=debian-installer/amd64/grubx64.efi
	END
	serve_both
	told 01-52-54-00-12-34-56.ipxe --option "77:'iPXE'" --option "175:130101"
	told https://h/x64 --option "77:'iPXE'" --option "175:140101"
}

# no_file REASON MAC OPTIONS...: silence, and the log says why.
no_file() {
	silent "$1" --mac "$2" "${@:3}"
}

@test "x64=-, ipxe=- and x64-ipxe=- are no boot file, whoever has one" {
	boot_root
	mkdir "$dir/root/loaders" "$dir/root/plain"
	printf 'not a PE file' >"$dir/root/loaders/pxelinux.0"
	echo kernel >"$dir/root/plain/linux"
	pe aa64 >"$dir/root/debian12/a64.efi"
	chmod -R a+rX "$dir/root"
	map <<-END
	default - boot=debian12 ipxe=http://h/all arm64=/debian12/a64.efi
	52:54:00:00:00:01 a boot=debian12 x64=-
	52:54:00:00:00:02 b boot=debian12 ipxe=-
	52:54:00:00:00:03 c boot=debian12 x64-ipxe=- arm64=-
	52:54:00:00:00:04 d local bios=-
	52:54:00:00:00:05 e local
	52:54:00:00:00:06 f boot=plain bios=-
	52:54:00:00:00:07 g boot=plain
	52:54:00:00:00:08 h local bios-ipxe=-
	52:54:00:00:00:09 i boot=debian12 x64-http=-
	52:54:00:00:00:0a j boot=plain bios=- ip=10.9.0.22
	image plain - kernel=linux
	image loaders - bios=pxelinux.0
	$LOADERS x64-http=http://h/x
	END
	serve_both
	no_file none-by-map 52:54:00:00:00:01
	logged 'name=a arch=x64 via=eth0 msg=DISCOVER rule=mac:a -> silent reason=none-by-map$'
	told "$BIOS" --mac 52:54:00:00:00:01 --arch 0000
	ipxe_told http://h/all 52:54:00:00:00:01 0007
	# Also where another arch of a list would have one, that one counts.
	told "$BIOS" --mac 52:54:00:00:00:01 --arch 00070000
	for arch in 0000 0007 000b; do
		no_file none-by-map 52:54:00:00:00:02 --arch $arch --option "77:'iPXE'"
	done
	told "$EFI" --mac 52:54:00:00:00:02
	no_file none-by-map 52:54:00:00:00:03 --option "77:'iPXE'"
	ipxe_told http://h/all 52:54:00:00:00:03 0000
	no_file none-by-map 52:54:00:00:00:03 --arch 000b
	no_file none-by-map 52:54:00:00:00:04 --arch 0000
	to_disk --mac 52:54:00:00:00:04
	told loaders/pxelinux.0 --mac 52:54:00:00:00:05 --arch 0000
	no_file none-by-map 52:54:00:00:00:06 --arch 0000
	told loaders/pxelinux.0 --mac 52:54:00:00:00:07 --arch 0000
	no_file none-by-map 52:54:00:00:00:08 --arch 0000 --option "77:'iPXE'"
	ipxe_told 01-52-54-00-00-00-08.ipxe 52:54:00:00:00:08 0007
	no_file none-by-map 52:54:00:00:00:09 --arch 0010 --vendor HTTPClient
	told http://h/x --mac 52:54:00:00:00:01 --arch 0010 --vendor HTTPClient
	# A BOOTP client still has its address.
	told '' --mac 52:54:00:00:00:0a "${bootp[@]}"
	[ "${lines[1]:32:8}" = 0a090016 ]
	explain a
	sees "  x64       ROM   none: silence: the map's word for this arch is -, none"
	explain a arch=x64
	sees 'answer to x64' '  silence        none-by-map'
	explain b arch=x64 stage=ipxe
	sees '  x64       iPXE  none: silence: ipxe=- of the map, none'
	explain c arch=x64 stage=ipxe
	sees "  x64       iPXE  none: silence: the map's word for iPXE here is -, none"
}

@test "where the loader is none, iPXE's script does not start the image's" {
	boot_root
	mkdir "$dir/root/grub"
	pe 8664 >"$dir/root/grub/grubx64.efi"
	chmod -R a+rX "$dir/root"
	map <<-END
	default - boot=grub
	52:54:00:00:00:01 a boot=grub x64=-
	52:54:00:00:00:02 b boot=grub x64=tftp://10.20.0.6/$WDS
	END
	serve_both
	ipxe_told 01-52-54-00-00-00-99.ipxe 52:54:00:00:00:99 0007
	no_file no-loader-for-arch 52:54:00:00:00:01 --option "77:'iPXE'"
	explain b file=boot.ipxe
	sees 'iseq ${buildarch}-${platform} x86_64-efi && set netX/next-server 10.20.0.6 && chain tftp://10.20.0.6/x/wdsmgfw.efi ||'
}

# of_class CLASS OPTIONS...: a BOOTP client that says this vendor class.
of_class() {
	[[ " $* " = *' --mac '* ]] || set -- "$@" --mac 52:54:00:00:00:01
	printf '%s\n' "${bootp[@]:0:8}" --vendor "$1" "${@:2}"
}

# class_told FILE CLASS OPTIONS...: what such a client is told.
class_told() {
	local options
	mapfile -t options < <(of_class "${@:2}")
	told "$1" "${options[@]}"
}

# map_classes IMAGE: a ROM and the program that it loads, both BOOTP; and thin
# clients, with DHCP and without option 93.
map_classes() {
	boot_root
	mkdir "$dir/root/am335x"
	touch "$dir/root/am335x"/{MLO,u-boot.img,pc.0,own.0}
	chmod -R a+rX "$dir/root"
	map <<-END
	default - boot=am335x class=Thin file=/am335x/pc.0 class=ThinQuiet file=- class=ThinFar file=tftp://10.20.0.6/far.0 class=ThinPlain
	52:54:00:00:00:01 bone boot=am335x ip=10.9.0.21
	52:54:00:00:00:02 own boot=am335x ip=10.9.0.22 bios=/am335x/own.0
	52:54:00:00:00:03 wrong boot=debian12 ip=10.9.0.23 class=HW
	52:54:00:00:00:04 disk local ip=10.9.0.24
	image am335x - $1
	$LOADERS
	END
}

@test "class= with blanks, and a boot file for each: BeagleBone's ROM and its SPL" {
	map_classes 'bios=pc.0 class="AM335x ROM" file=MLO class="AM335x U-Boot SPL" file=u-boot.img class=U-Boot.armv7 file=u-boot.img'
	serve_both -- -v
	class_told am335x/MLO 'AM335x ROM'
	[ "${lines[1]:32:8}" = 0a090015 ]
	class_told am335x/MLO 'AM335x ROM and more'
	class_told am335x/u-boot.img 'AM335x U-Boot SPL'
	# Then U-Boot itself, by DHCP.
	told am335x/u-boot.img --mac 52:54:00:00:00:01 --vendor U-Boot.armv7.am335x
	# All others have the file of their arch.
	class_told am335x/pc.0 'AM335x'
	class_told am335x/pc.0 Other
	told am335x/pc.0 --mac 52:54:00:00:00:01 --arch 0000
	explain bone
	sees '  class="AM335x ROM" file=MLO: from the image' \
	    '  class="AM335x U-Boot SPL" file=u-boot.img: from the image' \
	    '  class=U-Boot.armv7 file=u-boot.img: from the image'
	sees '  class "AM335x ROM" ROM am335x/MLO: file= behind it'
	# A more particular record's word for the arch counts first.
	class_told am335x/own.0 'AM335x ROM' --mac 52:54:00:00:00:02
	# And the classes of the first record that has any.
	class_told debian12/debian-installer/amd64/pxelinux.0 'AM335x ROM' --mac 52:54:00:00:00:03
}

@test "class=: the longest that fits counts; a file there, elsewhere or nowhere" {
	map_classes x64=/debian12/snponly.efi
	serve_both -- -v
	local mac=52:54:00:00:00:99
	told am335x/pc.0 --mac $mac --vendor Thin --arch none
	logged 'arch=- .* file=am335x/pc.0 .*-> OFFER'
	has "3c 04 'Thin'"
	told am335x/pc.0 --mac $mac --vendor ThinOther
	silent none-by-map --mac $mac --vendor ThinQuietly
	told far.0 --mac $mac --vendor ThinFar
	[ "${lines[1]:40:8}" = 0a140006 ]
	has "3c 07 'ThinFar'" "42 09 '10.20.0.6'" "96 04 0a140006"
	# Without a file the class boots as its arch does.
	told debian12/snponly.efi --mac $mac --vendor ThinPlain
	silent no-loader-for-arch --mac $mac --vendor ThinPlain --arch none
	# iPXE is no firmware of a class, and who boots its disk has none of default's.
	silent no-loader-for-arch --mac $mac --vendor Thin --option "77:'iPXE'" --arch 000b
	silent local --mac 52:54:00:00:00:04 --vendor Thin
	explain $mac
	sees '  class "Thin" ROM am335x/pc.0: file= behind it' \
	    '  class "ThinQuiet" ROM none: silence: file=- behind it, none' \
	    '  class "ThinFar" ROM far.0 on 10.20.0.6: file= behind it'
}
