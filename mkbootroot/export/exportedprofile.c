/*
 * The files of one client: those of every kind of firmware, and of iPXE under
 * it, as dhcp-helper would tell them.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "map/arch.h"
#include "map/bootserver.h"
#include "map/bootword.h"
#include "map/variable.h"
#include "map/weburl.h"
#include "mkbootroot/export/exported.h"

/* The archs of which an iPXE may ask, whatever its image has. */
static const unsigned ipxe_archs[] = { ARCH_BIOS, ARCH_IA32, ARCH_X64,
    ARCH_ARM32, ARCH_ARM64, ARCH_RISCV64, ARCH_LOONG64 };

void *
exported_grow(void *list, size_t n, size_t size)
{
	/* At each power of two. */
	if (n != 0 && (n & (n - 1)) != 0)
		return list;
	return reallocarray(list, n == 0 ? 1 : 2 * n, size);
}

size_t
exported_numbers(unsigned arch, unsigned numbers[4])
{
	size_t n = 0;

	for (unsigned i = 0; i < EXPORTED_ARCHS && n < 4; i++)
		if (arch_canonical(i) == arch)
			numbers[n++] = i;
	return n;
}

void
exported_class(unsigned number, char buf[EXPORTED_CLASS_SIZE])
{
	const unsigned arch = arch_canonical(number);

	if (arch == ARCH_UBOOT)
		snprintf(buf, EXPORTED_CLASS_SIZE, "U-Boot");
	else
		snprintf(buf, EXPORTED_CLASS_SIZE, "%s:Arch:%05u",
		    arch_is_http(arch) ? "HTTPClient" : "PXEClient", number);
}

/* The file of a profile for a stage and an arch; NULL: none. */
static const char *
file_of(const struct profile *p, enum client_stage stage, unsigned arch)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->file[i].stage == stage && p->file[i].arch == arch)
			return p->file[i].path;
	return NULL;
}

/* The URL of a path: 1; 0: nobody else knows the address of this host. */
static int
take_url(const struct client *c, struct exported_file *file)
{
	char server[INET_ADDRSTRLEN], base[WEBURL_BASE_SIZE];
	char path[CLIENT_PATH_SIZE];

	if (strcmp(c->http, MAP_YES) == 0 && !c->has_server)
		return 0;
	inet_ntop(AF_INET, &c->server, server, sizeof(server));
	snprintf(path, sizeof(path), "%s", file->path);
	return weburl(weburl_base(c, server, base), path, file->path,
	    sizeof(file->path)) == 0;
}

/*
 * A URL of the map, filled for this client. 1; 0: something of it is not known: this
 * host's address, or who it is that default is for.
 */
static int
fill_url(const struct client *c, const char *text, struct exported_file *file)
{
	const struct variable_values v = {c, "", NULL};
	const unsigned uses = variables_in(text, strlen(text));
	enum variable_fault why;

	if (!c->has_server && ((uses & VARIABLE_SERVER) != 0 ||
	    ((uses & (VARIABLE_HTTP | VARIABLE_IMAGE | VARIABLE_ANSWERS)) != 0 &&
	    c->http != NULL && strcmp(c->http, MAP_YES) == 0)))
		return 0;
	return variable_fill_text(text, &v, file->path, sizeof(file->path),
	    &why) == 0;
}

static int
file_add(struct profile *p, const struct client *c, enum client_stage stage,
    unsigned arch)
{
	struct exported_file file = { .stage = stage, .arch = arch };
	const char *text = client_bootfile(c, arch, stage, NULL), *name;
	void *list;

	if (text == NULL)
		return 0;
	/* As dhcp-helper tells it: what iPXE is told by a URL stays one. */
	if ((stage == STAGE_ROM || text != bootword_ipxe(c, arch, NULL)) &&
	    bootserver_take(text, &file.server, &name)) {
		file.is_elsewhere = 1;
		snprintf(file.path, sizeof(file.path), "%s", name);
	} else if (stage == STAGE_IPXE && strcmp(text, LOADER_SCRIPT) == 0) {
		snprintf(file.path, sizeof(file.path), "%s", EXPORTED_SCRIPT);
	} else if (client_is_url(text)) {
		if (!fill_url(c, text, &file)) {
			p->lacks_value = 1;
			return 0;
		}
	} else if (client_path(c, text, file.path, sizeof(file.path)) == -1)
		return 0;
	if (arch_is_http(arch) && !client_is_url(text) &&
	    !take_url(c, &file)) {
		p->lacks_http = 1;
		return 0;
	}
	if ((list = exported_grow(p->file, p->n, sizeof(*p->file))) == NULL)
		return -1;
	p->file = list;
	p->file[p->n++] = file;
	return 0;
}

static int
is_for_ipxe(const struct profile *p, const struct client *c, unsigned arch)
{
	int is_of_arch;

	if (bootword_ipxe(c, arch, &is_of_arch) != NULL && is_of_arch)
		return 1;
	for (size_t i = 0; i < sizeof(ipxe_archs) / sizeof(ipxe_archs[0]); i++)
		if (ipxe_archs[i] == arch)
			return 1;
	return file_of(p, STAGE_ROM, arch) != NULL;
}

int
exported_profile(struct profile *p, const struct client *c)
{
	memset(p, 0, sizeof(*p));
	p->server = c->server;
	p->has_server = c->has_server;
	p->servername = c->servername;
	if (c->action != CLIENT_BOOT && c->action != CLIENT_LOCAL)
		return 0;
	for (unsigned arch = 0; arch < EXPORTED_ARCHS; arch++)
		if (arch_canonical(arch) == arch &&
		    (file_add(p, c, STAGE_ROM, arch) == -1 ||
		    (is_for_ipxe(p, c, arch) && !arch_is_http(arch) &&
		    file_add(p, c, STAGE_IPXE, arch) == -1)))
			return -1;
	return 0;
}

int
exported_same(const struct profile *a, const struct profile *b)
{
	if (a->n != b->n || a->lacks_http != b->lacks_http ||
	    a->lacks_value != b->lacks_value ||
	    a->has_server != b->has_server ||
	    a->server.s_addr != b->server.s_addr || strcmp(a->servername ==
	    NULL ? "" : a->servername, b->servername == NULL ? "" :
	    b->servername) != 0)
		return 0;
	for (size_t i = 0; i < a->n; i++)
		if (a->file[i].stage != b->file[i].stage ||
		    a->file[i].arch != b->file[i].arch ||
		    a->file[i].is_elsewhere != b->file[i].is_elsewhere ||
		    a->file[i].server.s_addr != b->file[i].server.s_addr ||
		    strcmp(a->file[i].path, b->file[i].path) != 0)
			return 0;
	return 1;
}
