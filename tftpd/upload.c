/*
 * Files that come into being whole or not at all.
 */
#include <bsd/stdlib.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <unistd.h>

#include "file/openhow.h"
#include "file/renameat.h"
#include "tftpd/upload.h"

#define ANSWER_S 60	/* a parent that is so slow has stopped */
#define TRIES 16	/* for a temporary name that nobody has */

static enum refusal
open_failed(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return REFUSE_NO_FOLDER;
	case ELOOP:
	case EXDEV:
		return REFUSE_LINK;
	case EACCES:
	case EPERM:
	case EROFS:
		return REFUSE_NOT_WRITABLE;
	case ENAMETOOLONG:
		return REFUSE_LONG_NAME;
	case ENOSPC:
	case EDQUOT:
		return REFUSE_DISK_FULL;
	default:
		errno = error;
		return REFUSE_SYSTEM;
	}
}

int
upload_open_folder(int root_fd, const char *folder)
{
	return open_how(root_fd, folder, O_PATH | O_DIRECTORY, 0,
	    RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
}

/* The folder of a path; the path's last part goes to u->name. -1: errno. */
static int
open_folder(struct upload *u, int root_fd, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);
	const char *name = slash == NULL ? path : slash + 1;

	if (n >= sizeof(folder) || strlen(name) >= sizeof(u->name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(u->name, name);
	if (n > 0) {
		memcpy(folder, path, n);
		folder[n] = '\0';
	}
	return u->folder_fd = upload_open_folder(root_fd, folder);
}

/* Whether the name is free, or taken by what may be replaced. */
static enum refusal
look_at_name(const struct upload *u)
{
	struct stat st;

	if (fstatat(u->folder_fd, u->name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? REFUSE_NOTHING : open_failed(errno);
	if (!u->replace)
		return REFUSE_EXISTS;
	return S_ISREG(st.st_mode) ? REFUSE_NOTHING : REFUSE_NOT_REGULAR;
}

static int
has_room(const struct upload *u, uint64_t size)
{
	struct statvfs st;

	/* Where nobody can tell, the disk itself will. */
	return size == 0 || fstatvfs(u->folder_fd, &st) == -1 ||
	    st.f_frsize == 0 || size / st.f_frsize < st.f_bavail;
}

static void
choose_temporary(struct upload *u)
{
	snprintf(u->temporary, sizeof(u->temporary), ".upload-%08x",
	    (unsigned)arc4random());
}

static int
open_temporary(struct upload *u)
{
	int fd, tries = TRIES;

	u->temporary[0] = '\0';
	fd = openat(u->folder_fd, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC,
	    0600);
	/* EISDIR: a kernel or a file system without O_TMPFILE, open(2). */
	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	do {
		choose_temporary(u);
		fd = openat(u->folder_fd, u->temporary, O_WRONLY | O_CREAT |
		    O_EXCL | O_CLOEXEC, 0600);
	} while (fd == -1 && errno == EEXIST && --tries > 0);
	if (fd == -1)
		u->temporary[0] = '\0';
	return fd;
}

/* The child's wait for its answer has an end. */
static int
open_name_pair(int fd[2])
{
	const struct timeval patience = {.tv_sec = ANSWER_S};

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1)
		return -1;
	return setsockopt(fd[0], SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience));
}

enum refusal
upload_open(struct upload **opened, int root_fd, const char *path,
    uint64_t size, int replace)
{
	struct upload *u = calloc(1, sizeof(*u));
	enum refusal refusal;
	int error;

	*opened = NULL;
	if (u == NULL)
		return open_failed(errno);
	u->folder_fd = u->file_fd = u->name_fd[0] = u->name_fd[1] = -1;
	u->replace = replace;
	if (open_folder(u, root_fd, path) == -1)
		refusal = open_failed(errno);
	else if ((refusal = look_at_name(u)) != REFUSE_NOTHING)
		;
	else if (!has_room(u, size))
		refusal = open_failed(ENOSPC);
	else if ((u->file_fd = open_temporary(u)) == -1 ||
	    open_name_pair(u->name_fd) == -1)
		refusal = open_failed(errno);
	if (refusal == REFUSE_NOTHING) {
		*opened = u;
		return refusal;
	}
	error = errno;
	upload_close(u);
	errno = error;
	return refusal;
}

/* Gives a file without a name one that nobody has: 0 or errno. */
static int
name_first(const struct upload *u, const char *name)
{
	char file[sizeof("/proc/self/fd/") + 3 * sizeof(int)];

	/* AT_EMPTY_PATH would want a capability before Linux 6.10. */
	snprintf(file, sizeof(file), "/proc/self/fd/%d", u->file_fd);
	return linkat(AT_FDCWD, file, u->folder_fd, name,
	    AT_SYMLINK_FOLLOW) == -1 ? errno : 0;
}

/* Takes the file from its temporary name to one that nobody has. */
static int
name_anew(const struct upload *u)
{
	int d = u->folder_fd;

	if (rename_new(d, u->temporary, u->name) == 0)
		return 0;
	/* EINVAL: a file system that cannot; some of them have links. */
	if (errno != EINVAL || linkat(d, u->temporary, d, u->name, 0) == -1)
		return errno;
	(void)unlinkat(d, u->temporary, 0);
	return 0;
}

/*
 * Takes the name from an old file: 0 or errno. A file without a name has to
 * get one first, because link(2) does not replace.
 */
static int
name_over(struct upload *u)
{
	int error = 0, tries = TRIES;

	if (u->temporary[0] == '\0') {
		do {
			choose_temporary(u);
			error = name_first(u, u->temporary);
		} while (error == EEXIST && --tries > 0);
		if (error != 0)
			u->temporary[0] = '\0';
	}
	if (error == 0 && renameat(u->folder_fd, u->temporary, u->folder_fd,
	    u->name) == -1)
		error = errno;
	return error;
}

void
upload_note_surplus(const struct upload *u, struct surplus *surplus)
{
	surplus_note(surplus, u->folder_fd);
	surplus_note(surplus, u->name_fd[1]);
}

void
upload_note_all(const struct upload *u, struct surplus *surplus)
{
	surplus_note(surplus, u->file_fd);
	surplus_note(surplus, u->name_fd[0]);
	upload_note_surplus(u, surplus);
}

static void
close_all(const struct upload *u)
{
	const int fds[] = {u->file_fd, u->folder_fd, u->name_fd[0],
	    u->name_fd[1]};

	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] != -1)
			close(fds[i]);
}

void
upload_close(struct upload *u)
{
	if (u == NULL)
		return;
	if (u->temporary[0] != '\0')
		(void)unlinkat(u->folder_fd, u->temporary, 0);
	close_all(u);
	free(u);
}

int
upload_asked(const struct upload *u)
{
	char byte;

	return recv(u->name_fd[1], &byte, sizeof(byte), MSG_DONTWAIT) == 1;
}

static int
give_name(struct upload *u)
{
	int error;

	if (fchmod(u->file_fd, 0644) == -1)
		return errno;
	error = u->temporary[0] == '\0' ? name_first(u, u->name) :
	    name_anew(u);
	return error == EEXIST && u->replace ? name_over(u) : error;
}

int
upload_name(struct upload *u)
{
	/* Whoever asks a second time has stopped waiting. */
	int error = upload_asked(u) ? ECANCELED : give_name(u);

	if (error == 0)
		u->temporary[0] = '\0';
	/* A child that is gone needs no answer. */
	(void)send(u->name_fd[1], &error, sizeof(error),
	    MSG_DONTWAIT | MSG_NOSIGNAL);
	return error;
}
