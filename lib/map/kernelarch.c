/*
 * Where the firmware says which machine it is.
 */
#include "map/arch.h"
#include "map/kernelarch.h"

const unsigned kernel_archs[KERNEL_ARCHS] = {
	ARCH_BIOS, ARCH_IA32, ARCH_X64, ARCH_ARM32, ARCH_ARM64, ARCH_RISCV64,
	ARCH_LOONG64
};

int
kernelarch_place(unsigned arch)
{
	arch = arch_by_pxe(arch_canonical(arch));
	for (int i = 0; i < KERNEL_ARCHS; i++)
		if (kernel_archs[i] == arch)
			return i;
	return -1;
}

unsigned
kernelarch_bit(unsigned arch)
{
	const int place = kernelarch_place(arch);

	return place == -1 ? 0 : 1u << place;
}
