#!/usr/bin/env bats
# tftpd and packets that nobody should send: strangers, stumps, forged senders,
# names that would write the log.

bats_require_minimum_version 1.5.0
load tftpd

@test "a stranger's packets disturb a transfer in none of its states" {
	tftpd_start
	file f 5000
	inside ip addr add 127.0.0.9/8 dev lo
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/f", "rb").read()
		strangers = [Client(), Client("127.0.0.9")]
		c = Client()
		def disturbed():
		    for s in strangers:
		        s.peer = c.peer
		        for packet in (error(0, "stop"), error(8), ack(0), ack(1), ack(2),
		                ack(65535), data(1, b"x"), oack(blksize=8), request("f"),
		                request("f", blksize=1024, windowsize=2), b"", b"\0"):
		            s.send(packet)
		    c.expect_nothing()
		c.ask("f", blksize=1024, windowsize=2)
		c.expect(oack(blksize=1024, windowsize=2))
		disturbed()
		c.send(ack(0))
		for block in 1, 3, 5:
		    c.expect(data(block, content[(block - 1) * 1024:block * 1024]))
		    if block < 5:
		        c.expect(data(block + 1, content[block * 1024:(block + 1) * 1024]))
		    disturbed()
		    c.send(ack(min(block + 1, 5)))
		disturbed()
		for s in strangers:
		    equal(s.receive(0.1), None)
	END
	logged '^sent file=f .* bytes=5000 .* resent=0$'
	[ "$(grep -c ' file=' "$log")" = 1 ]
}

@test "packets of 0 to 3 bytes, and their like, are passed over in every state" {
	tftpd_start
	file f 5000
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/f", "rb").read()
		stumps = [bytes([0, opcode, 0, 1][:n]) for n in range(4) for opcode in range(10)]
		stumps += [b"\0\7\0\1", b"\0\x09\0\1", b"\xff\xff\xff\xff", b"\1\4\0\1",
		    data(1, b""), data(2, b"x" * 600), b"\0\4\xff", b"\0\6blksize"]
		c = Client()
		def stumble():
		    for packet in stumps:
		        c.send(packet)
		    c.expect_nothing()
		c.ask("f", blksize=1024, windowsize=2)
		c.receive()
		stumble()
		c.send(ack(0))
		for block in 1, 3, 5:
		    c.expect(data(block, content[(block - 1) * 1024:block * 1024]))
		    if block < 5:
		        c.expect(data(block + 1, content[block * 1024:(block + 1) * 1024]))
		    stumble()
		    c.send(ack(min(block + 1, 5)))
		# An ERROR may end behind its code, or lack the NUL of its text.
		for end in b"\0\5\0\0", b"\0\5\0\0stop", b"\0\5\xff\xff\0", b"\0\5\0\0" + b"x" * 2000:
		    c = Client()
		    c.ask("f", blksize=1024)
		    c.receive()
		    c.send(end)
		    c.expect_nothing()
	END
	logged '^sent file=f .* bytes=5000 .* resent=0$'
	logged_times 4 '^aborted file=f '
}

@test "stumps and strange opcodes at port 69 get no answer, however long" {
	tftpd_start
	raw <<-'END'
		c = Client()
		for opcode in [0] + list(range(3, 12)) + [255]:
		    for n in range(0, 12):
		        c.raw((b"\0" + bytes([opcode]) + b"hello\0octet\0")[:n])
		    c.raw(b"\0" + bytes([opcode]) + b"x" * 60000)
		c.expect_nothing()
		equal(Client().fetch("hello"), b"hello\n")
	END
	logged '^sent file=hello '
	[ "$(grep -c ' file=' "$log")" = 1 ]
}

@test "our own port gets no answer to its answer, port 0 and many hosts none" {
	tftpd_start
	raw <<-'END'
		for name in "nothing", "hello":
		    # As if we had asked ourselves.
		    spoof(request(name), "127.0.0.1", 69)
		    spoof(request(name), "127.0.0.1", 0)
		    for source in "255.255.255.255", "224.0.0.1":
		        spoof(request(name), source, 2000)
		c = Client()
		equal(c.fetch("hello"), b"hello\n")
		c.expect_nothing()
	END
	logged '^sent file=hello '
	# What we sent to our own port was heard there, and was no request.
	logged_times 2 ' client='
	logged '^refused file=nothing client=127.0.0.1 .* reason=not-found$'
}

@test "no name, mode or text writes a line of the log, or a format" {
	tftpd_start -v
	file f 1000
	raw <<-'END'
		evil = [b"%n%n%n%n", b"%s%s%s%s%s%s", b"%99999999d", b"a\nsent file=forged",
		    b"a\rsent file=forged", b"\x1b]0;title\x07", b"\x1b[2J", b"tab\there",
		    b"blank client=10.0.0.1", b"\xc2\x85sent", b"\xe2\x80\xae", b"\xff\xfe",
		    b"quote\"'", b"\x7f", b"a\x01b", b"back\\slash", b"\\012sent"]
		for text in evil:
		    for packet in (request(text), request(text, blksize=8), request("hello", text),
		            request(text, opcode=2), request(b"f/" + text)):
		        c = Client()
		        c.raw(packet)
		        got = c.receive()
		        if got is None or got[:2] != b"\0\5" or text in got:
		            fail("%r: %s" % (text, show(got)))
		    c = Client()
		    c.ask("f")
		    c.receive()
		    c.send(b"\0\5\0\0" + text + b"\0")
		    c.expect_nothing()
	END
	logged '^refused file=%n%n%n%n client=127.0.0.1 '
	logged '^refused file=blank\\040client=10.0.0.1 client=127.0.0.1 '
	logged ' said=%s%s%s%s%s%s$'
	run ! grep -a ' file=forged' "$log"
	run ! grep -aP '[^\x20-\x7e]' "$log"
	# Each line begins as one of ours.
	run ! grep -vE '^(refused|aborted|silent|map|cannot read map) ' "$log"
}

