/*
 * Any bytes as the datagram at port 69: what is a request is one within its
 * bytes, what is agreed is never more than was asked, and no name leads out
 * of the boot root or writes a line of the log.
 */
#include "tftpd/request.h"

#include "map/identify.h"
#include "daemon/log.h"
#include "must.h"
#include "view/oddname.h"
#include "tftpd/option.h"
#include "tftpd/packet.h"
#include "tftpd/refusal.h"
#include "view/seenline.h"
#include "view/view.h"

#define UPLOADS "srv/uploads"

/* What a client may be granted, in three kinds of servers. */
static const struct option_limits limits[] = {
	{ .blksize_max = BLKSIZE_MAX, .path_blksize = BLKSIZE_MAX,
	    .windowsize_max = WINDOWSIZE_MAX },
	{ .blksize_max = BLKSIZE_MAX, .path_blksize = 1468,
	    .windowsize_max = 64, .refused = { [OPTION_WINDOWSIZE] = 1 } },
	{ .blksize_max = 512, .path_blksize = 7, .windowsize_max = 1,
	    .refused = { [OPTION_TIMEOUT] = 1, [OPTION_TSIZE] = 1 } },
};

static void
check_agreement(const struct request *r, const struct option_limits *l,
    const struct agreement *a)
{
	for (int i = 0; i < OPTIONS; i++)
		must(!a->granted[i] || (r->option[i].asked && !l->refused[i] &&
		    i != OPTION_MULTICAST), "granted what was not asked");
	must(a->blksize >= BLKSIZE_MIN && a->blksize <= BLKSIZE_MAX,
	    "a blksize that cannot be");
	if (a->granted[OPTION_BLKSIZE] || a->granted[OPTION_BLKSIZE2])
		must(a->blksize <= l->blksize_max &&
		    a->blksize <= l->path_blksize, "a blksize above ours");
	else
		must(a->blksize == BLKSIZE_DEFAULT, "a blksize of itself");
	if (a->granted[OPTION_BLKSIZE])
		must(a->blksize <= r->option[OPTION_BLKSIZE].value,
		    "a blksize above the client's");
	if (a->granted[OPTION_BLKSIZE2])
		must((a->blksize & (a->blksize - 1)) == 0 && a->blksize <=
		    r->option[OPTION_BLKSIZE2].value, "no power of two");
	must(a->windowsize >= 1 && (a->windowsize == 1 ||
	    (a->windowsize <= r->option[OPTION_WINDOWSIZE].value &&
	    a->windowsize <= l->windowsize_max &&
	    a->windowsize + a->rollover <= WINDOWSIZE_MAX)),
	    "a window too large");
	must(a->rollover <= 1, "a rollover that cannot be");
	for (int i = 0; i < OPTIONS; i++)
		must(a->granted[i] || option_value(a, (enum option)i) <=
		    UINT64_MAX, "no such value");
	must(!a->granted[OPTION_TIMEOUT] ||
	    (a->requested_timeout_us % 1000000 == 0 &&
	    a->requested_timeout_us / 1000000 ==
	    r->option[OPTION_TIMEOUT].value),
	    "another timeout");
}

/* The OACK is pairs of texts: as many as were granted. */
static void
check_oack(const struct agreement *a)
{
	unsigned char *oack = malloc(PACKET_SMALL_SIZE);
	size_t n = packet_oack(oack, a), texts = 0, granted = 0;

	for (int i = 0; i < OPTIONS; i++)
		granted += a->granted[i] != 0;
	for (size_t i = 2; i < n; i++)
		texts += oack[i] == '\0';
	must(n <= PACKET_SMALL_SIZE && texts == 2 * granted &&
	    (n == 2 || oack[n - 1] == '\0'), "an OACK that is none");
	free(oack);
}

/* Neither empty parts nor "..", no slash at either end. */
static void
check_path(const char *path)
{
	size_t n;

	must(strlen(path) < VIEW_PATH_SIZE, "a path too long");
	must(strchr(path, '\\') == NULL, "a backslash in a path");
	for (;; path += n + 1) {
		n = strcspn(path, "/");
		must(n > 0 && !(n == 1 && path[0] == '.') &&
		    !(n == 2 && path[0] == '.' && path[1] == '.'),
		    "a part that leads elsewhere");
		if (path[n] == '\0')
			return;
	}
}

