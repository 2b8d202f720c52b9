/*
 * The part of a report that shows the boots: for each stretch of time a table,
 * with a row for each machine. Pure but for memory: it prints.
 */
#ifndef PAGEBOOTS_H
#define PAGEBOOTS_H

#include "mkbootroot/see/report/page.h"
#include "mkbootroot/see/report/stretch.h"

void pageboots_write(const struct page *p, const struct stretches *s);

#endif
