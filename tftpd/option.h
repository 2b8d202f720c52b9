/*
 * Agreeing on options: what the client asked for, and what it gets. Pure.
 */
#ifndef OPTION_H
#define OPTION_H

#include <stdint.h>

#include "tftpd/request.h"

#define BLKSIZE_MIN 8		/* RFC 2348 */
#define BLKSIZE_MAX 65464
#define BLKSIZE_DEFAULT 512	/* RFC 1350 */
#define WINDOWSIZE_MAX 65535	/* RFC 7440 */
#define UTIMEOUT_MIN_US 10000	/* tftp-hpa */
#define UTIMEOUT_MAX_US 255000000
#define MSFTWINDOW_ASKED 31416	/* what Windows' bootmgr asks, and what it */
#define MSFTWINDOW_GRANTED 27182	/* takes for a yes */

struct option_limits {
	unsigned blksize_max;	/* of the server: -B */
	unsigned path_blksize;	/* that fits one packet of the path */
	unsigned windowsize_max;	/* -W */
	int refused[OPTIONS];	/* by a quirk= of this client */
};

struct agreement {
	unsigned blksize;
	unsigned windowsize;
	unsigned window_max;	/* above which no ACK may ask for it */
	unsigned rollover;	/* the number that follows block 65535 */
	unsigned requested_timeout_us;	/* by the client; 0: none */
	uint64_t tsize;
	int granted[OPTIONS];	/* which options the OACK names */
	int any;		/* whether there is an OACK at all */
};

/*
 * Decides each option: granted as asked, granted smaller, or left out.
 * size: of the file in bytes; for a write the one that the client says, which
 * is echoed. For a read the tsize of an empty file is left out, and netascii
 * gets none: the length of the converted text is not known before it is
 * converted. Netascii never gets a window.
 */
void option_agree(const struct request *r, const struct option_limits *l,
    uint64_t size, struct agreement *a);

/* The value to write into the OACK. */
uint64_t option_value(const struct agreement *a, enum option o);

#endif
