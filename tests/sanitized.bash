# shellcheck shell=bash
# Programs of tests with ASan and UBSan. The library and the pure files are compiled
# once for all tests of a run, as tests/fuzz/Makefile builds them for check: in
# .cache/sanitized, or where tests/run says, which makes them anew for make check.

sanitized=$(cd "$BATS_TEST_DIRNAME/.." && pwd)/${SANITIZED:-.cache/sanitized${CHECK_OPTIMISE-}}
# They count branches; only 75-fuzz keeps what they count.
export LLVM_PROFILE_FILE=/dev/null

# sanitized_make GOAL...: one file of tests at a time; the others find it done. In a
# folder that is for one run, all that is to be compiled is compiled at once; where that
# fails, make does it, and says why it cannot either.
sanitized_make() {
	mkdir -p "$sanitized"
	[ -z "${SANITIZED-}" ] ||
		flock "$sanitized/lock" python3 -S "$BATS_TEST_DIRNAME/fuzz/at_once.py" "$sanitized" "$@" || :
	flock "$sanitized/lock" make -s -j"$(nproc)" -C "$BATS_TEST_DIRNAME/fuzz" \
		"BUILD=$sanitized" "$@"
}

# sanitized_program PROGRAM ARGUMENT...: clang links it of these sources, and what they
# need of the pure files of the tree.
sanitized_program() {
	local lld
	sanitized_make "$sanitized"/check/{httpd,bootroot}.a
	lld=$(command -v ld.lld) || :
	clang ${lld:+-fuse-ld=lld} -std=c11 -D_GNU_SOURCE -I"$BATS_TEST_DIRNAME/.." -I"$BATS_TEST_DIRNAME/../lib" \
		-Wall -Wextra -gline-tables-only -fsanitize=address,undefined \
		-fno-sanitize-recover=all -fprofile-instr-generate -o "$1" "${@:2}" \
		"$sanitized"/check/{httpd,bootroot}.a -larchive -lbsd -lcdb -ljansson
}
