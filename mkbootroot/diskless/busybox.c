/*
 * Busybox can be many commands; its links are made by itself on the client.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mkbootroot/diskless/busybox.h"

#define BUSYBOX_MAX (64L << 20)
#define PATH_DEFAULT "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

/*
 * Drivers are loaded until no device appears that was not there: those on a
 * bus are seen when the bus has its driver. What hangs on USB takes a second.
 */
const char busybox_init_begin[] =
"#!/bin/busybox sh\n"
"# Made by mkbootroot(8).\n"
"export PATH=/usr/sbin:/usr/bin:/sbin:/bin\n"
"busybox=/bin/busybox\n"
"$busybox mkdir -p /proc /sys /dev /run /tmp\n"
"$busybox mount -t proc proc /proc\n"
"$busybox mount -t sysfs sysfs /sys\n"
"$busybox mount -t devtmpfs devtmpfs /dev\n"
"$busybox mount -t tmpfs -o mode=755 tmpfs /run\n"
"$busybox --install -s 2>/dev/null\n"
"mkdir -p /dev/pts\n"
"mount -t devpts devpts /dev/pts\n"
"\n"
"seen=-\n"
"load_drivers() {\n"
"	while :; do\n"
"		found=$(cat /sys/bus/*/devices/*/modalias 2>/dev/null | sort -u)\n"
"		[ \"$found\" != \"$seen\" ] || break\n"
"		seen=$found\n"
"		echo \"$found\" | xargs -r modprobe -q -b -a 2>/dev/null\n"
"	done\n"
"}\n"
"modprobe -q af_packet 2>/dev/null\n"
"\n"
"# The cards, and those of them with a link.\n"
"find_cards() {\n"
"	load_drivers\n"
"	linked=\n"
"	cards=$(cd /sys/class/net && ls -d */device 2>/dev/null | cut -d / -f 1)\n"
"	for card in $cards; do\n"
"		ip link set \"$card\" up\n"
"		link=$(cat \"/sys/class/net/$card/carrier\" 2>/dev/null)\n"
"		[ \"$link\" != 1 ] || linked=\"$linked $card\"\n"
"	done\n"
"	[ -n \"$linked\" ]\n"
"}\n"
"\n"
"# udhcpc stays, to renew the lease.\n"
"find_lease() {\n"
"	nic=\n"
"	for card in $linked; do\n"
"		udhcpc -n -t 5 -T 3 -i \"$card\" -s /etc/udhcpc.script \\\n"
"			-O hostname -O rootpath || continue\n"
"		nic=$card\n"
"		return\n"
"	done\n"
"	return 1\n"
"}\n"
"\n"
"# A card and a switch may need a while at first.\n"
"ip link set lo up\n"
"for i in 1 2 3 4 5 6 7 8 9 10; do\n"
"	find_cards && break\n"
"	sleep 1\n"
"done\n"
"find_lease || find_lease || find_lease\n"
"if [ -n \"$nic\" ]; then\n"
"	echo \"init: $nic has $(sed -n 's/^address=//p' /run/lease)\"\n"
"else\n"
"	echo \"init: no network; cards: ${cards:-none}; with a link: ${linked:-none}\"\n"
"fi\n"
"\n";

/* udhcpc hands the lease over in variables. */
static const char script[] =
"#!/bin/busybox sh\n"
"# Made by mkbootroot(8): what udhcpc does with a lease.\n"
"[ \"$1\" = bound ] || [ \"$1\" = renew ] || exit 0\n"
"ip address flush dev \"$interface\"\n"
"ip address add \"$ip/${mask:-24}\" dev \"$interface\"\n"
"for router in $router; do\n"
"	ip route replace default via \"$router\" dev \"$interface\" && break\n"
"done\n"
"[ -z \"$hostname\" ] || hostname \"$hostname\"\n"
"{\n"
"	[ -z \"$domain\" ] || echo \"search $domain\"\n"
"	for server in $dns; do\n"
"		echo \"nameserver $server\"\n"
"	done\n"
"} >/etc/resolv.conf\n"
"printf '%s\\n' \"interface=$interface\" \"address=$ip\" \"mask=$mask\" \\\n"
"	\"router=$router\" \"dns=$dns\" \"domain=$domain\" \"hostname=$hostname\" \\\n"
"	\"siaddr=$siaddr\" \"rootpath=$rootpath\" >/run/lease\n";

