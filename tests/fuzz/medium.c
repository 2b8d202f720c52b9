/*
 * Any bytes as the files of a tree that is held against the table of media: the
 * first byte chooses which patterns are there, the rest is what is in them. With 255
 * the second byte is a row, and those of its files are there that its third allows.
 */
#include <string.h>
#include <strings.h>

#include "config/mboot.h"
#include "map/variable.h"
#include "mkbootroot/image/medium.h"
#include "mkbootroot/image/mediumscript.h"

#include "must.h"

struct tree {
	const unsigned char *bytes;
	size_t n;
	unsigned chooses;
	const struct medium *row;	/* or NULL */
	unsigned allows;
};

/* Which of the row's own patterns this is, from 0; -1: none. */
static int
place_in_row(const struct medium *m, const char *pattern)
{
	for (int i = 0; i < MEDIUM_MARKS; i++)
		if (m->mark[i].pattern != NULL &&
		    strcmp(m->mark[i].pattern + (m->mark[i].pattern[0] == '!'),
		    pattern) == 0)
			return m->mark[i].pattern[0] == '!' ? -1 : 7;
	for (int i = 0; i < MEDIUM_KERNELS; i++)
		if ((m->kernel[i].kernel != NULL &&
		    strcmp(m->kernel[i].kernel, pattern) == 0) ||
		    (m->kernel[i].initrd != NULL &&
		    strcmp(m->kernel[i].initrd, pattern) == 0) ||
		    (m->own[i] != NULL && strcmp(m->own[i], pattern) == 0))
			return i;
	if ((m->iso != NULL && strcmp(m->iso, pattern) == 0) ||
	    (m->script != NULL && strcmp(m->script, pattern) == 0) ||
	    (m->label_file != NULL && strcmp(m->label_file, pattern) == 0))
		return 6;
	return -1;
}

/* A name as the pattern's first alternative has it, with a version for its star. */
static void
name_of(const char *pattern, char path[MEDIUM_PATH_SIZE])
{
	size_t n = 0;

	for (; *pattern != '|' && *pattern != '\0'; pattern++)
		n += (size_t)snprintf(path + n, MEDIUM_PATH_SIZE - n,
		    *pattern == '*' ? "4%%2" : "%c", *pattern);
}

/*
 * A name that is hard to quote, of the pattern's own bytes where it fits. What belongs
 * to a kernel's version is there half of the time.
 */
static int
find(void *of, const char *pattern, size_t over, char path[MEDIUM_PATH_SIZE])
{
	const struct tree *t = of;
	unsigned sum = t->chooses;
	const char *p;

	if (over > 2)
		return 0;
	for (p = pattern; *p != '\0'; p++)
		sum = sum * 31 + (unsigned char)*p;
	snprintf(path, MEDIUM_PATH_SIZE, "%.*s @{1}\"%%",
	    (int)strcspn(pattern, "|"), pattern);
	if (t->row != NULL) {
		const int place = place_in_row(t->row, pattern);

		if (sum & 1)
			name_of(pattern, path);
		if (place == -1 && strstr(pattern, "4%2") != NULL)
			return (int)(sum >> 1 & 1);
		return place == 7 || (place >= 0 && (t->allows >> place & 1));
	}
	return t->chooses == 0 || sum % 3 != 0;
}

static long
read_start(void *of, const char *path, char *buf, size_t n)
{
	const struct tree *t = of;

	(void)path;
	if (n > t->n)
		n = t->n;
	memcpy(buf, t->bytes, n);
	buf[n] = '\0';
	return (long)n;
}

/* What is shown, or told mboot, of the bytes of a file. */
static void
check_mboot(const char *bytes, size_t n, int by_http)
{
	const struct config_way way = {"10.9.0.1", by_http ?
	    "http://10.9.0.1/" : NULL};
	const char *why, *line, *prefix = by_http ?
	    "prefix=http://10.9.0.1/esxi\n" : "prefix=/esxi\n";
	struct client c = {.action = CLIENT_BOOT, .image = "esxi",
	    .args = "ks=http://h/k x", .kernel_level = CLIENT_OF_IMAGE};
	char *buf = malloc(CONFIG_SIZE);
	ssize_t size = mboot_render(&c, &way, bytes, n, buf, CONFIG_SIZE - 1,
	    &why);
	size_t line_n;
	int lines = 0;

	if (size == -1) {
		must(why != NULL && *why != '\0', "refused without a word");
		free(buf);
		return;
	}
	buf[size] = '\0';
	must(strlen(buf) == (size_t)size &&
	    strncmp(buf, prefix, strlen(prefix)) == 0, "another prefix");
	for (line = buf; *line != '\0'; line += line_n + 1, lines++) {
		line_n = strcspn(line, "\n");
		must(line[line_n] == '\n', "a line without an end");
		for (size_t i = 0; i < line_n; i++)
			must((unsigned char)line[i] >= ' ' || line[i] == '\t',
			    "a control character");
		must(lines == 0 || strncasecmp(line, "prefix=", 7) != 0,
		    "a second prefix");
		must(strncasecmp(line, "kernel=/", 8) != 0 &&
		    strncasecmp(line, "modules=/", 9) != 0,
		    "a name that is not beneath the prefix");
	}
	must(strstr(buf, "ks=http://h/k x\n") != NULL, "args= are lost");
	free(buf);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct tree t;
	const struct medium_tree tree = {find, read_start, &t};
	struct medium_found found;
	char *text, args[256];

	if (n == 0)
		return 0;
	t = (struct tree){exact_copy(bytes + 1, n - 1), n - 1, bytes[0], NULL, 0};
	if (n > 3 && bytes[0] == 255) {
		t.row = &media[bytes[1] % media_n];
		t.allows = bytes[2];
		/* What is in them is behind that. */
		free((void *)t.bytes);
		t.bytes = exact_copy(bytes + 3, n - 3);
		t.n = n - 3;
	}
	medium_recognise(&tree, &found);
	if (found.medium != NULL) {
		must(strlen(found.args) < sizeof(found.args) &&
		    strlen(found.label) < sizeof(found.label) &&
		    found.label[strcspn(found.label, "\n\r\033")] == '\0',
		    "a label with control characters");
		must((variables_in(found.args, strlen(found.args)) &
		    ~(unsigned)VARIABLE_IMAGE) == 0,
		    "a path that is a variable");
	}
	text = calloc(n, 1);
	memcpy(text, bytes + 1, n - 1);
	if (mediumscript_args(text, args, sizeof(args)) == 0)
		must(args[strcspn(args, "\r\n\033'\"\\")] == '\0' &&
		    variables_in(args, strlen(args)) == 0 &&
		    strstr(args, "initrd=") != args, "more than words");
	free(text);
	check_mboot((const char *)t.bytes, t.n, bytes[0] & 1);
	free((void *)t.bytes);
	return 0;
}
