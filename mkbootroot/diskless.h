/*
 * An image of two files: a kernel and its initramfs.
 */
#ifndef DISKLESS_H
#define DISKLESS_H

#include "compile.h"
#include "initramfs.h"
#include "kernelfind.h"

/*
 * Writes vmlinuz and initrd.zst, or initrd.gz, as the image `name`, which is
 * exchanged as a whole, and says what it can boot. r is in order. Exit code;
 * what went wrong was said.
 */
int diskless_write(const struct options *o, int rootfd, const char *name,
    const struct kernel *k, struct initramfs *r);

#endif
