/*
 * The steps of a start that tftpd and httpd share, and the end. A step that fails
 * says why and ends the program.
 */
#ifndef STARTUP_H
#define STARTUP_H

#include <stddef.h>

#include "daemon/argument.h"
#include "net/listener.h"

enum { EXIT_DONE = 0, EXIT_MISTAKE = 1, EXIT_USAGE = 2, EXIT_LATER = 111 };

/* Exits; under inetd not before that is gone for which we were started. */
_Noreturn void leave(const struct listener *l, int status);

/*
 * The same after a call that failed: "cannot WHAT: errno". Here as below, who starts the
 * program by hand reads it on standard error, too.
 */
_Noreturn void startup_fail(const struct listener *l, const char *what);

/*
 * Takes the sockets of this type that were inherited, and opens the log, which wants
 * that done: descriptors 1 and 2 may be a socket.
 */
void startup_inherit(struct listener *l, int type, const char *program,
    int to_stderr, int verbose);

/* Ends it if the command line is wrong. usage prints on standard error. */
void startup_check(const struct listener *l, const struct argument_mistake *m,
    void (*usage)(void));

/* Binds the sockets of -l. There has to be one, or one that was inherited. */
void startup_listen(struct listener *l, const char *program,
    const char *const *listen, size_t n, unsigned port);

/* The neighbour table; -1: it cannot be asked here, which is logged. */
int startup_neighbours(void);

/* Becomes this user if started as root. */
void startup_become(const struct listener *l, const char *user);

/*
 * Opens the boot root. -1: it is not there yet, which is logged; by hand it has to
 * be there.
 */
int startup_root(const struct listener *l, const char *path);

/*
 * The same for one that was not there at the start. It can only be read by a new
 * start, of inetd or systemd when the next client asks: so this exits if it has
 * come. -1: errno says why it cannot be opened.
 */
int startup_root_again(const struct listener *l, const char *path);

/*
 * The same for the folder of clients that are done (-D), but by hand, where nobody
 * would start it again.
 */
void startup_done_again(const struct listener *l, const char *path);

/* Says which protection is missing, if any; with -S that ends it. */
void startup_locked(const struct listener *l, const char *missing, int strict);

#endif
