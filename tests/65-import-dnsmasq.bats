#!/usr/bin/env bats
# import-hosts of dnsmasq's configuration: its tags are evaluated for each client
# and each kind of firmware, and what cannot be known is named. Where dnsmasq
# runs, it tells every client the same.

bats_require_minimum_version 1.5.0
load dhcp
load import

fixtures=$BATS_TEST_DIRNAME/fixtures/import/dnsmasq

# dnsmasq_starts FILE TEXT: the server that the file is of, until its log has TEXT.
dnsmasq_starts() {
	behind "$top/.cache/bin/dnsmasq" --keep-in-foreground --conf-file="$1" \
	    --user=root --pid-file= --port=0 --interface=eth0 --leasefile-ro --no-ping \
	    --log-facility="$dir/server.log"
	wait_lines "$dir/server.log" "$2"
}

# names LINE TEXT...: these lines of the file on standard input were not
# translated, and no others; warnings are no matter.
names() {
	named_beside '^$' "$@"
}

@test "both tell every client the same: hosts, nets and options" {
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
		dhcp-boot=tag:ipxe,http://10.9.0.5/@@/@mac@/menu.ipxe
		dhcp-host=$WEB1,web1,10.9.0.21     # another
		dhcp-host=$WEB2,set:own,web2,10.9.0.22,45m
		dhcp-host=$WEB3,set:old,10.9.0.23
		dhcp-option=tag:old,3,10.9.0.253
		tftp-root=$dir/root
	END
	dnsmasq_starts "$dir/dnsmasq.conf" 'DHCP, static leases only'
	same "$dir/dnsmasq.conf"
	grep -qxF "$WEB2 web2 lease=45m ip=10.9.0.22" "$dir/imported"
	# What is no variable there is none here.
	grep -qF "ipxe=http://10.9.0.5/@@@@/@@mac@@/menu.ipxe" "$dir/imported"
	grep -qxF "$WEB3 - router=10.9.0.253 ip=10.9.0.23" "$dir/imported"
}

# rules: which clients get the tag @ by a rule: b a BIOS ROM, x one of UEFI with
# arch 7, i iPXE under BIOS; then the lines, ";" between them.
rules() {
	cat <<-'END'
		x dhcp-match=set:@,option:client-arch,7
		x dhcp-match=@,93,00:07
		x dhcp-match = set:@ , 93 , 7b
		- dhcp-match=set:@,93,"7"
		- dhcp-match=set:@,93,7i
		bxi dhcp-match=set:@,option:client-arch
		bi dhcp-match=set:@,60,PXEClient:Arch:00000
		bxi dhcp-match=set:@,option:vendor-class,50:58:*:43
		- dhcp-match=set:@,60,58:45
		x dhcp-match=set:@,60,Arch:00007
		i dhcp-match=set:@,77,"PX"
		i dhcp-match=net:@,option:user-class,iPXE
		i dhcp-match=@,175
		- dhcp-match=set:@,option:hostname,web1
		x dhcp-vendorclass=set:@,Client:Arch:00007
		- dhcp-vendorclass=@,HTTPClient
		i dhcp-userclass=@,XE
		- dhcp-userclass=set:@,ipxe
		bxi dhcp-mac=set:@,52:54:00:*:*:*
		bxi dhcp-mac=@,1-52:54:*:*:*:*
		- dhcp-mac=set:@,52:54:00:12:34:*
		bxi tag-if=set:@,tag:known
		- tag-if=set:@,tag:!known
		- tag-if=set:@,tag:#known
		bi tag-if=set:@,tag:!efi
		x tag-if=set:@,tag:efi,tag:#ipxe
		x tag-if=set:@,tag:ef*
		bi tag-if=set:@,tag:!ef*
		x dhcp-match=set:s@a,93,0;dhcp-match=set:s@b,93,9;dhcp-match=set:s@c,175;dhcp-match=set:s@bx,93,7;tag-if=set:@,tag:s@b*
		bi dhcp-match=set:s@a,93,9;dhcp-match=set:s@b,93,0;tag-if=set:@,tag:s@*
		- tag-if=set:soon@,tag:efi;tag-if=set:@,tag:so@*
		- tag-if=set:@,tag:late@;tag-if=set:late@,tag:efi
		x tag-if=set:soon@,tag:efi;tag-if=set:@,tag:soon@
		bxi tag-if=set:@,tag:eth0
		- tag-if=set:@,tag:eth1
		i dhcp-userclass=set:u@,iPXE;dhcp-match=set:b@,93,0;tag-if=set:@,set:more@,tag:u@,tag:b@
	END
}

