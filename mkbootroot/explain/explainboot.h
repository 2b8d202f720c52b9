/*
 * explain: the boot file of each kind of firmware, one line for each: what it
 * loads, why, and what is wrong with it.
 */
#ifndef EXPLAINBOOT_H
#define EXPLAINBOOT_H

#include "map/loader.h"

#define EXPLAIN_ARCHS 32

/*
 * The archs that the records have files for, BIOS and x64 always; with `all`
 * arm64 as well, which then has none. How many.
 */
size_t explain_archs(const struct client *c, int all,
    unsigned archs[EXPLAIN_ARCHS]);

/*
 * Prints one, with `details` what shim does to the machine, too; what the file
 * says of itself is read in the boot root rootfd, or not if that is -1.
 */
void explain_bootfile(const struct client *c, int rootfd, unsigned arch,
    enum client_stage stage, int details);

/* Prints what http= means for firmware that loads that path by TFTP; nothing without it. */
void explain_by_tftp(const struct client *c, unsigned arch, const char *path);

/* Prints the boot files that file= gives to vendor classes. */
void explain_classfiles(const struct client *c);

#endif
