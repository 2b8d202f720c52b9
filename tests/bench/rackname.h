/*
 * The name of a file that a client of the rack asks for, out of what it knows. Pure.
 */
#ifndef RACKNAME_H
#define RACKNAME_H

#include <stddef.h>
#include <stdint.h>

#define RACKNAME_TEXT 2048	/* as much of a text is kept */

/*
 * Fills name: the boot file that DHCP has said (bootfile) if `of` is "", else `of`
 * with
 *
 *	%d	the folder of that boot file, and its slash
 *	%m	01- and the MAC address, as PXELINUX writes it
 *	%k %i	the kernel, the first initrd that the text names: a configuration for
 *		GRUB, PXELINUX or iPXE, ends with a NUL
 *
 * -1: it is too long, or the text names none.
 */
int	rackname_fill(char *name, size_t size, const char *of, const char *bootfile,
	    const uint8_t mac[6], const char *text);

#endif
