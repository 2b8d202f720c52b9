#!/usr/bin/env bats
# httpd: the files, texts and initrds that a client sees, and who it is. The requests
# byte by byte: 34-http-raw.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load httpd

# A folder with a kernel and an initrd, that an installer's image would have.
image() {
	mkdir -p "$root/deb/debian-installer/amd64"
	printf 'GRUB' >"$root/deb/grubx64.efi"
	file deb/linux 300000
	file deb/initrd.gz 200000
	printf 'in the image' >"$root/deb/both"
	printf 'in the root' >"$root/both"
	chmod -R a+rX "$root"
}

@test "small and large files, whole and in parts, over one connection" {
	file small 5000
	file edge 65536
	file over 65537
	file large 5000000
	: >"$root/empty"
	httpd_start -v
	http <<-END
		c = Connection()
		for name in "hello", "empty", "small", "edge", "over", "large":
		    want = open("$root/" + name, "rb").read()
		    equal(c.get(name).body, want)
		    a = c.get(name, "HEAD")
		    equal((a.status, a.fields["Content-Length"]), (200, str(len(want))))
		    for first, last in (0, 0), (1, 4000), (100, 70000), (65535, 65536), (60000, 4999999), (4999999, 4999999):
		        if first >= len(want):
		            continue
		        a = c.get(name, Range="bytes=%d-%d" % (first, last))
		        equal((a.status, a.body), (206, want[first:last + 1]))
	END
	logged 'sent file=large client=127.0.0.1 mac=- name=- bytes=5000000 seconds=[0-9.]+ rate=[0-9.]+MB/s status=200$'
	logged 'sent file=large .* bytes=69901 .* status=206 range=100-70000/5000000$'
	logged 'probe file=empty client=127.0.0.1 mac=- name=-: the client wanted the head only'
}

@test "requests that come together are answered in order, and a thousand over one connection" {
	file large 300000
	httpd_start
	http <<-END
		c = Connection()
		for i in range(5):
		    c.ask("hello" if i % 2 else "large")
		want = open("$root/large", "rb").read()
		for i in range(5):
		    equal(c.answer().body, b"hello\n" if i % 2 else want)
		for i in range(1000):
		    equal(c.get("hello").body, b"hello\n")
		# A head that comes byte by byte.
		for byte in b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n":
		    c.send(bytes([byte]))
		equal(c.answer().body, b"hello\n")
	END
}

# policy PID: how the kernel gives it the processors (proc(5)).
policy() {
	sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 39
}

@test "a process that sends leaves the processor to whom it sends, unless it was told otherwise" {
	httpd_start
	http <<-END &
		c = Connection()
		equal(c.get("hello").body, b"hello\n")
		open("$dir/there", "w").close()
		c.socket.recv(1)
	END
	wait_for 60 test -e "$dir/there"
	[ "$(policy "$httpd")" = 3 ]
	[ "$(policy "$(children)")" = 3 ]
	kill "$httpd"
	wait "$httpd" || :
	limits=(chrt -i 0)
	httpd_start
	[ "$(policy "$httpd")" = 5 ]
}

