/*
 * A table of WIN_CERTIFICATE (length, revision, type), each with a PKCS #7
 * SignedData (RFC 2315): its signers say by issuer and number which of its
 * certificates (RFC 5280) is theirs.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "efi/der.h"
#include "efi/signature.h"

#define HEADER_SIZE 8
#define TYPE_PKCS7 2

/* The parts of a certificate that are of use. */
struct certificate {
	struct der issuer, number, subject;
};

static const unsigned char oid_common_name[] = { 0x55, 0x04, 0x03 };

/*
 * The common name of a Name, the last one of several; "" without one. What
 * could not be shown is shown as "?".
 */
static void
common_name(struct der name, char buf[SIGNATURE_NAME_SIZE])
{
	struct der set, pair, oid, text;
	unsigned tag;
	size_t i;

	buf[0] = '\0';
	while (der_take(&name, DER_SET, &set)) {
		if (!der_take(&set, DER_SEQUENCE, &pair) ||
		    !der_take(&pair, DER_OID, &oid) ||
		    oid.n != sizeof(oid_common_name) ||
		    memcmp(oid.p, oid_common_name, oid.n) != 0 ||
		    !der_next(&pair, &tag, &text))
			continue;
		for (i = 0; i < text.n && i < SIGNATURE_NAME_SIZE - 1; i++)
			buf[i] = text.p[i] >= ' ' && text.p[i] <= '~' ?
			    (char)text.p[i] : '?';
		buf[i] = '\0';
	}
}

/* The content of a Certificate. 1; 0: it is not one. */
static int
take_certificate(struct der content, struct certificate *c)
{
	struct der body, part;

	if (!der_take(&content, DER_SEQUENCE, &body))
		return 0;
	(void)der_take(&body, DER_CONTEXT_0, &part);	/* version */
	return der_take(&body, DER_INTEGER, &c->number) &&
	    der_take(&body, DER_SEQUENCE, &part) &&	/* algorithm */
	    der_take(&body, DER_SEQUENCE, &c->issuer) &&
	    der_take(&body, DER_SEQUENCE, &part) &&	/* validity */
	    der_take(&body, DER_SEQUENCE, &c->subject);
}

int
certificate_name(const unsigned char *der, size_t n,
    char name[SIGNATURE_NAME_SIZE])
{
	struct der row = { der, n }, content;
	struct certificate c;

	if (!der_take(&row, DER_SEQUENCE, &content) ||
	    !take_certificate(content, &c))
		return -1;
	common_name(c.subject, name);
	return 0;
}

/* One signer: its issuer's name, and its own out of its certificate. */
static void
take_signer(struct der signer, struct der certificates,
    struct signatures *s)
{
	struct signature *by = &s->by[s->n];
	struct der part, id, issuer, number, one;
	struct certificate c;

	if (!der_take(&signer, DER_INTEGER, &part) ||
	    !der_take(&signer, DER_SEQUENCE, &id) ||
	    !der_take(&id, DER_SEQUENCE, &issuer) ||
	    !der_take(&id, DER_INTEGER, &number))
		return;
	memset(by, 0, sizeof(*by));
	common_name(issuer, by->issuer);
	while (der_take(&certificates, DER_SEQUENCE, &one))
		if (take_certificate(one, &c) &&
		    der_equal(&c.issuer, &issuer) &&
		    der_equal(&c.number, &number)) {
			common_name(c.subject, by->signer);
			break;
		}
	s->n++;
}

static void
take_signed_data(struct der row, struct signatures *s)
{
	struct der message, body, data, part, certificates = { NULL, 0 };
	struct der signers, signer;

	if (!der_take(&row, DER_SEQUENCE, &message) ||
	    !der_take(&message, DER_OID, &part) ||
	    !der_take(&message, DER_CONTEXT_0, &body) ||
	    !der_take(&body, DER_SEQUENCE, &data) ||
	    !der_take(&data, DER_INTEGER, &part) ||	/* version */
	    !der_take(&data, DER_SET, &part) ||		/* algorithms */
	    !der_take(&data, DER_SEQUENCE, &part))	/* what is signed */
		return;
	(void)der_take(&data, DER_CONTEXT_0, &certificates);
	(void)der_take(&data, DER_CONTEXT_0 + 1, &part);	/* revoked */
	if (!der_take(&data, DER_SET, &signers))
		return;
	while (s->n < SIGNATURES_MAX && der_take(&signers, DER_SEQUENCE,
	    &signer))
		take_signer(signer, certificates, s);
}

void
signatures_parse(const unsigned char *table, size_t n, struct signatures *s)
{
	struct der row;
	size_t one;

	s->n = 0;
	while (n >= HEADER_SIZE && s->n < SIGNATURES_MAX) {
		one = le32dec(table);
		if (one < HEADER_SIZE || one > n)
			return;
		row.p = table + HEADER_SIZE;
		row.n = one - HEADER_SIZE;
		if (le16dec(table + 6) == TYPE_PKCS7)
			take_signed_data(row, s);
		one = (one + 7) & ~(size_t)7;
		if (one > n)
			return;
		table += one;
		n -= one;
	}
}
