#!/usr/bin/env bats
# import-hosts: Kea's kea-dhcp4.conf. What the real Kea tells a client, is what
# we make of its file; what cannot be known is named.

bats_require_minimum_version 1.5.0
load namespace

setup_file() {
	local top
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	folder=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	ask=$folder/kea_ask
	export folder ask
	ar rcs "$folder/all.a" "$top"/{mkbootroot,lib}/*/*.o "$top"/mkbootroot/foreign/*/*.o "$top"/{mkbootroot,dhcp-helper}/*.o
	cc -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" -Wall -Wextra -o "$ask" \
	    "$top/tests/kea_ask.c" "$folder/all.a" -ljansson -larchive -lbsd -lcdb
}

teardown_file() {
	rm -rf "$folder"
}

setup() {
	namespace_begin
}

teardown() {
	namespace_end
}

import_hosts() {
	"$top/mkbootroot/mkbootroot" -v -r "$dir/root" import-hosts "$@"
}

# conf [MEMBER...]: a file with these members, and the net 10.9.0.0/24.
conf() {
	printf '{ "Dhcp4": {\n' >"$dir/conf"
	printf '%s,\n' "$@" >>"$dir/conf"
	printf '"subnet4": [ { "subnet": "10.9.0.0/24", "pools": [ { "pool": "10.9.0.50-10.9.0.90" } ] } ] } }\n' >>"$dir/conf"
}

# asked WHO ARCH WHAT: what it is told on this net.
asked() {
	"$ask" "$dir/conf" 2>"$dir/named" <<<"$1 10.9.0.0 $2 $3"
}

# holds TEST WHO ARCH WHAT TRUTH
holds() {
	local answer truth=no
	conf "\"client-classes\": [ { \"name\": \"c\", \"test\": \"$1\", \"boot-file-name\": \"yes\" } ]" \
	    '"option-data": [ { "name": "vendor-class-identifier", "data": "HTTPClient" } ]'
	answer=$(asked "$2" "$3" "$4")
	[[ $answer != yes* ]] || truth=yes
	if grep -q 'not known before\|not understood' "$dir/named"; then truth=unknown; fi
	[ "$truth" = "$5" ] || {
		echo "$1: for $2 $3 $4: $truth, not $5"
		cat "$dir/named"
		return 1
	}
}

# named LINE TEXT...: import-hosts says these of the file; also others.
named() {
	run import_hosts "$dir/conf"
	while [ $# -gt 0 ]; do
		grep -qxF -- "$dir/conf:$1: $2" <<<"$output" || {
			echo "$output"
			echo "not named: $1: $2"
			return 1
		}
		shift 2
	done
	[ "$status" = 1 ]
}

@test "40 configurations made at random: the real Kea answers what we make of them" {
	cache_needs kea-dhcp4-server
	inside ip link add eth0 address 02:00:00:00:00:01 type veth peer name pc0 address 02:00:00:00:00:02
	inside ip addr add 10.9.0.1/24 dev eth0
	inside ip link set eth0 up
	inside ip link set pc0 up
	for relay in 10.9.1.1 10.9.2.1; do
		inside ip route add $relay/32 dev eth0
		inside ip neigh replace $relay lladdr 02:00:00:00:00:02 dev eth0 nud permanent
	done
	run inside python3 "$top/tests/kea_random.py" 11 40 "$top/.cache/bin/kea-dhcp4" "$ask" "$dir"
	echo "$output"
	[ "$status" = 0 ]
	[[ ${lines[-1]} = '960 questions, '*'; 0 differ' ]]
}

@test "a test of a class is true, false or not known" {
	local card=b8:27:eb:00:00:01
	holds "option[93].hex == 0x0007" - 7 rom yes
	holds "option[93].hex == 0x0007" - 9 rom no
	holds "option[client-system].hex == 0x0000" - 0 rom yes
	holds "substring(option[60].hex, 0, 20) == 'PXEClient:Arch:00007'" - 7 rom yes
	holds "substring(option[60].hex,0,10) == 'HTTPClient'" - 16 http yes
	holds "substring(option[60].text, 15, 5) == '00011'" - 11 rom yes
	holds "option[vendor-class-identifier].text == 'PXEClient:Arch:00000:UNDI:002001'" - 0 rom yes
	# Another version of UNDI there may be.
	holds "option[60].text == 'PXEClient:Arch:00000:UNDI:003001'" - 0 rom unknown
	holds "option[60].text == 'PXEClient'" - 0 rom no
	holds "option[77].hex == 'iPXE'" - 0 ipxe yes
	holds "option[77].hex == 'iPXE'" - 0 rom no
	# A user class as text is what Kea's log shows of it.
	holds "option[77].text == 'iPXE'" - 0 ipxe unknown
	holds "option[175].exists and not option[77].exists" - 0 ipxe no
	holds "member('UNKNOWN')" - 0 rom yes
	holds "member('KNOWN') or member('ALL')" - 0 rom yes
	holds "member('nobody')" - 0 rom no
	holds "substring(pkt4.mac, 0, 3) == 0xb827eb" $card 0 rom yes
	holds "substring(pkt4.mac, 0, 3) == 0xb827eb" - 0 rom no
	holds "hexstring(pkt4.mac, ':') == 'b8:27:eb:00:00:01'" $card 0 rom yes
	holds "hexstring(substring(pkt4.mac, 0, 3), '-') == 'b8-27-eb'" $card 0 rom yes
	# The end of a card is not one that could be asked for.
	holds "substring(pkt4.mac, 3, 3) == 0x000001" - 0 rom unknown
	holds "relay4[1].hex == 0x01" - 0 rom unknown
	holds "pkt4.giaddr == 10.9.0.1" - 0 rom unknown
	holds "relay4[1].hex == 0x01 and option[93].hex == 0x0007" - 0 rom no
	holds "relay4[1].hex == 0x01 or option[93].hex == 0x0000" - 0 rom yes
	holds "not (relay4[1].hex == 0x01)" - 0 rom unknown
	holds "ifelse(option[77].exists, 'a', 'b') == 'a'" - 0 ipxe yes
	holds "concat('PXE', substring(option[60].hex, 3, 6)) == 'PXEClient'" - 0 rom yes
	holds "'PXE' + 'x' == 'PXEx' and 0x41 == 'A' and 1 == 0x00000001" - 0 rom yes
	holds "split(option[60].hex, ':', 3) == '00000'" - 0 rom yes
	holds "substring('abcdef', -3, 2) == 'de' and substring('abcdef', 3, -2) == 'bc'" - 0 rom yes
	holds "match('^PXE', option[60].text)" - 0 rom unknown
	holds "option[93].hex = 0x0007" - 7 rom unknown
	holds "(option[93].hex == 0x0007" - 7 rom unknown
	holds "substring(option[60].hex, 'a', 3) == 'PXE'" - 7 rom unknown
	holds "" - 7 rom no
}

@test "comments, commas too many, and lines that are named" {
	cat >"$dir/conf" <<-'END'
		# of a shell
		// of C++, with "quotes" and { braces
		{ "Dhcp4": { /* of C,
		  over lines */
		  "hooks-libraries": [ { "library": "/x.so" } ],
		  "client-classes": <?include "classes.json"?>,
		  "option-data": [ { "name": "boot-file-name",
		    "data": "a/*b#c" }, ],
		  "subnet4": [ { "subnet": "10.9.0.0/24", "pools": [ { "pool": "10.9.0.50 - 10.9.0.90" }, ],
		    "no-such-thing": true,
		    "reservations": [
		      { "hw-address": "52:54:00:00:00:01", "ip-address": "10.9.0.9", },
		      { "duid": "01:02", "ip-address": "10.9.0.10" },
		      { "client-id": "01:52:54:00:00:00:02", "ip-address": "10.9.0.11" },
		      { "hw-address": "52:54:00:00:00:03" },
		    ] }, ],
		}, }
	END
	named 5 'not translated: hooks-libraries is not understood: what it changes is not in the lines' \
	    6 'not translated: <?include?> names another file: import what that says by itself, or put it in its place' \
	    10 'not translated: no-such-thing is not understood: what it changes is not in the lines' \
	    13 'not translated: duid does not name a card' \
	    14 "not translated: 01:52:54:00:00:00:02 is a client-id, and is taken as the card's address: Kea knows such a client only if it sends the client-id, and many boot ROMs do not" \
	    15 'not translated: a reservation with nothing but the card: Kea does not start with it'
	[[ $output = *'52:54:00:00:00:01 - '*'ip=10.9.0.9'* ]]
	# What looks like a comment in a text is none.
	[[ $output = *'/a/*b#c'* ]]
	[[ $output = *'52:54:00:00:00:02 - '*'ip=10.9.0.11'* ]]
	# Broken in the middle, of another kind, and of another protocol.
	head -n 8 "$dir/conf" >"$dir/cut"
	run -1 import_hosts "$dir/cut"
	[[ $output = *"$dir/cut:"*": cannot be read as Kea's: "* ]]
	echo '{ "Dhcp6": { } }' >"$dir/six"
	run -1 import_hosts "$dir/six"
	[ "$output" = "$dir/six:1: is JSON, but has no \"Dhcp4\": it is not Kea's configuration of DHCP for IPv4" ]
}

