/*
 * The variables of URLs: whether each client that gets one has what they stand for.
 * Declared in mapcheck.h.
 */
#include <stdio.h>

#include "map/bootword.h"
#include "map/weburl.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/maptext.h"

#define SERVER "255.255.255.255"	/* as long as any */

/* Which variables a field has, if it is a URL of the map. */
static unsigned
variables_of(const struct field *f)
{
	return (f->tag == FIELD_FILE || f->tag == FIELD_IPXE ||
	    f->tag == FIELD_IPXE_ARCH) && client_is_url(f->text) ?
	    variables_in(f->text, f->n) : 0;
}

static int
has_variables(const struct field *f)
{
	return variables_of(f) != 0;
}

/* Whether a more particular record has a word in the place of this one. */
static int
is_overridden(const struct record *r, const struct field *f)
{
	struct field other;

	if (f->tag == FIELD_FILE)
		return bootword_file(r, FIELD_FILE, f->arch) != NULL;
	return record_field(r, FIELD_IPXE, &other) ||
	    (f->tag == FIELD_IPXE_ARCH &&
	    bootword_file(r, FIELD_IPXE_ARCH, f->arch) != NULL);
}

/* A URL that an entry's client gets: from is "" or " of image debian12". */
static void
look_at(struct check *c, struct mapentry *e, const struct client *client,
    const struct field *f, const char *from)
{
	const struct variable_values v = {client, SERVER, NULL};
	const unsigned uses = variables_of(f);
	const unsigned missing = check_missing_of(c, e, client);
	char said[FIELD_TEXT_SIZE], url[WEBURL_MAX + 1];
	enum variable_fault why;
	const char *what;

	field_text(f, said, sizeof(said));
	for (unsigned one = 1; one <= VARIABLE_DONE; one *= 2) {
		if ((uses & one) == 0 || (what = check_missing(
		    (enum variable)one, missing)) == NULL)
			continue;
		mistake_add(c->mistakes, e->line, "%s%s has %s, and %s", said,
		    from, variable_name((enum variable)one), what);
		e->bad = 1;
	}
	if (!e->bad && variable_fill_text(f->text, &v, url, sizeof(url),
	    &why) == -1 && why == VARIABLE_IS_TOO_LONG) {
		mistake_add(c->mistakes, e->line, "%s%s is too long once its "
		    "variables are filled in, at most %d bytes", said, from,
		    WEBURL_MAX);
		e->bad = 1;
	}
}

static void
look_at_client(struct check *c, struct mapentry *e,
    const struct client *client)
{
	const struct record *const levels[] = {&client->own,
	    &client->image_record, &client->default_record};
	char from[MAP_NAME_MAX + sizeof(" of image ")];
	struct field f;
	int overridden;

	for (size_t i = 0; i < 3; i++) {
		if (!bootword_counts(client, levels[i]) || (i == 2 &&
		    e == c->default_entry))
			continue;
		from[0] = '\0';
		if (i > 0)
			snprintf(from, sizeof(from), i == 1 ?
			    " of image %s" : " of default", client->image);
		for (size_t pos = 0; record_next(levels[i], &pos, &f) == 1;) {
			if (variables_of(&f) == 0)
				continue;
			overridden = 0;
			for (size_t j = 0; j < i; j++)
				overridden |= bootword_counts(client,
				    levels[j]) && is_overridden(levels[j], &f);
			if (!overridden)
				look_at(c, e, client, &f, from);
		}
	}
}

void
check_urls(struct check *c, const struct map *m)
{
	struct image_use *u;
	struct client client;
	struct mapentry *e;
	const char *image;
	int any = 0;

	for (size_t i = 0; i < c->text->n && !any; i++)
		any = check_bootfile_is(c, &c->text->entry[i],
		    has_variables);
	for (size_t i = 0; i < c->text->n && any; i++) {
		e = &c->text->entry[i];
		if (e->bad || !map_key_is(*entry_key(c->text, e), KEY_CLIENTS))
			continue;
		image = check_image_of(c, e);
		u = image == NULL ? NULL : check_image(c, image);
		check_client(c, m, e, u, &client);
		if (client.action != CLIENT_BOOT &&
		    client.action != CLIENT_LOCAL)
			continue;
		check_exact(c, m, e, &client);
		look_at_client(c, e, &client);
	}
}
