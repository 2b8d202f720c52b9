/*
 * Answers that are lines of words: taking them apart, and the words of a
 * kickstart. Pure.
 */
#ifndef ANSWERSLINE_H
#define ANSWERSLINE_H

#include <stddef.h>

/* Begin with the bytes, their number and 0. */
struct answers_lines {
	const char *s;
	size_t n;
	unsigned line;
};

/* A line without its end, CR included; not NUL-terminated. */
struct answers_line {
	const char *s;
	size_t n;
	unsigned line;		/* from 1 */
};

/* 1: *l is the next line; 0: there is none. */
int answers_line_next(struct answers_lines *all, struct answers_line *l);

/* Takes the next word from the front of *l. 1; 0: there is none. */
int answers_word_next(struct answers_line *l, const char **word, size_t *n);

/*
 * Whether the text begins with a word of small letters, in any case, behind blanks and
 * empty lines, as cloud-init looks at user-data (cloudinit/handlers/__init__.py,
 * type_from_starts_with()).
 */
int answers_begin(const char *bytes, size_t n, const char *word);

/* Whether a word is a command of a kickstart; begins a section that %end ends. */
int answers_is_command(const char *word, size_t n);
int answers_is_section(const char *word, size_t n);

/* Whether a script of VMware's ESXi may begin a line with a word. */
int answers_is_esxi_word(const char *word, size_t n);

#endif
