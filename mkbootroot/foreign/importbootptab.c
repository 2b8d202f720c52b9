/*
 * bootptab(5) of the CMU bootpd: a host and its tags, between colons; tc= takes
 * over those of a template.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/bootptab.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/text/textfile.h"

static const char *const tag_names[TAGS] = {
	"bf", "ds", "gw", "ha", "hd", "ht", "ip", "rp", "sa", "sm",
	"tc"
};

struct entries {
	struct imported *im;
	struct entry *list;
	size_t n, size;
	struct entry **by_name;	/* of the same name the first is first */
};

static struct entry *
entry_new(struct entries *e)
{
	const size_t size = e->size + e->size / 2 + 64;
	struct entry *list;

	if (e->n == e->size) {
		if ((list = reallocarray(e->list, size,
		    sizeof(*list))) == NULL) {
			e->im->no_memory = 1;
			return NULL;
		}
		e->list = list;
		e->size = size;
	}
	memset(&e->list[e->n], 0, sizeof(*e->list));
	return &e->list[e->n++];
}

/* The next field, without quotes; NULL: no more. *s goes on behind it. */
static char *
field(char **s)
{
	char *begin = *s, *out = *s, *p = *s, quote = 0;

	if (p == NULL)
		return NULL;
	for (; *p != '\0' && (quote || *p != ':'); p++)
		if (*p == '"')
			quote = !quote;
		else
			*out++ = *p;
	*s = *p == '\0' ? NULL : p + 1;
	while (out > begin && (out[-1] == ' ' || out[-1] == '\t'))
		out--;
	*out = '\0';
	return begin + strspn(begin, " \t");
}

static void
take_field(struct entry *e, const char *text)
{
	for (int i = 0; i < TAGS; i++) {
		if (strncmp(text, tag_names[i], 2) != 0)
			continue;
		if (text[2] == '=')
			e->value[i] = text + 3;
		else if (text[2] == '@')
			e->deleted[i] = 1;
	}
}

static void
take_entry(struct entries *all, unsigned from, char *text)
{
	struct entry *e;
	char *name = field(&text), *next;

	if (name[0] == '\0' || (e = entry_new(all)) == NULL)
		return;
	e->from = from;
	e->name = name;
	while ((next = field(&text)) != NULL)
		take_field(e, next);
}

static int
compare_names(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

static int
sort_names(struct entries *all)
{
	if ((all->by_name = reallocarray(NULL, all->n + 1,
	    sizeof(struct entry *))) == NULL)
		return -1;
	for (size_t i = 0; i < all->n; i++)
		all->by_name[i] = &all->list[i];
	qsort(all->by_name, all->n, sizeof(struct entry *), compare_names);
	return 0;
}

/* The first entry of a name, or NULL. */
static struct entry *
find_entry(const struct entries *all, const char *name)
{
	size_t low = 0, high = all->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(all->by_name[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->n && strcmp(all->by_name[low]->name, name) == 0 ?
	    all->by_name[low] : NULL;
}

/* The template of an entry, if it has one that can be taken over. */
static struct entry *
template_of(const struct entries *all, const struct entry *e)
{
	const char *name = e->value[TAG_TC];
	struct entry *found;

	if (name == NULL || e->state == STATE_COMPLETE)
		return NULL;
	if ((found = find_entry(all, name)) == NULL)
		imported_refuse(all->im, e->from, name,
		    "is no template of the file");
	else if (found->state == STATE_FOLLOWED)
		imported_refuse(all->im, e->from, name,
		    "is a template that refers to itself");
	else
		return found;
	return NULL;
}

/*
 * Takes over what the template says, which has taken over what its own says.
 * Each entry is completed once, whoever names it, and a chain of them may be as
 * long as the file.
 */
static void
take_templates(const struct entries *all, struct entry *e)
{
	struct entry *above, *below;

	e->below = NULL;
	for (;;) {
		above = template_of(all, e);
		if (e->state != STATE_COMPLETE)
			e->state = STATE_FOLLOWED;
		if (above == NULL)
			break;
		above->below = e;
		above->is_template = 1;
		e = above;
	}
	for (;; e = below) {
		below = e->below;
		e->below = NULL;
		e->state = STATE_COMPLETE;
		if (below == NULL)
			return;
		for (int i = 0; i < TAGS; i++)
			if (i != TAG_TC && below->value[i] == NULL &&
			    !below->deleted[i])
				below->value[i] = e->value[i];
	}
}

/*
 * The lines of an entry as one: a backslash at the end goes on, as do blanks
 * at the beginning of the next. *from is the first one's number.
 */
static char *
entry_text(char *text, size_t n, size_t *pos, unsigned *lines, unsigned *from)
{
	char *entry = NULL, *end = NULL, *line;
	size_t length;
	int goes_on = 1;

	while (goes_on && (line = textfile_line(text, n, pos)) != NULL) {
		++*lines;
		if (entry == NULL) {
			if (line[0] == '#' || line[0] == '\0')
				continue;
			entry = end = line;
			*from = *lines;
		}
		length = strlen(line);
		goes_on = length > 0 && line[length - 1] == '\\';
		memmove(end, line, length - (size_t)goes_on);
		end += length - (size_t)goes_on;
	}
	if (entry != NULL)
		*end = '\0';
	return entry;
}

/* One that only others want, by its name or because it has no card. */
static int
is_template_only(const struct entry *e)
{
	return e->name[0] == '.' ||
	    (e->is_template && e->value[TAG_HA] == NULL);
}

void
import_bootptab(struct imported *im, char *text, size_t n)
{
	struct bootptab_nets nets = { .n = 0 };
	struct entries all = { .im = im };
	unsigned lines = 0, from;
	size_t i, pos = 0;
	char *entry;

	while ((entry = entry_text(text, n, &pos, &lines, &from)) != NULL)
		take_entry(&all, from, entry);
	if (sort_names(&all) == -1)
		im->no_memory = 1;
	for (i = 0; i < all.n && !im->no_memory; i++)
		take_templates(&all, &all.list[i]);
	for (i = 0; i < all.n && !im->no_memory; i++)
		if (!is_template_only(&all.list[i]))
			bootptab_host(im, &all.list[i], &nets);
	free(all.by_name);
	free(all.list);
}
