/*
 * What must hold of every answer of dhcp-helper, whoever asked.
 */
#ifndef DHCPANSWER_H
#define DHCPANSWER_H

#include "dhcp-helper/conflict.h"
#include "dhcp-helper/decide.h"
#include "dhcp-helper/hint.h"
#include "dhcp-helper/message.h"

/*
 * Decides about a message as dhcp-helper does, notes it in conflicts and
 * hints, writes its line of the log and its answer; aborts where one of them
 * cannot be. What it was answered; ANSWER_SILENT also if that did not fit.
 */
enum decision_answer dhcp_answer(const struct message *m,
    const struct facts *f, struct conflicts *conflicts, struct hints *hints);

#endif
