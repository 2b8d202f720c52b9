/*
 * From the text to the map: read, check, build, try, put in place.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/given.h"
#include "file/replace.h"
#include "file/system.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/check/mapwrite.h"
#include "mkbootroot/check/rootcheck.h"
#include "mkbootroot/check/rootwalk.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/text/mapfile.h"

#define CHUNK 65536

/* Everything that one run holds. */
struct run {
	const struct options *o;
	struct mistakes mistakes;
	struct mapfile text;
	struct check check;
	int rootfd;
	int fd;			/* the map that is built */
};

static const char *
text_name(const struct options *o)
{
	return strcmp(o->text, "-") == 0 ? "stdin" : o->text;
}

static int
say(const char *what, const char *object)
{
	int error = errno;

	warnx("cannot %s %s: %s", what, object, error == EFBIG ?
	    "it is larger than the 4 GiB of a cdb file" : system_reason(error));
	return system_exit_code(error);
}

/* Reads and parses the text. Exit code. */
static int
read_text(struct run *r)
{
	char buf[CHUNK];
	ssize_t n;
	int fd, code = 0;

	mapfile_begin(&r->text, &r->mistakes);
	fd = strcmp(r->o->text, "-") == 0 ? dup(STDIN_FILENO) :
	    given_open(r->o->text);
	if (fd == -1)
		return say("read", text_name(r->o));
	while (code == 0 && (n = read(fd, buf, sizeof(buf))) != 0)
		if (n == -1 && errno != EINTR)
			code = say("read", text_name(r->o));
		else if (n > 0 && mapfile_feed(&r->text, buf, (size_t)n) ==
		    -1)
			code = say("keep", text_name(r->o));
	if (code == 0 && mapfile_end(&r->text) == -1)
		code = say("keep", text_name(r->o));
	close(fd);
	return code;
}

/* Builds the map in r->fd and tries what its clients would be sent. */
static int
build(struct run *r)
{
	struct map m = { .fd = r->fd };

	if (map_build(r->fd, &r->text, &r->check) == -1)
		return say("write map", r->o->map);
	/* Not map_open(): closing that would give the writer's lock away. */
	if (cdb_init(&m.cdb, m.fd) == -1)
		return say("read map", r->o->map);
	check_configurations(&r->check, &m);
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
		code = say("search boot root", r->o->root);
	return code;
}

/*
 * All of it but the writing. fd -1: in memory, as when there are mistakes. What
 * was found wrong is said whatever else happens.
 */