int
busybox_add(struct initramfs *r, const void *program, size_t n,
    const char *end)
{
	static const char *const folder[] = {
		"bin", "dev", "etc", "proc", "root", "run", "sbin", "sys",
		"tmp", "usr/bin", "usr/sbin"
	};
	char *init;
	int init_n, result;

	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++)
		if (initramfs_folder(r, folder[i],
		    strcmp(folder[i], "tmp") == 0 ? 01777 : 0755) == -1)
			return -1;
	if (program != NULL &&
	    initramfs_file(r, "bin/busybox", 0755, program, n) == -1)
		return -1;
	if (initramfs_file(r, "etc/udhcpc.script", 0755, script,
	    sizeof(script) - 1) == -1)
		return -1;
	if ((init_n = asprintf(&init, "%s%s", busybox_init_begin, end)) == -1)
		return -1;
	result = initramfs_file(r, "init", 0755, init, (size_t)init_n);
	free(init);
	return result;
}

/* Whether a program needs no interpreter (ld.so), and so no libraries. */
static int
is_static(const unsigned char *bytes, size_t n)
{
	const int wide = n > EI_CLASS && bytes[EI_CLASS] == ELFCLASS64;
	Elf64_Ehdr e;
	Elf64_Phdr p;

	if (n < sizeof(e) || memcmp(bytes, ELFMAG, SELFMAG) != 0)
		return 0;
	if (!wide)
		return memmem(bytes, n < 4096 ? n : 4096, "/ld-", 4) == NULL;
	memcpy(&e, bytes, sizeof(e));
	for (size_t i = 0; i < e.e_phnum; i++) {
		if (e.e_phentsize < sizeof(p) || e.e_phoff > n ||
		    (n - e.e_phoff) / e.e_phentsize <= i)
			return 0;
		memcpy(&p, bytes + e.e_phoff + i * e.e_phentsize, sizeof(p));
		if (p.p_type == PT_INTERP)
			return 0;
	}
	return 1;
}

static void *
read_program(const char *path, size_t *n)
{
	struct stat st;
	unsigned char *bytes = NULL;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size < BUSYBOX_MAX && (bytes = malloc((size_t)st.st_size +
	    1)) != NULL) {
		*n = (size_t)st.st_size;
		if (read(fd, bytes, *n) != st.st_size) {
			free(bytes);
			bytes = NULL;
		}
	}
	close(fd);
	return bytes;
}

void *
busybox_read(size_t *n, char *message, size_t message_size)
{
	const char *path = getenv("PATH"), *folder;
	char file[PATH_MAX], seen[PATH_MAX] = "";
	void *bytes;
	size_t folder_n;

	if (path == NULL)
		path = PATH_DEFAULT;
	for (folder = path;; folder += folder_n + 1) {
		folder_n = strcspn(folder, ":");
		snprintf(file, sizeof(file), "%.*s/busybox", (int)folder_n,
		    folder);
		bytes = folder_n == 0 ? NULL : read_program(file, n);
		if (bytes != NULL && is_static(bytes, *n))
			return bytes;
		if (bytes != NULL)
			strcpy(seen, file);
		free(bytes);
		if (folder[folder_n] == '\0')
			break;
	}
	if (seen[0] != '\0')
		snprintf(message, message_size, "%s needs libraries: install "
		    "the package busybox-static", seen);
	else
		snprintf(message, message_size, "there is no busybox on this "
		    "host: install the package busybox-static");
	return NULL;
}
