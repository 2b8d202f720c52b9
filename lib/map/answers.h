/*
 * The answers of an installer, or of a system that starts: their kinds, the names
 * under which a client asks for them, and what its kernel is told. Pure.
 *
 * A client has the answers of the most particular of its records that has any.
 * preseed= is an older word for one of the kinds.
 *
 * The sources of what installers take are in answers.c.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include <stddef.h>

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

/*
 * "kickstart:/web/ks.cfg", as the map has it, taken apart: *path lies in text. The
 * kind; ANSWERS_NONE: text does not begin with a kind, and *path is NULL.
 */
enum answers_kind answers_take(const char *text, const char **path);

/*
 * "folder:/web": that the files of the map behind it which lie in this folder are
 * there because a line names the folder. Its path in text, or NULL: it is no folder.
 */
#define ANSWERS_FOLDER "folder:"
const char *answers_take_folder(const char *text);

/*
 * Puts what the kernel has to be told for a kind in front of args, as far as size
 * allows. What args says already stays as it is.
 */
void answers_add_args(enum answers_kind kind, char *args, size_t size);

/*
 * Whether its lines may end as on Windows: in YAML, XML, JSON and TOML a CR before the
 * newline is none of the content.
 */
int answers_may_have_cr(enum answers_kind kind);

/* The name that the answers have: "ks.cfg", "user-data". NULL: that of
   the file. */
const char *answers_name(enum answers_kind kind);

#endif
