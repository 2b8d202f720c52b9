/*
 * The boot file of a client: its archs in its order, the stage, and what it
 * can load at all. Pure.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "dhcp-helper/choose.h"
#include "map/arch.h"
#include "map/bootserver.h"
#include "map/bootword.h"
#include "map/loader.h"
#include "map/variable.h"
#include "map/vendorclass.h"
#include "map/weburl.h"

static int
has_file(const struct client *c, unsigned arch)
{
	return client_bootfile(c, arch, STAGE_ROM, NULL) != NULL;
}

/*
 * The archs to look for, at most MESSAGE_ARCH_MAX: those that were sent, or
 * what stands for them. A Raspberry Pi sends that of BIOS; a Pi 3 behind a
 * relay is known by nothing but its record, which has rpi= and no bios=.
 * U-Boot sends that of the machine, of BIOS on x86, or none; plain BOOTP
 * knows none, and was for PCs, and so is what has no other word for itself
 * than that of class=.
 */
static size_t
list_archs(const struct message *m, const struct decision *d,
    unsigned arch[MESSAGE_ARCH_MAX])
{
	const int bios = m->archs > 0 && m->arch[0] == ARCH_BIOS;

	if (m->is_pi || (bios && m->stage == STAGE_ROM &&
	    d->client.rule != RULE_DEFAULT &&
	    has_file(&d->client, ARCH_RPI) &&
	    !has_file(&d->client, ARCH_BIOS))) {
		arch[0] = ARCH_RPI;
		return 1;
	}
	if (m->class == CLASS_UBOOT &&
	    (m->archs == 0 || arch_canonical(m->arch[0]) != ARCH_UBOOT_HTTP)) {
		arch[0] = ARCH_UBOOT;
		return 1;
	}
	if (m->archs == 0 &&
	    (m->type == MESSAGE_BOOTP || m->class == CLASS_OTHER)) {
		arch[0] = ARCH_BIOS;
		return 1;
	}
	memcpy(arch, m->arch, m->archs * sizeof(arch[0]));
	/* Who says HTTPClient takes URLs alone, whatever its number is. */
	for (size_t i = 0; m->class == CLASS_HTTP &&
	    d->client.http != NULL && i < m->archs; i++)
		arch[i] = arch_by_http(arch_canonical(arch[i]));
	return m->archs;
}

/* Whether the client can do something with a path, or with this URL. */
static int
is_loadable(const struct message *m, const char *text)
{
	const int http = strncmp(text, "http://", 7) == 0;
	const int https = strncmp(text, "https://", 8) == 0;

	if (m->class == CLASS_HTTP)
		return http || https;
	if (m->stage != STAGE_IPXE)
		return 1;
	return (!http || message_ipxe_has(m, IPXE_HTTP)) &&
	    (!https || message_ipxe_has(m, IPXE_HTTPS));
}

/* What the URLs of the client's files begin with; 0: http= does not say so. */
static int
take_base(const struct decision *d, char base[WEBURL_BASE_SIZE])
{
	char server[INET_ADDRSTRLEN];

	if (d->client.http == NULL)
		return 0;
	weburl_base(&d->client, inet_ntop(AF_INET, &d->server, server,
	    sizeof(server)), base);
	return 1;
}

/*
 * Whether http= is for who asks: firmware of such an arch, and an iPXE that says
 * that it can.
 */
static int
is_by_http(const struct message *m, const struct decision *d, unsigned arch)
{
	char base[WEBURL_BASE_SIZE];

	if (!take_base(d, base))
		return 0;
	return m->stage == STAGE_IPXE ? message_ipxe_says(m,
	    weburl_is_plain(base) ? IPXE_HTTP : IPXE_HTTPS) :
	    arch_is_http(arch_canonical(arch));
}

