/*
 * Lists of what was read.
 */
#include <stdlib.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

int
list_add(struct dnsmasq *c, struct list *list, void *item)
{
	const size_t size = list->size + list->size / 2 + 16;
	void **grown;

	if (list->n == list->size) {
		if ((grown = reallocarray(list->item, size,
		    sizeof(*grown))) == NULL) {
			c->im->no_memory = 1;
			return -1;
		}
		list->item = grown;
		list->size = size;
	}
	list->item[list->n++] = item;
	return 0;
}
