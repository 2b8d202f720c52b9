#!/usr/bin/env bats
# The text of the map as a folder of files.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	mkdir -p "$dir/root" "$dir/f"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/map" -D "$dir/done" "$@"
}

@test "a folder is its .clients files in the order of their names, and the same map as one file" {
	cd "$dir"
	# Without a line end at the end: the next file begins a line.
	printf '52:54:00:00:00:02 b local' >f/20-b.clients
	printf '# first\n52:54:00:00:00:01 a local\n' >f/10-a.clients
	: >f/15.clients
	touch f/.hidden.clients f/30.clients~ f/README.md
	run -0 --separate-stderr mkbootroot -f f
	[ -z "$stderr" ]
	cp map map.folder
	printf '52:54:00:00:00:01 a local\n52:54:00:00:00:02 b local\n' | mkbootroot -f -
	cmp map map.folder
	run -0 mkbootroot -f f check
	run -0 mkbootroot -f f/ explain b
	[[ "$output" = *"f/20-b.clients:1"* ]]
	run -0 mkbootroot -f f export dnsmasq
}

@test "mistakes in a folder name the file and its line, and other files that they speak of" {
	cd "$dir"
	printf '# one\n52:54:00:00:00:01 a local\n' >f/1.clients
	printf '52:54:00:00:00:02 b local\n52:54:00:00:00:01 c local\nwho\n52:54:00:00:00:02 d local' >f/2.clients
	run -1 mkbootroot -f f
	diff - <(echo "$output") <<-'END'
		f/2.clients:2: 52:54:00:00:00:01 stands in line 2 of f/1.clients already
		f/2.clients:3: who is not a MAC address, uuid:, group, net, image, remap or default
		f/2.clients:3: the name is missing: write - for no name
		f/2.clients:4: 52:54:00:00:00:02 stands in line 1 already
	END
	[ ! -e map ]
}

@test "what a folder has besides is named; one without such a file, and a link of others, is none" {
	cd "$dir"
	touch f/rack1
	mkdir f/more.d
	run -1 mkbootroot -f f
	[ "$output" = "mkbootroot: cannot read f: no name in it ends with .clients
mkbootroot: warning: f/more.d and 1 more are not read: their names do not end with .clients" ]
	echo '52:54:00:00:00:01 a local' >f/1.clients
	rmdir f/more.d
	run -0 mkbootroot -f f
	[ "$output" = "mkbootroot: warning: f/rack1 is not read: its name does not end with .clients" ]
	run -0 mkbootroot -q -f f
	[ -z "$output" ]
	mkdir f/2.clients
	run -1 mkbootroot -q -f f
	[[ "$output" = "mkbootroot: cannot read f/2.clients: "* ]]
}
