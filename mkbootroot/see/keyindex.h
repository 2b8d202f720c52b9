/*
 * An index of the keys that machines are known by: a kind, such as 'm' for a MAC
 * address, and a text. A key leads to one machine; a machine has several. Pure but
 * for memory.
 */
#ifndef KEYINDEX_H
#define KEYINDEX_H

struct keyindex;
struct machine;

/* NULL: no memory. */
struct keyindex *keyindex_open(void);
void keyindex_close(struct keyindex *k);

/* NULL: the key leads nowhere. */
struct machine *keyindex_find(const struct keyindex *k, char kind,
    const char *text);

/* The key leads to this machine from now on. -1: errno. */
int keyindex_lead(struct keyindex *k, char kind, const char *text,
    struct machine *m);

#endif
