/*
 * "x64=PATH" and its siblings: the words whose names are kinds of firmware, or have
 * one behind a dot.
 */
#include <string.h>

#include "daemon/log.h"
#include "map/arch.h"
#include "map/client.h"
#include "map/kernelarch.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/valuevariable.h"
#include "mkbootroot/text/wordarch.h"

#define BOOTERS (SUBJECT_MAC | SUBJECT_UUID | SUBJECT_PREFIX | \
	SUBJECT_DEFAULT | SUBJECT_GROUP | SUBJECT_IMAGE)

/*
 * The arch of "x64" and its siblings, and of "x64-ipxe" and its own; -1: it is
 * no such word.
 */
static int
arch_of(const char *name, enum map_field *tag)
{
	static const char behind[] = "-ipxe";
	char word[32];
	size_t n = strlen(name), behind_n = sizeof(behind) - 1;

	*tag = FIELD_FILE;
	if (n < behind_n || n - behind_n >= sizeof(word) ||
	    strcmp(name + n - behind_n, behind) != 0)
		return arch_number(name);
	memcpy(word, name, n - behind_n);
	word[n - behind_n] = '\0';
	*tag = FIELD_IPXE_ARCH;
	return arch_number(word);
}

static const char *
bootfile_reason(enum map_field tag, unsigned arch, const char *value,
    char said[VALUEVARIABLE_SIZE])
{
	if (strcmp(value, MAP_NONE) == 0)
		return NULL;
	if (tag == FIELD_IPXE_ARCH)
		return valuevariable_url(value, value_location, said);
	return arch_is_http(arch) ? valuevariable_url(value, value_http,
	    said) : value_bootfile(value);
}

/* "x64=PATH", "x64-ipxe=URL". */
static void
arch_add(struct draft *d, const char *name, enum map_field tag, unsigned arch,
    const char *value)
{
	char shown[LOG_VISIBLE_SIZE(64)], said[VALUEVARIABLE_SIZE];
	const char *reason;

	if (value == NULL || value[0] == '\0') {
		draft_mistake(d, "%s= needs a value", name);
	} else if (!(d->subject & BOOTERS)) {
		draft_mistake(d, "%s= does not belong to %s", name,
		    draft_subject(d));
	} else if (draft_has(d, tag, arch)) {
		draft_mistake(d, "%s= twice", name);
	} else if ((reason = bootfile_reason(tag, arch, value, said)) !=
	    NULL) {
		draft_mistake(d, "%s=%s %s", name, log_visible(shown,
		    sizeof(shown), value, strlen(value)), reason);
	} else
		draft_append(d, tag, arch, value, strlen(value));
}

/* How many of these fields a draft has. */
static unsigned
count(const struct draft *d, enum map_field tag, unsigned arch)
{
	const struct record r = draft_record(d);
	struct field f;
	size_t pos = 0;
	unsigned n = 0;

	while (record_next(&r, &pos, &f) == 1)
		n += f.tag == tag && f.arch == arch;
	return n;
}

/* kernel.ARCH= once, initrd.ARCH= as often as initrd=. 1: said. */
static int
is_too_often(struct draft *d, const char *name, enum map_field tag,
    unsigned arch)
{
	const unsigned n = count(d, tag, arch);

	if (tag == FIELD_KERNEL_ARCH && n > 0)
		draft_mistake(d, "%s= twice", name);
	else if (tag == FIELD_INITRD_ARCH && n == CLIENT_INITRD_MAX)
		draft_mistake(d, "more than %d %s=", CLIENT_INITRD_MAX, name);
	else
		return 0;
	return 1;
}

/* "kernel.arm64=PATH": word is what stands behind the dot. */
static void
kernel_add(struct draft *d, const char *name, const char *word,
    enum map_field tag, const char *value)
{
	const int arch = arch_number(word);
	char shown[LOG_VISIBLE_SIZE(64)], plain[16];
	const char *reason;

	if (arch == -1 || kernelarch_place((unsigned)arch) == -1)
		draft_mistake(d, "unknown word \"%s=\": behind the dot "
		    "stands bios, ia32, x64, arm32, arm64, riscv64 or "
		    "loong64", log_visible(shown, sizeof(shown), name,
		    strlen(name)));
	else if (arch_by_pxe((unsigned)arch) != (unsigned)arch)
		draft_mistake(d, "%s=: a kernel is the same by HTTP: write "
		    "%.6s.%s=", name, name, arch_word(arch_by_pxe(
		    (unsigned)arch), plain, sizeof(plain)));
	else if (value == NULL || value[0] == '\0')
		draft_mistake(d, "%s= needs a value", name);
	else if (!(d->subject & BOOTERS))
		draft_mistake(d, "%s= does not belong to %s", name,
		    draft_subject(d));
	else if (is_too_often(d, name, tag, (unsigned)arch))
		return;
	else if (strcmp(value, MAP_NONE) != 0 &&
	    (reason = value_path(value)) != NULL)
		draft_mistake(d, "%s=%s %s", name, log_visible(shown,
		    sizeof(shown), value, strlen(value)), reason);
	else
		draft_append(d, tag, (unsigned)arch, value, strlen(value));
}

int
wordarch_add(struct draft *d, const char *name, const char *value)
{
	enum map_field tag;
	const int arch = arch_of(name, &tag);

	if (strncmp(name, "kernel.", 7) == 0 ||
	    strncmp(name, "initrd.", 7) == 0) {
		kernel_add(d, name, name + 7, name[0] == 'k' ?
		    FIELD_KERNEL_ARCH : FIELD_INITRD_ARCH, value);
		return 1;
	}
	if (arch == -1)
		return 0;
	arch_add(d, name, tag, (unsigned)arch, value);
	return 1;
}
