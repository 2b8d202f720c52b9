#!/usr/bin/env bats
# The table of media: which one a tree is, and what its clients are told. The
# trees are those of tests/fixtures/media, in the shape of what distributions publish.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load sees

# Each medium as an image, a client for each, and loaders for all.
setup_file() {
	local name n=10
	cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -o "$BATS_FILE_TMPDIR/write_archive" \
		"$BATS_TEST_DIRNAME/fixtures/write_archive.c" -larchive
	export trees=$BATS_FILE_TMPDIR/trees
	mkdir -p "$trees/loaders"
	python3 "$BATS_TEST_DIRNAME/fixtures/media_tree.py" "$trees" "$BATS_TEST_DIRNAME"/fixtures/media/*
	loader "$trees/loaders/pxelinux.0"
	echo x >"$trees/loaders/ldlinux.c32"
	loader "$trees/loaders/grubx64.efi" mods
	{
		echo 'default - ignore http=yes server=10.9.0.1'
		for name in "$BATS_TEST_DIRNAME"/fixtures/media/*; do
			echo "52:54:00:00:00:$((n++)) - boot=${name##*/}"
		done
	} >"$BATS_FILE_TMPDIR/clients"
}

# write_archive FORMAT FILE FOLDER
write_archive() {
	"$BATS_FILE_TMPDIR/write_archive" "$@"
}

setup() {
	root_begin
	lists=$BATS_TEST_DIRNAME/fixtures/media
	cd "$dir"
	rmdir root
	cp -a "$trees" root
	cp "$BATS_FILE_TMPDIR/clients" clients
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r root -m map -f clients "$@"
}

# of LIST WORD: what the list of a medium says behind a word.
of() {
	sed -n "/^files\$/q; s/^$2 //p" "$lists/$1"
}

# told CLIENT ARGS: what PXELINUX gives the kernel besides BOOTIF=.
told() {
	run -0 mkbootroot explain "$1" file=pxelinux.cfg/default
	# What is said to U-Boot stands before what is said to PXELINUX.
	[ "$(sed -n 's/^APPEND \(BOOTIF=[^ ]* \)*//p' <<<"$output" | tail -n 1)" = "$2" ] || {
		echo "$output"
		return 1
	}
}

@test "each medium is recognised, and by no other row" {
	mkbootroot -q
	mkbootroot dump >dumped
	for name in "$lists"/*; do
		name=${name##*/}
		sed -n "/^image $name /,/^[^\t]/p" dumped | grep -qxF "$(printf '\t# found: medium %s' "$name")" || {
			echo "$name:"
			sed -n "/^image $name /,/^[^\t]/p" dumped
			return 1
		}
	done
	# Each row has a list, and a row of the manual's table.
	sed -n 's/^\t\t\.word = "\(.*\)",$/\1/p' "$top/mkbootroot/image/mediumtable.c" | sort >rows
	diff rows <(cd "$lists" && printf '%s\n' * | sort)
	sed -n '/^\.It Sy medium/,/^\.El/s/^\.It \([^S].*\) Ta .* Ta .*/\1/p' "$top/mkbootroot/mkbootroot.8" >table
	diff rows <(sort table)
	# The manual names those that a test has booted.
	awk -F '"' '/\.word =/ { word = $2 } /\.is_proven = 1/ { print word }' \
	    "$top/mkbootroot/image/mediumtable.c" | sort >booted
	diff booted <(sed -n '/^Tests have booted/,/^All others/s/^\.Li //p' "$top/mkbootroot/mkbootroot.8" |
	    tr -d ' .' | tr , '\n' | sort)
}

