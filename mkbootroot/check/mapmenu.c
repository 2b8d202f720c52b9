/*
 * boot=menu: the images that it offers. Those that the map names come first,
 * in its order, then the other folders of the boot root by their names.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/image/imagefolders.h"

/* Searches what lies in the boot root and is named by no line. */
static int
use_folders(struct check *c)
{
	struct dirent **list;
	int i, n, result = 0;

	if ((n = image_folders(c->rootfd, &list)) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (result == 0 && check_use_image(c, list[i]->d_name,
		    c->menu_entry) == NULL)
			result = -1;
		free(list[i]);
	}
	free(list);
	return result;
}

/* An image that can be booted out of a menu: a kernel, or a loader. */
static int
can_boot(const struct check *c, const struct image_use *u)
{
	if (!u->exists || strcmp(u->name, MAP_IMAGE_LOADERS) == 0 ||
	    strcmp(u->name, MAP_IMAGE_MENU) == 0)
		return 0;
	if (u->found.kernel[0] != '\0' || check_has_loader(c, u))
		return 1;
	return u->line != NULL && entry_has(u->line, FIELD_KERNEL);
}

int
check_menu(struct check *c)
{
	size_t n = RECORD_START + 3 + sizeof(MAP_ONCE_DONE);
	struct image_use *u;

	if (c->menu_entry == NULL)
		return 0;
	if (use_folders(c) == -1)
		return -1;
	for (u = c->first; u != NULL; u = u->next)
		if ((u->in_menu = can_boot(c, u)) != 0)
			n += 3 + strlen(u->name) + 1;
	if (n <= MAP_RECORD_MAX)
		return 0;
	mistake_add(c->mistakes, c->menu_entry->line, "boot=menu: the boot "
	    "root has too many images for a menu");
	for (u = c->first; u != NULL; u = u->next)
		u->in_menu = 0;
	return 0;
}
