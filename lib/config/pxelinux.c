/*
 * Configuration for PXELINUX and syslinux.efi. They read lines and know no
 * quotes: an argument list is the rest of its line, a name ends at a blank,
 * and INITRD takes a list with commas.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config/configtext.h"
#include "map/arch.h"
#include "map/kernel.h"
#include "map/loader.h"

/*
 * PXELINUX keeps names of up to 255 bytes, and lines of up to 4095: what is
 * behind that would be the next line. Seven names fit.
 */
#define NAME_MAX_PXELINUX 255

static int
check_path(int taken, const char *path, struct text *t)
{
	if (taken == -1 || strlen(path) > NAME_MAX_PXELINUX - 2)
		return text_cannot(t, "PXELINUX cannot express a path of more "
		    "than 253 bytes");
	for (const char *p = path; *p != '\0'; p++)
		if (!isgraph((unsigned char)*p) || *p == ',')
			return text_cannot(t, "PXELINUX cannot express a path "
			    "with a blank, a comma or a character beyond "
			    "ASCII");
	return 0;
}

/*
 * PXELINUX puts the folder that it was loaded from before each name, even
 * before one that begins with a slash. "::" in front takes that back, and
 * means our server, by TFTP; a URL is a name of its own. U-Boot puts its boot
 * file's folder there as well, and takes what is before a colon for a server; of
 * "folder//path" we know what is meant (oddname.h).
 */
static int
write_own(const char *path, struct text *t)
{
	char base[WEBURL_BASE_SIZE], url[NAME_MAX_PXELINUX + 1];
	struct append a = { .buf = url, .size = sizeof(url) };

	if (t->way->base == NULL) {
		text_write(t, "%s%s", t->is_uboots ? "" : "::", path);
		return 0;
	}
	text_base(t, base);
	append(&a, "%s", base);
	weburl_escape(&a, path);
	if (a.full)
		return text_cannot(t, "PXELINUX cannot express a URL of more "
		    "than 255 bytes");
	text_write(t, "%s", url);
	return 0;
}

static int
take_path(const struct client *c, const char *text, struct text *t,
    char buf[CLIENT_PATH_SIZE])
{
	return check_path(text_path(c, text, buf), buf, t);
}

/* PXELINUX passes blanks over, and "APPEND -" says that there is nothing. */
static int
is_lone_dash(const char *args)
{
	args += strspn(args, " ");
	return args[0] == '-' && args[1 + strspn(args + 1, " ")] == '\0';
}

static int
write_one_kernel(const struct client *c, struct text *t)
{
	const size_t initrds = text_initrds(c);
	char path[CLIENT_PATH_SIZE], args[CONFIG_ARGS_SIZE];

	if (config_args(c, t->way, args, &t->why) == -1)
		return -1;
	if (is_lone_dash(c->args))
		return text_cannot(t, "PXELINUX cannot express \"-\" as a word "
		    "of args=");
	if (take_path(c, c->kernel, t, path) == -1)
		return -1;
	text_write(t, "LINUX ");
	if (write_own(path, t) == -1)
		return -1;
	text_write(t, "\n");
	for (size_t i = 0; i < initrds; i++) {
		if (check_path(text_initrd(c, i, path), path, t) == -1)
			return -1;
		text_write(t, "%s", i == 0 ? "INITRD " : ",");
		if (write_own(path, t) == -1)
			return -1;
		text_write(t, "%s", i + 1 == initrds ? "\n" : "");
	}
	if (args[0] != '\0')
		text_write(t, "APPEND %s\n", args);
	if (config_bootif(c) == BOOTIF_OF_LOADER)
		text_write(t, "IPAPPEND 2\n");
	return 0;
}

/* A label that boots nothing, and goes on to the next boot device. */
static void
write_none(const struct client *c, const char *why, struct text *t)
{
	text_write(t, "SAY %s%s %s\nLOCALBOOT -1\n", c->image == NULL ?
	    "the line" : "image ", c->image == NULL ? "" : c->image, why);
}

/* Whether a label is as if it had only the second of two kernels. */
static int
replaces(const struct client *first, const struct client *second)
{
	return (text_initrds(first) == 0 || text_initrds(second) > 0) &&
	    config_bootif(first) == config_bootif(second);
}

/*
 * What U-Boot reads of a label, and PXELINUX reads as well and then replaces by what
 * stands behind it. For U-Boot a word that it does not know ends the label, and what
 * follows is ignored up to the next LABEL (boot/pxe_utils.c: parse_label(),
 * parse_pxefile_top()). PXELINUX goes on in the label (com32/elflink/ldlinux/
 * readconfig.c), and "IMPLICIT 1" is what it does anyway. U-Boot passes over a label
 * without a kernel.
 */
static int
write_uboot(const struct client *c, const struct client *x86, struct text *t)
{
	t->is_uboots = 1;
	if (c->kernel != NULL && (x86 == NULL || replaces(c, x86)) &&
	    write_one_kernel(c, t) == -1)
		return -1;
	t->is_uboots = 0;
	if (x86 != NULL)
		text_write(t, "IMPLICIT 1\n");
	else if (c->kernel == NULL)
		write_none(c, "has no kernel for x86", t);
	return 0;
}

