#!/usr/bin/env bats
# import-hosts: how the answers of another server become lines of clients(5), and
# what is said of those that cannot. Whether both servers tell the same is judged in
# tests/lab/31-judge.

bats_require_minimum_version 1.5.0
load dhcp
load import

# lines LINE...: the file on standard input becomes these lines; the mistakes are in
# $stderr, without the file's name.
lines() {
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	stderr=${stderr//"$dir/theirs:"/}
	echo "$output"
	echo "$stderr"
	[ "$output" = "$(printf '%s\n' "$@")" ]
}

@test "the boot file of one net is neither another's nor default's" {
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' \
	    'default - boot=x arm64=/x/grubaa64.efi arm64-ipxe=/x/grubaa64.efi' <<-'END'
		option arch code 93 = unsigned integer 16;
		subnet 10.9.0.0 netmask 255.255.255.0 {
			range 10.9.0.50 10.9.0.60;
			if option arch = 00:0b { filename "x/grubaa64.efi"; } else { filename "x/pxelinux.0"; }
		}
		subnet 10.9.1.0 netmask 255.255.255.0 {
			range 10.9.1.50 10.9.1.60;
			if option arch = 00:0b { filename "x/grubaa64.efi"; } else { filename "y/pxelinux.0"; }
		}
	END
	[ "$status" = 1 ]
	[[ $stderr = *'4: not translated: x/pxelinux.0 is told on some nets only: import-hosts writes what boots by client, not by net'* ]]
	[[ $stderr = *'8: not translated: y/pxelinux.0 is told on some nets only'* ]]
	[[ $stderr != *grubaa64.efi\ is\ told* ]]
}

@test "a net whose clients are told nothing keeps the others' words, and is named" {
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' \
	    'default - boot=x bios=/x/pxelinux.0' <<-'END'
		filename "x/pxelinux.0";
		subnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.50 10.9.0.60; }
		subnet 10.9.1.0 netmask 255.255.255.0 {
			pool { range 10.9.1.50 10.9.1.60; deny all clients; }
		}
	END
	[ "$status" = 1 ]
	[[ $stderr = *': not translated: clients that are not listed get no answer on this net, and here what default says'* ]]
	# Nobody is answered anywhere: so it stays.
	lines 'net 10.9.0.0/24 -' 'default - ignore' "$WEB1 web1 boot=x bios=/x/pxelinux.0" <<-END
		filename "x/pxelinux.0";
		subnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.50 10.9.0.60; deny unknown-clients; }
		host web1 { hardware ethernet $WEB1; }
	END
}

@test "a host that is told nothing keeps no address" {
	lines 'net 10.9.0.0/24 -' "$WEB1 web1 ignore" "$WEB2 web2 ip=10.9.0.22" <<-END
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; deny booting; }
		host web2 { hardware ethernet $WEB2; fixed-address 10.9.0.22; }
	END
}

@test "who is told nothing gets nothing of the image, of default or of a kernel" {
	# Strangers: x64; web1: BIOS. What the image has for others is not for them.
	mkdir -p "$dir/root/x"
	printf 'not a PE file' >"$dir/root/x/grubaa64.efi"
	lines 'net 10.9.0.0/24 -' 'image x - x64=/x/grubx64.efi arm64=- x64-ipxe=-' \
	    'default - boot=x' \
	    "$WEB1 web1 bios=/x/a.0 x64=- bios-ipxe=-" "$WEB2 web2 ip=10.9.0.22" <<-END
		option arch code 93 = unsigned integer 16;
		subnet 10.9.0.0 netmask 255.255.255.0 {
			range 10.9.0.50 10.9.0.60;
			if option user-class = "iPXE" { }
			elsif option arch = 00:07 or option arch = 00:09 { filename "x/grubx64.efi"; }
		}
		host web1 {
			hardware ethernet $WEB1;
			if option user-class = "iPXE" { filename ""; }
			elsif option arch = 00:00 { filename "x/a.0"; }
			else { filename ""; }
		}
		host web2 { hardware ethernet $WEB2; fixed-address 10.9.0.22; }
	END
	# A kernel of the image would be booted by generated configuration.
	echo kernel >"$dir/root/x/linux"
	: >"$dir/root/x/initrd.gz"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$output"
	[ "${lines[1]}" = 'image x - bios=- ia32=- x64=/x/grubx64.efi arm32=- arm64=- riscv64=- loong64=- ipxe=-' ]
}

