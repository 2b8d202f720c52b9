#!/usr/bin/env bats
# The model clients of the benchmark's rack at our servers, and the model that says
# from what they took how long more of them take.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

setup_file() {
	"${CC:-cc}" -O1 -g -Wall -Wextra -Wconversion -Werror -D_GNU_SOURCE \
	    -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	    -o "$BATS_FILE_TMPDIR/rack" "$BATS_TEST_DIRNAME"/bench/rack{,dhcp,load,name}.c
}

setup() {
	namespace_begin
	rack=$BATS_FILE_TMPDIR/rack
	root=$dir/root
	log=$dir/log
}

teardown() {
	namespace_end
}

# A boot root, a map of ten clients, and a rack at the other end of a cable.
network() {
	local i
	namespace_pc 02:00:00:00:00:02
	at_pc ip address add 10.9.0.129/25 dev lo
	mkdir -p "$root/img"
	printf 'loader' >"$root/img/grubx64.efi"
	head -c 30000 /dev/urandom >"$root/img/linux"
	head -c 200000 /dev/urandom >"$root/img/initrd.gz"
	# Blocks end with the file here: its end is an empty one.
	head -c 10240 /dev/urandom >"$root/img/even"
	chmod -R a+rX "$root"
	{
		echo 'net 10.9.0.0/24 - server=10.9.0.1 lease=1d'
		echo 'image img - kernel=linux initrd=initrd.gz x64=grubx64.efi'
		for i in {0..9}; do
			echo "52:54:00:60:00:0$i pc$i boot=img ip=10.9.0.$((130 + i))"
		done
	} >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
}

# serve NAME ARGUMENT...: a program of ours, until the test ends.
serve() {
	behind "$top/$1/$1" -d -m "$dir/clients.cdb" "${@:2}" 2>>"$log"
}

serve_all() {
	serve dhcp-helper -l 255.255.255.255
	serve tftpd -l 10.9.0.1 "$root"
	serve httpd -l 10.9.0.1 "$root"
	wait_for 60 listening 3
}

# listening N: so many of the sockets for DHCP, TFTP and HTTP are there.
listening() {
	[ "$(inside ss -Hulnt '( sport = :67 or sport = :69 or sport = :80 )' | wc -l)" \
	    -ge "$1" ]
}

# The last line of what a rack prints.
sum() {
	read -r up failed first median last bytes restarts _ <<<"${lines[-1]}"
	echo "$up done, $failed failed, $first $median $last, $bytes, $restarts"
}

@test "ten clients boot by DHCP, TFTP and HTTP; a line for each, and the sum" {
	network
	serve_all
	run -0 --separate-stderr at_pc "$rack" -n 10 -s 1 -v -t 60 \
	    e: g:img/even g:?img/lacks e:img/initrd.gz h:img/linux h:?img/lacks g:img/linux
	echo "$output"
	[ "${#lines[@]}" = 11 ]
	for i in {0..9}; do
		[[ ${lines[i]} =~ ^52:54:00:60:00:0$i\ 10\.9\.0\.$((130 + i))\ 10\.9\.0\.1\ done\ [0-9.]+\ 0$ ]]
	done
	sum
	[ "$up $failed $bytes $restarts" = \
	    "10 0 $((10 * (6 + 10240 + 200000 + 2 * 30000))) 0" ]
	# In lock step as GRUB asks, with a window as UEFI does, the length first.
	wait_for 60 grep -q '^sent file=img/even .* bytes=10240 .*blksize=1024 windowsize=1 ' "$log"
	wait_for 60 grep -q '^probe file=img/initrd.gz ' "$log"
	wait_for 60 grep -q '^sent file=img/initrd.gz .*blksize=1468 windowsize=4 ' "$log"
	wait_for 60 grep -q '^sent file=img/linux client=10\.9\.0\.139 .*status=200' "$log"
	[ "$(grep -c 'msg=REQUEST .* -> ACK$' "$log")" = 10 ]
}

