#!/usr/bin/env bats
# dhcp-helper and firmware with faults of its own: quirk=, class=; and the
# hints that it gives of the network's faults.

bats_require_minimum_version 1.5.0

load dhcp

# map_quirk WORD...: WEB1 boots with these words.
map_quirk() {
	map <<-END
	default - boot=debian12
	$WEB1 web1 boot=debian12 $*
	$LOADERS
	END
}

now_ms() {
	echo $(($(date +%s%N) / 1000000))
}

@test "quirk=binl: the file is named on 4011 alone" {
	map_quirk quirk=binl
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 '')
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid  ff  @300
	"
	logged "file=- server=10.9.0.1 -> OFFER$"
	answered 10.9.0.1:4011 10.9.0.21:4011 "
		$(header 0000 0a090015 00000000 $EFI)
		35 01 05  36 04 0a090001  3c 09 'PXEClient'  $uuid
		43 2e '$EFI' 00  ff
	" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	logged "-> ACK$"
}

@test "quirk=binl: siaddr is whom to ask on 4011, then who has the file" {
	map_quirk quirk=binl server=10.9.0.7
	serve_both
	run -0 client
	[ "${lines[1]:40:8}" = 0a090001 ]
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "${lines[1]:40:8}" = 0a090007 ]
}

@test "quirk=direct takes binl and no-43 of all others back" {
	map <<-END
	default - boot=debian12 quirk=binl quirk=no-43
	$WEB1 web1 quirk=direct
	$LOADERS
	END
	serve_both
	told "$EFI"
	has "2b 04 06 01 08 ff"
	told '' --mac 52:54:00:00:00:99
	lacks "2b 04" "43 2e"
}

@test "quirk=no-43: the file is named, and 43 is nowhere" {
	map_quirk quirk=no-43
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 00000000 $EFI)
		35 01 02  36 04 0a090001  3c 09 'PXEClient'  $uuid
		42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}" \
	    --option 43:470480000000ff
	lacks "2b 07"
}

@test "quirk=broadcast: everything on 67 is sent to all" {
	map_quirk quirk=broadcast ip=10.9.0.21
	serve_both 10.9.0.1:67
	system=(--vendor none --arch none --undi none --uuid none)
	run -0 client "${system[@]}" --type 3 --ciaddr 10.9.0.21 \
	    --from 10.9.0.21:68
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:20:4}" = 8000 ]
	# A relay is told to do so.
	run -0 client "${system[@]}" --giaddr 10.9.0.250 \
	    --from 10.9.0.250:67 --to 10.9.0.1:67
	[ "${lines[0]}" = "10.9.0.1:67 > 10.9.0.250:67" ]
	[ "${lines[1]:20:4}" = 8000 ]
	# 4011 is an answer to the sender, always.
	run -0 client --from 10.9.0.21:4011 "${pxe_4011[@]}"
	[ "${lines[0]}" = "10.9.0.1:4011 > 10.9.0.21:4011" ]
}

@test "quirk=delay=: the OFFER waits, and nobody else does" {
	map_quirk quirk=delay=8
	serve 255.255.255.255:67 -- -t 0
	begin=$(now_ms)
	client --send-only
	told "$EFI" --mac 52:54:00:00:00:99
	grep -q "mac=$WEB1 .*-> OFFER delay=8$" "$dir/log"
	# The same question again is not answered twice, nor later.
	told "$EFI"
	[ $(($(now_ms) - begin)) -ge 8000 ]
	wait_lines "$dir/starts" '^end '
	[ "$(grep -c start "$dir/starts")" = 1 ]
	run ! client --deadline 0.2 --mac 52:54:00:00:00:98 --vendor none \
	    --arch none
	[ -z "$output" ]
}

@test "quirk=delay=: the first answer waits on every link" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	map_quirk quirk=delay=1
	serve 255.255.255.255:67
	run -0 client --interface pc1
	[ "${lines[0]}" = "10.8.0.1:67 > 255.255.255.255:68" ]
	wait_for_times 2 60 "$dir/log" "-> OFFER delay=1$"
}

@test "the most particular delay counts, and only for an OFFER" {
	map <<-END
	default - boot=debian12 quirk=delay=60
	$WEB1 web1 ip=10.9.0.21 quirk=delay=1
	$LOADERS
	END
	serve_both
	begin=$(now_ms)
	told "$EFI"
	logged "-> OFFER delay=1$"
	[ $(($(now_ms) - begin)) -ge 1000 ]
	told "$EFI" --type 3 --option 54:0a090001 --option 50:0a090015
	logged "-> ACK$"
	told "$EFI" --mac 52:54:00:00:00:99 --from 10.9.0.21:4011 \
	    "${pxe_4011[@]}"
	logged "-> ACK hint"
}

@test "answers that wait are bounded" {
	map <<-END
	default - boot=debian12 quirk=delay=60
	$LOADERS
	END
	serve 255.255.255.255:67
	client --mac 52:54:00:00:01:00 --burst mac:65
	wait_lines "$dir/log" "^boot " 65
	wait_for_times 64 60 "$dir/log" "-> OFFER delay=60"
	[ "$(grep -c "reason=too-many-delayed" "$dir/log")" = 1 ]
}

