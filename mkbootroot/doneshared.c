/*
 * A store that mkbootroot follow feeds the folder from shares it; so does a file
 * system that is mounted on all of them. Whatever copies files in turns does not: a
 * machine starts again sooner.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "done/donestate.h"
#include "mkbootroot/doneshared.h"

#define MOUNTS "/proc/self/mountinfo"

static int
is_in(const char *type, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(type, list[i]) == 0)
			return 1;
	return 0;
}

/*
 * Without lookupcache=none NFS remembers which names are not there, until it looks at
 * the folder's time again, nfs(5): up to a minute.
 */
static enum doneshared
kind_of(const char *type, const char *options)
{
	static const char *const nfs[] = { "nfs", "nfs4" };
	static const char *const others[] = { "9p", "afs", "beegfs", "ceph",
	    "cifs", "fuse.ceph", "fuse.glusterfs", "gfs2", "lustre", "ocfs2",
	    "smb3", "virtiofs" };

	if (is_in(type, nfs, sizeof(nfs) / sizeof(*nfs)))
		return strstr(options, "lookupcache=none") != NULL ?
		    DONESHARED_YES : DONESHARED_LATE;
	return is_in(type, others, sizeof(others) / sizeof(*others)) ?
	    DONESHARED_YES : DONESHARED_NO;
}

/*
 * What a line of /proc/self/mountinfo, proc(5), says of a folder whose file system
 * has this number; -1: it is about another one.
 */
static int
kind_of_mount(const char *line, unsigned major, unsigned minor)
{
	const char *behind = strstr(line, " - ");
	char device[32], wanted[32], type[64];
	int n = 0;

	snprintf(wanted, sizeof(wanted), "%u:%u", major, minor);
	if (sscanf(line, "%*s %*s %31s ", device) != 1 ||
	    strcmp(device, wanted) != 0 || behind == NULL ||
	    sscanf(behind, " - %63s %n", type, &n) != 1)
		return -1;
	return (int)kind_of(type, behind + n);
}

/* By its file system. */
static enum doneshared
mounted(const struct stat *st)
{
	FILE *f = fopen(MOUNTS, "re");
	int kind = -1;
	char *line = NULL;
	size_t size = 0;

	if (f == NULL)
		return DONESHARED_NO;
	while (kind == -1 && getline(&line, &size, f) != -1)
		kind = kind_of_mount(line, major(st->st_dev),
		    minor(st->st_dev));
	free(line);
	fclose(f);
	return kind == -1 ? DONESHARED_NO : (enum doneshared)kind;
}

/* What cannot be read is said elsewhere, and is no folder to share. */
static enum doneshared
look(const char *path)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum doneshared kind = DONESHARED_NO;
	struct stat st;

	if (fd == -1)
		return DONESHARED_NO;
	if (fstat(fd, &st) == 0)
		kind = mounted(&st);
	if (kind == DONESHARED_NO && donestate_is_shared(fd) == 1)
		kind = DONESHARED_YES;
	close(fd);
	return kind;
}

int
doneshared_say(const struct options *o, int has_servers, const char *prefix)
{
	switch (look(o->done)) {
	case DONESHARED_YES:
		return 0;
	case DONESHARED_LATE:
		warnx("%sfolder %s is on NFS without lookupcache=none: a server may "
		    "not see for a minute that a client is done, and install it "
		    "again", prefix, o->done);
		return 1;
	case DONESHARED_NO:
		break;
	}
	/* It is about to be fed. */
	if (!has_servers || o->shares_done)
		return 0;
	warnx("%sclients with once have several servers, and folder %s is known "
	    "to this one alone: another one would install again who is done: "
	    "let all of them follow one etcd, or share the folder", prefix,
	    o->done);
	return 1;
}
