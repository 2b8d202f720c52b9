/*
 * What the arguments of an installer's kernel have to be for a preseed.
 */
#include <string.h>

#include "map/preseed.h"

/* Whether args has the word, or one that begins with the word and '='. */
static int
says(const char *args, const char *word)
{
	const size_t n = strlen(word);

	while (*(args += strspn(args, " ")) != '\0') {
		if (strncmp(args, word, n) == 0 &&
		    (args[n] == '=' || args[n] == ' ' || args[n] == '\0'))
			return 1;
		args += strcspn(args, " ");
	}
	return 0;
}

const char *
preseed_args(const char *args)
{
	return says(args, "priority") || says(args, "debconf/priority") ? "" :
	    "priority=critical ";
}

void
preseed_add_args(char *args, size_t size)
{
	const char *more = preseed_args(args);
	const size_t n = strlen(args), more_n = strlen(more);

	if (more_n + n >= size)
		return;
	memmove(args + more_n, args, n + 1);
	memcpy(args, more, more_n);
	if (n == 0 && more_n > 0)
		args[more_n - 1] = '\0';	/* the blank */
}
