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
