# shellcheck shell=bash
# Which objects the compiler has made without a word: what tests/lab/build compiles for
# the tests, 16-build need not compile once more to see that there is no warning.
# Source this with $top set to the top of the tree.
#
# .cache/silent: who has compiled with what, and then a line "PATH TIME SIZE" for each.
# An object that has been made since has another time.

silent_list=${top:?}/.cache/silent

# silent_compiler VARIABLE=VALUE...: this compiler and its flags, with these variables.
# shellcheck disable=SC2120 # the arguments are of 16-build
silent_compiler() {
	local command
	# shellcheck disable=SC2016 # make's
	command=$(${MAKE:-make} -s --no-print-directory -C "$top" --eval \
		'compiler: ; $(info $(CC) $(ALL_CFLAGS) $(PCAP_CFLAGS) $(YAML_CFLAGS) $(XML_CFLAGS))@:' \
		"$@" compiler 2>/dev/null) || return
	echo "$(${command%% *} --version | sed 's/^[^ ]* //; 1q') ${command#* }"
}

# silent_objects: those of the tree, a line each.
silent_objects() {
	(cd "$top" && find lib tftpd httpd dhcp-helper mkbootroot -name '*.o' -type f \
		-printf '%p %T@ %s\n' | LC_ALL=C sort)
}

# silent_known COMPILER: those of the list that are still there, and by that compiler.
silent_known() {
	[ -s "$silent_list" ] && [ "$(head -n 1 "$silent_list")" = "$1" ] || return 0
	LC_ALL=C comm -12 <(tail -n +2 "$silent_list" | LC_ALL=C sort) <(silent_objects)
}

# silent_begin, silent_end: between them make has compiled, and nothing was said.
silent_begin() {
	silent_before=$(silent_objects)
}

silent_end() {
	local compiler new made
	made=$(LC_ALL=C comm -13 <(printf '%s\n' "$silent_before") <(silent_objects))
	# shellcheck disable=SC2119 # none
	[ -n "$made" ] && compiler=$(silent_compiler) || return 0
	new=$(mktemp "$silent_list.XXXXXX") || return 0
	{
		echo "$compiler"
		{
			silent_known "$compiler"
			printf '%s\n' "$made"
		} | LC_ALL=C sort -u
	} >"$new" && mv "$new" "$silent_list"
}
