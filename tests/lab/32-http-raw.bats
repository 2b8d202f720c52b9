#!/usr/bin/env bats
# The requests of http_cases.txt at lighttpd: where it answers something else than
# httpd the table says so, and why httpd is right.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	# shellcheck source=/dev/null
	. "$top/tests/lab/cache.bash"
	# shellcheck source=/dev/null
	. "$top/tests/lab/wait.bash"
	# shellcheck source=tests/http_root.bash
	. "$top/tests/http_root.bash"
	cache_needs lighttpd
	dir=$BATS_TEST_TMPDIR
	http_root "$dir/root"
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" 2>/dev/null || :
	cat >"$dir/lighttpd.conf" <<-END
		server.document-root = "$dir/root"
		server.username = "nobody"
		server.groupname = "nogroup"
		server.bind = "127.0.0.1"
		server.port = 80
		mimetype.assign = ( ".efi" => "application/efi", ".cfg" => "text/plain", "" => "application/octet-stream" )
	END
	ip link set lo up
	"$cache/bin/lighttpd" -D -m "$cache/lighttpd/usr/lib/lighttpd" \
		-f "$dir/lighttpd.conf" 3>&- &
	server=$!
	wait_for 60 listens
}

teardown() {
	[ -z "${server-}" ] || kill "$server"
	wait
}

listens() {
	ss -Hltn 'sport = :80' | grep -q ':80 '
}

@test "lighttpd answers what httpd answers, or what the table says" {
	run python3 "$top/tests/http_cases.py" "$top/tests/http_cases.txt" 127.0.0.1 lighttpd - "$dir/root"
	echo "$output"
	[ "$status" = 0 ]
	# As many as 34-http-raw has run at httpd.
	[ "$output" = "$(grep -c '^= ' "$top/tests/http_cases.txt") cases" ]
	# Each difference has its reason.
	[ "$(grep -c '^lighttpd ' "$top/tests/http_cases.txt")" = "$(grep -c '^why ' "$top/tests/http_cases.txt")" ]
}
