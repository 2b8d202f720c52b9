/*
 * The boot file of a client: its archs in its order, the stage, and what it
 * can load at all. Pure.
 */
#include <string.h>

#include "dhcp-helper/bootname.h"
#include "dhcp-helper/choose.h"
#include "map/arch.h"
#include "map/bootword.h"
#include "map/loader.h"
#include "map/vendorclass.h"

static int
has_file(const struct client *c, unsigned arch)
{
	return client_bootfile(c, arch, STAGE_ROM, NULL) != NULL;
}

/*
 * The archs to look for, at most MESSAGE_ARCH_MAX: those that were sent, or
 * what stands for them. A Raspberry Pi sends that of BIOS; a Pi 3 behind a
 * relay is known by nothing but its record, which has rpi= and no bios=.
 * U-Boot sends that of the machine, of BIOS on x86, or none; plain BOOTP
 * knows none, and was for PCs, and so is what has no other word for itself
 * than that of class=.
 */
static size_t
list_archs(const struct message *m, const struct decision *d,
    unsigned arch[MESSAGE_ARCH_MAX])
{
	const int bios = m->archs > 0 && m->arch[0] == ARCH_BIOS;

	if (m->is_pi || (bios && m->stage == STAGE_ROM &&
	    d->client.rule != RULE_DEFAULT && d->client.rule != RULE_NET &&
	    has_file(&d->client, ARCH_RPI) &&
	    !has_file(&d->client, ARCH_BIOS))) {
		arch[0] = ARCH_RPI;
		return 1;
	}
	if (m->class == CLASS_UBOOT &&
	    (m->archs == 0 || arch_canonical(m->arch[0]) != ARCH_UBOOT_HTTP)) {
		arch[0] = ARCH_UBOOT;
		return 1;
	}
	if (m->archs == 0 &&
	    (m->type == MESSAGE_BOOTP || m->class == CLASS_OTHER)) {
		arch[0] = ARCH_BIOS;
		return 1;
	}
	memcpy(arch, m->arch, m->archs * sizeof(arch[0]));
	/* Who says HTTPClient takes URLs alone, whatever its number is. */
	for (size_t i = 0; m->class == CLASS_HTTP &&
	    d->client.http != NULL && i < m->archs; i++)
		arch[i] = arch_by_http(arch_canonical(arch[i]));
	return m->archs;
}

/* Whether the client can do something with a path, or with this URL. */
static int
is_loadable(const struct message *m, const char *text)
{
	const int http = strncmp(text, "http://", 7) == 0;
	const int https = strncmp(text, "https://", 8) == 0;

	if (m->class == CLASS_HTTP)
		return http || https;
	if (m->stage != STAGE_IPXE)
		return 1;
	return (!http || message_ipxe_has(m, IPXE_HTTP)) &&
	    (!https || message_ipxe_has(m, IPXE_HTTPS));
}

/*
 * Whether the client can do something with a text that names its file. One that cannot
 * be filled is told of where it is needed.
 */
static int
can_load(const struct message *m, const struct decision *d, const char *text)
{
	char url[CLIENT_PATH_SIZE];

	if (!client_is_url(text))
		return is_loadable(m, text);
	return bootname_fill(d, text, url) != SILENCE_NOT || is_loadable(m, url);
}

/* The text of the map that names the file for an arch; NULL: none. */
static const char *
file_text(const struct message *m, const struct decision *d, unsigned arch)
{
	const struct client *c = &d->client;
	const int by_http = bootname_is_by_http(m, d, arch);
	const char *text = m->stage == STAGE_IPXE ? loader_of_ipxe(c, arch,
	    by_http, NULL) : client_bootfile(c, arch, STAGE_ROM, NULL);

	/* The iPXE in some ROMs has no HTTP, and says so. */
	if (text != NULL && m->stage == STAGE_IPXE && !can_load(m, d, text))
		text = loader_without_ipxe_word(c, arch, by_http, NULL);
	if (text != NULL && by_http && !client_is_url(text))
		return text;	/* it becomes a URL */
	return text != NULL && can_load(m, d, text) ? text : NULL;
}

/*
 * What file= says to the vendor class of a client, for its firmware: as
 * bootword_file(). By HTTP nothing is loaded but URLs of the arch.
 */
static const char *
class_text(const struct message *m, const struct client *c)
{
	const unsigned char *p;
	struct vendorclass v;
	size_t n;

	if (m->stage != STAGE_ROM || m->class == CLASS_HTTP ||
	    (p = message_option(m, OPTION_VENDOR_CLASS, &n)) == NULL ||
	    !vendorclass_find(c, p, n, &v))
		return NULL;
	return v.file;
}

/*
 * Why there is none: the map says so of one of the archs, or what it has for one
 * could not go on by HTTP; or who is to boot its disk needs none.
 */
static enum silence
without_file(const struct message *m, const struct decision *d,
    const unsigned *arch, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (loader_is_none(&d->client, arch[i], m->stage))
			return SILENCE_NONE_BY_MAP;
	for (size_t i = 0; i < n; i++)
		if (m->stage == STAGE_ROM &&
		    loader_lacks_http(&d->client, arch[i]))
			return SILENCE_LOADER_WITHOUT_HTTP;
	return d->client.action == CLIENT_LOCAL ? SILENCE_LOCAL :
	    n == 0 ? SILENCE_NO_ARCH : SILENCE_NO_LOADER_FOR_ARCH;
}

enum silence
choose_file(const struct message *m, struct decision *d)
{
	unsigned arch[MESSAGE_ARCH_MAX];
	const char *text, *of_class = class_text(m, &d->client);
	size_t i, n = list_archs(m, d, arch);

	if (of_class != NULL && (n == 0 ||
	    loader_is_of_class(&d->client, arch[0], of_class)))
		return bootword_is_none(of_class) ? SILENCE_NONE_BY_MAP :
		    bootname_take(m, d, of_class);
	if (n == 0)
		return without_file(m, d, arch, n);
	d->has_arch = 1;
	d->arch = arch_canonical(arch[0]);
	for (i = 0; i < n; i++) {
		if ((text = file_text(m, d, arch[i])) == NULL)
			continue;
		d->arch = arch_canonical(arch[i]);
		return bootname_take(m, d, text);
	}
	return without_file(m, d, arch, n);
}
