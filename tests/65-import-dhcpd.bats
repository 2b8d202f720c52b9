#!/usr/bin/env bats
# import-hosts of dhcpd.conf(5), ISC's and OpenBSD's: its conditions are
# evaluated for each kind of firmware, and what cannot be known is named. Where
# ISC dhcpd runs, it tells every client the same.

bats_require_minimum_version 1.5.0
load dhcp
load import

# takes: the file on standard input is the map, and its boot files are there.
takes() {
	local file
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$output" | tee "$dir/imported"
	echo "$stderr"
	mkdir -p "$dir/root/pxe"
	for file in $(grep -oE '=/[^ ]+' "$dir/imported" | cut -c3-); do
		mkdir -p "$dir/root/$(dirname "$file")"
		printf 'not a PE file' >"$dir/root/$file"
	done
	chmod -R a+rX "$dir/root"
	map <"$dir/imported"
}

# boots WHO KIND=FILE...: what it is told as that kind of firmware, or as iPXE under
# it (ipxe-KIND); "-": nothing. And server=ADDRESS: from where.
boots() {
	local who=$1 want word stage said
	"$compile" -r "$dir/root" -m "$dir/clients.cdb" explain "$who" >"$dir/explained"
	shift
	for want; do
		word=${want%%=*}
		stage=ROM
		[[ $word != ipxe-* ]] || stage=iPXE
		said=$(sed -nE "s/^  ${word#ipxe-} +$stage +([^ ]+): .*/\\1/p" "$dir/explained")
		[ "${said/none/-}" = "${want#*=}" ] || {
			echo "$who: wanted $want, got $said"
			cat "$dir/explained"
			return 1
		}
	done
}

# has WHO WORD...: its line has these words.
has() {
	local line word
	line=" $(grep "^$1 " "$dir/imported") "
	shift
	for word; do
		[[ $line = *" $word "* ]] || {
			echo "no $word in $line"
			return 1
		}
	done
}

OTHER=02:00:00:00:00:02

# names LINE TEXT...: these lines of the file on standard input were not translated, and
# no others, but for boot files that nobody is told.
names() {
	named_beside 'no kind of firmware is told this boot file$' "$@"
}

# dhcpd_starts FILE: the server that the file is of.
dhcpd_starts() {
	: >"$dir/leases"
	behind "$top/.cache/bin/dhcpd" -4 -d -f -cf "$1" -lf "$dir/leases" \
	    -pf "$dir/dhcpd.pid" eth0 2>"$dir/server.log"
	wait_lines "$dir/server.log" 'Server starting service'
}

@test "dhcpd and dhcp-helper tell every client the same: conditions, and hosts in groups and subnets" {
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
	dhcpd_starts "$dir/dhcpd.conf"
	same "$dir/dhcpd.conf"
	grep -q "^$WEB2 web2 " "$dir/imported"
}

