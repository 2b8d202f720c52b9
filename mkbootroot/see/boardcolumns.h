/*
 * Which columns the table has on a screen of a width: how many each; 0: it is not
 * there.
 */
#ifndef BOARDCOLUMNS_H
#define BOARDCOLUMNS_H

struct boardcolumns {
	unsigned name, mac, firmware, stage, file, percent, rate, ago, trouble;
};

void boardcolumns(unsigned width, struct boardcolumns *c);

#endif
