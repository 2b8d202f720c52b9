/*
 * Any requests of any clients, at any times: no boot stands still of which
 * nothing was sent or refused, each is said once, and the caller never wakes
 * for nothing.
 *
 * The input is steps of four bytes: what happens, by which client, to which
 * name, and how.
 */
#include <netinet/in.h>

#include "map/arch.h"
#include "tftpd/cause.h"
#include "map/loader.h"
#include "must.h"
#include "tftpd/stall.h"
#include "testmap.h"

#define CLIENTS (STALL_MAX + 3)	/* there are few places here: see the
				   Makefile */
#define SERIALS 64

static const char map[] =
    "52:54:00:00:00:00 web0 boot=image x64=shim.efi bios=pxelinux.0\n"
    "52:54:00:00:00:01 web1 boot=image x64=snponly.efi ip=10.9.0.1\n"
    "52:54:00:00:00:02 web2 boot=image x64=ipxe.efi ipxe=http://a/b\n"
    "52:54:00:00:00:03 web3 boot=image x64=/grub.efi server=10.9.0.9\n"
    "52:54:00:00:00:04 web4 boot=image x64=grub.efi server=10.9.0.1 "
    "x64-http=http://a/x.efi\n"
    "52:54:00:00:00:05 web5 ignore\n"
    "52:54:00:00:00:* - boot=image bios=undionly.kpxe ipxe=go.ipxe\n"
    "default - boot=other arm64=syslinux.efi\n";

static const char *const names[] = {"image/shim.efi", "image/pxelinux.0",
    "image/snponly.efi", "image/ipxe.efi", "grub.efi", "image/grub.efi",
    "image/undionly.kpxe", "other/syslinux.efi", "image/vmlinuz",
    "grub/grub.cfg", "pxelinux.cfg/default", "ldlinux.c32", "grubx64.efi",
    "grub", "", "image/mmx64.efi"};

#define KNOWN 8			/* the last two have no line of their own */

static struct client client[KNOWN];
static struct stalls s;
static uint64_t serial[SERIALS];	/* of transfers that run */
static size_t chances;	/* events since that can be said */

static void
said(const struct stall *told)
{
	char text[CAUSE_TEXT_SIZE];
	const char *word = cause_of(told, text, sizeof(text));

	must(chances > 0, "more is said than has happened");
	chances--;
	must(told->where != STALL_NONE && told->text[0] != '\0',
	    "it stands nowhere");
	must(word != NULL && is_printable(word), "no word");
	must(text[0] != '\0' && strlen(text) < sizeof(text) - 1,
	    "no text, or a cut one");
	if (told->where == STALL_FIRST)
		must(told->step.step == STEP_FIRST && told->step.is_efi &&
		    told->step.must_ask && !told->step.may_leave &&
		    told->times > 0, "it need not have asked");
	if (told->where == STALL_LOOP)
		must(!told->step.may_leave && told->times >= STALL_TIMES,
		    "no loop");
}

/* Whether a path is the boot file of any arch, found the long way. */
static int
is_boot_file(const struct client *c, const char *path)
{
	static const unsigned archs[] = {ARCH_BIOS, ARCH_X64, ARCH_ARM64,
	    ARCH_X64_HTTP};	/* those of the map */
	char file[CLIENT_PATH_SIZE];
	const char *text;

	for (size_t i = 0; i < sizeof(archs) / sizeof(*archs); i++)
		if ((text = client_bootfile(c, archs[i], STAGE_ROM, NULL)) !=
		    NULL && client_path(c, text, file, sizeof(file)) == 0 &&
		    strcmp(file, path) == 0)
			return 1;
	return 0;
}

static void
fill(const struct client *c, const char *name, unsigned how,
    struct bootstep *b)
{
	static const enum loader_kind kinds[] = {LOADER_NONE, LOADER_SHIM,
	    LOADER_GRUB, LOADER_IPXE};
	const struct efi efi = {.is_program = how & 1,
	    .kind = how & 1 ? kinds[how >> 1 & 3] : LOADER_NONE,
	    .is_signed = how >> 2 & 1};
	struct request r = {.opcode = how == 255 ? REQUEST_WRQ : REQUEST_RRQ,
	    .mode = how == 254 ? MODE_NETASCII : MODE_OCTET};
	union address local;

	memset(&local, 0, sizeof(local));
	local.sa.sa_family = how & 8 ? AF_INET : AF_INET6;
	local.in.sin_addr.s_addr = htonl(0x0a090001);
	r.option[OPTION_BLKSIZE].asked = (how & 0x30) != 0x30;
	r.option[OPTION_TSIZE].asked = how >> 6 & 1;
	r.option[OPTION_TIMEOUT].asked = how == 253;
	r.option[OPTION_UTIMEOUT].asked = how == 252;
	if (how >> 7 && how < 250) {
		bootstep_refused(c, name, b);
		must(b->is_refused && b->step != STEP_FIRST &&
		    b->step != STEP_LOADER, "refused, and sent");
		return;
	}
	bootstep_opened(c, &local, &r, name, &efi, b);
	must(!b->is_refused && b->step != STEP_CONFIG && b->step != STEP_NEXT,
	    "sent, and refused");
	must(b->step != STEP_FIRST || (c != NULL && is_boot_file(c, name)),
	    "no boot file of this client");
	must(b->step == STEP_FIRST || b->step == STEP_LOADER ||
	    !r.option[OPTION_BLKSIZE].asked || r.mode != MODE_OCTET ||
	    r.option[OPTION_TIMEOUT].asked || r.option[OPTION_UTIMEOUT].asked ||
	    r.opcode != REQUEST_RRQ || c == NULL || !is_boot_file(c, name),
	    "a boot file that is none");
}

