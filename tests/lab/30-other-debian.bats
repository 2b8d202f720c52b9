#!/usr/bin/env bats
# The other Debian, 13 on 12 and 12 on 13: in a clean clone, on a system that
# has what tests/setup has installed, and no network: the demo for both
# firmwares, the package, and those tests that ask for what another distribution
# has in another way.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

# The system is read only, but for what every system has of its own.
setup_file() {
	parts
	export system=$BATS_FILE_TMPDIR/system
	[ -d "$other" ] || return 0
	mkdir "$system"
	mount --bind "$other" "$system"
	mount -o remount,bind,ro "$system"
	mount -t tmpfs -o mode=700 bootroot "$system/root"
	clone_into "$system/root/bootroot"
	mkdir "$system"/root/bootroot/.cache "$system"/root/{upper,work}
	mount -t overlay -o "lowerdir=$other/setup/.cache,upperdir=$system/root/upper,workdir=$system/root/work" \
		bootroot "$system/root/bootroot/.cache"
}

teardown_file() {
	! mountpoint -q "$system" || umount -R "$system"
}

setup() {
	parts
	cache_needs "$(other_release)"
}

parts() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	. "$top/tests/lab/cache.bash"
	. "$top/tests/lab/other.bash"
	. "$top/tests/lab/clone.bash"
	other=$cache/$(other_release)
}

# on_other COMMAND: in the clone, as root of that system.
on_other() {
	env -i HOME=/root PATIENCE="${PATIENCE:-4}" \
		unshare --mount --pid --cgroup --uts --ipc --fork --kill-child \
		"$top/tests/lab/boot" "$system" bash -c "cd /root/bootroot && $1" </dev/null
}

# passes FILE...: these tests, none of which is skipped. What they say is ours,
# with the names of those that fail.
passes() {
	run on_other "tests/run $*"
	printf '%s\n' "$output"
	[ "$status" = 0 ]
	grep -qxE '[1-9][0-9]* passed, 0 failed' <<<"$output"
	run ! grep -E ': skipped: |[1-9][0-9]* skipped' <<<"$output"
}

# By HTTP: the installer's 40 MB by TFTP, block after block, take an emulated PC as long as
# all else here; the next test boots by TFTP. WHOLE=1: so does this one.
@test "make builds it without a warning, and the demo boots a PC with BIOS" {
	local http=1
	[ "${WHOLE-}" != 1 ] || http=0
	# What it warns of does not depend on what it writes for debuggers.
	run on_other "make clean && make -s -j2 CFLAGS=-O2 && HTTP=$http tests/lab/demo"
	printf '%s\n' "$output"
	[ "$status" = 0 ]
	[[ $output != *warning:* && $output == *'Proved: '*BIOS* ]]
}

# With a short initrd: what comes then is the same as with a BIOS. WHOLE=1: until the
# kernel has the whole one.
@test "make demo FIRMWARE=efi boots a PC with UEFI and Secure Boot" {
	local until=short
	[ "${WHOLE-}" != 1 ] || until=init
	run on_other "UNTIL=$until make demo FIRMWARE=efi"
	printf '%s\n' "$output"
	[ "$status" = 0 ]
	[[ $output == *'the kernel says "Secure boot enabled"'*'the kernel starts the first program'* ]]
	[ "$until" = init ] || [[ $output == *'the first program says that it runs' ]]
}

# One clang reads all files; and it links, what gcc has compiled.
@test "clang has no warning, and links it" {
	run -0 on_other 'tests/lab/enter tests/bats --filter "clang has no warning" tests/16-build.bats'
	printf '%s\n' "$output"
	grep -qx '1\.\.1' <<<"$output"
	grep -q '^ok 1 clang ' <<<"$output"
	run -0 on_other 'cp -a Makefile lib tftpd httpd dhcp-helper mkbootroot /tmp && cd /tmp &&
		programs=$(echo {tftpd/tftpd,httpd/httpd,dhcp-helper/dhcp-helper,mkbootroot/mkbootroot}) &&
		rm $programs && make -s CC=clang && ls $programs >/dev/null'
	[ "$output" = '' ]
}

# passes_of REGEX N FILE: those N tests of the file, in the same way.
passes_of() {
	run on_other "tests/lab/enter tests/bats --filter '$1' $3"
	printf '%s\n' "$output"
	[ "$status" = 0 ]
	grep -qx "1\.\.$2" <<<"$output"
	run ! grep -E '^not ok |^ok .* # skip' <<<"$output"
}

# make deb; lintian, installed, purged. WHOLE=1: upgraded, and without systemd.
@test "make deb, and the life of the package" {
	# Its tests want this machine's programs, too.
	on_other 'make -s'
	if [ "${WHOLE-}" = 1 ]; then
		passes tests/lab/17-package.bats
	else
		passes_of '^lintian|^it is (installed|removed)' 3 tests/lab/17-package.bats
	fi
}

# Each for one thing: the filters of system calls, which a C library can outgrow (40, 73,
# which holds those of uploads and of multicast against strace), libarchive (30),
# super-servers (70), etcd (26), make and mandoc (15, 80). Of some files only the tests that
# ask another program: the configuration that servers take (64), a server and its client
# that are particular (63), systemd (71). WHOLE=1: these files whole, and 27, 46 and 48.
@test "the tests that ask for what a distribution changes" {
	on_other 'make -s'
	if [ "${WHOLE-}" = 1 ]; then
		passes tests/{15-install,26-follow,27-follow-done,30-import,40-transfer,46-upload,48-multicast,63-import-remap,64-export,70-inetd,71-systemd,73-locked,80-docs}.bats
		return
	fi
	passes tests/{15-install,26-follow,30-import,40-transfer,70-inetd,73-locked,80-docs}.bats
	passes_of '^the sample rules' 1 tests/63-import-remap.bats
	passes_of ' tells every client what explain says$' 3 tests/64-export.bats
	passes_of '^(exposure|systemd finds|clients are served|a restart in the middle|dhcp-helper sees in)' 5 tests/71-systemd.bats
}
