/*
 * Giving up privileges: groups before user, then the capabilities, and a proof
 * that there is no way back.
 */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/privilege.h"

#define GROUPS_MAX 32

/*
 * The user's line of /etc/passwd, read as it stands: getpwnam(3) would load
 * the libraries that nsswitch.conf names, into a program that wants none.
 */
static const struct passwd *
find_user(const char *user, const char **reason)
{
	const struct passwd *pw = NULL;
	FILE *f = fopen("/etc/passwd", "re");

	*reason = f == NULL ? strerror(errno) : "no such user in /etc/passwd";
	if (f == NULL)
		return NULL;
	while ((pw = fgetpwent(f)) != NULL && strcmp(pw->pw_name, user) != 0)
		;
	fclose(f);
	return pw;
}

/*
 * The groups of a user, his own first: those that /etc/group has him in, as far as
 * there is room. Read as it stands, too. How many.
 */
static size_t
find_groups(const struct passwd *pw, gid_t groups[GROUPS_MAX])
{
	FILE *f = fopen("/etc/group", "re");
	const struct group *g;
	size_t n = 1;

	groups[0] = pw->pw_gid;
	while (f != NULL && n < GROUPS_MAX && (g = fgetgrent(f)) != NULL)
		for (char **member = g->gr_mem; *member != NULL; member++)
			if (strcmp(*member, pw->pw_name) == 0) {
				groups[n++] = g->gr_gid;
				break;
			}
	if (f != NULL)
		fclose(f);
	return n;
}

/*
 * Empties the bounding set, as far as we may: that wants CAP_SETPCAP. Who does
 * not have it gets nothing by exec all the same, because of no_new_privs.
 */
static int
empty_bounding_set(void)
{
	/* The kernel knows no capability behind its last one. */
	for (int i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) != -1; i++)
		if (prctl(PR_CAPBSET_DROP, i, 0, 0, 0) == -1 &&
		    errno != EPERM)
			return -1;
	return 0;
}

/* 1: the effective, permitted or inheritable set has one; 0; -1: errno. */
static int
has_capabilities(void)
{
	struct __user_cap_header_struct us = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct set[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &us, set) == -1)
		return -1;
	for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		if ((set[i].effective | set[i].permitted |
		    set[i].inheritable) != 0)
			return 1;
	return 0;
}

/*
 * Empties the sets: who was started with ambient capabilities or kept them
 * over setresuid(2) (SECBIT_NO_SETUID_FIXUP) has some. What is neither
 * permitted nor inheritable is not ambient any more. Asked first: a unit's
 * filter may have no capset(2), and then there is mostly nothing to do.
 */
static const char *
empty_sets(void)
{
	struct __user_cap_header_struct us = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct
	    none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};

	switch (has_capabilities()) {
	case 0:
		return NULL;
	case 1:
		if (syscall(SYS_capset, &us, none) == -1)
			break;
		return has_capabilities() == 0 ? NULL :
		    "it keeps capabilities";
	default:
		break;
	}
	return errno == ENOSYS ? "it has capabilities, and no capset(2) to "
	    "give them up" : strerror(errno);
}

static const char *
become(const char *user)
{
	gid_t groups[GROUPS_MAX];
	const struct passwd *pw;
	const char *reason;

	if ((pw = find_user(user, &reason)) == NULL)
		return reason;
	if (pw->pw_uid == 0)
		return "that is root";
	if (setgroups(find_groups(pw, groups), groups) == -1 ||
	    setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) == -1 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) == -1)
		return strerror(errno);
	/* With CAP_SETUID, root could be had back. */
	if ((reason = empty_sets()) != NULL)
		return reason;
	if (setuid(0) != -1 || getuid() != pw->pw_uid ||
	    geteuid() != pw->pw_uid)
		return "root could be regained";
	return NULL;
}

const char *
privilege_drop(const char *user)
{
	const struct rlimit none = {0, 0};
	const char *reason;

	if (empty_bounding_set() == -1)
		return strerror(errno);
	reason = geteuid() == 0 ? become(user) : empty_sets();
	if (reason != NULL)
		return reason;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    setrlimit(RLIMIT_CORE, &none) == -1)
		return strerror(errno);
	return NULL;
}
