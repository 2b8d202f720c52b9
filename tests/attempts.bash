# shellcheck shell=bash
# What a server that was taken over has tried (locked/attempt.c), by its log.

# landlock_here: sets LANDLOCK, its version here, by $LOCKED/without.
landlock_here() {
	LANDLOCK=$("$LOCKED/without" -- python3 -c 'import ctypes
print(ctypes.CDLL(None).syscall(444, None, 0, 1))')
	export LANDLOCK
	echo "# Landlock's version here: $LANDLOCK" >&3
}

# attempts_begin CHILD BYTES: a test's folder: root, which is served, with up, and a file big
# of so many bytes; closed, which is not served. Their modes would let anybody do
# everything. CHILD is the word of its attempts for the server's child.
attempts_begin() {
	[ "$LANDLOCK" -ge 1 ] || skip 'this kernel has no Landlock'
	sender_begin
	up=$root/up
	mkdir "$up" "$dir/closed" "$dir/map" "$dir/done"
	: >"$dir/done/.bootroot"
	touch "$up/old-parent" "$up/old-$1" "$dir/done/old"
	printf 'secret' >"$dir/closed/file"
	printf 'x' >"$root/file"
	file big "$2"
	ln -s root "$dir/open"
	chmod -R a+rwX "$root" "$dir/closed" "$dir/done"
	# Somebody else's process with the same user.
	behind setpriv --reuid=nobody --regid=nogroup --clear-groups sleep 600
	export ATTEMPT_PLACE=$dir ATTEMPT_PID=$pid ROOT=$root
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
