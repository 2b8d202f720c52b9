/*
 * The command at the end of a preseed's installation, preseed/late_command, and
 * another one behind it. Lines are read as Debian's installer reads them. Pure.
 */
#ifndef LATECOMMAND_H
#define LATECOMMAND_H

#include <stddef.h>

/*
 * The text with a command to be run after its own late_command, if that has
 * succeeded. Writes it to buf, which may be NULL, and returns its length in bytes:
 * buf must have those that a call with NULL returns.
 */
size_t latecommand_join(const char *text, size_t n, const char *command,
    char *buf);

#endif
