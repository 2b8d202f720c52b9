/*
 * What a client is told, which files it gets, and why.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "mkbootroot/options.h"

/*
 * argv: CLIENT [arch=ARCH] [stage=ipxe] [file=NAME], or
 * -p CAPTURE [server=ADDRESS]. Exit code.
 */
int explain(const struct options *o, int argc, char **argv);

#endif
