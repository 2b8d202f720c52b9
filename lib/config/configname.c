/*
 * The names under which loaders ask for their configuration.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "config/config.h"
#include "config/mboot.h"
#include "map/loader.h"

static int
is_hex(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isxdigit((unsigned char)s[i]))
			return 0;
	return 1;
}

/* "01-52-54-00-12-34-56": the hardware type and the address. */
static int
is_mac_name(const char *s)
{
	if (strlen(s) != 20)
		return 0;
	for (size_t i = 0; i < 20; i++)
		if (i % 3 == 2 ? s[i] != '-' : !is_hex(s + i, 1))
			return 0;
	return 1;
}

static int
is_uuid_name(const char *s)
{
	if (strlen(s) != 36)
		return 0;
	for (size_t i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s[i] != '-' :
		    !is_hex(s + i, 1))
			return 0;
	return 1;
}

/*
 * What PXELINUX and syslinux.efi ask for, in this order: the UUID, the MAC,
 * the IPv4 address in hexadecimal and shorter and shorter, default.
 */
static int
is_pxelinux_name(const char *s)
{
	size_t n = strlen(s);

	return is_uuid_name(s) || is_mac_name(s) ||
	    (n >= 1 && n <= 8 && is_hex(s, n)) || strcmp(s, "default") == 0;
}

static int
is_ipxe_name(const struct client *c, const char *base)
{
	size_t n = strlen(base), stem;
	char name[MAP_NAME_MAX + 1];

	if (n < 5 || strcasecmp(base + n - 5, ".ipxe") != 0)
		return 0;
	stem = n - 5;
	if (stem == 0 || stem >= sizeof(name))
		return 0;
	memcpy(name, base, stem);
	name[stem] = '\0';
	return strcmp(name, "boot") == 0 || is_mac_name(name) ||
	    (c->name != NULL && strcmp(name, c->name) == 0);
}

/*
 * Where GRUB has its configuration: in a folder "grub", or beside itself where
 * removable media have it (EFI/BOOT, EFI/fedora).
 */
static int
is_grub_folder(const char *name, size_t n)
{
	if (n == 0 || (n > 4 && strncasecmp(name, "efi/", 4) == 0 &&
	    memchr(name + 4, '/', n - 4) == NULL))
		return 1;
	return n >= 4 && memcmp(name + n - 4, "grub", 4) == 0 &&
	    (n == 4 || name[n - 5] == '/');
}

/* The language of a name, whoever asks. */
static enum config_language
language_of_name(const struct client *c, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *base = slash == NULL ? name : slash + 1;
	size_t n = slash == NULL ? 0 : (size_t)(slash - name), image_n;

	/* The folder without the image's: n bytes of name. */
	image_n = c->image == NULL ? 0 : strlen(c->image);
	if (image_n > 0 && n >= image_n &&
	    memcmp(name, c->image, image_n) == 0 &&
	    (n == image_n || name[image_n] == '/')) {
		name += image_n + (n > image_n);
		n -= image_n + (n > image_n);
	}
	if (n >= 12 && memcmp(name + n - 12, "pxelinux.cfg", 12) == 0 &&
	    (n == 12 || name[n - 13] == '/'))
		return is_pxelinux_name(base) ? CONFIG_PXELINUX : CONFIG_NONE;
	if (strncmp(base, "grub.cfg-", 9) == 0)
		return CONFIG_GRUB;
	if (strcmp(base, "grub.cfg") == 0 && is_grub_folder(name, n))
		return CONFIG_GRUB;
	return is_ipxe_name(c, base) ? CONFIG_IPXE : CONFIG_NONE;
}

/*
 * "IMAGE/.../pxelinux.cfg/default" of an image that the menu can only hand
 * over to its own configuration. A PXELINUX that starts asks for the client's
 * own names first, and gets the menu.
 */
static int
is_of_menu(const struct client *c, const char *name)
{
	const char *slash = strrchr(name, '/');
	struct client entry;
	size_t n;

	if (slash == NULL || strcmp(slash, "/default") != 0)
		return 0;
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;) {
		n = strlen(entry.image);
		if (entry.kernel == NULL &&
		    strncmp(name, entry.image, n) == 0 && name[n] == '/')
			return 1;
	}
	return 0;
}

enum config_language
config_for_name(const struct client *c, const char *name, int by_http)
{
	enum config_language l = language_of_name(c, name);
	struct client as;
	const char *file;

	if (mboot_client(c, name, &as, &file))
		return CONFIG_MBOOT;
	if (l == CONFIG_PXELINUX && c->menu && is_of_menu(c, name))
		return CONFIG_NONE;
	/* Its own configuration is what the image's GRUB is to see. */
	if (l == CONFIG_GRUB && c->kernel == NULL &&
	    loader_is_beside_exchanged(c, name, by_http))
		return CONFIG_NONE;
	return config_has(c, l, by_http) ? l : CONFIG_NONE;
}
