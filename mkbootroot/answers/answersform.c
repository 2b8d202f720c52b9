/*
 * The first bytes, and what else the text looks like.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/answers/answersform.h"
#include "mkbootroot/answers/answerskind.h"

/* Kinds that one file may be as well as the other. */
static int
is_near(enum answers_kind a, enum answers_kind b)
{
	const unsigned user_data = ANSWERS_BIT(ANSWERS_AUTOINSTALL) |
	    ANSWERS_BIT(ANSWERS_CLOUD_CONFIG) | ANSWERS_BIT(ANSWERS_VENDOR_DATA);

	return a == b || a == ANSWERS_FILE || b == ANSWERS_FILE ||
	    (user_data & ANSWERS_BIT(a) && user_data & ANSWERS_BIT(b));
}

/*
 * The mark of UTF-8, which these readers take for a part of the first word. Those of
 * XML, YAML and TOML know it, and Windows writes it.
 */
static int
has_odd_mark(enum answers_kind kind, const char *bytes, size_t n)
{
	const unsigned odd = ANSWERS_BIT(ANSWERS_PRESEED) |
	    ANSWERS_BIT(ANSWERS_KICKSTART) | ANSWERS_BIT(ANSWERS_ALPINE) |
	    ANSWERS_BIT(ANSWERS_IGNITION) | ANSWERS_BIT(ANSWERS_AGAMA);

	return n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 &&
	    odd & ANSWERS_BIT(kind);
}

/* Two bytes for each character: no variable is seen in it, nor what it is. */
static int
is_utf_16(const char *bytes, size_t n)
{
	return n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 ||
	    memcmp(bytes, "\xfe\xff", 2) == 0);
}

#define SEEN_16 4096		/* characters of such a file that are looked at */

/*
 * Whether such a file is answers, as an editor or a shell of Windows writes them; other
 * files are sent as they are.
 */
static int
is_answers_16(const char *name, const char *bytes, size_t n)
{
	const size_t low = bytes[0] == '\xff' ? 0 : 1;
	char text[SEEN_16] = "";
	size_t text_n = 0;

	for (size_t i = 2; i + 1 < n && text_n < sizeof(text); i += 2)
		text[text_n++] = bytes[i + 1 - low] == '\0' &&
		    bytes[i + low] != '\0' ? bytes[i + low] : '?';
	return answers_see(name, text, text_n) != ANSWERS_NONE ||
	    (text_n > 0 && text[0] == '<');
}

enum answers_kind
answers_form(enum answers_kind said, const char *name, const char *bytes,
    size_t n, answers_say *say, void *arg)
{
	const enum answers_kind seen = answers_see(name, bytes, n),
	    kind = said == ANSWERS_NONE ? seen : said;
	char what[128];

	if (kind == ANSWERS_FILE)
		return kind;
	if (is_utf_16(bytes, n) && (said != ANSWERS_NONE ||
	    is_answers_16(name, bytes, n)))
		say(arg, ANSWERS_WRONG, 0, "it is written in UTF-16: write it in "
		    "UTF-8");
	else if (has_odd_mark(kind, bytes, n))
		say(arg, ANSWERS_WRONG, 1, "it begins with a byte order mark "
		    "(BOM), which its installer takes for a part of the first "
		    "word");
	else if (seen != ANSWERS_NONE && !is_near(kind, seen)) {
		snprintf(what, sizeof(what), "it looks like %s, and the line "
		    "says %s", answers_word(seen), answers_word(kind));
		say(arg, ANSWERS_DOUBT, 0, what);
	}
	return kind;
}
