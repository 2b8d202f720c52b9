/*
 * Boot configuration of media: what it tells a kernel, which is worth knowing where a
 * person has to say args=, and whether it is for a disc alone. Pure.
 */
#ifndef CDCONFIG_H
#define CDCONFIG_H

#include <stddef.h>

#define CDCONFIG_ARGS_SIZE 512

/*
 * The arguments of the first entry that starts a kernel called so (its last part
 * counts), in the language of GRUB, ISOLINUX or systemd-boot: without initrd= and what
 * has variables. text is a string. 1: args is not empty; 0: there is none.
 */
int cdconfig_args(const char *text, const char *kernel,
    char args[CDCONFIG_ARGS_SIZE]);

/*
 * Whether a GRUB that comes over the network finds nothing by this text, because it
 * looks for a disc: "search", a label, a CD-ROM's folder.
 */
int cdconfig_is_of_disc(const char *text);

#endif
