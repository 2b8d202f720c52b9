/*
 * The lines of what others say: gathered, and compared with each other.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "map/mac.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/text/mapvalue.h"

/* The next line, with zeros; NULL: there is no memory. */
static struct imported_line *
line_new(struct imported *im)
{
	const size_t size = im->size + im->size / 2 + 64;
	struct imported_line *line;

	if (im->n == im->size) {
		line = reallocarray(im->line, size, sizeof(*line));
		if (line == NULL) {
			im->no_memory = 1;
			return NULL;
		}
		im->line = line;
		im->size = size;
	}
	line = &im->line[im->n++];
	memset(line, 0, sizeof(*line));
	line->length = -1;
	return line;
}

void
imported_prefix(struct imported *im, unsigned from, const char *who,
    const struct words *w)
{
	struct imported_line *line = line_new(im);

	if (line == NULL)
		return;
	line->from = from;
	snprintf(line->who, sizeof(line->who), "%s", who);
	line->words = *w;
}

/* The length of a mask whose bits are all at its beginning; -1: they are not. */
static int
mask_length(uint32_t mask)
{
	int length = 0;

	while (length < 32 && (mask & UINT32_C(0x80000000) >> length) != 0)
		length++;
	return length == 32 || mask << length == 0 ? length : -1;
}

void
imported_net(struct imported *im, unsigned from, uint32_t net, uint32_t mask,
    const struct words *w)
{
	const struct in_addr a = { htonl(net & mask) };
	const int length = mask_length(mask);
	struct imported_line *line;

	if (length < 1) {
		imported_refuse(im, from, inet_ntoa(a), "has no netmask");
		return;
	}
	if ((line = line_new(im)) == NULL)
		return;
	line->from = from;
	line->ip = a;
	line->length = length;
	snprintf(line->who, sizeof(line->who), "%s/%d", inet_ntoa(a), length);
	line->words = *w;
}

void
imported_client(struct imported *im, unsigned from, const unsigned char mac[6],
    const char *name, const char *ip, const struct words *w)
{
	struct imported_line *line = line_new(im);
	const char *reason;

	if (line == NULL)
		return;
	line->from = from;
	mac_text(mac, line->who);
	line->words = *w;
	if (ip != NULL)
		line->ip = words_address(im, from, ip);
	if (name == NULL || name[0] == '\0')
		return;
	reason = strcmp(name, "local") == 0 || strcmp(name, "ignore") == 0 ?
	    "is a word of clients(5), no name" : value_name(name);
	if (reason != NULL)
		imported_refuse(im, from, name, reason);
	else
		line->name = name;
}

/* In the order of what is compared, and of the lines. */
static int
by_who(const void *a, const void *b)
{
	const struct imported_line *x = *(struct imported_line *const *)a,
	    *y = *(struct imported_line *const *)b;
	const int order = strcmp(x->who, y->who);

	return order != 0 ? order : (x > y) - (x < y);
}

static int
by_ip(const void *a, const void *b)
{
	const struct imported_line *x = *(struct imported_line *const *)a,
	    *y = *(struct imported_line *const *)b;

	return x->ip.s_addr != y->ip.s_addr ?
	    (x->ip.s_addr > y->ip.s_addr) - (x->ip.s_addr < y->ip.s_addr) :
	    (x > y) - (x < y);
}

static void
leave_second(struct imported *im, struct imported_line **sorted, size_t n,
    int of_ip)
{
	struct imported_line *first, *line;
	char what[IMPORTED_WHO_SIZE + 8], reason[64];

	for (size_t i = 1; i < n; i++) {
		first = sorted[i - 1];
		line = sorted[i];
		if (of_ip ? line->ip.s_addr == 0 || line->length >= 0 ||
		    first->length >= 0 ||
		    line->ip.s_addr != first->ip.s_addr :
		    strcmp(line->who, first->who) != 0)
			continue;
		snprintf(what, sizeof(what), "%s%s", of_ip ? "ip=" : "",
		    of_ip ? inet_ntoa(line->ip) : line->who);
		snprintf(reason, sizeof(reason), "stands in line %u already",
		    first->from);
		imported_refuse(im, line->from, what, reason);
		/* The next one is compared with the first. */
		sorted[i] = first;
		if (of_ip)
			line->ip.s_addr = 0;
		else
			line->who[0] = '\0';
	}
}

void
imported_check(struct imported *im)
{
	struct imported_line **sorted = calloc(im->n + 1, sizeof(*sorted));

	if (sorted == NULL) {
		im->no_memory = 1;
		return;
	}
	for (int of_ip = 0; of_ip <= 1; of_ip++) {
		for (size_t i = 0; i < im->n; i++)
			sorted[i] = &im->line[i];
		qsort(sorted, im->n, sizeof(*sorted), of_ip ? by_ip : by_who);
		leave_second(im, sorted, im->n, of_ip);
	}
	free(sorted);
}

void
imported_free(struct imported *im)
{
	for (size_t i = 0; i < im->kept_n; i++)
		free(im->kept[i]);
	for (size_t i = 0; i < im->images; i++)
		free(im->image[i].file);
	free(im->image);
	free(im->kept);
	free(im->line);
	mistakes_free(&im->mistakes);
}
