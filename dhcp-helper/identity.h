/*
 * Who sent a message, and what kind of client it is: options 60, 61, 77, 93,
 * 97 and 175.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "dhcp-helper/message.h"

/*
 * Fills in class, stage, archs, MAC, UUID and is_pi of a message whose
 * header is read and whose options are joined; wrong options are ignored.
 * SILENCE_NOT, or the reason why the message identifies no client. Pure.
 */
enum silence identity_read(struct message *m);

#endif
