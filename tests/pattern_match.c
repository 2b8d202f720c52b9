/*
 * Matches what standard input says: lines of nocase (0 or 1), a pattern and a
 * name, with tabs between them. For each a line: "-", or begin and end of the
 * whole and of each group.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map/pattern.h"

int
main(void)
{
	char line[4096], *pattern, *name, *copy;
	struct pattern_match m;
	size_t n;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if ((pattern = strchr(line, '\t')) == NULL ||
		    (name = strchr(++pattern, '\t')) == NULL)
			return 2;
		*name++ = '\0';
		/* Without a NUL, so that one byte too many is seen. */
		n = strlen(name);
		if ((copy = malloc(n + (n == 0))) == NULL)
			return 1;
		memcpy(copy, name, n);
		if (pattern_match(pattern, line[0] == '1', copy, n, 0, &m))
			for (unsigned i = 0; i <= pattern_groups(pattern) &&
			    i <= PATTERN_GROUPS; i++)
				printf("%zu-%zu ", m.begin[i], m.end[i]);
		else
			printf("-");
		printf("%s\n", pattern_reason(pattern) == NULL ? "" : "bad");
		free(copy);
	}
	return 0;
}
