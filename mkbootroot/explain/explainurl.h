/*
 * explain: the URLs of a client's files, and what a URL asks for.
 */
#ifndef EXPLAINURL_H
#define EXPLAINURL_H

#include "map/weburl.h"
#include "view/view.h"

/*
 * What the URLs of a client's files begin with, where SERVER stands for the address
 * that only the link knows. Returns buf. c may be NULL.
 */
char *explain_base(const struct client *c, char buf[WEBURL_BASE_SIZE]);

/*
 * A text of the map as the client is told it: a URL filled (map/variable.h). 0; -1: it
 * is no such text, or a variable has no value.
 */
int explain_path(const struct client *c, const char *text, char *buf,
    size_t size);

/*
 * The name that httpd takes out of a URL; behind a proxy, what is left of it. 1; 0: it
 * was said why it takes none.
 */
int explain_url_name(const struct client *c, const char *url,
    char name[VIEW_PATH_SIZE]);

#endif
