#!/usr/bin/env bats
# tests/run counts what bats really reports, and says each file as it ends.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	# The worlds that are made have their own /run and /tmp.
	dir=$(mktemp -d /var/tmp/bootroot-run.XXXXXX)
	cd "$dir"
}

teardown() {
	cd /
	rm -rf "$dir"
}

# file NAME: a bats file, whose tests are standard input: bats would take "@test"
# for one of this file.
file() {
	sed '1i#!/usr/bin/env bats' >"$1.bats"
	sed -i 's/^=test/@test/' "$1.bats"
}

# of NAME...: runs them; where they are found afterwards is not of interest.
of() {
	local files=("${@/%/.bats}")
	run --separate-stderr timeout 300 "$top/tests/run" "${files[@]/#/$PWD/}"
	printf '%s\n' "$output" "$stderr"
}

# says PATTERN: a line of the output is so, as a regular expression.
says() {
	grep -qE -- "^$1\$" <<<"$output"
}

@test "what passes, is skipped and fails is counted, and what fails is shown" {
	file good <<-'END'
		=test "one" { true; }
		=test "two" { skip "no kernel for it"; }
	END
	file bad <<-'END'
		=test "three" { true; }
		=test "four" { echo "what it saw"; false; }
	END
	of good bad
	[ "$status" = 1 ]
	says '\[[12]/2\] .*good: 1 passed, 1 skipped, [0-9]+ s, (at least )?[0-9]+ s CPU, [0-9]+ processes'
	says '\[[12]/2\] .*bad: 1 passed, 1 failed, .*'
	says '    .*good: skipped: two: no kernel for it'
	says '    .*bad: not ok 2 four'
	says '    .*bad: # what it saw'
	[[ $output = *$'\nfailed:\n'*'bad: four'$'\n'*'# what it saw'$'\n'* ]]
	says '1 skipped'
	[ "${lines[-1]}" = '2 passed, 1 failed' ]
}

