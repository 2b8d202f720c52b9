/*
 * Who said that a client is done: the text of its file.
 */
#ifndef DONEBY_H
#define DONEBY_H

#include "done/done.h"

/* The first line of a file of the folder, of what is printable. "": there is none. */
void done_read_by(int folder_fd, const char *name, char by[DONE_BY_SIZE]);

#endif
