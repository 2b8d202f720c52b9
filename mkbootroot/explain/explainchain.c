/*
 * The names that firmware, shim, GRUB and its configuration ask for.
 */
#include <stdio.h>
#include <string.h>

#include "file/lastpart.h"
#include "httpd/refusal.h"
#include "map/kernel.h"
#include "map/loader.h"
#include "map/merge.h"
#include "map/preseedname.h"
#include "mkbootroot/explain/explainchain.h"
#include "mkbootroot/explain/explainurl.h"
#include "mkbootroot/image/loaderfile.h"
#include "view/seen.h"

/* What of struct view_asked is the same for every name, and its base. */
struct chain {
	struct view_asked q;
	char base[WEBURL_BASE_SIZE];
};

/* One name: its URL, and what comes. */
static void
print_name(struct chain *chain, const char *name)
{
	char url[WEBURL_SIZE];
	const char *generated;
	struct seen s;

	if (weburl(chain->base, name, url, sizeof(url)) == -1)
		snprintf(url, sizeof(url), "%s", name);
	chain->q.name = name;
	seen_open(&chain->q, &s);
	generated = seen_generated(&s);
	if (s.verdict != VIEW_OPEN)
		printf("  %s: status %u: %s\n", url, refusal_words(
		    refusal_of_verdict(s.verdict)).status,
		    view_why_text(&s.why));
	else
		printf("  %s: %s, %llu bytes\n", url, generated == NULL ?
		    s.found : generated, (unsigned long long)s.file.size);
	seen_close(&s);
}

static void
print_path(struct chain *chain, const struct client *c, const char *text)
{
	char path[CLIENT_PATH_SIZE];

	if (client_path(c, text, path, sizeof(path)) == 0)
		print_name(chain, path);
}

/* What the generated configuration names; a preseed is behind the last initrd. */
static void
print_kernel(struct chain *chain, const struct client *c)
{
	char name[CLIENT_PATH_SIZE];

	print_path(chain, c, c->kernel);
	for (size_t i = 0; i + (c->preseed != NULL) < c->initrds; i++)
		print_path(chain, c, c->initrd[i]);
	if (c->preseed != NULL && preseed_initrd_name(c, name) == 0)
		print_name(chain, name);
}

/* GRUB looks for it in the folder that it was built with. */
static void
print_configuration(struct chain *chain, const struct client *c, unsigned arch)
{
	struct client as = *c;

	if (!config_has(c, CONFIG_GRUB, 1)) {
		printf("  the image's own grub.cfg, in the folder that GRUB "
		    "was built with\n");
		return;
	}
	print_name(chain, "grub/grub.cfg");
	if (c->action != CLIENT_BOOT || c->menu)
		return;
	if (c->kernel == NULL)
		merge_found_kernel(&as);
	kernel_for_arch(&as, arch);
	if (as.kernel != NULL)
		print_kernel(chain, &as);
}

void
explain_chain(const struct map *m, const struct client *c, const char *root,
    int rootfd, unsigned arch)
{
	struct chain chain = { .q = { .map = m, .client = c,
	    .root_path = root, .root_fd = rootfd } };
	const char *text = client_bootfile(c, arch, STAGE_ROM, NULL);
	char path[CLIENT_PATH_SIZE], beside[CLIENT_PATH_SIZE + SHIM_NEXT_SIZE];
	struct loaderfile l;

	if (text == NULL || client_is_url(text) ||
	    client_path(c, text, path, sizeof(path)) == -1)
		return;
	chain.q.way = (struct config_way){ "SERVER",
	    explain_base(c, chain.base) };
	printf("by HTTP, one after the other\n");
	print_name(&chain, path);
	if (loaderfile_read(rootfd, path, &l) == -1)
		return;
	if (l.next[0] != '\0') {
		snprintf(beside, sizeof(beside), "%.*s%s",
		    (int)(last_part(path) - path), path, l.next);
		print_name(&chain, beside);
	}
	if (l.chain.grub[0] != '\0')
		print_configuration(&chain, c, arch);
}
