/*
 * From answers to words: one server for all, the files of each kind, what iPXE
 * loads.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/answers.h"
#include "mkbootroot/foreign/leftout.h"
#include "mkbootroot/foreign/lent.h"
#include "mkbootroot/text/mapvalue.h"

/* Whether a file is fetched from the server that is told beside it. */
static int
needs_server(const char *file)
{
	return file != NULL && !value_is_url(file);
}

/*
 * The server of all that need one: 0 where one of them has none, since that one
 * is the server that answers, whichever address it has. Else the one of most.
 */
static const struct told *
server_of_all(const struct answers *all)
{
	const struct told *best = NULL;
	size_t most = 0, same, i, j;

	for (i = 0; i < KINDS; i++) {
		if (!needs_server(told_file(all, i)))
			continue;
		if (all->told[i].server.s_addr == 0)
			return &all->told[i];
		for (same = 0, j = i; j < KINDS; j++)
			same += needs_server(told_file(all, j)) &&
			    all->told[j].server.s_addr ==
			    all->told[i].server.s_addr;
		if (same > most) {
			most = same;
			best = &all->told[i];
		}
	}
	for (i = 0; i < KINDS && best == NULL; i++)
		if (!all->told[i].is_silent)
			best = &all->told[i];
	return best;
}

/* The file of a kind that is not left out. */
static const char *
kept_file(const struct answers *all, size_t i)
{
	return told_file(all, i) == NULL || leftout_is(all, i) ? NULL :
	    told_file(all, i);
}

/* x64 is one word: where its two numbers are told different files. */
static void
warn_twin(struct imported *im, const struct answers *all, size_t i)
{
	const size_t first = kind_first(i);
	const char *other = kept_file(all, first);
	const size_t taken = other != NULL ? first : i;
	const size_t lost = other != NULL ? i : first;
	const char *file = kept_file(all, taken), *theirs = told_file(all, lost);
	unsigned from = all->told[taken].file_from;
	char text[320];

	if (first == i || file == NULL || (agree_text(file, theirs) &&
	    all->told[i].server.s_addr == all->told[first].server.s_addr))
		return;
	snprintf(text, sizeof(text), "was told to x64 by number %u only: number "
	    "%u, which was told %.200s, gets it, too", kinds[taken].arch,
	    kinds[lost].arch, theirs == NULL ? "nothing" :
	    agree_text(file, theirs) ? "another server" : theirs);
	/* The line that makes the difference. */
	if (all->told[lost].is_silent)
		from = all->told[lost].silent_from;
	else if (agree_text(file, theirs))
		from = all->told[lost].server_from != 0 ?
		    all->told[lost].server_from : all->told[taken].server_from;
	imported_warn(im, from, file, text);
}

/* A name of Windows, as iPXE can have it in a URL; Windows knows both. */
static const char *
with_slashes(struct imported *im, unsigned from, const char *file)
{
	char name[MAP_TEXT_MAX + 1];

	if (strchr(file, '\\') == NULL || strlen(file) > MAP_TEXT_MAX)
		return file;
	imported_warn(im, from, file, "is told to iPXE with slashes");
	snprintf(name, sizeof(name), "%s", file);
	for (char *s = name; *s != '\0'; s++)
		if (*s == '\\')
			*s = '/';
	return imported_keep(im, name);
}

/* There is one name for all kinds. */
static void
warn_servername(struct imported *im, const struct told *t,
    const struct told *of_all)
{
	if (agree_text(t->servername, of_all->servername))
		return;
	if (of_all->servername != NULL)
		imported_warn(im, of_all->servername_from, of_all->servername,
		    "was told to some kinds of firmware only: all are told it");
	else
		imported_warn(im, t->servername_from, t->servername, "was told "
		    "to some kinds of firmware only: none is told it");
}

/* What the map says for a kind; NULL: nothing. */
static const char *
place_of(struct imported *im, const struct answers *all, size_t i,
    const struct told *of_all)
{
	const struct told *t = &all->told[i];
	const char *file = told_file(all, i), *reason, *place;
	int is_elsewhere;

	if (file == NULL)
		return NULL;
	if (leftout_is(all, i)) {
		leftout_warn(im, all, i);
		return NULL;
	}
	if (needs_server(file))
		warn_servername(im, t, of_all);
	/* A name of Windows is one of a server of its own: paths of ours have
	   no backslash. */
	is_elsewhere = needs_server(file) && t->server.s_addr != 0 &&
	    (t->server.s_addr != of_all->server.s_addr ||
	    strchr(file, '\\') != NULL);
	if (is_elsewhere && t->servername != NULL)
		imported_warn(im, t->servername_from, t->servername, "is not "
		    "told where the boot file is on a server of its own");
	if (kinds[i].as == AS_IPXE)
		file = with_slashes(im, t->file_from, file);
	place = words_place(im, kinds[i].word, kinds[i].as == AS_IPXE, file,
	    is_elsewhere ? &t->server : NULL, &reason);
	if (place == NULL)
		imported_refuse(im, t->file_from, file, reason);
	return place;
}

/* The words of all kinds: a number after its twin has the twin's. */
static void
take_places(const struct answers *all, const char *const place[KINDS],
    struct words *w)
{
	size_t i, of;

	for (i = 0; i < KINDS; i++) {
		of = i;
		/* 9 alone. */
		if (place[i] == NULL && i + 1 < KINDS && kind_first(i + 1) == i)
			of = i + 1;
		if (kind_first(i) != i || place[of] == NULL)
			continue;
		if (kinds[i].as == AS_IPXE)
			words_add(w->ipxe_of, &w->ipxes_of,
			    all->told[of].file_from, kinds[i].word, place[of]);
		else
			words_add(w->file, &w->files, all->told[of].file_from,
			    kinds[i].word, place[of]);
	}
}

void
answers_words(struct imported *im, const struct answers *all, struct words *w)
{
	const struct told *of_all = server_of_all(all);
	const char *place[KINDS] = { NULL };
	size_t i;

	memset(w, 0, sizeof(*w));
	w->is_whole = 1;
	lent_compare(im, all, of_all);
	if (of_all == NULL)
		return;
	w->server = of_all->server;
	w->server_from = of_all->server_from;
	w->servername = of_all->servername;
	w->servername_from = of_all->servername_from;
	for (i = 0; i < KINDS; i++) {
		warn_twin(im, all, i);
		place[i] = place_of(im, all, i, of_all);
	}
	take_places(all, place, w);
	w->router = of_all->router;
	memcpy(w->dns, of_all->dns, sizeof(w->dns));
	w->dns_n = of_all->dns_n;
	w->lease_s = of_all->lease_s;
}
