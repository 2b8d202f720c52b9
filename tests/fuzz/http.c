/*
 * Any bytes of a connection: which of them are a request does not depend on how
 * they come, what is refused early would be refused late, no name leads out of
 * the boot root or writes a line of the log, no answer has a line that the
 * request made, and no byte is promised that is not there.
 *
 * The first byte is what is asked for: its size and kinds; the second is where
 * the bytes are cut in two.
 */
#include <ctype.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "httpd/contenttype.h"
#include "httpd/forwarded.h"
#include "httpd/httpdate.h"
#include "httpd/respond.h"
#include "httpd/whole.h"
#include "must.h"

#define NOW 1700000000
#define TAG "\"tag\""

static const uint64_t sizes[] = { 0, 1, 10, 1000, (uint64_t)1 << 40,
    UINT64_MAX };

/* How many lines begin with this, as somebody reads who takes each LF for an end. */
static size_t
lines_with(const char *head, size_t n, const char *begin)
{
	size_t begin_n = strlen(begin), times = 0;

	for (size_t i = 0; i < n; i++)
		if ((i == 0 || head[i - 1] == '\n') && n - i >= begin_n &&
		    strncasecmp(head + i, begin, begin_n) == 0)
			times++;
	return times;
}

/* What no reader may understand in two ways. */
static void
check_strict(const char *head, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		must((head[i] == '\n') == (i > 0 && head[i - 1] == '\r'),
		    "a line with another end");
		must(head[i] != '\0', "a NUL");
	}
	must(head[n - 1] == '\n', "a line without its end");
	must(lines_with(head, n, " ") + lines_with(head, n, "\t") == 0,
	    "a line that goes on");
	must(lines_with(head, n, "Host:") <= 1, "two hosts");
	must(lines_with(head, n, "Transfer-Encoding:") == 0 &&
	    lines_with(head, n, "Content-Length:") <= 1, "content");
}

static void
check_name(const char *name)
{
	char path[VIEW_PATH_SIZE], shown[LOG_VISIBLE_SIZE(200)];
	size_t n;

	must(strlen(name) < TARGET_NAME_SIZE, "a name too long");
	for (const char *p = name; *p != '\0'; p++)
		must(!iscntrl((unsigned char)*p), "a control byte in a name");
	log_visible(shown, sizeof(shown), name, strlen(name));
	must(is_printable(shown), "a name that writes the log");
	if (view_clean(name, path) != VIEW_NO_REASON)
		return;
	for (const char *p = path;; p += n + 1) {
		n = strcspn(p, "/");
		must(n > 0 && !(n == 1 && p[0] == '.') &&
		    !(n == 2 && p[0] == '.' && p[1] == '.'),
		    "a part that leads elsewhere");
		if (p[n] == '\0')
			return;
	}
}

/* The number behind this, which one line of the head begins with. */
static uint64_t
number_in(const struct fields *f, const char *name)
{
	struct piece value;

	must(fields_value(f, name, &value) == 1, "not one line");
	return strtoull(value.bytes, NULL, 10);
}

/* The head is one, and is whole; behind it a refusal has its text. */
static void
check_head(const struct response *response, int has_text)
{
	const char *head = response->head;
	const char *first = memmem(head, response->head_n, "\r\n", 2);
	const char *end = memmem(head, response->head_n, "\r\n\r\n", 4);
	struct fields f;
	size_t n;

	must(response->head_n < sizeof(response->head) && first != NULL &&
	    end != NULL && memcmp(head, "HTTP/1.1 ", 9) == 0 &&
	    strtoul(head + 9, NULL, 10) == response->status &&
	    first - head > (ptrdiff_t)strlen("HTTP/1.1 200 "),
	    "a head that is none");
	f = (struct fields){first + 2, (size_t)(end - first)};
	must(fields_are_good(f.bytes, f.n), "a line that is none");
	must(lines_with(head, (size_t)(end - head), "Date:") == 1, "no date");
	must(response->keeps == (lines_with(f.bytes, f.n,
	    "Connection: close\r") == 0), "the connection, another way");
	n = response->head_n - (size_t)(end + 4 - head);
	if (!has_text)
		must(n == 0, "text behind a head");
	else
		must(n == number_in(&f, "Content-Length") &&
		    head[response->head_n - 1] == '\n' &&
		    memchr(end + 4, '\n', n - 1) == NULL,
		    "not one line of text");
	if (response->status == 200 || response->status == 206)
		must(lines_with(f.bytes, f.n, "ETag: " TAG "\r") == 1,
		    "no tag");
}

