#!/usr/bin/env bats
# mkbootroot follow, of programs and folders that go wrong.

bats_require_minimum_version 1.5.0

load lab/wait
load follow

A=52:54:00:00:00:01
B=52:54:00:00:00:02

setup() {
	follow_begin
}

teardown() {
	follow_end
	umount -l "$dir/small" 2>/dev/null || :
}

# program: standard input is what -x runs.
program() {
	cat >"$dir/program.new"
	chmod +x "$dir/program.new"
	mv "$dir/program.new" "$dir/program"
}

# ended PROCESS: it is no more, or its parent has not looked yet.
ended() {
	[ ! -e "/proc/$1" ] || [[ $(cat "/proc/$1/stat" 2>/dev/null) = *') Z '* ]]
}

@test "a program that prints for ever, dies, or leaves others behind" {
	echo "$A old local" | mkbootroot -q -f -
	printf '#!/bin/sh\nexec yes "52:54:00:00:00:09 x local"\n' | program
	follow follow -x "$dir/program"
	wait_for_line 60 "$dir/log" 'program failed: File too large; the map stays as it is'
	printf '#!/bin/sh\necho "%s half local"\nkill -SEGV $$\n' "$B" | program
	kill -USR1 "$follower"
	wait_for_line 60 "$dir/log" 'program failed: signal 11; the map stays as it is'
	has old
	# One that has its pipe, and one that has left its group.
	cat <<-END | program
		#!/bin/sh
		sleep 1000 & echo \$! >$dir/left
		setsid sleep 60 &
		echo "$B new local"
	END
	kill -USR1 "$follower"
	wait_for 60 has new
	wait_for 60 ended "$(cat "$dir/left")"
	# One that waits for ever ends with who runs it.
	printf '#!/bin/sh\necho $$ >%s/waits\ntrap "" TERM\nsleep 1000\n' "$dir" | program
	kill -USR1 "$follower"
	wait_for 60 test -s "$dir/waits"
	kill "$follower"
	wait "$follower"
	wait_for 60 ended "$(cat "$dir/waits")"
	# So does one that complains for ever.
	printf '#!/bin/sh\ntouch %s/complains\nexec yes no >&2\n' "$dir" | program
	follow follow -x "$dir/program" -t 1
	wait_for 60 test -e "$dir/complains"
	kill "$follower"
	wait_for 60 ended "$follower"
	wait "$follower"
}

# maps N: so many maps were made.
maps() {
	has_lines "$dir/log" "^mkbootroot: map .* is what " "$1"
}

@test "a folder in which much changes is one map when that is over" {
	local until n=0
	cd "$dir"
	echo "$A web1 local" >f/1.clients
	follow -f f follow
	wait_for 60 maps 1
	# As git does: one is gone and comes last.
	rm f/1.clients
	until=$((${EPOCHREALTIME/[.,]/} + 1500000))
	while [ "${EPOCHREALTIME/[.,]/}" -lt "$until" ]; do
		n=$((n + 1))
		echo "52:54:00:01:$((n / 100 % 100)):$((n % 100)) n$n local" >"f/3.clients"
	done
	echo "$A web9 local" >f/1.clients
	wait_for 60 has web9
	wait_for 60 maps 2
	run -1 maps 3
	[ "$(grep -c . log)" = 2 ]
	# Hidden files are no change; a backup of an editor is not read.
	touch f/.1.clients.swp
	rm f/.1.clients.swp
	echo x >'f/1.clients~'
	wait_for 60 maps 3
	has web9
}

@test "a folder with links, fifos and what cannot be read" {
	cd "$dir"
	echo "$A web1 local" >real
	ln -s ../real f/1.clients
	follow -f f follow
	wait_for 60 has web1
	# What a link leads to is seen nowhere in the folder.
	echo "$A web2 local" >real
	wait_for 60 has web2
	mkfifo f/2.clients
	wait_for_line 60 log 'cannot read f/2.clients: it is not a regular file'
	rm f/2.clients
	wait_for 60 maps 3
	ln -s /dev/zero f/2.clients
	wait_for 60 has_lines log 'cannot read f/2.clients: it is not a regular file' 2
	rm f/2.clients
	wait_for 60 maps 4
	ln -s nowhere f/2.clients
	wait_for_line 60 log 'cannot read f/2.clients: No such file or directory'
	mkdir f/3.clients
	rm f/2.clients
	wait_for_line 60 log 'cannot read f/3.clients: '
	has web2
	# The file that it leads to comes later.
	rmdir f/3.clients
	ln -s ../late f/2.clients
	wait_for 60 has_lines log 'cannot read f/2.clients: No such file or directory' 2
	echo "$B web3 local" >late
	wait_for 60 has web3
}

@test "a map that cannot be written is tried again" {
	mkdir "$dir/small"
	mount -t tmpfs -o size=64k none "$dir/small"
	yes '# much' | head -c 65536 >"$dir/small/full" || :
	cd "$dir"
	echo "$A web1 local" >f/1.clients
	"$top/mkbootroot/mkbootroot" -q -r root -m small/map -f f follow 2>log 3>&- 4>&- &
	pids+=("$!")
	wait_for_line 60 log 'cannot write map small/map: No space left on device'
	rm small/full
	wait_for 60 grep -q 'map small/map is what f says' log
}
