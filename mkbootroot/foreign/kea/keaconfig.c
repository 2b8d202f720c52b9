/*
 * From the whole to its parts: globals, classes, nets, hosts.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaconfig.h"
#include "mkbootroot/foreign/kea/keahost.h"
#include "mkbootroot/foreign/kea/keamember.h"
#include "mkbootroot/foreign/kea/keanet.h"
#include "mkbootroot/foreign/kea/keatext.h"

static int
by_name(const void *a, const void *b)
{
	const struct kea_class *x = *(const struct kea_class *const *)a,
	    *y = *(const struct kea_class *const *)b;
	const int order = strcmp(x->scope.name, y->scope.name);

	return order != 0 ? order : (x > y) - (x < y);
}

static int
has_name(const void *key, const void *member)
{
	return strcmp(key,
	    (*(const struct kea_class *const *)member)->scope.name);
}

const struct kea_class *
kea_class_find(const struct kea *k, const char *name)
{
	const struct kea_class **found = k->classes_named == 0 ? NULL :
	    bsearch(name, k->by_name, k->classes_named, sizeof(*k->by_name),
	    has_name);

	return found == NULL ? NULL : *found;
}

size_t
kea_class_at(const struct kea *k, const struct kea_class *class)
{
	return class == NULL ? 0 : (size_t)(class - k->class) + 1;
}

static void
read_class(struct kea *k, const json_t *object, const json_t *defs)
{
	struct kea_class *class = &k->class[k->classes];
	const char *test;

	class->scope.name = kea_text(k, object, "name");
	kea_scope_read(k, object, json_object_get(object, "option-def") !=
	    NULL ? json_object_get(object, "option-def") : defs,
	    &class->scope);
	class->only_late = kea_is(object, "only-if-required", 0) ||
	    kea_is(object, "only-in-additional-list", 0);
	class->test_from = kea_line_of(object, "test");
	test = kea_text(k, object, "test");
	class->has_test = test != NULL;
	if (test != NULL)
		kea_parse(test, &class->test);
	k->im->no_memory |= class->test.no_memory;
	if (test != NULL && class->test.root == NULL)
		imported_refuse(k->im, class->test_from,
		    test[class->test.wrong_at] == '\0' ? NULL :
		    test + class->test.wrong_at,
		    test[class->test.wrong_at] == '\0' ?
		    "a test of Kea is not understood: it ends too soon" :
		    "is where a test of Kea is not understood");
	class->is_template = json_object_get(object, "template-test") != NULL;
	if (class->is_template) {
		class->test_from = kea_line_of(object, "template-test");
		imported_refuse(k->im, class->test_from, "template-test",
		    "makes classes out of what clients send, so their names "
		    "are not known");
	}
	k->classes++;
}

/* Which class each member() means; whether the test has KNOWN in it, or theirs. */
static void
join_members(const struct kea *k, struct kea_class *class)
{
	const struct kea_class *other;
	const char *name;

	for (struct kea_node *n = class->test.kept; n != NULL; n = n->next) {
		/* A test that is cut there names none. */
		if (n->kind != KEA_MEMBER || n->bytes == NULL)
			continue;
		name = (const char *)n->bytes;
		other = kea_class_find(k, name);
		n->class_at = kea_class_at(k, other);
		class->on_known |= class->test.root != NULL &&
		    (strcmp(name, "KNOWN") == 0 ||
		    strcmp(name, "UNKNOWN") == 0 ||
		    (other != NULL && other->on_known));
	}
}

static void
name_classes(struct kea *k)
{
	size_t n = 0, kept = 0;

	k->by_name = kea_keep(k, k->classes, sizeof(*k->by_name));
	if (k->by_name == NULL)
		return;
	for (size_t i = 0; i < k->classes; i++)
		if (k->class[i].scope.name != NULL)
			k->by_name[n++] = &k->class[i];
	if (n > 0)
		qsort(k->by_name, n, sizeof(*k->by_name), by_name);
	for (size_t i = 0; i < n; i++)
		if (i > 0 && strcmp(k->by_name[i]->scope.name,
		    k->by_name[kept - 1]->scope.name) == 0)
			imported_refuse(k->im, k->by_name[i]->scope.from,
			    k->by_name[i]->scope.name, "is the name of two "
			    "classes: Kea does not start with them");
		else
			k->by_name[kept++] = k->by_name[i];
	k->classes_named = kept;
	for (size_t i = 0; i < k->classes; i++)
		join_members(k, &k->class[i]);
}

/* Our own export leaves subnets and pools to who takes it. */
static int
has_pools_to_come(const json_t *all)
{
	const char *pools = json_string_value(json_object_get(
	    json_object_get(all, "user-context"), "pools"));

	return pools != NULL && strcmp(pools, "to be added") == 0;
}

static void
read_all(struct kea *k, const json_t *all)
{
	const json_t *defs = json_object_get(all, "option-def");
	const json_t *list = json_object_get(all, "client-classes"), *object;
	size_t i;

	k->pools_to_come = has_pools_to_come(all);
	kea_scope_read(k, all, defs, &k->all);
	k->class = kea_keep(k, json_array_size(list), sizeof(*k->class));
	if (k->class == NULL)
		return;
	json_array_foreach(list, i, object)
		read_class(k, object, defs);
	name_classes(k);
	kea_nets_read(k, all, defs);
	kea_identifiers_read(k, all);
	kea_hosts_read(k, json_object_get(all, "reservations"), defs, NULL);
	kea_hosts_sort(k);
	if (k->subnets == 0 && !k->pools_to_come)
		imported_refuse(k->im, k->all.from, "Dhcp4", "has no subnet4: "
		    "Kea answers nobody with it");
}

int
kea_read(struct kea *k, struct imported *im, const char *text, size_t n)
{
	struct keatext t;
	json_error_t error;
	json_t *root;
	int is_kea;

	memset(k, 0, sizeof(*k));
	k->im = im;
	keatext_make(text, n, &t);
	if (t.json == NULL) {
		im->no_memory = 1;
		return 1;
	}
	for (size_t i = 0; i < t.includes; i++)
		imported_refuse(im, t.include[i], "<?include?>",
		    "names another file: import what that says by itself, or "
		    "put it in its place");
	root = json_loadb(t.json, t.n, JSON_REJECT_DUPLICATES, &error);
	free(t.json);
	if (root == NULL) {
		mistake_add(&im->mistakes, (unsigned)error.line,
		    "cannot be read as Kea's: %s", error.text);
		return 1;
	}
	is_kea = json_is_object(json_object_get(root, "Dhcp4"));
	if (is_kea)
		read_all(k, json_object_get(root, "Dhcp4"));
	json_decref(root);
	return is_kea;
}

void
kea_free(struct kea *k)
{
	for (size_t i = 0; i < k->classes; i++)
		kea_expression_free(&k->class[i].test);
	for (size_t i = 0; i < k->kept_n; i++)
		free(k->kept[i]);
	free(k->kept);
	free(k->host);
	free(k->line);
}
