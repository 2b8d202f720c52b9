/*
 * All folders of the boot root, and the nearest of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/check/imagemeant.h"
#include "mkbootroot/image/imagefolders.h"
#include "mkbootroot/text/worddistance.h"

void
image_meant(int rootfd, const char *name, char *text, size_t size)
{
	struct dirent **list;
	const int n = image_folders(rootfd, &list);
	size_t nearest = strlen(name) <= 3 ? 2 : 3;

	text[0] = '\0';
	for (int i = 0; i < n; i++) {
		const size_t d = word_distance(name, list[i]->d_name);

		if (d < nearest) {
			nearest = d;
			snprintf(text, size, ": is it %s?", list[i]->d_name);
		}
		free(list[i]);
	}
	if (n != -1)
		free(list);
}
