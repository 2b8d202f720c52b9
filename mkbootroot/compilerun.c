/*
 * From the text to the map: read, check, build, try.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file/system.h"
#include "mkbootroot/check/mapwrite.h"
#include "mkbootroot/compilerun.h"
#include "mkbootroot/mapkeys.h"
#include "mkbootroot/text/textfile.h"

const char *
run_text_name(const struct options *o)
{
	return textfile_name(o->text);
}

int
run_say(const char *what, const char *object)
{
	int error = errno;

	warnx("cannot %s %s: %s", what, object, error == EFBIG ?
	    "it is larger than the 4 GiB of a cdb file" : system_reason(error));
	return system_exit_code(error);
}

struct run *
run_begin(const struct options *o, int *code)
{
	struct run *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		*code = run_say("begin", "with this little memory");
		return NULL;
	}
	r->o = o;
	r->fd = r->own = -1;
	if ((r->rootfd = root_open(o)) == -1) {
		*code = system_exit_code(errno);
		free(r);
		return NULL;
	}
	return r;
}

void
run_end(struct run *r)
{
	check_free(&r->check);
	mapfile_free(&r->text);
	clients_read_free(&r->source);
	mistakes_free(&r->mistakes);
	close(r->rootfd);
	if (r->own != -1)
		close(r->own);
	free(r);
}

/* Files that are left out are named, because they may be meant. */
static void
say_unread(const struct run *r)
{
	if (r->source.unread == 0 || r->o->quiet)
		return;
	if (r->source.unread == 1)
		warnx("warning: %s/%s is not read: its name does not end with "
		    CLIENTS_SUFFIX, r->o->text, r->source.first_unread);
	else
		warnx("warning: %s/%s and %zu more are not read: their "
		    "names do not end with " CLIENTS_SUFFIX, r->o->text,
		    r->source.first_unread, r->source.unread - 1);
}

/* Reads and parses the text. Exit code. */
static int
read_text(struct run *r)
{
	int code = 0;

	mapfile_begin(&r->text, &r->mistakes);
	r->mistakes.origins = r->o->origins != NULL ? r->o->origins :
	    &r->source.origins;
	if (clients_read(&r->source, &r->text, r->o->text) == -1) {
		/* Not one of a folder's files, which may just have gone. */
		if (errno == ENOENT && !r->source.is_empty &&
		    strcmp(r->source.object, r->o->text) == 0) {
			warnx("cannot read %s: %s; write a line for each "
			    "machine, see clients(5)", r->o->text,
			    strerror(errno));
			return 1;
		}
		if (!r->source.is_empty)
			return run_say(r->source.verb, r->source.object);
		warnx("cannot read %s: no name in it ends with "
		    CLIENTS_SUFFIX, r->o->text);
		code = 1;
	}
	say_unread(r);
	return code;
}

/* Builds the map in r->fd and tries what its clients would be sent. */
static int
build(struct run *r)
{
	struct map m = { .fd = r->fd };

	if (map_build(r->fd, &r->text, &r->check) == -1)
		return run_say("write map", r->o->map);
	/* Not map_open(): closing that would give the writer's lock away. */
	if (cdb_init(&m.cdb, m.fd) == -1)
		return run_say("read map", r->o->map);
	check_configurations(&r->check, &m);
	check_once(&r->check, &m);
	check_media(&r->check, &m);
	cdb_free(&m.cdb);
	return 0;
}

/* Reads the text and checks what it names. Exit code. */
static int
read_and_check(struct run *r)
{
	int code = read_text(r);

	if (code == 0 && check_names(&r->check, r->rootfd, &r->text,
	    &r->mistakes) == -1)
		code = run_say("search boot root", r->o->root);
	return code;
}

static int
is_who(unsigned char letter)
{
	return map_key_is(letter, KEY_MACHINE) || letter == MAP_KEY_PREFIX ||
	    letter == MAP_KEY_DEFAULT;
}

int
run_all(struct run *r, int fd)
{
	int code;

	r->fd = fd;
	code = read_and_check(r);
	if (code == 0 && (fd == -1 || r->mistakes.errors > 0)) {
		r->fd = r->own = memfd_create("clients.cdb", MFD_CLOEXEC);
		if (r->own == -1)
			code = run_say("make", "a map in memory");
	}
	if (code == 0)
		code = build(r);
	mistakes_print(&r->mistakes, run_text_name(r->o), !r->o->quiet, stderr);
	if (code == 0 && r->mistakes.errors > 0)
		code = 1;
	return code;
}

/* Whether a record of the map in place is of a client, or of all others. */
static int
map_has_clients(const char *path)
{
	struct map m = { .fd = -1 };
	struct mapkeys keys = { .key = NULL };
	int any = 0;

	if (map_open(&m, AT_FDCWD, path) != NULL)
		return 0;
	while (!any && mapkeys_next(&m, &keys) == 1)
		any = is_who(keys.key[0]);
	map_close(&m);
	return any;
}

int
run_loses_clients(const struct run *r)
{
	size_t i;

	for (i = 0; i < r->text.n; i++)
		if (is_who(*entry_key(&r->text, &r->text.entry[i])))
			return 0;
	return map_has_clients(r->o->map);
}

/* How many records are of one client. */
static size_t
count_clients(const struct mapfile *text)
{
	size_t i, n = 0;

	for (i = 0; i < text->n; i++)
		n += map_key_is(*entry_key(text, &text->entry[i]),
		    KEY_MACHINE) != 0;
	return n;
}

void
run_summary(const struct run *r, const char *what)
{
	const struct image_use *u;
	size_t images = 0, clients;

	if (r->o->quiet || (!r->o->verbose && !isatty(STDOUT_FILENO)))
		return;
	for (u = r->check.first; u != NULL; u = u->next) {
		images++;
		if (r->o->verbose)
			image_show(r->rootfd, u->name, stdout);
	}
	clients = count_clients(&r->text);
	printf("%s: %zu client%s, %zu image%s%s\n", r->o->map, clients,
	    clients == 1 ? "" : "s", images, images == 1 ? "" : "s", what);
}

void
run_say_unchanged(const struct run *r)
{
	const size_t n = r->mistakes.errors;

	/* follow says so itself. */
	if (n == 0 || r->o->quiet || r->o->keeps_clients ||
	    (!r->o->verbose && !isatty(STDERR_FILENO)))
		return;
	warnx("%zu mistake%s: the map stays as it is", n, n == 1 ? "" : "s");
}
