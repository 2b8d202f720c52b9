/*
 * class= and file= of a record: a file belongs to the class before it.
 */
#include <string.h>

#include "map/bootword.h"
#include "map/vendorclass.h"

/* The record whose classes count; NULL: none has any. */
static const struct record *
classes_of(const struct client *c)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record};
	struct field f;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (record_field(levels[i], FIELD_CLASS, &f))
			return levels[i];
	return NULL;
}

int
vendorclass_next(const struct client *c, size_t *at, struct vendorclass *v)
{
	const struct record *r = classes_of(c);
	const int has_files = r != NULL && bootword_counts(c, r);
	struct field f;
	size_t pos;

	memset(v, 0, sizeof(*v));
	if (r == NULL)
		return 0;
	for (pos = *at; record_next(r, &pos, &f) == 1; *at = pos) {
		if (f.tag == FIELD_CLASS && v->class != NULL)
			return 1;	/* the next one begins at *at */
		if (f.tag == FIELD_CLASS)
			v->class = f.text;
		else if (f.tag == FIELD_CLASS_FILE && v->class != NULL &&
		    has_files)
			v->file = f.text;
	}
	return v->class != NULL;
}

int
vendorclass_find(const struct client *c, const unsigned char *bytes, size_t n,
    struct vendorclass *v)
{
	struct vendorclass each;
	size_t at = 0, length, best = 0;

	memset(v, 0, sizeof(*v));
	while (vendorclass_next(c, &at, &each)) {
		length = strlen(each.class);
		if (length > best && length <= n &&
		    memcmp(bytes, each.class, length) == 0) {
			*v = each;
			best = length;
		}
	}
	return v->class != NULL;
}
