/*
 * The sum is made of bytes that have just been written, and the disk begins
 * before the last byte is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "map/mapseal.h"
#include "map/mapsum.h"
#include "mkbootroot/check/mapbehind.h"

#define PIECE 65536
#define GIVE (8 * 1024 * 1024)	/* bytes for the disk at once */

/*
 * Takes the bytes of the file until end: whole steps of the sum, and with
 * `all` what is left of one.
 */
static void
take(struct mapbehind *b, off_t end, int all)
{
	unsigned char buf[PIECE];
	ssize_t n;

	while (b->error == 0 && b->at < end) {
		n = pread(b->fd, buf, end - b->at < PIECE ?
		    (size_t)(end - b->at) : PIECE, b->at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			b->error = n == -1 ? errno : EIO;
		if (n > 0 && !(all && b->at + n == end))
			n -= n % MAP_SUM_STEP;
		if (n <= 0)
			return;
		b->sum = map_sum(b->sum, buf, (size_t)n);
		b->at += n;
		if (b->at - b->given < GIVE)
			continue;
		/* A hint: where it is not taken, fsync() does the work. */
		(void)sync_file_range(b->fd, b->given, b->at - b->given,
		    SYNC_FILE_RANGE_WRITE);
		b->given = b->at;
	}
}

void
behind_begin(struct mapbehind *b, int fd)
{
	*b = (struct mapbehind){ .fd = fd, .sum = MAP_SUM_START,
	    .at = MAP_SUM_AT };
}

void
behind_more(struct mapbehind *b)
{
	struct stat st;

	if (fstat(b->fd, &st) == 0)
		take(b, st.st_size, 0);
}

int
behind_end(struct mapbehind *b, uint32_t *sum)
{
	struct stat st;
	int error = fstat(b->fd, &st) == -1 ? errno : 0;

	if (error == 0)
		take(b, st.st_size, 1);
	*sum = map_sum_end(b->sum);
	errno = error != 0 ? error : b->error;
	return errno == 0 ? 0 : -1;
}
