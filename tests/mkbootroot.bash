# shellcheck shell=bash
# mkbootroot with the boot root $root, the map $dir/clients.cdb and the text
# $dir/clients, after what makes these: root_begin, sender_begin.
#
# shellcheck disable=SC2154 # variables are the tests'

# shellcheck disable=SC2120 # the arguments are of who loads this file
mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r "$root" -D "$dir/done" -m "$dir/clients.cdb" "$@"
}

# text LINE...: these are the clients.
text() {
	printf '%s\n' "$@" >"$dir/clients"
}

# compile OPTION...: the map of them; mistakes are said of clients:LINE.
compile() {
	(cd "$dir" && mkbootroot -f clients "$@")
}

# explain WHO...: what the map says, without its text.
explain() {
	run mkbootroot explain "$@"
	echo "$output"
}
