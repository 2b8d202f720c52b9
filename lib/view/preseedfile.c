/*
 * A preseed, as other answers that are a text, is small, and read at once, before anything is sent; so it is
 * of one version. The initrd before it is a segment as any file.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/cpio.h"
#include "map/donecommand.h"
#include "map/latecommand.h"
#include "map/preseed.h"
#include "map/variable.h"
#include "view/preseedfile.h"

/* The text as it lies there: n of its bytes; NULL: *verdict and *why say. */
static char *
read_text(int root_fd, const char *path, enum answers_kind kind, size_t *n,
    enum view_verdict *verdict, struct view_why *why)
{
	const unsigned long long most = kind == ANSWERS_PRESEED ?
	    PRESEED_SIZE_MAX : ANSWERS_SIZE_MAX;
	struct bootfile b = {.n = 0};
	char *text = NULL;

	if ((*verdict = bootfile_open(&b, root_fd, path, why)) !=
	    VIEW_OPEN) {
		if (*verdict == VIEW_ABSENT)
			*verdict = view_refuse(why, VIEW_PRESEED_NOT_FOUND);
		return NULL;
	}
	*n = (size_t)b.size;
	bootfile_settle(&b);
	if (b.size > most)
		*verdict = view_refuse(why, VIEW_PRESEED_TOO_LONG);
	else if ((text = malloc(*n + 1)) == NULL ||
	    bootfile_read(&b, text, *n, 0) != (ssize_t)*n)
		*verdict = view_refuse_system(why, errno);
	else if (bootfile_changed(&b))
		*verdict = view_refuse(why, VIEW_PRESEED_CHANGED);
	bootfile_close(&b);
	if (*verdict == VIEW_OPEN)
		return text;
	free(text);
	return NULL;
}

static enum view_verdict
refuse_text(enum variable_fault fault, struct view_why *why)
{
	static const enum view_reason reasons[] = {
		[VARIABLE_IS_UNKNOWN] = VIEW_PRESEED_VARIABLE,
		[VARIABLE_IS_CONTROL] = VIEW_PRESEED_CONTROL,
		[VARIABLE_NO_NAME] = VIEW_PRESEED_NAME,
		[VARIABLE_NO_IP] = VIEW_PRESEED_IP,
		[VARIABLE_NO_MAC] = VIEW_PRESEED_MAC,
		[VARIABLE_NO_UUID] = VIEW_PRESEED_UUID,
		[VARIABLE_NO_HTTP] = VIEW_PRESEED_HTTP,
		[VARIABLE_NO_IMAGE] = VIEW_PRESEED_IMAGE
	};

	return view_refuse(why, reasons[fault]);
}

/*
 * variable_fill(), for texts in which lines may end as on Windows: there a CR
 * is none of the characters that a text must not have.
 */
static ssize_t
fill_text(const char *text, size_t n, enum answers_kind kind,
    const struct variable_values *v, char *buf, enum variable_fault *why)
{
	const int with_cr = answers_may_have_cr(kind);
	const char *end;
	size_t line_n, done = 0;
	ssize_t more;

	for (; n > 0; text += line_n, n -= line_n) {
		end = with_cr ? memchr(text, '\r', n) : NULL;
		line_n = end == NULL ? n : (size_t)(end - text);
		more = variable_fill(text, line_n, v,
		    buf == NULL ? NULL : buf + done, why);
		if (more == -1)
			return -1;
		done += (size_t)more;
		if (end == NULL)
			continue;
		if (buf != NULL)
			buf[done] = '\r';
		done++;
		line_n++;
	}
	return (ssize_t)done;
}

/*
 * The text as the client gets it: *filled is its length. A client that boots this
 * until it is done says so at the end, unless the text says where. NULL: *verdict
 * and *why say.
 */
static char *
fill(const char *text, size_t n, enum answers_kind kind,
    const struct variable_values *v, size_t *filled, enum view_verdict *verdict, struct view_why *why)
{
	const int joins = kind == ANSWERS_PRESEED &&
	    v->client->once == ONCE_DONE &&
	    !variable_in(text, n, VARIABLE_DONE);
	char command[DONE_COMMAND_SIZE], *own, *joined;
	enum variable_fault fault = VARIABLE_IS_UNKNOWN;
	ssize_t size = fill_text(text, n, kind, v, NULL, &fault);

	if (size == -1) {
		*verdict = refuse_text(fault, why);
		return NULL;
	}
	*filled = (size_t)size;
	if ((own = malloc(*filled + 1)) == NULL) {
		*verdict = view_refuse_system(why, errno);
		return NULL;
	}
	fill_text(text, n, kind, v, own, &fault);
	if (!joins)
		return own;
	done_command(v->client, v->server, v->base, command);
	size = (ssize_t)latecommand_join(own, *filled, command, NULL);
	if ((joined = malloc((size_t)size)) == NULL)
		*verdict = view_refuse_system(why, errno);
	else
		latecommand_join(own, *filled, command, joined);
	*filled = (size_t)size;
	free(own);
	return joined;
}

