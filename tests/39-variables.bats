#!/usr/bin/env bats
# Variables: what each stands for in args=, a preseed and a URL, for every loader, by
# TFTP and by HTTP; who has not what one stands for; what is said of one that there is
# not. BOOTIF=. @done@: in every shell, and behind a late_command of a preseed's own.

bats_require_minimum_version 1.5.0
load tftpd
load httpd
load sees

MAC=52:54:00:12:34:56
DASHED=52-54-00-12-34-56

setup() {
	sender_begin
	mkdir -p "$root/image" "$dir/done"
	: >"$dir/done/.bootroot"
	chmod 777 "$dir/done"
	echo kernel >"$root/image/vmlinuz"
	echo initrd >"$root/image/initrd.img"
	chmod -R a+rX "$root"
}

mkbootroot() {
	(cd "$dir" && "$top/mkbootroot/mkbootroot" -f clients -m "$dir/clients.cdb" -r "$root" -D "$dir/done" "$@")
}

# args_of LANGUAGE CLIENT [WORD]: the words that the kernel gets, a line each, as the
# loader of that language takes its configuration apart.
args_of() {
	local name=pxelinux.cfg/default
	case $1 in
	grub) name=grub/grub.cfg ;;
	ipxe) name=boot.ipxe ;;
	esac
	mkbootroot explain "$2" "${3-file=}$name" >"$dir/explained"
	python3 -c '
import sys
sys.path.insert(0, sys.argv[2])
import config_reader
text = sys.stdin.read()
if sys.argv[1] == "pxelinux":
    commands = config_reader.pxelinux(text[text.index("DEFAULT "):])
    words = [rest.split() for word, rest in commands if word == "APPEND"][0]
elif sys.argv[1] == "grub":
    words = [c[2:] for c in config_reader.grub(text[text.index("linux "):]) if c[0] == "linux"][0]
else:
    words = [c[3:] for c in config_reader.ipxe(text[text.index("#!ipxe"):]) if c and c[0] == "kernel"][0]
print("\n".join(words))' "$1" "$top/tests" <"$dir/explained"
}

# command_of CLIENT: what say=@done@ is for it by TFTP.
command_of() {
	args_of pxelinux "$@" | sed -n 's/^say=//p'
}

# play: what the programs are for the shell that runs the command: functions, which
# come before a busybox's own. Each notes how it was called. One that is not in
# $there is not there; one of which $NAME_fails is N fails N times.
play() {
	cat >"$dir/play" <<-'END'
		played() (
			name=$1 times=0 IFS=' '
			case " $there " in *" $name "*) ;; *) exit 127 ;; esac
			while read -r word line; do
				[ "$word" != "$name" ] || times=$((times + 1))
			done <"$ran"
			echo "$*" >>"$ran"
			eval "[ $times -ge \${${name}_fails:-0} ]"
		)
		sleep() { played sleep "$@"; }
		wget() { played wget "$@"; }
		curl() { played curl "$@"; }
		tftp() { played tftp "$@"; }
		busybox() { played busybox "$@"; }
		# What it hands to another shell is run by this one.
		sh() (
			shift
			eval "$1"
		)
		eval "$1"
	END
}

# runs COMMAND [NAME=VALUE...]: by each shell that an installer may have, which all do
# the same. Prints what was run, and how it ended.
runs() {
	local shell status command=$1 ran=$dir/ran
	shift
	rm -f "$dir/first"
	for shell in dash 'bash --posix' "$cache/bin/busybox ash"; do
		: >"$ran"
		status=0
		# shellcheck disable=SC2086 # a list of words
		env ran="$ran" there='sleep wget curl tftp busybox' "$@" \
			$shell -c '. "$0"' "$dir/play" "$command" || status=$?
		echo "ends: $status" >>"$ran"
		[ -e "$dir/first" ] || cp "$ran" "$dir/first"
		cmp "$ran" "$dir/first" || {
			echo "$shell is another"
			return 99
		}
	done
	cat "$dir/first"
}

@test "@done@ in args= is one word for the kernel, whatever the loader" {
	local language
	map "$MAC web1 boot=image once args=\"console=ttyS0 say=@done@ ann@example.org a@@b @\"" \
		'1:2:3:4:5:6 web2 boot=image once http=yes args="console=ttyS0 say=@done@"'
	for language in pxelinux grub ipxe; do
		args_of "$language" web1 >"$dir/words"
		[ "$(sed '3d' "$dir/words" | xargs)" = "BOOTIF=01-$DASHED console=ttyS0 ann@example.org a@b @" ]
		[ "$(sed -n '3s/=.*//p' "$dir/words")" = say ]
		[ "$(sed -n '3s/^say=//p' "$dir/words")" = "$(command_of web1)" ]
		[ "$(args_of "$language" web2 | sed -n 's/^say=//p')" = "$(command_of web2)" ]
		[ "$(args_of "$language" web2 url=http://10.9.0.1/ | sed -n 's/^say=//p')" = "$(command_of web2)" ]
	done
	[[ $(command_of web1) != *["'\"\\ "]* ]]
}

