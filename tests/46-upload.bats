#!/usr/bin/env bats
# tftpd -w: what clients write is there as a whole or not at all.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	up=$root/up
	install -d -o nobody "$up"
	export ROOT=$root
}

teardown() {
	if [ -e "$dir/mounted" ]; then umount -l "$up"; fi
	namespace_end
}

# writable [OPTION...]: a server that takes uploads into $up.
writable() {
	tftpd_start -w up "$@"
}

# left FILE...: these are in the folder and nothing else.
left() {
	run -0 ls -A "$up"
	echo "$output"
	[ "$output" = "$(printf '%s\n' "$@")" ]
}

nothing_left() {
	[ -z "$(ls -A "$up")" ]
}

# A file system of its own for the folder.
small_disk() {
	mount -t tmpfs -o "size=$1,mode=755,uid=65534" none "$up"
	: >"$dir/mounted"
}

@test "an upload is there, readable for all, when its last block is acknowledged" {
	writable
	raw <<-'END'
		import os
		path = os.environ["ROOT"] + "/up/new"
		c = Client()
		c.ask("new", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"a" * 512))
		c.expect(ack(1))
		if os.listdir(os.environ["ROOT"] + "/up"):
		    fail("something has a name already")
		c.send(data(2, b"b"))
		c.expect(ack(2))
		equal(open(path, "rb").read(), b"a" * 512 + b"b")
		equal(os.stat(path).st_mode & 0o7777, 0o644)
		equal(Client().fetch("up/new"), b"a" * 512 + b"b")
	END
	logged '^received file=up/new client=127.0.0.1 mac=- name=- bytes=513 seconds=[0-9.]+ rate=[0-9.]+MB/s blksize=512 windowsize=1 resent=0$'
	left new
}

@test "every size arrives, with every block size and window" {
	writable
	raw <<-'END'
		import os
		n = 0
		for size in (0, 1, 511, 512, 513, 1024, 5000, 1000000):
		    content = os.urandom(size)
		    for options in ({}, {"blksize": 8, "windowsize": 16},
		            {"blksize": 1468}, {"blksize": 512, "windowsize": 4},
		            {"blksize": 512, "windowsize": 7, "tsize": size},
		            {"blksize": 65464}, {"tsize": size, "timeout": 3}):
		        n += 1
		        Client().put("f%d" % n, content, **options)
		        got = open(os.environ["ROOT"] + "/up/f%d" % n, "rb").read()
		        if got != content:
		            fail("%d bytes with %r" % (size, options))
	END
}

@test "without -w nothing can be written" {
	tftpd_start -o
	raw <<-'END'
		c = Client()
		c.ask("up/new", opcode=2)
		c.expect_error(2)
	END
	logged '^refused file=up/new .* reason=write-request$'
	nothing_left
}

@test "the folder of -w comes in front of names that do not begin with it" {
	mkdir "$up/sub" "$up/up"
	chown nobody "$up/sub" "$up/up"
	writable
	raw <<-'END'
		for name, path in (("a", "up/a"), ("/up/b", "up/b"), ("./up//c", "up/c"),
		        ("sub/d", "up/sub/d"), ("up/sub/e", "up/sub/e"),
		        ("up/up/f", "up/up/f"), ("upper", "up/upper")):
		    Client().put(name, name.encode())
		    equal(Client().fetch(path), name.encode())
		c = Client()
		c.ask("nowhere/a", opcode=2)
		c.expect_error(1)
	END
	logged '^refused file=up/nowhere/a .* reason=no-such-folder$'
}

@test "a folder of two parts, with slashes around it" {
	install -d -o nobody "$root/var/logs"
	tftpd_start -w /var//logs/
	raw <<-'END'
		Client().put("a", b"1")
		Client().put("var/logs/b", b"2")
		equal(Client().fetch("var/logs/a"), b"1")
		equal(Client().fetch("var/logs/b"), b"2")
	END
}

