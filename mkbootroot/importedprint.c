/*
 * The lines: what net and default say already stands in no other.
 */
#include <arpa/inet.h>
#include <string.h>

#include "imported.h"
#include "maptext.h"
#include "mapvalue.h"

static void
print_word(enum map_field tag, unsigned arch, const void *bytes, size_t n,
    FILE *out)
{
	const struct field f = { .tag = (unsigned char)tag,
	    .arch = (uint16_t)arch, .text = bytes, .n = n };
	char buf[FIELD_TEXT_SIZE];

	fprintf(out, " %s", field_text(&f, buf, sizeof(buf)));
}

static void
print_address(enum map_field tag, const struct in_addr *a, FILE *out)
{
	if (a->s_addr != 0)
		print_word(tag, 0, &a->s_addr, 4, out);
}

static void
print_lease(unsigned s, FILE *out)
{
	const unsigned char bytes[4] = { (unsigned char)(s >> 24),
	    (unsigned char)(s >> 16), (unsigned char)(s >> 8),
	    (unsigned char)s };

	if (s != 0)
		print_word(FIELD_LEASE, 0, bytes, 4, out);
}

/* The image that a file lies in: the first folder of its path; "": none. */
static void
image_of(const char *path, char image[MAP_NAME_MAX + 1])
{
	const char *slash = strchr(path, '/');
	const size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	snprintf(image, MAP_NAME_MAX + 1, "%.*s", n <= MAP_NAME_MAX ? (int)n :
	    0, path);
	if (value_image(image) != NULL)
		image[0] = '\0';
}

/* The folder for files that lie in none, and the image of what it boots. */
#define NO_FOLDER "pxe"

/* A path from the boot root; a URL, and "-", stay what they are. */
static void
print_place(enum map_field tag, unsigned arch, const char *place, FILE *out)
{
	char path[MAP_TEXT_MAX + 2];

	snprintf(path, sizeof(path), "%s%s", value_is_url(place) ||
	    strcmp(place, MAP_NONE) == 0 ? "" : "/", place);
	print_word(tag, arch, path, strlen(path), out);
}

/* The first file that is in the boot root; NULL: none. */
static const char *
first_file(const struct words *w)
{
	size_t i;

	for (i = 0; i < w->files; i++)
		if (strcmp(w->file[i].path, MAP_NONE) != 0 &&
		    !value_is_url(w->file[i].path))
			return w->file[i].path;
	for (i = 0; i < w->ipxes_of; i++)
		if (strcmp(w->ipxe_of[i].path, MAP_NONE) != 0)
			return w->ipxe_of[i].path;
	return w->ipxe;
}

/* Whether it boots anything of its own. */
static int
boots(const struct words *w)
{
	size_t i;

	for (i = 0; i < w->files; i++)
		if (strcmp(w->file[i].path, MAP_NONE) != 0)
			return 1;
	for (i = 0; i < w->ipxes_of; i++)
		if (strcmp(w->ipxe_of[i].path, MAP_NONE) != 0)
			return 1;
	return w->ipxe != NULL && strcmp(w->ipxe, MAP_NONE) != 0;
}

/* The image of what it boots. */
static void
image_word(const struct words *w, char image[MAP_NAME_MAX + 1])
{
	const char *file = first_file(w);

	image[0] = '\0';
	if (file != NULL && !value_is_url(file))
		image_of(file, image);
	if (image[0] == '\0')
		snprintf(image, MAP_NAME_MAX + 1, NO_FOLDER);
}

static void
print_files(const struct words *w, FILE *out)
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

/* image: of boot=; "": none. */
static void
print_words(const struct words *w, const char *image, FILE *out)
{
	if (w->ignore)
		fputs(" ignore", out);
	else if (w->local)
		fputs(" local", out);
	else if (image[0] != '\0')
		print_word(FIELD_BOOT, 0, image, strlen(image), out);
	if (!w->ignore)
		print_files(w, out);
	print_address(FIELD_SERVER, &w->server, out);
	if (w->servername != NULL)
		print_word(FIELD_SERVERNAME, 0, w->servername,
		    strlen(w->servername), out);
	print_address(FIELD_ROUTER, &w->router, out);
	for (size_t i = 0; i < w->dns_n; i++)
		print_address(FIELD_DNS, &w->dns[i], out);
	print_lease(w->lease_s, out);
}

static int
says_something(const struct words *w)
{
	return w->files > 0 || w->ipxe != NULL || w->ipxes_of > 0 ||
	    w->ignore || w->server.s_addr != 0 ||
	    w->servername != NULL || w->router.s_addr != 0 ||
	    w->dns_n > 0 || w->lease_s != 0;
}

static int
is_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/*
 * Leaves out the files that default says as well. What iPXE is told is one: a
 * word of the client's counts before all of default's.
 */
static void
leave_out_files(struct words *w, const struct words *others)
{
	size_t i, j, kept = 0;

	for (i = 0; i < w->ipxes_of && i < others->ipxes_of; i++)
		if (w->ipxe_of[i].arch != others->ipxe_of[i].arch ||
		    strcmp(w->ipxe_of[i].path, others->ipxe_of[i].path) != 0)
			break;
	if (i == w->ipxes_of && i == others->ipxes_of &&
	    (w->ipxe == others->ipxe || is_same(w->ipxe, others->ipxe))) {
		w->ipxes_of = 0;
		w->ipxe = NULL;
	}

	for (i = 0; i < w->files; i++) {
		for (j = 0; j < others->files; j++)
			if (w->file[i].arch == others->file[j].arch &&
			    strcmp(w->file[i].path, others->file[j].path) == 0)
				break;
		if (j == others->files)
			w->file[kept++] = w->file[i];
	}
	w->files = kept;
}

