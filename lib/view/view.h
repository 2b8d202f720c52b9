/*
 * What a client sees under a name: its generated configuration or its preseed,
 * then its image (but first the image loaders for what shim loads next, if its
 * shim is from there), then the folders of its boot files, then the boot root, then the
 * image loaders; and where case does not count, its image once more. Pure.
 */
#ifndef VIEW_H
#define VIEW_H

#include <stddef.h>

#include "config/config.h"
#include "map/client.h"
#include "map/preseedname.h"
#include "view/viewreason.h"

#define VIEW_PATH_SIZE 2048
#define VIEW_MAX 27

enum view_place {
	VIEW_NOWHERE, VIEW_GENERATED, VIEW_BESIDE_SHIM, VIEW_IN_IMAGE,
	VIEW_BESIDE_BOOT_FILE, VIEW_IN_ROOT, VIEW_IN_LOADERS,
	VIEW_IN_IMAGE_NOCASE
};

/* One place where the name is looked for. */
struct candidate {
	enum config_language config;	/* CONFIG_NONE: a file, or */
	int preseed;			/* what view.preseed says */
	char path[VIEW_PATH_SIZE];	/* of a file, from the boot root */
	size_t nocase;			/* bytes of path behind which case does
					   not count, see nocase.h; 0: it
					   does */
	enum view_place place;
};

struct view {
	struct candidate candidate[VIEW_MAX];
	size_t n;
	struct preseed_wanted preseed;
};

/*
 * The name without the boot root's own path, "/x" for "/srv/tftp/x", as servers
 * took it that did not lock themselves into the root; any other name as it is.
 */
const char *view_beneath(const char *root, const char *name);

/*
 * The name as a path beneath the boot root: backslashes are slashes (Windows
 * writes them); slashes at the beginning, doubled ones and "." are taken away
 * (installers and shim write them).
 * Why it is refused, or VIEW_NO_REASON: ".." and names that are too long or
 * name a folder are never tried. path is "" then, but for that of a folder.
 */
enum view_reason view_clean(const char *name, char path[VIEW_PATH_SIZE]);

/*
 * The path that a client writes: what begins with the path of the upload
 * folder, which is cleaned, is taken as it is; anything else is placed
 * beneath it. Why it is refused, or VIEW_NO_REASON: as by view_clean(),
 * and files whose name begins with a dot.
 */
enum view_reason view_upload(const char *folder, const char *name,
    char path[VIEW_PATH_SIZE]);

/*
 * The candidates for a cleaned path, in order and each once; of by_http, see loader.h. name is the name
 * as it was asked for: with a backslash, or for a client with quirk=nocase,
 * its image is searched without regard to case when all else was absent. c may
 * be NULL: a client of whom nothing is known sees the boot root.
 */
void view_candidates(const struct client *c, const char *name,
    const char *path, int by_http, struct view *v);

/*
 * Whether a cleaned path is a boot file of the client on a server of its own,
 * which was not asked: *f is its word. c may be NULL.
 */
int view_elsewhere(const struct client *c, const char *path, struct field *f);

#endif
