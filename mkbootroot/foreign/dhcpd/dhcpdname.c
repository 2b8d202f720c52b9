/*
 * The options' names that dhcpd knows by itself, and which of them matter.
 */
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdname.h"

#define OPTION(name, code, format) { NULL, name, SPACE_DHCP, code, format }
#define SERVER(name, code, format) { NULL, name, SPACE_SERVER, code, format }
#define OTHER(name, format) SERVER(name, SERVER_OF_NO_MATTER, format)
#define WITHOUT(name, format) SERVER(name, SERVER_WITHOUT_WORD, format)

static const struct dhcpd_option options[] = {
	OPTION("subnet-mask", 1, "a"), OPTION("time-offset", 2, "4"),
	OPTION("routers", 3, "a*"), OPTION("time-servers", 4, "a*"),
	OPTION("ien116-name-servers", 5, "a*"),
	OPTION("domain-name-servers", 6, "a*"), OPTION("log-servers", 7, "a*"),
	OPTION("cookie-servers", 8, "a*"), OPTION("lpr-servers", 9, "a*"),
	OPTION("impress-servers", 10, "a*"),
	OPTION("resource-location-servers", 11, "a*"),
	OPTION("host-name", 12, "t"), OPTION("boot-size", 13, "2"),
	OPTION("merit-dump", 14, "t"), OPTION("domain-name", 15, "t"),
	OPTION("swap-server", 16, "a"), OPTION("root-path", 17, "t"),
	OPTION("extensions-path", 18, "t"), OPTION("ip-forwarding", 19, "f"),
	OPTION("non-local-source-routing", 20, "f"),
	OPTION("policy-filter", 21, "aa*"),
	OPTION("max-dgram-reassembly", 22, "2"),
	OPTION("default-ip-ttl", 23, "1"),
	OPTION("path-mtu-aging-timeout", 24, "4"),
	OPTION("path-mtu-plateau-table", 25, "2*"),
	OPTION("interface-mtu", 26, "2"), OPTION("all-subnets-local", 27, "f"),
	OPTION("broadcast-address", 28, "a"),
	OPTION("perform-mask-discovery", 29, "f"),
	OPTION("mask-supplier", 30, "f"), OPTION("router-discovery", 31, "f"),
	OPTION("router-solicitation-address", 32, "a"),
	OPTION("static-routes", 33, "aa*"),
	OPTION("trailer-encapsulation", 34, "f"),
	OPTION("arp-cache-timeout", 35, "4"),
	OPTION("ieee802-3-encapsulation", 36, "f"),
	OPTION("default-tcp-ttl", 37, "1"),
	OPTION("tcp-keepalive-interval", 38, "4"),
	OPTION("tcp-keepalive-garbage", 39, "f"),
	OPTION("nis-domain", 40, "t"), OPTION("nis-servers", 41, "a*"),
	OPTION("ntp-servers", 42, "a*"),
	OPTION("vendor-encapsulated-options", 43, "d"),
	OPTION("netbios-name-servers", 44, "a*"),
	OPTION("netbios-dd-server", 45, "a*"),
	OPTION("netbios-node-type", 46, "1"), OPTION("netbios-scope", 47, "t"),
	OPTION("font-servers", 48, "a*"), OPTION("x-display-manager", 49, "a*"),
	OPTION("dhcp-requested-address", 50, "a"),
	OPTION("dhcp-lease-time", 51, "4"),
	OPTION("dhcp-option-overload", 52, "1"),
	OPTION("dhcp-message-type", 53, "1"),
	OPTION("dhcp-server-identifier", 54, "a"),
	OPTION("dhcp-parameter-request-list", 55, "1*"),
	OPTION("dhcp-message", 56, "t"),
	OPTION("dhcp-max-message-size", 57, "2"),
	OPTION("dhcp-renewal-time", 58, "4"),
	OPTION("dhcp-rebinding-time", 59, "4"),
	OPTION("vendor-class-identifier", 60, "d"),
	OPTION("dhcp-client-identifier", 61, "d"),
	OPTION("dhcp-class-identifier", 60, "d"),
	OPTION("nwip-domain", 62, "t"), OPTION("nwip-suboptions", 63, "?"),
	OPTION("nisplus-domain", 64, "t"), OPTION("nisplus-servers", 65, "a*"),
	OPTION("tftp-server-name", 66, "t"), OPTION("bootfile-name", 67, "t"),
	OPTION("mobile-ip-home-agent", 68, "a*"),
	OPTION("smtp-server", 69, "a*"), OPTION("pop-server", 70, "a*"),
	OPTION("nntp-server", 71, "a*"), OPTION("www-server", 72, "a*"),
	OPTION("finger-server", 73, "a*"), OPTION("irc-server", 74, "a*"),
	OPTION("streettalk-server", 75, "a*"),
	OPTION("streettalk-directory-assistance-server", 76, "a*"),
	OPTION("user-class", 77, "t"), OPTION("slp-directory-agent", 78, "?"),
	OPTION("slp-service-scope", 79, "?"), OPTION("fqdn", 81, "?"),
	OPTION("relay-agent-information", 82, "?"),
	OPTION("nds-servers", 85, "a*"), OPTION("nds-tree-name", 86, "t"),
	OPTION("nds-context", 87, "t"),
	OPTION("bcms-controller-names", 88, "?"),
	OPTION("bcms-controller-address", 89, "a*"),
	OPTION("pxe-system-type", 93, "2*"),
	OPTION("pxe-interface-id", 94, "111"),
	OPTION("pxe-client-id", 97, "1d"), OPTION("uap-servers", 98, "t"),
	OPTION("pcode", 100, "t"), OPTION("tcode", 101, "t"),
	OPTION("v6-only-preferred", 108, "4"),
	OPTION("netinfo-server-address", 112, "a*"),
	OPTION("netinfo-server-tag", 113, "t"),
	OPTION("default-url", 114, "t"), OPTION("auto-config", 116, "1"),
	OPTION("name-service-search", 117, "2*"),
	OPTION("subnet-selection", 118, "a"), OPTION("domain-search", 119, "?"),
	OPTION("vivco", 124, "?"), OPTION("vivso", 125, "?"),
	OPTION("pxe-undefined-1", 128, "d"), OPTION("pxe-undefined-2", 129, "d"),
	OPTION("pxe-undefined-3", 130, "d"), OPTION("pxe-undefined-4", 131, "d"),
	OPTION("pxe-undefined-5", 132, "d"), OPTION("pxe-undefined-6", 133, "d"),
	OPTION("pxe-undefined-7", 134, "d"), OPTION("pxe-undefined-8", 135, "d"),
	OPTION("sip-ua-cs-domains", 141, "?"),
	OPTION("ipv4-address-andsf", 142, "a*"),
	OPTION("tftp-server-address", 150, "a*"),
	OPTION("v4-captive-portal", 160, "t"),
	OPTION("pxelinux-magic", 208, "1111"),
	OPTION("loader-configfile", 209, "t"),
	OPTION("loader-pathprefix", 210, "t"),
	OPTION("loader-reboottime", 211, "4"),
};