@test "a server of some kinds of firmware is in their boot file, one of a host in its line" {
	lines 'net 10.9.0.0/24 -' \
	    'image x - bios=/x/pxelinux.0 x64=tftp://10.9.0.6/w/mgfw.efi x64-ipxe=-' \
	    'default - boot=x server=10.9.0.5' \
	    "$WEB1 web1 x64=/w/mgfw.efi server=10.9.0.7" "$WEB2 web2 x64=/w/mgfw.efi" <<-END
		option arch code 93 = unsigned integer 16;
		next-server 10.9.0.5;
		subnet 10.9.0.0 netmask 255.255.255.0 {
			range 10.9.0.50 10.9.0.60;
			if option arch = 00:07 or option arch = 00:09 {
				if not exists user-class { filename "w/mgfw.efi"; }
				next-server 10.9.0.6;
			} elsif option arch = 00:00 { filename "x/pxelinux.0"; }
		}
		host web1 { hardware ethernet $WEB1; next-server 10.9.0.7; }
		host web2 { hardware ethernet $WEB2; next-server 0.0.0.0; }
	END
	[[ $stderr = *'11: not translated: this host was told no server, and gets that of others'* ]]
}

@test "both numbers of x64 have one word, and the line that makes the difference is named" {
	lines 'default - boot=x x64=/x/grubx64.efi x64-ipxe=/x/grubx64.efi' <<-'END'
		dhcp-match=set:efi,option:client-arch,7
		dhcp-boot=tag:efi,x/grubx64.efi
	END
	[ "$status" = 0 ]
	[ "$stderr" = '2: warning: x/grubx64.efi was told to x64 by number 7 only: number 9, which was told nothing, gets it, too' ]
	lines 'default - boot=x x64=/x/grubx64.efi x64-ipxe=/x/grubx64.efi' <<-'END'
		dhcp-match=set:efi,option:client-arch,9
		dhcp-boot=tag:efi,x/grubx64.efi
	END
	[ "$stderr" = '2: warning: x/grubx64.efi was told to x64 by number 9 only: number 7, which was told nothing, gets it, too' ]
}

@test "a boot file goes to the firmware that can start it, and iPXE is not told iPXE" {
	lines '# What lies in no folder is of the image pxe: mkdir '"$dir/root/pxe" \
	    'default - boot=pxe bios=/undionly.kpxe' <<-'END'
		dhcp-boot=undionly.kpxe
	END
	[ "$status" = 0 ]
	[ "$stderr" = '1: warning: undionly.kpxe goes to BIOS only: other firmware, which was told it as well, cannot start it
1: warning: undionly.kpxe is iPXE, which iPXE is not told again' ]
}

@test "what iPXE loads is one word, or one by firmware where it differs" {
	lines '# What lies in no folder is of the image pxe: mkdir '"$dir/root/pxe" \
	    'default - boot=pxe ipxe=http://10.9.0.5/a.ipxe arm64-ipxe=http://10.9.0.5/b.ipxe' <<-'END'
		dhcp-match=set:ipxe,175
		dhcp-match=set:arm,option:client-arch,11
		tag-if=set:both,tag:ipxe,tag:arm
		dhcp-boot=tag:ipxe,tag:!both,http://10.9.0.5/a.ipxe
		dhcp-boot=tag:both,http://10.9.0.5/b.ipxe
	END
	[ "$status" = 0 ]
	[ -z "$stderr" ]
}

@test "HTTP firmware is told URLs, and a line that nobody is told is named" {
	lines '# What lies in no folder is of the image pxe: mkdir '"$dir/root/pxe" \
	    'default - boot=pxe x64-http=http://10.9.0.5/x.efi' <<-'END'
		dhcp-match=set:http,option:client-arch,16
		dhcp-match=set:arm,option:client-arch,19
		dhcp-option-force=60,HTTPClient
		dhcp-boot=tag:http,http://10.9.0.5/x.efi
		dhcp-boot=tag:arm,x/grubaa64.efi
		dhcp-boot=tag:http,tag:arm,x/both.efi
	END
	[ "$status" = 1 ]
	[[ $stderr = *'5: not translated: no kind of firmware is told this boot file'* ]]
	[[ $stderr = *'6: not translated: no kind of firmware is told this boot file'* ]]
	[[ $stderr != *'4: '* ]]
}

@test "an import that finds nothing to write says so" {
	lines '' <<-'END'
		option domain-name "example.org";
		ddns-update-style none;
	END
	[ "$status" = 0 ]
	[[ $stderr = *'1: warning: nothing in it says what a client boots' ]]
}

@test "a card with an address, and without one for other nets, is one host" {
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' \
	    '52:54:00:00:00:01 a boot=x bios=/x/pxelinux.0 ip=10.9.0.21' \
	    '52:54:00:00:00:02 b boot=x bios=/x/pxelinux.0 ip=10.9.0.22' <<-'END'
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		subnet 10.9.1.0 netmask 255.255.255.0 { }
		option arch code 93 = unsigned integer 16;
		group {
			if option arch = 00:00 { filename "x/pxelinux.0"; }
			host a { hardware ethernet 52:54:00:00:00:01; fixed-address 10.9.0.21; }
			host a-elsewhere { hardware ethernet 52:54:00:00:00:01; }
			host b { hardware ethernet 52:54:00:00:00:02; fixed-address 10.9.0.22; }
		}
		host b-elsewhere { hardware ethernet 52:54:00:00:00:02; }
	END
	[ "$status" = 1 ]
	[ "$(grep -c "not translated" <<<"$stderr")" = 1 ]
	[[ $stderr = *'10: not translated: this card is told something else here than with its address: '* ]]
	[[ $stderr != *'stands in line'* ]]
}

@test "a host with an address is compared on every net, with the server that its line gives there" {
	local warned='and other hosts with an address may be told something else on another net'
	# Its server is that of the net of its address, wherever it is.
	lines 'net 10.9.0.0/24 - server=10.9.0.5' 'net 10.9.1.0/24 - server=10.9.0.6' \
	    'net 10.9.2.0/24 - server=10.9.0.7' 'image x - bios=/x/pxelinux.0' \
	    'default - boot=x' "$WEB1 web1 ip=10.9.1.21" <<-END
		filename "x/pxelinux.0";
		subnet 10.9.0.0 netmask 255.255.255.0 { next-server 10.9.0.5; }
		subnet 10.9.1.0 netmask 255.255.255.0 { next-server 10.9.0.6; }
		subnet 10.9.2.0 netmask 255.255.255.0 { next-server 10.9.0.7; }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.1.21; }
	END
	[ "$status" = 0 ]
	[[ $stderr = *"5: warning: web1 $warned"* ]]
	# One that the nets do not tell apart is the same on all.
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' 'image x - bios=/x/pxelinux.0' \
	    'default - boot=x server=10.9.0.5' "$WEB1 web1 ip=10.9.1.21" <<-END
		filename "x/pxelinux.0";
		next-server 10.9.0.5;
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		subnet 10.9.1.0 netmask 255.255.255.0 { }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.1.21; }
	END
	[[ $stderr != *"$warned"* ]]
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' 'net 10.9.2.0/24 -' \
	    'image x - bios=/x/pxelinux.0' 'default - boot=x server=10.9.0.5' \
	    "$WEB1 web1 server=10.9.0.9 ip=10.9.1.21" <<-END
		filename "x/pxelinux.0";
		next-server 10.9.0.5;
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		subnet 10.9.1.0 netmask 255.255.255.0 { }
		subnet 10.9.2.0 netmask 255.255.255.0 { }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.1.21; next-server 10.9.0.9; }
	END
	[[ $stderr = *"6: warning: web1 $warned"* ]]
	# The last of the nets differs.
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' 'net 10.9.2.0/24 -' \
	    "$WEB1 web1 boot=x bios=/x/pxelinux.0 ip=10.9.0.21" <<-END
		filename "x/pxelinux.0";
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		subnet 10.9.1.0 netmask 255.255.255.0 { }
		subnet 10.9.2.0 netmask 255.255.255.0 { filename "y/pxelinux.0"; }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; }
	END
	[[ $stderr = *"5: warning: web1 $warned"* ]]
}

