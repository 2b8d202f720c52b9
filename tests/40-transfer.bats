#!/usr/bin/env bats
# tftpd: blocks, windows, lost packets, changing files, many clients.

bats_require_minimum_version 1.5.0
load tftpd

@test "a file that ends exactly on a block ends with an empty one" {
	tftpd_start
	file f512 512
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/f512", "rb").read()
		c = Client()
		c.ask("f512")
		c.expect(data(1, content))
		c.send(ack(1))
		c.expect(data(2, b""))
		c.send(ack(2))
		c.expect_nothing()
		equal(Client().fetch("f512", blksize=256), content)
	END
}

@test "an empty file is one empty block; its tsize is left out, for curl" {
	tftpd_start
	file empty 0
	raw <<-'END'
		c = Client()
		c.ask("empty", tsize=0)
		c.expect(data(1, b""))
		c.send(ack(1))
		equal(Client().fetch("empty", blksize=1000), b"")
	END
}

@test "a block or an OACK that is not acknowledged is sent again" {
	tftpd_start -T 50
	raw <<-'END'
		c = Client()
		c.ask("hello", blksize=600)
		for i in range(3):
		    c.expect(oack(blksize=600))
		c.send(ack(0))
		for i in range(3):
		    c.expect(data(1, b"hello\n"))
		c.send(ack(1))
		c.expect_nothing()
	END
	logged '^sent file=hello .* resent=4$'
}

@test "without -T the round trip is measured, and a lost block comes again" {
	tftpd_start_as_it_is
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		first = c.receive()
		c.send(ack(1))
		while (second := c.receive()) == first:
		    pass
		c.expect(second)
		c.send(ack(2))
	END
	logged '^sent file=f1000 .* resent=[1-9]'
}

@test "a lost ACK is answered by the same block again" {
	tftpd_start -T 50
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		first = c.receive()
		c.expect(first)
		c.send(ack(1))
		second = c.receive()
		equal(len(second), 4 + 488)
		c.send(ack(2))
	END
}

@test "a repeated ACK is not answered at all" {
	tftpd_start
	file f2000 2000
	raw <<-'END'
		c = Client()
		c.ask("f2000")
		c.receive()
		for i in range(5):
		    c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
		c.expect_nothing()
	END
}

@test "ACKs of blocks that were not sent, or long ago, change nothing" {
	tftpd_start
	file f2000 2000
	raw <<-'END'
		c = Client()
		c.ask("f2000")
		c.receive()
		for block in (0, 2, 3, 100, 65535):
		    c.send(ack(block))
		c.expect_nothing()
		c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
	END
}

@test "an ACK with bytes behind it is an ACK: Windows' bootmgr adds one" {
	tftpd_start
	raw <<-'END'
		c = Client()
		c.ask("hello")
		c.receive()
		c.send(ack(1) + b"\x04")
	END
	logged '^sent file=hello '
}

@test "rubbish in a transfer is passed over" {
	tftpd_start
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
		for noise in (b"", b"\0", b"\0\4", b"\0\4\0", b"\0\5\0", b"\0\6a",
		        data(1, b"x"), request("hello"), b"\0\x09\0\1"):
		    c.send(noise)
		c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
		c.send(ack(2))
	END
	logged '^sent file=f1000 '
}

@test "another port of the same client cannot disturb a transfer" {
	tftpd_start
	file f1000 1000
	raw <<-'END'
		c, other = Client(), Client()
		c.ask("f1000")
		c.receive()
		other.peer = c.peer
		other.send(error(0, "stop"))
		other.send(ack(1))
		c.expect_nothing()
		c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
	END
}

@test "a window is sent as one, and the next one behind its last ACK" {
	tftpd_start
	file f4000 4000
	raw <<-'END'
		c = Client()
		c.ask("f4000", blksize=512, windowsize=4)
		c.expect(oack(blksize=512, windowsize=4))
		c.send(ack(0))
		equal([c.receive()[3] for i in range(4)], [1, 2, 3, 4])
		c.expect_nothing()
		c.send(ack(4))
		equal([c.receive()[3] for i in range(4)], [5, 6, 7, 8])
		c.send(ack(8))
		c.expect_nothing()
	END
	logged '^sent file=f4000 .* windowsize=4 resent=0$'
}

