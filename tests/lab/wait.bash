# shellcheck shell=bash
# Waiting for events, each with a deadline in seconds, and not being waited for.

# A pipe in which nothing ever comes: who reads from it waits, and starts no process for
# that, as a sleep would be. lab/world makes it.
wait_nothing=/run/nothing

# Waits until a command succeeds. False if it did not in time: a minute or more, as a
# machine may be busy, and what does come ends it. What comes soon is seen soon. Who waits
# for long looks four times a second: each look may be a process or more, which take the
# processor from what is waited for.
wait_for() {
	local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000)) pause=20 text
	shift
	until "$@"; do
		[ "${EPOCHREALTIME/[.,]/}" -lt "$deadline" ] || return 1
		printf -v text '0.%03d' "$pause"
		if [ -p "$wait_nothing" ]; then
			read -rt "$text" <>"$wait_nothing" || :
		else
			sleep "$text"
		fi
		pause=$((pause < 200 ? pause * 5 / 4 : 250))
	done
}

# Waits for a line that matches an extended regular expression.
wait_for_line() {
	wait_for "$1" grep -aqsE -e "$3" "$2"
}

# has_lines FILE REGEX [N]: N of its lines match, or more.
has_lines() {
	[ "$(grep -acsE -e "$2" "$1")" -ge "${3:-1}" ]
}

# wait_for_times N SECONDS FILE REGEX: waits for N such lines. False if they do
# not come, or if there are more.
wait_for_times() {
	wait_for "$2" has_lines "$3" "$4" "$1" && ! has_lines "$3" "$4" "$(($1 + 1))"
}

# Closes all descriptors but 0, 1 and 2, and 255, which is bash's own. bats
# waits for everybody who holds one of its pipes.
close_others() {
	local fd
	for fd in /proc/"$BASHPID"/fd/*; do
		fd=${fd##*/}
		[ "$fd" -le 2 ] || [ "$fd" -eq 255 ] || exec {fd}>&-
	done
}
