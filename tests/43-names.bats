#!/usr/bin/env bats
# tftpd: names as Windows writes them, and whose permission is missing where a
# file may not be read. explain says what the wire shows.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	sender_begin
	mkdir -p "$root/winpe/boot/Fonts" "$root/other"
	printf 'bcd' >"$root/winpe/boot/BCD"
	printf 'font' >"$root/winpe/boot/Fonts/wgl4_boot.ttf"
	printf 'other' >"$root/other/Secret"
	printf 'root' >"$root/RootFile"
	chmod -R a+rX "$root"
	map '52:54:00:00:00:01 win1 boot=winpe ip=127.0.0.1' \
	    '52:54:00:00:00:02 win2 boot=other ip=127.0.0.2 quirk=nocase' \
	    '52:54:00:00:00:03 none ip=127.0.0.3 quirk=nocase'
	tftpd_start
}

# explained NAME: the last line that explain says about win1's request of it.
explained() {
	run "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain win1 arch=bios file="$1"
	line=${lines[-1]}
}

# sends NAME PATH: the wire and explain agree on this file.
sends() {
	NAME=$1 FILE=$root/$2 raw <<-'END'
		import os
		equal(Client().fetch(os.environ["NAME"]), open(os.environ["FILE"], "rb").read())
	END
	explained "$1"
	echo "$line"
	[[ $line = "  sent: $2, "* ]]
}

# refuses NAME CODE: the wire and explain agree on this ERROR.
refuses() {
	NAME=$1 CODE=$2 raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		c.expect_error(int(os.environ["CODE"]))
	END
	explained "$1"
	echo "$output"
	[[ $output = *"  error $2: "* ]]
}

@test "a backslash is a slash, and the way Windows writes leads to the file" {
	sends '\boot\BCD' winpe/boot/BCD
	sends '\Boot\bcd' winpe/boot/BCD
	sends 'BOOT\FONTS\WGL4_BOOT.TTF' winpe/boot/Fonts/wgl4_boot.ttf
	sends '\\boot\\.\fonts/wgl4_Boot.ttf' winpe/boot/Fonts/wgl4_boot.ttf
	sends '\WinPE\Boot\BCD' winpe/boot/BCD
	sends '\RootFile' RootFile
	refuses '..\RootFile' 2
	refuses '\boot\..\boot\BCD' 2
	refuses '\boot\' 2
	refuses '\Boot\Fonts' 2
	refuses '\Boot\Missing' 1
	logged '^sent file=winpe/boot/BCD .* name=win1 '
}

@test "without a backslash case counts, unless quirk=nocase holds" {
	refuses 'Boot/bcd' 1
	raw <<-'END'
		for name in "secret", "/SECRET", "other/SECRET", "OTHER/secret":
		    equal(Client("127.0.0.2").fetch(name), b"other")
	END
	map 'image winpe - quirk=nocase' \
	    '52:54:00:00:00:01 win1 boot=winpe ip=127.0.0.1'
	sends 'Boot/bcd' winpe/boot/BCD
}

@test "case counts outside the image, without an image, and for the unknown" {
	refuses '\rootfile' 1
	refuses '\OTHER\secret' 1
	raw <<-'END'
		for who in "127.0.0.3", "127.0.0.9":
		    for name in "\\rootfile", "ROOTFILE", "\\winpe\\Boot\\BCD":
		        c = Client(who)
		        c.ask(name)
		        c.expect_error(1)
		    equal(Client(who).fetch("\\RootFile"), b"root")
	END
}

@test "a folder by an absolute link has names in any case, too" {
	ln -s "$root/winpe/boot" "$root/winpe/Linked"
	ln -s "$root/winpe" "$root/WINPE"
	sends '\Linked\bcd' winpe/Linked/BCD
	sends '\WINPE\BOOT\bcd' winpe/boot/BCD
	sends 'WINPE\boot\fonts\WGL4_BOOT.TTF' winpe/boot/Fonts/wgl4_boot.ttf
	refuses '\Linked\nothing' 1
}

@test "a folder that the system cannot list is no file that is missing" {
	behind strace -qq -o "$dir/trace" -e trace=getdents64 -e inject=getdents64:error=EIO -p "$tftpd"
	wait_for 60 grep -q TracerPid:.*[1-9] "/proc/$tftpd/status"
	raw <<-'END'
		c = Client()
		c.ask("\\boot\\bcd")
		c.expect_error(0)
	END
	logged '^refused file=winpe/boot/bcd client=127.0.0.1 .* name=win1 reason=Input/output error$'
	run -1 strace -qq -o "$dir/trace" -e trace=getdents64 -e inject=getdents64:error=EIO \
	    "$top/mkbootroot/mkbootroot" -r "$root" -m "$dir/clients.cdb" explain win1 arch=bios file='\boot\bcd'
	[ "${lines[-1]}" = '  error 0: winpe/boot/bcd: Input/output error' ]
}

