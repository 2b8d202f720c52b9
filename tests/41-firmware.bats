#!/usr/bin/env bats
# tftpd and the packets of boot firmware: each test is a client as it was seen
# to ask, to check what it gets, and to end.

bats_require_minimum_version 1.5.0
load tftpd
load fixtures/bootroot

# client: raw, with the file's bytes as `content`.
client() {
	{
		echo 'import os; content = open(os.environ["ROOT"] + "/f", "rb").read()'
		cat
	} >"$dir/script"
	ROOT=$root raw <"$dir/script"
}

@test "edk2 asks for the size, hangs up with ERROR 8, and comes from the next port" {
	tftpd_start
	file f 20000
	client <<-'END'
		for window in {}, {"windowsize": 4}:
		    first = Client(port=1024 + 10 * len(window))
		    asked = dict(tsize=0, blksize=1468, **window)
		    first.ask("f", **asked)
		    equal(strict_oack(first.receive(), **asked)["tsize"], "20000")
		    first.send(error(8, "User aborted the transfer"))
		    second = Client(port=1025 + 10 * len(window))
		    asked = dict(blksize=1468, **window)
		    second.ask("f", **asked)
		    got = strict_oack(second.receive(), **asked)
		    second.send(ack(0))
		    equal(second.take(1468, int(got.get("windowsize", 1))), content)
		    first.expect_nothing()
	END
	logged '^sent file=f .* blksize=1468 windowsize=4 '
	logged_times 2 '^probe file=f '
	run ! grep -E '^(failed|aborted|refused)' "$log"
}

@test "edk2 drops an OACK with more, larger or other values than it asked" {
	tftpd_start -B 1024 -W 2
	file f 20000
	client <<-'END'
		for asked in ({"timeout": 3}, {"timeout": 255, "blksize": 512},
		        {"blksize": 65464, "windowsize": 65535}, {"blksize": 8},
		        {"windowsize": 1}, {"tsize": 0}, {"blksize": 1024, "windowsize": 2}):
		    c = Client()
		    c.ask("f", **asked)
		    got = strict_oack(c.receive(), **asked)
		    equal(set(got), set(asked))
		    c.send(error(8))
		# A timeout that cannot be told as it is is not told at all.
		c.ask("f", timeout=256, blksize=600)
		c.expect(oack(blksize=600))
	END
}

@test "iPXE acknowledges what it has up to the first gap, and aborts with ERROR 0" {
	tftpd_start -T 50
	file f 5000
	client <<-'END'
		c = Client()
		c.ask("f", blksize=1432, tsize=0)
		c.expect(oack(blksize=1432, tsize=5000))
		c.send(ack(0))
		first = c.receive()
		equal(first[:4], data(1, b""))
		# Block 1 was lost: it has nothing, and says so with each packet.
		c.send(ack(0))
		c.expect(first)
		c.send(ack(1))
		while (got := c.receive()) == first:
		    pass
		equal(got[:4], data(2, b""))
		c.send(error(0, "TFTP Aborted"))
		equal(Client().fetch("f", blksize=1432, tsize=0), content)
	END
	logged '^aborted file=f .* bytes=1432 .* reason=client-error-0 said=TFTP\\040Aborted$'
}

@test "PXELINUX wants its own options or none, and the address that it asked" {
	file f 5000
	mkdir "$root/image"
	map '52:54:00:00:00:01 old boot=image quirk=no-options ip=127.0.0.9'
	tftpd_start
	inside ip addr add 127.1.2.3/8 dev lo
	client <<-'END'
		c = Client()
		c.ask("f", tsize=0, blksize=1408)
		got = parse_oack(c.receive())
		if set(got) - {"tsize", "blksize"}:
		    c.send(error(8, "Unsupported option"))
		    fail("an option that PXELINUX does not know: %s" % got)
		equal(got, {"tsize": "5000", "blksize": "1408"})
		c.send(ack(0))
		equal(c.take(1408), content)
		# DATA without an OACK is fine.
		c = Client("127.0.0.9")
		c.ask("f", tsize=0, blksize=1408)
		equal(c.take(512), content)
	END
	raw 127.1.2.3 <<-'END'
		c = Client()
		c.ask("f", tsize=0, blksize=1408)
		c.receive()
		equal(c.peer[0], "127.1.2.3")
		c.send(error(0))
	END
}

