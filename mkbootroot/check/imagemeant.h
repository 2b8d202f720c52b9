/*
 * Which image was meant by the name of one that is not there.
 */
#ifndef IMAGEMEANT_H
#define IMAGEMEANT_H

#include <stddef.h>

/*
 * ": is it NAME?", with the name of the boot root's image that is nearest to this one; or
 * nothing, where none is near. Size MAP_NAME_MAX + 16 will do.
 */
void image_meant(int rootfd, const char *name, char *text, size_t size);

#endif
