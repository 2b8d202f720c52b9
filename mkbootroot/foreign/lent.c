/*
 * One address, one router and the same name servers for all that a client is.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/lent.h"

static void
compare_firmware(struct imported *im, const struct told *t,
    const struct told *of_all)
{
	const struct told *said;

	if (t->router.s_addr != of_all->router.s_addr) {
		said = t->router.s_addr != 0 ? t : of_all;
		imported_warn(im, said->router_from, inet_ntoa(said->router),
		    "is the router for some kinds of firmware only");
	}
	if (t->dns_n != of_all->dns_n || memcmp(t->dns, of_all->dns,
	    t->dns_n * sizeof(t->dns[0])) != 0) {
		said = t->dns_n > 0 ? t : of_all;
		imported_warn(im, said->dns_from, inet_ntoa(said->dns[0]),
		    "is the name server (dns) for some kinds of firmware only");
	}
}

/* What is said to firmware is said to what it boots, too. */
static void
compare_words(struct imported *im, const struct told *t,
    const struct told *of_all)
{
	if (t->router.s_addr != of_all->router.s_addr) {
		if (of_all->router.s_addr != 0)
			imported_warn(im, of_all->router_from,
			    inet_ntoa(of_all->router), "was the router for "
			    "firmware only: here what it boots has it, too");
		else
			imported_refuse(im, t->router_from,
			    inet_ntoa(t->router), "is the router for what has "
			    "been booted, and was not told to firmware");
	}
	if (t->dns_n == of_all->dns_n && memcmp(t->dns, of_all->dns,
	    t->dns_n * sizeof(t->dns[0])) == 0)
		return;
	if (of_all->dns_n != 0)
		imported_warn(im, of_all->dns_from, inet_ntoa(of_all->dns[0]),
		    "was the name server (dns) for firmware only: here what "
		    "it boots has it, too");
	else
		imported_refuse(im, t->dns_from, inet_ntoa(t->dns[0]), "is the "
		    "name server (dns) for what has been booted, and was not "
		    "told to firmware");
}

static void
compare_system(struct imported *im, const struct answers *all,
    const struct told *of_all)
{
	const struct told *t = &all->system;
	const char *ip = all->lent_to->ip;
	unsigned silent_from;

	if (answers_silent(all, &silent_from)) {
		if (!t->is_silent)
			imported_refuse(im, silent_from, ip, "was lent to what "
			    "has been booted, and firmware got no answer: here "
			    "it is lent to neither");
	} else if (t->is_silent) {
		imported_warn(im, t->silent_from, ip, "was lent to firmware "
		    "only: here it is lent to what it boots, too");
	} else if (of_all != NULL) {
		compare_words(im, t, of_all);
	}
}

void
lent_compare(struct imported *im, const struct answers *all,
    const struct told *of_all)
{
	for (size_t i = 0; i < KINDS && of_all != NULL; i++)
		if (!all->told[i].is_silent)
			compare_firmware(im, &all->told[i], of_all);
	if (all->lent_to != NULL)
		compare_system(im, all, of_all);
}
