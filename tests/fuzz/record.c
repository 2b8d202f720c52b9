/*
 * Any records in a map that is sound otherwise: looking a client up, and all
 * that is decided out of what is found, ends in an answer, or says EPROTO.
 *
 * The input: who asks; then, a byte below 128 is a field of the record that was begun, see
 * take_field(); others begin a record, see take_key(); 255 is followed by the
 * name that is asked for.
 */
#include "map/record.h"

#include <bsd/sys/endian.h>
#include <errno.h>

#include "config/config.h"
#include "done/donename.h"
#include "map/answersname.h"
#include "map/arch.h"
#include "map/bootserver.h"
#include "map/loader.h"
#include "map/lookup.h"
#include "map/once.h"
#include "map/preseedname.h"
#include "map/vendorclass.h"
#include "mkbootroot/text/maptext.h"
#include "must.h"
#include "testmap.h"
#include "tftpd/wrapfault.h"
#include "view/doneasked.h"
#include "view/view.h"

static const struct who whos[] = {
	{ .mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 }, .has_mac = 1,
	    .address = { 0x1500090a }, .has_address = 1 },
	{ .uuid = { 0x4c, 0x4c, 0x45, 0x44 }, .has_uuid = 1,
	    .mac = { 0xdc, 0xa6, 0x32, 1, 2, 3 }, .has_mac = 1 },
	{ .has_mac = 0 },
};

/* Words of a map, so that they are met. */
static const char *const words[] = {
	"image", MAP_IMAGE_LOADERS, MAP_IMAGE_MENU, "other", "web1",
	"linux", "/linux", "initrd.gz", "console=ttyS0", "!quiet", "-",
	"pxelinux.0", "grubx64.efi", "shimx64.efi", "ipxe.efi", "snponly.efi",
	"bootnetx64.efi", "undionly.kpxe", "http://10.9.0.1/x", "preseed.cfg",
	"http://10.9.0.1/boot.ipxe", "local-exit", "nocase", "delay=3",
	"no-windowsize", "priority=high", "grub/grub.cfg", "a/b/c.efi",
	"efi/boot/bootx64.efi", "PXEClient", "boot.ipxe", "ldlinux.c32",
	"d-i/bookworm/preseed.cfg", "01-52-54-00-12-34-56.preseed",
	"initrd.gz/01-52-54-00-12-34-56.preseed", "image/boot.preseed",
	"image/initrd.gz/boot.preseed", "web1.ipxe", "image/grub.cfg",
	"01-52-54-00-12-34-56.ipxe", "grub.cfg-01-52-54-00-12-34-56",
	"pxelinux.cfg/01-52-54-00-12-34-56", "pxelinux.cfg/0A090015",
	"pxelinux.cfg/4c4c4544-0042-4710-8057-b4c04f564432",
	"efi/fedora/grub.cfg", "x/grub/grub.cfg", "other/pxelinux.cfg/default",
	"image/pxelinux.cfg/x", "\\Boot\\BCD", "image/preseed.cfg",
	"lpxelinux.0", "grub.0", "ipxe.pxe", "/image/grubx64.efi", "delay=x",
	MAP_YES, MAP_ONCE_DONE, MAP_ONCE_SENT, "done/", "done/x",
	"done/01-52-54-00-12-34-56", "done/01-52-54-00-12-34-57",
	"done/4c4c4544-0000-0000-0000-000000000000",
	"done/4c4c4544-0000-0000-0000-000000000001",
};

#define WORDS (sizeof(words) / sizeof(words[0]))
#define LONG 255		/* a text as long as any */

/* What the map says of loaders: the numbers before LONG. */
static const char *const loader_words[] = { MAP_LOADS_TFTP, MAP_LOADS_HTTP,
    MAP_ASKS_DHCP, MAP_ASKS_PROXY };

#define LOADER_WORDS (sizeof(loader_words) / sizeof(loader_words[0]))

