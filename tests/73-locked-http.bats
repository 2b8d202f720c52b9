#!/usr/bin/env bats
# What a process of httpd that was taken over can still do: the parent and the child of
# a connection try it from inside (locked/attempt.c).

bats_require_minimum_version 1.5.0
load httpd
load attempts

setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	export LOCKED=$BATS_FILE_TMPDIR
	cflags='-std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -I. -Ilib'
	objects=$(printf '%s ' httpd/*.c lib/*/*.c | sed 's/\.c /.o /g')
	# shellcheck disable=SC2086 # lists of words
	"${CC:-cc}" $cflags -DHTTPD -Wl,--wrap=serve,--wrap=start_connection,--wrap=setsockopt,--wrap=reporting_take -o "$LOCKED/httpd" \
	    tests/locked/attempt.c $objects -lseccomp -lbsd -lcdb
	# shellcheck disable=SC2086 # a list of words
	"${CC:-cc}" $cflags -o "$LOCKED/without" tests/locked/without.c -lseccomp
	landlock_here
}

setup() {
	attempts_begin child 300000
	mkdir -m 777 "$dir/counters"
	program=$LOCKED/httpd
}

start_taken() {
	httpd_start -m "$dir/map/clients.cdb" "$@"
}

fetch() {
	http <<-'END'
		import os
		equal(get("big"), open(os.environ["ROOT"] + "/big", "rb").read())
	END
}

nobody_may=(read-other=EACCES list-other=EACCES openat2=EACCES
    write=EACCES make=EACCES make-other=EACCES make-upload=EACCES
    mkdir=ENOSYS symlink=ENOSYS mount=ENOSYS
    socket=ENOSYS socket-tcp=ENOSYS socketpair=ENOSYS
    clone3=ENOSYS unshare=ENOSYS exec=ENOSYS execveat=ENOSYS
    ptrace=ENOSYS ptrace-parent=ENOSYS
    tgkill=ENOSYS pidfd=ENOSYS read-memory=ENOSYS setuid=ENOSYS
    bpf=ENOSYS io_uring=ENOSYS keyctl=ENOSYS userfaultfd=ENOSYS)

@test "the parent opens no socket and starts no program; it reads what a child reads" {
	[ "$LANDLOCK" -lt 3 ] || nobody_may+=(cut=EACCES)
	[ "$LANDLOCK" -lt 6 ] || nobody_may+=(kill=EPERM kill-parent=EPERM)
	start_taken -P "$dir/counters/httpd.prom"
	fetch
	came_of parent "${nobody_may[@]}" read=done list=done fork=done remove=EACCES remove-upload=EACCES
	[ "$(cat "$dir/closed/file")" = secret ]
}

# child_may OPTION...: what a child of httpd with these options tried.
child_may() {
	[ "$LANDLOCK" -lt 3 ] || nobody_may+=(cut=EACCES)
	start_taken "$@"
	fetch
	came_of child "${nobody_may[@]}" read=done list=done fork=ENOSYS remove=ENOSYS remove-upload=ENOSYS \
	    make-done=EACCES remove-done=ENOSYS rename-done=ENOSYS \
	    memfd=ENOSYS kill=ENOSYS kill-parent=ENOSYS kill-all=ENOSYS \
	    attach-filter=ENOSYS lock-filter=ENOSYS buffer=ENOSYS congestion=ENOSYS shut=ENOSYS shut-of-all=ENOSYS take-offer=ENOSYS send-to=ENOSYS write-to=ENOSYS ioctl=ENOSYS
	logged '^sent file=big '
}

@test "a child reads beneath the boot root and in the map's folder: that is all" {
	child_may -P "$dir/counters/httpd.prom"
}

# Then it has its parent's rules of Landlock, and none of its own.
@test "without -P a child reads the same, and no more" {
	child_may
}

@test "a child writes to no counters, and makes no file beside them" {
	start_taken -P "$dir/counters/httpd.prom"
	# The parent has that folder.
	ln -sfn counters "$dir/open"
	fetch
	came_of child make=EACCES write='EACCES|ENOENT'
	came_of parent make=done
}

@test "with -D the parent makes files in that folder, and removes none; no child can" {
	child_may -D "$dir/done"
	came_of parent make-done=done remove-done=EACCES rename-done=EACCES
	[ -e "$dir/done/old" ]
}