static const struct dhcpd_option parameters[] = {
	SERVER("filename", SERVER_FILENAME, "t"),
	SERVER("server-name", SERVER_NAME, "t"),
	SERVER("next-server", SERVER_NEXT, "a"),
	SERVER("default-lease-time", SERVER_LEASE, "T"),
	SERVER("max-lease-time", SERVER_LEASE_MAX, "T"),
	SERVER("min-lease-time", SERVER_LEASE_MIN, "T"),
	SERVER("boot-unknown-clients", SERVER_UNKNOWN_CLIENTS, "f"),
	SERVER("allow-bootp", SERVER_BOOTP, "f"),
	SERVER("allow-booting", SERVER_BOOTING, "f"),
	/* Who answers, when, and from where the clients come. */
	WITHOUT("min-secs", "1"), WITHOUT("always-broadcast", "f"),
	WITHOUT("use-lease-addr-for-default-route", "f"),
	WITHOUT("site-option-space", "d"), WITHOUT("ldap-server", "t"),
	/* The options that it is about are named themselves. */
	OTHER("vendor-option-space", "w"),
	OTHER("dynamic-bootp-lease-cutoff", "T"),
	OTHER("dynamic-bootp-lease-length", "4"), OTHER("dynamic-bootp", "f"),
	OTHER("one-lease-per-client", "f"), OTHER("get-lease-hostnames", "f"),
	OTHER("use-host-decl-names", "f"), OTHER("authoritative", "f"),
	OTHER("always-reply-rfc1048", "f"), OTHER("ddns-domainname", "t"),
	OTHER("ddns-hostname", "t"), OTHER("ddns-rev-domainname", "t"),
	OTHER("lease-file-name", "t"), OTHER("pid-file-name", "t"),
	OTHER("duplicates", "f"), OTHER("declines", "f"),
	OTHER("ddns-updates", "f"), OTHER("omapi-port", "2"),
	OTHER("local-port", "2"), OTHER("limited-broadcast-address", "a"),
	OTHER("remote-port", "2"), OTHER("local-address", "a"),
	OTHER("omapi-key", "?"), OTHER("stash-agent-options", "f"),
	OTHER("ddns-ttl", "T"), OTHER("ddns-update-style", "w"),
	OTHER("client-updates", "f"), OTHER("update-optimization", "f"),
	OTHER("ping-check", "f"), OTHER("update-static-leases", "f"),
	OTHER("log-facility", "w"), OTHER("do-forward-updates", "f"),
	OTHER("do-forward-update", "f"), OTHER("ping-timeout", "T"),
	OTHER("ping-timeout-ms", "T"), OTHER("ping-cltt-secs", "T"),
	OTHER("infinite-is-reserved", "f"),
	OTHER("update-conflict-detection", "f"),
	OTHER("ddns-guard-id-must-match", "f"),
	OTHER("ddns-other-guard-is-dynamic", "f"), OTHER("leasequery", "f"),
	OTHER("adaptive-lease-time-threshold", "1"),
	OTHER("do-reverse-updates", "f"), OTHER("fqdn-reply", "f"),
	OTHER("preferred-lifetime", "T"), OTHER("dhcpv6-lease-file-name", "t"),
	OTHER("dhcpv6-pid-file-name", "t"), OTHER("limit-addrs-per-ia", "4"),
	OTHER("limit-prefs-per-ia", "4"), OTHER("delayed-ack", "2"),
	OTHER("max-ack-delay", "4"), OTHER("ldap-port", "4"),
	OTHER("ldap-username", "t"), OTHER("ldap-password", "t"),
	OTHER("ldap-base-dn", "t"), OTHER("ldap-method", "w"),
	OTHER("ldap-debug-file", "t"), OTHER("ldap-dhcp-server-cn", "t"),
	OTHER("ldap-referrals", "f"), OTHER("ldap-ssl", "w"),
	OTHER("dhcp-cache-threshold", "1"), OTHER("dont-use-fsync", "f"),
	OTHER("ddns-local-address4", "a"), OTHER("ignore-client-uids", "f"),
	OTHER("log-threshold-low", "1"), OTHER("log-threshold-high", "1"),
	OTHER("echo-client-id", "f"), OTHER("server-id-check", "f"),
	OTHER("prefix-length-mode", "w"), OTHER("dhcpv6-set-tee-times", "f"),
	OTHER("abandon-lease-time", "T"), OTHER("use-eui-64", "f"),
	OTHER("persist-eui-64-leases", "f"), OTHER("check-secs-byte-order", "f"),
};

