#!/usr/bin/env bats
# Boot configuration made from the map: read back as the loaders read it, the
# menu, the disk, and the image loaders.

bats_require_minimum_version 1.5.0
load tftpd
load fixtures/bootroot
load sanitized
load sees

setup() {
	sender_begin
	mac=52:54:00:00:00:0
	mkdir -p "$root/rescue" "$root/other" "$root/efi" "$root/plain"
	echo kernel >"$root/rescue/vmlinuz"
	echo initrd >"$root/rescue/initrd.img"
	mkdir "$root/other/pxelinux.cfg"
	echo own >"$root/other/pxelinux.cfg/default"
	echo loader >"$root/other/pxelinux.0"
	echo loader >"$root/efi/bootx64.efi"
	echo text >"$root/plain/readme"
	chmod -R a+rX "$root"
}

# make_loaders FILE...: the image loaders.
make_loaders() {
	local file
	mkdir -p "$root/loaders"
	for file; do
		echo "$file" >"$root/loaders/$file"
	done
	chmod -R a+rX "$root"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -r "$root" "$@"
}

# map LINE...: compiles these lines.
map() {
	printf '%s\n' "$@" >"$dir/clients"
	(cd "$dir" && mkbootroot -q -f clients)
}

# CASES=20000 makes more texts, and make nightly does.
@test "no text of the map adds a command or changes an argument" {
	sanitized_program "$dir/render" -DRENDER "$top/tests/fuzz/config.c"
	for seed in 1 3; do
		run -0 python3 "$top/tests/config_reader.py" "$dir/render" "${CASES:-400}" "$seed"
		echo "$output"
	done
}

@test "the menu has the disk first, then the images that can be booted" {
	make_loaders pxelinux.0 ldlinux.c32 grubx64.efi
	map 'default - boot=menu args="console=ttyS0 a;b"' 'image rescue - args=one'
	run mkbootroot explain 1:2:3:4:5:6 file=pxelinux.cfg/default
	sees 'DEFAULT 0' 'PROMPT 1' 'TIMEOUT 100' \
	    'SAY   0  local: boot from the disk' 'SAY   1  rescue' \
	    'SAY   2  other' 'SAY Type a number; in 10 seconds it is 0.' \
	    'LABEL 0' 'MENU LABEL local: boot from the disk' 'LOCALBOOT 0' \
	    'LABEL 1' 'MENU LABEL rescue' 'LINUX ::/rescue/vmlinuz' 'INITRD ::/rescue/initrd.img' \
	    'APPEND BOOTIF=01-01-02-03-04-05-06 one console=ttyS0 a;b' \
	    'LABEL 2' 'MENU LABEL other' 'CONFIG ::/other/pxelinux.cfg/default' 'APPEND ::/other/'
	run mkbootroot explain 1:2:3:4:5:6 file=grub/grub.cfg
	sees 'set timeout=10' 'set default=0' "menuentry 'local: boot from the disk' {"
	sees "menuentry 'rescue' {" \
	    "	linux '/rescue/vmlinuz' 'BOOTIF=01-01-02-03-04-05-06' 'one' 'console=ttyS0' 'a;b'" \
	    "	initrd '/rescue/initrd.img'" '	if [ "$?" = 0 ]; then boot; fi' \
	    "	echo 'This has not started. The machine starts anew in 60 seconds (Esc: now).'" \
	    '	sleep --interruptible 60' '	reboot' '}' "menuentry 'efi' {" \
	    "	if [ \"\$grub_cpu-\$grub_platform\" = x86_64-efi ]; then chainloader '/efi/bootx64.efi'; fi" \
	    '}'
	run mkbootroot explain 1:2:3:4:5:6 stage=ipxe arch=x64 file=boot.ipxe
	sees '  file           01-01-02-03-04-05-06.ipxe'
	sees '#!ipxe' 'menu Boot' 'item 0 local: boot from the disk' 'item 1 rescue' \
	    'item 2 efi' 'item 3 other' \
	    'choose --timeout 10000 --default 0 number || goto 0' 'goto ${number}' ':0'
	sees ':1' 'kernel /rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-06 one console=ttyS0 a;b || goto failed' \
	    'initrd --name initrd0 /rescue/initrd.img || goto failed' 'boot || goto failed' 'exit 1' ':2'
	! grep -q plain <<<"$output"
}

