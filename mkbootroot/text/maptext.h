/*
 * Keys and fields of the map as clients(5) writes them. Pure.
 */
#ifndef MAPTEXT_H
#define MAPTEXT_H

#include <stddef.h>

#include "map/map.h"

#define KEY_TEXT_SIZE 80	/* "uuid:" and 36; "image " and 63 */
#define FIELD_TEXT_SIZE (2 * MAP_TEXT_MAX + 32)

/* WHO of a key: "52:54:00:12:34:56", "net 10.9.0.0/24". Returns buf. */
char *key_text(const unsigned char *key, size_t n, char *buf, size_t size);

/*
 * A field as a word, quoted where it must be: "boot=debian12". FIELD_NAME is
 * the bare name. What no word says (FIELD_GRUB, FIELD_OWN_CONFIG) is said in
 * words of people. Returns buf.
 */
char *field_text(const struct field *f, char *buf, size_t size);

#endif
