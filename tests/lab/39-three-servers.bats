#!/usr/bin/env bats
# Three boot servers that follow three nodes of etcd, while a rack of 60 model clients and
# two machines boot. In the middle a server and a node are killed, or their cables are
# pulled; or the store is parted, and two servers have different maps.
#
# The clients are those of tests/bench/rack.c. 30 have UEFI, whose PXE loads GRUB, which
# loads its kernel by TFTP and its initrd by HTTP; 30 have a BIOS, whose card loads
# PXELINUX. Kernel and initrd are those that the configuration names which they got. A
# client whose file stands still for four seconds is one that somebody resets, or whose
# watchdog does: it begins with DHCP. The last test lets them be as patient as their
# loaders are. No loader that we know goes on with another server in the middle of a file.
#
# The machines are a BIOS with iPXE in its card, which tries its boot order again when
# nothing was to be booted, and OVMF; the first loads by TFTP, and the second by HTTP what
# iPXE loads. Their proof is their kernel's own command line. OVMF
# takes an emulated machine long: it boots where the servers are killed. Where cables are
# pulled it boots with WHOLE=1, and in the store that is parted a BIOS does in its place.

bats_require_minimum_version 1.5.0
load case
load etcd

# The boot servers.
declare -gA address=([server]=10.9.0.1 [second]=10.9.0.4 [third]=10.9.0.5)
hosts=(server second third)

setup_file() {
	"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$BATS_FILE_TMPDIR/rack" \
		"$BATS_TEST_DIRNAME"/../bench/rack{,dhcp,load,name}.c
}

setup() {
	cache_needs etcd-server etcd-client
	cache_needs_installer
	case_begin
	machines=()
	net_host second 10.9.0.4/24
	net_host third 10.9.0.5/24
	router_start
	etcd_up
	images
	rack=$BATS_FILE_TMPDIR/rack
	rack_up
}

# begin HOST HOST: all servers have the same map, and these are the first ones of machine1
# and of machine2.
begin() {
	card=([1]=$(mac_of "$1" 1) [2]=$(mac_of "$2" 2))
	lines | store_many
	for host in "${hosts[@]}"; do
		server_start "$host"
	done
	for host in "${hosts[@]}"; do
		logged 60 "follow.$host" 'map .* has the 69 lines of etcd'
	done
}

teardown() {
	machines_stop
	ip link delete tap1 2>/dev/null || :
	ip link delete tap2 2>/dev/null || :
	case_end
}

# The images one and two of the rack, and those of the machines, whose kernel is real.
images() {
	local map name
	for map in one two; do
		mkdir -p "$LAB/tftp/$map" "$LAB/tftp/pc$map"
		for name in grubx64.efi:100 pxelinux.0:40 ldlinux.c32:100 linux:1500 initrd.gz:6000; do
			head -c "${name#*:}000" /dev/urandom >"$LAB/tftp/$map/${name%:*}"
		done
		cp -L "$cache_installer/debian-installer/amd64/linux" "$LAB/tftp/pc$map/linux"
		cp "$LAB"/tftp/small/{undionly.kpxe,snponly.efi} "$LAB/tftp/pc$map"
		# Long enough that somebody can die meanwhile; nobody unpacks it.
		truncate -s 40M "$LAB/tftp/pc$map/initrd.gz"
	done
	chmod -R a+rX "$LAB/tftp"
}

# Two hosts are the clients, each with the addresses and MAC addresses of 30: the
# servers know each as if it were a host, as tests/bench/rack.py has it.
rack_up() {
	local host n
	net_host grub 10.9.0.7/24
	net_host pxelinux 10.9.0.8/24
	ip -n grub address add 10.9.0.129/26 dev lo
	ip -n pxelinux address add 10.9.0.193/26 dev lo
	for host in grub pxelinux; do
		on "$host" nft -f - <<-'END'
			table netdev rack {
				chain came {
					type filter hook ingress device eth0 priority 0;
					meta pkttype other meta pkttype set host;
				}
			}
		END
	done
	for host in "${hosts[@]}"; do
		for ((n = 0; n < 60; n++)); do
			echo "neigh add $(ip_of "$n") lladdr $(mac_of_client "$n") dev eth0 nud permanent"
		done | ip -n "$host" -batch -
	done
}