# rules_file: a host for each rule; its number is the end of its MAC.
rules_file() {
	local n=0 rule _
	echo 'interface=eth0'
	echo 'dhcp-range=10.9.0.0,static,255.255.255.0'
	echo 'dhcp-option=3,10.9.0.254'
	echo 'dhcp-match=set:efi,option:client-arch,7'
	echo 'dhcp-userclass=set:ipxe,iPXE'
	while read -r _ rule; do
		n=$((n + 1))
		rule=${rule//@/t$n}
		printf '%s\n' "${rule//;/$'\n'}"
		printf 'dhcp-host=52:54:00:12:35:%02x,10.9.0.%d,set:h%d\n' "$n" $((n + 100)) "$n"
		echo "tag-if=set:yes,tag:t$n,tag:h$n"
	done < <(rules)
	echo 'dhcp-boot=tag:yes,rescue/yes'
	echo 'dhcp-boot=rescue/no'
}

# all_hold: what the server says for each host is as its rule says.
all_hold() {
	local n=0 yes rule said
	while read -r yes rule; do
		n=$((n + 1))
		said=$(server_says "$(printf '52:54:00:12:35:%02x' "$n")" --option '175:16 01 01')
		[ "$said" = "$yes" ] || {
			echo "$rule: wanted $yes, got $said"
			return 1
		}
	done < <(rules)
}

@test "each rule gives a tag to whom it does in dnsmasq" {
	setup_root
	: >"$dir/root/rescue/yes"
	: >"$dir/root/rescue/no"
	chmod 644 "$dir/root/rescue/"*
	rules_file >"$dir/dnsmasq.conf"
	import_hosts "$dir/dnsmasq.conf" >"$dir/imported" 2>"$dir/said" || :
	cat "$dir/imported" "$dir/said"
	map <"$dir/imported"
	serve_both
	all_hold
}

@test "each rule is what the table has it, and dnsmasq says so itself" {
	rules_file >"$dir/dnsmasq.conf"
	dnsmasq_starts "$dir/dnsmasq.conf" 'DHCP, static leases only'
	all_hold
}

# What comes of each file is in lines/dnsmasq/NAME: the lines of clients(5), then what is
# named. LINES=write writes them anew.
@test "each file gives its lines, and names what is named" {
	local file name n=0 wrong=0
	for file in "$fixtures"/../lines/dnsmasq/*; do
		name=${file##*/}
		(cd "$fixtures" && "$compile" -v -r /srv/tftp import-hosts "$name.conf") \
		    >"$dir/out" 2>"$dir/err" || [ $? = 1 ]
		cat "$dir/err" >>"$dir/out"
		[ "${LINES-}" != write ] || cp "$dir/out" "$file"
		diff -u "$file" "$dir/out" || wrong=$((wrong + 1))
		n=$((n + 1))
	done
	[ "$wrong" = 0 ] && [ "$n" -ge 28 ]
}

@test "a file of hosts, and machines with several cards" {
	printf '%s\n' "# all" "set:x,$WEB1,web1,10.9.0.21" "$WEB2,10.9.0.22,web2,1h" |
	    import_hosts - >"$dir/out"
	cmp "$dir/out" - <<-END
		$WEB1 web1 ip=10.9.0.21
		$WEB2 web2 lease=1h ip=10.9.0.22
	END
	echo "$WEB1,$WEB2,web1,10.9.0.21" >"$dir/theirs"
	run -0 --separate-stderr import_hosts "$dir/theirs"
	[ "$output" = "$WEB1 web1 ip=10.9.0.21"$'\n'"$WEB2 web1" ]
	[ "${stderr_lines[0]}" = "$dir/theirs:1: warning: 10.9.0.21 goes to the first of 2 cards only" ]
}

