#!/usr/bin/env bats
# import-hosts: what dnsmasq, dhcpd, ethers(5) and bootptab say of clients, as
# lines of clients(5). Where the other server runs, both tell each client the
# same.

bats_require_minimum_version 1.5.0
load dhcp

WEB2=52:54:00:12:34:57
WEB3=52:54:00:12:34:58

import_hosts() {
	"$compile" -r "$dir/root" import-hosts "$@"
}

# imported FILE LINE...: these lines of clients(5), and nothing that was not
# translated.
imported() {
	local file=$1
	shift
	run --separate-stderr import_hosts "$file"
	echo "$output"
	echo "$stderr"
	[ "$status" = 0 ]
	[ "$output" = "$(printf '%s\n' "$@")" ]
	[ -z "$stderr" ]
}

# named LINE TEXT...: these lines of their file were not translated, and no
# other. The file is standard input.
named() {
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$output"
	echo "$stderr"
	[ "$status" = 1 ]
	[ "$stderr" = "$(while [ $# -gt 0 ]; do
		echo "$dir/theirs:$1: not translated: $2"
		shift 2
	done)" ]
}

# A boot root for all of them.
setup_root() {
	boot_root
	mkdir "$dir/root/rescue"
	printf 'not a PE file' >"$dir/root/rescue/pxelinux.0"
	chmod -R a+rX "$dir/root"
}

# answers: what each client is told as each kind of firmware, and as iPXE: its
# address, that of the server, the file, the router, the name servers.
answers() {
	local mac arch stage options hex
	for mac in "$WEB1" "$WEB2" "$WEB3"; do
		for arch in 0000 0007 0009; do
			for stage in ROM iPXE; do
				options=()
				[ "$stage" = ROM ] || options=(--option "77:'iPXE'")
				run client --mac "$mac" --arch "$arch" --option '55:03 06' "${options[@]}"
				[ "$status" = 0 ] || {
					echo "$mac $arch $stage: $output"
					continue
				}
				hex=${lines[1]}
				echo "$mac $arch $stage ${hex:32:16} $(file_of "$hex") $(option_of 03 "$hex") $(option_of 06 "$hex")"
			done
		done
	done
}

file_of() {
	"$python" -c 'import sys; print(bytes.fromhex(sys.argv[1])[108:236].split(b"\0")[0].decode() or "-")' "$1"
}

# option_of CODE HEX
option_of() {
	"$python" - "$1" "$2" <<-'END'
		import sys
		code, rest = int(sys.argv[1], 16), bytes.fromhex(sys.argv[2])[240:]
		while rest and rest[0] != 255:
		    if rest[0] == 0:
		        rest = rest[1:]
		        continue
		    if rest[0] == code:
		        print(rest[2:2 + rest[1]].hex())
		    rest = rest[2 + rest[1]:]
	END
}

# same: the other server, which runs as $pid, has told theirs; ours tells the
# same with what was imported from the file.
same() {
	answers >"$dir/theirs.answers"
	kill "$pid"
	wait "$pid" || :
	import_hosts "$1" >"$dir/imported"
	cat "$dir/imported"
	map <"$dir/imported"
	: >"$dir/log"
	serve_both
	answers >"$dir/ours.answers"
	diff -u "$dir/theirs.answers" "$dir/ours.answers"
	[ "$(grep -c '0a0900' "$dir/ours.answers")" = 18 ]
}

@test "dnsmasq: both tell every client the same" {
	setup_root
	cat >"$dir/dnsmasq.conf" <<-END
		# A comment
		dhcp-range=set:lab,10.9.0.0,static,255.255.255.0,12h
		dhcp-option=option:router,10.9.0.254
		dhcp-option=tag:lab,6,10.9.0.2,10.9.0.3
		dhcp-match=set:efi64,option:client-arch,7
		dhcp-match=set:efi64,option:client-arch,9
		dhcp-userclass=set:ipxe,iPXE
		dhcp-boot=$BIOS
		dhcp-boot=tag:efi64,$EFI
		dhcp-boot=tag:rescue,$dir/root/rescue/pxelinux.0,,10.9.0.7
		dhcp-boot=tag:ipxe,http://10.9.0.5/menu.ipxe
		dhcp-host=$WEB1,web1,10.9.0.21     # another
		dhcp-host=$WEB2,set:own,web2,10.9.0.22,45m
		dhcp-host=$WEB3,set:old,10.9.0.23
		dhcp-option=tag:old,3,10.9.0.253
		tftp-root=$dir/root
	END
	behind "$top/.cache/bin/dnsmasq" --keep-in-foreground --conf-file="$dir/dnsmasq.conf" \
	    --user=root --pid-file= --port=0 --interface=eth0 --leasefile-ro --no-ping \
	    --log-facility="$dir/server.log"
	wait_lines "$dir/server.log" 'DHCP, static leases only'
	same "$dir/dnsmasq.conf"
	grep -qxF "$WEB2 web2 lease=45m ip=10.9.0.22" "$dir/imported"
	grep -qxF "$WEB3 - router=10.9.0.253 ip=10.9.0.23" "$dir/imported"
}

