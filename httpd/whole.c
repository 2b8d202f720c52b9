/*
 * A part that is not joined to what was there is not remembered: who begins in the
 * middle fetches what is missing later, or from elsewhere.
 */
#include <bsd/string.h>
#include <string.h>

#include "httpd/whole.h"

int
whole_take(struct whole *w, const char *etag, uint64_t first, uint64_t n,
    uint64_t size)
{
	if (strcmp(w->etag, etag) != 0) {
		strlcpy(w->etag, etag, sizeof(w->etag));
		w->n = 0;
	}
	if (first <= w->n && n > w->n - first)
		w->n = first + n;
	return w->n == size;
}
