/*
 * Which language a kind is written in.
 */
#include <string.h>

#include "mkbootroot/answers/answerscheck.h"
#include "mkbootroot/answers/answersline.h"

/*
 * What cloud-init takes for user-data and vendor-data: YAML that says so in its
 * first line, or scripts and archives, which are nobody's to read here.
 */
static void
check_user_data(enum answers_kind kind, const char *bytes, size_t n,
    answers_say *say, void *arg)
{
	if (answers_begin(bytes, n, "## template:"))
		say(arg, ANSWERS_DOUBT, 1, "a template, whose syntax is not "
		    "checked");
	else if (answers_begin(bytes, n, "#cloud-config-archive"))
		answers_check_yaml(bytes, n, YAML_ONE, NULL, NULL, say, arg);
	else if (answers_begin(bytes, n, "#cloud-config-jsonp"))
		say(arg, ANSWERS_DOUBT, 1, "a patch in JSON, whose syntax is not "
		    "checked");
	else if (answers_begin(bytes, n, "#cloud-config"))
		answers_check_yaml(bytes, n, YAML_ONE_MAPPING,
		    kind == ANSWERS_AUTOINSTALL ? "autoinstall" : NULL,
		    "version", say, arg);
	else if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		say(arg, ANSWERS_WRONG, 1, "it begins with a byte order mark "
		    "(BOM): cloud-init does not see #cloud-config behind it");
	else if (kind == ANSWERS_AUTOINSTALL || (!answers_begin(bytes, n, "#") &&
	    !answers_begin(bytes, n, "content-type:") && n > 0))
		say(arg, ANSWERS_WRONG, 1, "the first line has to be "
		    "#cloud-config: cloud-init takes nothing else for its "
		    "configuration");
	else if (n > 0)
		say(arg, ANSWERS_DOUBT, 1, "no #cloud-config: its syntax is "
		    "not checked");
}

void
answers_check(enum answers_kind kind, const char *bytes, size_t n,
    answers_say *say, void *arg)
{
	switch (kind) {
	case ANSWERS_KICKSTART:
		answers_check_kickstart(bytes, n, say, arg);
		break;
	case ANSWERS_AUTOINSTALL:
	case ANSWERS_CLOUD_CONFIG:
	case ANSWERS_VENDOR_DATA:
		check_user_data(kind, bytes, n, say, arg);
		break;
	case ANSWERS_META_DATA:
	case ANSWERS_NETWORK_CONFIG:
		answers_check_yaml(bytes, n, YAML_ONE_MAPPING, NULL, NULL, say,
		    arg);
		break;
	case ANSWERS_TALOS:
		answers_check_yaml(bytes, n, YAML_MANY, NULL, NULL, say, arg);
		break;
	case ANSWERS_AUTOYAST:
		answers_check_xml(bytes, n, "profile", say, arg);
		break;
	case ANSWERS_UNATTEND:
		answers_check_xml(bytes, n, "unattend", say, arg);
		break;
	case ANSWERS_AGAMA:
	case ANSWERS_IGNITION:
		answers_check_json(bytes, n, kind, say, arg);
		break;
	case ANSWERS_PROXMOX:
		answers_check_toml(bytes, n, say, arg);
		break;
	case ANSWERS_ALPINE:
		answers_check_assignments(bytes, n, say, arg);
		break;
	default:
		break;
	}
}
