/*
 * The keys of the compiled map: the letter of their space, and what is meant
 * in it.
 *
 * Names stand as they are, addresses as lower-case hexadecimal digits: cdb_hash()
 * gives the same value for many addresses that follow one another, but not for
 * their digits. A person can look such keys up by hand, too.
 */
#ifndef MAPKEY_H
#define MAPKEY_H

#include <stddef.h>

#define MAP_KEY_MAX 80		/* bytes of the longest key */
#define MAP_NAME_MAX 63		/* bytes of a client's or an image's name */
#define MAP_BOOTFILE_MAX 127	/* bytes of a boot file's path from the boot root:
				   the field of a packet, RFC 951 */

/*
 * Names of images with a meaning: whose loaders all others may use; and
 * boot=menu, whose record lists the images of the menu.
 */
#define MAP_IMAGE_LOADERS "loaders"
#define MAP_IMAGE_MENU "menu"

/*
 * Key spaces. The first eight hold records, in the order of the text; the
 * next three are indexes: their data is the key of a record.
 */
#define MAP_KEY_MAC 'M'		/* 6 bytes */
#define MAP_KEY_PREFIX 'P'	/* 1 to 5 bytes, the beginning of a MAC */
#define MAP_KEY_UUID 'U'	/* 16 bytes, as written */
#define MAP_KEY_DEFAULT 'D'	/* nothing */
#define MAP_KEY_IMAGE 'I'	/* the name */
#define MAP_KEY_NET 'N'		/* 4 bytes of address, 1 byte of length */
#define MAP_KEY_REMAP 'R'	/* 1 byte: which of the rules */
#define MAP_KEY_GROUP 'G'	/* the name */
#define MAP_KEY_NAME 'n'	/* a client's name; once for each card */
#define MAP_KEY_ADDRESS 'a'	/* ip=: 4 bytes */
#define MAP_KEY_CARD 'm'	/* mac=: 6 bytes */
#define MAP_KEY_ANSWERS 'f'	/* 8 bytes of sum of the path of a file that a
				   line has as answers=, or of a folder with a
				   slash at its end; its record is of
				   nobody, and has the path, FIELD_ANSWERS */
/* The first record of the file, written by map_seal(). */
#define MAP_KEY_VERSION 'V'

/* What a record of a key space is of; bits. */
enum map_key_kind {
	KEY_INDEX = 0,		/* no record: it leads to one */
	KEY_RECORD = 1,		/* any record */
	KEY_CLIENTS = 2,	/* what boots: one client, some, all others */
	KEY_MACHINE = 4		/* one client */
};

/* Whether a key space is of a kind; no letter of one: it is of none. */
int map_key_is(unsigned char letter, enum map_key_kind kind);

/*
 * Makes a key. Returns its length; 0, which no record has: the space has no
 * key of so many bytes.
 */
size_t map_key(unsigned char key[MAP_KEY_MAX], unsigned char letter,
    const void *bytes, size_t n);

/* Takes a key apart. Returns the number of bytes; -1: it is no such key. */
int map_key_bytes(const unsigned char *key, size_t n,
    unsigned char bytes[MAP_KEY_MAX]);

#endif
