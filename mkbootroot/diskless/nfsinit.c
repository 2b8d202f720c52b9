/*
 * The root is looked for until it is there: after a power failure the server
 * may need longer than its clients.
 */
#include <stdio.h>

#include "mkbootroot/diskless/nfsinit.h"

/*
 * nfsroot=[SERVER:]PATH[,OPTION...], ro, rw and init= are what others call
 * them, too. Busybox's mount(8) leaves addr= and the choice of the version to
 * us. What is written with ro stays in memory, so that the client's name and
 * its DNS can be, too. /run, where the lease is told, goes along.
 */
const char nfs_init_end[] =
"modprobe -q -a nfs nfsv4 overlay\n"
". /etc/nfsroot\n"
"default=$nfsroot program=/sbin/init options=\n"
"set -f\n"
"for word in $(cat /proc/cmdline); do\n"
"	case $word in\n"
"	nfsroot=*) nfsroot=${word#nfsroot=} ;;\n"
"	ro | rw) mode=$word ;;\n"
"	init=*) program=${word#init=} ;;\n"
"	--) break ;;\n"
"	esac\n"
"done\n"
"set +f\n"
"case $nfsroot in\n"
"*,*) options=,${nfsroot#*,} nfsroot=${nfsroot%%,*} ;;\n"
"esac\n"
"case $nfsroot in\n"
"/*) nfsroot=${default%%:/*}:$nfsroot ;;\n"
"esac\n"
"server=${nfsroot%%:/*}\n"
"versions='vers=4.2 vers=4.1 vers=4.0'\n"
"case $options in\n"
"*vers=*) versions=hard ;;\n"
"esac\n"
"\n"
"lease() {\n"
"	sed -n \"s/^$1=//p\" /run/lease 2>/dev/null\n"
"}\n"
"\n"
"find_address() {\n"
"	case $server in\n"
"	\\[*)\n"
"		address=${server#?} address=${address%?}\n"
"		;;\n"
"	*[!0-9.]*)\n"
"		for type in a aaaa; do\n"
"			for name in $server $server.$(lease domain); do\n"
"				address=$(nslookup -type=$type $name 2>/dev/null |\n"
"					sed -n '/^Name:/,$s/^Address[ 0-9]*: *//p' |\n"
"					head -n 1 | cut -d ' ' -f 1)\n"
"				[ -z \"$address\" ] || return 0\n"
"			done\n"
"		done\n"
"		why=\"no address is known for $server\"\n"
"		return 1\n"
"		;;\n"
"	*)\n"
"		address=$server\n"
"		;;\n"
"	esac\n"
"}\n"
"\n"
"mount_root() {\n"
"	why='no network'\n"
"	[ -n \"$nic\" ] || { find_cards && find_lease; } || return 1\n"
"	find_address || return 1\n"
"	for version in $versions; do\n"
"		why=$(mount -t nfs -o $mode,$version,addr=$address$options \\\n"
"			\"$nfsroot\" $target 2>&1) && return 0\n"
"		why=${why##*failed: }\n"
"		[ \"$why\" = 'Protocol not supported' ] || return 1\n"
"	done\n"
"	return 1\n"
"}\n"
"\n"
"give_up() {\n"
"	echo \"init: $*; in 30 s from the beginning\"\n"
"	sleep 30\n"
"	reboot -f\n"
"}\n"
"\n"
"mkdir -p /root /ro /rw\n"
"target=/root said=\n"
"[ $mode = rw ] || target=/ro\n"
"echo \"init: mounting $nfsroot\"\n"
"until mount_root; do\n"
"	[ \"$why\" = \"$said\" ] || echo \"init: cannot mount $nfsroot: $why\"\n"
"	said=$why\n"
"	sleep 2\n"
"done\n"
"if [ $mode = ro ]; then\n"
"	mount -t tmpfs -o mode=755 tmpfs /rw\n"
"	mkdir /rw/upper /rw/work\n"
"	mount -t overlay -o lowerdir=/ro,upperdir=/rw/upper,workdir=/rw/work \\\n"
"		overlay /root || give_up 'no overlay'\n"
"	[ -L /root/etc/resolv.conf ] || [ ! -s /etc/resolv.conf ] ||\n"
"		cp /etc/resolv.conf /root/etc/resolv.conf\n"
"	hostname=$(lease hostname)\n"
"	[ -z \"$hostname\" ] || echo \"$hostname\" >/root/etc/hostname\n"
"fi\n"
"[ -e \"/root$program\" ] || [ -L \"/root$program\" ] ||\n"
"	give_up \"$nfsroot has no $program\"\n"
"echo \"init: the root is $nfsroot, $mode\"\n"
"umount /dev/pts\n"
"for folder in dev proc run sys; do\n"
"	mount --move /$folder /root/$folder\n"
"done\n"
"exec switch_root /root \"$program\" \"$@\"\n";

#define TEXT_SIZE (sizeof(struct nfs_source) + 256)

int
nfs_init_add(struct initramfs *r, const struct nfs_source *s, int writable)
{
	char text[TEXT_SIZE];
	int n = snprintf(text, sizeof(text), "# Made by mkbootroot(8).\n"
	    "nfsroot='%s:%s'\nmode=%s\n", s->server, s->path,
	    writable ? "rw" : "ro");

	return initramfs_file(r, "etc/nfsroot", 0644, text, (size_t)n);
}

int
nfs_init_add_own(struct initramfs *r, const struct nfs_source *s,
    int writable)
{
	char text[TEXT_SIZE];
	int n = snprintf(text, sizeof(text), "# Made by mkbootroot(8).\n"
	    "BOOT=nfs\nROOT=/dev/nfs\nIP=dhcp\nNFSROOT='%s:%s'\n"
	    "readonly=%s\n", s->server, s->path, writable ? "n" : "y");

	return initramfs_file(r, "conf/conf.d/nfsroot", 0644, text,
	    (size_t)n);
}
