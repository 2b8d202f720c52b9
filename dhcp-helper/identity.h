/*
 * Who sent a message, and what kind of client it is: options 60, 61, 77, 93,
 * 97 and 175.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "dhcp-helper/message.h"

/*
 * Fills in class, stage, archs, MAC, UUID and is_pi of a message whose
 * header is read and whose options are joined; what is wrong is ignored.
 * SILENCE_NOT, or the reason why nobody can be told by it. Pure.
 */
enum silence identity_read(struct message *m);

#endif