/* What is left of an odd name is the beginning of it, twice at most. */
static void
check_odd(const struct request *r, const char *path)
{
	char shorter[VIEW_PATH_SIZE];
	int times = 0, more = oddname_cut(r->name, shorter);

	for (; more; more = oddname_cut(shorter, shorter)) {
		must(strlen(shorter) > 0 && strlen(shorter) < r->name_n &&
		    strncmp(r->name, shorter, strlen(shorter)) == 0 &&
		    ++times <= 2,
		    "another name than that which was asked for");
	}
	if (oddname_behind(r->name, shorter))
		must(shorter[0] != '/' && shorter[0] != '\0' &&
		    strlen(shorter) + 2 <= r->name_n &&
		    strcmp(r->name + strlen(r->name) - strlen(shorter),
		    shorter) == 0, "not the end of the name");
	must(oddname_is_label(path) || strchr(path, '.') != NULL,
	    "a name that is a label");
	must(!oddname_is_of_shim(path) ||
	    strcasestr(path, "revocations") != NULL ||
	    strcasestr(path, "shim_certificate") != NULL,
	    "a name of shim's that is none");
	must(!request_is_uefi(r) || r->option[OPTION_BLKSIZE].asked,
	    "UEFI without a block size");
}

static void
must_be_line(const char *text)
{
	for (; *text != '\0'; text++)
		must(*text >= ' ' && *text < 0x7f, "a line that is not one");
}

/* The line of the log about it, with as little and as much as there can be. */
static void
check_line(const struct request *r)
{
	static const unsigned char mac[6] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 };
	const struct seenline least = { .file = r->name, .client = "10.9.0.21" },
	    most = { .file = r->name, .generated = "GRUB", .asked = r->name,
	    .odd = (enum seen_odd)(r->name_n % SEEN_ODDS), .client = "10.9.0.21",
	    .mac = mac, .name = r->name };
	char text[512];

	seenline_text(&least, text, sizeof(text));
	must_be_line(text);
	seenline_text(&most, text, sizeof(text));
	must_be_line(text);
}

static void
check_name(const struct request *r)
{
	char path[VIEW_PATH_SIZE], shown[LOG_VISIBLE_SIZE(200)];
	struct who who;

	log_visible(shown, sizeof(shown), r->name, r->name_n);
	must(is_printable(shown), "a name that writes the log");
	check_line(r);
	if (view_clean(r->name, path) == VIEW_NO_REASON) {
		check_path(path);
		check_odd(r, path);
		memset(&who, 0, sizeof(who));
		must(identify_name(path, &who) == (who.has_mac || who.has_uuid),
		    "somebody out of a name, or nobody");
	}
	if (view_upload(UPLOADS, r->name, path) == VIEW_NO_REASON) {
		check_path(path);
		must(strncmp(path, UPLOADS "/", strlen(UPLOADS) + 1) == 0 &&
		    strrchr(path, '/')[1] != '.', "an upload elsewhere");
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const uint64_t sizes[] = { 0, 1, 1 << 20, UINT64_MAX };
	unsigned char *exact = exact_copy(bytes, n);
	static struct seen seen;
	struct agreement a;
	struct request r;
	enum refusal refusal = request_parse(exact, n, &r);

	must((refusal == REFUSE_NOTHING) ==
	    (refusal_words(refusal, 0).word[0] == '\0'),
	    "a request with a reason, or none without");
	seen.verdict = view_refuse(&seen.why, (enum view_reason)
	    (VIEW_OUTSIDE + n % (VIEW_SYSTEM - VIEW_OUTSIDE)));
	must(refusal_of_view(&seen).word[0] != '\0',
	    "what is not seen for no reason");
	if (refusal == REFUSE_NOTHING) {
		must((const unsigned char *)r.name == exact + 2 &&
		    strlen(r.name) == r.name_n && r.name_n > 0 &&
		    r.name_n < n - 2, "a name that is not in the datagram");
		check_name(&r);
		for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
			for (size_t j = 0; j < 4; j++) {
				option_agree(&r, &limits[i], sizes[j], &a);
				check_agreement(&r, &limits[i], &a);
				check_oack(&a);
			}
	}
	free(exact);
	return 0;
}