@test "no name of a request that is put off writes a line of the log" {
	mkdir "$root/up"
	chown nobody "$root/up"
	tftpd_start -w up -c 1000:1
	raw <<-'END'
		c = Client()
		c.ask("x", opcode=2)
		c.expect(ack(0))
		d = Client()
		d.raw(request(b"a\nsent file=forged \x1b[2J\xff", opcode=2))
		d.expect_nothing()
		c.send(error(0))
	END
	logged '^put off file=up/a\\012sent\\040file=forged\\040\\033\[2J\\377 client=[^ ]* mac=[^ ]* name=[^ ]*: too many transfers of this client$'
	run ! grep -aE '^sent|[^ -~]' "$log"
}

@test "names, modes and options of every length end in an answer" {
	tftpd_start
	raw <<-'END'
		lengths = list(range(1, 40)) + [2 ** n + d for n in range(6, 16)
		    for d in (-2, -1, 0, 1)] + [65490]
		for n in lengths:
		    long = "x" * n
		    c = Client()
		    c.ask(long)
		    got = c.receive()
		    if got is None or got[:3] != b"\0\5\0" or got[3] not in (1, 2):
		        fail("%d: %s" % (n, show(got)))
		    if n < 65480:
		        c = Client()
		        c.ask("hello", long)
		        c.expect_error(4)
		    if n < 65470:
		        c = Client()
		        c.ask("hello", "octet", **{long: "1"})
		        c.expect(data(1, b"hello\n"))
		        c.send(ack(1))
		        c = Client()
		        c.ask("hello", "octet", blksize="1" * n)
		        got = c.receive()
		        if got[:2] not in (b"\0\3", b"\0\6"):
		            fail("%d: %s" % (n, show(got)))
		        c.send(error(0))
	END
}

@test "a thousand options, and the OACK in its own order however they are asked" {
	tftpd_start
	raw <<-'END'
		import itertools
		c = Client()
		c.ask("hello", **{"x%d" % i: i for i in range(1000)}, tsize=0)
		c.expect(oack(tsize=6))
		c.send(error(0))
		# It is longer than a block of 8 bytes, and whole.
		options = [("blksize", 8), ("timeout", 2), ("tsize", 0), ("windowsize", 2)]
		for order in itertools.permutations(options):
		    c = Client()
		    c.ask("hello", **dict(order))
		    c.expect(oack(blksize=8, timeout=2, tsize=6, windowsize=2))
		    c.send(error(0))
	END
}

@test "ACKs of blocks around the wrap that were not sent change nothing" {
	tftpd_start
	file big $((65540 * 8))
	raw <<-'END'
		c = Client()
		c.begin("big", blksize=8, windowsize=64)
		for block in range(1, 65473):
		    c.receive()
		    if block % 64 == 0:
		        c.send(ack(block))
		for block in range(65473, 65537):
		    equal(c.receive()[:4], data(block, b""))
		for block in 1, 2, 64, 32768, 65400, 65471:
		    c.send(ack(block))
		c.expect_nothing()
		c.send(ack(65536))
		equal(c.receive()[:4], data(65537, b""))
		c.send(error(0))
	END
}

@test "a host with many addresses of IPv6 has the places of one client" {
	local last
	tftpd_start -c 20:5
	file f1000 1000
	for last in a1 a2 a3 a4; do
		inside ip -6 addr add "fd00:66::$last/64" dev lo nodad
	done
	inside ip -6 addr add fd00:77::1/64 dev lo nodad
	raw fd00:77::1 <<-'END'
		held = 0
		for last in "a1", "a2", "a3", "a4":
		    for i in range(2):
		        c = Client("fd00:66::" + last)
		        c.ask("f1000")
		        held += c.receive(1) is not None
		equal(held, 5)
		c = Client("fd00:77::1")
		c.ask("f1000")
		equal(c.receive()[:4], data(1, b""))
	END
}

@test "signals are heard in the middle of a flood" {
	tftpd_start
	behind python3 -S -c 'if True:
		import socket, time
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		end = time.monotonic() + 120
		while time.monotonic() < end:
		    s.sendto(b"\0\1nothing\0octet\0", ("127.0.0.1", 69))'
	logged '^flood from=127.0.0.1 dropped='
	kill -USR1 "$tftpd"
	logged '^counters '
	kill "$tftpd"
	wait_for 60 tftpd_is_gone
}

# A terminal that goes sends it to all of them.
@test "SIGHUP ends it in order, and no transfer; with nohup it ends nobody" {
	file f 1000
	tftpd_start
	ROOT=$root SERVER=$tftpd raw <<-'END'
		import os, signal
		server = os.environ["SERVER"]
		c = Client()
		c.ask("f")
		first = c.receive()
		child, = open("/proc/%s/task/%s/children" % (server, server)).read().split()
		os.kill(int(child), signal.SIGHUP)
		os.kill(int(server), signal.SIGHUP)
		c.send(ack(1))
		c.expect(data(2, open(os.environ["ROOT"] + "/f", "rb").read()[512:]))
		c.send(ack(2))
	END
	wait "$tftpd"
	limits=(env --ignore-signal=HUP)
	tftpd_start
	kill -HUP "$tftpd"
	kill -USR1 "$tftpd"
	logged '^counters '
	raw <<<'equal(Client().fetch("hello"), b"hello\n")'
}

tftpd_is_gone() {
	! kill -0 "$tftpd" 2>/dev/null
}
