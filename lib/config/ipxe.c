/*
 * Scripts for iPXE, which knows no quotes: a line is cut at blanks, ${...} in
 * a word is replaced, a word that begins with # begins a comment, and the
 * words ; && || end a command. A backslash before the line's end takes the
 * next line in.
 */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "config/configtext.h"
#include "file/lastpart.h"
#include "map/arch.h"
#include "map/kernel.h"
#include "map/loader.h"

/* A path is a URI to iPXE. */
static int
write_taken(int taken, const char *path, struct text *t)
{
	if (taken == -1)
		return text_cannot(t, "iPXE cannot express a path that is too "
		    "long, or relative without an image");
	weburl_escape(&t->out, path);
	return 0;
}

/*
 * A path of ours. iPXE takes its server and its protocol from the script's own
 * URL; only a path that ours are beneath has to be said.
 */
static int
write_own(int taken, const char *path, struct text *t)
{
	char base[WEBURL_BASE_SIZE];

	text_base(t, base);
	if (*weburl_path(base) != '\0')
		text_write(t, "%s", base);
	return write_taken(taken, path, t);
}

static int
write_path(const struct client *c, const char *text, struct text *t)
{
	char path[CLIENT_PATH_SIZE];

	return write_own(text_path(c, text, path), path, t);
}

/* Whether iPXE's shell would take a word of these for its own. */
static int
has_operator(const char *args)
{
	static const char *const operators[] = {";", "&&", "||"};

	while (*(args += strspn(args, " ")) != '\0') {
		size_t n = strcspn(args, " ");

		if (*args == '#')
			return 1;
		for (size_t i = 0; i < 3; i++)
			if (n == strlen(operators[i]) &&
			    memcmp(args, operators[i], n) == 0)
				return 1;
		args += n;
	}
	return 0;
}

static int
check_args(const char *args, struct text *t)
{
	const size_t n = strlen(args);

	if (strstr(args, "${") != NULL || has_operator(args))
		return text_cannot(t, "iPXE cannot express ${, ;, || and &&, "
		    "nor a word that begins with #, in args=");
	if (n > 0 && args[n - 1] == '\\')
		return text_cannot(t, "iPXE cannot express \\ at the end of "
		    "args=");
	/* The words are joined with one blank each. */
	if (strchr(args, '"') != NULL && strstr(args, "  ") != NULL)
		return text_cannot(t, "iPXE cannot express \" together with "
		    "two blanks in args=");
	return 0;
}

/*
 * The name that wimboot looks for: under BIOS it has the word behind the URL, under
 * EFI the name of iPXE's image.
 */
static const char *
wimboot_name(const char *path)
{
	const char *name = last_part(path);

	return strcasecmp(name, "bcd") == 0 ? "BCD" : name;
}

/* Behind each command of a kernel's: without it the script would end there. */
#define OR_FAILED " || goto failed\n"

/*
 * The initrd= arguments are needed by kernels started through EFI, and do no
 * harm elsewhere.
 */
static int
write_one_kernel(const struct client *c, struct text *t)
{
	const size_t initrds = text_initrds(c);
	const int wimboot = config_is_wimboot(c);
	char path[CLIENT_PATH_SIZE], args[CONFIG_ARGS_SIZE];
	int taken;

	if (config_args(c, t->way, args, &t->why) == -1 ||
	    check_args(args, t) == -1)
		return -1;
	text_write(t, "kernel ");
	if (write_path(c, c->kernel, t) == -1)
		return -1;
	for (size_t i = 0; i < initrds && !wimboot; i++)
		text_write(t, " initrd=initrd%zu", i);
	text_write(t, "%s%s%s" OR_FAILED, config_bootif(c) == BOOTIF_OF_LOADER ?
	    " BOOTIF=01-${netX/mac:hexhyp}" : "", args[0] == '\0' ? "" : " ",
	    args);
	for (size_t i = 0; i < initrds; i++) {
		path[0] = '\0';
		taken = text_initrd(c, i, path);
		if (wimboot)
			text_write(t, "initrd --name %s ", wimboot_name(path));
		else
			text_write(t, "initrd --name initrd%zu ", i);
		if (write_own(taken, path, t) == -1)
			return -1;
		if (wimboot)
			text_write(t, " %s", wimboot_name(path));
		text_write(t, OR_FAILED);
	}
	text_write(t, "boot" OR_FAILED);
	return 0;
}

/*
 * Where the commands of all kernels go when they fail. Ctrl-C ends the wait. An
 * iPXE that cannot start its machine anew goes on to the next boot device.
 */
static void
write_failed(struct text *t)
{
	text_write(t, ":failed\necho " RETRY_SAYS "\nsleep %d ||\n"
	    "reboot ||\nexit 1\n", RETRY_S, RETRY_S);
}

/* Goes to a label on a machine of these archs. */
static void
write_machines(unsigned archs, unsigned entry, unsigned n, struct text *t)
{
	const char *name;

	for (size_t i = 0; (name = text_machine_ipxe(archs, i)) != NULL; i++)
		text_write(t, "iseq ${buildarch}%s %s && goto %u.%u ||\n",
		    strchr(name, '-') == NULL ? "" : "-${platform}", name,
		    entry, n);
}

/*
 * The kernel of the machine that iPXE is built for, behind a label of its own; one
 * that has none gets no other, and goes on to its disk. entry is the number in a
 * menu.
 */
