/*
 * Texts of other programs' files, in messages.
 */
#ifndef IMPORTEDTEXT_H
#define IMPORTEDTEXT_H

#include <stddef.h>

/* The room for n bytes. */
#define IMPORTED_TEXT_SIZE(n) (4 * (n) + 3)

/*
 * Writes n bytes of text as the file has them, cut to size; in quotes if they are none,
 * or have blanks and no quotes of their own. What is not printable ASCII is an octal
 * number: nothing else reaches a terminal. Returns dst.
 */
const char *imported_text(char *dst, size_t size, const char *text, size_t n);

#endif
