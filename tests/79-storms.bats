#!/usr/bin/env bats
# A thousand clients at once, one who floods beside others, and a server
# without processes, descriptors or memory.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

load tftpd

teardown() {
	! mountpoint -q /etc/passwd || umount /etc/passwd
	namespace_end
}

# user_of_its_own: $user, who has no process anywhere on this machine: the kernel
# counts those of a user in all worlds together.
user_of_its_own() {
	local number=$((1000000000 + SRANDOM % 1000000000))
	user=t$number
	cp /etc/passwd "$dir/passwd"
	echo "$user:x:$number:65534::/:/bin/false" >>"$dir/passwd"
	chmod 644 "$dir/passwd"
	mount --bind "$dir/passwd" /etc/passwd
}

# A server that has sent 10.9.0.21 a file, and then stands still; 10.9.0.66 is on
# the same card.
stopped_server() {
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.66/24 dev eth0
	tftpd_start
	at_pc curl -sS -o "$dir/got" tftp://10.9.0.1/hello
	logged '^sent file=hello '
	kill -STOP "$tftpd"
}

# flooded COUNT: while the server is stopped, 10.9.0.66 asks so many times for
# what is not there, and then 10.9.0.21 once for the file hello.
flooded() {
	stopped_server
	COUNT=$1 SERVER=$tftpd pc_raw <<-'END'
		import os, signal
		bad, good = Client("10.9.0.66"), Client("10.9.0.21")
		for i in range(int(os.environ["COUNT"])):
		    bad.ask("missing%d" % i)
		good.ask("hello")
		os.kill(int(os.environ["SERVER"]), signal.SIGCONT)
		good.expect(data(1, b"hello\n"))
		good.send(ack(1))
	END
	logged_times 2 '^sent file=hello '
}

# The numbers behind dropped=, together.
dropped() {
	sed -n 's/^flood from=10\.9\.0\.66 dropped=//p' "$log" | awk '{ n += $1 } END { print n + 0 }'
}

# Those of strangers that were answered, but are not in the log.
unlogged() {
	sed -n 's/^flood from=strangers unlogged=//p' "$log" | awk '{ n += $1 } END { print n + 0 }'
}

answered_all() {
	[ $(($(grep -c '^refused ' "$log") + $(unlogged) + $(dropped))) = "$1" ]
}

# The kernel notes when each answer comes: who has to wait for a processor, the
# clients or this test, changes nothing.
@test "who asks 1,500 times at once lets who asks once go first" {
	stopped_server
	SERVER=$tftpd pc_raw <<-'END'
		import os, signal, struct
		SO_RCVBUFFORCE, SO_TIMESTAMPNS = 33, 35

		def arrived(client):
		    packet, extra, _, _ = client.socket.recvmsg(1024, 1024)
		    equal(packet[:4], b"\0\5\0\1")
		    return struct.unpack("qq", extra[0][2][:16])

		bad, good = Client("10.9.0.66"), Client("10.9.0.21")
		for client in bad, good:
		    client.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
		    client.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
		    client.socket.settimeout(PATIENCE)
		for i in range(1500):
		    bad.ask("missing%d" % i)
		good.ask("missing too")
		os.kill(int(os.environ["SERVER"]), signal.SIGCONT)
		mine = arrived(good)
		theirs = [arrived(bad) for i in range(1500)]
		before = sum(when < mine for when in theirs)
		print(before, "before")
		equal(before < 700, True)
	END
	wait_for 60 answered_all 1501
	[ "$(dropped)" = 0 ]
}

@test "who asks more than can wait loses the rest, which the log says" {
	flooded 4000
	wait_for 60 answered_all 4000
	[ "$(dropped)" -gt 1000 ]
}

# known LINE...: these clients, and image i, whose kernel is hello.
known() {
	mkdir "$root/i"
	mv "$root/hello" "$root/i"
	map 'image i - kernel=hello' "$@"
}

