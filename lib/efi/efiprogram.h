/*
 * What an EFI program is, and what it says of itself: by its sections, its
 * SBAT and its signatures.
 */
#ifndef EFIPROGRAM_H
#define EFIPROGRAM_H

#include "efi/grubread.h"
#include "efi/loadername.h"
#include "efi/pe.h"
#include "efi/sbat.h"
#include "efi/shimread.h"
#include "efi/signature.h"

struct efiprogram {
	struct pe pe;
	enum loader_kind kind;	/* for sure, else LOADER_NONE */
	struct sbat sbat;
	int has_sbat;
	struct signatures by;
	int is_signed;		/* with a signature that could be read */
	struct shim shim;	/* LOADER_SHIM */
	struct grub grub;	/* LOADER_GRUB */
	char version[40];	/* of what it is; "": not known */
};

/* Only what it is; headers and some bytes are read. */
enum loader_kind efiprogram_kind(const struct efifile *f,
    const struct pe *p);

/* All of it. */
void efiprogram_read(const struct efifile *f, struct efiprogram *e);

/* "shim 16.1", "GRUB 2.12", "systemd-boot 257"; "an EFI program". */
const char *efiprogram_name(const struct efiprogram *e, char *buf,
    size_t size);

#endif
