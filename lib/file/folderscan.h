/*
 * The entries of a folder that is open, as scandir(3) gives those of a path;
 * not every C library has scandirat(3).
 */
#ifndef FOLDERSCAN_H
#define FOLDERSCAN_H

#include <dirent.h>

/*
 * Those entries of the folder fd that the filter takes, in the order of their
 * bytes: how many, or -1: errno. fd stays open, and is read from its start.
 * The caller frees each entry and *list.
 */
int folder_scan(int fd, struct dirent ***list,
    int (*filter)(const struct dirent *));

#endif
