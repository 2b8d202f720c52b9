/*
 * What keys do.
 */
#include <string.h>

#include "mkbootroot/see/board.h"

/* The chosen row; who moves wants to stay with a machine. */
static void
choose(struct board *b, size_t row)
{
	if (b->n == 0)
		return;
	b->chosen = row < b->n ? row : b->n - 1;
	b->machine = b->row[b->chosen].machine->number;
	/* At the top, whoever comes to the top is chosen. */
	b->follows = b->chosen > 0;
}

static void
open_page(struct board *b, enum board_page page)
{
	if (page == BOARD_HELP)
		b->behind = b->page;
	else
		b->follows = 1;
	b->page = page;
	b->scrolled = b->most = 0;
}

static void
close_page(struct board *b)
{
	b->page = b->page == BOARD_HELP ? b->behind : BOARD_LIST;
	b->scrolled = 0;
	if (b->page == BOARD_LIST)
		b->follows = b->chosen > 0;
}

static void
search_byte(struct board *b, char byte)
{
	if ((unsigned char)byte < ' ' || byte == 0x7f ||
	    b->search_n >= sizeof(b->search) - 1)
		return;
	b->search[b->search_n++] = byte;
	b->search[b->search_n] = '\0';
	b->is_stale = 1;
}

/* A character of UTF-8 goes as a whole. */
static void
search_back(struct board *b)
{
	while (b->search_n > 0 &&
	    ((unsigned char)b->search[--b->search_n] & 0xc0) == 0x80)
		;
	b->search[b->search_n] = '\0';
	b->is_stale = 1;
}

static void
search_end(struct board *b)
{
	b->search_n = 0;
	b->search[0] = '\0';
	b->is_stale = 1;
	b->is_typing = 0;
}

/* While a search is typed, letters are text. 1: it was for the search. */
static int
press_typing(struct board *b, enum press press, char byte)
{
	switch (press) {
	case PRESS_BYTE:
		search_byte(b, byte);
		return 1;
	case PRESS_BACKSPACE:
		if (b->search_n == 0)
			b->is_typing = 0;
		search_back(b);
		return 1;
	case PRESS_ENTER:
		b->is_typing = 0;
		return 1;
	case PRESS_ESCAPE:
		search_end(b);
		return 1;
	default:
		return 0;
	}
}

static int
press_list(struct board *b, enum press press, char byte)
{
	switch (press) {
	case PRESS_UP:
		choose(b, b->chosen > 0 ? b->chosen - 1 : 0);
		break;
	case PRESS_DOWN:
		choose(b, b->chosen + 1);
		break;
	case PRESS_PAGE_UP:
		b->top -= b->top < b->rows ? b->top : b->rows;
		choose(b, b->chosen > b->rows ? b->chosen - b->rows : 0);
		break;
	case PRESS_PAGE_DOWN:
		b->top += b->rows;
		choose(b, b->chosen + b->rows);
		break;
	case PRESS_HOME:
		choose(b, 0);
		break;
	case PRESS_END:
		choose(b, b->n);
		break;
	case PRESS_ENTER:
		if (b->n > 0)
			open_page(b, BOARD_MACHINE);
		break;
	case PRESS_ESCAPE:
		search_end(b);
		break;
	case PRESS_BYTE:
		if (byte == '/')
			b->is_typing = 1;
		else if (byte == '?')
			open_page(b, BOARD_HELP);
		return byte == 'q';
	default:
		break;
	}
	return 0;
}

/* Up and down by so many lines, as far as the page has lines. */
static void
scroll_up(struct board *b, size_t lines)
{
	b->scrolled -= b->scrolled < lines ? b->scrolled : lines;
}

static void
scroll_down(struct board *b, size_t lines)
{
	const size_t left = b->most > b->scrolled ? b->most - b->scrolled : 0;

	b->scrolled += left < lines ? left : lines;
}

static int
press_page(struct board *b, enum press press, char byte)
{
	switch (press) {
	case PRESS_UP:
		scroll_up(b, 1);
		break;
	case PRESS_DOWN:
		scroll_down(b, 1);
		break;
	case PRESS_PAGE_UP:
		scroll_up(b, b->lines);
		break;
	case PRESS_PAGE_DOWN:
		scroll_down(b, b->lines);
		break;
	case PRESS_HOME:
		b->scrolled = 0;
		break;
	case PRESS_END:
		b->scrolled = b->most;
		break;
	case PRESS_ENTER:
	case PRESS_ESCAPE:
	case PRESS_BACKSPACE:
		close_page(b);
		break;
	case PRESS_BYTE:
		if (byte == 'q')
			close_page(b);
		else if (byte == '?' && b->page != BOARD_HELP)
			open_page(b, BOARD_HELP);
		break;
	default:
		break;
	}
	return 0;
}

int
board_press(struct board *b, enum press press, char byte)
{
	if (b->page == BOARD_LIST && b->is_typing &&
	    press_typing(b, press, byte))
		return 0;
	if (b->page == BOARD_LIST)
		return press_list(b, press, byte);
	return press_page(b, press, byte);
}