static void
check_answer(const struct request *r, const struct content *c,
    const struct response *response)
{
	const char *head = response->head;
	const char *first = memmem(head, response->head_n, "\r\n", 2) ;
	struct fields f = {first + 2,
	    response->head_n - (size_t)(first + 2 - head) - 2};

	must(response->keeps == r->keeps, "the connection, not as asked");
	must(response->first <= c->size &&
	    response->n <= c->size - response->first,
	    "bytes behind the end");
	switch (response->status) {
	case 200:
		must(number_in(&f, "Content-Length") == c->size &&
		    response->first == 0 && response->n ==
		    (r->method == METHOD_HEAD ? 0 : c->size), "not all of it");
		break;
	case 206:
		must(r->method == METHOD_GET && response->n > 0 &&
		    number_in(&f, "Content-Length") == response->n,
		    "another part");
		break;
	case 304:
	case 412:
	case 416:
		must(response->n == 0, "bytes behind what is none");
		break;
	default:
		must(0, "another status");
	}
	must((response->status >= 400) ==
	    (response->refusal != REFUSE_NOTHING), "refused for no reason");
	check_head(response, response->status >= 400 &&
	    r->method != METHOD_HEAD);
}

/* As the log has it, it is the same address once more. */
static void
check_address(const union address *a, int with_port)
{
	char head[2 * ADDRESS_TEXT_SIZE], text[ADDRESS_TEXT_SIZE];
	struct fields f = {head, 0};
	union address again;

	address_text(text, sizeof(text), a, with_port);
	must(is_printable(text), "an address that writes the log");
	f.n = (size_t)snprintf(head, sizeof(head), "X-Forwarded-For: %s\r\n",
	    text);
	must(forwarded_client(&f, &again) == 1 && address_equal(a, &again, 0),
	    "another address");
}

static void
check_fields(const struct request *r)
{
	static const char *const dates[] = {"If-Modified-Since",
	    "If-Unmodified-Since", "If-Range"};
	char text[HTTPDATE_SIZE];
	union address client, other;
	struct piece value;
	time_t again, t;

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		if (fields_value(&r->fields, dates[i], &value) == 0 ||
		    !httpdate_parse(&value, NOW, &t))
			continue;
		httpdate_text(t, text);
		value = (struct piece){text, strlen(text)};
		must(httpdate_parse(&value, 0, &again) && again == t,
		    "a date that is another one");
	}
	if (forwarded_client(&r->fields, &client) != 1)
		return;
	must(client.sa.sa_family == AF_INET ||
	    client.sa.sa_family == AF_INET6, "no address");
	other = client;
	address_unmap(&other);
	must(address_port(&client) == 0 && address_equal(&client, &other, 1),
	    "a port, or IPv4 in IPv6");
	address_set_port(&other, 80);
	must(address_equal(&client, &other, 0) &&
	    !address_equal(&client, &other, 1) && source_same(
	    address_source(&client), address_source(&other)),
	    "another client by another port");
	check_address(&client, 0);
	check_address(&other, 1);
}

static void
check_request(const struct request *r, unsigned kind)
{
	struct content c = { .size = sizes[kind % 6],
	    .modified = { .tv_sec = kind & 64 ? NOW + 5 : 1000000000 },
	    .has_modified = (kind & 32) == 0, .is_private = (kind & 128) != 0,
	    .etag = TAG };
	struct response response;
	struct whole had = { .n = 0 };

	c.type = contenttype_of(r->name, (const unsigned char *)r->name,
	    strlen(r->name));
	check_name(r->name);
	check_fields(r);
	respond(r, &c, NOW, &response);
	check_answer(r, &c, &response);
	if (response.refusal == REFUSE_NOTHING && response.n > 0)
		must(whole_take(&had, c.etag, response.first, response.n,
		    c.size) == (response.n == c.size) &&
		    whole_take(&had, c.etag, 0, c.size, c.size) == 1 &&
		    !whole_take(&had, "\"x\"", 1, c.size - 1, c.size),
		    "all of it, or not");
}

