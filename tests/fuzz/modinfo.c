/*
 * Any bytes as a kernel module and as a kernel: nothing outside of them is
 * read, and each value that is found ends in its section.
 *
 * With -DFILES a program: each argument is a good file, which it reads as it
 * is, cut, and with bytes changed, thousands of times.
 */
#include "mkbootroot/image/kernelversion.h"
#include "mkbootroot/diskless/modinfo.h"
#include "must.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const char *const key[] = { "depends", "alias", "" };
	char version[KERNEL_VERSION_SIZE];
	unsigned char *exact = exact_copy(bytes, n);
	const char *info, *value;
	size_t size, pos, i;

	if ((info = modinfo_section(exact, n, &size)) != NULL)
		for (i = 0; i < sizeof(key) / sizeof(key[0]); i++)
			for (pos = 0; (value = modinfo_next(info, size,
			    key[i], &pos)) != NULL;)
				if (value + strlen(value) >= info + size)
					abort();
	if (kernel_version(exact, n, version) == 0 && (version[0] == '\0' ||
	    strchr(version, '/') != NULL))
		abort();
	free(exact);
	return 0;
}

#ifdef FILES
#define TRIES 20000
#define SIZE 65536

/* Numbers that offsets and sizes are made of. */
static const unsigned char odd[] = { 0, 1, 0x7f, 0x80, 0xff };

int
main(int argc, char **argv)
{
	static unsigned char good[SIZE], bad[SIZE];
	size_t n, at;
	FILE *f;

	srandom(1);
	for (int i = 1; i < argc; i++) {
		if ((f = fopen(argv[i], "r")) == NULL)
			return 1;
		n = fread(good, 1, sizeof(good), f);
		fclose(f);
		LLVMFuzzerTestOneInput(good, n);
		for (int try = 0; try < TRIES && n > 64; try++) {
			memcpy(bad, good, n);
			for (long j = random() % 4; j >= 0; j--) {
				/* The heads are first and last. */
				at = (size_t)random() % 3;
				at = at == 0 ? (size_t)random() % 64 :
				    at == 1 ? (size_t)random() % n :
				    n - 1 - (size_t)random() % (n / 2);
				bad[at] = odd[(size_t)random() % sizeof(odd)];
			}
			LLVMFuzzerTestOneInput(bad, random() % 4 == 0 ?
			    (size_t)random() % n : n);
		}
	}
	return 0;
}
#endif
