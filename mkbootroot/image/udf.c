/*
 * ECMA-167 and OSTA's UDF 2.60: the volume recognition sequence (2/9.1) begins at
 * byte 32768, ISO 9660's descriptors among it. The anchor in sector 256 (3/10.2) leads
 * to the volume descriptors, these to the logical volume's integrity (3/10.10), where
 * UDF counts files (2.2.6.4).
 */
#include <bsd/sys/endian.h>
#include <string.h>
#include <unistd.h>

#include "mkbootroot/image/udf.h"

#define SECTOR 2048
#define FIRST 16		/* sector of the recognition sequence */
#define LAST 80
#define ANCHOR 256
#define DESCRIPTORS_MAX 64

#define TAG_ANCHOR 2
#define TAG_VOLUME 6
#define TAG_END 8
#define TAG_INTEGRITY 9

#define STUB_FILES 3
#define STUB_BYTES 65536

static int
read_sector(int fd, uint32_t at, unsigned char buf[SECTOR])
{
	return pread(fd, buf, SECTOR, (off_t)at * SECTOR) == SECTOR ? 0 : -1;
}

/* A descriptor of this kind at a sector. */
static int
read_tag(int fd, uint32_t at, unsigned tag, unsigned char buf[SECTOR])
{
	return read_sector(fd, at, buf) == 0 && le16dec(buf) == tag ? 0 : -1;
}

static int
has_nsr(int fd)
{
	unsigned char buf[SECTOR];

	for (uint32_t i = FIRST; i < LAST && read_sector(fd, i, buf) == 0; i++)
		if (memcmp(buf + 1, "NSR02", 5) == 0 ||
		    memcmp(buf + 1, "NSR03", 5) == 0)
			return 1;
	return 0;
}

/* Where the integrity of the logical volume is told; 0: unknown. */
static uint32_t
find_integrity(int fd)
{
	unsigned char buf[SECTOR];
	uint32_t at;

	if (read_tag(fd, ANCHOR, TAG_ANCHOR, buf) == -1)
		return 0;
	at = le32dec(buf + 20);
	for (uint32_t i = 0; i < DESCRIPTORS_MAX; i++) {
		if (at > UINT32_MAX - i ||
		    read_sector(fd, at + i, buf) == -1 ||
		    le16dec(buf) == TAG_END)
			return 0;
		if (le16dec(buf) == TAG_VOLUME)
			return le32dec(buf + 436);
	}
	return 0;
}

/* Behind two tables of a number for each partition. */
static long long
read_files(int fd)
{
	unsigned char buf[SECTOR];
	const uint32_t at = find_integrity(fd);
	uint32_t partitions;

	if (at == 0 || read_tag(fd, at, TAG_INTEGRITY, buf) == -1)
		return -1;
	partitions = le32dec(buf + 72);
	if (partitions > 64 || le32dec(buf + 76) < 40)
		return -1;
	return le32dec(buf + 80 + 8 * partitions + 32);
}

void
udf_look(int fd, struct udf *u)
{
	u->is = has_nsr(fd);
	u->files = u->is ? read_files(fd) : -1;
}

int
udf_is_rest(const struct udf *u, unsigned long long files,
    unsigned long long folders, unsigned long long bytes)
{
	if (!u->is)
		return 0;
	return u->files > 0 ? (unsigned long long)u->files / 2 >= files &&
	    (unsigned long long)u->files > files : files <= STUB_FILES &&
	    folders == 0 && bytes <= STUB_BYTES;
}