@test "ISC dhcpd: both tell every client the same" {
	cache_needs isc-dhcp-server
	setup_root
	cat >"$dir/dhcpd.conf" <<-END
		ping-check false;
		option arch code 93 = unsigned integer 16;
		option domain-name-servers 10.9.0.2, 10.9.0.3;
		default-lease-time 3600;
		class "pxe" {
			match if substring (option vendor-class-identifier, 0, 9) = "PXEClient";
			if exists user-class and option user-class = "iPXE" {
				filename "http://10.9.0.5/menu.ipxe";
			} elsif option arch = 00:07 or option arch = 00:09 {
				filename "$EFI";
			} else {
				filename "$BIOS";
			}
		}
		subnet 10.9.0.0 netmask 255.255.255.0 {
			option routers 10.9.0.254;	# the way out
			next-server 10.9.0.6;
			host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; }
		}
		group {
			host second {
				hardware ethernet $WEB2;
				fixed-address 10.9.0.22;
				option host-name "web2";
			}
			option domain-name-servers 10.9.0.8;
			next-server 10.9.0.7;
			host web3 { fixed-address 10.9.0.23; hardware ethernet $WEB3; option routers 10.9.0.253; }
		}
	END
	: >"$dir/leases"
	behind "$top/.cache/bin/dhcpd" -4 -d -f -cf "$dir/dhcpd.conf" -lf "$dir/leases" \
	    -pf "$dir/dhcpd.pid" eth0 2>"$dir/server.log"
	wait_lines "$dir/server.log" 'Server starting service'
	same "$dir/dhcpd.conf"
	grep -q "^$WEB2 web2 " "$dir/imported"
}

