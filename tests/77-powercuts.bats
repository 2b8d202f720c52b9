#!/usr/bin/env bats
# Whatever is cut short at whatever moment: the old or the new, never less.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load tftpd
load disk
load fixtures/bootroot
load fixtures/kernel

setup_file() {
	cd "$BATS_TEST_DIRNAME/.."
	export READER=$BATS_FILE_TMPDIR/reader
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -I. -Ilib -o "$READER" \
	    tests/cuts/reader.c lib/*/*.o -lseccomp -lbsd -lcdb
	export KILL_AT=$BATS_FILE_TMPDIR/kill_at
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -o "$KILL_AT" tests/cuts/kill_at.c -lseccomp
}

setup() {
	sender_begin
	mkbootroot=$top/mkbootroot/mkbootroot
	cd "$dir"
}

teardown() {
	cd /
	namespace_end
}

# clients NAME: the lines of 50 clients, whose names begin so.
clients() {
	local i
	for i in {0..49}; do
		printf '52:54:00:00:00:%02x %s-%d local\n' "$i" "$1" "$i"
	done
}

# compile NAME MAP: their map.
compile() {
	clients "$1" | "$mkbootroot" -q -f - -m "$2" -r "$root"
}

# Three commands, and before/ and after/, the folders in which they have not
# been, and have been. The kernel is a made one, the programs are text.

# A map is compared as a whole: the same clients give the same bytes; that
# those of both maps are there the reader tells. With "first" there is none before,
# and no image in prepare_image.
prepare_map() {
	mkdir before
	cp -r root before
	[ "${1-}" = first ] || compile old before/map
	clients new >before/clients
	command=("$mkbootroot" -q -f clients -m map -r root)
	printf '#!/bin/sh\n[ ! -e "$1/map" ] || exec cksum <"$1/map"\n' >state
	echo map >./what
	prepared
	[ "${1-}" = first ] || "$READER" before/map 1 1
	"$READER" after/map 1 1
}

# An image with all that is in it.
prepare_image() {
	mkdir -p before/root before/in/sub/deep
	[ "${1-}" = first ] || old_image
	echo linux >before/in/linux
	echo initrd >before/in/initrd.gz
	pxelinux_program before/in/sub/pxelinux.0
	echo deep >before/in/sub/deep/file
	ln before/in/sub/deep/file before/in/hard
	ln -s sub/pxelinux.0 before/in/soft
	tar cf before/in.tar -C before/in .
	rm -r before/in
	command=("$mkbootroot" -q -r root import image in.tar)
	image_state
	prepared
}

prepare_ramdisk() {
	mkdir -p before/root/image before/tree/{bin,sbin,etc}
	echo old >before/root/image/vmlinuz
	printf '#!/bin/sh\n' >before/tree/sbin/init
	echo shell >before/tree/bin/sh
	chmod 755 before/tree/sbin/init before/tree/bin/sh
	echo here >before/tree/etc/hostname
	kernel before/vmlinuz 6.1.0-9-test
	command=("$mkbootroot" -q -r root ramdisk -k vmlinuz image tree)
	image_state
	prepared
}

old_image() {
	mkdir before/root/image
	echo old >before/root/image/linux
	echo gone >before/root/image/gone
}

# Of the image only, if there is one.
image_state() {
	printf '#!/bin/sh\ncd "$1/root/image" 2>/dev/null || exit 0; exec tar -c --sort=name --mtime=@0 . | cksum\n' >state
	echo root/image >./what
}

# prepared: runs the command, and notes which calls it made, from the first one
# that names something of it on: "NAME N" for the Nth call of this name.
prepared() {
	printf '%s\n' "${command[@]}" >./command
	printf '#!/bin/sh\ncd "$1" && find . | sort\n' >files
	chmod +x state files
	cp -a before after
	(cd after && strace -o ../trace "${command[@]}")
	./state before >before.state
	./state after >after.state
	./files after >after.files
	run ! cmp before.state after.state
	# Nothing is left over in between.
	[ -z "$(find after -name '.?*')" ]
	awk '{
		name = $1
		if (sub(/\(.*/, "", name) == 0 || name !~ /^[a-z0-9_]+$/)
			next
		n[name]++
		if (begun)
			print name, n[name]
		begun = begun || $0 ~ /openat\(AT_FDCWD, "root"/
	}' trace >calls
	[ "$(wc -l <calls)" -ge 20 ]
}

