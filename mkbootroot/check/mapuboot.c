/*
 * What U-Boot makes of the text that PXELINUX reads as well. Declared in mapcheck.h.
 */
#include <string.h>

#include "config/config.h"
#include "map/arch.h"
#include "map/loader.h"
#include "map/vendorclass.h"
#include "mkbootroot/check/mapcheck.h"

#define SERVER "255.255.255.255"	/* as long as any */

/* Whether the map says something to a U-Boot. */
static int
says_uboot(const struct client *c)
{
	struct vendorclass v;
	size_t at = 0;

	while (vendorclass_next(c, &at, &v))
		if (strncmp(v.class, "U-Boot", 6) == 0)
			return 1;
	return client_bootfile(c, ARCH_UBOOT, STAGE_ROM, NULL) != NULL;
}

/* Whether it does, or has kernels for no x86. */
static int
is_for_uboot(const struct client *c, unsigned others)
{
	struct client as;

	return says_uboot(c) || (others != 0 && !config_x86(c, &as));
}

/*
 * U-Boot puts the value of a variable of its own, or nothing, for ${NAME} and $(NAME)
 * in the arguments, and takes \' and \\ away (common/cli_simple.c:
 * cli_simple_process_macros()).
 */
static const char *
taken_away(const char *args)
{
	return strstr(args, "${") != NULL ? "${" :
	    strstr(args, "$(") != NULL ? "$(" :
	    strchr(args, '\'') != NULL ? "'" :
	    strchr(args, '\\') != NULL ? "\\" : NULL;
}

int
check_uboot(struct check *c, unsigned line, const struct client *client)
{
	const struct config_way way = {.server = SERVER};
	struct client with_mac = *client, as;
	char args[CONFIG_ARGS_SIZE];
	const unsigned others = client->kernel == NULL ? 0 :
	    config_uboot(client, &as);
	const char *why, *what;

	if (client->kernel == NULL || !is_for_uboot(client, others))
		return 1;
	with_mac.has_mac = 1;
	what = config_args(&with_mac, &way, args, &why) == -1 ? NULL :
	    taken_away(args);
	if (what != NULL)
		mistake_warn(c->mistakes, line, "args= have %s, which U-Boot "
		    "takes for its own: the kernel does not get it", what);
	if (others == 0 || as.kernel != NULL)
		return what == NULL;
	mistake_warn(c->mistakes, line, "U-Boot is told no kernel: image %s "
	    "has kernels for several machines: write kernel.ARCH=- for each "
	    "machine that the board is not", client->image == NULL ? "-" :
	    client->image);
	return 0;
}

/*
 * Where an entry does not boot, U-Boot tries all others in their order
 * (boot/pxe_utils.c: boot_unattempted_labels()).
 */
void
check_uboot_menu(struct check *c, unsigned line, const struct client *menu)
{
	struct client entry;
	unsigned n = 0;

	if (!says_uboot(menu))
		return;
	for (size_t at = 0; client_menu_next(menu, &at, &entry) == 1;)
		n += config_has_uboot(&entry) != 0;
	if (n > 1)
		mistake_warn(c->mistakes, line, "boot=menu: if U-Boot cannot load "
		    "the image that was chosen, it boots the others in their "
		    "order");
}