@test "what has no word, and what cannot be known, is named" {
	names 1 'dhcp-range stays with a DHCP server: only ip= is lent' \
	    1 "router is dnsmasq's own address, unless dhcp-option=3 names another" \
	    1 "dns is dnsmasq's own address, unless dhcp-option=6 names another" \
	    2 'dhcp-range is of IPv6' \
	    3 'id:01:02 is a client id: write its MAC address' \
	    5 "10.9.0.21 is of a client that has another line" \
	    6 'dhcp-relay has no word in clients(5)' \
	    7 '/etc/dnsmasq.d is another file: give them one after the other' \
	    8 'hosts is another file: give them one after the other' \
	    9 'option:root-path has no word in clients(5)' \
	    10 '210 has no word in clients(5)' \
	    12 'dhcp-circuitid has no word in clients(5): those clients are told what others are' \
	    14 'bootserver is a name: write its address' \
	    15 'infinite is not a lease time of clients(5)' <<-END
		dhcp-range=10.9.0.50,10.9.0.150,255.255.255.0
		dhcp-range=fd00::1,fd00::9
		dhcp-host=id:01:02,web9
		dhcp-host=$WEB1,10.9.0.20,1h
		dhcp-host=$WEB2,10.9.0.21
		dhcp-relay=10.9.0.1,10.9.0.2
		conf-dir=/etc/dnsmasq.d,*.conf
		dhcp-hostsfile=hosts
		dhcp-option=option:root-path,10.9.0.1:/srv/nfs
		dhcp-option-force=210,/pxelinux/
		dhcp-option=option:domain-name,example.org
		dhcp-circuitid=set:port,01:02
		dhcp-ignore=tag:port
		dhcp-boot=x/pxelinux.0,,bootserver
		dhcp-host=$WEB2,10.9.0.22,infinite
		address=/example.org/10.9.0.1
		domain-needed
	END
	# Nobody knows here on which interface a client is.
	names 1 'eth1 is a tag that nothing gives here: is it an interface'"'s name?" \
	    1 'eth1 is a tag that is not known here: it is taken as not matching' \
	    1 'no kind of firmware is told this boot file' \
	    2 'lan is a tag that nothing gives here: is it an interface'"'s name?" \
	    2 '!lan is a tag that is not known here: it is taken as not matching' <<-END
		dhcp-boot=tag:eth1,x/pxelinux.0
		dhcp-ignore=!lan
	END
	# What a star stands for may be in another file. Elsewhere it is a letter.
	names 1 '/etc/dnsmasq.d is another file: give them one after the other' \
	    3 'x is a tag that is not known here: it is taken as not matching' \
	    3 'no kind of firmware is told this boot file' <<-END
		conf-dir=/etc/dnsmasq.d
		tag-if=set:x,tag:!e*
		dhcp-boot=tag:x,x/pxelinux.0
	END
	names 2 'no kind of firmware is told this boot file' <<-END
		dhcp-match=set:efi,option:client-arch,7
		dhcp-boot=tag:ef*,x/pxelinux.0
	END
}

# refused: lines that dnsmasq does not start with.
refused() {
	cat <<-'END'
		dhcp-bot=x
		dhcp-boot=tag:x
		dhcp-boot="x
		domain-needed=yes
		dhcp-boot
		dhcp-match=set:x,set:y,93,7
		dhcp-match=93,7
		dhcp-match=set:x,encap:175,16
		dhcp-match=set:x,93,7,9
		dhcp-option=option:no-such-thing,1
		dhcp-option=3,"10.9.0.1"
		dhcp-option=option:lease-time,3600
		dhcp-userclass=set:x,a,b
		dhcp-mac=set:x,52:54:zz
		dhcp-host=52:54:zz,web1
		dhcp-range=10.9.0.1
		dhcp-range=10.9.0.1,10.9.1.1,255.255.255.0
		dhcp-range=set:x,set:y,10.9.0.1,10.9.0.2
		dhcp-range=10.9.0.1,10.9.0.2,255.255.255.0,10.9.0.255,1h,2h
		pxe-service=x86PC
		pxe-service=x64,"text",file
		tag-if=tag:x
		tag-if=set:x,net:y
	END
}

