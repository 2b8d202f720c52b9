/*
 * Any texts as the kernels, initrds and arguments of a map's images: each
 * renderer writes the lines that it would write for harmless texts, or says
 * what it cannot.
 *
 * The input is lines: a letter and a text. m begins an image, which k, i, a
 * and f give a kernel, an initrd, arguments and a boot file for BIOS, + and - a kernel and an
 * initrd of the machine that the next byte says; b has boot.cfg in it, and n answers;
 * I, A, F and N give the same but a kernel to the group of who boots it. With
 * -DRENDER, a filter: an empty line ends a case, and for each language of
 * one image, then of a menu, it prints "LANGUAGE bytes" and the text, or
 * "LANGUAGE -1 reason".
 */
#include "config/config.h"
#include "config/mboot.h"
#include "map/kernelarch.h"
#include "must.h"
#include "testmap.h"

#define LANGUAGES (CONFIG_MBOOT - 1)	/* but for none, and of a file */
#define IMAGES 8		/* and behind them the group of who boots them */

struct making {
	unsigned char bytes[MAP_RECORD_MAX];
	size_t n;
};

static void
add(struct making *r, unsigned tag, unsigned arch, const char *text, size_t n)
{
	size_t more = record_append(r->bytes, sizeof(r->bytes), r->n,
	    (unsigned char)tag, arch, text, n);

	r->n = more == 0 ? r->n : more;
}

static void
put(struct testmap *t, unsigned char letter, const char *name,
    struct making *r)
{
	unsigned char key[MAP_KEY_MAX];
	size_t n = map_key(key, letter, name, strlen(name));

	record_seal(r->bytes, r->n);
	testmap_add(t, key, n, r->bytes, r->n);
}

/* A word of clients(5): what mapline and mapvalue let through, and more. */
static int
is_text(const char *s, size_t n)
{
	if (n == 0 || n > MAP_TEXT_MAX)
		return 0;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return 0;
	return 1;
}

/* One line of the input into the record of the image that was begun. */
static void
take_line(struct making image[IMAGES + 1], size_t *images, const char *s,
    size_t n)
{
	const int of_group = n > 0 && *s >= 'A' && *s <= 'Z';
	struct making *r = of_group ? &image[IMAGES] :
	    *images == 0 ? NULL : &image[*images - 1];
	const int what = n == 0 ? 0 : of_group ? *s + 'a' - 'A' : *s;

	if (of_group && r->n == 0)
		r->n = RECORD_START;
	if (n == 1 && *s == 'm' && *images < IMAGES)
		image[(*images)++].n = RECORD_START;
	if (r == NULL || n < 1 || !is_text(s + 1, n - 1))
		return;
	if (what == 'k' && !of_group)
		add(r, FIELD_KERNEL, 0, s + 1, n - 1);
	else if (what == 'i')
		add(r, FIELD_INITRD, 0, s + 1, n - 1);
	else if (what == '+' && n > 2)	/* the second byte is the machine */
		add(r, FIELD_KERNEL_ARCH, kernel_archs[(unsigned char)s[1] %
		    KERNEL_ARCHS], s + 2, n - 2);
	else if (what == '-' && n > 2)
		add(r, FIELD_INITRD_ARCH, kernel_archs[(unsigned char)s[1] %
		    KERNEL_ARCHS], s + 2, n - 2);
	else if (what == 'a')
		add(r, FIELD_ARGS, 0, s + 1, n - 1);
	else if (what == 'o')
		add(r, FIELD_ONCE, 0, MAP_ONCE_DONE, strlen(MAP_ONCE_DONE));
	else if (what == 'f')
		add(r, FIELD_FILE, 0, s + 1, n - 1);
	else if (what == 'b')
		add(r, FIELD_MBOOT, 0, s + 1, n - 1);
	else if (what == 'n')
		add(r, FIELD_ANSWERS, 0, s + 1, n - 1);
}

