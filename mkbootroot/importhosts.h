/*
 * import-hosts: the clients of other programs' configuration as lines of
 * clients(5).
 */
#ifndef IMPORTHOSTS_H
#define IMPORTHOSTS_H

/*
 * Writes the lines to standard output; what they cannot say is named on
 * standard error: what is of many lines alike once, or is_each of them. Which
 * program the file is of is seen from it. root is the path of the boot root. Exit
 * code: 1 if something was not translated.
 */
int import_hosts(const char *path, const char *root, int is_each);

#endif
