/*
 * What tftpd and httpd see under a name, candidate by candidate: their own function
 * tells the steps.
 */
#include <stdio.h>
#include <string.h>

#include "httpd/refusal.h"
#include "map/arch.h"
#include "map/loader.h"
#include "mkbootroot/explain/explainfile.h"
#include "mkbootroot/explain/explainurl.h"
#include "mkbootroot/text/maptext.h"
#include "view/seen.h"

#define ERROR_SIZE 16
#define ARCH_KNOWN 41	/* the last one that has a word */

static const char *const places[] = {
	[VIEW_GENERATED] = "generated for this client",
	[VIEW_BESIDE_SHIM] = "beside the boot file in the image loaders",
	[VIEW_IN_IMAGE] = "in the client's image",
	[VIEW_BESIDE_BOOT_FILE] = "beside a boot file",
	[VIEW_IN_ROOT] = "in the boot root",
	[VIEW_IN_LOADERS] = "in the image loaders",
	[VIEW_IN_IMAGE_NOCASE] = "in the client's image, in any case"
};

/* "error 2", as TFTP says it, or "status 403". Returns buf. */
static const char *
error_of(const struct view_asked *q, enum view_verdict verdict,
    char buf[ERROR_SIZE])
{
	if (q->way.base != NULL)
		snprintf(buf, ERROR_SIZE, "status %u", refusal_words(
		    refusal_of_verdict(verdict)).status);
	else
		snprintf(buf, ERROR_SIZE, "error %d", verdict ==
		    VIEW_ABSENT ? 1 : verdict == VIEW_FAILED ? 0 : 2);
	return buf;
}

/* One that does not end it is a step, one that does is an error. */
static void
print_tried(const struct view_asked *q, const struct view_step *step)
{
	const char *path = step->path, *why = view_why_text(step->why);
	char error[ERROR_SIZE];

	error_of(q, step->verdict, error);
	if (step->place == VIEW_GENERATED)
		printf("  %s: %s%s%s\n", q->way.base != NULL ? error : "error",
		    path, path[0] != '\0' ? ": " : "", why);
	else if (step->verdict == VIEW_ABSENT)
		printf("  %s: %s, %s\n", path, why, places[step->place]);
	else if (step->verdict == VIEW_UNREADABLE)
		printf("  %s: %s: %s: %s\n", error, path, why, step->missing);
	else
		printf("  %s: %s: %s\n", error, path, why);
}

static void
print_step(void *of, const struct view_step *step)
{
	char text[FIELD_TEXT_SIZE];

	switch (step->kind) {
	case VIEW_REMAPPED:
		printf("  remap %u, %s: %s\n", step->rule,
		    field_text(&step->from, text, sizeof(text)),
		    step->why->reason == VIEW_NO_REASON ? step->path :
		    view_why_text(step->why));
		break;
	case VIEW_ROOT_CUT:
		printf("  without the boot root's path: %s\n", step->path);
		break;
	case VIEW_TRIED:
		print_tried(of, step);
		break;
	case VIEW_ONCE_MORE:
		printf("  nowhere; tried again as %s\n",
		    step->path);
		break;
	case VIEW_NAME_REFUSED:
		printf("  %s: %s\n", step->path, view_why_text(step->why));
	}
}

/* What answers are sent as: their segments. */
static void
print_segments(const struct bootfile *b, const struct preseed_wanted *w)
{
	for (size_t i = 0; i < b->n; i++) {
		printf("    %llu bytes: ",
		    (unsigned long long)b->segment[i].size);
		if (b->segment[i].fd != -1)
			printf("%s\n", w->part == PRESEED_AS_INITRD ? w->initrd :
			    w->text);
		else if (w->part == PRESEED_AS_INITRD)
			printf("an archive with /%s, made of %s\n",
			    answers_name(w->kind), w->text);
		else
			printf("made%s%s\n", w->part == PRESEED_MADE ? ", because "
			    "the answers have none" : " of ",
			    w->part == PRESEED_MADE ? "" : w->text);
	}
}

