/*
 * Any bytes as a captured frame: the datagram that is found lies in it. The
 * first byte says which kind of link.
 */
#include "mkbootroot/explain/frame.h"

#include "must.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const int links[] = { FRAME_ETHERNET, FRAME_NULL, FRAME_RAW,
	    FRAME_SLL, FRAME_SLL2, 147 };
	unsigned char *exact;
	struct frame f;
	int link, found;

	if (n == 0)
		return 0;
	link = links[bytes[0] % 6];
	exact = exact_copy(bytes + 1, --n);
	found = frame_parse(&f, link, exact, n);
	must((found == -1) == (link == 147), "another kind of link");
	if (found == 1)
		must(f.bytes >= exact + 28 && f.n <= n &&
		    (size_t)(f.bytes - exact) <= n - f.n &&
		    f.from.in.sin_family == AF_INET,
		    "a datagram that is not in the frame");
	free(exact);
	return 0;
}
