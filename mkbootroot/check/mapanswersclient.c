/*
 * Whether clients have what their answers want: values for the variables, HTTP to
 * ask by, a MAC address to be known by, and a kernel that is told.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "map/answers.h"
#include "mkbootroot/check/mapanswers.h"

/* What is looked at: a line, and a client that it makes. */
struct asking {
	struct check *c;
	struct mapentry *e;
	const struct client *client;
};

/* What a line's clients have; the address of a card is known when it asks. */
static unsigned
has(const struct asking *a)
{
	const unsigned char letter = *entry_key(a->c->text, a->e);
	unsigned set = VARIABLE_DONE | VARIABLE_SERVER;

	if (entry_has(a->e, FIELD_NAME))
		set |= VARIABLE_NAME;
	if (entry_has(a->e, FIELD_IP))
		set |= VARIABLE_IP;
	if (letter != MAP_KEY_UUID || entry_has(a->e, FIELD_MAC))
		set |= VARIABLE_MAC | VARIABLE_MAC_DASHED;
	if (letter == MAP_KEY_UUID)
		set |= VARIABLE_UUID;
	if (a->client->http != NULL) {
		set |= VARIABLE_HTTP;
		if (a->client->image != NULL)
			set |= VARIABLE_IMAGE;
		if ((set & VARIABLE_MAC) != 0)
			set |= VARIABLE_ANSWERS;
	}
	return set;
}

/* What the line lacks for a variable. */
static const char *
lacks(const struct asking *a, enum variable v)
{
	switch (v) {
	case VARIABLE_NAME:
		return "name";
	case VARIABLE_IP:
		return "ip=";
	case VARIABLE_MAC:
	case VARIABLE_MAC_DASHED:
		return "mac=";
	case VARIABLE_UUID:
		return "uuid:";
	default:
		return a->client->http == NULL ? "http=" : v ==
		    VARIABLE_ANSWERS ? "mac=" : "image";
	}
}

static void
compare(const struct asking *a, const struct answers_file *f)
{
	const unsigned missing = f->read.uses & ~has(a);

	for (unsigned v = 1; v <= VARIABLE_DONE; v *= 2)
		if ((missing & v) != 0)
			mapanswers_say(a->c, a->e, "answers %s:%u: %s, and the "
			    "line has no %s", f->path,
			    f->read.line[answersread_place((enum variable)v)],
			    variable_name((enum variable)v),
			    lacks(a, (enum variable)v));
}

/* The file of one of the client's answers, in path. */
static const struct answers_file *
file_of(const struct asking *a, const char *text, char path[CLIENT_PATH_SIZE])
{
	if (client_path(a->client, text, path, CLIENT_PATH_SIZE) == -1)
		return NULL;
	return mapanswers_read(a->c, path);
}

static void
look_at_way(const struct asking *a, const char *path)
{
	if (a->client->http == NULL)
		mapanswers_say(a->c, a->e, "answers %s: they are asked for by "
		    "HTTP: write http=yes, and let httpd run", path);
	else if ((has(a) & VARIABLE_MAC) == 0)
		mapanswers_say(a->c, a->e, "answers %s: they are asked for by "
		    "the MAC address, and the line has no mac=", path);
}

/* What their installers do not do by themselves. */
static void
look_at_kind(const struct asking *a, enum answers_kind kind, const char *path)
{
	if (kind == ANSWERS_PROXMOX)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: Proxmox's "
		    "installer takes their URL from its medium (proxmox-auto-"
		    "install-assistant prepare-iso --fetch-from http) and "
		    "asks by POST, which httpd answers as GET: unproven",
		    path);
	else if (kind == ANSWERS_ALPINE)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: nothing "
		    "asks for them by itself: setup-alpine -f URL does",
		    path);
	else if (kind == ANSWERS_UNATTEND)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: no "
		    "argument leads Windows Setup to them: what starts it "
		    "has to: setup.exe /unattend:FILE", path);
}

/* One client, or one image of its menu. */
static void
look_at(const struct asking *a)
{
	const struct client *c = a->client;
	const struct answers_file *f;
	char path[CLIENT_PATH_SIZE];
	enum answers_kind kind;
	const char *text;
	int says_done = variable_in(c->args, strlen(c->args), VARIABLE_DONE);
	int any = 0;

	for (size_t i = 0; i < c->answers_n; i++) {
		kind = answers_take(c->answers[i], &text);
		if ((f = file_of(a, text, path)) == NULL)
			continue;
		any = 1;
		says_done |= (f->read.uses & VARIABLE_DONE) != 0;
		look_at_way(a, path);
		compare(a, f);
		look_at_kind(a, kind, path);
	}
	if (c->preseed != NULL && c->preseed_kind != ANSWERS_PRESEED &&
	    (f = file_of(a, c->preseed, path)) != NULL) {
		any = 1;
		says_done |= (f->read.uses & VARIABLE_DONE) != 0;
		compare(a, f);
	}
	if (!any)
		return;
	if (c->kernel == NULL)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: image %s "
		    "has no kernel that is known, so nothing boots with them",
		    path, c->image == NULL ? "-" : c->image);
	else if (c->once == ONCE_DONE && !says_done)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: once, and "
		    "nothing in them says @done@, so it is never done", path);
}

void
check_answers_clients(struct check *c, const struct map *m)
{
	const char *image;
	struct client client, entry;
	struct asking a = {.c = c};
	size_t at, i;

	if (!c->has_answers)
		return;
	for (i = 0; i < c->text->n; i++) {
		a.e = &c->text->entry[i];
		if (a.e->bad || !map_key_is(*entry_key(c->text, a.e),
		    KEY_CLIENTS))
			continue;
		image = check_image_of(c, a.e);
		check_client(c, m, a.e, image == NULL ? NULL :
		    check_image(c, image), &client);
		a.client = &client;
		if (client.action == CLIENT_BOOT && !client.menu)
			look_at(&a);
		a.client = &entry;
		for (at = 0; client_menu_next(&client, &at, &entry) == 1;)
			look_at(&a);
	}
}

void
check_answers_free(struct check *c)
{
	tdestroy(c->answers, free);
	c->answers = NULL;
}