@test "PXELINUX does not wait for the empty block behind full ones: it has the file" {
	tftpd_start
	file f 2816
	client <<-'END'
		c = Client()
		c.begin("f", blksize=1408, tsize=0)
		for block in 1, 2:
		    equal(c.receive(), data(block, content[(block - 1) * 1408:block * 1408]))
		    c.send(ack(block))
		c.send(error(0, "No error, file close"))
		c.expect(data(3, b""))
		c.expect_nothing()
	END
	logged '^sent file=f .* bytes=2816 '
	# Its word may be lost.
	client <<-'END'
		c = Client()
		c.begin("f", blksize=1408, tsize=0, utimeout=20000)
		for block in 1, 2:
		    equal(c.receive(), data(block, content[(block - 1) * 1408:block * 1408]))
		    c.send(ack(block))
	END
	logged_times 2 '^sent file=f .* bytes=2816 '
	# One byte less is not the file.
	client <<-'END'
		c = Client()
		c.begin("f", blksize=1408, tsize=0)
		c.expect(data(1, content[:1408]))
		c.send(ack(1))
		c.expect(data(2, content[1408:]))
		c.send(error(0, "No error, file close"))
		c.expect_nothing()
	END
	logged '^aborted file=f .* bytes=1408 .* reason=client-error-0 said=No'
}

@test "GRUB counts anew with each OACK: none comes behind ACK 0" {
	tftpd_start -T 100
	file f 20000
	client <<-'END'
		c, block, got, oacks, ended = Client(), 0, b"", 0, False
		c.ask("f", blksize=1024, tsize=0)
		while not ended:
		    packet = c.receive()
		    if packet is None:
		        fail("nothing behind block %d" % block)
		    if packet[1] == 6:
		        if got:
		            fail("an OACK behind block %d" % block)
		        oacks, block = oacks + 1, 0
		        if oacks < 3:           # its ACK is slow: the OACK comes again
		            continue
		        for i in range(3):      # it answers each
		            c.send(ack(0))
		        continue
		    number = struct.unpack("!H", packet[2:4])[0]
		    if number == block + 1:
		        block, got = number, got + packet[4:]
		        ended = len(packet) < 1028
		    if block < 5:
		        c.raw(request("f", blksize=1024, tsize=0))     # a late copy
		    c.send(ack(block))
		equal(got, content)
	END
	logged '^sent file=f .* bytes=20000 '
	[ "$(grep -c ' file=f ' "$log")" = 1 ]
}

@test "GRUB closes a file that it has read enough of with ERROR 0" {
	tftpd_start
	file f 20000
	client <<-'END'
		c = Client()
		c.begin("f", blksize=1024, tsize=0)
		for block in 1, 2:
		    equal(c.receive()[:4], data(block, b""))
		    c.send(ack(block))
		c.send(error(0, "closed"))
		c.expect(data(3, content[2048:3072]))
		c.expect_nothing()
	END
	logged '^aborted file=f .* reason=client-error-0 said=closed$'
}

# U-Boot's loop: a gap is NACKed once, then a full window is expected.
uboot='
def uboot(c, asked, lost):
    """Fetches f; the first copies of the blocks in lost do not arrive."""
    got = strict_oack(c.receive(), **asked)
    equal(got.get("timeout"), "5")
    window = int(got.get("windowsize", 1))
    prev, next_ack, last_nack, content, lost = 0, window, None, b"", set(lost)
    c.send(ack(0))
    while True:
        packet = c.receive(4.5)
        if packet is None:
            fail("U-Boot times out behind block %d" % prev)
        block = struct.unpack("!H", packet[2:4])[0]
        if block in lost:
            lost.discard(block)
            continue
        if block == prev:
            continue
        if block != prev + 1:
            if last_nack != prev:
                c.send(ack(prev))
                last_nack, next_ack = prev, prev + window
            continue
        prev, content = block, content + packet[4:]
        if len(packet) < 1472:
            c.send(ack(prev))
            return content
        if prev == next_ack:
            c.send(ack(prev))
            next_ack = prev + window
'

@test "U-Boot NACKs a gap once and then expects a whole window" {
	tftpd_start
	file f 100000
	{
		echo "$uboot"
		cat <<-'END'
			for window in 1, 4, 8:
			    asked = dict(timeout=5, tsize=0, blksize=1468, windowsize=window)
			    # Never the end of a window: this server would repeat it late.
			    for lost in (), (2,) * (window > 1), (1, 10, 20, 29) * (window > 1):
			        c = Client()
			        c.ask("f", **asked)
			        equal(uboot(c, asked, lost), content)
		END
	} | client
	wait_for 60 has_lines "$log" '^sent file=f .* resent=0$' 5
}