/* Spaces whose options no boot loader reads. */
static const char *const elsewhere[] = { "agent", "cisco", "fqdn", "isc",
    "msft", "nwip", "ubnt", "unifi", "vendor", "vendor-class" };

const struct dhcpd_option *
option_known(const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcasecmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

const struct dhcpd_option *
option_of_server(const char *name)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
		if (strcasecmp(parameters[i].name, name) == 0)
			return &parameters[i];
	return NULL;
}

int
dhcpd_knows(const char *word)
{
	static const char *const words[] = { "allow", "authoritative", "class",
	    "deny", "failover", "group", "host", "if", "ignore", "include",
	    "key", "not", "on", "option", "server-identifier",
	    "shared-network", "subclass", "subnet", "subnet6", "user-class",
	    "vendor-class", "zone" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(words[i], word) == 0)
			return 1;
	return option_of_server(word) != NULL;
}

int
space_is_elsewhere(const char *name)
{
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (strcasecmp(elsewhere[i], name) == 0)
			return 1;
	return 0;
}

int
option_matters(const struct dhcpd_option *o, const char *space)
{
	/* For hosts that run, and for the server's own work: IANA's list. */
	static const unsigned char idle[] = { 2, 4, 5, 7, 8, 9, 10, 11, 12, 13,
	    14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
	    31, 32, 34, 35, 36, 37, 38, 39, 40, 41, 42, 44, 45, 46, 47, 48,
	    49, 51, 55, 56, 57, 58, 59, 62, 63, 64, 65, 68, 69, 70, 71, 72,
	    73, 74, 75, 76, 78, 79, 81, 83, 85, 86, 87, 88, 89, 98, 100, 101,
	    108, 112, 113, 114, 116, 117, 119, 120, 137, 138, 141, 142, 160,
	    252 };

	if (o->space == SPACE_SERVER)
		return o->code != SERVER_OF_NO_MATTER;
	if (o->space != SPACE_DHCP)
		return !space_is_elsewhere(space);
	return o->code > 255 || memchr(idle, (int)o->code, sizeof(idle)) == NULL;
}
