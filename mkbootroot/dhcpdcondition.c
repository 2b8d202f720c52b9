/*
 * Options that tell who asks.
 */
#include "dhcpdcondition.h"

#include <stdlib.h>
#include <string.h>

#include "arch.h"

static int
is_arch_option(const struct aliases *a, const char *name)
{
	/* dhcpd's own name for 93. */
	if (strcmp(name, "pxe-system-type") == 0)
		return 1;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(name, a->name[i]) == 0)
			return 1;
	return 0;
}

/* "00:07", "7" or "0x0007". -1: it is no number. */
static long
arch_value(const char *s)
{
	const int is_bytes = strchr(s, ':') != NULL;
	char *end;
	const long n = strtol(s, &end, is_bytes ? 16 : 0);
	long low;

	if (end == s || *end != (is_bytes ? ':' : '\0'))
		return -1;
	if (!is_bytes)
		return n;
	s = end + 1;
	low = strtol(s, &end, 16);
	return end == s || *end != '\0' || n < 0 || n > 255 || low < 0 ||
	    low > 255 ? -1 : n * 256 + low;
}

static void
condition_arch(struct condition *c, long arch)
{
	if (arch < 0 || arch > ARCH_MAX ||
	    c->archs == sizeof(c->arch) / sizeof(c->arch[0])) {
		c->kind = KIND_UNKNOWN;
		return;
	}
	if (c->kind == KIND_ALL)
		c->kind = KIND_ARCH;
	c->arch[c->archs++] = arch_canonical((unsigned)arch);
}

/* Takes "option NAME = VALUE", at the equals sign at i. */
static void
condition_equals(const struct statement *p, const struct aliases *a,
    size_t i, const char *name, struct condition *c)
{
	const char *value = i + 1 < p->n ? p->token[i + 1] : "";

	if (is_arch_option(a, name))
		condition_arch(c, arch_value(value));
	else if (strcmp(name, "user-class") == 0 &&
	    strcmp(value, "iPXE") == 0)
		c->kind = KIND_IPXE;
	else if (strcmp(name, "vendor-class-identifier") == 0 &&
	    strncmp(value, "PXEClient:Arch:", 15) == 0)
		condition_arch(c, strtol(value + 15, NULL, 10));
	else if (strcmp(name, "vendor-class-identifier") != 0 ||
	    strncmp(value, "PXEClient", strlen(value)) != 0)
		c->kind = KIND_UNKNOWN;
}

struct condition
condition_take(const struct statement *p, const struct aliases *a)
{
	struct condition c = { .kind = KIND_ALL };
	const char *name = NULL;

	for (size_t i = 1; i < p->n; i++) {
		if (strcmp(p->token[i], "not") == 0)
			c.kind = KIND_UNKNOWN;
		else if (strcmp(p->token[i], "option") == 0 && i + 1 < p->n)
			name = p->token[++i];
		else if (strcmp(p->token[i], "=") == 0 && name != NULL)
			condition_equals(p, a, i, name, &c);
	}
	if (name == NULL)
		c.kind = KIND_UNKNOWN;
	return c;
}
