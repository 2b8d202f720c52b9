/*
 * How far the boot of a machine comes by a line. Pure.
 */
#ifndef SEE_BOOT_H
#define SEE_BOOT_H

#include "mkbootroot/see/machine.h"

/* A line of dhcp-helper about the machine: its kind of event, and where it is. */
void boot_message(struct machine *m, const struct logline *l, struct event *e);

/* A line of tftpd or httpd about a file of the machine; e has its trouble. */
void boot_file(struct machine *m, const struct logline *l, struct event *e);

void boot_stage(struct machine *m, enum machine_stage to, int64_t time_us);

/* Whether the machine was told its boot file moments before the line. */
int boot_is_told(const struct machine *m, const struct logline *l);

/* A message that is another server's, or ends something: it is no step. */
int boot_is_aside(const struct logline *l);

#endif
