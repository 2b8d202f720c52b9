/*
 * The name that the client asks for, by the functions that serve it.
 */
#include <stdio.h>

#include "file/lastpart.h"
#include "map/answers.h"
#include "map/variable.h"
#include "mkbootroot/explain/explainanswers.h"

void
explain_answers(const struct client *c, const char *answers)
{
	const struct variable_values v = {c, "SERVER", NULL};
	char url[VARIABLE_VALUE_SIZE];
	const char *path, *name;
	const enum answers_kind kind = answers_take(answers, &path);
	struct field mboot;

	if (kind == ANSWERS_NONE)
		return;
	name = answers_name(kind) == NULL ? last_part(path) :
	    answers_name(kind);
	/* mboot is told of it by a URL: see config/mboot.h. */
	if (answers_way(kind) == ANSWERS_IN_INITRD &&
	    !record_field(&c->image_record, FIELD_MBOOT, &mboot))
		printf("    it is behind the initrd, as /%s\n", name);
	else if (variable_answers(&v, url) != NULL)
		printf("    the client asks for %s%s\n", url, name);
	else
		printf("    the client cannot ask for it: %s\n", c->has_mac ?
		    "it has no http=" : "its MAC address is not known");
}