/* A word, or bytes of the input's own. */
static const unsigned char *
take_text(struct input *in, size_t *n)
{
	const unsigned which = input_byte(in);

	static unsigned char longest[MAP_TEXT_MAX];

	if (which < WORDS) {
		*n = strlen(words[which]);
		return (const unsigned char *)words[which];
	}
	if (which >= LONG - LOADER_WORDS && which < LONG) {
		*n = strlen(loader_words[LONG - 1 - which]);
		return (const unsigned char *)loader_words[LONG - 1 - which];
	}
	if (which == LONG) {
		memset(longest, 'x', sizeof(longest));
		*n = sizeof(longest);
		return longest;
	}
	*n = which - WORDS;
	return input_piece(in, n);
}

/* The key of a record, or of an index. Those of the clients above are near. */
static size_t
take_key(struct input *in, unsigned char key[MAP_KEY_MAX])
{
	static const unsigned char letters[] = { MAP_KEY_MAC, MAP_KEY_PREFIX,
	    MAP_KEY_UUID, MAP_KEY_DEFAULT, MAP_KEY_IMAGE, MAP_KEY_NET,
	    MAP_KEY_NAME, MAP_KEY_ADDRESS, MAP_KEY_CARD };
	const unsigned which = input_byte(in);
	const unsigned char letter = which > 251 ? MAP_KEY_GROUP :
	    which > 249 ? MAP_KEY_ANSWERS : letters[which % sizeof(letters)];
	const struct who *who = &whos[which / sizeof(letters) % 2];
	unsigned char net[5] = { 10, 9, 0, 21, 0 };
	char path[MAP_TEXT_MAX + 1];
	const unsigned char *text;
	size_t n;

	switch (letter) {
	case MAP_KEY_MAC: case MAP_KEY_CARD:
		return map_key(key, letter, who->mac, 6);
	case MAP_KEY_PREFIX:
		return map_key(key, letter, who->mac, input_byte(in) % 7);
	case MAP_KEY_UUID:
		return map_key(key, letter, whos[1].uuid, 16);
	case MAP_KEY_DEFAULT:
		return map_key(key, letter, "", 0);
	case MAP_KEY_NET:
		net[4] = (unsigned char)(input_byte(in) % 33);
		for (unsigned i = net[4]; i < 32; i++)
			net[i / 8] &= (unsigned char)~(0x80 >> i % 8);
		return map_key(key, letter, net, 5);
	case MAP_KEY_ADDRESS:
		return map_key(key, letter, net, 4);
	case MAP_KEY_ANSWERS:
		text = take_text(in, &n);
		snprintf(path, sizeof(path), "%.*s", (int)n, text);
		return answers_key(path, strlen(path), key);
	default:
		text = take_text(in, &n);
		return map_key(key, letter, text, n);
	}
}

struct making {
	unsigned char key[MAP_KEY_MAX], bytes[MAP_RECORD_MAX];
	size_t key_n, n;
};

static void
end_record(struct testmap *t, struct making *r)
{
	if (r->key_n == 0)
		return;
	/* The data of an index is the key of another. */
	if (r->key[0] == MAP_KEY_NAME || r->key[0] == MAP_KEY_ADDRESS ||
	    r->key[0] == MAP_KEY_CARD) {
		testmap_add(t, r->key, r->key_n, r->bytes + RECORD_START,
		    r->n - RECORD_START);
		return;
	}
	record_seal(r->bytes, r->n);
	testmap_add(t, r->key, r->key_n, r->bytes, r->n);
}

static void
take_field(struct input *in, unsigned tag, struct making *r)
{
	const unsigned plain = tag > 123 ? tag - 92 : tag & 31;
	const unsigned char *bytes;
	unsigned arch = input_byte(in);
	size_t n, more;

	switch (plain) {
	case FIELD_IP: case FIELD_SERVER: case FIELD_ROUTER: case FIELD_DNS:
	case FIELD_LEASE: case FIELD_MAC:
		n = plain == FIELD_MAC ? 6 : 4;
		bytes = input_piece(in, &n);
		break;
	case 31:		/* bytes that may be no field */
		bytes = input_piece(in, (n = arch % 16, &n));
		if (n > 0 && n < sizeof(r->bytes) - r->n)
			memcpy(r->bytes + r->n, bytes, n);
		r->n += n < sizeof(r->bytes) - r->n ? n : 0;
		return;
	case 0:			/* a key, for an index */
		more = r->key_n == 0 ? 0 : take_key(in, r->bytes +
		    RECORD_START);
		r->n = RECORD_START + more;
		return;
	default:
		bytes = take_text(in, &n);
	}
	more = record_append(r->bytes, sizeof(r->bytes), r->n,
	    (unsigned char)(plain | (tag & 32 && tag <= 123 ? FIELD_FOUND : 0)),
	    arch_canonical(arch), bytes, n);
	r->n = more == 0 ? r->n : more;
}

