# shellcheck shell=bash
# Telling the steps of a boot as the logs show them, what goes on between them,
# and what is wrong when one does not come. $sender is the program that sends the
# files. Source the other parts of the lab first.

begun_exactly=$EPOCHREALTIME

# A step may take this many seconds without progress, times $PATIENCE (see
# patience.bash), and so many in all. Who knows that none comes says IDLE.
steps_idle=${IDLE:-90}
steps_whole=900

# Without a terminal nothing is told for so many seconds at most.
steps_silence=10

elapsed() {
	awk -v a="$begun_exactly" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'
}

say() {
	# The line of what goes on is not needed any more.
	[ ! -t 1 ] || printf '\r\033[K'
	printf '%7s s  %s\n' "$(elapsed)" "$*"
	said_at=$SECONDS
}

# step WHAT LOG REGEX [WORD...]: waits for a line in $LAB/LOG that matches, then
# tells WHAT, with the values of WORD= in that line.
step() {
	local what=$1 log=$LAB/$2 regex=$3 word line
	await "$1" "$2" "$3"
	shift 3
	line=$(grep -aE -m 1 -e "$regex" "$log")
	for word; do
		[[ $line =~ \ $word=([^ ]+) ]] && what="$what $word=${BASH_REMATCH[1]}"
	done
	say "$what"
}

# await WHAT LOG REGEX: the same without telling.
await() {
	await_that "$1" grep -aqsE -e "$3" "$LAB/$2"
}

# await_that WHAT COMMAND...: until the command succeeds. What goes on is looked at
# once a second: that is many processes, and the PC wants the processor, too.
await_that() {
	local what=$1 at=
	shift
	patience_begin
	until "$@"; do
		if [ "$at" != "$SECONDS" ]; then
			at=$SECONDS
			patience_look
			await_no_longer "$what"
			tell_progress "$what"
			tell_files
		fi
		sleep 0.25
	done
	tell_files
}

# Ends all when there is nothing to wait for.
await_no_longer() {
	local limit=$((steps_idle * ${PATIENCE:-1})) whole=$((steps_whole * ${PATIENCE:-1})) reason
	pc_running || fail "this did not come: $1" 'QEMU has ended: what it said is below.'
	if reason=$(reason_dead_end); then
		fail "this did not come: $1" "$reason"
	fi
	[ "${patience_idle:?}" -ge $((limit * 1000000)) ] ||
		[ "${patience_used:?}" -ge $((whole * 1000000)) ] || return 0
	fail "this did not come: $1" "$(reason_likely)" \
		"The PC made no progress for $((patience_idle / 1000000)) s. If this machine is only slow, let it have more: sudo make demo PATIENCE=$((${PATIENCE:-1} * 3))"
}

# tell_progress WHAT: what is being sent, or else what is waited for. On a
# terminal it is one line that changes.
tell_progress() {
	local text file percent size
	[ -t 1 ] || [ $((SECONDS - said_at)) -ge "$steps_silence" ] || return 0
	if read -r file percent < <(patience_transfer) &&
		size=$(stat -L -c %s "$LAB/tftp/$file" 2>/dev/null); then
		text=$(awk -v size="$size" -v percent="$percent" 'BEGIN {
			printf "%.1f of %.1f MB", size * percent / 100e6, size / 1e6 }')
		text="$sender: $text sent of ${file##*/}"
	else
		text="still to come: $1"
		[ "$patience_idle" -lt 10000000 ] ||
			text="$text (no progress for $((patience_idle / 1000000)) s)"
	fi
	if [ -t 1 ]; then
		printf '\r\033[K%7s s  %.68s' "$(elapsed)" "$text"
	else
		say "$text"
	fi
}

files_told=0
tell_files() {
	local line
	while IFS= read -r line; do
		files_told=$((files_told + 1))
		tell_file "$line"
	done < <(grep -as ' sent file=' "$LAB/syslog" | tail -n "+$((files_told + 1))")
}

# One line of its: name, size and rate.
tell_file() {
	local name size rate generated=
	[[ $1 =~ \ file=([^ ]+).*\ bytes=([0-9]+).*\ rate=([0-9.]+) ]] || return 0
	name=${BASH_REMATCH[1]} size=${BASH_REMATCH[2]} rate=${BASH_REMATCH[3]}
	[[ $1 =~ \ generated=([^ ]+) ]] && generated=" (${BASH_REMATCH[1]} configuration, made from the map)"
	say "$(printf '%s: %10d bytes %5s MB/s  %s%s' "$sender" "$size" "$rate" "$name" "$generated")"
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

# fail WHAT [SENTENCE...]: says what is wrong and why, shows the logs that
# matter, and ends all.
fail() {
	say "FAILED: $1"
	shift
	[ $# -eq 0 ] || printf '           Likely reason: %s\n' "$1"
	[ $# -le 1 ] || printf '           %s\n' "${@:2}"
	show_log 'what our programs said' syslog 20
	show_log 'what the DHCP server said' dhcp.log 10 'DHCP[A-Z]*\('
	show_log 'what inetd said' inetd.log 10
	show_log 'what the PC said on its serial console' serial 10 '[[:print:]]'
	show_log 'what QEMU said' qemu.log 5 '^qemu-system'
	pc_stop
	exit 1
}

# show_log TITLE LOG LINES [REGEX]: the last lines, made safe for a terminal.
show_log() {
	local text
	text=$(tr '\r' '\n' 2>/dev/null <"$LAB/$2" | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' |
		tr -cd '[:print:]\n\t' | grep -E -e "${4-}" | tail -n "$3")
	[ -z "$text" ] ||
		printf '%s\n' "--- $1:" "$text"
}