@test "U-Boot's window whose end is lost comes again long before its 5 seconds" {
	tftpd_start_as_it_is
	file f 100000
	{
		echo "$uboot"
		cat <<-'END'
			asked = dict(timeout=5, tsize=0, blksize=1468, windowsize=4)
			c = Client()
			c.ask("f", **asked)
			equal(uboot(c, asked, (4, 15, 16, 32, 69)), content)
		END
	} | client
}

@test "U-Boot stops at ERROR 1 and 2 only: nothing that is not sent is another" {
	mkdir "$root/folder" "$root/closed"
	mkfifo -m 644 "$root/fifo"
	install -m 600 /dev/null "$root/secret"
	ln -s loop "$root/loop"
	ln -s ../../outside "$root/out"
	chmod 700 "$root/closed"
	tftpd_start
	raw <<-'END'
		for name, code in (("missing", 1), ("hello/below", 1), ("folder", 2),
		        ("folder/", 2), ("/", 2), ("fifo", 2), ("secret", 2), ("closed/x", 2),
		        ("loop", 2), ("out", 2), ("../hello", 2), ("x" * 256, 2),
		        ("x" * 300, 2), ("x/" * 1500 + "x", 2)):
		    c = Client()
		    c.ask(name, timeout=5, tsize=0, blksize=1468)
		    c.expect_error(code)
	END
}

@test "U-Boot's names, one after the other from the same port" {
	tftpd_start
	raw <<-'END'
		# pxe boot: by UUID, MAC, the address shortened, then default.
		c = Client(port=1070)
		names = ["pxelinux.cfg/" + n for n in (["01-52-54-00-12-34-56"] +
		    ["0A090015"[:n] for n in range(8, 0, -1)] +
		    ["default-arm-bcm283x", "default-arm", "default"])]
		for name in names:
		    c.ask(name, timeout=5, tsize=0, blksize=1468)
		    c.expect_error(1)
		c.ask("hello", timeout=5, tsize=0, blksize=1468)
		c.expect(oack(blksize=1468, timeout=5, tsize=6))
		c.send(ack(0))
		equal(c.take(1468), b"hello\n")
	END
	logged_times 12 '^refused .* reason=not-found$'
}

@test "a Raspberry Pi asks for many files at once and terminates some early" {
	tftpd_start
	file f 3000
	client <<-'END'
		clients = [Client(port=49152 + i) for i in range(24)]
		for i, c in enumerate(clients):
		    c.ask("missing%d" % i if i % 3 == 0 else "f", tsize=0)
		for i, c in enumerate(clients):
		    if i % 3 == 0:
		        c.expect_error(1)
		    else:
		        c.expect(oack(tsize=3000))
		        c.send(error(0, "Early terminate") if i % 3 == 1 else ack(0))
		for i, c in enumerate(clients):
		    if i % 3 == 2:
		        equal(c.take(), content)
		equal(Client().fetch("f", tsize=0, blksize=1468), content)
	END
	logged '^sent file=f .* blksize=1468 '
	logged_times 8 '^probe file=f '
	logged_times 8 '^sent file=f .* blksize=512 '
	run ! grep -E '^(failed|aborted)' "$log"
}

@test "Windows' boot manager: its paths, its window, its byte behind each ACK" {
	mkdir -p "$root/winpe/boot"
	head -c 100000 /dev/urandom >"$root/winpe/boot/BCD"
	cp "$root/winpe/boot/BCD" "$root/f"
	map '52:54:00:00:00:01 win boot=winpe ip=127.0.0.1'
	tftpd_start -W 32
	client <<-'END'
		asked = dict(tsize=0, blksize=1456, windowsize=4, msftwindow=31416)
		c = Client()
		c.ask("\\Boot\\BCD", **asked)
		equal(parse_oack(c.receive()), {"blksize": "1456", "msftwindow": "27182",
		    "tsize": "100000", "windowsize": "4"})
		window, got, block, last = 4, b"", 0, len(content) // 1456 + 1
		c.send(ack(0) + bytes([window]))
		while block < last:
		    for i in range(min(window, last - block)):
		        block += 1
		        packet = c.receive()
		        equal(packet[:4], data(block, b""))
		        got += packet[4:]
		    if window == 8:
		        c.expect_nothing()
		    window = min(2 * window, 32)
		    c.send(ack(block) + bytes([window if block < last else 0x91]))
		equal(got, content)
		c.expect_nothing()
		# The size first, then the file, as UEFI does.
		c = Client()
		c.ask("\\BOOT\\bcd", **asked)
		c.receive()
		c.send(error(0, ""))
		# An older one without the option, with plain ACKs.
		equal(Client().fetch("boot\\bcd", tsize=0, blksize=1456, windowsize=64), content)
	END
	logged '^sent file=winpe/boot/BCD .* bytes=100000 .* resent=0$'
	logged '^probe file=winpe/boot/BCD '
}

