/*
 * The index files that libkmod reads, modules.dep.bin and modules.alias.bin.
 * Pure but for writing.
 */
#ifndef MODULESINDEX_H
#define MODULESINDEX_H

#include <stddef.h>
#include <stdio.h>

struct index_line {
	char *key;		/* a name, or a pattern of device names */
	char *value;
};

/*
 * Whether a key can stand in an index: ASCII, which is all that libkmod asks
 * for, and of a bounded length.
 */
int modules_index_can_have(const char *key);

/*
 * Writes n lines as an index; it sorts them by their keys first, and leaves
 * out those whose key it cannot have. 0; -1:
 * errno.
 */
int modules_index(struct index_line *line, size_t n, FILE *out);

#endif
