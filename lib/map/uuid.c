/*
 * UUIDs in both byte orders, and as text.
 */
#include <stdio.h>

#include "map/uuid.h"

void
uuid_swap(const unsigned char from[16], unsigned char to[16])
{
	static const unsigned char order[16] = {3, 2, 1, 0, 5, 4, 7, 6,
	    8, 9, 10, 11, 12, 13, 14, 15};

	for (size_t i = 0; i < 16; i++)
		to[i] = from[order[i]];
}

char *
uuid_text(const unsigned char u[16], char *buf, size_t size)
{
	snprintf(buf, size, "uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1], u[2], u[3], u[4],
	    u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14],
	    u[15]);
	return buf;
}