@test "a stranger is refused in 1,000 lines, then 10 a second, and a known client in all of its own" {
	known '52:54:00:12:34:56 web1 boot=i'
	namespace_pc 52:54:00:12:34:56
	tftpd_start
	raw <<-'END'
		for i in range(3000):
		    c = Client()
		    c.ask("missing%d" % i)
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	pc_raw <<-'END'
		for i in range(100):
		    c = Client()
		    c.ask("mine%d" % i)
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	wait_for 60 answered_all 3100
	[ "$(unlogged)" -gt 0 ]
	[ "$(grep -c '^refused file=missing' "$log")" -ge 1000 ]
	[ "$(grep -c '^refused file=mine.* name=web1 ' "$log")" -eq 100 ]
	[ "$(grep -c '^flood from=clients' "$log")" -eq 0 ]
	kill -USR1 "$tftpd"
	logged '^counters .* refused:not-found=3100 '
}

# Lines of the log that were left out, of all kinds.
all_unlogged() {
	sed -n 's/^flood from=.* unlogged=//p' "$log" | awk '{ n += $1 } END { print n + 0 }'
}

all_told() {
	[ $(($(grep -cE "$2" "$log") + $(all_unlogged))) = "$1" ]
}

@test "a flood in the name of a client keeps no line of another client out" {
	known '52:54:00:12:34:56 web1 boot=i' '52:54:00:12:34:57 web2 boot=i'
	tftpd_start
	# From one address, then from as many as there are.
	raw <<-'END'
		for i in range(16000):
		    c = Client("127.0.0.66" if i < 4000 else "127.1.%d.%d" % (i >> 8, i & 255))
		    c.ask("no/01-52-54-00-12-34-56")
		    equal(c.receive()[:4], b"\0\5\0\1")
		    if i % 100 == 99:
		        c = Client("127.0.0.67")
		        c.ask("no/01-52-54-00-12-34-57")
		        equal(c.receive()[:4], b"\0\5\0\1")
	END
	logged_times 160 '^refused .* name=web2 '
	wait_for 60 all_told 16160 '^refused '
}

@test "the log lines of aborted transfers are limited" {
	tftpd_start
	raw <<-'END'
		for i in range(3000):
		    c = Client()
		    c.ask("hello")
		    c.expect(data(1, b"hello\n"))
		    c.send(b"\0\5\0\0no\0")
	END
	wait_for 60 all_told 3000 '^(aborted|ended|failed) '
	[ "$(all_unlogged)" -gt 0 ]
	grep -q '^flood from=transfers unlogged=' "$log"
}

@test "the log lines of transfers that a new request ends are limited" {
	tftpd_start
	raw <<-'END'
		c = Client()
		for i in range(3000):
		    c.ask("hello", blksize=1000 + i % 400)
		    equal(c.receive()[:2], b"\0\6")
		c.send(error(0))
	END
	wait_for 60 all_told 3000 '^(aborted|ended) '
	grep -q '^flood from=transfers unlogged=' "$log"
}
@test "the log lines of requests that are put off are limited" {
	tftpd_start -1 -c 1
	raw <<-'END'
		held = Client()
		held.ask("hello")
		held.expect(data(1, b"hello\n"))
		for i in range(1500):
		    Client().ask("hello")
		    # Answered when that one has been looked at.
		    c = Client()
		    c.ask("missing")
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	wait_for 60 all_told 3000 '^(put off|refused) '
	[ "$(grep -c '^put off' "$log")" -lt 1500 ]
}

@test "the log lines of a client that has two names are limited" {
	known '52:54:00:12:34:56 web1 boot=i' '52:54:00:12:34:57 web2 boot=i ip=10.9.0.21'
	namespace_pc 52:54:00:12:34:56
	tftpd_start
	pc_raw <<-'END'
		for i in range(3000):
		    c = Client()
		    c.ask("missing")
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	wait_for 60 all_told 6000 '^(refused |client=.* the MAC counts$)'
	[ "$(grep -c 'the MAC counts$' "$log")" -lt 3000 ]
}

@test "warnings that each transfer causes are limited" {
	printf 'default - boot=img rpi=/img/big\n' >"$dir/clients"
	mkdir "$root/img"
	truncate -s 33554432 "$root/img/big"
	chmod -R a+rX "$root"
	"$top/mkbootroot/mkbootroot" -q -r "$root" -m "$dir/clients.cdb" -f "$dir/clients"
	tftpd_start
	raw <<-'END'
		for i in range(2000):
		    c = Client()
		    c.ask("img/big")
		    c.expect(data(1, bytes(512)))
		    c.send(b"\0\5\0\0no\0")
	END
	wait_for 60 all_told 4000 '^(aborted|ended|failed|warning) '
	grep -q '^warning file=img/big ' "$log"
	grep -q '^flood from=strangers unlogged=' "$log"
}

