#!/usr/bin/env bats
# dhcp-helper as a DHCP and BOOTP server for the clients with ip=.

bats_require_minimum_version 1.5.0

load dhcp

@test "a client with ip= gets its address with the file" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $EFI)
		35 01 02  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $EFI)
		35 01 05  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2e '$EFI' 00  ff
	" --type 3 --option 54:0a090001 --option 50:0a090015
}

@test "iPXE with ip= is told that no proxy is to be waited for" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $BIOS)
		35 01 02  36 04 0a090001  $given  3c 09 'PXEClient'  $uuid
		2b 04 06 01 08 ff  42 08 '10.9.0.1'  43 2a '$BIOS' 00
		af 06 b0 01 01 01 01 04  ff
	" --arch 0000 --option "77:'iPXE'"
}

# A system that asks for its address: no word of booting.
system=(--vendor none --arch none --undi none --uuid none)

@test "a system with ip= gets its address, its name and its client id back" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 '')
		35 01 02  36 04 0a090001  $given  0c 04 'web1'
		3d 07 01 525400123456  ff
		@300
	" "${system[@]}" --option 55:0103060c --option 61:01525400123456
	logged "msg=DISCOVER rule=mac:web1 file=- server=10.9.0.1 ip=10.9.0.21 -> OFFER$"
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 '')
		35 01 05  36 04 0a090001  $given  3d 07 01 525400123456  ff
		@300
	" "${system[@]}" --type 3 --option 54:0a090001 --option 50:0a090015 \
	    --option 61:01525400123456
	logged "ip=10.9.0.21 -> ACK$"
}

nak="35 01 06  36 04 0a090001  ff  @300"
no_address() {
	echo "02 01 06 00  01020304  0000 $1  00000000 00000000 00000000
	    ${2:-00000000}  525400123456 10*00  64*00 128*00  63825363"
}

@test "NAK is for who asks us for another address, and for nobody else" {
	map_given
	serve_both
	# It has chosen our offer, but wants something else.
	answered 10.9.0.1:67 255.255.255.255:68 "$(no_address 8000) $nak" \
	    --type 3 --option 54:0a090001 --option 50:0a090016
	logged "ip=10.9.0.21 asked=10.9.0.22 -> NAK$"
	# It has started again with an address of somebody else.
	answered 10.9.0.1:67 255.255.255.255:68 "$(no_address 8000) $nak" \
	    "${system[@]}" --type 3 --option 50:0a090016
	# It renews an address of somebody else, by broadcast.
	answered 10.9.0.1:67 255.255.255.255:68 "$(no_address 8000) $nak" \
	    "${system[@]}" --type 3 --ciaddr 10.9.0.22
	# It has chosen another server's offer: that may give what it likes.
	for asked in 0a090015 0a090016; do
		silent not-for-us --type 3 --option 54:0a090002 \
		    --option "50:$asked"
		logged "chosen=10.9.0.2 .*hint=other-server$"
	done
	silent other-address --type 3 --option 54:0a090001
}

@test "who has no ip= is never told NAK, not even by a neighbour's address" {
	map_default
	serve_both -- -v
	# A DHCP server on this host has our address in option 54, too.
	for server in 54:0a090001 54:0a090002; do
		for asked in 0a090015 0a090016; do
			silent not-for-us --type 3 --option $server \
			    --option "50:$asked"
			silent not-pxe "${system[@]}" --type 3 \
			    --option $server --option "50:$asked"
		done
	done
	silent not-for-us --type 3 --option 50:0a090016
	silent not-pxe "${system[@]}" --type 3 --option 50:0a090016
	silent not-pxe "${system[@]}" --type 3 --ciaddr 10.9.0.22
}

@test "a system that starts again may keep its address" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 '')
		35 01 05  36 04 0a090001  $given  ff  @300
	" "${system[@]}" --type 3 --option 50:0a090015
}

