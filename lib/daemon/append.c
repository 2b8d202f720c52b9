/*
 * Behind the last piece there is always a NUL, also where there is no room.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"

struct append
append_begin(char *buf, size_t size)
{
	return (struct append){ .buf = buf, .size = size, .n = strlen(buf) };
}

void
append_args(struct append *a, const char *format, va_list ap)
{
	const size_t room = a->size - a->n;
	int n;

	if (a->full)
		return;
	if ((n = vsnprintf(a->buf + a->n, room, format, ap)) < 0)
		a->buf[a->n] = '\0';
	a->full = n < 0 || (size_t)n >= room;
	a->n += a->full ? strlen(a->buf + a->n) : (size_t)n;
}

void
append_cut(struct append *a, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	append_args(a, format, ap);
	va_end(ap);
}

void
append(struct append *a, const char *format, ...)
{
	const size_t n = a->n;
	va_list ap;

	va_start(ap, format);
	append_args(a, format, ap);
	va_end(ap);
	if (!a->full || a->n == n)
		return;
	a->n = n;
	a->buf[n] = '\0';
}

void
append_failure(char *buf, size_t size, int error, const char *format,
    va_list ap)
{
	struct append a = { .buf = buf, .size = size };

	append_args(&a, format, ap);
	if (error != 0)
		append_cut(&a, ": %s", strerror(error));
}