@test "an ACK inside a window starts a whole window behind it (RFC 7440)" {
	tftpd_start
	file f8000 8000
	raw <<-'END'
		c = Client()
		c.ask("f8000", windowsize=4)
		c.expect(oack(windowsize=4))
		c.send(ack(0))
		equal([c.receive()[3] for i in range(4)], [1, 2, 3, 4])
		# Block 3 was lost: U-Boot says so once and waits for a window.
		c.send(ack(2))
		equal([c.receive()[3] for i in range(4)], [3, 4, 5, 6])
		c.expect_nothing()
		c.send(ack(6))
		equal([c.receive()[3] for i in range(4)], [7, 8, 9, 10])
	END
}

@test "the loss of a window's first block restarts it, once" {
	tftpd_start
	file f8000 8000
	raw <<-'END'
		c = Client()
		c.begin("f8000", windowsize=4)
		[c.receive() for i in range(4)]
		c.send(ack(4))
		equal([c.receive()[3] for i in range(4)], [5, 6, 7, 8])
		c.send(ack(4))
		equal([c.receive()[3] for i in range(4)], [5, 6, 7, 8])
		c.send(ack(8))
		equal([c.receive()[3] for i in range(4)], [9, 10, 11, 12])
	END
}

@test "the end of a window that is lost comes again by itself" {
	tftpd_start -T 50
	file f8000 8000
	raw <<-'END'
		c = Client()
		c.begin("f8000", windowsize=4)
		equal([c.receive()[3] for i in range(8)], [1, 2, 3, 4] * 2)
	END
}

# A client of RFC 7440 for the two tests below: it drops what drop() says, and
# acknowledges what it has at a gap, at the end of a window, or in silence.
windowed_client() {
	cat <<-'END'
		import socket
		def windowed(c, name, windowsize, drop, silence=0.05):
		    c.ask(name, blksize=1024, windowsize=windowsize)
		    parse_oack(c.receive())
		    c.send(ack(0))
		    content, have, said, seen, told = b"", 0, 0, 0, None
		    while True:
		        got = c.receive(silence)
		        if got is None:
		            c.send(ack(have))
		            said = have
		            continue
		        seen += 1
		        block = struct.unpack("!HH", got[:4])[1]
		        if drop(seen):
		            continue
		        if block != (have + 1) & 0xffff:
		            if have != told and have != said:
		                c.send(ack(have))
		                said = told = have
		            continue
		        have += 1
		        content += got[4:]
		        if len(got) < 1028:
		            c.send(ack(have))
		            return content
		        if have - said == windowsize:
		            c.send(ack(have))
		            said = have
	END
}

@test "a client that loses the end of each window gets smaller bursts" {
	tftpd_start
	file f 400000
	{
		windowed_client
		cat <<-'END'
			import os
			# The last four of each of the first windows, and no more: how many
			# a small buffer would lose depends on who runs when.
			equal(windowed(Client(), "f", 32, lambda n: n <= 128 and (n - 1) % 32 >= 28, 0.5),
			    open(os.environ["ROOT"] + "/f", "rb").read())
		END
	} | ROOT=$root raw
	logged '^sent file=f .* paced$'
}

@test "a window that overtakes itself is not sent twice from then on" {
	tftpd_start
	file f6000 6000
	raw <<-'END'
		c = Client()
		c.ask("f6000", blksize=500, windowsize=4)
		parse_oack(c.receive())
		c.send(ack(0))
		for block in (1, 2, 3, 4):
		    equal(c.receive()[:4], data(block, b""))
		c.send(ack(2))
		for block in (3, 4, 5, 6):
		    equal(c.receive()[:4], data(block, b""))
		# 3 and 4 had arrived after all, and 3 came a second time.
		c.send(ack(4))
		for block in (7, 8):
		    equal(c.receive()[:4], data(block, b""))
		c.expect_nothing()
		c.send(ack(8))
		for block in (9, 10, 11, 12):
		    equal(c.receive()[:4], data(block, b""))
		c.send(ack(12))
	END
}

