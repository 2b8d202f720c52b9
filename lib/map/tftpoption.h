/*
 * The options of TFTP by their names on the wire, which the map's quirks have as
 * well. Pure.
 */
#ifndef TFTPOPTION_H
#define TFTPOPTION_H

/*
 * An option that a client may ask for: RFC 2090, 2348, 2349, 7440; tftp-hpa's
 * blksize2, rollover and utimeout; Windows' msftwindow.
 */
enum option { OPTION_BLKSIZE, OPTION_BLKSIZE2, OPTION_MSFTWINDOW,
    OPTION_MULTICAST, OPTION_ROLLOVER, OPTION_TIMEOUT, OPTION_TSIZE,
    OPTION_UTIMEOUT, OPTION_WINDOWSIZE, OPTIONS };

/* The option's name on the wire. */
extern const char *const option_names[OPTIONS];

#endif
