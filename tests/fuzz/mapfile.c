/*
 * Any bytes as clients(5): the parser takes them or lists mistakes, and what
 * it takes is the same again when it is written as text and parsed.
 */
#include "mkbootroot/text/mapfile.h"
#include "mkbootroot/text/maptext.h"
#include "must.h"

static void
entry_print(const struct mapfile *m, const struct mapentry *e, FILE *out)
{
	char text[FIELD_TEXT_SIZE];
	struct record r;
	struct field f;
	size_t pos = 0;

	entry_record(m, e, &r);
	fprintf(out, "%s %s", key_text(r.key, r.key_n, text, sizeof(text)),
	    record_field(&r, FIELD_NAME, &f) ? f.text : "-");
	while (record_next(&r, &pos, &f) == 1)
		if (f.tag != FIELD_NAME)
			fprintf(out, " %s", field_text(&f, text,
			    sizeof(text)));
	fputc('\n', out);
}

static void
compare(const struct mapfile *a, const struct mapfile *b)
{
	size_t i;

	must(a->n == b->n, "another number of entries");
	must(a->arena_n == b->arena_n, "another length");
	must(memcmp(a->arena, b->arena, a->arena_n) == 0, "other bytes");
	for (i = 0; i < a->n; i++)
		must(a->entry[i].n == b->entry[i].n &&
		    a->entry[i].key_n == b->entry[i].key_n, "another entry");
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static struct mapfile m, again;
	struct mistakes mistakes = { 0 }, none = { 0 };
	char *text = NULL;
	size_t text_n, i, cut = n > 0 ? bytes[0] % n : 0;
	FILE *out;

	mapfile_begin(&m, &mistakes);
	must(mapfile_feed(&m, (const char *)bytes, cut) == 0 &&
	    mapfile_feed(&m, (const char *)bytes + cut, n - cut) == 0 &&
	    mapfile_end(&m) == 0, "not parsed");
	for (i = 0; i < mistakes.n; i++)
		must(strpbrk(mistakes.list[i].text, "\n\033\r") == NULL,
		    "a message with control characters");
	for (i = 0; i < m.n; i++) {
		char name[MAP_KEY_MAX];
		const char *image = entry_image(&m, &m.entry[i], name);

		must(image == NULL || (*image != '\0' && strlen(image) <=
		    MAP_NAME_MAX), "an image of no name");
		must(!entry_has(&m.entry[i], FIELD_OWN_CONFIG),
		    "what no word says");
	}
	if (mistakes.n == 0) {
		out = open_memstream(&text, &text_n);
		for (i = 0; i < m.n; i++)
			entry_print(&m, &m.entry[i], out);
		fclose(out);
		mapfile_begin(&again, &none);
		must(mapfile_feed(&again, text, text_n) == 0 &&
		    mapfile_end(&again) == 0, "not parsed again");
		must(none.n == 0, "mistakes in what was written");
		if (m.n > 0)
			compare(&m, &again);
		mapfile_free(&again);
		free(text);
	}
	mapfile_free(&m);
	mistakes_free(&mistakes);
	return 0;
}
