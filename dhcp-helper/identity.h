/*
 * What kind of client sent a message: options 60, 77, 93 and 97.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "message.h"

/*
 * Fills in class, stage, archs, UUID and is_pi of a message whose options
 * are joined. NULL, or a word of the reason why it is wrong. Pure.
 */
const char *identity_read(struct message *m);

#endif
