/*
 * Which boot file a client is told, and which configuration.
 */
#ifndef CHOOSE_H
#define CHOOSE_H

#include "dhcp-helper/decide.h"

/*
 * Fills in arch, file, config_file and prefix of *d, whose client is
 * known: the file of the first arch that has one; and server, if the file has
 * one of its own. SILENCE_NOT, or why there is none. Pure.
 */
enum silence choose_file(const struct message *m, struct decision *d);

#endif
