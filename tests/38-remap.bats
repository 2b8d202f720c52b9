#!/usr/bin/env bats
# remap lines: names that are rewritten or refused before a file is looked
# for. The wire and explain agree.

bats_require_minimum_version 1.5.0
load tftpd
load mkbootroot

setup() {
	sender_begin
	mkdir -p "$root/boot" "$root/up"
	echo bcd >"$root/boot/bcd"
	echo default >"$root/boot/default"
	chmod -R a+rX "$root"
	chmod 777 "$root/up"
}

# bad LINE MISTAKE
bad() {
	printf '%s\n' "$1" >"$dir/clients"
	run -1 mkbootroot -f "$dir/clients"
	echo "$output"
	[ "$output" = "$dir/clients:1: $2" ]
}

# named NAME [NEW]: explain says what the rules make of the name.
named() {
	run mkbootroot explain 1:2:3:4:5:6 arch=bios file="$1"
	local made
	made=$(grep '^  remap' <<<"$output" | tail -n 1 | sed 's/.*: //')
	[ "$made" = "${2-}" ] || {
		echo "$1: got $made, want ${2-}"
		echo "$output" | tail -n 5
		return 1
	}
}

# sends NAME PATH: the wire and explain agree on this file.
sends() {
	NAME=$1 FILE=$root/$2 raw <<-'END'
		import os
		equal(Client().fetch(os.environ["NAME"]), open(os.environ["FILE"], "rb").read())
	END
	run mkbootroot explain 1:2:3:4:5:6 arch=bios file="$1"
	[[ ${lines[-1]} = "  sent: $2, "* ]]
}

# refuses NAME REASON
refuses() {
	NAME=$1 raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		c.expect_error(2)
	END
	logged "^refused file=.* reason=$2\$"
	run mkbootroot explain 1:2:3:4:5:6 arch=bios file="$1"
	[[ ${lines[-1]} = "  error 2: $2" ]]
}

@test "patterns match what regular expressions would, and the same groups" {
	cc -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" -g -fsanitize=address,undefined \
	    -fno-sanitize-recover -o "$dir/match" "$top/tests/pattern_match.c" "$top/lib/map/pattern.c"
	for seed in 1 2; do
		run -0 python3 "$top/tests/pattern_random.py" "$dir/match" "$seed"
		echo "$output"
	done
	# What mkbootroot refuses does not read past its end either.
	run -0 "$dir/match" <<<$'0\t[\t[\n0\t[^\tx\n0\t[]\t]\n0\t))((\tx\n0\t***********\tabc\n0\t((((((((((a))))))))))\ta\n0\t^$\t\n0\t[a-\ta'
	[ "${lines[0]}" = '0-1 bad' ]
	[ "${lines[6]}" = '0-0 ' ]
}

@test "the first match is replaced, all of them, groups, and case" {
	map 'remap - from=^/tftpboot/ to=' \
	    'remap - from=^[a-z]: to= nocase' \
	    'remap - from=\ to=/ all' \
	    'remap - from=// to=/ all' \
	    'remap - from=# to=@ all' \
	    'remap - from=^pxelinux.cfg/01-(*)$ to=hosts/$U$1$E/c$1' \
	    'remap - from=^old/(*)/(?*)[.]0$ to=$2/$1-$0$$' \
	    'remap - from=^SHOUT/* to=$L$0 last' \
	    'remap - from=BOOT to=never'
	named hello ''
	named /tftpboot/hello hello
	named x/tftpboot/hello ''
	named 'C:\a\\b\\\c.txt' /a/b/c.txt
	named 'a#b##c' 'a@b@@c'
	named pxelinux.cfg/01-aa-bb hosts/AA-BB/caa-bb
	named old/a/b/c.0 'c/a/b-old/a/b/c.0$'
	named SHOUT/Boot shout/boot
	named x/BOOT/BOOT x/never/BOOT
	# dump gives the same map.
	mkbootroot dump >"$dir/dumped"
	grep -q '^remap               - from="\\\\" to=/ all$' "$dir/dumped"
	grep -q '^remap               - from=^/tftpboot/ to=""$' "$dir/dumped"
	cp "$dir/clients.cdb" "$dir/old.cdb"
	mkbootroot -q -f "$dir/dumped"
	cmp "$dir/clients.cdb" "$dir/old.cdb"
	# And the file is as clients.cdb(5) says.
	run -0 python3 "$top/tests/fixtures/read_map.py" "$dir/clients.cdb"
	[[ $output = *'R00 22 23'*'R02 22 23 24'* ]]
}

