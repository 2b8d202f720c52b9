/*
 * The chosen modules as files of the client, with what modprobe(8) looks
 * into: modules.dep says what a module needs, the last to load first, and
 * modules.alias which module a device needs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modinfo.h"
#include "modules.h"

#define PATH_SIZE 1024

static int
fail(struct modules *m, const char *what)
{
	const int error = errno;

	snprintf(m->message, sizeof(m->message), "cannot add %s: %s", what,
	    strerror(error));
	errno = error;
	return -1;
}

static const struct module *
chosen_by_name(const struct modules *m, const char *name, size_t n)
{
	for (size_t i = 0; i < m->chosen; i++)
		if (strlen(m->order[i]->name) == n &&
		    strncmp(m->order[i]->name, name, n) == 0)
			return m->order[i];
	return NULL;
}

/* Marks in need[] what a module depends on, directly or not. */
static void
mark_needs(const struct modules *m, const struct module *mod, char *need)
{
	const struct module *on;
	const char *list;
	size_t n, pos = 0;

	while ((list = modinfo_next(mod->info, mod->info_n, "depends",
	    &pos)) != NULL)
		for (; *list != '\0'; list += n + (list[n] == ',')) {
			n = strcspn(list, ",");
			on = chosen_by_name(m, list, n);
			if (on == NULL || need[on - m->module])
				continue;
			need[on - m->module] = 1;
			mark_needs(m, on, need);
		}
}

static int
write_dep(const struct modules *m, FILE *out)
{
	char *need;

	for (size_t i = 0; i < m->chosen; i++) {
		if ((need = calloc(m->n, 1)) == NULL)
			return -1;
		mark_needs(m, m->order[i], need);
		fprintf(out, "%s:", m->order[i]->path);
		for (size_t j = m->chosen; j-- > 0;)
			if (need[m->order[j] - m->module])
				fprintf(out, " %s", m->order[j]->path);
		fputc('\n', out);
		free(need);
	}
	return 0;
}

static int
write_alias(const struct modules *m, FILE *out)
{
	const struct module *mod;
	const char *alias;
	size_t pos;

	for (size_t i = 0; i < m->chosen; i++) {
		mod = m->order[i];
		for (pos = 0; (alias = modinfo_next(mod->info, mod->info_n,
		    "alias", &pos)) != NULL;)
			fprintf(out, "alias %s %s\n", alias, mod->name);
	}
	return 0;
}

/* Adds a file of text that `write` makes. */
static int
add_text(struct modules *m, struct initramfs *r, const char *folder,
    const char *name, int (*write)(const struct modules *, FILE *))
{
	char path[PATH_SIZE], *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	int result;

	if (out == NULL)
		return fail(m, name);
	result = write(m, out);
	if (fclose(out) == EOF)
		result = -1;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (result == 0)
		result = initramfs_file(r, path, 0644, text, n);
	if (result == -1)
		fail(m, name);
	free(text);
	return result;
}

int
modules_add(struct modules *m, struct initramfs *r, const char *version)
{
	char folder[PATH_SIZE / 2], path[PATH_SIZE];
	const struct module *mod;
	int n;

	snprintf(folder, sizeof(folder), "lib/modules/%s", version);
	for (size_t i = 0; i < m->chosen; i++) {
		mod = m->order[i];
		n = snprintf(path, sizeof(path), "%s/%s", folder, mod->path);
		if (n < 0 || (size_t)n >= sizeof(path))
			errno = ENAMETOOLONG;
		else if (initramfs_file(r, path, 0644, mod->bytes, mod->n) ==
		    0)
			continue;
		return fail(m, mod->path);
	}
	if (add_text(m, r, folder, "modules.dep", write_dep) == -1)
		return -1;
	return add_text(m, r, folder, "modules.alias", write_alias);
}