@test "when an MTU that shrinks refuses whole bursts, blocks go singly" {
	namespace_pc 52:54:00:12:34:56
	tftpd_start
	file f 20000
	MTU="nsenter --net=/proc/$net/ns/net ip link set eth0 mtu 1000" ROOT=$root pc_raw <<-'END'
		import os
		c = Client()
		c.ask("f", blksize=1468, windowsize=8)
		equal(parse_oack(c.receive())["blksize"], "1468")
		equal(os.system(os.environ["MTU"]), 0)
		c.send(ack(0))
		content = c.take(1468, 8)
		equal(content, open(os.environ["ROOT"] + "/f", "rb").read())
	END
	logged '^sent file=f .* resent=0$'
}

# Older kernels say EIO for a card without checksums, EINVAL for some virtual
# ones. The first sendmsg(2) of a transfer is its first burst.
@test "whatever error a burst is refused with, blocks go singly" {
	local error traced
	file f 20000
	for error in EIO EINVAL EMSGSIZE; do
		: >"$log"
		behind strace -f -qq -o "$dir/trace" -e trace=sendmsg -e inject=sendmsg:error=$error:when=1 \
			"$top/tftpd/tftpd" -d -T 5000 -l 127.0.0.1 -m "$dir/clients.cdb" "$root" 2>"$log"
		wait_for 60 tftpd_listens
		# strace ends with what it traces, and so does the test.
		traced=$(tr -d ' ' <"/proc/$pid/task/$pid/children")
		pids+=("$traced")
		ROOT=$root raw <<-'END'
			import os
			content = Client().fetch("f", window=8, blksize=1468, windowsize=8)
			equal(content, open(os.environ["ROOT"] + "/f", "rb").read())
		END
		logged '^sent file=f .* resent=0'
		grep -q "sendmsg(.*= -1 $error .*(INJECTED)" "$dir/trace"
		kill "$traced"
		wait "$pid" || :
	done
}

@test "a client that is always slow does not get every block twice" {
	tftpd_start_as_it_is
	file f 30000
	raw <<-'END'
		import time
		c = Client()
		c.ask("f", blksize=512)
		parse_oack(c.receive())
		c.send(ack(0))
		for block in range(1, 60):
		    while c.receive()[:4] != data(block, b""):
		        pass
		    # Longer than the shortest wait, as an emulated PC may take.
		    time.sleep(0.03)
		    c.send(ack(block))
	END
	logged '^sent file=f .* resent=[12]?[0-9]$'
}

# A machine that is busy makes a client late at times, which shortens windows, too: one of
# these transfers is as it has to be.
@test "a packet that is lost here and there does not slow the bursts" {
	local n
	tftpd_start
	file f 1000000
	for n in {1..8}; do
		{
			windowed_client
			cat <<-'END'
				import os
				equal(windowed(Client(), "f", 16, lambda n: n % 211 == 0),
				    open(os.environ["ROOT"] + "/f", "rb").read())
			END
		} | ROOT=$root raw
		logged_times "$n" '^sent file=f .* resent='
		! has_lines "$log" '^sent file=f .* resent=[0-9]*$' || return 0
	done
	cat "$log"
	return 1
}

@test "a client that only wants to know the size is no failure in the log" {
	tftpd_start
	raw <<-'END'
		c = Client()
		c.ask("hello", tsize=0, blksize=1468, windowsize=4)
		c.expect(oack(blksize=1468, tsize=6, windowsize=4))
		c.send(error(8, "User aborted the transfer"))
		c.expect_nothing()
	END
	logged '^probe file=hello '
	run ! grep -E '^(aborted|failed)' "$log"
}

@test "an ERROR of the client ends the transfer and is logged, made visible" {
	tftpd_start
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
		c.send(b"\0\5\0\0gone\nsent file=forged\xff")
		c.expect_nothing()
	END
	logged '^aborted file=f1000 .* reason=client-error-0 said=gone\\012sent\\040file=forged\\377$'
}

@test "a client that is gone is noticed at once where its host says so" {
	tftpd_start -T 50
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
		c.socket.close()
	END
	logged '^failed file=f1000 .* reason=client-gone$'
}

@test "a client that says nothing more is given up" {
	tftpd_start -T 20 -r 3
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		while c.receive(1) is not None:
		    pass
		equal(c.receive(0.2), None)
	END
	logged '^failed file=f1000 .* reason=no-answer$'
}

@test "an unproven source gets few packets" {
	tftpd_start -T 20
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		packets = 0
		while c.receive(2) is not None:
		    packets += 1
		equal(packets, 5)
	END
}

