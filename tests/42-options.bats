#!/usr/bin/env bats
# tftpd: the options that no RFC has, the client's timeout as a hint, and the
# quirks of the map that take an option away.

bats_require_minimum_version 1.5.0
load tftpd

@test "each option is granted as asked, or smaller, or left out" {
	tftpd_start
	raw <<-'END'
		for asked, granted in (
		        # blksize2: a power of two; blksize counts if both are asked.
		        ({"blksize2": 8}, {"blksize2": "8"}),
		        ({"blksize2": 1468}, {"blksize2": "1024"}),
		        ({"blksize2": 1024}, {"blksize2": "1024"}),
		        ({"blksize2": 1 << 40}, {"blksize2": "32768"}),
		        ({"blksize2": 2048, "blksize": 600}, {"blksize": "600"}),
		        ({"blksize2": 2048, "blksize": "600x"}, {"blksize2": "2048"}),
		        ({"blksize2": 7}, None),
		        # utimeout: the same or nothing; timeout counts if both are asked.
		        ({"utimeout": 10000}, {"utimeout": "10000"}),
		        ({"utimeout": 255000000}, {"utimeout": "255000000"}),
		        ({"utimeout": 9999}, None),
		        ({"utimeout": 255000001}, None),
		        ({"utimeout": 500000, "timeout": 3}, {"timeout": "3"}),
		        ({"rollover": 0}, {"rollover": "0"}),
		        ({"rollover": 1}, {"rollover": "1"}),
		        ({"rollover": 2}, None),
		        # msftwindow: its one value, and only with windows.
		        ({"windowsize": 4, "msftwindow": 31416},
		         {"msftwindow": "27182", "windowsize": "4"}),
		        ({"windowsize": 4, "msftwindow": 31415}, {"windowsize": "4"}),
		        ({"msftwindow": 31416}, None),
		        ({"MSFTWINDOW": 31416, "WindowSize": 4},
		         {"msftwindow": "27182", "windowsize": "4"})):
		    c = Client()
		    c.ask("hello", **asked)
		    if granted is None:
		        c.expect(data(1, b"hello\n"))
		    else:
		        equal(parse_oack(c.receive()), granted)
		    c.send(error(0))
	END
}

@test "a value that is no plain number is no value, for every option" {
	tftpd_start
	raw <<-'END'
		for option in ("blksize", "blksize2", "msftwindow", "rollover",
		        "timeout", "tsize", "utimeout", "windowsize", "multicast"):
		    for value in ("", "-1", "+1", " 1", "1 ", "1428x", "0x10", "1.5", "1e3",
		            "99999999999999999999", "18446744073709551616"):
		        c = Client()
		        c.ask("hello", **{option: value})
		        c.expect(data(1, b"hello\n"))
		        c.send(ack(1))
		# Larger than 32 bits is a number; it does not become a small one.
		for option, value, granted in (("blksize", 4294967297, "65464"),
		        ("windowsize", 4294967297, "64"), ("timeout", 4294967297, None),
		        ("rollover", 4294967297, None), ("blksize", "00", None),
		        ("blksize", "0512", "512"), ("windowsize", "00", None)):
		    c = Client()
		    c.ask("hello", **{option: value})
		    got = c.receive()
		    if granted is None:
		        equal(got, data(1, b"hello\n"))
		    else:
		        equal(parse_oack(got), {option: granted})
		    c.send(error(0))
	END
}

@test "with rollover 1 block 1 follows block 65535, in a window too" {
	tftpd_start
	file big $((65540 * 8 + 3))
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/big", "rb").read()
		for rollover in 0, 1:
		    c, got, blocks = Client(), b"", 65541
		    c.ask("big", blksize=8, rollover=rollover, windowsize=32)
		    c.expect(oack(blksize=8, rollover=rollover, windowsize=32))
		    c.send(ack(0))
		    for block in range(1, blocks + 1):
		        number = block % 65536 if rollover == 0 else (block - 1) % 65535 + 1
		        packet = c.receive()
		        equal(packet[:4], data(number, b""))
		        got += packet[4:]
		        if block % 32 == 0 or block == blocks:
		            c.send(ack(number))
		    equal(got, content)
	END
	logged_times 2 '^sent file=big .* resent=0$'
}

