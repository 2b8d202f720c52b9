/*
 * A module comes after those that its .modinfo names: depends=, which it
 * cannot do without, and softdep=pre:, which it would like to have (drivers
 * of cards their PHYs).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath.h"
#include "log.h"
#include "modinfo.h"
#include "moduleread.h"
#include "modules.h"

#define DEPTH_MAX 20
#define NAME_SIZE 128

enum { NEW, ADDING, DONE };

const char *const modules_network[] = {
	"kernel/drivers/net/ethernet/", "kernel/drivers/net/phy/",
	"kernel/drivers/net/mdio/", "kernel/drivers/net/usb/",
	"kernel/drivers/net/hyperv/", "kernel/drivers/net/vmxnet3/",
	"kernel/drivers/virtio/", "virtio_net", "xen_netfront",
	"kernel/drivers/usb/host/", "pci_hyperv", "af_packet", NULL
};

static int
fail(struct modules *m, int error, const char *file, const char *what)
{
	char shown[LOG_VISIBLE_SIZE(100)];

	snprintf(m->message, sizeof(m->message), "cannot read module %s: %s",
	    log_visible(shown, sizeof(shown), file, strlen(file)),
	    error == 0 ? what : strerror(error));
	errno = error;
	return -1;
}

static int
fail_memory(struct modules *m)
{
	snprintf(m->message, sizeof(m->message), "cannot list modules: %s",
	    strerror(ENOMEM));
	errno = ENOMEM;
	return -1;
}

static char *
name_of(const char *path, size_t n)
{
	const char *slash = memrchr(path, '/', n);
	const char *base = slash == NULL ? path : slash + 1;
	char *name = strndup(base, n - (size_t)(base - path) - strlen(".ko"));

	for (char *p = name; p != NULL && *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static int
take(struct modules *m, const char *file, size_t path_n)
{
	struct module *more, new = { .state = NEW };
	size_t size;

	if (m->n == m->size) {
		size = m->size * 2 + 1024;
		more = reallocarray(m->module, size, sizeof(*more));
		if (more == NULL)
			return fail_memory(m);
		m->module = more;
		m->size = size;
	}
	new.path = strndup(file, path_n);
	new.file = strdup(file);
	new.name = name_of(file, path_n);
	m->module[m->n++] = new;
	return new.path == NULL || new.file == NULL || new.name == NULL ?
	    fail_memory(m) : 0;
}

static int list_folder(struct modules *m, int above, const char *name,
    char path[PATH_MAX], int depth);

/* One name; path is its own. The links that packages lay lead to sources. */
static int
list_name(struct modules *m, int fd, const char *name, char path[PATH_MAX],
    int depth)
{
	const size_t path_n = module_is_name(path);
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return fail(m, errno, path, NULL);
	if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
		return list_folder(m, fd, name, path, depth + 1);
	return S_ISREG(st.st_mode) && path_n > 0 ? take(m, path, path_n) : 0;
}

static int
list_folder(struct modules *m, int above, const char *name,
    char path[PATH_MAX], int depth)
{
	const size_t path_n = strlen(path);
	struct dirent *d;
	int fd, result = 0;
	DIR *dir;

	fd = openat(above, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		result = fail(m, errno, path, NULL);
		if (fd != -1)
			close(fd);
		return result;
	}
	while (result == 0 && (d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.' ||
		    PATH_MAX - path_n < strlen(d->d_name) + 2)
			continue;
		snprintf(path + path_n, PATH_MAX - path_n, "%s%s",
		    path_n == 0 ? "" : "/", d->d_name);
		result = list_name(m, fd, d->d_name, path, depth);
		path[path_n] = '\0';
	}
	closedir(dir);
	return result;
}

static int
path_order(const void *a, const void *b)
{
	return strcmp(((const struct module *)a)->path,
	    ((const struct module *)b)->path);
}

int
modules_list(struct modules *m, int dirfd)
{
	char path[PATH_MAX] = "";

	if (list_folder(m, dirfd, ".", path, 0) == -1)
		return -1;
	if (m->n > 0)
		qsort(m->module, m->n, sizeof(*m->module), path_order);
	m->order = calloc(m->n + 1, sizeof(struct module *));
	return m->order == NULL ? fail_memory(m) : 0;
}

