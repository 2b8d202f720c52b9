#!/usr/bin/env bats
# httpd and those who are slow, silent, too many, or gone; and files that change while
# they are sent.

bats_require_minimum_version 1.5.0
load httpd

# The same program with patience of 2, 3 and 1 seconds, not 30, 120 and 10.
setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	export HURRIED=$BATS_FILE_TMPDIR/httpd
	local others
	others=$(printf '%s\n' httpd/*.c lib/*/*.c | grep -vE '^httpd/(connection|sendbody|httpd|acknowledge|connections|leave)\.c$' | sed 's/c$/o/')
	# shellcheck disable=SC2086 # lists of words
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -g -O1 -I. -Ilib -DSYSCONFDIR='"/etc"' \
	    -DCONNECTION_IDLE_S=2 -DCONNECTION_STUCK_S=3 -DLEAVE_S=1 -o "$HURRIED" \
	    httpd/{connection,sendbody,httpd,acknowledge,connections,leave}.c $others -lseccomp -lbsd -lcdb
}

@test "who has no request, or comes to no end with one, is left; who asks stays" {
	program=$HURRIED httpd_start
	http <<-'END'
		begun = time.monotonic()
		silent, half = Connection(), Connection()
		half.send(b"GET /hello HTTP/1.1\r\nHo")
		silent.expect_end()
		half.expect_end()
		# Each byte comes in time, the whole does not.
		slow = Connection()
		try:
		    for byte in b"GET /" + b"x" * 50:
		        slow.send(bytes([byte]))
		        time.sleep(0.3)
		    fail("it is still heard")
		except (BrokenPipeError, ConnectionResetError):
		    pass
		if time.monotonic() - begun < 2:
		    fail("they were left before their time")
		kept = Connection()
		for i in range(8):
		    equal(kept.get("hello").body, b"hello\n")
		    time.sleep(0.5)
	END
	wait_for 60 has_children 0
}

@test "who takes nothing of what is sent is left, who is slow gets it all" {
	file huge 6000000
	program=$HURRIED httpd_start
	http <<-END
		want = open("$root/huge", "rb").read()
		slow, stuck = Connection(room=20000), Connection(room=20000)
		slow.ask("huge")
		stuck.ask("huge")
		slow.head()
		begun = time.monotonic()
		# Longer than a client may take nothing.
		while time.monotonic() - begun < 5:
		    slow.bytes += slow.socket.recv(50000)
		    time.sleep(0.3)
		parts = [slow.bytes]
		n = len(slow.bytes)
		while n < len(want):
		    got = slow.socket.recv(1 << 20)
		    if not got:
		        fail("it ended after %d bytes" % n)
		    parts.append(got)
		    n += len(got)
		equal(b"".join(parts) == want, True)
		end = time.monotonic() + PATIENCE
		while "reason=no-answer" not in open("$log").read() and time.monotonic() < end:
		    time.sleep(0.1)
	END
	logged_times 1 'failed file=huge client=127.0.0.1 mac=- name=- bytes=[0-9]+ seconds=[0-9.]+ reason=no-answer$'
	logged_times 1 'sent file=huge .* bytes=6000000 '
}

@test "a client that goes away in the middle is logged, and its process ends" {
	file huge 30000000
	httpd_start
	http <<-'END'
		for way in Connection.reset, Connection.close:
		    c = Connection(room=20000)
		    c.ask("huge")
		    c.head()
		    way(c)
	END
	logged_times 2 'failed file=huge client=127.0.0.1 mac=- name=- bytes=[0-9]+ seconds=[0-9.]+ reason=client-gone$'
	wait_for 60 has_children 0
}