/* A URL of the map with what its variables stand for. */
static enum silence
fill_url(const struct decision *d, const char *text,
    char url[CLIENT_PATH_SIZE])
{
	char server[INET_ADDRSTRLEN];
	const struct variable_values v = {&d->client, inet_ntop(AF_INET,
	    &d->server, server, sizeof(server)), NULL};
	enum variable_fault why;

	if (variable_fill_text(text, &v, url, CLIENT_PATH_SIZE, &why) == -1)
		return why == VARIABLE_IS_TOO_LONG ? SILENCE_BAD_PATH :
		    SILENCE_NO_VALUE;
	return strlen(url) > WEBURL_MAX ? SILENCE_BAD_PATH : SILENCE_NOT;
}

/*
 * Whether the client can do something with a text that names its file. One that cannot
 * be filled is told of where it is needed.
 */
static int
can_load(const struct message *m, const struct decision *d, const char *text)
{
	char url[CLIENT_PATH_SIZE];

	if (!client_is_url(text))
		return is_loadable(m, text);
	return fill_url(d, text, url) != SILENCE_NOT || is_loadable(m, url);
}

/* The text of the map that names the file for an arch; NULL: none. */
static const char *
file_text(const struct message *m, const struct decision *d, unsigned arch)
{
	const struct client *c = &d->client;
	const int by_http = is_by_http(m, d, arch);
	const char *text = m->stage == STAGE_IPXE ? loader_of_ipxe(c, arch,
	    by_http, NULL) : client_bootfile(c, arch, STAGE_ROM, NULL);

	/* The iPXE in some ROMs has no HTTP, and says so. */
	if (text != NULL && m->stage == STAGE_IPXE && !can_load(m, d, text))
		text = loader_without_ipxe_word(c, arch, by_http, NULL);
	if (text != NULL && by_http && !client_is_url(text))
		return text;	/* it becomes a URL */
	return text != NULL && can_load(m, d, text) ? text : NULL;
}

/* "01-52-54-00-12-34-56", the client's card as PXELINUX writes it. */
static void
name_card(const struct message *m, const char *before, const char *behind,
    char *buf, size_t size)
{
	snprintf(buf, size, "%s01-%02x-%02x-%02x-%02x-%02x-%02x%s", before,
	    m->mac[0], m->mac[1], m->mac[2], m->mac[3], m->mac[4], m->mac[5],
	    behind);
}

/*
 * Options 209 and 210 (RFC 5071): the configuration that is generated for
 * the client, under the name that tells tftpd who asks, and the folder of
 * the boot file, which the name is relative to. To PXELINUX, which cannot
 * ask for options, and to whoever asks, as U-Boot does. A folder that is a URL has
 * PXELINUX load all that comes by HTTP.
 */
static enum silence
name_config(const struct message *m, struct decision *d)
{
	char url[WEBURL_BASE_SIZE], folder[CLIENT_PATH_SIZE];
	const char *slash = strrchr(d->file, '/');
	const char *base = slash == NULL ? d->file : slash + 1;
	const int pxelinux = strstr(base, "pxelinux") != NULL;
	const int grub = arch_is_efi(d->arch) &&
	    strncmp(base, "syslinux", 8) != 0;
	const int generated = config_has(&d->client, grub ? CONFIG_GRUB :
	    CONFIG_PXELINUX, 0);
	const int by_http = loader_has_http(&d->client, d->file) &&
	    take_base(d, url);

	if (m->stage == STAGE_IPXE)
		return SILENCE_NOT;
	if (by_http || (slash != NULL && (message_requests(m,
	    OPTION_PATH_PREFIX) || (pxelinux && generated))))
		snprintf(d->prefix, sizeof(d->prefix), "%.*s",
		    (int)(base - d->file), d->file);
	if (by_http) {
		snprintf(folder, sizeof(folder), "%s", d->prefix);
		if (weburl(url, folder, d->prefix, sizeof(d->prefix)) == -1)
			return SILENCE_BAD_PATH;
	}
	if (!generated || !m->has_mac ||
	    !(pxelinux || message_requests(m, OPTION_CONFIG_FILE)))
		return SILENCE_NOT;
	name_card(m, grub ? "grub.cfg-" : "pxelinux.cfg/", "",
	    d->config_file, sizeof(d->config_file));
	return SILENCE_NOT;
}

