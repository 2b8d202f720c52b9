/*
 * What the image was made of, and the kernels that this kind of medium has: they
 * are meant, whatever else is there.
 */
#include "mkbootroot/image/imagesearch.h"
#include "mkbootroot/image/mediumfind.h"

void
search_take_medium(struct search *s)
{
	struct medium_found *found = &s->im->medium;

	medium_find(s->rootfd, s->image, found);
	for (size_t i = 0; i < found->pairs; i++)
		search_take_named(s, found->pair[i].kernel,
		    found->pair[i].initrd);
}
