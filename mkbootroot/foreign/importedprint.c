/*
 * The lines: what net and default say already stands in no other.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/wordsprint.h"

static int
says_something(const struct words *w)
{
	return w->files > 0 || w->ipxe != NULL || w->ipxes_of > 0 ||
	    w->ignore || w->disk_from != 0 || w->server.s_addr != 0 ||
	    w->servername != NULL || w->router.s_addr != 0 ||
	    w->dns_n > 0 || w->lease_s != 0;
}

/* Leaves out what the net or default say as well, see clients(5). */
static void
leave_out(struct words *w, const struct words *others)
{
	if (agree_text(w->servername, others->servername))
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

	words_image(w, image);
	return !w->ignore && words_boot(w) &&
	    strcmp(image, IMPORTED_NO_FOLDER) == 0;
}

static int
any_wants_folder(const struct imported *im)
{
	int any = wants_folder(&im->others);

	for (size_t i = 0; i < im->n; i++)
		any |= wants_folder(&im->line[i].words);
	return any;
}

/*
 * The lines from the first net to the last: each client looks through these, which
 * are the first ones of a file with many clients.
 */
struct nets {
	size_t begin, end;
};

static struct nets
nets_of(const struct imported *im)
{
	struct nets nets = { 0, 0 };

	for (size_t i = im->n; i > 0; i--)
		if (is_net(&im->line[i - 1])) {
			nets.begin = i - 1;
			if (nets.end == 0)
				nets.end = i;
		}
	return nets;
}

/* What a client with this address is told besides its own words. */
static struct words
around(const struct imported *im, const struct nets *nets, struct in_addr ip)
{
	const struct imported_line *line, *net = NULL;
	struct words w = { .files = 0 };

	for (size_t i = nets->begin; i < nets->end; i++) {
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
	words_print(&w, "", out);
	putc('\n', out);
}

/*
 * What everybody boots. Listed clients have the words of default only where
 * nothing was found in the image: so the files stand in the image's line.
 */
struct everybody {
	struct words words;		/* with all that has to be said */
	char image[MAP_NAME_MAX + 1];	/* "": they boot nothing */
	int has_line;			/* the image has a line */
};

static int
has_clients(const struct imported *im)
{
	for (size_t i = 0; i < im->n; i++)
		if (im->line[i].length < 0 && im->line[i].who[0] != '\0')
			return 1;
	return 0;
}

static void
everybody(const struct imported *im, struct everybody *e)
{
	memset(e, 0, sizeof(*e));
	e->words = im->others;
	if (words_boot(&e->words))
		words_image(&e->words, e->image);
	words_least(&e->words, NULL, imported_image(im, e->image));
	e->has_line = e->image[0] != '\0' && !e->words.ignore &&
	    has_clients(im);
}

static void
print_everybody(const struct everybody *e, FILE *out)
{
	struct words w = e->words;

	if (e->has_line) {
		fprintf(out, "image %s -", e->image);
		words_print_files(&w, out);
		putc('\n', out);
		w.files = w.ipxes_of = 0;
		w.ipxe = NULL;
	}
	fputs("default -", out);
	words_print(&w, e->image, out);
	putc('\n', out);
}

/*
 * The words of a client's line, and the image in it; "": that of default, which
 * need not be said.
 */
static void
own_words(const struct imported *im, const struct everybody *e,
    struct words *w, char image[MAP_NAME_MAX + 1])
{
	int is_default = e->image[0] != '\0' && !e->words.ignore;

	if (words_boot(w)) {
		words_image(w, image);
		is_default = is_default && strcmp(image, e->image) == 0;
	} else {
		/* Whom default does not answer needs a word to be answered. */
		snprintf(image, MAP_NAME_MAX + 1, "%s", is_default ? e->image :
		    IMPORTED_NO_FOLDER);
		is_default |= !e->words.ignore;
	}
	words_least(w, is_default && e->image[0] != '\0' ? &e->words : NULL,
	    imported_image(im, image));
	if (is_default)
		image[0] = '\0';
}

static void
print_client(const struct imported *im, const struct everybody *e,
    const struct nets *nets, const struct imported_line *line, FILE *out)
{
	const struct words near = around(im, nets, line->ip);
	struct words w = line->words;
	char image[MAP_NAME_MAX + 1];

	own_words(im, e, &w, image);
	leave_out(&w, &near);
	/* Only who is lent an address is told these. */
	if (line->ip.s_addr == 0) {
		w.router.s_addr = 0;
		w.dns_n = 0;
		w.lease_s = 0;
	}
	fprintf(out, "%s %s", line->who, line->name == NULL ? "-" :
	    line->name);
	words_print(&w, image, out);
	words_print_address(FIELD_IP, &line->ip, out);
	putc('\n', out);
}

int
imported_print(const struct imported *im, FILE *out)
{
	const struct nets nets = nets_of(im);
	const struct imported_line *line;
	struct everybody e;
	size_t i, lines = 0;

	if (any_wants_folder(im))
		fprintf(out, "# What lies in no folder is of the image "
		    IMPORTED_NO_FOLDER ": mkdir %s/" IMPORTED_NO_FOLDER "\n",
		    im->root);
	for (i = 0; i < im->n; i++)
		if (is_net(&im->line[i])) {
			print_net(im, &im->line[i], out);
			lines++;
		}
	everybody(im, &e);
	if (says_something(&e.words)) {
		print_everybody(&e, out);
		lines++;
	}
	for (i = 0; i < im->n; i++) {
		line = &im->line[i];
		if (line->who[0] != '\0' && line->length < 0) {
			print_client(im, &e, &nets, line, out);
			lines++;
		}
	}
	return lines > 0;
}
