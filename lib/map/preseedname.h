/*
 * The names under which a client's preseed is asked for, or other answers that go
 * behind its initrd: these have .answers, and a name of their own. Pure.
 *
 *	INITRD/01-MAC.preseed	the initrd, and behind it an archive with
 *				/preseed.cfg: one file for loaders that take
 *				one; boot.preseed where no MAC is known
 *	IMAGE/01-MAC.preseed	the archive alone, for a kernel without initrd
 *	preseed.cfg		the text: also in the image's folder, in that
 *				which the installer makes up
 *				(d-i/CODENAME), and under its own path
 *
 * The MAC address in a name says who asks if nothing else does, as in the names
 * that loaders make up. Otherwise it is ignored.
 */
#ifndef PRESEEDNAME_H
#define PRESEEDNAME_H

#include "map/client.h"

enum preseed_part {
	PRESEED_NOTHING,
	PRESEED_AS_TEXT,
	PRESEED_AS_INITRD,
	/* Only of answersname.h. */
	PRESEED_AS_IT_IS,	/* the file, not filled */
	PRESEED_MADE,		/* there is no file: meta-data and the like */
	PRESEED_OF_ANOTHER	/* the folder of another client's answers */
};

struct preseed_wanted {
	enum preseed_part part;
	enum answers_kind kind;
	char text[CLIENT_PATH_SIZE];	/* the file, from the boot root */
	char initrd[CLIENT_PATH_SIZE];	/* what it is appended to; "": none */
	/* Of who boots it, in a menu of its image. */
	enum client_once once;
	int of_menu;
	const char *image, *http;	/* in the map; NULL */
	struct in_addr server;
	int has_server;
};

/* PRESEED_NOTHING, of who boots it, and of no file. */
void preseed_begin(const struct client *c, struct preseed_wanted *w);

/*
 * What a cleaned path, without a leading "/", asks for. PRESEED_NOTHING: the
 * name is another, or the client has no preseed. With boot=menu it is that of
 * the image whose folder or initrd the name begins with.
 */
void preseed_for_name(const struct client *c, const char *path,
    struct preseed_wanted *w);

/*
 * The last initrd as the client's loader is to ask for it, without a leading
 * "/". 0; -1: it does not fit.
 */
int preseed_initrd_name(const struct client *c, char buf[CLIENT_PATH_SIZE]);

#endif