# A socket that is closed with something unread in it takes the answer back.
# All of it but its last bytes is handed to the network; the client says that it will
# ask for nothing more, takes nothing, and goes.
@test "a client that has nothing more to ask and goes is noticed at once" {
	file queued 300000
	httpd_start
	http <<-'END'
		def queued():
		    """Of the server's end: what the client has not acknowledged."""
		    for line in open("/proc/net/tcp"):
		        words = line.split()
		        if words[1].endswith(":0050") and words[2].endswith(":%04X" % port):
		            return int(words[4].split(":")[0], 16)
		    return 0
		c = Connection(room=5000)
		port = c.socket.getsockname()[1]
		c.ask("queued")
		c.socket.shutdown(socket.SHUT_WR)
		end = time.monotonic() + PATIENCE
		# What has come here is less than it may have, twice.
		while queued() < 300000 - 4096 - 20000:
		    if time.monotonic() > end:
		        fail("only %d bytes are queued" % queued())
		c.reset()
	END
	logged 'failed file=queued client=127.0.0.1 .* reason=client-gone$'
	wait_for 60 has_children 0
}

@test "who sends what nobody reads has the answer all the same" {
	httpd_start
	http <<-'END'
		for n in 1, 100, 100000, 1000000:
		    c = Connection()
		    c.send(b"PUT /hello HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % n)
		    c.send(b"x" * n)
		    equal(c.answer().status, 405)
		    c.expect_end()
		    c = Connection()
		    c.send(b"GET /hello HTTP/1.1\r\nConnection: close\r\nHost: x\r\n\r\n" + b"x" * n)
		    equal(c.answer().body, b"hello\n")
		    c.expect_end()
	END
}

@test "more than its share: 503 for this client, others are served" {
	inside ip addr add 127.0.0.2/8 dev lo
	httpd_start -c 100:3
	http <<-'END'
		three = [Connection() for i in range(3)]
		for c in three:
		    equal(c.get("hello").status, 200)
		for i in range(5):
		    c = Connection()
		    a = c.head()
		    equal((a.status, a.fields["Connection"], a.fields["Retry-After"]), (503, "close", "5"))
		    c.expect_end()
		equal(Connection(source="127.0.0.2").get("hello").status, 200)
		three.pop().close()
		end = time.monotonic() + PATIENCE
		while Connection().get("hello") is END or Connection().get("hello").status != 200:
		    if time.monotonic() > end:
		        fail("no place was found again")
	END
	logged_times_at_least 5 'refused client=127.0.0.1 status=503 reason=too-many-connections$'
}

# logged_times_at_least N REGEX
logged_times_at_least() {
	wait_for 60 has_lines "$log" "$2" "$1"
}

@test "the addresses of one network of IPv6 are one client" {
	local n
	for n in 1 2 3; do
		inside ip addr add "2001:db8::$n/128" dev lo nodad
		inside ip addr add "2001:db8:1::$n/128" dev lo nodad
	done
	httpd_start -c 100:2
	http ::1 <<-'END'
		SERVER = ("2001:db8::1", 80)
		two = [Connection(source="2001:db8::%d" % n) for n in (1, 2)]
		for c in two:
		    equal(c.get("hello").status, 200)
		equal(Connection(source="2001:db8::3").head().status, 503)
		equal(Connection(source="2001:db8:1::3").get("hello").status, 200)
	END
}

@test "when all places are taken, idle connections of the greediest make room" {
	file huge 30000000
	inside ip addr add 127.0.0.2/8 dev lo
	inside ip addr add 127.0.0.3/8 dev lo
	httpd_start -c 20
	http <<-'END'
		# One sends, eighteen wait; another client has one.
		sends = Connection(source="127.0.0.2", room=20000)
		sends.ask("huge")
		sends.head()
		idle = [Connection(source="127.0.0.2") for i in range(18)]
		other = Connection(source="127.0.0.3")
		equal(other.get("hello").status, 200)
		for c in idle[:9]:
		    equal(c.get("hello").status, 200)
		# All of these are served.
		new = [Connection() for i in range(12)]
		for c in new:
		    equal(c.get("hello").body, b"hello\n")
		equal(other.get("hello").body, b"hello\n")
		n = len(sends.bytes)
		while n < 30000000:
		    got = sends.socket.recv(1 << 20)
		    if not got:
		        fail("what was sent has ended")
		    n += len(got)
	END
}

@test "when all places send, one more is told so at once, and is served later" {
	file huge 10000000
	inside ip addr add 127.0.0.2/8 dev lo
	httpd_start -c 3
	http <<-'END'
		busy = [Connection(source="127.0.0.2", room=20000) for i in range(3)]
		for c in busy:
		    c.ask("huge")
		    c.head()
		equal([Connection().head().status for i in range(5)], [503] * 5)
		for c in busy:
		    c.reset()
		end = time.monotonic() + PATIENCE
		while True:
		    a = Connection().get("hello")
		    if a is not END and a is not RESET and a.status == 200:
		        break
		    if time.monotonic() > end:
		        fail("no place was found again")
	END
}

# They take all places, and a few bytes now and then.
@test "when all places send to who hardly takes anything, they make room; who takes more has it all" {
	file huge 3000000
	inside ip addr add 127.0.0.2/8 dev lo
	program=$HURRIED httpd_start -c 20
	http <<-'END'
		import threading
		slow = [Connection(source="127.0.0.2", room=4000) for i in range(19)]
		for c in slow:
		    c.ask("huge")
		    c.head()
		good = Connection(source="127.0.0.2", room=60000)
		good.ask("huge")
		good.head()
		over = threading.Event()
		def trickle():
		    while not over.is_set():
		        for c in slow:
		            try:
		                c.socket.recv(100)
		            except OSError:
		                pass
		        time.sleep(0.1)
		def enjoy():
		    while len(good.bytes) < 3000000 and good.more() == 1:
		        time.sleep(0.05)
		threads = [threading.Thread(target=t) for t in (trickle, enjoy)]
		for t in threads:
		    t.start()
		end = time.monotonic() + PATIENCE
		while True:
		    a = Connection().get("hello")
		    if isinstance(a, Answer) and a.status == 200:
		        break
		    if time.monotonic() > end:
		        over.set()
		        fail("no place was found")
		over.set()
		for t in threads:
		    t.join()
		equal(len(good.bytes), 3000000)
	END
	logged '^failed file=huge client=127.0.0.2 .* reason=too-slow$'
}

# The server's program writes; its client stops in the middle.
@test "a file that is written to while it is sent: no whole answer; one that is replaced: the old" {
	local size way
	httpd_start
	for size in 5000 70000 3000000; do
		for way in write append cut replace remove; do
			file changing $size
			http <<-END
				import os
				path, size = "$root/changing", $size
				old = open(path, "rb").read()
				c = Connection(room=5000)
				c.ask("changing")
				c.ask("changing")
				a = c.head()
				# It stands in the queue, or not yet.
				if "$way" == "write":
				    with open(path, "r+b") as f:
				        f.seek(size - 1)
				        f.write(b"new")
				elif "$way" == "append":
				    with open(path, "ab") as f:
				        f.write(b"new")
				elif "$way" == "cut":
				    os.truncate(path, size // 2)
				elif "$way" == "replace":
				    with open(path + "~", "wb") as f:
				        f.write(b"new")
				    os.rename(path + "~", path)
				else:
				    os.unlink(path)
				parts = [c.bytes]
				got = 1
				while sum(map(len, parts)) < size and got:
				    try:
				        got = c.socket.recv(1 << 20)
				    except ConnectionResetError:
				        got = b""
				    parts.append(got)
				body = b"".join(parts)
				if len(body) >= size:
				    equal(body[:size] == old, True)
				elif "$way" in ("replace", "remove"):
				    fail("it got %d bytes of %d" % (len(body), size))
				elif size < 10000:
				    fail("it got %d bytes of %d, which were sent before" % (len(body), size))
			END
		done
	done
	logged 'failed file=changing client=127.0.0.1 mac=- name=- bytes=[0-9]+ seconds=[0-9.]+ reason=file-changed$'
}

@test "pages of a file that stand in the queue are not taken for the file" {
	local size
	httpd_start
	# The smaller one is in the queue as a whole, but for its end.
	for size in 20000000 200000 20000000 200000; do
		file queued $size
		http <<-END
			path, size = "$root/queued", $size
			old = open(path, "rb").read()
			c = Connection(room=5000)
			c.ask("queued")
			c.head()
			with open(path, "r+b") as f:
			    f.seek(60000)
			    f.write(bytes(60000))
			parts = [c.bytes]
			while True:
			    try:
			        got = c.socket.recv(1 << 20)
			    except ConnectionResetError:
			        break
			    if not got:
			        break
			    parts.append(got)
			if len(b"".join(parts)) >= size:
			    fail("it has a whole file, which was changed")
		END
	done
	logged_times 4 'failed file=queued .* reason=file-changed$'
	# Soon, and not at the end of the large one.
	run ! grep -E 'failed file=queued .* bytes=[0-9]{8} ' "$log"
}

# The times of files go in steps of the kernel's clock, on all kernels before 6.13: what
# is written twice in one step has one time. On one that is slow any server is late.
@test "a file that was written to just now is sent when another change would show" {
	file new 70000
	httpd_start
	http <<-END
		import os
		c, ages = Connection(), []
		for i in range(10):
		    for name, size in ("hello", 6), ("new", 70000):
		        with open("$root/" + name, "r+b") as f:
		            f.write(b"%05d" % i)
		        a = c.get(name)
		        equal((a.status, len(a.body), a.body[:5]), (200, size, b"%05d" % i))
		        ages.append(time.time_ns() - os.stat("$root/" + name).st_mtime_ns)
		# What is older is not waited for.
		begun = time.monotonic()
		for i in range(100):
		    equal(c.get("hello").status, 200)
		print(min(ages) / 1e6, "ms;", (time.monotonic() - begun) * 10, "ms")
		if min(ages) < 20000000:
		    fail("it was sent %.3f ms after it was written" % (min(ages) / 1e6))
	END
}

# As the server of NFS does for a client that may write, and Samba: it gives the file
# back when it is told to. Who never does lets nobody wait for long.
@test "a file that somebody else has a lease of is sent when it was given back" {
	httpd_start
	http <<-END
		import fcntl, signal
		def give_back(number, frame):
		    if gives:
		        time.sleep(0.03)
		        fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_UNLCK)
		signal.signal(signal.SIGIO, give_back)
		f = open("$root/hello", "r+b")
		def lease():
		    """The server may still have it open."""
		    try:
		        fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK)
		        return True
		    except BlockingIOError:
		        return False
		for gives, status in (True, 200), (False, 503):
		    end = time.monotonic() + PATIENCE
		    while not lease() and time.monotonic() < end:
		        time.sleep(0.01)
		    equal(Connection().get("hello").status, status)
		f.close()
		equal(get("hello"), b"hello\n")
	END
	logged 'refused file=hello .* status=503 reason=Resource temporarily unavailable$'
}

