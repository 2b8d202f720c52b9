/*
 * What is asked for, by whom, of which boot root; and how who answers it may be
 * followed, step by step.
 */
#ifndef VIEWASKED_H
#define VIEWASKED_H

#include "map/client.h"
#include "view/view.h"

enum view_step_kind {
	VIEW_REMAPPED,		/* a remap line applies: path is what is left,
				   or why refuses it */
	VIEW_ROOT_CUT,		/* the boot root's own path is taken off */
	VIEW_TRIED,		/* a path is not what is sent: why. One that is
				   not absent ends the search. "": what is
				   made for the client has no path */
	VIEW_ONCE_MORE,		/* nowhere; what is behind path is left away, */
	VIEW_NAME_REFUSED	/* and such a name is refused: why */
};

struct view_step {
	enum view_step_kind kind;
	const char *path;
	unsigned rule;		/* of VIEW_REMAPPED, from 1, */
	struct field from;	/* and its pattern */
	enum view_place place;	/* of VIEW_TRIED, */
	enum view_verdict verdict;
	const struct view_why *why;	/* and of others; never NULL */
	const char *missing;	/* of VIEW_UNREADABLE, see permission.h */
};

struct view_asked {
	const struct map *map;		/* its remap lines; NULL: none */
	const struct client *client;	/* NULL: nothing is known of it */
	const char *name;		/* as it was asked for */
	const char *upload_folder;	/* it is written, beneath this; NULL */
	const char *root_path;
	int root_fd;			/* -1: the boot root is not there */
	struct config_way way;		/* how it reaches us */
	/*
	 * The shim that the client was sent last; only looked for where a name
	 * may be of that. NULL: nobody remembers.
	 */
	const char *(*shim)(void *of);
	/*
	 * The client once more, where another path is looked for: that may say
	 * who asks. 0: it may not be told what it would see. NULL: it is known.
	 */
	int (*again)(void *of, const char *path, const struct client **c);
	/* Is told each step, in their order; NULL: nobody wants to know. */
	void (*step)(void *of, const struct view_step *step);
	void *of;			/* what these are given */
};

#endif
