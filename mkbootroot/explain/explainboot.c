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
#include "mkbootroot/explain/explainurl.h"
#include "mkbootroot/explain/explainwrong.h"
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
		printf("    by TFTP, in spite of http=: what it loads "
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
		printf("    by TFTP, in spite of http=: PXE has no "
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
		explainwrong(c, arch, &l.chain, details);
	else if (loader_asks_dhcp(c, arch) || arch_is_http(arch))
		explainwrong(c, arch, &(struct loaderchain){ .asks =
		    ASKS_DHCP }, details);
	if (text != NULL && !bootword_is_none(text))
		explainwrong_kernel(c, arch);
	if (details && text != NULL)
		explain_by_tftp(c, arch, path);
	if (text == NULL)
		explainwrong_unused(c, rootfd, arch);
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