# cuts HOW <CALLS: cuts it short at each of them, two at a time.
cuts() {
	python3 "$BATS_TEST_DIRNAME/cuts/cut.py" "$1" >cuts
	echo "$(wc -l <cuts) cuts:$(awk '{ print $NF, $(NF - 1) }' cuts | sort | uniq -c | tr '\n' ',')"
}

# killed_everywhere: the command, at every system call.
killed_everywhere() {
	cuts signal=KILL <calls
	[ "$(wc -l <cuts)" = "$(wc -l <calls)" ]
	# Each one was killed there, but for calls for memory: there may be more
	# or less of them.
	run ! grep -vE '^(brk|mmap|munmap|mremap|madvise) |status=137 ' cuts
	run ! grep -vE ' left=(old|new) next=new$' cuts
	grep -q ' left=old ' cuts
	grep -q ' left=new ' cuts
}

@test "mkbootroot killed at every system call: the old map or the new one" {
	prepare_map
	killed_everywhere
}

@test "import killed at every system call: the old image or the new one" {
	prepare_image
	killed_everywhere
}

@test "ramdisk killed at every system call: the old image or the new one" {
	prepare_ramdisk
	killed_everywhere
}

# fails_everywhere: each of the calls fails once.
fails_everywhere() {
	# The C library takes the result of brk for an address, and knows no way on
	# behind an exit_group that has failed.
	grep -vE '^(brk|exit_group) ' calls | cuts error=EIO
	run ! grep -vE ' left=(old|new) next=new$' cuts
	# It ends well only with the new one, and never badly without a word.
	run ! grep -vE ' status=0 .* left=new | status=(1|111) said=[1-9]' cuts
	[ "$(grep -c ' status=111 .* left=old ' cuts)" -ge 5 ]
	# It clears up behind itself, unless it is that which fails.
	run ! grep -vE '^(unlinkat|openat|newfstatat|fstat|fcntl|getdents64) | over=0 |^fsync .* left=new ' cuts
}

@test "the first map and the first image: nothing, or all of it" {
	prepare_map first
	killed_everywhere
	rm -r before after
	prepare_image first
	killed_everywhere
}

@test "a map, and each system call fails once: the old map or the new one" {
	prepare_map
	fails_everywhere
}

@test "an import, and each system call fails once: the old image or the new one" {
	prepare_image
	fails_everywhere
}

@test "a ramdisk, and each system call fails once: the old image or the new one" {
	prepare_ramdisk
	fails_everywhere
}

# used COLUMN: pages or inodes of the small disk.
used() {
	df --block-size=4096 --output="$1" small | tail -n 1
}

# full_disk: on a disk with room for 0, 1, 2... pages and inodes more than the
# old state has, until the command ends well.
full_disk() {
	local limit more failures
	mkdir small
	mount -t tmpfs -o size=1m,nr_inodes=1000 bootroot small
	for limit in size=used nr_inodes=iused; do
		failures=0
		for ((more = 0; ; more++)); do
			mount -o remount,size=1m,nr_inodes=1000 small
			find small -mindepth 1 -delete
			cp -a before/. small
			case $limit in
			size=*) limited=size=$((($(used used) + more) * 4))k ;;
			*) limited=nr_inodes=$(($(used iused) + more)) ;;
			esac
			mount -o "remount,$limited" small
			run in_small "${command[@]}"
			[ "$status" != 0 ] || break
			echo "$limited: $status $output"
			[ "$status" = 111 ]
			[[ $output == mkbootroot:*': No space left on device' ]]
			[ "$(./state small)" = "$(<before.state)" ]
			[ "$(./files small)" = "$(./files before)" ]
			failures=$((failures + 1))
		done
		[ "$(./state small)" = "$(<after.state)" ]
		[ "$(./files small)" = "$(<after.files)" ]
		echo "$limit: $failures times too full"
		[ "$failures" -ge 1 ]
	done
	umount small
}

in_small() {
	(cd small && "$@")
}

@test "a full disk: the old map, and nothing beside it" {
	prepare_map
	full_disk
}

@test "a full disk: the old image, and nothing beside it" {
	prepare_image
	full_disk
}

