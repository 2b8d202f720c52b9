# shellcheck shell=bash
# The tree as who clones it has it: what git knows, as it is now, and new files
# that git does not ignore; nothing of what was built or fetched. Where there
# is no git, all but what is known to be such.

# clone_into FOLDER: makes it. Set $top to the top of the tree.
clone_into() {
	mkdir -p "$1"
	clone_files | tar cf - -C "${top:?}" --null --no-recursion -T - | tar xf - -C "$1"
}

# Names, each with a NUL behind it; those that are deleted are known, but not there.
clone_files() {
	(
		cd "${top:?}" || exit
		# The tree may be somebody else's.
		git -c safe.directory='*' ls-files -z --cached --others --exclude-standard 2>/dev/null ||
			find . \( -path ./.cache -o -path ./.git -o -path ./tests/fuzz/build \) -prune -o \
				! -name '*.[od]' ! -name '*.deb' ! -path ./tftpd/tftpd \
				! -path ./dhcp-helper/dhcp-helper ! -path ./mkbootroot/mkbootroot \
				! -type d -print0
	) | while IFS= read -rd '' file; do
		[ ! -e "$top/$file" ] && [ ! -L "$top/$file" ] || printf '%s\0' "$file"
	done
}
