/*
 * Whose line it is: machines by their MAC address, else by where they are, else by
 * name. Pure but for memory.
 */
#ifndef SEE_SITEWHO_H
#define SEE_SITEWHO_H

#include "mkbootroot/see/machine.h"

struct sitewho;

/* NULL: no memory. */
struct sitewho *sitewho_open(void);
void sitewho_close(struct sitewho *w);

/*
 * The machine that a line is about, which is made if it is new: *m. What the line
 * says of who it is, is noted. *m is NULL where there is no room for it
 * (s->dropped), or the line is about nobody. -1: errno.
 */
int sitewho_find(struct site *s, const struct logline *l, struct machine **m);

#endif
