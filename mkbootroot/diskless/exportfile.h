/*
 * The file of exports that nfsroot -x names.
 */
#ifndef EXPORTFILE_H
#define EXPORTFILE_H

/*
 * Whether we may write the file: it is not there, empty, or begins with
 * `mark`. 0; -1: errno, and 0 where it is somebody else's.
 */
int export_file_check(const char *file, const char *mark);

#endif
