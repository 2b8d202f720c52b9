/*
 * explain: what is wrong with the boot file of one kind of firmware, in lines below it.
 */
#ifndef EXPLAINWRONG_H
#define EXPLAINWRONG_H

#include "map/client.h"
#include "mkbootroot/image/loaderchain.h"

/* What is wrong with a loader that firmware of this arch loads; details: notes, too. */
void explainwrong(const struct client *c, unsigned arch,
    const struct loaderchain *chain, int details);

/* Why the image's own loader of this arch is not among its boot files. */
void explainwrong_unused(const struct client *c, int rootfd, unsigned arch);

/* Which kernel the machine of this firmware boots, if machines are told apart. */
void explainwrong_kernel(const struct client *c, unsigned arch);

#endif
