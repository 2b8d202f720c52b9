/*
 * What was seen comes first in each text, and is sure; then what is likely.
 */
#include <stdio.h>

#include "tftpd/cause.h"

/* What Secure Boot has against a program. */
static const char *
objection(const struct bootstep *b)
{
	return b->is_signed ? "for its signature" : "as it is not signed";
}

/*
 * GRUB that did not come to its configuration. With ip= its address came from
 * dhcp-helper, so it asks here.
 */
static const char *
grub(const struct bootstep *b, const char *loaded, const char *refused,
    char *buf, size_t size)
{
	if (b->has_ip) {
		snprintf(buf, size, "%s, and then nothing more was asked for; "
		    "likely %s it, %s", loaded, refused, objection(b));
		return "secure-boot";
	}
	snprintf(buf, size, "%s, and then nothing more was asked for; likely "
	    "GRUB stands at its prompt, as old ones ask the host that gave the "
	    "address; or %s it, %s", loaded, refused, objection(b));
	return "grub-prompt";
}

const char *
cause_of(const struct stall *s, char *buf, size_t size)
{
	static const char loaded[] = "the firmware fetched it",
	    refused[] = "Secure Boot has refused";
	const struct bootstep *b = &s->step;

	switch (s->where) {
	case STALL_FIRST:
		if (b->kind == LOADER_GRUB)
			return grub(b, loaded, refused, buf, size);
		snprintf(buf, size, "%s, and then nothing more was asked for; "
		    "likely %s it, %s", loaded, refused, objection(b));
		return "secure-boot";
	case STALL_SECOND:
		return grub(b, "shim fetched it", "shim has refused", buf,
		    size);
	case STALL_CONFIG:
		snprintf(buf, size, "it is the last name that the loader "
		    "tries, and then nothing more was asked for; likely it "
		    "stands at its prompt%s", b->is_known ? "" :
		    "; the map does not know the client");
		return "no-configuration";
	case STALL_NEXT:
		snprintf(buf, size, "the loader needs it, and then nothing "
		    "more was asked for; likely it stands still%s",
		    b->is_known ? "" : "; the map does not know the client");
		return "no-next-stage";
	default:
		snprintf(buf, size, "it was fetched %u times within ten "
		    "minutes, with nothing after it; likely it fails each "
		    "time%s", s->times, b->is_efi && !b->is_signed ?
		    ", or Secure Boot refuses it, as it is not signed" : "");
		return "boot-loop";
	}
}
