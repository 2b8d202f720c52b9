/*
 * A preseed, or other answers, that are asked for: read from the boot root, filled for the client,
 * ended with saying done if the client has to, and sent as it is or in an archive
 * behind the initrd.
 */
#ifndef PRESEEDFILE_H
#define PRESEEDFILE_H

#include "config/config.h"
#include "map/client.h"
#include "map/preseedname.h"
#include "view/bootfile.h"

/* What is made for a client. */
struct view_made {
	char *bytes;		/* a segment, to be freed; NULL: nothing */
	const char *text;	/* the text in it, as a person reads it */
	size_t text_n;
};

/*
 * Opens what is wanted into *b, which is empty. *made is its last
 * segment, for the caller to free, also after a failure; *found is the file
 * that the answer is about, and lies in *w. Never VIEW_ABSENT: nothing
 * else may be sent in its place, least of all an initrd without it.
 */
enum view_verdict preseedfile_open(struct bootfile *b, int root_fd,
    const struct client *c, const struct preseed_wanted *w,
    const struct config_way *way, struct view_made *made, const char **found,
    struct view_why *why);

#endif