@test "@done@ by TFTP runs tftp, curl or busybox, in each shell" {
	play
	map "$MAC web1 boot=image once args=\"say=@done@\""
	command=$(command_of web1)
	[ "$(runs "$command")" = "$(printf '%s\n' "tftp -g -l - -r done/01-$DASHED SERVER" 'ends: 0')" ]
	[ "$(runs "$command" there=curl)" = \
		"$(printf '%s\n' "curl -sgfo /dev/null tftp://SERVER/done/01-$DASHED" 'ends: 0')" ]
	[ "$(runs "$command" there=busybox)" = \
		"$(printf '%s\n' "busybox tftp -g -l - -r done/01-$DASHED SERVER" 'ends: 0')" ]
}

@test "@done@ by HTTP runs wget, curl or busybox, in each shell" {
	play
	map "$MAC web1 boot=image once http=yes args=\"say=@done@\"" \
		'1:2:3:4:5:6 web2 boot=image once http=https://h:8/a&b(c)/ args="say=@done@"'
	command=$(command_of web1)
	[ "$(runs "$command")" = \
		"$(printf '%s\n' "wget -q -O /dev/null http://SERVER/done/01-$DASHED" 'ends: 0')" ]
	[ "$(runs "$command" there=curl)" = \
		"$(printf '%s\n' "curl -sgfo /dev/null http://SERVER/done/01-$DASHED" 'ends: 0')" ]
	[ "$(runs "$command" there=busybox)" = \
		"$(printf '%s\n' "busybox wget -q -O /dev/null http://SERVER/done/01-$DASHED" 'ends: 0')" ]
	# Nothing of a URL is more than text to the shell.
	[ "$(runs "$(command_of web2)" there=curl)" = \
		"$(printf '%s\n' 'curl -sgfo /dev/null https://h:8/a%26b%28c%29/done/01-01-02-03-04-05-06' 'ends: 0')" ]
}

@test "@done@ asks a busy server again, and fails in the end" {
	play
	map "$MAC web1 boot=image once args=\"say=@done@\""
	command=$(command_of web1)
	[ "$(runs "$command" 'there=sleep tftp' tftp_fails=2 | cut -d ' ' -f 1,2 | xargs)" = \
		'tftp -g sleep 5 tftp -g sleep 5 tftp -g ends: 0' ]
	run -0 runs "$command" 'there=sleep tftp' tftp_fails=9
	[ "$(grep -c '^tftp ' <<<"$output")" = 4 ]
	[[ $output =~ 'ends: '[1-9] ]]
	run -0 runs "$command" there=sleep
	[[ $output =~ 'ends: '[1-9] ]]
}

@test "@done@ names a client without a card by its UUID, and does nothing without once or with once=sent" {
	mkdir -m 755 "$root/other"
	echo kernel >"$root/other/vmlinuz"
	map 'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=image once args="say=@done@"' \
		'1:2:3:4:5:6 always boot=image args="say=@done@"' \
		'1:2:3:4:5:7 sent boot=image once=sent args="say=@done@"' \
		'1:2:3:4:5:8 byimage boot=other args="say=@done@"' 'image other - once'
	[[ $(command_of r640) == *';'*'=done/4c4c4544-0042-4710-8057-b4c04f564432;'* ]]
	[ "$(command_of always)" = true ]
	[ "$(command_of sent)" = true ]
	[[ $(command_of byimage) == *=done/01-01-02-03-04-05-08* ]]
}

@test "another word between two @ is a mistake, and so is what grows too long" {
	local long many
	long=$(printf 'x%.0s' {1..1000})
	many=$(printf '@done@%.0s' {1..140})
	printf '%s\n' "$MAC a boot=image args=\"a=@dnoe@\"" \
		'1:2:3:4:5:7 c boot=image args="root@@x@y @1@ @a b@ ann@example.org"' >"$dir/clients"
	bad 'clients:1: args=a=@dnoe@ has the unknown variable @dnoe@: is it @done@?'
	printf '%s
' "$MAC a boot=image once args=\"$many\"" >"$dir/clients"
	bad 'clients:1: args= is too long once its variables are filled in'
	printf '%s\n' "$MAC a boot=image group=g args=\"$long @done@\"" "image image - args=\"$long\"" "group g - args=\"$long\"" >"$dir/clients"
	mkbootroot -q
}

# All of them, in words that each loader has to leave as they are.
ALL='n=@name@ i=@ip@ m=@mac@ d=@mac-@ u=@uuid@ s=@server@ h=@http@/x f=@image@live/x ds=nocloud;s=@answers@ q=@@@name@@@'
UUID=4c4c4544-0042-4710-8057-b4c04f564432

# stands_for NAME IP MAC UUID SERVER HTTP IMAGE: the words that ALL comes to, a line each.
stands_for() {
	local dashed=01-${3//:/-}
	printf '%s\n' "n=$1" "i=$2" "m=$3" "d=$dashed" "u=$4" "s=$5" "h=$6/x" "f=$6/$7/live/x" "ds=nocloud;s=$6/$dashed/" "q=@$1@"
}

# Each client with a line of the table: its name, its words, and what they come to.
@test "each variable in args= stands for what clients(5) says, for every loader, by TFTP and by HTTP" {
	local language name word
	printf '%s\n' "uuid:$UUID r640 boot=image ip=10.9.0.21 mac=$MAC http=yes" \
		"uuid:5${UUID#4} a boot=image ip=10.9.0.22 mac=1:2:3:4:5:6 http=http://h:8080/p/" \
		"uuid:6${UUID#4} b boot=image ip=10.9.1.23 mac=1:2:3:4:5:7" \
		'net 10.9.1.0/24 - http=yes server=10.9.1.1' "image image - args=\"$ALL\"" >"$dir/clients"
	mkbootroot -q
	stands_for r640 10.9.0.21 $MAC $UUID SERVER http://SERVER image >"$dir/want.r640"
	stands_for a 10.9.0.22 01:02:03:04:05:06 "5${UUID#4}" SERVER http://h:8080/p image >"$dir/want.a"
	stands_for b 10.9.1.23 01:02:03:04:05:07 "6${UUID#4}" 10.9.1.1 http://10.9.1.1 image >"$dir/want.b"
	for name in r640 a b; do
		for language in pxelinux grub ipxe; do
			for word in file= url=/; do
				args_of "$language" "$name" "$word" | sed 1d >"$dir/got"
				diff "$dir/want.$name" "$dir/got"
			done
		done
	done
	# explain shows both, and dump keeps the variables.
	run -0 mkbootroot explain a
	sees "  args=$ALL: from the image, clients:5" \
		"    the kernel gets: BOOTIF=01-01-02-03-04-05-06 $(xargs -d '\n' <"$dir/want.a")"
	mkbootroot dump >"$dir/dumped"
	grep -qF "args=\"$ALL\"" "$dir/dumped"
	cp "$dir/clients.cdb" "$dir/before"
	mkbootroot -q -f "$dir/dumped"
	cmp "$dir/before" "$dir/clients.cdb"
}

@test "tftpd fills variables with the address of the link, httpd with that of the request" {
	printf 'n @name@\nh @http@ @server@\na @answers@ @image@\n' >"$root/image/web.cfg"
	map "$MAC web1 boot=image http=yes preseed=web.cfg args=\"h=@http@ f=@image@x ds=nocloud;s=@answers@ s=@server@\""
	namespace_pc "$MAC"
	tftpd_start
	cat >"$dir/clients.py" <<-END
		def same(fetch, base):
		    words = ("BOOTIF=01-$DASHED", "priority=critical", "h=" + base, "f=" + base + "/image/x",
		        "ds=nocloud;s=" + base + "/01-$DASHED/", "s=10.9.0.1")
		    plain = " ".join(words).encode()
		    quoted = " ".join("'" + w + "'" for w in words).encode()
		    assert b"APPEND " + plain + b"\n" in fetch("pxelinux.cfg/01-$DASHED")
		    assert b" " + quoted + b"\n" in fetch("grub/grub.cfg")
		    assert b" initrd=initrd0 " + plain + b" || goto failed\n" in fetch("boot.ipxe")
		    text = "n web1\nh %s 10.9.0.1\na %s/01-$DASHED/ %s/image/\n" % (base, base, base)
		    assert fetch("preseed.cfg") == text.encode(), fetch("preseed.cfg")
		    assert text.encode() in fetch("image/initrd.img/01-$DASHED.preseed")
	END
	pc_raw <<-END
		exec(open("$dir/clients.py").read())
		same(lambda name: Client().fetch(name), "http://10.9.0.1")
	END
	# In a menu the image is that of the answers, and so is its http=.
	printf '%s\n' 'd-i a string @image@' >"$root/image/preseed.cfg"
	map "$MAC web1 boot=menu" 'image image - http=http://h:8/p'
	pc_raw <<-END
		assert Client().fetch("image/preseed.cfg") == b"d-i a string http://h:8/p/image/\n"
		assert b"http://h:8/p/image/" in Client().fetch("image/initrd.img/01-$DASHED.preseed")
	END
	rm "$root/image/preseed.cfg"
	map "$MAC web1 boot=image http=yes preseed=web.cfg args=\"h=@http@ f=@image@x ds=nocloud;s=@answers@ s=@server@\""
	httpd_start
	at_pc python3 -c '
import sys, urllib.request
exec(open(sys.argv[1]).read())
same(lambda name: urllib.request.urlopen("http://10.9.0.1/" + name).read(), "http://10.9.0.1")' "$dir/clients.py"
}

@test "a client that lacks what a variable stands for gets an error, and the log says why" {
	map 'default - boot=image args=m=@mac@' 'image image - quirk=no-bootif'
	tftpd_start
	raw <<-'END'
		c = Client()
		c.ask("pxelinux.cfg/default")
		c.expect_error(0)
	END
	logged 'file=pxelinux.cfg/default .*args= wants the MAC address, and it is not known'
	raw <<-'END'
		assert b"APPEND m=52:54:00:00:00:01\n" in Client().fetch("pxelinux.cfg/01-52-54-00-00-00-01")
	END
}

@test "variables in a URL of the map are filled when a client is told it" {
	map "$MAC web1 boot=image http=yes ip=10.9.0.21 ipxe=http://@server@/@name@/@mac-@.ipxe?@ip@ x64-ipxe=@image@\${buildarch}.ipxe x64-http=@http@/@@/@mac@.efi" \
		"uuid:$UUID r640 boot=image http=http://h:8/p ipxe=@http@/@uuid@ arm64-http=@image@a.efi" \
		'net 10.9.0.0/24 - server=10.9.0.9'
	run -0 mkbootroot explain web1 arch=bios stage=ipxe
	sees "  file           http://10.9.0.9/web1/01-$DASHED.ipxe?10.9.0.21"
	sees "  bios      iPXE  http://10.9.0.9/web1/01-$DASHED.ipxe?10.9.0.21: ipxe= of the map"
	run -0 mkbootroot explain web1 arch=x64 stage=ipxe
	sees '  file           http://10.9.0.9/image/${buildarch}.ipxe'
	run -0 mkbootroot explain web1 arch=x64-http
	sees "  file           http://10.9.0.9/@/$MAC.efi"
	run -0 mkbootroot explain r640 arch=x64 stage=ipxe
	sees "  file           http://h:8/p/$UUID"
	run -0 mkbootroot explain r640 arch=arm64-http
	sees '  file           http://h:8/p/image/a.efi'
	# What nobody has before it asks: a net without http=, of a client without ip=.
	map "1:2:3:4:5:* - boot=image ipxe=@http@/x.ipxe" 'net 10.9.0.0/24 - http=yes' 'net 10.8.0.0/24 - server=10.8.0.1'
	run -0 mkbootroot explain 1:2:3:4:5:6 arch=x64 stage=ipxe
	sees '  silence        url-without-value'
}

# One run: every variable in every place, for a client that has all and one that has
# nothing; the second one is a mistake wherever something is missing.
@test "a variable whose value the client's line does not give is a mistake of that line" {
	local v place line=0 what who n=0
	: >"$dir/clients"
	: >"$dir/want"
	# needs VARIABLE: what a line without a name, an address and http= lacks for it.
	needs() {
		case $1 in
		name) echo 'the line has no name' ;;
		ip) echo 'the line has no ip=' ;;
		mac | mac-) echo 'the line has no mac=' ;;
		uuid) echo 'the line does not begin with uuid:' ;;
		http | image | answers) echo "the line's clients have no http=" ;;
		esac
	}
	# one WORDS PLACE WHAT: a client's line, which says what; "": it is good.
	one() {
		line=$((line + 1))
		echo "$who $1" >>"$dir/clients"
		[ -z "$3" ] || echo "clients:$line: $2 has @$v@, and $3" >>"$dir/want"
	}
	# bare: a line that has nothing; without a MAC address, where that matters.
	bare() {
		who="02:00:00:00:01:$(printf '%02x' "$line") -"
		case $v in
		mac*) who="uuid:00000000-0000-0000-0000-$(printf '%012x' "$line") -" ;;
		esac
	}
	for v in name ip mac mac- uuid server http image answers 'done'; do
		n=$((n + 1))
		mkdir "$root/i$n"
		echo kernel >"$root/i$n/vmlinuz"
		what=$(needs "$v")
		bare
		one "boot=image args=a=@$v@" args= "$what"
		bare
		one "boot=i$n" "args= of image i$n" "$what"
		who="image i$n -"
		one "args=b=@$v@" '' ''
		# Who has all of it.
		who="uuid:10000000-0000-0000-0000-$(printf '%012x' "$line") full$n mac=02:00:00:00:02:$n ip=10.9.$n.1"
		one "http=yes boot=i$n args=@$v@" '' ''
		[ "$v" != 'done' ] || continue
		for place in ipxe x64-ipxe x64-http; do
			bare
			one "boot=image $place=http://h/@$v@" "$place=http://h/@$v@" "$what"
		done
	done
	chmod -R a+rX "$root"
	run -1 mkbootroot -q
	diff "$dir/want" - <<<"$output"
	# Everybody: who has no line has no name; an image that boots nothing is none.
	printf '%s\n' 'default - boot=image args="@name@ @mac@ @uuid@ @server@" ipxe=http://h/@ip@' \
		'1:2:3:4:5:6 a boot=menu http=yes args=@image@@ip@' \
		'1:2:3:4:5:7 b local ipxe=http://h/@name@' \
		'1:2:3:4:5:8 c boot=image preseed=p.cfg args=x ip=10.9.0.9 ipxe=-' \
		'net 10.9.0.0/16 - http=yes' 'net 10.9.0.0/24 - http=no' >"$dir/clients"
	printf 'a @http@\n@uuid@ @image@\n' >"$root/image/p.cfg"
	chmod a+r "$root/image/p.cfg"
	run -1 mkbootroot -q
	sees 'clients:1: ipxe=http://h/@ip@ has @ip@, and the line has no ip='
	[[ $output != *'clients:3:'* ]]
	sees "clients:4: preseed image/p.cfg:2: @uuid@, and the line does not begin with uuid:"
	sed -i '1s/ ipxe=.*//; s/preseed=p.cfg args=x/args=@http@/' "$dir/clients"
	run -1 mkbootroot -q
	sees 'clients:1: args= has @name@, and the line has no name' \
		'clients:1: args= has @uuid@, and the line does not begin with uuid:'
	sees 'clients:2: args= has @ip@, and the line has no ip='
	sees "clients:4: args= has @http@, and the line's clients have no http="
}

