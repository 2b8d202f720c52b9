/*
 * The order of class= and file= in a line.
 */
#include <string.h>

#include "daemon/log.h"
#include "mkbootroot/text/wordclass.h"

/* Which class a file= would be for, and whether it has one already. */
struct before {
	const char *class;	/* NULL: there is none */
	int has_file;
	int is_listed;		/* a class that is this value */
};

static void
look_back(const struct draft *d, const char *value, struct before *b)
{
	const struct record r = draft_record(d);
	struct field f;
	size_t pos = 0;

	memset(b, 0, sizeof(*b));
	while (record_next(&r, &pos, &f) == 1)
		if (f.tag == FIELD_CLASS) {
			b->class = f.text;
			b->has_file = 0;
			b->is_listed |= strcmp(f.text, value) == 0;
		} else if (f.tag == FIELD_CLASS_FILE)
			b->has_file = 1;
}

int
wordclass_is_wrong(struct draft *d, enum map_field tag, const char *value)
{
	char shown[LOG_VISIBLE_SIZE(64)];
	struct before b;

	/* It was said what is wrong with its class. */
	if (tag == FIELD_CLASS_FILE && d->class_is_wrong)
		return 1;
	look_back(d, value, &b);
	if (tag == FIELD_CLASS && !b.is_listed)
		return 0;
	if (tag == FIELD_CLASS)
		draft_mistake(d, "class=%s twice", log_visible(shown,
		    sizeof(shown), value, strlen(value)));
	else if (b.class == NULL)
		draft_mistake(d, "file= without a class= before it");
	else if (b.has_file)
		draft_mistake(d, "file= twice for class=%s", log_visible(shown,
		    sizeof(shown), b.class, strlen(b.class)));
	else if (strncmp(b.class, "HTTPClient", 10) == 0)
		draft_mistake(d, "file= for class=%s: firmware that boots by "
		    "HTTP is told x64-http= and the like", log_visible(shown, sizeof(shown),
		    b.class, strlen(b.class)));
	else
		return 0;
	return 1;
}
