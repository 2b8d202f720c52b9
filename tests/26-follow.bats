#!/usr/bin/env bats
# mkbootroot follow: the map from etcd, from a folder, and from a program.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

load lab/wait
load etcd
load follow

A=52:54:00:00:00:01
B=52:54:00:00:00:02

setup() {
	follow_begin
}

teardown() {
	follow_end
}

mistakes() {
	etcdctl get --print-value-only "bootroot/mistakes/$(hostname)"
}

tells() {
	[[ $(mistakes) = *"$1"* ]]
}

no_mistakes() {
	[ -z "$(mistakes)" ]
}

@test "lines of etcd are the map within a second of a change, whatever their keys look like" {
	etcd_start
	etcdctl put bootroot/clients/525400000001 "$A web1 local"
	etcdctl put bootroot/clients/web2 "$B web2 local"
	etcdctl put bootroot/clients/net/10.9.0.0/24 'net 10.9.0.0/24 - router=10.9.0.254'
	etcdctl put bootroot/clients/group/web 'group web - local'
	etcdctl put bootroot/clients/b8:27:eb:* 'b8:27:eb:* - group=web'
	etcdctl put bootroot/clients/remap/10 'remap - rule=r from=^a$ to=b' || :
	etcdctl del bootroot/clients/remap/10
	# With the end of its line, as from a file.
	echo 'default - ignore # others' | etcdctl put bootroot/clients/default
	etcdctl put bootroot/clients/off '# not yet'
	etcdctl put bootroot/elsewhere 'who knows'
	follow follow -e
	wait_for_line 60 "$dir/log" 'map .* has the 7 lines of etcd'
	clients >"$dir/before"
	[ "$(wc -l <"$dir/before")" = 6 ]
	mkbootroot -q -m "$dir/other" -f - <<-END
		b8:27:eb:* - group=web
		group web - local
		default - ignore
		net 10.9.0.0/24 - router=10.9.0.254
		$B web2 local
		$A web1 local
	END
	diff <(mkbootroot -m "$dir/other" dump | sort) <(mkbootroot dump | sort)
	etcdctl put bootroot/clients/web3 "52:54:00:00:00:03 web3 ignore"
	wait_for 60 has 'web3 +ignore'
	etcdctl del bootroot/clients/web2
	wait_for 60 has_not web2
	kill "$follower"
	wait "$follower"
}

@test "the entries of doc/operating.md are three lines of the map" {
	etcd_start
	(cd "$top" && python3 tests/command_lines.py doc/operating.md) | grep '^etcdctl put' >"$dir/lines"
	[ "$(wc -l <"$dir/lines")" = 3 ]
	run -0 bash -e "$dir/lines"
	follow follow -e
	wait_for_line 60 "$dir/log" 'map .* has the 3 lines of etcd'
	has 'web1 +local'
}

@test "mistakes keep the map, are told to etcd by their keys, and are gone when they are mended" {
	etcd_start
	etcdctl put bootroot/clients/web1 "$A web1 local"
	follow follow -e
	wait_for 60 has web1
	etcdctl txn <<-END

		put bootroot/clients/web2 "$B web3 local"
		put bootroot/clients/web3 "$A web3 lokal"
		put bootroot/clients/web4 ""
		put "bootroot/clients/web5" "52:54:00:00:00:05 web5 local\n52:54:00:00:00:06 web6 local"


	END
	wait_for_line 60 "$dir/log" 'the map stays as it is'
	wait_for 60 tells lokal
	diff - <(mistakes) <<-END
		bootroot/clients/web2: it holds a line of somebody else: the key is neither its WHO nor its NAME
		bootroot/clients/web4: it holds no line: delete the key, or make it a comment
		bootroot/clients/web5: it holds more than one line
		bootroot/clients/web3: unknown word "lokal": is it "local"?
		bootroot/clients/web3: $A stands in bootroot/clients/web1 already

	END
	[ "$(clients)" = "$A   web1 local" ]
	etcdctl del bootroot/clients/web4
	etcdctl del bootroot/clients/web5
	etcdctl put bootroot/clients/web2 "$B web2 local"
	etcdctl put bootroot/clients/web3 "52:54:00:00:00:03 web3 local"
	wait_for 60 has web3
	wait_for 60 no_mistakes
}