/* Fills the text and appends it to *b: as it is, or in an archive. */
static enum view_verdict
add_text(struct bootfile *b, const struct variable_values *v,
    const struct preseed_wanted *w, const char *text, size_t n,
    struct view_made *made, struct view_why *why)
{
	const int archive = w->part == PRESEED_AS_INITRD;
	const char *name = archive ? answers_name(w->kind) : "";
	const size_t pad = !archive || b->n == 0 ? 0 : cpio_pad_size(b->size);
	const size_t at = pad + (archive ? cpio_file_at(name) : 0);
	enum view_verdict verdict = VIEW_OPEN;
	size_t filled_n, size;
	char *filled;

	if ((filled = fill(text, n, w->kind, v, &filled_n, &verdict,
	    why)) == NULL)
		return verdict;
	size = archive ? pad + cpio_file_size(name, filled_n) :
	    filled_n;
	if ((made->bytes = malloc(size + 1)) == NULL) {
		verdict = view_refuse_system(why, errno);
		free(filled);
		return verdict;
	}
	memcpy(made->bytes + at, filled, filled_n);
	free(filled);
	made->text = made->bytes + at;
	made->text_n = filled_n;
	if (pad > 0)
		cpio_pad(made->bytes, b->size);
	if (archive)
		cpio_file(made->bytes + pad, name, made->text, made->text_n);
	bootfile_add_memory(b, made->bytes, size);
	return VIEW_OPEN;
}

/* The initrd that the archive goes behind, if there is one. */
static enum view_verdict
open_initrd(struct bootfile *b, int root_fd, const char *path,
    struct view_why *why)
{
	enum view_verdict verdict;

	if (path[0] == '\0')
		return VIEW_OPEN;
	verdict = bootfile_open(b, root_fd, path, why);
	return verdict == VIEW_ABSENT ?
	    view_refuse(why, VIEW_INITRD_NOT_FOUND) : verdict;
}

/* meta-data, vendor-data and network-config, where the answers have none. */
static enum view_verdict
open_made(struct bootfile *b, const struct variable_values *v,
    const struct preseed_wanted *w, struct view_made *made,
    struct view_why *why)
{
	static const char named[] = "instance-id: \"@mac@\"\n"
	    "local-hostname: \"@name@\"\n",
	    unnamed[] = "instance-id: \"@mac@\"\n";
	const char *text = w->kind != ANSWERS_META_DATA ? "" :
	    v->client->name != NULL ? named : unnamed;

	return add_text(b, v, w, text, strlen(text), made, why);
}

/* What is no text, and is sent as any file. */
static int
is_binary(const struct preseed_wanted *w, const char *text, size_t n)
{
	return w->kind == ANSWERS_FILE && memchr(text, '\0', n) != NULL;
}

static enum view_verdict
open_as_it_is(struct bootfile *b, int root_fd, const struct preseed_wanted *w,
    struct view_why *why)
{
	enum view_verdict verdict = bootfile_open(b, root_fd, w->text, why);

	return verdict == VIEW_ABSENT ?
	    view_refuse(why, VIEW_PRESEED_NOT_FOUND) : verdict;
}

enum view_verdict
preseedfile_open(struct bootfile *b, int root_fd, const struct client *c,
    const struct preseed_wanted *w, const struct config_way *way,
    struct view_made *made, const char **found, struct view_why *why)
{
	struct client as = *c;
	const struct variable_values values = {&as, way->server, way->base};
	enum view_verdict verdict;
	size_t n = 0;
	char *text;

	as.once = w->once;
	as.of_menu = w->of_menu;
	as.image = w->image;
	as.http = w->http;
	as.server = w->server;
	as.has_server = w->has_server;
	*found = w->text;
	if (w->part == PRESEED_OF_ANOTHER)
		return view_refuse(why, VIEW_ANSWERS_OF_ANOTHER);
	if (w->part == PRESEED_MADE)
		return open_made(b, &values, w, made, why);
	if (w->part == PRESEED_AS_IT_IS)
		return open_as_it_is(b, root_fd, w, why);
	if ((text = read_text(root_fd, w->text, w->kind, &n, &verdict,
	    why)) == NULL)
		return verdict;
	if (is_binary(w, text, n)) {
		free(text);
		return open_as_it_is(b, root_fd, w, why);
	}
	if ((verdict = open_initrd(b, root_fd, w->initrd, why)) !=
	    VIEW_OPEN) {
		*found = w->initrd;
	} else if ((verdict = add_text(b, &values, w, text, n, made,
	    why)) != VIEW_OPEN) {
		bootfile_close(b);
	} else if (w->initrd[0] != '\0')
		*found = w->initrd;
	free(text);
	return verdict;
}
