/*
 * Opening what a request is for: the file that its client sees under that
 * name, a text that is made for it, or a new file beneath the upload folder.
 */
#ifndef OPEN_H
#define OPEN_H

#include "tftpd/asking.h"
#include "tftpd/server.h"

/*
 * 1: a->seen has it; 0: the client was refused. The caller closes a->seen in
 * any case.
 */
int open_read(struct server *s, struct asking *a);

/* The same for a write, into a->upload. */
int open_upload(struct server *s, struct asking *a);

#endif