# many FROM TO: lines with a mistake each, in one transaction.
many() {
	local i
	{
		echo
		for ((i = $1; i < $2; i++)); do
			printf 'put bootroot/clients/x%d "52:54:00:01:%02x:%02x x%d lokal"\n' "$i" "$((i >> 8))" "$((i & 255))" "$i"
		done
		printf '\n\n'
	} | etcdctl txn >/dev/null
}

# What is told may still be that of the changes before: it is read in one go.
all_are_counted() {
	local n more
	mistakes >"$dir/mistakes"
	n=$(grep -c 'unknown word "lokal"' "$dir/mistakes")
	more=$(sed -n 's/^and \([0-9]*\) lines more$/\1/p' "$dir/mistakes")
	echo "$n and $more"
	[ "$n" -gt 200 ] && [ "$((n + ${more:-0}))" = 400 ]
}

@test "of many mistakes the first are told, and how many more there are" {
	etcd_start
	etcdctl put bootroot/clients/web1 "$A web1 local"
	follow follow -e
	wait_for 60 has web1
	for n in 0 100 200 300; do
		many "$n" "$((n + 100))"
	done
	wait_for_line 60 "$dir/log" '^mkbootroot: and 380 lines more$'
	wait_for 60 all_are_counted
	kill "$follower"
	wait "$follower"
	# More than is kept of them.
	yes 'x y z' | head -n 5000 >"$dir/clients"
	follow -f "$dir/clients" follow
	wait_for_line 60 "$dir/log" '^mkbootroot: and 9980 lines more$'
}

@test "a map with clients stays when all keys are gone" {
	etcd_start
	etcdctl put bootroot/clients/web1 "$A web1 local"
	etcdctl put bootroot/clients/group/x "group x - local"
	follow follow -e
	wait_for 60 has web1
	etcdctl del bootroot/clients/web1
	wait_for_line 60 "$dir/log" 'the text has no client and no default, but map .* has'
	has web1
	etcdctl del --prefix bootroot/clients/
	wait_for 60 has_lines "$dir/log" 'no client and no default' 2
	has web1
	# The same at a start.
	kill "$follower"
	wait "$follower"
	follow follow -e
	wait_for_line 60 "$dir/log" 'the text has no client and no default'
	has web1
}

@test "etcd that is killed leaves the map, which says since when; what changed meanwhile comes" {
	# Nothing answers at the start, either.
	cache_needs etcd-server etcd-client
	PATH=$PATH:$cache/bin
	echo "$A old local" | mkbootroot -q -f -
	follow follow -e
	wait_for_line 60 "$dir/log" 'etcd is away since 20..-..-.. ..:..:..: .*; the map stays as it is'
	has old
	etcd_start
	etcdctl put bootroot/clients/525400000001 "$A web1 local"
	wait_for 60 has web1
	wait_for_line 60 "$dir/log" 'etcd is back: it was away since 20'
	kill -9 "$etcd"
	wait_for 60 has_lines "$dir/log" 'etcd is away' 2
	has web1
	etcd_start
	etcdctl put bootroot/clients/525400000001 "$A web2 local"
	wait_for 60 has web2
	# Another etcd, whose history is shorter.
	kill -9 "$etcd"
	wait_for 60 has_lines "$dir/log" 'etcd is away' 3
	rm -r "$dir/etcd"
	etcd_start
	etcdctl put bootroot/clients/525400000001 "$A web3 local"
	wait_for 60 has web3
}

@test "history that is compacted while it was not heard is no loss" {
	etcd_start
	etcdctl put bootroot/clients/525400000001 "$A web1 local"
	hash -r
	# An etcdctl whose watch begins too late, once.
	cat >"$dir/bin/etcdctl" <<-END
		#!/bin/sh
		case " \$* " in
		*' watch '*) [ -e "$dir/once" ] || {
			touch "$dir/once"
			"$cache/bin/etcdctl" put bootroot/clients/525400000001 "$A web2 local" >&2
			"$cache/bin/etcdctl" put bootroot/clients/525400000001 "$A web3 local" >&2
			"$cache/bin/etcdctl" compaction 4 >&2
		} ;;
		esac
		exec "$cache/bin/etcdctl" "\$@"
	END
	chmod +x "$dir/bin/etcdctl"
	follow follow -e
	wait_for_line 60 "$dir/log" 'etcd has ended the watch, because its history was compacted'
	wait_for 60 has web3
	"$cache/bin/etcdctl" put bootroot/clients/525400000001 "$A web4 local"
	wait_for 60 has web4
}

