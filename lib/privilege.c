/*
 * Giving up privileges: groups before user, and then a proof that there is
 * no way back.
 */
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *
become(const char *user)
{
	const struct passwd *pw;

	errno = 0;
	if ((pw = getpwnam(user)) == NULL)
		return errno ? strerror(errno) : "no such user";
	if (pw->pw_uid == 0)
		return "that is root";
	if (setgroups(1, &pw->pw_gid) == -1 ||
	    setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) == -1 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) == -1)
		return strerror(errno);
	if (setuid(0) != -1 || getuid() != pw->pw_uid ||
	    geteuid() != pw->pw_uid)
		return "root can be had back";
	return NULL;
}

const char *
privilege_drop(const char *user)
{
	const struct rlimit none = {0, 0};
	const char *reason;

	if (geteuid() == 0 && (reason = become(user)) != NULL)
		return reason;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    setrlimit(RLIMIT_CORE, &none) == -1)
		return strerror(errno);
	return NULL;
}
