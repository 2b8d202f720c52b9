/*
 * What the remap lines of a map make of names, each as explain tells it: a line for
 * each name, the last step's text, or the name. To start explain for each of a
 * thousand names takes most of the time.
 *
 *	remap_names MAP ROOT NAME...
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "map/map.h"
#include "view/viewname.h"

static void
keep_step(void *of, const struct view_step *step)
{
	char *text = of;

	if (step->kind == VIEW_REMAPPED)
		snprintf(text, VIEW_PATH_SIZE, "%s",
		    step->why->reason == VIEW_NO_REASON ? step->path :
		    view_why_text(step->why));
}

int
main(int argc, char **argv)
{
	char text[VIEW_PATH_SIZE], path[VIEW_PATH_SIZE];
	const char *reason;
	struct map m;
	int is_other;

	if (argc < 3)
		errx(2, "usage: remap_names map root name...");
	if ((reason = map_open(&m, AT_FDCWD, argv[1])) != NULL)
		errx(1, "cannot read map %s: %s", argv[1], reason);
	for (int i = 3; i < argc; i++) {
		const struct view_asked q = {.map = &m, .root_path = argv[2],
		    .name = argv[i], .step = keep_step, .of = text};

		snprintf(text, sizeof(text), "%s", argv[i]);
		view_name(&q, path, &is_other);
		puts(text);
	}
	map_close(&m);
	return 0;
}
