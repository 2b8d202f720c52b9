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
	/* Each is left out where args= has its word, or with[] of the same place. */
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
