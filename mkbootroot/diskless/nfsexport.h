/*
 * What an NFS server has to be told about a root: a line of exports(5), and a
 * block of nfs-ganesha's configuration. Pure.
 */
#ifndef NFSEXPORT_H
#define NFSEXPORT_H

#include <stddef.h>

#include "mkbootroot/diskless/nfssource.h"

#define NFS_EXPORT_SIZE 8192	/* bytes for all of it */
#define NFS_EXPORT_MARK "# mkbootroot nfsroot "

enum nfs_servers {		/* bits: for whom */
	NFS_EXPORTS = 1, NFS_GANESHA = 2, NFS_BOTH = 3
};

struct nfs_export {
	const char *image;	/* its name */
	const struct nfs_source *source;
	const char *clients;	/* who may mount it */
	int writable;
	int version;		/* 3 or 4 */
};

/*
 * Whether we may write the file: it is not there, empty, or begins with
 * `mark`. 0; -1: errno, and 0 where it is somebody else's.
 */
int export_file_check(const char *file, const char *mark);

/* For whom a file is, by its name: .exports and .conf have one of them. */
enum nfs_servers nfs_export_file_is_for(const char *file);

/*
 * Writes the text, which begins with NFS_EXPORT_MARK; both servers take # for
 * a comment. Everything in it was checked, and fits.
 */
void nfs_export_text(const struct nfs_export *e, enum nfs_servers whom,
    char text[NFS_EXPORT_SIZE]);

#endif
