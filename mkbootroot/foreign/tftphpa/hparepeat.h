/*
 * tftpd-hpa's rules that repeat (g) and keep what is before or behind the match
 * with a group of its own, "rg ^(.*)#(.*)$ \1@\2": without these groups the
 * pattern has a fixed width, and all= repeats it. Pure.
 */
#ifndef HPAREPEAT_H
#define HPAREPEAT_H

/*
 * Takes (*) at the begin and at the end out of a pattern, where the
 * replacement puts it back in its place, and where the same comes of it. 1:
 * both texts are changed, and the pattern has a fixed width; 0: it cannot be.
 */
int hparepeat(char *from, char *to);

#endif
