/*
 * The words of a message, "file=debian12/linux client=10.9.0.21 ...". Pure.
 */
#ifndef SEE_LOGWORDS_H
#define SEE_LOGWORDS_H

#include "mkbootroot/see/logline.h"

/*
 * Reads words until a sentence or the end, into l->word, l->rest, l->id, l->answer
 * and l->is_paced. Words that are not known are passed over: a later version may
 * have more of them.
 */
void logwords_read(struct slice s, struct logline *l);

/* Whether the word stands there, be it "-". */
int logwords_has(const struct logline *l, enum logline_key key);

#endif