@test "an unknown variable, or one in a wrong place, is a mistake with a suggestion" {
	local all='@name@, @ip@, @mac@, @mac-@, @uuid@, @server@, @http@, @image@, @answers@ and @done@'
	printf '%s\n' '1:2:3:4:5:1 a boot=image args=@nmae@' '1:2:3:4:5:2 b boot=image args="a @unrelated@"' \
		'1:2:3:4:5:3 c boot=image ipxe=http://h/@mca@' '1:2:3:4:5:4 d boot=image x64-ipxe=http://h/@done@' \
		'1:2:3:4:5:5 e boot=image x64-http=@imgae@x' '1:2:3:4:5:6 f boot=image http=http://h/@mac@' \
		'1:2:3:4:5:7 g boot=image ipxe=/x/@mac@.ipxe' '1:2:3:4:5:8 h boot=image x64-http=http://h/@server@' \
		'1:2:3:4:5:9 i boot=image http=yes x64-http=@server@/x' >"$dir/clients"
	bad 'clients:1: args=@nmae@ has the unknown variable @nmae@: is it @name@?' \
		"clients:2: args=a\\040@unrelated@ has the unknown variable @unrelated@: there are $all, and @@ stands for one @" \
		'clients:3: ipxe=http://h/@mca@ has the unknown variable @mca@: is it @mac@?' \
		"clients:4: x64-ipxe=http://h/@done@ has the variable @done@, which does not belong here: there are ${all%, @answers*} and @answers@" \
		'clients:5: x64-http=@imgae@x has the unknown variable @imgae@: is it @image@?' \
		'clients:6: http=http://h/@mac@ has a variable, which http= cannot have' \
		'clients:7: ipxe=/x/@mac@.ipxe has a variable, which stands in a URL alone, such as @http@/@mac-@.ipxe' \
		'clients:9: x64-http=@server@/x has a variable, which stands in a URL alone, such as @http@/@mac-@.ipxe'
}

