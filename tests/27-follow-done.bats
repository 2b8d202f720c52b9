#!/usr/bin/env bats
# Clients that are done, of several servers that follow one etcd.

bats_require_minimum_version 1.5.0

load lab/wait
load etcd

MAC=52:54:00:00:00:01
WEB1=01-52-54-00-00-00-01
WEB2=01-52-54-00-00-00-02

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	cache=$top/.cache
	# shellcheck source=tests/lab/cache.bash
	. "$top/tests/lab/cache.bash"
	mkdir -p "$dir/root/deb" "$dir/bin"
	echo kernel >"$dir/root/deb/linux"
	chmod -R a+rX "$dir/root"
	pids=()
	etcd_start
	etcdctl put bootroot/clients/web1 "$MAC web1 boot=deb once" >/dev/null
	etcdctl put bootroot/clients/web2 "52:54:00:00:00:02 web2 boot=deb once" >/dev/null
	etcdctl put bootroot/clients/image/deb 'image deb - kernel=linux' >/dev/null
}

teardown() {
	[ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || :
	# Of a test that has failed.
	tail -n 20 "$dir"/?.log
}

# on SERVER ARG...: mkbootroot with the map and the folder of this server.
on() {
	"$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/$1.cdb" -D "$dir/$1" "${@:2}"
}

# follow SERVER: its follower is $follower, its log $dir/SERVER.log.
follow() {
	unshare --uts sh -c 'hostname "$1"; shift; exec "$@"' sh "server-$1" \
	    "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/$1.cdb" -D "$dir/$1" follow -e \
	    2>>"$dir/$1.log" 3>&- 4>&- &
	follower=$!
	pids+=("$follower")
}

# heard SERVER: it knows what all have said until now.
heard() {
	[ -e "$dir/$1/.store" ] && [ "$(stat -c %Y "$dir/$1/.store")" -ge "${since=$(date +%s)}" ]
}

# two: servers a and b, that have heard of each other.
two() {
	since=$(date +%s)
	follow a
	follower_a=$follower
	follow b
	follower_b=$follower
	wait_for 60 heard a
	wait_for 60 heard b
}

# says SERVER CLIENT TEXT: what `done` says of it.
says() {
	local said
	said=$(on "$1" "done" | grep " $2\| $2 \|^$2 ")
	[[ $said = *"$3"* ]]
}

# Of server A its tftpd writes there, as done_say() does.
is_done() {
	echo "tftp 10.9.0.7" >"$dir/$1/$2"
}

has() {
	etcdctl get --print-value-only "bootroot/$1" | grep -qE -- "$2"
}

has_not() {
	[ -z "$(etcdctl get "bootroot/$1")" ]
}

@test "who is done here is done on the other server, and armed here is armed there" {
	two
	says a web1 ': armed'
	says b web1 ': armed'
	[ "$(stat -c %a "$dir/b")" = 2775 ]
	is_done a "$WEB1"
	wait_for 60 says b web1 'by tftp 10.9.0.7, server-a'
	[ "$(stat -c %Y "$dir/a/$WEB1")" = "$(stat -c %Y "$dir/b/$WEB1")" ]
	says b web2 ': armed'
	wait_for 60 has "done/$WEB1" '^20..-..-..T..:..:..Z tftp 10.9.0.7, server-a$'
	# Armed by the other one; both know by what was said, and not by a file that is gone.
	run -0 on b again web1
	[ "$output" = 'web1: armed' ]
	wait_for 60 says a web1 ': armed'
	wait_for 60 has_not "done/$WEB1"
	wait_for 60 has "again/$WEB1" '^20..-..-..T..:..:..Z$'
	wait_for 60 test -e "$dir/a/.again-$WEB1"
	# Within one second it is done once more.
	on b "done" web1
	wait_for 60 says a web1 'by hand, '
	run -0 on a again web1
	wait_for 60 says b web1 ': armed'
	# A file that is removed by hand comes back: that says nothing.
	on a "done" web2
	wait_for 60 says b web2 'done since'
	rm "$dir/b/$WEB2"
	wait_for 60 says b web2 'done since'
	etcdctl del "bootroot/done/$WEB2"
	wait_for 60 has "done/$WEB2" hand
	says a web2 'done since'
}

@test "an etcd that is empty, or has an old state, arms nobody, and learns it again" {
	two
	is_done a "$WEB1"
	on b "done" web2
	wait_for 60 says b web1 'done since'
	wait_for 60 says a web2 'done since'
	etcdctl snapshot save "$dir/old" >/dev/null 2>&1
	on a again web1
	wait_for 60 says b web1 ': armed'
	is_done b "$WEB1"
	wait_for 60 says a web1 'done since'
	on a again web2
	wait_for 60 says b web2 ': armed'
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	etcd_start
	# The other map has no line of web2: so it is seen that all was read anew.
	etcdctl put bootroot/clients/web1 "$MAC web1 boot=deb once"
	wait_for 60 has "done/$WEB1" tftp
	wait_for 60 has "again/$WEB2" 20
	wait_for 60 says a web1 'done since'
	wait_for 60 says b web1 'done since'
	# Who has written to this one misses it in the next.
	since=$(date +%s)
	wait_for 60 heard a
	wait_for 60 heard b
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	etcdctl snapshot restore "$dir/old" --data-dir "$dir/etcd" >/dev/null 2>&1
	etcd_start
	wait_for 60 has_not "done/$WEB2"
	wait_for 60 has "again/$WEB2" 20
	since=$(date +%s)
	wait_for 60 heard a
	wait_for 60 heard b
	says a web1 'done since'
	says b web1 'done since'
	# The old state says done, until the later word of either is in etcd again.
	wait_for 60 says a web2 ': armed'
	wait_for 60 says b web2 ': armed'
}

@test "a server that has not heard of the others arms nobody; a new one hears first" {
	two
	is_done a "$WEB1"
	wait_for 60 says b web1 'done since'
	kill "$follower_b"
	wait "$follower_b"
	touch -d '-10 seconds' "$dir/b/.store"
	says b web2 ': armed'
	touch -d '-17 seconds' "$dir/b/.store"
	says b web2 "counts as done: $dir/b: mkbootroot follow has not heard of the other servers for a while"
	# The clock was put back.
	touch -d '+1 hour' "$dir/b/.store"
	says b web2 'counts as done'
	# Nor is anybody armed by the first map that makes the folder, before all was heard.
	printf '#!/bin/sh\ncase " $* " in *" alive/"*|*/alive/*) exit 1 ;; esac\nexec "%s/bin/etcdctl" "$@"\n' "$cache" >"$dir/bin/etcdctl"
	chmod +x "$dir/bin/etcdctl"
	PATH=$dir/bin:$PATH follow c
	wait_for 60 grep -q 'cannot write bootroot/alive/.*: exit code 1; clients with the word once boot their disks' "$dir/c.log"
	wait_for 60 says c web1 'done since'
	says c web2 'counts as done'
	[ "$(stat -c %Y "$dir/c/.store")" = 0 ]
	rm "$dir/bin/etcdctl"
	wait_for 60 says c web2 ': armed'
	# etcd that has gone is not heard of.
	etcd_end "$etcd"
	wait_for_line 60 "$dir/c.log" 'etcd is away since'
	touch -d @1000000000 "$dir/c/.store"
	is_done c "$WEB2"
	wait_for_line 60 "$dir/a.log" 'etcd is away since'
	[ "$(stat -c %Y "$dir/c/.store")" = 1000000000 ]
	etcd_start
	wait_for 60 says a web2 'done since'
	wait_for 60 heard c
}

# state SERVER NAME DONE AGAIN: seconds since 1970; 0: no file.
state() {
	rm -f "$dir/$1/$2" "$dir/$1/.again-$2"
	[ "$3" = 0 ] || touch -d "@$3" "$dir/$1/$2"
	[ "$4" = 0 ] || touch -d "@$4" "$dir/$1/.again-$2"
}

# Whether both say what is wanted; $output has what does not.
both_agree() {
	local name want server
	while read -r name want; do
		for server in a b; do
			[ "$(stat -c %Y "$dir/$server/$name" 2>/dev/null)" = "$want" ] ||
			    [ "$name" = 01-52-54-00-00-01-0d ] || [ "$name" = 01-52-54-00-00-01-10 ] || {
				output="$server $name: $(ls -l "$dir/$server")"
				return 1
			}
		done
	done < <(sort -u "$dir/want")
}

# Whatever each knew, and whatever its clock said, afterwards both say the same.
@test "the later of what was said counts, whose clock it was by and how often it is said" {
	local n=0 name row a b store want
	install -d -m 2775 "$dir/a" "$dir/b"
	: >"$dir/a/.bootroot"
	: >"$dir/b/.bootroot"
	while read -r row; do
		read -r a b store want <<<"$row"
		printf -v name '01-52-54-00-00-01-%02x' "$n"
		state a "$name" "${a%,*}" "${a#*,}"
		state b "$name" "${b%,*}" "${b#*,}"
		[ "${store%,*}" = 0 ] || etcdctl put "bootroot/done/$name" "$(time_of "${store%,*}") x, other" >/dev/null
		[ "${store#*,}" = 0 ] || etcdctl put "bootroot/again/$name" "$(time_of "${store#*,}")" >/dev/null
		echo "$name ${want/armed/}" >>"$dir/want"
		n=$((n + 1))
	done <<-'END'
		0,0 0,0 0,0 armed
		1000,0 0,0 0,0 1000
		1000,0 2000,0 0,0 2000
		0,1000 0,0 0,0 armed
		1000,0 0,1000 0,0 armed
		1000,0 0,2000 0,0 armed
		1001,0 0,1000 0,0 1001
		0,0 0,0 1000,0 1000
		0,0 0,0 1000,1000 armed
		0,0 0,0 1001,1000 1001
		0,3000 0,0 2000,1000 armed
		4000,0 0,0 0,3000 4000
		3000,0 0,0 0,4000 armed
		1000,2000 0,0 0,0 2001
		1000,2000 0,2001 0,0 armed
		4000000000,0 0,0 0,0 4000000000
		0,4000000000 1000,4000000000 0,0 4000000001
		1000,0 0,0 0,9000000000 1000
	END
	etcdctl put bootroot/done/01-52-54-00-00-01-00-x nonsense
	etcdctl put "bootroot/done/$WEB2" 'web2, by hand'
	two
	wait_for 60 both_agree || {
		echo "$output"
		return 1
	}
	# What was made after the other, though by a clock that is behind.
	[ -e "$dir/a/01-52-54-00-00-01-0d" ] && [ "$(stat -c %Y "$dir/b/01-52-54-00-00-01-0d")" = 2001 ]
	[ -e "$dir/b/01-52-54-00-00-01-10" ] && [ "$(stat -c %Y "$dir/a/01-52-54-00-00-01-10")" = 4000000001 ]
	grep "the store's key done/01-52-54-00-00-01-00-x is of no client" "$dir/a.log"
	grep "the store's again/01-52-54-00-00-01-11 has no time: it does not count" "$dir/a.log"
	grep "the store's done/$WEB2 has no time: it counts as done" "$dir/a.log"
	says b web2 'by the store'
}

time_of() {
	if [ "$1" = 9000000000 ]; then
		echo tomorrow
	else
		date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ
	fi
}

@test "again that is killed at each of its steps leaves it done or armed, and never both or neither" {
	local n state
	two
	kill "$follower_a" "$follower_b"
	for call in flock openat write utimensat fstat close renameat unlinkat fsync exit_group; do
		for n in 1 2 3; do
			state a "$WEB1" 0 0
			is_done a "$WEB1"
			strace -qq -o "$dir/trace" -P "$dir/a" -e inject="$call:signal=KILL:when=$n" \
			    "$top/mkbootroot/mkbootroot" -q -m "$dir/a.cdb" -D "$dir/a" again web1 >/dev/null 2>&1 || :
			state=$(find "$dir/a" -name "*$WEB1" -printf '%f ')
			echo "$call $n: $state"
			[ "$state" = "$WEB1 " ] || [ "$state" = ".again-$WEB1 " ]
			on a -q again web1
			[ ! -e "$dir/a/$WEB1" ] && [ -e "$dir/a/.again-$WEB1" ]
		done
	done
}

@test "a folder that is not mounted, or another one, is not fed" {
	two
	is_done a "$WEB1"
	wait_for 60 says b web1 'done since'
	mv "$dir/b" "$dir/b.away"
	install -d -m 2775 "$dir/b"
	wait_for_line 60 "$dir/b.log" "cannot use folder $dir/b: it has no file .bootroot, so its file system may not be mounted; who is done is not shared with other servers"
	on a "done" web2
	wait_for 60 has "done/$WEB2" hand
	[ -z "$(ls -A "$dir/b")" ]
	rmdir "$dir/b"
	mv "$dir/b.away" "$dir/b"
	wait_for 60 says b web2 'done since'
}
