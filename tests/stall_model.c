/*
 * What stall.c and cause.c say of boots that are played to them.
 *
 *	stall_model
 *
 * Prints a line for each expectation that does not hold; status 1 then.
 */
#include <stdio.h>
#include <string.h>

#include "tftpd/cause.h"
#include "tftpd/stall.h"

static struct stalls s;
static long long now_ms;
static int wrong;
static const char *boot;	/* that is played */
static uint64_t serial;		/* of the last transfer */

/* The client: its address, its MAC address or none, its line in the map. */
static union address address;
static const unsigned char *mac;	/* of six bytes */
static int is_own;

static const struct bootstep other = {.step = STEP_OTHER},
    absent = {.step = STEP_OTHER, .is_refused = 1},
    no_config = {.step = STEP_CONFIG, .is_refused = 1, .is_known = 1},
    no_next = {.step = STEP_NEXT, .is_refused = 1},
    ipxe = {.step = STEP_FIRST, .kind = LOADER_IPXE, .is_efi = 1,
	.must_ask = 1},
    web_ipxe = {.step = STEP_FIRST, .kind = LOADER_IPXE, .is_efi = 1,
	.may_leave = 1},
    shim = {.step = STEP_FIRST, .kind = LOADER_SHIM, .is_efi = 1,
	.must_ask = 1, .is_signed = 1},
    lone_grub = {.step = STEP_FIRST, .kind = LOADER_GRUB, .is_efi = 1,
	.must_ask = 1},
    memtest = {.step = STEP_FIRST, .kind = LOADER_NONE, .is_efi = 1},
    bios = {.step = STEP_FIRST, .kind = LOADER_PXELINUX},
    grub = {.step = STEP_LOADER, .kind = LOADER_GRUB, .is_signed = 1},
    pxelinux = {.step = STEP_LOADER, .kind = LOADER_PXELINUX},
    manager = {.step = STEP_LOADER, .kind = LOADER_SHIM, .is_signed = 1};

static void
begin(const char *name)
{
	static const unsigned char card[6] = {0x52, 0x54, 0, 0, 0, 1};

	boot = name;
	memset(&s, 0, sizeof(s));
	now_ms = 1000;
	memset(&address, 0, sizeof(address));
	address.in.sin_family = AF_INET;
	address.in.sin_addr.s_addr = htonl(0x0a090015);
	mac = card;
	is_own = 1;
	serial = 0;
}

/* The line that is expected begins so; NULL: none. */
static void
said(const struct stall *told, int is_told, const char *line)
{
	char text[CAUSE_TEXT_SIZE], all[CAUSE_TEXT_SIZE + STALL_TEXT_SIZE + 64] = "nothing";

	if (is_told) {
		const char *word = cause_of(told, text, sizeof(text));

		snprintf(all, sizeof(all), "%s %s: %s", told->text, word,
		    text);
	}
	if (is_told == (line != NULL) &&
	    (line == NULL || strncmp(all, line, strlen(line)) == 0))
		return;
	printf("%s: %s, not %s\n", boot, all, line == NULL ? "nothing" :
	    line);
	wrong = 1;
}

static void
asks(const struct bootstep *b, const char *text, const char *line)
{
	const struct stall_client c = {&address, mac, is_own};
	struct stall told;

	serial = stall_asked(&s, &c, b, text, now_ms, &told);
	said(&told, told.where != STALL_NONE, line);
}

static void
ends(int is_whole)
{
	stall_ended(&s, serial, is_whole, now_ms);
}

/* As UEFI firmware does it: the size, then the file. */
static void
firmware(struct bootstep b, const char *line)
{
	b.wants_size = 1;
	asks(&b, "boot", line);
	ends(0);
	b.wants_size = 0;
	asks(&b, "boot", NULL);
}

static void
fetches(const struct bootstep *b, const char *line)
{
	firmware(*b, line);
	ends(1);
}

static void
loads(const struct bootstep *b)
{
	asks(b, "second", NULL);
	ends(1);
}

/* Time passes, and with it comes the line; NULL: none does. */
static void
after(long long s_, const char *line)
{
	struct stall told;
	int is_told;

	now_ms += s_ * 1000;
	is_told = stall_due(&s, now_ms, &told);
	said(&told, is_told, line);
	if (is_told && stall_due(&s, now_ms, &told))
		said(&told, 1, NULL);
}

