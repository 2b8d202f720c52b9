/*
 * The version record: making it, and judging a file by it.
 */
#include <bsd/sys/endian.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "map/mapkey.h"
#include "map/mapseal.h"
#include "map/mapsum.h"

/*
 * The first record begins behind cdb's table of 256 pointers: two lengths,
 * the key 'V', then the version's bytes:
 *   8  "bootroot"
 *   4  MAP_VERSION
 *   8  length of the file
 *   4  map_sum() of the table of pointers
 *   4  map_sum() of everything behind this record
 */
#define CDB_TABLE_SIZE 2048
#define VERSION_AT (MAP_SUM_AT - MAP_VERSION_SIZE)

const char map_no_map[] = "it is not a map of bootroot";

static const unsigned char magic[8] = {'b', 'o', 'o', 't', 'r', 'o', 'o', 't'};

void
map_version(unsigned char buf[MAP_VERSION_SIZE])
{
	memset(buf, 0, MAP_VERSION_SIZE);
	memcpy(buf, magic, sizeof(magic));
	be32enc(buf + 8, MAP_VERSION);
}

static uint32_t
bytes_sum(const unsigned char *bytes, size_t n)
{
	return map_sum_end(map_sum(MAP_SUM_START, bytes, n));
}

int
map_seal(int fd, uint32_t sum)
{
	unsigned char version[MAP_VERSION_SIZE], table[CDB_TABLE_SIZE];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1 ||
	    pread(fd, table, sizeof(table), 0) != sizeof(table))
		return -1;
	map_version(version);
	be64enc(version + 12, (uint64_t)st.st_size);
	be32enc(version + 20, bytes_sum(table, sizeof(table)));
	be32enc(version + 24, sum);
	n = pwrite(fd, version, sizeof(version), VERSION_AT);
	if (n != -1 && n != sizeof(version))
		errno = ENOSPC;
	return n == sizeof(version) ? 0 : -1;
}

const char *
map_check_head(const unsigned char *head, uint64_t n)
{
	/* cdb's lengths of the key and the data, and the key. */
	static const unsigned char begin[9] = {1, 0, 0, 0,
	    MAP_VERSION_SIZE, 0, 0, 0, MAP_KEY_VERSION};
	const unsigned char *v = head + VERSION_AT;
	uint32_t version;

	if (memcmp(v - sizeof(begin), begin, sizeof(begin)) != 0 ||
	    memcmp(v, magic, sizeof(magic)) != 0)
		return map_no_map;
	version = be32dec(v + 8);
	if (version == 0 || version > MAP_VERSION)
		return "it is of a newer version than this program";
	if (version < MAP_VERSION - 1)
		return "it is of an older version than this program reads";
	if (be64dec(v + 12) != n)
		return "it is cut or has grown";
	return NULL;
}

const char *
map_check(const unsigned char *bytes, size_t n)
{
	const unsigned char *v = bytes + VERSION_AT;
	const char *reason;

	if (n < MAP_SUM_AT)
		return map_no_map;
	reason = map_check_head(bytes, n);
	if (reason == NULL &&
	    (be32dec(v + 20) != bytes_sum(bytes, CDB_TABLE_SIZE) ||
	    be32dec(v + 24) != bytes_sum(bytes + MAP_SUM_AT, n - MAP_SUM_AT)))
		reason = "it is corrupt: its checksum is wrong";
	return reason;
}
