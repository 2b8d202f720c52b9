#!/usr/bin/env bats
# What a process that was taken over can still do: tftpd, its children and
# dhcp-helper try it from inside (locked/attempt.c).

bats_require_minimum_version 1.5.0
load tftpd
load attempts

setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	export LOCKED=$BATS_FILE_TMPDIR
	cflags='-std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -I. -Ilib'
	tftpd=$(printf '%s ' tftpd/*.c lib/*/*.c | sed 's/\.c /.o /g')
	dhcp_helper=$(printf '%s ' dhcp-helper/*.c lib/{config,daemon,done,file,map,net}/*.c | sed 's/\.c /.o /g')
	# shellcheck disable=SC2086 # lists of words
	{
		"${CC:-cc}" $cflags -o "$LOCKED/tftpd" \
		    -Wl,--wrap=send_file,--wrap=receive_file,--wrap=cast_ask_for,--wrap=serve,--wrap=setsockopt \
		    tests/locked/attempt.c tests/locked/odd.c $tftpd -lseccomp -lbsd -lcdb
		"${CC:-cc}" $cflags -DDHCP_HELPER \
		    -Wl,--wrap=serve -o "$LOCKED/dhcp-helper" \
		    tests/locked/attempt.c $dhcp_helper -lseccomp -lbsd -lcdb
		"${CC:-cc}" $cflags -o "$LOCKED/without" tests/locked/without.c -lseccomp
	}
	landlock_here
}

setup() {
	attempts_begin send 100000
}

# start_taken [without FEATURE...] [-- OPTION...]: the server that tries.
start_taken() {
	start "$LOCKED/tftpd" "$@"
}

# start PROGRAM [without FEATURE...] [-- OPTION...]
start() {
	local program=$1 wrapper=()
	shift
	if [ "${1-}" = without ]; then
		wrapper=("$LOCKED/without")
		shift
		while [ $# -gt 0 ] && [ "$1" != -- ]; do
			wrapper+=("$1")
			shift
		done
		wrapper+=(--)
	fi
	[ "${1-}" != -- ] || shift
	: >"$log"
	behind "${wrapper[@]}" "$program" -d -T 5000 -l 0.0.0.0 -l '[::]' \
	    -m "$dir/map/clients.cdb" "$@" "$root" 2>"$log"
	tftpd=$pid
	wait_for 60 tftpd_listens
}

# can_nothing WHO: every single attempt failed, as an unknown call does.
can_nothing() {
	local said
	said=$(attempts "$1")
	[ "$(wc -l <<<"$said")" -ge 44 ]
	run -1 grep -vE '^[a-z0-9_-]+ ENOSYS$|^end done$' <<<"$said"
}

fetch() {
	raw <<-'END'
		import os
		equal(Client().fetch("big", blksize=1468),
		    open(os.environ["ROOT"] + "/big", "rb").read())
	END
}

put() {
	raw <<-'END'
		Client().put("sent", b"x")
	END
}

# What the parent may do, with a kernel of this version of Landlock.
parent_may=(read=done list=done socket=done socketpair=done fork=done)
parent_may_not=(read-other=EACCES list-other=EACCES openat2=EACCES
    write=EACCES make=EACCES make-other=EACCES remove=EACCES
    mkdir=ENOSYS symlink=ENOSYS mount=ENOSYS memfd=ENOSYS
    clone3=ENOSYS unshare=ENOSYS exec=ENOSYS execveat=ENOSYS
    ptrace=ENOSYS ptrace-parent=ENOSYS
    tgkill=ENOSYS pidfd=ENOSYS read-memory=ENOSYS setuid=ENOSYS
    bpf=ENOSYS io_uring=ENOSYS keyctl=ENOSYS userfaultfd=ENOSYS)

newer_landlock() {
	[ "$LANDLOCK" -lt 3 ] || parent_may_not+=(cut=EACCES)
	[ "$LANDLOCK" -lt 6 ] || parent_may_not+=(kill=EPERM kill-parent=EPERM)
}

@test "the parent reads beneath the boot root and in the map's folder, and starts no program" {
	newer_landlock
	start_taken
	fetch
	came_of parent "${parent_may[@]}" "${parent_may_not[@]}" \
	    make-upload=EACCES remove-upload=EACCES make-done=EACCES
	[ "$(cat "$dir/closed/file")" = secret ]
	[ ! -e "$up/new" ] && [ -e "$up/old-parent" ]
}

@test "with -w the parent writes in that folder, and nowhere else" {
	newer_landlock
	start_taken -- -w up
	fetch
	came_of parent "${parent_may[@]}" "${parent_may_not[@]}" \
	    make-upload=done remove-upload=done
}

@test "with -D the parent makes files in that folder, and removes none; no child can" {
	newer_landlock
	start_taken -- -D "$dir/done"
	fetch
	came_of parent "${parent_may[@]}" "${parent_may_not[@]}" \
	    make-upload=EACCES make-done=done remove-done=EACCES rename-done=EACCES
	can_nothing send
	[ -e "$dir/done/old" ]
}

@test "a transfer can do nothing of it: open, socket, fork, exec, ptrace, kill" {
	start_taken
	fetch
	can_nothing send
	logged '^sent file=big '
}

@test "an upload can do nothing of it: open, socket, fork, exec, ptrace, kill" {
	start_taken -- -w up
	put
	can_nothing receive
	logged '^received file=up/sent '
}

@test "the process of a multicast group can do nothing of it: open, socket, fork, exec, ptrace, kill" {
	start_taken -- -g 239.1.1.1:1758
	inside ip route add 239.0.0.0/8 dev lo
	raw <<-'END'
		c = Client()
		c.ask("big", multicast="")
		c.receive()
	END
	can_nothing cast
}

@test "with -1 a transfer can do nothing of it: open, socket, fork, exec, ptrace, kill" {
	start_taken -- -1
	fetch
	can_nothing send
}

# What is shared by all transfers.

@test "a transfer that was taken over cannot tear or forge a report: it is ended" {
	printf x >"$root/liar-byte"
	printf x >"$root/liar-asks"
	printf x >"$root/liar-other"
	start_taken -- -w up
	LOG=$log raw <<-'END'
		import os, time
		half = Client()
		half.ask("half", opcode=2)
		half.expect(ack(0))
		half.send(data(1, b"x" * 512))
		half.expect(ack(1))
		liars = []
		for name in "liar-byte", "liar-asks", "liar-other":
		    liars.append(Client())
		    liars[-1].ask(name)
		    c = Client()
		    c.put("whole-" + name, b"y" * 700)
		    equal(os.listdir(os.environ["ROOT"] + "/up").count("half"), 0)
		half.send(data(2, b""))
		half.expect(ack(2))
		# A liar whose client has gone may have said so before it is ended.
		deadline = time.monotonic() + 30
		while open(os.environ["LOG"]).read().count(" status 9\n") < len(liars):
		    assert time.monotonic() < deadline, "the liars are not ended"
		    time.sleep(0.01)
	END
	logged '^failed file=liar-byte .* status 9$'
	logged '^failed file=liar-asks .* status 9$'
	logged '^failed file=liar-other .* status 9$'
	# Said once more of one that lies again beside another before it is ended.
	[ "$(sed -nE 's/^process ([0-9]+) of a transfer sent what is no report of its own: it is ended$/\1/p' "$log" |
	    sort -u | wc -l)" -ge 3 ]
	[ "$(grep -c '^received file=up/half ' "$log")" = 1 ]
	run ! grep -E '^sent file=(up/)?half' "$log"
	[ "$(stat -c %s "$up/half")" = 512 ]
	[ "$(stat -c %s "$up/whole-liar-asks")" = 700 ]
}

@test "a transfer that makes its calls with odd arguments harms no other" {
	printf x >"$root/odd"
	for option in -1 '-p 40000:40009'; do
		# shellcheck disable=SC2086 # two words
		start_taken -- -w up $option
		raw <<-'END'
			import os
			big = open(os.environ["ROOT"] + "/big", "rb").read()
			c = Client()
			c.begin("big", blksize=1400)
			got = c.receive()[4:]
			odd = Client()
			odd.ask("odd")
			odd.expect(data(1, b"x"))
			odd.send(ack(1))
			c.send(ack(1))
			equal(got + c.take(1400, block=1), big)
		END
		logged '^attempt send odd-arguments done$'
		fetch
		raw <<<'Client().put("after-odd", b"x" * 1000)'
		rm "$up/after-odd"
		kill "$tftpd"
		wait_for 60 is_over
	done
}

is_over() {
	! kill -0 "$tftpd" 2>/dev/null
}

# What is waited for has an end: in locked/attempt.c a minute is a second.

@test "a report that nobody takes, with the socket full, holds no transfer for ever" {
	head -c 100 /dev/urandom >"$root/filler"
	start_taken
	PARENT=$tftpd LOG=$log raw <<-'END'
		import os, signal
		parent, log = int(os.environ["PARENT"]), os.environ["LOG"]
		clients = [Client(), Client()]
		for c, name in zip(clients, ("filler", "file")):
		    c.ask(name)
		    equal(c.receive()[:4], data(1, b""))
		os.kill(parent, signal.SIGSTOP)
		try:
		    for c, name in zip(clients, (b"filler", b"file")):
		        c.send(ack(1))
		        deadline = now() + PATIENCE
		        # Nobody else can log it.
		        while b"\nsent file=" + name not in open(log, "rb").read():
		            equal(now() < deadline, True)
		            time.sleep(0.01)
		finally:
		    os.kill(parent, signal.SIGCONT)
	END
	fetch
}

@test "an upload whose name nobody gives is told so, and gets none later" {
	start_taken -- -w up
	PARENT=$tftpd raw <<-'END'
		import os, signal
		parent = int(os.environ["PARENT"])
		c = Client()
		c.ask("late", opcode=2)
		c.expect(ack(0))
		os.kill(parent, signal.SIGSTOP)
		try:
		    c.send(data(1, b"x"))
		    c.expect(error(0, "The server has stopped"))
		finally:
		    os.kill(parent, signal.SIGCONT)
	END
	logged '^failed file=up/late .* reason=server-stopped$'
	logged '^failed file=up/late .*: the process ended with status 0$'
	[ ! -e "$up/late" ]
	put
}

# Where something is missing.

@test "a kernel without Landlock: said once, everything else holds, -S refuses" {
	start_taken without landlock -- -w up
	fetch
	fetch
	[ "$(grep -c '^not locked in: ' "$log")" = 1 ]
	logged '^not locked in: no Landlock: Function not implemented$'
	came_of parent exec=ENOSYS ptrace=ENOSYS
	can_nothing send
	refuses landlock '^not locked in: no Landlock: Function not implemented$'
	refuses landlock-off '^not locked in: no Landlock: (Operation n|N)ot supported$'
}

@test "a kernel without seccomp: Landlock and limits hold, -S refuses" {
	start_taken without seccomp -- -w up
	fetch
	[ "$(grep -c '^not locked in: ' "$log")" = 1 ]
	logged '^not locked in: no seccomp: Function not implemented$'
	came_of parent read-other=EACCES make-other=EACCES exec=EACCES \
	    remove-upload=done
	# What the parent may do with files, a transfer may not.
	came_of send read='EMFILE|EACCES' make-upload='EMFILE|EACCES' \
	    remove-upload=EACCES socket=EMFILE socketpair=EMFILE fork=EAGAIN \
	    exec=EACCES
	[ -e "$up/old-send" ]
	[ "$LANDLOCK" -lt 6 ] || came_of send kill=EPERM kill-parent=EPERM
	refuses seccomp '^not locked in: no seccomp: Function not implemented$'
}

@test "a kernel with neither: it still serves, and says both in one line" {
	start "$top/tftpd/tftpd" without landlock seccomp
	fetch
	logged '^not locked in: no Landlock: Function not implemented, no seccomp: Function not implemented$'
	hold
	[ "$(limit_of "$(child)" 'open files')" = 0 ]
	[ "$(limit_of "$(child)" processes)" = 0 ]
	let_go
	refuses 'landlock seccomp' '^not locked in: no Landlock'
}

# refuses FEATURES REGEX: with -S there is no start without these; it is said.
refuses() {
	# shellcheck disable=SC2086 # a list of words
	run -1 inside timeout 60 "$LOCKED/without" $1 -- "$top/tftpd/tftpd" -d -S \
	    -l 127.0.0.1 -m "$dir/map/clients.cdb" "$root"
	echo "$output"
	[[ $output =~ $2 ]]
}

@test "with -S it serves where the kernel has it all, and says nothing of it" {
	tftpd_start -S
	fetch
	run -1 grep 'locked' "$log"
}

# Before the first datagram.

# locked_first PID: in the trace, before its first datagram, and so it stays.
locked_first() {
	awk -v parent="$1" '
		$1 == parent && $2 ~ /^recv/ { exit }
		$1 == parent { print }
	' "$dir/trace" >"$dir/before"
	grep -q "^$1 *recv" "$dir/trace"
	for call in 'setgroups(1, [65534])' 'setresgid(65534, 65534, 65534)' \
	    'setresuid(65534, 65534, 65534)' 'prctl(PR_SET_NO_NEW_PRIVS, 1' \
	    'landlock_restrict_self(' 'prlimit64(0, RLIMIT_NOFILE, {' \
	    'seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, {len='; do
		echo "$call"
		grep -F "$call" "$dir/before" | grep -q ' = 0$'
	done
	cat "/proc/$1/status"
	grep -qE "^Uid:(\s65534){4}$" "/proc/$1/status"
	grep -qE "^Gid:(\s65534){4}$" "/proc/$1/status"
	grep -qE "^Groups:\s65534 ?$" "/proc/$1/status"
	has_capabilities_in "$1" ''
	grep -qE '^NoNewPrivs:\s1$' "/proc/$1/status"
	grep -qE '^Seccomp:\s2$' "/proc/$1/status"
	[ "$(limit_of "$1" 'core file size')" = 0 ]
}

@test "before the first datagram: no root, no capabilities, no new privileges, few descriptors" {
	traced
	fetch
	locked_first "$tftpd"
	[ "$(limit_of "$tftpd" 'open files')" -le 80 ]
}

@test "dhcp-helper before its first datagram: no root, no capabilities, few descriptors" {
	behind strace -f -o "$dir/trace" "$top/dhcp-helper/dhcp-helper" -d \
	    -l 127.0.0.1:4011 -m "$dir/map/clients.cdb" 2>"$log"
	tracer=$pid
	wait_for 60 helper_listens
	helper=$(tr -d ' ' <"/proc/$tracer/task/$tracer/children")
	pids+=("$helper")
	inside python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"x" * 300, ("127.0.0.1", 4011))'
	logged ' -> silent reason='
	locked_first "$helper"
	[ "$(limit_of "$helper" 'open files')" -le 32 ]
}

# has_capabilities_in PID WHERE: in these sets, and in no other.
has_capabilities_in() {
	grep '^Cap' "/proc/$1/status"
	[ "$(sed -n 's/^Cap\(...\):\s0*[1-9a-f].*/\1/p' "/proc/$1/status" | paste -sd ' ')" = "$2" ]
}

