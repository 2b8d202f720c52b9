/*
 * A module comes after those that its .modinfo names: depends=, which it
 * cannot do without, and softdep=pre:, which it would like to have (drivers
 * of cards their PHYs).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/diskless/modinfo.h"
#include "mkbootroot/diskless/moduleread.h"
#include "mkbootroot/diskless/modules.h"

#define NAME_SIZE 128

const char *const modules_network[] = {
	"kernel/drivers/net/ethernet/", "kernel/drivers/net/phy/",
	"kernel/drivers/net/mdio/", "kernel/drivers/net/usb/",
	"kernel/drivers/net/hyperv/", "kernel/drivers/net/vmxnet3/",
	"kernel/drivers/virtio/", "virtio_net", "xen_netfront",
	"kernel/drivers/usb/host/", "pci_hyperv", "af_packet",
	"usbhid", "hid_generic", NULL
};

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

/* Adds a module, and notes that another one needs it. */
static int
add_need(struct modules *m, int dirfd, struct module *mod,
    struct module *need)
{
	struct module **more;

	if (add(m, dirfd, need) == -1)
		return -1;
	if (mod == NULL || need->state != MODULE_CHOSEN)
		return 0;
	more = reallocarray(mod->need, mod->needs + 1,
	    sizeof(struct module *));
	if (more == NULL)
		return modules_fail(m, errno, "list", need->name,
		    strerror(errno));
	mod->need = more;
	mod->need[mod->needs++] = need;
	return 0;
}

/* Adds the modules of a list, "a,b" or "a b", which mod needs, or nobody. */
static int
add_list(struct modules *m, int dirfd, struct module *mod, const char *list)
{
	char name[NAME_SIZE];
	struct module *need;
	size_t n, i;

	for (; *list != '\0'; list += n) {
		list += strspn(list, ", ");
		n = strcspn(list, ", ");
		if (n == 0 || n >= sizeof(name))
			continue;
		for (i = 0; i < n; i++)
			name[i] = list[i] == '-' ? '_' : list[i];
		name[n] = '\0';
		if ((need = by_name(m, name)) != NULL &&
		    add_need(m, dirfd, mod, need) == -1)
			return -1;
	}
	return 0;
}

/* "pre: a b post: c": those before. */
static int
add_before(struct modules *m, int dirfd, struct module *mod,
    const char *softdep)
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
	return add_list(m, dirfd, mod, list);
}

static int
add(struct modules *m, int dirfd, struct module *mod)
{
	const char *value;
	size_t pos;

	if (mod->state != MODULE_NEW)	/* also a circle, which ends here */
		return 0;
	mod->state = MODULE_ADDING;
	if ((mod->bytes = module_read(dirfd, mod->file, &mod->n)) == NULL)
		return modules_fail(m, errno, "read module", mod->file,
		    errno == 0 ? "it cannot be unpacked" : strerror(errno));
	mod->info = modinfo_section(mod->bytes, mod->n, &mod->info_n);
	if (mod->info == NULL)
		return modules_fail(m, 0, "read module", mod->file,
		    "it is no kernel module");
	for (pos = 0; (value = modinfo_next(mod->info, mod->info_n,
	    "softdep", &pos)) != NULL;)
		if (add_before(m, dirfd, mod, value) == -1)
			return -1;
	for (pos = 0; (value = modinfo_next(mod->info, mod->info_n,
	    "depends", &pos)) != NULL;)
		if (add_list(m, dirfd, mod, value) == -1)
			return -1;
	mod->state = MODULE_CHOSEN;
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
			if (add_list(m, dirfd, NULL, *wanted) == -1)
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

	return mod != NULL && mod->state == MODULE_CHOSEN;
}
