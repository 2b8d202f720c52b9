#!/usr/bin/env bats
# Every command of the documents is run by a test: command_lines.txt says by
# which, and this that no command is missing there.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/.."
}

@test "each command of a page is in one row, and each row has one" {
	python3 tests/command_lines.py >"$BATS_TEST_TMPDIR/commands"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/commands")" -ge 170 ]
	run -0 python3 - tests/command_lines.txt "$BATS_TEST_TMPDIR/commands" <<-'END'
		import re, sys
		rows = [line.rstrip("\n").split("\t") + [".*"]
		        for line in open(sys.argv[1]) if not line.startswith("#")]
		used = set()
		for line in open(sys.argv[2]):
		    page, command = line.rstrip("\n").split("\t", 1)
		    of = [i for i, row in enumerate(rows)
		          if row[0] == page and re.fullmatch(row[2], command)]
		    used.update(of)
		    if len(of) != 1:
		        print("in %d rows: %s: %s" % (len(of), page, command))
		for i, row in enumerate(rows):
		    if i not in used:
		        print("no command: " + " ".join(row))
	END
	echo "$output"
	[ -z "$output" ]
}

@test "each test of a row takes its commands from the page" {
	local page file pattern
	while IFS=$'\t' read -r page file pattern; do
		echo "$page $file $pattern"
		case $file in
		.ci/run) [ "$page" = README.md ] || [ "$page" = doc/internals.md ] ;;
		90-boot) grep -q ' demo$' tests/90-boot.bats ;;
		72-superservers) grep -q readme_lines tests/72-superservers.bats ;;
		27-tutorial) grep -q 'tests/lab/tutorial\|load lab/tutorial' tests/lab/27-tutorial.bats ;;
		*) grep -q "$page" tests/"$file".bats tests/lab/"$file".bats 2>/dev/null ;;
		esac
	done < <(grep -v '^#' tests/command_lines.txt)
}
