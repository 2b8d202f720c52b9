/*
 * What a client sees under a name, and where it comes from: the one answer, for
 * the servers that send it and for explain, which tells how it was found.
 */
#ifndef SEEN_H
#define SEEN_H

#include "view/bootfile.h"
#include "view/permission.h"
#include "view/preseedfile.h"
#include "view/viewasked.h"

/* What was wrong with the name, and passed over. */
enum seen_odd {
	SEEN_AS_ASKED,
	SEEN_GARBAGE,		/* what firmware has put behind it */
	SEEN_LABEL,		/* it stands for the second stage of a shim */
	SEEN_ODDS
};

/* What is written for each request comes first, and on few pages. */
struct seen {
	enum view_verdict verdict;
	struct view_why why;	/* unless the verdict is VIEW_OPEN */
	enum view_place place;	/* where it was found, or could not be opened;
				   VIEW_NOWHERE, too: the name is refused,
				   or stands for another file */
	enum seen_odd odd;
	int is_other;		/* path is not what the name says */
	enum config_language language;	/* of a text that was made, or */
	int is_preseed;			/* a preseed, or other answers:
					   wanted. */
	int says_done;			/* the answer to who is done: what it
					   says is not written yet */
	struct view_made made;
	struct bootfile file;
	struct field elsewhere;	/* the map's word, of VIEW_ELSEWHERE */
	char found[VIEW_PATH_SIZE];	/* the file that was opened, or could
					   not be; "": none, or a text */
	char path[VIEW_PATH_SIZE];	/* what was looked for */
	char missing[PERMISSION_TEXT_SIZE];	/* of VIEW_UNREADABLE */
	struct preseed_wanted wanted;
};

/* Nothing: what was there before is forgotten. */
void seen_begin(struct seen *s);

/*
 * Opens what is asked for; *s is for seen_close(), whatever the verdict. A name
 * that is nowhere is tried once more without what firmware has put behind it, and
 * as a label of a boot entry that a shim takes for its second stage.
 */
void seen_open(const struct view_asked *q, struct seen *s);

void seen_close(struct seen *s);

/* Whether it was not looked for: the name, or a remap line, forbids it. */
int seen_name_is_refused(const struct seen *s);

/*
 * "PXELINUX", "GRUB", "iPXE", "preseed" or other answers, "done"; NULL: a file is sent as
 * it is.
 */
const char *seen_generated(const struct seen *s);

/* The log's word, "garbage-behind-name"; NULL: nothing was odd. */
const char *seen_odd_text(enum seen_odd odd);

#endif