@test "a kernel that does not come is said, and tried again: GRUB and iPXE start the machine anew" {
	make_loaders pxelinux.0 ldlinux.c32 grubx64.efi
	map '1:2:3:4:5:6 a boot=rescue' '1:2:3:4:5:7 b boot=menu' '1:2:3:4:5:8 c local'
	run -0 mkbootroot explain a file=grub/grub.cfg
	sees "initrd '/rescue/initrd.img'" 'if [ "$?" = 0 ]; then boot; fi' \
	    "echo 'This has not started. The machine starts anew in 60 seconds (Esc: now).'" \
	    'sleep --interruptible 60' reboot
	[[ $output = *reboot ]]
	run -0 mkbootroot explain a file=pxelinux.cfg/default
	sees 'DEFAULT boot' 'PROMPT 0' 'TIMEOUT 600' 'LABEL boot' 'LINUX ::/rescue/vmlinuz'
	for client in a b; do
		run -0 mkbootroot explain $client stage=ipxe arch=x64 file=boot.ipxe
		[[ $output = *$'\n:failed\necho This has not started. The machine starts anew in 60 seconds\nsleep 60 ||\nreboot ||\nexit 1' ]]
	done
	# The disk of a machine is its own affair.
	for file in grub/grub.cfg pxelinux.cfg/default boot.ipxe; do
		run -0 mkbootroot explain c file=$file
		[[ $output != *60* && $output != *reboot* ]]
	done
}

@test "an image of the menu on another server is started there" {
	make_loaders pxelinux.0 ldlinux.c32 grubx64.efi
	map 'default - boot=menu' 'image plain - bios=tftp://10.20.0.6/p/x.0 x64=tftp://10.20.0.6/p/x.efi' \
	    'image other - bios=tftp://10.20.0.7/pxelinux.0 x64=-' 'image efi - x64=-'
	run mkbootroot explain 1:2:3:4:5:6 file=pxelinux.cfg/default
	sees 'PXE 10.20.0.6::/p/x.0'
	sees 'CONFIG 10.20.0.7::/pxelinux.cfg/default' 'APPEND 10.20.0.7::/'
	run mkbootroot explain 1:2:3:4:5:6 file=grub/grub.cfg
	sees "	if [ \"\$grub_cpu-\$grub_platform\" = x86_64-efi ]; then chainloader '(tftp,10.20.0.6)/p/x.efi'; fi"
	[[ $output != *"menuentry 'efi'"* ]]
	run mkbootroot explain 1:2:3:4:5:6 stage=ipxe arch=x64 file=boot.ipxe
	sees 'iseq ${buildarch}-${platform} x86_64-pcbios && set netX/next-server 10.20.0.6 && chain tftp://10.20.0.6/p/x.0 ||'
	sees 'iseq ${buildarch}-${platform} x86_64-efi && set netX/next-server 10.20.0.6 && chain tftp://10.20.0.6/p/x.efi ||'
}