/* The path that was chosen, as a URL. */
static enum silence
name_url(struct decision *d)
{
	char base[WEBURL_BASE_SIZE], path[CLIENT_PATH_SIZE];

	snprintf(path, sizeof(path), "%s", d->file);
	return take_base(d, base) && weburl(base, path, d->file,
	    sizeof(d->file)) == 0 ? SILENCE_NOT : SILENCE_BAD_PATH;
}

/*
 * The file, from the boot root or on a server of its own. What iPXE is to load
 * by a URL stays one.
 */
static enum silence
name_file(const struct message *m, struct decision *d, const char *text)
{
	const char *name;

	if ((m->stage == STAGE_ROM ||
	    text != bootword_ipxe(&d->client, d->arch, NULL)) &&
	    bootserver_take(text, &d->server, &name)) {
		d->is_elsewhere = 1;
		snprintf(d->file, sizeof(d->file), "%s", name);
		return SILENCE_NOT;
	}
	if (client_is_url(text))
		return fill_url(d, text, d->file);
	if (client_path(&d->client, text, d->file, sizeof(d->file)) == -1)
		return SILENCE_BAD_PATH;
	/*
	 * The generated script under a name with the client's MAC: it is the
	 * first file that such a client asks for, and then no neighbour table
	 * says yet who has its address. A relay's clients never come into
	 * ours.
	 */
	if (strcmp(text, LOADER_SCRIPT) == 0 && m->has_mac)
		name_card(m, "", ".ipxe", d->file, sizeof(d->file));
	if (is_by_http(m, d, d->arch) && !(m->stage == STAGE_IPXE &&
	    loader_stays_tftp(&d->client, d->arch, text)))
		return name_url(d);
	return name_config(m, d);
}

/*
 * What file= says to the vendor class of a client, for its firmware: as
 * bootword_file(). By HTTP nothing is loaded but URLs of the arch.
 */
static const char *
class_text(const struct message *m, const struct client *c)
{
	const unsigned char *p;
	struct vendorclass v;
	size_t n;

	if (m->stage != STAGE_ROM || m->class == CLASS_HTTP ||
	    (p = message_option(m, OPTION_VENDOR_CLASS, &n)) == NULL ||
	    !vendorclass_find(c, p, n, &v))
		return NULL;
	return v.file;
}

/*
 * Why there is none: the map says so of one of the archs, or what it has for one
 * could not go on by HTTP; or who is to boot its disk needs none.
 */
static enum silence
without_file(const struct message *m, const struct decision *d,
    const unsigned *arch, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (loader_is_none(&d->client, arch[i], m->stage))
			return SILENCE_NONE_BY_MAP;
	for (size_t i = 0; i < n; i++)
		if (m->stage == STAGE_ROM &&
		    loader_lacks_http(&d->client, arch[i]))
			return SILENCE_LOADER_WITHOUT_HTTP;
	return d->client.action == CLIENT_LOCAL ? SILENCE_LOCAL :
	    n == 0 ? SILENCE_NO_ARCH : SILENCE_NO_LOADER_FOR_ARCH;
}

enum silence
choose_file(const struct message *m, struct decision *d)
{
	unsigned arch[MESSAGE_ARCH_MAX];
	const char *text, *of_class = class_text(m, &d->client);
	size_t i, n = list_archs(m, d, arch);

	if (of_class != NULL && (n == 0 ||
	    loader_is_of_class(&d->client, arch[0], of_class)))
		return bootword_is_none(of_class) ? SILENCE_NONE_BY_MAP :
		    name_file(m, d, of_class);
	if (n == 0)
		return without_file(m, d, arch, n);
	d->has_arch = 1;
	d->arch = arch_canonical(arch[0]);
	for (i = 0; i < n; i++) {
		if ((text = file_text(m, d, arch[i])) == NULL)
			continue;
		d->arch = arch_canonical(arch[i]);
		return name_file(m, d, text);
	}
	return without_file(m, d, arch, n);
}
