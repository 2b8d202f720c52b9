/*
 * The arguments of a client's kernel: those of the map, filled, and BOOTIF=, which
 * tells an installer or an initrd on a machine with several cards which of them the
 * machine has booted from. It has the form that PXELINUX gives it with IPAPPEND 2
 * (syslinux, doc/syslinux.txt): ARP's hardware type and the address, with hyphens.
 */
#include <string.h>
#include <strings.h>

#include "config/config.h"
#include "daemon/append.h"
#include "file/lastpart.h"
#include "map/loader.h"
#include "map/variable.h"

/* Whether the words of args have BOOTIF= already. */
static int
has_bootif(const char *args)
{
	static const char word[] = "BOOTIF=";

	while (*(args += strspn(args, " ")) != '\0') {
		if (strncmp(args, word, sizeof(word) - 1) == 0)
			return 1;
		args += strcspn(args, " ");
	}
	return 0;
}

/*
 * Programs that are started like a kernel, and stumble over an argument that is not
 * theirs: iPXE takes its arguments for commands, wimboot gives up (cmdline.c of
 * both).
 */
static int
is_no_linux(const struct client *c)
{
	return loader_is_ipxe(c->kernel) || config_is_wimboot(c);
}

int
config_is_wimboot(const struct client *c)
{
	return c->kernel != NULL &&
	    strncasecmp(last_part(c->kernel), "wimboot", 7) == 0;
}

enum config_bootif
config_bootif(const struct client *c)
{
	if (c->kernel == NULL || is_no_linux(c) ||
	    has_bootif(c->args) || client_quirk(c, "no-bootif"))
		return BOOTIF_NONE;
	return c->has_mac ? BOOTIF_KNOWN : BOOTIF_OF_LOADER;
}

/* What a person reads where a client's arguments cannot be filled. */
static const char *
fault_text(enum variable_fault why)
{
	static const char *const texts[VARIABLE_FAULTS] = {
		[VARIABLE_IS_UNKNOWN] = "args= has an unknown variable",
		[VARIABLE_IS_CONTROL] = "args= has a control character",
		[VARIABLE_NO_NAME] = "args= has @name@, and the client has none",
		[VARIABLE_NO_IP] = "args= has @ip@, and the client has no ip=",
		[VARIABLE_NO_MAC] = "args= wants the MAC address, and it is "
		    "not known",
		[VARIABLE_NO_UUID] = "args= has @uuid@, and the client has no "
		    "uuid: line",
		[VARIABLE_NO_HTTP] = "args= wants a URL, and the client has no "
		    "http=",
		[VARIABLE_NO_IMAGE] = "args= has @image@, and no image is "
		    "booted",
		[VARIABLE_IS_TOO_LONG] = "args= is too long once its variables "
		    "are filled in"
	};

	return texts[why];
}

int
config_args(const struct client *c, const struct config_way *way,
    char buf[CONFIG_ARGS_SIZE], const char **why)
{
	const struct variable_values v = {c, way->server, way->base};
	const struct variable_values of_mac = {.client = c};
	enum variable_fault fault;
	size_t n = 0;

	if (config_bootif(c) == BOOTIF_KNOWN) {
		/* In front: behind a "---" are another system's. */
		variable_fill_text("BOOTIF=@mac-@", &of_mac, buf,
		    CONFIG_ARGS_SIZE, &fault);
		n = strlen(buf);
		/* Two blanks are more than iPXE can say beside a quote. */
		if (c->args[0] != '\0' && c->args[0] != ' ')
			buf[n++] = ' ';
	}
	if (variable_fill_text(c->args, &v, buf + n, CLIENT_ARGS_SIZE,
	    &fault) == 0)
		return 0;
	*why = fault_text(fault);
	return -1;
}