/* The map of these images; default boots this one, or the menu. */
static void
make_map(struct testmap *t, struct making image[IMAGES + 1], size_t images,
    const char *boot)
{
	struct making menu = { .n = RECORD_START }, all = menu;
	char name[32];

	memset(t, 0, sizeof(*t));
	add(&all, FIELD_BOOT, 0, boot, strlen(boot));
	if (image[IMAGES].n > RECORD_START) {
		add(&all, FIELD_GROUP, 0, "g", 1);
		put(t, MAP_KEY_GROUP, "g", &image[IMAGES]);
	}
	put(t, MAP_KEY_DEFAULT, "", &all);
	for (size_t i = 0; i < images; i++) {
		snprintf(name, sizeof(name), "image%zu", i);
		add(&menu, FIELD_BOOT | FIELD_FOUND, 0, name, strlen(name));
		put(t, MAP_KEY_IMAGE, name, &image[i]);
	}
	put(t, MAP_KEY_IMAGE, MAP_IMAGE_MENU, &menu);
	testmap_end(t);
}

/* GRUB: nothing stands outside of quotes but blanks, and quoted quotes. */
static void
check_quotes(const char *line, const char *end)
{
	static const char *const words[] = { "\tlinux '", "linux '",
	    "\tinitrd '", "initrd '", "menuentry '", NULL };
	static const char card[] = "\"BOOTIF=01-$net_default_mac\"";
	int quoted = 0;
	size_t i = 0;

	while (words[i] != NULL &&
	    strncmp(line, words[i], strlen(words[i])) != 0)
		i++;
	if (words[i] == NULL)
		return;
	for (line = strchr(line, '\''); line < end; line++)
		if (*line == '\'')
			quoted = !quoted;
		else if (!quoted && *line == '\\' && line[1] == '\'')
			line++;
		else if (!quoted && strncmp(line, card, strlen(card)) == 0)
			line += strlen(card) - 1;
		else if (!quoted)
			must(*line == ' ' || (*line == '{' && line + 1 == end),
			    "a text outside of its quotes");
	must(!quoted, "a quote without an end");
}

/* "PXE 10.20.0.6::x": of a loader that another server has. */
static int
is_elsewhere(const char *line)
{
	const size_t word = strncmp(line, "PXE ", 4) == 0 ? 4 :
	    strncmp(line, "CONFIG ", 7) == 0 ? 7 : 0;
	const size_t n = strspn(line + word, "0123456789.");

	return word > 0 && n >= 7 && n <= 15 &&
	    strncmp(line + word + n, "::", 2) == 0;
}

static void
check(enum config_language l, const char *text, size_t n)
{
	static const char *const words[] = { "DEFAULT ", "PROMPT ",
	    "TIMEOUT ", "SAY ", "LABEL ", "MENU LABEL ", "LOCALBOOT ", "LINUX ::/",
	    "INITRD ::/", "LINUX /", "INITRD /", "IMPLICIT 1\n", "APPEND ", "IPAPPEND 2\n", "PXE ::/", "CONFIG ::/", "set ",
	    "menuentry '", "\tlinux '/", "linux '/", "\tinitrd '/",
	    "initrd '/", "if [ \"$?\" = 0 ]; then boot; fi\n",
	    "echo 'This has not started. ", "\techo 'This has not started. ",
	    "reboot\n", "\treboot\n", "boot || goto failed\n", ":failed\n",
	    "echo This has not started. ", "sleep 60 ||\n", "reboot ||\n", "}\n", "for file in ", "\tif ", "\t\tif ",
	    "\tfi\n", "done\n", "exit 1\n", "#!ipxe\n", "menu ", "item ",
	    "choose ", "goto ", ":", "iseq ", "sanboot ",
	    "if [ \"$grub_cpu", "elif [ \"$grub_cpu", "\tif [ \"$grub_cpu",
	    "\telif [ \"$grub_cpu", "else\n", "\telse\n", "fi\n",
	    "\techo 'image ", "\tsleep ", "\texit 1\n", "echo image ",
	    "echo 'image ", "sleep --interruptible 60\n",
	    "sleep 60\n", "kernel /",
	    "initrd --name ", "LINUX http://h:8080/pxe/",
	    "INITRD http://h:8080/pxe/", "PXE http://h:8080/pxe/",
	    "CONFIG http://h:8080/pxe/", "kernel http://h:8080/pxe/",
	    NULL };
	const char *line = text, *end;
	size_t i;

	for (; line < text + n; line = end + 1) {
		if ((end = memchr(line, '\n', n - (size_t)(line - text))) ==
		    NULL)
			abort();
		if (l == CONFIG_GRUB)
			check_quotes(line, end);
		for (i = 0; words[i] != NULL; i++)
			if (strncmp(line, words[i], strlen(words[i])) == 0)
				break;
		if ((words[i] == NULL && !is_elsewhere(line)) || (l == CONFIG_PXELINUX &&
		    end - line > 4094))
			abort();
	}
}

