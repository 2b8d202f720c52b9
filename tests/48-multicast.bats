#!/usr/bin/env bats
# tftpd -g: one process sends a file to a group of clients (RFC 2090).

bats_require_minimum_version 1.5.0
load tftpd

group=239.255.9.9

# Three PCs on a switch: 10.9.0.21 to 10.9.0.23; their processes are pc_1 to
# pc_3.
three_pcs() {
	inside sh -c 'ip link add br0 type bridge && ip link set br0 up &&
		ip addr add 10.9.0.1/24 dev br0 && ip -6 addr add fd09::1/64 dev br0 nodad'
	for i in 1 2 3; do
		namespace_new
		eval "pc_$i=\$pid"
		inside ip link add "port$i" type veth peer name eth0 netns "$pid"
		inside ip link set "port$i" master br0 up
		nsenter --net="/proc/$pid/ns/net" sh -c "ip link set eth0 up &&
			ip addr add 10.9.0.2$i/24 dev eth0 && ip route add default via 10.9.0.1 &&
			ip -6 addr add fd09::2$i/64 dev eth0 nodad && ip -6 route add default via fd09::1"
	done
}

# at I COMMAND...: on the Ith PC.
at() {
	local process=pc_$1
	nsenter --net="/proc/${!process}/ns/net" -- "${@:2}"
}

# lossy COMMAND...: loses 5 of 100 packets on their way in, where the command
# runs. On their way out the sender would be told.
lossy() {
	"$@" nft -f - <<-'END'
		table inet loss {
			chain c {
				type filter hook input priority 0
				meta l4proto udp numgen random mod 100 < 5 counter drop
			}
		}
	END
}

# three_fetch BLKSIZE NAME...: each PC fetches all of them, one after the
# other, by atftp; all are compared.
three_fetch() {
	local blksize=$1 clients=() client name i
	shift
	for i in 1 2 3; do
		(
			exec 3>&-
			for name; do
				at "$i" "$top/.cache/bin/atftp" --option multicast --option "blksize $blksize" \
				    -g -r "$name" -l "$dir/got-$i-$name" 10.9.0.1 >"$dir/said-$i-$name" 2>&1 || exit 1
			done
		) &
		clients+=($!)
	done
	for client in "${clients[@]}"; do
		wait "$client" || {
			cat "$dir"/said-* "$log"
			return 1
		}
	done
	for name; do
		for i in 1 2 3; do
			cmp "$dir/got-$i-$name" "$root/$name"
		done
	done
}

# three_logged NAME...: a line for each PC and file.
three_logged() {
	local name i
	for name; do
		for i in 1 2 3; do
			wait_for_line 60 "$log" "^sent file=$name client=10.9.0.2$i .* multicast=$group:17[0-9]* bytes=" || {
				cat "$log"
				return 1
			}
		done
	done
}

@test "three atftp clients at once" {
	cache_needs atftp
	three_pcs
	tftpd_start_as_it_is -g "$group:1758"
	file big 6000000
	file small 100
	file even 4096
	file empty 0
	three_fetch 1024 big even
	three_fetch 512 small empty
	three_logged big even small empty
}

@test "three atftp clients at once lose packets" {
	cache_needs atftp
	three_pcs
	lossy inside
	for i in 1 2 3; do lossy at "$i"; done
	tftpd_start_as_it_is -g "$group:1758"
	file f1000000 1000000
	# A client whose last ACK is lost has the file, but is logged as lost.
	three_fetch 1400 f1000000
	for i in 1 2 3; do
		at "$i" nft list table inet loss | grep -E 'packets [1-9]'
	done
}

@test "three atftp clients at once, IPv6" {
	cache_needs atftp
	three_pcs
	tftpd_start_as_it_is -g '[ff15::99]:1758:4'
	file f300000 300000
	clients=()
	for i in 1 2 3; do
		at "$i" "$top/.cache/bin/atftp" --option multicast --option 'blksize 1400' \
		    -g -r f300000 -l "$dir/got-$i" fd09::1 >"$dir/said-$i" 2>&1 3>&- &
		clients+=($!)
	done
	for i in 0 1 2; do
		wait "${clients[i]}" || {
			cat "$dir"/said-* "$log"
			false
		}
		cmp "$dir/got-$((i + 1))" "$root/f300000"
	done
	logged_times 3 '^sent file=f300000 .* multicast=\[ff15::99\]:1758 bytes=300000 '
}

# group_raw: as pc_raw, with a group to listen to and its OACK.
group_raw() {
	namespace_pc 52:54:00:12:34:56
	at_pc ip route add default via 10.9.0.1
	{
		cat <<-'END'
			def listen(port=1758):
			    g = Client()
			    g.socket.bind(("", port))
			    g.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
			        socket.inet_aton("239.255.9.9") + socket.inet_aton("10.9.0.21"))
			    return g

			def granted(master, port=1758, **options):
			    return oack(**options, multicast="239.255.9.9,%d,%d" % (port, master))

			def joined(name, master):
			    c = Client()
			    c.ask(name, multicast="")
			    c.expect(granted(master))
			    return c

			def blocks(name):
			    content = open("ROOT/" + name, "rb").read()
			    return [None] + [data(i // 512 + 1, content[i:i + 512])
			        for i in range(0, len(content) + 1, 512)]
		END
		cat
	} | sed "s|ROOT|$root|" | pc_raw
}