@test "its kernel, its initrds and its arguments stand in every language" {
	mkbootroot -q
	n=10
	for name in "$lists"/*; do
		name=${name##*/}
		mac=52:54:00:00:00:$((n++))
		kernel=$(of "$name" kernel) args=$(of "$name" args)
		[ -n "$kernel" ] || continue
		for file in pxelinux.cfg/default boot/grub/grub.cfg boot.ipxe; do
			run -0 mkbootroot explain "$mac" file="$file"
			for text in "/$name/$kernel" $(of "$name" initrd) $args; do
				[[ ${output//\'/} = *"$text"* ]] || {
					echo "$name: $file: $text is not in:"
					echo "$output"
					return 1
				}
			done
		done
	done
}

@test "iPXE alone starts wimboot, and is told its files by name" {
	mkbootroot -q
	n=$(grep -n 'boot=windows-pe$' clients | cut -d : -f 1)
	mac=$(sed -n "${n}s/ .*//p" clients)
	run -0 mkbootroot explain "$mac" file=boot.ipxe
	sees 'kernel /windows-pe/wimboot || goto failed' 'initrd --name BCD /windows-pe/boot/bcd BCD || goto failed' \
		'initrd --name boot.sdi /windows-pe/boot/boot.sdi boot.sdi || goto failed' \
		'initrd --name boot.wim /windows-pe/sources/boot.wim boot.wim || goto failed' 'boot || goto failed'
	run -0 mkbootroot explain "$mac" file=boot/grub/grub.cfg
	[[ $output = *"echo 'image windows-pe is started by iPXE alone'"* && $output != *'linux '* ]]
	run -0 mkbootroot explain "$mac" file=pxelinux.cfg/default
	[[ $output = *'SAY image windows-pe is started by iPXE alone'* && $output != *'LINUX ::'* ]]
}

@test "ESXi: mboot gets the boot.cfg of its medium, told where its files are and where its script is" {
	local mac=1:2:3:4:5:6 dashed=01-01-02-03-04-05-06
	mkdir root/web
	printf 'vmaccepteula\nrootpw x\ninstall --firstdisk --overwritevmfs\nnetwork --hostname=@name@\nreboot\n%%firstboot --interpreter=busybox\nesxcli x\n' >root/web/ks.cfg
	printf '%s\n' 'default - ignore server=10.9.0.1 http=yes' \
		"$mac a boot=esxi answers=/web/ks.cfg args=netdevice=vmnic1" '1:2:3:4:5:7 b boot=esxi args=ks=http://h/x' \
		'1:2:3:4:5:8 c boot=menu' >clients
	run -0 mkbootroot
	[[ $output != *esxi* && $output != *ks.cfg* ]] || {
		echo "$output"
		return 1
	}
	for name in esxi/EFI/BOOT/$dashed/boot.cfg esxi/efi/boot/boot.cfg /boot.cfg; do
		run -0 mkbootroot explain a file="$name"
		sees 'prefix=/esxi' 'bootstate=0' 'title=Loading ESXi installer' 'timeout=5' 'kernel=b.b00' \
			"kernelopt=runweasel ks=http://10.9.0.1/$dashed/ks.cfg netdevice=vmnic1" \
			'modules=jumpstrt.gz --- useropts.gz --- features.gz --- k.b00 --- vmx.v00 -x y' 'build=8.0.3-0.0.24022510' 'updated=0'
	done
	# By HTTP prefix= is a URL; the script of args= is the only one.
	run -0 mkbootroot explain b url=/esxi/efi/boot/boot.cfg
	sees 'prefix=http://10.9.0.1/esxi' 'bootstate=0'
	sees 'kernelopt=runweasel ks=http://h/x'
	# What it names is there in any case of its letters.
	run -0 mkbootroot explain a file=/esxi/b.b00
	[[ $output = *'sent: '*'esxi/B.B00'* ]]
	# UEFI is told mboot itself; iPXE as well, and by HTTP where its configuration is.
	run -0 mkbootroot explain a arch=x64
	[[ $output = *esxi/EFI/BOOT/BOOTX64.EFI* ]]
	run -0 mkbootroot explain a url=/boot.ipxe
	[[ $output = *'chain http://10.9.0.1/esxi/EFI/BOOT/BOOTX64.EFI -c http://10.9.0.1/esxi/boot.cfg ||'* ]]
	# One that has been booted out of the menu.
	run -0 mkbootroot explain c file=esxi/efi/boot/boot.cfg
	sees 'prefix=/esxi' 'bootstate=0'
	# What mboot could not read, or a terminal shows otherwise, is refused.
	printf 'kernel=/b.b00\ntitle=\033[31mred\n' >root/esxi/BOOT.CFG
	run -1 mkbootroot explain a file=boot.cfg
	[[ $output = *'its boot.cfg has control characters'* ]]
	# Without HTTP its script could not be had.
	sed -i 's/ http=yes//' clients
	run -0 mkbootroot
	[[ $output = *"clients:2: warning: image esxi is VMware ESXi's installer, which loads its answers by HTTP: write http=yes"* ]]
}

@test "Fedora CoreOS: each machine's kernel has the rootfs of its own machine and version" {
	local mac=1:2:3:4:5:6 v=fedora-coreos-42.20250818.3.0-live old=fedora-coreos-41.1.0-live
	printf '%s\n' 'default - ignore server=10.9.0.1 http=yes' "$mac a boot=coreos args=quiet" >clients
	# An older version of which something is missing.
	cp root/coreos/$v-rootfs.x86_64.img root/coreos/$old-rootfs.x86_64.img
	mkbootroot -q
	run -0 mkbootroot explain a file=boot/grub/grub.cfg
	for arch in x86_64 aarch64; do
		line=$(grep "linux '/coreos/$v-kernel.$arch'" <<<"$output")
		[[ $line = *"'coreos.live.rootfs_url=http://10.9.0.1/coreos/$v-rootfs.$arch.img'"*"'quiet'" ]] || {
			echo "$output"
			return 1
		}
	done
	told $mac "coreos.live.rootfs_url=http://10.9.0.1/coreos/$v-rootfs.x86_64.img ip=dhcp rd.neednet=1 ignition.firstboot ignition.platform.id=metal quiet"
	# arm64 has no kernel where its rootfs is missing; x86 is told what is missing.
	rm root/coreos/$v-rootfs.aarch64.img
	mkbootroot -q
	run -0 mkbootroot explain a file=boot/grub/grub.cfg
	[[ $output != *aarch64* && $output = *"$v-rootfs.x86_64.img"* ]]
	rm root/coreos/$v-rootfs.x86_64.img
	run -0 mkbootroot
	[[ $output = *'clients:2: warning: image coreos is Fedora CoreOS, and the system that its kernel loads, of the same version and machine, is not there'* ]]
	[[ $(mkbootroot explain a file=boot/grub/grub.cfg) != *rootfs_url* ]]
}

@test "what is made as a medium is told its own folder, and each machine of Alpine its own files" {
	local mac=1:2:3:4:5:6 arch n
	printf '%s\n' 'default - ignore server=10.9.0.1 http=yes' "$mac a boot=manjaro" '1:2:3:4:5:7 b boot=arch' \
		'1:2:3:4:5:8 c boot=alpines' >clients
	mv root/manjaro/manjaro root/manjaro/garuda
	mv root/arch/arch root/arch/blackarch
	for arch in x86_64 aarch64; do
		mkdir -p root/alpines/$arch/netboot
		cp root/alpine-netboot/boot/* root/alpines/$arch/netboot
	done
	cp root/coreos/*-live-kernel.aarch64 root/alpines/aarch64/netboot/vmlinuz-lts
	cp root/coreos/*-live-kernel.aarch64 root/alpines/aarch64/netboot/vmlinuz-virt
	mkbootroot -q
	told $mac 'misobasedir=garuda miso_http_srv=http://10.9.0.1/manjaro/ ip=dhcp driver=free'
	told 1:2:3:4:5:7 'archisobasedir=blackarch archiso_http_srv=http://10.9.0.1/arch/ ip=dhcp'
	run -0 mkbootroot explain c file=boot/grub/grub.cfg
	for arch in x86_64 aarch64; do
		line=$(grep "linux '/alpines/$arch/netboot/vmlinuz-lts'" <<<"$output")
		[[ $line = *"'modloop=http://10.9.0.1/alpines/$arch/netboot/modloop-lts' 'alpine_repo=https://"* ]] || {
			echo "$output"
			return 1
		}
	done
	# Of many files it is the first by name, in whatever order the folder has them.
	echo '1:2:3:4:5:9 d boot=live' >>clients
	mv root/live/live/filesystem.squashfs root/live/live/a.squashfs
	for n in {999..600}; do : >"root/live/live/m$n.squashfs"; done
	mkbootroot -q
	told 1:2:3:4:5:9 'boot=live components fetch=http://10.9.0.1/live/live/a.squashfs'
	# A folder of any name is one word of a loader's line.
	mv root/manjaro/garuda "root/manjaro/a b'@x@"
	mkbootroot -q
	told $mac 'misobasedir=a%20b%27%40x%40 miso_http_srv=http://10.9.0.1/manjaro/ ip=dhcp driver=free'
}

@test "Proxmox: its ISO is a segment behind the initrd, as Linux unpacks it" {
	head -c 100001 /dev/urandom >root/proxmox/proxmox.iso
	n=$(grep -n 'boot=proxmox$' clients | cut -d : -f 1)
	sed -i "${n}s/-/- ip=127.0.0.1/" clients
	mkbootroot -q
	# shellcheck disable=SC2016 # for the inner shell
	timeout 60 unshare -n sh -c 'ip link set lo up
		"$0/tftpd/tftpd" -d -m map -l 127.0.0.1:6969 root 2>log & tftpd=$!
		curl -s --retry 20 --retry-all-errors --retry-delay 1 -m 40 -o sent tftp://127.0.0.1:6969/proxmox/proxmox.iso.cpio
		kill "$tftpd"' "$top" 3>&-
	mkdir out
	(cd out && cpio -i --quiet <../sent)
	cmp out/proxmox.iso root/proxmox/proxmox.iso
	[ "$(stat -c %a out/proxmox.iso)" = 644 ]
	[ $(($(stat -c %s sent) % 4)) = 0 ]
	# Nothing else has such a name, and no other folder is reached by it.
	mac=$(sed -n "${n}s/ .*//p" clients)
	for file in .cpio proxmox/.cpio proxmox/boot.cpio proxmox/no.iso.cpio ../clients.cpio; do
		run mkbootroot explain "$mac" file="$file"
		[[ $output != *'  sent: '* ]] || {
			echo "$output"
			return 1
		}
	done
}

@test "an ISO file is kept beside its tree where its system wants it, and no other" {
	rm root/ubuntu-server/ubuntu.iso
	printf 'x' >root/ubuntu-server/casper/odd
	write_archive iso9660 one.iso root/ubuntu-server
	write_archive iso9660 two.iso root/alpine
	xz -k -0 one.iso
	tar -cf one.tar -C root/ubuntu-server .
	run -0 mkbootroot import one one.iso
	cmp one.iso root/one/ubuntu.iso
	[ "$(stat -c %a root/one/ubuntu.iso)" = 644 ]
	sees '  args      ip=dhcp cloud-config-url=/dev/null url=@image@ubuntu.iso'
	# A file that only its owner may read is copied: the mode of the copy is ours.
	chmod 600 one.iso
	mkbootroot -q import one one.iso
	[ "$(stat -c '%a %h' root/one/ubuntu.iso)" = '644 1' ]
	# Of a packed one, what is in it.
	mkbootroot -q import one one.iso.xz
	cmp one.iso root/one/ubuntu.iso
	[ "$(stat -c '%a %h' root/one/ubuntu.iso)" = '644 1' ]
	mkbootroot -q import two two.iso
	[ -z "$(find root/two -name '*.iso')" ]
	run -0 mkbootroot import one one.tar
	sees '  needs     the ISO file as ubuntu.iso in its folder: import the ISO file itself'
}

@test "what a person is told: what it is, what it needs, what it takes, what nobody has seen" {
	mkbootroot check >told 2>&1 || :
	for name in "$lists"/*; do
		name=${name##*/}
		label=$(of "$name" label)
		[ -z "$label" ] || grep -qF ": $label" told
	done
	grep -qxF '  medium    Debian'"'"'s netboot archive' told
	grep -qxF '  medium    Flatcar Container Linux (unproven)' told
	grep -qxF '  medium    NixOS, its ISO (does not boot over the network as it is)' told
	grep -qxF '  needs     HTTP: httpd, and http=yes in its clients'"'"' lines, or in default'"'"'s' told
	grep -qxF '  memory    3072 MB at least; ubuntu.iso (1 MB) is loaded into it' told
	grep -qxF '  answers   autoinstall, cloud-config' told
	sees() { [[ $'\n'$(cat told)$'\n' = *$'\n'"$(printf '%s\n' "$@")"$'\n'* ]]; }
	sees '  share     Windows Setup reads the rest from a share. In smb.conf:' $'\t[windows-pe]' \
		$'\t'"path = $root/windows-pe" $'\tread only = yes' $'\tguest ok = yes'
}

