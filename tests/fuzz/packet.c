/*
 * Any bytes as a packet of a transfer: what is found in it lies in it. And the
 * same bytes as block numbers and as the text of an ERROR.
 */
#include "tftpd/packet.h"

#include <bsd/sys/endian.h>

#include "daemon/log.h"
#include "must.h"

static void
check_packet(const unsigned char *bytes, size_t n)
{
	char shown[LOG_VISIBLE_SIZE(96)];
	struct packet p;

	if (packet_parse(bytes, n, &p) == -1) {
		must(n < 4 || bytes[0] != 0 || bytes[1] < PACKET_DATA ||
		    bytes[1] > PACKET_ERROR, "a packet was passed over");
		return;
	}
	must(n >= 4 && p.number == be16dec(bytes + 2), "another number");
	switch (p.opcode) {
	case PACKET_DATA:
		must(p.data == bytes + 4 && p.n == n - 4, "another block");
		break;
	case PACKET_ERROR:
		must((const unsigned char *)p.text == bytes + 4 &&
		    p.n <= n - 4 && memchr(p.text, '\0', p.n) == NULL,
		    "another text");
		log_visible(shown, sizeof(shown), p.text, p.n);
		must(is_printable(shown), "a text that writes the log");
		break;
	default:
		must(p.window < 256, "another window");
	}
}

/* A number says which block behind another one it is. */
static void
check_number(const unsigned char *bytes)
{
	const uint64_t base = be64dec(bytes) >> 8 >> bytes[7] % 56;
	const unsigned number = be16dec(bytes + 6);

	for (unsigned rollover = 0; rollover <= 1; rollover++) {
		uint32_t distance = block_distance(base, number, rollover);

		if (distance == UINT32_MAX)
			must(rollover == 1 && number == 0 && base > 0,
			    "a block has that number");
		else
			must(distance <= 65535 && block_number(base + distance,
			    rollover) == number, "another block");
	}
}

static void
check_error(const unsigned char *bytes, size_t n)
{
	unsigned char *packet = malloc(PACKET_SMALL_SIZE);
	char *text = exact_text(bytes, n);
	size_t packet_n = packet_error(packet, ERROR_UNDEFINED, text);

	must(packet_n <= PACKET_SMALL_SIZE && packet[packet_n - 1] == '\0' &&
	    strncmp((char *)packet + 4, text, packet_n - 5) == 0,
	    "an ERROR with another text");
	free(text);
	free(packet);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	unsigned char *exact = exact_copy(bytes, n);

	check_packet(exact, n);
	if (n >= 8)
		check_number(exact);
	check_error(exact, n);
	free(exact);
	return 0;
}
