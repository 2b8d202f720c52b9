/*
 * The commands, each in the file that has its name; those with options of their
 * own have a header. All say what is wrong, and return the exit code.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "mkbootroot/options.h"

/*
 * done: clients that boot something once have done so; without a client, who of
 * them is done. again: they boot it once more.
 */
int done(const struct options *o, int argc, char **argv);
int again(const struct options *o, int argc, char **argv);

/* The compiled map as text that gives the same map. */
int dump(const struct options *o);

/*
 * What happens to the machines, a line of JSON for each event, on standard output;
 * or, with a program, this is run for each, with the line on its standard input,
 * one at a time and for at most limit_s seconds. where: as for watch(), and a file
 * is read to its end.
 */
int events(const char *where, const char *program, int limit_s);

/*
 * What a client is told, which files it gets, and why. argv: CLIENT [arch=ARCH]
 * [stage=ipxe] [file=NAME], or -p CAPTURE [server=ADDRESS].
 */
int explain(const struct options *o, int argc, char **argv);

/*
 * The map, made anew whenever what it is made of changes: lines of etcd; what a
 * program prints every so many minutes; or else the file or folder of the options.
 */
struct follow {
	int is_etcd;
	const char *prefix;	/* of etcd's keys; NULL: as always */
	const char *program;
	int minutes;
};
int follow(const struct options *o, const struct follow *want);

/*
 * The map as the configuration of another DHCP server: "dnsmasq", "dhcpd" or
 * "kea"; 2: it is none of them.
 */
int export_map(const struct options *o, const char *server);

/* An archive, or a folder that is copied, as an image of the boot root. */
int import(const struct options *o, const char *name, const char *source);

/*
 * Other programs' configuration as lines of clients(5), on standard output. What
 * they cannot say is named on standard error: what is of many lines alike once,
 * or is_each of them. Which program the file is of is seen from it. root is the
 * path of the boot root. 1: something was not translated.
 */
int import_hosts(const char *path, const char *root, int is_each);

/*
 * tftpd-hpa's remap file as remap lines of the map, on standard output; each rule
 * that they cannot say is named on standard error. 1: there is one.
 */
int import_remap(const char *path);

/*
 * Puts answers for all clients of the image `name` into it by rename, once they
 * have proved good.
 */
int image_preseed(const struct options *o, const char *name,
    const char *file);

/*
 * Fills the image whose loaders every other image may use, from this host's
 * packages, or from a folder: the root of a tree like the host's, or one that
 * holds the files themselves. Says what it took and which package has what is
 * missing.
 */
int loaders(const struct options *o, const char *folder);

/*
 * The boots that the log tells of, as one page of HTML: in the file `out`, or, NULL,
 * on standard output. where is a file of the log, "-" standard input, NULL the
 * journal, from `since` on, as journalctl wants that, NULL: of the last 24 hours.
 */
int report(const char *out, const char *since, const char *where);

/*
 * The machines of the log that the map has no line for, as lines of clients(5) on
 * standard output. where and since: as for report().
 */
int unknown(const struct options *o, const char *since, const char *where);

/*
 * What the machines do, as the log says: where is a file of it, "-" standard
 * input, NULL the journal. On a terminal a screen, elsewhere a line for each
 * change; once: the state, and that is all.
 */
int watch(const char *where, int once);

#endif
