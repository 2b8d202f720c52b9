/*
 * tftpd's view of a name, candidate by candidate.
 */
#include <bsd/string.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "map/arch.h"
#include "map/loader.h"
#include "map/remap.h"
#include "mkbootroot/explain/explainfile.h"
#include "mkbootroot/text/maptext.h"
#include "view/bootfile.h"
#include "view/nocase.h"
#include "view/oddname.h"
#include "view/permission.h"
#include "view/preseedfile.h"
#include "view/secondstage.h"
#include "view/view.h"

#define ARCH_KNOWN 41	/* the last one that has a word */

/* Prints a generated text; 0, or 1: the language cannot say it. */
static int
print_config(const struct client *c, enum config_language l)
{
	char text[CONFIG_SIZE];
	const char *why;
	ssize_t n;

	n = config_render(c, l, "SERVER", text, sizeof(text), &why);
	if (n == -1) {
		printf("  error: %s\n", why);
		return 1;
	}
	printf("  sent: %zd bytes, %s, generated for this client\n", n,
	    config_language_name(l));
	fwrite(text, 1, (size_t)n, stdout);
	return 0;
}

/* What a preseed is sent as: its segments. */
static void
print_segments(const struct bootfile *b, const struct preseed_wanted *w)
{
	printf("  sent: %llu bytes, preseed, generated for this client\n",
	    (unsigned long long)b->size);
	for (size_t i = 0; i < b->n; i++)
		printf("    %llu bytes: %s%s\n",
		    (unsigned long long)b->segment[i].size,
		    b->segment[i].fd != -1 ? w->initrd :
		    w->part == PRESEED_AS_INITRD ?
		    "an archive with /preseed.cfg, made of " : "made of ",
		    b->segment[i].fd != -1 ? "" : w->text);
}

/* The segments, then the text that is in them; 0, or 1: an error is sent. */
static int
print_preseed(const struct client *c, int rootfd,
    const struct preseed_wanted *w)
{
	struct preseed_wanted text = *w;
	struct bootfile b = { .n = 0 };
	const char *found, *why = "";
	char *made = NULL;
	int error;

	error = preseedfile_open(&b, rootfd, c, w, &made, &found, &why) !=
	    BOOTFILE_OPEN;
	if (error)
		printf("  error: %s: %s\n", found, why);
	else
		print_segments(&b, w);
	bootfile_close(&b);
	free(made);
	text.part = PRESEED_AS_TEXT;
	text.initrd[0] = '\0';
	made = NULL;
	b = (struct bootfile){ .n = 0 };
	if (error || preseedfile_open(&b, rootfd, c, &text, &made, &found,
	    &why) != BOOTFILE_OPEN)
		return 1;
	fwrite(made, 1, (size_t)b.size, stdout);
	free(made);
	return 0;
}

/* Tries one file: 0: it is sent; 1: an error is; -1: on to the next. */
static int
try_file(int rootfd, const struct candidate *candidate)
{
	struct bootfile b = { .n = 0 };
	const char *why = "";
	char path[VIEW_PATH_SIZE], missing[PERMISSION_TEXT_SIZE];
	enum bootfile_verdict verdict;

	strlcpy(path, candidate->path, sizeof(path));
	verdict = candidate->nocase > 0 ?
	    nocase_open(&b, rootfd, path, candidate->nocase, &why) :
	    bootfile_open(&b, rootfd, path, &why);
	switch (verdict) {
	case BOOTFILE_OPEN:
		printf("  sent: %s, %llu bytes, %s\n", path,
		    (unsigned long long)b.size, candidate->why);
		bootfile_close(&b);
		return 0;
	case BOOTFILE_ABSENT:
		printf("  %s: %s, %s\n", path, why,
		    candidate->why);
		return -1;
	case BOOTFILE_UNREADABLE:
		printf("  error 2: %s: %s: %s\n", path, why,
		    permission_missing(rootfd, path, missing,
		    sizeof(missing)));
		return 1;
	case BOOTFILE_DENIED:
		printf("  error 2: %s: %s\n", path, why);
		return 1;
	default:
		printf("  error 0: %s: %s\n", path, why);
		return 1;
	}
}

