/*
 * What kind of machine an EFI program is for.
 */
#ifndef PE_H
#define PE_H

/* The canonical arch of the PE file fd; -1: it is none that we know. */
int pe_arch(int fd);

#endif
