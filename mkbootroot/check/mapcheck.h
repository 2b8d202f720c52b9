/*
 * The map against the boot root: what it names must be there.
 */
#ifndef MAPCHECK_H
#define MAPCHECK_H

#include <stddef.h>

#include "config/config.h"
#include "map/client.h"
#include "map/variable.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/text/mapfile.h"
#include "mkbootroot/text/mistake.h"

/* An image that the text names, in a line of its own or by boot=. */
struct image_use {
	struct image_use *next;	/* in the order in which they are named */
	const struct mapentry *line;	/* its image line, or NULL */
	struct mapentry *first;	/* the line that names it before others,
				   or NULL */
	int exists;
	int rendered;		/* its configuration was tried */
	int answers_said;	/* that its medium takes other ones */
	int wimboot_said;	/* that a client has no iPXE for it */
	int has_variables;	/* args= of its clients may differ */
	unsigned languages[2];	/* of its loaders: mapconfig's */
	size_t plain_args;	/* args= of up to so many bytes are good,
				   where nothing in them is special */
	struct record record;	/* its record in the map that was built */
	int in_menu;		/* boot=menu offers it */
	int default_said;	/* mapdefault's: a warning is enough */
	int reach_said;		/* mapreach's, the same */
	int http_said;
	int unused_said;
	int medium_said;	/* mapmedium's */
	int kernel_said;
	int loader_said;
	unsigned kernels_looked;	/* bits of mapreach's */
	int once_said;		/* maponce's */
	struct image found;
	char name[MAP_NAME_MAX + 1];
	char meant[MAP_NAME_MAX + 16];	/* image_meant()'s, if it is not there */
};

struct nets;		/* mapnet's */

struct check {
	int rootfd;
	struct mapfile *text;
	struct mistakes *mistakes;
	struct image_use *first, **last;
	void *images;		/* the same by name, tsearch(3) */
	void *files;		/* what was looked at already */
	void *answers;		/* mapanswers.h's: by path, tsearch(3), and */
	struct answers_file *first_answers, **last_answers;	/* a list */
	int has_answers;	/* a line has answers= */
	struct image_use *recent;
	struct nets *nets;
	const struct mapentry *on_net;	/* check_next_net()'s */
	void *lent;		/* mapdefault's: warnings that were said */
	const struct mapentry *default_entry;
	struct mapentry *menu_entry;	/* the first with boot=menu, or NULL */
	int menu_rendered, menu_has_variables;
	int default_said;	/* the same of the clients with boot=menu */
	int menu_reach_said, menu_http_said;
	int has_once;		/* something is booted once */
	int has_once_servers;	/* by a client that has several servers */
	int has_http;		/* a line has http=, and it does not say no */
	int has_doubtful_http;	/* a line names a loader of its own, or a URL
				   that is so long that a file's may not fit */
	const struct mapentry *net_http;	/* the first net among these */
	struct record menu;	/* its record, and that of the loaders, */
	struct record loaders;	/* in the map that was built */
};

/*
 * Looks for every image and every file that the text names. 0; -1: errno,
 * the boot root could not be searched.
 */
int check_names(struct check *c, int rootfd, struct mapfile *text,
    struct mistakes *mistakes);

/*
 * Gathers the nets of the text. 0; -1: errno. The narrowest that ip= of an entry lies
 * in; NULL: it lies in none, or there is no ip=. The net number i, from 0; NULL: there
 * are no more.
 */
int check_nets(struct check *c);
const struct mapentry *check_net_of(const struct check *c,
    const struct mapentry *e);
const struct mapentry *check_net(const struct check *c, size_t i);
void check_nets_free(struct check *c);

/*
 * The clients of an entry without ip= may be on any net, and what that says is then
 * their action. Until it returns 0 the functions here take the entry's clients to be on
 * another one, first on none that says something. *at begins at 0.
 */
int check_next_net(struct check *c, const struct mapentry *e, size_t *at);

/* Warns of each ip= that lies in no net of the text, if it has any. */
void check_addresses(struct check *c);

/*
 * Whether each preseed that the clients would get can be read, knows its
 * variables, and every client has what they stand for. After the images were
 * searched. 0; -1: errno.
 */
int check_preseeds(struct check *c);

/*
 * Of which kind the answers= of each line are, and whether each file is what it says
 * to be: the entries have that from now on. After the images are known. 0; -1:
 * errno.
 */
int check_answers(struct check *c);

/* Whether the clients have what their answers want; m is the map. */
void check_answers_clients(struct check *c, const struct map *m);
void check_answers_free(struct check *c);

/*
 * Whether the client of an entry, merged by check_client(), has what the variables of
 * its args= stand for. It is then as check_exact() has it. 0: a mistake was said.
 */
int check_variables(struct check *c, const struct map *m, struct mapentry *e,
    struct client *client);

/*
 * The same of the URLs that the entries' clients get, and whether these are short
 * enough when they are filled.
 */
void check_urls(struct check *c, const struct map *m);

