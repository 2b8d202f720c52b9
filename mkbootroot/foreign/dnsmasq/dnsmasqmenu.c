/*
 * ROMs show the menu in option 43, or take its first entry if nobody chooses. Of
 * UEFI, whose menus are often broken, dnsmasq sends none that has one entry only.
 */
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqmenu.h"

#define ARCH_FIRST_UEFI 6
#define MENU_BYTES 253

void
menu_for(const struct dnsmasq *c, const struct who *w, struct menu *menu)
{
	const struct sieve *sieve = &c->services.sieve;
	const struct dnsmasq_service *s;
	const unsigned arch = w->asker->arch;
	size_t bytes = 0, files = 0;

	*menu = (struct menu){ NULL, NULL };
	c->im->work += sieve_fill(sieve, w->all);
	for (size_t at = sieve_next(sieve, 0); at != SIEVE_NONE;
	    at = sieve_next(sieve, at + 1)) {
		s = c->services.list.item[at];
		if (s->arch != arch || !who_has(c, s->e, w->all, TRUTH_YES))
			continue;
		if (menu->first == NULL)
			menu->first = s;
		bytes += strlen(s->text) + 3;
		if (s->file != NULL && files++ == 0)
			menu->only = s;
	}
	if (arch < ARCH_FIRST_UEFI || files != 1)
		menu->only = NULL;
	if (bytes < MENU_BYTES || menu->only != NULL)
		return;
	imported_refuse(c->im, menu->first->e->from, menu->first->text,
	    "begins a menu that is too long for dnsmasq to send");
	menu->first = NULL;
}

/* A Pi takes a menu by these words, and its own names of files. */
static int
is_for_pi(const struct dnsmasq_service *s)
{
	static const char words[] = "Raspberry Pi Boot";

	return strncmp(s->text, words, sizeof(words) - 1) == 0;
}

static void
tell_without_file(const struct dnsmasq *c, const struct dnsmasq_service *s,
    struct told *told)
{
	if (s->type != 0)
		imported_refuse(c->im, s->e->from, s->text, "is a boot server "
		    "that a ROM looks for by number");
	if (is_for_pi(s))
		imported_refuse(c->im, s->e->from, s->text, "is what a "
		    "Raspberry Pi looks for: an image with rpi= says it here");
	else if (s->type == 0)
		told->disk_from = s->e->from;
}

void
menu_tell(const struct dnsmasq *c, const struct dnsmasq_service *s,
    struct told *told)
{
	if (s->file == NULL) {
		tell_without_file(c, s, told);
		return;
	}
	told->file = s->file;
	told->file_from = s->e->from;
	if (s->servername != NULL)
		imported_refuse(c->im, s->e->from, s->servername,
		    "is a name: write its address");
}