@test "hostile names write nothing anywhere" {
	ln -s "$dir" "$up/out"
	ln -s .. "$up/above"
	ln -s "$dir/target" "$up/link"
	ln -s nothing "$up/dangling"
	mkdir "$up/folder"
	mkfifo "$up/fifo"
	chmod 777 "$dir" "$root"
	for option in '' -o; do
		writable $option
		OPTION=$option raw <<-'END'
			import os
			for name, code in ((b"../x", 2), (b"/../x", 2), (b"up/../x", 2),
			        (b"a/../../x", 2), (b"..", 2), (b"out/x", 2), (b"above/x", 2),
			        (b"up/above/x", 2), (b"/etc/x", 1), (b"/proc/self/fd/x", 1),
			        (b"/", 2), (b"", 4), (b"up/", 2), (b"up/.", 2), (b".", 2),
			        (b".profile", 2), (b".upload-00000000", 2),
			        (b"folder/.x", 2), (b"x" * 256, 2), (b"x" * 5000, 2),
			        (b"x/" * 1500, 2), (b"link", 6), (b"dangling", 6),
			        (b"folder", 6), (b"fifo", 6)):
			    if os.environ["OPTION"] and code == 6:
			        code = 2
			    c = Client()
			    c.ask(name, opcode=2)
			    c.expect_error(code)
		END
		logged 'file=up/out/x .* reason=link-on-the-way$'
		logged 'file=.profile .* reason=dot-name$'
		kill "$tftpd"
		wait "$tftpd" || :
	done
	logged 'file=up/link .* reason=not-a-regular-file$'
	[ ! -e "$dir/x" ]
	[ ! -e "$dir/target" ]
	[ ! -e "$root/x" ]
	left above dangling fifo folder link out
}

@test "a folder that we may not write to, and one that is not there" {
	chown root "$up"
	writable
	raw <<-'END'
		c = Client()
		c.ask("new", opcode=2)
		equal(c.expect_error(2), "Access violation")
	END
	logged '^refused file=up/new .* reason=not-writable-for-us$'
	rmdir "$up"
	raw <<-'END'
		c = Client()
		c.ask("new", opcode=2)
		c.expect_error(1)
	END
	logged '^refused file=up/new .* reason=no-such-folder$'
	# What can be written to was settled at the start.
	install -d -o nobody "$up"
	raw <<-'END'
		c = Client()
		c.ask("new", opcode=2)
		c.expect_error(2)
	END
	logged '^refused file=up/new .* reason=folder-is-new$'
	kill "$tftpd"
	wait "$tftpd" || :
	writable
	raw <<-'END'
		Client().put("new", b"x")
	END
	left new
}

@test "a file that exists is ERROR 6 before any data" {
	printf 'old' >"$up/f"
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		equal(c.expect_error(6), "File already exists")
	END
	logged '^refused file=up/f .* reason=file-exists$'
	[ "$(cat "$up/f")" = old ]
}

@test "-o replaces a file as a whole, and not before the end" {
	printf 'the old and longer content' >"$up/f"
	writable -o
	raw <<-'END'
		import os
		path = os.environ["ROOT"] + "/up/f"
		reader = open(path, "rb")
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"n" * 512))
		c.expect(ack(1))
		equal(open(path, "rb").read(), b"the old and longer content")
		c.send(data(2, b""))
		c.expect(ack(2))
		equal(open(path, "rb").read(), b"n" * 512)
		equal(os.stat(path).st_mode & 0o7777, 0o644)
		equal(reader.read(), b"the old and longer content")
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"b" * 512))
		c.expect(ack(1))
		c.send(error(0, "stop"))
	END
	logged '^aborted file=up/f .* reason=client-error-0 said=stop$'
	left f
	[ "$(cat "$up/f")" = "$(printf 'n%.0s' {1..512})" ]
}

@test "of two uploads of one name the first that is whole wins; with -o the last" {
	writable
	raw <<-'END'
		a, b = Client(), Client()
		for c in a, b:
		    c.ask("f", opcode=2)
		    c.expect(ack(0))
		b.send(data(1, b"b"))
		b.expect(ack(1))
		a.send(data(1, b"a"))
		equal(a.expect_error(6), "File already exists")
		equal(Client().fetch("up/f"), b"b")
	END
	logged '^failed file=up/f .* reason=file-exists$'
	kill "$tftpd"
	writable -o
	raw <<-'END'
		a, b = Client(), Client()
		for c in a, b:
		    c.ask("f", opcode=2)
		    c.expect(ack(0))
		for c, content in ((b, b"bb"), (a, b"a")):
		    c.send(data(1, content))
		    c.expect(ack(1))
		    equal(Client().fetch("up/f"), content)
	END
	left f
}

