/*
 * Renaming that replaces nothing, or loses nothing: renameat2(2), by its
 * number, since musl has had no function for it for long.
 */
#ifndef RENAMEAT_H
#define RENAMEAT_H

/*
 * In the folder dir_fd, gives what is named old a name that nothing has. -1:
 * errno; EEXIST: something has it, EINVAL: the file system cannot do it.
 */
int rename_new(int dir_fd, const char *old, const char *new);

/* Exchanges what two names in the folder dir_fd stand for. -1: errno. */
int rename_exchange(int dir_fd, const char *one, const char *other);

#endif