@test "a file that is cut or written to while it is sent ends in an ERROR" {
	tftpd_start
	file cut 5000
	file written 5000
	ROOT=$root raw <<-'END'
		import os
		root = os.environ["ROOT"]
		# Cut inside a page of memory and a page away from it.
		for left in 600, 0:
		    os.truncate(root + "/cut", 5000)
		    c = Client()
		    c.ask("cut")
		    c.receive()
		    os.truncate(root + "/cut", left)
		    for block in range(1, 10):
		        c.send(ack(block))
		        got = c.receive()
		        if got[1] == 5:
		            break
		        equal(len(got), 516)
		    equal(got, error(0, "the file has changed"))
		c = Client()
		c.begin("written", blksize=1024)
		for block in range(1, 5):
		    equal(c.receive()[:4], data(block, b""))
		    if block == 3:
		        with open(root + "/written", "r+b") as f:
		            f.write(b"new")
		    c.send(ack(block))
		equal(c.expect_error(0), "the file has changed")
	END
	logged '^failed file=cut .* reason=file-changed$'
}

@test "a file that is written to, with its old mtime put back, ends in an ERROR" {
	tftpd_start
	file f 5000
	ROOT=$root raw <<-'END'
		import os
		path = os.environ["ROOT"] + "/f"
		before = os.stat(path)
		c = Client()
		c.begin("f", blksize=1024)
		c.receive()
		with open(path, "r+b") as f:
		    f.write(b"x" * 5000)
		os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
		for block in range(1, 5):
		    c.send(ack(block))
		    got = c.receive()
		equal(got, error(0, "the file has changed"))
	END
	logged '^failed file=f .* reason=file-changed$'
}

@test "a file that is removed is sent as it was" {
	tftpd_start
	file f 5000
	ROOT=$root raw <<-'END'
		import os
		path = os.environ["ROOT"] + "/f"
		old = open(path, "rb").read()
		c = Client()
		c.begin("f", blksize=1024)
		content = c.receive()[4:]
		os.unlink(path)
		for block in range(1, 5):
		    c.send(ack(block))
		    content += c.receive()[4:]
		equal(content, old)
	END
}

@test "a file that is replaced by rename is sent as it was" {
	tftpd_start
	file f 5000
	file new 5000
	ROOT=$root raw <<-'END'
		import os
		root = os.environ["ROOT"]
		old = open(root + "/f", "rb").read()
		c = Client()
		c.begin("f", blksize=1024)
		content = c.receive()[4:]
		os.rename(root + "/new", root + "/f")
		for block in range(1, 5):
		    c.send(ack(block))
		    content += c.receive()[4:]
		equal(content, old)
	END
}

@test "netascii turns LF into CR LF and CR into CR NUL, across blocks too" {
	tftpd_start
	python3 - "$root/text" <<-'END'
		import sys
		# Both halves of a pair fall on each side of a block's end.
		open(sys.argv[1], "wb").write(b"x" * 511 + b"\n" + b"y" * 508 +
		    b"\r\r\n" + b"z\n\n\r" * 300)
	END
	ROOT=$root raw <<-'END'
		import os
		text = open(os.environ["ROOT"] + "/text", "rb").read()
		wire = text.replace(b"\r", b"\r\0").replace(b"\n", b"\r\n")
		equal(Client().fetch("text", "netascii"), wire)
		equal(Client().fetch("text", "netascii", blksize=8), wire)
		# A window and a size cannot be had in netascii.
		c = Client()
		c.ask("text", "netascii", blksize=600, windowsize=8, tsize=0)
		c.expect(oack(blksize=600))
	END
}

@test "block numbers wrap to 0 behind 65535" {
	tftpd_start
	file big $((65536 * 8 + 100))
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/big", "rb").read()
		equal(Client().fetch("big", blksize=8, windowsize=32), content)
	END
}

@test "tsize is right above 4 GiB" {
	tftpd_start
	truncate -s 5G "$root/huge"
	raw <<-'END'
		c = Client()
		c.ask("huge", tsize=0)
		c.expect(oack(tsize=5 * 2**30))
		c.send(error(8))
	END
}

@test "the same request again, within three seconds, disturbs nothing" {
	tftpd_start
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
		c.send(ack(1))
		equal(c.receive()[:4], data(2, b""))
		c.send(ack(2))
	END
	logged '^sent file=f1000 '
}