/* Reads the records of the input; *name is what is asked for. */
static void
make_map(struct testmap *t, struct input *in, char name[MAP_TEXT_MAX + 1])
{
	struct making r = { .n = RECORD_START };
	const unsigned char *text;
	unsigned what;
	size_t n;

	while (in->n > 0) {
		what = input_byte(in);
		if (what == 255) {
			text = take_text(in, &n);
			if (n > 0)
				memcpy(name, text, n);
			name[n] = '\0';
			break;
		}
		if (what < 128) {
			take_field(in, what, &r);
			continue;
		}
		end_record(t, &r);
		r.n = RECORD_START;
		r.key_n = take_key(in, r.key);
	}
	end_record(t, &r);
	testmap_end(t);
}

/* What dump says of them. */
static void
try_text(const struct testmap *t, const struct who *asks)
{
	static char text[FIELD_TEXT_SIZE];
	static const enum map_field tags[] = { FIELD_BOOT, FIELD_IP };
	unsigned char bytes[MAP_KEY_MAX];
	char key[KEY_TEXT_SIZE];
	const unsigned char *p;
	struct record r;
	struct field f;
	size_t pos, n;

	for (size_t i = 0; i < t->used; i++) {
		p = t->bytes + t->record[i].at;
		n = le32dec(p);
		(void)key_text(p + 8, n, key, sizeof(key));
		must(map_key_bytes(p + 8, n, bytes) >= 0, "a key is none");
		if (record_take(&r, p + 8 + n, le32dec(p + 4)) == -1)
			continue;
		for (pos = 0; record_next(&r, &pos, &f) == 1;)
			(void)field_text(&f, text, sizeof(text));
		for (size_t j = 0; j < 2; j++)
			(void)record_field(&r, tags[j], &f);
		/* The same bytes are hardly ever a key. */
		n = r.n < MAP_KEY_MAX ? r.n : MAP_KEY_MAX;
		(void)key_text(r.bytes, n, key, sizeof(key));
		struct who who = *asks;

		client_by_key(r.bytes, n, &who);
	}
}

/* Numbers of architectures, and their words. */
static void
try_arch(unsigned n)
{
	char buf[16];

	n = arch_canonical(n);
	must(arch_number(arch_word(n, buf, sizeof(buf))) == (int)n,
	    "another arch than its word");
	must(!arch_is_http(n) || n >= 15, "HTTP too early");
	(void)arch_is_efi(n);
}

static void
try_loaders(const struct client *c)
{
	static const unsigned archs[] = { ARCH_BIOS, ARCH_IA32, ARCH_X64,
	    ARCH_X64_HTTP, ARCH_ARM64, ARCH_UBOOT, ARCH_RPI };
	char path[CLIENT_PATH_SIZE];
	const char *why, *file, *name;
	struct in_addr server;

	for (size_t i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		for (int stage = STAGE_ROM; stage <= STAGE_IPXE; stage++) {
			file = client_bootfile(c, archs[i],
			    (enum client_stage)stage, &why);
			must(file == NULL || loader_is_exchanged(c,
			    arch_canonical(archs[i])) || !loader_is_none(c,
			    archs[i], (enum client_stage)stage),
			    "a file where the map says that there is none");
			if (file != NULL && bootserver_take(file, &server,
			    &name))
				must(strlen(name) > 0, "a file without a name");
			if (file != NULL && client_path(c, file, path,
			    sizeof(path)) == 0)
				must(strlen(path) < sizeof(path),
				    "a path without an end");
		}
		for (int by_http = 0; by_http <= 1; by_http++) {
			file = loader_of_ipxe(c, archs[i], by_http, &why);
			must((file == NULL) == (loader_without_ipxe_word(c,
			    archs[i], by_http, NULL) == NULL) || file != NULL ||
			    loader_is_none(c, archs[i], STAGE_IPXE),
			    "iPXE has none, and the map does not say so");
		}
		must(!loader_lacks_http(c, archs[i]) || client_bootfile(c,
		    archs[i], STAGE_ROM, NULL) == NULL || c->action ==
		    CLIENT_LOCAL, "a loader without HTTP, by HTTP");
		(void)loader_of_image(c, archs[i]);
		(void)loader_under_ipxe(c, archs[i]);
	}
}

