/*
 * Why an address cannot be bound, and what a person can do about it. Pure.
 */
#ifndef BINDREASON_H
#define BINDREASON_H

/* For the errno of bind(2) or listen(2), and the type of the socket. */
const char *bind_reason(int error, int type);

#endif
