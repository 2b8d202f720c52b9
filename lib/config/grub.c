/*
 * Configuration for GRUB: a script. Each word of the map stands in single
 * quotes, where nothing is special but the quote itself.
 */
#include <stdio.h>
#include <string.h>

#include "config/configtext.h"
#include "map/kernel.h"
#include "map/loader.h"

/* n bytes in quotes; a quote among them stands outside, behind a backslash. */
static void
write_quoted(struct text *t, const char *s, size_t n)
{
	text_write(t, " '");
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\'')
			text_write(t, "'\\''");
		else
			text_write(t, "%c", s[i]);
	text_write(t, "'");
}

static int
write_taken(int taken, const char *path, struct text *t)
{
	if (taken == -1)
		return text_cannot(t, "GRUB cannot express a path that is too "
		    "long, or relative without an image");
	write_quoted(t, path, strlen(path));
	return 0;
}

/*
 * A path of ours, without a device: it is on $root, whence GRUB comes, by TFTP or
 * by HTTP. By HTTP GRUB asks for it as it is written.
 */
static int
write_own(int taken, const char *path, struct text *t)
{
	char base[WEBURL_BASE_SIZE], url[WEBURL_SIZE];
	struct append a = { .buf = url, .size = sizeof(url) };

	if (t->way->base == NULL || taken == -1)
		return write_taken(taken, path, t);
	text_base(t, base);
	append(&a, "%s", weburl_path(base));
	weburl_escape(&a, path);
	return write_taken(a.full ? -1 : 0, url, t);
}

static int
write_path(const struct client *c, const char *text, struct text *t)
{
	char path[CLIENT_PATH_SIZE];

	return write_own(text_path(c, text, path), path, t);
}

/*
 * GRUB's linux command puts a backslash before quotes and backslashes on the
 * way to the kernel (grub-core/lib/cmdline.c), so that they cannot be said.
 */
static int
write_one_kernel(const struct client *c, const char *indent, struct text *t)
{
	const size_t initrds = text_initrds(c);
	char path[CLIENT_PATH_SIZE], args[CONFIG_ARGS_SIZE];
	const char *word = args;

	if (config_is_wimboot(c)) {
		text_write(t, "%secho '%s%s is started by iPXE alone'\n"
		    "%ssleep --interruptible 60\n%sexit 1\n", indent,
		    c->image == NULL ? "wimboot" : "image ",
		    c->image == NULL ? "" : c->image, indent, indent);
		return 0;
	}
	if (config_args(c, t->way, args, &t->why) == -1)
		return -1;
	if (strpbrk(args, "'\"\\") != NULL)
		return text_cannot(t, "GRUB cannot express ', \" and \\ in "
		    "args=");
	text_write(t, "%slinux", indent);
	if (write_path(c, c->kernel, t) == -1)
		return -1;
	/* GRUB's own has colons, which who reads BOOTIF= takes as well. */
	if (config_bootif(c) == BOOTIF_OF_LOADER)
		text_write(t, " \"BOOTIF=01-$net_default_mac\"");
	while (*(word += strspn(word, " ")) != '\0') {
		size_t n = strcspn(word, " ");

		write_quoted(t, word, n);
		word += n;
	}
	text_write(t, "\n");
	for (size_t i = 0; i < initrds; i++) {
		text_write(t, "%s%s", i == 0 ? indent : "",
		    i == 0 ? "initrd" : "");
		if (write_own(text_initrd(c, i, path), path, t) == -1)
			return -1;
	}
	if (initrds > 0)
		text_write(t, "\n");
	return 0;
}

/* Whether GRUB runs on a machine of these archs. */
static void
write_machines(unsigned archs, struct text *t)
{
	const char *name;

	text_write(t, "if [");
	for (size_t i = 0; (name = text_machine_grub(archs, i)) != NULL; i++)
		text_write(t, "%s \"$grub_cpu%s\" = %s", i == 0 ? "" : " -o",
		    strchr(name, '-') == NULL ? "" : "-$grub_platform", name);
	text_write(t, " ]; then\n");
}

/*
 * What was loaded, if all of it was: after a failure GRUB goes on with the next
 * command, and would start a kernel without its initrd; at the end of the file it
 * would stay at its prompt. $? is the last command's, also that of an if.
 */
static void
write_boot(const char *indent, struct text *t)
{
	text_write(t, "%sif [ \"$?\" = 0 ]; then boot; fi\n"
	    "%secho '" RETRY_SAYS " (Esc: now).'\n"
	    "%ssleep --interruptible %d\n%sreboot\n", indent, indent, RETRY_S,
	    indent, RETRY_S, indent);
}

