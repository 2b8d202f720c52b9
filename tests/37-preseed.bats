#!/usr/bin/env bats
# Unattended installation: a preseed, filled for each client, behind the initrd
# and as a file; what is wrong with one is said before it is of use.

bats_require_minimum_version 1.5.0
load tftpd
load mkbootroot
load sanitized
load sees

MAC=52:54:00:12:34:56
DASHED=52-54-00-12-34-56

setup() {
	sender_begin
	mkdir -p "$root/image/sub" "$root/plain"
	echo kernel >"$root/image/vmlinuz"
	printf 'first' >"$root/image/sub/extra.img"
	# A size that no alignment fits.
	head -c 1000003 /dev/urandom >"$root/image/initrd.img"
	echo kernel >"$root/plain/vmlinuz"
	printf '%s\n' 'd-i netcfg/get_hostname string @name@' \
		'# root@example.org, ann@example.org: @@ip@@ @' \
		'd-i x/y string @ip@,@mac@' >"$root/image/web.cfg"
	chmod -R a+rX "$root"
	cd "$dir" || return
}

# The text of web.cfg for web1.
FILLED='d-i netcfg/get_hostname string web1
# root@example.org, ann@example.org: @ip@ @
d-i x/y string 10.9.0.21,52:54:00:12:34:56
'

@test "every loader is told of one initrd, and the kernel not to ask" {
	map "$MAC web1 boot=image ip=10.9.0.21 initrd=sub/extra.img preseed=web.cfg args=\"console=ttyS0 --- quiet\""
	explain web1 file=pxelinux.cfg/default
	sees 'LINUX ::/image/vmlinuz' \
		"INITRD ::/image/initrd.img,::/image/sub/extra.img/01-$DASHED.preseed" \
		"APPEND BOOTIF=01-$DASHED priority=critical console=ttyS0 --- quiet"
	explain web1 file=grub/grub.cfg
	sees "linux '/image/vmlinuz' 'BOOTIF=01-$DASHED' 'priority=critical' 'console=ttyS0' '---' 'quiet'" \
		"initrd '/image/initrd.img' '/image/sub/extra.img/01-$DASHED.preseed'" 'if [ "$?" = 0 ]; then boot; fi'
	explain web1 file=boot.ipxe
	sees "kernel /image/vmlinuz initrd=initrd0 initrd=initrd1 BOOTIF=01-$DASHED priority=critical console=ttyS0 --- quiet || goto failed" \
		'initrd --name initrd0 /image/initrd.img || goto failed' \
		"initrd --name initrd1 /image/sub/extra.img/01-$DASHED.preseed || goto failed" 'boot || goto failed'
	sees '  preseed=web.cfg: from the client'\''s record'
}

@test "what args= says of the priority stays" {
	local args
	for args in 'auto=true priority=high' 'debconf/priority=low' 'a priority'; do
		map "$MAC web1 boot=image ip=10.9.0.21 preseed=web.cfg args=\"$args\""
		explain web1 file=pxelinux.cfg/default
		sees "APPEND BOOTIF=01-$DASHED $args"
	done
	map "$MAC web1 boot=image ip=10.9.0.21 preseed=web.cfg args=\"xpriority=low\""
	explain web1 file=pxelinux.cfg/default
	sees "APPEND BOOTIF=01-$DASHED priority=critical xpriority=low"
	map "$MAC web1 boot=image ip=10.9.0.21 preseed=web.cfg"
	explain web1 file=pxelinux.cfg/default
	sees "APPEND BOOTIF=01-$DASHED priority=critical"
}

