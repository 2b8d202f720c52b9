/*
 * The compiled map's bytes as text: the other way round from mapword.
 */
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "map/answers.h"
#include "map/arch.h"
#include "map/uuid.h"
#include "mkbootroot/text/maptext.h"

/* "b8:27:eb", and ":*" for a prefix. */
static char *
octets_text(const unsigned char *o, size_t n, const char *end, char *buf,
    size_t size)
{
	struct append a = { .buf = buf, .size = size };
	size_t i;

	buf[0] = '\0';
	for (i = 0; i < n; i++)
		append(&a, "%s%02x", i == 0 ? "" : ":", o[i]);
	append(&a, "%s", end);
	return buf;
}

char *
key_text(const unsigned char *key, size_t key_n, char *buf, size_t size)
{
	unsigned char k[MAP_KEY_MAX];
	int n = map_key_bytes(key, key_n, k);

	switch (n == -1 ? 0 : key[0]) {
	case MAP_KEY_MAC:
	case MAP_KEY_CARD:
		return octets_text(k, 6, "", buf, size);
	case MAP_KEY_PREFIX:
		return octets_text(k, (size_t)n, ":*", buf, size);
	case MAP_KEY_UUID:
		return uuid_text(k, buf, size);
	case MAP_KEY_DEFAULT:
		snprintf(buf, size, "default");
		break;
	case MAP_KEY_IMAGE:
		snprintf(buf, size, "image %.*s", n, (const char *)k);
		break;
	case MAP_KEY_GROUP:
		snprintf(buf, size, "group %.*s", n, (const char *)k);
		break;
	case MAP_KEY_NET:
		snprintf(buf, size, "net %u.%u.%u.%u/%u", k[0], k[1], k[2],
		    k[3], k[4]);
		break;
	case MAP_KEY_REMAP:
		snprintf(buf, size, "remap");
		break;
	case MAP_KEY_NAME:
		snprintf(buf, size, "name:%.*s", n, (const char *)k);
		break;
	case MAP_KEY_ADDRESS:
		snprintf(buf, size, "ip=%u.%u.%u.%u", k[0], k[1], k[2], k[3]);
		break;
	default:
		snprintf(buf, size, "a key of no kind");
		break;
	}
	return buf;
}

/* NAME=TEXT, in quotes where the grammar would take it apart. */
static void
quoted(const char *name, const char *text, char *buf, size_t size)
{
	size_t at;

	if (text[0] != '\0' && text[strcspn(text, " \"\\")] == '\0') {
		snprintf(buf, size, "%s=%s", name, text);
		return;
	}
	at = (size_t)snprintf(buf, size, "%s=\"", name);
	for (; *text != '\0' && at + 4 < size; text++) {
		if (*text == '"' || *text == '\\')
			buf[at++] = '\\';
		buf[at++] = *text;
	}
	snprintf(buf + at, size - at, "\"");
}

static void
address(const char *name, const char *bytes, char *buf, size_t size)
{
	const unsigned char *a = (const unsigned char *)bytes;

	snprintf(buf, size, "%s=%u.%u.%u.%u", name, a[0], a[1], a[2], a[3]);
}

static void
lease(const char *bytes, char *buf, size_t size)
{
	static const struct {
		unsigned scale;
		const char *unit;
	} units[] = {
		{ 604800, "w" }, { 86400, "d" }, { 3600, "h" }, { 60, "m" },
		{ 1, "" }
	};
	const unsigned s = be32dec(bytes);
	size_t i = 0;

	while (i < 4 && (s == 0 || s % units[i].scale != 0))
		i++;
	snprintf(buf, size, "lease=%u%s", s / units[i].scale, units[i].unit);
}

/* The words whose value is a text; NULL: this field is none of them. */
static const char *
text_word(unsigned tag)
{
	switch (tag) {
	case FIELD_BOOT:
		return "boot";
	case FIELD_KERNEL:
		return "kernel";
	case FIELD_INITRD:
		return "initrd";
	case FIELD_ARGS:
		return "args";
	case FIELD_PRESEED:
		return "preseed";
	case FIELD_IPXE:
		return "ipxe";
	case FIELD_CLASS:
		return "class";
	case FIELD_CLASS_FILE:
		return "file";
	case FIELD_SERVERNAME:
		return "servername";
	case FIELD_HTTP:
		return "http";
	case FIELD_QUIRK:
		return "quirk";
	case FIELD_GROUP:
		return "group";
	case FIELD_FROM:
		return "from";
	case FIELD_TO:
		return "to";
	default:
		return NULL;
	}
}

