/*
 * getopt(3), begun anew behind a command's name. Pure but for that.
 */
#include <bsd/stdlib.h>
#include <unistd.h>

#include "mkbootroot/commandoption.h"

int
commandoption_nfsroot(int argc, char **argv, struct nfsroot *want)
{
	int option;

	*want = (struct nfsroot){ .clients = "*" };
	optind = 0;
	while ((option = getopt(argc, argv, "+3a:k:wx:z")) != -1)
		switch (option) {
		case '3':
			want->own = 1;
			break;
		case 'a':
			want->clients = optarg;
			break;
		case 'k':
			want->kernel = optarg;
			break;
		case 'w':
			want->writable = 1;
			break;
		case 'x':
			want->file = optarg;
			break;
		case 'z':
			want->gzip = 1;
			break;
		default:
			return -1;
		}
	argc -= optind;
	argv += optind;
	if (argc < 2 || argc > 3)
		return -1;
	want->name = argv[0];
	want->source = argv[1];
	want->folder = argv[2];
	return 0;
}

int
commandoption_ramdisk(int argc, char **argv, struct ramdisk *want)
{
	int option;

	*want = (struct ramdisk){ .name = NULL };
	optind = 0;
	while ((option = getopt(argc, argv, "+bk:z")) != -1)
		switch (option) {
		case 'b':
			want->busybox = 1;
			break;
		case 'k':
			want->kernel = optarg;
			break;
		case 'z':
			want->gzip = 1;
			break;
		default:
			return -1;
		}
	argc -= optind;
	argv += optind;
	if (argc < 1 || argc > 2 || (argc == 1 && !want->busybox))
		return -1;
	want->name = argv[0];
	want->folder = argc == 2 ? argv[1] : NULL;
	return 0;
}

int
commandoption_follow(int argc, char **argv, struct follow *want)
{
	const char *error = NULL;
	int option, has_minutes = 0;

	*want = (struct follow){ .minutes = 5 };
	optind = 0;
	while ((option = getopt(argc, argv, "+ep:t:x:")) != -1)
		switch (option) {
		case 'e':
			want->is_etcd = 1;
			break;
		case 'p':
			want->prefix = optarg;
			break;
		case 't':
			want->minutes = (int)strtonum(optarg, 1, 1440, &error);
			has_minutes = 1;
			if (error != NULL)
				return -1;
			break;
		case 'x':
			want->program = optarg;
			break;
		default:
			return -1;
		}
	if (optind != argc || (want->is_etcd && want->program != NULL) ||
	    (want->prefix != NULL && !want->is_etcd) ||
	    (has_minutes && want->program == NULL))
		return -1;
	return 0;
}

/* Any of the options that commands about log lines have. */
static int
read_seeing(int argc, char **argv, const char *options, struct seeing *want)
{
	const char *error = NULL;
	int option;

	*want = (struct seeing){ .limit_s = 30 };
	optind = 0;
	while ((option = getopt(argc, argv, options)) != -1)
		switch (option) {
		case '1':
			want->is_once = 1;
			break;
		case 'o':
			want->out = optarg;
			break;
		case 's':
			want->since = optarg;
			break;
		case 't':
			want->limit_s = (int)strtonum(optarg, 1, 3600, &error);
			if (error != NULL)
				return -1;
			break;
		case 'x':
			want->program = optarg;
			break;
		default:
			return -1;
		}
	want->file = argv[optind];
	return argc - optind > 1 ? -1 : 0;
}

int
commandoption_events(int argc, char **argv, struct seeing *want)
{
	return read_seeing(argc, argv, "+t:x:", want);
}

int
commandoption_report(int argc, char **argv, struct seeing *want)
{
	return read_seeing(argc, argv, "+o:s:", want);
}

int
commandoption_unknown(int argc, char **argv, struct seeing *want)
{
	return read_seeing(argc, argv, "+s:", want);
}

int
commandoption_watch(int argc, char **argv, struct seeing *want)
{
	return read_seeing(argc, argv, "+1", want);
}