@test "a text names the kernel and the initrd; a BIOS's card, PXELINUX and GRUB ask for them" {
	network
	printf pxelinux >"$root/img/pxelinux.0"
	printf ldlinux >"$root/img/ldlinux.c32"
	printf 'not a configuration\n' >"$root/img/text"
	chmod -R a+rX "$root"
	sed -i 's/ x64=/ bios=pxelinux.0 args=from=@server@ x64=/' "$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
	# The server knows each by its MAC address, and its own card takes what is for them.
	for i in 0 1 2; do
		inside ip neigh replace "10.9.0.13$i" lladdr "52:54:00:60:00:0$i" dev eth0 nud permanent
	done
	at_pc nft -f - <<-'END'
		table netdev rack {
			chain came {
				type filter hook ingress device eth0 priority 0;
				meta pkttype other meta pkttype set host;
			}
		}
	END
	serve_all
	run -0 --separate-stderr at_pc "$rack" -b -n 1 -v -t 60 b: p:%dldlinux.c32 \
	    'p:*%dpxelinux.cfg/%m' p:%k p:%i
	echo "$output"
	[[ ${lines[0]} == *" done "*" img/pxelinux.0 "*"LINUX ::/img/linux "*"from=10.9.0.1"* ]]
	run -0 --separate-stderr at_pc "$rack" -f 1 -n 1 -v -t 60 e: 'g:*grub/grub.cfg' h:%k g:%i
	echo "$output"
	[[ ${lines[0]} == *" done "*" img/grubx64.efi "*"linux '/img/linux' "*"from=10.9.0.1"* ]]
	# By the script of iPXE, which names the initrd behind an option.
	run -0 --separate-stderr at_pc "$rack" -b -f 2 -n 1 -v -t 60 b: 'b:*%m.ipxe' b:%k b:%i
	for i in 0 1 2; do
		wait_for 60 grep -q "^sent file=img/initrd.gz client=10\.9\.0\.13$i .*bytes=200000 " "$log"
		wait_for 60 grep -q "^sent file=img/linux client=10\.9\.0\.13$i .*bytes=30000 " "$log"
	done
	[ "$(grep -c 'arch=bios .*file=img/pxelinux.0 .*-> OFFER' "$log")" = 2 ]
	grep -q '^sent file=img/pxelinux.0 .*blksize=1432 windowsize=1 ' "$log"
	grep -q '^sent file=img/linux client=10\.9\.0\.130 .*blksize=1408 windowsize=1 ' "$log"
	run -1 --separate-stderr at_pc "$rack" -n 1 -v -t 1 'g:*img/text' g:%k
	[[ ${lines[0]} =~ \ off:2\ [0-9.]+\ [1-9]\ .*not\ a\ configuration ]]
	run -2 at_pc "$rack" -n 1 'h:*img/text'
}

@test "a client whose server is silent starts again, and is done with the next" {
	network
	serve dhcp-helper -l 255.255.255.255
	wait_for 60 listening 1
	at_pc "$rack" -n 2 -q 1 -t 60 -v g:img/linux >"$dir/printed" 3>&- &
	pids+=("$!")
	# The second DISCOVER: the file was given up by then.
	wait_for 60 asked_again
	serve tftpd -l 10.9.0.1 "$root"
	wait_for 60 grep -q '^2 0 ' "$dir/printed"
	cat "$dir/printed"
	[ "$(grep -c ' done [0-9.]* [1-9]' "$dir/printed")" = 2 ]
}

asked_again() {
	[ "$(grep -c 'msg=DISCOVER .*-> OFFER$' "$log")" -ge 3 ]
}

@test "what is refused, is not there or has no name is said, and the status is 1" {
	network
	serve_all
	run -1 --separate-stderr at_pc "$rack" -n 1 -v -t 1 e: g:img/lacks
	[[ ${lines[0]} =~ \ off:2\ [0-9.]+\ [1-9]$ ]]
	sum
	[ "$up $failed" = "0 1" ]
	# The eleventh is not in the map: nobody answers it.
	run -1 --separate-stderr at_pc "$rack" -f 10 -n 1 -v -t 1 e:
	[[ ${lines[0]} == "52:54:00:60:00:0a 0.0.0.0 0.0.0.0 discover "* ]]
	run -2 at_pc "$rack" -n 1 x:img/linux
	run -2 at_pc "$rack" -n 1
}

@test "an address of one server, and the boot file of another" {
	network
	printf '%s\n' 'image img - x64=grubx64.efi' '52:54:00:60:00:00 pc0 boot=img' \
	    >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
	[ -x "$top/.cache/bin/dnsmasq" ] || skip 'no dnsmasq'
	behind "$top/.cache/bin/dnsmasq" -k -C /dev/null --port=0 -i eth0 \
	    --bind-interfaces --dhcp-range=10.9.0.130,10.9.0.139 --no-ping --user=root \
	    --dhcp-leasefile="$dir/leases" --pid-file= 2>"$dir/other"
	serve_all
	wait_for 60 listening 4
	run -0 --separate-stderr at_pc "$rack" -n 1 -v -t 30 e:
	[[ ${lines[0]} =~ ^52:54:00:60:00:00\ 10\.9\.0\.13[0-9]\ 10\.9\.0\.1\ done\ [0-9.]+\ 0$ ]]
	wait_for 60 grep -q '^sent file=img/grubx64.efi ' "$log"
}

