/*
 * The compiled map as text that gives the same map.
 */
#ifndef DUMP_H
#define DUMP_H

#include "mkbootroot/options.h"

int dump(const struct options *o);

#endif