@test "by HTTP the configuration names URLs, or paths that follow from its own" {
	make_loaders pxelinux.0 ldlinux.c32 grubx64.efi
	mkdir "$root/odd"
	echo kernel >"$root/odd/vm#li%nuz"
	echo initrd >"$root/odd/initrd.img"
	chmod -R a+rX "$root"
	map '1:2:3:4:5:6 a boot=rescue args=a http=yes' \
	    '1:2:3:4:5:7 b boot=rescue http=https://h:8/pxe server=10.9.0.7' \
	    '1:2:3:4:5:8 c boot=odd kernel=vm#li%nuz initrd=initrd.img http=http://h:8/pxe/' \
	    '1:2:3:4:5:9 d boot=rescue' '1:2:3:4:5:a e boot=efi http=http://h/ server=10.9.0.7' \
	    '1:2:3:4:5:b f boot=efi http=http://h/p'
	run -0 mkbootroot explain a url=http://10.9.0.1/pxelinux.cfg/default
	sees 'url http://10.9.0.1/pxelinux.cfg/default' '  the name: pxelinux.cfg/default'
	sees 'LINUX http://SERVER/rescue/vmlinuz' 'INITRD http://SERVER/rescue/initrd.img' 'APPEND BOOTIF=01-01-02-03-04-05-06 a'
	run -0 mkbootroot explain a url=http://10.9.0.1/grub/grub.cfg
	sees "linux '/rescue/vmlinuz' 'BOOTIF=01-01-02-03-04-05-06' 'a'" "initrd '/rescue/initrd.img'" 'if [ "$?" = 0 ]; then boot; fi'
	run -0 mkbootroot explain a url=http://10.9.0.1/boot.ipxe
	sees '#!ipxe' 'kernel /rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-06 a || goto failed' 'initrd --name initrd0 /rescue/initrd.img || goto failed' 'boot || goto failed'
	# By TFTP nothing of that.
	run -0 mkbootroot explain a file=pxelinux.cfg/default
	sees 'LINUX ::/rescue/vmlinuz' 'INITRD ::/rescue/initrd.img' 'APPEND BOOTIF=01-01-02-03-04-05-06 a'
	# Behind a proxy, beneath a path.
	run -0 mkbootroot explain b url=https://h:8/pxe/01-01-02-03-04-05-07.ipxe
	sees '  the name: 01-01-02-03-04-05-07.ipxe'
	sees 'kernel https://h:8/pxe/rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-07 || goto failed' 'initrd --name initrd0 https://h:8/pxe/rescue/initrd.img || goto failed'
	run -0 mkbootroot explain b url=https://h:8/pxe/grub/grub.cfg
	sees "linux '/pxe/rescue/vmlinuz' 'BOOTIF=01-01-02-03-04-05-07'" "initrd '/pxe/rescue/initrd.img'"
	run -0 mkbootroot explain b file=boot.ipxe
	sees 'kernel /rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-07 || goto failed'
	# What could be another part of a URL.
	run -0 mkbootroot explain c url=http://h:8/pxe/pxelinux.cfg/default
	sees 'LINUX http://h:8/pxe/odd/vm%23li%25nuz' 'INITRD http://h:8/pxe/odd/initrd.img'
	run -0 mkbootroot explain c url=/grub/grub.cfg
	sees "linux '/pxe/odd/vm%23li%25nuz' 'BOOTIF=01-01-02-03-04-05-08'"
	run -0 mkbootroot explain c file=grub/grub.cfg
	sees "linux '/odd/vm#li%nuz' 'BOOTIF=01-01-02-03-04-05-08'"
	run -0 mkbootroot explain c url=http://h:8/pxe/boot.ipxe
	sees 'kernel http://h:8/pxe/odd/vm%23li%25nuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-08 || goto failed'
	# Who asks by HTTP without http= gets what follows from its own URL as well.
	run -0 mkbootroot explain d url=http://10.9.0.1:8080/boot.ipxe
	sees 'kernel /rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-09 || goto failed'
	# GRUB goes on by TFTP: its server is one that has that.
	run -0 mkbootroot explain e url=http://h/boot.ipxe
	sees 'set netX/next-server 10.9.0.7' 'iseq ${buildarch}-${platform} x86_64-efi && chain http://h/efi/bootx64.efi ||'
	run -0 mkbootroot explain e file=boot.ipxe
	sees 'set netX/next-server SERVER' 'iseq ${buildarch}-${platform} x86_64-efi && chain /efi/bootx64.efi ||'
	run -0 mkbootroot explain f url=http://h/p/boot.ipxe
	sees 'set netX/next-server SERVER' 'iseq ${buildarch}-${platform} x86_64-efi && chain http://h/p/efi/bootx64.efi ||'
}