no_children() {
	! pgrep -P "$tftpd" >/dev/null
}

@test "the master asks, others listen, and have their turn when it is done" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		b, g = blocks("f1500"), listen()
		one, two, three = Client(), Client(), Client()
		one.ask("f1500", multicast="")
		one.expect(granted(1))
		g.peer = one.peer
		one.send(ack(0))
		g.expect(b[1])
		two.ask("f1500", multicast="", tsize=0)
		two.expect(granted(0, tsize=1500))
		equal(two.peer, one.peer)
		three.ask("f1500", multicast="")
		three.expect(granted(0))
		one.send(ack(1))
		g.expect(b[2])
		# Neither an old ACK nor the ACK of another one moves it on.
		one.send(ack(0))
		one.send(ack(1))
		one.send(ack(4))
		two.send(ack(2))
		g.expect_nothing()
		one.send(ack(2))
		g.expect(b[3])
		# The third was there from the first block on, and leaves.
		three.send(ack(3))
		one.send(ack(3))
		two.expect(granted(1, tsize=1500))
		# It has missed the first block.
		two.send(ack(0))
		g.expect(b[1])
		two.send(ack(3))
		for c in (one, two, three, g):
		    c.expect_nothing()
	END
	logged_times 3 "^sent file=f1500 .* multicast=$group:1758 bytes=1500 .* windowsize=1 resent=0$"
	wait_for 60 no_children
}

@test "a master that says ERROR, and another client that does, are no longer served" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		b, g = blocks("f1500"), listen()
		one, two, three = Client(), Client(), Client()
		for i, c in enumerate((one, two, three)):
		    c.ask("f1500", multicast="")
		    c.expect(granted(i == 0))
		one.send(ack(0))
		g.expect(b[1])
		two.send(error(0, "second"))
		one.send(error(0, "first"))
		three.expect(granted(1))
		three.send(ack(1))
		g.expect(b[2])
		one.send(ack(2))
		two.send(ack(2))
		g.expect_nothing()
		three.send(ack(3))
		for c in (one, two, three):
		    c.expect_nothing()
	END
	logged "^aborted .* multicast=$group:1758 .* said=first$"
	logged '^aborted .* said=second$'
	[ "$(grep -c '^sent ' "$log")" = 1 ]
}

@test "a master that is silent is passed over, and has another turn" {
	tftpd_start -g "$group:1758" -T 300
	file f1500 1500
	group_raw <<-'END'
		b, g = blocks("f1500"), listen()
		one, two = Client(), Client()
		one.ask("f1500", multicast="")
		one.expect(granted(1))
		two.ask("f1500", multicast="")
		two.expect(granted(0))
		one.send(ack(0))
		g.expect(b[1])
		g.expect(b[1])
		one.expect(granted(0))
		two.expect(granted(1))
		two.send(ack(3))
		one.expect(granted(1))
		one.send(ack(3))
	END
	logged_times 2 '^sent file=f1500 '
}

@test "a master that answers now and then does not hold the group" {
	tftpd_start -g "$group:1758" -T 20000
	file f 60000
	group_raw <<-'END'
		g = listen()
		one, two = Client(), Client()
		one.ask("f", multicast="")
		one.expect(granted(1))
		two.ask("f", multicast="")
		two.expect(granted(0))
		g.peer = one.peer
		one.send(ack(0))
		block, deadline = 0, now() + 60
		# It acknowledges a block each 0.9 s, until no other one comes.
		while (got := g.receive(4)) is not None:
		    if now() > deadline:
		        fail("the other one has no turn")
		    block += 1
		    two.expect_nothing()
		    two.expect_nothing()
		    one.send(ack(block))
		mine = two.receive()
		equal(mine, granted(1))
		one.expect(granted(0))
		two.send(ack(block))
		for i in range(block + 1, 60000 // 512 + 2):
		    g.receive()
		    two.send(ack(i))
		# The slow one has its own turn then, and has heard all of it.
		one.expect(granted(1))
		one.send(ack(60000 // 512 + 1))
	END
	logged_times 2 '^sent file=f '
}

@test "clients that vanish are given up, and the process ends" {
	tftpd_start -g "$group:1758" -T 20
	file f1500 1500
	group_raw <<-'END'
		for i in range(3):
		    c = Client()
		    c.ask("f1500", multicast="")
		    if c.receive() is None:
		        fail("no answer")
	END
	wait_for 60 no_children
	wait_for_line 60 "$log" '^failed file=f1500 .* reason=no-answer$'
	logged_times 3 '^failed file=f1500 .* multicast=.* reason=no-answer$'
}

@test "packets of a client that has not joined the group change nothing" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		b, g, one, other = blocks("f1500"), listen(), Client(), Client()
		one.ask("f1500", multicast="")
		one.expect(granted(1))
		other.peer = one.peer
		for packet in (ack(0), error(0), ack(3), b"", b"\0", request("f1500", multicast="")):
		    other.send(packet)
		other.expect_nothing()
		g.expect_nothing()
		one.send(ack(0))
		g.expect(b[1])
	END
}

@test "a client that asks again is answered again, and is still one client" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		b, g = blocks("f1500"), listen()
		one, two = joined("f1500", 1), joined("f1500", 0)
		two.ask("f1500", timeout=9, multicast="")
		two.expect(granted(0, timeout=9))
		one.send(ack(0))
		g.expect(b[1])
		one.ask("f1500", timeout=9, multicast="")
		one.expect(granted(1, timeout=9))
		one.send(ack(0))
		g.expect(b[1])
		one.send(ack(3))
		two.expect(granted(1, timeout=9))
		two.send(ack(3))
		two.expect_nothing()
		# Nobody is left: it begins anew.
		one.ask("f1500", multicast="")
		got = one.receive()
		equal(got.split(b",")[-1], b"1\0")
	END
	logged_times 2 '^sent file=f1500 '
}

@test "another file, or another block size, has a port of its own" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		held = []
		for i, (name, options) in enumerate((("f1500", {}), ("hello", {}),
		        ("f1500", {"blksize": 600}))):
		    c = Client()
		    c.ask(name, multicast="", **options)
		    c.expect(granted(1, 1758 + i, **options))
		    held.append(c)
		equal(len({c.peer for c in held}), 3)
	END
}