static void
refused_by_firmware(void)
{
	begin("an unsigned iPXE is refused");
	fetches(&ipxe, NULL);
	after(89, NULL);
	after(1, "boot secure-boot: the firmware fetched it, and then nothing "
	    "more was asked for; likely Secure Boot has refused it, as it is "
	    "not signed");
	after(1000, NULL);

	begin("a shim is refused");
	fetches(&shim, NULL);
	after(29, NULL);
	after(1, "boot secure-boot: the firmware fetched it, and then nothing "
	    "more was asked for; likely Secure Boot has refused it, for its");
	/* The next start says it again, once. */
	fetches(&shim, NULL);
	after(30, "boot secure-boot: ");
	fetches(&shim, NULL);
	after(30, "boot secure-boot: ");

	begin("firmware tries again at once");
	fetches(&ipxe, NULL);
	fetches(&ipxe, NULL);
	fetches(&ipxe, "boot secure-boot: ");
	fetches(&ipxe, NULL);
	fetches(&ipxe, "boot secure-boot: ");
}

static void
goes_on(void)
{
	struct bootstep b;

	begin("it goes on");
	fetches(&ipxe, NULL);
	after(80, NULL);
	asks(&other, NULL, NULL);
	after(1000, NULL);

	begin("its report comes after its next request");
	firmware(shim, NULL);
	const uint64_t first = serial;
	asks(&absent, NULL, NULL);
	stall_ended(&s, first, 1, now_ms);
	after(1000, NULL);

	begin("its next request is refused");
	fetches(&shim, NULL);
	asks(&absent, NULL, NULL);
	after(1000, NULL);

	begin("another address, the same card");
	fetches(&ipxe, NULL);
	address.in.sin_addr.s_addr++;
	asks(&other, NULL, NULL);
	after(1000, NULL);

	begin("another card, the same address");
	fetches(&shim, NULL);
	mac = (const unsigned char *)"\x52\x54\0\0\0\7";
	asks(&other, NULL, NULL);
	after(30, "boot secure-boot: ");

	begin("behind a router, and known by the name that it asks for");
	mac = NULL;
	fetches(&ipxe, NULL);
	mac = (const unsigned char *)"\x52\x54\0\0\0\7";
	asks(&other, NULL, NULL);
	after(1000, NULL);

	begin("iPXE goes on by HTTP");
	for (int i = 0; i < 5; i++) {
		fetches(&web_ipxe, NULL);
		after(100, NULL);
	}

	begin("a program that asks for nothing");
	fetches(&memtest, NULL);
	after(1000, NULL);

	begin("the firmware gives up in the middle");
	firmware(shim, NULL);
	ends(0);
	after(1000, NULL);

	begin("no firmware: it never asked for the size alone");
	asks(&shim, "boot", NULL);
	ends(1);
	after(1000, NULL);

	begin("no firmware: the size and the file are one request");
	b = shim;
	b.wants_size = 1;
	asks(&b, "boot", NULL);
	ends(1);
	after(1000, NULL);

	begin("no firmware: the file once more, without its size");
	fetches(&shim, NULL);
	asks(&absent, NULL, NULL);
	asks(&shim, "boot", NULL);
	ends(1);
	after(1000, NULL);

	begin("no firmware: the size was asked for long ago");
	asks(&b, "boot", NULL);
	ends(0);
	after(61, NULL);
	asks(&shim, "boot", NULL);
	ends(1);
	after(1000, NULL);

	begin("it is switched off and on again in time");
	fetches(&shim, NULL);
	after(10, NULL);
	fetches(&shim, NULL);
	asks(&other, NULL, NULL);
	after(1000, NULL);
}

