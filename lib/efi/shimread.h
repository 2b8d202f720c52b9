/*
 * What a shim says of itself: its version, which program it starts, what it
 * revokes, and whose programs it trusts.
 */
#ifndef SHIMREAD_H
#define SHIMREAD_H

#include "efi/pe.h"
#include "efi/sbat.h"
#include "efi/signature.h"

#define SHIM_TRUSTED 4
#define SHIM_NEXT_SIZE 32

struct shim {
	char version[24];		/* "": it is not said */
	char next[SHIM_NEXT_SIZE];	/* what it starts; "": not found */
	int names_several;		/* and so next is not known */
	struct sbat level;		/* what it revokes by itself */
	char trusted[SHIM_TRUSTED][SIGNATURE_NAME_SIZE];
	size_t trusts;			/* of its own certificates */
};

void shim_read(const struct efifile *f, const struct pe *p, struct shim *s);

/*
 * Whether one of a program's signers is certified by what firmware trusts, as
 * machines are sold: then they start it without a shim.
 */
int shim_firmware_trusts(const struct signatures *by);

/*
 * Whether one of a program's signers is certified by what this shim trusts;
 * 1 too where the shim's certificates are not known.
 */
int shim_trusts(const struct shim *s, const struct signatures *by);

#endif