@test "by HTTP the menu is the same, with URLs" {
	make_loaders pxelinux.0 ldlinux.c32 grubx64.efi
	map 'default - boot=menu http=http://h/p/' 'image plain - bios=tftp://10.20.0.6/p/x.0 x64=tftp://10.20.0.6/p/x.efi'
	run -0 mkbootroot explain 1:2:3:4:5:6 url=http://h/p/pxelinux.cfg/default
	sees 'LINUX http://h/p/rescue/vmlinuz' 'INITRD http://h/p/rescue/initrd.img'
	sees 'CONFIG http://h/p/other/pxelinux.cfg/default' 'APPEND http://h/p/other/'
	sees 'PXE 10.20.0.6::/p/x.0'
	run -0 mkbootroot explain 1:2:3:4:5:6 url=http://h/p/grub/grub.cfg
	sees "	linux '/p/rescue/vmlinuz' 'BOOTIF=01-01-02-03-04-05-06'" "	initrd '/p/rescue/initrd.img'"
	sees "	if [ \"\$grub_cpu-\$grub_platform\" = x86_64-efi ]; then chainloader '/p/efi/bootx64.efi'; fi"
	sees "	if [ \"\$grub_cpu-\$grub_platform\" = x86_64-efi ]; then chainloader '(tftp,10.20.0.6)/p/x.efi'; fi"
	run -0 mkbootroot explain 1:2:3:4:5:6 url=http://h/p/boot.ipxe
	sees 'kernel http://h/p/rescue/vmlinuz initrd=initrd0 BOOTIF=01-01-02-03-04-05-06 || goto failed'
	sees 'iseq ${buildarch}-${platform} i386-pcbios && chain http://h/p/other/pxelinux.0 ||'
	sees 'iseq ${buildarch}-${platform} i386-pcbios && set netX/next-server 10.20.0.6 && chain tftp://10.20.0.6/p/x.0 ||'
}

@test "a URL that PXELINUX cannot hold is a mistake" {
	local long
	long=$(printf 'a%.0s' {1..220})
	make_loaders pxelinux.0 ldlinux.c32
	mkdir "$root/long"
	echo kernel >"$root/long/$long"
	chmod -R a+rX "$root"
	echo "1:2:3:4:5:6 a boot=long kernel=$long http=http://boot.example.org/pxelinux" >"$dir/clients"
	cd "$dir"
	run -1 mkbootroot -q -f clients
	[ "$output" = 'clients:1: PXELINUX cannot express a URL of more than 255 bytes' ]
	sed -i 's|/pxelinux$||' clients
	run -0 mkbootroot -q -f clients
}

@test "an unknown client gets the menu, and an image's own configuration out of it" {
	make_loaders pxelinux.0 ldlinux.c32
	map 'default - boot=menu' '52:54:00:12:34:56 web1 local'
	tftpd_start
	raw <<-'END'
		for name in ("loaders/pxelinux.cfg/default", "pxelinux.cfg/01-52-54-00-99-99-99",
		        "other/pxelinux.cfg/01-52-54-00-99-99-99", "grub/grub.cfg", "boot.ipxe"):
		    assert b"local: boot from the disk" in Client().fetch(name), name
		equal(Client().fetch("other/pxelinux.cfg/default"), b"own\n")
		equal(Client().fetch("ldlinux.c32"), b"ldlinux.c32\n")
		equal(Client().fetch("pxelinux.cfg/01-52-54-00-12-34-56"),
		    b"DEFAULT boot\nPROMPT 0\nLABEL boot\nLOCALBOOT 0\n")
		assert b"sanboot" in Client().fetch("01-52-54-00-12-34-56.ipxe")
	END
}

