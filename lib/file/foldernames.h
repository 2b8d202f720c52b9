/*
 * The names in a folder.
 */
#ifndef FOLDERNAMES_H
#define FOLDERNAMES_H

#include <dirent.h>
#include <stddef.h>

/*
 * Reads the names of an open folder, but for those with a dot first. Sets *n
 * to their number, and *cut where that is not all of them: there are more than max, and
 * errno is 0; or errno says why the rest cannot be read. The caller frees the names and
 * the list, which is NULL where there are none.
 */
char **folder_names(DIR *dir, size_t max, size_t *n, int *cut);

#endif
