/*
 * A MAC address as text. Pure.
 */
#ifndef MAC_H
#define MAC_H

#define MAC_TEXT_SIZE 18

/* "52:54:00:12:34:56", as the map and the log write it. Returns buf. */
char *mac_text(const unsigned char mac[6], char buf[MAC_TEXT_SIZE]);

#endif
