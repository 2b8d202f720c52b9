#!/usr/bin/env bats
# export: the configuration of dnsmasq, ISC dhcpd and Kea. Each server takes
# it in its own test, and tells every client the file that explain says.

bats_require_minimum_version 1.5.0
load dhcp

bin() {
	"$top/.cache/bin/$1" "${@:2}"
}

# clients: more records than one, of every kind.
clients() {
	map <<-END
	default            -     boot=debian12 server=10.9.0.1 dns=10.9.0.253
	$WEB1  web1  boot=debian12 ip=10.9.0.21
	52:54:00:12:34:57  web2  boot=rescue ip=10.9.0.22 server=10.9.0.2 servername=other router=10.9.0.9 dns=10.9.0.8 dns=10.9.0.7
	52:54:00:12:34:58  db1   ignore
	52:54:00:12:34:59  db2   local
	52:54:00:12:34:5a  wds   boot=debian12 server=10.9.0.2 servername=other x64="tftp://10.20.0.6/boot\\\\x64\\\\w.efi" bios=- x64-ipxe=http://h/x ipxe=http://h/\${net0/mac:hexhyp}.ipxe arm64-ipxe=-
	52:54:00:12:34:5b  none  boot=debian12 ipxe=-
	52:54:00:12:34:5c  gone  ignore ip=10.9.0.29
	52:54:00:12:34:5e  board boot=rescue uboot=/u-boot.bin
	52:54:00:12:34:5d  away  boot=rescue ip=10.8.0.21 server=10.9.0.2
	b8:27:eb:*         -     boot=rescue x64=/debian12/debian-installer/amd64/grubx64.efi
	b8:27:eb:01:*      -     boot=debian12 x64=snponly.efi x64-http=http://10.9.0.1/x.efi
	uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=debian12 mac=52:54:00:99:88:77 bios=/a#b%c~d+e!.0
	net 10.9.0.0/24    -     router=10.9.0.254 lease=1h
	net 10.8.0.0/24    -     router=10.8.0.254
	image rescue       -     kernel=vmlinuz
	$LOADERS
	END
}

setup_clients() {
	boot_root
	mkdir "$dir/root/rescue"
	echo kernel >"$dir/root/rescue/vmlinuz"
	echo board >"$dir/root/u-boot.bin"
	echo odd >"$dir/root/a#b%c~d+e!.0"
	chmod -R a+rX "$dir/root"
	clients
}

export_for() {
	"$compile" -q -f "$dir/clients" -r "$dir/root" export "$1" >"$dir/$1.conf"
}

# The server takes it as it is.
good_dnsmasq() {
	bin dnsmasq --test --conf-file="$dir/dnsmasq.conf"
}

good_dhcpd() {
	: >"$dir/leases"
	bin dhcpd -t -4 -cf "$dir/dhcpd.conf" -lf "$dir/leases"
}

good_kea() {
	KEA_PIDFILE_DIR="$dir" KEA_LOCKFILE_DIR=none bin kea-dhcp4 -t "$dir/kea.conf"
}

# What the map has not is added: addresses for others.
serve_dnsmasq() {
	behind "$top/.cache/bin/dnsmasq" --keep-in-foreground --conf-file="$dir/dnsmasq.conf" \
	    --user=root --pid-file= --port=0 --interface=eth0 --leasefile-ro --no-ping \
	    --dhcp-range=10.9.0.80,10.9.0.99,1h --log-facility="$dir/server.log"
	wait_lines "$dir/server.log" 'DHCP, IP range'
}

serve_dhcpd() {
	sed -i '1i ping-check false;' "$dir/dhcpd.conf"
	sed -i 's/^subnet 10.9.0.0 .*{/&\n\trange 10.9.0.80 10.9.0.99;/' "$dir/dhcpd.conf"
	: >"$dir/leases"
	behind "$top/.cache/bin/dhcpd" -4 -d -f -cf "$dir/dhcpd.conf" -lf "$dir/leases" \
	    -pf "$dir/dhcpd.pid" eth0 2>"$dir/server.log"
	wait_lines "$dir/server.log" 'Server starting service'
}

