/*
 * How many lines the log gets, so that nobody who sends many messages fills
 * the disk. Pure.
 */
#ifndef ALLOWANCE_H
#define ALLOWANCE_H

/* Between two lines that say how many were left out. */
#define ALLOWANCE_REPORT_MS 1000

struct allowance {
	long long most, per_s;	/* lines */
	long long left;		/* thousandths of a line */
	long long at_ms;	/* when that was so */
	long long reported_ms;
	unsigned long unlogged;	/* since the last report */
};

/* Begins with `most` lines, and gives per_s more each second, up to that. */
void allowance_begin(struct allowance *a, long long most, long long per_s,
    long long now_ms);

/* 1: log it; 0: it is counted instead. now_ms is of a clock that goes on. */
int allowance_take(struct allowance *a, long long now_ms);

/* The same in two steps: whether there is a line left, and taking it. */
int allowance_has(struct allowance *a, long long now_ms);
void allowance_spend(struct allowance *a);

/* How long after the last look at it until it is full again, in ms. */
long long allowance_full_ms(const struct allowance *a);

/*
 * How many were left out since the last report, and begins anew; 0: none, or
 * the last report was less than a second ago, unless this is the last one.
 */
unsigned long allowance_report(struct allowance *a, long long now_ms,
    int is_last);

#endif
