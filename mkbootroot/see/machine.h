/*
 * The machines of a site, as the lines of the log tell of them. Pure but for
 * memory: the clock is the lines', and the caller's.
 */
#ifndef SEE_MACHINE_H
#define SEE_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/logline.h"

#define MACHINE_FILE_SIZE 256
#define MACHINE_TEXT_SIZE 192
#define MACHINE_GAP_US (90 * INT64_C(1000000))	/* of silence: then it is a new
						   boot */
#define MACHINE_DONE_US (10 * INT64_C(1000000))	/* after the last initrd */
#define MACHINE_ALONE_US (600 * INT64_C(1000000))	/* after a kernel: its initrd has
						   a line at its end only */
#define MACHINE_MAX 65536

/* How far its boot has come. */
enum machine_stage {
	MACHINE_NONE,		/* it was seen, but does not boot */
	MACHINE_ASKS,		/* a DISCOVER that is not answered yet, or so
				   far only by NAK */
	MACHINE_TOLD,		/* it knows its boot file */
	MACHINE_LOADER,
	MACHINE_CONFIGURATION,
	MACHINE_KERNEL,
	MACHINE_INITRD,
	MACHINE_SILENT,		/* it asks, and is not answered: trouble says
				   why */
	MACHINE_DONE,		/* it has all that it boots, or has said done, or
				   was told to boot its disk */
	MACHINE_STAGES
};

/* What a file is for its client. */
enum machine_file {
	MACHINE_FILE_NONE, MACHINE_FILE_LOADER, MACHINE_FILE_CONFIGURATION,
	MACHINE_FILE_KERNEL, MACHINE_FILE_INITRD, MACHINE_FILE_ANSWERS,
	MACHINE_FILE_OTHER
};

/* What went wrong last. */
struct trouble {
	int64_t time_us;	/* 0: nothing did, in this boot */
	enum logline_kind kind;
	enum logline_program program;
	int is_hint;		/* the word is a guess */
	int is_calm;		/* nobody has to do anything */
	char word[48];		/* the reason or the hint; "" : only text */
	char file[MACHINE_FILE_SIZE];	/* of which; "": of none */
	char text[MACHINE_TEXT_SIZE];	/* the sentence of the log; "": none */
	const char *remedy;	/* NULL: none is known */
};

/* All texts are plain (slice_plain()), and "" where nothing is known. */
struct machine {
	size_t number;		/* its place in struct site, which it keeps */
	char mac[48];		/* any hardware address */
	char name[128];
	char address[48];
	char uuid[48];		/* or client identifier, where it has no mac */
	char arch[24];
	char vendor[72];	/* its vendor class, where that is none of PXE's */
	char via[48];		/* the link of the server that it was heard on */
	int is_ipxe;		/* it has come by iPXE */
	char rule[80];		/* the line of the map, "mac:web1" */
	int is_known;		/* the map has a name for it */
	int is_stranger;	/* the map has no line for it but default */
	enum machine_stage stage;
	int64_t first_us;	/* the first line of it */
	int64_t last_us;	/* the last one */
	int64_t boot_us;	/* its last boot began then; 0: there was none */
	int64_t stage_us;	/* it is at this stage since */
	unsigned boots;
	/* Of this boot: */
	char boot_file[MACHINE_FILE_SIZE];	/* the first one */
	int is_booted;		/* EVENT_BOOTED was told */
	int is_broken;		/* its kernel or initrd failed, and was not sent
				   since */
	int64_t file_us;	/* the end of its last file; 0: it has none */
	unsigned files;
	uint64_t bytes;
	unsigned refusals;
	/* What it loaded last, or was refused. */
	char file[MACHINE_FILE_SIZE];
	enum machine_file file_is;
	uint64_t file_bytes;
	double file_rate;	/* MB/s */
	struct trouble trouble;
	/* Once it is found to be another one, that has a MAC: who that is. */
	struct machine *is_also;	/* NULL: itself */
};

/* What kinds of event there are; each but BOOTED is a line. */
enum event_kind {
	EVENT_TOLD, EVENT_SILENT,
	EVENT_UNKNOWN,		/* silent, as the map does not know it */
	EVENT_SENT, EVENT_RECEIVED, EVENT_PROBED, EVENT_UNCHANGED,
	EVENT_REFUSED, EVENT_FAILED, EVENT_ABORTED, EVENT_PUT_OFF, EVENT_ENDED,
	EVENT_STALLED, EVENT_WARNING,
	EVENT_DONE,		/* the machine has said so */
	EVENT_BOOTED,		/* it has all that it boots, and was quiet since:
				   its time is that of the last file */
	EVENT_SERVER,		/* of a server: a start, a failure, a flood, lines
				   that were lost or cannot be read, what is no
				   request */
	EVENT_KINDS
};

struct event {
	enum event_kind kind;
	int64_t time_us;
	int64_t begun_us;	/* of a file: when it began; else time_us */
	const struct logline *line;	/* NULL for EVENT_BOOTED */
	const struct machine *machine;	/* as it is after the event; NULL for
					   EVENT_SERVER */
	int is_new_boot;	/* the boot begins with it */
	unsigned boot;		/* its number of the machine's, from 1 */
	/* Of a file, as far as the line says: */
	enum machine_file file_is;
	uint64_t bytes;
	double seconds, rate;
	/* What is wrong, if anything: it is the machine's last trouble too,
	   but for EVENT_SERVER. */
	const struct trouble *trouble;	/* NULL: nothing */
};

struct site {
	struct machine **machine;	/* machine_n of them, the first seen first */
	size_t machine_n;
	/* Lines by kind. Those that are unreadable, and machines for which
	   there was no room, are to be said. */
	unsigned long lines[LOGLINE_KINDS];
	unsigned long dropped;
	int64_t last_us;	/* the time of the last line */
	int has_present;	/* a line that was not ahead of now */
	struct trouble server;	/* the last trouble of a server itself */
	int64_t due_us;		/* see site_due_us() */
	struct sitewho *who;	/* whose lines are whose */
	void (*tell)(void *, const struct event *);	/* may be NULL */
	void *tell_arg;
};

/* tell is called for each event, during site_take() and site_pass(). -1: errno. */
int site_open(struct site *s, void (*tell)(void *, const struct event *),
    void *arg);
void site_close(struct site *s);

/* A line. -1: no memory, and the line is not in it. */
int site_take(struct site *s, const struct logline *l);

/* Time passes: boots that have all of it are over. */
void site_pass(struct site *s, int64_t now_us);

/* When site_pass() has something to do; INT64_MAX: never, as it is now. */
int64_t site_due_us(const struct site *s);

/*
 * Whether nothing follows since MACHINE_GAP_US what something must follow: the
 * first question, its answer, a loader, or a kernel or initrd that failed. Behind
 * a configuration a menu may wait, or the disk boots.
 */
int machine_stands(const struct machine *m, int64_t now_us);

const char *machine_stage_name(enum machine_stage stage);
const char *machine_file_name(enum machine_file file);
const char *event_kind_name(enum event_kind kind);

#endif
