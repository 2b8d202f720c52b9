# shellcheck shell=bash
# mkbootroot follow, and the map that it makes. Source lab/wait.bash first. $top is the
# tree, $dir the test's folder with its root, and pids are what its teardown ends.

follow_begin() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	cache=$top/.cache
	# shellcheck source=tests/lab/cache.bash
	. "$top/tests/lab/cache.bash"
	mkdir -p "$dir/root" "$dir/f" "$dir/bin"
	PATH=$dir/bin:$PATH
	pids=()
}

follow_end() {
	[ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || :
	# Of a test that has failed.
	[ ! -e "$dir/log" ] || tr -d "\0" <"$dir/log" | tail -n 30
}

mkbootroot() {
	"${top:?}/mkbootroot/mkbootroot" -r "${dir:?}/root" -m "$dir/map" -D "$dir/done" "$@"
}

# follow ARG...: in the background, with its log in $dir/log.
follow() {
	local global=()
	while [ "${1-}" != follow ]; do
		global+=("$1")
		shift
	done
	"${following[@]}" "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/map" -D "$dir/done" \
	    "${global[@]}" "$@" 2>"$dir/log" 3>&- 4>&- &
	follower=$!
	pids+=("$follower")
}

# What it is started by.
following=()

# The clients of the map, without what is found.
clients() {
	mkbootroot dump | grep -v '^[[:blank:]]*#'
}

# has REGEX: whether the map has a line that matches.
has() {
	[ -e "$dir/map" ] && clients | grep -qE -- "$1"
}

has_not() {
	! has "$@"
}

# kv KEY VALUE: an entry as etcdctl has it.
kv() {
	printf '{"key":"%s","value":"%s"}' "$(printf %s "$1" | base64 -w 0)" "$(printf %s "$2" | base64 -w 0)"
}

# etcdctl_is: standard input is an etcdctl, whose real one is $real, and which is asked
# "$@", all of which is in $all.
etcdctl_is() {
	mkdir -p "$dir/bin"
	{
		printf '#!/bin/bash\ndir=%s real=%s all=" $* "\n' "$dir" "${cache:?}/bin/etcdctl"
		cat
	} >"$dir/bin/etcdctl.new"
	chmod +x "$dir/bin/etcdctl.new"
	mv "$dir/bin/etcdctl.new" "$dir/bin/etcdctl"
	hash -r
}
