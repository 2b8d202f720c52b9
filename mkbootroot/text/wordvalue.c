/*
 * One function for each kind of value; most stand in mapvalue.c.
 */
#include <string.h>

#include "map/pattern.h"
#include "map/variable.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/wordvalue.h"

const char *
wordvalue_bytes(enum form form, const char *value,
    unsigned char buf[WORDVALUE_SIZE], const void **bytes, size_t *n,
    char said[VALUEVARIABLE_SIZE])
{
	const char *reason;

	*bytes = value;
	*n = strlen(value);
	switch (form) {
	case FORM_IMAGE:
		return value_image(value);
	case FORM_PATH:
		return value_path(value);
	case FORM_LOCATION:
		return valuevariable_url(value, value_location, said);
	case FORM_ARGS:
		reason = value_args(value);
		return reason != NULL ? reason :
		    valuevariable_reason(value, VARIABLES_ALL, said);
	case FORM_NAME:
		return value_name(value);
	case FORM_QUIRK:
		return value_quirk(value);
	case FORM_CLASS:
		return value_class(value);
	case FORM_BOOTFILE:
		return strcmp(value, MAP_NONE) == 0 ? NULL :
		    value_bootfile(value);
	case FORM_HTTP:
		return variables_in(value, *n) == 0 ? value_web(value) :
		    "has a variable, which http= cannot have";
	case FORM_PATTERN:
		return pattern_reason(value);
	case FORM_ADDRESS:
		*bytes = buf;
		*n = 4;
		return value_address(value, buf);
	case FORM_SECONDS:
		*bytes = buf;
		*n = 4;
		return value_seconds(value, buf);
	case FORM_MILLISECONDS:
		*bytes = buf;
		*n = 4;
		return value_milliseconds(value, buf);
	case FORM_MAC:
		*bytes = buf;
		*n = 6;
		return value_mac(value, buf) == -1 ? "is not a MAC address" :
		    NULL;
	default:
		return *n <= MAP_TEXT_MAX ? NULL :
		    "is too long, at most 1023 bytes";
	}
}
