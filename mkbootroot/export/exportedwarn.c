/*
 * What export cannot say to another server, as warnings. Declared in exported.h.
 */
#include <string.h>

#include "map/arch.h"
#include "mkbootroot/export/exported.h"
#include "mkbootroot/text/maptext.h"

/* Whether files for an arch are told at all. */
static int
is_known_arch(const struct field *f)
{
	if (f->tag == FIELD_IPXE_ARCH && arch_is_http(f->arch))
		return 0;
	return (f->tag != FIELD_FILE && f->tag != FIELD_IPXE_ARCH) ||
	    f->arch < EXPORTED_ARCHS;
}

/* What dhcp-helper alone does. */
void
exported_warn_words(const struct record *r, unsigned line,
    struct mistakes *m)
{
	static const char *const known[] = { "binl", "direct", "no-43",
	    "broadcast" };
	char text[FIELD_TEXT_SIZE];
	struct field f;
	size_t pos = 0, i;
	int is_told, servers = 0;

	while (record_next(r, &pos, &f) == 1) {
		if (f.tag == FIELD_SERVER && ++servers == 2)
			mistake_warn(m, line, "several server=: a client is "
			    "told the first in its order alone, and boots "
			    "nothing while that is away");
		is_told = f.tag != FIELD_CLASS && f.tag != FIELD_CLASS_FILE &&
		    f.tag != FIELD_RANK_DELAY &&
		    f.tag != FIELD_QUIRK && is_known_arch(&f);
		if (f.tag == FIELD_QUIRK) {
			is_told = strncmp(f.text, "delay=", 6) != 0;
			for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
				is_told &= strcmp(f.text, known[i]) != 0;
		}
		if (f.tag == FIELD_HTTP && strcmp(f.text, MAP_NO) != 0)
			mistake_warn(m, line, "%s is left out for iPXE: only "
			    "dhcp-helper sees whether it has HTTP",
			    field_text(&f, text, sizeof(text)));
		if (f.tag == FIELD_ONCE)
			mistake_warn(m, line, "%s is left out: the other "
			    "server tells clients that are done to boot the same "
			    "again",
			    field_text(&f, text, sizeof(text)));
		if (!is_told)
			mistake_warn(m, line, "%s is left out: only "
			    "dhcp-helper does that", field_text(&f, text,
			    sizeof(text)));
	}
}
