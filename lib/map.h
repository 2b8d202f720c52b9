/*
 * The compiled map, clients.cdb(5): finding records, and taking them apart.
 *
 * Keys begin with the letter of their key space. Records are lists of
 * fields. Whatever stands in the file, reading it ends in an answer or in
 * EPROTO: every length is checked, each record carries a checksum.
 */
#ifndef MAP_H
#define MAP_H

#include <cdb.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#define MAP_VERSION 1
#define MAP_KEY_MAX 80		/* bytes of the longest key */
#define MAP_NAME_MAX 63		/* bytes of a client's or an image's name */
#define MAP_TEXT_MAX 1023	/* bytes of a text field, without its NUL */
#define MAP_RECORD_MAX 8192	/* bytes of a record */

/*
 * Key spaces. The first six hold records, in the order of the text; the
 * last three are indexes: their data is the key of a record.
 */
#define MAP_KEY_MAC 'M'		/* 6 bytes */
#define MAP_KEY_PREFIX 'P'	/* 1 to 5 bytes, the beginning of a MAC */
#define MAP_KEY_UUID 'U'	/* 16 bytes, as written */
#define MAP_KEY_DEFAULT 'D'	/* nothing */
#define MAP_KEY_IMAGE 'I'	/* the name */
#define MAP_KEY_NET 'N'		/* 4 bytes of address, 1 byte of length */
#define MAP_KEY_NAME 'n'	/* a client's name; once for each card */
#define MAP_KEY_ADDRESS 'a'	/* ip=: 4 bytes */
#define MAP_KEY_CARD 'm'	/* mac=: 6 bytes */
/* The first record of the file, written by map_seal(). */
#define MAP_KEY_VERSION 'V'

/*
 * Fields: a tag, a length of two bytes (most significant first), the bytes.
 * Texts end in a NUL that the length counts, so that they can be used where
 * they lie. FIELD_FOUND is added to what mkbootroot found in the image by
 * itself, without a word of the text.
 */
#define FIELD_FOUND 0x80
enum map_field {
	FIELD_NAME = 1,		/* text */
	FIELD_BOOT,		/* text: the image's name */
	FIELD_LOCAL,		/* empty */
	FIELD_IGNORE,		/* empty */
	FIELD_KERNEL,		/* text: path */
	FIELD_INITRD,		/* text: path; repeatable */
	FIELD_ARGS,		/* text; begins with '!': replaces */
	FIELD_PRESEED,		/* text: path */
	FIELD_FILE,		/* 2 bytes of canonical arch, text: path or URL;
				   repeatable */
	FIELD_GRUB,		/* the same: GRUB without shim (found only) */
	FIELD_IPXE,		/* text: path or URL for the iPXE stage */
	FIELD_IP,		/* 4 bytes */
	FIELD_MAC,		/* 6 bytes: mac= of a uuid: record */
	FIELD_CLASS,		/* text */
	FIELD_SERVER,		/* 4 bytes */
	FIELD_SERVERNAME,	/* text */
	FIELD_ROUTER,		/* 4 bytes */
	FIELD_DNS,		/* 4 bytes; repeatable */
	FIELD_LEASE,		/* 4 bytes: seconds */
	FIELD_QUIRK,		/* text: one word; repeatable */
	FIELD_OWN_CONFIG,	/* empty (found only): the image has boot
				   configuration of its own */
	FIELD_LAST = FIELD_OWN_CONFIG
};

struct field {
	unsigned char tag;	/* enum map_field without FIELD_FOUND */
	int found;		/* whether FIELD_FOUND was set */
	unsigned arch;		/* FIELD_FILE and FIELD_GRUB: canonical */
	const char *text;	/* texts: NUL-terminated; else the bytes */
	size_t n;		/* bytes of text, without the NUL */
};

/* A record where it lies in the map; valid until the map is closed. */
struct record {
	const unsigned char *bytes;	/* the fields; NULL: no record */
	size_t n;
	unsigned char key[MAP_KEY_MAX];	/* the key it was found by */
	size_t key_n;
};

struct map {
	struct cdb cdb;
	int fd;			/* -1: not open */
	struct stat opened;	/* to notice a new one */
};

/*
 * Opens the map. NULL: done; otherwise the reason as text for "cannot read
 * map PATH: reason", and *m is as before. The version and the length are
 * always checked, the checksum of the whole for maps up to 1 MiB, and with
 * `whole` for every map.
 */
const char *map_open(struct map *m, int dirfd, const char *path, int whole);
void map_close(struct map *m);

/*
 * Opens the map anew if another file stands at path (device, inode, ctime,
 * size); keeps the old one when the new one is bad or gone. *changed says
 * whether a new one is in use. NULL or the reason, as map_open. Start with
 * m->fd == -1.
 */
const char *map_refresh(struct map *m, int dirfd, const char *path,
    int *changed);

/*
 * Finds the record of a key. 1: found; 0: there is none; -1: the map is
 * corrupt there, errno is EPROTO. Index keys are followed.
 */
int map_find(const struct map *m, const void *key, size_t n,
    struct record *r);

/*
 * Finds the next record that an index key points to (a name with several
 * cards); begin with *state zeroed. As map_find.
 */
struct map_each { struct cdb_find find; int started; };
int map_find_each(const struct map *m, const void *key, size_t n,
    struct map_each *state, struct record *r);

/*
 * The next field of a record: *pos begins at 0. 1: *f is set; 0: the end;
 * -1: corrupt. A record that map_find gave is never corrupt.
 */
int record_next(const struct record *r, size_t *pos, struct field *f);

/* The first field with this tag, given or found; 1 or 0. */
int record_field(const struct record *r, enum map_field tag, struct field *f);

/* Writing, for mapwrite and tests. */

/*
 * Appends a field to a record being built: n of size bytes are used. text
 * fields are given without their NUL. Returns the new n, or 0 when it does
 * not fit. Begin with n = RECORD_START.
 */
#define RECORD_START 4
size_t record_append(unsigned char *buf, size_t size, size_t n,
    unsigned char tag, unsigned arch, const void *bytes, size_t bytes_n);

/* Puts the checksum into the first RECORD_START bytes. */
void record_seal(unsigned char *buf, size_t n);

/*
 * The bytes of the version record as map_begin() wants it first in the
 * file (key MAP_KEY_VERSION, MAP_VERSION_SIZE bytes), still without length
 * and checksum; and map_seal(), which writes these into the finished cdb
 * file fd. -1: errno.
 */
#define MAP_VERSION_SIZE 28
void map_version(unsigned char buf[MAP_VERSION_SIZE]);
int map_seal(int fd);

#endif
