/*
 * import-remap: tftpd-hpa's remap file as remap lines of the map.
 */
#ifndef IMPORTREMAP_H
#define IMPORTREMAP_H

/*
 * Writes the lines to standard output; each rule that they cannot say is
 * named on standard error. Exit code: 1 if there is one.
 */
int import_remap(const char *path);

#endif
