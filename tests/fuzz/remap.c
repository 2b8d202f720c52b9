/*
 * Any rules of remap lines, and a name: what they make of it is a text of the
 * size that there is for it, after at most 64 rules; what a pattern matches
 * lies in the name, and is found again where it begins. What is served of the name
 * then has no way up, and each step that it took was told with a text.
 *
 * The input is lines: the name, then what stands behind "remap - " in each.
 */
#include "mkbootroot/text/mapfile.h"
#include "must.h"
#include "map/pattern.h"
#include "map/remap.h"
#include "testmap.h"
#include "view/viewname.h"

#define LINES 70		/* more than there may be */

/* The map's text. The caller frees it. */
static char *
map_text(const char *line)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	must(out != NULL, "no memory");
	for (int i = 0; i < LINES && line != NULL; i++) {
		fprintf(out, "remap - %.*s\n", (int)strcspn(line, "\n"), line);
		if ((line = strchr(line, '\n')) != NULL)
			line++;
	}
	must(fclose(out) == 0, "no memory");
	return text;
}

static int
is_map(const char *text)
{
	static struct mapfile m;
	struct mistakes mistakes = {0};
	int good;

	mapfile_begin(&m, &mistakes);
	must(mapfile_feed(&m, text, strlen(text)) == 0 &&
	    mapfile_end(&m) == 0, "cannot parse the map");
	good = mistakes.n == 0;
	mapfile_free(&m);
	mistakes_free(&mistakes);
	return good;
}

static void
match(const char *pattern, const char *name, int nocase)
{
	const size_t n = strlen(name);
	struct pattern_match m, again;
	unsigned groups;

	if (pattern_reason(pattern) != NULL ||
	    !pattern_match(pattern, nocase, name, n, 0, &m))
		return;
	groups = pattern_groups(pattern);
	for (unsigned i = 0; i <= groups; i++)
		must(m.begin[i] <= m.end[i] && m.begin[0] <= m.begin[i] &&
		    m.end[i] <= m.end[0] && m.end[0] <= n,
		    "a group outside of its match");
	must(m.end[0] - m.begin[0] >= pattern_width(pattern),
	    "a match that is too short");
	must(pattern_match(pattern, nocase, name, n, m.begin[0], &again) &&
	    memcmp(&again.begin[0], &m.begin[0], sizeof(m.begin[0])) == 0 &&
	    again.end[0] == m.end[0], "another match in the same place");
}

static void
apply(const struct map *m, const char *name, int write)
{
	struct remap r;
	int rules = 0;

	remap_begin(&r, name);
	must(r.too_long == (strlen(name) >= REMAP_NAME_SIZE),
	    "a name of another length");
	while (remap_next(m, write, &r) == 1)
		must(++rules <= REMAP_MAX, "rules without an end");
	must(!r.too_long || rules == 0, "a rule for a name that is too long");
	must(memchr(r.name, '\0', sizeof(r.name)) != NULL, "no text");
}

static void
count_step(void *of, const struct view_step *step)
{
	must(step->why != NULL && (step->kind == VIEW_REMAPPED ||
	    step->kind == VIEW_ROOT_CUT), "a step of something else");
	++*(int *)of;
}

/* What the name becomes for tftpd: a path beneath the boot root, or refused. */
static void
become(const struct map *m, const char *name, const char *upload_folder)
{
	char path[VIEW_PATH_SIZE];
	int is_other, steps = 0;
	const struct view_asked q = { .map = m, .name = name,
	    .root_path = "/srv/tftp/", .root_fd = -1,
	    .upload_folder = upload_folder, .step = count_step,
	    .of = &steps };

	if (view_name(&q, path, &is_other) != VIEW_NO_REASON)
		return;
	must(path[0] != '\0' && path[0] != '/' && strstr(path, "//") == NULL &&
	    strncmp(path, "../", 3) != 0 && strstr(path, "/../") == NULL,
	    "a path that leads elsewhere");
	must(upload_folder == NULL || strncmp(path, "up/", 3) == 0,
	    "an upload elsewhere");
	must(!is_other || steps > 0, "another name for no reason");
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct testmap t = {0};
	char *name = exact_text(bytes, n), *rules, *text;

	if (strlen(name) == n && (rules = strchr(name, '\n')) != NULL) {
		*rules++ = '\0';
		text = map_text(rules);
		rules[strcspn(rules, "\n")] = '\0';
		match(rules, name, (n & 1) != 0);
		if (is_map(text)) {
			testmap_add_text(&t, text);
			testmap_end(&t);
			apply(&t.map, name, 0);
			apply(&t.map, name, 1);
			become(&t.map, name, NULL);
			become(&t.map, name, "up");
			testmap_free(&t);
		}
		free(text);
	}
	free(name);
	return 0;
}
