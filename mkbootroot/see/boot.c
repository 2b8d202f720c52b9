/*
 * Where a boot begins, and what is a step on.
 */
#include <bsd/string.h>
#include <string.h>

#include "mkbootroot/see/boot.h"
#include "mkbootroot/see/machinefile.h"

#define ANSWERED_US (5 * INT64_C(1000000))	/* on one link, if not on another */

void
boot_stage(struct machine *m, enum machine_stage to, int64_t time_us)
{
	if (m->stage == to)
		return;
	m->stage = to;
	m->stage_us = time_us;
}

static void
begin_boot(struct machine *m, int64_t time_us, struct event *e)
{
	m->boots++;
	m->boot_us = time_us;
	m->is_ipxe = m->is_booted = m->is_broken = 0;
	m->boot_file[0] = m->file[0] = '\0';
	m->file_is = MACHINE_FILE_NONE;
	m->file_us = 0;
	m->files = m->refusals = 0;
	m->bytes = m->file_bytes = 0;
	m->file_rate = 0;
	memset(&m->trouble, 0, sizeof(m->trouble));
	boot_stage(m, MACHINE_ASKS, time_us);
	e->is_new_boot = 1;
}

static int
is_quiet(const struct machine *m, int64_t time_us)
{
	return time_us - m->last_us > MACHINE_GAP_US;
}

static int
has_begun_to_load(const struct machine *m)
{
	return (m->stage >= MACHINE_LOADER && m->stage <= MACHINE_INITRD) ||
	    (m->stage == MACHINE_DONE && m->files > 0);
}

/* Whether it is firmware that asks, and not the system that has booted. */
static int
is_of_boot(const struct logline *l)
{
	return l->word[LOGLINE_ARCH].n > 0 ||
	    slice_is(l->word[LOGLINE_MSG], "BOOTP") ||
	    (l->kind == LOGLINE_SILENT && (slice_is(l->word[LOGLINE_MSG],
	    "DISCOVER")));
}

/*
 * A DISCOVER begins a boot, unless one has begun and nothing was loaded yet: it is
 * repeated, and iPXE asks again.
 */
static int
asks_anew(const struct machine *m, const struct logline *l)
{
	const struct slice msg = l->word[LOGLINE_MSG];
	const int is_ipxe = slice_is(l->word[LOGLINE_STAGE], "ipxe");

	if (m->boot_us == 0 || is_quiet(m, l->time_us))
		return 1;
	if (!slice_is(msg, "DISCOVER") && !slice_is(msg, "BOOTP"))
		return 0;
	return is_ipxe ? m->stage == MACHINE_KERNEL ||
	    m->stage == MACHINE_INITRD || m->stage == MACHINE_DONE :
	    has_begun_to_load(m);
}