@test "shim's broken names are ERROR 1, its second stage is beside it" {
	mkdir -p "$root/image/efi"
	printf 'shim' >"$root/image/efi/shimx64.efi"
	printf 'grub' >"$root/image/efi/grubx64.efi"
	chmod -R a+rX "$root"
	map '52:54:00:00:00:01 pc boot=image x64=efi/shimx64.efi ip=127.0.0.1'
	tftpd_start
	raw <<-'END'
		for name in ("rubx64.efi", "/rubx64.efi", "grubx64.efigrubx64.efi",
		        "\\efi\\rubx64.efi", b"\xb6rubx64.efi", "revocations.efi"):
		    for options in {}, {"tsize": 0, "blksize": 1468}:
		        c = Client()
		        c.ask(name, **options)
		        equal(c.expect_error(1), "File not found")
		for name in ("grubx64.efi", "/grubx64.efi", "//grubx64.efi",
		        "image/efi//grubx64.efi", "./grubx64.efi", "\\grubx64.efi",
		        b"grubx64.efi\xff\x07\x01", b"grubx64.efi\x80junk"):
		    equal(Client().fetch(name), b"grub")
	END
}

@test "u-root asks for the largest window there is and gets ours" {
	tftpd_start
	file f 200000
	client <<-'END'
		for asked in 65535, 65536, 1000000:
		    c = Client()
		    c.ask("f", blksize=1400, windowsize=asked)
		    c.expect(oack(blksize=1400, windowsize=64))
		    c.send(ack(0))
		    equal(c.take(1400, 64), content)
	END
}

@test "HP PA-RISC pads its request to 516 bytes with whatever was there" {
	tftpd_start
	raw <<-'END'
		import random
		bare = b"\0\1hello\0octet\0"
		for filling in (b"\0", b"\xff", b"x", b"\0x", b"x\0", b"blksize\0", b"\0blksize\0" b"8\0"):
		    c = Client()
		    c.raw((bare + filling * 516)[:516])
		    c.expect(data(1, b"hello\n"))
		    c.send(ack(1))
		for seed in range(50):
		    c = Client()
		    c.raw((bare + random.Random(seed).randbytes(516))[:516])
		    c.expect(data(1, b"hello\n"))
		    c.send(ack(1))
	END
}

@test "an Intel ROM asks for the size, aborts, and fetches from another port" {
	tftpd_start
	file f 5000
	client <<-'END'
		first = Client(port=2070)
		first.ask("f", tsize=0)
		first.expect(oack(tsize=5000))
		first.send(error(0, "TFTP Aborted"))
		second = Client(port=2071)
		second.ask("f", blksize=1456)
		second.expect(oack(blksize=1456))
		second.send(ack(0))
		equal(second.take(1456), content)
	END
	logged '^probe file=f '
	logged '^sent file=f '
	run ! grep -E '^(failed|aborted)' "$log"
}

@test "a client that was switched off and on begins anew from the same port" {
	tftpd_start -T 60000
	file f 20000
	client <<-'END'
		# Other options: at once.
		c = Client(port=2070)
		c.begin("f", blksize=1024)
		c.receive()
		c.ask("f", blksize=1468)
		c.expect(oack(blksize=1468))
		c.send(ack(0))
		equal(c.receive()[:4], data(1, b""))
		# The same bytes: as soon as they cannot be a copy any more.
		deadline = now() + 20
		while True:
		    c.ask("f", blksize=1468)
		    got = c.receive(0.2)
		    if got is not None:
		        break
		    if now() > deadline:
		        fail("it never begins anew")
		equal(got, oack(blksize=1468))
		c.send(ack(0))
		equal(c.take(1468), content)
	END
	logged_times 2 '^ended file=f '
	logged '^sent file=f '
}

