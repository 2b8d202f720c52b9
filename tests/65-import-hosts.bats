#!/usr/bin/env bats
# import-hosts: what ethers(5) and bootptab say of clients, as lines of clients(5);
# dnsmasq is in 65-import-dnsmasq, dhcpd in 65-import-dhcpd.

bats_require_minimum_version 1.5.0
load dhcp
load import

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
	named 2 '.a is a template that refers to itself' <<-'END'
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
	printf '%s\n' 'dhcp-match=set:bios,option:client-arch,0' 'dhcp-boot=tag:bios,pxelinux.0' \
	    "dhcp-host=$WEB1,web1" >"$dir/theirs"
	imported "$dir/theirs" "# What lies in no folder is of the image pxe: mkdir $dir/root/pxe" \
	    'image pxe - bios=/pxelinux.0' 'default - boot=pxe' "$WEB1 web1"
	bash -c "${lines[0]##*: }"
	map < <(printf '%s\n' "$output")
	serve_both
	told pxelinux.0 --arch 0000
}

@test "a file in no known format, and one that is not there, are refused" {
	echo 'hello world' >"$dir/theirs"
	run -1 import_hosts "$dir/theirs"
	[ "$output" = "mkbootroot: cannot read $dir/theirs: it is not of dnsmasq, of dhcpd, of Kea, ethers(5) or a bootptab" ]
	run -1 import_hosts "$dir/none"
	[ "$output" = "mkbootroot: cannot read $dir/none: No such file or directory" ]
}

@test "bootptab: cards with 0x, templates without a dot, masks, and a root path" {
	local import=$top/tests/fixtures/import/bootptab
	run -1 --separate-stderr import_hosts "$import/quoted-tags.bootptab"
	echo "$output"
	[ "${lines[0]}" = 'net 10.20.0.0/24 -' ]
	[[ $output = *'02:00:00:00:0b:01 xterm1 '*'ip=10.20.0.41'*'02:00:00:00:0b:02 hp.lab '*'02:00:00:00:0b:03 sun3 '* ]]
	[ "$stderr" = "$import/quoted-tags.bootptab:5: not translated: 10.20.0.2/export/root is a root path (rp), which has no word in clients(5)" ]
	run -0 --separate-stderr import_hosts "$import/template-without-dot.bootptab"
	echo "$output"
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 3 ]
	[[ ${lines[1]} = '02:00:00:00:0b:21 mac1 '*'/x/boot.img '*'ip=10.20.0.81' ]]
	[[ ${lines[2]} = '02:00:00:00:0b:22 hp0 '*'ip=10.20.0.82' ]]
}

@test "ethers: short octets, a comment, an address in the place of the name" {
	run -0 import_hosts "$top/tests/fixtures/import/ethers/short.ethers"
	[ "$output" = $'02:00:00:00:0c:01 short\n02:00:00:00:0c:02 shorter.example.org\n02:00:00:00:0c:03 - ip=10.20.0.51' ]
}

@test "files of which others make their server's are refused, with what to import" {
	local file text n=0
	while IFS='|' read -r file text; do
		run -1 import_hosts "$top/tests/fixtures/import/refused/$file"
		[ "$output" = "mkbootroot: cannot read $top/tests/fixtures/import/refused/$file: it is $text" ]
		n=$((n + 1))
	done <<-'END'
		openwrt.uci|OpenWrt's, UCI: import /var/etc/dnsmasq.conf.*, which it makes of it
		uci-boot.uci|OpenWrt's, UCI: import /var/etc/dnsmasq.conf.*, which it makes of it
		libvirt.xml|libvirt's: import NETWORK.conf and NETWORK.hostsfile of /var/lib/libvirt/dnsmasq, which it makes of it
		mikrotik.rsc|an export of MikroTik's RouterOS: write a line MAC NAME ip=ADDRESS for each lease, and default for all others, see clients(5)
		edgeos.boot|of VyOS or EdgeOS: import the dhcpd.conf or kea-dhcp4.conf that they make of it, in /run or /opt/vyatta/etc
	END
	[ "$n" = "$(ls "$top/tests/fixtures/import/refused" | wc -l)" ]
	printf '<?xml version="1.0"?>\n<opnsense>\n</opnsense>\n' >"$dir/config.xml"
	run -1 import_hosts "$dir/config.xml"
	[ "$output" = "mkbootroot: cannot read $dir/config.xml: it is OPNsense's: import the dhcpd.conf or kea-dhcp4.conf that it makes of it" ]
}

