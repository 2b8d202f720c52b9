/*
 * What the process of a transfer or a connection calls itself, as ps shows it:
 * "tftpd: web1 debian12/linux 42% 11.3 MB/s".
 */
#ifndef TITLE_H
#define TITLE_H

#include <stddef.h>

struct title {
	char who[128];		/* the client's name or address */
	char file[256];		/* as the client is sent it; cut at its begin */
	int percent;
	double rate;		/* MB/s */
};

/* 0; -1: no process that sends a file. */
int title_read(const char *text, size_t n, struct title *t);

#endif
