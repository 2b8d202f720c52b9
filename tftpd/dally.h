/*
 * The end of an upload, should its last ACK have been lost.
 */
#ifndef DALLY_H
#define DALLY_H

#include "tftpd/receive.h"

/*
 * After RECEIVE_DONE: stays for a while to repeat the last ACK (RFC 1350
 * section 6).
 */
void dally(const struct receive *r);

#endif
