/*
 * YAML by libyaml, event by event: nothing is built, so that aliases cannot make a
 * small file a large one here; libyaml does not look what they are of. For each token libyaml looks through all brackets that are
 * open, so many of them in each other would take minutes: nobody writes them.
 */
#include <stdio.h>
#include <string.h>
#ifdef HAVE_YAML
#include <yaml.h>
#endif

#include "mkbootroot/answers/answersalias.h"
#include "mkbootroot/answers/answerscheck.h"

#ifdef HAVE_YAML

#define NEST_MAX 100
#define KEYS_MAX 64		/* of a mapping, that are compared, and */
#define KEY_SIZE 64		/* with a NUL: longer ones are not */

/* Where in the text we are: only the two outer mappings matter. */
struct place {
	enum answers_yaml what;
	unsigned documents;
	const char *why;	/* what is wrong in line why_line; NULL */
	unsigned why_line;
	unsigned depth;		/* of the mappings that matter */
	unsigned nest;		/* of all that is open */
	int is_value[3];	/* by depth: a key was read, its value is next */
	char keys[2][KEYS_MAX][KEY_SIZE];	/* that it had, by depth - 1 */
	unsigned keys_n[2];
	int in_key;		/* the value of the key that is looked for */
	int has_key, has_within;
	unsigned line;		/* of the key */
	struct answersalias aliases;
};

/* A node begins: whether it is a key of a mapping that matters. */
static int
is_key(struct place *p)
{
	if (p->depth == 0 || p->depth > 2)
		return 0;
	p->is_value[p->depth] = !p->is_value[p->depth];
	return p->is_value[p->depth];
}

static void
fail(struct place *p, const yaml_event_t *e, const char *why)
{
	if (p->why != NULL)
		return;
	p->why = why;
	p->why_line = (unsigned)e->start_mark.line + 1;
}

/* Readers take the last of two, or none: what the other one says is lost. */
static void
look_for_twin(struct place *p, const yaml_event_t *e)
{
	char (*keys)[KEY_SIZE] = p->keys[p->depth - 1];
	unsigned *n = &p->keys_n[p->depth - 1];
	const char *key = (const char *)e->data.scalar.value;

	if (strlen(key) >= KEY_SIZE || strcmp(key, "<<") == 0)
		return;
	for (unsigned i = 0; i < *n; i++)
		if (strcmp(keys[i], key) == 0)
			fail(p, e, "a key that stands there already");
	if (*n < KEYS_MAX)
		strcpy(keys[(*n)++], key);
}

/*
 * The command that @done@ stands for has commas, at which [a, b] and {a: b} would cut
 * it.
 */
static void
look_for_cut(struct place *p, const yaml_event_t *e)
{
	static const char begin[] = "(IFS=", end[] = ";f))";
	const char *text = (const char *)e->data.scalar.value, *at;

	at = strstr(text, begin);
	if (at != NULL && strstr(at, end) == NULL)
		fail(p, e, "YAML cuts @done@ at its commas: write \"@done@\"");
}

/* The top of a document: what it is made of. */
static void
look_at_top(struct place *p, const yaml_event_t *e)
{
	if (p->depth == 0 && p->what == YAML_ONE_MAPPING &&
	    e->type != YAML_MAPPING_START_EVENT && !(e->type ==
	    YAML_SCALAR_EVENT && e->data.scalar.length == 0))
		fail(p, e, "there are no keys (KEY:) at the left margin");
}

static void
take_scalar(struct place *p, const yaml_event_t *e, const char *key,
    const char *within)
{
	const char *text = (const char *)e->data.scalar.value;

	look_at_top(p, e);
	look_for_cut(p, e);
	if (!is_key(p))
		return;
	look_for_twin(p, e);
	if (key == NULL)
		return;
	if (p->depth == 1) {
		p->in_key = strcmp(text, key) == 0;
		if (p->in_key) {
			p->has_key = 1;
			p->line = (unsigned)e->start_mark.line + 1;
		}
	} else if (p->in_key && strcmp(text, within) == 0)
		p->has_within = 1;
}

static void
take(struct place *p, const yaml_event_t *e, const char *key,
    const char *within)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++p->documents > 1 && p->what != YAML_MANY)
			fail(p, e, "a second document, behind a line ---: all of "
			    "it has to be one");
		break;
	case YAML_SCALAR_EVENT:
		take_scalar(p, e, key, within);
		break;
	case YAML_ALIAS_EVENT:
		(void)is_key(p);
		break;
	case YAML_MAPPING_START_EVENT:
		(void)is_key(p);
		if (++p->depth <= 2) {
			p->is_value[p->depth] = 0;
			p->keys_n[p->depth - 1] = 0;
		}
		break;
	case YAML_SEQUENCE_START_EVENT:
		look_at_top(p, e);
		(void)is_key(p);
		/* What is in it is deeper than what matters. */
		p->depth += 3;
		break;
	case YAML_MAPPING_END_EVENT:
		p->depth--;
		break;
	case YAML_SEQUENCE_END_EVENT:
		p->depth -= 3;
		break;
	default:
		break;
	}
}