@test "BOOTIF= names the card that the map knows, or else that of the loader; not with wimboot, ipxe.lkrn or quirk=no-bootif" {
	local language where
	mkdir "$root/i"
	cp "$root/image/vmlinuz" "$root/i/ipxe.lkrn"
	cp "$root/image/vmlinuz" "$root/i/wimboot"
	chmod -R a+rX "$root"
	# Two cards of one machine; who is known by a UUID alone.
	map "$MAC web1 boot=image args=x" '1:2:3:4:5:6 web1 boot=image args=x' \
		"uuid:$UUID r640 boot=image args=\"x --- y\"" \
		'1:2:3:4:5:1 none boot=image quirk=no-bootif args=x' '1:2:3:4:5:2 own boot=image args="x BOOTIF=eth0"' \
		'1:2:3:4:5:3 lkrn boot=i kernel=ipxe.lkrn initrd=/image/initrd.img args=x' '1:2:3:4:5:4 wim boot=i kernel=wimboot initrd=/image/initrd.img args=x' \
		'1:2:3:4:5:5 menu boot=menu args=x' '1:2:3:4:5:7 near boot=image args=NOBOOTIF=x'
	for language in pxelinux grub ipxe; do
		[ "$(args_of $language $MAC | xargs)" = "BOOTIF=01-$DASHED x" ]
		[ "$(args_of $language 1:2:3:4:5:6 | xargs)" = 'BOOTIF=01-01-02-03-04-05-06 x' ]
		[ "$(args_of $language none)" = x ]
		[ "$(args_of $language own | xargs)" = 'x BOOTIF=eth0' ]
		[ "$(args_of $language lkrn)" = x ]
		[ "$(args_of $language menu | xargs)" = 'BOOTIF=01-01-02-03-04-05-05 x' ]
		[ "$(args_of $language near | xargs)" = 'BOOTIF=01-01-02-03-04-05-07 NOBOOTIF=x' ]
	done
	# iPXE alone starts it, and it needs no initrd= of its own.
	run -0 mkbootroot explain wim file=boot.ipxe
	sees 'kernel /i/wimboot x || goto failed'
	run -0 mkbootroot explain r640 file=pxelinux.cfg/default
	sees 'APPEND x --- y' 'IPAPPEND 2'
	run -0 mkbootroot explain r640 file=grub/grub.cfg
	sees "linux '/image/vmlinuz' \"BOOTIF=01-\$net_default_mac\" 'x' '---' 'y'"
	run -0 mkbootroot explain r640 file=boot.ipxe
	sees 'kernel /image/vmlinuz initrd=initrd0 BOOTIF=01-${netX/mac:hexhyp} x --- y || goto failed'
	sees "    the kernel gets: x --- y, and BOOTIF= of its loader's card"
	for where in 'image image - quirk=no-bootif' 'default - ignore quirk=no-bootif'; do
		map "$MAC web1 boot=image args=x" "$where"
		[ "$(args_of grub web1)" = x ]
	done
}