# By its own clock it may wake twice in 2 ms, however slow all of this is.
@test "many small requests do not wake the parent each: it hears of several at once" {
	httpd_start
	http <<-END
		def woken():
		    with open("/proc/$httpd/status") as f:
		        return int(f.read().split("\nvoluntary_ctxt_switches:")[1].split()[0])
		c = Connection()
		c.get("hello")
		before, begun = woken(), time.monotonic()
		for i in range(4):
		    c.send(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" * 1000)
		    for i in range(1000):
		        equal(c.answer().body, b"hello\n")
		most = 50 + (time.monotonic() - begun) * 1000
		assert woken() - before <= most, (woken() - before, most)
	END
	logged 'sent file=hello '
}

@test "a client sees its image first, by its MAC; another one sees the boot root" {
	image
	map '52:54:00:12:34:56 web1 boot=deb'
	namespace_pc 52:54:00:12:34:56
	httpd_start
	pc_http <<-'END'
		a = Connection().get("both")
		equal(a.body, b"in the image")
	END
	http <<-'END'
		equal(get("both"), b"in the root")
	END
	logged 'sent file=deb/both client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=12 '
	logged 'sent file=both client=127.0.0.1 mac=- name=- bytes=11 '
}

# It keeps files, and asks each time whether this client gets the same; texts it
# does not keep.
@test "a cache in front is told what it may keep, and each client whether that is its own" {
	image
	map '52:54:00:12:34:56 web1 boot=deb args=one'
	namespace_pc 52:54:00:12:34:56
	httpd_start
	etag=$(pc_http <<-'END'
		a = Connection().get("both")
		equal(a.fields["Cache-Control"], "no-cache")
		equal(a.fields["X-Accel-Expires"], "@1")
		b = Connection().get("both", If_None_Match=a.fields["ETag"])
		equal((b.status, b.fields["Cache-Control"]), (304, "no-cache"))
		made = Connection().get("grub.cfg-01-52-54-00-12-34-56")
		equal(made.fields["Cache-Control"], "private")
		assert "X-Accel-Expires" not in made.fields
		print(a.fields["ETag"])
	END
	)
	http <<-END
		a = Connection().get("both", If_None_Match='$etag')
		equal((a.status, a.body), (200, b"in the root"))
	END
}

# Those of HTTP/1.0 know no tags. What the client before has had is newer here.
@test "a cache that knows dates alone gives no client an older file of another" {
	image
	touch -d '2020-02-02 00:00:00' "$root/both"
	touch -d '2021-02-02 00:00:00' "$root/deb/both"
	map '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1'
	httpd_start
	http <<-'END'
		a = Connection().get("both")
		equal((a.status, a.body), (200, b"in the image"))
		equal(Connection().get("both", If_Modified_Since=a.fields["Last-Modified"]).status, 304)
	END
	http ::1 <<-'END'
		a = Connection().get("both", If_Modified_Since="Tue, 02 Feb 2021 00:00:00 GMT")
		equal((a.status, a.body), (200, b"in the root"))
	END
}

@test "a client is known by ip=, or by the name that it asks for" {
	image
	map '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1' '52:54:00:12:34:57 web2 boot=deb args=two' \
		'52:54:00:12:34:58 web3 boot=deb ip=10.9.0.21' '52:54:00:12:34:59 web4 boot=deb'
	namespace_pc 52:54:00:12:34:59
	httpd_start
	http <<-'END'
		equal(get("both"), b"in the image")
	END
	http ::1 <<-'END'
		equal(get("both"), b"in the root")
		assert b"two" in get("grub.cfg-01-52-54-00-12-34-57")
		equal(get("both"), b"in the root")
	END
	logged 'sent file=grub.cfg-01-52-54-00-12-34-57 generated=GRUB client=::1 mac=52:54:00:12:34:57 name=web2 '
	pc_http <<<'equal(get("both"), b"in the image")'
	logged '^client=10.9.0.21: its MAC and the ip= of the map name two clients; the MAC counts'
	logged 'sent file=deb/both client=10.9.0.21 mac=52:54:00:12:34:59 name=web4 '
}

@test "what is found for one request of a connection holds for the next, but for names and who is done" {
	image
	map '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1 once' '52:54:00:12:34:57 web2 boot=deb args=two'
	install -d -o nobody "$dir/done"
	: >"$dir/done/.bootroot"
	httpd_start -D "$dir/done"
	http <<-END
		import os
		c = Connection()
		done = "$dir/done/01-52-54-00-12-34-56"
		for i in range(2):
		    for j in range(3):
		        equal(c.get("both").body, b"in the image")
		    assert b"two" not in c.get("grub.cfg-01-52-54-00-12-34-57").body
		    open(done, "w").close()
		    equal(c.get("both").body, b"in the root")
		    os.unlink(done)
	END
	http ::1 <<-'END'
		c = Connection()
		for i in range(3):
		    for j in range(3):
		        equal(c.get("both").body, b"in the root")
		    assert b"two" in c.get("grub.cfg-01-52-54-00-12-34-57").body
		    assert b"two" in c.get("01-52-54-00-12-34-57.ipxe").body
	END
	run ! logged 'file=both client=::1 mac=52'
}

@test "boot configuration is made for the client, and says how it reaches us" {
	image
	map '52:54:00:12:34:56 web1 boot=deb args="console=ttyS0"'
	namespace_pc 52:54:00:12:34:56
	httpd_start
	pc_http <<-'END'
		c = Connection()
		for name, word in ("debian-installer/amd64/grub/grub.cfg", b"linux "), ("boot.ipxe", b"#!ipxe"), ("pxelinux.cfg/default", b"LINUX "):
		    a = c.get(name)
		    assert word.lower() in a.body.lower() and b"console=ttyS0" in a.body, a.body
		    equal(a.fields["Content-Type"].split(";")[0], "text/plain")
		    assert "Last-Modified" not in a.fields
		    # The mark is one of these bytes.
		    equal(c.get(name, If_None_Match=a.fields["ETag"]).status, 304)
		    equal(c.get(name, Range="bytes=3-9").body, a.body[3:10])
		# PXELINUX by HTTP has paths that are URLs.
		assert b"http://10.9.0.1/deb/linux" in c.get("pxelinux.cfg/default").body
	END
	logged 'sent file=boot.ipxe generated=iPXE client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 '
	logged 'unchanged file=boot.ipxe generated=iPXE .*: the client has it already$'
}

@test "a part is of the text that its tag says, and of no other, when the map is another one" {
	image
	map '52:54:00:12:34:56 web1 boot=deb args=one'
	cp "$dir/clients.cdb" "$dir/first.cdb"
	map '52:54:00:12:34:56 web1 boot=deb args=another'
	mv "$dir/clients.cdb" "$dir/second.cdb"
	mv "$dir/first.cdb" "$dir/clients.cdb"
	namespace_pc 52:54:00:12:34:56
	httpd_start
	pc_http <<-END
		import os
		c = Connection()
		name = "grub/grub.cfg"
		def part(tag, span="3-9"):
		    a = c.get(name, Range="bytes=" + span, If_Range=tag)
		    return a.status, a.body
		first = c.get(name)
		old, tag = first.body, first.fields["ETag"]
		for span, got in ("3-9", old[3:10]), ("0-", old), ("0-%d" % len(old), old), ("-1", old[-1:]):
		    equal(part(tag, span), (206, got))
		a = c.get(name, Range="bytes=%d-" % len(old))
		equal((a.status, a.fields["Content-Range"]), (416, "bytes */%d" % len(old)))
		# What is not this very tag is another one.
		for other in "W/" + tag, tag[1:-1], tag + "x", "*":
		    equal(part(other), (200, old))
		equal([c.get(name, If_Match=t).status for t in (tag, '"x", ' + tag, "*", "W/" + tag)], [200, 200, 200, 412])
		equal([c.get(name, If_None_Match=t).status for t in (tag, 'W/"x", W/' + tag, '"x,' + tag[1:])], [304, 304, 200])
		os.rename("$dir/second.cdb", "$dir/clients.cdb")
		status, new = part(tag)
		equal(status, 200)
		assert b"another" in new and b"another" not in old, new
		equal(c.get(name, If_Match=tag).status, 412)
		equal(c.get(name, If_None_Match=tag).body, new)
		equal(c.get(name, Range="bytes=3-9").body, new[3:10])
	END
}

@test "an initrd has the client's preseed behind it, also in parts" {
	image
	printf 'd-i netcfg/get_hostname string @name@\n' >"$root/deb/preseed.cfg"
	map '52:54:00:12:34:56 web1 boot=deb preseed=preseed.cfg kernel=linux initrd=initrd.gz'
	namespace_pc 52:54:00:12:34:56
	httpd_start
	pc_http <<-END
		c = Connection()
		name = "deb/initrd.gz/01-52-54-00-12-34-56.preseed"
		plain = open("$root/deb/initrd.gz", "rb").read()
		a = c.get(name)
		equal(a.body[:len(plain)], plain)
		assert b"string web1" in a.body[len(plain):], a.body[len(plain):]
		assert "Last-Modified" not in a.fields
		for first in 0, 1000, 150000, len(plain) - 3, len(plain) + 3:
		    for last in 100, 66000, len(plain), len(a.body) - 1:
		        if last >= first:
		            equal(c.get(name, Range="bytes=%d-%d" % (first, last)).body, a.body[first:last + 1])
	END
	logged 'sent file=deb/initrd.gz generated=preseed client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 '
}

@test "a new map is used by the next request, also of a connection that is open" {
	image
	map '52:54:00:12:34:56 web1 boot=deb args=one ip=127.0.0.1'
	httpd_start -v
	http <<-END
		import os, subprocess
		c = Connection()
		assert b"one" in c.get("boot.ipxe").body
		os.rename("$dir/clients.cdb", "$dir/away.cdb")
		assert b"one" in c.get("boot.ipxe").body
		text = open("$dir/clients").read().replace("one", "two")
		open("$dir/clients", "w").write(text)
		subprocess.run(["$top/mkbootroot/mkbootroot", "-q", "-f", "$dir/clients", "-m", "$dir/clients.cdb", "-r", "$root"], check=True)
		for i in range(3):
		    a = c.get("boot.ipxe")
		    assert b"two" in a.body
		    assert "Connection" not in a.fields
	END
	logged 'map .*/clients.cdb is in use'
}

# sealed_maps: the memory of maps that came later, as a line for each process.
sealed_maps() {
	local child
	for child in $(children); do
		awk '$6 == "/memfd:map" { print $5 }' "/proc/$child/maps"
	done
}

@test "however many connections are open, a new map is read once and lies in memory once" {
	map '52:54:00:12:34:56 web1 local args=one ip=127.0.0.1'
	# One that is so young that it could still be written to is looked at twice.
	python3 -c 'import os, sys, time
while time.time() - os.stat(sys.argv[1]).st_ctime < 0.1:
    pass' "$dir/clients.cdb"
	httpd_start -v
	export -f sealed_maps children
	httpd=$httpd http <<-END
		import os, subprocess
		with open("$dir/large", "w") as f:
		    f.writelines("52:54:01:00:%02x:%02x - local args=%0900d\n" % (i >> 8, i & 255, i) for i in range(500))
		many = [Connection() for i in range(40)]
		for clients in "clients", "large":
		    for c in many:
		        equal(c.get("hello").status, 200)
		    subprocess.run(["$top/mkbootroot/mkbootroot", "-q", "-f", "$dir/" + clients, "-m", "$dir/clients.cdb", "-r", "$root"], check=True)
		    while time.time() - os.stat("$dir/clients.cdb").st_ctime < 0.1:
		        pass
		    for c in many:
		        c.ask("hello")
		    for c in many:
		        equal(c.answer().body, b"hello\n")
		    said = subprocess.run(["bash", "-c", "sealed_maps"], stdout=subprocess.PIPE, text=True).stdout.split()
		    equal((len(said), len(set(said))), (40, 1))
	END
	logged_times 3 'map .*/clients.cdb is in use'
}

# Nobody has the new map for its process, which ends with that request: what has been
# asked for behind it is not answered, and takes nothing back of what was.
@test "a process without a parent reads a new map for one request; who asks on gets its whole answer" {
	file big 4000000
	map '52:54:00:12:34:56 web1 local'
	httpd_start
	http <<-END
		import os, signal, subprocess, time
		want = open("$root/big", "rb").read()
		c = Connection(room=5000)
		equal(c.get("hello").body, b"hello\n")
		# The client has it before the parent has heard of it, and a process that
		# cannot report ends.
		deadline = time.monotonic() + 30
		while "sent file=hello " not in open("$log").read():
		    if time.monotonic() > deadline:
		        fail("nothing is logged")
		    time.sleep(0.01)
		os.kill($httpd, signal.SIGKILL)
		subprocess.run(["$top/mkbootroot/mkbootroot", "-q", "-f", "$dir/clients", "-m", "$dir/clients.cdb", "-r", "$root"], check=True)
		c.ask("big")
		a = c.head()
		equal(a.fields["Connection"], "close")
		c.ask("hello")
		while len(c.bytes) < len(want) - 1000000:
		    equal(c.more(), 1)
		# In the last half second of it, and behind it.
		while len(c.bytes) < len(want):
		    c.ask("hello")
		    equal(c.more(), 1)
		equal(c.bytes, want)
	END
	logged 'sent file=big client=127.0.0.1 .* bytes=4000000 '
}

@test "a file that is replaced all the time, behind a link, is there all the time" {
	mkdir "$root/new"
	printf 'kernel 0' >"$root/new/file"
	ln -s new/file "$root/link"
	ln -s "$root/new/file" "$root/long-link"
	httpd_start
	http <<-END
		import os, threading
		def replace():
		    for i in range(1, 1 << 60):
		        with open("$root/new/next", "w") as f:
		            f.write("kernel %d" % i)
		        # As most have been written long before they come.
		        if not fresh:
		            os.utime("$root/new/next", (i, i))
		        os.rename("$root/new/next", "$root/new/file")
		        if over:
		            break
		over = fresh = False
		writer = threading.Thread(target=replace, daemon=True)
		writer.start()
		wrong = []
		c = Connection()
		for i in range(3000):
		    fresh = i >= 2950
		    for name in "link", "long-link":
		        a = c.get(name)
		        if not isinstance(a, Answer):
		            fail(a)
		        if a.status != 200 or not a.body.startswith(b"kernel "):
		            wrong.append((name, a.status, a.body))
		over = True
		writer.join()
		equal(wrong, [])
	END
}

@test "a map that is bad is said once, and no file is sent; the old one stays" {
	image
	head -c 5000 /dev/urandom >"$dir/clients.cdb"
	httpd_start
	printf '%s\n' '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1' >"$dir/clients"
	head -c 5000 /dev/urandom >"$dir/new"
	http <<-END
		import os, subprocess
		c = Connection()
		for i in range(3):
		    equal(c.get("hello").status, 503)
		subprocess.run(["$top/mkbootroot/mkbootroot", "-q", "-f", "$dir/clients", "-m", "$dir/clients.cdb", "-r", "$root"], check=True)
		equal(c.get("both").body, b"in the image")
		equal(get("both"), b"in the image")
		os.rename("$dir/new", "$dir/clients.cdb")
		for i in range(3):
		    equal(c.get("both").body, b"in the image")
		    equal(get("both"), b"in the image")
	END
	logged_times 3 'refused file=hello client=127.0.0.1 mac=- name=- status=503 reason=bad-map$'
	logged_times 2 'cannot read map'
	logged 'the old one stays in use'
}

@test "what EDK2, shim and GRUB ask for: HEAD first, two slashes, what is not there, names without the image" {
	image
	mkdir "$root/deb/debian-installer/amd64/grub"
	printf 'font' >"$root/deb/debian-installer/amd64/grub/font.pf2"
	chmod -R a+rX "$root"
	map '52:54:00:12:34:56 web1 boot=deb args=quiet ip=127.0.0.1'
	httpd_start
	http <<-'END'
		c = Connection()
		for name in "deb//grubx64.efi", "deb/./grubx64.efi", "/grubx64.efi":
		    for method, body in ("HEAD", b""), ("GET", b"GRUB"):
		        a = c.get(name, method)
		        equal((name, a.status, a.body), (name, 200, body))
		        equal((a.fields["Content-Type"], a.fields["Content-Length"]), ("application/efi", "4"))
		        assert "Location" not in a.fields and "Transfer-Encoding" not in a.fields, a.fields
		for name in "revocations_sku.efi", "revocations_sbat.efi", "shim_certificate_0.efi":
		    for method in "HEAD", "GET":
		        a = c.get("deb//" + name, method)
		        equal((name, a.status), (name, 404))
		        assert a.fields.get("Connection") != "close", a.fields
		for name, length in ("debian-installer/amd64/grub/font.pf2", 4), ("debian-installer/amd64/grub/grub.cfg", None):
		    head, whole = c.get(name, "HEAD"), c.get(name)
		    equal((name, head.status, whole.status), (name, 200, 200))
		    equal(head.fields["Content-Length"], whole.fields["Content-Length"])
		    equal(len(whole.body), length or len(whole.body))
		assert b"quiet" in whole.body, whole.body
	END
}

@test "the map's remap lines and quirk=nocase are for names by HTTP, too" {
	image
	file a.key 9
	map 'remap - from=^tftpboot/ to=' 'remap - from=[.]key$ refuse' \
	    'remap - from=^both$ to=linux put' \
	    '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1 quirk=nocase'
	httpd_start
	http <<-'END'
		c = Connection()
		for name in "both", "tftpboot/both", "BOTH", "tftpboot/Both":
		    equal((name, c.get(name).body), (name, b"in the image"))
		equal(c.get("a.key").status, 404)
	END
	logged 'sent file=deb/both asked=tftpboot/both client=127.0.0.1 '
	logged 'refused file=a.key .* status=404 reason=remap-refuses$'
}

@test "what firmware puts behind a name says nothing of the file: its type is by the name that it has" {
	file boot.efi 700
	file grub.cfg 70
	httpd_start
	http <<-END
		c = Connection()
		for name, kind in (("boot.efi", "application/efi"), ("boot.efi%FF", "application/efi"), ("boot.efi%FF%43", "application/efi"),
		    ("grub.cfg%ff", "text/plain")):
		    for method in "GET", "HEAD":
		        a = c.get(name, method)
		        equal((name, a.status, a.fields["Content-Type"]), (name, 200, kind))
	END
	logged 'sent file=boot.efi asked=boot.efi\\377 '
}

# anaconda asks for .treeinfo: a name with a dot in front is no other name.
@test "names with a dot in front are files like others, whole, in parts and for HEAD" {
	image
	mkdir "$root/deb/.disk"
	printf 'tree' >"$root/deb/.treeinfo"
	printf 'info' >"$root/deb/.disk/info"
	printf 'key' >"$root/.secret"
	chmod -R a+rX "$root"
	chmod 600 "$root/.secret"
	map '52:54:00:12:34:56 web1 boot=deb ip=127.0.0.1'
	httpd_start
	http <<-'END'
		c = Connection()
		for name in ".treeinfo", "deb/.treeinfo", "%2etreeinfo":
		    equal(c.get(name).body, b"tree")
		a = c.get(".treeinfo", "HEAD")
		equal((a.status, a.fields["Content-Length"]), (200, "4"))
		a = c.get(".disk/info", Range="bytes=1-2")
		equal((a.status, a.body), (206, b"nf"))
		equal((c.get(".disk").status, c.get(".secret").status), (404, 403))
	END
}

@test "what may not be read is refused, with the missing permission in the log" {
	mkdir -m 700 "$root/closed"
	cp "$root/hello" "$root/closed"
	mkdir "$root/sub"
	install -m 600 /dev/null "$root/secret"
	ln -s /etc/hostname "$root/out"
	httpd_start
	http <<-'END'
		c = Connection()
		for name, status in ("secret", 403), ("closed/hello", 403), ("out", 404), ("none", 404), ("sub", 404), ("../hello", 404), ("", 404):
		    a = c.get(name)
		    equal((name, a.status), (name, status))
		    assert a.body.count(b"\n") == 1 and b"/" not in a.body, a.body
		equal(c.get("hello").body, b"hello\n")
	END
	logged 'refused file=secret .* status=403 reason=not-readable-for-(all|us) path=secret needs=o\+r mode=0600 '
	logged 'refused file=closed/hello .* status=403 reason=not-readable-for-us path=closed needs=o\+x '
	logged 'refused file=out .* status=404 reason=link-not-in-the-boot-root$'
	logged 'refused file=\.\./hello .* status=404 reason=outside-the-boot-root$'
}

@test "behind a proxy of -f the client is the last one that it names; others name nobody" {
	image
	map '52:54:00:12:34:56 web1 boot=deb ip=10.1.2.3'
	namespace_pc 52:54:00:12:34:99
	httpd_start -f 127.0.0.1 -f ::1
	for proxy in 127.0.0.1 ::1; do
		http $proxy <<-'END'
			c = Connection()
			equal(c.get("both").body, b"in the root")
			equal(c.get("both", X_Forwarded_For="10.9.9.9, 10.1.2.3").body, b"in the image")
			equal(c.get("both", Forwarded='for=10.9.9.9, for="10.1.2.3:1234"').body, b"in the image")
			equal(c.get("both", X_Forwarded_For="10.1.2.3, 10.9.9.9").body, b"in the root")
			equal(c.get("both", X_Forwarded_For="unknown").status, 400)
		END
	done
	logged 'sent file=deb/both client=10.1.2.3 mac=52:54:00:12:34:56 name=web1 '
	logged 'sent file=both client=10.9.9.9 mac=- name=- '
	logged 'refused file=both client=127.0.0.1 .* status=400 reason=bad-forwarded$'
	pc_http <<-'END'
		equal(Connection().get("both", X_Forwarded_For="10.1.2.3").body, b"in the root")
	END
	logged 'sent file=both client=10.9.0.21 mac=52:54:00:12:34:99 name=- '
}

@test "SIGUSR1 says what was counted, -P writes it for Prometheus" {
	mkdir -m 777 "$dir/counters"
	httpd_start -P "$dir/counters/httpd.prom"
	http <<-'END'
		c = Connection()
		for name in "hello", "hello", "none":
		    c.get(name)
		c.get("hello", "HEAD")
		c.get("hello", If_None_Match="*")
	END
	logged 'unchanged file=hello'
	# This one is for its children, from it, and nothing to itself.
	kill -USR2 "$httpd"
	kill -USR1 "$httpd"
	logged '^counters connections=[01] taken=1 over:sent=2 over:probe=1 over:unchanged=1 over:refused=1 over:failed=0 sent-bytes=12 refused:not-found=1$'
	wait_for_line 60 "$dir/counters/httpd.prom" '^httpd_requests_total\{outcome="sent"\} 2$'
	grep -x 'httpd_sent_bytes_total 12' "$dir/counters/httpd.prom"
	grep -x 'httpd_refused_total{reason="not-found"} 1' "$dir/counters/httpd.prom"
}
