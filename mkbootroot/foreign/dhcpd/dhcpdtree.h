/*
 * What stands in a dhcpd.conf(5): expressions, statements, and the blocks they
 * are in. All of it lives until tree_free(). Pure.
 */
#ifndef DHCPDTREE_H
#define DHCPDTREE_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/imported.h"

/* Deeper in each other than any file is. */
#define DHCPD_DEPTH_MAX 64

/* Option spaces: DHCP itself, the server's own parameters, and others. */
enum { SPACE_DHCP, SPACE_SERVER, SPACE_OTHERS };

/* The server's parameters that have a number for us, beyond option 255. */
enum {
	SERVER_FILENAME = 1, SERVER_NAME, SERVER_NEXT, SERVER_LEASE,
	SERVER_LEASE_MAX, SERVER_LEASE_MIN, SERVER_UNKNOWN_CLIENTS,
	SERVER_BOOTP, SERVER_BOOTING, SERVER_WITHOUT_WORD, SERVER_OF_NO_MATTER
};

/* What a name behind "option" stands for, or a parameter. */
struct dhcpd_option {
	struct dhcpd_option *next;
	const char *name;
	unsigned space, code;
	const char *format;	/* see dhcpdoption.h */
};

enum dhcpd_op {
	/* True or false. */
	OP_AND, OP_OR, OP_NOT, OP_EQUAL, OP_UNEQUAL, OP_MATCHES,
	OP_MATCHES_ANY_CASE, OP_EXISTS, OP_KNOWN, OP_STATIC, OP_DEFINED,
	/* Data. */
	OP_TEXT, OP_OPTION, OP_CONFIG_OPTION, OP_HARDWARE, OP_PACKET,
	OP_SUBSTRING, OP_SUFFIX, OP_CONCAT, OP_LCASE, OP_UCASE, OP_TO_ASCII,
	OP_REVERSE, OP_PICK, OP_ENCODE, OP_HOST_NAME, OP_NULL, OP_UNKNOWN,
	/* Numbers. */
	OP_NUMBER, OP_EXTRACT, OP_ADD, OP_SUBTRACT, OP_MULTIPLY, OP_DIVIDE,
	OP_REMAINDER, OP_BIT_AND, OP_BIT_OR, OP_BIT_XOR,
	/* Any of them. */
	OP_VARIABLE
};

struct dhcpd_expression {
	enum dhcpd_op op;
	unsigned from;			/* the line */
	struct dhcpd_expression *arg[4];
	const struct dhcpd_option *option;
	unsigned char *bytes;		/* of OP_TEXT, n of them, and a NUL */
	size_t n;
	const char *name;		/* of a variable; of what is unknown */
	unsigned long number;		/* also the bits of an integer */
	const char *kept;		/* OP_TEXT as one that im keeps */
	/* Of OP_MATCHES: what came of each kind of client, + 1. */
	unsigned char *found;
	/* A comparison with a card: whoever it names is asked for as such. */
	int is_card;
};

enum dhcpd_do {
	DO_SET_OPTION, DO_DEFAULT, DO_APPEND, DO_PREPEND, DO_IF, DO_SWITCH,
	DO_CASE, DO_OTHERWISE, DO_BREAK, DO_SET, DO_UNSET, DO_ADD
};

struct dhcpd_statement {
	struct dhcpd_statement *next;
	enum dhcpd_do what;
	unsigned from;
	const struct dhcpd_option *option;
	struct dhcpd_expression *value;	/* also the condition */
	struct dhcpd_statement *then, *otherwise;
	const char *name;		/* of a variable, of a class */
	int is_named;			/* it has been told what is missing */
};

/* A block, and what holds around it. */
struct dhcpd_scope {
	struct dhcpd_scope *up;
	struct dhcpd_statement *first, **end;
	enum { CASES_NONE, CASES_DATA, CASES_NUMBERS } cases;	/* in it */
	/* That it is the own block of; NULL: it is of none. */
	struct dhcpd_network *network;
	struct dhcpd_subnet *subnet;
};

