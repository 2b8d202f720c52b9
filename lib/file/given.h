/*
 * Opening a file or a folder that the command line names.
 */
#ifndef GIVEN_H
#define GIVEN_H

/*
 * For reading: a regular file, what a shell makes of <(command), or a terminal.
 * -1: errno, for system_reason(). EINVAL: it is something else, such as a
 * fifo, which could let us wait for ever, or a device. EACCES also for a link
 * that belongs neither to us nor to root: who laid it into a folder that was
 * handed over does not choose what root publishes.
 */
int given_open(const char *path);

/* A folder, with the same rule for links. -1: errno. */
int given_open_folder(const char *path);

/* The rule alone. -1: the link is another user's, errno is EACCES. */
int given_check_link(const char *path);

#endif