@test "an ACK inside the window that rolls over restarts behind its block" {
	tftpd_start
	file big $((65560 * 8))
	raw <<-'END'
		for rollover in 0, 1:
		    c = Client()
		    c.begin("big", blksize=8, rollover=rollover, windowsize=64)
		    for block in range(1, 65473):
		        c.receive()
		        if block % 64 == 0:
		            c.send(ack(block))
		    # Blocks 65473 to 65536; all but the last two arrive.
		    for block in range(64):
		        c.receive()
		    c.send(ack(65534))
		    first = struct.unpack("!H", c.receive()[2:4])[0]
		    second = struct.unpack("!H", c.receive()[2:4])[0]
		    equal((first, second), (65535, rollover))
		    c.send(error(0))
	END
}

@test "msftwindow: each ACK may say how large the next window is" {
	tftpd_start -W 16
	file f 60000
	raw <<-'END'
		c, at = Client(), 0
		def window(n, extra):
		    """n blocks come and no more; ACKs the last one."""
		    global at
		    for i in range(n):
		        at += 1
		        equal(c.receive()[:4], data(at, b""))
		    c.expect_nothing()
		    c.send(ack(at) + extra)
		c.ask("f", tsize=0, windowsize=4, msftwindow=31416)
		c.expect(oack(msftwindow=27182, tsize=60000, windowsize=4))
		c.send(ack(0) + b"\x02")
		window(2, b"\x08")
		window(8, b"\xff")      # more than -W
		window(16, b"\0")       # no size: as before
		window(16, b"")         # four bytes are an ACK too
		window(16, b"\x01")
		window(1, b"\x06")
		# A window's first block is lost: the smaller window counts at once.
		for i in range(6):
		    c.receive()
		c.send(ack(at) + b"\x03")
		window(3, b"\x40")
		while at < 118:
		    at += 1
		    equal(c.receive()[:4], data(at, b""))
		    if at == 78 or at == 94 or at == 110:
		        c.send(ack(at))
		c.send(ack(118) + b"\x77")     # the last one's byte is rubbish
		c.expect_nothing()
	END
	logged '^sent file=f .* bytes=60000 '
}

@test "without msftwindow a byte behind an ACK means nothing" {
	tftpd_start
	file f 20000
	raw <<-'END'
		c = Client()
		c.ask("f", windowsize=4)
		c.receive()
		c.send(ack(0) + b"\x10")
		equal([c.receive()[3] for i in range(4)], [1, 2, 3, 4])
		c.expect_nothing()
		c.send(ack(4) + b"\x01")
		equal([c.receive()[3] for i in range(4)], [5, 6, 7, 8])
		c.expect_nothing()
	END
}

@test "the client's timeout bounds how rarely a lost packet is sent again" {
	tftpd_start_as_it_is
	file f1000 1000
	raw <<-'END'
		# Without it the waits double, and the eighth is 2.5 seconds.
		c = Client()
		c.ask("f1000", utimeout=50000)
		c.expect(oack(utimeout=50000))
		c.send(ack(0))
		first = c.receive()
		equal(first[:4], data(1, b""))
		for i in range(20):
		    if c.receive(2) != first:
		        fail("no repetition %d" % i)
		c.send(error(0))
	END
}

@test "a timeout that was asked for makes no more packets for an unproven source" {
	tftpd_start_as_it_is
	raw <<-'END'
		begun = now()
		c = Client()
		c.ask("hello", utimeout=10000)
		for i in range(3):
		    c.expect(oack(utimeout=10000))
		# After one second, then two; timers are never early.
		if now() - begun < 2.9:
		    fail("three OACKs after %.1f seconds" % (now() - begun))
	END
}

