/*
 * watch: what the machines of a site do, out of the log: on a terminal, as lines,
 * or once.
 */
#include <err.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/command.h"
#include "mkbootroot/see/screen.h"
#include "mkbootroot/see/terminal.h"
#include "mkbootroot/see/watching.h"
#include "mkbootroot/see/watchlines.h"
#include "mkbootroot/see/watchscreen.h"

#define SINCE "-24h"	/* machines that booted before are of no interest */

/* Whether people here read more than ASCII. */
static int
is_wide(void)
{
	if (setlocale(LC_CTYPE, "") == NULL)
		(void)setlocale(LC_CTYPE, "C");
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int
watch(const char *where, int once)
{
	const int wide = is_wide();
	const int draws = !once && terminal_can_draw();
	struct watching *w;
	struct screen screen = { .terminal = NULL };
	int code;

	if ((w = malloc(sizeof(*w))) == NULL) {
		warn("cannot make room for the log");
		return 111;
	}
	/* Lines are of what changes from now on. */
	code = watching_open(w, where, !once, once || draws ? SINCE : "now");
	if (code != 0) {
		free(w);
		return code;
	}
	if (once)
		code = watchlines_once(w, terminal_columns(), wide);
	else if (draws && screen_open(&screen) == 0)
		code = watchscreen(w, &screen, wide);
	else
		code = watchlines(w);
	screen_close(&screen);
	watching_close(w);
	free(w);
	return code;
}
