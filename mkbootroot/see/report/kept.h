/*
 * Texts that stay: each is kept once, however often it comes. Pure but for
 * memory.
 */
#ifndef KEPT_H
#define KEPT_H

/* Begins with zeros. */
struct kept {
	void *root;
};

/* The same text gives the same pointer, until kept_free(). NULL: no memory. */
const char *kept_text(struct kept *k, const char *text);
void kept_free(struct kept *k);

#endif
