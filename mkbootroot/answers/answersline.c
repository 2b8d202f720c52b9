/*
 * Lines and words.
 */
#include <string.h>
#include <strings.h>

#include "mkbootroot/answers/answersline.h"

int
answers_line_next(struct answers_lines *all, struct answers_line *l)
{
	const char *end;

	if (all->n == 0)
		return 0;
	end = memchr(all->s, '\n', all->n);
	l->s = all->s;
	l->n = end == NULL ? all->n : (size_t)(end - all->s);
	l->line = ++all->line;
	all->s += l->n + (end != NULL);
	all->n -= l->n + (end != NULL);
	if (l->n > 0 && l->s[l->n - 1] == '\r')
		l->n--;
	return 1;
}

int
answers_word_next(struct answers_line *l, const char **word, size_t *n)
{
	size_t i = 0, end;

	while (i < l->n && (l->s[i] == ' ' || l->s[i] == '\t'))
		i++;
	for (end = i; end < l->n && l->s[end] != ' ' && l->s[end] != '\t';)
		end++;
	*word = l->s + i;
	*n = end - i;
	l->s += end;
	l->n -= end;
	return *n > 0;
}

int
answers_begin(const char *bytes, size_t n, const char *word)
{
	const size_t word_n = strlen(word);

	while (n > 0 && strchr(" \t\r\n\v\f", *bytes) != NULL && *bytes != '\0') {
		bytes++;
		n--;
	}
	return n >= word_n && strncasecmp(bytes, word, word_n) == 0;
}

static int
is_in(const char *const *list, const char *word, size_t n)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == n && memcmp(*list, word, n) == 0)
			return 1;
	return 0;
}

/* pykickstart's commands, those of Fedora and RHEL up to 10, and older ones. */
int
answers_is_command(const char *word, size_t n)
{
	static const char *const commands[] = {
		"auth", "authconfig", "authselect", "autopart", "autostep",
		"bootc", "bootloader", "btrfs", "cdrom", "clearpart",
		"cmdline", "device", "deviceprobe", "dmraid", "driverdisk",
		"eula", "fcoe", "firewall", "firstboot", "graphical", "group",
		"halt", "harddrive", "hmc", "ignoredisk", "install",
		"interactive", "iscsi", "iscsiname", "key", "keyboard",
		"lang", "langsupport", "lilo", "lilocheck", "liveimg",
		"logging", "logvol", "mediacheck", "method", "module",
		"monitor", "mount", "mouse", "multipath", "network", "nfs",
		"nvdimm", "ostreecontainer", "ostreesetup", "part",
		"partition", "poweroff", "raid", "rdp", "realm", "reboot",
		"repo", "reqpart", "rescue", "rhsm", "rootpw", "selinux",
		"services", "shutdown", "skipx", "snapshot", "sshkey",
		"sshpw", "syspurpose", "text", "timesource", "timezone",
		"unsupported_hardware", "updates", "upgrade", "url", "user",
		"vnc", "volgroup", "xconfig", "zerombr", "zfcp", "zipl", NULL
	};

	return is_in(commands, word, n);
}

/* VMware's "vSphere ESXi installation", "Installation and upgrade script commands". */
int
answers_is_esxi_word(const char *word, size_t n)
{
	static const char *const words[] = {
		"accepteula", "vmaccepteula", "clearpart", "dryrun",
		"install", "installorupgrade", "keyboard", "network",
		"paranoid", "part", "partition", "reboot", "rootpw",
		"serialnum", "vmserialnum", "upgrade", "include", "%include",
		"%pre", "%post", "%firstboot", NULL
	};

	return is_in(words, word, n);
}

int
answers_is_section(const char *word, size_t n)
{
	static const char *const sections[] = {
		"%packages", "%pre", "%post", "%pre-install", "%onerror",
		"%traceback", "%addon", "%anaconda", "%certificate", NULL
	};

	return is_in(sections, word, n);
}
