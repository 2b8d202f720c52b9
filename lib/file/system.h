/*
 * What an errno means: the program's exit code, and the reason as text.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

/*
 * The exit code for an errno. 1: a mistake of the user, also for errno 0; 111:
 * the failure may pass. Call it before a message is written, which may change
 * errno.
 */
int system_exit_code(int error);

/* strerror(), with other texts where beneath.h gives an errno its own meaning. */
const char *system_reason(int error);

/* Writes "WHAT OBJECT: reason" for errno. Returns the exit code for it. */
int system_say(const char *what, const char *object);

#endif
