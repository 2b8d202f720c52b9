/*
 * DHCP's options, by the names that dnsmasq(8) has for them. Pure.
 */
#ifndef DNSMASQOPTION_H
#define DNSMASQOPTION_H

#define OPTION_MAX 255

/* What a value is, whatever it looks like. */
enum option_kind { OPTION_ANY, OPTION_ADDRESSES, OPTION_TEXT, OPTION_2, OPTION_4 };

/* The number; -1: dnsmasq knows none. *is_own: it sends that one itself. */
int option_number(const char *name, int *is_own);
enum option_kind option_kind(unsigned number);

#endif