/*
 * A module by its name. What an administrator has added beside the folder
 * kernel (updates, extra) goes before it, as with depmod(8).
 */
static struct module *
by_name(const struct modules *m, const char *name)
{
	struct module *found = NULL;

	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->module[i].name, name) == 0 && (found == NULL ||
		    strncmp(m->module[i].path, "kernel/", 7) != 0))
			found = &m->module[i];
	return found;
}

static int add(struct modules *m, int dirfd, struct module *mod);

/* Adds the modules of a list, "a,b" or "a b". */
static int
add_list(struct modules *m, int dirfd, const char *list)
{
	char name[NAME_SIZE];
	struct module *mod;
	size_t n, i;

	for (; *list != '\0'; list += n) {
		list += strspn(list, ", ");
		n = strcspn(list, ", ");
		if (n == 0 || n >= sizeof(name))
			continue;
		for (i = 0; i < n; i++)
			name[i] = list[i] == '-' ? '_' : list[i];
		name[n] = '\0';
		if ((mod = by_name(m, name)) != NULL &&
		    add(m, dirfd, mod) == -1)
			return -1;
	}
	return 0;
}

/* "pre: a b post: c": those before. */
static int
add_before(struct modules *m, int dirfd, const char *softdep)
{
	const char *pre = strstr(softdep, "pre:"), *post;
	char list[512];
	size_t n;

	if (pre == NULL)
		return 0;
	pre += strlen("pre:");
	post = strstr(pre, "post:");
	n = post == NULL ? strlen(pre) : (size_t)(post - pre);
	if (n >= sizeof(list))
		return 0;
	memcpy(list, pre, n);
	list[n] = '\0';
	return add_list(m, dirfd, list);
}

static int
add(struct modules *m, int dirfd, struct module *mod)
{
	const char *value;
	size_t pos;

	if (mod->state != NEW)	/* also a circle, which ends here */
		return 0;
	mod->state = ADDING;
	if ((mod->bytes = module_read(dirfd, mod->file, &mod->n)) == NULL)
		return fail(m, errno, mod->file, "it cannot be unpacked");
	mod->info = modinfo_section(mod->bytes, mod->n, &mod->info_n);
	if (mod->info == NULL)
		return fail(m, 0, mod->file, "it is no kernel module");
	for (pos = 0; (value = modinfo_next(mod->info, mod->info_n,
	    "softdep", &pos)) != NULL;)
		if (add_before(m, dirfd, value) == -1)
			return -1;
	for (pos = 0; (value = modinfo_next(mod->info, mod->info_n,
	    "depends", &pos)) != NULL;)
		if (add_list(m, dirfd, value) == -1)
			return -1;
	mod->state = DONE;
	m->order[m->chosen++] = mod;
	return 0;
}

int
modules_choose(struct modules *m, int dirfd, const char *const *wanted)
{
	size_t n;

	for (; *wanted != NULL; wanted++) {
		n = strlen(*wanted);
		if (n == 0 || (*wanted)[n - 1] != '/') {
			if (add_list(m, dirfd, *wanted) == -1)
				return -1;
			continue;
		}
		for (size_t i = 0; i < m->n; i++)
			if (strncmp(m->module[i].path, *wanted, n) == 0 &&
			    add(m, dirfd, &m->module[i]) == -1)
				return -1;
	}
	return 0;
}

int
modules_has(const struct modules *m, const char *name)
{
	const struct module *mod = by_name(m, name);

	return mod != NULL && mod->state == DONE;
}

void
modules_free(struct modules *m)
{
	while (m->n > 0) {
		free(m->module[--m->n].path);
		free(m->module[m->n].file);
		free(m->module[m->n].name);
		free(m->module[m->n].bytes);
	}
	free(m->module);
	free(m->order);
	m->module = NULL;
	m->order = NULL;
	m->chosen = m->size = 0;
}
