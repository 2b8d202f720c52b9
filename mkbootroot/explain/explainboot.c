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
#include "map/kernel.h"
#include "map/kernelarch.h"
#include "map/vendorclass.h"
#include "mkbootroot/explain/explainboot.h"
#include "mkbootroot/explain/explainurl.h"
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

/* Whether firmware of a field's arch is worth a line. */
static int
is_told(const struct client *c, const struct field *f, int all)
{
	return f->tag == FIELD_IPXE_ARCH || (f->tag == FIELD_FILE && (all ||
	    client_bootfile(c, f->arch, STAGE_ROM, NULL) != NULL ||
	    loader_is_none(c, f->arch, STAGE_ROM)));
}

/* Whether http= gives the same machine a file by HTTP, or would if it could. */
static int
has_by_http(const struct client *c, unsigned arch)
{
	const unsigned http = arch_by_http(arch);

	return loader_is_by_http(c, http) && (loader_lacks_http(c, http) ||
	    client_bootfile(c, http, STAGE_ROM, NULL) != NULL);
}

size_t
explain_archs(const struct client *c, int all, unsigned archs[EXPLAIN_ARCHS])
{
	const struct record *const levels[] = { &c->own, &c->group_record,
	    &c->image_record, &c->default_record, &c->loaders_record };
	size_t i, n = 0, pos;
	struct field f;

	n = add_arch(archs, n, ARCH_BIOS);
	n = add_arch(archs, n, ARCH_X64);
	if (all)
		n = add_arch(archs, n, ARCH_ARM64);
	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (is_told(c, &f, all)) {
				n = add_arch(archs, n, f.arch);
				if (has_by_http(c, f.arch))
					n = add_arch(archs, n,
					    arch_by_http(f.arch));
			}
	return n;
}

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

/* What is wrong with a loader that the firmware loads. */
static void
print_wrong(const struct client *c, unsigned arch,
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

/* Which kernel the machine of this firmware boots, if machines are told apart. */
static void
print_kernel(const struct client *c, unsigned arch)
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
	    explain_path(c, text, buf, size) == -1)
		snprintf(buf, size, "none");
}

/* One line: a file, or its URL, what it is, and why it is that. */
static void
print_file(unsigned arch, const char *stage, const char *file,
    const char *about, const char *why)
{
	char word[16];

	printf("  %-9s %-5s %s%s%s%s: %s\n", arch_word(arch, word,
	    sizeof(word)), stage, file, about[0] == '\0' ? "" : " (", about,
	    about[0] == '\0' ? "" : ")", why);
}

/* The URL of a path of ours; what is no URL that fits stays a path. */
static const char *
url_of(const struct client *c, const char *path, char url[WEBURL_SIZE])
{
	char base[WEBURL_BASE_SIZE];

	return weburl(explain_base(c, base), path, url, WEBURL_SIZE) == 0 ?
	    url : "none";
}

/* What iPXE loads: by HTTP, if http= says so and it can; and else. */
static void
explain_ipxe(const struct client *c, unsigned arch)
{
	char path[CLIENT_PATH_SIZE], url[WEBURL_SIZE];
	const char *why = "", *by_http_why = "", *text, *by_http;

	text = client_bootfile(c, arch, STAGE_IPXE, &why);
	say_file(c, text, STAGE_IPXE, path, sizeof(path));
	by_http = c->http == NULL ? NULL : loader_of_ipxe(c, arch, 1,
	    &by_http_why);
	if (by_http == NULL || client_is_url(by_http)) {
		print_file(arch, "iPXE", path, "", why);
		return;
	}
	if (loader_stays_tftp(c, arch, by_http)) {
		print_file(arch, "iPXE", path, "", why);
		printf("    by TFTP, although http= speaks: what it loads "
		    "then it asks for by TFTP\n");
		return;
	}
	if (client_path(c, by_http, path, sizeof(path)) == -1)
		return;
	print_file(arch, "iPXE", url_of(c, path, url), "", by_http_why);
	say_file(c, text, STAGE_IPXE, path, sizeof(path));
	printf("    an iPXE without HTTP (option 175): %s by TFTP: %s\n",
	    path, why);
}

void
explain_by_tftp(const struct client *c, unsigned arch, const char *path)
{
	if (c->http == NULL || arch_is_http(arch))
		return;
	if (arch == ARCH_BIOS && loader_has_http(c, path))
		printf("    by TFTP, as PXE wants it; it loads all else by "
		    "HTTP\n");
	else
		printf("    by TFTP, although http= speaks: PXE has no "
		    "HTTP\n");
}

void
explain_bootfile(const struct client *c, int rootfd, unsigned arch,
    enum client_stage stage, int details)
{
	char path[CLIENT_PATH_SIZE + sizeof(" on ") + INET_ADDRSTRLEN];
	char url[WEBURL_SIZE];
	const char *why = "", *text;
	struct loaderfile l;
	int is_read = 0, by_http;

	if (stage == STAGE_IPXE) {
		explain_ipxe(c, arch);
		return;
	}
	text = client_bootfile(c, arch, stage, &why);
	say_file(c, text, stage, path, sizeof(path));
	by_http = arch_is_http(arch) && text != NULL &&
	    !client_is_url(text);
	if (rootfd != -1 && arch_is_efi(arch) && text != NULL &&
	    !client_is_url(text))
		is_read = loaderfile_read(rootfd, path, &l) == 0;
	print_file(arch, "ROM", by_http ? url_of(c, path, url) : path,
	    is_read ? l.chain.about : "", why);
	if (is_read)
		print_wrong(c, arch, &l.chain, details);
	else if (loader_asks_dhcp(c, arch) || arch_is_http(arch))
		print_wrong(c, arch, &(struct loaderchain){ .asks =
		    ASKS_DHCP }, details);
	if (text != NULL && !bootword_is_none(text))
		print_kernel(c, arch);
	if (details && text != NULL)
		explain_by_tftp(c, arch, path);
	if (text == NULL)
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
