/*
 * The words of one imported line, as clients(5) writes them.
 */
#ifndef FOREIGN_WORDSPRINT_H
#define FOREIGN_WORDSPRINT_H

#include <stdio.h>

#include "mkbootroot/foreign/imported.h"

/* Each has a blank before it. image: of boot=; "": none. */
void words_print(const struct words *w, const char *image, FILE *out);

/* Of these, the boot files only; an address, unless it is 0. */
void words_print_files(const struct words *w, FILE *out);
void words_print_address(enum map_field tag, const struct in_addr *a,
    FILE *out);

#endif
