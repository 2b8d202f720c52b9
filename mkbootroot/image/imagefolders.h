/*
 * The folders of the boot root that can be images.
 */
#ifndef IMAGEFOLDERS_H
#define IMAGEFOLDERS_H

#include <dirent.h>

/*
 * The folders beneath rootfd whose name an image may have, in the order of
 * their bytes: how many, or -1: errno. The caller frees each entry and *list,
 * as with folder_scan().
 */
int image_folders(int rootfd, struct dirent ***list);

#endif
