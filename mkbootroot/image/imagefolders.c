/*
 * Listing the boot root.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "file/beneath.h"
#include "file/folderscan.h"
#include "mkbootroot/image/imagefolders.h"
#include "mkbootroot/text/mapvalue.h"

static int
may_be_image(const struct dirent *d)
{
	return value_image(d->d_name) == NULL;
}

int
image_folders(int rootfd, struct dirent ***list)
{
	struct stat st;
	int i, n, folders = 0;

	if ((n = folder_scan(rootfd, list, may_be_image)) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (beneath_stat(rootfd, (*list)[i]->d_name, &st) == 0 &&
		    S_ISDIR(st.st_mode))
			(*list)[folders++] = (*list)[i];
		else
			free((*list)[i]);
	return folders;
}
