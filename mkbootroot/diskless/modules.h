/*
 * The modules of a kernel, and which of them a client needs.
 *
 * What depends on what is read in the modules themselves, so a folder that
 * depmod(8) has never seen will do.
 */
#ifndef MODULES_H
#define MODULES_H

#include <stddef.h>

#include "mkbootroot/diskless/initramfs.h"

enum module_state {
	MODULE_NEW,
	MODULE_ADDING,		/* those that it needs are being added */
	MODULE_CHOSEN
};

struct module {
	char *path;		/* in the folder: kernel/drivers/net/tun.ko */
	char *file;		/* the same as it stands there: tun.ko.xz */
	char *name;		/* as others call it: tun, with _ for - */
	unsigned char *bytes;	/* unpacked; NULL: not read */
	size_t n;
	const char *info;	/* its .modinfo, in bytes */
	size_t info_n;
	struct module **need;	/* those to be loaded before it, themselves */
	size_t needs;
	enum module_state state;
	int marked;		/* while a line of modules.dep is written */
};

struct modules {
	struct module *module;	/* by path */
	size_t n, size;
	struct module **order;	/* those that were chosen, in insmod order */
	size_t chosen;
	char message[768];	/* out */
};

/*
 * The drivers of network cards and of the buses they are on, and of the USB
 * keyboard of a console.
 */
extern const char *const modules_network[];

/*
 * Lists a folder such as /lib/modules/6.1.0-56-amd64. 0; -1: m->message.
 */
int modules_list(struct modules *m, int dirfd);

/*
 * Chooses modules, each after those that it depends on. wanted ends with a
 * NULL; an entry with a slash last is all modules of that folder, and what
 * lies below it; others are names. One that is not there is passed over: it
 * may be built in. To be called again for more. 0; -1: m->message.
 */
int modules_choose(struct modules *m, int dirfd, const char *const *wanted);

/* Whether a module of this name was chosen. */
int modules_has(const struct modules *m, const char *name);

/* Whether it is built into the kernel, as modules.builtin has it. */
int modules_builtin(int dirfd, const char *name);

/*
 * Adds those that were chosen as lib/modules/VERSION, unpacked, with the
 * modules.dep and modules.alias that modprobe(8) and udevd look into, as
 * text (busybox) and as indexes (kmod). 0; -1: m->message.
 */
int modules_add(struct modules *m, struct initramfs *r, const char *version);

void modules_free(struct modules *m);

/* "cannot VERB WHAT: reason" as the message, and -1; error is the errno. */
int modules_fail(struct modules *m, int error, const char *verb,
    const char *what, const char *reason);

#endif
