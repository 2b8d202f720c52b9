/*
 * The system calls that a process may still make (seccomp(2)). Every other call
 * fails with ENOSYS, as in a kernel that does not have it. So a library that tries
 * a newer call goes on with an older one.
 */
#ifndef FILTER_H
#define FILTER_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A call that is allowed with some arguments only: each condition looks at
 * the lower 32 bits of one argument, which are a descriptor, an int or flags.
 * What a pointer leads to cannot be looked at.
 */
enum filter_compare { FILTER_IS, FILTER_ABOVE, FILTER_NULL };

struct filter_condition {
	unsigned argument;	/* from 0 on */
	enum filter_compare compare;	/* FILTER_NULL: a pointer to nothing */
	uint32_t value;
};

#define FILTER_CONDITIONS 3

struct filter_rule {
	int call;
	unsigned conditions;
	struct filter_condition condition[FILTER_CONDITIONS]; /* all must hold */
};

/*
 * Makes a filter of n calls and n_rules calls with conditions, numbers as
 * SCMP_SYS() gives them; those that this machine does not have are left out. NULL,
 * or the reason why not, and an empty filter. filter->filter is malloc(3)'s.
 */
const char *filter_make(struct sock_fprog *filter, const int *calls,
    size_t n, const struct filter_rule *rules, size_t n_rules);

/*
 * From now on. It wants no_new_privs. A filter can be entered any number of
 * times, by any number of processes. -1: errno; ENOSYS or EINVAL: this kernel
 * has no seccomp.
 */
int filter_enter(const struct sock_fprog *filter);

#endif