@test "a host without an address that gets silence on some nets is named, once" {
	lines 'net 10.9.0.0/24 -' 'net 10.9.1.0/24 -' \
	    "$WEB1 web1 boot=x bios=/x/a.0" "$WEB2 web2 boot=x bios=/x/a.0" <<-END
		{ "Dhcp4": { "subnet4": [
		{ "id": 1, "subnet": "10.9.0.0/24" },
		{ "id": 2, "subnet": "10.9.1.0/24", "pools": [ { "pool": "10.9.1.50-10.9.1.60" } ], "reservations": [
		{ "hw-address": "$WEB1", "hostname": "web1", "boot-file-name": "x/a.0" },
		{ "hw-address": "$WEB2", "hostname": "web2", "boot-file-name": "x/a.0" } ] } ] } }
	END
	[ "$status" = 0 ]
	[ "$(grep -c silence <<<"$stderr")" = 1 ]
	[[ $stderr = *'4: warning: web1 and other hosts without an address may get silence on another net; here they are answered on all'* ]]
}

@test "a program by its URL goes to the iPXE that can start it, and that is named" {
	lines '# What lies in no folder is of the image pxe: mkdir '"$dir/root/pxe" \
	    'default - boot=pxe x64-ipxe=http://10.9.0.5/bootx64.efi' <<-'END'
		dhcp-match=set:ipxe,175
		dhcp-boot=tag:ipxe,http://10.9.0.5/bootx64.efi
	END
	[ "$status" = 0 ]
	[ "$stderr" = '2: warning: http://10.9.0.5/bootx64.efi is not told to other firmware, which cannot start it' ]
}

@test "the folder menu is no image, which boot=menu would not boot" {
	lines "# What lies in no folder is of the image pxe: mkdir $dir/root/pxe" \
	    'net 10.9.0.0/24 -' 'default - boot=pxe bios=/menu/pxelinux.0' <<-'END'
		subnet 10.9.0.0 netmask 255.255.255.0 { filename "menu/pxelinux.0"; }
	END
	[ "$status" = 0 ]
}
