/*
 * A signal of the parent, and what it means for a client that is slow.
 *
 * Without a rate, a client that takes a few bytes now and then would have its place for
 * as long as it likes, and a few addresses could take all places.
 */
#include <signal.h>
#include <unistd.h>

#include "daemon/now.h"
#include "httpd/leave.h"

/* Beside errno, whose page each process has of its own anyway. */
static _Thread_local volatile sig_atomic_t is_waiting;	/* no request is whole */
static _Thread_local volatile sig_atomic_t is_asked;
static _Thread_local uint64_t since_us;		/* 0: not noticed yet */
static _Thread_local int64_t taken_then;

/* A client that waits asks anew. */
void
leave_on_term(int sig)
{
	(void)sig;
	if (is_waiting)
		_exit(0);
	is_asked = 1;
}

void
leave_waits(int waits)
{
	is_waiting = waits;
}

int
leave_is_wanted(void)
{
	return is_asked;
}

int
leave_is_overdue(int64_t taken)
{
	const uint64_t now = now_us();
	uint64_t passed;

	if (since_us == 0) {
		since_us = now;
		taken_then = taken;
	}
	passed = now - since_us;
	return passed >= LEAVE_S * UINT64_C(1000000) && taken - taken_then <
	    (int64_t)(passed / 1000000 * LEAVE_RATE);
}