@test "without -g, as text, or with too many blocks it is not granted; a window never with it" {
	tftpd_start -g "$group:1758"
	printf 'a\nb\n' >"$root/text"
	truncate -s $((65535 * 512)) "$root/big"
	group_raw <<-'END'
		c = Client()
		c.ask("text", mode="netascii", multicast="")
		c.expect(data(1, b"a\r\nb\r\n"))
		c.send(ack(1))
		c = Client()
		c.ask("big", multicast="")
		c.expect(data(1, bytes(512)))
		c.send(error(0))
		c = Client()
		c.ask("text", windowsize=4, multicast="")
		c.expect(granted(1))
		c.send(error(0))
		c = Client()
		c.ask("text", windowsize=4, blksize=600)
		c.expect(oack(blksize=600, windowsize=4))
		c.send(error(0))
	END
	kill "$tftpd"
	tail --pid="$tftpd" -f /dev/null
	tftpd_start
	pc_raw <<-'END'
		c = Client()
		c.ask("text", multicast="")
		c.expect(data(1, b"a\nb\n"))
		c.send(ack(1))
	END
}

@test "a file that is written to ends the transfer for all" {
	tftpd_start -g "$group:1758"
	file f1500 1500
	group_raw <<-'END'
		b, g = blocks("f1500"), listen()
		one, two = joined("f1500", 1), joined("f1500", 0)
		one.send(ack(0))
		g.expect(b[1])
		open("ROOT/f1500", "r+b").write(b"new")
		one.send(ack(1))
		one.expect_error(0)
		two.expect_error(0)
		g.expect_nothing()
	END
	wait_for 60 no_children
	logged_times 2 '^failed file=f1500 .* reason=file-changed$'
}

@test "the group's packets have a TTL of 1, or what -g says" {
	local ttl
	printf 'x' >"$root/f"
	namespace_pc 52:54:00:12:34:56
	at_pc ip route add default via 10.9.0.1
	for ttl in 1 7; do
		tftpd_start -g "$group:1758$([ $ttl = 1 ] || echo ":$ttl")" -p 41000:41001
		TTL=$ttl pc_raw <<-'END'
			import os
			s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
			s.bind(("", 1758))
			s.setsockopt(socket.IPPROTO_IP, 12, 1) # IP_RECVTTL
			s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
			    socket.inet_aton("239.255.9.9") + socket.inet_aton("10.9.0.21"))
			s.settimeout(5)
			c = Client()
			c.ask("f", multicast="")
			c.expect(oack(multicast="239.255.9.9,1758,1"))
			assert c.peer[1] in (41000, 41001)
			c.send(ack(0))
			packet, control, _, _ = s.recvmsg(100, 100)
			equal(packet, data(1, b"x"))
			equal(struct.unpack("i", control[0][2])[0], int(os.environ["TTL"]))
			c.send(ack(1))
		END
		kill "$tftpd"
		tail --pid="$tftpd" -f /dev/null
	done
}

@test "-g: what is no group is wrong usage, and so is -1 with it" {
	local where
	for where in 239.1.1.1 10.0.0.1:1758 239.1.1.1:65530 239.1.1.1:1758:0 239.1.1.1:1758:256 '[fe80::1]:1758' x:1 239.1.1.1: 239.1.1.1:1:2:3; do
		run -2 "$top/tftpd/tftpd" -d -l 127.0.0.1:1069 -g "$where" "$root"
		[[ $output = *"cannot use -g $where: "* ]]
	done
	run -2 "$top/tftpd/tftpd" -d -1 -l 127.0.0.1:1069 -g 239.1.1.1:1758 "$root"
	[[ $output = *usage:* ]]
}
