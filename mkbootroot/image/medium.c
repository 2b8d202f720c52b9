/*
 * Holding a tree against the rows.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/append.h"
#include "file/lastpart.h"
#include "mkbootroot/image/kernelname.h"
#include "mkbootroot/image/medium.h"
#include "mkbootroot/image/mediumscript.h"

#define VERSIONS_MAX 32		/* kernels of one row that are tried */

static const char own_file[] = "{k}";

/* Whether a file of the tree has a text near its beginning. */
static int
holds(const struct medium_tree *tree, const char *path, const char *text)
{
	char *bytes = malloc(MEDIUM_TEXT_MAX + 1);
	long n;
	int does;

	if (bytes == NULL)
		return 0;
	n = tree->read(tree->of, path, bytes, MEDIUM_TEXT_MAX);
	does = n > 0 && memmem(bytes, (size_t)n, text, strlen(text)) != NULL;
	free(bytes);
	return does;
}

static int
matches(const struct medium_tree *tree, const struct medium *m,
    struct medium_found *found)
{
	for (size_t i = 0; i < MEDIUM_MARKS; i++) {
		const struct medium_mark *mark = &m->mark[i];
		const int is_not = mark->pattern != NULL &&
		    mark->pattern[0] == '!';

		if (mark->pattern == NULL)
			break;
		if (tree->find(tree->of, mark->pattern + is_not, 0,
		    found->mark[i]) == is_not)
			return 0;
		if (mark->text != NULL && !holds(tree, found->mark[i],
		    mark->text))
			return 0;
	}
	return 1;
}

/*
 * What the star of a pattern's matching alternative stands for in a name. NULL: it has
 * none, or more than one, or the name would be a pattern itself.
 */
static const char *
star_of(const char *pattern, const char *path, char star[MEDIUM_PATH_SIZE])
{
	const char *one, *at;
	size_t n, head, path_n = strlen(path);

	for (one = pattern; *one != '\0'; one += n + (one[n] == '|')) {
		n = strcspn(one, "|");
		at = memchr(one, '*', n);
		if (at == NULL || memchr(at + 1, '*', n - (size_t)(at + 1 - one)))
			continue;
		head = (size_t)(at - one);
		if (path_n < n - 1 || strncasecmp(path, one, head) != 0 ||
		    strncasecmp(path + path_n - (n - 1 - head), at + 1,
		    n - 1 - head) != 0)
			continue;
		snprintf(star, MEDIUM_PATH_SIZE, "%.*s",
		    (int)(path_n - (n - 1)), path + head);
		return strpbrk(star, "*?[\\|/") == NULL ? star : NULL;
	}
	return NULL;
}

/*
 * A file that belongs to a kernel: the one whose name has the same in the place of the
 * star, which is a version or a machine; else the first that there is.
 */
static int
find_beside(const struct medium_tree *tree, const char *pattern,
    const char *star, char path[MEDIUM_PATH_SIZE])
{
	char same[2 * MEDIUM_PATH_SIZE];
	struct append a;
	const char *p = pattern;
	size_t n;

	for (; star != NULL && *p != '\0'; p += n + (p[n] == '|')) {
		n = strcspn(p, "|");
		if (memchr(p, '*', n) == NULL)
			continue;
		a = (struct append){.buf = same, .size = sizeof(same)};
		for (size_t i = 0; i < n; i++)
			if (p[i] == '*')
				append(&a, "%s", star);
			else
				append(&a, "%c", p[i]);
		if (!a.full && tree->find(tree->of, same, 0, path))
			return 1;
	}
	return tree->find(tree->of, pattern, 0, path);
}

/* The same, and no other: a system of another version does not start. */
static int
find_own(const struct medium_tree *tree, const char *pattern, const char *star,
    char path[MEDIUM_PATH_SIZE])
{
	char own[MEDIUM_PATH_SIZE];

	return find_beside(tree, pattern, star, path) && (star == NULL ||
	    (star_of(pattern, path, own) != NULL && strcmp(own, star) == 0));
}

/* Another version's initrd has no modules for a kernel. */
static int
find_initrd(const struct medium_tree *tree, const struct medium_kernel *k,
    const char *star, struct medium_pair *pair)
{
	return k->initrd == NULL || (find_beside(tree, k->initrd, star,
	    pair->initrd) && (strchr(k->initrd, '*') == NULL ||
	    initrd_rank(last_part(pair->initrd), last_part(pair->kernel)) !=
	    -1));
}

/* The first kernel of a row of which all is there; it may have other versions. */
static int
take_pair(const struct medium_tree *tree, const struct medium_kernel *k,
    const char *own, struct medium_pair *pair)
{
	char text[MEDIUM_PATH_SIZE];
	const char *star;

	for (size_t over = 0; over < VERSIONS_MAX && tree->find(tree->of,
	    k->kernel, over, pair->kernel); over++) {
		pair->initrd[0] = pair->file[0] = '\0';
		star = star_of(k->kernel, pair->kernel, text);
		if (find_initrd(tree, k, star, pair) && (own == NULL ||
		    find_own(tree, own, star, pair->file)))
			return 1;
	}
	return 0;
}

static void
take_kernels(const struct medium_tree *tree, struct medium_found *found)
{
	for (size_t i = 0; i < MEDIUM_KERNELS; i++) {
		const struct medium_kernel *k = &found->medium->kernel[i];

		if (k->kernel == NULL)
			break;
		found->pairs += (size_t)take_pair(tree, k,
		    found->medium->own[i], &found->pair[found->pairs]);
	}
}

