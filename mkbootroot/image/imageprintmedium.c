/*
 * What an image was made of, for a person: what it is, what it needs, and what
 * nobody has seen boot.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/map.h"
#include "mkbootroot/image/imageprintmedium.h"

#define MEBIBYTE (1024 * 1024)

/* The size of a file of the image in MiB, rounded up; 0: it is not there. */
static unsigned long long
size_of(int rootfd, const char *name, const char *path)
{
	char whole[MAP_NAME_MAX + 1 + MEDIUM_PATH_SIZE];
	struct stat st;

	snprintf(whole, sizeof(whole), "%s/%s", name, path);
	if (beneath_stat(rootfd, whole, &st) == -1)
		return 0;
	return ((unsigned long long)st.st_size + MEBIBYTE - 1) / MEBIBYTE;
}

static void
print_memory(int rootfd, const char *name, const struct medium_found *found,
    FILE *out)
{
	const struct medium *m = found->medium;
	const char *file = m->ram_mark > 0 && medium_is_by_kernel(found) &&
	    found->pairs > 0 ? found->pair[0].file :
	    m->ram_mark > 0 ? found->mark[m->ram_mark - 1] : m->iso;
	const unsigned long long size = file == NULL || (found->lacks_iso &&
	    m->ram_mark == 0) ? 0 : size_of(rootfd, name, file);

	if (m->ram_mib == 0 && size == 0)
		return;
	fprintf(out, "  %-9s", "memory");
	if (m->ram_mib > 0)
		fprintf(out, " %u MB at least", m->ram_mib);
	if (size > 0)
		fprintf(out, "%s %s (%llu MB) is loaded into it",
		    m->ram_mib > 0 ? ";" : "", file, size);
	fputc('\n', out);
}

static void
print_answers(const struct medium *m, FILE *out)
{
	const char *before = " ";

	if (m->answers == 0)
		return;
	fprintf(out, "  %-9s", "answers");
	for (int kind = 0; kind < ANSWERS_KINDS; kind++)
		if (m->answers & ANSWERS_BIT(kind)) {
			fprintf(out, "%s%s", before,
			    answers_word((enum answers_kind)kind));
			before = ", ";
		}
	fputc('\n', out);
}

static void
print_needs(const struct medium_found *found, FILE *out)
{
	const struct medium *m = found->medium;

	if (m->needs & MEDIUM_HTTP)
		fprintf(out, "  %-9s HTTP: httpd, and http=yes in its clients' "
		    "lines, or in default's\n", "needs");
	if (m->needs & MEDIUM_IPXE)
		fprintf(out, "  %-9s iPXE: PXELINUX and GRUB cannot start it\n",
		    "needs");
	if (found->lacks_iso)
		fprintf(out, "  %-9s the ISO file as %s in its folder: import the "
		    "ISO file itself\n", "needs", m->iso);
	if (found->lacks_file)
		fprintf(out, "  %-9s the system that its kernel loads, of the same version "
		    "and machine\n", "needs");
	if (found->lacks_args)
		fprintf(out, "  %-9s args=: %s has none that every loader can "
		    "express\n", "needs", m->script);
}

/* A share for what the installer loads when it runs. */
static void
print_share(int rootfd, const char *name, FILE *out)
{
	char link[64], path[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", rootfd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n < 0)
		n = 0;
	path[n] = '\0';
	fprintf(out, "  %-9s Windows Setup reads the rest from a share. In "
	    "smb.conf:\n\t[%s]\n\tpath = %s/%s\n\tread only = yes\n"
	    "\tguest ok = yes\n", "share", name, path, name);
}

void
image_print_medium(int rootfd, const char *name,
    const struct medium_found *found, FILE *out)
{
	const struct medium *m = found->medium;

	if (m == NULL)
		return;
	fprintf(out, "  %-9s %s%s%s%s\n", "medium", m->title,
	    found->label[0] == '\0' ? "" : ": ", found->label,
	    m->needs & MEDIUM_CANNOT ? " (does not boot over the network as it "
	    "is)" : m->is_proven ? "" : " (unproven)");
	for (size_t i = 0; i < found->mores; i++)
		fprintf(out, "  %-9s %s\n", "and", found->more[i]);
	if (found->args[0] != '\0')
		fprintf(out, "  %-9s %s\n", "args", found->args);
	print_needs(found, out);
	print_memory(rootfd, name, found, out);
	print_answers(m, out);
	if (m->tell != NULL)
		fprintf(out, "  %-9s %s\n", "remark", m->tell);
	if (m->needs & MEDIUM_SHARE)
		print_share(rootfd, name, out);
}
