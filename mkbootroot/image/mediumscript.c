/*
 * The script is of who made the medium: what it says is taken word by word, and only
 * what every loader can say.
 */
#include <ctype.h>
#include <string.h>

#include "daemon/append.h"
#include "mkbootroot/image/mediumscript.h"

/*
 * Whether each loader can say a word, and a person can see it: the script is of who
 * made the medium, and no line of it may keep a map from being written.
 */
static int
is_plain_word(const char *word, size_t n)
{
	if (word[0] == '#' || (n == 1 && *word == ';') ||
	    (n == 2 && (memcmp(word, "&&", 2) == 0 ||
	    memcmp(word, "||", 2) == 0)))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!isgraph((unsigned char)word[i]) ||
		    strchr("'\"\\", word[i]) != NULL)
			return 0;
	return 1;
}

/* A word of the script, in which no variable begins. */
static void
append_word(struct append *a, const char *word, size_t n)
{
	append(a, "%s", a->n == 0 ? "" : " ");
	for (size_t i = 0; i < n; i++)
		append(a, "%s%c", word[i] == '@' ? "@" : "", word[i]);
}

/* Whether a word of the script is for iPXE. */
static int
is_ipxe_word(const char *word, size_t n)
{
	return (n >= 7 && memcmp(word, "initrd=", 7) == 0) ||
	    memmem(word, n, "${", 2) != NULL;
}

int
mediumscript_args(const char *script, char *args, size_t size)
{
	static const char command[] = "kernel ";
	struct append a = {.buf = args, .size = size};
	const char *line = script, *end;
	size_t n, words = 0;

	args[0] = '\0';
	while (strncmp(line += strspn(line, " \t\r\n"), command,
	    sizeof(command) - 1) != 0) {
		line += strcspn(line, "\n");
		if (*line == '\0')
			return -1;
	}
	line += sizeof(command) - 1;
	end = line + strcspn(line, "\r\n");
	for (line += strspn(line, " \t"); line < end;
	    line += n + strspn(line + n, " \t")) {
		n = strcspn(line, " \t\r\n");
		/* The first word is the kernel. */
		if (words++ == 0 || is_ipxe_word(line, n))
			continue;
		if (!is_plain_word(line, n))
			return -1;
		append_word(&a, line, n);
	}
	return words > 1 && !a.full ? 0 : -1;
}
