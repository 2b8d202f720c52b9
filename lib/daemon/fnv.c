#include "daemon/fnv.h"

uint64_t
fnv_add(uint64_t sum, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (; n > 0; p++, n--)
		sum = (sum ^ *p) * UINT64_C(0x100000001b3);
	return sum;
}
