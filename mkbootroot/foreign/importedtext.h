/*
 * Texts of other programs' files, in messages.
 */
#ifndef IMPORTEDTEXT_H
#define IMPORTEDTEXT_H

#include <stddef.h>

/* The room for n bytes. */
#define IMPORTED_TEXT_SIZE(n) (4 * (n) + 3)

/*
 * Writes n bytes of text as the file has them, in quotes if they have blanks or are none,
 * and cut to size. What is not printable ASCII is an octal number: nothing else
 * reaches a terminal. Returns dst.
 */
const char *imported_text(char *dst, size_t size, const char *text, size_t n);

#endif