@test "a line that dnsmasq refuses is named" {
	local line
	while read -r line; do
		echo "$line"
		echo "$line" >"$dir/dnsmasq.conf"
		run -1 "$top/.cache/bin/dnsmasq" --test --conf-file="$dir/dnsmasq.conf"
		printf '%s\n' 'port=53' "$line" >"$dir/theirs"
		run -1 import_hosts "$dir/theirs"
		[[ $output = *"$dir/theirs:2: not translated: "* ]]
	done < <(refused)
}

@test "a number that would wrap to a smaller one is named" {
	local line
	for line in 'dhcp-option=4294967299,10.9.0.254' 'dhcp-option=encap:4294967471,5,x' \
	    'pxe-service=4294967296,Boot,x' 'pxe-service=x86PC,Boot,4294967297'; do
		echo "$line"
		printf '%s\n' 'port=53' "$line" >"$dir/theirs"
		run -1 import_hosts "$dir/theirs"
		[[ $output = *"$dir/theirs:2: not translated: "* ]]
		[[ $output = *' knows'* || $output = *'larger than 65535'* ]]
	done
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
	# It may be lent an address there, and is told no file.
	grep -qE "^$WEB3 - bios=- x64=- .*ipxe=-" "$dir/back"
	grep -qE "^b8:27:eb:\* - boot=rescue bios=/rescue/pxelinux.0" "$dir/back"
	grep -qE "^net 10.9.0.0/24 - router=10.9.0.254 lease=1h$" "$dir/back"
	# Its name says nothing of tftpd's rendering it: a file is looked for.
	: >"$dir/root/boot.ipxe"
	chmod 644 "$dir/root/boot.ipxe"
	map <"$dir/back"
}

@test "a menu that begins with local boot, and no file, is local" {
	setup_root
	cat >"$dir/theirs" <<-END
		dhcp-range=10.9.0.0,static,255.255.255.0
		dhcp-host=$WEB1,web1,10.9.0.21,set:disk
		dhcp-host=$WEB2,web2,10.9.0.22
		pxe-service=tag:disk,x86PC,"Boot the disk",0
		pxe-service=tag:disk,X86-64_EFI,"Boot the disk",0
		pxe-service=tag:!disk,x86PC,"Install",$BIOS
		dhcp-option=3
		dhcp-option=6
	END
	import_hosts "$dir/theirs" >"$dir/back"
	cat "$dir/back"
	grep -qE "^$WEB1 web1 local ip=10.9.0.21$" "$dir/back"
	grep -qE "^$WEB2 web2 .*ip=10.9.0.22$" "$dir/back"
	run ! grep -q "^$WEB2.* local" "$dir/back"
	run ! grep -q '^net.* local' "$dir/back"
	map <"$dir/back"
	# Where one of its kinds of firmware is told a file, it boots that.
	sed "s|X86-64_EFI,.*|X86-64_EFI,\"Disk\",0\npxe-service=tag:disk,BC_EFI,Boot,x.efi\npxe-service=tag:disk,BC_EFI,Other,y.efi|" "$dir/theirs" >"$dir/more"
	import_hosts "$dir/more" >"$dir/back" || :
	cat "$dir/back"
	run ! grep -q local "$dir/back"
	# On some nets only: no line says so.
	cat >"$dir/nets" <<-END
		dhcp-range=set:a,10.9.0.0,proxy,255.255.255.0
		dhcp-range=set:b,10.8.0.0,proxy,255.255.255.0
		pxe-service=tag:a,x86PC,"Boot the disk",0
	END
	run import_hosts "$dir/nets"
	[[ $output = *'local boot is told on some nets only'* ]]
}

# The words in option 43 are all that a Pi wants: it asks for files of its own names.
@test "a menu of a Raspberry Pi is not local boot, and is named" {
	local pi='"Raspberry Pi Boot   " is what a Raspberry Pi looks for: an image with rpi= says it here'
	names 2 "$pi" <<-'END'
		dhcp-range=10.9.0.0,proxy
		pxe-service=0,"Raspberry Pi Boot   "
	END
	[[ $output != *local* ]]
}

