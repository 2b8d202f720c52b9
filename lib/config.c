/*
 * Boot configuration for three loaders, out of one record.
 *
 * Each renderer first asks whether its language can say what the record
 * says; no text of the map may become a command.
 */
#include "config.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arch.h"
#include "loader.h"

/* A text being written; what does not fit is noticed at the end. */
struct text {
	char *buf;
	size_t size, n;
	int full;
};

static void write_text(struct text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
write_text(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	if (t->full)
		return;
	va_start(ap, format);
	n = vsnprintf(t->buf + t->n, t->size - t->n, format, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= t->size - t->n)
		t->full = 1;
	else
		t->n += (size_t)n;
}

/* The kinds of EFI that iPXE is built for, and its ${buildarch} there. */
static const struct {
	unsigned arch;
	const char *buildarch;
} ipxe_builds[] = {
	{ARCH_X64, "x86_64"},
	{ARCH_IA32, "i386"},
	{ARCH_ARM64, "arm64"},
	{ARCH_ARM32, "arm32"},
};

#define IPXE_BUILDS (sizeof(ipxe_builds) / sizeof(ipxe_builds[0]))

int
config_has(const struct client *c, enum config_language l)
{
	if (c->action != CLIENT_BOOT || l == CONFIG_NONE)
		return 0;
	if (c->kernel != NULL)
		return 1;
	for (size_t i = 0; l == CONFIG_IPXE && i < IPXE_BUILDS; i++)
		if (loader_under_ipxe(c, ipxe_builds[i].arch) != NULL)
			return 1;
	return 0;
}

const char *
config_language_name(enum config_language l)
{
	switch (l) {
	case CONFIG_PXELINUX:
		return "PXELINUX";
	case CONFIG_GRUB:
		return "GRUB";
	case CONFIG_IPXE:
		return "iPXE";
	default:
		return "-";
	}
}

/* A path as all three languages can say it: "/debian12/linux", or a URL. */
static int
path_text(const struct client *c, const char *text, char buf[CLIENT_PATH_SIZE],
    const char **why)
{
	buf[0] = '/';
	if (strstr(text, "://") != NULL) {
		if (client_path(c, text, buf, CLIENT_PATH_SIZE) == 0)
			return 0;
	} else if (client_path(c, text, buf + 1, CLIENT_PATH_SIZE - 1) == 0) {
		return 0;
	}
	*why = "a path is too long, or relative without an image";
	return -1;
}

/* Paths are written bare: nothing that any of the languages reads twice. */
static int
path_check(const char *path, const char **why)
{
	for (const char *p = path; *p != '\0'; p++)
		if (!isgraph((unsigned char)*p) ||
		    strchr(",;'\"\\${}()<>|&#", *p) != NULL) {
			*why = "a path has a character that no loader's "
			    "configuration can say";
			return -1;
		}
	return 0;
}

struct paths {
	char kernel[CLIENT_PATH_SIZE];
	char initrd[CLIENT_INITRD_MAX][CLIENT_PATH_SIZE];
};

static int
take_paths(const struct client *c, struct paths *p, const char **why)
{
	if (path_text(c, c->kernel, p->kernel, why) == -1 ||
	    path_check(p->kernel, why) == -1)
		return -1;
	for (size_t i = 0; i < c->initrds; i++)
		if (path_text(c, c->initrd[i], p->initrd[i], why) == -1 ||
		    path_check(p->initrd[i], why) == -1)
			return -1;
	return 0;
}

/*
 * PXELINUX puts the folder that it was loaded from before each name, even
 * before one that begins with a slash; "::" in front takes that back, and
 * means our server. URLs stand as they are.
 */
static const char *
pxelinux_root(const char *path)
{
	return *path == '/' ? "::" : "";
}

/*
 * PXELINUX reads lines; an argument list is the rest of its line. Names may
 * not hold blanks, and INITRD takes a list with commas. "APPEND -" would
 * mean an empty one.
 */
static int
render_pxelinux(const struct client *c, const struct paths *p, struct text *t,
    const char **why)
{
	if (strcmp(c->args, "-") == 0) {
		*why = "PXELINUX cannot say \"-\" alone in args=";
		return -1;
	}
	write_text(t, "DEFAULT boot\nPROMPT 0\nLABEL boot\n"
	    "LINUX %s%s\n", pxelinux_root(p->kernel), p->kernel);
	for (size_t i = 0; i < c->initrds; i++)
		write_text(t, "%s%s%s%s", i == 0 ? "INITRD " : ",",
		    pxelinux_root(p->initrd[i]), p->initrd[i],
		    i + 1 == c->initrds ? "\n" : "");
	if (c->args[0] != '\0')
		write_text(t, "APPEND %s\n", c->args);
	return 0;
}

/*
 * GRUB: each argument in single quotes, where nothing is special but the
 * quote itself. Its linux command puts a backslash before quotes and
 * backslashes on the way to the kernel (grub-core/lib/cmdline.c), so that
 * they cannot be said.
 */
static int
render_grub(const struct client *c, const struct paths *p, struct text *t,
    const char **why)
{
	const char *word = c->args;

	if (strpbrk(c->args, "'\"\\") != NULL) {
		*why = "GRUB cannot say ', \" and \\ in args=";
		return -1;
	}
	if (strstr(p->kernel, "://") != NULL) {
		*why = "GRUB cannot say a URL in kernel=";
		return -1;
	}
	write_text(t, "linux %s", p->kernel);
	while (*(word += strspn(word, " \t")) != '\0') {
		size_t n = strcspn(word, " \t");

		write_text(t, " '%.*s'", (int)n, word);
		word += n;
	}
	write_text(t, "\n");
	for (size_t i = 0; i < c->initrds; i++)
		write_text(t, "%s%s%s", i == 0 ? "initrd " : " ",
		    p->initrd[i], i + 1 == c->initrds ? "\n" : "");
	write_text(t, "boot\n");
	return 0;
}

/* Words that end a command of iPXE's shell when they stand alone. */
static int
has_ipxe_operator(const char *args)
{
	while (*(args += strspn(args, " \t")) != '\0') {
		size_t n = strcspn(args, " \t");

		if (n == 2 && (memcmp(args, "||", 2) == 0 ||
		    memcmp(args, "&&", 2) == 0))
			return 1;
		args += n;
	}
	return 0;
}

/*
 * iPXE expands ${...}, and takes quotes and backslashes for itself. The
 * initrd= arguments are needed by kernels started through EFI, and do no
 * harm elsewhere.
 */
static int
render_ipxe(const struct client *c, const struct paths *p, struct text *t,
    const char **why)
{
	if (strpbrk(c->args, "'\"\\") != NULL ||
	    strstr(c->args, "${") != NULL || has_ipxe_operator(c->args)) {
		*why = "iPXE cannot say ', \", \\, ${, || and && in args=";
		return -1;
	}
	write_text(t, "#!ipxe\nkernel %s", p->kernel);
	for (size_t i = 0; i < c->initrds; i++)
		write_text(t, " initrd=initrd%zu", i);
	write_text(t, "%s%s\n", c->args[0] == '\0' ? "" : " ", c->args);
	for (size_t i = 0; i < c->initrds; i++)
		write_text(t, "initrd --name initrd%zu %s\n", i,
		    p->initrd[i]);
	write_text(t, "boot\n");
	return 0;
}

/*
 * A record without a kernel: the script starts the image's loader. The
 * server is set first, because iPXE hands its own settings on to the loader
 * as the DHCP server's ACK, which would name the DHCP server.
 */
static int
render_ipxe_chain(const struct client *c, const char *server, struct text *t,
    const char **why)
{
	char path[CLIENT_PATH_SIZE];
	const char *file;

	write_text(t, "#!ipxe\nset netX/next-server %s\n", server);
	for (size_t i = 0; i < IPXE_BUILDS; i++) {
		file = loader_under_ipxe(c, ipxe_builds[i].arch);
		if (file == NULL)
			continue;
		if (path_text(c, file, path, why) == -1 ||
		    path_check(path, why) == -1)
			return -1;
		write_text(t, "iseq ${buildarch} %s && chain %s ||\n",
		    ipxe_builds[i].buildarch, path);
	}
	return 0;
}

ssize_t
config_render(const struct client *c, enum config_language l,
    const char *server, char *buf, size_t size, const char **why)
{
	struct text t = {.buf = buf, .size = size};
	struct paths p;
	int done = -1;

	if (!config_has(c, l)) {
		*why = "there is no kernel to boot";
		return -1;
	}
	if (c->kernel != NULL && take_paths(c, &p, why) == -1)
		return -1;
	switch (l) {
	case CONFIG_PXELINUX:
		done = render_pxelinux(c, &p, &t, why);
		break;
	case CONFIG_GRUB:
		done = render_grub(c, &p, &t, why);
		break;
	case CONFIG_IPXE:
		done = c->kernel != NULL ? render_ipxe(c, &p, &t, why) :
		    render_ipxe_chain(c, server, &t, why);
		break;
	default:
		*why = "no such language";
	}
	if (done == 0 && t.full) {
		*why = "the text is too long";
		return -1;
	}
	return done == -1 ? -1 : (ssize_t)t.n;
}
