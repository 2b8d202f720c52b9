/*
 * Reads a map again and again while it is replaced.
 *
 *	reader MAP OPENS CHANGES [BEATS]
 *
 * The map has clients 52:54:00:00:00:00 and so on, each named by its map,
 * such as "old-0" and "new-0". Each time the map is opened as a whole, as
 * mkbootroot does, and refreshed, as the servers do; every client has to be
 * there, and all of them of one map; also in the map that was opened before, when
 * it has another one's place.
 * Ends when it was opened so often and seen to change so often; 1: it was not
 * one whole map, which is said. The pipe BEATS gets an empty line each BEAT times,
 * so that who replaces the map keeps pace.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "map/client.h"
#include "map/map.h"

#define CLIENTS 50
#define BEAT 40

/* All of one map: *letter is the first of its clients' names. */
static void
read_all(const struct map *m, const char *how, char *letter)
{
	struct client c;
	char want[32];

	for (unsigned char i = 0; i < CLIENTS; i++) {
		struct who who = {.mac = {0x52, 0x54, 0, 0, 0, i},
		    .has_mac = 1};

		if (client_find(m, &who, &c) != 1 || c.name == NULL)
			errx(1, "%s: client %d is missing", how, i);
		if (i == 0)
			*letter = c.name[0];
		snprintf(want, sizeof(want), "%s-%d",
		    *letter == 'o' ? "old" : "new", i);
		if (strcmp(c.name, want) != 0)
			errx(1, "%s: client %d is %s", how, i, c.name);
	}
}

int
main(int argc, char **argv)
{
	struct map kept = {.fd = -1}, before = {.fd = -1}, m;
	const char *path, *reason;
	char now, last = 0;
	long opens = 0, changes = 0, known = 0, taken = 0;
	int changed, beats = -1;

	if (argc != 4 && argc != 5)
		errx(2, "usage: reader map opens changes [beats]");
	if (argc == 5 && (beats = open(argv[4], O_WRONLY)) == -1)
		err(1, "%s", argv[4]);
	path = argv[1];
	while (opens < atol(argv[2]) || changes < atol(argv[3])) {
		if ((reason = map_open(&m, AT_FDCWD, path)) != NULL)
			errx(1, "open %ld: %s", opens, reason);
		read_all(&m, "opened", &now);
		opens++;
		if (beats != -1 && opens % BEAT == 0 && write(beats, "\n", 1) != 1)
			err(1, "%s", argv[4]);
		changes += now != last;
		last = now;
		if (before.fd != -1 && changes != known)
			read_all(&before, "opened before", &now);
		known = changes;
		map_close(&before);
		before = m;
		if ((reason = map_refresh(&kept, AT_FDCWD, path, &changed)) !=
		    NULL)
			errx(1, "refresh %ld: %s", opens, reason);
		if (changed)
			read_all(&kept, "refreshed", &now);
		taken += changed;
	}
	printf("%ld opens, %ld changes, %ld refreshed\n", opens, changes,
	    taken);
	return 0;
}