/* Its vendor classes, and the files that they have. */
static void
try_classes(const struct client *c, const char *name)
{
	struct vendorclass each, found;
	size_t at = 0, n = strlen(name), classes = 0;
	int fits = 0;

	while (vendorclass_next(c, &at, &each)) {
		must(each.class != NULL && ++classes < MAP_RECORD_MAX,
		    "classes without end");
		fits |= *each.class != '\0' &&
		    strncmp(name, each.class, strlen(each.class)) == 0;
		if (each.file != NULL)
			(void)loader_is_of_class(c, ARCH_X64, each.file);
	}
	must(vendorclass_find(c, (const unsigned char *)name, n, &found) ==
	    fits, "a class is not found, or another");
	must(!fits || strncmp(name, found.class, strlen(found.class)) == 0,
	    "a class that does not fit");
}

static void
try_view(const struct client *c, const char *name)
{
	static struct view v;
	char path[VIEW_PATH_SIZE];
	struct field f;

	if (view_clean(name, path) != VIEW_NO_REASON)
		return;
	(void)view_elsewhere(c, path, &f);
	view_candidates(c, name, path, c != NULL && c->http != NULL, &v);
	must(v.n <= VIEW_MAX, "too many places");
	for (size_t i = 0; i < v.n; i++)
		must(v.candidate[i].config != CONFIG_NONE ||
		    v.candidate[i].preseed || (v.candidate[i].nocase <=
		    strlen(v.candidate[i].path) &&
		    v.candidate[i].place != VIEW_NOWHERE),
		    "a place that is none");
	if (v.preseed.part != PRESEED_NOTHING)
		must(strlen(v.preseed.text) < CLIENT_PATH_SIZE &&
		    strlen(v.preseed.initrd) < CLIENT_PATH_SIZE,
		    "a preseed that is none");
}

static void
try_client(const struct who *who, const struct client *c, const char *name)
{
	static char text[CONFIG_SIZE];
	char rule[128], path[CLIENT_PATH_SIZE];
	struct client entry;
	static const struct config_way ways[] = { { .server = "10.9.0.1" },
	    { "10.9.0.1", "http://10.9.0.1/" }, { "h", "https://h:1/a/b/" } };
	const char *why;
	size_t at = 0;

	(void)client_rule_text(c, rule, sizeof(rule));
	(void)client_quirk(c, "nocase");
	must(client_quirk_number(c, "delay=") <= 1000, "a delay too long");
	(void)wrapfault_client(who, c);
	must(wrapfault_blocks((uint64_t)c->lease_s << 8, 512) == 0 ||
	    c->lease_s > 0, "no file has so many blocks");
	for (int l = CONFIG_NONE; l < CONFIG_LANGUAGES; l++)
		must((config_language_name((enum config_language)l) == NULL) ||
		    (config_has(c, (enum config_language)l, 0) <= 1 &&
		    config_has(c, (enum config_language)l, 1) <= 1),
		    "no language");
	(void)preseed_initrd_name(c, path);
	must(c->initrds <= CLIENT_INITRD_MAX && c->dns_n <= CLIENT_DNS_MAX &&
	    memchr(c->args, '\0', sizeof(c->args)) != NULL, "no such client");
	try_loaders(c);
	try_classes(c, name);
	try_view(c, name);
	for (int i = 0; i < 3 * (CONFIG_LANGUAGES - 1); i++) {
		why = NULL;
		must(config_render(c, (enum config_language)(1 + i / 3),
		    &ways[i % 3], text, sizeof(text), &why) >= 0 ||
		    why != NULL, "no configuration and no reason");
	}
	while (client_menu_next(c, &at, &entry) == 1)
		must(entry.image != NULL && at <= MAP_RECORD_MAX,
		    "a menu without end");
}

