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
