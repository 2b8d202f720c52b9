/*
 * Members of Kea's JSON objects as keatext_make() has made it, and the scopes
 * that are made of them. Pure.
 */
#ifndef KEAMEMBER_H
#define KEAMEMBER_H

#include <jansson.h>

#include "mkbootroot/foreign/kea/keaconfig.h"

/* The line where an object begins; where a member of it stands. */
unsigned kea_line(const json_t *object);
unsigned kea_line_of(const json_t *object, const char *name);

/* A member that is a text, kept; NULL: there is none, or it is empty. */
const char *kea_text(struct kea *k, const json_t *object, const char *name);

/* A member that is true or false; `without` if there is none. */
int kea_is(const json_t *object, const char *name, int without);

/* Adds a member that is a text, or a list of texts. */
void kea_names_add(struct kea *k, struct kea_names *names,
    const json_t *object, const char *name);

/* What a global one, network, subnet, pool, class or host says. */
void kea_scope_read(struct kea *k, const json_t *object, const json_t *defs,
    struct kea_scope *s);

/* The options of a scope; defs are the file's "option-def", NULL: none. */
void kea_options_read(struct kea *k, const json_t *object, const json_t *defs,
    struct kea_scope *s);

/* Names each member that nothing is known of. */
void kea_members_known(struct kea *k, const json_t *object);

#endif
