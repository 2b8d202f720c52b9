/*
 * The options of dnsmasq(8) 2.90, and what each is to booting. Pure.
 */
#ifndef DNSMASQKEY_H
#define DNSMASQKEY_H

enum dnsmasq_key {
	KEY_NONE,		/* dnsmasq knows none of that name */
	KEY_PASS,		/* it cannot matter to what a client is told */
	KEY_REFUSE,		/* it may, and there is no word of ours */
	KEY_FILE,		/* it names another file */
	KEY_BOOT, KEY_HOST, KEY_IGNORE, KEY_INTERFACE, KEY_MAC, KEY_MATCH,
	KEY_NAME_MATCH, KEY_NO_OVERRIDE, KEY_OPTION, KEY_OPTION_FORCE, KEY_PORT,
	KEY_PROMPT, KEY_RANGE, KEY_RELAY_INFO, KEY_SERVICE, KEY_TAG_IF, KEY_USER,
	KEY_VENDOR, KEY_VENDOR_PXE
};

enum key_value { VALUE_NEVER, VALUE_ALWAYS, VALUE_MAY };

/* *value: whether it has one. */
enum dnsmasq_key dnsmasq_key(const char *name, enum key_value *value);

#endif
