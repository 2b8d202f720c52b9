/*
 * What terminfo says of the terminal. Alone here: its header makes macros of
 * words like "lines" and "columns".
 */
#include <curses.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "mkbootroot/see/terminal.h"

int
terminal_can_draw(void)
{
	const char *term = getenv("TERM"), *address;
	int error, able;

	/* "dumb" is a terminal, too, but has no such cursor. */
	if (!isatty(STDOUT_FILENO) || term == NULL ||
	    setupterm(NULL, STDOUT_FILENO, &error) == ERR)
		return 0;
	address = tigetstr("cup");
	able = address != NULL && address != (char *)-1;
	(void)del_curterm(cur_term);
	return able;
}

unsigned
terminal_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 ? 0 :
	    size.ws_col;
}
