/*
 * The tests of Kea's classes: an expression as a tree. Pure.
 *
 *	substring(option[60].hex, 0, 9) == 'PXEClient' and not member('slow')
 */
#ifndef KEAEXPRESSION_H
#define KEAEXPRESSION_H

#include <stddef.h>

#define KEA_ARGS_MAX 3
#define KEA_DEPTH_MAX 64

enum kea_kind {
	KEA_BYTES,		/* 'text', 0x0102, 10.0.0.1 */
	KEA_NUMBER,		/* 12, -3, all */
	KEA_FIELD,		/* what the client says: pkt4.mac */
	KEA_EXISTS,		/* option[82].exists */
	KEA_MEMBER,		/* member('X') */
	KEA_CALL,		/* a function of texts */
	KEA_EQUAL, KEA_NOT, KEA_AND, KEA_OR
};

enum kea_function { KEA_SUBSTRING, KEA_CONCAT, KEA_IFELSE, KEA_HEXSTRING,
    KEA_LCASE, KEA_UCASE, KEA_SPLIT, KEA_UNKNOWN_FUNCTION };

struct kea_node {
	enum kea_kind kind;
	const char *text;	/* of it, in the expression */
	size_t n;
	unsigned char *bytes;	/* KEA_BYTES, KEA_MEMBER: the name */
	size_t bytes_n;
	long number;
	int is_all;
	enum kea_function function;
	char base[16];		/* KEA_FIELD, KEA_EXISTS: "option", "pkt4" */
	char option[48];	/* its number or name, "" */
	int has_sub;		/* of one of its sub-options */
	size_t class_at;	/* KEA_MEMBER: of its class in the file, + 1 */
	char what[16];		/* "hex", "mac" */
	struct kea_node *arg[KEA_ARGS_MAX];
	size_t args;
	struct kea_node *next;	/* of all that are kept */
};

struct kea_expression {
	const struct kea_node *root;	/* NULL: it is none */
	struct kea_node *kept;
	size_t wrong_at;	/* where it is not understood */
	int no_memory;
};

void kea_parse(const char *text, struct kea_expression *e);
void kea_expression_free(struct kea_expression *e);

#endif
