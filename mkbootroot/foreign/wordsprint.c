/*
 * Words as clients(5) writes them.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "daemon/append.h"
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

/*
 * A URL whose words between two @ are no variables (map/variable.h). One @ alone is
 * what it is; and a file on a TFTP server of its own has no variables.
 */
static void
print_url(enum map_field tag, unsigned arch, const char *url, FILE *out)
{
	char text[2 * MAP_TEXT_MAX + 2];
	const int is_filled = (tag != FIELD_FILE || *url == 'h') &&
	    strchr(url, '@') != strrchr(url, '@');
	struct append a = { .buf = text, .size = sizeof(text) };

	text[0] = '\0';
	for (; *url != '\0'; url++)
		append(&a, *url == '@' && is_filled ? "@%c" : "%c", *url);
	print_word(tag, arch, text, strlen(text), out);
}

/* A path from the boot root; "-" stays what it is. */
static void
print_place(enum map_field tag, unsigned arch, const char *place, FILE *out)
{
	char path[MAP_TEXT_MAX + 2];

	if (value_is_url(place)) {
		print_url(tag, arch, place, out);
		return;
	}
	snprintf(path, sizeof(path), "%s%s", strcmp(place, MAP_NONE) == 0 ?
	    "" : "/", place);
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
