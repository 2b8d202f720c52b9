/*
 * Whether clients have what their answers want: values for the variables, HTTP to
 * ask by, a MAC address to be known by, and a kernel that is told.
 */
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/answers.h"
#include "mkbootroot/answers/answerscheck.h"
#include "mkbootroot/answers/answersplain.h"
#include "mkbootroot/check/mapanswers.h"

/* What is looked at: a line, and a client that it makes. */
struct asking {
	struct check *c;
	struct mapentry *e;
	const struct client *client;
	unsigned missing;	/* what it has not, see check_missing_of() */
};

static void
compare(const struct asking *a, const struct answers_file *f)
{
	const char *what;

	for (unsigned v = 1; v <= VARIABLE_DONE; v *= 2)
		if ((f->read.uses & v) != 0 && (what = check_missing(
		    (enum variable)v, a->missing)) != NULL)
			mapanswers_say(a->c, a->e, "answers %s:%u: %s, and %s",
			    f->path,
			    f->read.line[answersread_place((enum variable)v)],
			    variable_name((enum variable)v), what);
}

/*
 * Values that the language of a text takes for something else: a name without quotes
 * in YAML, and in URLs what the map lets through, and XML and shells have for their
 * own.
 */
static void
look_at_values(const struct asking *a, const struct answers_file *f,
    enum answers_kind kind)
{
	const unsigned urls = VARIABLE_HTTP | VARIABLE_IMAGE | VARIABLE_ANSWERS,
	    xml = ANSWERS_BIT(ANSWERS_AUTOYAST) | ANSWERS_BIT(ANSWERS_UNATTEND),
	    quoted = ANSWERS_BIT(ANSWERS_AGAMA) | ANSWERS_BIT(ANSWERS_PROXMOX) |
	    ANSWERS_BIT(ANSWERS_IGNITION);
	const char *what = f->read.name_alone == 0 || a->client->name == NULL ?
	    NULL : answers_plain(a->client->name), *odd;
	enum variable v;

	if (what != NULL)
		mapanswers_say(a->c, a->e, "answers %s:%u: YAML takes %s, which "
		    "@name@ stands for, for %s: write \"@name@\"", f->path,
		    f->read.name_alone, a->client->name, what);
	odd = a->client->http == NULL || quoted & ANSWERS_BIT(kind) ? NULL :
	    strpbrk(a->client->http, "&<>()|*`");
	if (odd == NULL || (f->read.uses & urls) == 0)
		return;
	for (v = VARIABLE_HTTP; (f->read.uses & v & urls) == 0;)
		v = (enum variable)(v << 1);
	if (xml & ANSWERS_BIT(kind) && strpbrk(a->client->http, "&<") != NULL)
		mapanswers_say(a->c, a->e, "answers %s:%u: %s, and http= has & "
		    "or <, which XML takes for its own", f->path,
		    f->read.line[answersread_place(v)], variable_name(v));
	else if (!(xml & ANSWERS_BIT(kind)))
		mistake_warn(a->c->mistakes, a->e->line, "answers %s:%u: %s, "
		    "and http= has %c, which shells take for their own: "
		    "put it into quotes", f->path,
		    f->read.line[answersread_place(v)], variable_name(v), *odd);
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
	else if (!a->client->has_mac)
		mapanswers_say(a->c, a->e, "answers %s: they are asked for by "
		    "the MAC address, and the line has no mac=", path);
}

/*
 * Whether the medium of the image has its installer ask by HTTP: pve-installer's
 * proxmox-fetch-answer reads the mode in this file, and nothing else.
 */
static int
is_prepared(const struct asking *a)
{
	char path[MAP_NAME_MAX + sizeof("/auto-installer-mode.toml")];
	char text[65536];
	ssize_t n = -1;
	int fd;

	if (a->client->image == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/auto-installer-mode.toml",
	    a->client->image);
	fd = beneath_open(a->c->rootfd, path, O_RDONLY | O_NONBLOCK);
	if (fd != -1) {
		n = read(fd, text, sizeof(text));
		close(fd);
	}
	return n > 0 && answers_toml_is(text, (size_t)n, "mode", "http");
}

/* What their installers do not do by themselves. */
static void
look_at_kind(const struct asking *a, enum answers_kind kind, const char *path)
{
	if (kind == ANSWERS_PROXMOX && !is_prepared(a))
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: Proxmox's "
		    "installer takes their URL from its medium: import an ISO "
		    "of proxmox-auto-install-assistant prepare-iso --fetch-from "
		    "http --url http://SERVER/answer.toml", path);
	else if (kind == ANSWERS_ALPINE)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: nothing "
		    "asks for them by itself: setup-alpine -f URL does",
		    path);
	else if (kind == ANSWERS_UNATTEND)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: no "
		    "argument leads Windows Setup to them: what starts it "
		    "has to: setup.exe /unattend:FILE", path);
}