static void
print_sent(const struct view_asked *q, const struct seen *s)
{
	const char *generated = seen_generated(s);

	printf("  sent%s: %s%s%llu bytes, %s%s%s\n", q->way.base != NULL ?
	    " by HTTP" : "", generated == NULL ?
	    s->found : "", generated == NULL ? ", " : "",
	    (unsigned long long)s->file.size, generated == NULL ? "" :
	    generated, generated == NULL ? "" : ", ", places[s->place]);
	if (s->is_preseed)
		print_segments(&s->file, &s->wanted);
	else if (generated == NULL && s->made.bytes != NULL)
		printf("    an archive with the file, %llu bytes, in it\n",
		    (unsigned long long)s->file.segment[1].size);
	if (s->made.text != NULL)
		fwrite(s->made.text, 1, s->made.text_n, stdout);
}

static const char *
same_shim(void *of)
{
	return of;
}

/*
 * What tftpd would send to a client that was sent a shim last: explain does not
 * know, so it says it of each shim among the client's boot files.
 */
static void
print_second_stages(const struct view_asked *q)
{
	const struct client *c = q->client;
	char file[CLIENT_PATH_SIZE];
	struct view_asked again = *q;
	struct seen s;
	const char *text;
	unsigned arch;

	again.shim = same_shim;
	again.of = file;
	again.step = NULL;
	for (arch = 0; c != NULL && arch <= ARCH_KNOWN; arch++) {
		text = client_bootfile(c, arch, STAGE_ROM, NULL);
		if (arch_canonical(arch) != arch || text == NULL ||
		    client_is_url(text) ||
		    client_path(c, text, file, sizeof(file)) == -1)
			continue;
		seen_open(&again, &s);
		if (s.odd == SEEN_LABEL)
			printf("  a client that was last sent %s gets %s, %llu "
			    "bytes: the second stage of that shim (a shim may "
			    "make such a name out of the label in a boot "
			    "entry)\n", file, s.found,
			    (unsigned long long)s.file.size);
		seen_close(&s);
	}
}

/* It may be the boot file that another server has. */
static void
print_nowhere(const struct view_asked *q, const struct seen *s)
{
	char text[FIELD_TEXT_SIZE], error[ERROR_SIZE];

	error_of(q, VIEW_ABSENT, error);
	if (s->why.reason == VIEW_ELSEWHERE)
		printf("  %s: it is not here, but on another server: %s\n",
		    error, field_text(&s->elsewhere, text, sizeof(text)));
	else
		printf("  %s: it is nowhere\n", error);
}

/* Exit code. */
static int
explain_name(struct view_asked *q)
{
	char error[ERROR_SIZE];
	int is_open;
	struct seen s;

	q->step = print_step;
	q->of = q;
	seen_open(q, &s);
	is_open = s.verdict == VIEW_OPEN;
	if (is_open) {
		print_sent(q, &s);
	} else if (s.verdict == VIEW_ABSENT) {
		print_second_stages(q);
		print_nowhere(q, &s);
	} else if (seen_name_is_refused(&s))
		printf("  %s: %s\n", error_of(q, s.verdict, error),
		    view_why_text(&s.why));
	seen_close(&s);
	return !is_open;
}

int
explain_file(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *name)
{
	struct view_asked q = {.map = m, .client = c, .name = name,
	    .root_path = root, .root_fd = rootfd, .way.server = "SERVER"};

	printf("file %s\n", name);
	return explain_name(&q);
}

int
explain_url(const struct map *m, const struct client *c, const char *root,
    int rootfd, const char *url)
{
	char base[WEBURL_BASE_SIZE], name[VIEW_PATH_SIZE];
	struct view_asked q = {.map = m, .client = c, .name = name,
	    .root_path = root, .root_fd = rootfd,
	    .way = {"SERVER", explain_base(c, base)}};

	printf("url %s\n", url);
	if (!explain_url_name(c, url, name))
		return 1;
	printf("  the name: %s\n", name);
	return explain_name(&q);
}
