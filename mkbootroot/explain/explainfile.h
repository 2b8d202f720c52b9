/*
 * explain, third step: what tftpd sends for a name, and httpd for a URL.
 */
#ifndef EXPLAINFILE_H
#define EXPLAINFILE_H

#include "map/client.h"

/*
 * Prints what the remap lines make of the name (and that the path of the boot
 * root is taken off, if it begins with that), where tftpd looks for it, and
 * what it sends; generated configuration as text. c may be NULL: a client of
 * whom nothing is known.
 * 0; 1: nothing would be sent.
 */
int explain_file(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *name);

/* The same of what a URL names, by HTTP. */
int explain_url(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *url);

#endif