@test "a block that comes again gets its ACK again, an older one gets none" {
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"1" * 512))
		c.expect(ack(1))
		for i in range(2):
		    c.send(data(1, b"1" * 512))
		    c.expect(ack(1))
		c.send(data(2, b"2" * 512))
		c.expect(ack(2))
		for block in (1, 0, 4, 65535):
		    c.send(data(block, b"x" * 512))
		c.expect_nothing()
		c.send(data(3, b"3"))
		c.expect(ack(3))
		equal(Client().fetch("up/f"), b"1" * 512 + b"2" * 512 + b"3")
	END
	logged '^received file=up/f .* resent=2$'
}

@test "the last ACK is repeated if it was lost, and the port can go on meanwhile" {
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"1"))
		c.expect(ack(1))
		for i in range(3):
		    c.send(data(1, b"1"))
		    c.expect(ack(1))
		c.send(data(2, b""))
		c.send(b"\0")
		c.expect_nothing()
		c.put("g", b"2")
		c.put("h", b"3")
	END
	logged '^received file=up/f .* resent=0$'
	logged '^received file=up/h '
	run ! grep '^ended' "$log"
}

@test "the answer and the last ACK come again by themselves" {
	writable -T 50
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, blksize=8)
		for i in range(3):
		    c.expect(oack(blksize=8))
		c.send(data(1, b"12345678"))
		for i in range(3):
		    c.expect(ack(1))
		c.send(data(2, b""))
		while (got := c.receive(0.2)) == ack(1):
		    pass
		equal(got, ack(2))
	END
	logged '^received file=up/f .* resent=[4-9]$'
}

@test "a window is acknowledged at its end" {
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, blksize=8, windowsize=4)
		c.expect(oack(blksize=8, windowsize=4))
		for block in range(1, 4):
		    c.send(data(block, b"%08d" % block))
		c.expect_nothing()
		c.send(data(4, b"%08d" % 4))
		c.expect(ack(4))
		# Its ACK was lost: all of it comes again, and is answered once.
		for block in range(1, 5):
		    c.send(data(block, b"%08d" % block))
		c.expect(ack(4))
		c.expect_nothing()
		for block in range(5, 7):
		    c.send(data(block, b"%08d" % block))
		c.send(data(7, b""))
		c.expect(ack(7))
		equal(Client().fetch("up/f"),
		    b"".join(b"%08d" % block for block in range(1, 7)))
	END
	logged '^received file=up/f .* windowsize=4 resent=1$'
}

@test "a gap in a window is answered at once, once, and the window begins anew" {
	writable
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, blksize=8, windowsize=4)
		c.expect(oack(blksize=8, windowsize=4))
		# The very first block: that the OACK has come we know by now.
		c.send(data(2, b"%08d" % 2))
		c.expect(ack(0))
		c.send(data(3, b"%08d" % 3))
		c.expect_nothing()
		c.send(data(1, b"%08d" % 1))
		c.send(data(2, b"%08d" % 2))
		c.send(data(4, b"%08d" % 4))
		c.expect(ack(2))
		# Of the old window, and again from its beginning: others follow.
		c.send(data(5, b"%08d" % 5))
		c.send(data(2, b"%08d" % 2))
		c.expect_nothing()
		for block in range(3, 7):
		    c.send(data(block, b"%08d" % block))
		c.expect(ack(6))
		c.send(data(7, b"7"))
		c.expect(ack(7))
		equal(Client().fetch("up/f"),
		    b"".join(b"%08d" % block for block in range(1, 7)) + b"7")
	END
	logged '^received file=up/f .* resent=2$'
}

@test "the end of a window that is lost is asked for after a while" {
	writable -T 50
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, blksize=8, windowsize=4)
		parse_oack(c.receive())
		while c.receive(0.01):
		    pass
		c.send(data(1, b"%08d" % 1))
		c.send(data(2, b"%08d" % 2))
		while (got := c.receive()) != ack(2):
		    equal(got, oack(blksize=8, windowsize=4))
		for block in range(3, 7):
		    c.send(data(block, b"%08d" % block))
		while (got := c.receive()) != ack(6):
		    equal(got, ack(2))
		c.send(data(7, b""))
		while (got := c.receive()) != ack(7):
		    equal(got, ack(6))
	END
	logged '^received file=up/f '
}

@test "block numbers wrap to 0 behind 65535" {
	writable
	raw <<-'END'
		import os
		content = os.urandom(65537 * 8 + 3)
		Client().put("one", content, blksize=8)
		Client().put("many", content, blksize=8, windowsize=32)
		for name in "one", "many":
		    got = open(os.environ["ROOT"] + "/up/" + name, "rb").read()
		    equal(got == content, True)
	END
}

