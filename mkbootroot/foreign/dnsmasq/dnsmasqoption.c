/*
 * The names that dnsmasq has for DHCP's options.
 */
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqoption.h"

static const struct {
	const char *name;
	unsigned char number, kind, is_own;
} options[] = {
	{ "netmask", 1, OPTION_ADDRESSES, 0 },
	{ "time-offset", 2, OPTION_4, 0 },
	{ "router", 3, OPTION_ADDRESSES, 0 },
	{ "dns-server", 6, OPTION_ADDRESSES, 0 },
	{ "log-server", 7, OPTION_ADDRESSES, 0 },
	{ "lpr-server", 9, OPTION_ADDRESSES, 0 },
	{ "hostname", 12, OPTION_TEXT, 1 },
	{ "boot-file-size", 13, OPTION_2, 0 },
	{ "domain-name", 15, OPTION_TEXT, 0 },
	{ "swap-server", 16, OPTION_ADDRESSES, 0 },
	{ "root-path", 17, OPTION_TEXT, 0 },
	{ "extension-path", 18, OPTION_TEXT, 0 },
	{ "ip-forward-enable", 19, OPTION_ANY, 0 },
	{ "non-local-source-routing", 20, OPTION_ANY, 0 },
	{ "policy-filter", 21, OPTION_ADDRESSES, 0 },
	{ "max-datagram-reassembly", 22, OPTION_2, 0 },
	{ "default-ttl", 23, OPTION_ANY, 0 },
	{ "mtu", 26, OPTION_2, 0 },
	{ "all-subnets-local", 27, OPTION_ANY, 0 },
	{ "broadcast", 28, OPTION_ADDRESSES, 1 },
	{ "router-discovery", 31, OPTION_ANY, 0 },
	{ "router-solicitation", 32, OPTION_ADDRESSES, 0 },
	{ "static-route", 33, OPTION_ADDRESSES, 0 },
	{ "trailer-encapsulation", 34, OPTION_ANY, 0 },
	{ "arp-timeout", 35, OPTION_4, 0 },
	{ "ethernet-encap", 36, OPTION_ANY, 0 },
	{ "tcp-ttl", 37, OPTION_ANY, 0 },
	{ "tcp-keepalive", 38, OPTION_4, 0 },
	{ "nis-domain", 40, OPTION_TEXT, 0 },
	{ "nis-server", 41, OPTION_ADDRESSES, 0 },
	{ "ntp-server", 42, OPTION_ADDRESSES, 0 },
	{ "vendor-encap", 43, OPTION_ANY, 1 },
	{ "netbios-ns", 44, OPTION_ADDRESSES, 0 },
	{ "netbios-dd", 45, OPTION_ADDRESSES, 0 },
	{ "netbios-nodetype", 46, OPTION_ANY, 0 },
	{ "netbios-scope", 47, OPTION_ANY, 0 },
	{ "x-windows-fs", 48, OPTION_ADDRESSES, 0 },
	{ "x-windows-dm", 49, OPTION_ADDRESSES, 0 },
	{ "requested-address", 50, OPTION_ADDRESSES, 1 },
	{ "lease-time", 51, OPTION_ANY, 1 },
	{ "option-overload", 52, OPTION_ANY, 1 },
	{ "message-type", 53, OPTION_ANY, 1 },
	{ "server-identifier", 54, OPTION_ADDRESSES, 1 },
	{ "parameter-request", 55, OPTION_ANY, 1 },
	{ "message", 56, OPTION_ANY, 1 },
	{ "max-message-size", 57, OPTION_ANY, 1 },
	{ "T1", 58, OPTION_ANY, 0 },
	{ "T2", 59, OPTION_ANY, 0 },
	{ "vendor-class", 60, OPTION_ANY, 0 },
	{ "client-id", 61, OPTION_ANY, 1 },
	{ "nis+-domain", 64, OPTION_TEXT, 0 },
	{ "nis+-server", 65, OPTION_ADDRESSES, 0 },
	{ "tftp-server", 66, OPTION_TEXT, 0 },
	{ "bootfile-name", 67, OPTION_TEXT, 0 },
	{ "mobile-ip-home", 68, OPTION_ADDRESSES, 0 },
	{ "smtp-server", 69, OPTION_ADDRESSES, 0 },
	{ "pop3-server", 70, OPTION_ADDRESSES, 0 },
	{ "nntp-server", 71, OPTION_ADDRESSES, 0 },
	{ "irc-server", 74, OPTION_ADDRESSES, 0 },
	{ "user-class", 77, OPTION_ANY, 0 },
	{ "rapid-commit", 80, OPTION_ANY, 0 },
	{ "FQDN", 81, OPTION_ANY, 1 },
	{ "agent-id", 82, OPTION_ANY, 1 },
	{ "client-arch", 93, OPTION_2, 0 },
	{ "client-interface-id", 94, OPTION_ANY, 0 },
	{ "client-machine-id", 97, OPTION_ANY, 0 },
	{ "posix-timezone", 100, OPTION_TEXT, 0 },
	{ "tzdb-timezone", 101, OPTION_TEXT, 0 },
	{ "ipv6-only", 108, OPTION_4, 0 },
	{ "subnet-select", 118, OPTION_ANY, 1 },
	{ "domain-search", 119, OPTION_TEXT, 0 },
	{ "sip-server", 120, OPTION_ANY, 0 },
	{ "classless-static-route", 121, OPTION_ANY, 0 },
	{ "vendor-id-encap", 125, OPTION_ANY, 0 },
	{ "tftp-server-address", 150, OPTION_ADDRESSES, 0 },
	{ "server-ip-address", 255, OPTION_ADDRESSES, 0 }
};

int
option_number(const char *name, int *is_own)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcasecmp(options[i].name, name) == 0) {
			*is_own = options[i].is_own;
			return options[i].number;
		}
	return -1;
}

enum option_kind
option_kind(unsigned number)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (options[i].number == number)
			return (enum option_kind)options[i].kind;
	return OPTION_ANY;
}
