#!/usr/bin/env bats
# mkbootroot follow, of an etcd that fails in parts, or is replaced, or holds anything.

bats_require_minimum_version 1.5.0

load lab/wait
load etcd
load follow

A=52:54:00:00:00:01
B=52:54:00:00:00:02

setup() {
	follow_begin
	mkdir "$dir/root/deb"
	echo kernel >"$dir/root/deb/linux"
	chmod -R a+rX "$dir/root"
}

teardown() {
	nft delete table inet cut 2>/dev/null || :
	follow_end
}

# once_there: clients that boot something once: then it writes that it is there.
once_there() {
	etcdctl put bootroot/clients/image/deb 'image deb - kernel=linux'
	etcdctl put bootroot/clients/web1 "$A web1 boot=deb once"
}

# heard: since $since all that others have said is known.
heard() {
	[ -e "$dir/done/.store" ] && [ "$(stat -c %Y "$dir/done/.store")" -ge "$since" ]
}

# heard_again SECONDS: from now on.
heard_again() {
	since=$(($(date +%s) + 1))
	wait_for "$1" heard
}

# An etcd that has not found the others of its cluster, and so has no leader.
etcd_without_others() {
	"$cache/bin/etcd" --name lonely --data-dir "$dir/lonely" --listen-client-urls http://127.0.0.1:2377 \
	    --advertise-client-urls http://127.0.0.1:2377 --listen-peer-urls http://127.0.0.1:2376 \
	    --initial-advertise-peer-urls http://127.0.0.1:2376 \
	    --initial-cluster lonely=http://127.0.0.1:2376,other=http://127.0.0.1:2374,third=http://127.0.0.1:2373 \
	    >>"$dir/lonely.log" 2>&1 3>&- 4>&- &
	pids+=("$!")
	wait_for_line 60 "$dir/lonely.log" 'serving insecure client|ready to serve|is starting a new election'
}

@test "of several endpoints those that are dead, mute or without a majority are passed over" {
	etcd_start
	once_there
	etcd_without_others
	# Its name is known, and whoever connects waits for ever.
	python3 -c 'import socket, time
s = socket.create_server(("127.0.0.1", 2375), backlog=50)
time.sleep(1000)' 3>&- 4>&- &
	pids+=("$!")
	ETCDCTL_ENDPOINTS=http://127.0.0.1:2371,http://127.0.0.1:2375,http://127.0.0.1:2377,http://127.0.0.1:2371,http://localhost:2379 \
	    follow follow -e
	wait_for 60 has web1
	wait_for_line 60 "$dir/log" 'http://localhost:2379 is asked instead of http://127.0.0.1:2377, which failed: '
	heard_again 60
	run -1 grep 'is away' "$dir/log"
	# They fail in the other order when this one goes, and all of them.
	kill -STOP "$etcd"
	wait_for_line 60 "$dir/log" 'etcd is away since .*: none of 4 endpoints answers: '
	has web1
	kill -CONT "$etcd"
	wait_for_line 60 "$dir/log" 'etcd is back'
	run -0 grep -c 'is asked instead' "$dir/log"
	[ "$output" -le 8 ]
}

# Whoever asks this port waits.
cut() {
	nft -f - <<-END
		table inet cut {
			chain out {
				type filter hook output priority 0;
				tcp dport $1 drop
			}
		}
	END
}

@test "an endpoint that is cut off is followed by the next one, and nothing is read again" {
	etcd_start --listen-client-urls http://127.0.0.1:2378,http://127.0.0.1:2379
	once_there
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		case $all in *' --limit='*) echo "$all" >>"$dir/pages" ;; esac
		exec "$real" "$@"
	END
	ETCDCTL_ENDPOINTS=http://127.0.0.1:2378,http://127.0.0.1:2379 follow follow -e
	wait_for 60 has web1
	heard_again 60
	cut 2378
	wait_for_line 60 "$dir/log" 'http://127.0.0.1:2379 is asked instead of http://127.0.0.1:2378, which failed: '
	etcdctl put bootroot/clients/web2 "$B web2 local"
	wait_for 60 has web2
	heard_again 60
	run -1 grep -E 'is away|read anew' "$dir/log"
	[ "$(wc -l <"$dir/pages")" = 1 ]
}

