#!/usr/bin/env bats
# What mkbootroot and its check say of files, loaders, addresses and modes.

bats_require_minimum_version 1.5.0

load fixtures/bootroot

setup() {
	root_begin
	chmod 755 "$root"
	netboot_tree "$root/debian12"
	chmod -R a+rX "$root"
	mac=52:54:00:12:34:56
}

# shellcheck disable=SC2120 # it is called by run
mkbootroot() {
	(cd "$dir" && "$top/mkbootroot/mkbootroot" -r root -m map -f clients \
	    "$@")
}

text() {
	printf '%s\n' "$@" >"$dir/clients"
}

# says CODE LINE...: the compilation ends so, and says just that.
says() {
	local code=$1 want
	shift
	want=$(printf '%s\n' "$@")
	run "-$code" mkbootroot
	[ "$output" = "$want" ] || { printf '%s\n' "$output" "want: $want"; return 1; }
}

@test "an EFI program for another machine is a mistake" {
	efi_program "$root/debian12/arm.efi" '\144\252'
	efi_program "$root/debian12/x64.efi"
	text "$mac web1 boot=debian12 x64=arm.efi arm64=arm.efi"
	says 1 'clients:1: x64=arm.efi: debian12/arm.efi: it is an EFI program for arm64'
	text "$mac web1 boot=debian12 x64=x64.efi arm64=arm.efi"
	says 0
}

@test "what is no EFI program is doubted, once" {
	echo text >"$root/debian12/text.efi"
	text "$mac web1 boot=debian12 x64=text.efi" \
	    '52:54:00:12:34:57 web2 boot=debian12 x64=text.efi'
	says 0 'clients:1: warning: x64=text.efi: debian12/text.efi: it is not an EFI program'
	run -0 mkbootroot -q
	[ -z "$output" ]
}

@test "a file that all kinds of machines need is one mistake, not one for each" {
	text "$mac web1 boot=debian12 args=a"
	chmod 600 "$root/debian12/debian-installer/amd64/linux"
	says 1 "clients:1: image debian12: cannot send debian12/debian-installer/amd64/linux: not everybody may read it; check -f mends it"
	run -1 mkbootroot -v
	[ "${lines[-1]}" = 'mkbootroot: 1 mistake: the map stays as it is' ]
}

@test "a BIOS is sent no EFI program and no kernel" {
	efi_program "$root/debian12/x64.efi"
	# "HdrS" at byte 0x202.
	printf '%514sHdrS' '' >"$root/debian12/vmlinuz"
	text "$mac web1 boot=debian12 bios=x64.efi" \
	    '52:54:00:12:34:57 web2 boot=debian12 bios=vmlinuz'
	says 1 'clients:1: bios=x64.efi: debian12/x64.efi: it is an EFI program, which a BIOS cannot start' \
	    'clients:2: bios=vmlinuz: debian12/vmlinuz: it is a kernel, which a BIOS cannot start without a loader'
}

@test "PXELINUX is known by its mark" {
	text "$mac web1 boot=debian12"
	says 0
	echo something >"$root/debian12/debian-installer/amd64/pxelinux.0"
	says 0 "clients:1: warning: image debian12: debian12/pxelinux.0: it does not have PXELINUX's mark"
}

@test "the real PXELINUX, shim and GRUB are what they are taken for" {
	. "$top/tests/lab/cache.bash"
	cache_needs_installer
	cp -r "$cache_installer" "$root/real"
	chmod -R a+rX "$root/real"
	local amd64=debian-installer/amd64
	text "$mac web1 ip=10.9.0.1 boot=real" \
	    "52:54:00:12:34:57 web2 ip=10.9.0.2 boot=real bios=$amd64/pxelinux.0 x64=$amd64/grubx64.efi"
	says 0
	text "$mac web1 ip=10.9.0.1 boot=real bios=$amd64/grubx64.efi ia32=$amd64/bootnetx64.efi" \
	    "52:54:00:12:34:57 web2 ip=10.9.0.2 boot=real bios=$amd64/linux"
	says 1 "clients:1: bios=$amd64/grubx64.efi: real/$amd64/grubx64.efi: it is an EFI program, which a BIOS cannot start" \
	    "clients:1: ia32=$amd64/bootnetx64.efi: real/$amd64/bootnetx64.efi: it is an EFI program for x64" \
	    "clients:2: bios=$amd64/linux: real/$amd64/linux: it is a kernel, which a BIOS cannot start without a loader"
}

