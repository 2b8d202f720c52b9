/*
 * The file as a whole, then its variables, then its syntax with something in the
 * place of each: "hostname: @name@" is no YAML before it is filled.
 */
#include <archive.h>
#include <archive_entry.h>
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "map/preseed.h"
#include "mkbootroot/answers/answersform.h"
#include "mkbootroot/answers/answersread.h"
#include "mkbootroot/text/preseedtext.h"
#include "mkbootroot/text/valuevariable.h"

struct reading {
	struct answersread *r;
	answers_say *say;
	void *arg;
	size_t doubts;
	int has_crlf;		/* that was said */
};

static void
say(void *of, enum answers_weight weight, unsigned line, const char *what)
{
	struct reading *x = of;

	size_t *n = weight == ANSWERS_WRONG ? &x->r->mistakes : &x->doubts;

	if ((*n)++ >= ANSWERSREAD_SAID_MAX)
		return;
	x->say(x->arg, weight, line, what);
}

unsigned
answersread_place(enum variable v)
{
	unsigned place = 0;

	while (place + 1 < ANSWERSREAD_VARIABLES && (1u << place) < (unsigned)v)
		place++;
	return place;
}

/* The file's bytes, *n of them, to be freed. NULL: errno, or 0: it has too many. */
static char *
read_all(int fd, size_t *n)
{
	char *buf = malloc(ANSWERS_SIZE_MAX + 1);
	ssize_t got;

	*n = 0;
	while (buf != NULL) {
		got = read(fd, buf + *n, ANSWERS_SIZE_MAX + 1 - *n);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == 0)
			return buf;
		if (got > 0 && (*n += (size_t)got) <= ANSWERS_SIZE_MAX)
			continue;
		if (got > 0)
			errno = 0;
		free(buf);
		return NULL;
	}
	return NULL;
}

/* What stands in the place of a variable, and nowhere else in the file. */
static size_t
sample(enum variable v, char buf[VARIABLE_VALUE_SIZE])
{
	static const unsigned char mac[6] = {0x02, 0x5a, 0x7b, 0x13, 0x46, 0x9e};
	static const unsigned char uuid[16] = {0x4c};
	struct client c = {.name = "name-of-client", .image = "image", .http = MAP_YES,
	    .has_ip = 1, .has_mac = 1, .once = ONCE_DONE};
	const struct variable_values values = {&c, "192.0.2.1", NULL};
	const char *name = variable_name(v);
	enum variable_fault why;
	ssize_t n;

	inet_pton(AF_INET, "192.0.2.2", &c.ip);
	memcpy(c.mac, mac, sizeof(mac));
	c.own.key_n = map_key(c.own.key, MAP_KEY_UUID, uuid, sizeof(uuid));
	n = variable_fill(name, strlen(name), &values, NULL, &why);
	if (n < 0 || n >= VARIABLE_VALUE_SIZE)
		return 0;
	variable_fill(name, strlen(name), &values, buf, &why);
	return (size_t)n;
}

static void
note_use(struct answersread *r, const struct variable_piece *p)
{
	if ((r->uses & p->variable) != 0)
		return;
	r->uses |= p->variable;
	r->line[answersread_place(p->variable)] = p->line;
}

/* Appends to a text that has room; grows it. -1: no memory. */
static int
put(char **text, size_t *n, size_t *size, const char *bytes, size_t more)
{
	char *new;

	if (more > *size - *n) {
		if ((new = realloc(*text, *size + more + 65536)) == NULL)
			return -1;
		*text = new;
		*size += more + 65536;
	}
	memcpy(*text + *n, bytes, more);
	*n += more;
	return 0;
}

/* Lines that end as on Windows are said once. */
static void
say_control(struct reading *x, const struct variable_piece *p,
    const struct variable_text *rest)
{
	const int ends = preseedtext_is_crlf(p, rest);
	char why[VALUEVARIABLE_SIZE];

	if (ends && x->has_crlf++)
		return;
	snprintf(why, sizeof(why), "a control character, \\%03o",
	    (unsigned char)*p->bytes);
	say(x, ANSWERS_WRONG, p->line, ends ? PRESEEDTEXT_CRLF : why);
}

/*
 * The text with variables filled, *filled bytes to be freed; NULL: no memory. Mistakes
 * are said.
 */
static char *
fill(const char *bytes, size_t n, struct reading *x, size_t *filled)
{
	struct variable_text t = {.bytes = bytes, .n = n, .line = 1};
	char value[VARIABLE_VALUE_SIZE], why[VALUEVARIABLE_SIZE];
	size_t size = n + 1;
	char *text = malloc(size);
	struct variable_piece p;
	const char *mistake;
	int failed = text == NULL;

	*filled = 0;
	for (variable_next(&t, &p); !failed && p.kind != VARIABLE_END;
	    variable_next(&t, &p)) {
		if (p.kind == VARIABLE_CONTROL &&
		    !(*p.bytes == '\r' && answers_may_have_cr(x->r->kind))) {
			say_control(x, &p, &t);
			continue;
		}
		mistake = p.kind == VARIABLE_CONTROL ? NULL :
		    valuevariable_mistake(&p, VARIABLES_ALL, why);
		if (mistake != NULL)
			say(x, ANSWERS_WRONG, p.line, mistake);
		if (p.kind == VARIABLE_VALUE) {
			note_use(x->r, &p);
			p.n = sample(p.variable, value);
			p.bytes = value;
		}
		failed = put(&text, filled, &size, p.bytes, p.n) == -1;
	}
	if (!failed)
		return text;
	free(text);
	return NULL;
}

