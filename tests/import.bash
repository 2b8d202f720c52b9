# shellcheck shell=bash
# What the tests of import-hosts share; after tests/dhcp.bash.
#
# shellcheck disable=SC2154 # variables are the tests'

WEB2=52:54:00:12:34:57
WEB3=52:54:00:12:34:58

import_hosts() {
	"$compile" -r "$dir/root" import-hosts "$@"
}

# imported FILE LINE...: these lines of clients(5), and nothing that was not
# translated.
imported() {
	local file=$1
	shift
	run --separate-stderr import_hosts "$file"
	echo "$output"
	echo "$stderr"
	[ "$status" = 0 ]
	[ "$output" = "$(printf '%s\n' "$@")" ]
	[ -z "$stderr" ]
}

# named LINE TEXT...: these lines of their file were not translated, and no
# other. The file is standard input.
named() {
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$output"
	echo "$stderr"
	[ "$status" = 1 ]
	[ "$stderr" = "$(while [ $# -gt 0 ]; do
		echo "$dir/theirs:$1: not translated: $2"
		shift 2
	done)" ]
}

# named_beside PATTERN LINE TEXT...: the same beside warnings, and beside lines
# of that pattern; without any the exit status is 0.
named_beside() {
	local pattern=$1
	shift
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$output"
	echo "$stderr"
	[ "$status" = $(($# > 0)) ]
	[ "$(grep 'not translated' <<<"$stderr" | grep -v "$pattern")" = "$(while [ $# -gt 0 ]; do
		echo "$dir/theirs:$1: not translated: $2"
		shift 2
	done)" ]
}

# A boot root for all of them.
setup_root() {
	boot_root
	mkdir "$dir/root/rescue"
	printf 'not a PE file' >"$dir/root/rescue/pxelinux.0"
	chmod -R a+rX "$dir/root"
}

# answers: what each client is told as each kind of firmware, and as iPXE: its
# address, that of the server, the file, the router, the name servers. ARCHS: the
# kinds of firmware.
ARCHS='0000 0007 0009'
answers() {
	local mac arch stage options hex
	for mac in "$WEB1" "$WEB2" "$WEB3"; do
		for arch in $ARCHS; do
			for stage in ROM iPXE; do
				options=()
				[ "$stage" = ROM ] || options=(--option "77:'iPXE'")
				run client --mac "$mac" --arch "$arch" --option '55:03 06' "${options[@]}"
				[ "$status" = 0 ] || {
					echo "$mac $arch $stage: $output"
					continue
				}
				hex=${lines[1]}
				echo "$mac $arch $stage ${hex:32:16} $(file_of "$hex") $(option_of 03 "$hex") $(option_of 06 "$hex")"
			done
		done
	done
}

# option_of CODE HEX: its value, if it is there.
option_of() {
	local rest=${2:480} n
	while [ -n "$rest" ] && [ "${rest:0:2}" != ff ]; do
		[ "${rest:0:2}" != 00 ] || {
			rest=${rest:2}
			continue
		}
		n=$((2 * 16#${rest:2:2}))
		[ "${rest:0:2}" != "$1" ] || echo "${rest:4:n}"
		rest=${rest:4+n}
	done
}

# same FILE [STATUS]: the other server, which runs as $pid, has told theirs; ours
# tells the same with what was imported from the file, with that exit status.
same() {
	local status=0
	answers >"$dir/theirs.answers"
	kill "$pid"
	wait "$pid" || :
	import_hosts "$1" >"$dir/imported" || status=$?
	cat "$dir/imported"
	[ "$status" = "${2:-0}" ]
	map <"$dir/imported"
	: >"$dir/log"
	serve_both
	answers >"$dir/ours.answers"
	diff -u "$dir/theirs.answers" "$dir/ours.answers"
	[ "$(grep -c '0a0900' "$dir/ours.answers")" = $(($(wc -w <<<"$ARCHS") * 6)) ]
}

# server_says MAC [OPTION...]: by an answer to each kind of client, for which of them its
# file is rescue/yes: b(ios), x(64), i(PXE), or - for none. iPXE sends the options, too.
server_says() {
	local mac=$1 kind options said='' yes
	shift
	yes=$(client --show "'rescue/yes' 00")
	for kind in b:0000:ROM x:0007:ROM i:0000:iPXE; do
		options=(--arch "${kind:2:4}" --vendor "PXEClient:Arch:0${kind:2:4}:UNDI:003016")
		[ "${kind##*:}" = ROM ] || options+=(--option "77:'iPXE'" "$@")
		run client --mac "$mac" "${options[@]}"
		[[ ${lines[1]:216} != "$yes"* ]] || said+=${kind%%:*}
	done
	echo "${said:--}"
}
