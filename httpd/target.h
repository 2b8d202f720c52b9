/*
 * What a request names (RFC 9112 section 3.2), as the name that a TFTP client
 * would send. Pure.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stddef.h>

#include "httpd/fields.h"
#include "httpd/refusal.h"
#include "view/view.h"

#define TARGET_NAME_SIZE VIEW_PATH_SIZE

/*
 * The path of a target without its first slash, with what is percent-encoded
 * decoded once: REFUSE_NOTHING, REFUSE_TARGET or REFUSE_TARGET_LONG; name is ""
 * then. A query is left away, and so is the host of a whole URL. ".." is left
 * to view_clean().
 */
enum refusal target_name(const struct piece *target,
    char name[TARGET_NAME_SIZE]);

/* Whether the value of Host can be one (RFC 9110 section 7.2): 1 or 0. */
int target_is_host(const struct piece *value);

#endif
