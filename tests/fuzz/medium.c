/*
 * Any bytes as the files of a tree that is held against the table of media: the
 * first byte chooses which patterns are there, the rest is what is in them.
 */
#include <string.h>

#include "map/variable.h"
#include "mkbootroot/image/medium.h"

#include "must.h"

struct tree {
	const unsigned char *bytes;
	size_t n;
	unsigned chooses;
};

/* A name that is hard to quote, of the pattern's own bytes where it fits. */
static int
find(void *of, const char *pattern, char path[MEDIUM_PATH_SIZE])
{
	const struct tree *t = of;
	unsigned sum = t->chooses;
	const char *p;

	for (p = pattern; *p != '\0'; p++)
		sum = sum * 31 + (unsigned char)*p;
	snprintf(path, MEDIUM_PATH_SIZE, "%.*s @{1}\"%%",
	    (int)strcspn(pattern, "|"), pattern);
	return t->chooses == 0 || sum % 3 != 0;
}

static long
read_start(void *of, const char *path, char *buf, size_t n)
{
	const struct tree *t = of;

	(void)path;
	if (n > t->n)
		n = t->n;
	memcpy(buf, t->bytes, n);
	buf[n] = '\0';
	return (long)n;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct tree t;
	const struct medium_tree tree = {find, read_start, &t};
	struct medium_found found;
	char *text, args[256];

	if (n == 0)
		return 0;
	t = (struct tree){exact_copy(bytes + 1, n - 1), n - 1, bytes[0]};
	medium_recognise(&tree, &found);
	if (found.medium != NULL) {
		must(medium_of_word(found.medium->word) == found.medium,
		    "a medium without a row");
		must(strlen(found.args) < sizeof(found.args) &&
		    strlen(found.label) < sizeof(found.label) &&
		    found.label[strcspn(found.label, "\n\r\033")] == '\0',
		    "a label with control characters");
		must(found.medium->script != NULL ||
		    (variables_in(found.args, strlen(found.args)) &
		    ~(unsigned)VARIABLE_IMAGE) == 0,
		    "a path that is a variable");
	}
	text = calloc(n, 1);
	memcpy(text, bytes + 1, n - 1);
	if (medium_script_args(text, args, sizeof(args)) == 0)
		must(args[strcspn(args, "\r\n")] == '\0' &&
		    strstr(args, "initrd=") != args, "more than a line");
	free(text);
	free((void *)t.bytes);
	return 0;
}
