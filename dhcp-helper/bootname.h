/*
 * The name of the boot file in the answer, out of the map's text for it. Pure.
 */
#ifndef BOOTNAME_H
#define BOOTNAME_H

#include "dhcp-helper/decide.h"

/*
 * Whether http= is for who asks: firmware of such an arch, and an iPXE that says
 * that it can.
 */
int bootname_is_by_http(const struct message *m, const struct decision *d,
    unsigned arch);

/*
 * A URL of the map with what its variables stand for. SILENCE_NOT; or
 * SILENCE_BAD_PATH: it is too long; SILENCE_NO_VALUE: a variable has no value.
 */
enum silence bootname_fill(const struct decision *d, const char *text,
    char url[CLIENT_PATH_SIZE]);

/*
 * Fills in the file of *d, whose arch is chosen, by the map's text for it; and
 * server, config_file and prefix where the file has them. What iPXE is to load by
 * a URL stays one. SILENCE_NOT, or why there is none.
 */
enum silence bootname_take(const struct message *m, struct decision *d,
    const char *text);

#endif
