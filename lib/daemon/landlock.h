/*
 * Landlock: what this process, and all that it starts, may still do with
 * files, and as far as the kernel's Landlock goes with TCP, abstract sockets
 * and signals. There is no way back: each further set of rules only forbids more.
 */
#ifndef LANDLOCK_H
#define LANDLOCK_H

enum landlock_right {
	LANDLOCK_READ,		/* files, and names in folders */
	LANDLOCK_ADD,		/* files are made and written as well, */
	LANDLOCK_WRITE		/* and removed */
};

/*
 * A set of rules that allows nothing. -1: errno; ENOSYS or EOPNOTSUPP: this
 * kernel has no Landlock.
 */
int landlock_open(void);

/* Allows something beneath the folder of a descriptor. -1: errno. */
int landlock_allow(int rules, int folder_fd, enum landlock_right right);

/*
 * From now on only what the rules allow can be opened; what is open stays
 * so. It wants no_new_privs. The descriptor can be used again, and closed.
 * -1: errno.
 */
int landlock_enter(int rules);

#endif