ip_of() {
	echo "10.9.0.$(($1 < 30 ? 130 + $1 : 164 + $1))"
}

mac_of_client() {
	printf '52:54:00:60:00:%02x' "$1"
}

# mac_of HOST N: the N-th card whose first server this is.
mac_of() {
	local n left=$2 said servers='server=10.9.0.1 server=10.9.0.4 server=10.9.0.5'
	echo "default - boot=one $servers" >"$LAB/order"
	"$LAB/bin/mkbootroot" -q -f "$LAB/order" -m "$LAB/order.cdb" -r "$LAB/tftp"
	for n in {10..99}; do
		said=$("$LAB/bin/mkbootroot" -f "$LAB/order" -m "$LAB/order.cdb" -r "$LAB/tftp" \
			explain "52:54:00:12:34:$n")
		[[ $said == *"they answer: ${address[$1]} at once"* ]] || continue
		left=$((left - 1))
		[ "$left" -gt 0 ] || {
			echo "52:54:00:12:34:$n"
			return
		}
	done
	false
}

# The map, as lines KEY LINE for the store.
lines() {
	local map
	echo 'default default - server=10.9.0.1 server=10.9.0.4 server=10.9.0.5'
	echo 'net/10.9.0.0/24 net 10.9.0.0/24 - lease=1d'
	for map in one two; do
		echo "image/$map image $map - kernel=linux initrd=initrd.gz x64=grubx64.efi bios=pxelinux.0 args=map=$map,from=@server@"
		echo "image/pc$map image pc$map - kernel=linux initrd=initrd.gz x64=snponly.efi bios=undionly.kpxe args=map=$map,from=@server@"
	done
	echo 'group/pcs group pcs - args=console=ttyS0'
	lines_of_clients one
}

# lines_of_clients MAP
lines_of_clients() {
	local n mac
	for ((n = 0; n < 60; n++)); do
		mac=$(mac_of_client "$n")
		echo "${mac//:/} $mac client$n boot=$1 ip=$(ip_of "$n")"
	done
	for n in 1 2; do
		mac=${card[n]}
		echo "${mac//:/} $mac machine$n boot=pc$1 group=pcs ip=10.9.0.6$n http=$([ "$n" = 2 ] && echo yes || echo no)"
	done
}

# appending LOG COMMAND...: as background, and the log may be emptied.
appending() {
	local log=$LAB/$1
	shift
	(
		close_others
		"$@"
	) </dev/null >>"$log" 2>&1 &
}

# server_start HOST: the three servers, and who follows the store, with logs of its own.
server_start() {
	local at=$LAB/$1 with
	mkdir -p "$at"
	with=(-m "$at/clients.cdb" -D "$at/done")
	appending "helper.$1" on "$1" "$LAB/bin/dhcp-helper" -d "${with[@]}" -l 255.255.255.255
	appending "tftpd.$1" on "$1" "$LAB/bin/tftpd" -d -c 1000:1000 "${with[@]}" -l "${address[$1]}" "$LAB/tftp"
	appending "httpd.$1" on "$1" "$LAB/bin/httpd" -d "${with[@]}" -l "${address[$1]}" "$LAB/tftp"
	# shellcheck disable=SC2016 # for that shell
	appending "follow.$1" on "$1" env ETCDCTL_ENDPOINTS="$etcd_urls" PATH="$cache/bin:$PATH" \
		unshare --uts sh -c 'hostname "$0" && exec "$@"' "$1" \
		"$LAB/bin/mkbootroot" -q -r "$LAB/tftp" "${with[@]}" follow -e
	wait_for_udp 30 "$1" 67
	wait_for_udp 30 "$1" 69
	wait_for 60 tcp_open "$1" 80
}