static int
run_all(struct run *r, int fd)
{
	int code, own = -1;

	r->fd = fd;
	code = read_and_check(r);
	if (code == 0 && (fd == -1 || r->mistakes.errors > 0)) {
		r->fd = own = memfd_create("clients.cdb", MFD_CLOEXEC);
		if (own == -1)
			code = say("make", "a map in memory");
	}
	if (code == 0)
		code = build(r);
	mistakes_print(&r->mistakes, text_name(r->o), !r->o->quiet, stderr);
	if (code == 0 && r->mistakes.errors > 0)
		code = 1;
	if (own != -1 && fd != -1)
		close(own);
	return code;
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

static void
summary(const struct run *r, const char *what)
{
	const struct image_use *u;
	size_t images = 0;

	if (r->o->quiet || (!r->o->verbose && !isatty(STDOUT_FILENO)))
		return;
	for (u = r->check.first; u != NULL; u = u->next) {
		images++;
		if (r->o->verbose)
			image_show(r->rootfd, u->name, stdout);
	}
	printf("%s: %zu clients, %zu images%s\n", r->o->map,
	    count_clients(&r->text), images, what);
}

static void
run_free(struct run *r)
{
	check_free(&r->check);
	mapfile_free(&r->text);
	mistakes_free(&r->mistakes);
	close(r->rootfd);
}

static int
compile_dry(struct run *r)
{
	int code = run_all(r, -1);

	if (code == 0)
		summary(r, " (nothing written)");
	return code;
}

int
compile(const struct options *o)
{
	struct run *r = calloc(1, sizeof(*r));
	struct replace w;
	pid_t holder;
	int code;

	if (r == NULL)
		return say("begin", "with this little memory");
	r->o = o;
	if ((r->rootfd = root_open(o)) == -1) {
		code = system_exit_code(errno);
	} else if (o->dry) {
		code = compile_dry(r);
		run_free(r);
	/* The lock first: who reads the text last also writes last. */
	} else if (replace_begin(&w, AT_FDCWD, o->map, &holder) == -1) {
		if (errno == EAGAIN) {
			warnx("cannot write map %s: process %ld is writing "
			    "it", o->map, (long)holder);
			code = 111;
		} else
			code = say("write map", o->map);
		close(r->rootfd);
	} else {
		if ((code = run_all(r, w.fd)) != 0)
			replace_abort(&w);
		else if (replace_commit(&w) == -1)
			code = say("write map", o->map);
		else
			summary(r, "");
		run_free(r);
	}
	free(r);
	return code;
}

/* Whether the file fd has the bytes of the map in place. */
static int
is_current(const struct options *o, int fd)
{
	char a[4096], b[4096];
	int other = open(o->map, O_RDONLY | O_CLOEXEC);
	ssize_t n, m = -1;
	off_t at = 0;

	if (other == -1)
		return 0;
	do {
		n = pread(fd, a, sizeof(a), at);
		m = pread(other, b, sizeof(b), at);
		at += n;
	} while (n > 0 && n == m && memcmp(a, b, (size_t)n) == 0);
	close(other);
	return n == 0 && m == 0;
}

/* Whether everybody may read the map; mends it. Exit code. */
static int
check_map_mode(const struct options *o, const struct map *m)
{
	mode_t mode = m->opened.st_mode & 07777;
	char what[PATH_MAX];

	if (mode & S_IROTH)
		return 0;
	if (o->mend && (o->dry || fchmod(m->fd, mode | 0444) == 0)) {
		snprintf(what, sizeof(what), "map %s", o->map);
		say_mended(o, what, mode, mode | 0444);
		return 0;
	}
	warnx("map %s: not everybody may read it", o->map);
	return 1;
}

int
compile_check(const struct options *o)
{
	struct run *r = calloc(1, sizeof(*r));
	struct map m = { .fd = -1 };
	const char *reason;
	int code, root_code;

	if (r == NULL)
		return say("begin", "with this little memory");
	r->o = o;
	if ((r->rootfd = root_open(o)) == -1) {
		code = system_exit_code(errno);
		free(r);
		return code;
	}
	root_code = root_check(r->rootfd, o);
	code = run_all(r, -1);
	if ((reason = map_open(&m, AT_FDCWD, o->map)) != NULL) {
		warnx("cannot read map %s: %s", o->map, reason);
		code = code == 0 ? 1 : code;
	} else {
		code = code != 0 ? code : check_map_mode(o, &m);
		map_close(&m);
		if (code == 0 && !is_current(o, r->fd)) {
			warnx("map %s is not what %s says: run mkbootroot",
			    o->map, text_name(o));
			code = 1;
		}
	}
	if (r->fd > 0)
		close(r->fd);
	if (code == 0 && root_code == 0)
		summary(r, ", up to date");
	run_free(r);
	free(r);
	return code != 0 ? code : root_code;
}

int
compile_use(const struct options *o, int (*use)(const struct mapfile *,
    const struct map *, struct mistakes *, const void *), const void *with)
{
	struct run *r = calloc(1, sizeof(*r));
	struct mistakes more = { 0 };
	struct map m = { .fd = -1 };
	int code;

	if (r == NULL)
		return say("begin", "with this little memory");
	r->o = o;
	if ((r->rootfd = root_open(o)) == -1) {
		code = system_exit_code(errno);
	} else if ((code = run_all(r, -1)) == 0) {
		m.fd = r->fd;
		if (cdb_init(&m.cdb, m.fd) == -1) {
			code = say("read", "the map in memory");
		} else {
			code = use(&r->text, &m, &more, with);
			mistakes_print(&more, text_name(o), !o->quiet,
			    stderr);
			mistakes_free(&more);
			cdb_free(&m.cdb);
		}
	}
	if (r->rootfd != -1) {
		if (r->fd > 0)
			close(r->fd);
		run_free(r);
	}
	free(r);
	return code;
}