# A port below 1024 wants one. That they have them without us is shown, too.
@test "capabilities that it was started with are gone before the first datagram, in every set" {
	local program nobody=(--reuid=nobody --regid=nogroup --clear-groups)
	local some=+net_bind_service,+net_raw sets=()
	for program in "$top/tftpd/tftpd" "$top/dhcp-helper/dhcp-helper"; do
		while read -r left before arguments; do
			echo "$program: $arguments"
			read -ra arguments <<<"$arguments"
			behind setpriv "${arguments[@]}" sleep 600
			wait_for 60 is_named "$pid" sleep
			has_capabilities_in "$pid" "${before//,/ }"
			sets=(-l 127.0.0.1:69 "$root")
			[[ $program == *tftpd ]] || sets=(-l 127.0.0.1:67)
			: >"$log"
			behind setpriv "${arguments[@]}" "$program" -d \
			    -m "$dir/map/clients.cdb" "${sets[@]}" 2>"$log"
			tftpd=$pid
			wait_for 60 listens_on "${sets[1]##*:}"
			wait_for 60 is_locked_in "$tftpd"
			has_capabilities_in "$tftpd" "${left#-}"
			[ "${program##*/}" != tftpd ] || inside python3 \
			    "$BATS_TEST_DIRNAME/tftp_raw.py" \
			    <<<'equal(Client().fetch("file"), b"x")'
			kill "$tftpd"
			wait "$tftpd" || :
		done <<-END
			- Prm,Eff,Bnd --keep-groups
			- Prm,Eff,Bnd --securebits=+no_setuid_fixup
			- Inh,Prm,Eff,Bnd,Amb --securebits=+no_setuid_fixup --inh-caps=$some --ambient-caps=$some
			Bnd Inh,Prm,Eff,Bnd,Amb ${nobody[*]} --inh-caps=$some --ambient-caps=$some
			- Inh,Prm,Eff,Bnd,Amb ${nobody[*]} --inh-caps=$some,+setpcap --ambient-caps=$some,+setpcap
		END
	done
}

