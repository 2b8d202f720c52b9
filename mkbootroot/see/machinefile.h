/*
 * What a file is for the machine that loads it: its name says so, or who made it,
 * or its place in the order. Pure.
 */
#ifndef SEE_MACHINEFILE_H
#define SEE_MACHINEFILE_H

#include "mkbootroot/see/machine.h"

/* Of a line of tftpd or httpd about a file, whose machine is at this stage. */
enum machine_file machinefile_of(const struct logline *l,
    enum machine_stage stage);

#endif
