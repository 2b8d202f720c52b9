#!/usr/bin/env bats
# doc/moving.md: its tables have every option of the others, what they say is
# taken, and the tests that they name are there.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	page=$top/doc/moving.md
}

# rows SECTION: the rows of its tables, of which the first cell is an option.
rows() {
	sed -n "/^## $1\$/,/^## /p" "$page" | grep '^| `'
}

# has_rows SECTION: every option on standard input has a row.
has_rows() {
	local option missing=0 n=0
	while read -r option; do
		n=$((n + 1))
		rows "$1" | cut -d '|' -f 2 | grep -qF -- "\`$option\`" || {
			echo "no row: $option"
			missing=1
		}
	done
	echo "$n options"
	[ "$missing" = 0 ] && [ "$n" -ge "$2" ]
}

@test "every option of tftpd-hpa has a row" {
	cache_needs tftpd-hpa
	zcat "$top/.cache/tftpd-hpa/usr/share/man/man8/in.tftpd.8.gz" |
	    sed 's/\\fB//g; s/\\fR//g; s/\\fI//g; s/\\-/-/g' |
	    sed -n '/^.SH OPTIONS/,/^.SH/p' | grep -oE '^(\.B |\.BR |\.TP |)-.*' |
	    grep -oE -- '(^|[ ,"])-{1,2}[a-zA-Z0-9]+[a-z0-9-]*' | tr -d ' ,"' | sort -u |
	    has_rows tftpd-hpa 30
}

@test "every option of atftpd has a row" {
	cache_needs atftpd
	"$top/.cache/bin/atftpd" --help 2>&1 | sed -n 's/ *:.*//p' |
	    grep -oE -- '(^|[ ,])-{1,2}[a-zA-Z][a-z-]*' | tr -d ' ,' | sort -u | has_rows atftpd 30
}

@test "every option of dnsmasq's TFTP has a row, and those that say what to boot" {
	"$top/.cache/bin/dnsmasq" --help 2>&1 |
	    grep -oE -- '--([a-z-]*tftp[a-z-]*|pxe-[a-z]+|dhcp-(boot|host|hostsfile|range|mac|match|option|option-force|pxe-vendor|userclass|vendorclass|ignore|broadcast|no-override|alternate-port)|bootp-dynamic)([ =[]|$)' |
	    tr -d ' =[' | sort -u | has_rows dnsmasq 26
}

@test "tftpd takes what each row says, and serves" {
	local options n=0
	mkdir "$root/up"
	chown nobody "$root/up"
	inside ip route add 239.0.0.0/8 dev lo
	grep '^| `-' "$page" | cut -d '|' -f 3 | grep -oE '`-[^`]+`' | tr -d '`' | sort -u >"$dir/options"
	while read -r options; do
		echo "$options"
		: >"$log"
		[[ $options == *'-l '* ]] || options+=' -l 127.0.0.1'
		# shellcheck disable=SC2086 # words, as in a shell
		(set -f; behind "$top/tftpd/tftpd" -d -m "$dir/clients.cdb" $options "$root" 2>"$log"; echo "$pid" >"$dir/pid")
		pids+=("$(cat "$dir/pid")")
		wait_for 60 listens "$options"
		fetch "$options"
		logged '^sent file=hello '
		kill "$(cat "$dir/pid")"
		wait_for 60 gone "$(cat "$dir/pid")"
		n=$((n + 1))
	done <"$dir/options"
	[ "$n" -ge 15 ]
}

port_of() {
	local port
	port=$(grep -oE -- '-l [^ ]+:[0-9]{2,}' <<<"$1" | sed 's/.*://')
	echo "${port:-69}"
}

listens() {
	port_is_open udp "$(port_of "$1")"
}

fetch() {
	local host=127.0.0.1
	[[ $1 != '-l [::]'* ]] || host='[::1]'
	inside curl -sS -m 60 -o "$dir/got" "tftp://$host:$(port_of "$1")/hello"
	cmp "$root/hello" "$dir/got"
}

gone() {
	[ ! -e "/proc/$1" ]
}

@test "each row names a test that is there" {
	local row file name n=0
	while IFS= read -r row; do
		row=${row% |}
		row=${row##*| }
		file=${row%%:*}
		name=$(sed -n 's/^[^*]*\*\([^*]*\)\*.*/\1/p' <<<"$row")
		grep -hqF -- "@test \"$name" "$top/tests/$file".bats "$top/tests/lab/$file".bats 2>/dev/null || {
			echo "no such test: $row"
			return 1
		}
		[ -n "$name" ]
		n=$((n + 1))
	done < <(grep '^| `' "$page")
	[ "$n" -ge 75 ]
}
