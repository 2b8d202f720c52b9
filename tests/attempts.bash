# shellcheck shell=bash
# What a server that was taken over has tried (locked/attempt.c), by its log.

# landlock_here: sets LANDLOCK, its version here, by $LOCKED/without.
landlock_here() {
	LANDLOCK=$("$LOCKED/without" -- python3 -c 'import ctypes
print(ctypes.CDLL(None).syscall(444, None, 0, 1))')
	export LANDLOCK
	echo "# Landlock's version here: $LANDLOCK" >&3
}

# attempts WHO: what it tried, and what came of it.
attempts() {
	logged "^attempt $1 end done$"
	sed -n "s/^attempt $1 //p" "$log" | sed '/^end /q'
}

# came_of WHO ATTEMPT=RESULT...: these, whatever else.
came_of() {
	local who=$1 said want bad=0
	shift
	said=$(attempts "$who")
	for want; do
		grep -qxE "${want%%=*} (${want#*=})" <<<"$said" || {
			echo "$who: wanted $want, got $(grep "^${want%%=*} " <<<"$said")"
			bad=1
		}
	done
	return "$bad"
}