@test "iPXE for the iPXE stage is doubted" {
	echo ipxe >"$root/debian12/undionly.kpxe"
	text "$mac web1 boot=debian12 ipxe=undionly.kpxe" \
	    '52:54:00:12:34:57 web2 boot=debian12 ipxe=http://10.9.0.1/ipxe.efi'
	says 0 'clients:1: warning: ipxe=undionly.kpxe: that is iPXE, which is never sent to iPXE' \
	    'clients:2: warning: ipxe=http://10.9.0.1/ipxe.efi: that is iPXE, which is never sent to iPXE'
}

@test "an address outside every net is doubted, if there are nets" {
	text "$mac web1 local ip=10.9.1.1"
	says 0
	text 'net 10.9.0.0/24 - router=10.9.0.254' \
	    'net 192.168.4.0/22 -' 'net 172.16.5.5/32 -' \
	    "$mac web1 local ip=10.9.1.1" \
	    '52:54:00:12:34:57 web2 local ip=10.9.0.255' \
	    '52:54:00:12:34:58 web3 local ip=192.168.7.255' \
	    '52:54:00:12:34:59 web4 local ip=192.168.8.0' \
	    '52:54:00:12:34:5a web5 local ip=172.16.5.5' \
	    '52:54:00:12:34:5b web6 local ip=172.16.5.4'
	says 0 'clients:4: warning: ip=10.9.1.1 lies in no net of the map' \
	    'clients:7: warning: ip=192.168.8.0 lies in no net of the map' \
	    'clients:9: warning: ip=172.16.5.4 lies in no net of the map'
	text 'net 0.0.0.0/0 - lease=1h' "$mac web1 local ip=10.9.1.1"
	says 0
}

@test "one name for what boots differently is doubted" {
	text "$mac web1 boot=debian12" '52:54:00:12:34:57 web1 boot=debian12' \
	    '52:54:00:12:34:58 web1 local' '52:54:00:12:34:59 web2 local' \
	    '52:54:00:12:34:5a - local' '52:54:00:12:34:5b - ignore'
	says 0 'clients:3: warning: web1 stands in line 1 already, which boots something else'
	# With once, one of these would be installed when the other one is done.
	text "$mac web1 boot=debian12" '52:54:00:12:34:57 web1 boot=debian12' \
	    '52:54:00:12:34:58 Web1 boot=debian12' '52:54:00:12:34:59 WEB2 local' \
	    '52:54:00:12:34:5a wEb2 local' '52:54:00:12:34:5b WEB2 local'
	says 0 'clients:3: warning: Web1 stands in line 1 as web1, which is another machine: write both alike' \
	    'clients:5: warning: wEb2 stands in line 4 as WEB2, which is another machine: write both alike'
}

# checks CODE [-f]: check ends so; what it says but for the images is $output.
checks() {
	local code=$1
	shift
	run "-$code" mkbootroot "${options[@]}" check "$@"
	output=$(grep -v "^image\|^  \|so only a tftpd" <<<"$output" || :)
}

