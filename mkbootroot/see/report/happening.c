/*
 * An event that a report shows.
 */
#include "mkbootroot/see/report/happening.h"

int
happening_is_file(const struct happening *happening)
{
	switch (happening->kind) {
	case EVENT_SENT:
	case EVENT_RECEIVED:
	case EVENT_FAILED:
	case EVENT_ABORTED:
	case EVENT_ENDED:
		return 1;
	default:
		return 0;
	}
}

int
happening_is_served(const struct happening *happening)
{
	return happening_is_file(happening) ||
	    happening->kind == EVENT_REFUSED ||
	    happening->kind == EVENT_UNCHANGED;
}
