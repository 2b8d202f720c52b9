#!/usr/bin/env bats
# tftpd: what is a request, what is refused and how, and what gets no answer.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	tftpd_start -v
}

@test "a file of one short block is sent and logged" {
	raw <<-'END'
		c = Client()
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
		c.expect_nothing()
	END
	logged '^sent file=hello client=127.0.0.1 mac=- name=- bytes=6 seconds=[0-9.]+ rate=[0-9.]+MB/s blksize=512 windowsize=1 resent=0$'
}

@test "slashes in front, doubled ones and dots are taken out of a name" {
	mkdir "$root/a"
	printf 'x' >"$root/a/b"
	raw <<-'END'
		for name in "/a/b", "//a///b", "./a/./b", "/./a/b", "a/b":
		    equal(Client().fetch(name), b"x")
	END
}

@test "a missing file is ERROR 1, a text without paths, and a line in the log" {
	raw <<-'END'
		c = Client()
		c.ask("sub/nothing")
		text = c.expect_error(1)
		equal(text, "File not found")
	END
	logged '^refused file=sub/nothing client=127.0.0.1 mac=- name=- reason=not-found$'
}

@test "what may not be read is ERROR 2: folders, devices, sockets, fifos, modes" {
	mkdir "$root/folder"
	mkfifo "$root/fifo"
	mknod "$root/null" c 1 3
	chmod 644 "$root/null" "$root/fifo"
	install -m 600 /dev/null "$root/secret"
	install -m 640 /dev/null "$root/group"
	mkdir -m 700 "$root/closed"
	printf 'x' >"$root/closed/x"
	raw <<-'END'
		for name in "folder", "fifo", "null", "secret", "group", "closed/x":
		    c = Client()
		    c.ask(name)
		    equal(c.expect_error(2), "Access violation")
	END
	logged 'file=folder .* reason=not-a-regular-file$'
	logged 'file=fifo .* reason=not-a-regular-file$'
	logged 'file=secret .* reason=not-readable-for-us path=secret needs=o\+r '
	logged 'file=closed/x .* reason=not-readable-for-us path=closed needs=o\+x '
}

@test "links are followed inside the boot root and never out of it" {
	mkdir -p "$root/image/sub"
	printf 'in' >"$root/image/sub/file"
	printf 'out' >"$dir/outside"
	ln -s sub/file "$root/image/good"
	ln -s ../image/sub "$root/image/folder"
	ln -s ../../../outside "$root/image/up"
	ln -s "$dir/outside" "$root/image/absolute"
	ln -s loop "$root/image/loop"
	ln -s nothing "$root/image/dangling"
	ln -s /proc/self/exe "$root/image/magic"
	raw <<-'END'
		equal(Client().fetch("image/good"), b"in")
		equal(Client().fetch("image/folder/file"), b"in")
		for name, code in (("up", 2), ("absolute", 2), ("loop", 2),
		        ("magic", 2), ("dangling", 1)):
		    c = Client()
		    c.ask("image/" + name)
		    c.expect_error(code)
	END
	logged 'file=image/up .* reason=link-not-in-the-boot-root$'
}

