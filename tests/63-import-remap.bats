#!/usr/bin/env bats
# import-remap: tftpd-hpa's own rules. What it makes of a name, ours makes of
# it as well; what cannot be said is named.

bats_require_minimum_version 1.5.0
load tftpd

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" "$@"
}

# hpa NAME...: what the real tftpd-hpa makes of each, with the rules; its log
# says so.
hpa() {
	cache_needs tftpd-hpa
	: >"$dir/syslog"
	behind "$top/.cache/bin/busybox" syslogd -n -O "$dir/syslog"
	local syslogd=$pid
	wait_for 60 test -S /dev/log
	behind "$top/.cache/bin/tftpd-hpa" -L -4 -v -v -v -a :6969 -u root -c -s -m "$dir/rules" "$root"
	local server=$pid
	wait_for 60 hpa_listens
	inside python3 - "$dir/syslog" "$@" <<-'END'
		import re
		import socket
		import sys
		import time
		def new_line(at):
		    end = time.monotonic() + 60
		    while time.monotonic() < end:
		        text = open(sys.argv[1]).read()[at:]
		        m = re.search(r"RRQ from \S+ filename (?!first\b)(.*)\n", text)
		        if m:
		            return m.group(1)
		        time.sleep(0.01)
		    sys.exit("tftpd-hpa logged nothing")
		def ask(name, seconds):
		    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		    s.settimeout(seconds)
		    s.sendto(b"\0\1" + name.encode() + b"\0octet\0", ("127.0.0.1", 6969))
		    return s.recvfrom(600)[0]
		# One version loses the first request that it gets.
		for n in range(60):
		    try:
		        ask("first", 1)
		        break
		    except socket.timeout:
		        continue
		for name in sys.argv[2:]:
		    at = len(open(sys.argv[1]).read())
		    answer = ask(name, 60)
		    if answer[:4] == b"\0\5\0\2":
		        print("refused")
		        continue
		    m = re.search(r"remapped to (.*)$", new_line(at))
		    print(m.group(1) if m else name)
	END
	kill "$server" "$syslogd"
}

hpa_listens() {
	port_is_open udp 6969
}

# ours NAME...: the same of our rules.
ours() {
	mkbootroot import-remap "$dir/rules" >"$dir/clients"
	mkbootroot -q -f "$dir/clients"
	local name made
	for name; do
		run mkbootroot explain 1:2:3:4:5:6 arch=bios file="$name"
		made=$(grep '^  remap' <<<"$output" | tail -n 1)
		case $made in
		'') echo "$name" ;;
		*': remap-refuses') echo refused ;;
		*) echo "${made##*: }" ;;
		esac
	done
}

