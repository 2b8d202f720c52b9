/*
 * XML by libxml2, which opens no other file, asks no network and expands nothing.
 */
#include <stdio.h>
#include <string.h>
#ifdef HAVE_XML
#include <libxml/parser.h>
#endif

#include "mkbootroot/answers/answerscheck.h"

#ifdef HAVE_XML

/* It writes nothing by itself. */
static void
be_silent(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

static void
say_problem(answers_say *say, void *arg)
{
	const xmlError *e = xmlGetLastError();
	char what[256];
	const char *text = e == NULL || e->message == NULL ? "no memory" :
	    e->message;

	snprintf(what, sizeof(what), "not XML: %.*s",
	    (int)strcspn(text, "\r\n"), text);
	say(arg, ANSWERS_WRONG, e == NULL || e->line < 0 ? 0 :
	    (unsigned)e->line, what);
}

void
answers_check_xml(const char *bytes, size_t n, const char *root,
    answers_say *say, void *arg)
{
	char what[128];
	const xmlNode *top;
	xmlDoc *doc;

	xmlSetGenericErrorFunc(NULL, be_silent);
	xmlResetLastError();
	doc = xmlReadMemory(bytes, (int)n, "answers.xml", NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (doc == NULL) {
		say_problem(say, arg);
		return;
	}
	top = xmlDocGetRootElement(doc);
	if (doc->intSubset != NULL && doc->intSubset->children != NULL)
		say(arg, ANSWERS_DOUBT, 0, "it declares entities, which are "
		    "not looked at");
	if (top == NULL || strcmp((const char *)top->name, root) != 0) {
		snprintf(what, sizeof(what), "the outermost element is not "
		    "<%s>", root);
		say(arg, ANSWERS_WRONG, top == NULL ? 0 : top->line, what);
	}
	xmlFreeDoc(doc);
}

#else

void
answers_check_xml(const char *bytes, size_t n, const char *root,
    answers_say *say, void *arg)
{
	(void)bytes;
	(void)n;
	(void)root;
	say(arg, ANSWERS_DOUBT, 0, "its syntax is not checked: mkbootroot was "
	    "built without libxml2");
}

#endif
