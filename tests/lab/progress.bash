# shellcheck shell=bash
# Says what goes on while a command works that itself says nothing: on a
# terminal in one line that changes, elsewhere in a line of its own at times,
# so that nothing is silent for longer than $progress_every seconds.

progress_every=20

# progress_begin WHAT STATE: from now on. STATE is a command that prints how far
# it is, or nothing.
progress_begin() {
	progress_tick "$@" &
	progress_ticker=$!
}

progress_end() {
	{ kill "$progress_ticker" && wait "$progress_ticker"; } 2>/dev/null || :
	[ ! -t 1 ] || printf '\r\033[K'
}

# progress_run WHAT STATE COMMAND...: while the command runs. $progress_log gets
# what that says.
progress_log=/dev/null
progress_run() {
	local status=0
	progress_begin "$1" "$2"
	"${@:3}" >"$progress_log" 2>&1 || status=$?
	progress_end
	return "$status"
}

# Until it is killed, or nobody is there any more who could do that. It waits
# by reading from a pipe in which nothing comes: a sleep would outlive it, and
# hold the caller's output open.
progress_tick() {
	local every=$progress_every begun=$SECONDS nothing line
	exec {nothing}<> <(:)
	[ ! -t 1 ] || every=1
	while ! read -rt "$every" -u "$nothing" && kill -0 $$ 2>/dev/null; do
		line=$($2) || :
		line="bootroot: $1${line:+: $line}, $((SECONDS - begun)) s"
		if [ -t 1 ]; then
			printf '\r\033[K%.79s' "$line"
		else
			echo "$line so far"
		fi
	done
}

# progress_size BYTES: as people read it.
progress_size() {
	awk -v n="$1" 'BEGIN {
		if (n < 1000000) printf "%d kB", (n + 999) / 1000
		else printf "%.1f MB", n / 1000000
	}'
}

# progress_bytes FOLDER: what is in it by now.
progress_bytes() {
	progress_size "$(find "$1" -type f -printf '%s\n' 2>/dev/null | awk '{ n += $1 } END { print n + 0 }')"
}

# progress_apt FILE: what apt-get has last written there as its APT::Status-Fd,
# "dlstatus:1:12.3:Retrieving file 3 of 20" or "pmstatus:gcc:45.6:Unpacking gcc".
progress_apt() {
	tail -n 1 "$1" 2>/dev/null | awk -F : 'NF >= 4 { printf "%s (%d %%)", $4, $3 }'
}
