/*
 * JSON by jansson: profiles of Agama, which may be Jsonnet, and Ignition.
 */
#include <jansson.h>
#include <stdio.h>

#include "mkbootroot/answers/answerscheck.h"
#include "mkbootroot/answers/answerskind.h"

/* coreos.github.io/ignition, "Configuration Specification": it is required. */
static void
check_ignition(const json_t *j, answers_say *say, void *arg)
{
	const json_t *version = json_object_get(json_object_get(j, "ignition"),
	    "version");

	if (!json_is_string(version))
		say(arg, ANSWERS_WRONG, 0, "it has no ignition.version, without "
		    "which Ignition takes nothing");
}

void
answers_check_json(const char *bytes, size_t n, enum answers_kind kind,
    answers_say *say, void *arg)
{
	json_error_t error;
	char what[JSON_ERROR_TEXT_LENGTH + 32];
	json_t *j = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);

	if (j != NULL && !json_is_object(j))
		say(arg, ANSWERS_WRONG, 1, "it is not an object, {...}");
	else if (j != NULL && kind == ANSWERS_IGNITION)
		check_ignition(j, say, arg);
	if (j != NULL) {
		json_decref(j);
		return;
	}
	if (kind == ANSWERS_AGAMA && answers_is_jsonnet(bytes, n)) {
		say(arg, ANSWERS_DOUBT, 0, "Jsonnet, whose syntax is not "
		    "checked");
		return;
	}
	snprintf(what, sizeof(what), "not JSON: %s", error.text);
	say(arg, ANSWERS_WRONG, error.line > 0 ? (unsigned)error.line : 0,
	    what);
}
