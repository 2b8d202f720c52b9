#!/usr/bin/env bats
# The fuzzers (tests/fuzz): each with the inputs of its corpus, among which is
# what was once a mistake, and then 400 runs that are the same each time (RUNS).
# make nightly does more of them, make fuzz goes on from there.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load sanitized

setup_file() {
	fuzz=$BATS_TEST_DIRNAME/fuzz
	RUNS=${RUNS:-400}
	export fuzz RUNS KEEP=$sanitized WRONG=$BATS_FILE_TMPDIR/
	sanitized_make check
	# Of the branches nothing counts that was taken before.
	rm -f "$sanitized"/check/*.profraw
	# make looks at each file again otherwise, for each of the fuzzers.
	export BUILT=1
}

# runs TARGET: without a mistake, all of them.
runs() {
	run "$fuzz/run" check "$1"
	[ "$status" = 0 ] || {
		grep -vE '^#[0-9]' <<<"$output" | tail -n 60
		for wrong in "$WRONG$1"-*; do
			[ ! -e "$wrong" ] || { echo "$wrong:" && base64 "$wrong"; }
		done
		return 1
	}
	[ "$(awk -v runs=$((RUNS + $(find "$fuzz/corpus/$1" -type f | wc -l))) \
	    '/number_of_executed_units/ { print ($2 >= runs) }' <<<"$output")" = 1 ]
}

@test "request: any datagram at port 69" { runs request; }
@test "packet: any packet of a transfer, any number of a block" { runs packet; }
@test "transfer: any client of a file" { runs transfer; }
@test "upload: any client that writes a file" { runs upload; }
@test "multicast: any clients of a group" { runs multicast; }
@test "http: any bytes of a connection" { runs http; }
@test "report: any report of a process of httpd" { runs report; }
@test "dhcp: any message at ports 67 and 4011" { runs dhcp; }
@test "stall: any requests that follow each other" { runs stall; }
@test "storm: any requests, any lines of the log" { runs storm; }
@test "see: any lines of the log, on any screen" { runs see; }
@test "logline: any lines of the log" { runs logline; }
@test "frame: any frame of a capture" { runs frame; }
@test "medium: any files of a medium" { runs medium; }
@test "mapfile: any text of clients(5)" { runs mapfile; }
@test "cdb: any file of the map" { runs cdb; }
@test "record: any records in a map" { runs record; }

@test "import: any configuration of others, any rule of tftpd-hpa" { runs import; }
@test "kea: any test of a class, any configuration" { runs kea; }
@test "condition: any condition of dhcpd, for any client" { runs condition; }
@test "remap: the rules of a map, and a name" { runs remap; }
@test "config: no text of the map adds a command" { runs config; }
@test "preseed: any preseed" { runs preseed; }
@test "answers: any answers of an installer" { runs answers; }
@test "follow: what etcdctl prints, any key of a store" { runs follow; }
@test "entry: any names of an archive" { runs entry; }
@test "program: any boot file" { runs program; }
@test "modinfo: any module, any kernel" { runs modinfo; }
@test "index: any modules in an index" { runs index; }
@test "nfs: any source of a root, in any export" { runs nfs; }

@test "every fuzzer is run here, has a corpus, and the corpora are small" {
	for target in $(make -s -C "$fuzz" targets); do
		grep -q "{ runs $target; }\$" "$BATS_TEST_FILENAME"
		[ -n "$(ls "$fuzz/corpus/$target")" ]
	done
	[ "$(find "$fuzz/corpus" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')" -lt 1100000 ]
}

@test "every pure file is fuzzed, and 93 % of their branches are taken, 80 % where an administrator gives the file" {
	KIND=check "$fuzz/run" coverage
}

# Two files have a function of the same name, which is counted for each.
@test "what is compiled at once is what make would compile, and tells functions of one name apart" {
	local build=$BATS_TEST_TMPDIR/build goals
	goals=("$build"/check/{mkbootroot_see_logtime,mkbootroot_image_kernelversion,lib_map_arch}.o)
	python3 -S "$fuzz/at_once.py" "$build" "${goals[@]}"
	run -0 make -s -q -C "$fuzz" BUILD="$build" "${goals[@]}"
	[ "$(nm "${goals[@]}" | grep -oE '__profc_[^ ]*_take$' | sort -u | wc -l)" = 2 ]
	[ "$(ls "$build")" = check ]
}