@test "dhcpd and dhcp-helper tell every client the same: what is said later, or further inside, goes first" {
	cache_needs isc-dhcp-server
	setup_root
	cat >"$dir/dhcpd.conf" <<-END
		ping-check false;
		filename "debian12/global.0";
		next-server 10.9.0.3;
		Option Arch code 93 = unsigned integer 16;
		class "first" { match if hardware = 1:$WEB2; filename "$BIOS"; }
		class "second" { match hardware; filename "debian12/second.0"; next-server 10.9.0.4; }
		subclass "second" 1:$WEB2;
		subclass "second" 1:$WEB1 { if option arch = 00:00 { filename "rescue/pxelinux.0"; } else { filename = "$EFI"; } }
		shared-network lab {
			filename "debian12/lab.0";
			subnet 10.9.0.0 netmask 255.255.255.0 {
				option routers 10.9.0.254;
				option domain-name-servers 10.9.0.2;
				filename "debian12/subnet.0";
			}
		}
		group {
			filename "debian12/group.0";
			host web3 {
				hardware ethernet $WEB3; fixed-address 10.9.0.23;
				if not (exists user-class and option user-class = "iPXE") { filename "$EFI"; }
				elsif exists user-class { filename "debian12/menu.ipxe"; }
			}
		}
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; }
		host web2 { hardware ethernet $WEB2; fixed-address 10.9.0.22; next-server 10.9.0.5; }
	END
	for file in global second lab subnet group; do
		printf 'not a PE file' >"$dir/root/debian12/$file.0"
	done
	printf '#!ipxe\n' >"$dir/root/debian12/menu.ipxe"
	chmod -R a+rX "$dir/root"
	dhcpd_starts "$dir/dhcpd.conf"
	# Whose files nobody is told, their lines are named.
	ARCHS=0000
	same "$dir/dhcpd.conf" 1
	told_by_both() {
		grep -qF -- "$1" "$dir/theirs.answers"
	}
	# The host after its classes, the first class after the second, and what is in
	# a subclass after its class.
	told_by_both "$WEB2 0000 ROM 0a0900160a090005 $BIOS 0a0900fe 0a090002"
	told_by_both "$WEB1 0000 ROM 0a0900150a090004 rescue/pxelinux.0 0a0900fe 0a090002"
	# What is around the host goes before its net; and false "and" something is no
	# truth value, so its negation is not true.
	told_by_both "$WEB3 0000 ROM 0a0900170a090003 debian12/group.0 0a0900fe 0a090002"
	told_by_both "$WEB3 0000 iPXE 0a0900170a090003 debian12/menu.ipxe 0a0900fe 0a090002"
}

# The conditions of the next test: who is told yes, of b BIOS, x x64, i iPXE
# under BIOS; then the condition.
conditions() {
	cat <<-'END'
		x option arch = 00:07
		bi option arch != 00:07
		b option user-class != "iPXE" and option arch = 00:00
		bx not exists user-class
		bxi exists dhcp-message-type
		i exists user-class and option user-class = "iPXE"
		- not (exists user-class and option user-class = "iPXE")
		x option arch = encode-int(7, 16)
		x extract-int(option arch, 16) = 7
		x binary-to-ascii(16, 8, ":", option arch) = "0:7"
		x substring(option vendor-class-identifier, 15, 5) = "00007"
		bxi substring(option vendor-class-identifier, 0, 9) = "PXEClient"
		bxi option vendor-class-identifier ~= "^PXEClient:Arch:0000[0-7]:"
		i option user-class ~~ "^ipxe$"
		- option user-class ~= "^ipxe$"
		i lcase(option user-class) = "ipxe"
		i concat("x", option user-class) = "xiPXE"
		bx concat("x", option user-class) = null
		x suffix(option arch, 1) = 07
		i pick-first-value(option user-class, "none") = "iPXE"
		x reverse(1, option arch) = 07:00
		- option arch = 7
		- option user-class = "iPX"
		- substring(option vendor-class-identifier, 0, 9) = "PXEClient:"
		bxi packet(28, 3) = 52:54:00
		bxi known and static
		bxi exists user-class and exists user-class or not exists user-class
		- exists user-class and option arch = 00:07 or option arch = 00:07
		x option arch = 00:07 or option arch = 00:07 and exists user-class
	END
}

# conditions_file: a host for each condition; its number is the end of its MAC.
conditions_file() {
	local n=0 condition _
	echo 'ping-check false;'
	echo 'option arch code 93 = unsigned integer 16;'
	echo 'subnet 10.9.0.0 netmask 255.255.255.0 { }'
	while read -r _ condition; do
		printf 'host h%d { hardware ethernet 52:54:00:12:35:%02x; fixed-address 10.9.0.%d; if %s { filename "rescue/yes"; } else { filename "rescue/no"; } }\n' \
		    $((++n)) "$n" $((n + 100)) "$condition"
	done < <(conditions)
}