# The record of a long run may have its end alone.
@test "of a long failure the end has where it was and the last lines" {
	file long <<-'END'
		=test "one" { seq -f 'line %g' 100; false; }
	END
	of long
	[ "$status" = 1 ]
	says '    .*long: # line 50'
	output=${output#*$'\nfailed:\n'}
	says "        # \(in test file .*"
	says '        # line 100'
	says '        # \.\.\. [0-9]+ lines, above'
	run ! grep 'line 50' <<<"$output"
}

@test "a file that does not load, has no tests, or breaks off has failed" {
	file unloadable <<-'END'
		=test "one" {
	END
	echo '# none' | file empty
	file broken <<-'END'
		=test "one" { true; }
		=test "two" { kill -9 $PPID; }
		=test "three" { true; }
	END
	for name in unloadable empty broken; do
		of "$name"
		[ "$status" = 1 ]
		[[ ${lines[-1]} =~ ^[0-9]+\ passed,\ [1-9][0-9]*\ failed$ ]]
	done
	says '    .*broken: stopped after [12] of 3 tests, in 2 of 3: two, exit status [0-9]+'
	of empty
	says '    .*empty: has no tests, or does not load'
}

@test "nothing passed is no success" {
	file skipped <<-'END'
		=test "one" { skip; }
	END
	of skipped
	[ "$status" = 1 ]
	says '    .*skipped: skipped: one: no reason given'
	[ "${lines[-1]}" = '0 passed, 0 failed' ]
}

@test "a file that takes too long is ended, with its processes" {
	file slow <<-END
		=test "waits" { echo \$BASHPID >"$dir/pid"; exec tail -f /dev/null; }
	END
	# As long as the test needs to begin, and to be heard of, on a machine that is busy.
	for limit in 1 4 16 64; do
		LIMIT=$limit of slow
		! says '        [0-9]+ tail -f /dev/null' ||
			! says '    .* it is at test 1 of 1: waits; .*' || break
	done
	[ "$status" = 1 ]
	says "    .*slow: takes longer than $limit s, and is ended; it is at test 1 of 1: waits; what runs in it:"
	says '        [0-9]+ tail -f /dev/null'
	[ "${lines[-1]}" = '0 passed, 1 failed' ]
}

@test "a file named twice runs once, and bytes of a terminal are shown as text" {
	file odd <<-'END'
		=test "odd" { printf '\033[2J\n'; false; }
	END
	of odd odd
	says '.*odd.bats: named twice, runs once'
	says '    .*odd: # \\x1b\[2J'
	[ "${lines[-1]}" = '0 passed, 1 failed' ]
}

@test "a signal ends what runs, and the exit status says so" {
	local pid status=0
	mkfifo began
	file long <<-END
		=test "waits" { echo \$BASHPID >"$dir/began"; exec tail -f /dev/null; }
	END
	"$top/tests/run" "$PWD/long.bats" >out 2>&1 3>&- &
	pid=$!
	read -rt 60 <>began || {
		cat out
		false
	}
	kill -TERM "$pid"
	wait "$pid" || status=$?
	[ "$status" = 143 ]
	cat out
	tail -n 1 out | grep -qE '^stopped by SIGTERM after 0 of 1 files; ends: .*long [0-9]+ s'
}

@test "what tests import in Python leaves nothing in the tree" {
	echo 'x = 1' >helper.py
	file imports <<-END
		=test "one" { cd "$dir" && env -u PYTHONPYCACHEPREFIX python3 -c 'import helper'; }
	END
	(unset PYTHONDONTWRITEBYTECODE && of imports && [ "$status" = 0 ])
	[ ! -e __pycache__ ]
	env -u PYTHONDONTWRITEBYTECODE -u PYTHONPYCACHEPREFIX python3 -c 'import helper'
	[ -e __pycache__ ]
}

# wants FILE...: the packages that these tests speak of.
wants() {
	local text
	text=$(wanted_text "${@/#/$top/tests/}")
	# shellcheck disable=SC2086,SC2154 # lists of words
	wanted_of $of_all <<<"$text" | sed 's/.*=//' | LC_ALL=C sort -u
}

@test "setup installs for a single file only what its text names, and for all files everything" {
	local file of_all
	for file in tools cache wanted; do
		# shellcheck source=/dev/null
		. "$top/tests/lab/$file.bash"
	done
	of_all="$tools_lab $tools_check $tools_fuzz $cache_lab $cache_check debian-installer-N-netboot-amd64"
	wants 10-request.bats >any
	diff any - <<-'END'
		bats
		iproute2
		mount
		netbase
		procps
		python3
		util-linux
	END
	wants 65-import-kea.bats | diff <(echo kea-dhcp4-server | sort any -) -
	wants 74-datagrams.bats | diff <(printf '%s\n' clang curl libclang-rt-dev lld | LC_ALL=C sort any -) -
	# By files that it starts, and that these source.
	wants 90-boot.bats >boot
	for file in qemu-system-x86 ovmf dnsmasq-base busybox-static debian-installer-N-netboot-amd64; do
		grep -qx "$file" boot
	done
	# Nothing is fetched for nobody.
	# shellcheck disable=SC2086 # lists of words
	cat "$top"/tests/{*.bats,*.bash,fuzz/run,lab/servers.bash,lab/pc.bash} | wanted_of $of_all >all
	diff all <(tr -s ' \t\n' '\n' <<<"$of_all" | grep .)
}

@test "setup says why a package cannot be fetched, in the words of apt-get" {
	mkdir -p "$dir/bin" "$dir/tree"
	ln -s "$top/tests" "$dir/tree/tests"
	cat >"$dir/bin/apt-get" <<-'END'
		#!/bin/sh
		case " $* " in
		*' update ') echo "W: Failed to fetch http://deb/InRelease  Temporary failure resolving 'deb'" ;;
		*) echo 'E: Unable to locate package nothing'; exit 100 ;;
		esac
	END
	chmod 755 "$dir/bin/apt-get"
	run -111 env PATH="$dir/bin:$PATH" bash -euc 'top=$1; . "$top/tests/lab/tools.bash"; . "$top/tests/lab/cache.bash"
		cache_fetch must nothing' - "$dir/tree"
	[ "${lines[-1]}" = "bootroot: cannot fetch the package nothing: apt-get says: Failed to fetch http://deb/InRelease  Temporary failure resolving 'deb'" ]
	sed -i '/ update /d' "$dir/bin/apt-get"
	run -111 env PATH="$dir/bin:$PATH" bash -euc 'top=$1; . "$top/tests/lab/tools.bash"; . "$top/tests/lab/cache.bash"
		tools_apt_updated=1; cache_fetch must nothing' - "$dir/tree"
	[ "${lines[-1]}" = 'bootroot: cannot fetch the package nothing: apt-get says: Unable to locate package nothing' ]
}

