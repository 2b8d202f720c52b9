/*
 * What an errno means for whoever started us.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

/* 1: a mistake in what was given; 111: it may go well another time. */
int system_exit_code(int error);

#endif