# all_hold COMMAND: what it says for a MAC is as the conditions say.
all_hold() {
	local n=0 yes condition said
	while read -r yes condition; do
		n=$((n + 1))
		said=$("$1" "$(printf '52:54:00:12:35:%02x' "$n")")
		[ "$said" = "$yes" ] || {
			echo "$condition: wanted $yes, got $said"
			return 1
		}
	done < <(conditions)
}

# By the imported line.
line_says() {
	local line kind said=
	line=" $(grep "^$1 " "$dir/imported") "
	# iPXE under BIOS: its own word counts before that of all iPXEs.
	local ipxe=ipxe
	[[ $line != *" bios-ipxe="* ]] || ipxe=bios-ipxe
	for kind in b:bios x:x64 i:$ipxe; do
		[[ $line != *" ${kind#*:}=/rescue/yes "* ]] || said+=${kind%:*}
	done
	echo "${said:--}"
}

@test "each condition is what dhcpd makes of it" {
	setup_root
	conditions_file >"$dir/dhcpd.conf"
	run --separate-stderr import_hosts "$dir/dhcpd.conf"
	[ "$status" = 0 ] || { echo "$stderr"; return 1; }
	echo "$output" >"$dir/imported"
	all_hold line_says
}

@test "each condition is what the table has it, and dhcpd says so itself" {
	cache_needs isc-dhcp-server
	conditions_file >"$dir/dhcpd.conf"
	dhcpd_starts "$dir/dhcpd.conf"
	all_hold server_says
}

