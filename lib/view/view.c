/*
 * Where a requested name is looked for.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"
#include "map/answersname.h"
#include "map/arch.h"
#include "map/bootserver.h"
#include "map/bootword.h"
#include "map/identify.h"
#include "map/loader.h"
#include "view/view.h"

const char *
view_beneath(const char *root, const char *name)
{
	size_t n = strlen(root);
	const char *path = name;

	while (n > 0 && root[n - 1] == '/')
		n--;
	while (path[0] == '/' && path[1] == '/')
		path++;
	return n > 0 && root[0] == '/' && strncmp(path, root, n) == 0 &&
	    path[n] == '/' ? path + n : name;
}

static enum view_reason
clean_refuse(char path[VIEW_PATH_SIZE], enum view_reason reason)
{
	path[0] = '\0';
	return reason;
}

enum view_reason
view_clean(const char *name, char path[VIEW_PATH_SIZE])
{
	size_t n = 0, part;
	int folder = 1;		/* the last part names none but a folder */

	for (; *name != '\0'; name += part) {
		name += strspn(name, "/\\");
		part = strcspn(name, "/\\");
		folder = part == 0 || (part == 1 && *name == '.');
		if (folder)
			continue;
		if (part == 2 && name[0] == '.' && name[1] == '.')
			return clean_refuse(path, VIEW_OUTSIDE);
		/* The slash before it, itself, and a NUL; n leaves room. */
		if (part >= VIEW_PATH_SIZE - 1 - n)
			return clean_refuse(path, VIEW_NAME_TOO_LONG);
		if (n > 0)
			path[n++] = '/';
		memcpy(path + n, name, part);
		n += part;
	}
	path[n] = '\0';
	return folder ? VIEW_NAMES_FOLDER : VIEW_NO_REASON;
}

enum view_reason
view_upload(const char *folder, const char *name, char path[VIEW_PATH_SIZE])
{
	char cleaned[VIEW_PATH_SIZE];
	enum view_reason why;
	size_t folder_n = strlen(folder);
	int beneath, n;

	path[0] = '\0';
	if ((why = view_clean(name, cleaned)) != VIEW_NO_REASON)
		return why;
	if (last_part(cleaned)[0] == '.')
		return VIEW_DOT_NAME;
	beneath = strncmp(cleaned, folder, folder_n) == 0 &&
	    cleaned[folder_n] == '/';
	n = snprintf(path, VIEW_PATH_SIZE, "%s%s%s", beneath ? "" : folder,
	    beneath ? "" : "/", cleaned);
	return n < 0 || n >= VIEW_PATH_SIZE ?
	    clean_refuse(path, VIEW_NAME_TOO_LONG) : VIEW_NO_REASON;
}

/* What comes behind the folders of boot files, however many these are. */
#define VIEW_LAST 4

static void
add(struct view *v, const char *folder, size_t folder_n, const char *path,
    size_t nocase, enum view_place place)
{
	struct candidate *c = &v->candidate[v->n];
	int n;

	if (v->n == VIEW_MAX)
		return;
	n = snprintf(c->path, sizeof(c->path), "%.*s%s%s", (int)folder_n,
	    folder, folder_n > 0 ? "/" : "", path);
	if (n < 0 || (size_t)n >= sizeof(c->path))
		return;
	for (size_t i = 0; i < v->n; i++)
		if (v->candidate[i].config == CONFIG_NONE &&
		    !v->candidate[i].preseed && v->candidate[i].nocase == nocase &&
		    strcmp(v->candidate[i].path, c->path) == 0)
			return;
	c->config = CONFIG_NONE;
	c->preseed = 0;
	c->nocase = nocase;
	c->place = place;
	v->n++;
}

static void
add_file(struct view *v, const char *folder, size_t folder_n,
    const char *path, enum view_place place)
{
	add(v, folder, folder_n, path, 0, place);
}

/* Also where the name begins with the image itself, as a boot file's does. */
static void
add_nocase(struct view *v, const char *image, const char *path)
{
	size_t n = strlen(image);

	add(v, image, n, path, n + 1, VIEW_IN_IMAGE_NOCASE);
	if (strncasecmp(path, image, n) == 0 && path[n] == '/')
		add(v, image, n, path + n + 1, n + 1,
		    VIEW_IN_IMAGE_NOCASE);
}

/*
 * Some shims ask for their next stage by its name alone: a client that has
 * the shim of the image loaders gets what lies beside that one, wherever its
 * own image has a file of that name.
 */
static void
add_second_stage(struct view *v, const struct client *c, const char *path,
    int by_http)
{
	const size_t n = strlen(path);

	if (n > 4 && strcasecmp(path + n - 4, ".efi") == 0 &&
	    strchr(path, '/') == NULL && loader_exchanges(c, by_http))
		add_file(v, MAP_IMAGE_LOADERS, strlen(MAP_IMAGE_LOADERS), path,
		    VIEW_BESIDE_SHIM);
}