@test "a password and TLS are etcdctl's" {
	cd "$dir"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
	    -subj /CN=etcd -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
	export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379 ETCDCTL_CACERT=$dir/cert.pem
	# For TLS and a password etcdctl waits 2 seconds by itself: a busy machine needs more.
	export ETCDCTL_DIAL_TIMEOUT=30s
	etcd_start --cert-file cert.pem --key-file key.pem --bcrypt-cost 4
	etcdctl --command-timeout=60s put bootroot/clients/525400000001 "$A web1 local"
	etcdctl user add root:secret
	etcdctl user add boot:word
	etcdctl role add boot
	etcdctl role grant-permission boot --prefix=true readwrite bootroot/
	etcdctl user grant-role boot boot
	etcdctl user grant-role root root
	etcdctl role add look
	etcdctl role grant-permission look --prefix=true read bootroot/
	etcdctl user add look:look
	etcdctl user grant-role look look
	etcdctl auth enable
	ETCDCTL_USER=boot:wrong follow follow -e
	wait_for_line 60 "$dir/log" 'etcd is away since .*: .*(authentication failed|invalid user)'
	[ ! -e map ]
	kill "$follower"
	wait "$follower"
	ETCDCTL_USER=boot:word follow follow -e
	wait_for 60 has web1
	ETCDCTL_USER=root:secret etcdctl --command-timeout=60s put bootroot/clients/525400000001 "$A web2 local"
	wait_for 60 has web2
	kill "$follower"
	wait "$follower"
	# Who may only read cannot tell of mistakes, which is said once, and reads on.
	export ETCDCTL_USER=root:secret
	ETCDCTL_USER=look:look follow follow -e
	wait_for_line 60 "$dir/log" 'map .* has the 1 lines'
	etcdctl --command-timeout=60s put bootroot/clients/525400000002 "x"
	wait_for_line 60 "$dir/log" 'cannot write bootroot/mistakes/.*permission denied'
	etcdctl --command-timeout=60s put bootroot/clients/525400000002 "$B web9 local"
	etcdctl --command-timeout=60s put bootroot/clients/525400000002 "$B web2 local"
	wait_for 60 has "$B"
}

# fake: an etcdctl that prints the files get and watch.
fake() {
	cat >"$dir/bin/etcdctl" <<-END
		#!/bin/sh
		case " \$* " in
		*' watch '*) cat "$dir/watch"; exec sleep 1000 ;;
		*probe*) printf '{"header":{"revision":7}}' ;;
		*' get '*) cat "$dir/get"; exit \$(cat "$dir/code" 2>/dev/null || echo 0) ;;
		esac
	END
	chmod +x "$dir/bin/etcdctl"
	: >"$dir/watch"
}