@test "check warns of files that nobody can be sent, and -f mends them" {
	options=()
	text "$mac web1 local"
	mkbootroot
	mkdir "$root/debian12/private"
	echo x >"$root/debian12/private/x"
	chmod 700 "$root/debian12/private"
	chmod 640 "$root/debian12/private/x"
	chmod 400 "$root/debian12/debian-installer/amd64/linux"
	ln -s nowhere "$root/debian12/link"
	checks 0
	[ "$output" = 'mkbootroot: warning: debian12/debian-installer/amd64/linux: not everybody may read it
mkbootroot: warning: debian12/private: not everybody may enter it
mkbootroot: warning: debian12/private/x: not everybody may read it' ]
	options=(-q)
	checks 0
	[ -z "$output" ]

	options=(-n)
	checks 0 -f
	[ "$output" = 'would mend debian12/debian-installer/amd64/linux: mode 0400 to 0444
would mend debian12/private: mode 0700 to 0755
would mend debian12/private/x: mode 0640 to 0644' ]
	[ "$(stat -c %a "$root/debian12/private/x")" = 640 ]

	options=()
	checks 0 -f
	[ "$output" = 'mended debian12/debian-installer/amd64/linux: mode 0400 is now 0444
mended debian12/private: mode 0700 is now 0755
mended debian12/private/x: mode 0640 is now 0644' ]
	[ "$(stat -c %a "$root/debian12/private")" = 755 ]
	[ "$(stat -c %a "$root/debian12/private/x")" = 644 ]
	checks 0 -f
	[ -z "$output" ]
}

@test "what is mended is right for the map in the same run" {
	options=()
	text "$mac web1 boot=debian12"
	mkbootroot
	chmod 600 "$root/debian12/debian-installer/amd64/linux"
	checks 1
	[[ $output = *"cannot send debian12/debian-installer/amd64/linux: not everybody may read it"* ]]
	checks 0 -f
	[ "$output" = 'mended debian12/debian-installer/amd64/linux: mode 0600 is now 0644' ]
}

@test "check -f mends no link's target outside, and nothing hidden" {
	options=()
	text "$mac web1 local"
	mkbootroot
	echo x >"$dir/secret"
	chmod 600 "$dir/secret"
	ln -s "$dir/secret" "$root/debian12/secret"
	mkdir "$root/.new"
	chmod 700 "$root/.new"
	checks 0 -f
	[ "$output" = 'mkbootroot: warning: debian12/secret: a link that leads to nothing in the boot root: tftpd refuses it' ]
	[ "$(stat -c %a "$dir/secret")" = 600 ]
	[ "$(stat -c %a "$root/.new")" = 700 ]
}

@test "absolute links are followed by check, explain and the map as tftpd does it" {
	options=()
	mkdir "$root/boot"
	echo k >"$root/boot/bcd"
	ln -s "$root/boot" "$root/Boot"
	ln -s /boot/bcd "$root/BCD"
	ln -s "$root/debian12/debian-installer/amd64/linux" "$root/debian12/kernel"
	text "$mac web1 boot=debian12 kernel=kernel initrd=/BCD"
	mkbootroot
	checks 0
	[ -z "$output" ]
	for file in Boot/bcd BCD kernel; do
		run "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/map" \
		    explain web1 file=$file
		[ "$status" = 0 ]
		grep -qE "^  sent: (debian12/)?$file, [0-9]+ bytes, " <<<"$output"
	done
	# What is not there is named as what it is.
	rm "$root/boot/bcd"
	ln -s /usr/share/nothing "$root/nothing"
	checks 1
	echo "$output"
	[[ $output == *"cannot send BCD: its link leads to nothing in the boot root"* ]]
	[[ $output == *"warning: BCD and 1 more: a link that leads to nothing in the boot root: tftpd refuses it"* ]]
	run "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/map" \
	    explain web1 file=BCD
	[ "$status" = 1 ]
	[[ $output == *"error 2: BCD: link-not-in-the-boot-root"* ]]
}

@test "a boot root and a map that not everybody may read are errors, and mended" {
	options=()
	text "$mac web1 local"
	mkbootroot
	chmod 700 "$root"
	chmod 600 "$dir/map"
	checks 1
	[ "$output" = 'mkbootroot: boot root root: not everybody may enter it
mkbootroot: map map: not everybody may read it' ]
	options=(-n)
	checks 0 -f
	[ "$(stat -c %a "$root" "$dir/map")" = $'700\n600' ]
	options=()
	checks 0 -f
	[ "$output" = 'mended boot root root: mode 0700 is now 0755
mended map map: mode 0600 is now 0644' ]
	checks 0
	[ -z "$output" ]
}

@test "folders above the boot root are said" {
	text "$mac web1 local"
	mkbootroot
	mkdir "$dir/above"
	mv "$root" "$dir/above/root"
	chmod 750 "$dir/above"
	cd "$dir"
	run -0 "$top/mkbootroot/mkbootroot" -r above/root -m map -f clients \
	    check -f
	[[ $output = *"warning: $dir/above: not everybody may enter it, so only a tftpd that starts as root reaches the boot root"* ]]
	[ "$(stat -c %a "$dir/above")" = 750 ]
	chmod 755 "$dir/above"
	run -0 "$top/mkbootroot/mkbootroot" -r above/root -m map -f clients \
	    check
	[[ $output != *"$dir/above:"* ]]
}

@test "a label that SELinux's tftpd may not read is said" {
	options=()
	text "$mac web1 local"
	mkbootroot
	python3 - "$root/debian12" <<-'EOF'
		import os, sys
		def label(name, text):
		    os.setxattr(sys.argv[1] + name, "security.selinux",
		        text.encode() + b"\0")
		label("/debian-installer", "system_u:object_r:tftpdir_t:s0")
		label("/version.info", "system_u:object_r:default_t:s0")
		label("/debian-installer/amd64/linux",
		    "system_u:object_r:default_t:s0")
	EOF
	checks 0
	[ "$output" = 'mkbootroot: warning: debian12/debian-installer/amd64/linux and 1 more: SELinux label system_u:object_r:default_t:s0: tftpd may not be allowed to read it: chcon -R -t tftpdir_t root' ]
}

@test "check takes -f and nothing else" {
	text "$mac web1 local"
	run -2 mkbootroot check -x
	run -2 mkbootroot check -f -f
}

@test "a relative file that default hands on to other images is looked for there" {
	mkdir "$root/rescue"
	efi_program "$root/debian12/x64.efi"
	efi_program "$root/rescue/own.efi"
	chmod -R a+rX "$root"
	text 'default - boot=debian12 x64=x64.efi' "$mac web1 boot=menu" \
	    '52:54:00:12:34:57 web2 boot=rescue x64=own.efi' \
	    '52:54:00:12:34:58 web3 boot=rescue' '52:54:00:12:34:59 web4 boot=rescue' \
	    '52:54:00:12:34:60 web5'
	says 0 'clients:1: warning: x64=x64.efi is relative, and line 2, which takes it from here, has no image: begin it with /' \
	    'clients:1: warning: x64=x64.efi: line 4 takes it from here, and cannot send rescue/x64.efi: no such file in the boot root'
	text 'default - boot=debian12 x64=/debian12/x64.efi' "$mac web1 boot=menu" \
	    '52:54:00:12:34:58 web3 boot=rescue'
	says 0
	cp "$root/debian12/x64.efi" "$root/rescue/x64.efi"
	text 'default - boot=debian12 x64=x64.efi' '52:54:00:12:34:58 web3 boot=rescue'
	says 0
	# A kernel and its initrds.
	touch "$root/debian12/k" "$root/debian12/i"
	chmod a+r "$root"/debian12/*
	text 'default - boot=debian12 x64=x64.efi kernel=k initrd=i' \
	    '52:54:00:12:34:58 web3 boot=rescue args=quiet'
	says 0 'clients:1: warning: kernel=k: line 2 takes it from here, and cannot send rescue/k: no such file in the boot root' \
	    'clients:1: warning: initrd=i: line 2 takes it from here, and cannot send rescue/i: no such file in the boot root'
}

# check_beside CODE: check, where sockets are bound as $bound says.
check_beside() {
	run "-$1" unshare --net bash -euc 'ip link set lo up; cd "$1"; exec python3 - "$2" "${@:3}"' \
	    - "$dir" "$bound" "$top/mkbootroot/mkbootroot" -r root -m map -f clients "${@:2}" check <<-'END'
		import socket, subprocess, sys
		kept = []
		for word in sys.argv[1].split():
		    address, port = word.rsplit(":", 1)
		    family = socket.AF_INET6 if ":" in address else socket.AF_INET
		    s = socket.socket(family, socket.SOCK_DGRAM)
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		    if family == socket.AF_INET6:
		        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
		    s.bind((address, int(port)))
		    kept.append(s)
		sys.exit(subprocess.run(sys.argv[2:]).returncode)
	END
}

@test "a second TFTP server on this host is said, where both take requests" {
	[ "$(id -u)" = 0 ] || skip 'a network namespace wants root'
	local bound twice='warning: UDP port 69 is bound twice, and a request reaches one of the two programs alone; ss -ulnp says which'
	text "$mac web1 local"
	mkbootroot
	for bound in '0.0.0.0:69 0.0.0.0:69' '127.0.0.1:69 127.0.0.1:69' '0.0.0.0:69 :::69 :::69'; do
		check_beside 0 -D "$dir"
		[[ $output == *"$twice"* ]]
		check_beside 0 -q -D "$dir"
		[[ $output != *twice* ]]
		# A map for another host.
		check_beside 0
		[[ $output != *twice* ]]
	done
	for bound in '0.0.0.0:69 :::69' '0.0.0.0:69 127.0.0.1:69' ':::69 ::1:69' '127.0.0.1:69 127.0.0.2:69' \
	    '0.0.0.0:6969 0.0.0.0:6969'; do
		check_beside 0 -D "$dir"
		[[ $output != *twice* ]]
	done
}
