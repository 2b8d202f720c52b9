/*
 * Where a word of a client comes from: the record that it lies in and its line.
 */
#ifndef EXPLAINORIGIN_H
#define EXPLAINORIGIN_H

#include "map/client.h"
#include "mkbootroot/explain/explainline.h"

/* A client that was found in a map, and the text that its words may stand in. */
struct explainwords {
	const struct map *m;
	const struct who *who;
	const struct client *c;
	const struct explainline *lines;
};

/* Prints which record a text of the client lies in and ", FILE:LINE", if known. */
void explain_origin(const struct explainwords *w, const char *text);

/* The same for a record itself, of which no text is needed. */
void explain_level(const struct explainwords *w, enum client_level level);

/* Prints "  word=text: from ORIGIN", note and a newline; nothing where text is NULL. */
void explain_text(const struct explainwords *w, const char *word, const char *text,
    const char *note);

/* Calls word(of, …) for each word that the lookup takes or leaves: client_tell(). */
void explain_each(const struct explainwords *w, void (*word)(void *of,
    enum client_level level, enum client_use use, const struct field *f), void *of);

#endif
