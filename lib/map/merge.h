/*
 * Merging the records that the lookup has chosen, word by word: the client's
 * own before its group's, its image's, the net's and default's. Pure. The rules
 * are told in client.h.
 */
#ifndef MERGE_H
#define MERGE_H

#include "map/client.h"

/*
 * The action, and with boot= the image: of the client's own record, else its
 * group's, its net's, default's.
 */
void merge_action(struct client *c);

/*
 * Takes the kernel that was found in the image, with its initrd, where it was
 * left to the image's own configuration: for a loader that does not see that.
 */
void merge_found_kernel(struct client *c);

/*
 * args= and initrd=: the image's, then the group's, then the client's; default's
 * only where none has any, as with every other word.
 */
void merge_args(struct client *c);

/*
 * preseed= and answers=, which the trace is told of: out of the five records, and
 * nothing else that is known of the client.
 */
void merge_answers(struct client *c);

/* The kernel, once arguments, initrds and answers are known. */
void merge_kernel(struct client *c);

/* Every other word, once all five records are there. */
void merge_words(struct client *c);

#endif