@test "while everything is read again, changes come, and who is done is heard" {
	etcd_start
	once_there
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		case $all in
		*' --limit='*)
			# What was there when it was asked, and told late.
			"$real" "$@" >"$dir/page" || exit
			[ ! -e "$dir/slow" ] || {
				touch "$dir/asked"
				until [ -e "$dir/go" ]; do
					[ ! -e "$dir/fail" ] || exit 3
					sleep 0.1
				done
			}
			exec cat "$dir/page"
			;;
		esac
		exec "$real" "$@"
	END
	etcdctl put bootroot/clients/web3 "52:54:00:00:00:03 web3 local"
	follow follow -e
	wait_for 60 has web1
	heard_again 60
	touch "$dir/slow"
	kill -USR1 "$follower"
	wait_for 60 test -e "$dir/asked"
	heard_again 12
	etcdctl put bootroot/clients/web2 "$B web2 local"
	etcdctl del bootroot/clients/web3
	wait_for 60 has_not web3
	has web2
	heard_again 12
	: >"$dir/log"
	touch "$dir/go"
	wait_for_line 60 "$dir/log" 'has the 3 lines of etcd'
	has web2
	has_not web3
	run -1 grep 'has the [^3]' "$dir/log"
	etcdctl put bootroot/clients/web4 "52:54:00:00:00:04 web4 local"
	wait_for 60 has web4
	# It fails, and what is known stays.
	rm "$dir/go" "$dir/asked"
	kill -USR1 "$follower"
	wait_for 60 test -e "$dir/asked"
	touch "$dir/fail"
	wait_for_line 60 "$dir/log" 'cannot read everything again: exit code 3'
	etcdctl del bootroot/clients/web4
	wait_for 60 has_not web4
	has web2
	run -1 grep 'is away' "$dir/log"
}

# fill FROM TO: so many changes that matter to nobody.
fill() {
	local n
	for ((n = $1; n < $2; n++)); do
		"$cache/bin/etcdctl" put elsewhere "$n" >/dev/null
	done
}

@test "an etcd that is another one is noticed, though nothing was written to it and it has come further" {
	etcd_start --initial-cluster-token one
	etcdctl put bootroot/clients/525400000001 "$A web1 local"
	follow follow -e
	wait_for 60 has web1
	# It is known that it watches.
	etcdctl put bootroot/clients/525400000001 "$A web2 local"
	wait_for 60 has web2
	# In its time nothing happens between two questions.
	kill -STOP "$follower"
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	etcd_start --initial-cluster-token two
	etcdctl put bootroot/clients/525400000001 "$A web3 local"
	fill 1 12
	kill -CONT "$follower"
	wait_for 60 has web3
	grep 'this is another etcd than before: everything is read anew' "$dir/log"
}

@test "an etcd that is put back from a backup, of the same name, is noticed by the first that is written to it" {
	etcd_start
	once_there
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		[ ! -e "$dir/mute" ] || case $all in *' put '*) exit 1 ;; esac
		exec "$real" "$@"
	END
	follow follow -e
	wait_for 60 has web1
	heard_again 60
	kill -STOP "$follower"
	fill 1 40
	etcdctl snapshot save "$dir/old" >/dev/null 2>&1
	kill -CONT "$follower"
	# This one is read, and not written to.
	touch "$dir/mute"
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	wait_for_line 60 "$dir/log" 'etcd is away'
	# It has come further than what matters of the other one.
	kill -STOP "$follower"
	etcd_start
	fill 1 30
	kill -CONT "$follower"
	wait_for_line 60 "$dir/log" 'etcd is back'
	wait_for_line 60 "$dir/log" 'cannot write bootroot/alive/'
	kill -STOP "$follower"
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	etcdctl snapshot restore "$dir/old" --data-dir "$dir/etcd" >/dev/null 2>&1
	etcd_start
	rm "$dir/mute"
	: >"$dir/log"
	kill -CONT "$follower"
	wait_for_line 60 "$dir/log" 'etcd has lost what this server wrote: everything is read anew'
	heard_again 60
}

@test "one that was put back is noticed, though the watch tells what was written there once" {
	etcd_start
	once_there
	fill 1 40
	follow follow -e
	wait_for 60 has web1
	heard_again 60
	kill -STOP "$follower"
	etcdctl snapshot save "$dir/old" >/dev/null 2>&1
	kill -CONT "$follower"
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	wait_for_line 60 "$dir/log" 'etcd is away'
	# This one does not come as far as the other one was when it was written to.
	etcd_start
	once_there
	wait_for_line 60 "$dir/log" 'etcd is back'
	heard_again 60
	kill -STOP "$follower"
	etcd_end "$etcd"
	rm -r "$dir/etcd"
	etcdctl snapshot restore "$dir/old" --data-dir "$dir/etcd" >/dev/null 2>&1
	etcd_start
	: >"$dir/log"
	kill -CONT "$follower"
	wait_for_line 60 "$dir/log" 'etcd has lost what this server wrote: everything is read anew'
	heard_again 60
}

@test "another server of the same name is said, and is no reason to read everything each time" {
	etcd_start
	once_there
	follow follow -e
	wait_for 60 has web1
	heard_again 60
	"$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/map2" -D "$dir/done2" follow -e \
	    2>"$dir/log2" 3>&- 4>&- &
	pids+=("$!")
	wait_for_line 60 "$dir/log" "another server is called $(hostname), too: both write bootroot/alive/"
	heard_again 60
	run grep -c 'read anew' "$dir/log"
	[ "$output" -le 1 ]
}

