#include "daemon/serveroption.h"

void
serveroption_take(struct serveroption *o, const char *page, int c, char *text)
{
	struct argument_mistake *m = &o->mistake;

	switch (c) {
	case 'c':
		argument_limits(m, c, text, &o->total, &o->per_client);
		break;
	case 'D':
		o->done = text;
		break;
	case 'd':
		o->debug = 1;
		break;
	case 'l':
		argument_append(m, page, text, o->listen, &o->listens,
		    LISTENER_MAX);
		break;
	case 'm':
		o->map = text;
		break;
	case 'P':
		o->counters = text;
		break;
	case 'S':
		o->strict = 1;
		break;
	case 't':
		o->idle_s = (unsigned)argument_number(m, c, text, 1, 86400);
		break;
	case 'u':
		o->user = text;
		break;
	case 'v':
		o->verbose = 1;
		break;
	default:
		argument_usage(m, page);
	}
}
