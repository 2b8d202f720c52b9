/*
 * Who is it, and what does it get: the one lookup of the map, used by all
 * four programs. Pure: it reads the map and nothing else.
 *
 * One record is chosen: MAC, UUID, longest MAC prefix, the narrowest net if that
 * has an action, default. A record without an action takes its group's, else the
 * net's, else default's. Every other missing word comes from the record's group,
 * then from its image, then (server, servername, router, dns, lease, http) from
 * the narrowest net, then from default. args= and initrd= are joined: image,
 * group, client; quirk= words are united. With answers and a kernel, args= begins
 * with what their installer needs as well, see answers_add_args().
 *
 * mkbootroot may have found a kernel in the image by itself (FIELD_FOUND). It is
 * used, with the initrd that was found, in two cases: the map says something for
 * it (args=, initrd=, preseed=); or the image has no boot configuration of its
 * own, or no loader that would ask for it. Otherwise the client gets the image's
 * own menu, because an installer's kernel does not boot without the arguments in
 * it.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <netinet/in.h>
#include <stddef.h>

#include "map/answers.h"
#include "map/map.h"

/* What is known of the client that asks. */
struct who {
	unsigned char mac[6];
	int has_mac;
	unsigned char uuid[16];
	int has_uuid;
	struct in_addr address;	/* its own, else that of its link: chooses
				   the net */
	int has_address;
};

enum client_action { CLIENT_NONE, CLIENT_BOOT, CLIENT_LOCAL, CLIENT_IGNORE };

/* Until when it boots what boot= says; then its disk. */
enum client_once {
	ONCE_NO,		/* always */
	ONCE_DONE,		/* until it says that it is done */
	ONCE_SENT		/* until it has all of the last file */
};

/* Whether it is done; client_find() does not know, client_settle() is told. */
enum done_state {
	DONE_NOT_ASKED,
	DONE_ARMED,		/* not yet: it boots what boot= says */
	DONE_IS,
	DONE_UNKNOWN,		/* cannot be read: counts as done */
	DONE_NO_IDENTITY	/* no line of its own and no MAC address, so nobody
				   could say it: counts as done */
};

enum client_rule {
	RULE_NONE, RULE_MAC, RULE_UUID, RULE_PREFIX,
	RULE_NET,		/* no line of its own, and its net has an action */
	RULE_DEFAULT
};

/* The records of a merged client, the more particular first. */
enum client_level {
	CLIENT_OWN, CLIENT_OF_GROUP, CLIENT_OF_IMAGE, CLIENT_OF_NET,
	CLIENT_OF_DEFAULT,
	CLIENT_LEVELS
};

enum client_use {
	CLIENT_TAKES,
	CLIENT_TAKES_ALONE,	/* args=!…: what was joined before is gone */
	CLIENT_LEAVES		/* a kernel that was found, left to the image's
				   own configuration */
};

/* Is told how a client is looked up; what is NULL is not. */
struct client_trace {
	/* A key of the client's own record is tried, a UUID also swapped. */
	void (*key)(void *of, const unsigned char *key, size_t n, int swapped,
	    int found);
	/* A record's word is used, but for class=, quirk= and files of archs,
	   which nobody has asked for yet. */
	void (*word)(void *of, enum client_level level, enum client_use use,
	    const struct field *f);
	void *of;
};

#define CLIENT_INITRD_MAX 7
#define CLIENT_DNS_MAX 4
#define CLIENT_SERVER_MAX 16
#define CLIENT_ARGS_SIZE (192 + 4 * MAP_TEXT_MAX + 4)	/* of three lines and a medium */
#define CLIENT_PATH_SIZE 1152	/* an image's name, '/', a text, NUL */

/*
 * The merged record. All texts lie in the map and live as long as it does,
 * but for args. What the records do not say is NULL, 0 or empty.
 */
struct client {
	enum client_rule rule;
	struct record own;	/* the record that was chosen */
	struct record group_record;	/* that its group= names */
	struct record image_record;
	struct record net_record;
	struct record default_record;
	struct record loaders_record;	/* the image whose loaders all use */
	struct record menu_record;	/* the images of boot=menu */
	const struct map *map;
	const struct client_trace *trace;	/* NULL, but for client_tell() */

