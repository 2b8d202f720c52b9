/*
 * Opening a file or a folder that the command line names.
 */
#ifndef GIVEN_H
#define GIVEN_H

/*
 * For reading: a regular file, what a shell makes of <(command), or a terminal.
 * -1: errno, for system_reason(). EINVAL: it is something else, such as a
 * device, or a fifo, which could let us wait for ever. EACCES is also for a link
 * that belongs neither to us nor to root: the user who has handed a folder over
 * must not choose, by a link in it, what root publishes.
 */
int given_open(const char *path);

/* A folder, with the same rule for links. -1: errno. */
int given_open_folder(const char *path);

/* The rule alone. -1: the link is another user's, errno is EACCES. */
int given_check_link(const char *path);

#endif