@test "10,000 idle connections of 250 addresses do not keep others out" {
	httpd_start
	http <<-'END'
		import resource
		resource.setrlimit(resource.RLIMIT_NOFILE, (20000, 20000))
		begun = time.monotonic()
		idle, slowest = [], 0
		for i in range(10000):
		    c = Connection(source="127.1.%d.1" % (i % 250))
		    idle.append(c)
		    if i % 2:
		        c.send(b"GET /ha")
		    if i % 500 == 499:
		        before = time.monotonic()
		        equal(get("hello"), b"hello\n")
		        slowest = max(slowest, time.monotonic() - before)
		print("10000 in %.1f s, the slowest answer took %.2f s" % (time.monotonic() - begun, slowest))
	END
	# With those that asked there may be none any more.
	children >"$dir/children" || :
	[ "$(wc -l <"$dir/children")" -le 1000 ]
}

# A half-sent head is no more than none; what is whole is answered first.
@test "when all places are taken by halves of requests, others are served all the same" {
	inside ip addr add 127.0.0.2/8 dev lo
	httpd_start -c 20
	http <<-'END'
		halves = [Connection(source="127.0.0.2") for i in range(20)]
		for c in halves:
		    c.send(b"GET /hello HTTP/1.1\r\n")
		for i in range(30):
		    equal(get("hello"), b"hello\n")
	END
}

