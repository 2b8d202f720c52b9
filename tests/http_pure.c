/*
 * The pure files of httpd, asked line by line. Standard input has lines of a
 * question and its bytes, in which \r, \n, \t, \\ and \xHH are such bytes; what
 * is answered is a line for each:
 *
 *	length BYTES		request_length()
 *	hopeless BYTES		the log's word, "-" where more may come; "HEAD "
 *				before it, if that is what it is
 *	parse BYTES		"GET 1.1 keeps NAME", or "400 bad-host"
 *	range SIZE VALUE	"whole", "part FIRST N", "beyond"
 *	date NOW VALUE		seconds since 1970, or "none"
 *	text SECONDS		the date
 *	forwarded LINES		the address, "none" or "bad"
 *	type NAME BYTES		the type
 *	answer LINES		how a GET with these lines is answered: "200 FIRST N"
 *	head REQUEST		the whole head of the answer, and what is known
 *	private REQUEST		the same of content that is the client's own
 *	etag PART...		of a content whose parts are files, or =TEXT
 *	refuse WORD REQUEST	the head for the refusal with this word; REQUEST is
 *				"-" where none was read
 *
 * What is answered about is one file of SIZE bytes, written at MODIFIED; now is NOW.
 */
#include <arpa/inet.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "httpd/contenttype.h"
#include "httpd/forwarded.h"
#include "httpd/httpdate.h"
#include "httpd/range.h"
#include "httpd/respond.h"

#define SIZE 1000
#define MODIFIED 1000000000	/* Sun, 09 Sep 2001 01:46:40 GMT */
#define NOW 1700000000		/* Tue, 14 Nov 2023 22:13:20 GMT */

static char bytes[70000];
static size_t bytes_n;

/* What the escapes of a text stand for, into bytes; its own memory, exactly. */
static char *
unescaped(const char *text)
{
	char *exact;
	unsigned byte;

	for (bytes_n = 0; *text != '\0'; text++) {
		byte = (unsigned char)*text;
		if (*text == '\\')
			switch (*++text) {
			case 'r': byte = '\r'; break;
			case 'n': byte = '\n'; break;
			case 't': byte = '\t'; break;
			case 'x':
				if (sscanf(text + 1, "%2x", &byte) != 1)
					errx(2, "bad escape: %s", text);
				text += 2;
				break;
			default: byte = (unsigned char)*text;
			}
		bytes[bytes_n++] = (char)byte;
	}
	/* So that a byte too many is seen by a sanitizer. */
	if ((exact = malloc(bytes_n + (bytes_n == 0))) == NULL)
		err(2, "malloc");
	memcpy(exact, bytes, bytes_n);
	return exact;
}

static void
print_bytes(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == '\r')
			printf("\\r");
		else if (p[i] == '\n')
			printf("\\n");
		else if ((unsigned char)p[i] < ' ' || (unsigned char)p[i] >= 0x7f)
			printf("\\x%02x", (unsigned char)p[i]);
		else
			putchar(p[i]);
	putchar('\n');
}

static void
print_refusal(enum refusal refusal)
{
	struct refused why = refusal_words(refusal);

	printf("%u %s\n", why.status, why.word);
}

/* Only a whole head can be parsed; what is behind it is cut off. */
static enum refusal
parse(const char *text, struct request *r)
{
	size_t n = request_length(text, bytes_n);

	return n == 0 ? request_hopeless(text, bytes_n, &r->method) :
	    request_parse(text, n, r);
}

static void
print_parsed(const char *text)
{
	struct request r = {.method = METHOD_GET};
	enum refusal refusal = parse(text, &r);

	if (refusal != REFUSE_NOTHING) {
		print_refusal(refusal);
		return;
	}
	printf("%s 1.%d %s ", r.method == METHOD_GET ? "GET" :
	    r.method == METHOD_HEAD ? "HEAD" : "POST", r.minor,
	    r.keeps ? "keeps" : "closes");
	print_bytes(r.name, strlen(r.name));
}

static void
print_range(const char *text, uint64_t size)
{
	static const char *const words[] = {"whole", "part", "beyond"};
	uint64_t first, n;
	enum range range = range_parse(&(struct piece){text, bytes_n}, size,
	    &first, &n);

	if (range == RANGE_PART)
		printf("part %" PRIu64 " %" PRIu64 "\n", first, n);
	else
		printf("%s\n", words[range]);
}

static void
print_forwarded(const char *text)
{
	struct fields f = {text, bytes_n};
	char address[INET6_ADDRSTRLEN];
	union address a;
	int found;

	if (!fields_are_good(f.bytes, f.n))
		errx(2, "no good lines: %s", text);
	if ((found = forwarded_client(&f, &a)) != 1)
		printf("%s\n", found == 0 ? "none" : "bad");
	else
		printf("%s\n", inet_ntop(a.sa.sa_family,
		    a.sa.sa_family == AF_INET ? (void *)&a.in.sin_addr :
		    (void *)&a.in6.sin6_addr, address, sizeof(address)));
}