@test "behind a last block with number 0 an empty one is acknowledged, for curl" {
	writable
	raw <<-'END'
		c = Client()
		c.put("f", b"x" * (65535 * 8), blksize=8)
		c.send(data(1, b"x"))
		c.send(data(2, b""))
		c.expect_nothing()
		c.send(data(1, b""))
		c.expect(ack(1))
		equal(len(Client().fetch("up/f")), 65535 * 8)
	END
}

@test "netascii: CR LF is LF and CR NUL is CR, across blocks too" {
	writable
	raw <<-'END'
		text = (b"x" * 511 + b"\n" + b"y" * 508 + b"\r\r\n" +
		    b"z\n\n\r" * 300)
		wire = text.replace(b"\r", b"\r\0").replace(b"\n", b"\r\n")
		Client().put("a", wire, "netascii")
		Client().put("b", wire, "netascii", blksize=8)
		Client().put("c", wire, "netascii", blksize=9, tsize=len(text))
		for name in "abc":
		    equal(Client().fetch("up/" + name), text)
		# What is not netascii stays as it is, to the last byte.
		Client().put("odd", b"a\0b\rc\r\r\nd\r", "netascii", blksize=8)
		equal(Client().fetch("up/odd"), b"a\0b\rc\r\nd\r")
		Client().put("cr", b"1234567\rabcdefgh", "netascii", blksize=8)
		equal(Client().fetch("up/cr"), b"1234567\rabcdefgh")
	END
}

@test "a child that is killed leaves nothing" {
	writable
	PARENT=$tftpd raw <<-'END'
		import os, signal
		c = Client()
		c.ask("killed", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"1" * 512))
		c.expect(ack(1))
		parent = os.environ["PARENT"]
		children = open(f"/proc/{parent}/task/{parent}/children").read()
		equal(len(children.split()), 1)
		os.kill(int(children), signal.SIGKILL)
	END
	logged '^failed file=up/killed .*: the process ended with status 9$'
	nothing_left
}

@test "a parent that is killed leaves nothing, and no client is told otherwise" {
	writable
	PARENT=$tftpd raw <<-'END'
		import os, signal
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"1" * 512))
		c.expect(ack(1))
		other = Client()
		other.ask("g", opcode=2)
		other.expect(ack(0))
		os.kill(int(os.environ["PARENT"]), signal.SIGKILL)
		deadline = now() + 30
		try:
		    while ") Z" not in open("/proc/%s/stat" %
		            os.environ["PARENT"]).read():
		        if now() > deadline:
		            fail("the parent is still there")
		except (FileNotFoundError, ProcessLookupError):
		    pass
		c.send(data(2, b"2"))
		c.expect_error(0)
		other.send(data(1, b"2"))
		other.expect_error(0)
	END
	logged '^failed file=up/f .* reason=server-stopped$'
	nothing_left
}

@test "a client that disappears leaves nothing" {
	writable -T 20 -r 3
	raw <<-'END'
		silent = Client()
		silent.ask("f", opcode=2)
		silent.expect(ack(0))
		silent.send(data(1, b"1" * 512))
		while silent.receive(1) is not None:
		    pass
		c = Client()
		c.ask("g", opcode=2)
		c.expect(ack(0))
		c.socket.close()
	END
	logged '^failed file=up/f .* bytes=512 .* reason=no-answer$'
	logged '^failed file=up/g .* reason=client-gone$'
	nothing_left
}

@test "a source that never sends anything gets few packets" {
	writable -T 20
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2)
		packets = 0
		while c.receive(2) is not None:
		    packets += 1
		equal(packets, 5)
	END
}

@test "a full disk is ERROR 3 and leaves nothing" {
	small_disk 64k
	writable
	UP=$root/up raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, blksize=8192)
		c.expect(oack(blksize=8192))
		for block in range(1, 20):
		    c.send(data(block, b"x" * 8192))
		    got = c.receive()
		    if got[1] != 4:
		        break
		equal(got, error(3, "Disk full"))
		# Known beforehand, it is said before any data.
		c = Client()
		c.ask("f", opcode=2, tsize=70000)
		equal(c.expect_error(3), "Disk full")
		# The room is there again, when the process has gone.
		import os
		deadline = now() + 30
		while os.statvfs(os.environ["UP"]).f_bavail * 4096 < 61440:
		    if now() > deadline:
		        fail("the room does not come back")
		Client().put("g", b"x" * 60000)
	END
	logged '^failed file=up/f .* reason=disk-full$'
	logged '^refused file=up/f .* reason=disk-full$'
	left g
}