@test "answers that are cut, garbled or of something else leave the map" {
	local bad
	echo "$A old local" | mkbootroot -q -f -
	fake
	while IFS= read -r bad; do
		echo "$bad"
		printf '%s' "$bad" >"$dir/get"
		follow follow -e
		wait_for_line 60 "$dir/log" 'what etcdctl prints is not understood: '
		has old
		kill "$follower"
		wait "$follower" || :
	done <<-END

		{
		[]
		null
		{"kvs":[]}
		{"header":{"revision":1},"kvs":[{"key":"a"}]}
		{"header":{"revision":1},"kvs":[{"value":"YQ=="}]}
		{"header":{"revision":1},"kvs":[$(kv bootroot/clients/web1 "$A web1 local"),{"key":"YQ==","value":"%%%%"}]}
		{"header":{"revision":1},"kvs":7}
		{"header":{"revision":"x"},"kvs":[]}
		{"header":{},"kvs":[$(kv bootroot/clients/web1 "$A web1 local")]}
		{"header":{"revision":1},"kvs":[$(kv bootroot/clients/web1 "$A web1 local")],"more":true,"more":false}
	END
	# Nothing at all, with exit code 0 or 1.
	echo '{"header":{"revision":1}}' >"$dir/get"
	follow follow -e
	wait_for_line 60 "$dir/log" 'the text has no client and no default'
	has old
	kill "$follower"
	wait "$follower"
	printf '{"header":{"revision":1},"kvs":[%s]}' "$(kv bootroot/clients/web1 "$A web1 local")" >"$dir/get"
	echo 1 >"$dir/code"
	follow follow -e
	wait_for_line 60 "$dir/log" 'etcd is away since .*: exit code 1;'
	has old
	kill "$follower"
	wait "$follower"
}

@test "watch's lines are changes, each as a whole; what is none of them is said, and all is read anew" {
	fake
	printf '{"header":{"cluster_id":14841639068965178418,"revision":7},"kvs":[%s],"count":1}\n' \
	    "$(kv bootroot/clients/web1 "$A web1 local")" >"$dir/get"
	{
		printf '{"Header":{"revision":8},"Events":[{"kv":%s},{"kv":%s}],"CompactRevision":0,"Canceled":false,"Created":false}\n' \
		    "$(kv bootroot/clients/web2 "$B web2 local")" "$(kv bootroot/clients/web3 "52:54:00:00:00:03 web3 local")"
		printf '{"Header":{"revision":9},"Events":[{"type":1,"kv":{"key":"%s"}}]}\n' \
		    "$(printf bootroot/clients/web1 | base64)"
		printf '{"Header":{"revision":9},"Events":[]}\n'
		# The beginning of a line is nothing yet.
		printf '{"Header":{"revision":10},"Events":[{"type":1,'
	} >"$dir/watch"
	follow follow -e
	wait_for 60 has web3
	# Both lines of the watch come at once, but may be read as two changes.
	wait_for 60 has_not web1
	wait_for 60 has web2
	[ "$(clients)" = "$B   web2 local
52:54:00:00:00:03   web3 local" ]
	kill "$follower"
	wait "$follower" || :
	echo 'etcd is fine' >"$dir/watch"
	follow follow -e
	wait_for_line 60 "$dir/log" 'is not understood: it is no JSON; the map stays'
	rm "$dir/bin/etcdctl"
	wait_for_line 60 "$dir/log" 'there is no etcdctl \(Debian: etcd-client\)'
}

@test "a folder and a file are followed: changes, files that come and go, and other folders in their place" {
	cd "$dir"
	echo "$A web1 local" >f/1.clients
	follow -f f follow
	wait_for 60 has web1
	echo "$B web2 local" >f/2.clients
	wait_for 60 has web2
	echo x >f/3.clients
	wait_for_line 60 "$dir/log" 'f/3.clients:1: x is not a MAC'
	has web2
	rm f/3.clients f/1.clients
	wait_for 60 has_not web1
	mkdir g
	echo "$A web7 local" >g/1.clients
	mv f old
	mv g f
	wait_for 60 has web7
	kill "$follower"
	wait "$follower"
	echo "$A web8 local" >clients
	follow -f clients follow
	wait_for 60 has web8
	echo "$A web9 local" >clients.new
	mv clients.new clients
	wait_for 60 has web9
	: >clients
	wait_for_line 60 "$dir/log" 'the text has no client and no default'
	has web9
	run -2 mkbootroot -f - follow
	[ "$output" = 'mkbootroot: standard input cannot be followed: name a file or a folder' ]
}

@test "a program's output is the map, if it ends well" {
	cd "$dir"
	# shellcheck disable=SC2016 # for the program's shell
	printf '#!/bin/sh\ncat %s/out\nexit $(cat %s/code)\n' "$dir" "$dir" >program
	chmod +x program
	echo "$A web1 local" >out
	echo 0 >code
	follow follow -x ./program
	wait_for 60 has web1
	kill "$follower"
	wait "$follower"
	echo 3 >code
	echo "$A web2 local" >out
	follow follow -x ./program -t 1
	wait_for_line 60 log './program failed: exit code 3; the map stays as it is'
	kill "$follower"
	wait "$follower"
	echo 0 >code
	: >out
	follow follow -x ./program
	wait_for_line 60 log 'the text has no client and no default'
	has web1
	run -1 mkbootroot follow -x ./none
	run -2 mkbootroot follow -x ./program -e
	run -2 mkbootroot follow -t 3
	run -2 mkbootroot follow -p x/
	run -1 mkbootroot follow -e -p x
}