/* The kinds by their words, in the order of their numbers: "a or b". */
static void
kinds_text(unsigned kinds, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (int k = 0; k < ANSWERS_KINDS && n < size; k++)
		if (kinds & ANSWERS_BIT(k))
			n += (size_t)snprintf(buf + n, size - n, "%s%s",
			    n > 0 ? " or " : "",
			    answers_word((enum answers_kind)k));
}

/* Answers of one installer, for a medium that has another: said once for each image. */
static void
look_at_medium(const struct asking *a, enum answers_kind kind, const char *path)
{
	const unsigned beside = ANSWERS_BIT(ANSWERS_META_DATA) |
	    ANSWERS_BIT(ANSWERS_VENDOR_DATA) |
	    ANSWERS_BIT(ANSWERS_NETWORK_CONFIG) | ANSWERS_BIT(ANSWERS_FILE);
	struct image_use *u = a->client->image == NULL ? NULL :
	    check_image(a->c, a->client->image);
	const struct medium *m = u == NULL ? NULL : u->found.medium.medium;
	char takes[128];

	if (m == NULL || m->answers == 0 || u->answers_said ||
	    !a->client->kernel_found ||
	    ((m->answers | beside) & ANSWERS_BIT(kind)) != 0)
		return;
	u->answers_said = 1;
	kinds_text(m->answers, takes, sizeof(takes));
	mistake_warn(a->c->mistakes, a->e->line, "answers %s are %s, and image "
	    "%s is %s, which takes %s", path, answers_word(kind), u->name,
	    m->title, takes);
}

/* One client, or one image of its menu. */
static void
look_at(struct asking *a, const struct client *c)
{
	const struct answers_file *f;
	char path[CLIENT_PATH_SIZE];
	enum answers_kind kind;
	const char *text;
	struct field mboot;
	int says_done = variable_in(c->args, strlen(c->args), VARIABLE_DONE);
	int any = 0;

	a->client = c;
	a->missing = check_missing_of(a->c, a->e, c);
	for (size_t i = 0; i < c->answers_n; i++) {
		kind = answers_take(c->answers[i], &text);
		if ((f = file_of(a, text, path)) == NULL)
			continue;
		any = 1;
		says_done |= f->read.says_done;
		look_at_way(a, path);
		compare(a, f);
		look_at_values(a, f, kind);
		look_at_kind(a, kind, path);
		look_at_medium(a, kind, path);
	}
	if (c->preseed != NULL &&
	    (f = file_of(a, c->preseed, path)) != NULL) {
		any = 1;
		/* A preseed says it by itself. */
		says_done |= f->read.says_done ||
		    c->preseed_kind == ANSWERS_PRESEED;
		compare(a, f);
		look_at_values(a, f, c->preseed_kind);
		look_at_medium(a, c->preseed_kind, path);
	}
	if (!any)
		return;
	if (c->kernel == NULL && !record_field(&c->image_record, FIELD_MBOOT,
	    &mboot))
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: image %s "
		    "has no known kernel, so nothing boots with them",
		    path, c->image == NULL ? "-" : c->image);
	else if (c->once == ONCE_DONE && !says_done)
		mistake_warn(a->c->mistakes, a->e->line, "answers %s: once, "
		    "but @done@ is not in them, so the client is never done", path);
}

/*
 * Whether a line is of clients that are looked at by it. Each client of a group has a
 * line of its own; who has none may be on a net that says something.
 */
static int
is_of_clients(const struct check *c, const struct mapentry *e)
{
	const unsigned char letter = *entry_key(c->text, e);

	return map_key_is(letter, KEY_CLIENTS) || (letter == MAP_KEY_NET &&
	    (check_is_client(c, e) || entry_has(e, FIELD_ANSWERS)));
}

/* The client of the line, on the net that it is taken to be on. */
static void
look_at_line(struct asking *a, const struct map *m)
{
	struct check *c = a->c;
	const char *image = check_image_of(c, a->e);
	struct client client, entry;
	size_t at;

	check_client(c, m, a->e, image == NULL ? NULL : check_image(c, image),
	    &client);
	if (client.answers_n == 0 && client.preseed == NULL && !client.menu)
		return;
	check_exact(c, m, a->e, &client);
	if (client.action == CLIENT_BOOT && !client.menu)
		look_at(a, &client);
	for (at = 0; client_menu_next(&client, &at, &entry) == 1;)
		look_at(a, &entry);
}

void
check_answers_clients(struct check *c, const struct map *m)
{
	struct asking a = {.c = c};
	size_t at, i;

	for (i = 0; c->has_answers && i < c->text->n; i++) {
		a.e = &c->text->entry[i];
		for (at = 0; check_next_net(c, a.e, &at);)
			if (!a.e->bad && is_of_clients(c, a.e))
				look_at_line(&a, m);
		c->on_net = NULL;
	}
}

static void
free_file(void *p)
{
	struct answers_file *f = p;

	free(f->end);
	free(f);
}

void
check_answers_free(struct check *c)
{
	tdestroy(c->answers, free_file);
	c->answers = NULL;
}
