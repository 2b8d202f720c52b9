/*
 * The kernel and the initrds for one machine, where a client's records tell
 * machines apart: by kernel.ARCH= and initrd.ARCH=, or because mkbootroot has read
 * which machine a kernel is for. Pure.
 *
 * The client's own record is asked first, then its group's, image's, default's. In
 * each kernel.ARCH= counts before kernel=; MAP_NONE is none. In a record with
 * initrd.ARCH= its initrd= is for other machines. The initrd= of a record with a
 * kernel= is that kernel's, and not for who has one by kernel.ARCH=.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include "map/client.h"

/* Whether the records tell machines apart. */
int kernel_is_by_arch(const struct client *c);

/*
 * Makes it the client as it is on the machine of an arch: kernel is NULL if
 * there is none for it. Where machines are not told apart, and for an arch that
 * says no machine, it stays as it is.
 */
void kernel_for_arch(struct client *c, unsigned arch);

/*
 * The different kernels of a client that boots one, each as the client of its
 * machines; *done begins at 0, and has the bits (kernelarch.h) of those that have
 * been given. Machines without a kernel are left out. Where machines are not told
 * apart it is the client itself, once, with all bits. 1: *as and *archs are set;
 * 0: no more.
 */
int kernel_next(const struct client *c, unsigned *done, struct client *as,
    unsigned *archs);

/* For merge.c: whether the map's lines give a kernel.ARCH=. */
int kernel_is_given(const struct client *c);

/* For merge.c: takes the first of these where there is no other kernel. */
void kernel_take_given(struct client *c);

#endif
