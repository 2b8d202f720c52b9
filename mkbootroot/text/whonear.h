/*
 * What may have been meant where a line does not begin with a machine. Pure.
 */
#ifndef WHONEAR_H
#define WHONEAR_H

/* "default", "net", "group", "image" or "remap"; NULL: none of them is near. */
const char *who_near(const char *word);

#endif
