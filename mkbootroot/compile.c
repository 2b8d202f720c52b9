/*
 * What is done with a compiled map: it is put in place, compared with the one in
 * place, or used.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/replace.h"
#include "mkbootroot/check/rootcheck.h"
#include "mkbootroot/check/rootwalk.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/compilerun.h"
#include "mkbootroot/donefolder.h"
#include "mkbootroot/doneshared.h"
#include "net/rival.h"

#define TFTP_PORT 69

static int
compile_dry(struct run *r)
{
	int code = run_all(r, -1);

	if (code == 0)
		run_summary(r, " (nothing written)");
	return code;
}

/* The lock first: who reads the text last also writes last. Exit code. */
static int
compile_locked(struct run *r)
{
	const struct options *o = r->o;
	struct replace w;
	pid_t holder;
	int code, makes_folder;

	if (replace_begin(&w, AT_FDCWD, o->map, &holder) == -1) {
		if (errno == ENOENT) {
			warnx("cannot write map %s: %s; make its folder",
			    o->map, strerror(errno));
			return 1;
		}
		if (errno != EAGAIN)
			return run_say("write map", o->map);
		warnx("cannot write map %s: process %ld is writing it", o->map,
		    (long)holder);
		return 111;
	}
	code = run_all(r, w.fd);
	if (code == 0 && o->keeps_clients && run_loses_clients(r)) {
		warnx("the text has no client and no default, but map %s has: "
		    "the map stays as it is",
		    o->map);
		code = 1;
	}
	makes_folder = code == 0 && r->check.has_once &&
	    donefolder_is_wanted(o);
	if (code != 0)
		replace_abort(&w);
	else if (replace_commit(&w) == -1)
		code = run_say("write map", o->map);
	else
		run_summary(r, "");
	if (code == 0 && makes_folder)
		donefolder_make(o);
	else if (code == 0 && r->check.has_once)
		donefolder_mark(o);
	/* Also with -q, and for a folder that was just made. */
	if (code == 0 && r->check.has_once && o->is_done_meant)
		(void)doneshared_say(o, r->check.has_once_servers,
		    "warning: ");
	return code;
}

int
compile(const struct options *o)
{
	int code;
	struct run *r = run_begin(o, &code);

	if (r == NULL)
		return code;
	code = o->dry ? compile_dry(r) : compile_locked(r);
	run_say_unchanged(r);
	run_end(r);
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

/*
 * Who asks for a file gets that of one of two servers, and nothing else says so. Not
 * for a map that is for another host.
 */
static void
check_port(const struct options *o)
{
	if (!o->quiet && o->is_done_meant && rival_is_there(TFTP_PORT))
		warnx("warning: UDP port %d is bound twice, and a request "
		    "reaches one of the two programs alone; ss -ulnp says which",
		    TFTP_PORT);
}

int
compile_check(const struct options *o)
{
	struct map m = { .fd = -1 };
	int code, root_code, folder_code;
	struct run *r = run_begin(o, &code);

	if (r == NULL)
		return code;
	root_code = root_check(r->rootfd, o);
	check_port(o);
	code = run_all(r, -1);
	if (options_map(o, &m) != 0) {
		code = code == 0 ? 1 : code;
	} else {
		code = code != 0 ? code : check_map_mode(o, &m);
		map_close(&m);
		if (code == 0 && !is_current(o, r->fd)) {
			warnx("map %s is not what %s says: run mkbootroot",
			    o->map, run_text_name(o));
			code = 1;
		}
	}
	if (r->check.has_once && (folder_code = donefolder_check(o)) != 0)
		code = code != 0 ? code : folder_code;
	if (r->check.has_once && doneshared_say(o, r->check.has_once_servers,
	    "") && code == 0)
		code = 1;
	if (code == 0 && root_code == 0)
		run_summary(r, ", up to date");
	run_end(r);
	return code != 0 ? code : root_code;
}

int
compile_use(const struct options *o, int (*use)(const struct mapfile *,
    const struct map *, struct mistakes *, const void *), const void *with)
{
	struct mistakes more = { 0 };
	struct map m = { .fd = -1 };
	int code;
	struct run *r = run_begin(o, &code);

	if (r == NULL)
		return code;
	if ((code = run_all(r, -1)) == 0) {
		m.fd = r->fd;
		if (cdb_init(&m.cdb, m.fd) == -1) {
			code = run_say("read", "the map in memory");
		} else {
			more.origins = r->mistakes.origins;
			code = use(&r->text, &m, &more, with);
			mistakes_print(&more, run_text_name(o), !o->quiet,
			    stderr);
			mistakes_free(&more);
			cdb_free(&m.cdb);
		}
	}
	run_end(r);
	return code;
}
