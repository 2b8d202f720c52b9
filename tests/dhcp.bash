# shellcheck shell=bash
# What the tests of dhcp-helper share: a map, a link with a client at its far
# end, and what it is answered.
#
# Every test has a network namespace of its own, with eth0 (10.9.0.1) tied
# to pc0, where tests/dhcp_client.py plays the client; and a super-server,
# tests/superserver.py, which hands the sockets over as inetd or systemd do.
#
# shellcheck disable=SC2034,SC2154 # variables are for the tests, or theirs

WEB1=52:54:00:12:34:56
EFI=debian12/debian-installer/amd64/bootnetx64.efi
BIOS=debian12/debian-installer/amd64/pxelinux.0

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

setup_file() {
	[ "$(id -u)" = 0 ] || skip "a network namespace wants root"
	# The program itself, and without what it loads for a site: a wrapper, or
	# that, would cost more than the tests do.
	python=$(python3 -c 'import sys; print(sys.executable)')
	export python
}

setup() {
	namespace_begin
	helper=$top/dhcp-helper/dhcp-helper
	compile=${MKBOOTROOT:-$top/mkbootroot/mkbootroot}
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	map_default
	: >"$dir/log"
	: >"$dir/starts"
	client_begin
}

# link_add NAME PEER ADDRESS MAC-PREFIX
link_add() {
	inside ip -batch - <<-END
	link add $1 address $4:01 type veth peer name $2 address $4:02
	addr add $3 dev $1
	link set $1 up
	link set $2 up
	neigh replace ${3%.*}.21 lladdr $4:02 dev $1 nud permanent
	neigh replace ${3%.*}.250 lladdr $4:02 dev $1 nud permanent
	END
}

# A boot root with an image whose loaders are found by their names; the
# files hold nothing but the marks by which mkbootroot knows what they are.
boot_root() {
	local at=$dir/root/debian12/debian-installer/amd64
	mkdir -p "$at"
	echo kernel >"$at/linux"
	: >"$at/initrd.gz"
	printf 'not a PE file' >"$at/pxelinux.0"
	pe 8664 >"$at/bootnetx64.efi"
	pe 8664 >"$at/grubx64.efi"
	pe 8664 >"$dir/root/debian12/snponly.efi"
	chmod -R a+rX "$dir/root"
}

# pe MACHINE: the beginning of a PE file, with its machine type: MZ, at 60
# where PE begins, and there that; 512 bytes.
pe() {
	printf MZ
	zeros 58
	printf '\x40\0\0\0PE\0\0'"\x${1:2}\x${1:0:2}"
	zeros 442
}

zeros() {
	eval "printf '\0%.0s' {1..$1}"
}

# map: compiles the text on standard input.
map() {
	[ -d "$dir/root" ] || boot_root
	cat >"$dir/clients"
	"$compile" -q -D "$dir/done" -f "$dir/clients" -m "$dir/clients.cdb" \
	    -r "$dir/root"
	chmod 644 "$dir/clients.cdb"
}

LOADERS="image debian12 - bios=debian-installer/amd64/pxelinux.0 \
x64=debian-installer/amd64/bootnetx64.efi"

map_default() {
	map <<-END
	default            -     boot=debian12
	$WEB1  web1  boot=debian12
	52:54:00:00:00:0a  ign   ignore
	52:54:00:00:00:0b  loc   local
	$LOADERS
	END
}

# wait_lines FILE PATTERN [COUNT]: until the file has COUNT such lines.
wait_lines() {
	wait_for 60 has_lines "$@" || {
		echo "no '$2' in $1:" && cat "$1"
		return 1
	}
}