serve_kea() {
	sed -i -e '0,/"pools": \[\]/s|"pools": \[\]|"pools": [ { "pool": "10.9.0.80 - 10.9.0.99" } ]|' \
	    -e 's|"interfaces": \[ "\*" \] },|"interfaces": [ "eth0" ] }, "lease-database": { "type": "memfile", "persist": false },|' "$dir/kea.conf"
	behind env KEA_PIDFILE_DIR="$dir" KEA_LOCKFILE_DIR=none "$top/.cache/bin/kea-dhcp4" \
	    -c "$dir/kea.conf" >"$dir/server.log" 2>&1
	wait_lines "$dir/server.log" DHCP4_STARTED
}

# explained MAC WORD STAGE: the file that dhcp-helper would tell.
explained() {
	local stage=()
	[ "$3" = ROM ] || stage=(stage=ipxe)
	"$compile" -r "$dir/root" -m "$dir/clients.cdb" explain "$1" arch="$2" "${stage[@]}" |
	    sed -nE "s/^  $2 *$3 *([^ ]*)( on [0-9.]*)?: .*/\\1/p" |
	    sed 's/^none$//; s|^boot\.ipxe$|01-${netX/mac:hexhyp}.ipxe|'
}

# as_explained MAC: for each kind of firmware and stage.
as_explained() {
	local mac=$1 word number stage options want
	while read -r word number; do
		for stage in ROM iPXE; do
			options=()
			[ "$stage" = ROM ] || options=(--option "77:'iPXE'")
			want=$(client --show "'$(explained "$mac" "$word" "$stage")' 00")
			run client --mac "$mac" --arch "$number" "${options[@]}"
			[ "$status" = 0 ] && [[ ${lines[1]:216} = "$want"* ]] || {
				echo "$mac $word $stage: wanted $want"
				echo "$output"
				tail -n 5 "$dir/server.log"
				return 1
			}
		done
	done <<-'END'
		bios 0000
		x64 0007
		x64 0009
		arm64 000b
	END
}

# as_class MAC WORD CLASS: who has no option 93 is told the file of WORD.
as_class() {
	told "$(explained "$1" "$2" ROM)" --mac "$1" --arch none --vendor "$3"
	told "$(explained "$1" "$2" iPXE)" --mac "$1" --arch none --vendor "$3" --option "77:'iPXE'"
}