@test "a server that clients(5) refuses is named, and not written" {
	conf '"server-hostname": "a server"' '"next-server": "224.0.0.9"' '"boot-file-name": "a"'
	named 2 "not translated: \"a server\" is not a name: only letters, digits, '.', '_' and '-'" \
	    3 'not translated: 224.0.0.9 is not the address of a host'
	[[ $output != *servername=* && $output != *server=* ]]
}

@test "classes: what their tests cannot know is named, and so what nobody is told" {
	conf '"client-classes": [
{ "name": "relayed", "test": "relay4[1].hex == 0x0a", "boot-file-name": "relayed" },
{ "name": "wrong", "test": "option[93].hex == ", "boot-file-name": "wrong" },
{ "name": "none", "boot-file-name": "none" },
{ "name": "spawn", "template-test": "option[60].hex", "boot-file-name": "spawned" } ]' \
	    '"boot-file-name": "x/pxelinux.0"'
	named 3 'not translated: relayed is a class whose test asks for relay4[1].hex, which is not known before a client asks' \
	    4 'not translated: a test of Kea is not understood: it ends too soon' \
	    5 'not translated: no kind of firmware is told this boot file' \
	    6 'not translated: template-test makes classes out of what clients send, so their names are not known'
	# Who is let into a net by such a class, is not let in.
	conf '"client-classes": [ { "name": "r", "test": "relay4[1].exists" } ]' '"boot-file-name": "x/pxelinux.0"'
	sed -i 's/"pool": /"client-class": "r", &/' "$dir/conf"
	named 2 'not translated: r is a class whose test asks for relay4[1].exists, which is not known before a client asks'
	[[ $output = *'default - ignore'* ]]
}

