/*
 * Whether a text is what its kind says: its syntax, and the little without which its
 * installer would not begin. Pure.
 */
#ifndef ANSWERSCHECK_H
#define ANSWERSCHECK_H

#include <stddef.h>

#include "map/answers.h"

enum answers_weight {
	ANSWERS_WRONG,		/* the installer would stop there */
	ANSWERS_DOUBT		/* it may be meant so, or was not looked at */
};

/* Says one mistake; line 0: it is the whole text's. */
typedef void answers_say(void *arg, enum answers_weight weight, unsigned line,
    const char *what);

/* n bytes of a kind, in which variables have been filled already. */
void answers_check(enum answers_kind kind, const char *bytes, size_t n,
    answers_say *say, void *arg);

/* What a text of YAML may be. */
enum answers_yaml {
	YAML_MANY,		/* documents, each behind "---" */
	YAML_ONE,
	YAML_ONE_MAPPING	/* one, and at its top are keys */
};

/*
 * The same of one language each. YAML: key of the top may have to have a key of its
 * own, "autoinstall" and "version"; NULL: not.
 */
void answers_check_yaml(const char *bytes, size_t n, enum answers_yaml what,
    const char *key, const char *within, answers_say *say, void *arg);
/*
 * The line in which the value of a variable is all that a scalar without quotes has,
 * 0: it is nowhere so; of a text that answers_check_yaml() finds good. What YAML then
 * takes it for depends on the value, see answersplain.h.
 */
unsigned answers_yaml_alone(const char *bytes, size_t n, const char *value);

void answers_check_xml(const char *bytes, size_t n, const char *root,
    answers_say *say, void *arg);
void answers_check_json(const char *bytes, size_t n, enum answers_kind kind,
    answers_say *say, void *arg);
void answers_check_toml(const char *bytes, size_t n, answers_say *say,
    void *arg);
/*
 * Whether a key in front of all tables of a text of TOML is a string of these bytes,
 * without a backslash in it. 0 also of what is no TOML.
 */
int answers_toml_is(const char *bytes, size_t n, const char *key,
    const char *text);
void answers_check_kickstart(const char *bytes, size_t n, answers_say *say,
    void *arg);
void answers_check_assignments(const char *bytes, size_t n, answers_say *say,
    void *arg);

#endif