@test "filled args= that the kernel would cut are a warning, those that do not fit a mistake" {
	local most long name
	most=$(printf 'x%.0s' {1..1000})
	long=$(printf 'y%.0s' {1..1010})
	name=$(printf 'n%.0s' {1..63})
	# "BOOTIF=01-" and 17, a blank, 1000, a blank, 1010: 2039; and 8 more are all that fits.
	printf '%s\n' "$MAC a boot=image args=\"$long 1234567\"" "image image - args=$most" >"$dir/clients"
	run -0 mkbootroot
	[[ $output != *args=* ]]
	sed -i 's/1234567/12345678/' "$dir/clients"
	run -0 mkbootroot
	sees 'clients:1: warning: args= come to 2048 bytes, and Linux reads 2047: the rest is cut off'
	printf '%s\n' "$MAC $name boot=image args=\"$long @name@\"" '1:2:3:4:5:6 b boot=image args=x' \
		"image image - args=\"$most\"" >"$dir/clients"
	run -0 mkbootroot
	sees 'clients:1: warning: args= come to 2103 bytes, and Linux reads 2047: the rest is cut off'
	sed -i "s/$long @name@/$(printf '@name@%.0s' {1..60})/" "$dir/clients"
	bad 'clients:1: args= is too long once its variables are filled in'
	# Of an image, the client with the long name alone.
	printf '%s\n' "1:2:3:4:5:6 b boot=image args=$long" "$MAC $name boot=image args=$long" \
		"image image - args=\"${most:40} @name@\"" >"$dir/clients"
	run -0 mkbootroot
	[[ $output == *'clients:2: warning: args= come to '* ]]
	[[ $output != *'clients:1: warning: args='* ]]
	# A URL.
	printf '%s\n' "$MAC $name boot=image ipxe=http://h/${most:0:200}@name@" \
		"1:2:3:4:5:6 b boot=image ipxe=http://h/${most:0:200}@name@" >"$dir/clients"
	bad "clients:1: ipxe=http://h/${most:0:200}@name@ is too long once its variables are filled in, at most 255 bytes"
}

