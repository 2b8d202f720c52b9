/*
 * Any bytes as a boot file: what it is and whether firmware can start it ends
 * in an answer. The first byte says which arch is asked for.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "arch.h"
#include "bootprogram.h"
#include "must.h"
#include "pe.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static int fd = -1;
	const unsigned arch = n == 0 ? 0 : arch_canonical(bytes[0]);
	const char *const names[] = { "pxelinux.0", "a/lpxelinux.0", "x" };
	struct bootprogram p;
	struct pe pe;
	char why[128];

	if (fd == -1)
		must((fd = memfd_create("program", 0)) != -1, "no memory");
	must(ftruncate(fd, 0) == 0 && (n == 0 || pwrite(fd, bytes + 1, n - 1,
	    0) == (ssize_t)n - 1), "cannot write the program");
	pe_read(fd, &pe);
	must(pe.arch >= -1 && pe.arch <= ARCH_MAX, "no such arch");
	bootprogram_read(fd, &p);
	must(p.pe == pe.arch && (p.pxelinux ? p.kind == LOADER_PXELINUX :
	    p.kind == pe.kind), "another program");
	(void)bootprogram_is_ipxe(fd);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		why[0] = '\0';
		must((bootprogram_fit(&p, names[i], arch, why, sizeof(why)) ==
		    FIT_GOOD) == (why[0] == '\0'), "a reason, or none");
	}
	return 0;
}