@test "a boot root that is not there is said in 1,000 lines, then 10 a second" {
	: >"$log"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" 0.0.0.0:69 -- "$top/tftpd/tftpd" -d -m "$dir/none" -t 1 "$dir/nothing" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
	raw <<-'END'
		for i in range(3000):
		    c = Client()
		    c.ask("hello")
		    equal(c.receive()[:4], b"\0\5\0\0")
	END
	# Each request wants two lines, and the start has one.
	wait_for 60 all_told 6001 '^(refused file=hello|cannot open boot root .*nothing: No such)' ||
		{ grep -c . "$log"; grep flood "$log"; false; }
	[ "$(all_unlogged)" -gt 0 ]
	for line in '^refused file=hello' '^cannot open boot root '; do
		[ "$(grep -c "$line" "$log")" -lt 3000 ]
	done
}

@test "strangers from any number of addresses share one limit of log lines" {
	tftpd_start
	raw <<-'END'
		for i in range(5000):
		    c = Client("127.1.%d.%d" % (i >> 8, i & 255))
		    c.ask("missing")
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	wait_for 60 all_told 5000 '^refused '
	grep -q '^flood from=strangers unlogged=' "$log"
}

@test "who has said much stays until it may say as much again, whatever -t says" {
	: >"$log"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" 0.0.0.0:69 -- "$top/tftpd/tftpd" -d -m "$dir/none" -t 1 "$root" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
	SECONDS=0
	raw <<-'END'
		for i in range(100):
		    c = Client()
		    c.ask("missing")
		    equal(c.receive()[:4], b"\0\5\0\1")
	END
	wait_for_line 60 "$dir/starts" '^end '
	# 10 lines a second of one source; it can be later, but no sooner.
	[ "$SECONDS" -ge 8 ]
	[ "$(grep -c '^start' "$dir/starts")" = 1 ]
}

# What is refused, the server answers itself: when, no other process has a part in.
@test "beside a flood that never ends each client goes first" {
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.66/24 dev eth0
	tftpd_start
	SERVER=$tftpd pc_raw <<-'END'
		import os, select, signal, struct
		SO_RCVBUFFORCE, SO_TIMESTAMPNS = 33, 35
		server = int(os.environ["SERVER"])
		bad, worst, waiting = Client("10.9.0.66"), 0, 0

		# prepared(): no answer is lost, and the kernel notes when each comes.
		def prepared(client):
		    client.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
		    client.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
		    return client

		def arrived(client, flags):
		    extra = client.socket.recvmsg(65536, 1024, flags)[1]
		    return struct.unpack("qq", extra[0][2][:16])

		# take(): when one was refused, if there is; flood() keeps 1,000 waiting.
		def take():
		    global waiting
		    try:
		        when = arrived(bad, socket.MSG_DONTWAIT)
		    except BlockingIOError:
		        return None
		    waiting -= 1
		    return when

		prepared(bad)
		def flood():
		    global waiting
		    while waiting < 1000:
		        bad.ask("missing%d" % waiting)
		        waiting += 1
		for i in range(50):
		    # What was answered before the good one asks does not count.
		    os.kill(server, signal.SIGSTOP)
		    while open("/proc/%d/stat" % server).read().rpartition(")")[2].split()[0] != "T":
		        pass
		    while take():
		        pass
		    flood()
		    good, sent = prepared(Client("10.9.0.21")), Client("10.9.0.21")
		    good.ask("missing too")
		    sent.ask("hello")
		    os.kill(server, signal.SIGCONT)
		    assert select.select([good.socket], [], [], 30)[0], "nobody is answered"
		    mine = arrived(good, 0)
		    before = 0
		    while when := take():
		        before += when < mine
		    flood()
		    sent.expect(data(1, b"hello\n"))
		    sent.send(ack(1))
		    worst = max(worst, before)
		print(worst, "of 1000 before")
		assert worst < 600, worst
	END
	logged_times 50 '^sent file=hello client=10\.9\.0\.21 '
}

