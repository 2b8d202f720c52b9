/*
 * The clients of a root are its superusers: nothing in it may be squashed.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/diskless/nfsexport.h"

/*
 * nfs-ganesha wants a number for each export, and the same path has to keep
 * its number: file handles have it. FNV-1a, folded to 1 to 65535.
 */
static unsigned
export_id(const char *path)
{
	unsigned long h = 2166136261u;

	for (; *path != '\0'; path++)
		h = ((h ^ (unsigned char)*path) * 16777619u) & 0xffffffffu;
	return (unsigned)((h ^ h >> 16) % 65535 + 1);
}

static int
ends(const char *s, const char *with)
{
	const size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

enum nfs_servers
nfs_export_file_is_for(const char *file)
{
	return ends(file, ".exports") ? NFS_EXPORTS :
	    ends(file, ".conf") ? NFS_GANESHA : NFS_BOTH;
}

/* exports(5), for Linux's own server. */
static int
exports_line(const struct nfs_export *e, char *text, size_t size)
{
	return snprintf(text, size, "# /etc/exports:\n"
	    "%s %s(%s,no_root_squash,no_subtree_check)\n", e->source->path,
	    e->clients, e->writable ? "rw" : "ro");
}

/*
 * Linux's client takes owners of NFSv4 as numbers: with names, which ganesha
 * would send, all files of root would belong to nobody. A second block NFSV4
 * would take back what the first one says (4.3), so it cannot stand here.
 */
static void
ganesha_block(const struct nfs_export *e, char *text, size_t size)
{
	const char *path = e->source->path;

	snprintf(text, size, "# nfs-ganesha%s:\n"
	    "EXPORT {\n"
	    "	Export_Id = %u;\n"
	    "	Path = \"%s\";\n"
	    "	Pseudo = \"%s\";\n"
	    "	Protocols = %d;\n"
	    "	SecType = sys;\n"
	    "	Squash = No_Root_Squash;\n"
	    "	Access_Type = None;\n"
	    "	CLIENT {\n"
	    "		Clients = %s;\n"
	    "		Access_Type = %s;\n"
	    "	}\n"
	    "	FSAL {\n"
	    "		Name = VFS;\n"
	    "	}\n"
	    "}\n", e->version == 3 ? "" :
	    ", with Only_Numeric_Owners = true in its block NFSV4",
	    export_id(path), path, path, e->version, e->clients,
	    e->writable ? "RW" : "RO");
}

void
nfs_export_text(const struct nfs_export *e, enum nfs_servers whom,
    char text[NFS_EXPORT_SIZE])
{
	int n = snprintf(text, NFS_EXPORT_SIZE, NFS_EXPORT_MARK "%s %s:%s\n",
	    e->image, e->source->server, e->source->path);

	if (whom & NFS_EXPORTS)
		n += exports_line(e, text + n, NFS_EXPORT_SIZE - (size_t)n);
	if (whom & NFS_GANESHA)
		ganesha_block(e, text + n, NFS_EXPORT_SIZE - (size_t)n);
}
