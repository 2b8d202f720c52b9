/*
 * Any bytes as a boot file: what it is and whether firmware can start it ends
 * in an answer; and so it does for a kernel, packed or not, a medium with UDF, and a
 * medium's configuration. The first byte says which arch is asked for.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "map/arch.h"
#include "map/kernelarch.h"
#include "mkbootroot/image/bootprogram.h"
#include "mkbootroot/image/cdconfig.h"
#include "mkbootroot/image/kernelfile.h"
#include "mkbootroot/image/loaderchain.h"
#include "mkbootroot/image/udf.h"
#include "must.h"

static void
check_kernel(int fd, const unsigned char *bytes, size_t n)
{
	const unsigned all = (1u << KERNEL_ARCHS) - 1;
	struct kernelmark m, of_file;
	struct udf udf;

	kernelmark_read(bytes, n, &m);
	must((m.archs & ~all) == 0 && (m.archs == 0 || m.kind == MARK_KERNEL ||
	    m.kind == MARK_TEST), "machines of what is no kernel");
	kernelmark_unpack(bytes, n, &m);
	must((m.archs & ~all) == 0, "a machine that there is not");
	kernelfile_read(fd, &of_file);
	must((kernelfile_archs(fd) & ~all) == 0, "a machine that there is not");
	udf_look(fd, &udf);
	must(udf.is || udf.files == -1, "files of what is not there");
	must(udf.is || !udf_is_rest(&udf, 0, 0, 0), "the rest of nothing");
}

static void
check_config(const unsigned char *bytes, size_t n)
{
	char *text = exact_text(bytes, n), args[CDCONFIG_ARGS_SIZE];

	must(cdconfig_args(text, "vmlinuz", args) == (args[0] != '\0'),
	    "arguments, or none");
	must(strlen(args) < sizeof(args) && strchr(args, '\n') == NULL &&
	    strchr(args, '$') == NULL, "arguments of two lines");
	(void)cdconfig_is_of_disc(text);
	free(text);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static int fd = -1;
	const unsigned arch = n == 0 ? 0 : arch_canonical(bytes[0]);
	const char *const names[] = { "pxelinux.0", "a/lpxelinux.0", "x" };
	const struct efifile in_memory = { .fd = -1, .bytes = bytes + 1,
	    .n = n == 0 ? 0 : n - 1 };
	struct loaderchain chain;
	struct efiprogram efi;
	struct bootprogram p;
	char why[128];

	if (fd == -1)
		must((fd = memfd_create("program", 0)) != -1, "no memory");
	must(ftruncate(fd, 0) == 0 && (n == 0 || pwrite(fd, bytes + 1, n - 1,
	    0) == (ssize_t)n - 1), "cannot write the program");
	check_kernel(fd, bytes + 1, n == 0 ? 0 : n - 1);
	check_config(bytes + (n > 0), n == 0 ? 0 : n - 1);
	efiprogram_read(&in_memory, &efi);
	must(efi.pe.arch >= -1 && efi.pe.arch <= ARCH_MAX, "no such arch");
	bootprogram_read(fd, &p);
	must(p.pe == efi.pe.arch && (p.pxelinux ? p.kind == LOADER_PXELINUX :
	    p.kind == efi.kind), "another program");
	/* It may start itself, and has room for what is said of that. */
	loaderchain_judge(&efi, "grubx64.efi", efi.kind == LOADER_SHIM ?
	    &efi : NULL, &chain);
	must(chain.asks == ASKS_UNKNOWN || efi.kind == LOADER_GRUB,
	    "no GRUB asks");
	(void)loaderchain_revoked(&chain.sbat, &chain.sbat);
	(void)bootprogram_is_ipxe(fd);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		why[0] = '\0';
		must((bootprogram_fit(&p, names[i], arch, why, sizeof(why)) ==
		    FIT_GOOD) == (why[0] == '\0'), "a reason, or none");
	}
	return 0;
}
