#!/usr/bin/env bats
# tftpd: options that meet. Uploads by one port (-1), by a range of ports (-p),
# at the limits of -c and beside multicast (-g); who can have a file named.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	up=$root/up
	install -d -o nobody "$up"
	export ROOT=$root LOG=$log
}

# writable OPTION...: a server that takes uploads into $up.
writable() {
	tftpd_start -w up "$@"
	export PARENT=$tftpd
}

@test "-1: uploads go through the one port, of every size and window" {
	writable -1
	inside ip addr add 127.0.0.2/8 dev lo
	for address in 127.0.0.1 127.0.0.2 ::1; do
		NAME=${address//[.:]/_} raw "$address" <<-'END'
			import os
			name = os.environ["NAME"]
			for n, options in enumerate(({}, {"blksize": 1400, "tsize": 40000},
			        {"blksize": 1400, "windowsize": 16},
			        {"blksize": 65464, "rollover": 1})):
			    for size in (0, 1400, 40000):
			        content = os.urandom(size)
			        c = Client()
			        c.put("%s-%d-%d" % (name, n, size), content, **options)
			        equal(c.peer[:2], SERVER)
			        path = os.environ["ROOT"] + "/up/%s-%d-%d" % (name, n, size)
			        equal(open(path, "rb").read(), content)
		END
	done
	logged '^received file=up/__1-3-40000 .* resent=0$'
	logged_times 36 '^received file=up/.* resent=0$'
}

@test "-1: the end of an upload is acknowledged again, and its port can go on" {
	writable -1
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"x" * 512))
		c.expect(ack(1))
		c.send(data(1, b"x" * 512))
		c.expect(ack(1))
		c.send(data(2, b"end"))
		c.expect(ack(2))
		# That ACK was lost; the upload is in the log by now.
		for i in range(2):
		    c.send(data(2, b"end"))
		    c.expect(ack(2))
		equal(c.fetch("up/f"), b"x" * 512 + b"end")
	END
	logged '^received file=up/f .* bytes=515 '
	logged '^sent file=up/f '
}

@test "-1: a repeated request to write is one upload, another one ends it" {
	writable -1
	raw <<-'END'
		c = Client()
		c.ask("first", opcode=2)
		c.expect(ack(0))
		c.ask("first", opcode=2)
		c.expect_nothing()
		c.ask("second", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"second"))
		c.expect(ack(1))
	END
	logged '^ended file=up/first .*: the client asked anew$'
	logged '^received file=up/second '
	[ "$(ls -A "$up")" = second ]
}

@test "-1: uploads and reads at once are not mixed up" {
	writable -1
	raw <<-'END'
		import os
		writers = [Client() for i in range(20)]
		readers = [Client() for i in range(20)]
		for i, (w, r) in enumerate(zip(writers, readers)):
		    w.ask("f%d" % i, opcode=2)
		    r.ask("hello")
		for w in writers:
		    w.expect(ack(0))
		for i, w in enumerate(writers):
		    w.send(data(1, b"%d" % i * 512)[:516])
		for r in readers:
		    r.expect(data(1, b"hello\n"))
		    r.send(ack(1))
		for i, w in enumerate(writers):
		    w.expect(ack(1))
		    w.send(data(2, b"end"))
		for i, w in enumerate(writers):
		    w.expect(ack(2))
		    equal(open(os.environ["ROOT"] + "/up/f%d" % i, "rb").read(),
		        (b"%d" % i * 512)[:512] + b"end")
	END
}

# What dies closes its descriptors one after the other, so that a child can see
# the end of one while another still takes what nobody reads. "held" is that
# moment, made long.
@test "-1: an upload ends with the process that hears for it, and leaves nothing" {
	for moment in all held; do
		writable -1
		MOMENT=$moment raw <<-'END'
			import ctypes, os, signal
			parent = os.environ["PARENT"]
			if os.environ["MOMENT"] == "held":
			    # The socket that reports go to is among these, and stays.
			    pidfd = os.pidfd_open(int(parent))
			    fds = [int(n) for n in os.listdir("/proc/%s/fd" % parent)
			           if os.readlink("/proc/%s/fd/%s" % (parent, n)).startswith("socket:")]
			    held = [ctypes.CDLL(None).syscall(438, pidfd, n, 0) for n in fds]
			    equal(len(held) >= 4 and min(held) > 2, True)
			c = Client()
			c.ask("f", opcode=2)
			c.expect(ack(0))
			c.send(data(1, b"x" * 512))
			c.expect(ack(1))
			os.kill(int(parent), signal.SIGKILL)
			deadline = time.monotonic() + PATIENCE
			while b"failed" not in open(os.environ["LOG"], "rb").read():
			    equal(time.monotonic() < deadline, True)
			    time.sleep(0.01)
		END
		logged '^failed file=up/f .* reason=server-stopped$'
		[ -z "$(ls -A "$up")" ]
	done
}

@test "-p: an upload is acknowledged from a port of the range, or told of none" {
	writable -p 40000:40000
	raw <<-'END'
		a, b = Client(), Client()
		a.ask("a", opcode=2)
		a.expect(ack(0))
		equal(a.peer[1], 40000)
		b.ask("b", opcode=2)
		b.expect_nothing()
		a.send(data(1, b"a"))
		a.expect(ack(1))
	END
	logged '^failed file=up/b .* reason=no-free-port'
	logged '^received file=up/a '
	[ "$(ls -A "$up")" = a ]
}

