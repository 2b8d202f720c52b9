/*
 * What a file is to a loader, by its first bytes: a kernel, and of which
 * machines; what an initrd is made of; or neither. Pure.
 */
#ifndef KERNELMARK_H
#define KERNELMARK_H

#include <stddef.h>

#include "mkbootroot/image/kernelversion.h"

#define KERNELMARK_SIZE KERNEL_HEAD_SIZE	/* bytes that are worth reading */
#define KERNELMARK_LEAST 1024	/* that tell whether more are */

enum kernelmark_kind {
	MARK_UNKNOWN,
	MARK_KERNEL,
	MARK_TEST,		/* x86's header, but no system: memtest86+ */
	MARK_CPIO,		/* an initrd, or its microcode in front */
	MARK_PACKED,		/* compressed: see what is in it */
	MARK_DATA,		/* compressed, and what is in it has no mark */
	MARK_EMPTY,		/* it has no bytes */
	MARK_OTHER		/* neither kernel nor initrd */
};

struct kernelmark {
	enum kernelmark_kind kind;
	unsigned archs;		/* of a kernel: the bits of kernelarch.h */
	int is_pe;		/* of one of x86: UEFI starts it by itself */
};

/*
 * head is the first n bytes of a file. More than KERNELMARK_LEAST of them are
 * needed to tell a kernel of x86 from other programs that have its header.
 */
void kernelmark_read(const unsigned char *head, size_t n,
    struct kernelmark *m);

/*
 * The same of what is in a compressed file; MARK_PACKED: that cannot be told.
 */
void kernelmark_unpack(const unsigned char *head, size_t n,
    struct kernelmark *m);

#endif