@test "another request from the same port ends the first transfer" {
	tftpd_start -T 50
	file f1000 1000
	raw <<-'END'
		c = Client()
		c.ask("f1000")
		c.receive()
		c.ask("hello")
		# The old process may have had its say before it heard of it.
		while True:
		    c.peer = None
		    got = c.receive()
		    if got == data(1, b"hello\n"):
		        break
		c.send(ack(1))
	END
	logged '^ended file=f1000 '
	logged '^sent file=hello '
}

@test "files one after the other without options are never mixed up" {
	tftpd_start
	for f in a b c; do printf '%s%s' $f $f >"$root/$f"; done
	raw <<-'END'
		for i in range(30):
		    for name in ("a", "b", "c"):
		        equal(Client().fetch(name), (name * 2).encode())
	END
}

@test "a limit for each client puts off its other transfers, not those of others" {
	tftpd_start -c 100:2
	file f1000 1000
	inside ip addr add 127.0.0.9/8 dev lo
	raw <<-'END'
		held = [Client() for i in range(2)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
		c = Client()
		c.ask("f1000")
		c.expect_nothing()
		other = Client("127.0.0.9")
		equal(other.fetch("hello"), b"hello\n")
		for h in held:
		    h.send(error(0))
		deadline = now() + 30
		while True:
		    c.ask("f1000", blksize=1001)
		    if c.receive(0.2):
		        break
		    if now() > deadline:
		        fail("it is still put off")
	END
	logged '^put off file=f1000'
}

@test "started with SIGCHLD ignored it still knows when a transfer has ended" {
	: >"$log"
	behind env --ignore-signal=CHLD "$top/tftpd/tftpd" -d -T 5000 -c 1 \
	    -l 0.0.0.0 -m "$dir/clients.cdb" "$root" 2>"$log"
	wait_for 60 tftpd_listens
	raw <<-'END'
		for i in range(3):
		    equal(Client().fetch("hello"), b"hello\n")
	END
}

# A script that execs it may have left one behind; the first process of a container gets
# those of everybody.
@test "the end of a child that is not its own does not count as the end of a transfer" {
	# shellcheck disable=SC2016 # $! is that of the other shell
	limits=(bash -c 'sleep 600 & echo $! >'"$dir/stray"'; exec "$@"' bash)
	tftpd_start -c 1
	file f1000 1000
	STRAY=$dir/stray raw <<-'END' || {
		import os, signal
		stray = int(open(os.environ["STRAY"]).read())
		for i in range(2):
		    c = Client()
		    c.ask("f1000")
		    equal(c.receive()[:4], data(1, b""))
		    if i == 0:
		        os.kill(stray, signal.SIGTERM)
		        deadline = now() + 30
		        while os.path.exists("/proc/%d" % stray):
		            if now() > deadline:
		                fail("nobody takes notice of the end of %d" % stray)
		            time.sleep(0.02)
		    c.send(ack(1))
		    equal(c.receive()[:4], data(2, b""))
		    c.send(ack(2))
	END
		kill -KILL "$tftpd"	# it may not hear another signal
		return 1
	}
	logged_times 2 '^sent file=f1000 '
}

@test "at the limit of all requests wait, and are served then" {
	tftpd_start -c 3
	file f1000 1000
	raw <<-'END'
		held = [Client() for i in range(3)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
		c = Client()
		c.ask("hello")
		c.expect_nothing()
		held[0].send(error(0))
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
	END
}

@test "a quirk of the map takes an option away from a client" {
	printf '%s\n' 'default - quirk=no-windowsize quirk=no-blksize boot=image' >"$dir/clients"
	mkdir "$root/image"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
	tftpd_start
	raw <<-'END'
		c = Client()
		c.ask("hello", blksize=1024, windowsize=8, timeout=3)
		c.expect(oack(timeout=3))
	END
}

@test "ps shows who fetches what, of a transfer that lasts" {
	tftpd_start -T 50
	file f1000 1000
	raw <<-'END'
		import subprocess
		c = Client()
		c.ask("f1000")
		c.receive()
		deadline = now() + 30
		while "tftpd: 127.0.0.1 f1000" not in subprocess.run(["ps", "-eo", "args"],
		        capture_output=True, text=True).stdout:
		    if now() > deadline:
		        fail("there is no such process")
		c.send(error(0))
	END
}