# serve [superserver's options] ADDRESS:PORT... [-- dhcp-helper's options]:
# from now on a client that is answered waits for the line of the log as well.
serve() {
	local own=() rest=(-d -m "$dir/clients.cdb")
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		own+=("$1")
		shift
	done
	[ $# -eq 0 ] || shift
	behind "$python" -S -E "$top/tests/superserver.py" --log "$dir/starts" \
	    "${own[@]}" -- "$helper" "${rest[@]}" "$@" \
	    >"$dir/ready" 2>>"$dir/log"
	wait_lines "$dir/ready" ready
	client_log=(--log "$dir/log")
}

serve_both() {
	serve 255.255.255.255:67 0.0.0.0:4011 "$@"
}

# One process plays all clients of a test, one after the other.
client_begin() {
	client_log=()
	mkfifo "$dir/client" "$dir/client.told"
	behind "$python" -S -E "$top/tests/dhcp_client.py" --serve "$dir/client"
	client=$pid
}

# client OPTION...: see dhcp_client.py. A test without client_begin has each of
# them started.
client() {
	local LC_ALL=C told status
	[ -n "${client-}" ] || {
		inside "$python" -S -E "$top/tests/dhcp_client.py" "$@"
		return
	}
	kill -0 "$client" || return
	printf '%s\0' client "${client_log[@]}" "$@" >"$dir/client"
	read -rN 1000000 told <"$dir/client.told" || :
	status=${told%%$'\n'*}
	printf '%s' "${told#*$'\n'}"
	return "$status"
}

# file_of HEX: of an answer, the text in the field file.
file_of() {
	local hex=${1:216:256} text=
	while [ -n "$hex" ] && [ "${hex:0:2}" != 00 ]; do
		text+="\\x${hex:0:2}"
		hex=${hex:2}
	done
	printf '%b\n' "${text:--}"
}

# has SPEC...: the answer of the last client has these bytes in its options;
# lacks SPEC...: it has them not. An option is looked for with its length.
has() {
	local spec bytes
	for spec; do
		bytes=$(client --show "$spec")
		[[ ${lines[1]:480} == *"$bytes"* ]] || {
			echo "no $spec in ${lines[1]:480}"
			return 1
		}
	done
}

lacks() {
	local spec
	for spec; do
		! has "$spec" >/dev/null || {
			echo "$spec in ${lines[1]:480}"
			return 1
		}
	done
}

# logged PATTERN: the last line of the log has it.
logged() {
	tail -n 1 "$dir/log"
	tail -n 1 "$dir/log" | grep -qE -- "$1"
}

# answered FROM TO SPEC OPTIONS...: exactly this, and once.
answered() {
	local from=$1 to=$2 want
	want=$(client --show "$3")
	shift 3
	run client "$@"
	echo "wanted: $from > $to"$'\n'"$want"
	echo "got:    $output"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "$from > $to" ]
	[ "${lines[1]}" = "$want" ]
}

# told FILE OPTIONS...: whatever else, the answer names this file.
told() {
	local want
	want=$(client --show "'$1' 00")
	shift
	run client "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[1]:216} == "$want"* ]]
}

# silent REASON OPTIONS...: no answer, and the log says why.
silent() {
	local reason=$1
	shift
	run client --silent "$dir/log" "$@"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	[ "$(tail -n 1 "$dir/log" |
	    sed 's/.*-> silent reason=//; s/ hint=.*//')" = "$reason" ]
}

# to_disk OPTIONS...: a ROM is told to end its network boot.
to_disk() {
	told '' "$@"
	has "$local_boot"
	logged ' file=- server=[0-9.]+( ip=[0-9.]+|) boots=disk -> (OFFER|ACK)'
}

# A menu whose only item is boot server 0, after no time.
local_boot="2b 20 06 01 03  0a 0b 00 'Local boot'  09 0d 0000 0a 'Local boot'  ff"

pxe_4011=(--to 10.9.0.1:4011 --type 3 --ciaddr 10.9.0.21)

# The header of an answer to WEB1: header FLAGS CIADDR YIADDR FILE [GIADDR]
header() {
	echo "02 01 06 00  01020304  0000 $1  $2 $3 0a090001 ${5:-00000000}
	    525400123456 10*00
	    '10.9.0.1' @108
	    '$4' @236
	    63825363"
}

uuid="61 11 00 4c4c4544 0042 4710 8057 b4c04f564432"

# What PXELINUX is told of its configuration, which is generated.
pxelinux="d1 21 'pxelinux.cfg/01-52-54-00-12-34-56'
    d2 20 'debian12/debian-installer/amd64/'"

# url LETTER BYTES
url() {
	printf 'http://10.9.0.1/'
	printf "$1%.0s" $(seq $(($2 - 16)))
}

# The map of a client that has its address from us.
map_given() {
	map <<-END
	$WEB1 web1 boot=debian12 ip=10.9.0.21
	net 10.9.0.0/24 - router=10.9.0.254 dns=10.9.0.253 lease=1h
	$LOADERS
	END
}

given="33 04 00000e10  01 04 ffffff00  03 04 0a0900fe  06 04 0a0900fd"