@test "-c: uploads count as reads do" {
	writable -c 10:2
	raw <<-'END'
		a, b, c = Client(), Client(), Client()
		a.ask("a", opcode=2)
		a.expect(ack(0))
		b.ask("hello")
		b.expect(data(1, b"hello\n"))
		c.ask("c", opcode=2)
		c.expect_nothing()
		a.send(data(1, b"a"))
		a.expect(ack(1))
		c.ask("c", opcode=2)
		c.expect(ack(0))
		c.send(error(0))
	END
	logged '^put off file=up/c client=[^ ]* mac=[^ ]* name=[^ ]*: too many transfers of this client$'
	logged '^aborted file=up/c '
	[ "$(ls -A "$up")" = a ]
}

@test "an upload is kept if its client has left after the last block" {
	writable
	raw <<-'END'
		import os, signal
		parent = os.environ["PARENT"]
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		child = int(open(f"/proc/{parent}/task/{parent}/children").read())
		# The ACK of the first block finds the port closed.
		os.kill(child, signal.SIGSTOP)
		c.send(data(1, b"x" * 512))
		c.send(data(2, b"end"))
		c.socket.close()
		os.kill(child, signal.SIGCONT)
	END
	logged '^received file=up/f .* bytes=515 '
	[ "$(ls -A "$up")" = f ]
}

@test "a client that left in the middle is not waited for" {
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"x" * 512))
		c.socket.close()
	END
	logged '^failed file=up/f .* reason=client-gone$'
	[ -z "$(ls -A "$up")" ]
}

@test "ps shows an upload that lasts" {
	writable
	raw <<-'END'
		import subprocess
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		deadline, block = now() + 5, 1
		while True:
		    c.send(data(block, b"x" * 512))
		    c.expect(ack(block))
		    block += 1
		    if "tftpd: 127.0.0.1 <up/f " in subprocess.run(["ps", "-eo", "args"],
		            capture_output=True, text=True).stdout:
		        break
		    if now() > deadline:
		        fail("ps does not show it")
		c.send(error(0))
	END
}

@test "uploads have rollover, blksize2 and the client's timeout, but no msftwindow" {
	writable -B 8192
	raw <<-'END'
		import os
		c = Client()
		c.ask("wrap", opcode=2, blksize=8, rollover=1, timeout=7, msftwindow=31416,
		    windowsize=4)
		c.expect(oack(blksize=8, rollover=1, timeout=7, windowsize=4))
		content = os.urandom(8 * 65540 + 3)
		number = 0
		for block in range(1, 65542):
		    number = number + 1 if number < 65535 else 1
		    c.send(data(number, content[8 * block - 8:8 * block]))
		    if block % 4 == 0 or block == 65541:
		        c.expect(ack(number))
		equal(number, 6)
		equal(open(os.environ["ROOT"] + "/up/wrap", "rb").read(), content)
		c = Client()
		c.ask("two", opcode=2, blksize2=1468, utimeout=500000)
		c.expect(oack(blksize2=1024, utimeout=500000))
		c.send(error(0))
	END
}

@test "-g: a client that writes, or has quirk=no-multicast, is served alone" {
	mkdir "$root/image" "$root/none"
	map 'default - boot=image' \
	    '52:54:00:00:00:02 two boot=none ip=127.0.0.2 quirk=no-multicast' \
	    '52:54:00:00:00:03 three boot=none ip=127.0.0.3 quirk=no-options' \
	    'image image - kernel=/hello' 'image none - kernel=/hello'
	writable -g 239.255.9.9:1758
	inside ip link set lo multicast on
	inside ip route add 239.0.0.0/8 dev lo
	raw <<-'END'
		one, two, three = Client(), Client("127.0.0.2"), Client("127.0.0.3")
		one.ask("hello", multicast="", tsize=0)
		one.expect(oack(tsize=6, multicast="239.255.9.9,1758,1"))
		two.ask("hello", multicast="", tsize=0)
		two.expect(oack(tsize=6))
		three.ask("hello", multicast="", tsize=0)
		three.expect(data(1, b"hello\n"))
		for c in one, two, three:
		    c.send(error(0))
		c = Client()
		c.ask("f", opcode=2, multicast="", tsize=4)
		c.expect(oack(tsize=4))
		c.send(data(1, b"text"))
		c.expect(ack(1))
	END
	logged '^received file=up/f .* bytes=4 '
}

@test "-g: a master that sends DATA has acknowledged nothing" {
	head -c 1500 /dev/zero >"$root/f1500"
	tftpd_start -g 239.255.9.9:1758
	inside ip link set lo multicast on
	inside ip route add 239.0.0.0/8 dev lo
	raw <<-'END'
		c = Client()
		c.ask("f1500", multicast="")
		c.expect(oack(multicast="239.255.9.9,1758,1"))
		c.send(data(3, b""))
		c.send(data(0, b""))
		c.expect_nothing()
		c.send(error(0, "enough"))
	END
	logged '^aborted file=f1500 .* bytes=0 .* said=enough$'
}
