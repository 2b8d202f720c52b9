/*
 * Six octets in hexadecimal.
 */
#include <stdio.h>

#include "map/mac.h"

char *
mac_text(const unsigned char mac[6], char buf[MAC_TEXT_SIZE])
{
	snprintf(buf, MAC_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
	    mac[1], mac[2], mac[3], mac[4], mac[5]);
	return buf;
}
