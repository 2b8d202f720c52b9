/*
 * The map's records in their order, then what else the folder has.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/log.h"
#include "done/donename.h"
#include "file/folderscan.h"
#include "file/system.h"
#include "map/identify.h"
#include "map/once.h"
#include "mkbootroot/donelist.h"
#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/mapkeys.h"
#include "mkbootroot/text/maptext.h"

/* "web1 52:54:00:12:34:56: armed" */
static void
print_client(const struct done *d, const struct client *c)
{
	char key[KEY_TEXT_SIZE], text[EXPLAIN_ONCE_SIZE];

	printf("%s %s: %s\n", c->name == NULL ? "-" : c->name,
	    key_text(c->once_key, c->once_key_n, key, sizeof(key)),
	    explain_done_text(d, c, text, sizeof(text)));
}

/* 0; -1: the map is corrupt. */
static int
list_record(const struct map *m, const struct done *d,
    const unsigned char *key, size_t n)
{
	struct who who = { .has_mac = 0 };
	struct client c;

	client_by_key(key, n, &who);
	if (client_find(m, &who, &c) == -1)
		return -1;
	if (once_matters(&c))
		print_client(d, &c);
	return 0;
}

static int
list_map(struct map *m, const struct done *d)
{
	struct mapkeys keys = { .key = NULL };
	int more;

	while ((more = mapkeys_next(m, &keys)) == 1)
		if (map_key_is(keys.key[0], KEY_MACHINE) &&
		    list_record(m, d, keys.key, keys.n) == -1)
			return -1;
	return more;
}

/* Who a file of the folder is of; 0: nobody. */
static int
is_of(const char *name, struct who *who)
{
	unsigned char key[MAP_KEY_MAX];
	char same[DONENAME_SIZE];
	size_t n;

	if (!identify_name(name, who))
		return 0;
	n = who->has_mac ? map_key(key, MAP_KEY_MAC, who->mac, 6) :
	    map_key(key, MAP_KEY_UUID, who->uuid, 16);
	return done_name(key, n, same) == 0 && strcmp(same, name) == 0;
}

/*
 * A file of the folder whose client is not among the lines above: it has no line of
 * its own, or boots nothing once any more.
 */
static int
list_file(const struct map *m, const struct done *d, const char *name)
{
	char own[DONENAME_SIZE], shown[LOG_VISIBLE_SIZE(NAME_MAX)];
	struct who who = { .has_mac = 0 };
	struct client c;
	int found;

	if (!is_of(name, &who)) {
		printf("- %s: is of no client\n", log_visible(shown,
		    sizeof(shown), name, strlen(name)));
		return 0;
	}
	if ((found = client_find(m, &who, &c)) == -1)
		return -1;
	if (found == 0 || !once_matters(&c))
		printf("%s %s: boots nothing once\n", found == 1 &&
		    c.name != NULL ? c.name : "-", name);
	else if (!client_is_own(&c) && done_name(c.once_key, c.once_key_n,
	    own) == 0 && strcmp(own, name) == 0)
		print_client(d, &c);
	return 0;
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* 0; -1: the map is corrupt; -2: errno. */
static int
list_folder(const struct map *m, const struct done *d)
{
	struct dirent **list;
	int code = 0, n;

	if (d->fd == -1 || (n = folder_scan(d->fd, &list, is_visible)) == -1)
		return -2;
	for (int i = 0; i < n; i++) {
		if (code == 0)
			code = list_file(m, d, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return code;
}

int
donelist(const struct options *o)
{
	struct map m = { .fd = -1 };
	struct done d;
	int code, error;

	if (options_map(o, &m) != 0)
		return 1;
	error = done_open(&d, o->done) == -1 ? errno : 0;
	/* Who asks need not be able to write there. */
	d.writes = 0;
	if ((code = list_map(&m, &d)) == 0) {
		errno = error;
		code = list_folder(&m, &d);
	}
	if (code == -2)
		code = system_say("cannot read folder", o->done);
	if (code == -1)
		code = options_map_is_corrupt(o);
	done_close(&d);
	map_close(&m);
	return code;
}
