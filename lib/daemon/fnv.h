/*
 * FNV-1a of 64 bits (draft-eastlake-fnv): a sum of bytes, by which others are told
 * apart. It keeps nobody from making two that are alike. Pure.
 */
#ifndef FNV_H
#define FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_BEGIN UINT64_C(0xcbf29ce484222325)

/* The sum, which is FNV_BEGIN at first, with n more bytes. */
uint64_t fnv_add(uint64_t sum, const void *bytes, size_t n);

#endif