/* Whoever has a place is remembered with its own shim, and with no other. */
static void
check_shim(const struct stall_client *c, unsigned what, long long now_ms)
{
	static char longest[STALL_SHIM_SIZE + 1];
	const int has_place = stallplace_find(&s.places, c, now_ms) != NULL;
	const char *path;

	memset(longest, 'x', sizeof(longest) - 1);
	path = shimsent_path(&s, c, now_ms);
	must(path == NULL || (has_place && (*path == 'a' || *path == 'b')),
	    "a shim that nobody was sent");
	shimsent_note(&s, c, what % 4 == 0 ? "a/shim.efi" : what % 4 == 1 ?
	    "b/shim.efi" : what % 4 == 2 ? longest : NULL, now_ms);
	path = shimsent_path(&s, c, now_ms);
	must((path != NULL) == (has_place && what % 4 < 2), "it is forgotten");
	must(path == NULL || *path == (what % 4 == 0 ? 'a' : 'b'),
	    "that of another");
}

static void
ask(unsigned who, unsigned what, const struct bootstep *b,
    long long now_ms)
{
	const unsigned char mac[6] = {0x52, 0x54, 0, 0, 0,
	    (unsigned char)(who / 4)};
	union address address;
	struct stall_client c = {&address, who % 4 == 0 ? mac : NULL,
	    who % 3 == 0};
	struct stall told;

	memset(&address, 0, sizeof(address));
	address.sa.sa_family = AF_INET;
	address.in.sin_addr.s_addr = htonl(0x0a090000 + who);
	serial[what % SERIALS] = stall_asked(&s, &c, b,
	    b->step == STEP_OTHER ? NULL : "file=x", now_ms, &told);
	must(b->step == STEP_FIRST || told.where == STALL_NONE,
	    "another request shows nothing");
	check_shim(&c, what, now_ms);
	must(b->step != STEP_OTHER || serial[what % SERIALS] == 0,
	    "nobody waits for this");
	if (told.where != STALL_NONE)
		said(&told);
	chances += b->step == STEP_CONFIG || b->step == STEP_NEXT;
}

static void
look(long long now_ms)
{
	struct stall told;
	int ms;

	while (stall_due(&s, now_ms, &told))
		said(&told);
	ms = stall_wait_ms(&s, now_ms, -1);
	must(stall_pending(&s) == (ms != -1), "it waits for nothing");
	must(ms == -1 || (ms > 0 && ms <= STALL_IPXE_MS), "it wakes at once");
	must(stall_wait_ms(&s, now_ms, 1) == 1, "it waits for longer");
}

/* They lie in the map, which stays. */
static void
look_up(void)
{
	static struct testmap t;

	testmap_add_text(&t, map);
	testmap_end(&t);
	for (unsigned i = 0; i < KNOWN; i++) {
		const struct who who = {.mac = {0x52, 0x54, 0, 0, 0,
		    (unsigned char)i}, .has_mac = i < KNOWN - 1};

		must(client_find(&t.map, &who, &client[i]) == 1, "nobody");
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct input in = {bytes, n};
	unsigned what, who, which, how;
	struct bootstep b;
	long long now_ms = 0;

	if (client[0].map == NULL)
		look_up();
	memset(&s, 0, offsetof(struct stalls, text));
	memset(serial, 0, sizeof(serial));
	chances = 0;
	while (in.n > 0) {
		what = input_byte(&in);
		who = input_byte(&in);
		which = input_byte(&in);
		how = input_byte(&in);
		if (what % 8 < 4 || what % 8 == 7)
			fill(who % 4 == 3 ? NULL : &client[who % KNOWN],
			    names[which % (sizeof(names) / sizeof(*names))],
			    how, &b);
		switch (what % 8) {
		default:
			ask(who, which, &b, now_ms);
			break;
		case 4:
		case 5:
			stall_ended(&s, serial[which % SERIALS],
			    what % 8 == 4, now_ms);
			chances += what % 8 == 4 &&
			    serial[which % SERIALS] != 0;
			break;
		case 6:
			now_ms += (long long)which * (1 << how % 14);
			break;
		case 7:		/* a crowd */
			for (unsigned i = 0; i < CLIENTS; i++)
				ask(i + who, which, &b, now_ms);
		}
		look(now_ms);
	}
	return 0;
}