@test "who asks for its address in 50 is not answered there" {
	map_given
	serve_both
	run -0 client "${system[@]}" --type 3 --ciaddr 10.9.0.21 \
	    --option 50:0a090015 --option 54:0a090001
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	has "35 01 05"
	# In a DISCOVER ciaddr means nothing.
	run -0 client "${system[@]}" --ciaddr 10.9.0.21
	[ "${lines[0]}" = "10.9.0.1:67 > 255.255.255.255:68" ]
	[ "${lines[1]:24:8}" = 00000000 ]
	has "35 01 02"
}

@test "a lease is renewed at the unicast socket, and without it at T2" {
	map_given
	serve 255.255.255.255:67
	local ack
	ack="$(header 0000 0a090015 0a090015 '')
	    35 01 05  36 04 0a090001  $given  ff  @300"
	answered 10.9.0.1:67 10.9.0.21:68 "$ack" "${system[@]}" --type 3 \
	    --ciaddr 10.9.0.21 --from 10.9.0.21:68
	serve 10.9.0.1:67
	answered 10.9.0.1:67 10.9.0.21:68 "$ack" "${system[@]}" --type 3 \
	    --ciaddr 10.9.0.21 --from 10.9.0.21:68 --to 10.9.0.1:67
}

@test "INFORM gets options without an address and without a time" {
	map_given
	serve_both
	answered 10.9.0.1:67 10.9.0.21:68 "
		$(header 0000 0a090015 00000000 '')
		35 01 05  36 04 0a090001  ${given#33 04 00000e10  }  ff  @300
	" "${system[@]}" --type 8 --ciaddr 10.9.0.21 --from 10.9.0.21:68
	silent no-ciaddr "${system[@]}" --type 8
}

@test "RELEASE changes nothing" {
	map_given
	serve_both
	silent released "${system[@]}" --type 7 --ciaddr 10.9.0.21 \
	    --option 54:0a090001
	silent not-for-us "${system[@]}" --type 7 --ciaddr 10.9.0.21 \
	    --option 54:0a090002
	told '' "${system[@]}"
}

@test "an address that is declined is a conflict, and not offered" {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	52:54:00:00:00:22 web2 boot=debian12 ip=10.9.0.22
	$LOADERS
	END
	serve 255.255.255.255:67 -- -t 0
	silent not-for-us "${system[@]}" --type 4 --option 54:0a090002 \
	    --option 50:0a090015
	silent not-for-us "${system[@]}" --type 4 --option 54:0a090001 \
	    --option 50:0a090016
	told '' "${system[@]}"
	wait_lines "$dir/starts" '^end '
	silent conflict "${system[@]}" --type 4 --option 54:0a090001 \
	    --option 50:0a090015
	logged "msg=DECLINE rule=mac:web1 ip=10.9.0.21 asked=10.9.0.21 chosen=10.9.0.1 -> silent reason=conflict$"
	silent conflict "${system[@]}"
	silent conflict "${system[@]}" --type 3 --option 50:0a090015
	# It boots all the same, with an address of another server.
	told "$EFI"
	logged "msg=DISCOVER rule=mac:web1 file=$EFI server=10.9.0.1 -> OFFER hint=address-in-conflict$"
	# Who has it already renews it; others have nothing to do with it.
	told '' "${system[@]}" --type 3 --ciaddr 10.9.0.21
	told '' "${system[@]}" --mac 52:54:00:00:00:22
	# It stays, although -t says to go: it has something to remember.
	[ "$(tail -n 1 "$dir/starts" | cut -d ' ' -f 1)" = start ]
	starts=$(grep -c start "$dir/starts")
	silent conflict "${system[@]}"
	[ "$(grep -c start "$dir/starts")" = "$starts" ]
}

@test "a DECLINE that is not of the client's own link takes no address away" {
	map_given
	inside ip addr add 10.7.0.1/24 dev lo
	serve 0.0.0.0:67
	local declines=(--type 4 --option 54:0a090001 --option 50:0a090015)
	# Through a relay, or what is said to be one; by unicast, from anywhere.
	silent declined-elsewhere "${system[@]}" "${declines[@]}" --giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
	silent declined-elsewhere "${system[@]}" "${declines[@]}" --giaddr 10.9.0.250
	silent declined-elsewhere "${system[@]}" "${declines[@]}" --from 10.9.0.66:68 --to 10.9.0.1:67
	silent declined-elsewhere "${system[@]}" "${declines[@]}" --ciaddr 10.9.0.21
	told '' "${system[@]}"
	logged "ip=10.9.0.21 -> OFFER$"
	silent conflict "${system[@]}" "${declines[@]}"
	silent conflict "${system[@]}"
}

@test "nothing is sent to where nobody is, or all are" {
	map_given
	inside ip addr add 10.7.0.1/24 brd + dev lo
	serve 0.0.0.0:67 0.0.0.0:4011
	# Who asks on 4011 is answered where it asked from, if that can be.
	silent not-answerable "${pxe_4011[@]}" --from 10.9.0.66:0 --to 10.9.0.1:4011
	silent not-answerable "${pxe_4011[@]}" --from 0.0.0.0:0 --to 255.255.255.255:4011
	for to in 127.0.0.1 255.255.255.255 224.0.0.1 239.1.2.3 10.9.0.255 10.9.0.0 10.7.0.255; do
		echo "$to"
		silent not-answerable "${system[@]}" --giaddr "$to" --from 10.9.0.66:67 --to 10.9.0.1:67
		silent not-answerable "${system[@]}" --type 8 --ciaddr "$to" --from 10.9.0.66:68 --to 10.9.0.1:67
	done
	cat >"$dir/try.c" <<-'END'
		#include <arpa/inet.h>
		#include <assert.h>
		#include <string.h>
		#include "net/answerable.h"

		static int
		in_net(const char *a, const char *net, const char *mask)
		{
			struct in_addr in[3];

			inet_aton(a, &in[0]);
			inet_aton(net, &in[1]);
			inet_aton(mask, &in[2]);
			return answerable_in_net(in[0], in[1], in[2]);
		}

		static int
		one(int family, const char *text, unsigned port)
		{
			union address a;

			memset(&a, 0, sizeof(a));
			a.sa.sa_family = (sa_family_t)family;
			assert(inet_pton(family, text, family == AF_INET ?
			    (void *)&a.in.sin_addr :
			    (void *)&a.in6.sin6_addr) == 1);
			address_set_port(&a, port);
			return answerable(&a);
		}

		int
		main(void)
		{
			assert(one(AF_INET, "10.9.0.255", 68));
			assert(!one(AF_INET, "10.9.0.1", 0));
			assert(!one(AF_INET, "0.0.0.0", 68));
			assert(!one(AF_INET, "224.0.0.1", 68));
			assert(!one(AF_INET, "255.255.255.255", 68));
			assert(one(AF_INET6, "fe80::1", 69));
			assert(!one(AF_INET6, "ff02::1", 69));
			assert(!one(AF_INET6, "::", 69));
			assert(!one(AF_INET6, "fe80::1", 0));
			assert(!in_net("10.9.0.255", "10.9.0.1", "255.255.255.0"));
			assert(!in_net("10.9.0.0", "10.9.0.1", "255.255.255.0"));
			assert(in_net("10.9.0.254", "10.9.0.1", "255.255.255.0"));
			assert(in_net("10.9.1.255", "10.9.0.1", "255.255.255.0"));
			assert(in_net("10.9.1.255", "10.9.0.1", "255.255.0.0"));
			assert(in_net("10.9.0.1", "10.9.0.0", "255.255.255.254"));
			assert(in_net("10.9.0.1", "10.9.0.1", "255.255.255.255"));
			assert(in_net("10.9.0.255", "10.9.0.1", "0.0.0.0"));
			return 0;
		}
	END
	cc -Wall -Wextra -D_GNU_SOURCE -I"$top" -I"$top/lib" -o "$dir/try" "$dir/try.c" "$top/lib/net/answerable.c" "$top/lib/net/address.c" -lbsd
	"$dir/try"
}

@test "a conflict is over after ten minutes, and the oldest makes room" {
	cat >"$dir/conflict.c" <<-'END'
	#include <assert.h>
	#include "dhcp-helper/conflict.h"
	int main(void)
	{
		static struct conflicts c;
		struct in_addr a = { 1 }, b;
		unsigned i;

		assert(!conflict_has(&c, a, 5));
		conflict_add(&c, a, 5);
		assert(conflict_has(&c, a, 5 + 599999));
		assert(!conflict_has(&c, a, 5 + 600000));
		assert(conflict_left_ms(&c, 5) == 600000);
		assert(conflict_left_ms(&c, 700000) == 0);
		conflict_add(&c, a, 10);
		assert(conflict_has(&c, a, 10 + 599999));
		for (i = 2; i < 2 + CONFLICT_MAX; i++) {
			b.s_addr = i;
			conflict_add(&c, b, 10 + i);
		}
		assert(conflict_has(&c, b, 100));
		assert(!conflict_has(&c, a, 100));
		return 0;
	}
	END
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" \
	    -fsanitize=address,undefined -o "$dir/conflict" \
	    "$dir/conflict.c" "$top/dhcp-helper/conflict.c"
	"$dir/conflict"
}

# The header of BOOTP's reply is followed by 64 bytes, and no type.
bootp=(--type 0 "${system[@]}")

@test "a BOOTP client with ip= gets its address and its file" {
	map_given
	serve_both
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $BIOS)
		${given#33 04 00000e10  }  0c 04 'web1'  ff  @300
	" "${bootp[@]}" --tail "ff @60"
	logged "arch=bios .*msg=BOOTP .*ip=10.9.0.21 -> BOOTREPLY$"
	# Without RFC 1048's cookie, as RFC 951 has it.
	answered 10.9.0.1:67 255.255.255.255:68 "
		$(header 8000 00000000 0a090015 $BIOS)
		${given#33 04 00000e10  }  0c 04 'web1'  ff  @300
	" "${bootp[@]}" --cookie 00000000 --tail "60*00"
	# It has its address, and asks for its file.
	answered 10.9.0.1:67 10.9.0.21:68 "
		$(header 0000 0a090015 0a090015 $BIOS)
		${given#33 04 00000e10  }  0c 04 'web1'  ff  @300
	" "${bootp[@]}" --ciaddr 10.9.0.21 --from 10.9.0.21:68 --tail "ff @60"
}

@test "a BOOTP client names the server that it wants" {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21 servername=boot
	$LOADERS
	END
	serve_both
	silent not-for-us "${bootp[@]}" --sname "'other'"
	told "$BIOS" "${bootp[@]}" --sname "'boot'"
	[[ ${lines[1]:88} == $(client --show "'boot' 00")* ]]
	# Without a name, our address is what it was told there.
	map_given
	told "$BIOS" "${bootp[@]}" --sname "'10.9.0.1'"
	silent not-for-us "${bootp[@]}" --sname "'10.9.0.2'"
}

@test "BOOTP is for who has ip=, and whose file's name fits" {
	map <<-END
	default - boot=debian12
	52:54:00:00:00:01 long boot=debian12 ip=10.9.0.31 bios-http=$(url a 128)
	52:54:00:00:00:02 loc local ip=10.9.0.32
	52:54:00:00:00:03 no ignore ip=10.9.0.33
	$LOADERS
	END
	serve_both -- -v
	silent not-pxe "${bootp[@]}"
	silent no-ip --type 0
	silent does-not-fit "${bootp[@]}" --mac 52:54:00:00:00:01 \
	    --arch 0014 --tail "ff @60"
	told "" "${bootp[@]}" --mac 52:54:00:00:00:02
	[ "${lines[1]:32:8}" = 0a090020 ]
	[ "${#lines[1]}" = 600 ]
	silent ignore "${bootp[@]}" --mac 52:54:00:00:00:03
}

@test "BOOTP's 64 bytes, or as many as were asked with, are not exceeded" {
	local name
	name=$(printf 'n%.0s' {1..63})
	map <<-END
	$WEB1 $name local ip=10.9.0.21 dns=1.0.0.1 dns=1.0.0.2 dns=1.0.0.3 dns=1.0.0.4
	net 10.9.0.0/24 - router=10.9.0.254
	END
	serve_both 10.9.0.1:67
	dns="06 10 01000001 01000002 01000003 01000004"
	told '' "${bootp[@]}" --tail "ff @60"
	[ "${#lines[1]}" = 600 ]
	has "$dns ff"
	told '' "${bootp[@]}" --tail "ff @160"
	has "$dns 0c 3f '$name' ff"
	relay=(--giaddr 10.9.0.250 --from 10.9.0.250:67 --to 10.9.0.1:67
	    --option "82:01 14 20*61")
	told '' "${bootp[@]}" "${relay[@]}" --tail "ff @60"
	has "$dns 52 16 01 14 20*61 ff"
	told '' "${bootp[@]}" "${relay[@]}" --tail "ff @160"
	has "$dns 0c 3f '$name' 52 16 01 14 20*61 ff"
}

@test "what boots its disk gets its address in every stage" {
	map <<-END
	default - ignore
	$WEB1 web1 local ip=10.9.0.21
	52:54:00:00:00:02 - ip=10.9.0.22
	52:54:00:00:00:03 - ignore ip=10.9.0.23
	END
	serve_both
	to_disk
	[ "${lines[1]:32:8}" = 0a090015 ]
	to_disk --type 3 --option 50:0a090015 --option 54:0a090001
	[ "${lines[1]:32:8}" = 0a090015 ]
	told '' "${system[@]}"
	[ "${lines[1]:32:8}" = 0a090015 ]
	lacks "$local_boot"
	silent local --type 0
	# No action of its own: default's, which is ignore.
	silent ignore "${system[@]}" --mac 52:54:00:00:00:02
	silent ignore "${system[@]}" --mac 52:54:00:00:00:03
}

@test "server= and servername= set siaddr, sname, 66 and 150" {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21 server=10.9.0.7 servername=boot
	52:54:00:00:00:02 web2 boot=debian12 ip=10.9.0.22
	$LOADERS
	END
	serve_both
	told "$EFI"
	[ "${lines[1]:40:8}" = 0a090007 ]
	[[ ${lines[1]:88} == $(client --show "'boot' 00")* ]]
	has "42 04 'boot'" "96 04 0a090007" "36 04 0a090001"
	run -0 client "${system[@]}" --option 55:4296
	[ "${lines[1]:40:8}" = 0a090007 ]
	has "42 04 'boot'" "96 04 0a090007"
	# Telephones mean something else with 150: only who asks is told.
	told "$EFI" --mac 52:54:00:00:00:02
	has "42 08 '10.9.0.1'"
	lacks "96 04"
	told "$EFI" --mac 52:54:00:00:00:02 --option 55:96
	has "96 04 0a090001"
}

@test "a DHCP client of the distribution gets its address" {
	map_given
	serve 255.255.255.255:67
	inside ip link set pc0 address $WEB1
	cat >"$dir/script" <<-END
	#!/bin/sh
	echo "\$1 \$ip \$mask \$router \$dns \$lease \$siaddr" >>$dir/udhcpc
	END
	chmod 755 "$dir/script"
	namespace_new
	pc=$pid
	inside ip link set pc0 netns "$pc"
	at_pc ip link set pc0 up
	run -0 at_pc "$top/.cache/bin/busybox" udhcpc -i pc0 -n -q -f -s "$dir/script"
	echo "$output"
	cat "$dir/udhcpc" "$dir/log"
	grep -qx "bound 10.9.0.21 24 10.9.0.254 10.9.0.253 3600 10.9.0.1" \
	    "$dir/udhcpc"
	wait_lines "$dir/log" "msg=REQUEST .* -> ACK"
}
