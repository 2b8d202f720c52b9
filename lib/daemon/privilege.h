/*
 * Giving up the privileges of a program that was started with more than it needs.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

/*
 * Becomes `user` for good if we are root, and in any case has no capability in
 * any set, can gain nothing any more by exec (no_new_privs) and leaves no core.
 * Call it when the sockets are bound and before the first datagram is read.
 * Whoever is not root stays who he is: inetd, a unit with User= or a namespace
 * has chosen already. NULL: done; otherwise the reason, for "cannot become
 * USER: reason".
 */
const char *privilege_drop(const char *user);

#endif