# model: Python, with the model of tests/bench in it, and constants that are round.
model() {
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$BATS_TEST_DIRNAME/bench python3 -c "
from scaling import *
cost = {'boot': [200e-6] * 3, 'small': [300e-6] * 3, 'lockstep': [10e-6] * 3,
    'crowd': [20e-6] * 3, 'window4': [5e-6] * 3, 'connection': [300e-6] * 3, 'http': [200e-6] * 3}
$(cat)"
}

@test "the model: bounds, knees, servers, and constants that are read again" {
	model <<-'END'
		# What is written is read, among other tables.
		text = "| a | b |\n" + constants_text(cost) + "\n\n| x | 1 |\n"
		again = constants(text)
		assert all(abs(again[n][i] - cost[n][i]) < 1e-9 for n in cost for i in range(3))
		assert constants("") is None
		assert constants(text.replace("| lockstep |", "| other |")) is None

		for m in METHODS:
		    # More clients are never up sooner, nor with fewer servers.
		    times = [last_s(cost, PC, m, n, 4)[0] for n in (1, 40, 500, 2000, 100000)]
		    assert times == sorted(times), (m, times)
		    times = [last_s(cost, PC, m, 100000, n)[0] for n in (128, 32, 8, 1)]
		    assert times == sorted(times), (m, times)
		    at = knee(cost, PC, m)
		    assert at is None or path_s(PC, m) <= max(loads_s(cost, PC, m, at + 1, 1)
		        .values())
		    need = servers_for(cost, PC, m, 2000, 300)
		    assert last_s(cost, PC, m, 2000, need)[0] <= 300
		    assert need == 1 or last_s(cost, PC, m, 2000, need - 1)[0] > 300
		# No number of servers makes a client faster than it is alone.
		assert servers_for(cost, PC, LOCKSTEP, 1, 5) is None
		# By hand: 70 MB are 68359 blocks of 10 us, small files 80; 1 MB 681 of 5 us;
		# 17 small files.
		def by_hand(block):
		    return 0.0002 + 17 * 0.0003 + 68439.453 * block + 681.2 * 5e-6
		# A turn costs more among more: 44.7 is as far from 10 as from 200.
		for a_core, block in (1, 10e-6), (10, 10e-6), (44.72136, 15e-6), \
		        (200, 20e-6), (6000, 20e-6):
		    assert abs(of_each(cost, PC, LOCKSTEP, 1, a_core) - by_hand(block)) < 1e-5
		assert abs(this_machine(cost, 400, LOCKSTEP, PC, 0.002, 2) -
		    400 * by_hand(20e-6)) < 1e-2
		assert last_s(cost, PC, HTTP, 2000, 1)[1] == "server's link"
		assert last_s(cost, PC, LOCKSTEP, 40, 1)[1] == "client"
		assert last_s(cost, PC, HTTP, 100000, 1)[0] > \
		    20 * last_s(cost, PC, CACHES, 100000, 1)[0]
	END
}

@test "doc/scaling.md is what the model says of doc/measurements.md" {
	cp "$top/doc/scaling.md" "$dir/scaling.md"
	python3 -B "$top/tests/bench/scaling.py" "$top/doc/measurements.md" "$dir/scaling.md"
	cmp "$top/doc/scaling.md" "$dir/scaling.md"
	# What it assumes stands there as it is in the program.
	model <<-END
		page = open("$top/doc/scaling.md").read()
		for value in ("%.1f ms" % (ROUND_TRIP_S * 1e3), "%.0f s" % DHCP_S,
		        "%d, each like" % CORES, "%d clients" % A_RACK,
		        "%.0f Gbit/s" % (RACK_LINK / GBIT)):
		    assert "| " + value in page, value
	END
	echo '# nothing' >"$dir/none.md"
	run -1 python3 -B "$top/tests/bench/scaling.py" "$dir/none.md" "$dir/scaling.md"
	[[ $output == "bootroot: $dir/none.md has no constants: "* ]]
	run -1 python3 -B "$top/tests/bench/scaling.py" "$top/doc/measurements.md" "$dir/none.md"
	[[ $output == "bootroot: $dir/none.md lacks the marks "* ]]
}
