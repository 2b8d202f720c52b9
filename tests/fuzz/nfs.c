/*
 * Any texts as SERVER:PATH, and as who may mount it: what is taken adds no
 * line, no option and no word to what the two servers are told. The input is
 * two texts, with a NUL between them.
 */
#include "mkbootroot/diskless/nfssource.h"

#include "must.h"
#include "mkbootroot/diskless/nfsexport.h"

/* How often a character stands in a text. */
static size_t
count(const char *text, char c)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

/* The text has the same lines and marks as that of a harmless export. */
static void
compare(const struct nfs_export *e)
{
	static const char marks[] = "\n\"{};=#()\\'`$,\t ";
	static struct nfs_source plain = { "nfs", "/srv/web", 0 };
	struct nfs_export good = *e;
	char text[NFS_EXPORT_SIZE], plain_text[NFS_EXPORT_SIZE];
	size_t written, more;

	good.source = &plain;
	good.clients = "10.9.0.0/24";
	for (int whom = NFS_EXPORTS; whom <= NFS_BOTH; whom++) {
		nfs_export_text(e, (enum nfs_servers)whom, text);
		nfs_export_text(&good, (enum nfs_servers)whom, plain_text);
		must(strlen(text) < NFS_EXPORT_SIZE - 1, "it does not fit");
		for (const char *m = marks; *m != '\0'; m++) {
			written = count(text, *m);
			more = 0;
			/* "=" may stand in a path, where it means nothing. */
			if (*m == '=')
				more = count(e->source->path, '=') *
				    (1 + (whom & NFS_EXPORTS ? 1 : 0) +
				    (whom & NFS_GANESHA ? 2 : 0));
			must(written == count(plain_text, *m) + more,
			    "a mark that says more");
		}
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	char *text = exact_text(bytes, n);
	const size_t first = strlen(text);
	const char *clients = first < n ? text + first + 1 : "";
	struct nfs_source s;
	struct nfs_export e = { .image = "web", .source = &s,
	    .clients = clients };

	(void)nfs_export_file_is_for(text);
	if (nfs_source_parse(&s, text) == NULL) {
		must(s.path[0] == '/' && s.path[1] != '\0' &&
		    s.server[0] != '\0' && strstr(s.path, "/../") == NULL,
		    "a source that is none");
		if (nfs_clients_check(clients) == NULL)
			for (e.version = 3; e.version <= 4; e.version++)
				for (e.writable = 0; e.writable < 2;
				    e.writable++)
					compare(&e);
	}
	free(text);
	return 0;
}