# same NAME...: with the rules on standard input.
same() {
	cat >"$dir/rules"
	hpa "$@" >"$dir/theirs"
	ours "$@" >"$dir/ours"
	paste <(printf '%s\n' "$@") "$dir/theirs" "$dir/ours"
	[ "$(wc -l <"$dir/theirs")" = $# ]
	cmp "$dir/theirs" "$dir/ours"
}

# imported RULE LINE...: these lines and no other.
imported() {
	run -0 --separate-stderr mkbootroot import-remap - <<<"$1"
	[ "$output" = "$(printf '%s\n' "${@:2}")" ] || {
		echo "$output"
		return 1
	}
	printf '%s\n' "$output" >"$dir/clients"
	mkbootroot -q -f "$dir/clients"
}

# named RULE REASON
named() {
	run -1 mkbootroot import-remap - <<<"$1"
	[ "$output" = "stdin:1: not translated: the rule $2" ] || {
		echo "$1: $output"
		return 1
	}
}

@test "the sample rules of tftpd-hpa's package: both make the same names" {
	cache_needs tftpd-hpa
	same 'C:/x/y' 'C:\boot\bcd' 'a#b##c' 'ok/x' '/x/./ab/y' hello /hello \
	    /x.pvt /x.pvtx ok/a.pvt '\\\\a\b' 'a/bc/d' \
	    <"$top/.cache/tftpd-hpa/usr/share/doc/tftpd-hpa/examples/sample.rules"
}

@test "rules as they are in use: both make the same names" {
	same /tftpboot/x x/tftpboot/y pxelinux.cfg/01-aa-bb-cc pxelinux.cfg/default \
	    BOOT/x/y.EFI a/b/c.img xboot1e.exex boot1e.exe Boot/1E.exe /a/b/c/d \
	    'sp ace' pxe.0 lpxe.0 pxeX0 deadbeef /deadbeef 123 'a$b' 'a*b' <<-'END'
		# a comment
		r  ^/tftpboot/         # the prefix
		r  ^pxelinux\.cfg/01-(.+)$   hosts/\U\1\E.cfg
		ri ^boot/(.*)/(.*)$    \2/\1
		r  (boot1e.\.exe)      /boot/\1
		r  (.*)/(.*)\.img$     \2-\1-\0
		r  /b/.*               /all
		rg \                   _
		re ^pxe.0$             pxelinux.0
		r  [0-9a-f]{8}         <\0>
		rg [1-3]               n
		r  a\$b                dollar$
		r  a\*b                \L\0STAR\Ux
	END
}

@test "rules that end, refuse, and are for reads: both make the same names" {
	same ok/1 also/1 other/1 OTHER/x no/1 1/x secret x/secret put get <<-'END'
		e  ^ok/|^also/
		ri ^other  OTHER
		a  ^no/|secret$
		rP ^put  never
		rG ^get  got
		a~i ^[a-z]
	END
}

# Their cases come first: what was once not the same.
@test "random rules and names: both make the same of 1,300 names, and of every case that was a fault" {
	cache_needs tftpd-hpa
	(cd "$top" && "${CC:-cc}" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -I. -Ilib -O1 \
	    -o "$dir/remap_names" tests/remap_names.c lib/*/*.o -lseccomp -lbsd -lcdb)
	run inside python3 "$top/tests/remap_random.py" 7 110 12 "$top/.cache/bin/tftpd-hpa" \
	    "$top/mkbootroot/mkbootroot" "$dir/remap_names" "$top"/tests/fixtures/remap/*.rules
	echo "$output"
	[ "$status" = 0 ]
	[[ $output =~ ^1[3-5][0-9][0-9]\ names,.*\ 0\ differ$ ]]
}

@test "each kind of rule becomes the line that means it" {
	imported 'ri ^[a-z]:' 'remap - from=^[a-z]: to="" nocase'
	imported 'rg \\ /' 'remap - from="\\" to=/ all'
	imported 'r a(.*)b\$ \1' 'remap - from=a(*)b[$] to=$1'
	imported 'rg \# @' 'remap - from=# to=@ all'
	imported 'r a$ \\\$x\0$' 'remap - from=a$ to="\\$$x$0$$"'
	imported 'r a\ b c\ d' 'remap - from="a b" to="c d"'
	imported 'r "x" "y"' 'remap - from="\"x\"" to="\"y\""'
	imported 'r x{3} y' 'remap - from=xxx to=y'
	imported 'e a|b' 'remap - from=a last' 'remap - from=b last'
	imported 'aG~ ^/' 'remap - from=^/ not refuse get'
	imported 'arP x y' 'remap - from=x refuse put'
	imported 're x' 'remap - from=x to="" last'
	imported $'\t # nothing\n\n  r a b' 'remap - from=a to=b'
	imported $'r a b\r' 'remap - from=a to=b'
	# A group that is not there is empty.
	imported 'r a(b) \2x\1' 'remap - from=a(b) to=x$1'
	# Anchors in the outermost groups.
	imported 'r ^(^/) x' 'remap - from=^(/) to=x'
	imported 'r (^a)(b$) \2\1' 'remap - from=^(a)(b)$ to=$2$1'
	imported 'r (\^a) \1' 'remap - from=(^a) to=$1'
	# Groups that only keep what is before and behind the match.
	imported 'rg (.*)X$ \1' 'remap - from=X$ to="" all'
	imported 'rg (.*)(b)c$ \1\2\2' 'remap - from=(b)c$ to=$1$1 all'
	imported 'rg ^(.*)\\(.*)$ \1/\2' 'remap - from="\\" to=/ all'
	imported 'rg //(.*) /\1' 'remap - from=// to=/ all'
	imported 'rg a(b)(.*)$ \1\2' 'remap - from=a(b) to=$1 all'
}

@test "every rule that cannot be said is named, with its line, and no line of it is written" {
	named 'r [0-9]+ x' 'repeats more than a dot'
	named 'r /* /' 'repeats more than a dot'
	named 'r (ab)* x' 'repeats a group'
	named 'r a{2,3} x' 'repeats with a range'
	named 'r .** x' 'repeats what is repeated'
	named 'r *a x' 'repeats nothing'
	named 'r (a|b) x' 'has alternatives'
	named 'r a|b x' 'has alternatives'
	named 'a~ a|b' 'has alternatives'
	named 'a a|(b|c)' 'has alternatives'
	named 'r a^b x' 'has an anchor inside'
	named 'r (a^b) x' 'has an anchor inside'
	named 'r a$b x' 'has an anchor inside'
	named 'r [[:digit:]] x' 'has a named class in its brackets'
	named 'r \w x' 'has an escape that is no plain character'
	named 'r (a)\1 x' 'has an escape that is no plain character'
	named 'r [a x' 'is no regular expression: it ends too soon'
	named 'r (a x' 'has a ( without its )'
	named 'r a) x' 'has a ) without its ('
	named 'r \^a x' 'begins with a ^ that stands for itself'
	named 'rs a b' 'starts over from the first rule (s)'
	named 'r4 a b' 'is for IPv4 or IPv6 only (4, 6)'
	named 'r6 a b' 'is for IPv4 or IPv6 only (4, 6)'
	named 'r~ a b' 'has ~ and r, which tftpd-hpa refuses'
	named 'rGP a b' 'is for no request: it has G and P'
	named 'z a b' 'has an operation that tftpd-hpa does not know'
	named 'i a b' 'does nothing: it has neither r, a nor e'
	named 'r' 'has no regular expression'
	named 'r a \x' "has the client's address in the name (\\i, \\x): a folder for each client is an image, boot="
	named 'rg a.* b' 'repeats (g) what has no fixed length'
	# What is last with a group of its own is not what is first without.
	named 'rg (.*)aba \1x' 'repeats (g) what has no fixed length'
	named 'rg (.*)([ab]) \1\2c' 'repeats (g) what has no fixed length'
	named 'rg (.*)a \1\0' 'repeats (g) what has no fixed length'
	named 'rg (.*)a$ \1\1' 'repeats (g) what has no fixed length'
	named 'rg a(.*)$ \Ub\1' 'repeats (g) what has no fixed length'
	named 'rg (.*)\^ \1x' 'repeats (g) what has no fixed length'
	named $'r a\001 b' 'has a control character'
	named "r $(printf 'a%.0s' $(seq 300)) b" 'is too long for a pattern, at most 255 bytes'
	named "r $(printf 'a%.0s' $(seq 3000)) b" 'is too long for a pattern'
	# Of several, each; the others are written.
	printf '%s\n' 'r a b' 'r (c|d) e' 'rs x y' 'r f g' >"$dir/rules"
	run -1 --separate-stderr mkbootroot import-remap "$dir/rules"
	[ "$output" = $'remap - from=a to=b\nremap - from=f to=g' ]
	[ "$stderr" = "$dir/rules:2: not translated: the rule has alternatives
$dir/rules:3: not translated: the rule starts over from the first rule (s)" ]
	# 64, and then no more.
	printf 'r a%d b\n' $(seq 66) >"$dir/rules"
	run -1 --separate-stderr mkbootroot import-remap "$dir/rules"
	[ "${#lines[@]}" = 64 ]
	[ "$stderr" = "$dir/rules:65: the map has room for 64 rules
$dir/rules:66: the map has room for 64 rules" ]
	run -1 mkbootroot import-remap "$dir/missing"
	[ "$output" = "mkbootroot: cannot read $dir/missing: No such file or directory" ]
}
