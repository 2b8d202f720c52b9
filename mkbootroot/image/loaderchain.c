/*
 * What the two programs of a chain say, put into words. The worst comes
 * first: what can be of no use at all is not looked at for Secure Boot.
 */
#include <stdarg.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/image/loaderchain.h"

static void say(char *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends; what does not fit is left out. */
static void
say(char *buf, const char *format, ...)
{
	struct append a = append_begin(buf, CHAIN_TEXT_SIZE);
	va_list ap;

	va_start(ap, format);
	append_args(&a, format, ap);
	va_end(ap);
}

/* "Microsoft UEFI CA 2011+2023", "signed by Debian Secure Boot CA". */
static void
say_signers(char *buf, const struct efiprogram *e)
{
	static const char old[] = "Microsoft Corporation UEFI CA 2011";
	static const char new[] = "Microsoft UEFI CA 2023";
	int has_old = 0, has_new = 0;
	size_t i;

	if (!e->is_signed) {
		say(buf, ", not signed");
		return;
	}
	for (i = 0; i < e->by.n; i++) {
		has_old |= strcmp(e->by.by[i].issuer, old) == 0;
		has_new |= strcmp(e->by.by[i].issuer, new) == 0;
	}
	if (has_old || has_new)
		say(buf, ", Microsoft UEFI CA %s%s%s", has_old ? "2011" : "",
		    has_old && has_new ? "+" : "", has_new ? "2023" : "");
	for (i = 0; i < e->by.n; i++)
		if (strcmp(e->by.by[i].issuer, old) != 0 &&
		    strcmp(e->by.by[i].issuer, new) != 0 &&
		    e->by.by[i].issuer[0] != '\0')
			say(buf, ", signed by %s", e->by.by[i].issuer);
}

/* "GRUB 2.12, tftp http" */
static void
say_program(char *buf, const struct efiprogram *e)
{
	char name[80];

	say(buf, "%s", efiprogram_name(e, name, sizeof(name)));
	if (e->kind == LOADER_GRUB && e->grub.modules > 0)
		say(buf, ", %s%s%s", e->grub.tftp ? "tftp" : "no tftp",
		    e->grub.http ? " " : "", e->grub.http ? "http" : "");
}

/* Only of what was read and not guessed. */
static int
is_known(const struct efiprogram *e)
{
	switch (e->kind) {
	case LOADER_SHIM:
		return e->shim.version[0] != '\0';
	case LOADER_GRUB:
		return e->grub.modules > 0;
	case LOADER_SYSTEMD_BOOT:
	case LOADER_REFIND:
	case LOADER_UKI:
		return 1;
	default:
		return 0;
	}
}

static void
say_about(const struct efiprogram *first, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c)
{
	if (!is_known(first))
		return;
	say_program(c->about, first);
	say_signers(c->about, first);
	if (first->shim.names_several)
		say(c->about, "; names several programs");
	if (next != NULL) {
		say(c->about, "; starts %s: ", next_name);
		say_program(c->about, next);
		if (!next->is_signed)
			say(c->about, ", not signed");
	}
}

/* Why a program boots nothing over the network; NULL: it may. */
static const char *
useless(const struct efiprogram *e)
{
	switch (e->kind) {
	case LOADER_SYSTEMD_BOOT:
	case LOADER_REFIND:
		return "which boots from disks and loads nothing over the "
		    "network";
	case LOADER_GRUB:
		if (e->grub.modules == 0 || (e->grub.tftp && e->grub.card))
			return NULL;
		if (e->grub.tftp || (e->grub.http && !e->grub.card))
			return "which has no efinet, and so no network card";
		return e->grub.http ? "which has no tftp: it is for HTTP boot "
		    "alone" : "which has neither tftp nor http: it is for "
		    "media";
	default:
		return NULL;
	}
}

static void
judge_use(const struct efiprogram *first, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c)
{
	char name[80];
	const char *why;

	if ((why = useless(first)) != NULL)
		say(c->useless, "it is %s, %s",
		    efiprogram_name(first, name, sizeof(name)), why);
	else if (next != NULL && (why = useless(next)) != NULL)
		say(c->useless, "it starts %s, %s, %s", next_name,
		    efiprogram_name(next, name, sizeof(name)), why);
}

/* What shim would say to the program that it starts. */
static void
judge_next(const struct efiprogram *shim, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c)
{
	const struct sbat_entry *refused, *level;

	if (!next->is_signed) {
		say(c->doubt, "%s is not signed: its shim refuses it",
		    next_name);
	} else if (!shim_trusts(&shim->shim, &next->by)) {
		say(c->doubt, "%s is signed by %s, and its shim trusts %s: "
		    "it refuses it", next_name, next->by.by[0].issuer,
		    shim->shim.trusted[0]);
	} else if (shim->has_sbat && !next->has_sbat) {
		say(c->doubt, "%s has no SBAT: its shim refuses it",
		    next_name);
	} else if ((refused = sbat_refused(&shim->shim.level,
	    &next->sbat)) != NULL) {
		level = sbat_find(&shim->shim.level, refused->component);
		say(c->doubt, "%s is of generation %s,%u: its shim revokes "
		    "those below %s,%u", next_name, refused->component,
		    refused->generation, level->component, level->generation);
	}
}

static void
judge_secure(const struct efiprogram *first, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c)
{
	const struct sbat_entry *refused;

	if (!first->is_signed)
		say(c->doubt, "it is not signed");
	else if (first->kind == LOADER_SHIM && (refused =
	    sbat_refused(&first->shim.level, &first->sbat)) != NULL)
		say(c->doubt, "it revokes itself: %s,%u", refused->component,
		    refused->generation);
	else if (first->kind == LOADER_GRUB &&
	    !shim_firmware_trusts(&first->by))
		say(c->shimless, "it is signed by %s, whom a shim knows and "
		    "firmware does not", first->by.by[0].issuer);
	else if (next != NULL)
		judge_next(first, next_name, next, c);
}

static unsigned
generation(const struct sbat *s, const char *component)
{
	const struct sbat_entry *e = sbat_find(s, component);

	return e == NULL ? 0 : e->generation;
}

static void
take_sbat(const struct efiprogram *first, const struct efiprogram *grub,
    struct chain_sbat *s)
{
	s->shim = generation(&first->sbat, "shim");
	s->level_shim = generation(&first->shim.level, "shim");
	s->level_grub = generation(&first->shim.level, "grub");
	if (grub != NULL)
		s->grub = generation(&grub->sbat, "grub");
}

void
loaderchain_judge(const struct efiprogram *first, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c)
{
	const struct efiprogram *last = next == NULL ? first : next;

	memset(c, 0, sizeof(*c));
	if (next != NULL && next->pe.sections == 0) {
		say(c->useless, "it starts %s, which is no EFI program, or is "
		    "cut", next_name);
		next = NULL;
		last = first;
	}
	say_about(first, next_name, next, c);
	judge_use(first, next_name, next, c);
	judge_secure(first, next_name, next, c);
	take_sbat(first, last->kind == LOADER_GRUB ? last : NULL, &c->sbat);
	if (last->kind != LOADER_GRUB)
		return;
	efiprogram_name(last, c->grub, sizeof(c->grub));
	if (last->grub.efinet && last->grub.tftp)
		c->asks = last->grub.proxy ? ASKS_PROXY : ASKS_DHCP;
	if (last->grub.modules > 0)
		c->loads = last->grub.http && last->grub.card ? LOADS_HTTP :
		    LOADS_TFTP;
}

const char *
loaderchain_revoked(const struct chain_sbat *level,
    const struct chain_sbat *chain)
{
	if (chain->grub != 0 && chain->grub < level->level_grub)
		return "grub";
	if (chain->shim != 0 && chain->shim < level->level_shim)
		return "shim";
	return NULL;
}