@test "a text is named as the file has it, but for what a terminal would obey" {
	local reason="is not a name: only letters, digits, '.', '_' and '-'"
	names 1 '"Ask a server" is a boot server that a ROM looks for by number' \
	    2 "\"a host\" $reason" \
	    2 'x\wdsnbp.com is not a path: it has a blank, a comma, a quote or one of \ $ ; { }' \
	    3 "\"\033[1m b\344\" $reason" <<-END
		pxe-service=x86PC,"Ask a server",15
		dhcp-boot=x\wdsnbp.com,"a host"
		dhcp-host=$WEB1,"\e[1m b"$(printf '\344')
	END
}

# chain RULES PREFIXES: each tag gives the next one; a prefix and a boot file for each.
chain() {
	awk -v rules="$1" -v prefixes="$2" 'BEGIN {
		print "dhcp-range=10.9.0.0,static,255.255.255.0"
		for (n = 0; n < rules; n++)
			printf "tag-if=set:t%d,tag:t%d\n", n + 1, n
		for (n = 0; n < prefixes; n++)
			printf "dhcp-boot=tag:t%d,i/%d.0\ndhcp-mac=set:t%d,02:00:00:%02x:%02x:*\n",
			    n, n, n, n / 256, n % 256
	}'
}

# impatient: $compile gives up after a hundredth of the work.
impatient() {
	# make sees the object of one file missing, in a copy of the others.
	(cd "$top" && tar c --exclude 'mkbootroot/mkbootroot' Makefile lib tftpd httpd dhcp-helper mkbootroot) |
	    tar x -C "$dir"
	rm "$dir/mkbootroot/foreign/importednote.o"
	make -s -C "$dir" CFLAGS='-O2 -DWORK_MAX=30000000ULL' mkbootroot/mkbootroot
	compile=$dir/mkbootroot/mkbootroot
}

@test "a client may have hundreds of tags; what would take minutes is refused" {
	chain 300 300 >"$dir/theirs"
	echo 'dhcp-boot=tag:t300,last/pxelinux.0' >>"$dir/theirs"
	run -1 --separate-stderr import_hosts "$dir/theirs"
	[ "$(grep -c '^02:00:00:.* - boot=last bios=/last/pxelinux.0$' <<<"$output")" = 300 ]
	# To find that it is too much takes half a minute. Here a program that is built
	# to have a hundredth of that patience finds it; it still takes the one above.
	# WHOLE=1: the program itself, with ten times as many (make nightly).
	[ "${WHOLE-}" = 1 ] || impatient
	run -1 --separate-stderr import_hosts "$dir/theirs"
	[ "$(grep -c '^02:00:00:.* - boot=last bios=/last/pxelinux.0$' <<<"$output")" = 300 ]
	local many=1200
	[ "${WHOLE-}" != 1 ] || many=12000
	chain $many $many >"$dir/theirs"
	run -1 --separate-stderr import_hosts "$dir/theirs"
	[ -z "$output" ]
	[ "$stderr" = "mkbootroot: cannot import $dir/theirs: it has too many clients, nets and conditions together" ]
}

@test "a second router and a fifth name server are named" {
	cat >"$dir/theirs" <<-END
		dhcp-range=10.9.0.10,10.9.0.20,255.255.255.0
		dhcp-option=3,10.9.0.254,10.9.0.253
		dhcp-option=6,10.9.0.1,10.9.0.2,10.9.0.3,10.9.0.4,10.9.0.5
		dhcp-host=$WEB1,web1,10.9.0.21
	END
	run -1 --separate-stderr import_hosts "$dir/theirs"
	[[ $output = *'net 10.9.0.0/24 - router=10.9.0.254'* ]]
	[[ $stderr = *'theirs:2: not translated: 10.9.0.253 is a second router'* ]]
	[[ $stderr = *'theirs:3: not translated: 10.9.0.5 is a fifth name server'* ]]
}
