# shellcheck shell=bash
# What a command has printed.

# sees LINE...: $output has these lines one after the other.
sees() {
	local want
	want=$(printf '%s\n' "$@")
	# shellcheck disable=SC2154 # it is bats'
	[[ $'\n'$output$'\n' = *$'\n'"$want"$'\n'* ]] || {
		echo "$output"
		echo "want: $want"
		return 1
	}
}

# bad LINE...: the lines of clients that are here give these mistakes.
bad() {
	run -1 mkbootroot -q -f clients
	[ "$output" = "$(printf '%s\n' "$@")" ] || {
		printf 'want: %s\n' "$@"
		return 1
	}
}