/* What mboot is told where it asks by one of these names. */
static void
render_mboot(const struct client *c, const struct config_way *way)
{
	static const char *const names[] = { "boot.cfg", "image0/boot.cfg",
	    "image1/EFI/BOOT.CFG", "other/boot.cfg", "image0/boot.cf" };
	static const char file[] = "title=x\nkernel=/b.b00\n"
	    "kernelopt=runweasel cdromBoot ks=cdrom:/ks.cfg\nmodules=/a --- /b\n";
	static char text[CONFIG_SIZE];
	const char *path, *why = NULL;
	struct client as;
	ssize_t n;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!mboot_client(c, names[i], &as, &path))
			continue;
		n = mboot_render(&as, way, file, sizeof(file) - 1, text,
		    sizeof(text) - 1, &why);
		if (n == -1) {
			must(why != NULL, "refused without a word");
			continue;
		}
		text[n] = '\0';
		must(strncmp(text, "prefix=", 7) == 0 &&
		    strstr(text, "\nkernel=b.b00\n") != NULL,
		    "names that are not beneath the prefix");
	}
}

/* Without a MAC address, each loader says its own: NULL is for out. */
static void
render(const struct map *m, int has_mac, FILE *out)
{
	static const struct config_way ways[] = { { .server = "10.9.0.1" },
	    { "10.9.0.1", "http://h:8080/pxe/" } };
	static char text[CONFIG_SIZE];
	struct who who = { .has_mac = has_mac };
	struct client c;
	const char *why;
	ssize_t n;

	if (client_find(m, &who, &c) != 1)
		abort();
	for (int i = 0; i < 2; i++)
		render_mboot(&c, &ways[i]);
	for (int i = 0; i < 2 * LANGUAGES; i++) {
		const int l = 1 + i % LANGUAGES;

		why = NULL;
		n = config_render(&c, (enum config_language)l,
		    &ways[i / LANGUAGES], text, sizeof(text), &why);
		if (n == -1 && why == NULL)
			abort();
		if (n >= 0)
			check((enum config_language)l, text, (size_t)n);
		if (l == CONFIG_PXELINUX && n >= 0 && config_has_uboot(&c))
			must(memmem(text, (size_t)n, "\nLINUX ", 7) != NULL,
			    "U-Boot's kernel is not there");
		if (out == NULL || ways[i / LANGUAGES].base != NULL)
			continue;
		fprintf(out, "%s %zd %s\n", config_language_name(
		    (enum config_language)l), n, n == -1 ? why : "");
		fwrite(text, 1, n == -1 ? 0 : (size_t)n, out);
	}
}

/* One image alone, then all of them in a menu. */
static void
try_case(struct making image[IMAGES + 1], size_t images, FILE *out)
{
	struct testmap t;

	make_map(&t, image, images, "image0");
	render(&t.map, 1, out);
	render(&t.map, 0, NULL);
	testmap_free(&t);
	make_map(&t, image, images, MAP_IMAGE_MENU);
	render(&t.map, 1, out);
	render(&t.map, 0, NULL);
	testmap_free(&t);
}

#ifdef RENDER
int
main(void)
{
	static struct making image[IMAGES + 1];
	size_t images = 0, size = 0;
	char *line = NULL;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		if (n > 1) {
			take_line(image, &images, line, (size_t)n - 1);
			continue;
		}
		try_case(image, images, stdout);
		images = 0;
		image[IMAGES].n = 0;
	}
	free(line);
	return 0;
}
#else
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static struct making image[IMAGES + 1];
	const char *s = (const char *)bytes, *end;
	size_t images = 0, line;

	image[IMAGES].n = 0;
	for (; n > 0; s += line, n -= line) {
		end = memchr(s, '\n', n);
		line = end == NULL ? n : (size_t)(end - s) + 1;
		take_line(image, &images, s, line - (end != NULL));
	}
	try_case(image, images, NULL);
	return 0;
}
#endif
