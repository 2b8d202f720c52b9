/*
 * Kea's files as JSON: Kea takes comments, commas too many and <?include?>,
 * which JSON has not, and JSON's readers do not say in which line they found
 * what. Pure.
 */
#ifndef KEATEXT_H
#define KEATEXT_H

#include <stddef.h>

#define KEATEXT_INCLUDES 32

struct keatext {
	char *json;		/* the caller frees it; NULL: no memory */
	size_t n;
	unsigned include[KEATEXT_INCLUDES];	/* lines of <?include?> */
	size_t includes;
};

/*
 * The n bytes as JSON with the same lines. Each object has a member "#", the
 * line where it begins, and for each member "name" another one "#name", the
 * line where that stands. What an <?include?> would bring is not there.
 */
void keatext_make(const char *text, size_t n, struct keatext *t);

#endif
