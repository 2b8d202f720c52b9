/*
 * Whether a file is a medium with a second file system, UDF (ECMA-167), beside ISO
 * 9660, which is all that is unpacked.
 */
#ifndef UDF_H
#define UDF_H

struct udf {
	int is;			/* it has UDF */
	long long files;	/* so many that UDF says it has; -1: unknown */
};

void udf_look(int fd, struct udf *u);

/*
 * Whether ISO 9660's part, of so many files, folders and bytes, says no more than
 * that the medium is another: UDF has more than twice as many files; or, where it
 * does not say how many, ISO 9660 has three at most, small ones at its top. A medium
 * that has the same in both, as hybrid ones do, is none. Pure.
 */
int udf_is_rest(const struct udf *u, unsigned long long files,
    unsigned long long folders, unsigned long long bytes);

#endif
