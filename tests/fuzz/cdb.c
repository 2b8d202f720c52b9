/*
 * Any bytes as the file of the map: it is refused as a whole, or reading it
 * ends in an answer. Each is tried as it is, and with the checksums that the
 * whole file should have.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "map/client.h"
#include "config/config.h"
#include "map/map.h"
#include "map/mapseal.h"
#include "map/mapsum.h"
#include "must.h"

static const struct who someone = {
	.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 }, .has_mac = 1,
	.uuid = { 0x4c, 0x4c, 0x45, 0x44 }, .has_uuid = 1,
	.address = { 0x1500090a }, .has_address = 1,
};

static void
look(const struct map *m)
{
	static char text[CONFIG_SIZE];
	struct client c, entry;
	static const struct config_way way = { .server = "10.9.0.1",
	    .base = "http://h:8080/pxe/" };
	const char *why;
	struct who who;
	size_t at = 0;
	int found;

	errno = 0;
	found = client_find(m, &someone, &c);
	must(found != -1 || errno == EPROTO, "another fault than EPROTO");
	if (found == 1) {
		for (int l = CONFIG_PXELINUX; l < CONFIG_LANGUAGES; l++)
			(void)config_render(&c, (enum config_language)l,
			    &way, text, sizeof(text), &why);
		while (client_menu_next(&c, &at, &entry) == 1)
			must(at <= MAP_RECORD_MAX, "a menu without end");
	}
	(void)client_by_address(m, someone.address, &who);
}

/* The file of the map; NULL: it could be read. */
static const char *
read_map(int fd)
{
	struct map m = { .fd = -1 };
	const char *reason;
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if ((reason = map_open(&m, AT_FDCWD, path)) == NULL)
		look(&m);
	map_close(&m);
	return reason;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static int fd = -1;
	uint32_t sum;

	if (fd == -1)
		must((fd = memfd_create("map", 0)) != -1, "no memory");
	must(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, n, 0) == (ssize_t)n,
	    "cannot write the map");
	(void)read_map(fd);
	sum = map_sum_end(map_sum(MAP_SUM_START, bytes + (n < MAP_SUM_AT ? n :
	    MAP_SUM_AT), n < MAP_SUM_AT ? 0 : n - MAP_SUM_AT));
	if (map_seal(fd, sum) == 0)
		(void)read_map(fd);
	return 0;
}
