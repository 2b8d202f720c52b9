/*
 * Runs a program on a kernel that lacks something: its system calls end as on
 * an older one.
 *
 *	without landlock|landlock-off|seccomp... -- PROGRAM [ARGUMENT...]
 *
 * landlock: the kernel is older than it; landlock-off: it was not switched on
 * at boot; seccomp: built without.
 */
#include <err.h>
#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
	int i, failed = c == NULL;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "landlock") == 0)
			failed |= seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS),
			    SCMP_SYS(landlock_create_ruleset), 0);
		else if (strcmp(argv[i], "landlock-off") == 0)
			failed |= seccomp_rule_add(c,
			    SCMP_ACT_ERRNO(EOPNOTSUPP),
			    SCMP_SYS(landlock_create_ruleset), 0);
		else if (strcmp(argv[i], "seccomp") == 0)
			failed |= seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS),
			    SCMP_SYS(seccomp), 0);
		else
			errx(2, "what is %s?", argv[i]);
	if (failed || argv[i] == NULL || argv[i + 1] == NULL)
		errx(2, "cannot make the filter");
	/* So that the program has no new privileges by its own doing. */
	if (seccomp_attr_set(c, SCMP_FLTATR_CTL_NNP, 0) != 0 ||
	    seccomp_load(c) != 0)
		errx(2, "cannot load the filter");
	execvp(argv[i + 1], argv + i + 1);
	err(2, "%s", argv[i + 1]);
}
