/*
 * What other programs call it, and what is misspelt.
 */
#include <string.h>

#include "mkbootroot/text/whonear.h"
#include "mkbootroot/text/worddistance.h"

static const struct {
	const char *theirs, *ours;
} others[] = {
	{ "all", "default" }, { "any", "default" }, { "others", "default" },
	{ "network", "net" }, { "subnet", "net" }, { "profile", "group" },
};

static const char *const words[] = { "default", "net", "group", "image",
    "remap" };

const char *
who_near(const char *word)
{
	const char *near = NULL;
	size_t i, nearest = strlen(word) <= 4 ? 2 : 3;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(word, others[i].theirs) == 0)
			return others[i].ours;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const size_t d = word_distance(word, words[i]);

		if (d < nearest) {
			nearest = d;
			near = words[i];
		}
	}
	return near;
}