/*
 * The kernel of the machine that GRUB runs on. One without a kernel of its own
 * gets no other, is told so, and goes on to its disk.
 */
static int
write_kernel(const struct client *c, const char *indent, struct text *t)
{
	unsigned done = 0, archs;
	struct client as;

	if (!kernel_is_by_arch(c)) {
		if (write_one_kernel(c, indent, t) == -1)
			return -1;
		if (!config_is_wimboot(c))
			write_boot(indent, t);
		return 0;
	}
	while (kernel_next(c, &done, &as, &archs)) {
		text_write(t, "%s%s", indent, done == archs ? "" : "el");
		write_machines(archs, t);
		if (write_one_kernel(&as, "\t", t) == -1)
			return -1;
	}
	text_write(t, "%selse\n\techo '", indent);
	text_write_lack(c, t);
	text_write(t, "' \"$grub_cpu-$grub_platform\"\n"
	    "\tsleep --interruptible 60\n\texit 1\n%sfi\n", indent);
	write_boot(indent, t);
	return 0;
}

/* An image without a kernel: its loader, for each kind of EFI. */
static int
write_loaders(const struct client *c, struct text *t)
{
	char path[CLIENT_PATH_SIZE], address[INET_ADDRSTRLEN];
	char place[sizeof("(tftp,)") + INET_ADDRSTRLEN + CLIENT_PATH_SIZE];
	const char *file;
	int taken;

	for (size_t i = 0; i < EFI_BUILDS; i++) {
		file = loader_of_image(c, efi_builds[i].arch);
		if (file == NULL)
			continue;
		text_write(t, "\tif [ \"$grub_cpu-$grub_platform\" = %s ]; "
		    "then chainloader", efi_builds[i].grub);
		taken = text_loader(c, file, path, address);
		snprintf(place, sizeof(place), "(tftp,%s)%s", address,
		    taken == -1 ? "" : path);
		if ((address[0] != '\0' ? write_taken(taken, place, t) :
		    write_own(taken, path, t)) == -1)
			return -1;
		text_write(t, "; fi\n");
	}
	return 0;
}

static int
has_entry(const struct client *c)
{
	if (c->kernel != NULL)
		return 1;
	for (size_t i = 0; i < EFI_BUILDS; i++)
		if (loader_of_image(c, efi_builds[i].arch) != NULL)
			return 1;
	return 0;
}

/*
 * The disk. GRUB 2.06 cannot tell UEFI that it has failed, and after a
 * success firmware may show its setup and not try the next boot entry (OVMF
 * does); so the disk's own loader is started where one is found. It is told
 * its disk by $root. Newer ones take the 1 for a failure.
 */
static void
write_local(struct text *t)
{
	text_write(t, "for file in"
	    " /EFI/BOOT/BOOTX64.EFI /EFI/BOOT/BOOTAA64.EFI"
	    " /EFI/BOOT/BOOTIA32.EFI /EFI/Microsoft/Boot/bootmgfw.efi"
	    " /EFI/debian/shimx64.efi /EFI/ubuntu/shimx64.efi"
	    " /EFI/fedora/shimx64.efi /EFI/redhat/shimx64.efi; do\n"
	    "\tif search --no-floppy --set=root --file $file; then\n"
	    "\t\tif chainloader $file; then boot; fi\n"
	    "\tfi\n"
	    "done\n"
	    "exit 1\n");
}

static int
write_menu(const struct client *c, struct text *t)
{
	struct client entry;

	text_write(t, "set timeout=%d\nset default=0\n"
	    "menuentry 'local: boot from the disk' {\n", MENU_TIMEOUT_S);
	write_local(t);
	text_write(t, "}\n");
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;) {
		if (!has_entry(&entry))
			continue;
		text_write(t, "menuentry");
		write_quoted(t, entry.image, strlen(entry.image));
		text_write(t, " {\n");
		if ((entry.kernel != NULL ? write_kernel(&entry, "\t", t) :
		    write_loaders(&entry, t)) == -1)
			return -1;
		text_write(t, "}\n");
	}
	return 0;
}

int
render_grub(const struct client *c, struct text *t)
{
	if (c->menu)
		return write_menu(c, t);
	if (c->action == CLIENT_LOCAL) {
		write_local(t);
		return 0;
	}
	return write_kernel(c, "", t);
}