@test "compiling warns about what does not boot, and about HTTP that is missing" {
	run -0 mkbootroot
	for name in "$lists"/*; do
		says=$(of "${name##*/}" says)
		[ -z "$says" ] || [[ $output = *": warning: $says"* ]] || {
			echo "$output"
			echo "want: $says"
			return 1
		}
	done
	[[ $output != *'loads by HTTP'* ]]
	# Without http= nothing is promised that could not be kept.
	printf '%s\n' 'default - ignore server=10.9.0.1' '1:2:3:4:5:6 a boot=anaconda' '1:2:3:4:5:7 b boot=anaconda' \
		'1:2:3:4:5:8 c boot=live args="fetch=http://h/x"' '1:2:3:4:5:9 d boot=fog' >clients
	run -0 mkbootroot
	[[ $output = *"clients:2: warning: image anaconda is Anaconda's installer with its packages, which loads by HTTP: write http=yes here or in default's line, and run httpd"* ]]
	[[ $output != *'image live is'* && $output != *'clients:3:'* ]]
	told 1:2:3:4:5:8 fetch=http://h/x
	# What needs none is there.
	told 1:2:3:4:5:9 'root=/dev/ram0 rw ramdisk_size=275000 consoleblank=0 rootfstype=ext4'
	# Others make their CDs as Debian does.
	echo 'Kali GNU/Linux 2024.3rolling "Kali-rolling" - Official amd64 BD Binary-1' >root/debian-cd/.disk/info
	echo '1:2:3:4:5:6 a boot=debian-cd' >clients
	run -0 mkbootroot
	sees "clients:1: warning: image debian-cd is Debian's installation CD or DVD, and does not boot over the network: its installer looks for the CD itself: import the netboot archive (netboot.tar.gz) of the same release"
}

