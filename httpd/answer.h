/*
 * The parent's answer to a process that asks for something by a report: a signal with a
 * value, which no process but the parent can send. Children have it blocked (lean.h).
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <sys/types.h>

/* In the parent, at the start: its children can wait for it. -1: errno. */
int answer_prepare(void);

/* In the parent: yes or no. A process that has ended does not hear it. */
void answer_give(pid_t pid, int yes);

/* In a child, before it asks: what was said before does not count. */
void answer_begin(void);

/* In a child: 1: yes; 0: no, or nothing for a minute, or the parent has gone. */
int answer_wait(void);

#endif