@test "without processes a client is told, and the next is served" {
	user=u$RANDOM$RANDOM
	uid=$((500000 + RANDOM * 10 + $$ % 10))
	cp /etc/passwd "$dir/passwd"
	echo "$user:x:$uid:$uid::/nonexistent:/bin/false" >>"$dir/passwd"
	mount --bind "$dir/passwd" /etc/passwd
	limits=(prlimit --nproc=4)
	httpd_start -u "$user"
	umount /etc/passwd
	http <<-'END'
		some = [Connection() for i in range(3)]
		for c in some:
		    equal(c.get("hello").status, 200)
		a = Connection().head()
		equal((a.status, a.fields["Retry-After"]), (503, "5"))
		some.pop().close()
		end = time.monotonic() + PATIENCE
		while True:
		    a = Connection().get("hello")
		    if isinstance(a, Answer) and a.status == 200:
		        break
		    if time.monotonic() > end:
		        fail("no process was found again")
	END
	logged '^cannot start a process: Resource temporarily unavailable$'
	logged '^refused client=127.0.0.1 status=503 reason=no-process$'
}

@test "a connection has at most 200 KiB of memory for itself, whatever it has sent; ps shows what it sends" {
	mkdir "$root/deb"
	printf 'GRUB' >"$root/deb/grubx64.efi"
	file deb/linux 20000000
	file deb/initrd.gz 1000
	chmod -R a+rX "$root"
	map '52:54:00:12:34:56 web1 boot=deb args=quiet ip=127.0.0.1'
	httpd_start
	http <<-END
		import re
		c = Connection(room=20000)
		def child():
		    import subprocess
		    end = time.monotonic() + PATIENCE
		    while time.monotonic() < end:
		        pids = subprocess.run(["pgrep", "-P", "$httpd"], capture_output=True, text=True).stdout.split()
		        # The one before may not have been waited for yet.
		        if len(pids) == 1:
		            return pids[0]
		    fail("there are %d processes" % len(pids))
		c.ask("deb/linux")
		c.head()
		title, end = "", time.monotonic() + PATIENCE
		while not re.search("^httpd: web1 deb/linux [0-9]+% [0-9]+[.][0-9] MB/s", title) and time.monotonic() < end:
		    c.bytes = b""
		    c.socket.recv(100000)
		    title = open("/proc/%s/cmdline" % child()).read()
		if time.monotonic() > end:
		    fail("its title is " + title)
		c.close()
		c = Connection()
		for i in range(3):
		    for name in "boot.ipxe", "hello", "none", "deb/linux", "debian-installer/amd64/grub/grub.cfg":
		        c.get(name)
		# Of what it can write to: of its program it has the pages to itself that nobody else has read yet.
		own, is_written = 0, False
		for line in open("/proc/%s/smaps" % child()):
		    word = line.split()
		    if re.fullmatch("[0-9a-f]+-[0-9a-f]+", word[0]):
		        is_written = "w" in word[1]
		    elif is_written and word[0].startswith("Private_"):
		        own += int(word[1])
		print(own, "KiB")
		if own < 20:
		    fail("its memory is not counted")
		if own > 200:
		    fail("it has %d KiB for itself" % own)
	END
}