	enum client_action action;
	enum client_level action_level;	/* whose word that is */
	int menu;		/* boot=menu: there is no image */
	int of_menu;		/* this is an image of it, boot=image */
	const char *name;
	const char *image;
	const char *kernel;
	int kernel_found;	/* found by itself, not named in the map */
	enum client_level kernel_level;	/* whose word it is */
	const char *initrd[CLIENT_INITRD_MAX];
	size_t initrds;
	char args[CLIENT_ARGS_SIZE];
	const char *preseed;	/* the answers that go behind the last initrd;
				   never "-", which stands for none */
	enum answers_kind preseed_kind;	/* which are a preseed, or others */
	const char *answers[ANSWERS_MAX];	/* "kind:path": all others */
	size_t answers_n;
	struct in_addr ip, server, router, dns[CLIENT_DNS_MAX];
	int has_ip, has_server, has_router;
	/* server= of one record that has several: in the order in which they stand
	   for this client, see rank.h. has_server is then 0: each of them is to
	   name itself, and none another. 0 or 1 server is none here. */
	struct in_addr servers[CLIENT_SERVER_MAX];
	size_t servers_n;
	unsigned rank_delay_ms;		/* between one of them and the next */
	const char *http;	/* MAP_YES or a URL: it gets its files by HTTP
				   where it can; see weburl.h */
	size_t dns_n;
	const char *servername;
	unsigned lease_s;
	int has_lease;
	unsigned char mac[6];	/* of the card: from the key, mac= or *who */
	int has_mac;

	/* See once.h. */
	enum client_once once;
	enum done_state once_state;
	const char *once_image;	/* what it boots until it is done; NULL */
	unsigned char once_key[MAP_KEY_MAX];	/* under which it is done: the
						   key of its own record, or of
						   its MAC address */
	size_t once_key_n;	/* 0: there is none */
};

/*
 * Looks the client up. 1: *c is filled, which may be by default alone; 0:
 * no record and no default; -1: the map is corrupt, errno EPROTO.
 */
int client_find(const struct map *m, const struct who *who,
    struct client *c);

/* The same, and *trace is told how. */
int client_tell(const struct map *m, const struct who *who,
    struct client *c, const struct client_trace *trace);

/* A place among the fields of a client's records: begins as all 0. */
struct client_each {
	size_t level, pos;
};

/*
 * The next field of a tag, record after record, the more particular first. A
 * client whose own record is default's, or its net's, has that once. 1; 0: there is none.
 */
int client_next(const struct client *c, struct client_each *each,
    enum map_field tag, struct field *f);

/*
 * The images of boot=menu, one after the other; *at begins at 0. Each as the
 * client that it would be with boot=image, but that a kernel is the image's:
 * one that was found as well, because the image's own menu is not seen. Images
 * that are booted once are in the menu of a client that is settled as armed only.
 * 1: *entry is filled; 0: no more; -1: the map is corrupt.
 */
int client_menu_next(const struct client *c, size_t *at,
    struct client *entry);

/* Says in *who which client has this ip=. 1: found; 0: nobody; -1: the map is corrupt. */
int client_by_address(const struct map *m, struct in_addr a, struct who *who);

/* Says in *who what the key of a record says: a MAC address or a UUID. */
void client_by_key(const unsigned char *key, size_t n, struct who *who);

/* Whether a line of its own says what the client is: of its MAC, or its UUID. */
int client_is_own(const struct client *c);

/* Whether quirk=WORD holds for the client. */
int client_quirk(const struct client *c, const char *word);

/*
 * The number of a quirk such as delay=2, of the most particular record that
 * has it; 0: none has. word is "delay=".
 */
unsigned client_quirk_number(const struct client *c, const char *word);

/*
 * Finds the narrowest net that an address is on. 1: found; 0: there is none;
 * -1: the map is corrupt.
 */
int client_net(const struct map *m, struct in_addr a, struct record *r);

/*
 * The rule as the log and explain name it, "mac:web1", "uuid:r640",
 * "prefix:b8:27:eb:*", "net:10.9.0.0/24", "default", for rule= in the log.
 * Returns buf.
 */
char *client_rule_text(const struct client *c, char *buf, size_t size);

/*
 * Whether a text of the map that may be a path is a URL: also one that begins with a
 * variable that stands for a URL (variable.h).
 */
int client_is_url(const char *text);

/*
 * The path of a text of the map from the boot root, without a leading
 * slash: "/x" is x, "x" is x inside the client's image, or inside the image
 * loaders where the text is one of its record. URLs are copied. -1: it does
 * not fit, or it is relative and the client has no image.
 */
int client_path(const struct client *c, const char *text, char *buf,
    size_t size);

#endif