@test "whom the class DROP has gets nothing, before and after its reservation is known" {
	local line
	run import_hosts "$top/tests/fixtures/import/kea/drop-kea.conf"
	echo "$output"
	# 52:54:00:12:34:61 is no phone, and DROP does not have it. The phone of the lab is
	# dropped before its class is known, the last two for their class.
	for line in '00:04:f2:* - ignore' '00:04:f2:00:00:61 - ignore' \
	    '52:54:00:12:34:61 -' '52:54:00:12:34:62 - ip=10.20.0.62' \
	    '52:54:00:12:34:63 - ignore' '52:54:00:12:34:64 - ignore'; do
		grep -qxF -- "$line" <<<"$output"
	done
	[[ $output != *ia32* ]]
	# Whether that class has a client has to be known.
	conf '"client-classes": [ { "name": "DROP", "test": "relay4[1].exists" } ]' \
	    '"boot-file-name": "x/pxelinux.0"'
	named 2 'not translated: DROP is a class whose test asks for relay4[1].exists, which is not known before a client asks'
	[[ $output = *'default - boot=x'* ]]
}

@test "a site: classes, reservations and nets become lines" {
	conf '"client-classes": [
{ "name": "ipxe", "test": "option[77].hex == '"'iPXE'"'", "boot-file-name": "http://10.9.0.5/boot.ipxe" },
{ "name": "bios", "test": "option[93].hex == 0x0000", "boot-file-name": "debian12/pxelinux.0" },
{ "name": "efi", "test": "option[93].hex == 0x0007 or option[93].hex == 0x0009", "boot-file-name": "debian12/bootx64.efi" },
{ "name": "DROP", "test": "substring(pkt4.mac, 0, 3) == 0x001122" } ]' \
	    '"next-server": "10.9.0.5"' '"reservations-global": true' \
	    '"reservations": [ { "hw-address": "52:54:00:00:00:01", "hostname": "web1", "boot-file-name": "rescue/x.0" } ]'
	sed -i 's/"subnet4": \[ {/& "valid-lifetime": 600, "option-data": [ { "name": "routers", "data": "10.9.0.254" } ],/' "$dir/conf"
	run import_hosts "$dir/conf"
	echo "$output"
	grep -qx 'net 10.9.0.0/24 - router=10.9.0.254 lease=10m' <<<"$output"
	grep -qx '00:11:22:\* - ignore' <<<"$output"
	grep -q 'bios=/debian12/pxelinux.0 x64=/debian12/bootx64.efi ipxe=http://10.9.0.5/boot.ipxe' <<<"$output"
	grep -q '^52:54:00:00:00:01 web1 .*bios=/rescue/x.0' <<<"$output"
}

