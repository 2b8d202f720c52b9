/*
 * The names, as "dnsmasq --help" of a build with everything in it has them.
 */
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqkey.h"

struct key {
	const char *name;
	enum dnsmasq_key key;
	enum key_value value;
};

static const struct key keys[] = {
	{ "bridge-interface", KEY_REFUSE, VALUE_ALWAYS },
	{ "conf-dir", KEY_FILE, VALUE_ALWAYS },
	{ "conf-file", KEY_FILE, VALUE_MAY },
	{ "conf-script", KEY_FILE, VALUE_ALWAYS },
	{ "dhcp-alternate-port", KEY_REFUSE, VALUE_MAY },
	{ "dhcp-boot", KEY_BOOT, VALUE_ALWAYS },
	{ "dhcp-circuitid", KEY_RELAY_INFO, VALUE_ALWAYS },
	{ "dhcp-host", KEY_HOST, VALUE_ALWAYS },
	{ "dhcp-hostsdir", KEY_FILE, VALUE_ALWAYS },
	{ "dhcp-hostsfile", KEY_FILE, VALUE_ALWAYS },
	{ "dhcp-ignore", KEY_IGNORE, VALUE_ALWAYS },
	{ "dhcp-mac", KEY_MAC, VALUE_ALWAYS },
	{ "dhcp-match", KEY_MATCH, VALUE_ALWAYS },
	{ "dhcp-name-match", KEY_NAME_MATCH, VALUE_ALWAYS },
	{ "dhcp-no-override", KEY_NO_OVERRIDE, VALUE_NEVER },
	{ "dhcp-option", KEY_OPTION, VALUE_ALWAYS },
	{ "dhcp-option-force", KEY_OPTION_FORCE, VALUE_ALWAYS },
	{ "dhcp-optsdir", KEY_FILE, VALUE_ALWAYS },
	{ "dhcp-optsfile", KEY_FILE, VALUE_ALWAYS },
	{ "dhcp-pxe-vendor", KEY_VENDOR_PXE, VALUE_ALWAYS },
	{ "dhcp-range", KEY_RANGE, VALUE_ALWAYS },
	{ "dhcp-relay", KEY_REFUSE, VALUE_ALWAYS },
	{ "dhcp-remoteid", KEY_RELAY_INFO, VALUE_ALWAYS },
	{ "dhcp-subscrid", KEY_RELAY_INFO, VALUE_ALWAYS },
	{ "dhcp-userclass", KEY_USER, VALUE_ALWAYS },
	{ "dhcp-vendorclass", KEY_VENDOR, VALUE_ALWAYS },
	{ "interface", KEY_INTERFACE, VALUE_ALWAYS },
	{ "port", KEY_PORT, VALUE_ALWAYS },
	{ "pxe-prompt", KEY_PROMPT, VALUE_ALWAYS },
	{ "pxe-service", KEY_SERVICE, VALUE_ALWAYS },
	{ "read-ethers", KEY_FILE, VALUE_NEVER },
	{ "shared-network", KEY_REFUSE, VALUE_ALWAYS },
	{ "tag-if", KEY_TAG_IF, VALUE_ALWAYS },
	{ "tftp-lowercase", KEY_REFUSE, VALUE_NEVER },
	{ "tftp-unique-root", KEY_REFUSE, VALUE_MAY }
};

/* What cannot matter, which have no value. */
static const char *const flags[] = {
	"all-servers", "bind-dynamic", "bind-interfaces", "bogus-priv",
	"clear-on-reload", "conntrack", "dhcp-authoritative",
	"dhcp-client-update", "dhcp-fqdn", "dhcp-ignore-clid",
	"dhcp-rapid-commit", "dhcp-sequential-ip",
	"dns-loop-detect", "dnssec", "dnssec-debug", "dnssec-no-timecheck",
	"domain-needed", "enable-ra", "expand-hosts", "filter-A",
	"filter-AAAA", "filterwin2k", "help", "keep-in-foreground",
	"leasefile-ro", "localise-queries", "localmx", "log-debug",
	"log-dhcp", "no-daemon", "no-hosts", "no-ident", "no-negcache",
	"no-ping", "no-poll", "no-resolv", "no-round-robin", "proxy-dnssec",
	"quiet-dhcp", "quiet-dhcp6", "quiet-ra", "quiet-tftp",
	"rebind-localhost-ok", "script-arp", "script-on-renewal", "selfmx",
	"stop-dns-rebind", "strict-order", "strip-mac", "strip-subnet",
	"test", "tftp-no-blocksize", "tftp-no-fail", "tftp-secure",
	"tftp-single-port", "version"
};

/* What cannot matter, with a value. */
static const char *const values[] = {
	"add-cpe-id", "addn-hosts", "address", "alias", "auth-peer",
	"auth-sec-servers", "auth-server", "auth-soa", "auth-ttl",
	"auth-zone", "bogus-nxdomain", "caa-record", "cache-rr", "cname",
	"connmark-allowlist", "dhcp-duid", "dhcp-lease", "dhcp-lease-max",
	"dhcp-luascript", "dhcp-reply-delay", "dhcp-script",
	"dhcp-scriptuser", "dhcp-ttl", "dns-forward-max", "dns-rr",
	"dnssec-limits", "dnssec-timestamp", "domain", "domain-suffix",
	"dumpfile", "dumpmask", "dynamic-host", "edns-packet-max",
	"except-interface", "filter-rr", "host-record", "hostsdir",
	"ignore-address", "interface-name", "ipset", "listen-address",
	"local", "local-ttl", "log-facility", "max-cache-ttl", "max-port",
	"max-tcp-connections", "max-ttl", "min-cache-ttl", "min-port",
	"mx-host", "mx-target", "naptr-record", "neg-ttl", "nftset",
	"no-dhcp-interface", "no-dhcpv4-interface", "no-dhcpv6-interface",
	"port-limit", "ptr-record", "query-port", "ra-param",
	"rebind-domain-ok", "rev-server", "server", "servers-file",
	"srv-host", "synth-domain", "tftp-max", "tftp-mtu", "tftp-port-range",
	"tftp-root", "trust-anchor", "txt-record"
};

/* What cannot matter, perhaps with one. */
static const char *const maybes[] = {
	"add-mac", "add-subnet", "bootp-dynamic", "cache-size",
	"connmark-allowlist-enable", "dhcp-broadcast", "dhcp-generate-names",
	"dhcp-ignore-names", "dhcp-leasefile", "dhcp-proxy",
	"dnssec-check-unsigned", "enable-dbus", "enable-tftp", "enable-ubus",
	"fast-dns-retry", "group", "local-service", "log-async",
	"log-queries", "pid-file", "resolv-file", "umbrella",
	"use-stale-cache", "user"
};

static int
is_among(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, list[i]) == 0)
			return 1;
	return 0;
}

enum dnsmasq_key
dnsmasq_key(const char *name, enum key_value *value)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(name, keys[i].name) == 0) {
			*value = keys[i].value;
			return keys[i].key;
		}
	if (is_among(name, flags, sizeof(flags) / sizeof(flags[0])))
		*value = VALUE_NEVER;
	else if (is_among(name, values, sizeof(values) / sizeof(values[0])))
		*value = VALUE_ALWAYS;
	else if (is_among(name, maybes, sizeof(maybes) / sizeof(maybes[0])))
		*value = VALUE_MAY;
	else
		return KEY_NONE;
	return KEY_PASS;
}