/* Leaves out what the net or default say as well, see clients(5). */
static void
leave_out(struct words *w, const struct words *others)
{
	if (is_same(w->servername, others->servername))
		w->servername = NULL;
	if (w->server.s_addr == others->server.s_addr)
		w->server.s_addr = 0;
	if (w->router.s_addr == others->router.s_addr)
		w->router.s_addr = 0;
	if (w->dns_n == others->dns_n && memcmp(w->dns, others->dns,
	    w->dns_n * sizeof(w->dns[0])) == 0)
		w->dns_n = 0;
	if (w->lease_s == others->lease_s)
		w->lease_s = 0;
}

static int
is_net(const struct imported_line *line)
{
	return line->length >= 0 && line->who[0] != '\0';
}

/* Whether a line boots something that lies in no folder. */
static int
wants_folder(const struct words *w)
{
	char image[MAP_NAME_MAX + 1];

	image_word(w, image);
	return !w->ignore && !w->local && boots(w) &&
	    strcmp(image, NO_FOLDER) == 0;
}

static int
any_wants_folder(const struct imported *im)
{
	int any = wants_folder(&im->others);

	for (size_t i = 0; i < im->n; i++)
		any |= wants_folder(&im->line[i].words);
	return any;
}

/* What a client with this address is told besides its own words. */
static struct words
around(const struct imported *im, struct in_addr ip)
{
	const struct imported_line *line, *net = NULL;
	struct words w = { .files = 0 };

	for (size_t i = 0; i < im->n; i++) {
		line = &im->line[i];
		if (is_net(line) && line->length > 0 &&
		    (ntohl(ip.s_addr ^ line->ip.s_addr) >>
		    (32 - line->length)) == 0 &&
		    (net == NULL || line->length > net->length))
			net = line;
	}
	if (net != NULL)
		w = net->words;
	words_inherit(&w, &im->others);
	w.ignore = im->others.ignore;
	return w;
}

static void
print_net(const struct imported *im, const struct imported_line *line,
    FILE *out)
{
	struct words w = line->words;

	leave_out(&w, &im->others);
	fprintf(out, "net %s/%d -", inet_ntoa(line->ip), line->length);
	print_words(&w, "", out);
	putc('\n', out);
}

/*
 * The image of a client's line; "": that of default, which need not be said.
 */
static void
own_image(const struct words *w, const struct words *others,
    char image[MAP_NAME_MAX + 1])
{
	char theirs[MAP_NAME_MAX + 1];

	image_word(w, image);
	image_word(others, theirs);
	/* Whom default does not answer needs a word to be lent an address. */
	if (boots(w) ? boots(others) && !others->ignore &&
	    strcmp(image, theirs) == 0 : !others->ignore)
		image[0] = '\0';
}

static void
print_client(const struct imported_line *line, const struct words *others,
    FILE *out)
{
	struct words w = line->words;
	char image[MAP_NAME_MAX + 1];

	own_image(&w, others, image);
	/* Of another image each kind of firmware is said: it may have loaders
	   for those that are not. */
	if (image[0] == '\0')
		leave_out_files(&w, others);
	leave_out(&w, others);
	/* Only who is lent an address is told these. */
	if (line->ip.s_addr == 0) {
		w.router.s_addr = 0;
		w.dns_n = 0;
		w.lease_s = 0;
	}
	fprintf(out, "%s %s", line->who, line->name == NULL ? "-" :
	    line->name);
	print_words(&w, image, out);
	print_address(FIELD_IP, &line->ip, out);
	putc('\n', out);
}

static int
has_clients(const struct imported *im)
{
	for (size_t i = 0; i < im->n; i++)
		if (im->line[i].length < 0 && im->line[i].who[0] != '\0')
			return 1;
	return 0;
}

/*
 * What everybody boots. Listed clients have the words of default only where
 * nothing was found in the image: so the files stand in the image's line.
 */
static void
print_default(const struct imported *im, FILE *out)
{
	struct words w = im->others;
	char image[MAP_NAME_MAX + 1] = "";

	if (boots(&w))
		image_word(&w, image);
	if (image[0] != '\0' && !w.ignore && has_clients(im)) {
		fprintf(out, "image %s -", image);
		print_files(&w, out);
		putc('\n', out);
		w.files = w.ipxes_of = 0;
		w.ipxe = NULL;
	}
	fputs("default -", out);
	print_words(&w, image, out);
	putc('\n', out);
}

void
imported_print(const struct imported *im, FILE *out)
{
	const struct imported_line *line;
	struct words others;
	size_t i;

	if (any_wants_folder(im))
		fprintf(out, "# What lies in no folder is of the image "
		    NO_FOLDER ": mkdir %s/" NO_FOLDER "\n", im->root);
	for (i = 0; i < im->n; i++)
		if (is_net(&im->line[i]))
			print_net(im, &im->line[i], out);
	if (says_something(&im->others))
		print_default(im, out);
	for (i = 0; i < im->n; i++) {
		line = &im->line[i];
		if (line->who[0] == '\0' || line->length >= 0)
			continue;
		others = around(im, line->ip);
		print_client(line, &others, out);
	}
}
