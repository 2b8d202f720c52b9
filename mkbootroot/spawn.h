/*
 * Another program as a child: what it reads, and how it begins.
 */
#ifndef SPAWN_H
#define SPAWN_H

#include <stddef.h>
#include <sys/types.h>

/*
 * A file of memory with n bytes of text, to be read from its start: the child need not
 * read at all, and nobody waits for it. -1: errno.
 */
int spawn_input(const char *text, size_t n);

/*
 * Starts argv[0], looked for in PATH where it has no "/", in a process group of its own.
 * Its descriptors 0 to 2 are those of fd; -1: it has ours. Signals are as in a program
 * that a shell starts. 0, or an errno.
 */
int spawn_program(pid_t *pid, const char *const argv[], const int fd[3]);

#endif
