/*
 * Files that firmware was told and cannot start, or iPXE not use.
 */
#include <stdio.h>

#include "daemon/append.h"
#include "map/arch.h"
#include "map/loader.h"
#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/leftout.h"
#include "mkbootroot/foreign/suits.h"
#include "mkbootroot/text/mapvalue.h"

const char *
told_file(const struct answers *all, size_t i)
{
	return all->told[i].is_silent ? NULL : all->told[i].file;
}

/* Whether another kind is told the same file, which has another word. */
static int
is_shared(const struct answers *all, size_t i)
{
	for (size_t j = 0; j < KINDS; j++)
		if (kinds[j].as != AS_IPXE && kinds[j].word != kinds[i].word &&
		    agree_text(told_file(all, j), told_file(all, i)))
			return 1;
	return 0;
}

/* Whether any kind is told this file and could start it. */
static int
is_of_use(const struct answers *all, const char *file)
{
	for (size_t j = 0; j < KINDS; j++)
		if (suits(file, &kinds[j]) && agree_text(told_file(all, j), file))
			return 1;
	return 0;
}

/*
 * Whether a kind is told its file only because everybody is: a file that was
 * named without asking who it is for. A URL of a ROM, and a path of HTTP, no
 * word can say.
 */
int
leftout_is(const struct answers *all, size_t i)
{
	const char *file = told_file(all, i);
	size_t j;

	if (kinds[i].as == AS_IPXE && loader_is_ipxe(file))
		return 1;
	if (!suits(file, &kinds[i]))
		return kinds[i].as == AS_HTTP || value_is_url(file) ||
		    is_of_use(all, file);
	if (kinds[i].as != AS_ROM || !suits_any_efi(file) ||
	    kinds[i].word == ARCH_X64 || !is_shared(all, i))
		return 0;
	/* "ipxe.efi" for all is that of PCs. */
	for (j = 0; j < KINDS; j++)
		if (kinds[j].as == AS_ROM && kinds[j].word == ARCH_X64 &&
		    agree_text(told_file(all, j), file))
			return 1;
	return 0;
}

/* "BIOS", "ia32, x64": who gets a file that not all get. */
static void
write_takers(const struct answers *all, const char *file, char *buf,
    size_t size)
{
	struct append a = { .buf = buf, .size = size };

	buf[0] = '\0';
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].as == AS_ROM && kinds[i].arch == kinds[i].word &&
		    agree_text(told_file(all, i), file) && !leftout_is(all, i))
			append_cut(&a, "%s%s", a.n == 0 ? "" : ", ",
			    kinds[i].name);
}

static void
warn_takers(struct imported *im, unsigned from, const char *file,
    const char *takers)
{
	char text[256];

	snprintf(text, sizeof(text), "goes to %s only: other firmware, which "
	    "was told it as well, cannot start it", takers);
	imported_warn(im, from, file, text);
}

/*
 * Says why a kind is not told the file that everybody was told. Firmware that
 * boots by HTTP cannot do anything with what is no URL: it may as well be told
 * nothing.
 */
void
leftout_warn(struct imported *im, const struct answers *all, size_t i)
{
	const char *file = told_file(all, i);
	const unsigned from = all->told[i].file_from;
	char takers[128];

	write_takers(all, file, takers, sizeof(takers));
	if (kinds[i].as == AS_IPXE && loader_is_ipxe(file))
		imported_warn(im, from, file,
		    "is iPXE, which iPXE is not told again");
	else if (kinds[i].as == AS_HTTP && value_is_url(file))
		imported_warn(im, from, file,
		    "is not told to firmware that boots by HTTP");
	else if (kinds[i].as == AS_ROM && value_is_url(file))
		imported_warn(im, from, file,
		    "is a URL, which no firmware is told that boots by PXE");
	else if (kinds[i].as != AS_HTTP && takers[0] != '\0')
		warn_takers(im, from, file, takers);
	else if (kinds[i].as != AS_HTTP)
		imported_warn(im, from, file, "is not told to other firmware, "
		    "which cannot start it");
}