# What is behind the initrd is an archive with this one file, read
# by its format alone; the kernel wants each header at a multiple of 4.
archive_reader() {
	cat <<-'END'
		def files(archive):
		    at, got = 0, {}
		    while True:
		        assert archive[at:at + 6] == b"070701", archive[at:at + 6]
		        f = [int(archive[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
		        mode, uid, gid, size, name_n = f[1], f[2], f[3], f[6], f[11]
		        name = archive[at + 110:at + 110 + name_n]
		        assert name[-1:] == b"\0"
		        at = (at + 110 + name_n + 3) // 4 * 4
		        content = archive[at:at + size]
		        assert len(content) == size
		        at = (at + size + 3) // 4 * 4
		        if name == b"TRAILER!!!\0":
		            assert archive[at:].strip(b"\0") == b""
		            return got
		        got[name[:-1].decode()] = (mode, uid, gid, content)

		def check(got, initrd, text):
		    assert got[:len(initrd)] == initrd, "not the initrd"
		    behind = got[len(initrd):]
		    zeros = len(behind) - len(behind.lstrip(b"\0"))
		    assert zeros >= (4 if initrd else 0), zeros
		    assert (len(initrd) + zeros) % 4 == 0, zeros
		    equal(files(behind[zeros:]), {"preseed.cfg": (0o100644, 0, 0, text)})
	END
}

@test "the initrd is sent with the archive behind it, and its size is right" {
	map "$MAC web1 boot=image ip=10.9.0.21 preseed=web.cfg"
	namespace_pc "$MAC"
	tftpd_start
	printf '%s' "$FILLED" >"$dir/filled"
	pc_raw <<-END
		$(archive_reader)
		name = "/image/initrd.img/01-$DASHED.preseed"
		initrd = open("$root/image/initrd.img", "rb").read()
		filled = open("$dir/filled", "rb").read()
		# Lock step, and windows in which a block is of both segments.
		check(Client().fetch(name), initrd, filled)
		check(Client().fetch(name, blksize=1408, windowsize=16), initrd, filled)
		c = Client()
		c.ask(name, tsize=0)
		size = int(parse_oack(c.receive())["tsize"])
		c.send(ack(0))
		equal(size, len(c.take()))
		# The initrd itself is what it was.
		equal(Client().fetch("/image/initrd.img", blksize=1408), initrd)
	END
	logged "^sent file=image/initrd.img generated=preseed client=10.9.0.21 mac=$MAC name=web1 "
	explain web1 file="image/initrd.img/01-$DASHED.preseed"
	[ "$status" = 0 ]
	sees '    1000003 bytes: image/initrd.img' \
		"    $(($(sed -n 's/^  sent: \([0-9]*\) bytes, preseed, .*/\1/p' <<<"$output") - 1000003)) bytes: an archive with /preseed.cfg, made of image/web.cfg" \
		"${FILLED%?}"
	logged " bytes=$(sed -n 's/^  sent: \([0-9]*\) bytes, preseed, .*/\1/p' <<<"$output") "
}

@test "an initrd of any size is sent with the archive behind it" {
	local n
	for n in 0 1 2 3 4 507 508 512; do
		head -c "$n" /dev/urandom >"$root/image/initrd.img"
		map "$MAC web1 boot=image ip=127.0.0.1 preseed=web.cfg"
		[ "$n" = 0 ] && tftpd_start
		raw <<-END
			$(archive_reader)
			got = Client().fetch("image/initrd.img/01-$DASHED.preseed")
			initrd = open("$root/image/initrd.img", "rb").read()
			text = Client().fetch("preseed.cfg")
			check(got, initrd, text) if initrd else equal(files(got.lstrip(b"\0"))["preseed.cfg"][3], text)
		END
	done
}

@test "any text is filled as clients(5) says, or refused" {
	sanitized_program "$dir/fill" -DFILTER "$top/tests/fuzz/preseed.c"
	cat >"$dir/model.py" <<-'END'
		import random, re, subprocess, sys
		VALUES = {b"name": b"web1", b"ip": b"10.9.0.21", b"mac": b"52:54:00:12:34:56",
		          b"mac-": b"01-52-54-00-12-34-56", b"server": b"10.9.0.1", b"http": b"http://h/a&b",
		          b"answers": b"http://h/a&b/01-52-54-00-12-34-56/", b"done": b"true"}
		MISSING = {b"uuid": "preseed-without-uuid", b"image": "preseed-without-image"}
		WORD = re.compile(rb"@([A-Za-z][A-Za-z0-9_-]*)@")
		def model(text):
		    out, i = b"", 0
		    while i < len(text):
		        c, word = text[i:i + 1], WORD.match(text, i)
		        if text[i:i + 2] == b"@@":
		            out, i = out + b"@", i + 2
		        elif word:
		            if word[1] in MISSING:
		                return MISSING[word[1]]
		            if word[1] not in VALUES:
		                return "preseed-unknown-variable"
		            out, i = out + VALUES[word[1]], word.end()
		        elif c < b" " and c not in b"\t\n" or c == b"\x7f":
		            return "preseed-control-character"
		        else:
		            out, i = out + c, i + 1
		    return out.hex()
		r = random.Random(int(sys.argv[2]))
		PIECES = [b"@", b"@@", b"@name@", b"@ip@", b"@mac@", b"@done@", b"@mac-@", b"@server@", b"@answers@", b"@http@",
		    b"@mac", b"name@", b"@Name@",
		    b"@x-1@", b"@image@", b"@uuid@", b"@1x@", b"root@example.org", b"\n", b"\t", b"\xc3\xa4", b"\r", b"\0", b"d-i a string b"]
		texts = [b"".join(r.choice(PIECES[:r.choice([6, 13, 21, 24])]) for _ in range(r.choice([0, 1, 2, 3, 9, 40])))
		    for _ in range(20000)]
		got = subprocess.run([sys.argv[1]], input="".join(t.hex() + "\n" for t in texts),
		    capture_output=True, text=True)
		lines = got.stdout.split("\n")[:-1]
		assert got.returncode == 0 and len(lines) == len(texts), got.stderr
		filled = 0
		for text, line in zip(texts, lines):
		    assert line == model(text), "%r: %s, not %s" % (text, line, model(text))
		    filled += not line.startswith("preseed")
		assert 5000 < filled < 19000, filled
	END
	python3 "$dir/model.py" "$dir/fill" 1
	python3 "$dir/model.py" "$dir/fill" 2
}

@test "cpio unpacks the archive, and gzip'ed initrds end before it" {
	mkdir "$dir/tree"
	echo init >"$dir/tree/init"
	(cd "$dir/tree" && find . | cpio -o -H newc --quiet | gzip -n) >"$root/image/initrd.img"
	map "$MAC web1 boot=image ip=10.9.0.21 preseed=web.cfg"
	namespace_pc "$MAC"
	tftpd_start
	pc_raw <<-END
		open("$dir/both", "wb").write(Client().fetch("image/initrd.img/01-$DASHED.preseed"))
	END
	cmp -n "$(stat -c %s "$root/image/initrd.img")" "$dir/both" "$root/image/initrd.img"
	tail -c +"$(($(stat -c %s "$root/image/initrd.img") + 1))" "$dir/both" |
		python3 -c 'import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().lstrip(b"\0"))' >"$dir/archive"
	mkdir "$dir/unpacked"
	(cd "$dir/unpacked" && cpio -i --quiet <"$dir/archive")
	[ "$(ls -A "$dir/unpacked")" = preseed.cfg ]
	printf '%s' "$FILLED" | cmp - "$dir/unpacked/preseed.cfg"
}

@test "a kernel without initrd gets the archive alone" {
	cp "$root/image/web.cfg" "$root/plain/"
	map "$MAC web1 boot=plain ip=10.9.0.21 preseed=web.cfg"
	explain web1 file=pxelinux.cfg/default
	sees "INITRD ::/plain/01-$DASHED.preseed"
	namespace_pc "$MAC"
	tftpd_start
	printf '%s' "$FILLED" >"$dir/filled"
	pc_raw <<-END
		$(archive_reader)
		check(Client().fetch("plain/01-$DASHED.preseed"), b"", open("$dir/filled", "rb").read())
	END
}

# The installer asks without options, with a slash, and in a folder of its own.
@test "the text is a file as well" {
	mkdir "$root/answers"
	cp "$root/image/web.cfg" "$root/answers/"
	map "$MAC web1 boot=image ip=10.9.0.21 preseed=/answers/web.cfg"
	namespace_pc "$MAC"
	tftpd_start
	printf '%s' "$FILLED" >"$dir/filled"
	pc_raw <<-END
		filled = open("$dir/filled", "rb").read()
		for name in ("/preseed.cfg", "image/preseed.cfg", "d-i/bookworm/./preseed.cfg", "/answers/web.cfg"):
		    equal(Client().fetch(name), filled)
		equal(Client().fetch("image/web.cfg"), open("$root/image/web.cfg", "rb").read())
		for name in ("image/sub/preseed.cfg", "d-i/preseed.cfg", "d-i/a/b/preseed.cfg",
		        "image/initrd.img/preseed.cfg", "image/vmlinuz/01-$DASHED.preseed",
		        "image/initrd.img/x.preseed"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
	END
	logged '^sent file=answers/web.cfg generated=preseed client=10.9.0.21 '
}

@test "each client has its own, by its card, its address, or the MAC in the name" {
	echo 'd-i a string @name@ @mac@' >"$root/image/mac.cfg"
	map "$MAC web1 boot=image preseed=mac.cfg" \
		'52:54:00:00:00:02 web2 boot=image preseed=mac.cfg ip=127.0.0.2' \
		'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=image preseed=mac.cfg mac=52:54:00:00:00:03'
	namespace_pc "$MAC"
	tftpd_start
	raw <<-END
		def ask(mac, address=None):
		    got = Client(address).fetch("image/initrd.img/01-%s.preseed" % mac)
		    return got[got.index(b"d-i a"):got.index(b"\n", got.index(b"d-i a"))]
		equal(ask("$DASHED"), b"d-i a string web1 $MAC")
		equal(ask("52-54-00-00-00-03"), b"d-i a string r640 52:54:00:00:00:03")
		# By address: then the name says nothing.
		equal(ask("$DASHED", "127.0.0.2"), b"d-i a string web2 52:54:00:00:00:02")
		c = Client()
		c.ask("image/initrd.img/01-52-54-00-00-00-99.preseed")
		c.expect_error(1)
	END
	pc_raw <<-END
		got = Client().fetch("preseed.cfg")
		equal(got, b"d-i a string web1 $MAC\n")
	END
}

@test "the client's own goes before the image's, and - is none" {
	echo 'd-i of string image' >"$root/image/preseed.cfg"
	echo 'd-i of string line' >"$root/image/line.cfg"
	echo 'd-i of string own' >"$root/image/own.cfg"
	echo 'd-i of string default' >"$root/default.cfg"
	map "$MAC a boot=image" '1:2:3:4:5:6 b boot=image preseed=own.cfg' \
		'1:2:3:4:5:7 c boot=image preseed=-' \
		'1:2:3:4:5:8 d boot=plain' 'default - ignore preseed=/default.cfg'
	explain a file=preseed.cfg
	sees 'd-i of string image'
	sees '  found there: preseed=preseed.cfg'
	explain b file=preseed.cfg
	sees 'd-i of string own'
	explain d file=preseed.cfg
	sees 'd-i of string default'
	explain c file=pxelinux.cfg/default
	[[ $output != *.preseed* && $output != *priority=* ]]
	sees '  preseed=-: from the client'\''s record, which says: none'
	explain c file="image/initrd.img/01-01-02-03-04-05-07.preseed"
	[ "$status" = 1 ]
	mkbootroot dump >"$dir/dumped"
	cp "$dir/clients.cdb" "$dir/before"
	mkbootroot -q -f "$dir/dumped"
	cmp "$dir/before" "$dir/clients.cdb"
	# The image's line speaks for all of its clients.
	map "$MAC a boot=image" 'image image - preseed=line.cfg'
	explain a file=preseed.cfg
	sees 'd-i of string line'
	map "$MAC a boot=image" 'image image - preseed=-'
	explain a file=preseed.cfg
	sees "  sent: image/preseed.cfg, 20 bytes, in the client's image"
}

@test "out of the menu an image is installed with its own answers" {
	echo 'd-i a string @name@' >"$root/image/preseed.cfg"
	map "$MAC web1 boot=menu"
	explain web1 file=pxelinux.cfg/default
	sees 'LINUX ::/image/vmlinuz' "INITRD ::/image/initrd.img/01-$DASHED.preseed" \
		"APPEND BOOTIF=01-$DASHED priority=critical"
	[[ ! $output =~ /plain/[^[:space:]]*preseed ]]
	namespace_pc "$MAC"
	tftpd_start
	pc_raw <<-END
		assert b"d-i a string web1\n" in Client().fetch("image/initrd.img/01-$DASHED.preseed")
		equal(Client().fetch("image/preseed.cfg"), b"d-i a string web1\n")
		c = Client()
		c.ask("preseed.cfg")
		c.expect_error(1)
	END
	printf '%s\n' "$MAC - boot=menu" >"$dir/clients"
	bad 'clients:1: preseed image/preseed.cfg:1: @name@, and the line has no name, whose boot=menu offers this image'
}

@test "what is wrong with a preseed is a mistake, with its file and line" {
	printf 'd-i a string @hostname@\n\nd-i b string @NAME@ @name@\nd-i c string x\r\n' >"$root/image/bad.cfg"
	printf '%s\n' "$MAC a boot=image ip=10.9.0.21 preseed=bad.cfg" \
		'1:2:3:4:5:6 - boot=image preseed=web.cfg' \
		'1:2:3:4:5:7 - boot=image preseed=nothing.cfg' \
		'default - boot=image preseed=web.cfg' \
		'uuid:4c4c4544-0042-4710-8057-b4c04f564432 e boot=image preseed=web.cfg ip=10.9.0.22' \
		'1:2:3:4:5:9 f local preseed=web.cfg' >"$dir/clients"
	bad 'clients:1: preseed image/bad.cfg:1: unknown variable @hostname@: there are @name@, @ip@, @mac@, @mac-@, @uuid@, @server@, @http@, @image@, @answers@ and @done@, and @@ stands for one @' \
		'clients:1: preseed image/bad.cfg:3: unknown variable @NAME@: there are @name@, @ip@, @mac@, @mac-@, @uuid@, @server@, @http@, @image@, @answers@ and @done@, and @@ stands for one @' \
		'clients:1: preseed image/bad.cfg:4: lines end in CR LF, as on Windows: the installer would take the CR for a part of the text' \
		'clients:2: preseed image/web.cfg:1: @name@, and the line has no name' \
		'clients:2: preseed image/web.cfg:3: @ip@, and the line has no ip=' \
		'clients:3: preseed image/nothing.cfg: cannot send it: no such file in the boot root' \
		'clients:4: preseed image/web.cfg:1: @name@, and the line has no name' \
		'clients:4: preseed image/web.cfg:3: @ip@, and the line has no ip=' \
		'clients:5: preseed image/web.cfg:3: @mac@, and the line has no mac=' \
		'clients:6: preseed=web.cfg is relative, and the line has no image: begin it with /'
	[ ! -e "$dir/clients.cdb" ]
}

@test "a preseed that cannot be sent, is empty or too long is a mistake" {
	head -c 65536 /dev/zero | tr '\0' x >"$root/long.cfg"
	map "$MAC a boot=image preseed=/long.cfg"
	echo >>"$root/long.cfg"
	: >"$root/empty.cfg"
	echo x >"$root/closed.cfg"
	chmod 600 "$root/closed.cfg"
	ln -s ../clients "$root/out.cfg"
	printf '%s\n' "$MAC a boot=image preseed=/long.cfg" '1:2:3:4:5:6 b boot=image preseed=/empty.cfg' \
		'1:2:3:4:5:7 c boot=image preseed=/closed.cfg' '1:2:3:4:5:8 d boot=image preseed=/out.cfg' \
		'1:2:3:4:5:9 e boot=image preseed=../clients' >"$dir/clients"
	bad 'clients:1: preseed long.cfg: it has more than 65536 bytes' \
		'clients:2: preseed empty.cfg: it is empty' \
		'clients:3: preseed closed.cfg: cannot send it: not everybody may read it; check -f mends it' \
		'clients:4: preseed out.cfg: cannot send it: its link leads to nothing in the boot root' \
		'clients:5: preseed=../clients is not a path: ".." could leave the boot root'
}

@test "without a kernel to tell it is doubted" {
	rm "$root/plain/vmlinuz"
	echo loader >"$root/plain/grubx64.efi"
	cp "$root/image/web.cfg" "$root/plain/"
	echo "$MAC a boot=plain preseed=web.cfg ip=10.9.0.21" >"$dir/clients"
	run -0 compile
	sees 'clients:1: warning: preseed=web.cfg: image plain has no known kernel, so nothing boots with it'
}

@test "never an initrd without its preseed, whatever became of it since" {
	map "$MAC web1 boot=image preseed=web.cfg ip=127.0.0.1"
	tftpd_start
	printf '%s\n' 'c = Client()' "c.ask(\"image/initrd.img/01-$DASHED.preseed\")" \
		'c.expect_error(CODE)' >"$dir/ask"
	refused() {
		sed "s/CODE/$1/" "$dir/ask" | raw
		logged "^refused file=$2 generated=preseed client=127.0.0.1 .* reason=$3"
	}
	echo '@host@' >"$root/image/web.cfg"
	refused 0 image/web.cfg preseed-unknown-variable
	printf 'a\001' >"$root/image/web.cfg"
	refused 0 image/web.cfg preseed-control-character
	head -c 70000 /dev/zero | tr '\0' x >"$root/image/web.cfg"
	refused 0 image/web.cfg preseed-too-long
	chmod 640 "$root/image/web.cfg"
	refused 2 image/web.cfg not-readable-for-us
	rm "$root/image/web.cfg"
	refused 0 image/web.cfg preseed-not-found
	echo good >"$root/image/web.cfg"
	rm "$root/image/initrd.img"
	refused 0 image/initrd.img not-found
	# A map of another time may name what this client has not.
	echo '@name@ @ip@' >"$root/image/web.cfg"
	map "$MAC web1 boot=image preseed=web.cfg ip=127.0.0.1"
	echo initrd >"$root/image/initrd.img"
	echo none >"$root/image/web.cfg"
	map "$MAC - boot=image preseed=web.cfg"
	echo '@name@' >"$root/image/web.cfg"
	refused 0 image/web.cfg preseed-without-name
	echo '@ip@' >"$root/image/web.cfg"
	refused 0 image/web.cfg preseed-without-ip
}

@test "an initrd that changes while it is sent ends in an ERROR" {
	map "$MAC web1 boot=image preseed=web.cfg ip=127.0.0.1"
	tftpd_start
	raw <<-END
		import os
		name = "image/initrd.img/01-$DASHED.preseed"
		def begin():
		    c = Client()
		    c.ask(name, blksize=1408)
		    parse_oack(c.receive())
		    c.send(ack(0))
		    assert len(c.receive()) == 1412
		    return c
		def end(c):
		    block = 1
		    while True:
		        c.send(ack(block))
		        got = c.receive()
		        if got[1] == 5:
		            return
		        block += 1
		        equal(got[:4], data(block, b""))
		        assert len(got) == 1412, "it was sent to its end"
		# Written to in its place, and cut.
		c = begin()
		with open("$root/image/initrd.img", "r+b") as f:
		    f.seek(500000)
		    f.write(b"other")
		end(c)
		c = begin()
		os.truncate("$root/image/initrd.img", 400000)
		end(c)
		# The preseed was read before; replaced by rename, both are of one version.
		c = begin()
		os.rename("$root/image/web.cfg", "$root/image/old.cfg")
		c.send(ack(1))
		assert b"d-i x/y string 127.0.0.1," in c.take(1408, block=1)
	END
	logged 'failed file=image/initrd.img generated=preseed .* reason=file-changed'
}

@test "preseed puts a file into an image, for all of its clients" {
	run -0 mkbootroot preseed image "$root/image/web.cfg"
	[ "$output" = 'image image
  kernel    vmlinuz
  initrd    initrd.img
  preseed   preseed.cfg
  missing   a loader for BIOS, a loader for x64
  remedy    mkbootroot loaders makes the image loaders, whose PXELINUX, shim and GRUB start this kernel' ]
	cmp "$root/image/web.cfg" "$root/image/preseed.cfg"
	[ "$(stat -c %a "$root/image/preseed.cfg")" = 644 ]
	map "$MAC web1 boot=image ip=10.9.0.21"
	explain web1 file=preseed.cfg
	sees "${FILLED%?}"
	# Another one takes its place at once.
	echo 'd-i new string x' >"$dir/new.cfg"
	mkbootroot -q preseed image "$dir/new.cfg"
	explain web1 file=preseed.cfg
	sees 'd-i new string x'
	[ -z "$(find "$root" "$root/image" -mindepth 1 -maxdepth 1 -name '.*')" ]
	run -0 mkbootroot -n preseed image "$root/image/web.cfg"
	grep -q 'd-i new' "$root/image/preseed.cfg"
}

@test "preseed refuses what is no preseed, and leaves the old one" {
	echo 'd-i old string x' >"$root/image/preseed.cfg"
	printf 'a\nb @host@\n@x@\n' >"$dir/bad.cfg"
	run -1 mkbootroot preseed image "$dir/bad.cfg"
	[ "$output" = "mkbootroot: $dir/bad.cfg:2: unknown variable @host@: there are @name@, @ip@, @mac@, @mac-@, @uuid@, @server@, @http@, @image@, @answers@ and @done@, and @@ stands for one @
mkbootroot: $dir/bad.cfg:3: unknown variable @x@: there are @name@, @ip@, @mac@, @mac-@, @uuid@, @server@, @http@, @image@, @answers@ and @done@, and @@ stands for one @" ]
	: >"$dir/empty"
	run -1 mkbootroot preseed image "$dir/empty"
	[ "$output" = "mkbootroot: $dir/empty: it is empty" ]
	run -1 mkbootroot preseed image "$dir/nothing"
	[ "$output" = "mkbootroot: cannot read $dir/nothing: No such file or directory" ]
	run -1 mkbootroot preseed image "$dir"
	[ "$output" = "mkbootroot: cannot read $dir: Is a directory" ]
	run -1 mkbootroot preseed other "$root/image/web.cfg"
	[ "$output" = 'mkbootroot: cannot open image other: No such file or directory' ]
	run -1 mkbootroot preseed imgae "$root/image/web.cfg"
	[ "$output" = 'mkbootroot: cannot open image imgae: No such file or directory: is it image?' ]
	run -1 mkbootroot preseed ../x "$root/image/web.cfg"
	run -1 mkbootroot preseed menu "$root/image/web.cfg"
	run -2 mkbootroot preseed image
	[ "$(cat "$root/image/preseed.cfg")" = 'd-i old string x' ]
	[ "$(ls -A "$root" | tr '\n' ' ')" = 'hello image plain ' ]
}

@test "preseed waits for an import of the image, then names it" {
	python3 - "$root/.image.lock" <<-'END' 3>&- &
		import fcntl, os, sys, time
		f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
		fcntl.lockf(f, fcntl.LOCK_EX)
		open(sys.argv[1] + ".held", "w")
		time.sleep(600)
	END
	pids+=("$!")
	wait_for 60 test -e "$root/.image.lock.held"
	run -111 mkbootroot preseed image "$root/image/web.cfg"
	[ "$output" = "mkbootroot: cannot write into image image: process ${pids[-1]} is writing it" ]
	[ ! -e "$root/image/preseed.cfg" ]
}

@test "a full disk leaves the old preseed" {
	head -c 60000 /dev/zero | tr '\0' x >"$dir/long.cfg"
	unshare -m bash -c '
		mount -t tmpfs -o size=32k tmpfs "$1"
		mkdir "$1/image" && echo old >"$1/image/preseed.cfg"
		"$2" -r "$1" preseed image "$3" 2>"$4/said"
		[ $? = 111 ] && [ "$(ls -A "$1" "$1/image" | tr "\n" " ")" = "$1: image  $1/image: preseed.cfg " ] &&
		    [ "$(cat "$1/image/preseed.cfg")" = old ] &&
		    grep "cannot write image/preseed.cfg: No space left on device" "$4/said"
	' - "$root" "$top/mkbootroot/mkbootroot" "$dir/long.cfg" "$dir"
}

@test "an image that is imported anew has no preseed, which is said" {
	mkdir "$dir/new"
	echo kernel >"$dir/new/vmlinuz"
	mkbootroot -q preseed image "$root/image/web.cfg"
	run -0 mkbootroot import image "$dir/new"
	[ "${lines[0]}" = 'mkbootroot: warning: preseed.cfg went with the old image: mkbootroot preseed image puts one into the new' ]
	[ ! -e "$root/image/preseed.cfg" ]
}

@test "a password in a preseed, which everybody can read, is a warning; its hash, and answers= are none" {
	printf '%s\n' '# d-i passwd/root-password password r00t' 'd-i passwd/root-password-crypted password $6$x' \
		'd-i passwd/root-password password' 'd-i a/b string password' ' d-i	passwd/user-password  password r00t' \
		'd-i grub-installer/password password x' >"$root/image/pass.cfg"
	chmod a+r "$root/image/pass.cfg"
	printf '%s\n' "$MAC web1 boot=image preseed=pass.cfg" "52:54:00:12:34:57 web2 boot=image answers=pass.cfg" \
		"52:54:00:12:34:58 web3 boot=image ip=10.9.0.3 preseed=web.cfg" >clients
	run -0 mkbootroot -f clients
	[ "$(grep password <<<"$output")" = 'clients:1: warning: preseed image/pass.cfg:5: a password, which everybody can read: write its hash, or answers= in place of preseed=' ]
}