/* What the remap lines do; NULL, or why the name is refused. */
static const char *
print_remap(const struct map *m, const char *name, struct remap *r)
{
	char text[FIELD_TEXT_SIZE];
	struct record line;
	struct field f;

	remap_begin(r, name);
	while (remap_next(m, 0, r) == 1)
		if (r->matched) {
			remap_find(m, r->rule - 1, &line);
			record_field(&line, FIELD_FROM, &f);
			printf("  remap %u, %s: %s\n", r->rule,
			    field_text(&f, text, sizeof(text)),
			    r->why == NULL ? r->name : r->why);
		}
	return r->why;
}

/* It may be the boot file that another server has. */
static void
print_nowhere(const struct client *c, const char *path)
{
	char text[FIELD_TEXT_SIZE];
	struct field f;

	if (view_elsewhere(c, path, &f))
		printf("  error 1: it is not here, but on another server: "
		    "%s\n", field_text(&f, text, sizeof(text)));
	else
		printf("  error 1: it is nowhere\n");
}

/* Looks for a path: 0: it is sent; 1: an error is; -1: it is nowhere. */
static int
try_path(const struct client *c, int rootfd, const char *name,
    const char *path)
{
	struct view view;
	int result;
	size_t i;

	view_candidates(c, name, path, &view);
	for (i = 0; i < view.n; i++) {
		if (view.candidate[i].preseed)
			return print_preseed(c, rootfd, &view.preseed);
		if (view.candidate[i].config != CONFIG_NONE)
			return print_config(c, view.candidate[i].config);
		if ((result = try_file(rootfd, &view.candidate[i])) != -1)
			return result;
	}
	return -1;
}

/*
 * What tftpd would send to a client that was sent a shim last: explain does not
 * know, so it says it of each shim among the client's boot files.
 */
static void
print_second_stages(const struct client *c, int rootfd)
{
	char file[CLIENT_PATH_SIZE], found[VIEW_PATH_SIZE];
	struct bootfile b = { .n = 0 };
	const char *text, *why;
	unsigned arch;

	for (arch = 0; c != NULL && arch <= ARCH_KNOWN; arch++) {
		text = client_bootfile(c, arch, STAGE_ROM, NULL);
		if (arch_canonical(arch) != arch || text == NULL ||
		    strstr(text, "://") != NULL ||
		    client_path(c, text, file, sizeof(file)) == -1 ||
		    secondstage_open(&b, rootfd, file, found, &why) !=
		    BOOTFILE_OPEN)
			continue;
		printf("  sent to who was sent %s last: %s, %llu bytes, the "
		    "second stage of that shim, which may have made the name of "
		    "a label\n", file, found, (unsigned long long)b.size);
		bootfile_close(&b);
	}
}

/* The path that a name is looked for by: NULL, or why it is refused. */
static const char *
make_path(const struct map *m, const char *root, const char *name,
    char path[VIEW_PATH_SIZE])
{
	const char *why, *made, *beneath;
	struct remap r;

	if ((why = view_clean(name, path)) != NULL ||
	    (why = print_remap(m, name, &r)) != NULL)
		return why;
	made = r.too_long ? name : r.name;
	if ((beneath = view_beneath(root, made)) != made)
		printf("  without the boot root's path: %s\n", beneath);
	return view_clean(beneath, path);
}

/* A name that is nowhere, once more, as tftpd does it: 1: it is sent. */
static int
try_cut(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *name)
{
	char shorter[VIEW_PATH_SIZE], path[VIEW_PATH_SIZE];
	int more = oddname_cut(name, shorter);
	const char *why;

	for (; more; more = oddname_cut(shorter, shorter)) {
		printf("  nowhere; once more without what is behind %s\n",
		    shorter);
		if ((why = make_path(m, root, shorter, path)) != NULL)
			printf("  %s: %s\n", shorter, why);
		else if (try_path(c, rootfd, shorter, path) == 0)
			return 1;
	}
	return 0;
}

int
explain_file(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *name)
{
	char path[VIEW_PATH_SIZE];
	const char *why;
	int result;

	printf("file %s\n", name);
	if ((why = make_path(m, root, name, path)) != NULL) {
		printf("  error 2: %s\n", why);
		return 1;
	}
	if ((result = try_path(c, rootfd, name, path)) != -1)
		return result;
	if (try_cut(m, c, root, rootfd, name))
		return 0;
	if (oddname_is_label(path))
		print_second_stages(c, rootfd);
	print_nowhere(c, path);
	return 1;
}
