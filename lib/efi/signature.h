/*
 * Who signed an EFI program: the names in its Authenticode signatures. They
 * are read, not verified: that is the firmware's work, and shim's. Pure.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stddef.h>

#define SIGNATURES_MAX 4
#define SIGNATURE_NAME_SIZE 64
#define SIGNATURE_TABLE_MAX 65536	/* bytes of a table that are read */

struct signature {
	char signer[SIGNATURE_NAME_SIZE];	/* common name, or "" */
	char issuer[SIGNATURE_NAME_SIZE];	/* of who certifies it */
};

struct signatures {
	struct signature by[SIGNATURES_MAX];
	size_t n;
};

/* The signatures of a program's table. */
void signatures_parse(const unsigned char *table, size_t n,
    struct signatures *s);

/*
 * The common name of a certificate's subject (DER) into name; 0, or -1: it
 * is no certificate.
 */
int certificate_name(const unsigned char *der, size_t n,
    char name[SIGNATURE_NAME_SIZE]);

#endif
