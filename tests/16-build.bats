#!/usr/bin/env bats
# What builds it, and what make says where something is missing. Other
# distributions, C libraries and processors: tests/lab/18-builds.bats.
# Takes long: begins first.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	# Where tftpd, as nobody, can see that there is no map.
	chmod 755 "$dir"
	mkdir "$dir/src"
	tar cf "$dir/src.tar" -C "$top" --exclude '*.[od]' Makefile lib tftpd httpd dhcp-helper mkbootroot
	tar xf "$dir/src.tar" -C "$dir/src"
	cd "$dir/src"
	rm -f tftpd/tftpd httpd/httpd dhcp-helper/dhcp-helper mkbootroot/mkbootroot
}

teardown() {
	! mountpoint -q /usr/include || umount /usr/include
	! mountpoint -q "$dir/gone" || umount "$dir/gone"
	rm -rf "$dir"
}

# without HEADER...: as if their packages were not installed.
without() {
	mkdir "$dir/gone"
	mount -t tmpfs none "$dir/gone"
	mkdir "$dir/gone/upper" "$dir/gone/work"
	mount -t overlay none -o "lowerdir=/usr/include,upperdir=$dir/gone/upper,workdir=$dir/gone/work" /usr/include
	(cd /usr/include && rm -r "$@")
}

# What make check has compiled with gcc before, and without a word, is taken as it is:
# on a fresh tree that is everything.
@test "gcc builds it without a warning, from nothing" {
	local compiler object
	# shellcheck source=/dev/null
	. "$top/tests/lab/silent.bash"
	compiler=$(silent_compiler CC=gcc)
	silent_known "$compiler" | cut -d ' ' -f 1 | while read -r object; do
		# Without these lines make would not see that a header is newer.
		[ ! -e "$top/${object%o}d" ] || printf '%s\n' "$object" "${object%o}d"
	done >"$dir/silent"
	echo "$(($(wc -l <"$dir/silent") / 2)) objects were made without a word before"
	tar c -C "$top" -T "$dir/silent" | tar x
	# What it warns of does not depend on what it writes for debuggers.
	run -0 make -s -j2 CC=gcc CFLAGS=-O2
	[ "$output" = "" ]
}

# One process for all files: to start is what takes clang longest. What it builds serves
# in 74-datagrams; lab/30-other-debian runs this test, and links with clang.
@test "clang has no warning of any file" {
	local flags command
	# Its warnings do not depend on how well it optimises; those of the C
	# library are there for whoever does.
	# shellcheck disable=SC2016 # make's
	flags=$(make -s --eval 'flags: ; $(info $(ALL_CFLAGS) $(PCAP_CFLAGS) $(YAML_CFLAGS) $(XML_CFLAGS))@:' flags \
	    CC=clang CFLAGS='-O0 -D__OPTIMIZE__')
	[[ $flags == *-Wconversion*-O0* ]]
	command=$(eval "clang -### -fsyntax-only $flags -x c /dev/null" 2>&1 | grep ' "-cc1" ')
	command=${command/ \"-main-file-name\" \"null\"/}
	command="${command% \"-x\" \"c\"*} -x c"
	# shellcheck disable=SC2046 # file names without blanks
	run -0 eval "$command" $(find lib tftpd httpd dhcp-helper mkbootroot -name '*.c')
	[ "$output" = "" ]
	# It would have said so.
	echo 'char f(int a); char f(int a) { return a; }' >tftpd/last.c
	run -0 eval "$command" lib/map/record.c tftpd/last.c
	[[ $output == *last.c:1:*-Wimplicit-int-conversion* ]]
}

@test "a library that is missing is named in one line, and nothing is compiled" {
	without seccomp.h archive.h
	run -2 make -j2
	[ "${lines[0]}" = 'bootroot: cannot build without these libraries and their headers: libarchive (Debian: libarchive-dev), libseccomp (Debian: libseccomp-dev)' ]
	[[ $output != *error:* ]]
	[ -z "$(find . -name '*.o')" ]
}

@test "a compiler that is missing is named, and no library is" {
	without seccomp.h
	run -2 make CC=no-such-compiler
	[ "${lines[0]}" = 'bootroot: cannot build without a C compiler and the headers of the C library: no-such-compiler (Debian: gcc libc6-dev)' ]
	[[ $output != *libseccomp* ]]
}

# Objects of files that know nothing of them are taken as they are here.
@test "without libpcap, libyaml and libxml2 all is built but for what they do" {
	without pcap.h pcap yaml.h libxml2
	local about
	about=$(grep -rlwiE 'pcap|HAVE_(PCAP|YAML|XML)' --include='*.[ch]' lib tftpd httpd dhcp-helper mkbootroot)
	[ -n "$about" ]
	tar c -C "$top" lib tftpd httpd dhcp-helper mkbootroot | tar x
	# The others have nothing of these libraries.
	rm -f mkbootroot/mkbootroot
	# shellcheck disable=SC2086 # file names without blanks
	touch $about
	run -0 make -s -j2 PKG_CONFIG=false
	mkdir root
	printf '52:54:00:12:34:56 pc local\n' >clients
	mkbootroot/mkbootroot -q -f clients -m map.cdb -r root
	run -1 mkbootroot/mkbootroot -m map.cdb explain -p "$dir/capture"
	[[ $output == *'built without libpcap'* ]]
	printf '#cloud-config\nhostname: pc\n' >root/user-data
	printf '<?xml version="1.0"?>\n<profile xmlns="http://www.suse.com/1.0/yast2ns"/>\n' >root/auto.xml
	mkdir root/i
	printf '52:54:00:12:34:56 pc boot=i http=yes answers=/user-data\n52:54:00:12:34:57 pc2 boot=i http=yes answers=/auto.xml\n' >clients
	run mkbootroot/mkbootroot -n -f clients -m map.cdb -r root
	[[ $output == *'not checked'*libyaml* ]]
	[[ $output == *'not checked'*libxml2* ]]
}

@test "without ncurses all is built but for the screen of watch" {
	without curses.h ncurses.h ncursesw
	tar c -C "$top" lib tftpd httpd dhcp-helper mkbootroot | tar x
	# Nor pkg-config, which finds libpcap, libyaml and libxml2.
	rm -f mkbootroot/mkbootroot mkbootroot/see/{screen,terminal}.o mkbootroot/explain/explaincapture.o mkbootroot/answers/answers{yaml,xml}.o
	run -0 make -s PKG_CONFIG=false mkbootroot/mkbootroot
	[[ $(readelf -d mkbootroot/mkbootroot) != *ncurses* ]]
	# On a terminal it says so.
	printf 'boot dhcp-helper[7]: boot mac=52:54:00:12:34:56 name=pc arch=bios via=eth0 msg=DISCOVER rule=- file=x server=10.9.0.1 -> OFFER\n' |
	    sed "s/^/$(date +%Y-%m-%dT%H:%M:%S%z) /" >log
	run -0 script -qec 'mkbootroot/mkbootroot watch - <log' /dev/null
	[[ ${lines[0]} == *'built without ncurses (Debian: libncurses-dev)'* ]]
	[[ ${lines[1]} == *' pc 52:54:00:12:34:56 stage=told '* ]]
}
