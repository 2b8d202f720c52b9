/*
 * The words of dhcp-helper(8).
 */
#include <stddef.h>

#include "dhcp-helper/silence.h"

static const struct {
	const char *word;
	const char *counted;	/* NULL: as the word */
} silences[SILENCES] = {
	[SILENCE_NOT] = { "", NULL },
	[SILENCE_TOO_SHORT] = { "too-short", NULL },
	[SILENCE_TOO_LONG] = { "too-long", NULL },
	[SILENCE_NO_REQUEST] = { "no-request", NULL },
	[SILENCE_BAD_HLEN] = { "bad-hlen", NULL },
	[SILENCE_BAD_COOKIE] = { "bad-cookie", NULL },
	[SILENCE_BAD_OPTIONS] = { "bad-options", NULL },
	[SILENCE_BAD_OVERLOAD] = { "bad-overload", NULL },
	[SILENCE_BAD_OPTION_50] = { "bad-option-50", "bad-option" },
	[SILENCE_BAD_OPTION_53] = { "bad-option-53", "bad-option" },
	[SILENCE_BAD_OPTION_54] = { "bad-option-54", "bad-option" },
	[SILENCE_NO_INTERFACE] = { "no-interface", NULL },
	[SILENCE_OTHER_INTERFACE] = { "other-interface", NULL },
	[SILENCE_NO_MAP] = { "no-map", NULL },
	[SILENCE_BAD_MAP] = { "bad-map", NULL },
	[SILENCE_CORRUPT_MAP] = { "corrupt-map", NULL },
	[SILENCE_UNKNOWN_CLIENT] = { "unknown-client", NULL },
	[SILENCE_APPLE_BSDP] = { "apple-bsdp", NULL },
	[SILENCE_NOT_PXE] = { "not-pxe", NULL },
	[SILENCE_IGNORE] = { "ignore", NULL },
	[SILENCE_NO_ACTION] = { "no-action", NULL },
	[SILENCE_WRONG_PORT] = { "wrong-port", NULL },
	[SILENCE_NOT_FOR_US] = { "not-for-us", NULL },
	[SILENCE_NO_BIS] = { "no-bis", NULL },
	[SILENCE_NO_IP] = { "no-ip", NULL },
	[SILENCE_NO_CIADDR] = { "no-ciaddr", NULL },
	[SILENCE_OTHER_SUBNET] = { "other-subnet", NULL },
	[SILENCE_OTHER_ADDRESS] = { "other-address", NULL },
	[SILENCE_CONFLICT] = { "conflict", NULL },
	[SILENCE_DECLINED_ELSEWHERE] = { "declined-elsewhere", NULL },
	[SILENCE_RELEASED] = { "released", NULL },
	[SILENCE_NO_ADDRESS] = { "no-address", NULL },
	[SILENCE_NONE_BY_MAP] = { "none-by-map", NULL },
	[SILENCE_LOCAL] = { "local", NULL },
	[SILENCE_NO_ARCH] = { "no-arch", NULL },
	[SILENCE_NO_LOADER_FOR_ARCH] = { "no-loader-for-arch", NULL },
	[SILENCE_LOADER_WITHOUT_HTTP] = { "loader-without-http", NULL },
	[SILENCE_BAD_PATH] = { "bad-path", NULL },
	[SILENCE_NO_VALUE] = { "url-without-value", NULL },
	[SILENCE_NOT_A_SERVER] = { "not-a-server", NULL },
	[SILENCE_WENT_ON] = { "went-on", NULL },
	[SILENCE_DOES_NOT_FIT] = { "does-not-fit", NULL },
	[SILENCE_NOT_ANSWERABLE] = { "not-answerable", NULL },
	[SILENCE_CANNOT_SEND] = { "cannot-send", NULL },
	[SILENCE_TOO_MANY_DELAYED] = { "too-many-delayed", NULL }
};

const char *
silence_word(enum silence silence)
{
	return silences[silence].word;
}

const char *
silence_counted(enum silence silence)
{
	return silences[silence].counted != NULL ? silences[silence].counted :
	    silences[silence].word;
}
