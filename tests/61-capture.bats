#!/usr/bin/env bats
# mkbootroot explain -p: what would be answered to the requests of a capture.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load mkbootroot

setup() {
	root_begin
	netboot_tree "$root/debian12"
	printf '%s\n' >"$dir/clients" \
	    '52:54:00:12:34:56 web1 boot=debian12' \
	    '52:54:00:00:00:02 web2 boot=debian12 ip=10.9.0.22' \
	    'aa:bb:cc:dd:ee:ff db1 local'
	mkbootroot -q -f "$dir/clients"
}

# seen OPTIONS...: a frame of this client, in the capture.
seen() {
	python3 "$top/tests/dhcp_client.py" --write "$dir/capture" "$@"
}

# says TEXT: the output has a line with it.
says() {
	grep -qF -- "$1" <<<"$output"
}

EFI=debian12/debian-installer/amd64/bootnetx64.efi
system=(--vendor none --arch none --undi none --uuid none)

@test "each request of a capture is answered, field by field" {
	seen --mac 52:54:00:12:34:56
	seen --mac aa:bb:cc:dd:ee:ff --seconds 1700000001
	explain -p "$dir/capture"
	[ "$status" = 0 ]
	[ "${lines[0]}" = "message 1  2023-11-14 22:13:20.000000 UTC  0.0.0.0:68 > 255.255.255.255:67" ]
	[[ ${lines[1]} == "boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=- msg=DISCOVER rule=mac:web1 file=$EFI server="*" -> OFFER" ]]
	[ "${lines[2]}" = "  message        OFFER" ]
	says "  to             255.255.255.255:68, from port 67"
	says "  67 file        $EFI"
	says "  siaddr         the server's own address on that link"
	says "message 2  2023-11-14 22:13:21.000000 UTC"
	says "boot mac=aa:bb:cc:dd:ee:ff name=db1 arch=x64 via=- msg=DISCOVER rule=mac:db1 file=- server=0.0.0.1 boots=disk -> OFFER"
	says "  43.9 menu      00 00 0a 4c 6f 63 61 6c 20 62 6f 6f 74"
}