@test "absolute links are followed as from the boot root, or by its own path" {
	# Those of a boot root that tftpd-hpa -s served, and of instructions.
	mkdir -p "$root/boot" "$root/img/deep" "$root/tmp"
	printf 'bcd' >"$root/boot/bcd"
	printf 'real' >"$root/img/real"
	printf 'out' >"$dir/outside"
	ln -s /boot/bcd "$root/BCD"
	ln -s "$root/boot" "$root/Boot"
	ln -s "$root/img/real" "$root/img/vmlinuz"
	ln -s /img "$root/img/deep/up"
	ln -s ../../../../boot/bcd "$root/img/deep/climbs"
	ln -s /Boot/bcd "$root/img/twice"
	ln -s "$root" "$root/self"
	# By another name of the boot root.
	ln -s "$root" "$dir/other"
	ln -s "$dir/other/boot/bcd" "$root/by-other"
	# What leads nowhere in it, whatever is there on the host.
	ln -s /etc/passwd "$root/passwd"
	ln -s "$dir/outside" "$root/outside-link"
	ln -s "$root/../outside" "$root/img/beside"
	ln -s "$dir/other/nothing" "$root/nothing"
	ln -s /proc/self/root/etc/passwd "$root/proc-root"
	ln -s /proc/self/fd/0 "$root/proc-fd"
	ln -s /circle "$root/circle"
	raw <<-'END'
		for name in ("BCD", "Boot/bcd", "img/deep/climbs", "img/twice",
		        "self/boot/bcd", "self/self/Boot/bcd", "by-other"):
		    equal(Client().fetch(name), b"bcd")
		for name in ("img/vmlinuz", "img/deep/up/real",
		        "img/deep/up/vmlinuz"):
		    equal(Client().fetch(name), b"real")
		for name in ("passwd", "outside-link", "img/beside", "nothing",
		        "proc-root", "proc-fd", "circle"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(2)
	END
	logged 'file=passwd .* reason=link-not-in-the-boot-root$'
	logged 'file=nothing .* reason=link-not-in-the-boot-root$'
	logged 'file=circle .* reason=too-many-links$'
	# The link leads to a folder of it, and that has no such file.
	raw <<-'END'
		for name in ("Boot/nothing", "img/deep/up/nothing", "BCD/x",
		        "self/absent", "img/deep/up/deep/absent/x"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
		for name in ("nothing/x", "outside-link/x", "self"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(2)
	END
	logged 'file=Boot/nothing .* reason=not-found$'
	logged 'file=nothing/x .* reason=link-not-in-the-boot-root$'
	logged 'file=self .* reason=not-a-regular-file$'
	# A folder that only some may enter is one by way of a link, too.
	chmod 700 "$root/boot"
	raw <<-'END'
		for name in ("BCD", "Boot/bcd"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(2)
	END
	logged 'file=BCD .* reason=not-readable-for-us path=boot needs=o\+x '
	logged 'file=Boot/bcd .* reason=not-readable-for-us path=boot needs=o\+x '
}

@test "thirty hostile names open nothing and all get ERROR 1 or 2" {
	printf 'secret' >"$dir/secret"
	mkdir "$dir/root-private"
	printf 'secret' >"$dir/root-private/secret"
	DIR=$dir raw <<-'END'
		import os
		d = os.environ["DIR"].encode()
		names = [b"..", b"../secret", b"/../secret", b"hello/../../secret",
		    b"./../secret", b"..//secret", b"//../secret", b"a/../hello",
		    b"../root/hello", b"../root-private/secret", b"root-private/secret",
		    d + b"/secret", b"/etc/passwd", b"//etc/passwd",
		    b"/proc/self/environ", b"/proc/self/fd/0", b"/dev/zero",
		    b"..\\secret", b"\\..\\secret", b"....//secret", b".. /secret",
		    b"%2e%2e/secret", b"hello/", b"hello/.", b".", b"/", b"%n%n%n%s",
		    b"a\nrefused file=forged", b"\xff\xfe\x80", b"\x1b[2J", b"CON",
		    b"x" * 255, b"x" * 256, b"x" * 5000, b"x/" * 3000, b"/" * 5000,
		    b"../" * 3000 + b"etc/passwd"]
		assert len(names) >= 30
		for name in names:
		    c = Client()
		    c.ask(name)
		    got = c.receive()
		    if got is None or got[:3] != b"\0\5\0" or got[3] not in (1, 2):
		        fail("%r: %s" % (name[:40], show(got)))
		equal(Client().fetch("hello"), b"hello\n")
	END
	# A line of the log is one line, whatever the name.
	run ! grep -a '^refused file=forged' "$log"
	run ! grep -aP '[^\x20-\x7e]' "$log"
}

@test "a request without its ends, name or mode is ERROR 4" {
	raw <<-'END'
		for bad in (b"\0\1", b"\0\1hello", b"\0\1\0octet\0", b"\0\1hello\0",
		        b"\0\1hello\0octet", b"\0\1hello\0mail\0", b"\0\1hello\0\0",
		        b"\0\1hello\0" + b"x" * 300 + b"\0", b"\0\1" + b"x" * 5000):
		    c = Client()
		    c.raw(bad)
		    c.expect_error(4)
	END
	logged 'reason=name-without-end$'
	logged 'reason=mode-unknown$'
}

@test "what is no request gets no answer" {
	raw <<-'END'
		for noise in (b"", b"\0", b"\1\1hello\0octet\0", b"\0\0", b"\0\7",
		        b"\0\xff", b"\1\0", data(1, b"x"), ack(0), ack(1),
		        error(0, "no"), error(4), oack(blksize=512), b"\0\3", b"\0\5"):
		    c = Client()
		    c.raw(noise)
		    c.expect_nothing()
		equal(Client().fetch("hello"), b"hello\n")
	END
}

@test "a write request is ERROR 2 and leaves nothing" {
	raw <<-'END'
		c = Client()
		c.ask("new", opcode=2)
		c.expect_error(2)
	END
	logged '^refused file=new client=127.0.0.1 mac=- name=- reason=write-request$'
	[ ! -e "$root/new" ]
}

@test "the mode and the options are read in any case" {
	raw <<-'END'
		equal(Client().fetch("hello", mode="OcTeT"), b"hello\n")
		c = Client()
		c.ask("hello", "octet", BLKSIZE=1024, TSize=0)
		equal(parse_oack(c.receive()), {"blksize": "1024", "tsize": "6"})
	END
}

@test "an option that is no number, or out of its range, is left out" {
	raw <<-'END'
		for value in ("-1", "0", "7", "", "+512", "1428x", " 512", "0x200",
		        "99999999999999999999999"):
		    c = Client()
		    c.ask("hello", blksize=value, tsize=0)
		    equal(parse_oack(c.receive()), {"tsize": "6"})
		for option, value in (("timeout", 0), ("timeout", 256),
		        ("windowsize", 0), ("unknown", 1), ("blksize", "")):
		    c = Client()
		    c.ask("hello", **{option: value})
		    c.expect(data(1, b"hello\n"))
	END
}

@test "of an option that is given twice the first counts" {
	raw <<-'END'
		c = Client()
		c.raw(b"\0\1hello\0octet\0blksize\0" b"600\0blksize\0" b"700\0")
		c.expect(oack(blksize=600))
	END
}

@test "an OACK has no option that was not asked for and no larger value" {
	raw <<-'END'
		for asked, granted in (
		        ({"blksize": 8}, {"blksize": "8"}),
		        ({"blksize": 65464}, {"blksize": "65464"}),
		        ({"blksize": 65465}, {"blksize": "65464"}),
		        ({"blksize": 99999999999}, {"blksize": "65464"}),
		        ({"windowsize": 65535}, {"windowsize": "64"}),
		        ({"windowsize": 3}, {"windowsize": "3"}),
		        ({"timeout": 255}, {"timeout": "255"}),
		        ({"tsize": 0}, {"tsize": "6"})):
		    c = Client()
		    c.ask("hello", **asked)
		    equal(parse_oack(c.receive()), granted)
	END
}

@test "a hundred unknown options do not hide a known one" {
	raw <<-'END'
		options = {"x%d" % i: i for i in range(100)}
		c = Client()
		c.ask("hello", **options, blksize=600)
		c.expect(oack(blksize=600))
	END
}

@test "a request that is padded, with NULs or with rubbish, is understood" {
	raw <<-'END'
		for padding in (b"\0" * 400, b"\xff" * 400, b"blksize", b"blksize\0"):
		    c = Client()
		    c.raw(request("hello") + padding)
		    c.expect(data(1, b"hello\n"))
	END
}

@test "blksize is not above what the path carries in one packet" {
	inside ip link add veth0 type veth peer name veth1
	inside ip link set veth0 up mtu 1400
	inside ip addr add 10.9.0.1/24 dev veth0
	# Asked over loopback, whose MTU is larger, as the route says.
	inside ip link set lo mtu 1400
	raw 10.9.0.1 <<-'END'
		c = Client()
		c.ask("hello", blksize=8192)
		c.expect(oack(blksize=1400 - 20 - 8 - 4))
	END
}

@test "IPv6 is served as well" {
	raw ::1 <<-'END'
		equal(Client().fetch("hello"), b"hello\n")
		c = Client()
		c.ask("nothing")
		c.expect_error(1)
	END
	logged 'sent file=hello client=::1 '
}

@test "the answer comes from the address that was asked" {
	inside ip addr add 127.1.2.3/8 dev lo
	raw 127.1.2.3 <<-'END'
		c = Client()
		c.ask("hello")
		c.receive()
		equal(c.peer[0], "127.1.2.3")
		c.ask("nothing")
		c.expect_error(1)
		equal(c.peer[0], "127.1.2.3")
	END
}

@test "a start by hand that cannot listen says why, and what to do" {
	# Without SO_REUSEADDR nobody shares the port with it.
	behind python3 -c 'import signal, socket
taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
taken.bind(("127.0.0.1", 6900))
print("taken", flush=True)
signal.pause()' >"$dir/taken"
	wait_for_line 60 "$dir/taken" taken
	run -1 inside "$top/tftpd/tftpd" -l 127.0.0.1:6900 "$root"
	[ "$output" = 'tftpd: cannot listen on 127.0.0.1:6900: Address already in use; ss -ulnp says by whom' ]
	run -1 inside "$top/tftpd/tftpd" -l 192.0.2.1 "$root"
	[ "$output" = 'tftpd: cannot listen on 192.0.2.1: this host has no such address' ]
	run -1 inside setpriv --reuid=nobody --clear-groups "$top/tftpd/tftpd" -l 127.0.0.1 "$root"
	[ "$output" = 'tftpd: cannot listen on 127.0.0.1: Permission denied; a port below 1024 is for root' ]
}

@test "a port that another program has, too, is said at the start" {
	run ! grep 'bound twice' "$log"
	behind "$top/tftpd/tftpd" -d -l 0.0.0.0 "$root" 2>"$dir/second"
	wait_for_line 60 "$dir/second" 'port 69 is bound twice, and another program may get what clients ask; ss -ulnp says which'
}

@test "without a boot root there is no start by hand" {
	kill "$tftpd"
	wait "$tftpd" || :
	run -1 inside "$top/tftpd/tftpd" -d -l 127.0.0.1 "$dir/nowhere"
	[ "$output" = "cannot open boot root $dir/nowhere: No such file or directory" ]
}

# Without -d the log is elsewhere, and who starts it would see nothing.
@test "why a start by hand fails stands on the terminal, with -d once" {
	run -1 inside "$top/tftpd/tftpd" -l 127.0.0.1:6969 "$dir/nowhere"
	[ "$output" = "tftpd: cannot open boot root $dir/nowhere: No such file or directory" ]
	run -111 inside "$top/tftpd/tftpd" -l 127.0.0.1:6969 -u nosuchuser "$root"
	[ "$output" = 'tftpd: cannot become nosuchuser: no such user in /etc/passwd' ]
	run -2 inside "$top/tftpd/tftpd" -l 127.0.0.1:6969 -t soon "$root" </dev/null
	[ "$output" = 'tftpd: cannot use -t soon: the number is invalid' ]
	run -2 inside "$top/tftpd/tftpd" -d -l 127.0.0.1:6969 -t soon "$root" </dev/null
	[ "$output" = 'cannot use -t soon: the number is invalid' ]
	run -1 inside "$top/httpd/httpd" -l 127.0.0.1:6969 "$dir/nowhere"
	[ "$output" = "httpd: cannot open boot root $dir/nowhere: No such file or directory" ]
}

@test "under inetd tftpd starts anew when its boot root is there again, and the log says so" {
	kill "$tftpd"
	wait "$tftpd" || :
	mv "$root" "$dir/away"
	# Started anew for each datagram that is there when it has gone.
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" \
	    127.0.0.1:69 -- "$top/tftpd/tftpd" -d -m "$dir/clients.cdb" "$root" \
	    >"$dir/ready" 2>>"$log"
	wait_for_line 60 "$dir/ready" ready
	raw <<-'END'
		c = Client()
		c.ask("hello")
		c.expect_error(0)
	END
	logged "^cannot open boot root $root: No such file or directory$"
	mv "$dir/away" "$root"
	# The client asks again, as firmware does.
	raw <<-'END'
		Client().ask("hello")
	END
	logged "^boot root $root has come: starting anew$"
	raw <<-'END'
		equal(Client().fetch("hello"), b"hello\n")
	END
}