/* A name by which somebody says that he is done. */
static void
try_done(const struct map *m, const struct client *c, const char *name)
{
	char path[VIEW_PATH_SIZE];
	struct client doer;

	if (doneasked_clean(name, path) != VIEW_NO_REASON ||
	    !doneasked_is(path))
		return;
	must(strncmp(path, "done/", 5) == 0, "another name");
	must(doneasked_client(m, NULL, path, &doer) != VIEW_NO_REASON,
	    "nobody is done");
	if (doneasked_client(m, c, path, &doer) == VIEW_NO_REASON)
		must(doer.once_key_n > 0 && once_matters(&doer) &&
		    (!client_is_own(c) || (client_is_own(&doer) &&
		    (doer.own.bytes == c->own.bytes))),
		    "another one is done");
}

/* What is made of a client that is armed, done, or not known. */
static void
try_once(const struct who *who, const struct map *m, const struct client *c,
    const char *name)
{
	unsigned char key[MAP_KEY_MAX];
	struct once_each each = { 0 };
	char file[DONENAME_SIZE];
	struct client settled;
	unsigned keys = 0;
	size_t n;

	while (once_next(c, &each, key, &n) == 1) {
		/* An index may lead to what is no machine. */
		must(done_name(key, n, file) == -1 ||
		    strlen(file) < sizeof(file), "a key without a name");
		must(++keys < 1 << 16, "keys without end");
	}
	for (int s = DONE_NOT_ASKED; s <= DONE_NO_IDENTITY; s++) {
		settled = *c;
		client_settle(&settled, (enum done_state)s);
		must(s == DONE_ARMED || c->once == ONCE_NO ||
		    (settled.action == CLIENT_LOCAL && settled.kernel == NULL),
		    "booted though it is not armed");
		must(s == DONE_ARMED || c->once == ONCE_NO ||
		    c->once_image == NULL || c->once_image[0] == '\0' ||
		    strchr(c->once_image, '/') != NULL ||
		    strcmp(c->once_image, MAP_IMAGE_LOADERS) == 0 ||
		    once_refuses(m, &settled, c->once_image) != ONCE_GIVES,
		    "its files though it is not armed");
		(void)once_refuses(m, &settled, name);
		(void)once_state_word((enum done_state)s);
		try_done(m, &settled, name);
		if (s == DONE_ARMED || (s == DONE_IS && once_matters(c)))
			try_client(who, &settled, name);
	}
	(void)once_refuses(m, NULL, name);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct testmap t = { .n = 0 };
	struct input in = { bytes, n };
	const union address at = {.in = {.sin_family = AF_INET,
	    .sin_addr = whos[0].address}};
	struct who met;
	const struct who *asks = &whos[input_byte(&in) % 3];
	char name[MAP_TEXT_MAX + 1] = "pxelinux.cfg/default";
	struct client c;
	struct who who;
	int found, disagree;

	make_map(&t, &in, name);
	try_text(&t, asks);
	for (unsigned i = 0; i < 64; i++)
		try_arch(i);
	errno = 0;
	found = client_find(&t.map, asks, &c);
	must(found != -1 || errno == EPROTO, "another fault");
	if (found == 1)
		try_once(asks, &t.map, &c, name);
	met = lookup_met(&at, NULL);
	must(met.has_address && !met.has_mac, "another one was met");
	must(lookup(&t.map, 0, &met, name, &who, &disagree, &c) !=
	    LOOKUP_BAD_MAP, "a map that is good");
	must(!disagree, "a neighbour of nobody");
	try_view(NULL, name);
	must(answers_is_file(NULL, name) == 0, "a file of no map");
	must(answers_is_file(&t.map, name) != -1, "a map that is good");
	testmap_free(&t);
	return 0;
}