@test "a full disk: the old ramdisk, and nothing beside it" {
	prepare_ramdisk
	full_disk
}

@test "killed imports of other images, their locks too, go with the next run" {
	prepare_image
	mkdir -p before/root/.other.new/deep
	: >before/root/.other.lock
	: >before/root/.third.lock
	(cd before && "${command[@]}")
	./files before | cmp - after.files
	# Those of a map are its own.
	compile old map
	echo rest >.map.new
	compile new map
	[ ! -e .map.new ]
	"$READER" map 1 1
}

@test "a preseed killed at every system call: the old one or the new one" {
	mkdir -p before/root/image
	echo linux >before/root/image/linux
	echo 'd-i old/text string x' >before/root/image/preseed.cfg
	echo 'd-i new/text string x' >before/new
	command=("$mkbootroot" -q -r root preseed image new)
	printf '#!/bin/sh\ncksum <"$1/root/image/preseed.cfg"\n' >state
	echo root/image/preseed.cfg >./what
	prepared
	killed_everywhere
}

# happen_in_order REGEX...: lines of the trace match, each the first one after
# the one before it.
happen_in_order() {
	local wanted at=0 found
	for wanted; do
		found=$(tail -n "+$((at + 1))" trace | grep -nE -m 1 -- "$wanted") || {
			echo "no $wanted behind line $at of:"
			cat trace
			return 1
		}
		at=$((at + ${found%%:*}))
	done
}

@test "a map is on the disk before it has its name, and its name before it is said" {
	prepare_map
	(cd before && strace -y -o ../trace "${command[@]}")
	happen_in_order '^pwrite64\(.*/\.map\.new>' '^fchmod\(.*/\.map\.new>, 0644\) += 0' \
	    '^fsync\([0-9]+<.*/\.map\.new>\) += 0' '^renameat\(.*"\.map\.new".*"map"\) += 0' \
	    "^fsync\([0-9]+<$dir/before>\) += 0" '^exit_group\(0\)'
	# Nothing more is written behind the last one: newer tinycdb syncs, too.
	tac trace | sed '/^fsync(.*\.map\.new>)/,$d' | tac >behind
	[ -s behind ]
	run ! grep -E '^(p?write|ftruncate|fchmod)[^(]*\([^<]*<[^>]*map' behind
}

@test "an image is on the disk before it has its name, and its name before the old one goes" {
	local kind
	for kind in image ramdisk; do
		rm -rf before after
		"prepare_$kind"
		(cd before && strace -y -o ../trace "${command[@]}")
		happen_in_order '^(pwrite64|write)\(.*/\.image\.new/' \
		    '^syncfs\([0-9]+<.*/\.image\.new>\) += 0' \
		    '^renameat2\(.*"\.image\.new", .*"image", RENAME_EXCHANGE\) += 0' \
		    "^fsync\([0-9]+<$dir/before/root>\) += 0" \
		    '^unlinkat\(.*\.image\.new' '^exit_group\(0\)'
		sed '1,/^syncfs(/d' trace >behind
		run ! grep -E '^(p?write|f?truncate|fchmod|linkat|symlinkat|mkdirat)[^(]*\([^<]*<[^>]*image' behind
	done
}

@test "the old image stays as long as the new one's name may be lost" {
	prepare_image
	run -111 in_before strace -o /dev/null -e trace=fsync -e inject=fsync:error=EIO "${command[@]}"
	[[ $output == *'cannot write root: Input/output error' ]]
	[ "$(./state before)" = "$(<after.state)" ]
	[ "$(cat before/root/.image.new/linux)" = old ]
	in_before "${command[@]}"
	./files before | cmp - after.files
}

in_before() {
	(cd before && "$@")
}

# replace_at_beats: the map, by the old and the new one in turn, once for each line on
# standard input.
replace_at_beats() {
	local at=new beat
	clients old >old
	clients new >new
	while read -r beat; do
		"$mkbootroot" -q -f "$at" -m map -r root
		[ "$at" = new ] && at=old || at=new
	done
}