all_as_explained() {
	local mac
	for mac in "$WEB1" 52:54:00:12:34:57 52:54:00:12:34:58 52:54:00:99:88:77 \
	    52:54:00:12:34:5a 52:54:00:12:34:5b 52:54:00:12:34:5c 52:54:00:12:34:5d \
	    b8:27:eb:00:00:01 b8:27:eb:01:00:01 02:00:00:00:00:02; do
		as_explained "$mac"
	done
	# Addresses, and what belongs to them.
	run client --mac "$WEB1" --option '55:03 06'
	[[ ${lines[1]:32:16} = 0a0900150a090001 ]]
	has "03 04 0a0900fe" "06 04 0a0900fd"
	run client --mac 52:54:00:12:34:57 --option '55:03 06' --option "77:'iPXE'"
	[[ ${lines[1]:32:16} = 0a0900160a090002 ]]
	[[ ${lines[1]:88} = "$(client --show "'other' 00")"* ]]
	has "03 04 0a090009" "06 08 0a0900080a090007"
	# A file on a server of its own, under that one's name.
	told 'boot\x64\w.efi' --mac 52:54:00:12:34:5a
	[ "${lines[1]:40:8}" = 0a140006 ]
	[[ ${lines[1]:88} != "$(client --show "'other' 00")"* ]]
	# Whom dhcp-helper ignores it lends nothing.
	run client --mac 52:54:00:12:34:5c
	[ "$status" = 0 ]
	[[ ${lines[1]:32:8} != 0a09001d ]]
	# An iPXE of another name is known by its own options.
	told http://h/x --mac 52:54:00:12:34:5a --arch 0007 --option "77:'Tinkerbell'" \
	    --option '175:b1 05 01 80 86 10 0e'
	told 'http://h/${net0/mac:hexhyp}.ipxe' --mac 52:54:00:12:34:5a --arch 001b --option "77:'iPXE'"
	# Without option 93 the vendor class says it; a bare PXEClient is BIOS.
	as_class "$WEB1" x64 PXEClient:Arch:00007:UNDI:003016
	as_class "$WEB1" x64 PXEClient:Arch:00009:UNDI:003016
	as_class "$WEB1" bios PXEClient:Arch:00000:UNDI:002001
	as_class "$WEB1" bios PXEClient
	as_class b8:27:eb:00:00:01 x64 PXEClient:Arch:00007:UNDI:003016
	as_class 02:00:00:00:00:02 bios PXEClient
	# Option 93 goes before it, and what cannot be read is no PC with BIOS.
	told "$(explained "$WEB1" x64 ROM)" --mac "$WEB1" --arch 0007 --vendor PXEClient:Arch:00000:UNDI:003016
	told '' --mac "$WEB1" --arch none --vendor PXEClient:Arch:00011:UNDI:003016
	told u-boot.bin --mac 52:54:00:12:34:5e --arch none --vendor U-Boot.armv7
	told u-boot.bin --mac 52:54:00:12:34:5e --arch 0016 --vendor PXEClient:Arch:00022
	# HTTP boot wants its own class back.
	run client --mac b8:27:eb:01:00:01 --arch 0010 --vendor HTTPClient:Arch:00016
	[[ ${lines[1]:216} = "$(client --show "'http://10.9.0.1/x.efi' 00")"* ]]
	has "3c 0a 'HTTPClient'"
}

# Clients by HTTP, whom every server tells the same as dhcp-helper does.
setup_http() {
	boot_root
	map <<-END
	default - boot=debian12 server=10.9.0.1 http=yes
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	52:54:00:12:34:57 url boot=debian12 http=https://boot.example:8443/pxe
	52:54:00:12:34:58 no boot=debian12 http=no
	52:54:00:12:34:59 own boot=debian12 x64-http=http://h/x.efi
	52:54:00:12:34:5a none boot=debian12 x64=-
	b8:27:eb:* - boot=debian12 server=10.9.0.2
	net 10.9.0.0/24 - lease=1h
	$LOADERS
	END
}

all_by_http() {
	local mac want number
	for mac in $WEB1 52:54:00:12:34:57 52:54:00:12:34:58 52:54:00:12:34:59 52:54:00:12:34:5a \
	    b8:27:eb:00:00:01 02:00:00:00:00:02; do
		want=$(explained "$mac" x64-http ROM)
		echo "$mac: $want"
		for number in 0010 0011; do
			told "$want" --mac "$mac" --arch $number --vendor HTTPClient:Arch:00016:UNDI:003001
			[ -z "$want" ] || has "3c 0a 'HTTPClient'"
		done
		# By PXE, and iPXE, it is what it was.
		told "$(explained "$mac" x64 ROM)" --mac "$mac" --arch 0007
	done
	[ "$(explained $WEB1 x64-http ROM)" = "http://10.9.0.1/$EFI" ]
	told "01-\${netX/mac:hexhyp}.ipxe" --mac $WEB1 --arch 0007 --option "77:'iPXE'"
}

@test "dnsmasq, by HTTP" {
	setup_http
	export_for dnsmasq
	good_dnsmasq
	serve_dnsmasq
	all_by_http
}

@test "ISC dhcpd, by HTTP" {
	cache_needs isc-dhcp-server
	setup_http
	export_for dhcpd
	good_dhcpd
	serve_dhcpd
	all_by_http
}