static void
check_refusal(enum refusal refusal, const struct request *r)
{
	struct response response;

	must(refusal > REFUSE_NOTHING && refusal < REFUSALS, "no refusal");
	respond_refusal(refusal, r, NOW, &response);
	must(response.status >= 400 && response.n == 0 &&
	    response.status == refusal_words(refusal).status &&
	    response.keeps == (r != NULL && r->keeps), "another refusal");
	if (refusal != REFUSE_RANGE)
		check_head(&response, r == NULL || r->method != METHOD_HEAD);
}

/* Tags of a text, of a file, and of one behind the other. */
static void
check_tags(const char *bytes, size_t n)
{
	struct bootfile b = { .n = 1, .segment = {
	    { .fd = -1, .memory = bytes, .size = n },
	    { .fd = 0, .size = n, .opened = { .st_ino = n } } } };
	char both[ETAG_SIZE], file[ETAG_SIZE], text[ETAG_SIZE];

	etag_of(&b, text);
	b.n = 2;
	etag_of(&b, both);
	b.segment[0] = b.segment[1];
	b.n = 1;
	etag_of(&b, file);
	must(strcmp(text, both) != 0 && strcmp(text, file) != 0,
	    "one tag for two contents");
	must(etag_is_among(&(struct piece){text, strlen(text)}, text,
	    ETAG_STRONG), "a tag that is not itself");
}

/* What has no room is left away as a whole, or cut; nothing follows it. */
static void
check_room(const char *bytes, size_t n)
{
	char whole[8] = "", cut[8] = "";
	struct append a = append_begin(whole, sizeof(whole));
	struct append c = append_begin(cut, sizeof(cut));
	int text_n = (int)strnlen(bytes, n < 10 ? n : 10);

	for (int i = 0; i < 2; i++) {
		append(&a, "%.*s", text_n, bytes);
		append_cut(&c, "%.*s", text_n, bytes);
	}
	must(strlen(whole) == (text_n > 7 ? 0U : (size_t)text_n *
	    (text_n > 3 ? 1 : 2)) && a.n == strlen(whole),
	    "a piece that is not whole");
	must(strlen(cut) == (text_n > 3 ? 7U : 2U * (size_t)text_n) &&
	    c.n == strlen(cut), "room that is not used");
}

/*
 * The requests at the front of n bytes, one after the other, and what is left.
 * How many were served.
 */
static size_t
serve_all(const char *bytes, size_t n, unsigned kind, unsigned cut)
{
	struct request r;
	enum request_method method;
	enum refusal refusal;
	size_t head_n, served = 0;

	while ((head_n = request_length(bytes, n)) > 0) {
		size_t part = cut % head_n;
		enum refusal early;

		must(head_n <= n && head_n <= REQUEST_HEAD_MAX &&
		    request_length(bytes, head_n) == head_n &&
		    request_length(bytes, part) == 0,
		    "a head of another length");
		early = request_hopeless(bytes, part, &method);
		refusal = request_parse(bytes, head_n, &r);
		must(early == REFUSE_NOTHING || refusal != REFUSE_NOTHING,
		    "refused early, not late");
		must(method != METHOD_HEAD || r.method == METHOD_HEAD ||
		    refusal != REFUSE_NOTHING, "another method early");
		check_refusal(1 + (enum refusal)(cut % (REFUSALS - 1)), &r);
		if (refusal != REFUSE_NOTHING) {
			must(!r.keeps, "a connection that stays");
			check_refusal(refusal, &r);
			return served;
		}
		must(r.method != METHOD_POST || !r.keeps,
		    "a request behind what is posted");
		check_strict(bytes, head_n);
		check_request(&r, kind);
		served++;
		if (!r.keeps)
			return served;
		bytes += head_n;
		n -= head_n;
	}
	if ((refusal = request_hopeless(bytes, n, &method)) != REFUSE_NOTHING)
		check_refusal(refusal, NULL);
	must(n < REQUEST_HEAD_MAX || refusal != REFUSE_NOTHING,
	    "waiting for what has no room");
	return served;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct input in = { bytes, n };
	unsigned kind = input_byte(&in), cut = input_byte(&in) * 37;
	char *exact = (char *)exact_copy(in.bytes, in.n);

	serve_all(exact, in.n, kind, cut);
	check_tags(exact, in.n);
	check_room(exact, in.n);
	must(contenttype_of("x", (unsigned char *)exact, in.n) != NULL,
	    "no type");
	must((refusal_of_verdict((enum view_verdict)(kind % 5)) ==
	    REFUSE_NOTHING) == (kind % 5 == VIEW_OPEN), "another verdict");
	free(exact);
	return 0;
}
