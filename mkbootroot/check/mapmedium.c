/*
 * Clients of a medium that cannot go on as the map stands: what they load comes by
 * HTTP, and http= does not say where from.
 */
#include <string.h>

#include "map/mediumargs.h"
#include "mkbootroot/check/mapcheck.h"

/* Whether the client boots the kernel that was found, or would. */
static int
boots_found(const struct client *client)
{
	struct field f;

	return client->kernel_found || (client->kernel == NULL &&
	    record_field(&client->image_record, FIELD_KERNEL, &f) && f.found);
}

static void
look_at_client(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	const struct medium_found *found = &u->found.medium;
	const struct medium *m = found->medium;

	if (m == NULL || u->medium_said || client->action != CLIENT_BOOT)
		return;
	if (m->needs & MEDIUM_CANNOT &&
	    (client->kernel == NULL || client->kernel_found))
		mistake_warn(c->mistakes, e->line, "image %s is %s, and does not "
		    "boot over the network: %s", u->name, m->title, m->tell);
	else if (found->lacks_iso && boots_found(client))
		mistake_warn(c->mistakes, e->line, "image %s is %s, and wants the "
		    "ISO file as %s in its folder: import the ISO file itself",
		    u->name, m->title, m->iso);
	else if (found->lacks_file && boots_found(client))
		mistake_warn(c->mistakes, e->line, "image %s is %s, and the "
		    "system that its kernel loads, of the same version and "
		    "machine, is not there", u->name, m->title);
	else if (found->lacks_args && boots_found(client) &&
	    client->args[0] == '\0')
		mistake_warn(c->mistakes, e->line, "image %s is %s, and its %s "
		    "has no arguments that every loader can express: write "
		    "args=",
		    u->name, m->title, m->script);
	else if (m->mboot != NULL && client->http == NULL &&
	    client->preseed_kind == ANSWERS_KICKSTART)
		mistake_warn(c->mistakes, e->line, "image %s is %s, which loads its "
		    "answers by HTTP: write http=yes here or in default's line, "
		    "and run httpd", u->name, m->title);
	else if (m->needs & MEDIUM_HTTP && client->http == NULL &&
	    boots_found(client) && client->args[0] == '\0')
		mistake_warn(c->mistakes, e->line, "image %s is %s, which loads by "
		    "HTTP: write http=yes here or in default's line, and run "
		    "httpd", u->name, m->title);
	else
		return;
	u->medium_said = 1;
}

void
check_media(struct check *c, const struct map *m)
{
	struct client client;
	const char *image;
	struct image_use *u;
	size_t i;

	for (i = 0; i < c->text->n; i++) {
		const struct mapentry *e = &c->text->entry[i];

		if (e->bad || !map_key_is(*entry_key(c->text, e), KEY_CLIENTS))
			continue;
		if ((image = check_image_of(c, e)) == NULL ||
		    (u = check_image(c, image)) == NULL ||
		    u->found.medium.medium == NULL || u->medium_said)
			continue;
		check_client(c, m, e, u, &client);
		look_at_client(c, e, u, &client);
	}
}
