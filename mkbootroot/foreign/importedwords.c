/*
 * Their words as ours.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "map/arch.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/text/mapvalue.h"

/* The path below the boot root. */
static const char *
below_root(const struct imported *im, const char *path)
{
	const size_t n = strlen(im->root);

	if (n > 1 && strncmp(path, im->root, n) == 0 && path[n] == '/')
		path += n;
	return path + strspn(path, "/");
}

/* What our grammar has against a path or URL before it looks at it as such. */
static const char *
bytes_reason(const char *place)
{
	for (const char *s = place; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return "has a control character";
	return place[0] == '\0' ? "is empty" : NULL;
}

const char *
words_find(const struct imported_file *list, size_t n, unsigned arch)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].arch == arch)
			return list[i].path;
	return NULL;
}

/* The URL of a file on another server; NULL: there is no memory. */
static const char *
url_of(struct imported *im, const struct in_addr *server, const char *path)
{
	char address[INET_ADDRSTRLEN], url[MAP_TEXT_MAX + 32];

	inet_ntop(AF_INET, server, address, sizeof(address));
	snprintf(url, sizeof(url), "tftp://%s/%s", address, path);
	return imported_keep(im, url);
}

const char *
words_place(struct imported *im, unsigned arch, int for_ipxe, const char *path,
    const struct in_addr *server, const char **reason)
{
	if ((*reason = bytes_reason(path)) != NULL)
		return NULL;
	if (!value_is_url(path))
		path = server != NULL ? url_of(im, server, path) :
		    below_root(im, path);
	*reason = path[0] == '\0' ? "is empty" :
	    for_ipxe ? value_location(path) :
	    arch_is_http(arch) ? value_http(path) : value_bootfile(path);
	return *reason == NULL ? path : NULL;
}

void
words_add(struct imported_file *list, size_t *n, unsigned from,
    unsigned arch, const char *path)
{
	size_t i;

	/* In the order of their numbers: BIOS first. */
	for (i = (*n)++; i > 0 && list[i - 1].arch > arch; i--)
		list[i] = list[i - 1];
	list[i].from = from;
	list[i].arch = arch;
	list[i].path = path;
}

void
words_file(struct imported *im, unsigned from, struct words *w, unsigned arch,
    const char *path)
{
	const char *reason, *place;

	if (words_find(w->file, w->files, arch) != NULL)
		return;
	place = words_place(im, arch, 0, path, NULL, &reason);
	if (reason == NULL && w->files == IMPORTED_ARCHS)
		reason = "is for one kind of firmware too many";
	if (reason != NULL)
		imported_refuse(im, from, path, reason);
	else
		words_add(w->file, &w->files, from, arch, place);
}

struct in_addr
words_address(struct imported *im, unsigned from, const char *text)
{
	struct in_addr a = { 0 };
	const char *reason = value_address(text, (unsigned char *)&a.s_addr);

	if (reason == NULL)
		return a;
	imported_refuse(im, from, text, reason);
	a.s_addr = 0;
	return a;
}

void
words_server(struct imported *im, unsigned from, struct words *w,
    const char *address)
{
	w->server = words_address(im, from, address);
}

void
words_router(struct imported *im, unsigned from, struct words *w,
    const char *address)
{
	w->router = words_address(im, from, address);
}

void
words_dns(struct imported *im, unsigned from, struct words *w,
    const char *address)
{
	const struct in_addr a = words_address(im, from, address);

	if (a.s_addr == 0)
		return;
	if (w->dns_n == IMPORTED_DNS_MAX)
		imported_refuse(im, from, address, "is a fifth name server");
	else
		w->dns[w->dns_n++] = a;
}

unsigned
words_arch(const char *path)
{
	const size_t n = strlen(path);

	if (n < 4 || strcasecmp(path + n - 4, ".efi") != 0)
		return ARCH_BIOS;
	if (strcasestr(path, "aa64") != NULL ||
	    strcasestr(path, "arm64") != NULL)
		return ARCH_ARM64;
	return strcasestr(path, "ia32") != NULL ||
	    strcasestr(path, "i386") != NULL ? ARCH_IA32 : ARCH_X64;
}

void
words_inherit(struct words *w, const struct words *from)
{
	for (size_t i = 0; i < from->files; i++)
		if (w->files < IMPORTED_ARCHS &&
		    words_find(w->file, w->files, from->file[i].arch) == NULL)
			w->file[w->files++] = from->file[i];
	if (w->ipxe == NULL && w->ipxes_of == 0) {
		w->ipxe = from->ipxe;
		memcpy(w->ipxe_of, from->ipxe_of, sizeof(w->ipxe_of));
		w->ipxes_of = from->ipxes_of;
	}
	if (w->servername == NULL)
		w->servername = from->servername;
	if (w->server.s_addr == 0)
		w->server = from->server;
	if (w->router.s_addr == 0)
		w->router = from->router;
	if (w->dns_n == 0) {
		memcpy(w->dns, from->dns, sizeof(w->dns));
		w->dns_n = from->dns_n;
	}
	if (w->lease_s == 0)
		w->lease_s = from->lease_s;
}
