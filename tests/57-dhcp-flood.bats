#!/usr/bin/env bats
# Who sends dhcp-helper many messages does not fill the log with them, and keeps
# nobody else's lines out of it.

bats_require_minimum_version 1.5.0
load dhcp

# flood KIND: 100 messages of KIND and one DISCOVER of web1, which is answered,
# again and again until the log says that something was left out. What was sent
# is in $dir/sent: how many of both.
flood() {
	TESTS=$BATS_TEST_DIRNAME inside "$python" - "$1" "$dir/log" "$dir/sent" <<-'END'
		import os, socket, sys, time
		sys.path.insert(0, os.environ["TESTS"])
		import dhcp_client
		kind, log, sent = sys.argv[1:]
		sys.argv = sys.argv[:1]
		a = dhcp_client.options([])
		web1 = dhcp_client.frame(a, dhcp_client.message(a))
		def one(n):
		    a.mac = "52:54:01:%02x:%02x:%02x" % (n >> 16, n >> 8 & 255, n & 255)
		    payload = dhcp_client.message(a)
		    return dhcp_client.frame(a, payload[:100] if kind == "broken" else payload)
		s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
		s.bind(("pc0", 0x0800))
		s.settimeout(60)
		def answered():
		    s.send(web1)
		    while True:
		        got = s.recv(4096)
		        # A BOOTREPLY with its chaddr.
		        if got[23:24] == b"\x11" and got[42:43] == b"\x02" and got[70:76] == bytes.fromhex("525400123456"):
		            return
		def said():
		    with open(log) as f:
		        return "flood from=" in f.read()
		n = rounds = 0
		deadline = time.monotonic() + 120
		s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
		while not said():
		    assert time.monotonic() < deadline, "the log has it all"
		    for i in range(100):
		        s.send(one(n))
		        n += 1
		    answered()
		    rounds += 1
		with open(sent, "w") as f:
		    print(n, rounds, file=f)
	END
	read -r strangers known <"$dir/sent"
}

# The helper is ended, and says the rest.
ended() {
	kill "$(pgrep -x dhcp-helper)"
	wait_for 60 gone
}

gone() {
	! pgrep -x dhcp-helper >/dev/null
}

# all_told PATTERN: lines with it and those that were left out are all that
# were sent.
all_told() {
	local logged unlogged
	logged=$(grep -cE -- "$1" "$dir/log")
	unlogged=$(sed -n 's/.*flood from=strangers unlogged=//p' "$dir/log" | awk '{ n += $1 } END { print n + 0 }')
	echo "sent $strangers, logged $logged, unlogged $unlogged, known $known"
	[ "$unlogged" -gt 0 ]
	[ "$logged" -ge 2000 ]
	[ $((logged + unlogged)) -eq "$strangers" ]
	# Those of web1 are all there.
	[ "$(grep -c 'rule=mac:web1 .* -> OFFER' "$dir/log")" -eq "$known" ]
	[ "$(grep -c 'flood from=clients' "$dir/log")" -eq 0 ]
}

@test "strangers: most are counted only, and a known client has all of its lines" {
	map <<-END
	$WEB1 web1 boot=debian12
	$LOADERS
	END
	serve_both
	flood strangers
	ended
	all_told 'reason=unknown-client'
	# The line of doc/operating.md shows it.
	run -0 env LOG="$dir/log" bash -c "$(grep 'flood from=.*LOG' "$top/doc/operating.md")"
	[[ $output == *'flood from=strangers unlogged='* ]]
}

@test "strangers that default boots: most are counted only, and all are answered" {
	serve_both
	flood strangers
	ended
	all_told 'rule=default .* -> OFFER'
}

@test "broken messages: most are counted only, and a known client has all of its lines" {
	serve_both
	flood broken
	ended
	all_told 'boot from=.* -> silent reason='
}

# discovers N: one client asks this often, as fast as it can.
discovers() {
	TESTS=$BATS_TEST_DIRNAME inside "$python" - "$1" <<-'END'
		import os, socket, sys
		sys.path.insert(0, os.environ["TESTS"])
		import dhcp_client
		a = dhcp_client.options([])
		frame = dhcp_client.frame(a, dhcp_client.message(a))
		s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
		s.bind(("pc0", 0x0800))
		for i in range(int(sys.argv[1])):
		    s.send(frame)
	END
}

@test "who has said much stays until it may say as much again, whatever -t says" {
	map_default
	serve_both -- -t 1
	SECONDS=0
	discovers 100
	wait_for_times 100 60 "$dir/log" "-> OFFER"
	wait_for_line 60 "$dir/starts" '^end '
	# 10 lines a second of one client; it can be later, but no sooner.
	[ "$SECONDS" -ge 8 ]
	[ "$(grep -c '^start' "$dir/starts")" = 1 ]
}

# traced PID: strace has it. It is stopped, and so does not run on meanwhile.
traced() {
	grep -q '^TracerPid:[[:blank:]]*[1-9]' "/proc/$1/status"
}

is_stopped() {
	grep -q '^State:[[:blank:]]*T' "/proc/$1/status"
}

@test "what is there at once is answered with one look at the interfaces and the map" {
	command -v strace >/dev/null || skip 'there is no strace'
	serve 255.255.255.255:67 -- -t 60
	client --send-only
	wait_lines "$dir/log" "-> OFFER" 1
	running=$(sed -n 's/^start //p' "$dir/starts")
	kill -STOP "$running"
	wait_for 60 is_stopped "$running"
	discovers 40
	behind strace -qq -o "$dir/calls" -e trace=ioctl,sendmsg,stat,newfstatat -p "$running"
	wait_for 60 traced "$running"
	kill -CONT "$running"
	wait_lines "$dir/log" "-> OFFER" 41
	wait_for_times 40 60 "$dir/calls" '^sendmsg'
	# Asked for each, it would be hundreds.
	looks=$(grep -cE '^(ioctl|stat|newfstatat)\(' "$dir/calls")
	echo "looked $looks times"
	[ "$looks" -ge 2 ] && [ "$looks" -le 40 ]
}

@test "an allowance gives a number of lines at once, then some each second" {
	cat >"$dir/try.c" <<-'END'
		#include <assert.h>
		#include "daemon/allowance.h"

		static int
		takes(struct allowance *a, long long now_ms)
		{
			int n = 0;

			while (allowance_take(a, now_ms))
				n++;
			return n;
		}

		int
		main(void)
		{
			struct allowance a;

			allowance_begin(&a, 2000, 20, 1000);
			assert(takes(&a, 1000) == 2000);
			assert(takes(&a, 1049) == 0);
			assert(takes(&a, 1050) == 1);
			assert(takes(&a, 2050) == 20);
			assert(takes(&a, 60050) == 1160);
			assert(takes(&a, 10000000) == 2000);
			assert(takes(&a, 9000000000000000LL) == 2000);
			/* One was refused each time. */
			assert(allowance_report(&a, 9000000000000000LL, 0) == 7);
			assert(allowance_report(&a, 9000000000000000LL, 1) == 0);
			assert(!allowance_take(&a, 9000000000000000LL));
			assert(allowance_report(&a, 9000000000000999LL, 0) == 0);
			assert(allowance_report(&a, 9000000000001000LL, 0) == 1);
			assert(!allowance_take(&a, 9000000000000000LL));
			assert(allowance_report(&a, 9000000000001001LL, 1) == 1);
			return 0;
		}
	END
	cc -Wall -Wextra -I"$top" -I"$top/lib" -o "$dir/try" "$dir/try.c" "$top/lib/daemon/allowance.c"
	"$dir/try"
}