/* Whom a pool is for, or not for. */
struct dhcpd_permit {
	struct dhcpd_permit *next;
	enum {
		PERMIT_UNKNOWN, PERMIT_KNOWN, PERMIT_ALL, PERMIT_NOBODY,
		PERMIT_CLASS, PERMIT_SOMETIMES
	} whom;
	int is_denied;
	const char *class;
	unsigned from;
};

struct dhcpd_range {
	struct dhcpd_range *next;
	uint32_t first;
};

struct dhcpd_pool {
	struct dhcpd_pool *next;
	struct dhcpd_scope scope;
	unsigned from;
	struct dhcpd_permit *permit;
	struct dhcpd_range *range;
	int is_named;
};

/* A link: a shared-network, or a subnet that is in none. */
struct dhcpd_network {
	struct dhcpd_network *next;
	struct dhcpd_scope *scope;
	unsigned from;
	struct dhcpd_pool *pool, **pool_end;
	struct dhcpd_pool *pool_of_all;	/* of ranges in no pool; or NULL */
};

struct dhcpd_subnet {
	struct dhcpd_subnet *next;
	struct dhcpd_scope *scope;
	struct dhcpd_network *network;
	unsigned from;
	uint32_t net, mask;
};

struct dhcpd_address {
	struct dhcpd_address *next;
	const char *text;
	uint32_t address;
};

struct dhcpd_host {
	struct dhcpd_host *next;
	struct dhcpd_scope scope;
	unsigned from;
	const char *name, *host_name;	/* host_name: of option 12 */
	const char *group;		/* the name of another group */
	unsigned char mac[6];
	int has_mac, is_deleted;
	struct dhcpd_address *address, **address_end;
	size_t order;
};

struct dhcpd_subclass {
	struct dhcpd_subclass *next;
	struct dhcpd_scope *scope;
	unsigned from;
	unsigned char *key;
	size_t n;
};

struct dhcpd_class {
	struct dhcpd_class *next;
	const char *name;
	struct dhcpd_scope scope;
	unsigned from;
	struct dhcpd_expression *condition;	/* match if; NULL: none */
	struct dhcpd_expression *key;		/* match; NULL: none */
	int is_spawning, is_named;
	int is_card;			/* its key is the card */
	int is_permit;			/* a pool asks for it */
	struct dhcpd_subclass *sub, **sub_end;
	struct dhcpd_subclass **sorted;		/* by their keys */
	size_t subs;
};

struct dhcpd_group {
	struct dhcpd_group *next;
	const char *name;
	struct dhcpd_scope *scope;
};

/* A card, or the beginning of one, that a condition names. */
struct dhcpd_card {
	struct dhcpd_card *next;
	unsigned from;
	unsigned char mac[6];
	int octets;
};

struct dhcpd {
	struct imported *im;
	struct dhcpd_chunk *chunk;
	const char **space;		/* the names of the others */
	size_t spaces;
	struct { unsigned code, space; } inside[16];	/* "encapsulate" */
	size_t insides;
	struct dhcpd_option *option;
	struct dhcpd_scope global;
	struct dhcpd_network *network;
	struct dhcpd_subnet *subnet, **subnet_end;
	struct dhcpd_host *host, **host_end;
	struct dhcpd_class *class;
	struct dhcpd_group *group;
	struct dhcpd_card *card, **card_end;
	const struct dhcpd_host **sorted;	/* hosts by MAC, then order */
	size_t hosts;
	unsigned *file;			/* lines that name a boot file */
	size_t files, files_size;
};

/* Zeros that live as long as d; NULL: there is no memory, and im knows it. */
void *tree_new(struct dhcpd *d, size_t n);
char *tree_text(struct dhcpd *d, const char *text, size_t n);

/* The text up to there, without its quotes and the blanks behind it. */
char *tree_between(struct dhcpd *d, const char *text, const char *end);
void tree_free(struct dhcpd *d);

/* Puts a statement behind the others of a block. */
void scope_add(struct dhcpd_scope *s, struct dhcpd_statement *statement);
void scope_begin(struct dhcpd_scope *s, struct dhcpd_scope *up);

/* The class of a name; NULL: none. */
struct dhcpd_class *class_find(const struct dhcpd *d, const char *name);

/* Notes a line that names a boot file. */
void file_note(struct dhcpd *d, unsigned from);

#endif