@test "keys of whatever bytes and long values are mistakes of one line each" {
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		case $all in
		*' watch '*) exec sleep 1000 ;;
		*probe*) echo '{"header":{"revision":7}}' ;;
		*'etcd is back'*) cat "$dir/get2" ;;
		*' get '*) cat "$dir/get" ;;
		esac
	END
	echo "$A old local" | mkbootroot -q -f -
	head -c 1000000 /dev/zero | tr '\0' x >"$dir/long"
	{
		printf '{"header":{"revision":1},"kvs":[%s,' "$(kv bootroot/clients/a "52:54:00:00:00:0a a local")"
		printf '{"key":"%s","value":"%s"},' "$(printf 'bootroot/clients/long' | base64 -w 0)" "$(base64 -w 0 "$dir/long")"
		printf '{"key":"%s","value":""},' "$( (printf 'bootroot/clients/'; cat "$dir/long") | base64 -w 0)"
		printf '{"key":"%s","value":""},' "$(printf 'bootroot/clients/x\nmkbootroot: etcd is back\033[2J\377' | base64 -w 0)"
		# It ends with a key that is no argument.
		printf '{"key":"%s","value":""}],"more":true}' "$(printf 'bootroot/clients/z\0c' | base64 -w 0)"
	} >"$dir/get"
	printf '{"header":{"revision":1},"kvs":[%s]}' "$(kv bootroot/clients/web2 "$B web2 local")" >"$dir/get2"
	follow follow -e
	wait_for_line 60 "$dir/log" 'the map stays as it is'
	sed 's/xxxxx*/x+/' "$dir/log" >"$dir/short"
	diff - "$dir/short" <<-'END'
		bootroot/clients/long: the line is too long
		bootroot/clients/x\012mkbootroot:\040etcd\040is\040back\033[2J\377: this key is of nobody: it is WHO or NAME of its line
		bootroot/clients/x+...: this key is of nobody: it is WHO or NAME of its line
		bootroot/clients/z\000c: this key is of nobody: it is WHO or NAME of its line
		mkbootroot: the map stays as it is
	END
	has old
}

@test "a page that is too large to keep is asked for in smaller ones" {
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		case $all in
		*' watch '*) exec sleep 1000 ;;
		*probe*) echo '{"header":{"revision":7}}' ;;
		*' --limit=1000 '*) cat "$dir/get" ;;
		*' get '*) head -c 300000000 /dev/zero ;;
		esac
	END
	printf '{"header":{"revision":1},"kvs":[%s]}' "$(kv bootroot/clients/web1 "$A web1 local")" >"$dir/get"
	follow follow -e
	wait_for 60 has web1
	run -1 grep 'is away' "$dir/log"
}

# ended PROCESS: it is no more, or its parent has not looked yet.
ended() {
	[ ! -e "/proc/$1" ] || [[ $(cat "/proc/$1/stat" 2>/dev/null) = *') Z '* ]]
}

@test "SIGTERM at whatever step ends it, with what it has started, and the map is whole" {
	local call n status
	# shellcheck disable=SC2016 # for that program
	etcdctl_is <<-'END'
		case $all in
		*' watch '*) echo $$ >>"$dir/watches"; exec sleep 1000 ;;
		*probe*) echo '{"header":{"revision":7}}' ;;
		*' get '*) cat "$dir/get" ;;
		esac
	END
	printf '{"header":{"revision":1},"kvs":[%s]}' "$(kv bootroot/clients/web1 "$A web1 local")" >"$dir/get"
	echo "$A old local" | mkbootroot -q -f -
	for call in memfd_create clone,clone3,vfork,fork ppoll read waitid wait4 pread64; do
		for n in 1 3; do
			: >"$dir/watches"
			following=(strace -D -qq -o "$dir/trace" -e "inject=$call:signal=TERM:when=$n")
			follow follow -e
			# Not every call comes so often.
			wait_for 60 ended_or_quiet
			kill "$follower" 2>/dev/null || :
			status=0
			wait "$follower" || status=$?
			echo "$call $n: $status"
			# It has begun nothing while its libraries are read.
			[ "$status" = 0 ] || [[ $call:$status = *read*:143 ]]
			has 'old|web1'
			[ ! -e "$dir/.map.new" ]
			wait_for 60 watches_ended
		done
	done
}

# What is followed has ended, or has its map and nothing more to do.
ended_or_quiet() {
	ended "$follower" || grep -q 'has the 1 lines' "$dir/log"
}

watches_ended() {
	local pid
	while read -r pid; do
		ended "$pid" || return
	done <"$dir/watches"
}