@test "what is there as it stands comes first, else the first in byte order" {
	printf '1' >"$root/winpe/boot/NAME"
	printf '2' >"$root/winpe/boot/Name"
	printf '3' >"$root/winpe/boot/name"
	mkdir "$root/winpe/BOOT"
	printf '4' >"$root/winpe/BOOT/only"
	sends '\boot\Name' winpe/boot/Name
	sends '\boot\name' winpe/boot/name
	sends '\boot\nAME' winpe/boot/NAME
	# A part that is there as it stands is taken, and there is no way back.
	refuses '\boot\ONLY' 1
	sends '\Boot\Only' winpe/BOOT/only
	# The boot root's exact file comes before the image's, in any case.
	printf '5' >"$root/fILE"
	printf '6' >"$root/winpe/File"
	sends '\fILE' fILE
	sends '\fIle' winpe/File
}

@test "only regular files that everybody may read, and links as everywhere" {
	mkfifo "$root/winpe/boot/Fifo"
	install -m 600 /dev/null "$root/winpe/boot/Closed"
	ln -s ../../other/Secret "$root/winpe/boot/Link"
	ln -s ../../other "$root/winpe/boot/Folder"
	ln -s BCD "$root/winpe/boot/Inside"
	ln -s nothing "$root/winpe/boot/Dangling"
	refuses '\boot\fifo' 2
	refuses '\boot\closed' 2
	sends '\boot\link' winpe/boot/Link
	sends '\boot\folder\secret' winpe/boot/Folder/Secret
	refuses '\boot\dangling' 1
	ln -s /etc/passwd "$root/winpe/boot/Out"
	refuses '\boot\out' 2
	sends '\boot\inside' winpe/boot/Inside
	sends '\boot\Link' winpe/boot/Link
}

# anaconda asks for .treeinfo: a name with a dot in front is no other name.
@test "names with a dot in front are files like others" {
	mkdir -p "$root/winpe/.disk"
	printf 'tree' >"$root/winpe/.treeinfo"
	printf 'info' >"$root/winpe/.disk/info"
	printf 'key' >"$root/.secret"
	chmod -R a+rX "$root"
	chmod 600 "$root/.secret"
	sends .treeinfo winpe/.treeinfo
	sends winpe/.disk/info winpe/.disk/info
	sends './winpe//.disk/./info' winpe/.disk/info
	refuses .disk 2
	refuses .secret 2
}

@test "a folder is searched up to 1000 entries, and not at all above" {
	mkdir "$root/winpe/many"
	(cd "$root/winpe/many" && touch $(seq 1 999) && printf 'x' >File)
	sends '\many\FILE' winpe/many/File
	touch "$root/winpe/many/1000"
	refuses '\many\FILE' 1
	sends '\many\File' winpe/many/File
}

# denied NAME REGEX: ERROR 2, with a text that tells nothing; the line of the log.
denied() {
	NAME=$1 raw <<-'END'
		import os
		c = Client()
		c.ask(os.environ["NAME"])
		equal(c.expect_error(2), "Access violation")
	END
	logged "^refused file=.* reason=not-readable-for-$2\$"
}

@test "the log says whose permission is missing: the first one on the way" {
	local us=65534:65534
	mkdir -p "$root/winpe/a/b/c"
	printf 'x' >"$root/winpe/a/b/c/file"
	chmod 751 "$root/winpe/a"
	chown 1234:2345 "$root/winpe/a/b"
	chmod 710 "$root/winpe/a/b"
	chmod 0 "$root/winpe/a/b/c"
	denied a/b/c/file "us path=winpe/a/b needs=o\+x mode=0710 owner=1234:2345 us=$us"
	chmod 711 "$root/winpe/a/b"
	denied a/b/c/file "us path=winpe/a/b/c needs=o\+x mode=0000 owner=0:0 us=$us"
	chmod 711 "$root/winpe/a/b/c"
	chmod 640 "$root/winpe/a/b/c/file"
	denied a/b/c/file "us path=winpe/a/b/c/file needs=o\+r mode=0640 owner=0:0 us=$us"
	explained a/b/c/file
	[[ $line = '  error 2: winpe/a/b/c/file: not-readable-for-all: path=winpe/a/b/c/file needs=o+r mode=0640 owner=0:0 us='* ]]
	# We may read it, but others may not.
	chown nobody "$root/winpe/a/b/c/file"
	denied a/b/c/file "all path=winpe/a/b/c/file needs=o\+r mode=0640 owner=65534:0 us=$us"
	# Our own folder, closed for ourselves.
	chown nobody "$root/winpe/a/b/c"
	chmod 077 "$root/winpe/a/b/c"
	denied a/b/c/file "us path=winpe/a/b/c needs=u\+x mode=0077 owner=65534:0 us=$us"
	# In any case; the path is as it is on disk.
	chmod 755 "$root/winpe/a" "$root/winpe/a/b" "$root/winpe/a/b/c"
	denied '\A\B\C\FILE' "all path=winpe/a/b/c/file needs=o\+r mode=0640 owner=65534:0 us=$us"
}

