#!/usr/bin/env bats
# What a process that was taken over can still do: tftpd, its children and
# dhcp-helper try it from inside (locked/attempt.c).

bats_require_minimum_version 1.5.0
load tftpd

setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	export LOCKED=$BATS_FILE_TMPDIR
	chmod 711 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR"
	cflags='-std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -Ilib'
	# shellcheck disable=SC2086 # a list of words
	{
		"${CC:-cc}" $cflags -Itftpd -o "$LOCKED/tftpd" \
		    -Wl,--wrap=send_file,--wrap=receive_file,--wrap=cast_ask_for,--wrap=serve \
		    tests/locked/attempt.c tftpd/*.o lib/*.o -lseccomp -lbsd -lcdb
		"${CC:-cc}" $cflags -Idhcp-helper -DDHCP_HELPER \
		    -Wl,--wrap=serve -o "$LOCKED/dhcp-helper" \
		    tests/locked/attempt.c dhcp-helper/*.o lib/*.o -lseccomp -lbsd -lcdb
		"${CC:-cc}" $cflags -o "$LOCKED/without" tests/locked/without.c -lseccomp
	}
	LANDLOCK=$("$LOCKED/without" -- python3 -c 'import ctypes
print(ctypes.CDLL(None).syscall(444, None, 0, 1))')
	export LANDLOCK
	echo "# Landlock's version here: $LANDLOCK" >&3
}

# In $dir: root, which is served, with root/up; closed, which is not. Their
# modes would let anybody do everything.
setup() {
	[ "$LANDLOCK" -ge 1 ] || skip 'this kernel has no Landlock'
	tftpd_begin
	up=$root/up
	mkdir "$up" "$dir/closed" "$dir/map"
	touch "$up/old-parent" "$up/old-send"
	printf 'secret' >"$dir/closed/file"
	printf 'x' >"$root/file"
	head -c 100000 /dev/urandom >"$root/big"
	ln -s root "$dir/open"
	chmod -R a+rwX "$root" "$dir/closed"
	# Somebody else's process with the same user.
	behind setpriv --reuid=nobody --regid=nogroup --clear-groups sleep 600
	export ATTEMPT_PLACE=$dir ATTEMPT_PID=$pid ROOT=$root
}

teardown() {
	namespace_end
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
	wait_for 30 tftpd_listens
}

# attempts WHO: what it tried, and what came of it.
attempts() {
	logged "^attempt $1 end done$"
	sed -n "s/^attempt $1 //p" "$log" | sed '/^end /q'
}

# came_of WHO ATTEMPT=RESULT...: these, whatever else.
came_of() {
	local who=$1 said want bad=0
	shift
	said=$(attempts "$who")
	for want; do
		grep -qxE "${want%%=*} (${want#*=})" <<<"$said" || {
			echo "$who: wanted $want, got $(grep "^${want%%=*} " <<<"$said")"
			bad=1
		}
	done
	return "$bad"
}

# can_nothing WHO: every single attempt failed, as an unknown call does.
can_nothing() {
	local said
	said=$(attempts "$1")
	[ "$(wc -l <<<"$said")" -ge 35 ]
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
	    make-upload=EACCES remove-upload=EACCES
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

@test "a transfer can do nothing of it: open, socket, fork, exec, ptrace, kill" {
	start_taken
	fetch
	can_nothing send
	logged '^sent file=big '
}

@test "nor can an upload" {
	start_taken -- -w up
	put
	can_nothing receive
	logged '^received file=up/sent '
}

@test "nor can the process of a multicast group" {
	start_taken -- -g 239.1.1.1:1758
	inside ip route add 239.0.0.0/8 dev lo
	raw <<-'END'
		c = Client()
		c.ask("big", multicast="")
		c.receive()
	END
	can_nothing cast
}

@test "with -1 a transfer can do nothing of it either" {
	start_taken -- -1
	fetch
	can_nothing send
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
	refuses landlock-off '^not locked in: no Landlock: Operation not supported$'
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
	run -1 inside "$LOCKED/without" $1 -- "$top/tftpd/tftpd" -d -S \
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

@test "before the first datagram: no root, no capabilities, no new privileges, few descriptors" {
	tftpd_start
	cat "/proc/$tftpd/status"
	grep -qE "^Uid:(\s65534){4}$" "/proc/$tftpd/status"
	grep -qE "^Gid:(\s65534){4}$" "/proc/$tftpd/status"
	grep -qE "^Groups:\s65534 ?$" "/proc/$tftpd/status"
	[ "$(grep -cE '^Cap(Inh|Prm|Eff|Amb):\s0+$' "/proc/$tftpd/status")" = 4 ]
	grep -qE '^NoNewPrivs:\s1$' "/proc/$tftpd/status"
	grep -qE '^Seccomp:\s2$' "/proc/$tftpd/status"
	[ "$(limit_of "$tftpd" 'open files')" -le 80 ]
	[ "$(limit_of "$tftpd" 'core file size')" = 0 ]
	# Nobody else of this user sees its memory.
	run -1 setpriv --reuid=nobody --regid=nogroup --clear-groups \
	    cat "/proc/$tftpd/maps"
	[ -z "$(sed '/Permission denied/d' <<<"$output")" ]
}

# limit_of PID NAME: the hard limit.
limit_of() {
	sed -n "s/^Max $2  *[^ ]*  *\([^ ]*\) .*/\1/p" "/proc/$1/limits"
}

@test "as many descriptors as -c, -w and -1 want, and no more" {
	tftpd_start -c 100 -w up
	[ "$(limit_of "$tftpd" 'open files')" -ge 400 ]
	[ "$(limit_of "$tftpd" 'open files')" -le 500 ]
	raw <<-'END'
		held = [Client() for i in range(100)]
		for i, c in enumerate(held):
		    c.ask("name%d" % i, opcode=2)
		    c.expect(ack(0))
		for i, c in enumerate(held):
		    c.send(data(1, b"x"))
		    c.expect(ack(1))
	END
	[ "$(ls "$up" | grep -c name)" = 100 ]
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
	wait_for 30 has_children 0
	rm -f "$dir/held" "$dir/let_go"
	LET_GO=$dir/let_go raw >"$dir/held" <<-'END' &
		import os, time
		c = Client()
		c.ask("big", blksize=1468)
		c.receive()
		print("held", flush=True)
		while not os.path.exists(os.environ["LET_GO"]):
		    time.sleep(0.05)
		c.send(error(0))
	END
	held=$!
	wait_for_line 30 "$dir/held" held
	wait_for 30 has_children 1
}

let_go() {
	touch "$dir/let_go"
	wait "$held"
	wait_for 30 has_children 0
}

child() {
	tr -d ' ' <"/proc/$tftpd/task/$tftpd/children"
}

has_children() {
	[ "$(wc -w <"/proc/$tftpd/task/$tftpd/children")" = "$1" ]
}
