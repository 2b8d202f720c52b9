/*
 * Holding a tree against the rows.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/image/medium.h"

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
		if (tree->find(tree->of, mark->pattern + is_not,
		    found->mark[i]) == is_not)
			return 0;
		if (mark->text != NULL && !holds(tree, found->mark[i],
		    mark->text))
			return 0;
	}
	return 1;
}

static void
take_kernels(const struct medium_tree *tree, struct medium_found *found)
{
	for (size_t i = 0; i < MEDIUM_KERNELS; i++) {
		const struct medium_kernel *k = &found->medium->kernel[i];
		struct medium_pair *pair = &found->pair[found->pairs];

		if (k->kernel == NULL)
			break;
		pair->initrd[0] = '\0';
		if (tree->find(tree->of, k->kernel, pair->kernel) &&
		    (k->initrd == NULL ||
		    tree->find(tree->of, k->initrd, pair->initrd)))
			found->pairs++;
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
		if (tree->find(tree->of, name, path))
			found->more[found->mores++] = more;
	}
}

/* A path as a URL has it; no variable begins in it. */
static void
append_path(struct append *a, const char *path)
{
	for (; *path != '\0'; path++)
		append(a, isalnum((unsigned char)*path) ||
		    strchr("-._~/+", *path) != NULL ? "%c" : "%%%02X",
		    (unsigned char)*path);
}

static void
fill_args(struct medium_found *found)
{
	struct append a = {.buf = found->args, .size = sizeof(found->args)};
	const char *p = found->medium->args;

	for (; p != NULL && *p != '\0'; p++)
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '0' + MEDIUM_MARKS &&
		    p[2] == '}') {
			append_path(&a, found->mark[p[1] - '1']);
			p += 2;
		} else {
			append(&a, "%c", *p);
		}
	if (a.full)
		found->args[0] = '\0';
}

/* The same out of a script that comes with it. */
static void
read_script(const struct medium_tree *tree, struct medium_found *found)
{
	char path[MEDIUM_PATH_SIZE], *bytes;

	if (!tree->find(tree->of, found->medium->script, path) ||
	    (bytes = malloc(MEDIUM_TEXT_MAX + 1)) == NULL) {
		found->lacks_args = 1;
		return;
	}
	if (tree->read(tree->of, path, bytes, MEDIUM_TEXT_MAX) <= 0 ||
	    medium_script_args(bytes, found->args, sizeof(found->args)) == -1)
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
	    !tree->find(tree->of, m->label_file, path) ||
	    (bytes = malloc(MEDIUM_TEXT_MAX + 1)) == NULL)
		return;
	at = bytes;
	if (tree->read(tree->of, path, bytes, MEDIUM_TEXT_MAX) <= 0)
		at = NULL;
	else if (m->label_key != NULL &&
	    (at = strstr(bytes, m->label_key)) != NULL)
		at += strlen(m->label_key);
	n = at == NULL ? 0 : strcspn(at, "\r\n");
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
	take_label(tree, found);
	if (media[i].iso != NULL && !tree->find(tree->of, media[i].iso, path))
		found->lacks_iso = 1;
	else if (media[i].script != NULL)
		read_script(tree, found);
	else
		fill_args(found);
}

const struct medium *
medium_of_word(const char *word)
{
	for (size_t i = 0; i < media_n; i++)
		if (strcmp(media[i].word, word) == 0)
			return &media[i];
	return NULL;
}

/*
 * Whether each loader can say a word, and a person can see it: the script is of who
 * made the medium, and no line of it may keep a map from being written.
 */
static int
is_plain_word(const char *word, size_t n)
{
	if (word[0] == '#' || (n == 1 && *word == ';') ||
	    (n == 2 && (memcmp(word, "&&", 2) == 0 ||
	    memcmp(word, "||", 2) == 0)))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!isgraph((unsigned char)word[i]) ||
		    strchr("'\"\\", word[i]) != NULL)
			return 0;
	return 1;
}

/* A word of the script, in which no variable begins. */
static void
append_word(struct append *a, const char *word, size_t n)
{
	append(a, "%s", a->n == 0 ? "" : " ");
	for (size_t i = 0; i < n; i++)
		append(a, "%s%c", word[i] == '@' ? "@" : "", word[i]);
}

/* Whether a word of the script is for iPXE. */
static int
is_ipxe_word(const char *word, size_t n)
{
	return (n >= 7 && memcmp(word, "initrd=", 7) == 0) ||
	    memmem(word, n, "${", 2) != NULL;
}

int
medium_script_args(const char *script, char *args, size_t size)
{
	static const char command[] = "kernel ";
	struct append a = {.buf = args, .size = size};
	const char *line = script, *end;
	size_t n, words = 0;

	args[0] = '\0';
	while (strncmp(line += strspn(line, " \t\r\n"), command,
	    sizeof(command) - 1) != 0) {
		line += strcspn(line, "\n");
		if (*line == '\0')
			return -1;
	}
	line += sizeof(command) - 1;
	end = line + strcspn(line, "\r\n");
	for (line += strspn(line, " \t"); line < end;
	    line += n + strspn(line + n, " \t")) {
		n = strcspn(line, " \t\r\n");
		/* The first word is the kernel. */
		if (words++ == 0 || is_ipxe_word(line, n))
			continue;
		if (!is_plain_word(line, n))
			return -1;
		append_word(&a, line, n);
	}
	return words > 1 && !a.full ? 0 : -1;
}
