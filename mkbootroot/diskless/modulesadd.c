/*
 * The chosen modules as files of the client, with what its programs look
 * into: modules.dep says what a module needs, the last to load first, and
 * modules.alias which module a device needs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/diskless/modinfo.h"
#include "mkbootroot/diskless/modules.h"
#include "mkbootroot/diskless/modulesindex.h"

#define PATH_SIZE 1024

/* Lines of such a file: of modules.dep by the names, or of modules.alias. */
struct lines {
	struct index_line *line;
	size_t n, size;
};

static int
fail(struct modules *m, const char *what)
{
	return modules_fail(m, errno, "add", what, strerror(errno));
}

static int
take_line(struct lines *l, const char *key, const char *value)
{
	struct index_line *more;

	if (l->n == l->size) {
		l->size = l->size * 2 + 64;
		more = reallocarray(l->line, l->size, sizeof(*more));
		if (more == NULL)
			return -1;
		l->line = more;
	}
	l->line[l->n] = (struct index_line){ strdup(key), strdup(value) };
	l->n++;
	return l->line[l->n - 1].key == NULL ||
	    l->line[l->n - 1].value == NULL ? -1 : 0;
}

static void
free_lines(struct lines *l)
{
	while (l->n > 0) {
		free(l->line[--l->n].key);
		free(l->line[l->n].value);
	}
	free(l->line);
}

/* Marks what a module needs, directly or not. */
static void
mark_needs(struct module *mod)
{
	for (size_t i = 0; i < mod->needs; i++)
		if (!mod->need[i]->marked) {
			mod->need[i]->marked = 1;
			mark_needs(mod->need[i]);
		}
}

/* "PATH: PATH PATH", and all marks away again. NULL: errno. */
static char *
dep_text(const struct modules *m, struct module *mod)
{
	char *text = NULL;
	size_t n, i;
	FILE *out;

	if ((out = open_memstream(&text, &n)) == NULL)
		return NULL;
	mark_needs(mod);
	fprintf(out, "%s:", mod->path);
	for (i = m->chosen; i-- > 0;) {
		if (m->order[i]->marked)
			fprintf(out, " %s", m->order[i]->path);
		m->order[i]->marked = 0;
	}
	if (fclose(out) == EOF) {
		free(text);
		return NULL;
	}
	return text;
}

static int
collect_deps(const struct modules *m, struct lines *l)
{
	char *text;
	int result = 0;

	for (size_t i = 0; i < m->chosen && result == 0; i++) {
		text = dep_text(m, m->order[i]);
		result = text == NULL ? -1 :
		    take_line(l, m->order[i]->name, text);
		free(text);
	}
	return result;
}

/* libkmod asks with _ for -, but not in brackets. */
static void
normalise(char *alias)
{
	int inside = 0;

	for (; *alias != '\0'; alias++)
		if (*alias == '[' || *alias == ']')
			inside = *alias == '[';
		else if (*alias == '-' && !inside)
			*alias = '_';
}

static int
collect_aliases(const struct modules *m, struct lines *l)
{
	const struct module *mod;
	const char *alias;
	size_t pos;

	for (size_t i = 0; i < m->chosen; i++) {
		mod = m->order[i];
		for (pos = 0; (alias = modinfo_next(mod->info, mod->info_n,
		    "alias", &pos)) != NULL;)
			if (modules_index_can_have(alias) &&
			    take_line(l, alias, mod->name) == -1)
				return -1;
	}
	return 0;
}

static int
write_deps(struct lines *l, FILE *out)
{
	for (size_t i = 0; i < l->n; i++)
		fprintf(out, "%s\n", l->line[i].value);
	return 0;
}

static int
write_aliases(struct lines *l, FILE *out)
{
	for (size_t i = 0; i < l->n; i++)
		fprintf(out, "alias %s %s\n", l->line[i].key,
		    l->line[i].value);
	return 0;
}

static int
write_index(struct lines *l, FILE *out)
{
	for (size_t i = 0; i < l->n; i++)
		normalise(l->line[i].key);
	return modules_index(l->line, l->n, out);
}

/* Adds the file folder/name with what `write` writes. */
static int
add_file(struct modules *m, struct initramfs *r, const char *folder,
    const char *name, struct lines *l,
    int (*write)(struct lines *, FILE *))
{
	char path[PATH_SIZE], *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	int result;

	if (out == NULL)
		return fail(m, name);
	result = write(l, out);
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

static int
add_indexes(struct modules *m, struct initramfs *r, const char *folder)
{
	struct lines deps = { .n = 0 }, aliases = { .n = 0 };
	int result;

	if (collect_deps(m, &deps) == -1 ||
	    collect_aliases(m, &aliases) == -1)
		result = fail(m, folder);
	else if (add_file(m, r, folder, "modules.dep", &deps,
	    write_deps) == -1 ||
	    add_file(m, r, folder, "modules.alias", &aliases,
	    write_aliases) == -1 ||
	    add_file(m, r, folder, "modules.dep.bin", &deps,
	    write_index) == -1)
		result = -1;
	else
		result = add_file(m, r, folder, "modules.alias.bin",
		    &aliases, write_index);
	free_lines(&deps);
	free_lines(&aliases);
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
	return add_indexes(m, r, folder);
}
