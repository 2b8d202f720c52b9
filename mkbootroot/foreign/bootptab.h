/*
 * An entry of a bootptab, its templates taken over, as a line of clients(5).
 * Pure.
 */
#ifndef BOOTPTAB_H
#define BOOTPTAB_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/foreign/imported.h"

#define BOOTPTAB_NETS 64

enum tag { TAG_BF, TAG_DS, TAG_GW, TAG_HA, TAG_HD, TAG_HT, TAG_IP, TAG_RP,
    TAG_SA, TAG_SM, TAG_TC, TAGS };

/* How far the templates of an entry are: a chain may come back to it. */
enum state { STATE_READ, STATE_FOLLOWED, STATE_COMPLETE };

struct entry {
	unsigned from;
	enum state state;
	struct entry *below;	/* who wants it, of the chain that is followed */
	const char *name;	/* a template's may begin with a dot */
	const char *value[TAGS];
	int deleted[TAGS];	/* "tag@": not from the template either */
	int is_template;	/* another one takes over what it says */
};

/* The nets that its masks make, each once; host byte order. */
struct bootptab_nets {
	uint32_t net[BOOTPTAB_NETS], mask[BOOTPTAB_NETS];
	size_t n;
};

void bootptab_host(struct imported *im, const struct entry *e,
    struct bootptab_nets *nets);

#endif