is_named() {
	[ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$2" ]
}

listens_on() {
	port_is_open udp "$1"
}

is_locked_in() {
	grep -qE '^Seccomp:\s2$' "/proc/$1/status"
}

@test "started by inetd as nobody it is locked in as well, and its memory is closed" {
	local nobody=("$(command -v setpriv)" --reuid=nobody --regid=nogroup --clear-groups)
	newer_landlock
	cp "$LOCKED/tftpd" "$dir/tftpd"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" 127.0.0.1:69 -- \
	    "${nobody[@]}" "$dir/tftpd" -d -T 5000 -m "$dir/map/clients.cdb" \
	    "$root" >"$dir/ready" 2>"$log"
	super=$pid
	wait_for_line 60 "$dir/ready" ready
	fetch
	came_of parent "${parent_may[@]}" "${parent_may_not[@]}"
	can_nothing send
	tftpd=$(tr -d ' ' <"/proc/$super/task/$super/children")
	for file in maps mem; do
		run -1 "${nobody[@]}" cat "/proc/$tftpd/$file"
		[[ $output == *'Permission denied' ]]
	done
}

# limit_of PID NAME: the hard limit.
limit_of() {
	sed -n "s/^Max $2  *[^ ]*  *\([^ ]*\) .*/\1/p" "/proc/$1/limits"
}

limit_is_between() {
	local limit
	limit=$(limit_of "$tftpd" 'open files')
	[ "$limit" -ge "$1" ] && [ "$limit" -le "$2" ]
}

# It listens before it limits itself.
@test "as many descriptors as -c, -w and -1 want, and no more" {
	tftpd_start -c 100 -w up
	wait_for 60 limit_is_between 400 500
	raw <<-'END'
		held = [Client() for i in range(100)]
		for i, c in enumerate(held):
		    c.ask("name%d" % i, opcode=2)
		    c.expect(ack(0))
		for i, c in enumerate(held):
		    c.send(data(1, b"x"))
		    c.expect(ack(1))
	END
	[ "$(find "$up" -name '*name*' | wc -l)" = 100 ]
}

# Fatal signals.

@test "a transfer that is killed, or kills itself, is said in the log" {
	start_taken
	for signal in SEGV KILL; do
		hold
		kill -"$signal" "$(child)"
		logged "^failed file=big .*: the process ended with status $(kill -l "$signal")$"
		let_go
	done
	# abort(3) wants a signal to itself, which it may not send.
	printf 'x' >"$root/abort"
	raw <<-'END'
		Client().ask("abort")
	END
	logged '^failed file=abort .*: the process ended with status (6|11)$'
}

# hold: a transfer that is not over before let_go; child is its process.
hold() {
	wait_for 60 has_children 0
	rm -f "$dir/held" "$dir/let_go"
	LET_GO=$dir/let_go raw >"$dir/held" 3>&- <<-'END' &
		import os, time
		c = Client()
		c.ask("big", blksize=1468)
		c.receive()
		print("held", flush=True)
		deadline = now() + 60
		while not os.path.exists(os.environ["LET_GO"]) and now() < deadline:
		    time.sleep(0.05)
		c.send(error(0))
	END
	held=$!
	pids+=("$held")
	wait_for_line 60 "$dir/held" held
	wait_for 60 has_children 1
}

let_go() {
	touch "$dir/let_go"
	wait "$held"
	wait_for 60 has_children 0
}

child() {
	tr -d ' ' <"/proc/$tftpd/task/$tftpd/children"
}

has_children() {
	[ "$(wc -w <"/proc/$tftpd/task/$tftpd/children")" = "$1" ]
}

# The calls that real transfers make.

# calls_of KIND: the list in the program, and what its rules are about.
calls_of() {
	local rule
	{
		sed -n "/^static const int $1_calls\[\]/,/^};/p" "$top/tftpd/lockin.c"
		for rule in $(sed -n "/^static const struct filter_rule $1_rules\[\]/,/^};/p" \
		    "$top/tftpd/lockin.c" | grep -oE '\w+_RULE'); do
			grep "^#define $rule " "$top/tftpd/lockin.c"
		done
	} | grep -oE 'SCMP_SYS\(\w+' | sed 's/.*(//' | sort
}

# traced [OPTION...]: the server, with all its calls in $dir/trace.
traced() {
	: >"$log"
	behind strace -f -o "$dir/trace" "$top/tftpd/tftpd" -d \
	    -l 0.0.0.0 -m "$dir/map/clients.cdb" "$@" "$root" 2>"$log"
	tracer=$pid
	wait_for 60 tftpd_listens
	tftpd=$(tr -d ' ' <"/proc/$tracer/task/$tracer/children")
	pids+=("$tftpd")
}

# made_only KIND N: the server has ended; N children made calls of their kind's
# list alone behind the one that locked them in, and none was refused.
made_only() {
	wait "$tracer" || :
	awk -v parent="$tftpd" '
		$1 == parent || $2 == "<..." { next }
		{ name = $2; sub(/\(.*/, "", name) }
		!locked[$1] && name ~ /^(send|write|recv|pread)/ { early[$1] = early[$1] " " name }
		locked[$1] && name != "seccomp" && name ~ /^[a-z0-9_]+$/ { print name }
		name == "seccomp" && /\{len=/ {
			locked[$1] = 1
			if (early[$1] != "")
				print "before:" early[$1]
		}
	' "$dir/trace" | sort | uniq -c >"$dir/made"
	cat "$dir/made"
	run -1 grep before: "$dir/made"
	calls_of "$1" >"$dir/allowed"
	[ "$(wc -l <"$dir/allowed")" -le 14 ]
	[ "$(awk '$2 == "exit_group" { print $1 }' "$dir/made")" = "$2" ]
	awk '{ print $2 }' "$dir/made" | comm -23 - "$dir/allowed" >"$dir/other"
	run -1 grep . "$dir/other"
	run -1 grep ENOSYS "$dir/trace"
}

# end_server: when its last transfer is over.
end_server() {
	wait_for 60 has_children 0
	kill "$tftpd"
}

@test "files: window, lock step, loss, text, nobody there, no parent: 12 calls" {
	"${CC:-cc}" -O2 -o "$dir/client" "$top/tests/bench/client.c"
	traced -T 200
	inside "$dir/client" -b 0 -c 1 -n 1 127.0.0.1 big
	inside "$dir/client" -b 1468 -w 1 -c 1 -n 1 127.0.0.1 big
	inside "$dir/client" -b 512 -w 32 -c 3 -n 3 127.0.0.1 big
	# One packet in 23 is lost, so that bursts and pauses follow.
	inside "$dir/client" -d 23 -b 512 -w 32 -c 1 -n 1 127.0.0.1 big
	raw <<-'END'
		Client().fetch("big", mode="netascii")
		Client().fetch("big", rollover=0, windowsize=3)
		c = Client()
		c.ask("big", tsize=0)
		c.receive()
		c.send(error(8))
		c = Client()
		c.ask("big", blksize=1000)
		c.receive()
		c.receive()	# once more
		c.socket.close()
	END
	logged ' paced$'
	logged 'reason=client-gone$|reason=no-answer$'
	# One has to log for itself in the end.
	hold
	kill -KILL "$tftpd"
	wait_for 60 is_gone "$tftpd"
	touch "$dir/let_go"
	wait "$held"
	logged '^aborted file=big '
	made_only send 11
}

is_gone() {
	[ ! -e "/proc/$1" ]
}

@test "files with -1: no more calls than without" {
	traced -1 -T 200
	fetch
	raw <<-'END'
		equal(Client().fetch("big", windowsize=16, blksize=1468),
		    Client().fetch("big", windowsize=4))
	END
	end_server
	made_only send 3
}

@test "uploads: blocks, windows, text, a name that is taken, too large: 10 calls" {
	traced -w up -z 200000 -T 200
	raw <<-'END'
		import os
		Client().put("a", b"x" * 5000)
		Client().put("b", b"x" * 50000, blksize=1468, windowsize=8)
		Client().put("c", b"a\r\nb" * 500, mode="netascii")
		# What the ACK was for comes again, while the process dallies.
		c = Client()
		c.put("d", b"x" * 511)
		c.send(data(1, b"x" * 511))
		c.expect(ack(1))
		one, two = Client(), Client()
		for c in one, two:
		    c.ask("e", opcode=2)
		    c.expect(ack(0))
		one.send(data(1, b"x"))
		one.expect(ack(1))
		two.send(data(1, b"x"))
		two.expect_error(6)
		c = Client()
		c.ask("f", opcode=2, blksize=60000)
		c.receive()
		c.receive()	# once more
		for block in range(1, 5):
		    c.send(data(block, b"x" * 60000))
		    if block < 4:
		        c.expect(ack(block))
		c.expect_error(3)
	END
	end_server
	made_only receive 7
}

@test "a multicast group: a second client, repetitions, an ERROR: 11 calls" {
	inside ip route add 239.0.0.0/8 dev lo
	traced -g 239.1.1.1:1758 -T 200
	raw <<-'END'
		first, second = Client(), Client()
		for c in first, second:
		    c.ask("big", multicast="", blksize=1468)
		    c.receive()
		first.receive()	# once more
		first.send(ack(0))
		first.receive()
		for block in range(1, 100000 // 1468 + 2):
		    first.send(ack(block))
		second.receive()
		second.send(error(0))
	END
	logged '^sent file=big .* multicast='
	logged '^aborted file=big .* multicast='
	end_server
	made_only cast 1
}

# What the lock leaves.

# compile FILE NAME: a map there, whose one client has this name.
compile() {
	printf '52:54:00:12:34:56 %s ip=127.0.0.1 local\n' "$2" >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$1" -r "$root"
	chmod 644 "$1"
}

@test "a new map is read in its folder, and where a link leads from there" {
	mkdir "$dir/elsewhere"
	compile "$dir/elsewhere/clients.cdb" first
	ln -s ../elsewhere/clients.cdb "$dir/map/clients.cdb"
	start "$top/tftpd/tftpd" -- -S
	fetch
	logged '^sent .* name=first '
	compile "$dir/elsewhere/clients.cdb" second
	fetch
	logged '^sent .* name=second '
	# The link goes, a file comes.
	compile "$dir/map/new" third
	mv "$dir/map/new" "$dir/map/clients.cdb"
	fetch
	logged '^sent .* name=third '
}

# syslogd FILE: writes what comes to /dev/log there; its process is $syslogd.
syslogd() {
	python3 - "$1" 3>&- <<-'END' &
		import os, socket, sys
		try:
		    os.unlink("/dev/log")
		except FileNotFoundError:
		    pass
		s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
		s.bind("/dev/log")
		os.chmod("/dev/log", 0o666)
		with open(sys.argv[1], "w") as f:
		    print("ready", file=f, flush=True)
		    while True:
		        print(s.recv(65536).decode(), file=f, flush=True)
	END
	syslogd=$!
	pids+=("$syslogd")
	wait_for_line 60 "$1" ready
}

@test "syslogd may be restarted, and hears the parent and its transfers" {
	syslogd "$dir/first"
	behind "$top/tftpd/tftpd" -S -l 0.0.0.0 -m "$dir/map/clients.cdb" "$root"
	tftpd=$pid
	wait_for 60 tftpd_listens
	fetch
	wait_for_line 60 "$dir/first" ': sent file=big '
	kill "$syslogd"
	wait "$syslogd" || :
	syslogd "$dir/second"
	fetch
	wait_for_line 60 "$dir/second" "tftpd\[$tftpd\]: sent file=big "
	# A transfer whose parent has gone logs for itself.
	hold
	transfer=$(child)
	kill -KILL "$tftpd"
	wait "$tftpd" || :
	touch "$dir/let_go"
	wait "$held"
	wait_for_line 60 "$dir/second" "tftpd\[$transfer\]: .* file=big "
}

@test "dhcp-helper reads in the map's folder, and has no file, process or program" {
	newer_landlock
	: >"$log"
	behind "$LOCKED/dhcp-helper" -d -l 127.0.0.1:4011 -m "$root/clients.cdb" 2>"$log"
	helper=$pid
	wait_for 60 helper_listens
	inside python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"x" * 300, ("127.0.0.1", 4011))'
	came_of dhcp-helper read=done list=done read-other=EACCES list-other=EACCES \
	    write=EACCES make=EACCES make-other=EACCES make-upload=EACCES \
	    openat2=ENOSYS remove=ENOSYS mkdir=ENOSYS symlink=ENOSYS mount=ENOSYS \
	    memfd=ENOSYS socketpair=ENOSYS fork=ENOSYS clone3=ENOSYS \
	    unshare=ENOSYS exec=ENOSYS execveat=ENOSYS ptrace=ENOSYS \
	    kill=ENOSYS tgkill=ENOSYS pidfd=ENOSYS read-memory=ENOSYS \
	    setuid=ENOSYS bpf=ENOSYS io_uring=ENOSYS keyctl=ENOSYS \
	    userfaultfd=ENOSYS
	grep -qE "^Uid:(\s65534){4}$" "/proc/$helper/status"
	[ "$(grep -cE '^Cap(Inh|Prm|Eff|Amb):\s0+$' "/proc/$helper/status")" = 4 ]
	grep -qE '^NoNewPrivs:\s1$' "/proc/$helper/status"
	[ "$(limit_of "$helper" 'open files')" -le 32 ]
	run -1 grep 'not locked in' "$log"
}

helper_listens() {
	port_is_open udp 4011
}

@test "dhcp-helper says what the kernel lacks, or with -S refuses" {
	for missing in 'landlock;no Landlock' 'seccomp;no seccomp'; do
		: >"$log"
		behind "$LOCKED/without" "${missing%;*}" -- "$top/dhcp-helper/dhcp-helper" \
		    -d -l 127.0.0.1:4011 -m "$root/clients.cdb" 2>"$log"
		logged "^not locked in: ${missing#*;}: Function not implemented$"
		kill "$pid"
		wait "$pid" || :
		run -1 inside timeout 60 "$LOCKED/without" "${missing%;*}" -- \
		    "$top/dhcp-helper/dhcp-helper" -S -l 127.0.0.1:4011
		[ "$output" = "dhcp-helper: not locked in: ${missing#*;}: Function not implemented" ]
	done
}

@test "a start by inetd that -S refuses takes its datagram with it" {
	: >"$dir/starts"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" \
	    127.0.0.1:69 -- "$LOCKED/without" seccomp -- "$top/tftpd/tftpd" -d -S \
	    "$root" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
	raw <<-'END'
		Client().ask("big")
	END
	wait_for_line 60 "$dir/starts" '^end'
	logged '^not locked in: no seccomp'
	raw <<-'END'
		Client().ask("big")
	END
	wait_for 60 has_lines 2 "$dir/starts" '^end'
	[ "$(grep -c '^start' "$dir/starts")" = 2 ]
}

has_lines() {
	[ "$(grep -c "$3" "$2")" -ge "$1" ]
}
