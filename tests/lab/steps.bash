# shellcheck shell=bash
# Telling the steps of a boot as the logs show them, and what is wrong when
# one does not come. Source the other parts of the lab first; set $total to
# the seconds that the whole may take. $PATIENCE times these is what a machine
# may need that has other work.

begun=$SECONDS
begun_exactly=$EPOCHREALTIME

elapsed() {
	awk -v a="$begun_exactly" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'
}

# The given seconds, or what is left of the whole.
seconds_left() {
	local patience=${PATIENCE:-1} left
	left=$((begun + ${total:?} * patience - SECONDS))
	echo $((left < $1 * patience ? left : $1 * patience))
}

say() {
	printf '%7s s  %s\n' "$(elapsed)" "$*"
}

# step SECONDS WHAT LOG REGEX [WORD...]: waits for a line in $LAB/LOG that
# matches, then tells WHAT, with the values of WORD= in that line.
step() {
	local what=$2 log=$LAB/$3 regex=$4 word line
	await "$1" "$2" "$3" "$4"
	shift 4
	line=$(grep -aE -m 1 -e "$regex" "$log")
	for word; do
		[[ $line =~ \ $word=([^ ]+) ]] && what="$what $word=${BASH_REMATCH[1]}"
	done
	say "$what"
}

# await SECONDS WHAT LOG REGEX: the same without telling.
await() {
	local seconds
	seconds=$(seconds_left "$1")
	wait_for "$seconds" step_seen "$LAB/$3" "$4" ||
		fail "this did not come within $seconds s: $2"
}

# Until then, the files are told that were sent.
step_seen() {
	grep -aqsE -e "$2" "$1" && return
	pc_running || fail 'the PC has gone'
	tell_files
	return 1
}

files_told=0
tell_files() {
	local line
	while IFS= read -r line; do
		files_told=$((files_told + 1))
		tell_file "$line"
	done < <(grep -a ' sent file=' "$LAB/syslog" | tail -n "+$((files_told + 1))")
}

# One line of tftpd's: name, size and rate.
tell_file() {
	local name size rate generated=
	[[ $1 =~ \ file=([^ ]+).*\ bytes=([0-9]+).*\ rate=([0-9.]+) ]] || return 0
	name=${BASH_REMATCH[1]} size=${BASH_REMATCH[2]} rate=${BASH_REMATCH[3]}
	[[ $1 =~ \ generated=([^ ]+) ]] && generated=" (${BASH_REMATCH[1]} configuration, made from the map)"
	say "$(printf 'tftpd: %10d bytes %5s MB/s  %s%s' "$size" "$rate" "$name" "$generated")"
}

# True when a program of that name runs.
runs() {
	cat /proc/[0-9]*/comm 2>/dev/null | grep -qx "$1"
}

# True when the screen has shown the same dialog for a while: it is drawn to
# the end.
picture_last=
picture_same=0
picture_ready() {
	local picture
	pc_screen_has_dialog || return 1
	picture=$(cksum <"$LAB/screen.ppm")
	[ "$picture" = "$picture_last" ] || picture_same=0
	picture_last=$picture
	picture_same=$((picture_same + 1))
	[ "$picture_same" -ge 10 ]
}

# Says what is wrong, shows the logs that matter, and ends all.
fail() {
	say "FAILED: $1"
	show_log 'what our programs said' syslog 20
	show_log 'what the DHCP server said' dhcp.log 10 'DHCP[A-Z]*\('
	show_log 'what inetd said' inetd.log 10
	show_log 'what the PC said on its serial console' serial 10 '[[:print:]]'
	show_log 'what QEMU said' qemu.log 5
	exit 1
}

# show_log TITLE LOG LINES [REGEX]: the last lines, made safe for a terminal.
show_log() {
	[ -s "$LAB/$2" ] || return 0
	echo "--- $1:"
	tr '\r' '\n' <"$LAB/$2" | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' |
		tr -cd '[:print:]\n\t' | grep -E -e "${4-}" | tail -n "$3"
}
