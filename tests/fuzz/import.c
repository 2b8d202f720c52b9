/*
 * Any line as a rule of tftpd-hpa: it is translated into what the map takes,
 * or there is a reason. main() tries 300,000 random ones.
 *
 *	cc -fsanitize=address,undefined ... import.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hparule.h"

int
main(void)
{
	static const char *const parts[] = { "r", "g", "a", "e", "i", "~",
	    "s", " ", " ", "^", "$", ".*", ".", "(", ")", "[", "]", "\\",
	    "{3}", "{", "|", "a", "/", "#", "\\1", "\\U", "*", "+", "?", "\t",
	    "[^/]", "(.*)", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	const size_t n = sizeof(parts) / sizeof(parts[0]);
	struct hparule r;
	unsigned good = 0, bad = 0;
	const char *reason;
	char *line;

	srand(1);
	for (int i = 0; i < 300000; i++) {
		char text[2048] = "";
		size_t words = (size_t)(rand() % 24);

		if (rand() % 4 != 0)
			strcpy(text, rand() % 2 ? "r " : "ae ");
		for (size_t w = 0; w < words; w++)
			strcat(text, parts[(size_t)rand() % n]);
		if ((line = strdup(text)) == NULL)
			return 1;
		reason = hparule_parse(line, &r);
		while (reason == NULL && r.is_rule) {
			if (pattern_reason(r.from) != NULL || (r.has_to &&
			    remap_to_reason(r.to, r.from) != NULL)) {
				printf("not for the map: %s\n", line);
				return 1;
			}
			good++;
			if (r.rest == NULL)
				break;
			reason = hparule_next(&r);
		}
		bad += reason != NULL;
		free(line);
	}
	printf("%u lines, %u named\n", good, bad);
	return good < 20000 || bad < 20000;
}
