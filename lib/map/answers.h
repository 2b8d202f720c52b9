/*
 * The answers of an installer, or of a system that starts: their kinds, the names
 * under which a client asks for them, and what its kernel is told. Pure.
 *
 * A client has the answers of the most particular of its records that has any.
 * Those of kind preseed are preseed= and never stand in the map as answers.
 *
 * The sources of what installers take are in answers.c.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include <stddef.h>

#include "map/client.h"

enum answers_kind {
	ANSWERS_NONE,
	ANSWERS_PRESEED,	/* Debian's installer */
	ANSWERS_KICKSTART,	/* Anaconda: Fedora, RHEL and the like */
	ANSWERS_AUTOINSTALL,	/* Ubuntu's installer: user-data with autoinstall: */
	ANSWERS_CLOUD_CONFIG,	/* cloud-init: any other user-data */
	ANSWERS_AUTOYAST,	/* SUSE: XML */
	ANSWERS_AGAMA,		/* SUSE: JSON or Jsonnet */
	ANSWERS_IGNITION,	/* Fedora CoreOS, Flatcar: JSON */
	ANSWERS_PROXMOX,	/* Proxmox VE: TOML */
	ANSWERS_APKOVL,		/* Alpine: an archive, never filled */
	ANSWERS_ALPINE,		/* setup-alpine -f */
	ANSWERS_TALOS,		/* a machine configuration, YAML */
	ANSWERS_UNATTEND,	/* Windows Setup: XML */
	/* What stands beside others, and tells the kernel nothing. */
	ANSWERS_META_DATA,	/* cloud-init's; made where there is none */
	ANSWERS_VENDOR_DATA,
	ANSWERS_NETWORK_CONFIG,
	ANSWERS_FILE,		/* any other, under its own name */
	ANSWERS_KINDS
};

/* A set of kinds, for tables: ANSWERS_BIT(ANSWERS_KICKSTART) | .... */
#define ANSWERS_BIT(kind) (1u << (kind))

#define ANSWERS_MAX 8			/* files that a line may name */
#define ANSWERS_SIZE_MAX 1048576	/* bytes of a text before it is filled */

/* How a kind reaches its installer. */
enum answers_way {
	ANSWERS_IN_INITRD,	/* in an archive behind the initrd: before the
				   network works */
	ANSWERS_BY_HTTP		/* below @answers@ */
};

/* The word of a kind, "kickstart", as in answers=kickstart:FILE and the map. */
const char *answers_word(enum answers_kind kind);

/* The kind of n bytes of a word, "kickstart" or "ks"; ANSWERS_NONE: of none. */
enum answers_kind answers_kind(const char *word, size_t n);

enum answers_way answers_way(enum answers_kind kind);

/* The name that the answers have: "ks.cfg", "user-data". */
const char *answers_name(enum answers_kind kind);

#endif