@test "a file out of which nothing comes is not passed over" {
	printf 'no-resolv\ndomain-needed\ncache-size=1000\n' >"$dir/theirs"
	run -0 --separate-stderr import_hosts "$dir/theirs"
	echo "$output"
	[ "$stderr" = "$dir/theirs:1: warning: nothing in it says what a client boots" ]
}

# said FILE: of standard input import-hosts says what FILE has, as LINE: TEXT.
said() {
	cat >"$dir/theirs"
	run --separate-stderr import_hosts "$dir/theirs"
	echo "$stderr"
	diff <(sed "s,^$dir/theirs:,," <<<"$stderr") "$1"
}

@test "what is the same of many lines is said of the first one, in each format" {
	local n
	# Nine have a line each, as they stand in the file.
	printf '%d: not translated: subclass "noclass" is nothing that dhcpd takes there\n' {1..9} >"$dir/want"
	for n in {1..9}; do
		echo "subclass \"noclass\" 1:52:54:00:00:00:0$n { filename \"x/$n.0\"; }"
	done | said "$dir/want"
	echo '1: not translated: subclass "noclass" is nothing that dhcpd takes there (and 9999 more like this, up to line 10000: -v names each)' >"$dir/want"
	for ((n = 0; n < 10000; n++)); do
		echo "subclass \"noclass\" 1:52:54:00:00:00:$n;"
	done | said "$dir/want"
	# What differs in names is told apart up to twenty.
	for n in {1..20}; do
		echo "host h$n { hardware token-ring 0:1:2:3:4:5; }"
	done >"$dir/hosts"
	{
		echo '1: not translated: token-ring is no address of Ethernet (and 19 more like this, up to line 20: -v names each)'
		for n in {1..20}; do
			echo "$n: not translated: h$n has no MAC address"
		done
	} >"$dir/want"
	said "$dir/want" <"$dir/hosts"
	echo 'host h21 { hardware token-ring 0:1:2:3:4:5; }' >>"$dir/hosts"
	printf '1: not translated: %s (and 20 more like this, up to line 21: -v names each)\n' \
		'token-ring is no address of Ethernet' 'h1 has no MAC address' >"$dir/want"
	said "$dir/want" <"$dir/hosts"
	run -1 "$compile" -v -r "$dir/root" import-hosts "$dir/hosts"
	[ "$(grep -c 'token-ring is no' <<<"$output")" = 21 ]
	[ "$(grep -c 'has no MAC address$' <<<"$output")" = 21 ]
	# dnsmasq, Kea, bootptab, ethers; a warning, too.
	echo '1: not translated: id:c1 is a client id: write its MAC address (and 29 more like this, up to line 30: -v names each)' >"$dir/want"
	for n in {1..30}; do
		echo "dhcp-host=id:c$n,h$n"
	done | said "$dir/want"
	echo '2: not translated: duid does not name a card (and 29 more like this, up to line 31: -v names each)' >"$dir/want"
	{
		echo '{ "Dhcp4": { "subnet4": [ { "id": 1, "subnet": "10.0.0.0/24", "reservations": ['
		for n in {1..30}; do
			echo "{ \"duid\": \"01:02:$n\", \"hostname\": \"h$n\" },"
		done
		echo '] } ] } }'
	} | said "$dir/want"
	echo '1: not translated: 10.0.0.99/r1 is a root path (rp), which has no word in clients(5) (and 29 more like this, up to line 30: -v names each)' >"$dir/want"
	for n in {1..30}; do
		printf 'h%d:ht=1:ha=5254000000%02x:ip=10.0.0.%d:rp="10.0.0.99/r%d":\n' "$n" "$n" "$n" "$n"
	done | said "$dir/want"
	echo '2: not translated: 02:00:00:00:00:01 stands in line 1 already (and 29 more like this, up to line 31: -v names each)' >"$dir/want"
	{
		for n in {1..31}; do
			echo "02:00:00:00:00:01 h$n"
		done
	} | said "$dir/want"
	echo "1: warning: i1/pxelinux.0 goes to BIOS only: other firmware, which was told it as well, cannot start it (and 29 more like this, up to line 30: -v names each)" >"$dir/want"
	for n in {1..30}; do
		printf 'host h%d { hardware ethernet 2:0:0:0:0:%x; filename "i%d/pxelinux.0"; }\n' "$n" "$n" "$n"
	done | said "$dir/want"
}
