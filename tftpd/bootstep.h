/*
 * Which step of its boot a client's request is: its firmware wants the boot
 * file, a loader wants the next one, or finds no configuration. Pure.
 */
#ifndef BOOTSTEP_H
#define BOOTSTEP_H

#include "efi/loadername.h"
#include "map/client.h"
#include "net/address.h"
#include "tftpd/request.h"

/* What an EFI program says of itself. */
struct efi {
	int is_program;
	enum loader_kind kind;	/* for sure, else LOADER_NONE */
	int is_signed;		/* by whomever */
};

enum step {
	STEP_OTHER,		/* anything: the boot goes on */
	STEP_FIRST,		/* the boot file that the map names */
	STEP_LOADER,		/* another program that asks for more */
	STEP_CONFIG,		/* a configuration, by the last name that a
				   loader tries; refused */
	STEP_NEXT		/* what a loader cannot do without; refused */
};

struct bootstep {
	enum step step;
	int is_refused;
	/* Of STEP_FIRST and STEP_LOADER: */
	enum loader_kind kind;
	int is_signed;
	int is_efi;		/* the boot file of UEFI firmware */
	int wants_size;		/* perhaps nothing else */
	int must_ask;		/* a loader that was started asks us */
	int may_leave;		/* what follows may come from elsewhere */
	/* Of all: */
	int is_known;		/* the map knows the client */
	int has_ip;		/* and gives it its address */
};

/*
 * A request that was granted: what it opened, found, is described by efi. c is
 * NULL where the map does not know the client; local is our address.
 */
void bootstep_opened(const struct client *c, const union address *local,
    const struct request *r, const char *found, const struct efi *efi,
    struct bootstep *b);

/* A request for a path that was refused. */
void bootstep_refused(const struct client *c, const char *path,
    struct bootstep *b);

#endif
