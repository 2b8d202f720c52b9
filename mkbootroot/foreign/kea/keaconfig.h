/*
 * Kea's configuration as what its server goes by: scopes, each with what it
 * says of booting. Texts live as long as im. Pure.
 */
#ifndef KEACONFIG_H
#define KEACONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/kea/keaexpression.h"

struct kea_said {
	const char *text;	/* NULL: not said */
	unsigned from;
};

struct kea_option {
	unsigned code;
	const char *text;	/* as people write it; NULL: it is not sent */
	unsigned from;
};

/* Names of classes. */
struct kea_names {
	const char **name;
	size_t n;
};

struct kea_scope {
	unsigned from;
	const char *name;	/* of a class; NULL */
	struct kea_said next_server, server_hostname, boot_file;
	unsigned lifetime_s;
	struct kea_option *option;
	size_t options;
	struct kea_names guard;		/* who may be there; n 0: all */
	struct kea_names also;		/* classes that are evaluated late */
	int also_untested;		/* those without a test as well */
	int global, in_subnet;		/* reservations; -1: not said */
};

struct kea_class {
	struct kea_scope scope;
	struct kea_expression test;
	int has_test, is_template;
	unsigned test_from;
	int only_late;		/* where a scope says so */
	int on_known;		/* it asks for KNOWN or UNKNOWN */
	uint64_t says;		/* what; see keasaid.c */
};

struct kea_pool {
	struct kea_scope scope;
	uint32_t first, last;	/* host byte order */
};

struct kea_subnet {
	struct kea_scope scope;
	const struct kea_scope *network;	/* shared; NULL: none */
	uint32_t net, mask;			/* host byte order */
	struct kea_pool *pool;
	size_t pools;
};

struct kea_host {
	struct kea_scope scope;
	unsigned char mac[6];
	const char *ip;
	uint32_t address;	/* host byte order; 0: none */
	const struct kea_subnet *subnet;	/* NULL: a global one */
	struct kea_names classes;
};

struct kea {
	struct imported *im;
	struct kea_scope all;
	struct kea_class *class;
	struct kea_scope *network;
	struct kea_subnet *subnet;
	struct kea_host *host;		/* by their cards */
	const struct kea_class **by_name;	/* each name once */
	size_t classes_named;
	struct kea_begun *begun;	/* see keabegin.c; or NULL */
	size_t classes, networks, subnets, hosts;
	size_t hosts_size;
	int pools_to_come;		/* mkbootroot's own export */
	unsigned *line;			/* those that name a boot file */
	size_t lines;
	void **kept;			/* what kea_free() frees */
	size_t kept_n;
};

/* Reads it; what is not understood is named. 0: it is none of Kea's. */
int kea_read(struct kea *k, struct imported *im, const char *text, size_t n);
void kea_free(struct kea *k);

/* n elements of zeros that live as long as k; NULL: im has no memory. */
void *kea_keep(struct kea *k, size_t n, size_t size);

/* Notes a line that names a boot file. */
void kea_note_file(struct kea *k, unsigned from);

/* The class of a name; NULL: none. */
const struct kea_class *kea_class_find(const struct kea *k, const char *name);

/* Its place in the file, from 1; 0: it is none. */
size_t kea_class_at(const struct kea *k, const struct kea_class *class);

#endif
