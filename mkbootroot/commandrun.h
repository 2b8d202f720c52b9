/*
 * A command by its name. Both say on standard error what is wrong.
 */
#ifndef COMMANDRUN_H
#define COMMANDRUN_H

#include "mkbootroot/options.h"

/* argv begins with the command's name. Exit code; 2: the words are wrong. */
int command_run(struct options *o, int argc, char **argv);

/* How mkbootroot is used, all of it. Returns 2. */
int command_usage(void);

#endif
