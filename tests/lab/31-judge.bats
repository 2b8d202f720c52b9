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
	import=tests/fixtures/import
	cd "$top" || return 1
}

# In a world of its own, whose hosts are gone afterwards.
judge() {
	tests/lab/enter "$python" -S -E tests/judge/judge.py "$@"
}

# at_random FORMAT COUNT: files made of the grammar of a format.
at_random() {
	judge -k "$1" -s 1 -n "$2"
}

# -m: so many of a hundred boots of BIOS are the same: nothing is wrong with who
# names every line, but nothing is imported either.

@test "files of dnsmasq" {
	judge -m 50 "$import"/dnsmasq/*
}

@test "files of ISC dhcpd" {
	cache_needs isc-dhcp-server
	judge -m 70 "$import"/dhcpd/*
}

@test "files of Kea" {
	cache_needs kea-dhcp4-server
	judge -m 60 "$import"/kea/*
}

@test "200 files of dnsmasq made at random" {
	at_random dnsmasq 200
}

@test "200 files of ISC dhcpd made at random" {
	cache_needs isc-dhcp-server
	at_random dhcpd 200
}

@test "100 files of Kea made at random" {
	cache_needs kea-dhcp4-server
	at_random kea 100
}

@test "what export writes of clients(5) says the same when it is imported" {
	judge -x "$import"/clients/*
}

@test "what export writes of imported files says the same when it is imported" {
	judge -x "$import"/dnsmasq/* "$import"/dhcpd/* "$import"/kea/*
}

@test "files of others are refused by their name" {
	local name word
	while read -r name word; do
		run -1 --separate-stderr mkbootroot/mkbootroot import-hosts "$import/refused/$name"
		echo "$stderr"
		[ -z "$output" ]
		[ "$(wc -l <<<"$stderr")" = 1 ]
		[[ $stderr = *"cannot read $import/refused/$name: "*"$word"* ]]
	done <<-'END'
		openwrt.uci UCI
		libvirt.xml libvirt
		mikrotik.rsc RouterOS
		edgeos.boot VyOS
	END
}

# The judge itself. The file has two boot files; import-hosts is one that says
# what it is told.

# imports_as MAP [LINE-THAT-IS-NAMED...]
imports_as() {
	local line
	# /tmp is another one where the judge is.
	work=$(mktemp -d "$top/tests/judge-test.XXXXXX")
	chmod 755 "$work"
	cat >"$work/their.conf" <<-'END'
		port=0
		dhcp-match=set:efi,option:client-arch,7
		dhcp-boot=x/pxelinux.0
		dhcp-boot=tag:efi,x/grubx64.efi
		dhcp-option=option:router,10.20.0.1
		dhcp-range=10.20.0.100,10.20.0.120,255.255.255.0
		dhcp-host=02:00:00:00:00:01,10.20.0.11
	END
	printf '%s\n' "$1" >"$work/map"
	shift
	: >"$work/named"
	for line; do
		echo "$work/their.conf:$line" >>"$work/named"
	done
	cat >"$work/mkbootroot" <<-END
		#!/bin/bash
		[[ " \$* " = *' import-hosts '* ]] || exec '$top/mkbootroot/mkbootroot' "\$@"
		cat '$work/map'
		cat '$work/named' >&2
		[ ! -s '$work/named' ]
	END
	chmod 755 "$work/mkbootroot"
	MKBOOTROOT=$work/mkbootroot run judge "$work/their.conf"
	rm -rf "$work"
	echo "$output"
}

# What dnsmasq tells with it: the UEFI that says 7 another file than all others.
others='bios=/x/pxelinux.0 ia32=/x/pxelinux.0 arm32=/x/pxelinux.0 arm64=/x/pxelinux.0 riscv64=/x/pxelinux.0 ipxe=/x/pxelinux.0'
client=$'net 10.20.0.0/24 - router=10.20.0.1\n02:00:00:00:00:01 - ip=10.20.0.11'

@test "the judge: a file that differs is wrong, with the question and both answers" {
	imports_as "default - boot=x $others x64=/x/other.efi"$'\n'"$client"
	[ "$status" = 1 ]
	[[ $output = *'boot: theirs x/grubx64.efi, ours x/other.efi'* ]]
	[[ $output = *'06:00:00:00:fe:01 x64 (7)'* ]]
	[[ $output = *'theirs: x/grubx64.efi from self'* ]]
	[[ $output = *'ours:   x/other.efi from self'* ]]
	[[ $output = *'1 files are judged wrong'* ]]
}

@test "the judge: the line with the word that differs excuses it, another one does not" {
	# iPXE under 7 gets the other file, too, and so does UEFI that says 9.
	imports_as "default - boot=x $others x64=/x/grubx64.efi"$'\n'"$client" \
	    '4: not translated: x/grubx64.efi is for iPXE, too' \
	    '3: not translated: x/pxelinux.0 is for 9 only'
	[ "$status" = 0 ]
	imports_as "default - boot=x $others x64=/x/grubx64.efi"$'\n'"$client" \
	    '4: not translated: x/grubx64.efi is for iPXE, too' \
	    '5: not translated: no reason'
	[ "$status" = 1 ]
	[[ $output = *'boot: theirs x/pxelinux.0, ours x/grubx64.efi'* ]]
	[[ $output != *'boot: theirs x/grubx64.efi'* ]]
	# That a pool stays behind excuses nothing.
	imports_as "default - ignore" \
	    '6: not translated: dhcp-range stays with a DHCP server: only ip= is lent'
	[ "$status" = 1 ]
	# A tag stands for the lines that have it.
	imports_as "default - boot=x $others x64=/x/pxelinux.0"$'\n'"$client" \
	    '2: not translated: it is not known'
	[ "$status" = 0 ]
}

@test "the judge: an address, its router, and one that is not lent" {
	local all
	all="default - boot=x $others x64=/x/grubx64.efi"
	imports_as "$all"$'\nnet 10.20.0.0/24 - router=10.20.0.2\n02:00:00:00:00:01 - ip=10.20.0.12' \
	    '3: no' '4: no'
	[ "$status" = 1 ]
	[[ $output = *'address: theirs 10.20.0.11, ours 10.20.0.12'* ]]
	imports_as "$all"$'\nnet 10.20.0.0/24 - router=10.20.0.2\n02:00:00:00:00:01 - ip=10.20.0.11' \
	    '3: no' '4: no'
	[ "$status" = 1 ]
	[[ $output = *'router: theirs 10.20.0.1, ours 10.20.0.2'* ]]
	imports_as "$all" '3: no' '4: no'
	[ "$status" = 1 ]
	[[ $output = *'address: theirs 10.20.0.11, ours none'* ]]
	imports_as "$all" '3: no' '4: no' '7: no'
	[ "$status" = 0 ]
}

@test "the judge: a server that refuses the file has to be seen in what is named" {
	work=$(mktemp -d "$top/tests/judge-test.XXXXXX")
	printf 'subnet 10.20.0.0 netmask 255.255.255.0 {\n\tfilename "x/pxelinux.0"\n' >"$work/their.conf"
	printf '#!/bin/bash\n' >"$work/mkbootroot"
	chmod -R a+rX,a+x "$work"
	MKBOOTROOT=$work/mkbootroot run judge "$work/their.conf"
	rm -rf "$work"
	echo "$output"
	[ "$status" = 1 ]
	[[ $output = *'the other server refuses this file, and nothing is named'* ]]
}
