#!/usr/bin/env bats
# mkbootroot nfsroot: an image whose root is on NFS, and what the NFS server
# has to be told. Without booting: lab/22-nfs does.

bats_require_minimum_version 1.5.0

load fixtures/kernel
load mkbootroot

setup_file() {
	local m
	export modules=$BATS_FILE_TMPDIR/modules
	mkdir -p "$modules"
	for m in sunrpc: lockd:sunrpc nfs:lockd,sunrpc nfsv3:nfs nfsv4:nfs overlay: virtio_net:; do
		printf '__attribute__((section(".modinfo"))) const char m[] = "name=%s\\0depends=%s";\n' \
		    "${m%%:*}" "${m#*:}" | cc -c -x c -o "$modules/${m%%:*}.ko" -
	done
}

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	root=$dir/root
	tree=$dir/tree
	PATH=$top/.cache/busybox-static/bin:$top/.cache/busybox-static/usr/bin:$PATH
	mkdir "$root"
	make_tree
}

# A system with a kernel, its modules and its initrd.
make_tree() {
	local folder=$tree/lib/modules/6.6.6/kernel
	mkdir -p "$tree/boot" "$tree/sbin" "$folder/fs" "$folder/drivers/net/ethernet"
	kernel "$tree/boot/vmlinuz-6.6.6" 6.6.6
	echo 'its initrd' >"$tree/boot/initrd.img-6.6.6"
	echo 'an older one' >"$tree/boot/initrd.img-5.5.5"
	: >"$tree/sbin/init"
	cp "$modules"/*.ko "$folder/fs"
	cp "$modules/virtio_net.ko" "$folder/drivers/net/ethernet/card.ko"
}

# An image that is there before, to see that it stays.
old_image() {
	mkdir "$root/web"
	echo old >"$root/web/vmlinuz"
}

nothing_changed() {
	[ "$(cd "$root" && find . | sort | tr '\n' ' ')" = '. ./web ./web/vmlinuz ' ]
	[ "$(cat "$root/web/vmlinuz")" = old ]
}

# refused MESSAGE WORD...: the command is, and the old image stays.
refused() {
	local message=$1
	shift
	rm -rf "$root/web"
	old_image
	run -1 mkbootroot -q nfsroot "$@"
	[ "$output" = "mkbootroot: $message" ] || {
		echo "said: $output"
		echo "want: mkbootroot: $message"
		return 1
	}
	nothing_changed
}

# unpacked: the initramfs of the image web, in $dir/r.
unpacked() {
	rm -rf "$dir/r"
	mkdir "$dir/r"
	zstd -qdc "$root/web/initrd.zst" >"$dir/cpio" 2>/dev/null ||
	    gzip -dc "$root/web/initrd.gz" >"$dir/cpio"
	(cd "$dir/r" && cpio -id --quiet <"$dir/cpio")
}

IMAGE='image web
  kernel    vmlinuz
  initrd    initrd.zst
  missing   a loader for BIOS, a loader for x64
  remedy    mkbootroot loaders makes the image loaders, whose PXELINUX, shim and GRUB start this kernel'

EXPORTS='# mkbootroot nfsroot web 10.9.0.1:/srv/web
# /etc/exports:
/srv/web *(ro,no_root_squash,no_subtree_check)'

GANESHA='# nfs-ganesha, with Only_Numeric_Owners = true in its block NFSV4:
EXPORT {
	Export_Id = 17237;
	Path = "/srv/web";
	Pseudo = "/srv/web";
	Protocols = 4;
	SecType = sys;
	Squash = No_Root_Squash;
	Access_Type = None;
	CLIENT {
		Clients = *;
		Access_Type = RO;
	}
	FSAL {
		Name = VFS;
	}
}'

@test "nfsroot makes an image, and prints the lines for both NFS servers" {
	run -0 mkbootroot nfsroot web 10.9.0.1:/srv/web "$tree"
	echo "$output"
	[ "$output" = "$IMAGE
$EXPORTS
$GANESHA" ]
	cmp "$tree/boot/vmlinuz-6.6.6" "$root/web/vmlinuz"
	[ "$(ls "$root/web" | tr '\n' ' ')" = 'initrd.zst vmlinuz ' ]
	[ "$(stat -c %a "$root/web/initrd.zst")" = 644 ]
}

@test "the initramfs has busybox, /init, the modules and its defaults" {
	mkbootroot -q nfsroot web 10.9.0.1:/srv/web/ "$tree"
	unpacked
	[ "$(cat "$dir/r/etc/nfsroot")" = "# Made by mkbootroot(8).
nfsroot='10.9.0.1:/srv/web'
mode=ro" ]
	busybox sh -n "$dir/r/init"
	busybox sh -n "$dir/r/etc/udhcpc.script"
	[ -x "$dir/r/init" ] && [ -x "$dir/r/bin/busybox" ]
	local m
	for m in fs/nfs fs/nfsv3 fs/nfsv4 fs/lockd fs/sunrpc fs/overlay drivers/net/ethernet/card; do
		[ -s "$dir/r/lib/modules/6.6.6/kernel/$m.ko" ]
	done
	grep -q '^kernel/fs/nfs.ko:.*sunrpc.ko' "$dir/r/lib/modules/6.6.6/modules.dep"
}

@test "-w: the tree is exported and mounted for writing" {
	run -0 mkbootroot nfsroot -w web 10.9.0.1:/srv/web "$tree"
	[[ $output = *'/srv/web *(rw,no_root_squash,no_subtree_check)'* ]]
	[[ $output = *'	Access_Type = RW;'* ]]
	[[ $output != *'Access_Type = RO'* ]]
	unpacked
	grep -qx 'mode=rw' "$dir/r/etc/nfsroot"
}

@test "-a says who may mount the tree: an address, a network or a name" {
	run -0 mkbootroot nfsroot -a 10.9.0.0/24 web 10.9.0.1:/srv/web "$tree"
	[[ $output = *'/srv/web 10.9.0.0/24(ro,'* ]]
	[[ $output = *'Clients = 10.9.0.0/24;'* ]]
	mkbootroot -q nfsroot -a '*.example.org' web 10.9.0.1:/srv/web "$tree"
	refused '-a 10.9.0.0/24(rw) is neither an address, a network nor a name' \
	    -a '10.9.0.0/24(rw)' web 10.9.0.1:/srv/web "$tree"
	refused '-a  names nobody' -a '' web 10.9.0.1:/srv/web "$tree"
}

@test "-z: the initramfs is compressed with gzip" {
	mkbootroot -q nfsroot -z web 10.9.0.1:/srv/web "$tree"
	[ "$(ls "$root/web" | tr '\n' ' ')" = 'initrd.gz vmlinuz ' ]
	unpacked
	[ -x "$dir/r/init" ]
}

@test "the same tree gives the same image, byte for byte" {
	mkbootroot -q nfsroot web 10.9.0.1:/srv/web "$tree"
	mkbootroot -q nfsroot two 10.9.0.1:/srv/web "$tree"
	diff -r "$root/web" "$root/two"
}

@test "the server is an address of either kind, or a name" {
	local source
	for source in '[fd00:9::1]:/srv/web' nfs:/srv/web nfs-1.example.org:/srv/web \
	    '10.9.0.1:/srv/a:b,/../x'; do
		[[ $source != *,* ]] || continue
		mkbootroot -q nfsroot web "$source" "$tree"
		unpacked
		grep -qxF "nfsroot='$source'" "$dir/r/etc/nfsroot"
	done
}

@test "a source that cannot be mounted is refused with the reason" {
	refused 'web is not SERVER:PATH' web web "$tree"
	refused '/srv/web is not SERVER:PATH' web /srv/web "$tree"
	refused '10.9.0.1/srv:/web is not SERVER:PATH' web 10.9.0.1/srv:/web "$tree"
	refused ':/srv/web has no server in front of the colon' web :/srv/web "$tree"
	refused '10.9.0.1: has no absolute path behind the colon' web 10.9.0.1: "$tree"
	refused '10.9.0.1:srv has no absolute path behind the colon' web 10.9.0.1:srv "$tree"
	refused '10.9.0.1:/ would export the whole server: name a folder' web 10.9.0.1:/ "$tree"
	refused '10.9.0.1:/// would export the whole server: name a folder' web 10.9.0.1:/// "$tree"
	refused '10.9.0.1:/srv/../etc has a path with ".."' web 10.9.0.1:/srv/../etc "$tree"
	refused '10.9.0.300:/srv has a server that is no IPv4 address' web 10.9.0.300:/srv "$tree"
	refused 'fd00:9::1:/srv has an IPv6 address without brackets around it' web fd00:9::1:/srv "$tree"
	refused '[fd00:9::x]:/srv has no IPv6 address between its brackets' web '[fd00:9::x]:/srv' "$tree"
	refused '[fd00:9::1]/srv is not [ADDRESS]:PATH' web '[fd00:9::1]/srv' "$tree"
	refused 'a_b:/srv has a server that is neither an address nor a name' web a_b:/srv "$tree"
	refused "$(printf 'a%.0s' {1..300}):/srv has a server's name that is too long" \
	    web "$(printf 'a%.0s' {1..300}):/srv" "$tree"
	refused "nfs:/$(printf 'a%.0s' {1..1024}) has a path that is too long" \
	    web "nfs:/$(printf 'a%.0s' {1..1024})" "$tree"
	local path
	for path in '/srv/my web' '/srv/a,b' "/srv/it's" '/srv/"a"' '/srv/$a' '/srv/a\b' \
	    '/srv/a;b' '/srv/#a' '/srv/a(b)' '/srv/{a}' '/srv/*' $'/srv/a\nb'; do
		refused "10.9.0.1:$path has a path with a blank or a mark that an initramfs or an export cannot express" \
		    web "10.9.0.1:$path" "$tree"
	done
}

@test "names that are no images, and a wrong command line" {
	refused 'menu is no image: boot=menu offers all of them' menu 10.9.0.1:/srv/web "$tree"
	run -1 mkbootroot nfsroot a/b 10.9.0.1:/srv/web "$tree"
	[[ $output = 'mkbootroot: a/b is not the name of an image'* ]]
	run -2 mkbootroot nfsroot
	run -2 mkbootroot nfsroot web
	[[ $output = usage:* ]]
	run -2 mkbootroot nfsroot web 10.9.0.1:/srv/web "$tree" more
	run -2 mkbootroot nfsroot -Q web 10.9.0.1:/srv/web "$tree"
}

@test "-x: the NFS server's lines are written to the file, and printed as well" {
	run -0 mkbootroot nfsroot -x "$dir/lines" web 10.9.0.1:/srv/web "$tree"
	[ "$output" = "$IMAGE
$EXPORTS
$GANESHA" ]
	[ "$(cat "$dir/lines")" = "$EXPORTS
$GANESHA" ]
	[ "$(stat -c %a "$dir/lines")" = 644 ]
	(cd "$dir" && mkbootroot -q nfsroot -x here web 10.9.0.1:/srv/web "$tree")
	cmp "$dir/lines" "$dir/here"
}

@test "-x: a file for one of the servers has only its lines" {
	mkbootroot -q nfsroot -x "$dir/web.exports" web 10.9.0.1:/srv/web "$tree"
	[ "$(cat "$dir/web.exports")" = "$EXPORTS" ]
	mkbootroot -q nfsroot -x "$dir/web.conf" web 10.9.0.1:/srv/web "$tree"
	[ "$(cat "$dir/web.conf")" = "${EXPORTS%%$'\n'*}
$GANESHA" ]
}

@test "-x: a file that nfsroot wrote is replaced, any other is not" {
	mkbootroot -q nfsroot -x "$dir/web.exports" web 10.9.0.1:/srv/old "$tree"
	mkbootroot -q nfsroot -x "$dir/web.exports" web 10.9.0.1:/srv/web "$tree"
	[ "$(cat "$dir/web.exports")" = "$EXPORTS" ]
	: >"$dir/empty.exports"
	mkbootroot -q nfsroot -x "$dir/empty.exports" web 10.9.0.1:/srv/web "$tree"
	[ "$(cat "$dir/empty.exports")" = "$EXPORTS" ]
	echo '/home 192.0.2.0/24(rw,no_subtree_check)' >"$dir/exports"
	refused "cannot replace $dir/exports: it was not written by mkbootroot" \
	    -x "$dir/exports" web 10.9.0.1:/srv/web "$tree"
	[ "$(cat "$dir/exports")" = '/home 192.0.2.0/24(rw,no_subtree_check)' ]
	echo '#' >"$dir/exports"
	refused "cannot replace $dir/exports: it was not written by mkbootroot" \
	    -x "$dir/exports" web 10.9.0.1:/srv/web "$tree"
	refused "cannot write $dir/no/exports: No such file or directory" \
	    -x "$dir/no/exports" web 10.9.0.1:/srv/web "$tree"
	[ -z "$(find "$dir" -name '.*exports*')" ]
}

@test "-n prints the lines and writes nothing" {
	run -0 mkbootroot -n nfsroot -x "$dir/web.exports" web 10.9.0.1:/srv/web "$tree"
	[ "$output" = "$EXPORTS
$GANESHA" ]
	[ ! -e "$dir/web.exports" ]
	[ -z "$(ls -A "$root")" ]
}

@test "-3: the image has the tree's own initrd, with the address of its root appended" {
	run -0 mkbootroot nfsroot -3 web 10.9.0.1:/srv/web "$tree"
	[[ $output = *'  initrd    initrd.img'* ]]
	[[ $output = *'	Protocols = 3;'* ]]
	[[ $output = *'# nfs-ganesha:'* ]]
	local n
	n=$(stat -c %s "$tree/boot/initrd.img-6.6.6")
	head -c "$n" "$root/web/initrd.img" | cmp - "$tree/boot/initrd.img-6.6.6"
	[ "$(tail -c +$((n + 1)) "$root/web/initrd.img" | zstd -dc | cpio -i --quiet --to-stdout conf/conf.d/nfsroot)" = \
	    "# Made by mkbootroot(8).
BOOT=nfs
ROOT=/dev/nfs
IP=dhcp
NFSROOT='10.9.0.1:/srv/web'
readonly=y" ]
	mkbootroot -q nfsroot -3wz web 10.9.0.1:/srv/web "$tree"
	tail -c +$((n + 1)) "$root/web/initrd.img" | gzip -dc |
	    cpio -i --quiet --to-stdout conf/conf.d/nfsroot | grep -qx readonly=n
}

@test "-3: what the tree's own initrd cannot do is refused" {
	refused "nfs:/srv/web: the tree's own initrd knows servers only by their IPv4 address" \
	    -3 web nfs:/srv/web "$tree"
	refused "[fd00::1]:/srv/web: the tree's own initrd knows servers only by their IPv4 address" \
	    -3 web '[fd00::1]:/srv/web' "$tree"
	rm "$tree/boot/initrd.img-6.6.6"
	refused "cannot read the initrd of kernel $tree/boot/vmlinuz-6.6.6 in $tree/boot: No such file or directory" \
	    -3 web 10.9.0.1:/srv/web "$tree"
}

@test "the tree is read where it will be exported, or in the folder that is named" {
	refused 'cannot read /no/such/tree: No such file or directory; name the folder that has the tree here' \
	    web 10.9.0.1:/no/such/tree
	refused 'cannot read /no/such/tree: No such file or directory' \
	    web 10.9.0.1:/srv/web /no/such/tree
	rm -rf "$root/web"
	mkbootroot -q nfsroot web "10.9.0.1:$tree"
	cmp "$tree/boot/vmlinuz-6.6.6" "$root/web/vmlinuz"
}

@test "-k names the kernel, and then the tree need not be here" {
	mkdir -p "$dir/other/boot"
	cp -r "$tree/lib" "$dir/other"
	echo 'another kernel' >"$dir/other/boot/vmlinuz-6.6.6"
	mkbootroot -q nfsroot -k "$dir/other/boot/vmlinuz-6.6.6" web 10.9.0.1:/no/such/tree
	cmp "$dir/other/boot/vmlinuz-6.6.6" "$root/web/vmlinuz"
	rm -r "${tree:?}/lib"
	run -0 mkbootroot nfsroot -k "$dir/other/boot/vmlinuz-6.6.6" web "10.9.0.1:$tree"
	[[ $output = *"warning: $tree has no modules for kernel $dir/other/boot/vmlinuz-6.6.6"* ]]
	[[ $output = *"warning: $dir/other/boot/vmlinuz-6.6.6 does not look like a kernel for PCs"* ]]
}

@test "a tree that has no init is warned of" {
	rm "$tree/sbin/init"
	run -0 mkbootroot nfsroot web "10.9.0.1:$tree"
	[[ $output = *"warning: $tree has no sbin/init"* ]]
	# As in Debian: a link that leads there only in the tree.
	mkdir -p "$tree/lib/systemd"
	: >"$tree/lib/systemd/systemd"
	ln -s /lib/systemd/systemd "$tree/sbin/init"
	run -0 mkbootroot nfsroot web "10.9.0.1:$tree"
	[[ $output != *warning* ]]
}

@test "a kernel that cannot mount it is refused" {
	local name
	for name in nfsv4 overlay; do
		mv "$tree/lib/modules/6.6.6/kernel/fs/$name.ko" "$dir"
		refused "cannot make nfsroot web: kernel 6.6.6 has no module $name" \
		    web "10.9.0.1:$tree"
		# Built in is as good.
		echo "kernel/fs/$name.ko" >"$tree/lib/modules/6.6.6/modules.builtin"
		mkbootroot -q nfsroot web "10.9.0.1:$tree"
		rm "$tree/lib/modules/6.6.6/modules.builtin"
		mv "$dir/$name.ko" "$tree/lib/modules/6.6.6/kernel/fs"
	done
	rm -r "$tree/lib/modules"
	refused "cannot make nfsroot web: there are no modules for kernel $tree/boot/vmlinuz-6.6.6" \
	    web "10.9.0.1:$tree"
	rm -r "${tree:?}/boot"
	run -1 mkbootroot -q nfsroot -k "$tree/boot/vmlinuz" web "10.9.0.1:$tree"
	[ "$output" = "mkbootroot: cannot read kernel $tree/boot/vmlinuz: No such file or directory" ]
}

@test "busybox has to be there, and to need no libraries" {
	ln -s "$(command -v rm)" "$(command -v mkdir)" "$(command -v find)" "$(command -v sort)" \
	    "$(command -v tr)" "$(command -v cat)" "$dir"
	PATH=$dir refused 'cannot make nfsroot web: there is no busybox on this host: install the package busybox-static' \
	    web "10.9.0.1:$tree"
}

@test "a tree that may not be read leaves the old image" {
	[ "$(id -u)" = 0 ] || skip 'only root can become another user'
	old_image
	chmod 711 "$dir" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/*
	chown -R nobody "$root"
	chmod 700 "$tree"
	run -1 setpriv --reuid=nobody --clear-groups "$top/mkbootroot/mkbootroot" \
	    -q -r "$root" nfsroot web "10.9.0.1:$tree"
	[ "$output" = "mkbootroot: cannot read $tree: Permission denied" ]
	chmod 755 "$tree"
	chmod 600 "$tree/boot/vmlinuz-6.6.6"
	run -1 setpriv --reuid=nobody --clear-groups "$top/mkbootroot/mkbootroot" \
	    -q -r "$root" nfsroot web "10.9.0.1:$tree"
	[ "$output" = "mkbootroot: cannot read kernel $tree/boot/vmlinuz-6.6.6: Permission denied" ]
	nothing_changed
}

@test "a full disk leaves the old image" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	unshare -m bash -c '
		mount -t tmpfs -o size=512k tmpfs "$1"
		mkdir "$1/web" && echo old >"$1/web/vmlinuz"
		"$2" -q -r "$1" nfsroot web "10.9.0.1:$3" 2>"$4/said"
		[ $? = 111 ] && [ "$(ls -A "$1")" = web ] &&
		    [ "$(cat "$1/web/vmlinuz")" = old ] &&
		    grep "No space left on device" "$4/said"
	' - "$root" "$top/mkbootroot/mkbootroot" "$tree" "$dir"
}

@test "a full disk for -x leaves both, the old file and the old image" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	old_image
	mkdir "$dir/full"
	unshare -m bash -c '
		mount -t tmpfs -o size=8k tmpfs "$1/full"
		echo "# mkbootroot nfsroot web, an old one" >"$1/full/exports"
		head -c 4096 /dev/zero >"$1/full/zeros"
		"$2" -q -r "$1/root" nfsroot -x "$1/full/exports" web "10.9.0.1:$3" 2>"$1/said"
		[ $? = 111 ] && [ "$(ls -A "$1/full" | tr "\n" " ")" = "exports zeros " ] &&
		    grep "old one" "$1/full/exports" &&
		    grep "cannot write $1/full/exports: No space left on device" "$1/said"
	' - "$dir" "$top/mkbootroot/mkbootroot" "$tree"
	nothing_changed
}

# What /init does behind the lease, in the unpacked initramfs, where what it
# would do to a real client is only noted down, in /log.
#
# init_says CMDLINE LINE...: the notes, whole.
init_says() {
	local cmdline=$1 applet
	shift
	unpacked
	{
		cat <<-'END'
			PATH=/bin
			nic=eth0
			for command in modprobe umount switch_root reboot; do
				eval "$command() { echo $command \"\$*\" >>/log; }"
			done
			sleep() { :; }
			mount() {
				[ "$1" != --move ] || return 0
				echo "mount $*" >>/log
				[ -s /fails ] || return 0
				read -r reason </fails
				sed -i 1d /fails
				echo "mount: mounting a on b failed: $reason"
				return 1
			}
			nslookup() {
				echo "nslookup $*" >>/log
				printf 'Server:\t\t10.9.0.2\nAddress:\t10.9.0.2:53\n\n'
				case $* in
				'-type=a nfs.lab') printf 'Name:\tnfs.lab\nAddress: 10.9.0.7\n\n' ;;
				'-type=aaaa six.example.org') printf 'Name:\tsix.example.org\nAddress: fd00::7\n\n' ;;
				esac
			}
		END
		sed -n '/^modprobe -q -a nfs/,$s/^exec switch_root/switch_root/;/^modprobe -q -a nfs/,$p' "$dir/r/init"
	} >"$dir/r/rest"
	for applet in cat cp cut head mkdir sed; do
		ln -s busybox "$dir/r/bin/$applet"
	done
	mkdir -p "$dir/r/root/etc" "$dir/r/root/sbin"
	: >"$dir/r/root/sbin/init"
	: >"$dir/r/root/sbin/other"
	printf '%s\n' "$cmdline" >"$dir/r/proc/cmdline"
	printf '%s\n' address=10.9.0.21 domain=lab hostname=pc7 >"$dir/r/run/lease"
	echo 'nameserver 10.9.0.2' >"$dir/r/etc/resolv.conf"
	[ -z "${fails-}" ] || printf '%s\n' "$fails" >"$dir/r/fails"
	timeout 60 "$top/.cache/bin/busybox" chroot "$dir/r" /bin/busybox sh /rest single \
	    >"$dir/said" 2>&1 || { tail -n 20 "$dir/said"; return 1; }
	grep -vE '^(modprobe|umount)' "$dir/r/log" >"$dir/log"
	printf '%s\n' "$@" | diff - "$dir/log" || { cat "$dir/said"; return 1; }
}

OVERLAY='mount -t tmpfs -o mode=755 tmpfs /rw
mount -t overlay -o lowerdir=/ro,upperdir=/rw/upper,workdir=/rw/work overlay /root
switch_root /root /sbin/init single'

@test "/init mounts the image's root read only, with an overlay" {
	mkbootroot -q nfsroot web 10.9.0.1:/srv/web "$tree"
	init_says 'console=ttyS0 ro' \
	    'mount -t nfs -o ro,vers=4.2,addr=10.9.0.1 10.9.0.1:/srv/web /ro' "$OVERLAY"
	[ "$(cat "$dir/r/root/etc/hostname")" = pc7 ]
	[ "$(cat "$dir/r/root/etc/resolv.conf")" = 'nameserver 10.9.0.2' ]
}

@test "/init: with rw the root is mounted for writing, without an overlay" {
	mkbootroot -q nfsroot web 10.9.0.1:/srv/web "$tree"
	init_says 'nfsroot=10.9.0.2:/srv/own rw' \
	    'mount -t nfs -o rw,vers=4.2,addr=10.9.0.2 10.9.0.2:/srv/own /root' \
	    'switch_root /root /sbin/init single'
	[ ! -e "$dir/r/root/etc/hostname" ]
	mkbootroot -q nfsroot -w web 10.9.0.1:/srv/web "$tree"
	init_says '' 'mount -t nfs -o rw,vers=4.2,addr=10.9.0.1 10.9.0.1:/srv/web /root' \
	    'switch_root /root /sbin/init single'
	init_says 'ro nfsroot=/srv/shared' \
	    'mount -t nfs -o ro,vers=4.2,addr=10.9.0.1 10.9.0.1:/srv/shared /ro' "$OVERLAY"
}

@test "/init: nfsroot= with mount options, init=, and words behind -- that are for init" {
	mkbootroot -q nfsroot web '[fd00::1]:/srv/web' "$tree"
	init_says 'nfsroot=/srv/two,vers=3,nolock init=/sbin/other -- init=/x rw' \
	    'mount -t nfs -o ro,hard,addr=fd00::1,vers=3,nolock [fd00::1]:/srv/two /ro' \
	    "${OVERLAY/sbin\/init/sbin/other}"
}

@test "/init: the server's name is looked up, also with the domain" {
	mkbootroot -q nfsroot web nfs:/srv/web "$tree"
	init_says '' 'nslookup -type=a nfs' 'nslookup -type=a nfs.lab' \
	    'mount -t nfs -o ro,vers=4.2,addr=10.9.0.7 nfs:/srv/web /ro' "$OVERLAY"
	init_says nfsroot=six.example.org:/srv 'nslookup -type=a six.example.org' \
	    'nslookup -type=a six.example.org.lab' 'nslookup -type=aaaa six.example.org' \
	    'mount -t nfs -o ro,vers=4.2,addr=fd00::7 six.example.org:/srv /ro' "$OVERLAY"
}

@test "/init: an older version is tried where the server has not 4.2; any other failure is said, and tried again" {
	mkbootroot -q nfsroot web 10.9.0.1:/srv/web "$tree"
	local mount='mount -t nfs -o ro,vers=%s,addr=10.9.0.1 10.9.0.1:/srv/web /ro'
	fails='Protocol not supported
Connection refused
Connection refused' init_says '' "${mount/\%s/4.2}" "${mount/\%s/4.1}" "${mount/\%s/4.2}" \
	    "${mount/\%s/4.2}" "$OVERLAY"
	[ "$(grep -c 'init: cannot mount 10.9.0.1:/srv/web: Connection refused' "$dir/said")" = 1 ]
}