# As on a machine that has run nothing yet: their names are not in .cache/times.
@test "of files that have not run yet those that say so begin first" {
	for name in a b c; do
		file "$name" <<-END
			=test "one" { echo $name >>"$dir/begun"; }
		END
	done
	sed -i '1a# Takes long: begins first.' b.bats
	JOBS=1 of a b c
	[ "$(tr '\n' ' ' <"$dir/begun")" = 'b c a ' ]
}

# Each of these commands is seen in another way by bash, and so by bats.
@test "our cheaper trace names the same failing line as that of bats" {
	local tracing kind
	tracing=$BATS_ROOT/lib/bats-core/tracing.bash
	grep -q trace_last "$tracing" || skip 'bats runs as it is here'
	cat >helper.bash <<-'END'
		fails() {
			true

			false
		}
		differs() {
			[[ $1 == b ]] ||
				{ echo no; return 1; }
		}
		calls() {
			differs "$@"
		}
	END
	file in-tests <<-'END'
		bats_require_minimum_version 1.5.0
		load helper
		inner() { [ "$1" = x ]
			true; }
		outer() { true
			inner "$1"; }
		=test "1" { false; }
		=test "2" { outer y
			true; }
		=test "3" { [[ a == b ]]
			true; }
		=test "4" { ((0))
			true; }
		=test "5" { fails; }
		=test "6" { IFS=,; calls "a b"; }
		=test "7" { run -0 false
			true; }
		=test "8" { run ! true; }
		=test "9" { source /none
			true; }
		=test "10" { x=$(false)
			true; }
		=test "11" { set -u; echo $nothing
			true; }
		=test "12" { for i in 1 2; do
				if true; then
					(exit 3)
				fi
			done; }
		=test "13" { exit 4; }
		=test "14" { eval 'false'; }
		=test "15" { true | false
			true; }
		=test "16" { echo a | while read -r x; do
				calls "$x"
			done; }
	END
	file in-setup <<-'END'
		setup() { true
			[ "$BATS_TEST_NUMBER" = 1 ]; }
		teardown() { true
			[ a = b ]; }
		=test "1" { true; }
		=test "2" { true; }
	END
	printf 'setup_file() {\n\tfalse\n}\n=test "1" { true; }\n' | file in-file
	printf 'false\n=test "1" { true; }\n' | file outside
	for kind in bats "$top/tests/bats"; do
		# shellcheck disable=SC2016 # the arguments of that shell
		unshare --mount bash -c 'umount "$1"; for file in *.bats; do "$2" --formatter cat "$file"; done' \
			- "$tracing" "$kind" >"said.${kind%%/*}" 2>&1 || :
	done
	# One more with the bats of Debian 13.
	[ "$(grep -c '^not ok' said.bats)" -ge 20 ]
	grep -q 'helper.bash, line 4' said.bats
	diff said.bats said.
}
