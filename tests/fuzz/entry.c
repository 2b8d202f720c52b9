/*
 * Any bytes as the names in an archive: what is unpacked lies inside, and a
 * link that is said to stay does so. The input is texts that end in a NUL: an
 * entry's name, a link's, and names of one folder.
 */
#include "mkbootroot/image/entryname.h"

#include "map/arch.h"
#include "mkbootroot/image/kernelname.h"
#include "mkbootroot/image/kernelversion.h"
#include "efi/loadername.h"
#include "must.h"
#include "mkbootroot/text/worddistance.h"

#define NAMES 16
#define SIZE 64

static void
check_clean(const char *path)
{
	size_t n;

	must(strlen(path) < SIZE, "a name too long");
	for (; *path != '\0'; path += n + (path[n] == '/')) {
		n = strcspn(path, "/");
		must(n > 0 && !(n == 1 && path[0] == '.') &&
		    !(n == 2 && path[0] == '.' && path[1] == '.'),
		    "a part that leads elsewhere");
		must(path[n] == '\0' || path[n + 1] != '\0',
		    "a slash at the end");
	}
}

/* Walks the link part by part: whether it was ever above the image. */
static int
leaves(const char *path, const char *link)
{
	long depth = 0;
	size_t n;

	if (link[0] == '/' || link[0] == '\0')
		return 1;
	for (const char *p = path; *p != '\0'; p++)
		depth += *p == '/';
	for (; *link != '\0'; link += n) {
		link += strspn(link, "/");
		n = strcspn(link, "/");
		if (n == 2 && strncmp(link, "..", 2) == 0)
			depth--;
		else if (n > 0 && !(n == 1 && *link == '.'))
			depth++;
		if (depth < 0)
			return 1;
	}
	return 0;
}

static int
is_one_of(const char *name, char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] == name)
			return 1;
	return 0;
}

/* Whatever is chosen is one of the names, and no name is taken twice. */
static void
check_folder(char *const *names, size_t n)
{
	const char *kernel = kernel_choose(names, n), *initrd;

	must(kernel == NULL || (is_one_of(kernel, names, n) &&
	    kernel_is_name(kernel)), "a kernel of no name");
	if (kernel == NULL)
		return;
	initrd = initrd_choose(names, n, kernel);
	must(initrd == NULL || (is_one_of(initrd, names, n) &&
	    initrd != kernel), "an initrd of no name");
}

static void
check_name(const char *name)
{
	const struct loader_name *l = loader_by_name(name);
	char version[KERNEL_VERSION_SIZE];

	must(word_distance(name, "pxelinux.0") == word_distance("pxelinux.0",
	    name), "another way back");
	must(l == NULL || l->kind != LOADER_NONE, "a loader of no kind");
	if (l != NULL && loader_language(name) == CONFIG_GRUB && l->arch != 0)
		(void)loader_next_of_shim(l->arch);
	(void)loader_is_of_shim(name);
	must(!entry_name_is_plain(name) || strpbrk(name, "\033\n\r\177") ==
	    NULL, "a name that a terminal obeys");
	(void)loader_language(name);
	(void)kernel_is_name(name);
	must(loader_next_of_shim(ARCH_X64) != NULL &&
	    loader_next_of_shim(ARCH_MAX) == NULL, "another shim");
	if (kernel_version_of_name(name, version) == 0)
		must(version[0] != '.' && version[0] != '\0' &&
		    strchr(version, '/') == NULL, "a version that is a path");
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	char *text = exact_text(bytes, n), *at = text, *names[NAMES];
	char path[SIZE];
	size_t found = 0;

	for (; at < text + n && found < NAMES; at += strlen(at) + 1)
		names[found++] = at;
	for (size_t i = 0; i < found; i++) {
		check_name(names[i]);
		if (entry_name(path, sizeof(path), names[i]) == -1)
			continue;
		check_clean(path);
		for (size_t j = 0; j < found && path[0] != '\0'; j++)
			must(entry_link_stays(path, names[j]) ==
			    !leaves(path, names[j]), "a link that leaves");
	}
	check_folder(names, found);
	free(text);
	return 0;
}