static void
take_more(const struct medium_tree *tree, struct medium_found *found)
{
	static const char cpio[] = ".cpio";
	char path[MEDIUM_PATH_SIZE], name[MEDIUM_PATH_SIZE];
	size_t n;

	for (size_t i = 0; i < MEDIUM_MORE; i++) {
		const char *more = found->medium->more[i];

		if (more == NULL)
			break;
		snprintf(name, sizeof(name), "%s", more);
		n = strlen(name);
		if (n > sizeof(cpio) - 1 &&
		    strcmp(name + n - (sizeof(cpio) - 1), cpio) == 0)
			name[n - (sizeof(cpio) - 1)] = '\0';
		if (tree->find(tree->of, name, 0, path))
			found->more[found->mores++] = more;
	}
}

/* A path as a URL has it, up to one of the bytes `end`; no variable begins in it. */
static void
append_path(struct append *a, const char *path, const char *end)
{
	const char *last = path + strcspn(path, end);

	for (; path < last; path++)
		append(a, isalnum((unsigned char)*path) ||
		    strchr("-._~/+", *path) != NULL ? "%c" : "%%%02X",
		    (unsigned char)*path);
}

static int
fill_args(const struct medium_found *found, const struct medium_pair *pair,
    char *args, size_t size)
{
	struct append a = {.buf = args, .size = size};
	const char *p = found->medium->args;

	args[0] = '\0';
	while (p != NULL && *p != '\0') {
		const int is_folder = p[0] == '{' && p[1] != '\0' && p[2] == '/';

		if (p[0] == '{' && p[1] >= '1' && p[1] <= '0' + MEDIUM_MARKS &&
		    p[2 + is_folder] == '}') {
			append_path(&a, found->mark[p[1] - '1'],
			    is_folder ? "/" : "");
			p += 3 + is_folder;
		} else if (strncmp(p, own_file, strlen(own_file)) == 0) {
			append_path(&a, pair->file, "");
			p += strlen(own_file);
		} else {
			append(&a, "%c", *p++);
		}
	}
	if (a.full)
		args[0] = '\0';
	return !a.full;
}

int
medium_is_by_kernel(const struct medium_found *found)
{
	return found->medium != NULL && found->medium->args != NULL &&
	    strstr(found->medium->args, own_file) != NULL;
}

int
medium_kernel_args(const struct medium_found *found, const char *kernel,
    char *args, size_t size)
{
	for (size_t i = 0; i < found->pairs; i++)
		if (strcmp(found->pair[i].kernel, kernel) == 0)
			return fill_args(found, &found->pair[i], args, size);
	return 0;
}

/* Those of the first kernel, where they are not the same for all. */
static void
take_args(struct medium_found *found)
{
	found->lacks_file = medium_is_by_kernel(found) && found->pairs == 0;
	if (!found->lacks_file)
		fill_args(found, &found->pair[0], found->args,
		    sizeof(found->args));
}

/* The same out of a script that comes with it. */
static void
read_script(const struct medium_tree *tree, struct medium_found *found)
{
	char path[MEDIUM_PATH_SIZE], *bytes;

	if (!tree->find(tree->of, found->medium->script, 0, path) ||
	    (bytes = malloc(MEDIUM_TEXT_MAX + 1)) == NULL) {
		found->lacks_args = 1;
		return;
	}
	if (tree->read(tree->of, path, bytes, MEDIUM_TEXT_MAX) <= 0 ||
	    mediumscript_args(bytes, found->args, sizeof(found->args)) == -1)
		found->args[0] = '\0';
	free(bytes);
	found->lacks_args = found->args[0] == '\0';
}

/* One line for a person, of printable characters. */
static void
take_label(const struct medium_tree *tree, struct medium_found *found)
{
	const struct medium *m = found->medium;
	char path[MEDIUM_PATH_SIZE], *bytes, *at;
	size_t n;

	if (m->label_file == NULL ||
	    !tree->find(tree->of, m->label_file, 0, path) ||
	    (bytes = malloc(MEDIUM_TEXT_MAX + 1)) == NULL)
		return;
	at = bytes;
	if (tree->read(tree->of, path, bytes, MEDIUM_TEXT_MAX) <= 0)
		at = NULL;
	else if (m->label_key != NULL &&
	    (at = strstr(bytes, m->label_key)) != NULL)
		at += strlen(m->label_key);
	/* A value in quotes ends with the one that its key ends with. */
	n = at == NULL ? 0 : strcspn(at, m->label_key != NULL &&
	    m->label_key[strlen(m->label_key) - 1] == '\'' ? "'\r\n" : "\r\n");
	for (size_t i = 0; i < n && i + 1 < sizeof(found->label); i++) {
		found->label[i] = isprint((unsigned char)at[i]) ? at[i] : '?';
		found->label[i + 1] = '\0';
	}
	free(bytes);
}

void
medium_recognise(const struct medium_tree *tree, struct medium_found *found)
{
	char path[MEDIUM_PATH_SIZE];
	size_t i = 0;

	memset(found, 0, sizeof(*found));
	while (i < media_n && !matches(tree, &media[i], found))
		i++;
	if (i == media_n)
		return;
	found->medium = &media[i];
	take_kernels(tree, found);
	take_more(tree, found);
	if (media[i].mboot != NULL &&
	    !tree->find(tree->of, media[i].mboot, 0, found->mboot))
		found->mboot[0] = '\0';
	take_label(tree, found);
	if (media[i].iso != NULL && !tree->find(tree->of, media[i].iso, 0,
	    path))
		found->lacks_iso = 1;
	else if (media[i].script != NULL)
		read_script(tree, found);
	else
		take_args(found);
}
