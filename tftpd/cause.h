/*
 * The likely cause of a boot that stands still. Pure.
 */
#ifndef CAUSE_H
#define CAUSE_H

#include <stddef.h>

#include "tftpd/stall.h"

#define CAUSE_TEXT_SIZE 256

/*
 * The word for hint= in the log; buf is filled with what happened and what the
 * likely cause is.
 */
const char *cause_of(const struct stall *s, char *buf, size_t size);

#endif
