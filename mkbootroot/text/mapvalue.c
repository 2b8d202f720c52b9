/*
 * The values of the map's words. Nothing here knows of lines or records.
 */
#include <arpa/inet.h>
#include <bsd/stdlib.h>
#include <bsd/sys/endian.h>
#include <stdint.h>
#include <string.h>

#include "map/map.h"
#include "map/tftpoption.h"
#include "mkbootroot/text/mapvalue.h"

#define CLASS_MAX 64

const char *
value_address(const char *s, unsigned char address[4])
{
	if (inet_pton(AF_INET, s, address) != 1)
		return "is not an IPv4 address";
	if (address[0] == 0 || address[0] >= 224)
		return "is not the address of a host";
	return NULL;
}

const char *
value_net(const char *s, unsigned char net[5])
{
	char address[INET_ADDRSTRLEN];
	const char *slash = strchr(s, '/'), *bad;
	uint32_t bits, mask;
	int length;

	if (slash == NULL || (size_t)(slash - s) >= sizeof(address))
		return "is not ADDRESS/LENGTH";
	memcpy(address, s, (size_t)(slash - s));
	address[slash - s] = '\0';
	if (inet_pton(AF_INET, address, net) != 1)
		return "is not ADDRESS/LENGTH";
	length = (int)strtonum(slash + 1, 0, 32, &bad);
	if (bad != NULL || slash[1] == '+' || slash[1] == '-')
		return "needs a length from 0 to 32";
	bits = be32dec(net);
	mask = length == 0 ? 0 : UINT32_MAX << (32 - length);
	if ((bits & ~mask) != 0)
		return "has an address with bits beyond its length";
	net[4] = (unsigned char)length;
	return NULL;
}

const char *
value_seconds(const char *s, unsigned char seconds[4])
{
	static const char units[] = "smhdw";
	static const unsigned scale[] = { 1, 60, 3600, 86400, 604800 };
	char number[16];
	const char *unit, *bad;
	size_t n = strlen(s);
	long long value;

	if (n == 0 || n >= sizeof(number) || s[0] < '0' || s[0] > '9')
		return "is not a time such as 3600, 60m or 1d";
	memcpy(number, s, n + 1);
	unit = strchr(units, number[n - 1]);
	if (unit != NULL)
		number[n - 1] = '\0';
	value = strtonum(number, 1, UINT32_MAX - 1, &bad);
	if (bad != NULL && strcmp(bad, "invalid") == 0)
		return "is not a time such as 3600, 60m or 1d";
	if (bad == NULL && unit != NULL)
		value *= scale[unit - units];
	if (bad != NULL || value >= UINT32_MAX)
		return "is not a time that fits in 32 bits of seconds";
	be32enc(seconds, (uint32_t)value);
	return NULL;
}

const char *
value_milliseconds(const char *s, unsigned char ms[4])
{
	char number[16];
	const char *bad;
	const size_t digits = strspn(s, "0123456789");
	const char *unit = s + digits;
	const int is_s = strcmp(unit, "s") == 0;
	long long value;

	if (digits == 0 || digits >= sizeof(number) ||
	    (*unit != '\0' && !is_s && strcmp(unit, "ms") != 0))
		return "is not a time such as 250ms or 1s";
	memcpy(number, s, digits);
	number[digits] = '\0';
	value = strtonum(number, 0, is_s ? 60 : 60000, &bad);
	if (bad != NULL)
		return "is longer than 60 seconds";
	be32enc(ms, (uint32_t)(is_s ? value * 1000 : value));
	return NULL;
}

/* Whether a name is of letters, digits, '.', '_' and '-' only. */
static int
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') &&
		    !(*s >= '0' && *s <= '9') && *s != '.' && *s != '_' &&
		    *s != '-')
			return 0;
	return 1;
}

const char *
value_image(const char *s)
{
	if (s[0] == '\0')
		return "is not the name of an image";
	if (!is_plain(s))
		return "is not the name of an image: "
		    "only letters, digits, '.', '_' and '-'";
	if (s[0] == '.' || s[0] == '-')
		return "is not the name of an image: "
		    "it begins with '.' or '-'";
	if (strlen(s) > MAP_NAME_MAX)
		return "is too long for a name, at most 63 bytes";
	return NULL;
}

const char *
value_name(const char *s)
{
	if (s[0] == '\0' || !is_plain(s))
		return "is not a name: only letters, digits, '.', '_' and '-'";
	if (s[0] == '.' || s[0] == '-')
		return "is not a name: it begins with '.' or '-'";
	if (strlen(s) > MAP_NAME_MAX)
		return "is too long for a name, at most 63 bytes";
	return NULL;
}

const char *
value_args(const char *s)
{
	return strlen(s) > MAP_TEXT_MAX ? "is too long, at most 1023 bytes" :
	    NULL;
}

/* The TFTP options that tftpd knows. */
static int
is_option(const char *name)
{
	for (int i = 0; i < OPTIONS; i++)
		if (strcmp(name, option_names[i]) == 0)
			return 1;
	return 0;
}

const char *
value_class(const char *s)
{
	size_t i;

	if (strlen(s) > CLASS_MAX)
		return "is too long for a vendor class, at most 64 bytes";
	for (i = 0; s[i] != '\0'; i++)
		if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > '~')
			return "is not a vendor class: only printable ASCII";
	if (strncmp(s, "AAPLBSDPC", 9) == 0)
		return "is that of Apple's NetBoot, which dhcp-helper does not "
		    "speak";
	return NULL;
}

static const char *
delay_reason(const char *s)
{
	const char *bad;

	/* strtonum would take a sign and blanks as well. */
	(void)strtonum(s, 1, 60, &bad);
	return bad == NULL && s[0] >= '0' && s[0] <= '9' ? NULL :
	    "needs a number of seconds, 1 to 60";
}

const char *
value_quirk(const char *value)
{
	static const char *const known[] = {"no-options", "nocase", "binl",
	    "direct", "no-43", "no-bootif", "broadcast",
	    "local-exit", "local-silent"};

	if (strncmp(value, "no-", 3) == 0 && is_option(value + 3))
		return NULL;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(value, known[i]) == 0)
			return NULL;
	return strncmp(value, "delay=", 6) == 0 ? delay_reason(value + 6) :
	    "is no quirk that is known";
}
