/*
 * Giving up privileges: groups before user, and then a proof that there is
 * no way back.
 */
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

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

static const char *
become(const char *user)
{
	const struct passwd *pw;
	const char *reason;

	if ((pw = find_user(user, &reason)) == NULL)
		return reason;
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
