/*
 * unknown: the machines of the log that the map has no line for, as lines of
 * clients(5).
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/now.h"
#include "map/client.h"
#include "mkbootroot/command.h"
#include "mkbootroot/see/logread.h"
#include "mkbootroot/see/machine.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/maptext.h"

#define JOURNAL_SINCE "-24h"

struct reading {
	struct site site;
	int64_t now_us;
};

/* A machine that gets a line. */
struct stranger {
	const struct machine *machine;
	struct who who;
};

struct strangers {
	struct stranger *list;
	size_t n;
};

static int
take_line(void *arg, const char *text, size_t n)
{
	struct reading *r = arg;
	struct logline l;

	logline_read(text, n, r->now_us, &l);
	return site_take(&r->site, &l);
}

/* Who it is, as far as a line of clients(5) can say it. 0: it cannot. */
static int
who_of(const struct machine *m, struct who *who)
{
	memset(who, 0, sizeof(*who));
	who->has_address = inet_pton(AF_INET, m->address, &who->address) == 1;
	who->has_mac = value_mac(m->mac, who->mac) == 0;
	who->has_uuid = !who->has_mac && strncmp(m->uuid, "uuid:", 5) == 0 &&
	    value_uuid(m->uuid + 5, who->uuid) == 0;
	return who->has_mac || who->has_uuid;
}

/* Whether the map has a line for it; without a map the log says so. -1: corrupt. */
static int
is_listed(const struct map *map, const struct machine *m,
    const struct who *who)
{
	struct client c;

	if (map == NULL)
		return !m->is_stranger;
	switch (client_find(map, who, &c)) {
	case 1:
		return c.rule != RULE_DEFAULT && c.rule != RULE_NET;
	case 0:
		return 0;
	default:
		return -1;
	}
}

/* Lines of files alone may be of a person with a browser. */
static int
is_booting(const struct machine *m)
{
	return m->is_also == NULL && (m->is_stranger || m->boots > 0 ||
	    m->stage != MACHINE_NONE);
}

static int
order(const void *a, const void *b)
{
	const struct who *x = &((const struct stranger *)a)->who;
	const struct who *y = &((const struct stranger *)b)->who;

	if (x->has_mac != y->has_mac)
		return x->has_mac ? -1 : 1;
	return x->has_mac ? memcmp(x->mac, y->mac, sizeof(x->mac)) :
	    memcmp(x->uuid, y->uuid, sizeof(x->uuid));
}

/* 0; -1: the map is corrupt. */
static int
gather(const struct site *s, const struct map *map, struct strangers *found)
{
	const struct machine *m;
	struct who who;
	size_t i;
	int listed;

	for (i = 0; i < s->machine_n; i++) {
		m = s->machine[i];
		if (!is_booting(m) || !who_of(m, &who))
			continue;
		if ((listed = is_listed(map, m, &who)) == -1)
			return -1;
		if (!listed)
			found->list[found->n++] = (struct stranger){ m, who };
	}
	if (found->n > 0)
		qsort(found->list, found->n, sizeof(*found->list), order);
	return 0;
}

/* A text of the log; what a line may not have is shown as "?". */
static void
print_plain(const char *text)
{
	for (; *text != '\0'; text++)
		putchar(*text > ' ' && *text <= '~' ? *text : '?');
}

static void
print_time(const char *what, int64_t us)
{
	const time_t s = (time_t)(us / 1000000);
	char text[32];
	struct tm tm;

	if (localtime_r(&s, &tm) != NULL &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm) > 0)
		printf(", %s %s", what, text);
}

static void
print_net(const struct map *map, const struct stranger *s)
{
	char text[KEY_TEXT_SIZE];
	struct record net;

	if (s->machine->via[0] != '\0') {
		printf(", on ");
		print_plain(s->machine->via);
	}
	if (!s->who.has_address)
		return;
	printf(", at ");
	print_plain(s->machine->address);
	memset(&net, 0, sizeof(net));
	if (map != NULL && client_net(map, s->who.address, &net) == 1)
		printf(" of %s", key_text(net.key, net.key_n, text,
		    sizeof(text)));
}

static void
print_line(const struct map *map, const struct stranger *s)
{
	const struct machine *m = s->machine;
	unsigned char key[MAP_KEY_MAX];
	char text[KEY_TEXT_SIZE];
	const size_t n = s->who.has_mac ?
	    map_key(key, MAP_KEY_MAC, s->who.mac, 6) :
	    map_key(key, MAP_KEY_UUID, s->who.uuid, 16);

	printf("%-19s -  # ", key_text(key, n, text, sizeof(text)));
	print_plain(m->arch[0] == '\0' ? "firmware-not-known" : m->arch);
	if (m->vendor[0] != '\0') {
		printf(", class ");
		print_plain(m->vendor);
	}
	if (m->is_ipxe)
		printf(", iPXE");
	print_net(map, s);
	if (m->boots > 1)
		printf(", %u boots", m->boots);
	if (m->first_us / 60000000 != m->last_us / 60000000)
		print_time("first", m->first_us);
	print_time("last", m->last_us);
	putchar('\n');
}

/* Exit code. */
static int
print_strangers(const struct options *o, const struct site *s,
    const struct map *map)
{
	struct strangers found = { .n = 0 };
	size_t i;

	found.list = calloc(s->machine_n + 1, sizeof(*found.list));
	if (found.list == NULL) {
		warn("cannot make room for machines");
		return 111;
	}
	if (gather(s, map, &found) == -1) {
		free(found.list);
		return options_map_is_corrupt(o);
	}
	for (i = 0; i < found.n; i++)
		print_line(map, &found.list[i]);
	if (found.n == 0 && !o->quiet)
		warnx("no machine of the log is unknown");
	free(found.list);
	return 0;
}

/* Exit code. */
static int
read_and_print(const struct options *o, struct source *source)
{
	struct reading r = { .now_us = now_wall_us() };
	struct map map = { .fd = -1 };
	const char *reason;
	int code;

	if (site_open(&r.site, NULL, NULL) == -1) {
		warn("cannot make room for machines");
		return 111;
	}
	if ((code = logread(source, take_line, &r)) == 0) {
		if ((reason = map_open(&map, AT_FDCWD, o->map)) != NULL)
			warnx("cannot read map %s: %s; only the log says "
			    "which machines are unknown", o->map, reason);
		code = print_strangers(o, &r.site, reason == NULL ? &map :
		    NULL);
		if (reason == NULL)
			map_close(&map);
	}
	if (r.site.dropped > 0)
		warnx("%lu lines are of more machines than there is room for",
		    r.site.dropped);
	site_close(&r.site);
	return code;
}

int
unknown(const struct options *o, const char *since, const char *where)
{
	struct source source;
	int code;

	if (since != NULL && where != NULL) {
		warnx("-s is for the journal: %s is read as a whole", where);
		return 2;
	}
	tzset();
	if (source_open(&source, where, 0, since == NULL ? JOURNAL_SINCE :
	    since) == -1) {
		warnx("%s", source.why);
		return 1;
	}
	code = read_and_print(o, &source);
	source_close(&source);
	return code;
}
