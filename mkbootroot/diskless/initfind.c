/*
 * The kernel says no more than "unable to mount root fs" when it cannot start
 * /init; so what it will trip over is looked for here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "mkbootroot/diskless/initfind.h"

/* Reads the first bytes of a file. */
static size_t
read_head(const struct initramfs_entry *e, char *head, size_t size)
{
	ssize_t n;
	int fd;

	if (e->bytes != NULL) {
		n = (ssize_t)(e->size < size ? e->size : size);
		memcpy(head, e->bytes, (size_t)n);
		return (size_t)n;
	}
	fd = beneath_nolink_file(e->dirfd, e->path);
	n = fd == -1 ? 0 : read(fd, head, size);
	if (fd != -1)
		close(fd);
	return n < 0 ? 0 : (size_t)n;
}

static int
is_program(const struct initramfs_entry *e)
{
	return e != NULL && S_ISREG(e->mode) && (e->mode & 0111) != 0;
}

/* Whether a script's interpreter is there; what is no script is fine. */
static int
has_interpreter(const struct initramfs *r, const struct initramfs_entry *e)
{
	char head[256];
	size_t n = read_head(e, head, sizeof(head) - 1), begin;

	head[n] = '\0';
	if (strncmp(head, "#!", 2) != 0)
		return 1;
	begin = 2 + strspn(head + 2, " \t");
	head[begin + strcspn(head + begin, " \t\n")] = '\0';
	return is_program(initramfs_find(r, head + begin));
}

enum init
init_find(struct initramfs *r, const char **reason)
{
	const struct initramfs_entry *e = initramfs_find(r, "init");

	*reason = NULL;
	if (e == NULL && is_program(initramfs_find(r, "sbin/init"))) {
		if (initramfs_link(r, "init", "sbin/init") == -1) {
			*reason = strerror(errno);
			return INIT_WRONG;
		}
		e = initramfs_find(r, "init");
	}
	if (e == NULL) {
		e = initramfs_find(r, "sbin/init");
		*reason = e == NULL ? "it has neither /init nor /sbin/init" :
		    "its /sbin/init is not executable";
		return e == NULL ? INIT_MISSING : INIT_WRONG;
	}
	if (!is_program(e)) {
		*reason = "its /init is not executable";
		return INIT_WRONG;
	}
	if (!has_interpreter(r, e))
		*reason = "the interpreter that its /init names is not in it";
	return INIT_FOUND;
}
