/*
 * Machines by what they are known by: "m" and a MAC address, "a" and an address,
 * "n" and a name, "i" and an identifier.
 */
#include <bsd/string.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/keyindex.h"
#include "mkbootroot/see/sitewho.h"

struct sitewho {
	struct keyindex *keys;
};

struct sitewho *
sitewho_open(void)
{
	struct sitewho *w = calloc(1, sizeof(*w));

	if (w != NULL && (w->keys = keyindex_open()) == NULL) {
		free(w);
		return NULL;
	}
	return w;
}

void
sitewho_close(struct sitewho *w)
{
	if (w != NULL)
		keyindex_close(w->keys);
	free(w);
}

static struct machine *
look(const struct sitewho *w, char kind, const char *text)
{
	struct machine *m;

	if (text[0] == '\0' ||
	    (m = keyindex_find(w->keys, kind, text)) == NULL)
		return NULL;
	while (m->is_also != NULL)
		m = m->is_also;
	return m;
}

/* The key leads to this machine from now on. -1: errno. */
static int
lead(struct sitewho *w, char kind, const char *text, struct machine *m)
{
	return text[0] == '\0' ? 0 : keyindex_lead(w->keys, kind, text, m);
}

/* What a line says of who it is about. */
struct said {
	char mac[48], name[128], address[48], id[48];
};

static void
hear(const struct logline *l, struct said *who)
{
	slice_plain(l->word[LOGLINE_MAC], who->mac, sizeof(who->mac));
	slice_plain(l->word[LOGLINE_NAME], who->name, sizeof(who->name));
	slice_plain(l->word[LOGLINE_CLIENT].n > 0 ? l->word[LOGLINE_CLIENT] :
	    l->kind == LOGLINE_TOLD ? l->word[LOGLINE_IP] :
	    (struct slice){NULL, 0}, who->address, sizeof(who->address));
	slice_plain(l->id, who->id, sizeof(who->id));
}

/* -1: errno. NULL in *m: there is no room. */
static int
make(struct site *s, const struct logline *l, struct machine **m)
{
	struct machine **more;

	*m = NULL;
	if (s->machine_n == MACHINE_MAX) {
		s->dropped++;
		return 0;
	}
	/* Room for a power of two. */
	if ((s->machine_n & (s->machine_n - 1)) == 0) {
		more = reallocarray(s->machine, s->machine_n == 0 ? 1 :
		    2 * s->machine_n, sizeof(struct machine *));
		if (more == NULL)
			return -1;
		s->machine = more;
	}
	if ((*m = calloc(1, sizeof(**m))) == NULL)
		return -1;
	(*m)->number = s->machine_n;
	(*m)->first_us = (*m)->last_us = (*m)->stage_us = l->time_us;
	s->machine[s->machine_n++] = *m;
	return 0;
}

/* Notes what is new of a machine. -1: errno. */
static int
note(struct sitewho *w, struct machine *m, const struct said *who)
{
	if (who->mac[0] != '\0' && strcmp(m->mac, who->mac) != 0) {
		strlcpy(m->mac, who->mac, sizeof(m->mac));
		if (lead(w, 'm', m->mac, m) == -1)
			return -1;
	}
	if (who->id[0] != '\0' && strcmp(m->uuid, who->id) != 0) {
		strlcpy(m->uuid, who->id, sizeof(m->uuid));
		if (lead(w, 'i', m->uuid, m) == -1)
			return -1;
	}
	/* Of several cards with one name it is that of the last one. */
	if (who->name[0] != '\0' && (strcmp(m->name, who->name) != 0 ||
	    look(w, 'n', who->name) != m)) {
		strlcpy(m->name, who->name, sizeof(m->name));
		m->is_known = 1;
		if (lead(w, 'n', m->name, m) == -1)
			return -1;
	}
	if (who->address[0] != '\0' && (strcmp(m->address, who->address) != 0 ||
	    look(w, 'a', who->address) != m)) {
		strlcpy(m->address, who->address, sizeof(m->address));
		if (lead(w, 'a', m->address, m) == -1)
			return -1;
	}
	return 0;
}

/* One that was known by its address only turns out to be m. */
static void
unite(struct machine *m, struct machine *other)
{
	other->is_also = m;
	if (other->first_us < m->first_us)
		m->first_us = other->first_us;
	if (m->boots == 0)
		m->boots = other->boots;
	if (other->stage > m->stage && m->boot_us == 0) {
		m->stage = other->stage;
		m->stage_us = other->stage_us;
		m->boot_us = other->boot_us;
	}
}

static struct machine *
by_mac(struct sitewho *w, const struct logline *l, const struct said *who)
{
	struct machine *m = look(w, 'm', who->mac), *there;

	there = look(w, 'a', who->address);
	if (there == NULL || there == m || there->mac[0] != '\0' ||
	    l->time_us - there->last_us > MACHINE_GAP_US)
		return m;
	if (m == NULL)
		return there;
	unite(m, there);
	return m;
}

/* Addresses are given to somebody else one day: a name then differs. */
static struct machine *
by_place(const struct sitewho *w, const struct said *who)
{
	struct machine *m = look(w, 'a', who->address);

	if (m != NULL && (who->name[0] == '\0' || m->name[0] == '\0' ||
	    strcmp(m->name, who->name) == 0))
		return m;
	m = look(w, 'n', who->name);
	return m != NULL ? m : look(w, 'i', who->id);
}

int
sitewho_find(struct site *s, const struct logline *l, struct machine **m)
{
	struct said who;

	hear(l, &who);
	*m = NULL;
	if (who.mac[0] == '\0' && who.name[0] == '\0' &&
	    who.address[0] == '\0' && who.id[0] == '\0')
		return 0;
	*m = who.mac[0] != '\0' ? by_mac(s->who, l, &who) :
	    by_place(s->who, &who);
	if (*m == NULL && (make(s, l, m) == -1 || *m == NULL))
		return *m == NULL && s->machine_n == MACHINE_MAX ? 0 : -1;
	return note(s->who, *m, &who);
}