@test "1,000 clients at once: all finish, in less than 1 GiB, and so does the next" {
	file f 42000
	tftpd_start -r 100
	ROOT=$root SERVER=$tftpd raw <<-'END'
		import os, select
		content = open(os.environ["ROOT"] + "/f", "rb").read()
		clients = [Client("127.0.1.%d" % (1 + n // 100)) for n in range(1000)]
		for c in clients:
		    c.ask("f", blksize=1428)
		for c in clients:
		    parse_oack(c.receive())
		# All of them wait for us now: what they have for themselves.
		kib = 0
		pids = open("/proc/%s/task/%s/children" % ((os.environ["SERVER"],) * 2)).read().split()
		assert len(pids) == 1000, len(pids)
		for pid in pids:
		    for line in open("/proc/%s/smaps_rollup" % pid):
		        if line.startswith("Private_"):
		            kib += int(line.split()[1])
		assert 1000 < kib < 1024 * 1024, kib
		for c in clients:
		    c.send(ack(0))
		# What comes a second time, since the others were first, is not taken.
		for c in clients:
		    got, have = b"", 0
		    while have == 0 or len(got) == have * 1428:
		        packet = c.receive()
		        if packet == data(have + 1, packet[4:]):
		            got, have = got + packet[4:], have + 1
		            c.send(ack(have))
		    equal(got, content)
	END
	logged_times 1000 '^sent file=f '
	run ! grep -E '^(refused|failed|put off|cannot [^r]|flood)' "$log"
	raw <<<'equal(len(Client().fetch("f", blksize=1428)), 42000)'
}

# busy WHAT: with some transfers that wait, others are told that the server is
# busy, and the log says of WHAT there is too little; then it serves again.
busy() {
	raw <<-'END'
		clients = [Client() for n in range(40)]
		waiting = []
		for c in clients:
		    c.ask("hello")
		    got = c.receive()
		    if got == data(1, b"hello\n"):
		        waiting.append(c)
		    else:
		        equal(got[:4], b"\0\5\0\0")
		assert 0 < len(waiting) < 40, len(waiting)
		for c in waiting:
		    c.send(ack(1))
	END
	logged "$1"
	logged '^sent file=hello '
	wait_for 60 serves
}

serves() {
	raw <<<'equal(Client().fetch("hello"), b"hello\n")'
}

@test "without processes a client is told, and the next is served" {
	user_of_its_own
	limits=(prlimit --nproc=5)
	tftpd_start -u "$user"
	busy '^cannot start a process: Resource temporarily unavailable$'
	logged '^refused file=hello .* reason=no-process$'
}

@test "without descriptors a client is told, and the next is served" {
	limits=(prlimit --nofile=18)
	tftpd_start -1
	busy 'Too many open files'
}

@test "a file larger than the memory that may be had is sent all the same" {
	local kib
	file f 8000000
	tftpd_start
	# It has all that it wants when it has served somebody.
	serves
	kib=$(awk '/^VmPeak/ { print $2 }' "/proc/$tftpd/status")
	kill "$tftpd"
	wait "$tftpd" || :
	limits=(prlimit --as=$((kib * 1024 + 1000000)))
	tftpd_start
	ROOT=$root raw <<-'END'
		import os
		content = open(os.environ["ROOT"] + "/f", "rb").read()
		equal(Client().fetch("f", window=16, blksize=1428, windowsize=16), content)
	END
	logged '^sent file=f '
}

@test "a small file takes at most 12 page faults" {
	readelf -SW "$top/tftpd/tftpd" | grep -q '\.text\.child' ||
		skip 'shared libraries, or a linker that orders nothing: a transfer is not laid side by side here'
	file f 900
	tftpd_start
	SERVER=$tftpd raw <<-'END'
		import os
		def faults():
		    with open("/proc/%s/stat" % os.environ["SERVER"]) as f:
		        return sum(int(n) for n in f.read().rpartition(")")[2].split()[7:11])
		def fetch(times):
		    for i in range(times):
		        equal(len(Client().fetch("f", blksize=1428)), 900)
		fetch(20)
		before = faults()
		fetch(200)
		each = (faults() - before) / 200
		print(each, "page faults each")
		assert 1 < each <= 12, each
	END
}