# The reader waits for nobody; it tells every 40th time, and the map is replaced once
# more, whenever that may be. Without that the replacing would take most of the time.
@test "a map that is opened ten thousand times while it is replaced is always a whole one" {
	compile old map
	mkfifo beats
	replace_at_beats <beats 3>&- &
	local writer=$!
	run "$READER" map 10000 200 beats
	wait "$writer"
	echo "$output"
	[ "$status" = 0 ]
	read -r opens _ changes _ <<<"$output"
	[ "$opens" -ge 10000 ] && [ "$changes" -ge 200 ]
}

@test "so it is for a tftpd that is asked meanwhile" {
	mkdir root/image
	echo kernel >root/image/vmlinuz
	chmod -R a+rX root
	local name
	for name in old new; do
		for i in {0..49}; do
			printf '52:54:00:00:00:%02x %s-%d boot=image kernel=vmlinuz args=%s\n' \
			    "$i" "$name" "$i" "$name-$i"
		done >"$name"
	done
	"$mkbootroot" -q -f old -m clients.cdb -r root
	tftpd_start
	until [ -e enough ]; do
		"$mkbootroot" -q -f old -m clients.cdb -r root
		"$mkbootroot" -q -f new -m clients.cdb -r root
	done 3>&- &
	local writer=$!
	run raw <<-'END'
		import re
		seen, asked = {b"old": 0, b"new": 0}, 0
		while asked < 1000 or min(seen.values()) < 100:
		    i = asked % 50
		    text = Client().fetch("pxelinux.cfg/01-52-54-00-00-00-%02x" % i)
		    m = re.search(rb"^APPEND BOOTIF=\S+ (old|new)-(\d+)$", text, re.M)
		    if m is None or int(m[2]) != i:
		        fail("client %d is sent %r" % (i, text))
		    seen[m[1]] += 1
		    asked += 1
		print(seen)
	END
	touch enough
	wait "$writer"
	echo "$output"
	[ "$status" = 0 ]
	run ! grep -E 'cannot read map|refused|failed' "$log"
}

# The power goes, and not only a process: what counts is what the disk has. It
# is a file here, under a loop device, and a copy of that file is what there is
# after a cut. ext4 is told to do nothing for programs that forget fsync.

# mounted FILE COMMAND...: runs it where this disk is mounted at disk/.
mounted() {
	mount -t ext4 -o "loop,data=writeback,noauto_da_alloc,commit=300" "$1" disk
	local status=0
	"${@:2}" || status=$?
	umount disk
	return "$status"
}

# run_until NAME N: the command, killed there; and then the power goes.
run_until() {
	(cd disk && "$KILL_AT" "$1" "$2" "${command[@]}") >/dev/null 2>&1 || :
	cp --sparse=always disk.now disk.cut
}

# The old state, the new one, or less; then the command is run again.
came_back() {
	local is
	case $(./state disk) in
	"$(<before.state)") is=old ;;
	"$(<after.state)") is=new ;;
	*) is=LESS ;;
	esac
	(cd disk && "${command[@]}") || is+=,again:$?
	[ "$(./state disk)" = "$(<after.state)" ] || is+=,not-new
	[ "$(./files disk | grep -v lost+found)" = "$(<after.files)" ] || is+=,over
	echo "$is"
}

# cut_everywhere: the power goes before each call that changes something, and
# behind the last one.
cut_everywhere() {
	local name n is
	mkdir disk
	truncate -s 8M disk.before
	mkfs.ext4 -q -b 1024 -J size=1 disk.before
	{ loop_devices && mount -t ext4 -o loop disk.before disk; } ||
		skip 'no file can be mounted here'
	umount disk
	mounted disk.before cp -a before/. disk
	grep -E '^(openat|mkdirat|p?write|pwrite64|ftruncate|fchmod|linkat|symlinkat|f?sync|syncfs|rename|unlinkat|exit_group)' calls |
	    while read -r name n; do
		cp --sparse=always disk.before disk.now
		mounted disk.now run_until "$name" "$n"
		is=$(mounted disk.cut came_back)
		echo "$name $n $is"
	done >cuts
	cat cuts
	run ! grep -vE ' (old|new)$' cuts
	head -n 1 cuts | grep ' old$'
	# It is new when the command has ended.
	tail -n 1 cuts | grep '^exit_group 1 new$'
}

@test "the power goes while a map is written: the old one or the new one is on the disk" {
	prepare_map
	cut_everywhere
}

@test "the power goes in an import: the old image or the new one is on the disk" {
	prepare_image
	cut_everywhere
}
