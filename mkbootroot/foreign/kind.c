/*
 * Those that exist as machines, and both numbers of x64: RFC 4578 printed 9, and
 * firmware sends 7.
 */
#include "map/arch.h"
#include "mkbootroot/foreign/kind.h"

const struct kind kinds[KINDS] = {
	{ ARCH_BIOS, ARCH_BIOS, AS_ROM, "BIOS" },
	{ ARCH_IA32, ARCH_IA32, AS_ROM, "ia32" },
	{ ARCH_X64, ARCH_X64, AS_ROM, "x64" },
	{ 9, ARCH_X64, AS_ROM, "x64 by its number 9" },
	{ ARCH_ARM32, ARCH_ARM32, AS_ROM, "arm32" },
	{ ARCH_ARM64, ARCH_ARM64, AS_ROM, "arm64" },
	{ ARCH_RISCV64, ARCH_RISCV64, AS_ROM, "riscv64" },
	{ ARCH_LOONG64, ARCH_LOONG64, AS_ROM, "loong64" },
	{ ARCH_X64_HTTP, ARCH_X64_HTTP, AS_HTTP, "x64 by HTTP" },
	{ ARCH_ARM32_HTTP, ARCH_ARM32_HTTP, AS_HTTP, "arm32 by HTTP" },
	{ ARCH_ARM64_HTTP, ARCH_ARM64_HTTP, AS_HTTP, "arm64 by HTTP" },
	{ ARCH_BIOS, ARCH_BIOS, AS_IPXE, "iPXE under BIOS" },
	{ ARCH_IA32, ARCH_IA32, AS_IPXE, "iPXE under ia32" },
	{ ARCH_X64, ARCH_X64, AS_IPXE, "iPXE under x64" },
	{ 9, ARCH_X64, AS_IPXE, "iPXE under x64 by its number 9" },
	{ ARCH_ARM32, ARCH_ARM32, AS_IPXE, "iPXE under arm32" },
	{ ARCH_ARM64, ARCH_ARM64, AS_IPXE, "iPXE under arm64" },
	{ ARCH_RISCV64, ARCH_RISCV64, AS_IPXE, "iPXE under riscv64" },
	{ ARCH_LOONG64, ARCH_LOONG64, AS_IPXE, "iPXE under loong64" },
};

size_t
kind_first(size_t i)
{
	if (i == 0)
		return 0;
	return kinds[i - 1].word == kinds[i].word &&
	    kinds[i - 1].as == kinds[i].as ? i - 1 : i;
}
