/*
 * The words for what machines do.
 */
#include "mkbootroot/see/machine.h"

const char *
machine_stage_name(enum machine_stage stage)
{
	static const char *const names[MACHINE_STAGES] = {
		[MACHINE_NONE] = "none", [MACHINE_ASKS] = "asks",
		[MACHINE_TOLD] = "told", [MACHINE_LOADER] = "loader",
		[MACHINE_CONFIGURATION] = "configuration",
		[MACHINE_KERNEL] = "kernel", [MACHINE_INITRD] = "initrd",
		[MACHINE_SILENT] = "silent", [MACHINE_DONE] = "done",
	};

	return names[stage];
}

const char *
machine_file_name(enum machine_file file)
{
	static const char *const names[] = {
		[MACHINE_FILE_NONE] = "none", [MACHINE_FILE_LOADER] = "loader",
		[MACHINE_FILE_CONFIGURATION] = "configuration",
		[MACHINE_FILE_KERNEL] = "kernel",
		[MACHINE_FILE_INITRD] = "initrd",
		[MACHINE_FILE_ANSWERS] = "answers",
		[MACHINE_FILE_OTHER] = "other",
	};

	return names[file];
}

const char *
event_kind_name(enum event_kind kind)
{
	static const char *const names[EVENT_KINDS] = {
		[EVENT_TOLD] = "told", [EVENT_SILENT] = "silent",
		[EVENT_UNKNOWN] = "unknown", [EVENT_SENT] = "sent",
		[EVENT_RECEIVED] = "received", [EVENT_PROBED] = "probe",
		[EVENT_UNCHANGED] = "unchanged",
		[EVENT_REFUSED] = "refused", [EVENT_FAILED] = "failed",
		[EVENT_ABORTED] = "aborted", [EVENT_PUT_OFF] = "put-off",
		[EVENT_ENDED] = "ended", [EVENT_STALLED] = "stalled",
		[EVENT_WARNING] = "warning", [EVENT_DONE] = "done",
		[EVENT_BOOTED] = "booted", [EVENT_SERVER] = "server",
	};

	return names[kind];
}

int
machine_stands(const struct machine *m, int64_t now_us)
{
	return (m->stage == MACHINE_ASKS || m->stage == MACHINE_TOLD ||
	    m->stage == MACHINE_LOADER || m->is_broken) &&
	    now_us - m->last_us > MACHINE_GAP_US;
}