@test "firmware that asks for what lies behind the name in memory, too" {
	mkdir -p "$root/img"
	printf 'netboot' >"$root/netboot.xyz.efi"
	printf 'pxe' >"$root/img/pxelinux.0"
	printf 'own' >"$root/img/$(printf 'pxelinux.0\xff')"
	printf 'umlaut' >"$root/img/$(printf '\303\274ber')"
	mkdir "$root/folder"
	map '52:54:00:00:00:01 pc boot=img ip=127.0.0.1'
	tftpd_start
	REQUEST=$(cat "$BATS_TEST_DIRNAME/fixtures/packets/name-with-garbage.request") raw <<-'END'
		import os
		# As it was captured.
		c = Client()
		c.raw(bytes.fromhex(os.environ["REQUEST"]))
		equal(parse_oack(c.receive())["tsize"], "7")
		c.send(error(8, "User aborted the transfer"))
		for behind in b"\xff", b"\x01", b"\xff\xff", b"\x0c\x04host\xff", \
		        b"\x7f", b"\xff netboot", b"\xff/x", b"\x01/\x02", b"\xff\\x":
		    equal(Client().fetch(b"netboot.xyz.efi" + behind), b"netboot")
		equal(Client().fetch(b"\\netboot.xyz.efi\xff"), b"netboot")
		equal(Client().fetch(b"pxelinux.0\xfe"), b"pxe")
		# What is there as it stands comes first.
		equal(Client().fetch(b"img/pxelinux.0\xff"), b"own")
		equal(Client().fetch("img/\u00fcber"), b"umlaut")
		# Nothing is left of it; it is a folder; it is in the middle.
		for name in b"\xff", b"img/\xff", b"folder\xff", b"img\xff/pxelinux.0", \
		        b"netboot.xyz.ef\xff", b"netboot.xyz.efi+\x04", \
		        b"..\xff", b"img/..\xff", b"img/.\xff":
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
		c = Client()
		c.ask(b"../netboot.xyz.efi\xff")
		c.expect_error(2)
	END
	logged '^probe file=netboot\.xyz\.efi asked=netboot\.xyz\.efi\\377 odd=garbage-behind-name client='
	logged '^sent file=netboot\.xyz\.efi asked=netboot\.xyz\.efi\\014\\004host\\377 odd=garbage-behind-name '
	logged '^sent file=img/pxelinux\.0 asked=pxelinux\.0\\376 odd=garbage-behind-name '
	run -1 grep 'file=img/pxelinux.0\\377 .*odd=' "$log"
	run -0 "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain pc \
	    file="$(printf 'netboot.xyz.efi\x01')"
	[[ $output == *"nowhere; tried again as netboot.xyz.efi"* ]]
	[[ ${lines[-1]} == "  sent: netboot.xyz.efi, 7 bytes, "* ]]
	run -1 "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain pc \
	    file="$(printf 'folder\x01')"
	[ "${lines[-1]}" = "  error 1: it is nowhere" ]
}

@test "a name without what lies behind it is served as if it had been asked for" {
	mkdir -p "$root/img" "$root/old"
	printf 'new' >"$root/new.efi"
	printf 'secret' >"$root/site.key"
	printf 'kernel' >"$root/img/linux"
	map '52:54:00:00:00:01 pc boot=img args=of-pc' \
	    'default - boot=img args=of-all' \
	    'image img - kernel=linux' \
	    'remap - from=^old/(*)[.]0$ to=$1.efi' \
	    'remap - from=[.]key$ refuse'
	tftpd_start
	raw <<-'END'
		# The rules of the map see it.
		equal(Client().fetch(b"old/new.0"), b"new")
		equal(Client().fetch(b"old/new.0\xff"), b"new")
		c = Client()
		c.ask(b"site.key")
		c.expect_error(2)
		# Also those that refuse.
		for name in b"site.key\xff", b"site.key\xff/x":
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
		# It says who asks.
		for name in b"01-52-54-00-00-00-01.ipxe", b"01-52-54-00-00-00-01.ipxe\xff":
		    if b"of-pc" not in Client().fetch(name):
		        fail("%r is not for the client that it names" % name)
		if b"of-all" not in Client().fetch(b"01-52-54-00-00-00-02.ipxe\xff"):
		    fail("another client is not as all")
	END
	logged '^sent file=new\.efi asked=old/new\.0\\377 odd=garbage-behind-name '
	logged '^sent file=01-52-54-00-00-00-01\.ipxe generated=iPXE asked=[^ ]* odd=[^ ]* client=[^ ]* mac=52:54:00:00:00:01 name=pc '
	logged '^refused file=site\.key\\377 .* reason=not-found$'
	explained() {
		run "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain pc file="$1"
	}
	explained "$(printf 'old/new.0\377')"
	[[ ${lines[-1]} == "  sent: new.efi, 3 bytes, "* ]]
	explained "$(printf 'site.key\377')"
	[[ $output == *"  site.key: remap-refuses"* ]]
	[ "${lines[-1]}" = "  error 1: it is nowhere" ]
}