/* Where a variable is all that stands in a value without quotes. */
static void
note_alone(const char *filled, size_t n, struct reading *x)
{
	const unsigned yaml = ANSWERS_BIT(ANSWERS_AUTOINSTALL) |
	    ANSWERS_BIT(ANSWERS_CLOUD_CONFIG) |
	    ANSWERS_BIT(ANSWERS_VENDOR_DATA) | ANSWERS_BIT(ANSWERS_META_DATA) |
	    ANSWERS_BIT(ANSWERS_NETWORK_CONFIG) | ANSWERS_BIT(ANSWERS_TALOS);
	char value[VARIABLE_VALUE_SIZE];
	unsigned line;

	if (!(yaml & ANSWERS_BIT(x->r->kind)))
		return;
	if (x->r->uses & VARIABLE_NAME) {
		value[sample(VARIABLE_NAME, value)] = '\0';
		x->r->name_alone = answers_yaml_alone(filled, n, value);
	}
	if (x->r->uses & VARIABLE_MAC) {
		value[sample(VARIABLE_MAC, value)] = '\0';
		line = answers_yaml_alone(filled, n, value);
		if (line > 0)
			say(x, ANSWERS_DOUBT, line, "@mac@ without quotes: YAML "
			    "takes an address such as 52:54:00:12:34:56 for a "
			    "number: write \"@mac@\"");
	}
}

static void
check_text(const char *bytes, size_t n, const char *name, struct reading *x)
{
	char what[64], *filled;
	size_t filled_n;

	x->r->kind = answers_form(x->r->kind, name, bytes, n, say, x);
	if (x->r->mistakes > 0 || x->r->kind == ANSWERS_NONE ||
	    x->r->kind == ANSWERS_APKOVL ||
	    (x->r->kind == ANSWERS_FILE && memchr(bytes, '\0', n) != NULL))
		return;
	if (n == 0 && x->r->kind != ANSWERS_VENDOR_DATA &&
	    x->r->kind != ANSWERS_FILE)
		say(x, ANSWERS_WRONG, 0, "it is empty");
	if (n == 0)
		return;
	if (x->r->kind == ANSWERS_PRESEED && n > PRESEED_SIZE_MAX) {
		snprintf(what, sizeof(what), "it has more than %d bytes",
		    PRESEED_SIZE_MAX);
		say(x, ANSWERS_WRONG, 0, what);
		return;
	}
	if ((filled = fill(bytes, n, x, &filled_n)) == NULL) {
		say(x, ANSWERS_WRONG, 0, strerror(ENOMEM));
		return;
	}
	/* Where a variable is wrong, what is made of it would be as well. */
	if (x->r->mistakes == 0)
		answers_check(x->r->kind, filled, filled_n, say, x);
	if (x->r->mistakes == 0)
		note_alone(filled, filled_n, x);
	free(filled);
}

/* wiki.alpinelinux.org, "Alpine local backup": a tar.gz of /etc and more. */
static void
check_apkovl(int fd, struct reading *x)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	char what[256];
	int code = ARCHIVE_FATAL, has_etc = 0;
	const char *name;

	if (a != NULL && archive_read_support_filter_gzip(a) == ARCHIVE_OK &&
	    archive_read_support_format_tar(a) == ARCHIVE_OK &&
	    archive_read_open_fd(a, fd, 65536) == ARCHIVE_OK)
		while ((code = archive_read_next_header(a, &e)) == ARCHIVE_OK) {
			name = archive_entry_pathname(e);
			if (name != NULL && strncmp(name, "./", 2) == 0)
				name += 2;
			has_etc |= name != NULL && strncmp(name, "etc", 3) == 0;
		}
	if (code != ARCHIVE_EOF) {
		snprintf(what, sizeof(what), "not an archive of tar and gzip%s%s",
		    a == NULL || archive_error_string(a) == NULL ? "" : ": ",
		    a == NULL || archive_error_string(a) == NULL ? "" :
		    archive_error_string(a));
		say(x, ANSWERS_WRONG, 0, what);
	} else if (!has_etc)
		say(x, ANSWERS_WRONG, 0, "an archive without etc/, which every "
		    "apkovl has");
	archive_read_free(a);
}

void
answersread_file(int fd, const char *name, enum answers_kind kind,
    struct answersread *r, answers_say *said, void *arg)
{
	struct reading x = {.r = r, .say = said, .arg = arg};
	unsigned char magic[2];
	char what[64], *bytes;
	size_t n;

	*r = (struct answersread){.kind = kind};
	if (kind == ANSWERS_NONE && pread(fd, magic, 2, 0) == 2 &&
	    magic[0] == 0x1f && magic[1] == 0x8b)
		r->kind = ANSWERS_APKOVL;
	if (r->kind == ANSWERS_APKOVL) {
		check_apkovl(fd, &x);
		return;
	}
	if ((bytes = read_all(fd, &n)) != NULL) {
		check_text(bytes, n, name, &x);
		r->says_done = (r->uses & VARIABLE_DONE) != 0 ||
		    memmem(bytes, n, "/done/@", strlen("/done/@")) != NULL;
		free(bytes);
		return;
	}
	snprintf(what, sizeof(what), "it has more than %d bytes",
	    ANSWERS_SIZE_MAX);
	say(&x, ANSWERS_WRONG, 0, errno == 0 ? what : strerror(errno));
}
