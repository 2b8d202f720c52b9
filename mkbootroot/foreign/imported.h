/*
 * What other programs' configuration says of clients, on its way to lines of
 * clients(5): words gathered, inherited and written. Pure, but for the output.
 */
#ifndef IMPORTED_H
#define IMPORTED_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>

#include "map/map.h"
#include "mkbootroot/text/mistake.h"

#define IMPORTED_ARCHS 24
#define IMPORTED_DNS_MAX 4
#define IMPORTED_WHO_SIZE 24

/* What one kind of firmware is told: below the boot root, a URL, or "-", none. */
struct imported_file {
	unsigned arch;
	const char *path;
	unsigned from;		/* the line of their file */
};

/*
 * Words of a line; what is not said is NULL, 0. Texts lie in their file's, or in
 * what imported_keep() has made.
 */
struct words {
	struct imported_file file[IMPORTED_ARCHS];
	struct imported_file ipxe_of[IMPORTED_ARCHS];	/* x64-ipxe= */
	size_t files, ipxes_of;
	const char *ipxe, *servername;
	struct in_addr server, router, dns[IMPORTED_DNS_MAX];
	size_t dns_n;
	unsigned lease_s;
	unsigned server_from, servername_from, silent_from;	/* lines */
	int ignore;
	unsigned disk_from;	/* sent to its disk, and to no file, by this line */
	/*
	 * Every kind of firmware and iPXE has been asked for: what is not said
	 * is none, also where the image or default has one.
	 */
	int is_whole;
};

/* A line of a client, of a prefix, or of a net. */
struct imported_line {
	unsigned from;		/* the line of their file */
	char who[IMPORTED_WHO_SIZE];	/* MAC or prefix; "": left out */
	const char *name;		/* NULL: none */
	struct in_addr ip;		/* of a net, too; 0: none */
	int length;			/* of a net; -1: it is none */
	struct words words;
};

/* An image, by what the lines name and by what lies in the boot root. */
struct imported_image {
	char name[MAP_NAME_MAX + 1];
	struct imported_file *file;	/* loaders that it has, perhaps */
	size_t n;
	int has_kernel;		/* that is booted by generated configuration */
};

struct imported {
	const char *root;	/* the boot root's path, which names may have */
	struct imported_line *line;
	size_t n, size;
	struct words others;	/* of clients without a line: default */
	struct imported_image *image;
	size_t images;
	char **kept;
	size_t kept_n;
	int no_memory;
	/*
	 * What has been looked at to make the lines, so that a file cannot have it
	 * take for ever: each step is one, which takes some nanoseconds.
	 */
	unsigned long long work;	/* see imported_is_too_much() */
	struct mistakes mistakes;
};

/*
 * Takes their value into the words. What they cannot say is a mistake of that
 * line. A boot file under the path of the boot root is taken as below it;
 * with several archs the first word of each counts.
 */
void words_file(struct imported *im, unsigned from, struct words *w,
    unsigned arch, const char *path);
void words_server(struct imported *im, unsigned from, struct words *w,
    const char *address);
void words_router(struct imported *im, unsigned from, struct words *w,
    const char *address);
void words_dns(struct imported *im, unsigned from, struct words *w,
    const char *address);

/* An address; 0: it is none, which is a mistake of that line. */
struct in_addr words_address(struct imported *im, unsigned from,
    const char *text);

/* The kind of firmware that a file is for, by its name: BIOS, or of UEFI. */
unsigned words_arch(const char *path);

/* Takes over what w does not say. */
void words_inherit(struct words *w, const struct words *from);

/* A copy of a text that lives as long as im; "" where there is no memory. */
const char *imported_keep(struct imported *im, const char *text);

/*
 * A boot file as clients(5) has it: without the boot root's path, or as a URL of
 * a server of its own (address NULL: the client's). NULL: *reason speaks against
 * it. What does not lie in `path` is kept.
 */
const char *words_place(struct imported *im, unsigned arch, int for_ipxe,
    const char *path, const struct in_addr *server, const char **reason);

/* Adds to one of their lists, in which there is room; "-" is none. */
void words_add(struct imported_file *list, size_t *n, unsigned from,
    unsigned arch, const char *path);

/* What a list says about an arch; NULL: nothing. */
const char *words_find(const struct imported_file *list, size_t n,
    unsigned arch);

/* The folder for files that lie in none, and the image of what it boots. */
#define IMPORTED_NO_FOLDER "pxe"

/* Whether they boot anything; the image that it is in. */
int words_boot(const struct words *w);
void words_image(const struct words *w, char image[MAP_NAME_MAX + 1]);

/*
 * Leaves out what a line with these words need not say, since the image's line
 * (NULL: there is none, or it is this one) says it, and says what is none where
 * the client would be told something else. image: NULL, nothing is known of it.
 */
void words_least(struct words *w, const struct words *of_line,
    const struct imported_image *image);

/*
 * Something that has no word (what may be NULL, if the reason says it), and what
 * is not as it was. Each is said once.
 */
void imported_warn(struct imported *im, unsigned from, const char *what,
    const char *text);
void imported_refuse(struct imported *im, unsigned from, const char *what,
    const char *reason);

/*
 * A line for a client, name and ip may be NULL; for a prefix, written as in
 * clients(5); for a net, host byte order.
 */
void imported_client(struct imported *im, unsigned from,
    const unsigned char mac[6], const char *name, const char *ip,
    const struct words *w);
void imported_prefix(struct imported *im, unsigned from, const char *who,
    const struct words *w);
void imported_net(struct imported *im, unsigned from, uint32_t net,
    uint32_t mask, const struct words *w);

/*
 * Whoever has a line already, and an address that another line has, are
 * mistakes of the second one, which is left out, or its address.
 */
void imported_check(struct imported *im);

/*
 * Gathers what is known of the images that the lines boot. -1: the boot root is
 * there, and cannot be read; errno says why.
 */
int imported_images(struct imported *im);
const struct imported_image *imported_image(const struct imported *im,
    const char *name);

/*
 * Whether so much has been looked at that it would take minutes: then the lines
 * are not all there, and none is of use.
 */
int imported_is_too_much(const struct imported *im);

/* Writes the lines. 0: there is none. */
int imported_print(const struct imported *im, FILE *out);

void imported_free(struct imported *im);

/*
 * The formats: each takes n bytes, which it changes, and a NUL is behind them.
 * ethers(5); dnsmasq(8), its configuration or a dhcp-hostsfile; dhcpd.conf(5);
 * Kea's kea-dhcp4.conf; bootptab(5).
 */
void import_ethers(struct imported *im, char *text, size_t n);
void import_dnsmasq(struct imported *im, char *text, size_t n);
void import_dhcpd(struct imported *im, char *text, size_t n);
void import_kea(struct imported *im, char *text, size_t n);
void import_bootptab(struct imported *im, char *text, size_t n);

#endif