/*
 * Warns, in a line of the text, of arguments that the kernel will not read. 1: it
 * reads all.
 */
int check_length(struct check *c, unsigned line, const struct client *client);

/*
 * The same of what U-Boot takes for its own in the arguments, and of a client with
 * several kernels that U-Boot cannot choose between; where the client may be a U-Boot.
 */
int check_uboot(struct check *c, unsigned line, const struct client *client);

/* Warns of a menu out of which U-Boot may boot what nobody has chosen. */
void check_uboot_menu(struct check *c, unsigned line,
    const struct client *menu);

/* Warns, once for an image (u; NULL: none), of a client of wimboot without iPXE. */
void check_wimboot(struct check *c, unsigned line, struct image_use *u,
    const struct client *client);

/* Whether any firmware would end up with a loader of this language. */
int check_asks_for(const struct client *c, enum config_language l);

/*
 * Makes the client of an entry what the lookup would find: with ip= its net is known.
 * The address of a card is taken to be known when it asks, but for a UUID's.
 */
void check_exact(const struct check *c, const struct map *m,
    const struct mapentry *e, struct client *client);

/*
 * What an entry's client has not, a set of 1 << enum variable_fault; the same by the
 * lines, before there is a map, of who boots an image, which may be NULL; and what of
 * that a variable needs: "the line has no ip=", NULL: nothing.
 */
unsigned check_missing_of(const struct check *c, const struct mapentry *e,
    const struct client *client);
unsigned check_missing_of_line(const struct check *c,
    const struct mapentry *e, const struct image_use *u);
const char *check_missing(enum variable v, unsigned missing);

/*
 * Whether each loader's language can say what the clients' records say; m
 * is the map made of the same text.
 */
void check_configurations(struct check *c, const struct map *m);

/*
 * Whether it can be known when what is booted once is done, and whether nobody else
 * wants its files.
 */
void check_once(struct check *c, const struct map *m);

/* Warns about media that could not go on as the map stands. */
void check_media(struct check *c, const struct map *m);

/*
 * Warns about loaders that would ask another host for their files, that could
 * boot nothing over the network, or that another image's shim revokes.
 */
void check_reach(struct check *c, const struct map *m);

/*
 * The same of firmware that boots by HTTP where http= says what it gets, on machines
 * of this arch by PXE. 1: something was said.
 */
int check_reach_http(struct check *c, const struct mapentry *e,
    const char *name, const struct client *client, unsigned pxe);

/* Warns about machines with a loader and without a kernel, once for each image. */
void check_kernels(struct check *c, const struct map *m);

/*
 * The client of an entry, armed, merged out of the records of the map that was
 * built, when check_configurations() has found these.
 */
void check_client(const struct check *c, const struct map *m,
    const struct mapentry *e, const struct image_use *u,
    struct client *client);

/*
 * Warns about relative paths that a client of another image, or of the menu
 * (u is NULL), takes from default's line or from its group's, and that are not
 * there; once for each image.
 */
void check_lent_paths(struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client);
void check_lent_free(struct check *c);

/*
 * The use of an image by an entry (NULL: by none), made and searched if it is
 * new. NULL: errno.
 */
struct image_use *check_use_image(struct check *c, const char *name,
    struct mapentry *e);

/*
 * Adds the images of the boot root that no line names, where a line has
 * boot=menu, and sets in_menu. 0; -1: errno.
 */
int check_menu(struct check *c);

/* Searches the image loaders, which need not be named. 0; -1: errno. */
int check_loaders(struct check *c);

/* Whether an image has a loader, by its name or by a line for it. */
int check_has_loader(const struct check *c, const struct image_use *u);

/*
 * Warns about an image that no firmware could start, in the line of an
 * entry that boots it; not twice about one image.
 */
void check_for_loader(struct check *c, const struct mapentry *e,
    const struct image_use *u);

/*
 * Whether a field is a word about a boot file, which may say that there is
 * none; whether the line of an entry has such a word, and one that fits.
 */
int check_is_bootfile(const struct field *f);
int check_has_bootfile(const struct mapentry *e);
int check_bootfile_is(const struct check *c, const struct mapentry *e,
    int (*is)(const struct field *f));

/* The use of an image; NULL: nothing names it. */
struct image_use *check_image(const struct check *c, const char *name);

/*
 * Whether there are clients of which an entry's line says all that is known of
 * them: a line that boots, or one of a net or a group that says what to boot.
 */
int check_is_client(const struct check *c, const struct mapentry *e);

/*
 * The entry whose action an entry's clients have: itself, its group, the net that
 * ip= lies in, default. NULL: none, or not one that is known.
 */
const struct mapentry *check_acting(const struct check *c,
    const struct mapentry *e);

/*
 * The image that this action names, and that relative paths of the entry's line lie
 * in; NULL: there is none.
 */
const char *check_image_of(const struct check *c, const struct mapentry *e);

/* Whether that action is boot=menu. */
int check_has_menu(const struct check *c, const struct mapentry *e);

void check_images_free(struct check *c);
void check_free(struct check *c);

#endif