@test "a shim that takes a boot entry's label for its second stage's name is sent that" {
	mkdir -p "$root/img/efi" "$root/loose"
	loader "$root/img/efi/bootx64.efi" sbat=shim shim=15.8 signed
	loader "$root/img/efi/grubx64.efi" sbat=grub mods signed
	loader "$root/loose/shim.efi" sbat=shim shim=15.8 next=own.efi signed
	loader "$root/loose/own.efi" sbat=grub mods signed
	loader "$root/loose/alone.efi" sbat=shim shim=15.8 next=none.efi signed
	loader "$root/loose/grub.efi" sbat=grub mods signed
	chmod -R a+rX "$root"
	map '52:54:00:12:34:56 web1 boot=img x64=efi/bootx64.efi'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	{
		cat <<-'END'
			import os
			root = os.environ["ROOT"] + "/"
			uefi = dict(blksize=512)
			windows = dict(blksize=1468, windowsize=4)

			def firmware(name):
			    c = Client()
			    c.ask(name, tsize=0, blksize=1468)
			    parse_oack(c.receive())
			    c.send(error(8, "User aborted the transfer"))
			    sends(name, name, blksize=1468)

			def sends(name, path, **how):
			    equal(Client().fetch(name, **how), open(root + path, "rb").read())

			def refuses(name, **how):
			    c = Client()
			    c.ask(name, **how)
			    c.expect_error(1)

			grub = "img/efi/grubx64.efi"
			# Nothing was sent yet.
			refuses(b"img/efi/\xeaOnboard", **uefi)
			firmware("img/efi/bootx64.efi")
			# What shim asks for before, as well without its first letter.
			refuses("img/efi/revocations.efi", **uefi)
			refuses("mg/efi/revocations.efi", **uefi)
			refuses("img/efi/shim_certificate.efi", **uefi)
			refuses("img/efi/mmx64.efi", **uefi)
			# UEFI asks twice where its buffer was too small.
			sends(b"img/efi/\xeaOnboard", grub, **uefi)
			sends(b"img/efi/\xeaOnboard", grub, **uefi)
			sends("img/efi/USB", grub, **windows)
			sends(b"\xeaUSB", grub, **uefi)
			# GRUB, iPXE and people ask otherwise, and for their own names.
			refuses("img/efi/linux", blksize=1024, tsize=0)
			refuses("img/efi/linux")
			refuses("img/efi/linux", blksize=512, timeout=1)
			refuses("img/efi/grub.cfg", **uefi)
			# With the second stage by its name the shim is over.
			sends("img/efi/grubx64.efi", grub, **uefi)
			refuses(b"img/efi/\xeaOnboard", **uefi)
			# Any other shim, by the name that stands in it.
			firmware("loose/shim.efi")
			sends(b"loose/\xeaOnboard", "loose/own.efi", **uefi)
			# Another that was sent last, and has none.
			firmware("loose/alone.efi")
			refuses(b"loose/\xeaOnboard", **uefi)
			# No shim, fetched by firmware; a shim, fetched by a loader.
			firmware("loose/grub.efi")
			refuses(b"loose/\xeaOnboard", **uefi)
			sends("loose/shim.efi", "loose/shim.efi", blksize=1024, tsize=0)
			refuses(b"loose/\xeaOnboard", **uefi)
		END
	} >"$dir/script"
	ROOT=$root pc_raw <"$dir/script"
	logged '^sent file=img/efi/grubx64\.efi asked=img/efi/\\352Onboard odd=label-for-second-stage client=10\.9\.0\.21 '
	logged '^sent file=loose/own\.efi asked=.* odd=label-for-second-stage '
	# Another client was sent no shim.
	raw <<-'END'
		c = Client()
		c.ask(b"loose/\xeaOnboard", blksize=512)
		c.expect_error(1)
	END
	run -1 "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain web1 \
	    file="$(printf 'efi/\xeaOnboard')"
	[[ $output == *"  a client that was last sent img/efi/bootx64.efi gets img/efi/grubx64.efi, "* ]]
}
