#!/usr/bin/env bats
# import-hosts beside the servers whose files it reads: dnsmasq, ISC dhcpd and
# Kea run with a file, dhcp-helper with what was imported from it, and both are
# asked the same. What they answer differently has to be named.
# Takes long: begins first.

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

# at_random FORMAT COUNT: so many files made of the grammar of a format, or FILES.
at_random() {
	judge -k "$1" -s 1 -n "${FILES:-$2}" -m 60
}

# -m: so many of a hundred boots of BIOS, x64, iPXE and HTTP are the same: nothing is
# wrong with who names every line, but nothing is imported either. In files of sites
# many boots of x64 and iPXE are a BIOS loader that everybody is told, and few are by
# HTTP.

@test "files of dnsmasq" {
	judge -m 70,35,35,0 "$import"/dnsmasq/*
}

@test "files of ISC dhcpd" {
	cache_needs isc-dhcp-server
	judge -m 80,37,40,0 "$import"/dhcpd/*
}

@test "files of Kea" {
	cache_needs kea-dhcp4-server
	judge -m 70,33,30,0 "$import"/kea/*
}

# Of so few the part that is the same varies by a few in a hundred.
@test "files of dnsmasq made at random" {
	at_random dnsmasq 200
}

@test "files of ISC dhcpd made at random" {
	cache_needs isc-dhcp-server
	at_random dhcpd 60
}

@test "files of Kea made at random" {
	cache_needs kea-dhcp4-server
	at_random kea 60
}

@test "what export writes of clients(5) says the same when it is imported" {
	judge -x "$import"/clients/*
}

# Every third of them; make nightly has all.
@test "what export writes of imported files says the same when it is imported" {
	local files=("$import"/{dnsmasq,dhcpd,kea}/*) some=() step=3 n
	[ ${#files[@]} -ge 150 ]
	[ -z "${FILES-}" ] || step=1
	for ((n = 0; n < ${#files[@]}; n += step)); do
		some+=("${files[n]}")
	done
	judge -x "${some[@]}"
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
	# shellcheck disable=SC2086
	MKBOOTROOT=$work/mkbootroot run judge ${least-} "$work/their.conf"
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

@test "the judge: a reason stands for its own firmware, field, file and client" {
	local all="default - boot=x $others x64-ipxe=/x/grubx64.efi"
	# 9 gets what 7 is told, and arm64 gets it without being named.
	imports_as "$all x64=/x/grubx64.efi"$'\n'"$client" \
	    '4: warning: x/grubx64.efi was told to x64 by number 7 only: number 9, which was told x/pxelinux.0, gets it, too'
	[ "$status" = 0 ]
	imports_as "${all/arm64=*pxelinux.0 riscv/arm64=/x/grubx64.efi riscv} x64=/x/grubx64.efi"$'\n'"$client" \
	    '4: warning: x/grubx64.efi was told to x64 by number 7 only: number 9, which was told x/pxelinux.0, gets it, too'
	[ "$status" = 1 ]
	[[ $output = *'06:00:00:00:fe:01 arm64;'* ]]
	[[ $output != *'x64 (9)'* ]]
	# That somebody cannot start a file is not believed of who can.
	imports_as "${all/bios=*0 ia32/bios=- ia32} x64=/x/grubx64.efi"$'\n'"$client" \
	    '3: warning: x/pxelinux.0 is not told to other firmware, which cannot start it' \
	    '4: warning: x/grubx64.efi was told to x64 by number 7 only: number 9, which was told x/pxelinux.0, gets it, too'
	[ "$status" = 1 ]
	[[ $output = *'boot: theirs x/pxelinux.0, ours none'* ]]
	[[ $output = *'06:00:00:00:fe:01 BIOS;'* ]]
	# What is said of a server, or of another host, or of nobody, is not of a file.
	imports_as "$all x64=/x/other.efi"$'\n'"$client" \
	    '4: not translated: this host was told no server, and gets that of others' \
	    '4: not translated: no kind of firmware is told this boot file' \
	    '4: warning: x/grubx64.efi is iPXE, which iPXE is not told again' \
	    '4: not translated: x/grubx64.efi is another file than that of option 67, which firmware takes' \
	    '7: warning: a and other hosts with an address may be told something else on another net; here they are told the same on all'
	[ "$status" = 1 ]
	[[ $output = *'boot: theirs x/grubx64.efi, ours x/other.efi'* ]]
}

@test "the judge: how many boots are the same is printed, and too few are too few" {
	local all="default - boot=x $others x64=/x/grubx64.efi"
	imports_as "$all"$'\n'"$client" '3: no' '4: no'
	[ "$status" = 0 ]
	[[ $output = *'BIOS: 4 of 4 boots are the same: 100 % (4 questions)'* ]]
	[[ $output = *'x64: 4 of 8 boots are the same: 50 % (8 questions)'* ]]
	[[ $output = *'HTTP: 0 of 0 boots are the same: 0 % (8 questions)'* ]]
	least='-m 100,60,0,0' imports_as "$all"$'\n'"$client" '3: no' '4: no'
	[ "$status" = 1 ]
	[[ $output = *'x64: that is less than 60 %' ]]
	least='-m 0,0,0,1' imports_as "$all"$'\n'"$client" '3: no' '4: no'
	[ "$status" = 1 ]
	[[ $output = *'HTTP: fewer than 5 of 100 questions boot anything'* ]]
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