# host_kill HOST...: every process there.
host_kill() {
	local host
	for host; do
		# shellcheck disable=SC2046 # a list of processes
		kill -KILL $(ip netns pids "$host")
	done
}

# cable up|down HOST...
cable() {
	local host
	for host in "${@:2}"; do
		ip link set "to-$host" "$1"
	done
}

# has HOST REGEX: whether its map has such a line.
has() {
	"$LAB/bin/mkbootroot" -m "$LAB/$1/clients.cdb" dump 2>/dev/null | grep -qE -- "$2"
}

# reaches REGEX HOST...: waits until their maps have such a line; into $took, how many
# ms that was.
reaches() {
	local begun=$EPOCHREALTIME host now
	for host in "${@:2}"; do
		wait_for 180 has "$host" "$1"
	done
	now=$EPOCHREALTIME
	took=$(((${now/./} - ${begun/./}) / 1000))
}

# storm NAME [OPTION...]: the rack is switched on.
storm() {
	local name=$1
	shift
	for host in "${hosts[@]}"; do
		: >"$LAB/tftpd.$host"
		: >"$LAB/httpd.$host"
	done
	on grub "$rack" -n 30 -s 20 -t 180 -v "$@" e: 'g:?grub/x86_64-efi/command.lst' \
		'g:*grub/grub.cfg' g:%k h:%i >"$LAB/$name.grub" 3>&- &
	racks=("$!")
	on pxelinux "$rack" -b -f 30 -n 30 -s 20 -t 180 -v "$@" b: p:%dldlinux.c32 \
		'p:?%dpxelinux.cfg/00000000-0000-0000-0000-525400600000' 'p:*%dpxelinux.cfg/%m' \
		p:%k p:%i >"$LAB/$name.pxelinux" 3>&- &
	racks+=("$!")
}

# kernels N: so many clients of the rack have got their kernel.
kernels() {
	[ "$(cat "$LAB"/tftpd.* | grep -caE '^sent file=(one|two)/linux ')" -ge "$1" ]
}