static void
follow_nest(struct place *p, const yaml_event_t *e)
{
	p->nest += e->type == YAML_MAPPING_START_EVENT ||
	    e->type == YAML_SEQUENCE_START_EVENT;
	p->nest -= e->type == YAML_MAPPING_END_EVENT ||
	    e->type == YAML_SEQUENCE_END_EVENT;
	if (p->nest > NEST_MAX)
		fail(p, e, "more than 100 lists and mappings in each other");
}

/* Not deeper than NEST_MAX, behind which nothing is taken. What is wrong, or NULL. */
static const char *
follow_aliases(struct answersalias *a, const yaml_event_t *e)
{
	const char *why;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		answersalias_begin(a);
		return NULL;
	case YAML_SCALAR_EVENT:
		why = answersalias_open(a, (const char *)e->data.scalar.anchor);
		answersalias_close(a);
		return why;
	case YAML_MAPPING_START_EVENT:
		return answersalias_open(a,
		    (const char *)e->data.mapping_start.anchor);
	case YAML_SEQUENCE_START_EVENT:
		return answersalias_open(a,
		    (const char *)e->data.sequence_start.anchor);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		answersalias_close(a);
		return NULL;
	case YAML_ALIAS_EVENT:
		return answersalias_take(a, (const char *)e->data.alias.anchor,
		    (unsigned)e->start_mark.line + 1);
	default:
		return NULL;
	}
}

static void
say_problem(const yaml_parser_t *parser, answers_say *say, void *arg)
{
	char what[256];

	if (parser->context != NULL)
		snprintf(what, sizeof(what), "not YAML: %s, %s in line %zu",
		    parser->problem, parser->context,
		    parser->context_mark.line + 1);
	else
		snprintf(what, sizeof(what), "not YAML: %s",
		    parser->problem == NULL ? "no memory" : parser->problem);
	say(arg, ANSWERS_WRONG, parser->error == YAML_READER_ERROR ? 0 :
	    (unsigned)parser->problem_mark.line + 1, what);
}

void
answers_check_yaml(const char *bytes, size_t n, enum answers_yaml what_it_is,
    const char *key, const char *within, answers_say *say, void *arg)
{
	struct place p = {.what = what_it_is};
	yaml_parser_t parser;
	yaml_event_t event;
	int is_end = 0;
	const char *why;
	char what[128];

	/* Python's reader refuses that, and Talos' does not. */
	p.aliases.may_be_twice = what_it_is == YAML_MANY;
	if (!yaml_parser_initialize(&parser)) {
		say(arg, ANSWERS_WRONG, 0, "no memory");
		return;
	}
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
	while (!is_end) {
		if (!yaml_parser_parse(&parser, &event)) {
			say_problem(&parser, say, arg);
			yaml_parser_delete(&parser);
			return;
		}
		take(&p, &event, key, within);
		if ((why = follow_aliases(&p.aliases, &event)) != NULL)
			fail(&p, &event, why);
		follow_nest(&p, &event);
		is_end = event.type == YAML_STREAM_END_EVENT ||
		    p.nest > NEST_MAX;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	if (p.why != NULL)
		say(arg, ANSWERS_WRONG, p.why_line, p.why);
	else if (key != NULL && (!p.has_key || !p.has_within)) {
		snprintf(what, sizeof(what), p.has_key ? "%s: has no %s:" :
		    "there is no %s:", key, within);
		say(arg, ANSWERS_WRONG, p.line, what);
	}
	if (p.aliases.many_line != 0)
		say(arg, ANSWERS_DOUBT, p.aliases.many_line, "aliases (*NAME) that stand "
		    "for more than 100000 values: the installer may have no "
		    "memory for them");
}

unsigned
answers_yaml_alone(const char *bytes, size_t n, const char *value)
{
	yaml_parser_t parser;
	yaml_event_t e;
	unsigned line = 0;
	int is_end = 0;

	if (!yaml_parser_initialize(&parser))
		return 0;
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
	while (!is_end && line == 0 && yaml_parser_parse(&parser, &e)) {
		if (e.type == YAML_SCALAR_EVENT && e.data.scalar.style ==
		    YAML_PLAIN_SCALAR_STYLE && e.data.scalar.tag == NULL &&
		    strcmp((const char *)e.data.scalar.value, value) == 0)
			line = (unsigned)e.start_mark.line + 1;
		is_end = e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	return line;
}

#else

void
answers_check_yaml(const char *bytes, size_t n, enum answers_yaml what_it_is,
    const char *key, const char *within, answers_say *say, void *arg)
{
	(void)bytes;
	(void)n;
	(void)what_it_is;
	(void)key;
	(void)within;
	say(arg, ANSWERS_DOUBT, 0, "its syntax is not checked: mkbootroot was "
	    "built without libyaml");
}

unsigned
answers_yaml_alone(const char *bytes, size_t n, const char *value)
{
	(void)bytes;
	(void)n;
	(void)value;
	return 0;
}

#endif
