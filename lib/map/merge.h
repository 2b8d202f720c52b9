/*
 * Merging the records that the lookup has chosen, word by word: the client's
 * own before its image's, before the net's, before default's. Pure. The rules
 * are told in client.h.
 */
#ifndef MERGE_H
#define MERGE_H

#include "map/client.h"

/*
 * The action, and with boot= the image: out of c->own, else
 * c->default_record.
 */
void merge_action(struct client *c);

/*
 * Takes the kernel that was found in the image, with its initrd, where it was
 * left to the image's own configuration: for a loader that does not see that.
 */
void merge_found_kernel(struct client *c);

/* Every other word, once all four records are there. */
void merge_words(struct client *c);

#endif