static void
second_stage(void)
{
	struct bootstep b = grub;

	begin("GRUB asks elsewhere");
	fetches(&shim, NULL);
	asks(&absent, NULL, NULL);
	loads(&grub);
	after(29, NULL);
	after(1, "second grub-prompt: shim fetched it, and then nothing more "
	    "was asked for; likely GRUB stands at its prompt, as old ones ask "
	    "the host that gave the address; or shim has refused it, for its");
	after(1000, NULL);

	begin("GRUB asks elsewhere, and the PC is started anew");
	fetches(&shim, NULL);
	loads(&grub);
	fetches(&shim, "second grub-prompt: ");
	loads(&grub);
	after(30, "second grub-prompt: ");
	fetches(&shim, NULL);

	begin("shim refuses GRUB, which would ask us");
	b.has_ip = 1;
	b.is_signed = 0;
	fetches(&shim, NULL);
	loads(&b);
	after(30, "second secure-boot: shim fetched it, and then nothing more "
	    "was asked for; likely shim has refused it, as it is not signed");

	begin("GRUB without shim");
	fetches(&lone_grub, NULL);
	after(30, "boot grub-prompt: the firmware fetched it, and then nothing "
	    "more was asked for; likely GRUB stands at its prompt, as old ones "
	    "ask the host that gave the address; or Secure Boot has refused "
	    "it, as it is not signed");

	begin("GRUB asks us");
	fetches(&shim, NULL);
	loads(&grub);
	after(20, NULL);
	asks(&absent, NULL, NULL);
	after(100, NULL);
	/* What GRUB loads later is no second stage. */
	loads(&grub);
	after(1000, NULL);

	begin("shim asks for it twice");
	fetches(&shim, NULL);
	asks(&grub, "second", NULL);
	ends(0);
	loads(&grub);
	after(30, "second grub-prompt: ");

	begin("shim starts its key manager, where a person thinks");
	fetches(&shim, NULL);
	loads(&manager);
	after(1000, NULL);

	begin("GRUB that no shim loads");
	loads(&grub);
	after(1000, NULL);
}

static void
names_that_are_not_there(void)
{
	begin("GRUB has no configuration");
	fetches(&shim, NULL);
	loads(&grub);
	asks(&absent, NULL, NULL);
	asks(&no_config, "grub.cfg", NULL);
	after(20, NULL);
	asks(&absent, NULL, NULL);
	after(29, NULL);
	after(1, "grub.cfg no-configuration: it is the last name that the "
	    "loader tries, and then nothing more was asked for; likely it "
	    "stands at its prompt");
	after(1000, NULL);

	begin("the PC is started anew");
	fetches(&bios, NULL);
	asks(&no_config, "default", NULL);
	fetches(&bios, "default no-configuration: ");
	asks(&no_config, "default", NULL);
	after(30, "default no-configuration: ");

	begin("another folder has it");
	fetches(&shim, NULL);
	loads(&grub);
	asks(&no_config, "grub.cfg", NULL);
	asks(&other, NULL, NULL);
	after(1000, NULL);

	begin("a client that the map does not know");
	is_own = 0;
	loads(&pxelinux);
	asks(&no_next, "ldlinux", NULL);
	after(30, "ldlinux no-next-stage: the loader needs it, and then "
	    "nothing more was asked for; likely it stands still; the map does "
	    "not");

	begin("shim finds its second stage in another folder");
	fetches(&shim, NULL);
	asks(&no_next, "grubx64.efi", NULL);
	loads(&grub);
	after(30, "second grub-prompt: ");

	begin("no loader was sent: a person looks what is there");
	asks(&no_config, "grub.cfg", NULL);
	asks(&no_next, "ldlinux", NULL);
	after(1000, NULL);

	begin("a loader was sent long ago");
	loads(&pxelinux);
	after(601, NULL);
	asks(&no_config, "grub.cfg", NULL);
	after(1000, NULL);
}