@test "the permission that is missing is found behind links, and on the boot root" {
	local us=65534:65534
	mkdir -m 700 "$root/store"
	printf 'x' >"$root/store/file"
	ln -s ../store "$root/winpe/link"
	ln -s link/file "$root/winpe/second"
	denied second "us path=winpe/../store needs=o\+x mode=0700 owner=0:0 us=$us"
	denied link/file "us path=winpe/../store needs=o\+x mode=0700 owner=0:0 us=$us"
	chmod 700 "$root"
	denied anything "us path=\. needs=o\+x mode=0700 owner=0:0 us=$us"
}

@test "a file in a folder that only we may enter is sent to nobody" {
	mkdir -m 700 "$root/ours" "$root/winpe/deep"
	mkdir -m 755 "$root/winpe/deep/er"
	printf 'x' | tee "$root/ours/file" >"$root/winpe/deep/er/file"
	chmod 644 "$root/ours/file" "$root/winpe/deep/er/file"
	chown nobody "$root/ours" "$root/winpe/deep"
	ln -s ours/file "$root/link"
	ln -s winpe/deep/er "$root/folder"
	denied ours/file "all path=ours needs=o\+x mode=0700 owner=65534:0 us=65534:65534"
	denied link "all path=ours needs=o\+x mode=0700 owner=65534:0 us=65534:65534"
	denied folder/file "all path=winpe/deep needs=o\+x mode=0700 owner=65534:0 us=65534:65534"
	explained deep/er/file
	echo "$line"
	[[ $line = '  error 2: winpe/deep/er/file: not-readable-for-all: path=winpe/deep needs=o+x '* ]]
	chmod 711 "$root/ours" "$root/winpe/deep"
	sends link link
	sends folder/file folder/file
}

@test "where the modes allow it the log hints at labels and lists" {
	printf 'x' >"$root/winpe/acl"
	# user::rw- user:nobody:--- group::r-- mask::r-- other::r--
	python3 - "$root/winpe/acl" <<-'END'
		import os, struct, sys
		none = 0xffffffff
		os.setxattr(sys.argv[1], "system.posix_acl_access", struct.pack("<I", 2) +
		    b"".join(struct.pack("<HHI", *e) for e in ((1, 6, none), (2, 0, 65534),
		    (4, 4, none), (16, 4, none), (32, 4, none))))
	END
	denied acl 'us path=winpe/acl mode=0644 owner=0:0 us=65534:65534 maybe=SELinux,AppArmor,ACL'
}

@test "the boot root's own path is taken off, where a name begins with it" {
	mkdir -p "$root$root/x"
	printf 'beneath' >"$root$root/x/file"
	chmod -R a+rX "$root"
	sends "$root/RootFile" RootFile
	logged "^sent file=RootFile asked=$root/RootFile client="
	sends "//$root//winpe/boot/BCD" winpe/boot/BCD
	# Only as a whole, only once, and only a name that begins with a slash.
	refuses "$root-2/RootFile" 1
	sends "$root$root/x/file" "${root#/}/x/file"
	refuses "${root#/}/RootFile" 1
	refuses "$root/" 2
	refuses "$root/../RootFile" 2
	# Behind the rules, and before configuration is made of the name.
	map "remap - from=^$root/old/ to=$root/" 'default - local' '52:54:00:00:00:01 win1 boot=winpe'
	sends "$root/old/RootFile" RootFile
	NAME=$root/pxelinux.cfg/default raw <<-'END'
		import os
		if b"localboot" not in Client().fetch(os.environ["NAME"]).lower():
		    raise SystemExit("no configuration")
	END
}
