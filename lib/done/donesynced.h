/*
 * Which files of who is done this process has brought to the disk: who says it again
 * and again would have it do so as often, and everybody else wait.
 */
#ifndef DONESYNCED_H
#define DONESYNCED_H

#include <sys/stat.h>

#define DONESYNCED_MAX 512	/* of those that were noted last */

/* Begin with zeros. A file is the same as long as nothing of it was changed. */
struct donesynced {
	struct donesynced_file {
		dev_t dev;
		ino_t ino;	/* 0: none */
		struct timespec changed;
	} file[DONESYNCED_MAX];
};

int donesynced_has(const struct donesynced *s, const struct stat *st);

/* It was there, as st says, before what has brought it to the disk began. */
void donesynced_note(struct donesynced *s, const struct stat *st);

#endif