@test "args= stands behind what the medium asks for, args=! in its place, kernel= without it" {
	printf '%s\n' 'default - ignore server=10.9.0.1 http=yes' 'image live - args=locales=de' \
		'1:2:3:4:5:6 a boot=live args=quiet' '1:2:3:4:5:7 b boot=live args=!quiet' \
		'1:2:3:4:5:8 c boot=live kernel=live/vmlinuz' >clients
	mkbootroot -q
	told 1:2:3:4:5:6 'boot=live components fetch=http://10.9.0.1/live/live/filesystem.squashfs locales=de quiet'
	[[ $output = *'args='*': from its medium, then the image, clients:2, then the client'* ]]
	told 1:2:3:4:5:7 quiet
	told 1:2:3:4:5:8 locales=de
	# dump shows it as what was found, and fed back it gives the same map.
	mkbootroot dump >dumped
	grep -qxF $'\t# found: medium live' dumped
	cp map first
	"$top/mkbootroot/mkbootroot" -q -r root -m map -f dumped
	cmp map first
}

@test "an ISO that is not kept is asked for, and arguments that want it are left out" {
	rm root/ubuntu-server/ubuntu.iso root/proxmox/proxmox.iso
	run -0 mkbootroot
	[[ $output = *"image ubuntu-server is Ubuntu's server installer, and wants the ISO file as ubuntu.iso in its folder: import the ISO file itself"* ]]
	[[ $output = *"image proxmox is Proxmox's installer, and wants the ISO file as proxmox.iso"* ]]
	run -0 mkbootroot dump
	[[ $output != *@image@ubuntu.iso*@image@ubuntu.iso* && $output != *proxmox.iso.cpio* && $output != *ramdisk_size=16777216* ]]
}

