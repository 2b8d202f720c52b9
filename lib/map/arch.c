/*
 * The client architectures: IANA's numbers and the map's words.
 */
#include <bsd/stdlib.h>
#include <stdio.h>
#include <string.h>

#include "map/arch.h"

static const struct {
	unsigned n;
	const char *word;
} words[] = {
	{ARCH_BIOS, "bios"},
	{ARCH_IA32, "ia32"},
	{ARCH_X64, "x64"},
	{ARCH_ARM32, "arm32"},
	{ARCH_ARM64, "arm64"},
	{15, "ia32-http"},
	{ARCH_X64_HTTP, "x64-http"},
	{ARCH_ARM32_HTTP, "arm32-http"},
	{ARCH_ARM64_HTTP, "arm64-http"},
	{20, "bios-http"},
	{ARCH_UBOOT, "uboot"},
	{ARCH_UBOOT_HTTP, "uboot-http"},
	{25, "riscv32"},
	{26, "riscv32-http"},
	{27, "riscv64"},
	{28, "riscv64-http"},
	{37, "loong32"},
	{38, "loong32-http"},
	{39, "loong64"},
	{40, "loong64-http"},
	{ARCH_RPI, "rpi"},
};

#define WORDS (sizeof(words) / sizeof(words[0]))

unsigned
arch_canonical(unsigned n)
{
	switch (n) {
	case 8:			/* Xscale in the RFC, x64 in the field */
	case 9:
		return ARCH_X64;
	case 17:		/* EBC by HTTP, as 9 is to 7 */
		return ARCH_X64_HTTP;
	case 22:
		return ARCH_UBOOT;
	case 24:
		return ARCH_UBOOT_HTTP;
	default:
		return n;
	}
}

const char *
arch_word(unsigned n, char *buf, size_t size)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].n == n)
			return words[i].word;
	snprintf(buf, size, "arch%u", n);
	return buf;
}

int
arch_number(const char *word)
{
	const char *error;
	long long n;

	for (size_t i = 0; i < WORDS; i++)
		if (strcmp(words[i].word, word) == 0)
			return (int)words[i].n;
	/* strtonum would take a sign and blanks as well. */
	if (strncmp(word, "arch", 4) != 0 || word[4] < '0' || word[4] > '9')
		return -1;
	n = strtonum(word + 4, 0, ARCH_MAX, &error);
	return error != NULL ? -1 : (int)arch_canonical((unsigned)n);
}

int
arch_is_http(unsigned n)
{
	switch (n) {
	case 15: case ARCH_X64_HTTP: case ARCH_ARM32_HTTP:
	case ARCH_ARM64_HTTP: case 20: case ARCH_UBOOT_HTTP: case 26:
	case 28: case 30: case 38: case 40:
		return 1;
	default:
		return 0;
	}
}

/* But for a BIOS: by HTTP nobody has seen one. */
static const struct {
	unsigned http, pxe;
} pairs[] = {
	{15, ARCH_IA32}, {ARCH_X64_HTTP, ARCH_X64},
	{ARCH_ARM32_HTTP, ARCH_ARM32}, {ARCH_ARM64_HTTP, ARCH_ARM64},
	{ARCH_UBOOT_HTTP, ARCH_UBOOT}, {26, 25}, {28, ARCH_RISCV64},
	{30, 29}, {38, 37}, {40, ARCH_LOONG64},
};

#define PAIRS (sizeof(pairs) / sizeof(pairs[0]))

unsigned
arch_by_pxe(unsigned n)
{
	for (size_t i = 0; i < PAIRS; i++)
		if (pairs[i].http == n)
			return pairs[i].pxe;
	return n;
}

unsigned
arch_by_http(unsigned n)
{
	for (size_t i = 0; i < PAIRS; i++)
		if (pairs[i].pxe == n)
			return pairs[i].http;
	return n;
}

int
arch_is_efi(unsigned n)
{
	switch (n) {
	case ARCH_IA32: case ARCH_X64: case ARCH_ARM32: case ARCH_ARM64:
	case 15: case ARCH_X64_HTTP: case ARCH_ARM32_HTTP:
	case ARCH_ARM64_HTTP: case 25: case 26: case 27: case 28: case 29:
	case 30: case 37: case 38: case 39: case 40:
		return 1;
	default:
		return 0;
	}
}