@test "what export writes for Kea comes back" {
	mkdir -p "$dir/root/debian12" "$dir/root/rescue"
	printf 'x' >"$dir/root/debian12/pxelinux.0"
	printf 'x' >"$dir/root/rescue/x.0"
	chmod -R a+rX "$dir/root"
	cat >"$dir/clients" <<-'END'
		image debian12 - bios=pxelinux.0
		default - boot=debian12 server=10.9.0.1
		52:54:00:00:00:01 web1 ip=10.9.0.21
		52:54:00:00:00:02 web2 boot=rescue bios=/rescue/x.0 ip=10.9.0.22 server=10.9.0.2 servername=other
		b8:27:eb:* - boot=rescue bios=/rescue/x.0
		net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 lease=1h
	END
	mkbootroot() {
		"$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/map" "$@"
	}
	mkbootroot -f "$dir/clients"
	mkbootroot -f "$dir/clients" export kea >"$dir/kea.conf"
	run -0 --separate-stderr import_hosts "$dir/kea.conf"
	echo "$output"
	[ -z "$(grep -v warning <<<"$stderr")" ]
	printf '%s\n' "$output" >"$dir/back"
	for client in 52:54:00:00:00:01 52:54:00:00:00:02 b8:27:eb:00:00:01 02:00:00:00:00:09; do
		mkbootroot -f "$dir/clients"
		mkbootroot explain "$client" arch=bios | grep -A 20 '^answer' >"$dir/before" || :
		mkbootroot -f "$dir/back"
		mkbootroot explain "$client" arch=bios | grep -A 20 '^answer' >"$dir/after" || :
		diff "$dir/before" "$dir/after"
	done
}

@test "firmware that boots by HTTP is told a file where its own class is in the answer" {
	local url=http://10.9.0.1/x.efi
	conf "\"boot-file-name\": \"$url\""
	[[ "$(asked - 16 http)" = '- '* ]]
	[[ "$(asked - 0 ipxe)" = "$url "* ]]
	conf "\"boot-file-name\": \"$url\"" '"option-data": [ { "code": 60, "data": "HTTPClient" } ]'
	[[ "$(asked - 16 http)" = "$url "* ]]
	conf "\"boot-file-name\": \"$url\"" '"option-data": [ { "code": 60, "data": "PXEClient" } ]'
	[[ "$(asked - 16 http)" = '- '* ]]
}

# chained COUNT HOSTS FIRST [CLASS]: classes that each ask for the one before it, and
# reservations, which are all of the class.
chained() {
	python3 - "$@" >"$dir/conf" <<-'END'
		import json, sys
		classes = [{ "name": "c0", "test": sys.argv[3], "boot-file-name": "x/f0" }]
		for i in range(1, int(sys.argv[1])):
		    classes.append({ "name": "c%d" % i, "test": "member('c%d') and not "
		        "(option[93].hex == 0x%04x)" % (i - 1, 100 + i), "boot-file-name": "x/f%d" % i })
		hosts = [{ "hw-address": "52:54:00:00:%02x:%02x" % (i >> 8, i & 255),
		    "ip-address": "10.9.%d.%d" % (i >> 8, i & 255) } for i in range(1, int(sys.argv[2]) + 1)]
		for name in sys.argv[4:]:
		    classes.append({ "name": name, "next-server": "10.9.0.7" })
		    for host in hosts:
		        host["client-classes"] = [ name ]
		print(json.dumps({ "Dhcp4": { "client-classes": classes, "subnet4": [
		    { "subnet": "10.9.0.0/16", "reservations": hosts } ] } }))
	END
}

