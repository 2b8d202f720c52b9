#!/usr/bin/env bats
# Folders are rooms with one subject, and a room knows only those below it: its
# README.md says which.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/.."
	work=$BATS_TEST_TMPDIR
	find lib dhcp-helper tftpd mkbootroot -name '*.[ch]' | sort >"$work/sources"
	sed 's|/[^/]*$||' "$work/sources" | sort -u >"$work/rooms"
}

# uses: a line "ROOM MAY-USE" for each room, or file, that a README.md names.
uses() {
	local room
	while read -r room; do
		sed -n '/^May use: /,$p' "$room/README.md" | tr '\n' ' ' |
		    grep -oE '[a-z-]+(/[a-z.-]+)+|dhcp-helper' | sed "s|[.]*\$||; s|^|$room |"
	done <"$work/rooms"
}

# includes: a line "ROOM INCLUDED FILE" for each include of another room.
includes() {
	# shellcheck disable=SC2046 # a list
	awk -F '"' 'NR == FNR { there[$0]; next }
	    /^#include "/ { from = FILENAME; sub(/\/[^\/]*$/, "", from)
		file = "lib/" $2 in there ? "lib/" $2 : $2; room = file
		sub(/\/[^\/]*$/, "", room)
		if (room != from) print from, file, FILENAME }' \
	    "$work/sources" $(cat "$work/sources")
}

@test "each room includes what its README.md says that it may use, and no other" {
	uses >"$work/uses"
	includes >"$work/includes"
	[ "$(wc -l <"$work/includes")" -ge 400 ]
	awk 'NR == FNR { may[$1 " " $2]; next }
	    { room = $2; sub(/\/[^\/]*$/, "", room); used[$1 " " room]; used[$1 " " $2] }
	    !($1 " " room in may) && !($1 " " $2 in may) { print $3 " includes " $2 }
	    END { for (u in may) if (!(u in used)) print "not used: " u }' \
	    "$work/uses" "$work/includes" >"$work/wrong"
	cat "$work/wrong"
	[ ! -s "$work/wrong" ]
}

@test "no room leads back to itself" {
	uses >"$work/uses"
	tsort "$work/uses" >"$work/order"
	diff <(sed 's/ .*//' "$work/uses" | sort -u) <(sort -u "$work/order" | grep -xFf <(cut -d ' ' -f 1 "$work/uses"))
}

@test "an include says where it is from, and no two headers have one name there" {
	# shellcheck disable=SC2046 # a list
	run -1 grep -nE '^#include "[^/]*"' $(cat "$work/sources")
	[ -z "$(sed -n 's|^lib/||; /\.h$/p' "$work/sources" | sort | uniq -d)" ]
}
