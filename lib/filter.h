/*
 * The system calls that a process may still make (seccomp(2)). Every other
 * one fails with ENOSYS, as in a kernel that does not have it: a library that
 * tries a newer call then falls back.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stddef.h>
#include <linux/filter.h>

/*
 * Makes a filter of n calls, numbers as SCMP_SYS() gives them; those that
 * this machine does not have are left out. NULL, or the reason why not, and
 * an empty filter. filter->filter is malloc(3)'s.
 */
const char *filter_make(struct sock_fprog *filter, const int *calls,
    size_t n);

/*
 * From now on. It wants no_new_privs. A filter can be entered any number of
 * times, by any number of processes. -1: errno; ENOSYS or EINVAL: this kernel
 * has no seccomp.
 */
int filter_enter(const struct sock_fprog *filter);

#endif