@test "what an image of the menu cannot say is a mistake of its line" {
	make_loaders grubx64.efi
	printf '%s\n' 'image rescue - args="a=\"b\""' 'default - boot=menu' >"$dir/clients"
	cd "$dir"
	run -1 mkbootroot -q -f clients
	[ "$output" = "clients:1: GRUB cannot express ', \" and \\ in args=" ]
}

@test "the map with a menu is the same again out of its dump" {
	make_loaders grubx64.efi
	map 'default - boot=menu' 'image loaders - bios=grubx64.efi' \
	    '1:2:3:4:5:6 a local quirk=local-exit' '1:2:3:4:5:7 b boot=loaders'
	mkbootroot dump >"$dir/dumped"
	cp "$dir/clients.cdb" "$dir/before"
	mkbootroot -q -f "$dir/dumped"
	cmp "$dir/before" "$dir/clients.cdb"
	cd "$dir"
	run -1 mkbootroot -f - <<<'image menu -'
	[ "$output" = 'stdin:1: image menu is no image: boot=menu offers all of them' ]
}

@test "local: a loader under BIOS, a script for iPXE, none under UEFI" {
	make_loaders pxelinux.0 ldlinux.c32 shimx64.efi grubx64.efi
	map '1:2:3:4:5:6 db1 local' '1:2:3:4:5:7 db2 local quirk=local-exit' \
	    'default - boot=rescue bios=/other/pxelinux.0'
	run mkbootroot -v explain db1
	sees '  bios      ROM   loaders/pxelinux.0: the boot file of this arch in the image loaders'
	sees '  x64       ROM   none: the answer ends the network boot, and the firmware goes on to its disk'
	sees '  bios      iPXE  boot.ipxe: the generated script, which boots the disk'
	sees '  x64       iPXE  boot.ipxe: the generated script, which boots the disk'
	sees 'answer to x64' '  message        OFFER'
	sees '  43.9 menu      00 00 0a 4c 6f 63 61 6c 20 62 6f 6f 74'
	run mkbootroot explain db2 arch=x64 file=grub/grub.cfg
	sees '  file           loaders/shimx64.efi'
	sees 'exit 1'
	rm -r "$root/loaders"
	map '1:2:3:4:5:6 db1 local'
	run mkbootroot -v explain db1
	sees 'answer to bios' '  message        OFFER'
	sees '  43.9 menu      00 00 0a 4c 6f 63 61 6c 20 62 6f 6f 74'
}

@test "an image without loaders boots with the image loaders" {
	make_loaders pxelinux.0 ldlinux.c32 shimx64.efi grubx64.efi
	map 'default - boot=rescue'
	run mkbootroot -v explain 1:2:3:4:5:6
	sees 'answer to bios' '  message        OFFER'
	sees '  file           loaders/pxelinux.0'
	sees '  file           loaders/shimx64.efi'
	# Its own loader counts first, and loaders has none without a kernel.
	map 'default - boot=other'
	run mkbootroot -v explain 1:2:3:4:5:6
	sees '  file           other/pxelinux.0'
	sees 'answer to x64' '  silence        no-loader-for-arch'
}

# packages FOLDER PATH...: loaders where packages have them.
packages() {
	local folder=$1 path file
	for path in "${@:2}"; do
		file=$folder/$path
		mkdir -p "${file%/*}"
		case ${path##*/} in
		ldlinux.c32) printf '\177ELF\1' >"$file" ;;
		undionly.kpxe) printf '\352 !PXE' >"$file" ;;
		*-arm64.efi) loader "$file" machine=aa64 ;;
		*.efi.signed) efi_program "$file" ;;
		*) loader "$file" ;;
		esac
	done
}