@test "a rule with all and $ is repeated at the new end of the name" {
	map 'remap - from=[^a-zA-Z0-9]$ to= all' 'remap - from=yy$ to=y all'
	named 'hello!?.' hello
	named 'ab.c!.!' ab.c
	named 'ayyyy' ay
	named 'hello' ''
}

@test "tftpd sends the file of the new name, and its log has both" {
	map 'remap - from=^/tftpboot/ to=/ last' \
	    'remap - from=^secret refuse' \
	    'remap - from=[.]pvt$ refuse nocase' \
	    'remap - from=^[/bhm] not refuse' \
	    'remap - from=^miss(*) to=boot/default'
	tftpd_start
	sends hello hello
	sends /tftpboot/hello hello
	logged '^sent file=hello asked=/tftpboot/hello client='
	sends missing boot/default
	refuses secret/x remap-refuses
	refuses boot/a.PVT remap-refuses
	refuses other/x remap-refuses
	sends /tftpboot/boot/bcd boot/bcd
}

@test "a new name is judged as one that came" {
	map 'remap - from=^up(*) to=../../etc/passwd$1' \
	    'remap - from=^folder to=boot/' \
	    'remap - from=^long(*)$ to=$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1' \
	    'remap - from=grow to=growgrow all'
	tftpd_start
	refuses up outside-the-boot-root
	refuses folder not-a-file
	refuses "long$(printf 'x%.0s' $(seq 400))" name-too-long
	refuses grow remap-without-end
	# A name that is refused anyway does not come to the rules.
	refuses up/../hello outside-the-boot-root
	sends hello hello
}

@test "a name that gives every rule much to do is refused, and costs little" {
	local rules=() i
	for i in $(seq 32); do
		rules+=('remap - from=a to=bb all' 'remap - from=bb to=a all')
	done
	map "${rules[@]}"
	tftpd_start
	# 150 replacements in a name of 400 bytes are within the bound.
	map 'remap - from=\ to=/ all'
	NAME=$(printf 'x\\%.0s' $(seq 150))$(printf 'x%.0s' $(seq 100)) raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		c.expect_error(1)
	END
	map "${rules[@]}"
	refuses "$(printf 'a%.0s' $(seq 400))" remap-without-end
	# No rule has too much to do, all of them together have.
	map "${rules[@]:0:10}"
	refuses "$(printf 'a%.0s' $(seq 100))" remap-without-end
	sends hello hello
}

@test "a name that the rules would be compared with for long is refused, a short one never" {
	local rules=() i
	for i in $(seq 64); do
		rules+=("remap - from=$(printf 'a%.0s' $(seq 254))b to=x all")
	done
	map "${rules[@]}"
	tftpd_start
	refuses "$(printf 'a%.0s' $(seq 2000))" remap-without-end
	refuses "$(printf 'a%.0s' $(seq 200))" remap-without-end
	NAME=$(printf 'a%.0s' $(seq 63)) raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		c.expect_error(1)
	END
	# At the beginning a pattern is compared once, whatever the name.
	map "${rules[@]/from=aa/from=^a}"
	NAME=$(printf 'a%.0s' $(seq 200)) raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		c.expect_error(1)
	END
}

@test "a name that is too long for the rules does not pass them by" {
	local long
	long=$(printf './%.0s' $(seq 1100))
	map 'remap - from=secret refuse'
	mkdir "$root/secret"
	echo secret >"$root/secret/x"
	chmod -R a+rX "$root"
	tftpd_start
	refuses secret/x remap-refuses
	refuses "${long}secret/x" name-too-long
	refuses "${long}hello" name-too-long
	# Without a rule it is as long as what it means.
	map 'default - ignore'
	sends "${long}hello" hello
}

@test "rules without an end, and names that want to be slow, end soon" {
	map 'remap - from=a to=a all' \
	    'remap - from=*b*b*b*b*b*b*b*b*c to=x' \
	    'remap - from=(*)(*)(*)(*)(*)(*)(*)(*)(*)d to=x nocase'
	tftpd_start
	refuses a remap-without-end
	NAME=$(printf 'b/%.0s' $(seq 240))b raw <<-'END'
		import os
		for _ in range(200):
		    c = Client()
		    c.ask(os.environ["NAME"])
		    c.expect_error(1)
	END
	# Twice the name takes twice the time, or less than it can be told: 64
	# rules of nine stars, a name of 2,000 bytes, 100 times.
	cc -O2 -std=c11 -D_GNU_SOURCE -I"$top" -I"$top/lib" -o "$dir/match" "$top/tests/pattern_match.c" "$top/lib/map/pattern.c"
	python3 - >"$dir/cases" <<-'END'
		for _ in range(6400):
		    print("0\t" + "b*" * 9 + "c\t" + "b" * 2000)
	END
	timeout 60 "$dir/match" <"$dir/cases" >"$dir/answers"
	[ "$(sort -u "$dir/answers")" = - ]
}

