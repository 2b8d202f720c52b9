/*
 * What dnsmasq takes a value of an option for, and whether that is in what a
 * client sends: dhcp-match. Pure.
 */
#ifndef DNSMASQVALUE_H
#define DNSMASQVALUE_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqline.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqoption.h"

struct value {
	unsigned char *bytes;	/* free() them */
	size_t n;
	enum { VALUE_TEXT, VALUE_HEX, VALUE_BYTES } kind;
	unsigned char *is_any;	/* of VALUE_HEX: this byte may be anything */
};

/*
 * Reads the pieces from the one at `at` to the last. NULL, or what dnsmasq has
 * against it.
 */
const char *value_read(struct value *v, const struct entry *e, size_t at,
    enum option_kind kind);
void value_free(struct value *v);

/*
 * Whether it is found in what a client sends, where '?' is a byte that cannot be
 * known, and each of the n bytes is one of those if is_known is 0.
 */
enum truth value_is_sent(const struct value *v, const char *sent, size_t n,
    int is_known);

/* The text, anywhere in it. */
enum truth text_within(const char *text, size_t text_n, const char *sent,
    size_t n, size_t step);

#endif