int
config_has_uboot(const struct client *c)
{
	struct client x86 = *c, other;
	const int has_x86 = kernel_is_by_arch(c) && config_x86(c, &x86);

	return kernel_is_by_arch(c) && !config_is_wimboot(has_x86 ? &x86 : c) &&
	    config_uboot(c, &other) != 0 && other.kernel != NULL &&
	    (!has_x86 || replaces(&other, &x86));
}

static int
write_kernel(const struct client *c, struct text *t)
{
	struct client x86 = *c, other;
	const int by_arch = kernel_is_by_arch(c);
	const int has_x86 = !by_arch || config_x86(c, &x86);
	const unsigned others = by_arch ? config_uboot(c, &other) : 0;

	if (config_is_wimboot(has_x86 ? &x86 : c)) {
		write_none(c, "is started by iPXE alone", t);
		return 0;
	}
	/* An image without a kernel for x86 is for U-Boot alone. */
	if (others != 0 && write_uboot(&other, has_x86 ? &x86 : NULL, t) == -1)
		return -1;
	if (others == 0 && !has_x86)
		write_none(c, "has no kernel for x86", t);
	return has_x86 ? write_one_kernel(&x86, t) : 0;
}

/* "ADDRESS::" in front of a name is another server; "": ours. */
static int
write_place(const char *address, const char *path, struct text *t)
{
	if (address[0] == '\0')
		return write_own(path, t);
	text_write(t, "%s::%s", address, path);
	return 0;
}

/*
 * An image without a kernel. Another PXELINUX would ask for this very text
 * again; so its configuration is read by the one that runs.
 */
static int
write_loader(const struct client *c, const char *file, struct text *t)
{
	char path[CLIENT_PATH_SIZE], address[INET_ADDRSTRLEN];
	char config[CLIENT_PATH_SIZE + sizeof("pxelinux.cfg/default")];
	int folder;

	if (check_path(text_loader(c, file, path, address), path, t) == -1)
		return -1;
	text_write(t, "%s ", loader_is_pxelinux(file) ? "CONFIG" : "PXE");
	if (!loader_is_pxelinux(file)) {
		if (write_place(address, path, t) == -1)
			return -1;
		text_write(t, "\n");
		return 0;
	}
	folder = (int)(strrchr(path, '/') + 1 - path);
	snprintf(config, sizeof(config), "%.*spxelinux.cfg/default", folder,
	    path);
	path[folder] = '\0';
	if (write_place(address, config, t) == -1)
		return -1;
	text_write(t, "\nAPPEND ");
	if (write_place(address, path, t) == -1)
		return -1;
	text_write(t, "\n");
	return 0;
}

/* Whether an image of the menu can be booted by PXELINUX. */
static int
has_entry(const struct client *c)
{
	return c->kernel != NULL || loader_of_image(c, ARCH_BIOS) != NULL;
}

/*
 * The menu is a list and a prompt, which needs no further module. Its labels
 * are numbers, so that no image's name can be that of the disk. U-Boot knows no SAY: it
 * shows what MENU LABEL says, behind numbers of its own, which PXELINUX only keeps
 * for menu.c32.
 */
static int
write_menu(const struct client *c, struct text *t)
{
	struct client entry;
	unsigned n = 0;

	text_write(t, "DEFAULT 0\nPROMPT 1\nTIMEOUT %d\n"
	    "SAY   0  local: boot from the disk\n", MENU_TIMEOUT_S * 10);
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;)
		if (has_entry(&entry))
			text_write(t, "SAY %3u  %s\n", ++n, entry.image);
	text_write(t, "SAY Type a number; in %d seconds it is 0.\n"
	    "LABEL 0\nMENU LABEL local: boot from the disk\nLOCALBOOT 0\n",
	    MENU_TIMEOUT_S);
	n = 0;
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;) {
		if (!has_entry(&entry))
			continue;
		text_write(t, "LABEL %u\nMENU LABEL %s\n", ++n, entry.image);
		if ((entry.kernel != NULL ? write_kernel(&entry, t) :
		    write_loader(&entry, loader_of_image(&entry, ARCH_BIOS),
		    t)) == -1)
			return -1;
	}
	return 0;
}

int
render_pxelinux(const struct client *c, struct text *t)
{
	if (c->menu)
		return write_menu(c, t);
	text_write(t, "DEFAULT boot\nPROMPT 0\n");
	if (c->action == CLIENT_LOCAL) {
		text_write(t, "LABEL boot\nLOCALBOOT 0\n");
		return 0;
	}
	/* Of the prompt behind a failure (ldlinux.c: enter_cmdline()); U-Boot
	   has none with PROMPT 0. */
	text_write(t, "TIMEOUT %d\nLABEL boot\n", RETRY_S * 10);
	return write_kernel(c, t);
}
