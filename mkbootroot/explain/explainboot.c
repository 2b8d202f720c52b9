/*
 * client_bootfile() has decided; what it has chosen is read as import reads
 * it.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "map/arch.h"
#include "map/bootserver.h"
#include "map/bootword.h"
#include "map/vendorclass.h"
#include "mkbootroot/explain/explainboot.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/loaderfile.h"

static size_t
add_arch(unsigned archs[EXPLAIN_ARCHS], size_t n, unsigned arch)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (archs[i] == arch)
			return n;
	if (n < EXPLAIN_ARCHS)
		archs[n++] = arch;
	return n;
}

size_t
explain_archs(const struct client *c, int all, unsigned archs[EXPLAIN_ARCHS])
{
	const struct record *const levels[] = { &c->own, &c->image_record,
	    &c->default_record, &c->loaders_record };
	size_t i, n = 0, pos;
	struct field f;

	n = add_arch(archs, n, ARCH_BIOS);
	n = add_arch(archs, n, ARCH_X64);
	if (all)
		n = add_arch(archs, n, ARCH_ARM64);
	for (i = 0; i < 4; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if ((f.tag == FIELD_FILE && (all || client_bootfile(c,
			    f.arch, STAGE_ROM, NULL) != NULL ||
			    loader_is_none(c, f.arch, STAGE_ROM))) ||
			    f.tag == FIELD_IPXE_ARCH)
				n = add_arch(archs, n, f.arch);
	return n;
}

static void
warn_of(const char *text)
{
	printf("    warning: %s\n", text);
}

/* What is wrong with a loader that the firmware loads. */
static void
print_wrong(const struct client *c, unsigned arch,
    const struct loaderchain *chain, int details)
{
	if (chain->useless[0] != '\0')
		warn_of(chain->useless);
	if (chain->doubt[0] != '\0' || chain->shimless[0] != '\0')
		printf("    warning: Secure Boot refuses it: %s%s\n",
		    chain->doubt, chain->shimless);
	/* The map knows it of what was found, the file of what a line names. */
	if (loader_asks_dhcp(c, arch) ||
	    (chain->asks == ASKS_DHCP && !c->has_ip)) {
		printf("    warning: its %s asks the DHCP server's host for "
		    "its files:\n", chain->grub[0] == '\0' ? "GRUB" :
		    chain->grub);
		printf("      give the client ip=, or name us as next-server "
		    "in that server%s\n", loader_asks_dhcp(c, arch) ?
		    ",\n      or run mkbootroot loaders on a system with a "
		    "newer GRUB" : "");
	}
	if (loader_is_exchanged(c, arch) && c->kernel == NULL)
		warn_of("the kernel is booted without the image's own menu");
	if (details && chain->sbat.level_grub > 0)
		printf("    note: started on a machine with Secure Boot, its "
		    "shim has that machine refuse\n      older GRUBs for "
		    "good, those of its disk, too (SBAT below grub,%u)\n",
		    chain->sbat.level_grub);
}

/* Why the image's own loader of this arch is not among its boot files. */
static void
print_unused(const struct client *c, int rootfd, unsigned arch)
{
	struct image im;
	size_t i;

	if (rootfd == -1 || c->image == NULL ||
	    image_scan(rootfd, c->image, &im) != 1)
		return;
	for (i = 0; i < im.unuseds; i++)
		if (im.unused[i].arch == arch)
			printf("    not used: %s: %s\n", im.unused[i].path,
			    im.unused[i].note);
}

/* The file that a text of the map is, "none", "x/w.efi on 10.20.0.6". */
static void
say_file(const struct client *c, const char *text, enum client_stage stage,
    char *buf, size_t size)
{
	char address[INET_ADDRSTRLEN];
	struct in_addr server;
	const char *name;

	if (text != NULL && stage == STAGE_ROM &&
	    bootserver_take(text, &server, &name))
		snprintf(buf, size, "%s on %s", name, inet_ntop(AF_INET,
		    &server, address, sizeof(address)));
	else if (text == NULL || bootword_is_none(text) ||
	    client_path(c, text, buf, size) == -1)
		snprintf(buf, size, "none");
}

void
explain_bootfile(const struct client *c, int rootfd, unsigned arch,
    enum client_stage stage, int details)
{
	char word[16], path[CLIENT_PATH_SIZE + sizeof(" on ") +
	    INET_ADDRSTRLEN];
	const char *why = "", *text, *about = "";
	struct loaderfile l;
	int is_read = 0;

	text = client_bootfile(c, arch, stage, &why);
	say_file(c, text, stage, path, sizeof(path));
	if (rootfd != -1 && stage == STAGE_ROM && arch_is_efi(arch) &&
	    text != NULL && strstr(text, "://") == NULL)
		is_read = loaderfile_read(rootfd, path, &l) == 0;
	if (is_read)
		about = l.chain.about;
	printf("  %-9s %-5s %s%s%s%s: %s\n", arch_word(arch, word,
	    sizeof(word)), stage == STAGE_IPXE ? "iPXE" : "ROM", path,
	    about[0] == '\0' ? "" : " (", about, about[0] == '\0' ? "" : ")",
	    why);
	if (is_read)
		print_wrong(c, arch, &l.chain, details);
	else if (stage == STAGE_ROM && loader_asks_dhcp(c, arch))
		print_wrong(c, arch, &(struct loaderchain){ .asks =
		    ASKS_DHCP }, details);
	if (text == NULL && stage == STAGE_ROM)
		print_unused(c, rootfd, arch);
}

void
explain_classfiles(const struct client *c)
{
	char path[CLIENT_PATH_SIZE + sizeof(" on ") + INET_ADDRSTRLEN];
	struct vendorclass v;
	size_t at = 0;

	while (vendorclass_next(c, &at, &v)) {
		if (v.file == NULL)
			continue;
		say_file(c, v.file, STAGE_ROM, path, sizeof(path));
		printf("  class \"%s\" ROM %s: %s\n", v.class, path,
		    bootword_is_none(v.file) ?
		    "silence: file=- behind it, none" : "file= behind it");
	}
}