@test "what is larger than -z is ERROR 3, announced or not" {
	writable -z 1000
	raw <<-'END'
		c = Client()
		c.ask("f", opcode=2, tsize=1001)
		equal(c.expect_error(3), "The file is too large")
		c = Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		c.send(data(1, b"x" * 512))
		c.expect(ack(1))
		c.send(data(2, b"x" * 489))
		equal(c.expect_error(3), "The file is too large")
		Client().put("g", b"x" * 1000, tsize=1000)
		for bad in "99999999999999999999", "-1", "x":
		    c = Client()
		    c.ask("h", opcode=2, tsize=bad)
		    c.expect(ack(0))
		    c.send(error(0))
	END
	logged '^refused file=up/f .* reason=too-large$'
	logged '^failed file=up/f .* reason=too-large$'
	left g
}

@test "a block that is longer than agreed ends the upload" {
	writable
	raw <<-'END'
		for n in (513, 2000, 60000):
		    c = Client()
		    c.ask("f", opcode=2)
		    c.expect(ack(0))
		    c.send(data(1, b"x" * n))
		    c.expect_error(4)
	END
	logged '^failed file=up/f .* reason=block-too-long$'
	nothing_left
}

@test "rubbish in an upload is passed over" {
	writable
	raw <<-'END'
		c, other = Client(), Client()
		c.ask("f", opcode=2)
		c.expect(ack(0))
		other.peer = c.peer
		other.send(data(1, b"forged"))
		for noise in (b"", b"\0", b"\0\3", b"\0\3\0", b"\0\5\0", b"\0\6a", ack(0),
		        ack(1), request("hello"), b"\0\x09\0\1", data(0, b"x" * 512)):
		    c.send(noise)
		c.expect_nothing()
		c.send(data(1, b"right"))
		c.expect(ack(1))
		equal(Client().fetch("up/f"), b"right")
	END
}

@test "the same request again, within three seconds, is one upload" {
	writable
	raw <<-'END'
		c = Client()
		for i in range(4):
		    c.ask("f", opcode=2, blksize=8)
		c.expect(oack(blksize=8))
		c.expect_nothing()
		c.send(data(1, b"1"))
		c.expect(ack(1))
	END
	logged '^received file=up/f '
	left f
}

@test "options are agreed on as for reads, and tsize is echoed" {
	writable
	raw <<-'END'
		for asked, granted in (
		        ({"blksize": 65465}, {"blksize": "65464"}),
		        ({"blksize": 7, "tsize": 1}, {"tsize": "1"}),
		        ({"windowsize": 65535}, {"windowsize": "64"}),
		        ({"timeout": 255}, {"timeout": "255"}),
		        ({"tsize": 0}, {"tsize": "0"}),
		        ({"tsize": 2**29}, {"tsize": str(2**29)})):
		    c = Client()
		    c.ask("f", opcode=2, **asked)
		    equal(parse_oack(c.receive()), granted)
		    c.send(error(8, "no"))
		c = Client()
		c.ask("f", opcode=2, tsize=2**30 + 1)
		c.expect_error(3)
	END
	logged '^aborted file=up/f .* reason=client-error-8 said=no$'
	nothing_left
}

@test "-w names a folder beneath the boot root, -z a number" {
	for bad in / . '' .. ../up up/../..; do
		run -2 timeout 60 "$top/tftpd/tftpd" -d -l 127.0.0.1 -w "$bad" "$root"
		[[ $output == *"cannot use -w $bad: it names no folder"* ]]
	done
	for bad in 0 -1 x 99999999999999999999; do
		run -2 timeout 60 "$top/tftpd/tftpd" -d -l 127.0.0.1 -w up -z "$bad" "$root"
		[[ $output == *"cannot use -z $bad: the number is"* ]]
	done
}