static void
loops(void)
{
	begin("a boot file comes again and again");
	for (int i = 0; i < 3; i++) {
		asks(&bios, "boot", NULL);
		ends(1);
		after(100, NULL);
	}
	asks(&bios, "boot", "boot boot-loop: it was fetched 3 times within "
	    "ten minutes, with nothing after it; likely it fails each time");
	ends(1);

	begin("an unsigned program comes again and again");
	for (int i = 0; i < 3; i++)
		fetches(&memtest, NULL);
	fetches(&memtest, "boot boot-loop: it was fetched 3 times within ten "
	    "minutes, with nothing after it; likely it fails each time, or "
	    "Secure Boot refuses it, as it is not signed");

	begin("a room full of PCs behind one address");
	mac = NULL;
	for (int i = 0; i < 30; i++) {
		fetches(&shim, NULL);
		if (i % 3 == 0)
			loads(&grub);
	}
	asks(&no_config, "grub.cfg", NULL);
	fetches(&shim, NULL);
	asks(&absent, NULL, NULL);
	after(1000, NULL);

	begin("a PC is started now and then");
	for (int i = 0; i < 10; i++) {
		asks(&bios, "boot", NULL);
		ends(1);
		after(301, NULL);
	}

	begin("it has another boot file each time");
	for (int i = 0; i < 10; i++) {
		asks(&bios, i % 2 == 0 ? "boot" : "bootx64", NULL);
		ends(1);
	}

	begin("a PC is started often, and boots each time but one");
	for (int i = 0; i < 10; i++) {
		asks(&bios, "boot", NULL);
		ends(1);
		if (i != 5)
			asks(&other, NULL, NULL);
	}
}

/* So many boots stand still, all of clients with a line of their own. */
static void
counts(unsigned wanted)
{
	struct stall told;
	unsigned n;

	for (n = 0; stall_due(&s, now_ms, &told); n++)
		if (!told.is_own)
			said(&told, 1, NULL);
	if (n == wanted)
		return;
	printf("%s: %u lines, not %u\n", boot, n, wanted);
	wrong = 1;
}

/* Nobody who sends many requests makes us forget the others, or say much. */
static void
crowds(void)
{
	unsigned i;

	begin("strangers");
	fetches(&shim, NULL);
	is_own = 0;
	mac = NULL;
	for (i = 0; i < 100000; i++) {
		address.in.sin_addr.s_addr = htonl(0x0a0a0000 + i);
		loads(&grub);
	}
	/* One more of us takes the place of a stranger. */
	is_own = 1;
	address.in.sin_addr.s_addr = htonl(0x0a0c0000);
	fetches(&shim, NULL);
	now_ms += 30000;
	counts(2);

	begin("clients");
	mac = NULL;
	for (i = 0; i <= STALL_MAX; i++) {
		address.in.sin_addr.s_addr = htonl(0x0a0a0000 + i);
		now_ms++;
		fetches(&shim, NULL);
	}
	/* A stranger finds no place, one of us that of the oldest. */
	is_own = 0;
	address.in.sin_addr.s_addr = htonl(0x0a0b0000);
	fetches(&shim, NULL);
	now_ms += 60000;
	counts(STALL_MAX);
}

static void
waits(const char *what, int got, int wanted)
{
	if (got == wanted)
		return;
	printf("%s: %s: %d, not %d\n", boot, what, got, wanted);
	wrong = 1;
}

/* The caller sleeps as long as nothing can be due, and not longer. */
static void
clock_of_caller(void)
{
	begin("the caller's clock");
	waits("nothing", stall_wait_ms(&s, now_ms, -1), -1);
	fetches(&memtest, NULL);
	waits("memtest", stall_pending(&s), 0);
	fetches(&ipxe, NULL);
	waits("iPXE", stall_wait_ms(&s, now_ms, -1), STALL_IPXE_MS);
	waits("iPXE, and less", stall_wait_ms(&s, now_ms, 500), 500);
	address.in.sin_addr.s_addr++;
	mac = NULL;
	fetches(&shim, NULL);
	waits("shim", stall_wait_ms(&s, now_ms, -1), STALL_MS);
	waits("late", stall_wait_ms(&s, now_ms + 100000, -1), 0);
	after(30, "boot secure-boot: ");
	waits("iPXE again", stall_wait_ms(&s, now_ms, -1), STALL_IPXE_MS -
	    STALL_MS);
	waits("pending", stall_pending(&s), 1);
	after(60, "boot secure-boot: ");
	waits("over", stall_wait_ms(&s, now_ms, -1), -1);
	waits("over, pending", stall_pending(&s), 0);
}

int
main(void)
{
	refused_by_firmware();
	goes_on();
	second_stage();
	names_that_are_not_there();
	loops();
	crowds();
	clock_of_caller();
	return wrong;
}
