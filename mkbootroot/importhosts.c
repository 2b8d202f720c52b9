/*
 * Whose file it is, and what it says.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "foreign/dhcpdname.h"
#include "hardware.h"
#include "imported.h"
#include "importhosts.h"
#include "system.h"
#include "textfile.h"

typedef void format(struct imported *im, char *text, size_t n);

/* The format that a line with something in it shows; NULL: it shows none. */
static format *
format_of_line(const char *line)
{
	const size_t word = strcspn(line, " \t=:,;{\"");
	unsigned char mac[6];
	char first[32];

	snprintf(first, sizeof(first), "%.*s", (int)strcspn(line, " \t,"),
	    line);
	if (value_mac(first, mac) == 0)
		return strchr(line, ',') != NULL ? import_dnsmasq :
		    import_ethers;
	if (word > 0 && line[word + strspn(line + word, " \t")] == '=')
		return import_dnsmasq;
	snprintf(first, sizeof(first), "%.*s", (int)word, line);
	if (dhcpd_knows(first))
		return import_dhcpd;
	/* A line of a dhcp-hostsfile without a MAC address in front. */
	if (line[strcspn(line, ",={;\n")] == ',')
		return import_dnsmasq;
	/* "name:tag=value:tag=value:", and ".template:" alike. */
	return line[word] == ':' ? import_bootptab : NULL;
}

/* By the first line that shows it. */
static format *
format_of(const char *text)
{
	format *f = NULL;

	while (f == NULL && *text != '\0') {
		text += strspn(text, " \t\r");
		if (*text != '#')
			f = format_of_line(text);
		text += strcspn(text, "\n");
		text += strspn(text, "\n");
	}
	return f;
}

int
import_hosts(const char *path, const char *root)
{
	struct imported im = { .root = root };
	format *read_it;
	char *text;
	size_t n;
	int code;

	if ((text = textfile_read(path, &n)) == NULL)
		return system_say("cannot read", textfile_name(path));
	if ((read_it = format_of(text)) == NULL) {
		warnx("cannot read %s: it is not of dnsmasq, of dhcpd, "
		    "ethers(5) or a bootptab", textfile_name(path));
		free(text);
		return 1;
	}
	read_it(&im, text, n);
	imported_check(&im);
	if (!im.no_memory && imported_images(&im) == -1)
		system_say("cannot read", root);
	if (im.no_memory) {
		warnx("cannot keep %s: %s", textfile_name(path),
		    strerror(ENOMEM));
		code = 111;
	} else {
		imported_print(&im, stdout);
		mistakes_print(&im.mistakes, textfile_name(path), 1, stderr);
		code = im.mistakes.errors > 0;
	}
	imported_free(&im);
	free(text);
	return code;
}
