/*
 * Making room: the parent wants the place of this connection for somebody else.
 */
#ifndef LEAVE_H
#define LEAVE_H

#include <stdint.h>

/* Who is to leave may finish what is being sent, where the client takes it: */
#ifndef LEAVE_S
#define LEAVE_S 10		/* for so long whatever it takes, and then */
#endif
#define LEAVE_RATE 16384	/* bytes a second at least */

/* For SIGTERM. It ends a process that waits; another one's system call it ends. */
void leave_on_term(int sig);

/* Says whether the process only waits for a request. */
void leave_waits(int waits);

/* Whether it is to leave, as soon as what is being sent has been sent. */
int leave_is_wanted(void);

/*
 * Whether it is to leave at once, since its client hardly takes anything: taken is how
 * many bytes of this answer it has acknowledged by now. The parent asks again and again
 * (LEAVE_S), so that whoever waits for the client comes to ask this.
 */
int leave_is_overdue(int64_t taken);

#endif
