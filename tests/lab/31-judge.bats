#!/usr/bin/env bats
# import-hosts beside the servers whose files it reads: dnsmasq, ISC dhcpd and
# Kea run with a file, dhcp-helper with what was imported from it, and both are
# asked the same. What they answer differently has to be named.

bats_require_minimum_version 1.5.0

setup_file() {
	[ "$(id -u)" = 0 ] || skip 'network namespaces want root'
	# The program itself, and without what it loads for a site.
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
}

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	# shellcheck source=/dev/null
	. "$top/tests/lab/cache.bash"
	cd "$top" || return 1
}

judge() {
	"$python" -S -E tests/judge/judge.py "$@"
}

@test "files of dnsmasq" {
	judge tests/fixtures/import/dnsmasq/*
}

@test "files of ISC dhcpd" {
	cache_needs isc-dhcp-server
	judge tests/fixtures/import/dhcpd/*
}

@test "files of Kea" {
	cache_needs kea-dhcp4-server
	judge tests/fixtures/import/kea/*
}
