/*
 * What is known of each kind of answers. Sources:
 *
 *	kickstart	anaconda, docs/boot-options.rst (inst.ks) and
 *			dracut/parse-anaconda-kickstart.sh: file: is in the
 *			initramfs, read before there is a network
 *	autoinstall	Ubuntu's "Providing autoinstall configuration", and
 *			cloud-init's NoCloud: ds=nocloud;s=URL, a slash at the
 *			URL's end; user-data, meta-data, vendor-data and
 *			network-config are asked for behind it
 *	autoyast	SUSE's AutoYaST guide, autoyast=URL
 *	agama		agama-project.github.io, "Unattended installation":
 *			inst.auto=URL; JSON is Jsonnet as well
 *	ignition	docs.fedoraproject.org, Fedora CoreOS "PXE"
 *	proxmox		pve.proxmox.com, "Automated Installation"
 *	apkovl		mkinitfs, initramfs-init: apkovl=URL, which wants ip=
 *	talos		docs.siderolabs.com, "Kernel parameters"
 */
#include <stdio.h>
#include <string.h>

#include "map/answers.h"

static const struct row {
	const char *word, *also;
	const char *name;
	enum answers_way way;
	/* Each is left out where args= has its word, or instead[] of the same place. */
	const char *args[3];
	const char *instead[3];
} rows[ANSWERS_KINDS] = {
	[ANSWERS_PRESEED] = {"preseed", NULL, "preseed.cfg", ANSWERS_IN_INITRD,
	    {"priority=critical"}, {"debconf/priority"}},
	[ANSWERS_KICKSTART] = {"kickstart", "ks", "ks.cfg", ANSWERS_IN_INITRD,
	    {"inst.ks=file:/ks.cfg"}, {"ks"}},
	[ANSWERS_AUTOINSTALL] = {"autoinstall", NULL, "user-data",
	    ANSWERS_BY_HTTP, {"autoinstall", "ds=nocloud;s=@answers@"}, {NULL}},
	[ANSWERS_CLOUD_CONFIG] = {"cloud-config", "cloud-init", "user-data",
	    ANSWERS_BY_HTTP, {"ds=nocloud;s=@answers@"}, {NULL}},
	[ANSWERS_AUTOYAST] = {"autoyast", NULL, "autoinst.xml",
	    ANSWERS_BY_HTTP, {"autoyast=@answers@autoinst.xml"},
	    {"inst.auto"}},
	[ANSWERS_AGAMA] = {"agama", NULL, "profile.jsonnet", ANSWERS_BY_HTTP,
	    {"inst.auto=@answers@profile.jsonnet"}, {"agama.auto"}},
	[ANSWERS_IGNITION] = {"ignition", "ign", "config.ign",
	    ANSWERS_BY_HTTP, {"ignition.firstboot",
	    "ignition.platform.id=metal",
	    "ignition.config.url=@answers@config.ign"},
	    {"flatcar.first_boot", NULL, "coreos.config.url"}},
	[ANSWERS_PROXMOX] = {"proxmox", NULL, "answer.toml", ANSWERS_BY_HTTP,
	    {"proxmox-start-auto-installer"}, {NULL}},
	[ANSWERS_APKOVL] = {"apkovl", NULL, "alpine.apkovl.tar.gz",
	    ANSWERS_BY_HTTP, {"ip=dhcp",
	    "apkovl=@answers@alpine.apkovl.tar.gz"}, {NULL}},
	[ANSWERS_ALPINE] = {"alpine", NULL, "answers", ANSWERS_BY_HTTP,
	    {NULL}, {NULL}},
	[ANSWERS_TALOS] = {"talos", NULL, "machine.yaml", ANSWERS_BY_HTTP,
	    {"talos.platform=metal", "talos.config=@answers@machine.yaml"},
	    {NULL}},
	[ANSWERS_UNATTEND] = {"unattend", NULL, "unattend.xml",
	    ANSWERS_BY_HTTP, {NULL}, {NULL}},
	[ANSWERS_META_DATA] = {"meta-data", NULL, "meta-data",
	    ANSWERS_BY_HTTP, {NULL}, {NULL}},
	[ANSWERS_VENDOR_DATA] = {"vendor-data", NULL, "vendor-data",
	    ANSWERS_BY_HTTP, {NULL}, {NULL}},
	[ANSWERS_NETWORK_CONFIG] = {"network-config", NULL, "network-config",
	    ANSWERS_BY_HTTP, {NULL}, {NULL}},
	/* Its own name. */
	[ANSWERS_FILE] = {"file", NULL, NULL, ANSWERS_BY_HTTP, {NULL}, {NULL}},
};

const char *
answers_word(enum answers_kind kind)
{
	return rows[kind].word;
}

enum answers_kind
answers_kind(const char *word, size_t n)
{
	const char *name[2];

	for (int i = 1; i < ANSWERS_KINDS; i++) {
		name[0] = rows[i].word;
		name[1] = rows[i].also;
		for (int k = 0; k < 2; k++)
			if (name[k] != NULL && strlen(name[k]) == n &&
			    memcmp(name[k], word, n) == 0)
				return (enum answers_kind)i;
	}
	return ANSWERS_NONE;
}

enum answers_way
answers_way(enum answers_kind kind)
{
	return rows[kind].way;
}

const char *
answers_name(enum answers_kind kind)
{
	return rows[kind].name;
}

enum answers_kind
answers_take(const char *text, const char **path)
{
	const char *colon = strchr(text, ':');
	enum answers_kind kind = colon == NULL ? ANSWERS_NONE :
	    answers_kind(text, (size_t)(colon - text));

	*path = kind == ANSWERS_NONE ? NULL : colon + 1;
	return kind;
}

const char *
answers_take_folder(const char *text)
{
	const size_t n = strlen(ANSWERS_FOLDER);

	return strncmp(text, ANSWERS_FOLDER, n) == 0 ? text + n : NULL;
}

/* Whether args has the word of n bytes, or one that begins with it and '='. */
static int
says(const char *args, const char *word, size_t n)
{
	while (*(args += strspn(args, " ")) != '\0') {
		if (strncmp(args, word, n) == 0 &&
		    (args[n] == '=' || args[n] == ' ' || args[n] == '\0'))
			return 1;
		args += strcspn(args, " ");
	}
	return 0;
}

static void
put_in_front(const char *word, char *args, size_t size)
{
	const size_t n = strlen(args), more = strlen(word) + (n > 0);

	if (more + n >= size)
		return;
	memmove(args + more, args, n + 1);
	memcpy(args, word, strlen(word));
	if (n > 0)
		args[more - 1] = ' ';
}

void
answers_add_args(enum answers_kind kind, char *args, size_t size)
{
	const struct row *r = &rows[kind];

	for (size_t i = sizeof(r->args) / sizeof(r->args[0]); i-- > 0;)
		if (r->args[i] != NULL &&
		    !says(args, r->args[i], strcspn(r->args[i], "=")) &&
		    (r->instead[i] == NULL ||
		    !says(args, r->instead[i], strlen(r->instead[i]))))
			put_in_front(r->args[i], args, size);
}

int
answers_may_have_cr(enum answers_kind kind)
{
	switch (kind) {
	case ANSWERS_AUTOINSTALL:
	case ANSWERS_AUTOYAST:
	case ANSWERS_AGAMA:
	case ANSWERS_IGNITION:
	case ANSWERS_PROXMOX:
	case ANSWERS_TALOS:
	case ANSWERS_UNATTEND:
	case ANSWERS_FILE:
		return 1;
	default:
		return 0;
	}
}