/*
 * shim and GRUB ask for their next stage beside the boot file. What lies
 * beside a loader that is exchanged for another is not for that one.
 */
static void
add_boot_folders(struct view *v, const struct client *c, const char *path,
    int by_http)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record, &c->default_record};
	char file[CLIENT_PATH_SIZE];
	const char *slash;
	struct field f;
	size_t pos;

	for (size_t i = 0; i < 4; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1;) {
			if (v->n >= VIEW_MAX - VIEW_LAST)
				return;
			if ((f.tag != FIELD_FILE && f.tag != FIELD_IPXE &&
			    f.tag != FIELD_IPXE_ARCH &&
			    f.tag != FIELD_CLASS_FILE) ||
			    client_is_url(f.text) ||
			    strstr(f.text, "${") != NULL ||
			    bootword_is_none(f.text) ||
			    (levels[i] == &c->image_record &&
			    f.tag == FIELD_FILE &&
			    loader_is_exchanged(c, by_http ?
			    arch_by_http(f.arch) : f.arch)) ||
			    client_path(c, f.text, file, sizeof(file)) == -1)
				continue;
			if ((slash = strrchr(file, '/')) != NULL)
				add_file(v, file, (size_t)(slash - file),
				    path, VIEW_BESIDE_BOOT_FILE);
		}
}

/*
 * PXELINUX asks by a UUID before it asks by its MAC address. Who is known by that
 * alone, and boots something once, is to be told nothing before.
 */
static int
is_too_early(const struct client *c, const char *path)
{
	struct who who;

	if (c->once_state != DONE_NO_IDENTITY)
		return 0;
	memset(&who, 0, sizeof(who));
	return identify_name(path, &who) && who.has_uuid;
}

/* What is made for the client: it hides what the boot root has. */
static void
add_generated(struct view *v, const struct client *c, const char *path,
    int by_http)
{
	struct candidate *first = &v->candidate[0];

	first->config = is_too_early(c, path) ? CONFIG_NONE :
	    config_for_name(c, path, by_http);
	preseed_for_name(c, path, &v->preseed);
	if (v->preseed.part == PRESEED_NOTHING)
		answers_for_name(c, path, &v->preseed);
	first->preseed = v->preseed.part != PRESEED_NOTHING;
	if (first->config == CONFIG_NONE && !first->preseed)
		return;
	first->path[0] = '\0';
	first->nocase = 0;
	first->place = VIEW_GENERATED;
	v->n = 1;
}

/* Its medium may have come with names in upper case, and mboot asks in lower case. */
static int
has_mboot(const struct client *c)
{
	struct field f;

	return record_field(&c->image_record, FIELD_MBOOT, &f);
}

void
view_candidates(const struct client *c, const char *name, const char *path,
    int by_http, struct view *v)
{
	v->n = 0;
	if (c != NULL)
		add_generated(v, c, path, by_http);
	if (c != NULL)
		add_second_stage(v, c, path, by_http);
	if (c != NULL && c->image != NULL)
		add_file(v, c->image, strlen(c->image), path,
		    VIEW_IN_IMAGE);
	if (c != NULL)
		add_boot_folders(v, c, path, by_http);
	add_file(v, "", 0, path, VIEW_IN_ROOT);
	if (c != NULL && c->loaders_record.bytes != NULL)
		add_file(v, MAP_IMAGE_LOADERS, strlen(MAP_IMAGE_LOADERS), path,
		    VIEW_IN_LOADERS);
	if (c != NULL && c->image != NULL && (strchr(name, '\\') != NULL ||
	    client_quirk(c, "nocase") || has_mboot(c)))
		add_nocase(v, c->image, path);
}

/* Whether a field is a boot file that the client may be told. */
static int
is_told(const struct client *c, const struct field *f)
{
	return f->tag == FIELD_CLASS_FILE || (f->tag == FIELD_FILE &&
	    client_bootfile(c, f->arch, STAGE_ROM, NULL) == f->text);
}

int
view_elsewhere(const struct client *c, const char *path, struct field *f)
{
	char cleaned[VIEW_PATH_SIZE];
	const struct record *levels[5];
	struct in_addr server;
	const char *name;
	size_t pos;

	if (c == NULL)
		return 0;
	levels[0] = &c->own;
	levels[1] = &c->group_record;
	levels[2] = &c->image_record;
	levels[3] = &c->default_record;
	levels[4] = &c->loaders_record;
	for (size_t i = 0; i < 5; i++)
		for (pos = 0; record_next(levels[i], &pos, f) == 1;)
			if (is_told(c, f) &&
			    bootserver_take(f->text, &server, &name) &&
			    view_clean(name, cleaned) == VIEW_NO_REASON &&
			    strcmp(cleaned, path) == 0)
				return 1;
	return 0;
}