@test "a path that is told in spite of http= has its reason behind it" {
	printf '%s\n' 'default - ignore http=yes' '52:54:00:12:34:56 web1 boot=debian12' \
	    '52:54:00:00:00:02 web2 boot=debian12 http=https://h/' '52:54:00:00:00:03 web3 boot=debian12 http=no' >"$dir/clients"
	mkbootroot -q -f "$dir/clients"
	# As the iPXE in VirtualBox says it: no HTTP. Then one that has HTTP alone.
	local ipxe="77:'iPXE'" n
	seen --mac 52:54:00:12:34:56 --option "$ipxe" --option 175:210101
	seen --mac 52:54:00:12:34:56 --option "$ipxe" --option 175:130101
	seen --mac 52:54:00:00:00:02 --option "$ipxe" --option 175:130101
	seen --mac 52:54:00:12:34:56
	seen --mac 52:54:00:00:00:03 --option "$ipxe" --option 175:210101
	explain -p "$dir/capture"
	[ "$status" = 0 ]
	n=$'\n'
	[[ $output =~ file=01-52-54-00-12-34-56.ipxe[^$n]*OFFER$n'    by TFTP, in spite of http=: this iPXE does not say that it has HTTP (option 175)'$n'  message' ]]
	[[ $output =~ file=http://[^$n]*OFFER$n'  message' ]]
	[[ $output =~ 01-52-54-00-00-00-02.ipxe[^$n]*OFFER$n'    by TFTP, in spite of http=: this iPXE does not say that it has HTTPS (option 175)' ]]
	[[ $output =~ file=${EFI}[^$n]*OFFER$n'    by TFTP, in spite of http=: PXE has no HTTP' ]]
	[ "$(grep -c 'in spite of http=' <<<"$output")" = 3 ]
}

@test "packets from the field, odd in one field each, get their right answers" {
	local clients n=0
	mkdir "$root/img"
	for file in undionly.kpxe pxelinux.0 menu.ipxe x64.efi aa64.efi; do
		echo x >"$root/img/$file"
	done
	for clients in "$BATS_TEST_DIRNAME"/fixtures/packets/*.clients; do
		[ -e "${clients%.clients}.pcap" ] || continue
		"$top/mkbootroot/mkbootroot" -q -r "$root" -m "$dir/clients.cdb" \
		    -f "$clients"
		explain -p "${clients%.clients}.pcap" server=10.9.0.1
		[ "$status" = 0 ]
		diff "${clients%.clients}.answers" <(grep '^boot' <<<"$output")
		n=$((n + 1))
	done
	[ "$n" -ge 5 ]
}

@test "server= says which REQUESTs are ours" {
	seen "${system[@]}" --mac 52:54:00:00:00:02 --type 3 \
	    --option 54:0a090001 --option 50:0a090016
	explain -p "$dir/capture"
	says "chosen=10.9.0.1 -> silent reason=not-for-us"
	explain -p "$dir/capture" server=10.9.0.1
	says "server=10.9.0.1 ip=10.9.0.22 -> ACK"
	says "  yiaddr         10.9.0.22"
	explain -p "$dir/capture" server=x
	[ "$status" = 1 ]
	[ "$output" = "mkbootroot: x is not an IPv4 address" ]
}

@test "port 4011, wrong messages, and what is neither, are told apart" {
	seen --from 10.9.0.21:4011 --to 10.9.0.1:4011 --type 3 \
	    --ciaddr 10.9.0.21
	seen --cookie 63825364
	seen --to 10.9.0.1:69
	seen --op 2 --from 10.9.0.1:67 --to 255.255.255.255:68 --type 2 \
	    --option 43:060108ff
	explain -p "$dir/capture"
	[ "$status" = 0 ]
	says "server=10.9.0.1 -> ACK hint=option-60-without-43"
	says "  to             10.9.0.21:4011, from port 4011"
	says "boot -> silent reason=bad-cookie"
	[ "$(grep -c '^message' <<<"$output")" = 2 ]
}

@test "a foreign server that sends 60 without 43 is shown" {
	seen --op 2 --from 10.9.0.254:67 --to 255.255.255.255:68 --type 2 \
	    --vendor PXEClient
	explain -p "$dir/capture"
	says "10.9.0.254:67 > 255.255.255.255:68"
	says "hint=option-60-without-43"
	says "capture $dir/capture has no message to port 67 or 4011"
	# Our own may: it is quirk=binl.
	explain -p "$dir/capture" server=10.9.0.254
	[ "$(grep -c hint <<<"$output")" = 0 ]
}

@test "what happened before counts: who keeps asking, conflicts" {
	for at in 0 4 12; do
		seen --seconds $((1700000000 + at))
	done
	seen "${system[@]}" --mac 52:54:00:00:00:02 --type 4 \
	    --option 54:0a090001 --option 50:0a090016
	seen "${system[@]}" --mac 52:54:00:00:00:02
	seen "${system[@]}" --mac 52:54:00:00:00:02 --seconds 1700000600
	explain -p "$dir/capture" server=10.9.0.1
	[ "$(grep -c 'hint=keeps-asking$' <<<"$output")" = 1 ]
	[ "$(grep -c 'reason=conflict$' <<<"$output")" = 2 ]
	says "ip=10.9.0.22 -> OFFER"
}

@test "a capture that is none, cut, or of other frames, ends in a sentence" {
	explain -p "$dir/nothing"
	[ "$status" = 1 ]
	[[ $output == "mkbootroot: cannot read capture "*"nothing"* ]]
	echo x >"$dir/text"
	explain -p "$dir/text"
	[ "$status" = 1 ]
	[[ $output == "mkbootroot: cannot read capture "* ]]
	seen
	head -c 100 "$dir/capture" >"$dir/cut"
	explain -p "$dir/cut"
	[ "$status" = 1 ]
	[[ $output == "mkbootroot: cannot read capture "*"truncated"* ]]
	# Link type 127, radiotap.
	printf '\x7f' | dd of="$dir/capture" bs=1 seek=20 conv=notrunc \
	    status=none
	explain -p "$dir/capture"
	[ "$status" = 1 ]
	[[ $output == *"frames of type 127 are not known" ]]
	explain -p
	[ "$status" = 2 ]
	explain -p "$dir/capture" what
	[ "$status" = 2 ]
}

@test "without libpcap explain -p says what to install" {
	cat >"$dir/main.c" <<-'END'
	#include "mkbootroot/explain/explaincapture.h"
	int main(void)
	{
		struct in_addr none = { 0 };
		return explain_capture(0, "x.pcap", none, 0);
	}
	END
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" \
	    -o "$dir/without" "$dir/main.c" "$top/mkbootroot/explain/explaincapture.c"
	run -1 "$dir/without"
	[ "$output" = "without: cannot read capture x.pcap: mkbootroot was \
built without libpcap (Debian: libpcap-dev); install it and build again" ]
}

@test "frames of every link type, and a million wrong ones" {
	cat >"$dir/main.c" <<-'END'
	#include <assert.h>
	#include <arpa/inet.h>
	#include <stdlib.h>
	#include <string.h>
	#include "mkbootroot/explain/frame.h"
	static const int links[] = { FRAME_NULL, FRAME_ETHERNET, FRAME_RAW,
	    FRAME_SLL, FRAME_SLL2 };
	static const size_t before[] = { 4, 18, 0, 16, 20 };
	static unsigned char ip[] = { 0x45, 0, 0, 31, 0, 0, 0x40, 0, 64, 17,
	    0, 0, 10, 9, 0, 1, 10, 9, 0, 2, 0, 67, 0, 68, 0, 11, 0, 0,
	    'a', 'b', 'c' };
	static void type(unsigned char *p) { p[0] = 8; p[1] = 0; }
	int main(void)
	{
		unsigned char buf[96], *exact;
		struct frame f;
		size_t i, n, k, changes;

		srandom(1);
		for (i = 0; i < 1000000; i++) {
			k = i % 5;
			memset(buf, 0, sizeof(buf));
			buf[12] = 0x81;		/* a VLAN's tag */
			if (links[k] == FRAME_ETHERNET)
				type(buf + 16);
			if (links[k] == FRAME_SLL)
				type(buf + 14);
			if (links[k] == FRAME_SLL2)
				type(buf);
			memcpy(buf + before[k], ip, sizeof(ip));
			n = before[k] + sizeof(ip);
			/* Behind IP may be Ethernet's padding. */
			assert(frame_parse(&f, links[k], buf, n + i % 7) == 1);
			assert(f.n == 3 && memcmp(f.bytes, "abc", 3) == 0);
			assert(address_port(&f.from) == 67 &&
			    address_port(&f.to) == 68 &&
			    f.to.in.sin_addr.s_addr == inet_addr("10.9.0.2"));
			for (changes = (size_t)random() % 4; changes > 0;
			    changes--)
				buf[(size_t)random() % n] =
				    (unsigned char)random();
			n = (size_t)random() % (n + 1);
			exact = malloc(n);
			memcpy(exact, buf, n);
			if (frame_parse(&f, links[k], exact, n) == 1)
				assert(f.bytes >= exact &&
				    f.bytes + f.n <= exact + n);
			free(exact);
		}
		assert(frame_parse(&f, 127, buf, 1) == -1);
		return 0;
	}
	END
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" \
	    -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	    -o "$dir/frames" "$dir/main.c" "$top/mkbootroot/explain/frame.c" \
	    "$top/lib/net/address.c"
	"$dir/frames"
}
