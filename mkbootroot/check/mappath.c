/*
 * One path after the other; each file is looked at once, however many lines
 * name it.
 */
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/arch.h"
#include "map/bootword.h"
#include "map/client.h"
#include "map/loader.h"
#include "mkbootroot/check/mappath.h"
#include "mkbootroot/image/bootprogram.h"
#include "mkbootroot/image/kernelfile.h"
#include "mkbootroot/image/loaderfile.h"
#include "mkbootroot/text/mapvalue.h"

/* A file that was looked at. */
struct looked {
	const char *reason;	/* NULL: it can be sent */
	int is_read;		/* its marks were looked for */
	int is_doubted;		/* that was said, and is said once */
	int is_lost;		/* so was that it asks another host */
	int is_loader_read;	/* the next two are known */
	enum chain_asks asks;
	enum chain_loads loads;
	int is_kernel_read;	/* so is this */
	unsigned kernel_archs;
	struct bootprogram program;
	char path[];
};

static int
looked_order(const void *a, const void *b)
{
	const struct looked *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Whether tftpd would send the file; each is looked at once. NULL: errno. */
static struct looked *
look(struct check *c, const char *path)
{
	struct looked *l = malloc(sizeof(*l) + strlen(path) + 1);
	void *found;

	if (l == NULL)
		return NULL;
	strcpy(l->path, path);
	l->is_read = l->is_doubted = l->is_lost = l->is_loader_read = 0;
	l->is_kernel_read = 0;
	l->kernel_archs = 0;
	l->asks = ASKS_UNKNOWN;
	l->loads = LOADS_UNKNOWN;
	if ((found = tfind(l, &c->files, looked_order)) != NULL) {
		free(l);
		return *(struct looked **)found;
	}
	l->reason = beneath_reason(c->rootfd, path);
	if (tsearch(l, &c->files, looked_order) == NULL) {
		free(l);
		return NULL;
	}
	return l;
}

/*
 * What an EFI loader says of itself, once: that it is of no use, or that
 * Secure Boot refuses it. A GRUB that asks another host is said of who names
 * it: of what was found in an image, mapreach.c says it where it is sent; the
 * clients of an image's line may have ip=.
 */
static void
check_chain(struct check *c, const struct mapentry *e, struct looked *l,
    int named, const char *said)
{
	struct loaderfile file;

	if (l->program.pe == -1 || (l->is_doubted && l->is_lost) ||
	    loaderfile_read(c->rootfd, l->path, &file) == -1)
		return;
	if (!l->is_doubted && file.chain.useless[0] != '\0')
		mistake_warn(c->mistakes, e->line, "%s: %s: %s", said,
		    l->path, file.chain.useless);
	else if (!l->is_doubted && file.chain.about[0] != '\0' &&
	    file.chain.doubt[0] != '\0')
		mistake_warn(c->mistakes, e->line, "%s: %s: Secure Boot "
		    "refuses it: %s", said, l->path, file.chain.doubt);
	l->is_doubted = 1;
	if (file.chain.asks != ASKS_DHCP)
		l->is_lost = 1;
	if (l->is_lost || !named || entry_has(e, FIELD_IP) ||
	    *entry_key(c->text, e) == MAP_KEY_IMAGE ||
	    *entry_key(c->text, e) == MAP_KEY_GROUP)
		return;
	mistake_warn(c->mistakes, e->line, "%s: %s: its %s asks the DHCP "
	    "server's host for its files: give ip=, or name this host as "
	    "next-server there", said, l->path, file.chain.grub);
	l->is_lost = 1;
}

/* Whether firmware of this arch can start a boot file. */
static void
check_fit(struct check *c, struct mapentry *e, struct looked *l,
    unsigned arch, int named, const char *said)
{
	char why[128];
	enum fit fit;
	int fd;

	if (!l->is_read) {
		fd = beneath_open(c->rootfd, l->path, O_RDONLY | O_NONBLOCK);
		if (fd == -1)
			return;		/* not ours to read: tftpd may */
		bootprogram_read(fd, &l->program);
		close(fd);
		l->is_read = 1;
	}
	fit = bootprogram_fit(&l->program, l->path, arch, why, sizeof(why));
	if (fit == FIT_DOUBTFUL && !l->is_doubted) {
		mistake_warn(c->mistakes, e->line, "%s: %s: %s", said,
		    l->path, why);
		l->is_doubted = 1;
	}
	if (fit == FIT_GOOD && arch_is_efi(arch))
		check_chain(c, e, l, named, said);
	if (fit != FIT_WRONG)
		return;
	mistake_add(c->mistakes, e->line, "%s: %s: %s", said, l->path, why);
	e->bad = 1;
}

const char *
check_file_reason(struct check *c, const char *path)
{
	const struct looked *l = look(c, path);

	return l == NULL ? strerror(ENOMEM) : l->reason;
}

void
check_loader(struct check *c, const char *path, enum chain_asks *asks,
    enum chain_loads *loads)
{
	struct looked *l = look(c, path);
	struct loaderfile file;

	*asks = ASKS_UNKNOWN;
	*loads = LOADS_UNKNOWN;
	if (l == NULL)
		return;
	if (!l->is_loader_read && l->reason == NULL &&
	    loaderfile_read(c->rootfd, path, &file) == 0) {
		l->asks = file.chain.asks;
		l->loads = file.chain.loads;
	}
	l->is_loader_read = 1;
	*asks = l->asks;
	*loads = l->loads;
}

unsigned
check_kernel(struct check *c, const char *image, const char *text)
{
	char path[CLIENT_PATH_SIZE];
	struct looked *l;
	int fd;

	if (bootword_is_none(text) || (text[0] != '/' && image == NULL))
		return 0;
	snprintf(path, sizeof(path), "%s%s%s", text[0] == '/' ? "" : image,
	    text[0] == '/' ? "" : "/", text + (text[0] == '/'));
	if ((l = look(c, path)) == NULL || l->reason != NULL)
		return 0;
	if (!l->is_kernel_read &&
	    (fd = beneath_open(c->rootfd, path, O_RDONLY | O_NONBLOCK)) !=
	    -1) {
		l->kernel_archs = kernelfile_archs(fd);
		close(fd);
	}
	l->is_kernel_read = 1;
	return l->kernel_archs;
}

/* A file of the boot root, by its path in it. */
static void
check_file(struct check *c, struct mapentry *e, const char *path, int arch,
    int named, const char *said)
{
	struct looked *l = look(c, path);
	const char *reason = l == NULL ? strerror(ENOMEM) : l->reason;

	if (l == NULL || reason != NULL) {
		mistake_add(c->mistakes, e->line, "%s: cannot send %s: %s",
		    said, path, reason);
		e->bad = 1;
	} else if (arch >= 0)
		check_fit(c, e, l, (unsigned)arch, named, said);
}

static void
check_one(struct check *c, struct mapentry *e, const char *image,
    const char *text, int arch, int named, const char *said)
{
	char path[CLIENT_PATH_SIZE];

	if (arch == PATH_IPXE && loader_is_ipxe(text))
		mistake_warn(c->mistakes, e->line, "%s: that is iPXE, which "
		    "is never sent to iPXE", said);
	if (client_is_url(text))
		return;
	if (text[0] != '/' && image == NULL) {
		mistake_add(c->mistakes, e->line, "%s is relative, and the "
		    "line has no image: begin it with /", said);
		e->bad = 1;
		return;
	}
	/* Only iPXE knows which file it is. */
	if (arch == PATH_IPXE && value_has_setting(text))
		return;
	if (text[0] == '/')
		snprintf(path, sizeof(path), "%s", text + 1);
	else
		snprintf(path, sizeof(path), "%s/%s", image, text);
	if (arch != PATH_LATER && strlen(path) > MAP_BOOTFILE_MAX) {
		mistake_add(c->mistakes, e->line, "%s: a boot file's path "
		    "has at most %d bytes, this one has %zu", said,
		    MAP_BOOTFILE_MAX, strlen(path));
		e->bad = 1;
	} else
		check_file(c, e, path, arch, named, said);
}

void
check_path(struct check *c, struct mapentry *e, const char *image,
    const char *text, int arch, const char *said)
{
	check_one(c, e, image, text, arch, 1, said);
}

void
check_found(struct check *c, struct mapentry *e, const char *image,
    const char *text, int arch, const char *said)
{
	check_one(c, e, image, text, arch, 0, said);
}

void
check_paths_free(struct check *c)
{
	tdestroy(c->files, free);
	c->files = NULL;
}