@test "quirk=no-OPTION takes away one option, quirk=no-options the OACK" {
	mkdir "$root/image" "$root/none"
	map 'default - boot=image quirk=no-tsize quirk=no-timeout quirk=no-blksize2' \
	    '52:54:00:00:00:01 one boot=image ip=127.0.0.1 quirk=no-rollover quirk=no-utimeout' \
	    '52:54:00:00:00:02 two boot=none ip=127.0.0.2 quirk=no-options' \
	    'image image - quirk=no-msftwindow' 'image none - kernel=/hello'
	tftpd_start
	raw <<-'END'
		every = dict(blksize=600, rollover=0, timeout=3, tsize=0, windowsize=4,
		    msftwindow=31416)
		c = Client()
		c.ask("hello", **every)
		c.expect(oack(blksize=600, windowsize=4))
		c = Client("127.0.0.2")
		c.ask("hello", **every)
		c.expect(data(1, b"hello\n"))
		c = Client("127.0.0.9")
		c.ask("hello", **every)
		c.expect(oack(blksize=600, rollover=0, windowsize=4))
		# Of two that mean the same the RFC's counts, also when it is refused.
		c.ask("hello", timeout=3, utimeout=50000)
		c.peer = None
		c.expect(data(1, b"hello\n"))
		c = Client("127.0.0.9")
		c.ask("hello", blksize2=600)
		c.expect(data(1, b"hello\n"))
		c = Client("127.0.0.9")
		c.ask("hello", utimeout=50000)
		c.expect(oack(utimeout=50000))
	END
}

@test "the words no-OPTION are read, dumped and explained; others are mistakes" {
	mkdir "$root/image"
	map "52:54:00:00:00:01 one boot=image quirk=no-tsize quirk=no-options"
	run "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" dump
	grep -qx '52:54:00:00:00:01 *one boot=image quirk=no-tsize quirk=no-options' <<<"$output"
	run "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain one arch=bios
	[[ $output = *"  quirk=no-tsize: from the client's record"* ]]
	[[ $output = *"  quirk=no-options: from the client's record"* ]]
	for word in no-blksize no-blksize2 no-msftwindow no-rollover no-timeout \
	    no-tsize no-utimeout no-windowsize; do
		map "52:54:00:00:00:01 one boot=image quirk=$word"
		grep -q "$word" <<<"$(mandoc -Tascii "$top/mkbootroot/clients.5" | sed 's/.\x08//g')"
	done
	for word in no- no-tsiz no-TSIZE no-foo nocas; do
		echo "52:54:00:00:00:01 one boot=image quirk=$word" >"$dir/clients"
		run ! "$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
		[[ $output = *"quirk=$word is no quirk that is known" ]]
	done
}

@test "a Raspberry Pi is warned of in the log where block numbers would wrap" {
	local pi=d8:3a:dd:00:00:01
	mkdir "$root/image"
	printf 'x' >"$root/image/kernel"
	map "$pi pi5 boot=image ip=127.0.0.1" \
	    '52:54:00:00:00:02 pc boot=image ip=127.0.0.2' \
	    '52:54:00:00:00:03 hidden boot=image rpi=kernel ip=127.0.0.3'
	tftpd_start
	truncate -s $((65535 * 512 - 1)) "$root/fits"
	truncate -s $((65535 * 512)) "$root/large"
	raw <<-'END'
		def begin(name, who="127.0.0.1", **options):
		    c = Client(who)
		    c.ask(name, **options)
		    c.receive()
		    c.send(error(0))
		begin("fits")
		begin("large", blksize=513)
		begin("large", rollover=0)      # it knows that they wrap
		begin("large", "127.0.0.2")
		begin("large", "127.0.0.3", blksize=512)
		begin("large")
	END
	logged "^warning file=large client=127.0.0.1 mac=$pi name=pi5 blocks=65536 blksize=512: a Raspberry Pi may stop at block 65535; let it ask for a larger blksize, or keep the file below 33553920 bytes\$"
	logged '^warning file=large client=127.0.0.3 .* name=hidden blocks=65536 blksize=512: '
	logged_times 2 '^warning '
}