@test "who asks anew a hundred times has one place of those that wait" {
	map_quirk quirk=delay=60
	serve 255.255.255.255:67
	client --xid 00000000 --burst xid:100
	wait_for_times 100 60 "$dir/log" "-> OFFER delay=60"
	[ "$(grep -c "reason=too-many-delayed" "$dir/log")" = 0 ]
}

@test "class= makes a PXE client of who says another vendor's class" {
	map <<-END
	default - boot=debian12 class=HW-Client
	52:54:00:00:00:0a - ignore
	$WEB1 web1 class=XY
	$LOADERS
	END
	serve_both -- -v
	answered 10.9.0.1:67 255.255.255.255:68 "
		02 01 06 00  01020304  0000 8000
		00000000 00000000 0a090001 00000000
		525400000099 10*00  '10.9.0.1' @108  '$EFI' @236  63825363
		35 01 02  36 04 0a090001  3c 09 'HW-Client'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	" --mac 52:54:00:00:00:99 --vendor HW-Client:Arch:00007
	told "$EFI" --mac 52:54:00:00:00:99 --vendor HW-Client \
	    --from 10.9.0.21:4011 "${pxe_4011[@]}"
	has "3c 09 'HW-Client'"
	silent ignore --mac 52:54:00:00:00:0a --vendor HW-Client
	silent not-pxe --mac 52:54:00:00:00:99 --vendor HW-Clien
	silent not-pxe --vendor HW-Client
	told "$EFI" --vendor XY
	told "$EFI"
	has "3c 09 'PXEClient'"
}

@test "a client that keeps asking after our answer is a hint" {
	serve 255.255.255.255:67
	for secs in 0 4 12; do
		told "$EFI" --secs $secs
	done
	[ "$(grep -c hint "$dir/log")" = 1 ]
	logged "-> OFFER hint=keeps-asking$"
	# Another client, and the same one in iPXE, ask for the first time.
	told "$EFI" --mac 52:54:00:00:00:99
	run -0 client --option "77:'iPXE'"
	[ "$(grep -c hint "$dir/log")" = 1 ]
	# A REQUEST to whomever shows that it was content.
	for n in 1 2 3; do
		told "$EFI" --mac 52:54:00:00:00:98
		silent not-for-us --mac 52:54:00:00:00:98 --type 3 \
		    --option 54:0a090002 --option 50:0a090062
		logged "asked=10.9.0.98 chosen=10.9.0.2 -> silent reason=not-for-us$"
	done
	[ "$(grep -c hint "$dir/log")" = 1 ]
}

@test "a client that is answered on several links has asked once" {
	link_add eth1 pc1 10.8.0.1/24 02:00:00:00:01
	link_add eth2 pc2 10.7.0.1/24 02:00:00:00:02
	serve 255.255.255.255:67
	run -0 client
	wait_lines "$dir/log" "-> OFFER" 3
	[ "$(grep -c hint "$dir/log")" = 0 ]
}

@test "what is remembered of clients that ask is bounded" {
	cat >"$dir/hint.c" <<-'END'
	#include <assert.h>
	#include <string.h>
	#include "dhcp-helper/hint.h"
	int main(void)
	{
		static struct hints h;
		static struct message m;
		static struct decision d;
		unsigned i, times;

		m.hlen = 6;
		m.type = MESSAGE_DISCOVER;
		d.answer = ANSWER_OFFER;
		assert(hint_note(&h, &m, &d, 1000) == NULL);
		assert(hint_note(&h, &m, &d, 1001) == NULL);
		assert(strcmp(hint_note(&h, &m, &d, 1002),
		    "keeps-asking") == 0);
		/* After a minute it is a new start. */
		assert(hint_note(&h, &m, &d, 62000) == NULL);
		for (i = 0; i < 3 * HINT_MAX; i++) {
			m.chaddr[0] = (unsigned char)i;
			m.chaddr[1] = (unsigned char)(1 + i / 256);
			for (times = 1; times < HINT_TIMES; times++)
				assert(hint_note(&h, &m, &d, 62001) == NULL);
			assert(hint_note(&h, &m, &d, 62001) != NULL);
		}
		return 0;
	}
	END
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" \
	    -fsanitize=address,undefined -o "$dir/hint" \
	    "$dir/hint.c" "$top"/dhcp-helper/{area,clientid,hint,identity,message,messageoption}.c
	"$dir/hint"
}

@test "a server that sends option 60 without 43 is a hint" {
	map <<-END
	default - boot=debian12
	$WEB1 web1 boot=debian12
	52:54:00:00:00:0b - quirk=binl
	52:54:00:00:00:0c - quirk=no-43
	$LOADERS
	END
	serve_both
	# We have told it to ask nobody on 4011: somebody else sent it there.
	told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}"
	logged "-> ACK hint=option-60-without-43$"
	# Here we have sent it there ourselves, or its ROM wants a boot item.
	for more in "--mac 52:54:00:00:00:0b" "--mac 52:54:00:00:00:0c" \
	    "--option 43:470480000000ff"; do
		told "$EFI" --from 10.9.0.21:4011 "${pxe_4011[@]}" $more
		logged "-> ACK$"
	done
}

@test "another DHCP server that answers our client is a hint" {
	map_quirk ip=10.9.0.21
	serve_both
	told "$EFI"
	silent not-for-us --type 3 --option 54:0a090002 --option 50:0a090016
	logged "asked=10.9.0.22 chosen=10.9.0.2 -> silent reason=not-for-us hint=other-server$"
}
