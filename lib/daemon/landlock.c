/*
 * Sets of Landlock's rules.
 */
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/landlock.h"

/* Headers are often older than the kernel that runs: its newer rights. */
#define FS_REFER (UINT64_C(1) << 13)		/* since version 2 */
#define FS_TRUNCATE (UINT64_C(1) << 14)		/* 3 */
#define NET_TCP (UINT64_C(3))			/* 4: bind and connect */
#define FS_IOCTL_DEV (UINT64_C(1) << 15)	/* 5 */
#define SCOPES (UINT64_C(3))			/* 6: abstract sockets and
						   signals of others */

/* struct landlock_ruleset_attr, as it is since version 6. */
struct handled {
	uint64_t fs, net, scoped;
};

/* What is forbidden: everything that this version knows of. */
static struct handled
everything(long version)
{
	struct handled h = {.fs = FS_REFER - 1};

	if (version >= 2)
		h.fs |= FS_REFER;
	if (version >= 3)
		h.fs |= FS_TRUNCATE;
	if (version >= 4)
		h.net = NET_TCP;
	if (version >= 5)
		h.fs |= FS_IOCTL_DEV;
	if (version >= 6)
		h.scoped = SCOPES;
	return h;
}

int
landlock_open(void)
{
	struct handled h;
	long version;

	version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (version == -1)
		return -1;
	h = everything(version);
	/* Of the members that an older kernel does not know, all are 0. */
	return (int)syscall(SYS_landlock_create_ruleset, &h, sizeof(h), 0);
}

int
landlock_allow(int rules, int folder_fd, enum landlock_right right)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = folder_fd,
	};

	if (right != LANDLOCK_READ)
		rule.allowed_access |= LANDLOCK_ACCESS_FS_WRITE_FILE |
		    LANDLOCK_ACCESS_FS_MAKE_REG;
	if (right == LANDLOCK_WRITE)
		rule.allowed_access |= LANDLOCK_ACCESS_FS_REMOVE_FILE;
	return (int)syscall(SYS_landlock_add_rule, rules,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

int
landlock_enter(int rules)
{
	return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}
