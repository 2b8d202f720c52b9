# shellcheck shell=bash
# Which command of a test has failed, at less cost than bats' own way: tests/bats
# puts this behind bats' tracing.bash. Before each command of a test bats writes
# down the whole stack of calls, to have it where the command fails: in files of
# many short commands that is half of the processor's time. Here two strings are
# kept, and what they say is worked out where a command has failed.
#
# The names are bats', and what they give is the same, byte for byte (05-run).

# In $trace_last and $trace_before: lines, functions and files of the command that
# comes, and of the one before it.
trace_last='' trace_before=''

# bats_debug_trap SOURCE: before each command. Those of bats itself do not count.
bats_debug_trap() {
	[[ $1 != "$BATS_ROOT"/li* && ${BATS_INTERRUPTED-}${BATS_TIMED_OUT-} == '' ]] || return 0
	local IFS=$'\1'
	trace_before=$trace_last
	trace_last="${BASH_LINENO[*]}"$'\2'"${BASH_SOURCE[*]}"$'\2'"${FUNCNAME[*]}"
}

bats_error_trap() {
	bats_check_status_from_trap
	local IFS=$'\1'
	# Bash has told of a command that is none: the one before has failed.
	[[ "${BASH_LINENO[*]}"$'\2'"${BASH_SOURCE[*]}" != "${trace_last%$'\2'*}" ||
		-n $BATS_DEBUG_LAST_STACK_TRACE_IS_VALID ]] || trace_last=$trace_before
	BATS_DEBUG_LAST_STACK_TRACE_IS_VALID=1
}

# bats_get_failure_stack_trace ARRAY: fills it with "LINE FUNCTION FILE", from the
# command that failed to the test.
bats_get_failure_stack_trace() {
	local trace_text=$trace_before trace_frames=() trace_lines trace_sources trace_names i
	[[ -z ${BATS_DEBUG_LAST_STACK_TRACE_IS_VALID-} ]] || trace_text=$trace_last
	IFS=$'\1' read -r -a trace_lines <<<"${trace_text%%$'\2'*}"
	IFS=$'\1' read -r -a trace_names <<<"${trace_text##*$'\2'}"
	trace_text=${trace_text#*$'\2'}
	IFS=$'\1' read -r -a trace_sources <<<"${trace_text%$'\2'*}"
	for ((i = 1; i < ${#trace_names[@]}; i++)); do
		trace_frames+=("${trace_lines[i - 1]} ${trace_names[i]} ${trace_sources[i]:-$BATS_TEST_SOURCE}")
		case ${trace_names[i]} in
		"${BATS_TEST_NAME-}" | setup | teardown | setup_file | teardown_file | setup_suite | teardown_suite) break ;;
		source) [[ ${trace_sources[i + 1]-} != *bats-exec-file* ]] || break ;;
		esac
	done
	eval "$1=(\"\${trace_frames[@]}\")"
}

# Of what bats does for each test this is two processes less: the folder of the test,
# which is what bats makes of it, and the time at which it began.
bats_create_test_tmpdirs() {
	BATS_TEST_TMPDIR=$BATS_RUN_TMPDIR/test/$BATS_SUITE_TEST_NUMBER
	mkdir "$BATS_TEST_TMPDIR" 2>/dev/null || {
		mkdir -p "${BATS_TEST_TMPDIR%/*}" && mkdir "$BATS_TEST_TMPDIR"
	} || exit 1
	printf '%s\n' "$BATS_TEST_NAME" >"$BATS_TEST_TMPDIR.name"
	export BATS_TEST_TMPDIR
}

date() {
	if [ "$*" = +%s%N ]; then
		printf '%s000\n' "${EPOCHREALTIME/[.,]/}"
	else
		command date "$@"
	fi
}