# lines_of COUNT SECONDS: import-hosts makes so many lines of cards in so many seconds
# of CPU, of which it wants a tenth.
lines_of() {
	(ulimit -t "$2" && import_hosts "$dir/conf") >"$dir/lines" 2>"$dir/named" || [ $? = 1 ]
	cat "$dir/named"
	[ "$(grep -c '^52:54:00' "$dir/lines")" = "$1" ]
}

# HOSTS=10000 takes more of them, and make nightly does.
@test "300 classes that ask for each other, and 3,000 reservations, want seconds" {
	local hosts=${HOSTS:-3000} fewer seconds
	fewer=$((hosts * 3 / 10)) seconds=$((hosts / 200))
	chained 300 "$hosts" "substring(option[60].hex,0,9) == 'PXEClient'"
	lines_of "$hosts" $((seconds * 9 / 10))
	head -4 "$dir/lines"
	grep -q '^52:54:00:00:00:01 .*boot=x' "$dir/lines"
	# Where a class asks for a card, for known clients, where hosts have classes.
	chained 300 "$fewer" "pkt4.mac == 0x525400000007 or pkt4.htype == 1"
	lines_of "$fewer" $((seconds * 3 / 10))
	chained 300 "$fewer" "member('KNOWN')"
	lines_of "$fewer" $((seconds * 3 / 10))
	chained 300 $((fewer / 2)) "option[93].hex == 0x0000" special
	lines_of $((fewer / 2)) $((seconds * 3 / 10))
	grep -q '^52:54:00:00:00:01 .*server=10.9.0.7' "$dir/lines"
}

@test "what a test asks for is said of its own class" {
	# The second one is that of the reservation, and tested all the same.
	cat >"$dir/conf" <<-'END'
		{ "Dhcp4": { "reservations-global": true,
		"client-classes": [
		{ "name": "a",
		  "test": "option[82].exists",
		  "boot-file-name": "x/a.0" },
		{ "name": "b",
		  "test": "relay4[1].exists",
		  "next-server": "10.9.0.7" } ],
		"reservations": [ { "hw-address": "52:54:00:00:00:01", "client-classes": [ "b" ] } ],
		"subnet4": [ { "subnet": "10.9.0.0/24", "pools": [ { "pool": "10.9.0.50-10.9.0.90" } ] } ] } }
	END
	run import_hosts "$dir/conf"
	echo "$output"
	[ "$(grep -c "^$dir/conf:4: .* a class whose test asks for " <<<"$output")" = 1 ]
	[[ $output = *"$dir/conf:4: not translated: a is a class whose test asks for option[82].exists,"* ]]
	# Two of a name are none to Kea.
	sed -i 's/"name": "b"/"name": "a"/' "$dir/conf"
	named 6 'not translated: a is the name of two classes: Kea does not start with them'
}

@test "an address that is reserved outside of all subnets is named" {
	cat >"$dir/conf" <<-'END'
		{ "Dhcp4": { "reservations-global": true, "reservations": [
		{ "hw-address": "52:54:00:00:00:01", "ip-address": "10.9.0.21" } ],
		"boot-file-name": "x/pxelinux.0",
		"subnet4": [ { "id": 1, "subnet": "10.9.0.0/24" }, { "id": 2, "subnet": "10.9.1.0/24" } ] } }
	END
	run import_hosts "$dir/conf"
	echo "$output"
	[[ $output = *"$dir/conf:2: warning: 10.9.0.21 is reserved outside of all subnets: Kea lends it in each, here it is lent on its own"* ]]
	sed -i 's/, { "id": 2, "subnet": "10.9.1.0.24" }//' "$dir/conf"
	run import_hosts "$dir/conf"
	[[ $output != *outside* ]]
}