@test "loaders fills the image, and names the packages of what is missing" {
	packages "$dir/host" usr/lib/PXELINUX/pxelinux.0 \
	    usr/lib/syslinux/modules/bios/ldlinux.c32 \
	    usr/lib/shim/shimx64.efi.signed \
	    usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed
	echo grub >>"$dir/host/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed"
	make_loaders old
	run -0 mkbootroot loaders "$dir/host"
	[ "$output" = "mkbootroot: undionly.kpxe is missing: install the package ipxe
mkbootroot: snponly.efi is missing: install the package ipxe
image loaders
  bios      pxelinux.0
  x64       shimx64.efi
  iPXE      grubx64.efi (x64, GRUB without shim)
  missing   nothing" ]
	[ "$(ls "$root/loaders" | tr '\n' ' ')" = \
	    'grubx64.efi ldlinux.c32 pxelinux.0 shimx64.efi ' ]
	cmp "$root/loaders/grubx64.efi" \
	    "$dir/host/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed"
	[ "$(stat -c %a "$root/loaders/pxelinux.0")" = 644 ]
	# Files side by side will do as well, and links inside of the folder.
	packages "$dir/flat" undionly.kpxe inside/pxelinux.0
	ln -s /inside/pxelinux.0 "$dir/flat/pxelinux.0"
	mkbootroot -q loaders "$dir/flat" 2>/dev/null
	[ "$(ls "$root/loaders" | tr '\n' ' ')" = 'pxelinux.0 undionly.kpxe ' ]
	[ -f "$root/loaders/pxelinux.0" ] && [ ! -L "$root/loaders/pxelinux.0" ]
	# iPXE for arm64, under the name that Debian 13's package has.
	packages "$dir/flat" usr/lib/ipxe/ipxe-arm64.efi
	mkbootroot -q loaders "$dir/flat" 2>/dev/null
	[ "$(ls "$root/loaders" | tr '\n' ' ')" = 'ipxe-arm64.efi pxelinux.0 undionly.kpxe ' ]
}

@test "without any loader the image stays, and every package is named" {
	make_loaders pxelinux.0
	mkdir "$dir/empty"
	run -1 mkbootroot loaders "$dir/empty"
	[ "$output" = "mkbootroot: cannot fill image loaders: $dir/empty has no loaders: install the packages pxelinux syslinux-common shim-signed grub-efi-amd64-signed ipxe" ]
	[ "$(ls "$root/loaders")" = pxelinux.0 ]
}

@test "args= with something special are tried for each client" {
	local plain='boot=rescue args="console=ttyS0,115200n8 quiet a=b-c"'
	local special=("$mac"'1 - boot=rescue args="a=\"b\""' "$mac"'2 - boot=rescue args=${x}'
	    "$mac"'3 - boot=rescue args="a || b"' "$mac"'4 - boot=rescue args="a\\"')
	make_loaders pxelinux.0 grubx64.efi
	cd "$dir"
	printf '%s\n' "$mac"5' - '"$plain" "${special[@]}" "$mac"6' - '"$plain" >clients
	run -1 mkbootroot -q -f clients
	diff - <(echo "$output") <<-'END'
		clients:2: GRUB cannot express ', " and \ in args=
		clients:3: iPXE cannot express ${, ;, || and &&, nor a word that begins with #, in args=
		clients:4: iPXE cannot express ${, ;, || and &&, nor a word that begins with #, in args=
		clients:5: GRUB cannot express ', " and \ in args=
		clients:5: iPXE cannot express \ at the end of args=
	END
	printf '%s\n' "$mac"5' - '"$plain" "$mac"6' - boot=rescue args="- -"' \
	    "$mac"7' - boot=rescue args="-"' "$mac"8' - boot=rescue args=" -  "' >clients
	run -1 mkbootroot -q -f clients
	[ "$output" = 'clients:3: PXELINUX cannot express "-" as a word of args=
clients:4: PXELINUX cannot express "-" as a word of args=' ]
}
