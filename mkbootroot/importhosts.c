/*
 * Whose file it is, and what it says.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/system.h"
#include "mkbootroot/command.h"
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/importedmany.h"
#include "mkbootroot/text/textfile.h"
#include "mkbootroot/whose.h"

static void
say(struct mistakes *all, const char *path, int is_each)
{
	struct mistakes said = { .n = 0 };

	if (is_each) {
		mistakes_print(all, textfile_name(path), 1, stderr);
		return;
	}
	imported_many(all, &said);
	mistakes_print(&said, textfile_name(path), 1, stderr);
	mistakes_free(&said);
}

int
import_hosts(const char *path, const char *root, int is_each)
{
	struct imported im = { .root = root };
	const char *refused;
	format *read_it;
	char *text;
	size_t n;
	int code;

	if ((text = textfile_read(path, &n)) == NULL)
		return system_say("cannot read", textfile_name(path));
	if ((read_it = whose_is(text, &refused)) == NULL) {
		warnx("cannot read %s: it is %s", textfile_name(path),
		    refused);
		free(text);
		return 1;
	}
	read_it(&im, text, n);
	if (imported_is_too_much(&im)) {
		warnx("cannot import %s: it has too many clients, nets and "
		    "conditions together", textfile_name(path));
		imported_free(&im);
		free(text);
		return 1;
	}
	imported_check(&im);
	if (!im.no_memory && imported_images(&im) == -1)
		system_say("cannot read", root);
	if (im.no_memory) {
		warnx("cannot keep %s: %s", textfile_name(path),
		    strerror(ENOMEM));
		code = 111;
	} else {
		if (!imported_print(&im, stdout) && im.mistakes.n == 0)
			mistake_warn(&im.mistakes, 1, "nothing in it says "
			    "what a client boots");
		say(&im.mistakes, path, is_each);
		code = im.mistakes.errors > 0;
	}
	imported_free(&im);
	free(text);
	return code;
}
