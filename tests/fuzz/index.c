/*
 * Any names and values as an index for libkmod: it is written, and every name
 * is found in it again with all of its values, as libkmod looks for it. The
 * input is texts that end in a NUL, names and values by turns.
 */
#include "mkbootroot/diskless/modulesindex.h"

#include <bsd/sys/endian.h>

#include "must.h"

#define LINES 32

/* Reads the node at *ref, and goes on to the child for c; 0: there is none. */
static uint32_t
walk(const unsigned char *file, size_t n, uint32_t ref, const char *key,
    size_t *values, size_t *values_at)
{
	size_t at;
	unsigned char first, last;

	for (;;) {
		at = ref & 0x0fffffff;
		must(ref != 0 && at < n, "a node outside of the file");
		if (ref & 0x80000000) {
			size_t prefix_n = strlen((const char *)file + at);

			if (strncmp((const char *)file + at, key,
			    prefix_n) != 0)
				return 0;
			key += prefix_n;
			at += prefix_n + 1;
		}
		if (*key == '\0')
			break;
		if ((ref & 0x20000000) == 0)
			return 0;
		first = file[at];
		last = file[at + 1];
		if ((unsigned char)*key < first || (unsigned char)*key > last)
			return 0;
		at += 2 + 4u * ((unsigned char)*key - first);
		must(at + 4 <= n, "a child outside of the file");
		if ((ref = be32dec(file + at)) == 0)
			return 0;
		key++;
	}
	if (ref & 0x20000000)
		at += 2 + 4u * (file[at + 1] - file[at] + 1u);
	*values = ref & 0x40000000 ? be32dec(file + at) : 0;
	*values_at = at + 4;
	return ref;
}

static void
check(const unsigned char *file, size_t n, const struct index_line *line,
    size_t lines)
{
	size_t values = 0, at = 0, same, i, j;

	must(n >= 12 && be32dec(file) == 0xb007f457, "no index");
	for (i = 0; i < lines; i++) {
		if (!modules_index_can_have(line[i].key))
			continue;
		must(walk(file, n, be32dec(file + 8), line[i].key, &values,
		    &at) != 0, "a name is not there");
		for (j = same = 0; j < lines; j++)
			same += strcmp(line[j].key, line[i].key) == 0;
		must(values == same, "another number of values");
		for (j = same = 0; j < values; j++) {
			must(at + 5 <= n, "a value outside of the file");
			at += 4;
			same += strcmp((const char *)file + at,
			    line[i].value) == 0;
			at += strlen((const char *)file + at) + 1;
		}
		must(same > 0, "a value is not there");
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	char *text = exact_text(bytes, n), *at = text, *file = NULL;
	struct index_line line[LINES];
	size_t lines = 0, file_n = 0;
	FILE *out;

	while (lines < LINES && at < text + n) {
		line[lines].key = at;
		at += strlen(at) + 1;
		if (at >= text + n)
			break;
		line[lines++].value = at;
		at += strlen(at) + 1;
	}
	out = open_memstream(&file, &file_n);
	must(out != NULL && modules_index(line, lines, out) == 0 &&
	    fclose(out) == 0, "not written");
	check((unsigned char *)file, file_n, line, lines);
	free(file);
	free(text);
	return 0;
}
