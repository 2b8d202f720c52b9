/*
 * The client architectures: IANA's "Processor Architecture Types" (DHCP
 * option 93, RFC 4578 section 2.1 and the registry that followed it), and
 * the words that the map has for them.
 */
#ifndef ARCH_H
#define ARCH_H

#include <stddef.h>

#define ARCH_BIOS 0
#define ARCH_IA32 6
#define ARCH_X64 7
#define ARCH_ARM32 10
#define ARCH_ARM64 11
#define ARCH_X64_HTTP 16
#define ARCH_ARM32_HTTP 18
#define ARCH_ARM64_HTTP 19
#define ARCH_UBOOT 21		/* 32 bits; 22, 64 bits, is the same word */
#define ARCH_UBOOT_HTTP 23
#define ARCH_RISCV64 27
#define ARCH_LOONG64 39
#define ARCH_RPI 41
#define ARCH_MAX 65535

/*
 * The number that stands for n in the map. 8 and 9 are x64 as well: RFC
 * 4578's printed table swaps 7 and 9, and some firmware believed it; U-Boot
 * numbers for 32 and 64 bits are one word.
 */
unsigned arch_canonical(unsigned n);

/*
 * The word for a canonical number: "bios", "x64", "x64-http", "arch99".
 * buf is used where no fixed word exists; size 16 will do.
 */
const char *arch_word(unsigned n, char *buf, size_t size);

/* The canonical number of a word, "archN" (decimal) included; -1: not one. */
int arch_number(const char *word);

/* Whether the firmware of n loads by HTTP and wants a URL. */
int arch_is_http(unsigned n);

/*
 * The same machine's firmware when it loads by PXE, x64 for x64-http, and by HTTP;
 * n itself, if it has no such.
 */
unsigned arch_by_pxe(unsigned n);
unsigned arch_by_http(unsigned n);

/* Whether n is a kind of UEFI: its programs are PE files. */
int arch_is_efi(unsigned n);

#endif
