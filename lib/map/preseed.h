/*
 * The answers of an installer that asks nothing, a preseed of Debian's: a text
 * with variables (variable.h). What holds for all kinds is in answers.h.
 */
#ifndef PRESEED_H
#define PRESEED_H

#define PRESEED_SIZE_MAX 65536	/* bytes of the text before it is filled */

#endif
