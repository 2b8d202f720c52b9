/*
 * The UUID of a computer's firmware. Pure.
 */
#ifndef UUID_H
#define UUID_H

#include <stddef.h>

/* The same UUID with its first three fields in the other byte order. */
void uuid_swap(const unsigned char from[16], unsigned char to[16]);

/*
 * "uuid:4c4c4544-0042-4710-8057-b4c04f564432", as the map and the log write
 * it; size 42 will do. Returns buf.
 */
char *uuid_text(const unsigned char u[16], char *buf, size_t size);

#endif
