/*
 * Words as clients(5) writes them.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "mkbootroot/foreign/wordsprint.h"
#include "mkbootroot/text/maptext.h"
#include "mkbootroot/text/mapvalue.h"

static void
print_word(enum map_field tag, unsigned arch, const void *bytes, size_t n,
    FILE *out)
{
	const struct field f = { .tag = (unsigned char)tag,
	    .arch = (uint16_t)arch, .text = bytes, .n = n };
	char buf[FIELD_TEXT_SIZE];

	fprintf(out, " %s", field_text(&f, buf, sizeof(buf)));
}

void
words_print_address(enum map_field tag, const struct in_addr *a, FILE *out)
{
	if (a->s_addr != 0)
		print_word(tag, 0, &a->s_addr, 4, out);
}

static void
print_lease(unsigned s, FILE *out)
{
	unsigned char bytes[4];

	be32enc(bytes, s);
	if (s != 0)
		print_word(FIELD_LEASE, 0, bytes, 4, out);
}

/* A path from the boot root; a URL, and "-", stay what they are. */
static void
print_place(enum map_field tag, unsigned arch, const char *place, FILE *out)
{
	char path[MAP_TEXT_MAX + 2];

	snprintf(path, sizeof(path), "%s%s", value_is_url(place) ||
	    strcmp(place, MAP_NONE) == 0 ? "" : "/", place);
	print_word(tag, arch, path, strlen(path), out);
}

void
words_print_files(const struct words *w, FILE *out)
{
	size_t i;

	for (i = 0; i < w->files; i++)
		print_place(FIELD_FILE, w->file[i].arch, w->file[i].path, out);
	if (w->ipxe != NULL)
		print_place(FIELD_IPXE, 0, w->ipxe, out);
	for (i = 0; i < w->ipxes_of; i++)
		print_place(FIELD_IPXE_ARCH, w->ipxe_of[i].arch,
		    w->ipxe_of[i].path, out);
}

void
words_print(const struct words *w, const char *image, FILE *out)
{
	if (w->ignore)
		fputs(" ignore", out);
	else if (w->disk_from != 0)
		fputs(" local", out);
	else if (image[0] != '\0')
		print_word(FIELD_BOOT, 0, image, strlen(image), out);
	if (!w->ignore)
		words_print_files(w, out);
	words_print_address(FIELD_SERVER, &w->server, out);
	if (w->servername != NULL)
		print_word(FIELD_SERVERNAME, 0, w->servername,
		    strlen(w->servername), out);
	words_print_address(FIELD_ROUTER, &w->router, out);
	for (size_t i = 0; i < w->dns_n; i++)
		words_print_address(FIELD_DNS, &w->dns[i], out);
	print_lease(w->lease_s, out);
}