static void
print_response(const struct response *response)
{
	printf("%u %" PRIu64 " %" PRIu64 " %s %s ", response->status,
	    response->first, response->n,
	    response->keeps ? "keeps" : "closes",
	    response->refusal == REFUSE_NOTHING ? "-" :
	    refusal_words(response->refusal).word);
	print_bytes(response->head, response->head_n);
}

static void
print_answer(const char *text, int is_private, int is_short)
{
	struct content c = {.size = SIZE, .modified = {.tv_sec = MODIFIED},
	    .has_modified = 1, .is_private = is_private, .etag = "\"tag\"",
	    .type = "application/efi"};
	struct response response;
	struct request r;
	enum refusal refusal = parse(text, &r);

	if (refusal != REFUSE_NOTHING) {
		print_refusal(refusal);
		return;
	}
	respond(&r, &c, NOW, &response);
	if (!is_short)
		print_response(&response);
	else
		printf("%u %" PRIu64 " %" PRIu64 "\n", response.status,
		    response.first, response.n);
}

static void
print_refused(const char *word, const char *rest)
{
	struct response response;
	struct request r, *known = NULL;
	char *text = unescaped(rest);

	if (strcmp(rest, "-") != 0) {
		(void)parse(text, &r);
		known = &r;
	}
	for (int i = 1; i < REFUSALS; i++) {
		struct refused why = refusal_words((enum refusal)i);

		if (why.word == NULL || strcmp(why.word, word) != 0)
			continue;
		respond_refusal((enum refusal)i, known, NOW, &response);
		print_response(&response);
		break;
	}
	free(text);
}

static void
print_etag(char *parts)
{
	struct bootfile b = {.n = 0};
	char etag[ETAG_SIZE], *part;

	while ((part = strsep(&parts, " ")) != NULL &&
	    b.n < BOOTFILE_SEGMENTS) {
		struct segment *s = &b.segment[b.n++];

		if (*part == '=') {
			s->memory = part + 1;
			s->size = strlen(part + 1);
		} else {
			if (stat(part, &s->opened) == -1)
				err(2, "%s", part);
			s->size = (uint64_t)s->opened.st_size;
		}
		b.size += s->size;
	}
	etag_of(&b, etag);
	printf("%s\n", etag);
}

static void
answer(char *line)
{
	char *rest = line, *word = strsep(&rest, " "), *first = NULL, *text;
	char *get;
	char date[HTTPDATE_SIZE];
	time_t t;

	if (strcmp(word, "range") == 0 || strcmp(word, "date") == 0 ||
	    strcmp(word, "type") == 0 || strcmp(word, "refuse") == 0)
		first = strsep(&rest, " ");
	if (rest == NULL)
		rest = word + strlen(word);
	if (strcmp(word, "refuse") == 0) {
		print_refused(first, rest);
		return;
	}
	if (strcmp(word, "etag") == 0) {
		print_etag(rest);
		return;
	}
	if (strcmp(word, "answer") == 0) {
		if (asprintf(&get, "GET /x HTTP/1.1\\r\\nHost: a\\r\\n%s"
		    "\\r\\n", rest) == -1)
			err(2, "asprintf");
		text = unescaped(get);
		print_answer(text, 0, 1);
		free(get);
		free(text);
		return;
	}
	text = unescaped(rest);
	if (strcmp(word, "length") == 0) {
		printf("%zu\n", request_length(text, bytes_n));
	} else if (strcmp(word, "hopeless") == 0) {
		enum request_method method;
		enum refusal refusal = request_hopeless(text, bytes_n,
		    &method);

		printf("%s%s\n", method == METHOD_HEAD ? "HEAD " : "",
		    refusal == REFUSE_NOTHING ? "-" :
		    refusal_words(refusal).word);
	} else if (strcmp(word, "parse") == 0) {
		print_parsed(text);
	} else if (strcmp(word, "range") == 0) {
		print_range(text, strtoull(first, NULL, 10));
	} else if (strcmp(word, "date") == 0) {
		if (httpdate_parse(&(struct piece){text, bytes_n},
		    strtoll(first, NULL, 10), &t))
			printf("%lld\n", (long long)t);
		else
			printf("none\n");
	} else if (strcmp(word, "text") == 0) {
		httpdate_text(strtoll(rest, NULL, 10), date);
		printf("%s\n", date);
	} else if (strcmp(word, "forwarded") == 0) {
		print_forwarded(text);
	} else if (strcmp(word, "type") == 0) {
		printf("%s\n", contenttype_of(first, (unsigned char *)text,
		    bytes_n));
	} else if (strcmp(word, "head") == 0 || strcmp(word, "private") == 0) {
		print_answer(text, word[0] == 'p', 0);
	} else {
		errx(2, "no such question: %s", word);
	}
	free(text);
}

int
main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) != -1) {
		if (n > 0 && line[n - 1] == '\n')
			line[n - 1] = '\0';
		answer(line);
	}
	free(line);
	return 0;
}
