/*
 * Random changes of samples, the same for the same seed: what the programs share
 * that send them to a running server.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE 1472
#define SAMPLES 4096

static struct sample { unsigned char bytes[SIZE]; size_t n; } *sample;
static size_t samples;
static uint64_t state;
static const unsigned char *odd;	/* bytes that a protocol gives a meaning */
static size_t odd_n;

/* xorshift64*: the same numbers everywhere for the same seed. */
static inline unsigned
number(size_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * 0x2545f4914f6cdd1dU >> 33) % below);
}

static inline int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/*
 * The files of a folder, without their first bytes, which only the fuzzer knows.
 */
static inline void
read_samples(const char *folder, size_t skip)
{
	struct dirent **name;
	int n = scandir(folder, &name, NULL, by_name), fd;
	char path[4096];
	ssize_t got;

	if ((sample = calloc(SAMPLES, sizeof(*sample))) == NULL || n == -1)
		err(2, "%s", folder);
	for (int i = 0; i < n && samples < SAMPLES; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, name[i]->d_name);
		if ((fd = open(path, O_RDONLY)) == -1)
			err(2, "%s", path);
		got = read(fd, sample[samples].bytes, SIZE);
		close(fd);
		if (got <= (ssize_t)skip)
			continue;
		sample[samples].n = (size_t)got - skip;
		memmove(sample[samples].bytes, sample[samples].bytes + skip,
		    sample[samples].n);
		samples++;
	}
	if (samples == 0)
		errx(2, "%s: there is nothing in it", folder);
}

/* One change of a datagram: its new length. */
static inline size_t
change(unsigned char *d, size_t n)
{
	size_t at = n == 0 ? 0 : number(n), other = number(samples), more;

	switch (number(8)) {
	case 0:
		if (n > 0)
			d[at] = (unsigned char)number(256);
		return n;
	case 1:
		if (n > 0)
			d[at] ^= (unsigned char)(1 << number(8));
		return n;
	case 2:
		if (n > 0)
			d[at] = odd[number(odd_n)];
		return n;
	case 3:				/* cut */
		return number(4) == 0 ? at : n;
	case 4:				/* a byte more */
		if (n == SIZE)
			return n;
		memmove(d + at + 1, d + at, n - at);
		d[at] = (unsigned char)number(256);
		return n + 1;
	case 5:				/* a byte less */
		if (n == 0)
			return n;
		memmove(d + at, d + at + 1, n - at - 1);
		return n - 1;
	case 6:				/* a piece once more, at the end */
		more = n - at < SIZE - n ? n - at : SIZE - n;
		memmove(d + n, d + at, more);
		return n + more;
	default:			/* goes on as another one */
		if (at >= sample[other].n)
			return n;
		memcpy(d + at, sample[other].bytes + at, sample[other].n - at);
		return sample[other].n;
	}
}

static inline size_t
mutate(unsigned char d[SIZE])
{
	const struct sample *s = &sample[number(samples)];
	size_t n = s->n;

	memcpy(d, s->bytes, n);
	for (unsigned times = number(6); times > 0; times--)
		n = change(d, n);
	return n;
}

#endif
