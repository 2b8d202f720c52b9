/*
 * The records of the compiled map: lists of fields.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "map/mapkey.h"

#define MAP_TEXT_MAX 1023	/* bytes of a text field, without its NUL */
#define MAP_RECORD_MAX 8192	/* bytes of a record */
#define MAP_NONE "-"		/* preseed=-, x64=-: none, not even the
				   image's */
#define RECORD_START 4		/* bytes of checksum before the fields */

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
	FIELD_PRESEED,		/* text: path, or MAP_NONE */
	FIELD_FILE,		/* 2 bytes of canonical arch, text: path, URL
				   or MAP_NONE; repeatable */
	FIELD_GRUB,		/* the same: GRUB without shim (found only) */
	FIELD_IPXE,		/* text: path, URL or MAP_NONE for the iPXE
				   stage */
	FIELD_IP,		/* 4 bytes */
	FIELD_MAC,		/* 6 bytes: mac= of a uuid: record */
	FIELD_CLASS,		/* text; repeatable */
	FIELD_SERVER,		/* 4 bytes; repeatable */
	FIELD_SERVERNAME,	/* text */
	FIELD_ROUTER,		/* 4 bytes */
	FIELD_DNS,		/* 4 bytes; repeatable */
	FIELD_LEASE,		/* 4 bytes: seconds */
	FIELD_QUIRK,		/* text: one word; repeatable */
	FIELD_OWN_CONFIG,	/* empty (found only): the image has boot
				   configuration of its own */
	FIELD_FROM,		/* text: a pattern of names */
	FIELD_TO,		/* text: what replaces it */
	FIELD_RULE,		/* text: one word of remap's; repeatable */
	FIELD_ASKS,		/* 2 bytes of canonical arch, text: whom the
				   image's loader asks for its files after
				   PXE, one of the words below; repeatable
				   (found only) */
	FIELD_IPXE_ARCH,	/* 2 bytes of canonical arch, text: the same
				   as FIELD_IPXE under this firmware;
				   repeatable */
	FIELD_CLASS_FILE,	/* text: path, URL or MAP_NONE, for the
				   FIELD_CLASS before it; repeatable */
	FIELD_HTTP,		/* text: MAP_YES, MAP_NO, or the URL that
				   comes before a file's name */
	FIELD_LOADS,		/* 2 bytes of canonical arch, text: how the
				   image's loader can load what comes next, one
				   of the words below; repeatable (found
				   only) */
	FIELD_ONCE,		/* text: MAP_ONCE_DONE or MAP_ONCE_SENT, what
				   ends boot= of this record; of an image, of
				   every client that boots it; of the menu
				   (found), that an image in it has it */
	FIELD_KERNEL_ARCH,	/* 2 bytes of canonical arch, text: the same as
				   FIELD_KERNEL under this firmware;
				   repeatable */
	FIELD_INITRD_ARCH,	/* the same of FIELD_INITRD */
	FIELD_ANSWERS,		/* text: the kind of an installer's answers, ':',
				   a path, or MAP_NONE; or a folder, in front of
				   its files, answers_take_folder(); repeatable */
	FIELD_GROUP,		/* text: the group's name */
	FIELD_MEDIA,		/* text: which medium an image is (found only) */
	FIELD_RANK_DELAY,	/* 4 bytes: milliseconds between a server and the
				   next, where there are several */
	FIELD_ARGS_ARCH,	/* 2 bytes of canonical arch, text: the same as
				   FIELD_ARGS that was found, under this
				   firmware; repeatable (found only) */
	FIELD_MBOOT,		/* text: the image's configuration of mboot, which
				   is rewritten for a client (found only) */
	FIELD_LAST = FIELD_MBOOT
};

#define MAP_ONCE_DONE "done"	/* the client says that it is done */
#define MAP_ONCE_SENT "sent"	/* it has all of its last file */

#define MAP_ASKS_DHCP "dhcp"	/* the server of the DHCP server's ACK alone */
#define MAP_ASKS_PROXY "proxy"	/* that of a proxy's answer as well */

#define MAP_YES "yes"
#define MAP_NO "no"

#define MAP_LOADS_TFTP "tftp"	/* by TFTP alone */
#define MAP_LOADS_HTTP "http"	/* by HTTP as well */

struct field {
	unsigned char tag;	/* enum map_field without FIELD_FOUND */
	int found;		/* whether FIELD_FOUND was set */
	unsigned arch;		/* of those that have one: canonical */
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

/*
 * Takes bytes of the map as a record. 0; -1: its checksum or a field is
 * wrong.
 */
int record_take(struct record *r, const unsigned char *bytes, size_t n);

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
size_t record_append(unsigned char *buf, size_t size, size_t n,
    unsigned char tag, unsigned arch, const void *bytes, size_t bytes_n);

/* Puts the checksum into the first RECORD_START bytes. */
void record_seal(unsigned char *buf, size_t n);

#endif
