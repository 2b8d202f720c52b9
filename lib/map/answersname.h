/*
 * The names under which a client asks for its answers:
 *
 *	01-MAC/NAME		its own, NAME as answers_name() says
 *	01-MAC/IMAGE/NAME	those of an image of the menu
 *
 * and the path of a file that is one of its answers, for who names that himself.
 * A client that is behind a router is known by the MAC address in such a name.
 *
 * A file that a line has as answers= is sent in no other way, see answers_key(). Pure.
 */
#ifndef ANSWERSNAME_H
#define ANSWERSNAME_H

#include "map/client.h"
#include "map/preseedname.h"

/*
 * What a cleaned path, without a leading "/", asks for. PRESEED_NOTHING: the
 * name is another, or the client has no such answers.
 */
void answers_for_name(const struct client *c, const char *path,
    struct preseed_wanted *w);

/*
 * The folder in a name, "01-52-54-00-12-34-56/user-data": 1: mac is the address in
 * it, and *rest what is behind; 0: it is another name.
 */
int answers_folder(const char *path, unsigned char mac[6], const char **rest);

/*
 * The key of a file that a line has as answers=, n bytes of path, or of a folder, with
 * a slash at its end: its bytes; see mapkey.h.
 */
size_t answers_key(const char *path, size_t n, unsigned char key[MAP_KEY_MAX]);

/*
 * Whether it is one, or lies in such a folder, where a file may be that is newer than
 * the map: path is cleaned. 1; 0; -1: the map is corrupt.
 */
int answers_is_file(const struct map *m, const char *path);

#endif
