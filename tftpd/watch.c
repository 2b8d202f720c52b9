/*
 * From requests to lines in the log.
 */
#include <string.h>
#include <syslog.h>

#include "daemon/counter.h"
#include "daemon/log.h"
#include "daemon/lograte.h"
#include "daemon/now.h"
#include "efi/efiprogram.h"
#include "tftpd/cause.h"
#include "tftpd/stall.h"
#include "tftpd/tally.h"
#include "tftpd/watch.h"
#include "view/oddname.h"

static void
say(const struct stall *stalled, struct lograte *lograte,
    struct counters *counters)
{
	char text[CAUSE_TEXT_SIZE];
	const char *hint = cause_of(stalled, text, sizeof(text));

	if (lograte_takes(lograte, LOG_NOTICE, stalled->is_own))
		log_line(LOG_NOTICE, "stalled %s hint=%s: %s", stalled->text,
		    hint, text);
	counters_add(counters, TALLY_HINTS, hint, 1);
}

/* Only what is called an EFI program is looked into. */
static void
look_into(const struct asking *a, struct efi *efi)
{
	struct efifile file = {.fd = -1};
	struct pe pe;

	*efi = (struct efi){.kind = LOADER_NONE};
	if (a->seen.file.n == 0 || a->seen.file.segment[0].fd == -1 ||
	    strcasestr(a->seen.found, ".efi") == NULL)
		return;
	file.fd = a->seen.file.segment[0].fd;
	pe_read(&file, &pe);
	efi->is_program = pe.arch != -1;
	if (efi->is_program)
		efi->kind = efiprogram_kind(&file, &pe);
	efi->is_signed = pe.signatures_n > 0;
}

static struct stall_client
client_of(const struct asking *a)
{
	return (struct stall_client){
		.address = &a->datagram.from,
		.mac = a->who.has_mac ? a->who.mac : NULL,
		.is_own = asking_is_own(a),
	};
}

const char *
watch_shim(struct stalls *s, const struct asking *a)
{
	const struct stall_client who = client_of(a);

	return shimsent_path(s, &who, now_ms());
}

/*
 * What a shim asks for before its second stage ends nothing; nor does the second
 * stage under an odd name, since UEFI asks for it more than once.
 */
static void
note_shim(struct stalls *s, const struct asking *a,
    const struct stall_client *who, const struct efi *efi)
{
	const int is_shim = efi->kind == LOADER_SHIM &&
	    request_is_uefi(&a->request);

	if (a->seen.odd != SEEN_LABEL && !oddname_is_of_shim(a->seen.path))
		shimsent_note(s, who,
		    is_shim ? a->seen.found : NULL, now_ms());
}

uint64_t
watch_asked(struct stalls *s, const struct asking *a, int is_granted)
{
	const struct client *c = a->known ? &a->client : NULL;
	const struct stall_client who = client_of(a);
	char text[STALL_TEXT_SIZE];
	struct stall stalled;
	struct bootstep step;
	struct efi efi = {.kind = LOADER_NONE};
	uint64_t serial;

	if (is_granted || a->request.opcode != REQUEST_RRQ) {
		look_into(a, &efi);
		bootstep_opened(c, &a->datagram.local, &a->request, a->seen.found,
		    &efi, &step);
	} else
		bootstep_refused(c, a->seen.path, &step);
	text[0] = '\0';
	if (step.step != STEP_OTHER)
		asking_describe(a, text, sizeof(text));
	serial = stall_asked(s, &who, &step, text, now_ms(), &stalled);
	if (is_granted)
		note_shim(s, a, &who, &efi);
	if (stalled.where != STALL_NONE)
		say(&stalled, a->lograte, a->counters);
	return serial;
}

void
watch_due(struct stalls *s, struct lograte *lograte,
    struct counters *counters)
{
	struct stall stalled;

	while (stall_due(s, now_ms(), &stalled))
		say(&stalled, lograte, counters);
}

int
watch_wait_ms(const struct stalls *s, int ms)
{
	return stall_wait_ms(s, now_ms(), ms);
}

int
watch_pending(const struct stalls *s)
{
	return stall_pending(s);
}
