/*
 * The parts of a report that a person is for: what went wrong and what to do,
 * the machines that did not finish, those that the map does not know. Pure but
 * for memory: it prints.
 */
#ifndef PAGEWRONG_H
#define PAGEWRONG_H

#include "mkbootroot/see/report/page.h"

/* -1: no memory. */
int pagewrong_troubles(const struct page *p);

void pagewrong_unfinished(const struct page *p, size_t n);
void pagewrong_strangers(const struct page *p, size_t n);

#endif
