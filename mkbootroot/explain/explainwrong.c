/*
 * The loader's faults are in its file (loaderchain.h) and in the map.
 */
#include <stdio.h>

#include "map/arch.h"
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/loader.h"
#include "mkbootroot/explain/explainwrong.h"
#include "mkbootroot/image/image.h"

static void
warn_of(const char *text)
{
	printf("    warning: %s\n", text);
}

/* By HTTP. */
static void
print_wrong_http(const struct client *c, unsigned arch)
{
	char word[16];

	if (loader_lacks_http(c, arch))
		printf("    to be mended: run mkbootroot loaders on a system "
		    "whose GRUB has http, or name another with %s=\n",
		    arch_word(arch, word, sizeof(word)));
	if (loader_is_exchanged(c, arch) && c->kernel == NULL)
		warn_of("the kernel is booted without the image's own menu");
}

void
explainwrong(const struct client *c, unsigned arch,
    const struct loaderchain *chain, int details)
{
	if (chain->useless[0] != '\0' && !(arch_is_http(arch) &&
	    chain->loads == LOADS_HTTP))
		warn_of(chain->useless);
	if (chain->doubt[0] != '\0' || chain->shimless[0] != '\0')
		printf("    warning: Secure Boot refuses it: %s%s\n",
		    chain->doubt, chain->shimless);
	if (arch_is_http(arch)) {
		print_wrong_http(c, arch);
		return;
	}
	/* The map knows it of what was found, the file of what a line names. */
	if (loader_asks_dhcp(c, arch) ||
	    (chain->asks == ASKS_DHCP && !c->has_ip)) {
		printf("    warning: its %s asks the DHCP server's host for "
		    "its files:\n", chain->grub[0] == '\0' ? "GRUB" :
		    chain->grub);
		printf("      give the client ip=, or name this host as "
		    "next-server in that server%s\n", loader_asks_dhcp(c, arch) ?
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

void
explainwrong_unused(const struct client *c, int rootfd, unsigned arch)
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

void
explainwrong_kernel(const struct client *c, unsigned arch)
{
	struct client as = *c;
	char word[16];

	if (c->kernel == NULL || kernelarch_place(arch) == -1 ||
	    !kernel_is_by_arch(c))
		return;
	arch = arch_by_pxe(arch_canonical(arch));
	kernel_for_arch(&as, arch);
	if (as.kernel == NULL) {
		printf("    warning: there is no kernel for it: kernel.%s= "
		    "would name one\n", arch_word(arch, word, sizeof(word)));
		return;
	}
	printf("    its kernel: %s\n", as.kernel);
	for (size_t i = 0; i < as.initrds; i++)
		printf("    its initrd: %s\n", as.initrd[i]);
}