@test "arguments of a script that comes with a medium are words for the kernel, whatever stands there" {
	local script args
	printf '%s\n' 'default - ignore server=10.9.0.1' '1:2:3:4:5:6 a boot=nixos-netboot' >clients
	# script ARGS: as its arguments.
	script() {
		printf '#!ipxe\nkernel bzImage init=/nix/store/x/init %s initrd=initrd ${cmdline}\nboot\n' "$1" >root/nixos-netboot/netboot.ipxe
	}
	# What looks like a variable is none.
	script '@nmae@ user@name@host @done@ a;b'
	run -0 mkbootroot
	[[ $output != *netboot.ipxe* ]]
	told 1:2:3:4:5:6 'init=/nix/store/x/init @nmae@ user@name@host @done@ a;b'
	# The map is written in any case: nobody else waits for it.
	for args in 'a"b' "a'b" 'a\b' '# b' 'a ; b' $'\033[31mred' $'\001' 'quoté' "$(printf '%03000d' 0)"; do
		script "$args"
		run -0 mkbootroot
		sees 'clients:2: warning: image nixos-netboot is NixOS, its netboot files, and its netboot.ipxe has no arguments that every loader can express: write args='
		told 1:2:3:4:5:6 BOOTIF=01-01-02-03-04-05-06
	done
	run -0 mkbootroot check
	sees '  needs     args=: netboot.ipxe has none that every loader can express'
	# With args= nothing is missing.
	echo '1:2:3:4:5:6 a boot=nixos-netboot args=init=/x' >clients
	run -0 mkbootroot
	[[ $output != *netboot.ipxe* ]]
}
