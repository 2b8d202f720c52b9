/*
 * The words of the map about boot files: which record's word counts. Pure.
 */
#ifndef BOOTWORD_H
#define BOOTWORD_H

#include "map/client.h"

/*
 * The file of an arch in one record: given, else found. NULL: it says nothing;
 * it may say that there is none, see bootword_is_none().
 */
const char *bootword_file(const struct record *r, enum map_field tag,
    unsigned arch);

/*
 * Whether the boot files that a record of a client names are for what it boots now:
 * not default's for who boots its disk, nor a group's that boots something,
 * nor those of its own line for who is done with what that line boots.
 */
int bootword_counts(const struct client *c, const struct record *r);

/*
 * The word about the loader of an arch: the client's, its group's, its image's,
 * default's, that of the image loaders, which are for who gets generated
 * configuration; of an image in a menu, its own. Those that do not count are left
 * out. NULL: there is none.
 */
const char *bootword_loader(const struct client *c, enum map_field tag,
    unsigned arch);

/* The same as a file; NULL: there is none, or the word says so. */
const char *bootword_loader_file(const struct client *c, enum map_field tag,
    unsigned arch);

/* Whether the file of an arch stands in the record's line. */
int bootword_is_given(const struct record *r, unsigned arch);

/*
 * What iPXE loads under an arch: the first record that says something to it
 * counts, the client's, its group's, its image's or default's, of those that do; in
 * that, x64-ipxe= before ipxe=. As bootword_file(). *is_of_arch, if it is
 * not NULL, says which of the two.
 */
const char *bootword_ipxe(const struct client *c, unsigned arch,
    int *is_of_arch);

/*
 * Whether the map says this word of the loader of an arch: in FIELD_ASKS, whom it
 * asks after PXE; in FIELD_LOADS, by which protocols it goes on.
 */
int bootword_says(const struct record *r, enum map_field tag, unsigned arch,
    const char *word);

/* Whether a text, which may be NULL, says that there is no file. */
int bootword_is_none(const char *text);

/*
 * Whether the record that the text `one` lies in, of a client, comes before the
 * one of the other, or is the same: the client's, its group's, its image's,
 * default's, the image loaders'. A text that is NULL is of no record, the last.
 */
int bootword_is_first(const struct client *c, const char *one,
    const char *other);

/*
 * Whether a record has a loader that could ask us for its configuration: not
 * one on a server of its own.
 */
int bootword_has_loader(const struct record *r);

#endif
