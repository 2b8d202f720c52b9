/*
 * boot.cfg for mboot, the loader of VMware's ESXi: the file of the medium, rewritten for
 * a client. Its names are beneath prefix=, its kernel is told args= behind its own
 * options. Pure.
 */
#ifndef MBOOT_H
#define MBOOT_H

#include "config/config.h"

/*
 * Whether mboot asks by this name, in any case, for the configuration of an image that
 * has one. 1: *as is the client as it boots that image, which may be one of its menu,
 * and *file the configuration in the image's folder; 0.
 */
int mboot_client(const struct client *c, const char *name, struct client *as,
    const char **file);

/*
 * Renders the n bytes of the file, which may be any: the length of the text, or -1, as
 * config_render().
 */
ssize_t mboot_render(const struct client *c, const struct config_way *way,
    const char *file, size_t n, char *buf, size_t size, const char **why);

#endif