# storm_end NAME: all are up; into $last when the last was, and into $longest how long a
# client took, in hundredths of a second; into $restarts how often one began anew.
storm_end() {
	local pid
	for pid in "${racks[@]}"; do
		wait "$pid" || storm_failed "$1"
	done
	[ "$(cat "$LAB/$1".{grub,pxelinux} | grep -c ' done ')" = 60 ]
	longest=$(cat "$LAB/$1".{grub,pxelinux} | awk '$4 == "done" && $5 > most { most = $5 }
		END { printf "%.0f", most * 100 }')
	last=$(cat "$LAB/$1".{grub,pxelinux} | awk '!/:/ && $5 > most { most = $5 }
		END { printf "%.0f", most * 100 }')
	restarts=$(cat "$LAB/$1".{grub,pxelinux} | awk '!/:/ { n += $7 } END { print n }')
	one_map "$1"
}

# And what the servers have said to the first ones that are not up.
storm_failed() {
	local mac
	grep -hv ' done ' "$LAB/$1".{grub,pxelinux} || :
	for mac in $(cat "$LAB/$1".{grub,pxelinux} | awk '/:/ && $4 != "done" { print $1 }' | head -n 2); do
		grep -aF "mac=$mac" "$LAB"/{helper,tftpd,httpd}.* | tail -n 30 | sed "s|^$LAB/||"
	done
	case_logs
	false
}

# one_map NAME: what each client got in the boot that ended well is of one map: the
# loader, the text that it was told, the kernel and the initrd that it names, and the
# server of all that.
one_map() {
	cat "$LAB/$1".{grub,pxelinux} | awk '$4 == "done" {
		map = $7
		sub(/\/.*/, "", map)
		other = map == "one" ? "two" : "one"
		n++
		if (map !~ /^(one|two)$/ || !index($0, "/" map "/linux") ||
		    !index($0, "/" map "/initrd.gz") || !index($0, "map=" map ",from=" $3) ||
		    index($0, other "/") || index($0, "map=" other))
			{ print "a mixture: " $0; bad = 1 }
	} END { exit bad || n != 60 }'
}

# seconds HUNDREDTHS
seconds() {
	printf '%d.%02d s' $(($1 / 100)) $(($1 % 100))
}

say() {
	echo "# $*" >&3
}

# machine_on N FIRMWARE: machine1 or machine2 is switched on.
machine_on() {
	local LAB=$LAB/machine$1 machine_mac=${card[$1]} machine_tap=tap$1 machine_again=1
	mkdir -p "$LAB"
	[ -e "/sys/class/net/tap$1" ] || {
		ip tuntap add "tap$1" mode tap
		ip link set "tap$1" master lan up
	}
	machine_start "$2"
	machines[$1]=$machine_pid
	machine_pid=
}

machines_stop() {
	local pid
	for pid in "${machines[@]}"; do
		kill -KILL "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	machines=()
}

# machine_loads N HOST: it has its kernel from this server, and loads its initrd.
machine_loads() {
	grep -qE "^sent file=pc[a-z]*/linux .*name=machine$1 " "$LAB/tftpd.$2"
}

# machine_boots N MAP: its kernel runs, as this map says.
machine_boots() {
	logged 300 "machine$1/serial" "ommand line: .*map=$2,from="
	kill -KILL "${machines[$1]}"
}

# In the middle of the storm a server and the leading node of the store go, by the
# command that is given: machine1 is loading its initrd from this server, and machine2,
# whose first server this is as well, is switched on afterwards.
# killed FIRMWARE COMMAND: machine2 has that, or is not there.
killed() {
	local firmware=$1
	shift

	machine_on 1 bios
	leader=$(etcd_leader)
	wait_for 240 machine_loads 1 second
	storm killed -q 4
	wait_for 60 kernels 15
	never tftpd.second 'sent file=pcone/initrd.gz'
	"$@" second "etcd$leader"
	# Who loads it now has to come to its end.
	truncate -s 1M "$LAB"/tftp/pc*/initrd.gz
	[ -z "$firmware" ] || machine_on 2 "$firmware"
	storm_end killed
	machine_boots 1 one
	[ -z "$firmware" ] || machine_boots 2 one
	never tftpd.second 'sent file=pcone/initrd.gz'
}

# compare WHAT: against the storm in which nothing happened. Nobody waits for ten seconds
# more; where that storm took a client longer than 2.5 seconds, because the machine has
# other work, in proportion.
compare() {
	say "$1: the last of 60 after $(seconds "$last"), $(seconds "$last_before") without; the longest boot took $(seconds "$longest"), $(seconds "$longest_before") without; $restarts began anew"
	[ "$restarts" -gt 0 ]
	[ "$longest" -le $((longest_before + (longest_before > 250 ? longest_before * 4 : 1000))) ]
}

before() {
	storm before -q 4
	storm_end before
	[ "$restarts" = 0 ]
	longest_before=$longest last_before=$last
}

# A client that is new in the store, where one node of three is away, and a server.
change() {
	store_line 525400600100 "52:54:00:60:01:00 late boot=one ip=10.9.0.70"
	reaches '^52:54:00:60:01:00 +late ' server third
	say "with a node and a server away: a change is in the maps of the two others after $took ms"
	run -1 has second late
}

@test "a server and a node of etcd are killed in the middle: all boot, and changes come" {
	begin second second
	before
	killed efi host_kill
	compare 'killed'
	change
	etcd_start "$leader"
	server_start second
	reaches '^52:54:00:60:01:00 +late ' second
	say "started again: the third has it after $took ms"
}

@test "their cables are pulled, and nothing says so: the same" {
	begin second second
	before
	local firmware=
	[ "${WHOLE-}" != 1 ] || firmware=efi
	killed "$firmware" cable down
	compare 'cables pulled'
	change
	cable up second "etcd$leader"
	reaches '^52:54:00:60:01:00 +late ' second
	say "plugged in again: the third has it after $took ms"
}

@test "a cable is pulled, and each client is as patient as its loader: all boot" {
	begin second second
	storm patient
	wait_for 60 kernels 15
	cable down second
	storm_end patient
	[ "$restarts" -gt 0 ]
	say "each as patient as its loader: the longest boot took $(seconds "$longest"), $restarts began anew"
}

# The third server and the third node see each other, and none of the other nodes.
part() {
	on etcd3 nft -f - <<-'END'
		table ip parted {
			chain out {
				type filter hook output priority 0;
				ip daddr { 10.9.0.11, 10.9.0.12 } drop
			}
		}
	END
	on third nft -f - <<-'END'
		table ip parted {
			chain out {
				type filter hook output priority 0;
				ip daddr { 10.9.0.11, 10.9.0.12 } drop
			}
		}
	END
}

join() {
	on etcd3 nft delete table ip parted
	on third nft delete table ip parted
}

@test "a store that is parted: two maps, and no client gets a mixture" {
	local firmware=bios
	[ "${WHOLE-}" != 1 ] || firmware=efi
	truncate -s 1M "$LAB"/tftp/pc*/initrd.gz
	# All servers ask the third node, until it has lost the others.
	etcd_urls=http://10.9.0.13:2379,http://10.9.0.11:2379,http://10.9.0.12:2379
	begin server third
	: >"$LAB/follow.server"
	: >"$LAB/follow.second"
	part
	logged 120 follow.third 'etcd is away since'
	etcd_urls=http://10.9.0.11:2379,http://10.9.0.12:2379
	lines_of_clients two | store_many
	reaches '^52:54:00:60:00:00 +client0 +boot=two ' server second
	say "parted: a change is in the maps of the majority after $took ms"
	has third 'client0 +boot=one '
	storm parted -q 4
	machine_on 1 bios
	machine_on 2 "$firmware"
	storm_end parted
	machine_boots 1 two
	machine_boots 2 one
	maps_in parted
	# And with one of them whose clients have to begin anew elsewhere.
	storm dying -q 4
	wait_for 60 kernels 15
	cable down third
	storm_end dying
	[ "$restarts" -gt 0 ]
	maps_in dying
	# Both have gone on to another one.
	logged 1 follow.server 'http://10.9.0.11:2379 is asked instead of http://10.9.0.13:2379'
	logged 1 follow.second 'http://10.9.0.11:2379 is asked instead of http://10.9.0.13:2379'
	never follow.server 'etcd is away'
	never follow.second 'etcd is away'
	cable up third
	join
	reaches '^52:54:00:60:00:00 +client0 +boot=two ' third
	say "joined: the third has it after $took ms"
}

# maps_in NAME: there were both, each from its servers alone.
maps_in() {
	cat "$LAB/$1".{grub,pxelinux} | awk '$4 == "done" { n[$3 " " substr($7, 1, 3)]++ }
		END { for (i in n) print i, n[i] }' >"$LAB/maps"
	cat "$LAB/maps"
	grep -q '^10\.9\.0\.1 two ' "$LAB/maps"
	grep -q '^10\.9\.0\.4 two ' "$LAB/maps"
	grep -q '^10\.9\.0\.5 one ' "$LAB/maps"
	[ "$(wc -l <"$LAB/maps")" = 3 ]
	never tftpd.server 'sent file=(pc)?one/'
	never tftpd.second 'sent file=(pc)?one/'
	never tftpd.third 'sent file=(pc)?two/'
	never httpd.server 'sent file=(pc)?one/'
	never httpd.second 'sent file=(pc)?one/'
	never httpd.third 'sent file=(pc)?two/'
}