char *
field_text(const struct field *f, char *buf, size_t size)
{
	char arch[16], word[32], mac[32];

	switch (f->tag) {
	case FIELD_NAME:
	case FIELD_RULE:
		snprintf(buf, size, "%s", f->text);
		break;
	case FIELD_LOCAL:
		snprintf(buf, size, "local");
		break;
	case FIELD_IGNORE:
		snprintf(buf, size, "ignore");
		break;
	case FIELD_ONCE:
		snprintf(buf, size, strcmp(f->text, MAP_ONCE_SENT) == 0 ?
		    "once=sent" : "once");
		break;
	case FIELD_FILE:
		quoted(arch_word(f->arch, arch, sizeof(arch)), f->text, buf,
		    size);
		break;
	case FIELD_IPXE_ARCH:
		snprintf(word, sizeof(word), "%s-ipxe", arch_word(f->arch, arch,
		    sizeof(arch)));
		quoted(word, f->text, buf, size);
		break;
	case FIELD_KERNEL_ARCH:
	case FIELD_INITRD_ARCH:
		snprintf(word, sizeof(word), "%s.%s", f->tag ==
		    FIELD_KERNEL_ARCH ? "kernel" : "initrd",
		    arch_word(f->arch, arch, sizeof(arch)));
		quoted(word, f->text, buf, size);
		break;
	case FIELD_GRUB:
		snprintf(buf, size, "%s GRUB without shim: %s",
		    arch_word(f->arch, arch, sizeof(arch)), f->text);
		break;
	case FIELD_ASKS:
		snprintf(buf, size, "%s asks %s for its files",
		    arch_word(f->arch, arch, sizeof(arch)),
		    strcmp(f->text, MAP_ASKS_DHCP) == 0 ?
		    "the DHCP server's host" :
		    "the server that dhcp-helper names");
		break;
	case FIELD_LOADS:
		snprintf(buf, size, "%s goes on by %s",
		    arch_word(f->arch, arch, sizeof(arch)),
		    strcmp(f->text, MAP_LOADS_HTTP) == 0 ?
		    "TFTP and by HTTP" : "TFTP alone");
		break;
	case FIELD_OWN_CONFIG:
		snprintf(buf, size, "boot configuration of its own");
		break;
	case FIELD_ANSWERS:
		/* Of which kind they are is not known before they are read. */
		quoted("answers", answers_take_folder(f->text) != NULL ?
		    answers_take_folder(f->text) :
		    f->text + (f->text[0] == ':'), buf, size);
		break;
	case FIELD_MEDIA:
		snprintf(buf, size, "medium %s", f->text);
		break;
	case FIELD_ARGS_ARCH:
		snprintf(buf, size, "%s args %s",
		    arch_word(f->arch, arch, sizeof(arch)), f->text);
		break;
	case FIELD_MBOOT:
		snprintf(buf, size, "mboot's %s, which is rewritten",
		    f->text);
		break;
	case FIELD_IP:
		address("ip", f->text, buf, size);
		break;
	case FIELD_SERVER:
		address("server", f->text, buf, size);
		break;
	case FIELD_ROUTER:
		address("router", f->text, buf, size);
		break;
	case FIELD_DNS:
		address("dns", f->text, buf, size);
		break;
	case FIELD_RANK_DELAY:
		snprintf(buf, size, "rank-delay=%ums", be32dec(f->text));
		break;
	case FIELD_LEASE:
		lease(f->text, buf, size);
		break;
	case FIELD_MAC:
		snprintf(buf, size, "mac=%s", octets_text(
		    (const unsigned char *)f->text, 6, "", mac, sizeof(mac)));
		break;
	default:
		if (text_word(f->tag) != NULL)
			quoted(text_word(f->tag), f->text, buf, size);
		else
			snprintf(buf, size, "field %u", f->tag);
	}
	return buf;
}