@test "get and put: a rule for reads, one for writes" {
	cache_needs tftp-hpa
	map 'remap - from=^(*)[.]img$ to=boot/default get' \
	    'remap - from=^([^.]*)[.]log$ to=$1.txt put'
	printf img >"$root/a.log"
	chmod a+r "$root/a.log"
	tftpd_start -w up
	sends x.img boot/default
	sends a.log a.log
	echo text >"$dir/text"
	(cd "$dir" && inside "$top/.cache/bin/tftp-hpa" -m octet 127.0.0.1 -c put text host.log)
	logged '^received file=up/host.txt asked=host.log '
	cmp "$root/up/host.txt" "$dir/text"
	(cd "$dir" && inside "$top/.cache/bin/tftp-hpa" -m octet 127.0.0.1 -c put text host.img)
	logged '^received file=up/host.img '
}

@test "64 rules, in their order; what makes no rule is a mistake" {
	local i rules=()
	for i in $(seq 1 63); do
		rules+=("remap - from=^n$i\$ to=n$((i + 1))")
	done
	map "${rules[@]}" 'remap - from=^n64$ to=hello'
	tftpd_start
	sends n1 hello
	printf '%s\n' "${rules[@]}" 'remap - from=a last' 'remap - from=b last' >"$dir/clients"
	run -1 mkbootroot -f "$dir/clients"
	echo "$output"
	[ "$output" = "$dir/clients:65: more than 64 remap lines" ]
	bad 'remap - to=x' 'remap needs from='
	bad 'remap - from=x' 'remap needs to=, refuse or last'
	bad 'remap x from=x last' 'x: only a client has a name, write -'
	bad 'remap - from=x to=y refuse' 'to= and refuse: a name is rewritten or refused'
	bad 'remap - from=x to=y not' 'to= and not: there is no match to rewrite'
	bad 'remap - from=x get put last' 'get and put: without either a rule is for both'
	bad 'remap - from=x all last' 'all without to=: there is nothing to repeat'
	bad 'remap - from=a*b to=y all' 'all wants a from= that is not empty and has no star'
	bad 'remap - from=^ to=y all' 'all wants a from= that is not empty and has no star'
	bad 'remap - from=[a to=y' 'from=[a has a [ without its ]'
	bad 'remap - from=(a to=y' 'from=(a has a ( without its )'
	bad 'remap - from=a) to=y' 'from=a) has a ) without its ('
	bad 'remap - from=(a) to=$2' 'to= names a group that from= has not'
	bad 'remap - from=a to=$x' 'to= has a $ that is none of $0 to $9, $U, $L, $E and $$'
	bad 'remap - from=a last last' 'last twice'
	bad 'remap - from=a from=b last' 'from= twice'
	bad 'remap - from= last' 'from= needs a value'
	bad 'remap - from=a last=x' 'last takes no value'
	bad 'remap - from=a boot=x' 'boot= does not belong to remap'
	bad 'remap - from=a server=10.9.0.1' 'server= does not belong to remap'
	bad 'default - from=a' 'from= does not belong to default'
	printf 'remap - from=%0256d last\n' 0 >"$dir/clients"
	run -1 mkbootroot -f "$dir/clients"
	[[ $output = *' is too long for a pattern, at most 255 bytes' ]]
	bad 'remap - from=********** last' 'from=********** has more than 9 stars'
	bad 'remap - from=()()()()()()()()()() last' 'from=()()()()()()()()()() has more than 9 groups'
}

# The warning of a wrap is the child's, and the name that was asked for is not.
@test "a renamed file above 65,534 blocks arrives, and its warning names both names" {
	mkdir -p "$root/img"
	truncate -s 33554432 "$root/img/big"
	map 'default - boot=img rpi=/img/big' 'remap - from=^old/ to='
	tftpd_start
	raw <<-'END'
		c = Client()
		c.ask("old/img/big")
		c.expect(data(1, bytes(512)))
		c.send(error(0, "enough"))
	END
	logged 'warning file=img/big asked=old/img/big .* blocks=65537 '
	logged 'aborted file=img/big asked=old/img/big .*said=enough'
}
