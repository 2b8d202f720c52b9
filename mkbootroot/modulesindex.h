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
 * Writes n lines as an index; it sorts them by their keys first. 0; -1:
 * errno.
 */
int modules_index(struct index_line *line, size_t n, FILE *out);

#endif
