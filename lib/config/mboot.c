/*
 * The configuration that comes with VMware's ESXi, told where its files are.
 *
 * What mboot reads is described in the sources of esx-boot, VMware's own (mboot/config.c,
 * bootlib/parse.c): lines of KEY=VALUE, keys in any case; the files of modules= have
 * "---" between them, and options behind a name; prefix= stands before each name that
 * begins with neither a slash, a backslash nor a protocol. That mboot asks for BOOTIF=
 * itself, and first for the configuration in a folder 01-MAC, is there as well.
 * What has to be changed for the network is in VMware's "vSphere ESXi installation",
 * "Boot the ESXi installer by native UEFI HTTP", and in its sections on PXE: prefix=,
 * no slash before names, ks=URL in kernelopt=.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/configtext.h"
#include "config/mboot.h"
#include "file/lastpart.h"

#define NAME "boot.cfg"
#define SEPARATOR "---"

#define KICKSTART_URL "ks=@answers@ks.cfg"

/* A part of the file. */
struct part {
	const char *at;
	size_t n;
};

int
mboot_client(const struct client *c, const char *name, struct client *as,
    const char **file)
{
	const char *slash = strchr(name, '/');
	struct field f;
	size_t at = 0;
	int is = !c->menu;

	if (c->action != CLIENT_BOOT || strcasecmp(last_part(name), NAME) != 0)
		return 0;
	*as = *c;
	while (!is && slash != NULL && client_menu_next(c, &at, as) == 1)
		is = strlen(as->image) == (size_t)(slash - name) &&
		    memcmp(as->image, name, (size_t)(slash - name)) == 0;
	if (!is || as->image == NULL || !record_field(&as->image_record,
	    FIELD_MBOOT, &f))
		return 0;
	*file = f.text;
	return 1;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct part
trimmed(const char *at, size_t n)
{
	while (n > 0 && is_blank(*at)) {
		at++;
		n--;
	}
	while (n > 0 && is_blank(at[n - 1]))
		n--;
	return (struct part){at, n};
}

/* The next word of a value, taken from its front. 0: no more. */
static int
take_word(struct part *value, struct part *word)
{
	*value = trimmed(value->at, value->n);
	word->at = value->at;
	word->n = 0;
	while (word->n < value->n && !is_blank(value->at[word->n]))
		word->n++;
	value->at += word->n;
	value->n -= word->n;
	return word->n > 0;
}

static int
is(const struct part *p, const char *text)
{
	return p->n == strlen(text) && strncasecmp(p->at, text, p->n) == 0;
}

static int
begins(const struct part *p, const char *text)
{
	return p->n >= strlen(text) &&
	    strncasecmp(p->at, text, strlen(text)) == 0;
}

static void
write_part(struct text *t, const struct part *p)
{
	for (size_t i = 0; i < p->n; i++)
		text_write(t, "%c", p->at[i]);
}

/* The name of a file, so that prefix= counts for it, and what stands behind it. */
static void
write_file(struct text *t, struct part p)
{
	while (p.n > 0 && (*p.at == '/' || *p.at == '\\')) {
		p.at++;
		p.n--;
	}
	write_part(t, &p);
}

static void
write_files(struct text *t, struct part value)
{
	const char *end;
	const char *before = "";
	struct part item;

	while (value.n > 0) {
		end = memmem(value.at, value.n, SEPARATOR, strlen(SEPARATOR));
		item = trimmed(value.at, end == NULL ? value.n :
		    (size_t)(end - value.at));
		if (item.n > 0) {
			text_write(t, "%s", before);
			write_file(t, item);
			before = " " SEPARATOR " ";
		}
		if (end == NULL)
			return;
		value.n -= (size_t)(end - value.at) + strlen(SEPARATOR);
		value.at = end + strlen(SEPARATOR);
	}
}

static int
says_script(const char *args)
{
	struct part rest = {args, strlen(args)}, word;

	while (take_word(&rest, &word))
		if (begins(&word, "ks="))
			return 1;
	return 0;
}

/* Whether the client's answers are a script that it has to be told of. */
static int
has_script(const struct client *c)
{
	return c->preseed != NULL && c->preseed_kind == ANSWERS_KICKSTART &&
	    !says_script(c->args);
}

/*
 * The options of the file, then the client's. There is no CD, and one script alone can
 * be said.
 */
static void
write_options(struct text *t, struct part value, const char *args)
{
	const int replaces = says_script(args);
	const char *before = "";
	struct part word;

	text_write(t, "kernelopt=");
	while (take_word(&value, &word)) {
		if (is(&word, "cdromBoot") || (replaces &&
		    begins(&word, "ks=")))
			continue;
		text_write(t, "%s", before);
		write_part(t, &word);
		before = " ";
	}
	if (args[0] != '\0')
		text_write(t, "%s%s", before, args);
	text_write(t, "\n");
}

/* Where its files are: the image's folder, as mboot asks for what it boots. */
static void
write_prefix(const struct client *c, struct text *t)
{
	char base[WEBURL_BASE_SIZE], folder[MAP_NAME_MAX + 2];

	text_base(t, base);
	text_write(t, "prefix=%s", base);
	snprintf(folder, sizeof(folder), "/%s", c->image);
	if (base[0] != '\0')
		weburl_escape(&t->out, folder);
	else
		text_write(t, "%s", folder);
	text_write(t, "\n");
}

/*
 * args= filled, and where the client's script is, unless args= says it: ESXi reads it
 * by HTTP, and from no initrd.
 */
static int
fill_args(const struct client *c, struct text *t, char args[CONFIG_ARGS_SIZE])
{
	struct client as = *c;
	struct append a = {.buf = as.args, .size = sizeof(as.args)};

	append(&a, "%s%s%s", has_script(c) ? KICKSTART_URL : "",
	    has_script(c) && c->args[0] != '\0' ? " " : "", c->args);
	if (a.full)
		return text_cannot(t, "mboot cannot be told args= that long");
	return config_args(&as, t->way, args, &t->why);
}

static int
write_line(const struct part *line, const char *args, int *has_options,
    struct text *t)
{
	const char *equals = memchr(line->at, '=', line->n);
	struct part key, value;

	if (equals == NULL || *line->at == '#')
		return 0;
	key = trimmed(line->at, (size_t)(equals - line->at));
	value = trimmed(equals + 1, line->n - (size_t)(equals + 1 - line->at));
	if (is(&key, "prefix"))
		return 0;
	if (is(&key, "kernelopt")) {
		write_options(t, value, args);
		*has_options = 1;
		return 0;
	}
	write_part(t, &key);
	text_write(t, "=");
	if (is(&key, "kernel") || is(&key, "crypto"))
		write_file(t, value);
	else if (is(&key, "modules") || is(&key, "acpitables"))
		write_files(t, value);
	else
		write_part(t, &value);
	text_write(t, "\n");
	return is(&key, "kernel") && value.n > 0;
}

static int
write_lines(const char *file, size_t n, const char *args, struct text *t)
{
	int has_kernel = 0, has_options = 0;
	const char *end;
	struct part line;
	size_t line_n;

	for (; n > 0; file += line_n, n -= line_n) {
		end = memchr(file, '\n', n);
		line_n = end == NULL ? n : (size_t)(end - file) + 1;
		line = trimmed(file, line_n - (end != NULL));
		if (line.n > 0)
			has_kernel |= write_line(&line, args, &has_options, t);
	}
	if (!has_options && args[0] != '\0')
		write_options(t, (struct part){"", 0}, args);
	return has_kernel ? 0 : text_cannot(t, "its boot.cfg has no kernel=");
}

/* Lines may end as on Windows. */
static int
has_control(const char *file, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (file[i] == '\r' ? i + 1 < n && file[i + 1] != '\n' :
		    ((unsigned char)file[i] < ' ' && file[i] != '\t' &&
		    file[i] != '\n') || file[i] == 0x7f)
			return 1;
	return 0;
}

ssize_t
mboot_render(const struct client *c, const struct config_way *way,
    const char *file, size_t n, char *buf, size_t size, const char **why)
{
	struct text t = {.out = {.buf = buf, .size = size}, .way = way};
	char args[CONFIG_ARGS_SIZE];
	int done;

	if (has_control(file, n)) {
		*why = "its boot.cfg has control characters";
		return -1;
	}
	write_prefix(c, &t);
	done = fill_args(c, &t, args) == -1 ? -1 :
	    write_lines(file, n, args, &t);
	*why = done == -1 ? t.why : "the configuration is too long";
	return done == -1 || t.out.full ? -1 : (ssize_t)t.out.n;
}
