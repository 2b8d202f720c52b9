/*
 * The text of the map that was chosen, and what it becomes in the answer: a path,
 * a URL, a file on a server of its own; with PXELINUX's and U-Boot's configuration.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "dhcp-helper/bootname.h"
#include "map/arch.h"
#include "map/bootserver.h"
#include "map/bootword.h"
#include "map/loader.h"
#include "map/variable.h"
#include "map/weburl.h"

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

int
bootname_is_by_http(const struct message *m, const struct decision *d,
    unsigned arch)
{
	char base[WEBURL_BASE_SIZE];

	if (!take_base(d, base))
		return 0;
	return m->stage == STAGE_IPXE ? message_ipxe_says(m,
	    weburl_is_plain(base) ? IPXE_HTTP : IPXE_HTTPS) :
	    arch_is_http(arch_canonical(arch));
}

enum silence
bootname_fill(const struct decision *d, const char *text,
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

enum silence
bootname_take(const struct message *m, struct decision *d, const char *text)
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
		return bootname_fill(d, text, d->file);
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
	if (bootname_is_by_http(m, d, d->arch) && !(m->stage == STAGE_IPXE &&
	    loader_stays_tftp(&d->client, d->arch, text)))
		return name_url(d);
	return name_config(m, d);
}