@test "what cannot be known is never true, and named where it makes a difference" {
	# Else it is as good as known.
	names 2 'if asks for host-name, which has no word in clients(5)' \
	    3 'if asks for the version of UNDI, which has no word in clients(5)' \
	    4 'if asks for dhcp-message-type, which has no word in clients(5)' \
	    5 'if asks for circuit-id, which has no word in clients(5)' \
	    6 'match asks for host-name, which has no word in clients(5)' \
	    8 'switch asks for host-name, which has no word in clients(5)' \
	    9 'filename depends on what has no word in clients(5)' \
	    12 'if asks for lease-time, which has no word in clients(5)' <<-END
		option arch code 93 = unsigned integer 16;
		if option host-name = "web1" { filename "a/1"; }
		if suffix(option vendor-class-identifier, 3) = "001" { filename "a/2"; }
		if option dhcp-message-type = 03 { next-server 10.9.0.9; }
		if exists agent.circuit-id { filename "a/4"; }
		class "c" { match if option host-name = "c"; filename "a/5"; }
		class "idle" { match if option host-name = "c"; ddns-hostname "c"; }
		switch (option host-name) { case "x" : filename "a/6"; break; default : break; }
		if option arch = 00:06 { filename = concat("a/", option host-name); }
		if option host-name = "web1" { option domain-name "x"; log(info, "no"); }
		if option host-name = "web1" and option arch = 00:ff { filename "a/never"; }
		if lease-time = 300 { filename "a/7"; }
	END
	[[ $output != *a/* ]]
}

@test "what is not known on one side of and, of or, and of what is inside of not, is named" {
	local condition name='option host-name = "web1"'
	for condition in "$name and option arch = 00:00" \
	    "not ($name and option arch = 00:00)" \
	    "not ($name and option arch = 00:63)" \
	    "$name or option arch = 00:63" \
	    "not (($name and option arch = 00:63) or option arch = 00:63)"; do
		echo "$condition"
		names 2 'if asks for host-name, which has no word in clients(5)' <<-END
			option arch code 93 = unsigned integer 16;
			if $condition { filename "a/1"; }
		END
		[[ $output != *a/1* ]]
	done
}

@test "blocks and statements that have no word are named, and what cannot matter is not" {
	names 2 'other.conf is another file: give them one after the other' \
	    3 'bad has no MAC address' \
	    4 'token-ring is no address of Ethernet' \
	    4 'old has no MAC address' \
	    5 'subnet6 is of IPv6' \
	    6 'root-path has no word in clients(5)' \
	    7 'PXE.mtftp-delay has no word in clients(5)' \
	    8 'always-broadcast has no word in clients(5)' \
	    9 'bootp is answered all the same' \
	    10 'spawn makes a class for each value, which has no word in clients(5)' \
	    11 'uid is a client id: its MAC address counts' \
	    12 '10.9.0.25 is a second address' \
	    13 '10.8.0.26 lies in no subnet of the file' \
	    14 'web.example.org is not an IPv4 address' \
	    15 'other is no group of the file' \
	    17 'range stays with a DHCP server: only ip= is lent' \
	    18 'after depends on the time, which has no word in clients(5)' \
	    20 '10.9.0.254 is a second router' \
	    21 'wpad is no option that dhcpd or the file defines' \
	    22 'frobnicate is nothing that dhcpd takes there' \
	    22 'subnet-mask is not the netmask of its subnet' \
	    23 'filename does not end with ;' <<-END
		option space PXE; option PXE.mtftp-delay code 5 = unsigned integer 8;
		include "other.conf";
		host bad { fixed-address 10.9.0.33; }
		host old { hardware token-ring 52:54:00:12:34:60; }
		subnet6 2001:db8::/64 { range6 2001:db8::1 2001:db8::9; }
		option root-path "10.9.0.1:/srv/nfs"; option domain-name "example.org"; ddns-update-style none;
		option PXE.mtftp-delay 5; vendor-option-space PXE; log-facility local7;
		always-broadcast on; authoritative; not authoritative; use-host-decl-names on;
		allow booting; deny bootp; ignore client-updates; failover peer "x" { primary; address 10.9.0.1; }
		class "s" { spawn with option agent.circuit-id; lease limit 4; }
		host id { hardware ethernet $WEB1; uid 01:02; }
		host two { hardware ethernet $WEB2; fixed-address 10.9.0.24, 10.9.0.25; }
		host far { hardware ethernet 52:54:00:12:34:70; fixed-address 10.8.0.26; }
		host dns { hardware ethernet 52:54:00:12:34:71; fixed-address web.example.org; }
		host grp { hardware ethernet 52:54:00:12:34:72; group other; }
		subnet 10.9.0.0 netmask 255.255.255.0 {
			pool { range 10.9.0.50 10.9.0.60;
				deny after 4 2030/01/01 00:00:00;
			}
			option routers 10.9.0.253, 10.9.0.254;
			option wpad "http://x/";
			frobnicate 5; option subnet-mask 255.255.0.0;
			filename "a/b"
		}
		key k { algorithm hmac-md5; secret abc; };
		zone example.org. { primary 127.0.0.1; key k; }
		on commit { set x = 1; execute("/bin/true"); }
	END
	[[ $output == *"$WEB1 id"* && $output == *"$WEB2 two ip=10.9.0.24"* ]]
	[[ $output != *10.8.0.26* ]]
}

@test "what dhcpd refuses to load is named" {
	local n=0 text
	cache_needs isc-dhcp-server
	while read -r text; do
		n=$((n + 1))
		echo "$text"
		{
			echo 'option arch code 93 = unsigned integer 16;'
			printf '%b\n' "$text"
			echo "subnet 10.9.0.0 netmask 255.255.255.0 { }"
		} >"$dir/refused.$n"
		run --separate-stderr import_hosts "$dir/refused.$n"
		[ "$status" = 1 ]
		grep "$dir/refused.$n:[23]: not translated:" <<<"$stderr"
		: >"$dir/leases"
		run "$top/.cache/bin/dhcpd" -t -4 -cf "$dir/refused.$n" -lf "$dir/leases"
		[ "$status" = 1 ]
	done <<-'END'
		if (option arch = 00:07) or (option arch = 00:09) { filename "x"; }
		if option arch = 00:07 or 00:09 { filename "x"; }
		if not option arch { filename "x"; }
		if option arch = 00:07 { filename "x"; } else filename "y";
		if exists user-class and extract-int(option arch, 16) = 7 { filename "x"; }
		filename "x"\nnext-server 10.9.0.5;
		next-server 10.9.0.500;
		group { filename "x"; };
		class "c" { match if option arch; }
		subclass "none" 1:52:54:00:12:34:56 { filename "x"; }
		option arch2 93 7;
		group { option late code 201 = text; }
		default-lease-time one;
		hostess web { }
		switch (option arch) { case 0: filename "x"; break; }
		switch (extract-int(option arch, 16)) { case 00:07: filename "x"; break; }
		switch (option arch) { if known { case "x": filename "x"; } }
		case "x": filename "x";
		if not { filename "x"; }
	END
}

@test "what dhcpd refuses is named as a person looks for it" {
	names 2 '"case 0: filename" is nothing that dhcpd takes there' \
	    3 '"if not option arch {" is nothing that dhcpd takes there' \
	    4 '"if not (option arch = 00:07) and not not option host-name {" is nothing that dhcpd takes there' \
	    6 '"if exists user-class and {" is nothing that dhcpd takes there' \
	    7 '"not not" is nothing that dhcpd takes there' \
	    8 '"case 7" is nothing that dhcpd takes there' \
	    9 '"14 or option arch = 00:15 or option arch = 00:16 or option arch = 00:17 or option arch = 00:18 or {" is nothing that dhcpd takes there' \
	    10 '"x\033[2J" is nothing that dhcpd takes there' <<-END
		option arch code 93 = unsigned integer 16;
		switch (option arch) { case 0: filename "x"; break; }
		if not option arch { filename "x"; }
		if  not (option arch = 00:07) and not not option host-name { filename "x"; }
		if exists user-class # and what else?
			and { filename "x"; }
		not not authoritative;
		if known { case 7: filename "x"; }
		if option arch = 00:10 or option arch = 00:11 or option arch = 00:12 or option arch = 00:13 or option arch = 00:14 or option arch = 00:15 or option arch = 00:16 or option arch = 00:17 or option arch = 00:18 or { filename "x"; }
		"x$(printf '\033')[2J";
	END
	# A number is one where numbers are asked for.
	takes <<-END
		option arch code 93 = unsigned integer 16;
		switch (extract-int(option arch, 16)) {
		case 3 + 4: case 9: filename "a/x.efi"; break;
		default: filename "a/x.0"; }
	END
	boots "$OTHER" bios=a/x.0 x64=a/x.efi
	[[ $stderr != *'not translated'* ]]
}

@test "whom a pool is not for, and who is not known, gets nothing" {
	takes <<-END
		subnet 10.9.0.0 netmask 255.255.255.0 {
			filename "a/x.0";
			pool { range 10.9.0.50 10.9.0.60; deny unknown-clients; }
		}
		host web1 { hardware ethernet $WEB1; }
		host web2 { hardware ethernet $WEB2; deny booting; }
	END
	has default ignore
	has "$WEB2" web2 ignore
	boots "$WEB1" bios=a/x.0
	takes <<-END
		ignore unknown-clients;
		subnet 10.9.0.0 netmask 255.255.255.0 { filename "a/x.0"; }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; }
	END
	has default ignore
	has "$WEB1" web1 ip=10.9.0.21
	boots "$WEB1" bios=a/x.0
	# Members of a class, and the others, have pools of their own.
	takes <<-END
		class "pi" { match if substring(hardware, 1, 3) = b8:27:eb; }
		subnet 10.9.0.0 netmask 255.255.255.0 {
			pool { range 10.9.0.50 10.9.0.60; allow members of "pi"; filename "pi/x.0"; }
			pool { range 10.9.0.70 10.9.0.80; deny members of "pi"; filename "a/x.0"; }
		}
	END
	boots "$OTHER" bios=a/x.0
	boots b8:27:eb:00:00:01 bios=pi/x.0
	names 2 'range stays with a DHCP server: only ip= is lent' \
	    3 'range stays with a DHCP server: only ip= is lent' \
	    3 'pool is one of several for the same clients, with words of its own' <<-END
		subnet 10.9.0.0 netmask 255.255.255.0 {
			pool { range 10.9.0.50 10.9.0.60; filename "a/x.0"; }
			pool { range 10.9.0.70 10.9.0.80; filename "a/y.0"; }
		}
	END
}

@test "cards that conditions and subclasses name have lines of their own" {
	takes <<-END
		class "pi" { match if substring(hardware, 1, 3) = b8:27:eb; filename "pi/x.0"; }
		class "in" { match if binary-to-ascii(16, 8, ":", substring(hardware, 1, 3)) = "0:1b:21"; filename "in/x.0"; }
		class "w" { match pick-first-value(option dhcp-client-identifier, hardware); }
		subclass "w" 1:$WEB1 { filename "w/1.0"; }
		subclass "w" 1:$WEB2 { filename "w/2.0"; }
		subnet 10.9.0.0 netmask 255.255.255.0 { filename "a/x.0"; }
	END
	[[ $stderr != *'not translated'* ]]
	boots "$OTHER" bios=a/x.0
	boots b8:27:eb:00:00:01 bios=pi/x.0
	boots 00:1b:21:00:00:01 bios=in/x.0
	boots "$WEB1" bios=w/1.0
	boots "$WEB2" bios=w/2.0
	has "00:1b:21:\*" -
}

@test "blocks of a name, of iPXE's options, and of OpenBSD's classes" {
	takes <<-END
		option space ipxe;
		option ipxe-encap-opts code 175 = encapsulate ipxe;
		option ipxe.http code 19 = unsigned integer 8;
		group named { filename "g/x.0"; }
		subnet 10.9.0.0 netmask 255.255.255.0 {
			if exists ipxe.http { filename "http://10.9.0.5/menu.ipxe"; } else { filename "a/x.0"; }
		}
		host web1 { hardware ethernet $WEB1; group named; }
	END
	boots "$OTHER" bios=a/x.0 ipxe-bios=http://10.9.0.5/menu.ipxe
	boots "$WEB1" bios=g/x.0
	takes <<-END
		user-class "iPXE" { filename "http://10.9.0.5/menu.ipxe"; }
		subnet 10.9.0.0 netmask 255.255.255.0 { filename "a/x.0"; }
	END
	boots "$OTHER" bios=a/x.0 ipxe-bios=http://10.9.0.5/menu.ipxe
}

@test "each shared-network keeps its own nets, addresses and boot files" {
	takes <"$BATS_TEST_DIRNAME/fixtures/import/dhcpd/d20-two-sharednets.conf"
	has 'net 10.20.0.0/24' server=10.20.0.5 router=10.20.0.1 dns=10.20.0.2 lease=10m
	has 'net 10.30.0.0/24' server=10.30.0.5 router=10.30.0.1 dns=10.30.0.2 lease=1d
	boots 02:00:00:00:01:a1 bios=l/pxelinux.0
	boots 02:00:00:00:01:b1 bios=r/pxelinux.0
	# One boot file for both nets has no word.
	grep -q ':11: not translated: r/pxelinux.0' <<<"$stderr"
}

@test "files of dhcpd as they are in use are imported right" {
	each_boots() {
		takes <"$BATS_TEST_DIRNAME/fixtures/import/dhcpd/$1.conf"
		boots "${@:2}"
	}
	each_boots d01-elseif "$OTHER" bios=legacy ia32=fw32 x64=fw64 arm64=legacy
	each_boots d03-notequal "$OTHER" bios=x86/undionly.kpxe ipxe-bios=http://10.20.0.5/menu.ipxe ipxe-x64=http://10.20.0.5/menu.ipxe
	each_boots d04-emptysubnet 02:00:00:00:00:a1 bios=x/pxelinux.0
	has 'net 10.21.0.0/22' -
	each_boots d05-substring15 "$OTHER" bios=x/pxelinux.0 x64=x/grubx64.efi
	each_boots d06-opt150 "$OTHER" bios=x/pxelinux.0
	grep -q 'server=10.20.0.77' "$dir/imported"
	each_boots d08-subclass 02:00:00:00:00:b1 bios=x/pxelinux.0
	boots 02:00:00:00:00:b2 bios=y/pxelinux.0
	boots 02:00:00:00:00:c1 bios=-
	for mac in 02:00:00:00:00:e1 02:00:00:00:00:e2; do
		each_boots d13-warewulf-notipxe "$mac" bios=ww/undionly.kpxe ipxe-bios=http://10.20.0.5/ww/cfg ipxe-x64=http://10.20.0.5/ww/cfg
	done
	each_boots d15-ipxe-and-arch "$OTHER" bios=x/undionly.kpxe x64=x/snponly.efi ipxe-bios=x/bios.ipxe ipxe-x64=x/uefi.ipxe
	each_boots d18-sharednet "$OTHER" bios=x/pxelinux.0
	has 'net 10.22.0.0/24' router=10.22.0.1 dns=10.20.0.2
	each_boots d22-filename-eq "$OTHER" bios=x/pxelinux.0
	each_boots d24-matchor "$OTHER" bios=x/pxelinux.0
	each_boots d30-nested-arch-in-ipxe "$OTHER" bios=x/undionly.kpxe x64=x/snponly.efi ipxe-bios=x/bios.ipxe ipxe-x64=x/uefi.ipxe
	each_boots d31-nested-ipxe-in-arch 02:00:00:00:04:01 bios=x/undionly.kpxe x64=x/snponly.efi ipxe-bios=x/pxelinux.0 ipxe-x64=x/mboot.efi
	each_boots d33-unknown-clients 02:00:00:00:06:01 bios=x/pxelinux.0
	has default ignore
	each_boots d34-server-per-arch "$OTHER" bios=x/pxelinux.0
	grep -q 'x64=tftp://10.20.0.6/x/wdsmgfw.efi' "$dir/imported"
	each_boots d36-mixed-case 02:00:00:00:07:11 bios=x/pxelinux.0
	boots 02:00:00:00:07:12 bios=x/pxelinux.0
	each_boots d38-cut-at-end 02:00:00:00:07:21 bios=x/pxelinux.0
	grep -q ':2: not translated: filename does not end with ;' <<<"$stderr"
	grep -q ':3: not translated: { is not closed: the file ends' <<<"$stderr"
}

@test "the server: next-server, option 150, 66, the name of it, and what answers" {
	local line want
	while read -r want line; do
		echo "$line"
		takes <<<"$line filename \"a/x.0\";"
		has default ${want//,/ }
	done <<-'END'
		server=10.9.0.5 next-server 10.9.0.5;
		server=10.9.0.5 option tftp-server-address 10.9.0.5;
		server=10.9.0.5 option tftp-server-name "10.9.0.5";
		servername=files option tftp-server-name "files";
		server=10.9.0.5,servername=files next-server 10.9.0.5; server-name "files";
		server=10.9.0.5 server-identifier 10.9.0.5;
		server=10.9.0.5 next-server 10.9.0.5; option tftp-server-name "10.9.0.5";
	END
	names 1 'tftp-server-name is another server than the one above it' \
	    2 'a/x.0 is another file than bootfile-name says' <<-'END'
		next-server 10.9.0.5; option tftp-server-name "10.9.0.6";
		filename "a/x.0"; option bootfile-name "a/y.0";
	END
}

@test "what export writes comes back" {
	boot_root
	rm -r "$dir/root/debian12"
	for file in plain/pxelinux.0 rescue/pxelinux.0; do
		mkdir -p "$dir/root/${file%/*}"
		printf 'not a PE file' >"$dir/root/$file"
	done
	chmod -R a+rX "$dir/root"
	map <<-END
		default - boot=plain bios=pxelinux.0 server=10.9.0.1 dns=10.9.0.253
		$WEB1 web1 boot=plain ip=10.9.0.21
		$WEB2 web2 boot=rescue bios=/rescue/pxelinux.0 ip=10.9.0.22 server=10.9.0.2 servername=other router=10.9.0.9 dns=10.9.0.8 dns=10.9.0.7
		$WEB3 db1 ignore
		b8:27:eb:* - boot=rescue bios=/rescue/pxelinux.0
		b8:27:eb:01:* - boot=plain x64-http=http://10.9.0.1/x.efi
		net 10.9.0.0/24 - router=10.9.0.254 lease=1h
	END
	"$compile" -q -f "$dir/clients" -r "$dir/root" export dhcpd >"$dir/theirs.conf"
	told_files() {
		local client
		for client in "$WEB1" "$WEB2" "$WEB3" b8:27:eb:00:00:01 b8:27:eb:01:00:01 "$OTHER"; do
			echo "$client"
			"$compile" -r "$dir/root" -m "$dir/clients.cdb" explain "$client" |
			    sed -nE 's/^  (bios|x64|arm64|x64-http) +(ROM|iPXE) +([^ ]*): .*/\1 \2 \3/p' | grep -v none || :
		done
	}
	told_files >"$dir/before"
	grep -q 'bios ROM rescue/pxelinux.0' "$dir/before"
	takes <"$dir/theirs.conf"
	[[ $stderr != *'not translated'* ]]
	told_files >"$dir/after"
	diff -u "$dir/before" "$dir/after"
	has 'net 10.9.0.0/24' router=10.9.0.254 dns=10.9.0.253 lease=1h
	has "$WEB2" web2 server=10.9.0.2 servername=other router=10.9.0.9 dns=10.9.0.8 dns=10.9.0.7 ip=10.9.0.22
}

@test "what has been booted asks as well: a router of firmware, and nothing, are named" {
	takes <<-END
		class "pxe" {
			match if substring (option vendor-class-identifier, 0, 9) = "PXEClient";
			option routers 10.9.0.254;
		}
		class "card" { match if substring (hardware, 1, 3) = 52:54:00; option domain-name-servers 10.9.0.2; }
		subnet 10.9.0.0 netmask 255.255.255.0 { }
		host web1 { hardware ethernet $WEB1; fixed-address 10.9.0.21; }
		host web3 { hardware ethernet 02:00:00:00:00:03; fixed-address 10.9.0.23; if not exists vendor-class-identifier { deny booting; } }
	END
	[[ $stderr = *':3: warning: 10.9.0.254 was the router for firmware only: here what it boots has it, too'* ]]
	[[ $stderr = *':8: warning: 10.9.0.23 was lent to firmware only: here it is lent to what it boots, too'* ]]
	# What the card decides is the same for its system.
	[[ $stderr != *10.9.0.2\ * ]]
}

@test "a file of dhcpd is known by a parameter with =, and its spaces need no definition" {
	local file
	cache_needs isc-dhcp-server
	cat >"$dir/dhcpd.conf" <<-'END'
		ddns-hostname = concat ("station-", binary-to-ascii (10, 8, "-", leased-address));
		option fqdn.no-client-update on;
		option fqdn.rcode2 255;
		subnet 10.9.0.0 netmask 255.255.255.0 { filename = "a/x.0"; }
	END
	: >"$dir/leases"
	"$top/.cache/bin/dhcpd" -t -4 -cf "$dir/dhcpd.conf" -lf "$dir/leases"
	takes <"$dir/dhcpd.conf"
	[ "$status" = 0 ]
	boots "$OTHER" bios=a/x.0
	# dnsmasq has some of its words.
	printf 'group = dip\ndhcp-range = 10.9.0.0,static\ndhcp-boot = a/y.0\n' | takes
	boots "$OTHER" bios=a/y.0
}
