#!/usr/bin/env bats
# httpd by bytes: each request of http_cases.txt, what is answered, whether the
# connection stays, and what the log says; the same by curl. lab/32-http-raw holds
# the table against another server.

bats_require_minimum_version 1.5.0
load httpd
load http_root

setup() {
	sender_begin
	http_root "$root"
	httpd_start -v
}

@test "a hundred requests, byte by byte: status, head, content, connection and log" {
	run inside python3 "$BATS_TEST_DIRNAME/http_cases.py" "$BATS_TEST_DIRNAME/http_cases.txt" \
		127.0.0.1 ours "$log" "$root"
	echo "$output"
	[ "$status" = 0 ]
	[[ ${lines[-1]} =~ ^([0-9]+)\ cases$ ]]
	[ "${BASH_REMATCH[1]}" -ge 100 ]
	# A line of the log is one line, whatever was asked for.
	run ! grep -aP '[^\x20-\x7e]' "$log"
}

@test "a table that is wrong is seen to be: status, head, content, connection, log" {
	local n
	# shellcheck disable=SC2016 # perl's
	for n in 's/^< 200 ; Content-Length: 6 /< 206 ; Content-Length: 6 /' 's/Content-Length: 6/Content-Length: 7/' \
		's/body=hello/body=hallo/' 's/^= kept/= closed/' 's/^log sent/log not-found/'; do
		sed -n '/^a file$/,/^$/p' "$BATS_TEST_DIRNAME/http_cases.txt" | sed "$n" >"$dir/cases"
		: >"$log"
		CASE_SECONDS=1 run -1 inside python3 "$BATS_TEST_DIRNAME/http_cases.py" "$dir/cases" 127.0.0.1 ours "$log" "$root"
		[ "$output" != '1 cases' ]
	done
}