# One that was taken over says that others are done; or it asks for what its client
# is not.
@test "a child that lies makes its own client done, at most" {
	local map=$dir/map
	mkdir "$root/deb"
	printf '%s\n' '52:54:00:12:34:56 web1 boot=deb once' '52:54:00:ab:cd:ef db1 boot=deb once' \
	    '52:54:00:00:00:06 pc6 boot=deb' >"$map/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$map/clients" -m "$map/clients.cdb" -r "$root" -D "$dir/done"
	rm "$dir/done"/*
	namespace_pc 52:54:00:12:34:56
	start_taken -D "$dir/done"
	pc_http <<-'END'
		for name in "liar-done", "liar-sent", "liar-mac":
		    c = Connection()
		    c.ask(name)
		    c.answer()
		equal(Connection().get("file").body, b"x")
	END
	logged_times 1 '^process [0-9]+ of a connection sent what is no report of its own: it is ended$'
	# What the parent has tried to make is none of it.
	[ "$(ls "$dir/done")" = new ]
	pc_http <<<'equal(Connection().get("done/").body, b"done\n")'
	[ "$(ls "$dir/done"/01-*)" = "$dir/done/01-52-54-00-12-34-56" ]
	logged '^done client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 by=http$'
}

@test "the calls of a child are these, with a rule for each that could do more" {
	local calls
	calls=$(sed -n '/^static const int child_calls/,/^};/p' "$top/httpd/lockin.c" | grep -o 'SCMP_SYS([a-z0-9_]*)' | sort -u)
	[ "$(wc -l <<<"$calls")" -le 39 ]
	run ! grep -E 'socket|connect|bind|accept|clone|fork|exec|kill|ptrace|sendmsg|recvmsg|sendto|recvfrom|\(write\)|setsockopt|ioctl|mprotect|madvise|memfd|\((sym|un)?link|rename|mkdir|fcntl|prctl|dup' <<<"$calls"
}

@test "a child that was taken over cannot tear or forge a report: it is ended" {
	local liar liars='liar-byte liar-slot liar-far liar-outcome liar-reason liar-text liar-endless liar-forwarded'
	start_taken
	LIARS=$liars http <<-'END'
		import os
		good = Connection()
		equal(good.get("file").body, b"x")
		for name in os.environ["LIARS"].split():
		    c = Connection()
		    c.ask(name)
		    c.answer()
		    c.expect_end(c.more() and RESET or END)
		    equal(good.get("file").body, b"x")
	END
	logged_times 8 '^process [0-9]+ of a connection sent what is no report of its own: it is ended$'
	logged_times 8 '^failed client=127.0.0.1: the process ended with status 9$'
	logged_times 9 '^sent file=file '
	# What it says of itself is one line, whatever it is.
	http <<<'Connection().get("liar-line")'
	logged '^sent file=a\\012sent\\040file=b\\040client=c client=127.0.0.1 '
	run ! grep '^sent file=b' "$log"
}

@test "a child that was taken over and reports without end keeps nobody out" {
	start_taken
	http <<-'END'
		good = Connection()
		equal(good.get("file").body, b"x")
		bad = Connection()
		equal(bad.get("liar-tireless").status, 404)
		for i in range(20):
		    equal(good.get("file").body, b"x")
		    equal(get("file"), b"x")
	END
	logged '^sent file=says.*again client=127.0.0.1 '
}

@test "a child that crashes is logged, and nobody else notices" {
	start_taken
	http <<-'END'
		good = Connection()
		equal(good.get("file").body, b"x")
		assert not isinstance(Connection().get("abort"), Answer)
		equal(good.get("file").body, b"x")
	END
	logged '^failed client=127.0.0.1: the process ended with status (6|11|134|139)$'
}

@test "a kernel without Landlock, or without seccomp: said once, the rest holds, -S refuses" {
	local feature
	for feature in landlock seccomp; do
		limits=("$LOCKED/without" "$feature" --)
		# Without Landlock the parent takes them away.
		printf 'x' >"$root/file"
		start_taken
		fetch
		logged_times 1 '^not locked in: no (Landlock|seccomp): Function not implemented$'
		if [ "$feature" = landlock ]; then
			came_of child exec=ENOSYS socket=ENOSYS fork=ENOSYS kill=ENOSYS remove=ENOSYS
		else
			# There is no filter that could keep it from that; the parent goes on without reports.
			came_of child shut-of-all=done
			logged_times 1 '^a process has shut the socket of all reports: stop this one, and start it anew$'
			fetch
			came_of child read-other=EACCES write=EACCES make-other=EACCES fork=EAGAIN exec=EACCES
		fi
		kill "$httpd"
		wait_for 60 is_over
		run -1 inside timeout 30 "$LOCKED/without" "$feature" -- "$top/httpd/httpd" -S -d -l 127.0.0.1 "$root"
		[[ $output == *'not locked in: no '*': Function not implemented'* ]]
	done
}

is_over() {
	! kill -0 "$httpd" 2>/dev/null
}

@test "what is given is all that is needed: no call of either process is refused in a day's work" {
	local name
	command -v strace >/dev/null || skip 'there is no strace'
	mkdir -m 700 "$root/private"
	mkdir -p "$root/day/up"
	cp "$root/file" "$root/day/up/x"
	ln -s big "$root/link"
	printf '52:54:00:12:34:56 web1 boot=day kernel=/file ip=127.0.0.1\n' >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/map/clients.cdb" -r "$root"
	# Landlock is for files; of the calls only those that a library may try and do without.
	program=$top/httpd/httpd start_taken -P "$dir/counters/httpd.prom"
	behind strace -f -o "$dir/trace" -p "$httpd"
	wait_for 60 grep -q TracerPid:.*[1-9] "/proc/$httpd/status"
	http <<-'END'
		c = Connection()
		for name in "file", "big", "link", "boot.ipxe", "none", "private/x", "UP\\X", "sub/01-52-54-00-12-34-56.ipxe":
		    c.get(name)
		equal(c.get("UP\\X").body, b"x")
		c.get("big", Range="bytes=5-")
		c.get("big", "HEAD")
		c.send(b"PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello")
		c.answer()
		half = Connection()
		half.send(b"GET /fi")
		time.sleep(0.2)
		half.send(b"le HTTP/1.1\r\nHost: x\r\n\r\n")
		equal(half.answer().body, b"x")
	END
	logged '^refused .*reason=(method-not-allowed|method-unknown|request-with-content)'
	kill -USR1 "$httpd"
	logged '^counters '
	wait_for 60 test -s "$dir/counters/httpd.prom"
	grep -q sendfile "$dir/trace"
	# What is large goes in whole packets, until its last bytes wait.
	grep -q 'TCP_CORK, \[1\]' "$dir/trace"
	grep -q 'TCP_CORK, \[0\]' "$dir/trace"
	run ! grep ENOSYS "$dir/trace"
}
