/*
 * Which of our roles a message asks for, and whether that role answers it. Pure.
 * These functions set d->answer, and where it goes if that is decided by the role:
 * SILENCE_NOT; or why there is no answer. d->class and d->client are there already.
 */
#ifndef ROLE_H
#define ROLE_H

#include "dhcp-helper/decide.h"

/* Whether its firmware speaks PXE: it may ask for boot items. */
int role_is_pxe(const struct message *m);

/* On port 4011: the proxy that a REQUEST or an INFORM asks there. */
enum silence role_proxy(const struct message *m, const struct interface *via,
    struct decision *d);

/* On port 67: the DHCP server of clients with ip=, the proxy of all others. */
enum silence role_server(const struct message *m, const struct facts *f,
    struct decision *d);

#endif