@test "dnsmasq: tags, prefixes, cards, services, and a file of hosts" {
	cat >"$dir/theirs" <<-END
		dhcp-mac=set:pi,b8:27:eb:*:*:*
		dhcp-boot=tag:pi,pi/start.elf
		dhcp-boot=ipxe/undionly.kpxe
		dhcp-match=set:old,option:client-arch,6
		dhcp-boot=tag:old,tag:!pi,ipxe/ia32.efi
		pxe-service=ARM64_EFI,"boot, by network",arm/grubaa64.efi
		dhcp-host=$WEB1,ignore
		dhcp-host=b8:27:eb:01:*:*
		address=/example.org/10.9.0.1
		domain-needed
	END
	imported "$dir/theirs" \
	    'default - boot=ipxe bios=/ipxe/undionly.kpxe ia32=/ipxe/ia32.efi arm64=/arm/grubaa64.efi' \
	    'b8:27:eb:* - boot=pi bios=/pi/start.elf' \
	    "$WEB1 - ignore" \
	    'b8:27:eb:01:* -'
	printf '%s\n' "$WEB1,web1,10.9.0.21" "# no" "$WEB2,10.9.0.22,web2,1h" |
	    import_hosts - >"$dir/out"
	cmp "$dir/out" - <<-END
		$WEB1 web1 ip=10.9.0.21
		$WEB2 web2 lease=1h ip=10.9.0.22
	END
	# A PXE ROM asks for its service, also where dhcp-boot says something else; of
	# a menu it is the first.
	cat >"$dir/theirs" <<-END
		dhcp-match=set:bios,option:client-arch,0
		dhcp-boot=tag:bios,bios/undionly.kpxe
		pxe-service=x86PC,Install,pxe/pxelinux,10.9.0.3
		pxe-service=x86PC,Disk,0
		pxe-service=x86PC,Rescue,rescue/pxelinux
		dhcp-host=$WEB1,web1
	END
	run -1 --separate-stderr import_hosts "$dir/theirs"
	[ "$output" = "default - boot=pxe bios=/pxe/pxelinux.0 server=10.9.0.3"$'\n'"$WEB1 web1" ]
	[ "$stderr" = "$dir/theirs:4: not translated: pxe-service has no boot file
$dir/theirs:5: not translated: Rescue is not the first of its menu" ]
	# Several cards are one machine, which has one address.
	echo "dhcp-host=$WEB1,$WEB2,web1,10.9.0.21" >"$dir/theirs"
	run -0 --separate-stderr import_hosts "$dir/theirs"
	[ "$output" = "$WEB1 web1 ip=10.9.0.21"$'\n'"$WEB2 web1" ]
	[ "$stderr" = "$dir/theirs:1: warning: 10.9.0.21 goes to the first of 2 cards only" ]
}

@test "dnsmasq: what has no word is named" {
	named 1 'dhcp-range stays with a DHCP server: only ip= is lent' \
	    2 'fd00::1 is of IPv6' \
	    3 'id:01:02 is a client id: write its MAC address' \
	    5 "ip=10.9.0.21 stands in line 4 already" \
	    6 "$WEB1 stands in line 4 already" \
	    7 '../out is not a path: ".." could leave the boot root' \
	    8 'dhcp-relay has no word of ours' \
	    9 'infinite is no time that is lent' \
	    10 '/etc/dnsmasq.d is another file: give them one after the other' \
	    11 'hosts is another file: give them one after the other' \
	    12 'option:root-path has no word of ours' \
	    13 '210 has no word of ours' <<-END
		dhcp-range=10.9.1.50,10.9.1.150,255.255.255.0
		dhcp-range=fd00::1,fd00::9
		dhcp-host=id:01:02,web9
		dhcp-host=$WEB1,10.9.0.21
		dhcp-host=$WEB2,10.9.0.21
		dhcp-host=$WEB1,again
		dhcp-boot=../out
		dhcp-relay=10.9.0.1,10.9.0.2
		dhcp-host=$WEB3,infinite
		conf-dir=/etc/dnsmasq.d,*.conf
		dhcp-hostsfile=hosts
		dhcp-option=tag:x,option:root-path,10.9.0.1:/srv/nfs
		dhcp-option-force=210,/pxelinux/
		dhcp-option=option:domain-name,example.org
	END
}

@test "dhcpd: conditions, classes and blocks that have no word are named" {
	named 1 'if asks for what no word can say' \
	    2 'gold is a class of others than PXE clients' \
	    3 'bad has no MAC address' \
	    4 'other.conf is another file: give them one after the other' \
	    5 'token-ring is no address of Ethernet' \
	    5 'old has no MAC address' \
	    6 'web.example.org is not an IPv4 address' \
	    8 'range stays with a DHCP server: only ip= is lent' \
	    12 'root-path has no word of ours' \
	    13 'pxelinux.pathprefix has no word of ours' <<-END
		if option domain-name = "x" { filename "a/b"; }
		class "gold" { match if option host-name = "gold"; filename "a/c"; }
		host bad { fixed-address 10.9.0.33; }
		include "other.conf";
		host old { hardware token-ring 52:54:00:12:34:60; }
		host web { hardware ethernet $WEB1; fixed-address web.example.org; }
		subnet 10.9.0.0 netmask 255.255.255.0 {
		pool { range 10.9.0.50 10.9.0.60; }
		}
		key k { algorithm hmac-md5; secret abc; }
		zone example.org. { primary 127.0.0.1; key k; }
		option root-path "10.9.0.1:/srv/nfs";
		option pxelinux.pathprefix "/pxelinux/";
	END
	[[ $output = *"$WEB1 web"* ]]
	[[ $output != *'a/b'* && $output != *'a/c'* ]]
}

@test "dhcpd: the boot file of the only subnet is default's" {
	cat >"$dir/theirs" <<-END
		subnet 10.9.0.0 netmask 255.255.255.0 {
			filename "debian12/pxelinux.0";
			host web1 { hardware ethernet $WEB1; }
			host web2 { hardware ethernet $WEB2; deny booting; }
		}
	END
	imported "$dir/theirs" 'default - boot=debian12 bios=/debian12/pxelinux.0' \
	    "$WEB1 web1" "$WEB2 web2 ignore"
	named 1 'subnet has a boot file: its hosts get it, and nobody else' \
	    4 'subnet has a boot file: its hosts get it, and nobody else' <<-END
		subnet 10.9.0.0 netmask 255.255.255.0 {
			filename "debian12/pxelinux.0";
			host web1 { hardware ethernet $WEB1; } }
		subnet 10.9.1.0 netmask 255.255.255.0 {
			filename "rescue/pxelinux.0"; }
	END
	[ "$output" = "$WEB1 web1 boot=debian12 bios=/debian12/pxelinux.0" ]
}

@test "bootptab: templates, joined paths, and what is no client" {
	cat >"$dir/theirs" <<-'END'
		# Old ones
		.default:\
			:ht=ethernet:hd=/debian12:bf=pxelinux.0:\
			:gw=10.9.0.254:ds=10.9.0.2 10.9.0.3:sa=10.9.0.5:
		web1:tc=.default:ha=525400123456:ip=10.9.0.21:
		web2:tc=.default:ha="52:54:00:12:34:57":bf="/rescue/x.0":gw@:ip=10.9.0.22:
	END
	imported "$dir/theirs" \
	    "$WEB1 web1 boot=debian12 bios=/debian12/pxelinux.0 server=10.9.0.5 router=10.9.0.254 dns=10.9.0.2 dns=10.9.0.3 ip=10.9.0.21" \
	    "$WEB2 web2 boot=rescue bios=/rescue/x.0 server=10.9.0.5 dns=10.9.0.2 dns=10.9.0.3 ip=10.9.0.22"
	named 1 '.none is no template of the file' 2 'web2 has no address of Ethernet' <<-'END'
		web1:tc=.none:ha=525400123456:
		web2:ht=token-ring:ha=525400123457:
	END
}

@test "bootptab: a chain of templates as long as the file, and one in a circle" {
	# Each takes what it has of the next; 60,000 want no more than a moment.
	python3 - >"$dir/theirs" <<-'END'
		n = 60000
		print("web1:tc=.t0:ha=525400123456:")
		for i in range(n - 1):
		    print(".t%d:tc=.t%d:ha=525400000000:" % (i, i + 1))
		print(".t%d:ip=10.9.0.21:" % (n - 1))
	END
	(ulimit -t 20 && import_hosts "$dir/theirs") >"$dir/out" 2>"$dir/err" || [ $? = 1 ]
	grep -q "^$WEB1 *web1 .*ip=10.9.0.21" "$dir/out"
	named 2 '.a is a template that comes back to itself' <<-'END'
		.a:tc=.b:
		.b:tc=.a:
		web1:tc=.a:ha=525400123456:
	END
}

@test "ethers(5): names and addresses, in all spellings" {
	printf '%s\n' '# site' "52:54:0:12:34:56 web1" "525400123457	10.9.0.22 # db" >"$dir/theirs"
	imported "$dir/theirs" "$WEB1 web1" "$WEB2 - ip=10.9.0.22"
	named 2 'x is not a MAC address' <<-END
		$WEB1 web1
		x y
	END
}

@test "what is imported compiles, and a file in no folder says what to do" {
	mkdir -p "$dir/root"
	printf 'x' >"$dir/root/pxelinux.0"
	chmod -R a+rX "$dir/root"
	printf 'dhcp-boot=pxelinux.0\ndhcp-host=%s,web1,10.9.0.21\n' "$WEB1" >"$dir/theirs"
	imported "$dir/theirs" "# What lies in no folder is of the image pxe: mkdir $dir/root/pxe" \
	    'default - boot=pxe bios=/pxelinux.0' "$WEB1 web1 ip=10.9.0.21"
	bash -c "${lines[0]##*: }"
	map < <(printf '%s\n' "$output")
	serve_both
	told pxelinux.0 --arch 0000
}

@test "what export writes for dnsmasq comes back" {
	setup_root
	map <<-END
		default - boot=debian12 server=10.9.0.1
		$WEB1 web1 boot=debian12 ip=10.9.0.21
		$WEB2 web2 boot=rescue ip=10.9.0.22 bios=/rescue/pxelinux.0 router=10.9.0.9 dns=10.9.0.8
		$WEB3 - ignore
		b8:27:eb:* - boot=rescue bios=/rescue/pxelinux.0
		net 10.9.0.0/24 - router=10.9.0.254 lease=1h
		$LOADERS
	END
	"$compile" -q -f "$dir/clients" -r "$dir/root" export dnsmasq >"$dir/theirs"
	import_hosts "$dir/theirs" >"$dir/back"
	cat "$dir/theirs" "$dir/back"
	grep -qE "^$WEB1 web1 .*ip=10.9.0.21$" "$dir/back"
	grep -qE "^$WEB2 web2 boot=rescue bios=/rescue/pxelinux.0 .*router=10.9.0.9 dns=10.9.0.8 ip=10.9.0.22$" "$dir/back"
	grep -qE "^$WEB3 - ignore$" "$dir/back"
	grep -qE "^b8:27:eb:\* - boot=rescue bios=/rescue/pxelinux.0" "$dir/back"
	grep -qE "^net 10.9.0.0/24 - router=10.9.0.254 lease=1h$" "$dir/back"
	map <"$dir/back"
}

@test "a file of nobody, and none" {
	echo 'hello world' >"$dir/theirs"
	run -1 import_hosts "$dir/theirs"
	[ "$output" = "mkbootroot: cannot read $dir/theirs: it is not of dnsmasq, of dhcpd, ethers(5) or a bootptab" ]
	run -1 import_hosts "$dir/none"
	[ "$output" = "mkbootroot: cannot read $dir/none: No such file or directory" ]
}
