/*
 * Text as HTML. Whatever bytes a text has, it stays text: nothing in it is
 * markup, nothing in it is invisible or turns the direction of what stands
 * beside it.
 */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

/* For the content of an element, and for a value between double quotes. */
void html_text(FILE *out, const char *text);

/* The same, with what stands between backquotes as <code>. */
void html_marked(FILE *out, const char *text);

#endif
