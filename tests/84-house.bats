#!/usr/bin/env bats
# Folders are rooms with one subject, and a room knows only those below it: its
# README.md says which.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/.."
	work=$BATS_TEST_TMPDIR
	find lib dhcp-helper httpd tftpd mkbootroot -name '*.[ch]' | sort >"$work/sources"
	sed 's|/[^/]*$||' "$work/sources" | sort -u >"$work/rooms"
}

# uses: a line "ROOM MAY-USE" for each room, or file, that a README.md names.
uses() {
	local room
	while read -r room; do
		sed -n '/^May use: /,$p' "$room/README.md" | tr '\n' ' ' |
		    grep -oE '[a-z-]+(/[a-z.-]+)+|dhcp-helper|httpd' | sed "s|[.]*\$||; s|^|$room |"
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

# A file that #ifdef takes apart has more blocks than these two, and a macro of a
# header, or of the C library's, may have to stand above it: those are left out by
# name.
@test "includes are the system's by name, a blank line, and ours by name" {
	grep -vxE 'lib/daemon/log\.c|lib/net/datagram\.c|mkbootroot/explain/explaincapture\.c|mkbootroot/answers/answers(xml|yaml)\.c' "$work/sources" >"$work/ordered"
	[ "$(wc -l <"$work/ordered")" -eq "$(($(wc -l <"$work/sources") - 5))" ]
	# shellcheck disable=SC2046 # a list
	LC_ALL=C awk 'FNR == 1 { kind = last = 0; name = "" }
	    /^#include/ { now = $2 ~ /^</ ? 1 : 2
		if (now < kind || now == kind && (FNR != last + 1 || $2 <= name) ||
		    now > kind && kind != 0 && FNR != last + 2)
			print FILENAME ":" FNR ": " $0
		kind = now; last = FNR; name = $2 }' $(cat "$work/ordered") >"$work/wrong"
	cat "$work/wrong"
	[ ! -s "$work/wrong" ]
}

# uses_of PROGRAM FOLDER...: "USER USED" for each object with a function or table
# of another one, of those that are one program.
uses_of() {
	local objects
	objects=$(grep -E "^($(IFS='|' && echo "$*"))/" "$work/sources" | sed -n 's/\.c$/.o/p')
	# shellcheck disable=SC2086 # a list
	nm -A -P $objects | awk '{ sub(/:$/, "", $1) }
	    $3 == "U" { wants[$1 " " $2]; next }
	    $3 ~ /[A-TV-Z]/ && $2 != "main" { in_file[$2] = $1 }
	    END { for (w in wants) { split(w, p, " ")
		if (p[2] in in_file && in_file[p[2]] != p[1]) print p[1], in_file[p[2]] } }'
}

@test "no two files call each other, nor round in a circle" {
	{ uses_of tftpd lib; uses_of httpd lib; uses_of dhcp-helper lib; uses_of mkbootroot dhcp-helper httpd lib; } |
	    sort -u >"$work/calls"
	[ "$(wc -l <"$work/calls")" -ge 1000 ]
	# A language whose parts contain each other is read, and evaluated, by
	# functions that do so as well: the second of each pair is the part that
	# has the whole in it. Of these no other circle may be made.
	sed 's|[^ ]*|mkbootroot/foreign/dhcpd/&.o|g' >"$work/recursive" <<-END
		dhcpdexpression dhcpdterm
		dhcpdstatement dhcpdcontrol
		dhcpdevaluate dhcpdinteger
		dhcpdevaluate dhcpdlogic
	END
	[ -z "$(comm -13 "$work/calls" <(sort "$work/recursive"))" ]
	comm -23 "$work/calls" <(awk '{ print $2, $1 }' "$work/recursive" | sort) >"$work/down"
	[ "$(wc -l <"$work/down")" -eq "$(($(wc -l <"$work/calls") - 4))" ]
	tsort "$work/down" >"$work/order"
}
