/*
 * Writing a text of bounded length.
 */
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "config/configtext.h"
#include "map/arch.h"
#include "map/bootserver.h"
#include "map/preseedname.h"

const struct efi_build efi_builds[EFI_BUILDS] = {
	{ARCH_X64, "x86_64-efi", "x86_64-efi"},
	{ARCH_IA32, "i386-efi", "i386-efi"},
	{ARCH_ARM64, "arm64-efi", "arm64-efi"},
	{ARCH_ARM32, "arm32-efi", "arm-efi"},
	{ARCH_RISCV64, "riscv64-efi", "riscv64-efi"},
	{ARCH_LOONG64, "loong64-efi", "loongarch64-efi"},
};

void
text_write(struct text *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	append_args(&t->out, format, ap);
	va_end(ap);
}

int
text_cannot(struct text *t, const char *why)
{
	t->why = why;
	return -1;
}

int
text_path(const struct client *c, const char *path,
    char buf[CLIENT_PATH_SIZE])
{
	buf[0] = '/';
	return client_path(c, path, buf + 1, CLIENT_PATH_SIZE - 1);
}

void
text_base(const struct text *t, char buf[WEBURL_BASE_SIZE])
{
	const char *base = t->way->base;

	snprintf(buf, WEBURL_BASE_SIZE, "%.*s", base == NULL ? 0 :
	    (int)strlen(base) - 1, base == NULL ? "" : base);
}

int
text_loader(const struct client *c, const char *file,
    char buf[CLIENT_PATH_SIZE], char address[INET_ADDRSTRLEN])
{
	struct in_addr server;
	const char *name;
	int n;

	address[0] = '\0';
	if (!bootserver_take(file, &server, &name))
		return text_path(c, file, buf);
	inet_ntop(AF_INET, &server, address, INET_ADDRSTRLEN);
	n = snprintf(buf, CLIENT_PATH_SIZE, "/%s", name);
	return n < 0 || n >= CLIENT_PATH_SIZE ? -1 : 0;
}

size_t
text_initrds(const struct client *c)
{
	return c->initrds == 0 && c->preseed != NULL ? 1 : c->initrds;
}

int
text_initrd(const struct client *c, size_t i, char buf[CLIENT_PATH_SIZE])
{
	char name[CLIENT_PATH_SIZE];

	if (c->preseed == NULL || i + 1 < c->initrds)
		return text_path(c, c->initrd[i], buf);
	if (preseed_initrd_name(c, name) == -1 ||
	    strlen(name) + 1 >= CLIENT_PATH_SIZE)
		return -1;
	buf[0] = '/';
	memcpy(buf + 1, name, strlen(name) + 1);
	return 0;
}
