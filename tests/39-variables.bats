#!/usr/bin/env bats
# @done@: what it stands for in args= and in a preseed, for every loader and every
# shell; how it comes behind a late_command of a preseed's own; and what is said of
# a variable that there is not.

bats_require_minimum_version 1.5.0
load tftpd
load httpd
load sees

MAC=52:54:00:12:34:56
DASHED=52-54-00-12-34-56

setup() {
	sender_begin
	mkdir -p "$root/image" "$dir/done"
	chmod 777 "$dir/done"
	echo kernel >"$root/image/vmlinuz"
	echo initrd >"$root/image/initrd.img"
	chmod -R a+rX "$root"
}

teardown() {
	namespace_end
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

@test "in args= it is one word for the kernel, whatever the loader" {
	local language
	map "$MAC web1 boot=image once args=\"console=ttyS0 say=@done@ ann@example.org a@@b @\"" \
		'1:2:3:4:5:6 web2 boot=image once http=yes args="console=ttyS0 say=@done@"'
	for language in pxelinux grub ipxe; do
		args_of "$language" web1 >"$dir/words"
		[ "$(sed '2d' "$dir/words" | xargs)" = 'console=ttyS0 ann@example.org a@b @' ]
		[ "$(sed -n '2s/=.*//p' "$dir/words")" = say ]
		[ "$(sed -n '2s/^say=//p' "$dir/words")" = "$(command_of web1)" ]
		[ "$(args_of "$language" web2 | sed -n 's/^say=//p')" = "$(command_of web2)" ]
		[ "$(args_of "$language" web2 url=http://10.9.0.1/ | sed -n 's/^say=//p')" = "$(command_of web2)" ]
	done
	[[ $(command_of web1) != *["'\"\\ "]* ]]
}

@test "by TFTP: tftp, or curl, or busybox, in each shell" {
	play
	map "$MAC web1 boot=image once args=\"say=@done@\""
	command=$(command_of web1)
	[ "$(runs "$command")" = "$(printf '%s\n' "tftp -g -l - -r done/01-$DASHED SERVER" 'ends: 0')" ]
	[ "$(runs "$command" there=curl)" = \
		"$(printf '%s\n' "curl -sgfo /dev/null tftp://SERVER/done/01-$DASHED" 'ends: 0')" ]
	[ "$(runs "$command" there=busybox)" = \
		"$(printf '%s\n' "busybox tftp -g -l - -r done/01-$DASHED SERVER" 'ends: 0')" ]
}

@test "by HTTP: wget, or curl, or busybox, in each shell" {
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

@test "a server that is busy is asked again, and what fails in the end is a failure" {
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

@test "a UUID whose card is not known, a client without once, and once=sent" {
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
	local long
	long=$(printf 'x%.0s' {1..1000})
	printf '%s\n' "$MAC a boot=image args=\"a=@dnoe@\"" \
		'1:2:3:4:5:7 c boot=image args="root@@x@y @1@ @a b@ ann@example.org"' >"$dir/clients"
	bad 'clients:1: args=a=@dnoe@ has the unknown variable @dnoe@: is it @done@?'
	printf '%s\n' "$MAC a boot=image once args=\"$long @done@\"" "image image - args=\"$long\"" >"$dir/clients"
	bad 'clients:1: args= is too long once its variables are filled in'
	printf '%s\n' "$MAC a boot=image args=\"$long @done@\"" "image image - args=\"$long\"" >"$dir/clients"
	mkbootroot -q
}

# Debian's own reader of a preseed, out of its installer; it prints what it sets. The
# commands in it are those of the installer's busybox.
debian_reads() {
	[ -e "$dir/reader" ] || {
		zcat "$cache_installer/debian-installer/amd64/initrd.gz" |
			cpio -i --quiet --to-stdout '*bin/debconf-set-selections' 2>/dev/null |
			sed -e 's|^\. /usr/share/debconf/confmodule|. "$top"|' -e '/^\. .*preseed\.sh/d' >"$dir/reader"
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

@test "a preseed ends with it, behind its own late_command, as Debian's installer reads it" {
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

@test "tftpd sends it: in the archive, as a text, and to a client of the menu" {
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
	mkdir "$dir/installer"
	zcat "$cache_installer/debian-installer/amd64/initrd.gz" |
		(cd "$dir/installer" && cpio -idm --quiet --no-absolute-filenames 2>/dev/null || :)
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
