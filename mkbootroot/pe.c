/*
 * PE/COFF: the old header says at byte 60 where the new one begins, which
 * says the machine.
 */
#include <string.h>
#include <unistd.h>

#include "arch.h"
#include "pe.h"

#define OFFSET_AT 60

static const struct {
	unsigned machine, arch;
} machines[] = {
	{ 0x014c, ARCH_IA32 },
	{ 0x01c2, ARCH_ARM32 },
	{ 0x01c4, ARCH_ARM32 },
	{ 0x5064, 27 },		/* RISC-V, 64 bits */
	{ 0x6264, 39 },		/* LoongArch, 64 bits */
	{ 0x8664, ARCH_X64 },
	{ 0xaa64, ARCH_ARM64 },
};

int
pe_arch(int fd)
{
	unsigned char dos[OFFSET_AT + 4], pe[6];
	unsigned at, machine;
	size_t i;

	if (pread(fd, dos, sizeof(dos), 0) != sizeof(dos) ||
	    memcmp(dos, "MZ", 2) != 0)
		return -1;
	at = dos[OFFSET_AT] | (unsigned)dos[OFFSET_AT + 1] << 8 |
	    (unsigned)dos[OFFSET_AT + 2] << 16 |
	    (unsigned)dos[OFFSET_AT + 3] << 24;
	if (pread(fd, pe, sizeof(pe), (off_t)at) != sizeof(pe) ||
	    memcmp(pe, "PE\0\0", 4) != 0)
		return -1;
	machine = pe[4] | (unsigned)pe[5] << 8;
	for (i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == machine)
			return (int)machines[i].arch;
	return -1;
}
