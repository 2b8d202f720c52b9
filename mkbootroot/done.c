/*
 * done and again: who is done is said, and taken back, by hand.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "file/system.h"
#include "map/once.h"
#include "mkbootroot/command.h"
#include "mkbootroot/donelist.h"
#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/explain/explainwho.h"

/* What each client's command line argument is for. Exit code; it was said why. */
typedef int act(const struct options *o, const struct done *d,
    const struct client *c, const char *name);

/* "cannot make web1 done: FOLDER: reason". */
static void
say_cannot(const char *verb, const char *name, const char *state,
    const struct done *d, const char *reason)
{
	warnx("cannot %s %s%s: %s: %s", verb, name, state, d->path, reason);
}

static int
make_done(const struct options *o, const struct done *d,
    const struct client *c, const char *name)
{
	char text[EXPLAIN_ONCE_SIZE];
	const char *why;
	int error;

	if (c->once_key_n == 0) {
		warnx("cannot make %s done: its MAC address is not known",
		    name);
		return 1;
	}
	/* A file below what is not mounted is none as soon as it is. */
	if ((why = done_misplaced(d)) != NULL) {
		say_cannot("make", name, " done", d, why);
		return 1;
	}
	if (!o->dry && done_say(d, NULL, c, "hand") == -1) {
		error = errno;
		say_cannot("make", name, " done", d, system_reason(error));
		return system_exit_code(error);
	}
	if (!o->quiet)
		printf("%s: %s\n", name, explain_done_text(d, c, text,
		    sizeof(text)));
	return 0;
}

static int
arm(const struct options *o, const struct done *d, const struct client *c,
    const char *name)
{
	char text[EXPLAIN_ONCE_SIZE];
	const char *why;
	int error;

	if ((why = done_misplaced(d)) != NULL) {
		say_cannot("arm", name, "", d, why);
		return 1;
	}
	if (!o->dry && done_again(d, c) == -1) {
		error = errno;
		say_cannot("arm", name, "", d, system_reason(error));
		return system_exit_code(error);
	}
	if (!o->quiet)
		printf("%s: %s\n", name, explain_done_text(d, c, text,
		    sizeof(text)));
	return 0;
}

/* Exit code; -1: the map is corrupt. */
static int
act_on(const struct options *o, const struct map *m, const struct done *d,
    const char *name, act *a)
{
	struct who who[EXPLAIN_CARDS];
	struct client c;
	int n;

	/* The cards of a name are one client. */
	if ((n = explain_who(m, name, who)) < 1)
		return n == -1 ? -1 : 1;
	if ((n = client_find(m, &who[0], &c)) == -1)
		return -1;
	if (n == 0) {
		warnx("%s is not in the map, and there is no default", name);
		return 1;
	}
	if (!once_matters(&c)) {
		warnx("%s boots nothing once: neither its line nor that of "
		    "its image has the word once", name);
		return 1;
	}
	return a(o, d, &c, name);
}

static int
act_on_all(const struct options *o, int argc, char **argv, act *a)
{
	struct map m = { .fd = -1 };
	struct done d;
	int i, code = 0, one;

	if (options_map(o, &m) != 0)
		return 1;
	if (done_open(&d, o->done) == -1)
		code = system_say("cannot open folder", o->done);
	for (i = 0; i < argc && d.fd != -1 && code != -1; i++)
		if ((one = act_on(o, &m, &d, argv[i], a)) != 0)
			code = one;
	if (code == -1)
		code = options_map_is_corrupt(o);
	done_close(&d);
	map_close(&m);
	return code;
}

int
done(const struct options *o, int argc, char **argv)
{
	return argc == 0 ? donelist(o) : act_on_all(o, argc, argv, make_done);
}

int
again(const struct options *o, int argc, char **argv)
{
	return act_on_all(o, argc, argv, arm);
}
