/*
 * What an errno means for whoever started us.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

/*
 * 1: a mistake in what was given, also for 0, where there is no errno; 111: it
 * may go well another time. Ask before anything is said: errno is another one
 * after a message.
 */
int system_exit_code(int error);

/* strerror(), but for what beneath.h says by an errno. */
const char *system_reason(int error);

/* Says "WHAT OBJECT: reason", the reason out of errno. Its exit code. */
int system_say(const char *what, const char *object);

#endif
