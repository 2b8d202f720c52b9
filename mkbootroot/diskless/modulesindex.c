/*
 * The index is a tree over the bytes of the keys. A node has what all keys
 * below it begin with, children by their next byte, and the values of the
 * key that ends there; a reference to a node is its offset in the file, and
 * in the upper four bits which of the three it has. Numbers have the highest
 * byte first.
 */
#include <bsd/sys/endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/diskless/modulesindex.h"

#define MAGIC 0xb007f457U
#define VERSION 0x00020001U
#define HEAD_SIZE 12		/* magic, version, the root's reference */
#define HAS_PREFIX 0x80000000U
#define HAS_VALUES 0x40000000U
#define HAS_CHILDREN 0x20000000U
#define BYTES 128		/* keys are ASCII */
#define KEY_MAX 4095		/* bytes; each may be a node below another */

static void
put_number(FILE *out, uint32_t n)
{
	unsigned char bytes[4];

	be32enc(bytes, n);
	fwrite(bytes, 1, sizeof(bytes), out);
}

static void
put_text(FILE *out, const char *text, size_t n)
{
	fwrite(text, 1, n, out);
	fputc('\0', out);
}

static int
key_order(const void *a, const void *b)
{
	const struct index_line *x = a, *y = b;
	const int order = strcmp(x->key, y->key);

	return order != 0 ? order : strcmp(x->value, y->value);
}

/* Where the keys of sorted lines are no longer the same. */
static size_t
common_end(const struct index_line *line, size_t n, size_t from)
{
	const char *first = line[0].key, *last = line[n - 1].key;

	while (first[from] != '\0' && first[from] == last[from])
		from++;
	return from;
}

/* Writes the lines that have the first `from` bytes of their keys in common,
 * to what will stand behind the head; returns the reference to their node. */
static uint32_t
write_node(const struct index_line *line, size_t n, size_t from, FILE *out)
{
	const size_t end = common_end(line, n, from);
	uint32_t child[BYTES] = { 0 }, flags = 0, offset;
	unsigned char first = 0, last = 0, c;
	size_t values, i, j;

	for (values = 0; values < n && line[values].key[end] == '\0';)
		values++;
	for (i = values; i < n; i = j) {
		c = (unsigned char)line[i].key[end];
		for (j = i + 1; j < n && line[j].key[end] == (char)c;)
			j++;
		child[c] = write_node(line + i, j - i, end + 1, out);
		first = i == values ? c : first;
		last = c;
	}
	offset = HEAD_SIZE + (uint32_t)ftell(out);
	if (end > from) {
		put_text(out, line[0].key + from, end - from);
		flags |= HAS_PREFIX;
	}
	if (n > values) {
		fputc(first, out);
		fputc(last, out);
		for (i = first; i <= last; i++)
			put_number(out, child[i]);
		flags |= HAS_CHILDREN;
	}
	if (values > 0) {
		put_number(out, (uint32_t)values);
		for (i = 0; i < values; i++) {
			put_number(out, (uint32_t)i);	/* its priority */
			put_text(out, line[i].value, strlen(line[i].value));
		}
		flags |= HAS_VALUES;
	}
	return offset | flags;
}

int
modules_index_can_have(const char *key)
{
	size_t n = 0;

	while (n <= KEY_MAX && key[n] != '\0' && (unsigned char)key[n] < BYTES)
		n++;
	return n <= KEY_MAX && key[n] == '\0';
}

/* Moves the lines that an index can have to the front: how many there are. */
static size_t
choose(struct index_line *line, size_t n)
{
	struct index_line other;
	size_t chosen = 0;

	for (size_t i = 0; i < n; i++) {
		if (!modules_index_can_have(line[i].key))
			continue;
		other = line[chosen];
		line[chosen++] = line[i];
		line[i] = other;
	}
	return chosen;
}

int
modules_index(struct index_line *line, size_t n, FILE *out)
{
	uint32_t root = 0;
	char *nodes = NULL;
	size_t nodes_n = 0;
	FILE *body = open_memstream(&nodes, &nodes_n);
	int result = -1;

	if (body == NULL)
		return -1;
	n = choose(line, n);
	qsort(line, n, sizeof(*line), key_order);
	if (n > 0)
		root = write_node(line, n, 0, body);
	/* The root is written last, and its reference stands first. */
	if (fclose(body) == 0) {
		put_number(out, MAGIC);
		put_number(out, VERSION);
		put_number(out, root);
		fwrite(nodes, 1, nodes_n, out);
		result = ferror(out) ? -1 : 0;
	}
	free(nodes);
	return result;
}
