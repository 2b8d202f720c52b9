/*
 * Optimal string alignment, in three rows of its table.
 */
#include <string.h>

#include "mkbootroot/text/worddistance.h"

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

#define NEAR_MAX 24	/* longer words are not compared */

size_t
word_distance(const char *a, const char *b)
{
	size_t row[3][NEAR_MAX + 1], i, j, n = strlen(a), m = strlen(b);
	size_t *now, *before, *old;

	if (n > NEAR_MAX || m > NEAR_MAX)
		return NEAR_MAX;
	for (j = 0; j <= m; j++)
		row[0][j] = j;
	for (i = 1; i <= n; i++) {
		now = row[i % 3];
		before = row[(i - 1) % 3];
		old = row[(i + 1) % 3];		/* of i - 2 */
		now[0] = i;
		for (j = 1; j <= m; j++) {
			now[j] = least(before[j] + 1, now[j - 1] + 1);
			now[j] = least(now[j], before[j - 1] +
			    (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], old[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

int
word_is_nearer(const char *a, const char *b, size_t *nearest)
{
	const size_t d = word_distance(a, b);

	if (d >= *nearest)
		return 0;
	*nearest = d;
	return 1;
}
