/*
 * screen.c and terminal.c where there is no ncurses.
 */
#include <err.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "mkbootroot/see/screen.h"
#include "mkbootroot/see/terminal.h"

int
terminal_can_draw(void)
{
	if (isatty(STDOUT_FILENO))
		warnx("there is no screen, but a line for each change: "
		    "mkbootroot was built without ncurses (Debian: "
		    "libncurses-dev)");
	return 0;
}

unsigned
terminal_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 ? 0 :
	    size.ws_col;
}

int
screen_open(struct screen *s)
{
	*s = (struct screen){ .terminal = NULL };
	return -1;
}

void
screen_close(struct screen *s)
{
	(void)s;
}

void
screen_size(const struct screen *s, unsigned *width, unsigned *height)
{
	(void)s;
	*width = *height = 0;
}

void
screen_draw(struct screen *s, const struct picture *p)
{
	(void)s;
	(void)p;
}

int
screen_fd(const struct screen *s)
{
	(void)s;
	return -1;
}

int
screen_press(struct screen *s, enum press *press, char *byte)
{
	(void)s;
	(void)byte;
	*press = PRESS_NONE;
	return -1;
}
