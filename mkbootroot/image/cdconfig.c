/*
 * Each line is a word and what is behind it. An entry begins with "label" or
 * "menuentry"; its arguments stand behind the kernel, or in a line of their own, before
 * or after that: "append" of ISOLINUX, "options" of systemd-boot.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "daemon/append.h"
#include "mkbootroot/image/cdconfig.h"

/* A part of a text. */
struct piece {
	const char *at;
	size_t n;
};

static const char blank[] = " \t\r\"'";

/* The next word of a line, quotes taken as blanks. 0: no more. */
static int
next_word(struct piece *line, struct piece *word)
{
	while (line->n > 0 && strchr(blank, *line->at) != NULL) {
		line->at++;
		line->n--;
	}
	word->at = line->at;
	word->n = 0;
	while (line->n > 0 && strchr(blank, *line->at) == NULL) {
		line->at++;
		line->n--;
		word->n++;
	}
	return word->n > 0;
}

static int
is(const struct piece *word, const char *text)
{
	return word->n == strlen(text) &&
	    strncasecmp(word->at, text, word->n) == 0;
}

static int
is_one_of(const struct piece *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (is(word, *list))
			return 1;
	return 0;
}

/* Whether a path ends in this name. */
static int
ends_in(const struct piece *path, const char *name)
{
	const size_t n = strlen(name);

	return path->n >= n && strncasecmp(path->at + path->n - n, name, n) ==
	    0 && (path->n == n || path->at[path->n - n - 1] == '/');
}

/* Whether another loader, and a terminal, understand a word as well. */
static int
is_plain(const struct piece *word)
{
	size_t i;

	for (i = 0; i < word->n; i++)
		if (word->at[i] < '!' || word->at[i] > '~' ||
		    word->at[i] == '$')
			return 0;
	return !is(word, "{") && !is(word, "}") &&
	    !(word->n > 7 && strncmp(word->at, "initrd=", 7) == 0);
}

static void
take_args(struct piece line, char args[CDCONFIG_ARGS_SIZE])
{
	struct append a = { .buf = args, .size = CDCONFIG_ARGS_SIZE };
	struct piece word;

	args[0] = '\0';
	while (next_word(&line, &word))
		if (is_plain(&word))
			append(&a, "%s%.*s", args[0] == '\0' ? "" : " ",
			    (int)word.n, word.at);
	if (a.full)
		args[0] = '\0';
}

/* An entry while its lines are read. */
struct entry {
	int is_kernels;
	char args[CDCONFIG_ARGS_SIZE];
};

/* 1: the entry is the kernel's, and has arguments. */
static int
read_line(struct entry *e, struct piece line, const char *kernel)
{
	static const char *const begins[] = { "label", "menuentry", "title",
	    NULL };
	static const char *const starts[] = { "linux", "linuxefi", "linux16",
	    "kernel", NULL };
	static const char *const says[] = { "append", "options", NULL };
	char args[CDCONFIG_ARGS_SIZE];
	struct piece word, path;

	if (!next_word(&line, &word))
		return 0;
	if (is_one_of(&word, begins)) {
		e->is_kernels = 0;
		e->args[0] = '\0';
	} else if (is_one_of(&word, starts) && next_word(&line, &path)) {
		e->is_kernels = ends_in(&path, kernel);
		take_args(line, args);
		if (args[0] != '\0')
			memcpy(e->args, args, sizeof(args));
	} else if (is_one_of(&word, says))
		take_args(line, e->args);
	return e->is_kernels && e->args[0] != '\0';
}

int
cdconfig_args(const char *text, const char *kernel,
    char args[CDCONFIG_ARGS_SIZE])
{
	struct entry e = { .is_kernels = 0 };
	struct piece line;

	for (args[0] = '\0'; *text != '\0';
	    text += line.n + (text[line.n] == '\n')) {
		line = (struct piece){ text, strcspn(text, "\n") };
		if (read_line(&e, line, kernel)) {
			memcpy(args, e.args, sizeof(e.args));
			return 1;
		}
	}
	return 0;
}

/* Words that only who reads a disc can do something with. */
static int
is_of_disc(struct piece line)
{
	static const char *const parts[] = { "cdrom", "CDLABEL=", ":LABEL=",
	    "archisolabel=", "misolabel=", "cdroot" };
	struct piece word;
	size_t i;
	int first;

	for (first = 1; next_word(&line, &word); first = 0) {
		if (word.at[0] == '#')
			return 0;
		if (first && is(&word, "search"))
			return 1;
		for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (memmem(word.at, word.n, parts[i],
			    strlen(parts[i])) != NULL)
				return 1;
	}
	return 0;
}

int
cdconfig_is_of_disc(const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (is_of_disc((struct piece){ text, n }))
			return 1;
	}
	return 0;
}