int
boot_is_aside(const struct logline *l)
{
	static const char *const reasons[] = {
		"not-for-us", "wrong-port", "released", "no-ciaddr",
		"other-interface", "other-address", "declined-elsewhere",
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (l->kind == LOGLINE_SILENT &&
		    slice_is(l->word[LOGLINE_REASON], reasons[i]))
			return 1;
	return 0;
}

int
boot_is_told(const struct machine *m, const struct logline *l)
{
	return m->stage == MACHINE_TOLD &&
	    l->time_us - m->last_us <= ANSWERED_US;
}

void
boot_message(struct machine *m, const struct logline *l, struct event *e)
{
	const struct slice arch = l->word[LOGLINE_ARCH];

	if (l->kind == LOGLINE_TOLD)
		e->kind = EVENT_TOLD;
	else
		e->kind = slice_is(l->word[LOGLINE_REASON], "unknown-client") ?
		    EVENT_UNKNOWN : EVENT_SILENT;
	if (l->word[LOGLINE_VIA].n > 0)
		slice_plain(l->word[LOGLINE_VIA], m->via, sizeof(m->via));
	if (l->word[LOGLINE_RULE].n > 0)
		slice_plain(l->word[LOGLINE_RULE], m->rule, sizeof(m->rule));
	m->is_stranger = e->kind == EVENT_UNKNOWN ||
	    strcmp(m->rule, "default") == 0 || strncmp(m->rule, "net:", 4) == 0;
	if (!is_of_boot(l) || boot_is_aside(l))
		return;
	if (asks_anew(m, l))
		begin_boot(m, l->time_us, e);
	if (arch.n > 0)
		slice_plain(arch, m->arch, sizeof(m->arch));
	if (l->word[LOGLINE_CLASS].n > 0)
		slice_plain(l->word[LOGLINE_CLASS], m->vendor,
		    sizeof(m->vendor));
	m->is_ipxe |= slice_is(l->word[LOGLINE_STAGE], "ipxe");
	if (has_begun_to_load(m))
		return;
	if (l->kind == LOGLINE_TOLD) {
		/* Its disk: nothing will be asked for. */
		if (slice_is(l->word[LOGLINE_BOOTS], "disk"))
			boot_stage(m, MACHINE_DONE, l->time_us);
		else if (!slice_is(l->answer, "NAK"))
			boot_stage(m, MACHINE_TOLD, l->time_us);
	} else if (!boot_is_told(m, l)) {
		boot_stage(m, MACHINE_SILENT, l->time_us);
	}
}

/* A loader after silence, or the first file of the boot once more. */
static int
loads_anew(const struct machine *m, const char *file, enum machine_file is,
    int64_t begun_us)
{
	if (m->boot_us == 0)
		return 1;
	if (is != MACHINE_FILE_LOADER || !has_begun_to_load(m))
		return 0;
	return is_quiet(m, begun_us) || (m->stage > MACHINE_LOADER &&
	    strcmp(file, m->boot_file) == 0);
}

static enum machine_stage
stage_of(enum machine_file is)
{
	switch (is) {
	case MACHINE_FILE_LOADER:
		return MACHINE_LOADER;
	case MACHINE_FILE_CONFIGURATION:
		return MACHINE_CONFIGURATION;
	case MACHINE_FILE_KERNEL:
		return MACHINE_KERNEL;
	case MACHINE_FILE_INITRD:
		return MACHINE_INITRD;
	default:
		return MACHINE_NONE;
	}
}

/* It has the file, all of it or what it asked for. */
static void
has_file(struct machine *m, const char *file, struct event *e)
{
	const enum machine_stage to = stage_of(e->file_is);

	if (e->file_is == MACHINE_FILE_KERNEL ||
	    e->file_is == MACHINE_FILE_INITRD)
		m->is_broken = 0;
	m->files++;
	m->bytes += e->bytes;
	strlcpy(m->file, file, sizeof(m->file));
	if (m->boot_file[0] == '\0')
		strlcpy(m->boot_file, file, sizeof(m->boot_file));
	m->file_is = e->file_is;
	m->file_bytes = e->bytes;
	m->file_rate = e->rate;
	m->file_us = e->time_us;
	if (to == MACHINE_NONE)
		return;
	/* A menu comes back, a module is loaded late: that is no step back. An
	   initrd may follow when it looked as if all was there. */
	if (to > m->stage || m->stage == MACHINE_SILENT ||
	    (m->stage == MACHINE_DONE && to == MACHINE_INITRD))
		boot_stage(m, to, e->time_us);
}

/* What stands there is a number, but perhaps not one of a server of ours. */
static double
within(double n, double max)
{
	return n < 0 ? 0 : n > max ? max : n;
}

/* The client does not have the file. It may ask for it again. */
static int
is_loss(enum logline_kind kind)
{
	return kind == LOGLINE_FAILED || kind == LOGLINE_ABORTED;
}

void
boot_file(struct machine *m, const struct logline *l, struct event *e)
{
	char file[MACHINE_FILE_SIZE];

	slice_plain(l->word[LOGLINE_FILE], file, sizeof(file));
	if (file[0] != '\0')
		e->file_is = machinefile_of(l, m->stage);
	e->bytes = (uint64_t)within(logline_number(l, LOGLINE_BYTES), 1e18);
	e->seconds = within(logline_number(l, LOGLINE_SECONDS), 1e9);
	e->rate = within(logline_number(l, LOGLINE_RATE), 1e9);
	e->begun_us = e->time_us - (int64_t)(e->seconds * 1e6);
	if ((l->kind == LOGLINE_SENT || l->kind == LOGLINE_PROBED ||
	    l->kind == LOGLINE_UNCHANGED) &&
	    loads_anew(m, file, e->file_is, e->begun_us))
		begin_boot(m, e->begun_us, e);
	if (l->kind == LOGLINE_SENT || l->kind == LOGLINE_UNCHANGED)
		has_file(m, file, e);
	else if (is_loss(l->kind) && (e->file_is == MACHINE_FILE_KERNEL ||
	    e->file_is == MACHINE_FILE_INITRD))
		m->is_broken = 1;
	if (l->kind == LOGLINE_REFUSED)
		m->refusals++;
	if (e->trouble != NULL && !e->trouble->is_calm && file[0] != '\0') {
		strlcpy(m->file, file, sizeof(m->file));
		m->file_is = e->file_is;
		m->file_bytes = e->bytes;
		m->file_rate = 0;
	}
}