# installer_unpacked: the initrd of Debian's installer is in $BATS_FILE_TMPDIR/installer,
# unpacked once for all tests.
installer_unpacked() {
	[ ! -d "$BATS_FILE_TMPDIR/installer" ] || return 0
	mkdir "$BATS_FILE_TMPDIR/installer.new"
	zcat "$cache_installer/debian-installer/amd64/initrd.gz" |
		(cd "$BATS_FILE_TMPDIR/installer.new" &&
			cpio -idm --quiet --no-absolute-filenames 2>/dev/null || :)
	mv "$BATS_FILE_TMPDIR/installer.new" "$BATS_FILE_TMPDIR/installer"
}

# Debian's own reader of a preseed, out of its installer; it prints what it sets. The
# commands in it are those of the installer's busybox.
debian_reads() {
	[ -e "$dir/reader" ] || {
		installer_unpacked
		sed -e 's|^\. /usr/share/debconf/confmodule|. "$top"|' -e '/^\. .*preseed\.sh/d' \
			"$BATS_FILE_TMPDIR"/installer/*/debconf-set-selections >"$dir/reader"
		[ -s "$dir/reader" ]
		cat >"$dir/sets" <<-'END'
			logfile=/dev/null
			log() { echo "log: $*"; }
			db_set() { printf '%s\t%s\n' "$1" "$2"; }
			db_fset() { :; }
		END
	}
	top=$dir/sets "$cache/bin/busybox" ash "$dir/reader" "$1"
}

# joined TEXT: what a client gets of a preseed with this text is read by Debian's
# installer as before, but for the late_command: $late_before, $late_after.
joined() {
	printf "$1" >"$root/image/preseed.cfg"
	map "$MAC web1 boot=image once"
	mkbootroot explain web1 file=preseed.cfg >"$dir/explained"
	sed '1,/bytes: made of /d' "$dir/explained" >"$dir/got"
	debian_reads "$root/image/preseed.cfg" >"$dir/before"
	debian_reads "$dir/got" >"$dir/after"
	grep -v '^preseed/late_command' "$dir/before" >"$dir/others_before" || :
	grep -v '^preseed/late_command' "$dir/after" >"$dir/others_after" || :
	cmp "$dir/others_before" "$dir/others_after"
	late_before=$(grep -a '^preseed/late_command' "$dir/before" | tail -n 1 | cut -f 2-)
	late_after=$(grep -a '^preseed/late_command' "$dir/after" | tail -n 1 | cut -f 2-)
	# What comes before the last one stays as well.
	cmp <(grep -a '^preseed/late_command' "$dir/before" | head -n -1) \
		<(grep -a '^preseed/late_command' "$dir/after" | head -n -1)
}

@test "@done@ is added to a preseed behind its own late_command, as Debian's installer reads it" {
	cache_needs_installer
	play
	local text done="tftp -g -l - -r done/01-$DASHED SERVER"
	# None of its own: it is all that is run.
	for text in 'd-i a/b string c' 'd-i a/b string c\n' '# d-i preseed/late_command string wget\n\n  \n' \
		'd-i preseed/late_command string\n' 'd-i preseed/late_command string \nd-i a/b string c' \
		'd-i preseed/late_command seen false\n' 'd-i a/b string c\nd-i x/y string forgotten \\\n'; do
		joined "$text"
		[ -z "$late_before" ]
		[ "$(runs "$late_after")" = "$(printf '%s\n' "$done" 'ends: 0')" ]
	done
	# One of its own.
	for text in 'd-i preseed/late_command string wget it\nd-i a/b string c\n' \
		"d-i preseed/late_command string wget \"it's\" | sed 's/a/b/'; exit 0 # and so on" \
		'd-i preseed/late_command string \\\n   wget; \\\n# it'"'"'s a comment\n\n   curl it \nd-i a/b string c\n' \
		'd-i\tpreseed/late_command\tstring\twget first\n  d-i preseed/late_command string wget second' \
		'd-i \\\n preseed/late_command \\\n string wget it\n'; do
		joined "$text"
		[ -n "$late_before" ]
		# The own command as it was, and then the other.
		runs "$late_before" >"$dir/own"
		[ "$(runs "$late_after")" = "$(sed '$d' "$dir/own"; printf '%s\n' "$done" 'ends: 0')" ]
	done
	# One that fails: then it is not done.
	joined 'd-i preseed/late_command string wget it; exit 3\n'
	[ "$(runs "$late_after")" = "$(printf '%s\n' 'wget it' 'ends: 3')" ]
}

@test "a preseed that says @done@ itself is left alone, and so is one without once" {
	printf '%s\n' 'd-i partman/early_command string echo; @done@' >"$root/image/preseed.cfg"
	cp "$root/image/preseed.cfg" "$root/image/own.cfg"
	echo 'd-i preseed/late_command string wget' >"$root/image/other.cfg"
	map "$MAC web1 boot=image once" '1:2:3:4:5:6 web2 boot=image preseed=other.cfg' \
		'1:2:3:4:5:7 web3 boot=image' '1:2:3:4:5:8 web4 boot=image once=sent preseed=other.cfg'
	run -0 mkbootroot explain web1 file=preseed.cfg
	[ "$(grep -c 'done/01-' <<<"$output")" = 1 ]
	[[ $output == *'early_command string echo; ('*')' ]]
	for client in web2 web4; do
		run -0 mkbootroot explain "$client" file=preseed.cfg
		[ "${lines[-1]}" = 'd-i preseed/late_command string wget' ]
	done
	run -0 mkbootroot explain web3 file=preseed.cfg
	[ "${lines[-1]}" = 'd-i partman/early_command string echo; true' ]
}

@test "tftpd sends the preseed with @done@: in the archive, as a text, and to a client of the menu" {
	echo 'd-i a string b' >"$root/image/preseed.cfg"
	map "$MAC web1 boot=image once" '52:54:00:00:00:02 web2 boot=menu ip=127.0.0.2' \
		'image image - once'
	namespace_pc "$MAC"
	tftpd_start -D "$dir/done"
	pc_raw <<-END
		text = Client().fetch("preseed.cfg")
		assert text.startswith(b"d-i a string b\nd-i preseed/late_command string (IFS=,;n=done/01-$DASHED;h=10.9.0.1;"), text
		assert text in Client().fetch("image/initrd.img/01-$DASHED.preseed")
	END
	raw <<-END
		text = Client("127.0.0.2").fetch("image/preseed.cfg")
		assert b"late_command string (IFS=,;n=done/01-52-54-00-00-00-02;h=127.0.0.1;" in text, text
	END
}

# What an installation ends with, in Debian's installer as its initrd has it: the
# preseed is read, kept and handed on by its own debconf, and the command is run by its
# own shell, which has a wget and a tftp. Only the kernel is another.
installer_says_done() {
	local i=$dir/installer
	at_pc unshare -m --propagation private bash -e -c '
		mount --bind "$0" "$0"
		cd "$0"
		mount -t proc proc proc
		mount -t tmpfs none dev
		mknod -m 666 dev/null c 1 3
		mknod -m 666 dev/console c 1 3
		ln -s /proc/self/fd dev/fd
		exec chroot . /bin/sh -e -c "
			export PATH=/usr/bin:/bin:/usr/sbin:/sbin TERM=linux DEBIAN_FRONTEND=text
			mkdir -p /var/lib/cdebconf
			debconf-loadtemplate d-i /var/lib/dpkg/info/*.templates
			debconf-set-selections /preseed.cfg
			preseed_command preseed/late_command
			cat /own"' "$i" >"$dir/installer.log" 2>&1
}

@test "Debian's installer runs its own late_command, and says done by TFTP and by HTTP" {
	cache_needs_installer
	installer_unpacked
	cp -a "$BATS_FILE_TMPDIR/installer" "$dir/installer"
	cat >"$root/image/preseed.cfg" <<-'END'
		d-i debian-installer/locale string en_US.UTF-8
		d-i preseed/late_command string echo "@name@'s own" >/own; \
		# it's a comment
		   exit 0 # and no more
	END
	namespace_pc "$MAC"
	map "$MAC web1 boot=image once"
	tftpd_start -D "$dir/done"
	pc_raw <<-END
		open("$dir/installer/preseed.cfg", "wb").write(Client().fetch("preseed.cfg"))
	END
	installer_says_done || {
		cat "$dir/installer.log" "$log"
		return 1
	}
	[ "$(cat "$dir/installer/own")" = "web1's own" ]
	logged "^done client=10\.9\.0\.21 mac=$MAC name=web1 "
	[ -e "$dir/done/01-$DASHED" ]
	# The same by HTTP, and nothing listens to TFTP any more.
	kill "$tftpd"
	wait "$tftpd" 2>/dev/null || :
	rm "$dir/done/01-$DASHED" "$dir/installer/own"
	map "$MAC web1 boot=image once http=yes"
	httpd_start -D "$dir/done"
	at_pc curl -sS -o "$dir/installer/preseed.cfg" http://10.9.0.1/preseed.cfg
	installer_says_done || {
		cat "$dir/installer.log" "$log"
		return 1
	}
	[ "$(cat "$dir/installer/own")" = "web1's own" ]
	[ -e "$dir/done/01-$DASHED" ]
}
