/*
 * By the first line that shows it. Files from which other programs make those
 * of a DHCP server are known, to say where that one is.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdname.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/whose.h"

static const char nobodys[] = "not of dnsmasq, of dhcpd, of Kea, ethers(5) or "
    "a bootptab";

/* How a line of them begins, and what they are. */
static const struct {
	const char *begin, *is;
} others[] = {
	{ "config ", "OpenWrt's, UCI: import /var/etc/dnsmasq.conf.*, which it "
	    "makes of it" },
	{ "/ip ", "an export of MikroTik's RouterOS: write a line MAC NAME "
	    "ip=ADDRESS for each lease, and default for all others, see "
	    "clients(5)" },
	{ "service {", "of VyOS or EdgeOS: import the dhcpd.conf or "
	    "kea-dhcp4.conf that they make of it, in /run or /opt/vyatta/etc" },
	{ "dhcp-server {", "of VyOS or EdgeOS: import the dhcpd.conf or "
	    "kea-dhcp4.conf that they make of it, in /run or "
	    "/opt/vyatta/etc" },
	{ "set service dhcp-server", "of VyOS or EdgeOS: import the "
	    "dhcpd.conf or kea-dhcp4.conf that they make of it, in /run or "
	    "/opt/vyatta/etc" },
	{ "ip dhcp pool", "of a router: write a line MAC NAME ip=ADDRESS for "
	    "each client, and default for all others, see clients(5)" },
	{ "<network", "libvirt's: import NETWORK.conf and NETWORK.hostsfile "
	    "of /var/lib/libvirt/dnsmasq, which it makes of it" },
	{ "<domain", "libvirt's, of a machine: who boots what stands in that "
	    "of its network" },
	{ "<opnsense", "OPNsense's: import the dhcpd.conf or kea-dhcp4.conf "
	    "that it makes of it" },
	{ "<pfsense", "pfSense's: import the dhcpd.conf or kea-dhcp4.conf "
	    "that it makes of it" },
};

/* What a line of another program's shows it is; NULL: it shows nothing. */
static const char *
other_of_line(const char *line)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(line, others[i].begin,
		    strlen(others[i].begin)) == 0)
			return others[i].is;
	return NULL;
}

/* The format that a line with something in it shows; NULL: it shows none. */
static format *
format_of_line(const char *line)
{
	const size_t word = strcspn(line, " \t=:,;{\""),
	    end = strcspn(line, "#\n");
	unsigned char mac[6];
	char first[32];
	int is_set;

	if (*line == '{')
		return import_kea;
	snprintf(first, sizeof(first), "%.*s", (int)strcspn(line, " \t,"),
	    line);
	if (value_mac(first, mac) == 0)
		return strchr(line, ',') != NULL ? import_dnsmasq :
		    import_ethers;
	snprintf(first, sizeof(first), "%.*s", (int)word, line);
	is_set = word > 0 && line[word + strspn(line + word, " \t")] == '=';
	/* "group = dip" is dnsmasq's, "filename = "x";" is not. */
	if (dhcpd_knows(first) && (!is_set || memchr(line, ';', end) != NULL))
		return import_dhcpd;
	if (is_set)
		return import_dnsmasq;
	/* A line of a dhcp-hostsfile without a MAC address in front. */
	if (line[strcspn(line, ",={;\n")] == ',')
		return import_dnsmasq;
	/* "name:tag=value:tag=value:", and ".template:" alike. */
	return line[word] == ':' ? import_bootptab : NULL;
}

/* The bytes of a comment that others have, and ours have not. */
static size_t
foreign_comment(const char *text)
{
	const char *end = NULL;

	if (strncmp(text, "/*", 2) == 0)
		end = strstr(text + 2, "*/");
	else if (strncmp(text, "<!--", 4) == 0)
		end = strstr(text + 4, "-->");
	else if (strncmp(text, "<?", 2) == 0)
		end = strstr(text + 2, "?>");
	else if (strncmp(text, "//", 2) == 0)
		return strcspn(text, "\n");
	return end == NULL ? 0 : (size_t)(end - text) +
	    (*text == '<' && text[1] == '!' ? 3 : 2);
}

format *
whose_is(const char *text, const char **refused)
{
	format *f = NULL;
	const char *other = NULL;
	size_t n;

	*refused = nobodys;
	while (f == NULL && other == NULL && *text != '\0') {
		text += strspn(text, " \t\r\n");
		if ((n = foreign_comment(text)) > 0) {
			text += n;
			continue;
		}
		if (*text != '#' && (other = other_of_line(text)) == NULL)
			f = format_of_line(text);
		text += strcspn(text, "\n");
	}
	if (other != NULL)
		*refused = other;
	return other != NULL ? NULL : f;
}