static int
write_kernel(const struct client *c, unsigned entry, struct text *t)
{
	unsigned done = 0, archs, n = 0;
	struct client as;

	if (!kernel_is_by_arch(c))
		return write_one_kernel(c, t);
	while (kernel_next(c, &done, &as, &archs))
		write_machines(archs, entry, n++, t);
	text_write(t, "echo ");
	text_write_lack(c, t);
	text_write(t, " ${buildarch}-${platform}\nsleep 60\nexit 1\n");
	for (done = n = 0; kernel_next(c, &done, &as, &archs); n++) {
		text_write(t, ":%u.%u\n", entry, n);
		if (write_one_kernel(&as, t) == -1)
			return -1;
	}
	return 0;
}

/*
 * Starts a program where iPXE is built for its machine; NULL: there is none.
 * One of another server goes on to ask that one. Once next-server is set, iPXE
 * takes a path for one by TFTP: by HTTP the URL is whole. An mboot that iPXE has loaded
 * by HTTP does not know whence (VMware's mboot.c), and is told its configuration.
 */
static int
write_chain(const struct client *c, const char *build, const char *file,
    struct text *t)
{
	char path[CLIENT_PATH_SIZE], address[INET_ADDRSTRLEN];
	char base[WEBURL_BASE_SIZE];
	struct field f;
	int taken;

	if (file == NULL)
		return 0;
	taken = text_loader(c, file, path, address);
	text_write(t, "iseq ${buildarch}-${platform} %s && ", build);
	if (address[0] != '\0')
		text_write(t, "set netX/next-server %s && ", address);
	text_base(t, base);
	text_write(t, "chain %s%s", address[0] == '\0' ? base : "tftp://",
	    address);
	if (write_taken(taken, path, t) == -1)
		return -1;
	if (base[0] != '\0' && record_field(&c->image_record, FIELD_MBOOT,
	    &f)) {
		text_write(t, " -c %s", base);
		if (write_taken(text_path(c, "boot.cfg", path), path, t) == -1)
			return -1;
	}
	text_write(t, " ||\n");
	return 0;
}

/*
 * A record without a kernel: the script starts the image's loader. The
 * server is set first, because iPXE hands its own settings on to the loader
 * as the DHCP server's ACK, which would name the DHCP server. By HTTP we may
 * have been asked through a proxy, which has no TFTP.
 */
static int
write_chains(const struct client *c, struct text *t)
{
	char server[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &c->server, server, sizeof(server));
	text_write(t, "set netX/next-server %s\n", t->way->base != NULL &&
	    c->has_server ? server : t->way->server);
	for (size_t i = 0; i < EFI_BUILDS; i++)
		if (write_chain(c, efi_builds[i].ipxe,
		    loader_under_ipxe(c, efi_builds[i].arch), t) == -1)
			return -1;
	return 0;
}

/* The same for an image of the menu, and with its loader for BIOS. */
static int
write_loaders(const struct client *c, struct text *t)
{
	const char *bios = loader_of_image(c, ARCH_BIOS);

	return write_chain(c, "i386-pcbios", bios, t) == -1 ||
	    write_chain(c, "x86_64-pcbios", bios, t) == -1 ? -1 :
	    write_chains(c, t);
}

/*
 * UEFI goes on to the next boot entry after a failure; after a success it
 * would show its setup. BIOS cannot be trusted to go on.
 */
static void
write_local(struct text *t)
{
	text_write(t, "iseq ${platform} efi && exit 1 ||\n"
	    "sanboot --no-describe --drive 0x80 ||\nexit 1\n");
}

static int
has_entry(const struct client *c)
{
	int has = c->kernel != NULL || loader_of_image(c, ARCH_BIOS) != NULL;

	for (size_t i = 0; i < EFI_BUILDS; i++)
		has |= loader_under_ipxe(c, efi_builds[i].arch) != NULL;
	return has;
}

/* An iPXE that is built without menus fails here, and the disk is next. */
static int
write_menu(const struct client *c, struct text *t)
{
	struct client entry;
	unsigned n = 0;

	text_write(t, "menu Boot\nitem 0 local: boot from the disk\n");
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;)
		if (has_entry(&entry))
			text_write(t, "item %u %s\n", ++n, entry.image);
	text_write(t, "choose --timeout %d --default 0 number || goto 0\n"
	    "goto ${number}\n:0\n", MENU_TIMEOUT_S * 1000);
	write_local(t);
	n = 0;
	for (size_t at = 0; client_menu_next(c, &at, &entry) == 1;) {
		if (!has_entry(&entry))
			continue;
		text_write(t, ":%u\n", ++n);
		if ((entry.kernel != NULL ? write_kernel(&entry, n, t) :
		    write_loaders(&entry, t)) == -1)
			return -1;
		text_write(t, "exit 1\n");
	}
	write_failed(t);
	return 0;
}

int
render_ipxe(const struct client *c, struct text *t)
{
	text_write(t, "#!ipxe\n");
	if (c->menu)
		return write_menu(c, t);
	if (c->action == CLIENT_LOCAL) {
		write_local(t);
		return 0;
	}
	if (c->kernel == NULL)
		return write_chains(c, t);
	if (write_kernel(c, 0, t) == -1)
		return -1;
	write_failed(t);
	return 0;
}