# A file system without O_TMPFILE, as some on the network are: its open(2)
# says so. The program has no shared library that could be exchanged, so it is
# started with a filter of system calls.
without_tmpfile() {
	local real=$top
	top=$dir/filtered
	mkdir -p "$top/tftpd"
	cat >"$dir/filter.c" <<-'END'
		#define _GNU_SOURCE
		#include <errno.h>
		#include <fcntl.h>
		#include <linux/filter.h>
		#include <linux/seccomp.h>
		#include <stddef.h>
		#include <sys/prctl.h>
		#include <sys/syscall.h>
		#include <unistd.h>
		#define FLAG (O_TMPFILE & ~O_DIRECTORY)
		int main(int argc, char **argv)
		{
		        struct sock_filter code[] = {
		                BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		                    offsetof(struct seccomp_data, nr)),
		                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
		                BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		                    offsetof(struct seccomp_data, args[2])),
		                BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, FLAG, 0, 1),
		                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
		                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		        };
		        struct sock_fprog program = {
		                sizeof(code) / sizeof(*code), code,
		        };
		        (void)argc;
		        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		                return 1;
		        execv(TFTPD, argv);
		        return 1;
		}
	END
	cc -DTFTPD="\"$real/tftpd/tftpd\"" -o "$top/tftpd/tftpd" "$dir/filter.c"
}

@test "without O_TMPFILE a file has another name, closed to all, until its end" {
	without_tmpfile
	writable -o
	raw <<-'END'
		import os
		up = os.environ["ROOT"] + "/up"
		for content in b"first", b"second":
		    c = Client()
		    c.ask("f", opcode=2)
		    c.expect(ack(0))
		    names = [n for n in os.listdir(up) if n != "f"]
		    equal(len(names), 1)
		    equal(names[0][:8], ".upload-")
		    equal(os.stat(up + "/" + names[0]).st_mode & 0o7777, 0o600)
		    reader = Client()
		    reader.ask("up/" + names[0])
		    reader.expect_error(2)
		    c.send(data(1, content))
		    c.expect(ack(1))
		    equal(os.listdir(up), ["f"])
		    equal(Client().fetch("up/f"), content)
		a = Client()
		a.ask("g", opcode=2)
		a.expect(ack(0))
		a.send(error(0, "stop"))
	END
	logged '^aborted file=up/g '
	wait_for 60 left f
}

@test "without O_TMPFILE no file is replaced, and a server that ends cleans up" {
	without_tmpfile
	writable
	raw <<-'END'
		a, b, c = Client(), Client(), Client()
		for client, name in ((a, "f"), (b, "f"), (c, "g")):
		    client.ask(name, opcode=2)
		    client.expect(ack(0))
		b.send(data(1, b"b"))
		b.expect(ack(1))
		a.send(data(1, b"a"))
		a.expect_error(6)
		equal(Client().fetch("up/f"), b"b")
	END
	kill "$tftpd"
	wait "$tftpd" || :
	left f
}

# Each upload's process stays for some seconds behind its last block, but not
# beyond its client's share.
@test "uploads that are over hold no more places than their client may have" {
	writable -c 6:4
	raw <<-'END'
		for i in range(12):
		    c = Client("127.0.0.66")
		    c.ask("f%d" % i, opcode=2)
		    c.expect(ack(0))
		    c.send(data(1, b"x"))
		    c.expect(ack(1))
		    # The places of others are free.
		    if i >= 6:
		        c = Client("127.0.0.67")
		        c.ask("hello")
		        c.expect(data(1, b"hello\n"))
		        c.send(ack(1))
	END
	run ! grep '^put off' "$log"
	run ! grep '^failed' "$log"
}

# They are stopped, so that those that are told to go are there to be seen.
@test "uploads that are over count for their client, and go one after the other" {
	writable -c 100:4
	PARENT=$tftpd raw <<-'END'
		import os, signal
		parent = os.environ["PARENT"]
		def put(i):
		    c = Client()
		    c.ask("f%d" % i, opcode=2)
		    c.expect(ack(0))
		    c.send(data(1, b"x"))
		    c.expect(ack(1))
		def told_to_go(pid):
		    status = open("/proc/%s/status" % pid).read()
		    return int(status.split("ShdPnd:")[1].split()[0], 16) >> signal.SIGTERM - 1 & 1
		# Each as soon as it is over: later it may have gone by itself.
		over = []
		try:
		    for i in range(4):
		        put(i)
		        for pid in open("/proc/%s/task/%s/children" % (parent, parent)).read().split():
		            if pid not in over:
		                os.kill(int(pid), signal.SIGSTOP)
		                over.append(pid)
		    equal(len(over), 4)
		    for i in range(4, 8):
		        put(i)
		        equal(sorted(told_to_go(pid) for pid in over), sorted([1] * (i - 3) + [0] * (7 - i)))
		finally:
		    for pid in over:
		        os.kill(int(pid), signal.SIGCONT)
	END
	run ! grep '^put off' "$log"
	logged_times 8 '^received file=up/f'
}
