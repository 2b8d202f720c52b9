/*
 * One address or pattern.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqcard.h"

#define HARDWARE_ETHERNET 1

/* The octets of one piece between separators. The octets so far; -1: none. */
static int
read_piece(struct card *card, int at, const char *s, size_t n)
{
	const size_t octets = (n + 1) / 2;
	char hex[3];

	if (n == 1 && s[0] == '*') {
		if (at < 6)
			card->is_any[at] = 1;
		return at + 1;
	}
	for (size_t i = 0; i < n; i++)
		if (!isxdigit((unsigned char)s[i]))
			return -1;
	for (size_t i = 0; i < octets; i++, at++) {
		hex[0] = s[2 * i];
		hex[1] = 2 * i + 1 < n ? s[2 * i + 1] : '\0';
		hex[2] = '\0';
		if (at < 6)
			card->mac[at] = (unsigned char)strtoul(hex, NULL, 16);
	}
	return at;
}

int
card_read(struct card *card, const char *text)
{
	unsigned long hardware = HARDWARE_ETHERNET;
	int at = 0, is_first = 1;
	size_t n;

	memset(card, 0, sizeof(*card));
	while (at >= 0 && at <= 16) {
		n = strcspn(text, ":- ");
		if (is_first && n > 0 && text[n] == '-') {
			/* "1-52:54:...": the kind of hardware. */
			if (strspn(text, "0123456789abcdefABCDEF") != n)
				return -1;
			hardware = strtoul(text, NULL, 16);
		} else if (n > 0) {
			at = read_piece(card, at, text, n);
		}
		if (n > 0)
			is_first = 0;
		if (text[n] == '\0')
			break;
		text += n + 1;
	}
	if (at < 0)
		return -1;
	for (int i = 0; i < 6; i++)
		card->known += !card->is_any[i];
	return at == 6 && (hardware == HARDWARE_ETHERNET || hardware == 0) ?
	    0 : 1;
}

int
card_octets(const struct card *card)
{
	for (int i = 0; i < card->known; i++)
		if (card->is_any[i])
			return -1;
	return card->known;
}

enum truth
card_is_of(const struct card *card, const struct foreign_host *host)
{
	const int octets = host != NULL ? host->octets : 0;
	int is_beyond = 0;

	for (int i = 0; i < 6; i++) {
		if (card->is_any[i])
			continue;
		if (i >= octets)
			is_beyond = 1;
		else if (card->mac[i] != host->mac[i])
			return TRUTH_NO;
	}
	return is_beyond ? TRUTH_NO : TRUTH_YES;
}
