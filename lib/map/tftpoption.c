/*
 * The table of the options.
 */
#include "map/tftpoption.h"

const char *const option_names[OPTIONS] = {
	[OPTION_BLKSIZE] = "blksize",
	[OPTION_BLKSIZE2] = "blksize2",
	[OPTION_MSFTWINDOW] = "msftwindow",
	[OPTION_MULTICAST] = "multicast",
	[OPTION_ROLLOVER] = "rollover",
	[OPTION_TIMEOUT] = "timeout",
	[OPTION_TSIZE] = "tsize",
	[OPTION_UTIMEOUT] = "utimeout",
	[OPTION_WINDOWSIZE] = "windowsize",
};
