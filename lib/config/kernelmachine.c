/*
 * Machines as loaders name them in variables of their own, and what is for which.
 */
#include "config/configtext.h"
#include "map/arch.h"
#include "map/kernel.h"
#include "map/kernelarch.h"

/* BIOS and both kinds of UEFI: the processor says enough. */
static unsigned
x86(void)
{
	return kernelarch_bit(ARCH_BIOS) | kernelarch_bit(ARCH_IA32) |
	    kernelarch_bit(ARCH_X64);
}

static const char *
name_of(unsigned archs, size_t i, int ipxe)
{
	static const char *const bios[] = { "i386-pcbios", "x86_64-pcbios" };

	/* Of kernels for all x86 it is enough to ask for the processor. */
	if ((archs & x86()) == x86()) {
		if (i < 2)
			return i == 0 ? "x86_64" : "i386";
		archs &= ~x86();
		i -= 2;
	}
	for (size_t j = 0; j < EFI_BUILDS; j++)
		if ((archs & kernelarch_bit(efi_builds[j].arch)) && i-- == 0)
			return ipxe ? efi_builds[j].ipxe : efi_builds[j].grub;
	if ((archs & kernelarch_bit(ARCH_BIOS)) == 0)
		return NULL;
	if (!ipxe)
		return i == 0 ? "i386-pc" : NULL;
	return i < 2 ? bios[i] : NULL;
}

const char *
text_machine_grub(unsigned archs, size_t i)
{
	return name_of(archs, i, 0);
}

const char *
text_machine_ipxe(unsigned archs, size_t i)
{
	return name_of(archs, i, 1);
}

int
config_x86(const struct client *c, struct client *as)
{
	static const unsigned archs[] = { ARCH_BIOS, ARCH_X64, ARCH_IA32 };

	for (size_t i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		*as = *c;
		kernel_for_arch(as, archs[i]);
		if (as->kernel != NULL)
			return 1;
	}
	return 0;
}

unsigned
config_uboot(const struct client *c, struct client *as)
{
	unsigned done = 0, archs, others = 0, n = 0;
	struct client one;

	if (!kernel_is_by_arch(c))
		return 0;
	while (kernel_next(c, &done, &one, &archs)) {
		if ((archs & ~x86()) == 0)
			continue;
		if (n++ == 0)
			*as = one;
		others |= archs & ~x86();
	}
	if (n > 1)
		as->kernel = NULL;
	return others;
}

void
text_write_lack(const struct client *c, struct text *t)
{
	text_write(t, "%s%s has no kernel for", c->image == NULL ?
	    "the line" : "image ", c->image == NULL ? "" : c->image);
}
