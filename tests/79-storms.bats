#!/usr/bin/env bats
# A thousand clients at once, one who floods beside others, and a server
# without processes, descriptors or memory.

bats_require_minimum_version 1.5.0

load tftpd

setup() {
	tftpd_begin
}

teardown() {
	namespace_end
}

# flooded COUNT: while the server is stopped, 10.9.0.66 asks so many times for
# what is not there, and then 10.9.0.21 once for the file hello.
flooded() {
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.66/24 dev eth0
	tftpd_start
	at_pc curl -sS -o "$dir/got" tftp://10.9.0.1/hello
	logged '^sent file=hello '
	kill -STOP "$tftpd"
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

@test "who asks 1,500 times at once lets who asks once go first" {
	flooded 1500
	wait_for 30 answered_all 1500
	[ "$(dropped)" = 0 ]
	# How many of them stand in the log before the other's file was sent.
	local before
	before=$(awk '/^sent / { sent++ } sent == 2 { print n + 0; exit } /^refused / { n++ }' "$log")
	echo "$before before"
	[ "$before" -lt 700 ]
}

@test "who asks more than can wait loses the rest, which the log says" {
	flooded 4000
	wait_for 30 answered_all 4000
	[ "$(dropped)" -gt 1000 ]
}

@test "strangers are refused in 2,000 lines, then 20 a second, and a known client in all of its own" {
	printf 'image i - kernel=hello\n52:54:00:12:34:56 web1 boot=i\n' >"$dir/clients"
	mkdir "$root/i"
	mv "$root/hello" "$root/i"
	"$top/mkbootroot/mkbootroot" -q -r "$root" -m "$dir/clients.cdb" -f "$dir/clients"
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
	wait_for 30 answered_all 3100
	[ "$(unlogged)" -gt 0 ]
	[ "$(grep -c '^refused file=missing' "$log")" -ge 2000 ]
	[ "$(grep -c '^refused file=mine.* name=web1 ' "$log")" -eq 100 ]
	[ "$(grep -c '^flood from=clients' "$log")" -eq 0 ]
	kill -USR1 "$tftpd"
	logged '^counters .* refused:not-found=3100 '
}

@test "beside a flood of 20,000 requests a second each client is served at once" {
	namespace_pc 52:54:00:12:34:56
	at_pc ip addr add 10.9.0.66/24 dev eth0
	tftpd_start
	at_pc python3 - 3>&- <<-'END' &
		import socket, struct, time
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		s.bind(("10.9.0.66", 0))
		n, began = 0, time.monotonic()
		while True:
		    while n < (time.monotonic() - began) * 20000:
		        s.sendto(struct.pack("!H", 1) + b"missing%d\0octet\0" % n, ("10.9.0.1", 69))
		        n += 1
		    time.sleep(0.002)
	END
	pids+=("$!")
	logged '^refused file=missing'
	pc_raw <<-'END'
		late = 0
		for i in range(200):
		    for attempt in range(5):
		        c = Client("10.9.0.21")
		        c.ask("hello")
		        got = c.receive(5)
		        if got is not None:
		            break
		        late += 1
		    equal(got, data(1, b"hello\n"))
		    c.send(ack(1))
		assert late <= 4, late
	END
	logged_times 200 '^sent file=hello client=10\.9\.0\.21 '
}

@test "1,000 clients at once: all finish, in less than 1 GiB, and so does the next" {
	file f 42000
	tftpd_start
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
		for c in clients:
		    equal(c.take(1428), content)
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
	wait_for 30 serves
}

serves() {
	raw <<<'equal(Client().fetch("hello"), b"hello\n")'
}

@test "without processes a client is told, and the next is served" {
	local others
	others=$(ps -u nobody -o pid= | wc -l)
	limits=(prlimit --nproc=$((others + 5)))
	tftpd_start
	busy '^cannot start a process: Resource temporarily unavailable$'
	logged '^refused file=hello .* reason=no-process$'
}

@test "without descriptors a client is told, and the next is served" {
	limits=(prlimit --nofile=18)
	tftpd_start -1
	busy 'Too many open files'
}

@test "without memory to map a file in, it is sent all the same" {
	local kib
	file f 8000000
	tftpd_start
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
