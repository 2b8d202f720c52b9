# shellcheck shell=bash
# The other Debian: 13 where this machine has 12, else 12. Its root is
# .cache/trixie or .cache/bookworm, with what tests/setup installs and fetches
# there for make check, and what builds a package: its tests need no network.
# Source this after cache.bash and tools.bash.
#
# shellcheck disable=SC2154,SC2016 # $top and $cache are theirs; $(REPO_URI) is apt's

other_tools='build-essential debhelper lintian'

other_release() {
	case $(cache_release) in
	bookworm) echo trixie ;;
	*) echo bookworm ;;
	esac
}

# Makes it, or only ready again where this tree wants more than another one did.
other_fetch() {
	local name root
	name=$(other_release) root=$cache/$name
	exec {cache_lock}>"$cache/lock.other"
	flock "$cache_lock"
	if [ ! -e "$root/setup/wants" ]; then
		echo "bootroot: making .cache/$name, the other Debian"
		rm -rf "$root"
		other_try "$name" other_make
	fi
	if [ -d "$root/setup" ] && ! other_wants | cmp -s - "$root/setup/wants"; then
		echo "bootroot: making .cache/$name ready for its tests"
		other_try "$name" other_setup
	fi
	exec {cache_lock}>&-
}

# other_try NAME COMMAND: what cannot be made is said, and the tests that need
# it are skipped.
other_try() {
	progress_begin ".cache/$1" "other_state $cache/$1.log"
	# Not (...) || {...}, where set -e would not count.
	(set -e && "$2" "$cache/$1") >"$cache/$1.log" 2>&1 &
	if wait $!; then
		progress_end
		rm -f "$cache/missing/$1"
	else
		progress_end
		tail -n 5 "$cache/$1.log" >&2
		rm -f "$cache/$1/setup/wants"
		cache_say_missing "$1" ".cache/$1 cannot be made (its log is .cache/$1.log)"
	fi
}

# The last line of its log, which may be such a line itself.
other_state() {
	tail -n 1 "$1" | sed -E 's/^(I|bootroot): //; s/(,? [0-9]+ s so far|\.\.\.)$//'
}

# From where this machine's packages come, and by the same proxy. If the power goes
# meanwhile, it is made again: so nothing waits for a disk.
other_make() {
	local root=$1 from proxy options=()
	from=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' \
		'Created-By: Packages' "Release: $(cache_release)" | head -n 1)
	while read -r proxy; do
		options+=(--aptopt="$proxy")
	done < <(apt-config dump | grep -E '^Acquire::https?::Proxy')
	# shellcheck disable=SC2086 # a list of words
	unshare --mount mmdebstrap --mode=root --variant=minbase --include="$(echo $other_tools ca-certificates | tr ' ' ,)" \
		--dpkgopt=force-unsafe-io "${options[@]}" "$(other_release)" "$root" "$from"
	# No service is started in it.
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	mkdir "$root/setup"
	: >"$root/setup/wants"
}

# What is mounted for it is gone when it is done, or fails.
other_setup() {
	local root=$1
	rm -rf "$root/setup/tests"
	cp -r "$top/tests" "$root/setup"
	cp -L /etc/resolv.conf "$root/etc"
	# shellcheck disable=SC2016 # the arguments of that shell
	unshare --mount --pid --fork --kill-child bash -ec '
		mount -t proc bootroot "$1/proc"
		mount --rbind /dev "$1/dev"
		exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$1" /setup/tests/setup check' - "$root"
	chroot "$root" apt-get clean
	other_wants >"$root/setup/wants"
}

# What decides what is there.
other_wants() {
	(cd "$top/tests" && cat setup lab/cache.bash lab/tools.bash lab/other.bash)
}
