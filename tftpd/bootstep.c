/*
 * Telling the steps of a boot by the map, the name, and what the file is.
 */
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"
#include "map/arch.h"
#include "map/loader.h"
#include "tftpd/bootstep.h"

/* Whether a text of the map, the boot file of an arch, is this path. */
static int
is_boot_file(const struct client *c, const struct field *f, const char *path)
{
	char file[CLIENT_PATH_SIZE];

	/* Most are told by their end, without being written out. */
	return f->tag == FIELD_FILE && !client_is_url(f->text) &&
	    last_part_ends(path, f->text + strspn(f->text, "/")) &&
	    client_path(c, f->text, file, sizeof(file)) == 0 &&
	    strcmp(file, path) == 0 &&
	    client_bootfile(c, f->arch, STAGE_ROM, NULL) == f->text;
}

/* The arch whose boot file a path is; -1: it is none. */
static int
boot_arch(const struct client *c, const char *path)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record, &c->loaders_record};
	struct field f;
	size_t pos;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1;)
			if (is_boot_file(c, &f, path))
				return (int)f.arch;
	return -1;
}

/* By its content; old iPXE, and what is no EFI program, by its name. */
static enum loader_kind
kind_of(const char *path, const struct efi *efi)
{
	if (efi->kind != LOADER_NONE)
		return efi->kind;
	if (loader_is_ipxe(path))
		return efi->is_program ? LOADER_IPXE : LOADER_IPXE_BIOS;
	if (loader_is_pxelinux(path))
		return LOADER_PXELINUX;
	if (efi->is_program &&
	    strncasecmp(last_part(path), "syslinux", 8) == 0)
		return LOADER_SYSLINUX_EFI;
	return LOADER_NONE;
}

/*
 * curl and U-Boot ask for a timeout, a program that is used by hand for no
 * option at all: no firmware of a PC does.
 */
static int
is_firmware(const struct request *r)
{
	return r->mode == MODE_OCTET && r->option[OPTION_BLKSIZE].asked &&
	    !r->option[OPTION_TIMEOUT].asked &&
	    !r->option[OPTION_UTIMEOUT].asked;
}

/*
 * iPXE may be told a URL, and so may a PXELINUX that has HTTP; and server= may name
 * another host than us.
 */
static int
may_leave(const struct client *c, const union address *local, unsigned arch,
    enum loader_kind kind, const char *found)
{
	const char *next;

	if (c->has_server && (local->sa.sa_family != AF_INET ||
	    local->in.sin_addr.s_addr != c->server.s_addr))
		return 1;
	if (kind == LOADER_PXELINUX)
		return loader_has_http(c, found);
	if (kind != LOADER_IPXE && kind != LOADER_IPXE_BIOS)
		return 0;
	if (c->http != NULL)
		return 1;
	next = client_bootfile(c, arch, STAGE_IPXE, NULL);
	return next == NULL || client_is_url(next);
}

static void
begin(const struct client *c, struct bootstep *b)
{
	memset(b, 0, sizeof(*b));
	b->kind = LOADER_NONE;
	b->is_known = c != NULL;
	b->has_ip = c != NULL && c->has_ip;
}

static void
fill_first(const struct client *c, const union address *local, unsigned arch,
    const char *found, struct bootstep *b)
{
	b->step = STEP_FIRST;
	b->is_efi = arch_is_efi(arch);
	b->may_leave = may_leave(c, local, arch, b->kind, found);
	b->must_ask = b->is_efi && !b->may_leave && b->kind != LOADER_NONE;
}

void
bootstep_opened(const struct client *c, const union address *local,
    const struct request *r, const char *found, const struct efi *efi,
    struct bootstep *b)
{
	int arch;

	begin(c, b);
	if (r->opcode != REQUEST_RRQ || !is_firmware(r))
		return;
	b->kind = kind_of(found, efi);
	b->is_signed = efi->is_signed;
	b->wants_size = r->option[OPTION_TSIZE].asked;
	arch = c == NULL ? -1 : boot_arch(c, found);
	if (arch != -1)
		fill_first(c, local, (unsigned)arch, found, b);
	else if (b->kind != LOADER_NONE)
		b->step = STEP_LOADER;
}

/*
 * PXELINUX's last name is pxelinux.cfg/default; GRUB's is grub.cfg, after those
 * with an address. What they cannot do without: PXELINUX its ldlinux, shim its
 * second stage.
 */
void
bootstep_refused(const struct client *c, const char *path, struct bootstep *b)
{
	const char *base = last_part(path);

	begin(c, b);
	b->is_refused = 1;
	if (strcmp(base, "grub.cfg") == 0 ||
	    last_part_ends(path, "pxelinux.cfg/default"))
		b->step = STEP_CONFIG;
	else if (strncasecmp(base, "ldlinux.", 8) == 0 ||
	    (strncasecmp(base, "grub", 4) == 0 && last_part_ends(base, ".efi")))
		b->step = STEP_NEXT;
}
