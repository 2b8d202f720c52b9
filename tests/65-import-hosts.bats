#!/usr/bin/env bats
# import-hosts: what dhcpd, ethers(5) and bootptab say of clients, as lines of
# clients(5). Where the other server runs, both tell each client the
# same. dnsmasq is in 65-import-dnsmasq.

bats_require_minimum_version 1.5.0
load dhcp
load import

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

@test "a file of nobody, and none" {
	echo 'hello world' >"$dir/theirs"
	run -1 import_hosts "$dir/theirs"
	[ "$output" = "mkbootroot: cannot read $dir/theirs: it is not of dnsmasq, of dhcpd, ethers(5) or a bootptab" ]
	run -1 import_hosts "$dir/none"
	[ "$output" = "mkbootroot: cannot read $dir/none: No such file or directory" ]
}
