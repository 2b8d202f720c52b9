/*
 * What firmware that boots by HTTP will not get, or could do nothing with. Declared in
 * mapcheck.h.
 */
#include <string.h>

#include "map/arch.h"
#include "map/loader.h"
#include "map/weburl.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/check/mappath.h"

/* Whether the loader of an arch goes on by TFTP alone: by the map, by the file. */
static int
lacks_http(struct check *c, const struct client *client, unsigned arch)
{
	const char *file = client_bootfile(client, arch, STAGE_ROM, NULL);
	char path[CLIENT_PATH_SIZE];
	enum chain_asks asks;
	enum chain_loads loads;

	if (file == NULL || client_path(client, file, path, sizeof(path)) == -1)
		return loader_lacks_http(client, arch);
	check_loader(c, path, &asks, &loads);
	return loads == LOADS_TFTP;
}

/* Whether the URL of its boot file is longer than firmware takes. */
static int
is_too_long(const struct client *client, unsigned arch)
{
	const char *file = client_bootfile(client, arch, STAGE_ROM, NULL);
	char path[CLIENT_PATH_SIZE], url[WEBURL_SIZE];
	char base[WEBURL_BASE_SIZE];

	return file != NULL &&
	    client_path(client, file, path, sizeof(path)) == 0 &&
	    weburl(weburl_base(client, "255.255.255.255", base), path, url,
	    sizeof(url)) == -1;
}

int
check_reach_http(struct check *c, const struct mapentry *e, const char *name,
    const struct client *client, unsigned pxe)
{
	const unsigned arch = arch_by_http(pxe);
	char word[16];

	if (!loader_is_by_http(client, arch))
		return 0;
	if (lacks_http(c, client, arch))
		mistake_warn(c->mistakes, e->line, "boot=%s: %s: its loader "
		    "goes on by TFTP alone, so this firmware gets no answer: "
		    "run mkbootroot loaders where GRUB has http, or name "
		    "another with %s=", name, arch_word(arch, word,
		    sizeof(word)), arch_word(arch, word, sizeof(word)));
	else if (is_too_long(client, arch))
		mistake_warn(c->mistakes, e->line, "boot=%s: %s: the URL of "
		    "its boot file has more than %d bytes, so this firmware "
		    "gets no answer", name, arch_word(arch, word,
		    sizeof(word)), WEBURL_MAX);
	else if (loader_is_exchanged(client, arch) && client->kernel == NULL)
		mistake_warn(c->mistakes, e->line, "boot=%s: %s: the GRUB of "
		    "the image loaders boots its kernel without the image's "
		    "own menu: write in args= what the kernel needs", name,
		    arch_word(arch, word, sizeof(word)));
	else
		return 0;
	return 1;
}
