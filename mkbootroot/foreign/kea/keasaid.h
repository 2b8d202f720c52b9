/*
 * What counts of all that is said about one thing, for one client. Pure.
 */
#ifndef KEASAID_H
#define KEASAID_H

#include "mkbootroot/foreign/kea/keaanswer.h"

enum kea_which { KEA_NEXT_SERVER, KEA_SERVER_HOSTNAME, KEA_BOOT_FILE };

/* A field of the message, an option; its text is NULL where it is not sent. */
struct kea_said kea_field(struct kea_exchange *x, enum kea_which which);
struct kea_said kea_option(struct kea_exchange *x, unsigned code);

/* Notes what a class says, so that others need not be looked through. */
void kea_said_by_class(struct kea_class *class);

#endif
