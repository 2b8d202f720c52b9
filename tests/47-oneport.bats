#!/usr/bin/env bats
# tftpd: the ports that it sends from: a range of them, or the one it listens
# on.

bats_require_minimum_version 1.5.0
load tftpd

# three_ports [ADDRESS]: three transfers hold the ports 40000 to 40002; a fourth
# fails, and is served when it asks again after one has ended.
three_ports() {
	raw "$@" <<-'END'
		held = [Client() for i in range(3)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
		equal(sorted(c.peer[1] for c in held), [40000, 40001, 40002])
		c = Client()
		c.ask("f1000")
		c.expect_nothing()
		gone = held.pop()
		gone.send(error(0))
		deadline = now() + 30
		while True:
		    c.ask("f1000")
		    if c.receive(0.2):
		        break
		    if now() > deadline:
		        fail("it is not served")
		equal(c.peer[1], gone.peer[1])
		for h in held + [c]:
		    h.send(error(0))
	END
}

@test "-p: every transfer sends from a port of the range, IPv4 and IPv6" {
	tftpd_start -p 40000:40002
	file f1000 1000
	three_ports
	logged '^failed file=f1000 .* reason=no-free-port'
	three_ports ::1
}

@test "-p: a port that somebody else has is passed over" {
	tftpd_start -p 40000:40003
	raw <<-'END'
		other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		other.bind(("0.0.0.0", 40001))
		held = [Client() for i in range(3)]
		for c in held:
		    c.ask("hello")
		    c.expect(data(1, b"hello\n"))
		equal(sorted(c.peer[1] for c in held), [40000, 40002, 40003])
	END
}

@test "-p: a range that is none is wrong usage" {
	local range
	for range in 40000 40000: :40000 40001:40000 69:70 40000:65536 x:y 1:2:3 123456:123457; do
		run -2 "$top/tftpd/tftpd" -d -l 127.0.0.1:1069 -p "$range" "$root"
		[[ $output = *"cannot use -p $range: "* ]]
	done
}

@test "-1: everything comes from the port and the address that was asked" {
	tftpd_start -1
	file f40000 40000
	inside ip addr add 127.0.0.2/8 dev lo
	for address in 127.0.0.1 127.0.0.2 ::1; do
		ROOT=$root raw "$address" <<-'END'
			import os
			content = open(os.environ["ROOT"] + "/f40000", "rb").read()
			for options in ({}, {"blksize": 1400},
			        {"blksize": 1400, "windowsize": 16}):
			    c = Client()
			    equal(c.fetch("f40000", **options), content)
			    equal(c.peer[:2], SERVER)
			c = Client()
			c.ask("nothing")
			c.expect_error(1)
		END
	done
	logged_times 9 '^sent file=f40000 .* resent=0$'
}

@test "-1: IPv4 through a socket of IPv6" {
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" '[::]:69' -- "$top/tftpd/tftpd" -1 -d "$root" 2>"$log"
	wait_for 60 tftpd_listens
	file f40000 40000
	ROOT=$root raw 127.0.0.1 <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/f40000", "rb").read()
		equal(Client().fetch("f40000", blksize=1400, windowsize=16), content)
		equal(Client().fetch("f40000"), content)
	END
}

@test "-1: a hundred transfers at once are not mixed up" {
	tftpd_start -1
	for i in {0..99}; do
		printf "%s-%0$((1000 + i * 7))d" "$i" 0 >"$root/f$i"
	done
	ROOT=$root raw <<-'END'
		import os
		clients = [Client() for i in range(100)]
		content = [b""] * 100
		for i, c in enumerate(clients):
		    c.ask("f%d" % i)
		for block in (1, 2, 3, 4):
		    for i, c in enumerate(clients):
		        if len(content[i]) != 512 * (block - 1):
		            continue
		        got = c.receive()
		        equal(got[:4], data(block, b""))
		        content[i] += got[4:]
		        c.send(ack(block))
		for i in range(100):
		    equal(content[i], open(os.environ["ROOT"] + "/f%d" % i, "rb").read())
	END
}

@test "-1: large files at once, with real clients, byte by byte" {
	cache_needs atftp
	tftpd_start_as_it_is -1
	file big 8000000
	cd "$dir"
	pids_of_clients=()
	for i in 1 2 3; do
		inside "$top/.cache/bin/atftp" --option 'blksize 1428' --option "windowsize $((i * 8))" \
		    -g -r big -l "atftp$i" 127.0.0.1 >/dev/null 3>&- &
		pids_of_clients+=($!)
		inside curl -sS -g --tftp-blksize 1428 -o "curl$i" "tftp://[::1]/big" 3>&- &
		pids_of_clients+=($!)
	done
	for client in "${pids_of_clients[@]}"; do
		wait "$client"
	done
	for i in 1 2 3; do
		cmp "atftp$i" "$root/big"
		cmp "curl$i" "$root/big"
	done
}

# lose WHAT WHAT: every 11th packet; here a window counts as one.
lose() {
	inside nft -f - <<-END
		table inet loss {
			chain c {
				type filter hook input priority 0
				$1 numgen inc mod 11 == 5 counter drop
				$2 numgen inc mod 11 == 5 counter drop
			}
		}
	END
}

@test "-1: lost packets come again" {
	cache_needs atftp
	tftpd_start_as_it_is -1
	file f200000 200000
	lose 'udp sport 69' 'udp dport 69'
	cd "$dir"
	inside curl -sS --tftp-blksize 1400 -o got tftp://127.0.0.1/f200000
	cmp got "$root/f200000"
	# atftp takes an OACK that comes again for a fault.
	inside nft delete table inet loss
	lose 'udp sport 69 udp length > 500' 'udp sport 69 udp length > 500'
	inside "$top/.cache/bin/atftp" --option 'blksize 1400' --option 'windowsize 8' \
	    -g -r f200000 -l got2 127.0.0.1 >/dev/null 2>&1
	cmp got2 "$root/f200000"
	inside nft list table inet loss | grep -E 'packets [1-9]'
}

@test "-1: other ports of the client cannot disturb a transfer" {
	tftpd_start -1
	file f1000 1000
	inside ip addr add 127.0.0.2/8 dev lo
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		first = c.receive()
		for other in (Client(), Client("127.0.0.2")):
		    other.raw(ack(1))
		    other.raw(error(0, "stop"))
		    other.expect_nothing()
		for noise in (b"", b"\0", b"\0\4", b"\0\4\0", b"\0\5\0", b"\0\6a",
		        data(1, b"x"), b"\0\x09\0\1", b"\xff" * 1000):
		    c.send(noise)
		c.expect_nothing()
		c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
		c.send(ack(2))
	END
	logged '^sent file=f1000 .* resent=0$'
	run ! grep ^aborted "$log"
}

@test "-1: a repeated request changes nothing, another one begins anew" {
	tftpd_start -1
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000", blksize=600)
		c.expect(oack(blksize=600))
		for i in range(5):
		    c.raw(request("f1000", blksize=600))
		c.expect_nothing()
		c.send(ack(0))
		equal(c.receive()[:4], data(1, b""))
		c.ask("hello", blksize=700)
		c.expect(oack(blksize=700))
		c.send(ack(0))
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
		c.expect_nothing()
	END
	logged '^ended file=f1000 '
	logged '^sent file=hello '
}

@test "-1: at the limit of transfers those that run go on" {
	tftpd_start -1 -c 2
	file f1000 1000
	raw <<-'END'
		held = [Client() for i in range(2)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
		late = Client()
		late.ask("hello")
		late.expect_nothing()
		for c in held:
		    c.send(ack(1))
		    equal(c.receive()[:4], data(2, b""))
		    c.send(ack(2))
		deadline = now() + 30
		while True:
		    late.ask("hello")
		    if late.receive(0.2) == data(1, b"hello\n"):
		        break
		    if now() > deadline:
		        fail("it is not served")
		late.send(ack(1))
	END
	logged '^put off file=hello client=[^ ]* mac=[^ ]* name=[^ ]*: too many transfers$'
}

# What a host that rejects, or a router, or whoever lies says of one of the clients: each
# kind of it becomes another error of the socket that all share.
icmp_v4='3,0 3,1 3,2 3,3 3,5 3,6 3,7 3,8 3,9 3,10 3,11 3,12 3,13 11,0 11,1 12,0'
icmp_v6='1,0 1,1 1,2 1,3 1,4 1,5 1,6 2,0 3,0 4,0'

@test "-1: what ICMP says of one client ends neither the server nor another's transfer" {
	local address kinds
	tftpd_start_as_it_is -1 -T 200
	file f1000 1000
	for address in 127.0.0.1 ::1; do
		kinds=$icmp_v4
		[ $address = 127.0.0.1 ] || kinds=$icmp_v6
		SERVER_PID=$tftpd KINDS=$kinds raw "$address" <<-'END'
			import os, signal
			server = int(os.environ["SERVER_PID"])
			kinds = [tuple(map(int, k.split(","))) for k in os.environ["KINDS"].split()]

			def begun():
			    c = Client()
			    c.ask("f1000")
			    equal(c.receive()[:4], data(1, b""))
			    return c

			# The server hears it.
			for kind, code in kinds:
			    complain(kind, code, begun().socket.getsockname()[1])
			    c = Client()
			    c.ask("hello")
			    c.expect(data(1, b"hello\n"))
			    c.send(ack(1))
			# A transfer hears it, of which a block is sent again meanwhile.
			for kind, code in ((3, 2), (3, 3)) if ":" not in SERVER[0] else ((1, 1), (2, 0), (1, 4)):
			    other, c = begun(), begun()
			    os.kill(server, signal.SIGSTOP)
			    try:
			        complain(kind, code, other.socket.getsockname()[1])
			        for i in range(2):
			            equal(c.receive()[:4], data(1, b""))
			    finally:
			        os.kill(server, signal.SIGCONT)
			    c.send(ack(1))
			    while (got := c.receive())[:4] == data(1, b""):
			        pass
			    equal(got[:4], data(2, b""))
			    c.send(ack(2))
		END
	done
	logged_times 5 '^sent file=f1000 '
	run ! grep -E 'cannot receive|^failed .* reason=[a-z]*-?error' "$log"
}

@test "-1: a client that falls silent is given up" {
	tftpd_start -1 -T 200 -r 3
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
		c.send(ack(1))
		while (got := c.receive()[3]) == 1:
		    pass
		equal([got, c.receive()[3], c.receive()[3]], [2, 2, 2])
	END
	logged '^failed file=f1000 .* reason=no-answer$'
}

@test "-1: a transfer holds the listening socket and its own pair, no other's" {
	local child
	tftpd_start -1
	file f1000 1000
	raw <<-'END'
		held = [Client() for i in range(4)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
	END
	for child in $(pgrep -P "$tftpd"); do
		ls -l "/proc/$child/fd"
		[ "$(find "/proc/$child/fd" -lname 'socket:*' | wc -l)" = 3 ]
	done
	[ "$(pgrep -P "$tftpd" | wc -l)" = 4 ]
}

@test "-1: transfers end with the process that hears for them" {
	tftpd_start -1
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
	END
	kill -KILL "$tftpd"
	logged '^failed file=f1000 .* reason=server-stopped$'
}

# A host that only masquerades stands before the PC.
natted_pc() {
	namespace_pc 52:54:00:12:34:56
	router=$pc
	namespace_new
	pc=$pid
	nsenter --net="/proc/$router/ns/net" ip link add eth1 type veth peer name eth0 netns "$pc"
	at_pc ip addr add 192.168.7.2/24 dev eth0
	at_pc ip link set eth0 up
	at_pc ip route add default via 192.168.7.1
	nsenter --net="/proc/$router/ns/net" sh -c '
		ip addr add 192.168.7.1/24 dev eth1 && ip link set eth1 up &&
		echo 1 >/proc/sys/net/ipv4/ip_forward && nft -f -' <<-'END'
		table ip nat {
			chain c {
				type nat hook postrouting priority 100
				oifname "eth0" masquerade
			}
		}
	END
}

@test "-1: a client behind NAT is served, which it is not without" {
	natted_pc
	tftpd_start -1
	file f200000 200000
	cd "$dir"
	at_pc curl -sS --tftp-blksize 1400 -o got tftp://10.9.0.1/f200000
	cmp got "$root/f200000"
	kill "$tftpd"
	wait_for 60 tftpd_is_gone
	tftpd_start
	pc_raw <<-'END'
		c = Client()
		c.ask("f200000")
		c.expect_nothing()
	END
	logged '^failed file=f200000 .* reason=client-gone$'
}

tftpd_is_gone() {
	! kill -0 "$tftpd" 2>/dev/null
}

@test "-1: under inetd, whose socket stays as it was" {
	local starts=$dir/starts
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$starts" 127.0.0.1:69 -- "$top/tftpd/tftpd" -1 -d -t 1 -T 5000 "$root" 2>"$log"
	wait_for 60 tftpd_listens
	file f40000 40000
	for i in 1 2; do
		ROOT=$root raw <<-'END'
			import os
			content = open(os.environ["ROOT"] + "/f40000", "rb").read()
			for i in range(3):
			    c = Client()
			    equal(c.fetch("f40000", blksize=1400, windowsize=4), content)
			    equal(c.peer[1], 69)
		END
		wait_for_line 60 "$starts" '^end .* status 0$'
		[ "$(grep -c ^start "$starts")" = "$i" ]
		sed -i 's/^end/was/' "$starts"
	done
}

@test "-1: not together with -p" {
	run -2 "$top/tftpd/tftpd" -d -1 -l 127.0.0.1:1069 -p 40000:40001 "$root"
	[[ $output = *usage:* ]]
}

# What an address is sent in whose name others speak. It is a client here that
# says what a blind sender would, and hears nothing.

# count() takes all that comes until nothing does for 2 s.
blind='
def count(c, patience=2):
    n = 0
    while c.receive(patience) is not None:
        n += 1
    return n

def at_most(got, said):
    if got > 3 * said:
        fail("%d packets for %d" % (got, said))
'

@test "-1: nobody is sent more than three packets for each one in his name" {
	install -d -o nobody "$root/up"
	tftpd_start -1 -T 20 -w up
	file big 4000000
	raw <<-END
		$blind
		# The request alone; and the answer that is the same for all.
		for acks in 0, 1:
		    c = Client()
		    c.ask("big", blksize=1428, windowsize=64)
		    equal(parse_oack(c.receive())["windowsize"], "2")
		    for i in range(acks):
		        c.send(ack(0))
		    at_most(1 + count(c), 1 + acks)
		# Each window confirmed unseen, for as long as one likes.
		c = Client()
		c.ask("big", blksize=1428, windowsize=64)
		c.receive()
		for i in range(500):
		    c.send(ack(2 * i))
		at_most(1 + count(c), 501)
		# In lock step; and an upload, begun and left alone.
		c = Client()
		c.ask("big")
		for i in range(1, 300):
		    c.raw(ack(i))
		at_most(count(c), 300)
		c = Client()
		c.ask("f", opcode=2)
		c.raw(data(1, bytes(512)))
		at_most(count(c), 2)
	END
}

@test "-p: nobody is sent more than three packets for each one in his name, with a port to guess" {
	tftpd_start -p 40000:40009 -T 20
	file big 4000000
	raw <<-END
		$blind
		c = Client()
		c.ask("big", blksize=1428, windowsize=64)
		equal(parse_oack(c.receive())["windowsize"], "20")
		at_most(1 + count(c), 1)
		c = Client()
		c.ask("big", blksize=1428, windowsize=64)
		c.receive()
		for i in range(50):
		    for port in range(40000, 40010):
		        c.socket.sendto(ack(20 * i), (SERVER[0], port))
		at_most(1 + count(c), 501)
	END
}

# The group's packets count as well: one host says what the master would.
@test "-p: nobody is sent more than three packets for each one in a group's name" {
	tftpd_start -p 40000:40000 -g 239.1.1.1:1758 -T 20
	file big 4000000
	inside ip route add 239.0.0.0/8 dev lo
	raw <<-END
		$blind
		group = Client()
		group.socket.close()
		group.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		group.socket.bind(("239.1.1.1", 1758))
		group.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
		    socket.inet_aton("239.1.1.1") + socket.inet_aton("127.0.0.1"))
		for acks in 0, 1, 20:
		    c = Client()
		    c.ask("big", multicast="")
		    c.receive()
		    for i in range(acks):
		        c.send(ack(i))
		    told = count(c)
		    at_most(1 + told + count(group), 1 + acks)
	END
}

@test "-1: a host that says it asked for nothing ends the transfer" {
	tftpd_start -1 -W 64
	file big 4000000
	raw <<-END
		spoof(request("big", blksize=1428, windowsize=64), "127.0.0.99", 2070)
	END
	logged '^failed file=big client=127.0.0.99 .* bytes=0 .*reason=client-gone$'
	# And one of IPv6; if it goes after the answer, another packet finds it out.
	kill "$tftpd"
	wait_for 60 tftpd_is_gone
	tftpd_start -1 -T 200
	raw ::1 <<<'Client().ask("big"); recent.clear()'
	logged '^failed file=big client=::1 .* bytes=0 .*reason=client-gone$'
}

@test "-1 -W: who asks for large windows there has them" {
	tftpd_start -1 -W 16
	file big 400000
	ROOT=$root raw <<-'END'
		import os
		c = Client()
		equal(c.fetch("big", blksize=1428, windowsize=64),
		    open(os.environ["ROOT"] + "/big", "rb").read())
	END
	logged '^sent file=big .* windowsize=16 resent=0$'
}

@test "a window that nobody answers is not sent again and again" {
	tftpd_start -T 20
	file big 4000000
	raw <<-END
		$blind
		c = Client()
		c.begin("big", blksize=1428, windowsize=64)
		n = count(c)
		if n > 4 * 64 + 14:
		    fail("%d packets" % n)
	END
}
