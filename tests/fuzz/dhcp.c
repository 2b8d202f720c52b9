/*
 * Any bytes as a message to dhcp-helper, at both of its ports, and the first
 * of them three times: silence, or an answer that is one.
 */
#include "dhcpanswer.h"
#include "must.h"
#include "testmap.h"

/* Clients and nets of every kind, those of tests/50-dhcp.bats. */
static const char text[] =
    "default - boot=debian12 class=HW\n"
    "52:54:00:12:34:00 web0 boot=debian12 ip=10.9.0.20\n"
    "52:54:00:12:34:01 web1 boot=debian12 ip=10.8.0.21 server=10.9.0.7\n"
    "52:54:00:12:34:02 web2 boot=debian12 quirk=binl quirk=delay=3\n"
    "52:54:00:12:34:03 web3 local ip=10.9.0.23 servername=boot\n"
    "52:54:00:12:34:04 web4 ignore ip=10.9.0.24\n"
    "52:54:00:12:34:05 web5 boot=debian12 rpi=file uboot=file "
    "x64-http=http://h/f ipxe=@image@@server@\n"
    "52:54:00:12:34:06 web6 boot=debian12 ip=10.9.0.26 quirk=broadcast "
    "quirk=no-43 http=yes\n"
    "52:54:00:12:34:07 web7 local\n"
    "52:54:00:12:34:08 web8 ignore\n"
    "52:54:00:12:34:09 web9 boot=other ip=10.7.0.29 lease=5m "
    "quirk=local-exit http=https://h\n"
    "uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=debian12\n"
    "dc:a6:32:* - boot=other rpi=start.elf\n"
    "52:54:00:12:34:0a web10 boot=other quirk=direct x64-http=https://h/f\n"
    "52:54:00:12:34:0b web11 boot=debian12 class=PXEClient "
    "bios=syslinux/lpxelinux.0 ip=10.9.0.31 ipxe=@http@/@name@ http=http://h/p\n"
    "52:54:00:12:34:0c web12 boot=other ip=10.9.0.32 rpi=start.elf "
    "quirk=binl class=ThinClient\n"
    "52:54:00:12:34:0d web13 boot=debian12 x64=tftp://10.9.0.6/x/w.efi "
    "bios=- x64-ipxe=@http@/x bios-ipxe=- servername=boot\n"
    "52:54:00:12:34:0e web14 boot=debian12 ip=10.9.0.34 ipxe=- quirk=binl "
    "bios=tftp://10.9.0.6//a/pxelinux.0\n"
    "52:54:00:12:34:0f web15 boot=debian12 ip=10.9.0.35 class=\"AM335x ROM\" "
    "file=MLO class=\"AM335x ROM far\" file=tftp://10.9.0.6/MLO class=AM file=- "
    "class=U-Boot file=u-boot.img class=PXEClient:Arch:00006 file=b\n"
    "52:54:00:12:34:10 web16 boot=debian12 server=10.9.0.7 server=10.9.0.1 "
    "server=10.9.0.2 http=yes\n"
    "52:54:00:12:34:11 web17 boot=debian12 ip=10.9.0.36 server=10.8.0.1 "
    "server=10.9.0.1 server=10.9.0.7\n"
    "52:54:00:12:34:12 web18 boot=debian12 ip=10.9.0.37 server=10.7.7.7 "
    "server=127.0.0.1\n"
    "52:54:00:12:34:13 web19 boot=debian12 server=10.6.0.1 server=10.5.0.1\n"
    "net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 dns=10.9.0.252\n"
    "net 10.8.0.0/24 - router=10.8.0.254 lease=2d\n"
    "image debian12 - bios=debian-installer/amd64/pxelinux.0 "
    "x64=debian-installer/amd64/bootnetx64.efi\n"
    "image other - kernel=linux initrd=initrd.gz bios=a/grub.0\n"
    "image loaders - bios=undionly.kpxe x64=snponly.efi arm64=grubaa64.efi\n";

/* Our address, or none: then nobody is answered; or the one that it has written to. */
static const struct interface links[] = {
	{ .index = 2, .name = "eth0", .address = { 0x0100090a },
	    .netmask = { 0x00ffffff }, .all = { { { 0x0100090a },
	    { 0x00ffffff } }, { { 0x0100080a }, { 0x00fcffff } } },
	    .all_n = 2 },
	{ .index = 3, .name = "eth1" },
	{ .index = 2, .name = "eth0", .address = { 0x0100090a },
	    .netmask = { 0x00ffffff }, .is_used = 1 },
};

/* One that is on no link. */
static int
is_ours(void *of, struct in_addr a)
{
	return of != NULL && a.s_addr == htonl(0x0a060001);
}

static void
try_port(const struct message *m, const struct map *map, unsigned port,
    const struct interface *via, unsigned times)
{
	struct conflicts conflicts = { { { .until_ms = 0 } } };
	struct hints hints = { .next = 0 };
	struct facts f = { .map = map, .via = via, .port = port,
	    .conflicts = &conflicts, .now_ms = 1000, .is_ours = is_ours,
	    .is_ours_of = &conflicts };
	const struct in_addr taken = { 0x1700090a };	/* web3's */

	conflict_add(&conflicts, taken, f.now_ms);
	hints.at[0].card_n = 6;		/* somebody else has asked before */
	hints.at[0].times = 1;
	hints.next = 1;
	for (; times > 0; times--) {
		(void)dhcp_answer(m, &f, &conflicts, &hints);
		f.from_link = !f.from_link;
		f.now_ms += 1000;
		f.repeats += 2;
	}
	(void)conflict_left_ms(&conflicts, f.now_ms);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static struct testmap t;
	unsigned char *exact = exact_copy(bytes, n);
	struct message m;
	enum silence why = message_parse(&m, exact, n);

	if (t.n == 0) {
		testmap_add_text(&t, text);
		testmap_end(&t);
	}
	free(exact);
	must((why == SILENCE_NOT) == (silence_word(why)[0] == '\0'),
	    "a reason without a word");
	must(strncmp(silence_word(why), silence_counted(why),
	    strlen(silence_counted(why))) == 0, "counted as another reason");
	if (why != SILENCE_NOT)
		return 0;
	try_port(&m, &t.map, PORT_SERVER, &links[0], 3);
	try_port(&m, &t.map, PORT_PROXY, &links[0], 1);
	try_port(&m, &t.map, PORT_SERVER, &links[1], 1);
	try_port(&m, &t.map, PORT_SERVER, &links[2], 1);
	try_port(&m, NULL, PORT_SERVER, &links[0], 1);
	return 0;
}
