/*
 * The values of the map's words: texts to bytes, and no further.
 *
 * Pure. Where a value may be wrong in several ways the functions return the
 * reason as text, NULL when it is right.
 */
#ifndef MAPVALUE_H
#define MAPVALUE_H

#include <stddef.h>

/* An IPv4 address that a host can have. */
const char *value_address(const char *s, unsigned char address[4]);

/* "10.9.0.0/24": four bytes of address and one of length. */
const char *value_net(const char *s, unsigned char net[5]);

/* "3600", "60m", "1d": seconds, most significant byte first. */
const char *value_seconds(const char *s, unsigned char seconds[4]);

/* "250", "250ms", "1s": milliseconds to 60 s, most significant byte first. */
const char *value_milliseconds(const char *s, unsigned char ms[4]);

/* The name of an image; of a client; of a server. */
const char *value_image(const char *s);
const char *value_name(const char *s);

/*
 * A path in the boot root or in the image; the same, or a file on a TFTP
 * server of its own; a path or a URL, for iPXE, which may have settings that it
 * expands; HTTP only.
 */
const char *value_path(const char *s);
const char *value_bootfile(const char *s);
const char *value_location(const char *s);
const char *value_http(const char *s);

/* "yes", "no", or a URL that file names are put behind. */
const char *value_web(const char *s);

/* Arguments of a kernel; their variables are valuevariable's. */
const char *value_args(const char *s);

int value_is_url(const char *s);
int value_has_setting(const char *s);

/* The beginning of a vendor class, DHCP's option 60. */
const char *value_class(const char *s);

/* A fault of firmware that our programs know what to do about. */
const char *value_quirk(const char *s);

#endif
