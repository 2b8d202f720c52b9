/*
 * A link is made as it is written, and remembered: where it leads is known
 * only when everything is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/log.h"
#include "file/beneath.h"
#include "mkbootroot/image/entryname.h"
#include "mkbootroot/image/unpacklink.h"

int
unpack_link(struct unpack *u, int parent, const char *base, const char *text)
{
	char shown[LOG_VISIBLE_SIZE(60)], **more;

	if (text == NULL || !entry_link_stays(u->path, text))
		return unpack_fail(u, 0, "a link that leaves the image, to %s",
		    text == NULL ? "nothing" : log_visible(shown,
		    sizeof(shown), text, strlen(text)));
	if (unpack_replace(u, parent, base) == -1)
		return -1;
	if (symlinkat(text, parent, base) == -1)
		return unpack_fail(u, errno, "cannot make link");
	if (u->links == u->link_size) {
		u->link_size = u->link_size * 2 + 64;
		more = reallocarray(u->link, u->link_size, sizeof(*more));
		if (more == NULL)
			return unpack_fail(u, errno, "cannot remember it");
		u->link = more;
	}
	if ((u->link[u->links] = strdup(u->path)) == NULL)
		return unpack_fail(u, errno, "cannot remember it");
	u->links++;
	return 0;
}

int
unpack_check_links(struct unpack *u)
{
	size_t i;
	int fd;

	for (i = 0; i < u->links; i++) {
		if ((fd = beneath_strict(u->dirfd, u->link[i], O_PATH)) != -1)
			close(fd);
		if (fd != -1 || errno == ENOENT || errno == ENOTDIR)
			continue;
		snprintf(u->path, sizeof(u->path), "%s", u->link[i]);
		if (errno == EXDEV)
			return unpack_fail(u, 0, "a link that leaves the image");
		if (errno == ELOOP)
			return unpack_fail(u, 0, "a link that leads round in a "
			    "circle");
		return unpack_fail(u, errno, "cannot follow link");
	}
	return 0;
}

void
unpack_links_free(struct unpack *u)
{
	while (u->links > 0)
		free(u->link[--u->links]);
	free(u->link);
	u->link = NULL;
}
