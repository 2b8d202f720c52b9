/*
 * What variables stand for, and texts in which that stands in their place. Declared
 * in variable.h.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "map/mac.h"
#include "map/uuid.h"
#include "map/variable.h"

/* The address that a client is told as its server. */
static const char *
server_of(const struct variable_values *v, char buf[INET_ADDRSTRLEN])
{
	return v->client->has_server ? inet_ntop(AF_INET, &v->client->server,
	    buf, INET_ADDRSTRLEN) : v->server;
}

/* What @http@ stands for. NULL: http= does not say it; else buf. */
static const char *
variable_http(const struct variable_values *v, char buf[VARIABLE_VALUE_SIZE])
{
	char address[INET_ADDRSTRLEN];
	size_t n;

	if (v->base != NULL)
		snprintf(buf, WEBURL_BASE_SIZE, "%s", v->base);
	else if (v->client->http != NULL)
		weburl_base(v->client, server_of(v, address), buf);
	else
		return NULL;
	n = strlen(buf);
	if (n > 0 && buf[n - 1] == '/')
		buf[n - 1] = '\0';
	return buf;
}

static const char *
mac_dashed(const struct client *c, char *buf, size_t size)
{
	const unsigned char *m = c->mac;

	if (!c->has_mac)
		return NULL;
	snprintf(buf, size, "01-%02x-%02x-%02x-%02x-%02x-%02x", m[0], m[1],
	    m[2], m[3], m[4], m[5]);
	return buf;
}

/*
 * The folder of a client's answers, as names that are asked for begin:
 * "01-52-54-00-12-34-56/", and of an image of the menu, with the image behind it and
 * a slash: see answersname.h. NULL: the MAC address is not known; else buf.
 */
static const char *
variable_answers_folder(const struct client *c, char buf[VARIABLE_FOLDER_SIZE])
{
	if (mac_dashed(c, buf, VARIABLE_FOLDER_SIZE) == NULL)
		return NULL;
	strcat(buf, "/");
	/* Images of one menu have different answers. */
	if (c->of_menu && c->image != NULL)
		strcat(strcat(buf, c->image), "/");
	return buf;
}

/* A folder behind the base. NULL: one of them is missing. */
static const char *
folder_url(const struct variable_values *v, const char *folder,
    char buf[VARIABLE_VALUE_SIZE])
{
	struct append a = {.buf = buf, .size = VARIABLE_VALUE_SIZE};

	if (folder == NULL || variable_http(v, buf) == NULL)
		return NULL;
	a.n = strlen(buf);
	append(&a, "/%s%s", folder,
	    folder[strlen(folder) - 1] == '/' ? "" : "/");
	return buf;
}

const char *
variable_answers(const struct variable_values *v,
    char buf[VARIABLE_VALUE_SIZE])
{
	char folder[VARIABLE_FOLDER_SIZE];

	return folder_url(v, variable_answers_folder(v->client, folder), buf);
}

/* The UUID of a client's line, as it is written there. */
static const char *
uuid_of(const struct client *c, char buf[VARIABLE_VALUE_SIZE])
{
	unsigned char bytes[MAP_KEY_MAX];
	char text[42];

	if (c->own.key_n == 0 || c->own.key[0] != MAP_KEY_UUID ||
	    map_key_bytes(c->own.key, c->own.key_n, bytes) != 16)
		return NULL;
	snprintf(buf, VARIABLE_VALUE_SIZE, "%s", uuid_text(bytes, text,
	    sizeof(text)) + strlen("uuid:"));
	return buf;
}

/* What a variable stands for, or NULL; buf is room for it. */
static const char *
value_of(const struct variable_values *v, enum variable which,
    char buf[VARIABLE_VALUE_SIZE])
{
	const struct client *c = v->client;

	switch (which) {
	case VARIABLE_NAME:
		return c->name;
	case VARIABLE_IP:
		return !c->has_ip ? NULL :
		    inet_ntop(AF_INET, &c->ip, buf, VARIABLE_VALUE_SIZE);
	case VARIABLE_MAC:
		return !c->has_mac ? NULL : mac_text(c->mac, buf);
	case VARIABLE_MAC_DASHED:
		return mac_dashed(c, buf, VARIABLE_VALUE_SIZE);
	case VARIABLE_UUID:
		return uuid_of(c, buf);
	case VARIABLE_SERVER:
		return server_of(v, buf);
	case VARIABLE_HTTP:
		return variable_http(v, buf);
	case VARIABLE_IMAGE:
		return folder_url(v, c->image, buf);
	case VARIABLE_ANSWERS:
		return variable_answers(v, buf);
	default:
		return done_command(c, v->server, v->base, buf);
	}
}

static int
is_missing(const struct variable_values *v, enum variable_fault what)
{
	switch (what) {
	case VARIABLE_NO_MAC:
		return !v->client->has_mac;
	case VARIABLE_NO_HTTP:
		return v->base == NULL && v->client->http == NULL;
	default:
		return 1;
	}
}

/* Why a piece cannot be sent. */
static enum variable_fault
fault_of(const struct variable_piece *piece, const struct variable_values *v)
{
	if (piece->kind == VARIABLE_CONTROL)
		return VARIABLE_IS_CONTROL;
	if (piece->kind == VARIABLE_VALUE)
		for (int i = 0; i < VARIABLE_FAULTS; i++)
			if (variable_needs(piece->variable,
			    (enum variable_fault)i) &&
			    is_missing(v, (enum variable_fault)i))
				return (enum variable_fault)i;
	return VARIABLE_IS_UNKNOWN;
}

ssize_t
variable_fill(const char *bytes, size_t n, const struct variable_values *v,
    char *buf, enum variable_fault *why)
{
	struct variable_text t = {.bytes = bytes, .n = n, .line = 1};
	struct variable_piece piece;
	const char *value;
	char room[VARIABLE_VALUE_SIZE];
	size_t done = 0;

	for (;;) {
		variable_next(&t, &piece);
		value = piece.kind == VARIABLE_TEXT ? piece.bytes :
		    piece.kind == VARIABLE_VALUE ?
		    value_of(v, piece.variable, room) : NULL;
		if (piece.kind == VARIABLE_END)
			return (ssize_t)done;
		if (value == NULL) {
			*why = fault_of(&piece, v);
			return -1;
		}
		if (piece.kind == VARIABLE_VALUE)
			piece.n = strlen(value);
		if (buf != NULL)
			memcpy(buf + done, value, piece.n);
		done += piece.n;
	}
}

int
variable_fill_text(const char *text, const struct variable_values *v,
    char *buf, size_t size, enum variable_fault *why)
{
	const ssize_t n = variable_fill(text, strlen(text), v, NULL, why);

	if (n == -1)
		return -1;
	if ((size_t)n >= size) {
		*why = VARIABLE_IS_TOO_LONG;
		return -1;
	}
	variable_fill(text, strlen(text), v, buf, why);
	buf[n] = '\0';
	return 0;
}
