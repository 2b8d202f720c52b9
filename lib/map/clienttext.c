/*
 * A client's rule as the log has it, and its paths as they are asked for.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "map/client.h"
#include "map/mac.h"
#include "map/uuid.h"

char *
client_rule_text(const struct client *c, char *buf, size_t size)
{
	unsigned char bytes[MAP_KEY_MAX] = {0};
	int bytes_n = map_key_bytes(c->own.key, c->own.key_n, bytes);
	struct append a = { .buf = buf, .size = size };
	char mac[MAC_TEXT_SIZE];

	switch (c->rule) {
	case RULE_MAC:
		/* A uuid: record can be found by its mac= as well. */
		if (c->name != NULL)
			snprintf(buf, size, "mac:%s", c->name);
		else if (c->has_mac)
			snprintf(buf, size, "mac:%s", mac_text(c->mac, mac));
		break;
	case RULE_UUID:
		if (c->name != NULL)
			snprintf(buf, size, "uuid:%s", c->name);
		else
			uuid_text(bytes, buf, size);
		break;
	case RULE_PREFIX:
		append_cut(&a, "prefix:");
		for (int i = 0; i < bytes_n; i++)
			append_cut(&a, "%02x:", bytes[i]);
		append_cut(&a, "*");
		break;
	case RULE_DEFAULT:
		snprintf(buf, size, "default");
		break;
	default:
		snprintf(buf, size, "-");
	}
	return buf;
}

/* Whether a text of the map lies in this record. */
static int
is_of(const struct record *r, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	return r->bytes != NULL && p >= r->bytes && p < r->bytes + r->n;
}

int
client_is_url(const char *text)
{
	static const char *const begins[] = {"@http@", "@image@",
	    "@answers@"};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return 1;
	return strstr(text, "://") != NULL;
}

int
client_path(const struct client *c, const char *text, char *buf,
    size_t size)
{
	int n;

	if (client_is_url(text))
		n = snprintf(buf, size, "%s", text);
	else if (*text == '/')
		n = snprintf(buf, size, "%s", text + strspn(text, "/"));
	else if (is_of(&c->loaders_record, text))
		n = snprintf(buf, size, MAP_IMAGE_LOADERS "/%s", text);
	else if (c->image != NULL)
		n = snprintf(buf, size, "%s/%s", c->image, text);
	else
		return -1;
	return n < 0 || (size_t)n >= size ? -1 : 0;
}
