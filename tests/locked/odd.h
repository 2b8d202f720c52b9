/*
 * Calls with arguments that a transfer never has.
 */
#ifndef ODD_H
#define ODD_H

/* How many of them did something. */
int odd_arguments(int report_fd);

#endif
