/*
 * Boot configuration that lies in an image: a menu for the network, or what its maker
 * wrote for a disc, of which the arguments are worth showing.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "file/lastpart.h"
#include "mkbootroot/image/cdconfig.h"
#include "mkbootroot/image/imagesearch.h"

#define CONFIG_READ_MAX 131072	/* bytes of a file that are read */

/* Boot configuration: any file of pxelinux.cfg, GRUB's grub.cfg. */
static int
is_menu(const char *folder, const char *name)
{
	const char *part = last_part(folder);

	if (strcmp(part, "pxelinux.cfg") == 0)
		return 1;
	return strcasecmp(name, "grub.cfg") == 0 &&
	    (strcmp(part, "grub") == 0 ||
	    strncasecmp(folder, "efi/", 4) == 0);
}

/* What media start from: ISOLINUX's files, GRUB's, systemd-boot's entries. */
static int
is_of_media(const char *folder, const char *name)
{
	const char *part = last_part(folder), *dot = strrchr(name, '.');

	if (dot == NULL)
		return 0;
	if (strcasecmp(dot, ".cfg") == 0)
		return strcasecmp(name, "grub.cfg") == 0 ||
		    strcasecmp(part, "isolinux") == 0 ||
		    strcasecmp(part, "syslinux") == 0;
	return strcasecmp(dot, ".conf") == 0 && strcmp(part, "entries") == 0;
}

/* The text of a file of the image; NULL: it cannot be read. */
static char *
read_config(const struct search *s, const char *path)
{
	char *text = malloc(CONFIG_READ_MAX + 1);
	int fd = search_open(s, "", path, O_RDONLY | O_NONBLOCK);
	ssize_t n = -1;

	if (fd != -1 && text != NULL)
		n = read(fd, text, CONFIG_READ_MAX);
	if (fd != -1)
		close(fd);
	if (n == -1) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

void
search_take_config(struct search *s, const char *folder, const char *name)
{
	const int menu = is_menu(folder, name);
	char path[IMAGE_PATH_SIZE], *text;

	if ((!menu && !is_of_media(folder, name)) ||
	    !search_is_file(s, folder, name) ||
	    search_join(path, folder, name) == -1)
		return;
	if (s->configs < SEARCH_CONFIGS)
		strcpy(s->config[s->configs++], path);
	if (!menu)
		return;
	text = read_config(s, path);
	/* Debian's and Ubuntu's media say that they are some. */
	if ((text != NULL && cdconfig_is_of_disc(text)) ||
	    (strcmp(last_part(folder), "pxelinux.cfg") != 0 &&
	    search_is_file(s, ".disk", "info")))
		s->im->disc_config = 1;
	else
		s->im->own_config = 1;
	free(text);
}

void
search_read_hint(struct search *s)
{
	struct image *im = s->im;
	char *text;
	size_t i;

	for (i = 0; i < s->configs && im->kernel[0] != '\0' &&
	    im->hint[0] == '\0'; i++) {
		text = read_config(s, s->config[i]);
		if (text != NULL && cdconfig_args(text,
		    last_part(im->kernel), im->hint))
			strcpy(im->hint_of, s->config[i]);
		free(text);
	}
}