@test "Kea, by HTTP" {
	cache_needs kea-dhcp4-server
	setup_http
	export_for kea
	good_kea
	serve_kea
	all_by_http
}

@test "what export cannot say of http= is a warning" {
	boot_root
	cat >"$dir/clients" <<-END
	$WEB1 web1 boot=debian12 http=yes
	52:54:00:12:34:57 web2 boot=debian12 http=no
	net 10.9.0.0/24 - http=yes
	END
	run -0 "$compile" -f "$dir/clients" -r "$dir/root" export dnsmasq
	[[ $output = *"$dir/clients:1: warning: http=yes is left out for iPXE: only dhcp-helper sees whether it has HTTP"* ]]
	[[ $output = *"$dir/clients:1: warning: firmware that boots by HTTP is told nothing: http=yes needs server=, or name the server's URL in place of yes"* ]]
	[[ $output = *"$dir/clients:3: warning: http= of a net is said only to clients with ip= on it"* ]]
	[[ $output != *'clients:2: warning: http'* && $output != *http://* ]]
}

@test "dnsmasq tells every client what explain says" {
	setup_clients
	export_for dnsmasq
	good_dnsmasq
	serve_dnsmasq
	all_as_explained
}

@test "ISC dhcpd tells every client what explain says" {
	cache_needs isc-dhcp-server
	setup_clients
	export_for dhcpd
	good_dhcpd
	serve_dhcpd
	all_as_explained
}

@test "Kea tells every client what explain says" {
	cache_needs kea-dhcp4-server
	setup_clients
	export_for kea
	good_kea
	serve_kea
	all_as_explained
}

@test "what a server cannot say is a warning, with file and line" {
	cache_needs isc-dhcp-server kea-dhcp4-server
	boot_root
	cat >"$dir/clients" <<-END
	$WEB1 web1 boot=debian12 ip=10.8.0.21 quirk=binl quirk=delay=2 quirk=nocase
	52:54:00:12:34:57 web2 boot=debian12 ip=10.9.0.22 class="odd one" file=/debian12/snponly.efi lease=2h x64-http-ipxe=http://h/x arch99=/debian12/snponly.efi
	uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=debian12
	net 10.9.0.0/24 - server=10.9.0.1 servername=boot
	b8:27:eb:* - boot=debian12 router=10.9.0.1
	52:54:00:12:34:58 db1 local
	52:54:00:12:34:59 db2 local quirk=local-silent
	END
	run -0 "$compile" -f "$dir/clients" -r "$dir/root" export dnsmasq
	says() {
		[[ $output = *"$dir/clients:$1"* ]] || { echo "$output" | grep clients:; return 1; }
	}
	says '1: warning: quirk=binl is left out: only dhcp-helper does that'
	says '1: warning: quirk=delay=2 is left out: only dhcp-helper does that'
	[[ $output != *'quirk=nocase is left out'* ]]
	says '1: warning: no server=: clients ask the DHCP server'
	says '2: warning: class="odd one" is left out: only dhcp-helper does that'
	says '2: warning: file=/debian12/snponly.efi is left out: only dhcp-helper does that'
	says '2: warning: x64-http-ipxe=http://h/x is left out: only dhcp-helper does that'
	says '2: warning: arch99=/debian12/snponly.efi is left out: only dhcp-helper does that'
	says '3: warning: a UUID is left out: give it mac=, by which hosts are known'
	says '6: warning: local is left out for UEFI: only dhcp-helper ends its network boot at once'
	[[ $output != *'local-silent'* && $output != *'clients:7:'* ]]
	says '4: warning: server= of a net is said only to clients with ip= on it'
	says '4: warning: servername= of a net is said only to clients with ip= on it'
	says '1: warning: ip= lies in no net: dnsmasq lends it only where its own file has one for it'
	[[ $output != *'Kea'* ]]
	run -0 "$compile" -f "$dir/clients" -r "$dir/root" export kea
	says '1: warning: ip= is left out: it lies in no net, and Kea wants a subnet'
	says '2: warning: lease= is left out: Kea has none for a host'
	says '5: warning: router= and dns= are left out: Kea has them for nets and hosts'
	good_output() {
		"$compile" -q -f "$dir/clients" -r "$dir/root" export "$1" >"$dir/$1.conf"
		"good_$1"
	}
	good_output dnsmasq
	good_output dhcpd
	good_output kea
	# A map that says of nobody what it boots.
	echo 'net 10.9.0.0/24 - router=10.9.0.1' >"$dir/clients"
	good_output dnsmasq
	good_output dhcpd
	good_output kea
}

@test "a net that lies in another one is a warning, and its hosts boot in both" {
	cache_needs isc-dhcp-server kea-dhcp4-server
	boot_root
	cat >"$dir/clients" <<-END
	default - boot=debian12 server=10.9.0.1
	$WEB1 web1 boot=debian12 ip=10.9.0.21 x64=snponly.efi
	net 10.0.0.0/8 - router=10.0.0.1
	net 10.9.0.0/24 - router=10.9.0.254
	net 10.8.0.0/24 - router=10.8.0.254
	END
	for server in dnsmasq dhcpd kea; do
		run -0 --separate-stderr "$compile" -f "$dir/clients" -r "$dir/root" export "$server"
		echo "$stderr"
		[[ $stderr == *"$dir/clients:4: warning: this net lies in another one: clients with ip= in it may be told "* ]]
		[[ $stderr == *"$dir/clients:5: warning: this net lies in another one"* ]]
		[[ $stderr != *"$dir/clients:3:"* ]]
	done
	# Kea takes the first subnet that fits, and looks for hosts in no other.
	[ "$(grep -o '"subnet": "[^"]*"' <<<"$output" | tr -d '\n')" = \
	    '"subnet": "10.9.0.0/24""subnet": "10.8.0.0/24""subnet": "10.0.0.0/8"' ]
	[ "$(grep -c '"hw-address": "52:54:00:12:34:56".*"ip-address": "10.9.0.21"' <<<"$output")" = 2 ]
	sed -i /10.0.0.0.8/d "$dir/clients"
	run -0 --separate-stderr "$compile" -f "$dir/clients" -r "$dir/root" export kea
	[[ $stderr != *"lies in another one"* ]]
}

@test "import-hosts takes back all that export writes" {
	local mac server
	setup_clients
	# U-Boot is no kind of firmware that import-hosts asks for: it would be named.
	sed -i '/ board /d' "$dir/clients"
	for server in dnsmasq dhcpd kea; do
		export_for "$server"
		# What is named would be a line too many, or what is not understood.
		run -0 --separate-stderr "$compile" -r "$dir/root" import-hosts "$dir/$server.conf"
		echo "$server: $output"
		echo "$stderr"
		[[ $stderr != *'not translated'* ]]
		grep -qE '^52:54:00:12:34:57 web2 .* ip=10.9.0.22$' <<<"$output"
		grep -qE '^52:54:00:12:34:5d away .* ip=10.8.0.21$' <<<"$output"
		grep -qE '^52:54:00:12:34:5c gone .*[^ ]$' <<<"$output"
		[[ $output != *10.9.0.29* ]]
		for mac in "$WEB1" 52:54:00:12:34:57 52:54:00:12:34:5d; do
			[ "$(grep -c "^$mac " <<<"$output")" = 1 ]
		done
	done
}

@test "mistakes of the text, and a server that is not known" {
	boot_root
	echo "$WEB1 web1 boot=nowhere" >"$dir/clients"
	run -1 --separate-stderr "$compile" -f "$dir/clients" -r "$dir/root" export kea
	[ -z "$output" ]
	[ "$stderr" = "$dir/clients:1: boot=nowhere: the boot root has no such image" ]
	run -2 "$compile" -f "$dir/clients" -r "$dir/root" export bind
	[ "$output" = 'mkbootroot: bind: export writes for dnsmasq, dhcpd and kea' ]
}
