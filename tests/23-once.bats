#!/usr/bin/env bats
# once: the words of the map, whose once counts, and who is done: mkbootroot's done,
# again, explain and check. What the servers make of it is tested with them.

bats_require_minimum_version 1.5.0

load fixtures/bootroot

WEB1=52:54:00:12:34:56
WEB1_FILE=01-52-54-00-12-34-56
UUID=4c4c4544-0042-4710-8057-b4c04f564432
SWAPPED=44454c4c-4200-1047-8057-b4c04f564432

setup() {
	root_begin
	folder_made
	netboot_tree "$dir/root/debian12"
	rescue_tree "$dir/root/rescue"
	rescue_tree "$dir/root/other"
}

# The folder of who is done, as mkbootroot makes it.
folder_made() {
	mkdir "$dir/done"
	: >"$dir/done/.bootroot"
}

teardown() {
	[ -z "${open-}" ] || rm -r "$open"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/clients.cdb" \
	    -D "$dir/done" "$@"
}

# map LINE...: compiles these clients.
map() {
	printf '%s\n' "$@" >"$dir/clients"
	mkbootroot -q -f "$dir/clients"
}

# refused LINE... MISTAKE: the last line of the text is wrong, and only so.
refused() {
	local want="clients:$(($# - 1)): ${*: -1}"
	printf '%s\n' "${@:1:$#-1}" >"$dir/clients"
	run -1 bash -c "cd '$dir' && exec '$top/mkbootroot/mkbootroot' -q \
	    -r root -m clients.cdb -D done -f clients"
	[ "$output" = "$want" ] || {
		echo "said: $output"
		echo "want: $want"
		return 1
	}
}

# says PATTERN: a line of $output has it.
says() {
	grep -qE -- "$1" <<<"$output" || {
		echo "$output"
		echo "no line with: $1"
		return 1
	}
}

# silent_on PATTERN: no line has it.
silent_on() {
	! grep -E -- "$1" <<<"$output"
}

# state CLIENT WORDS: so explain says that it is.
state() {
	run -0 mkbootroot explain "$1"
	says "^once +$2"
}

# no_state CLIENT: whether it is done is nobody's question.
no_state() {
	run -0 mkbootroot explain "$1"
	silent_on '^once '
}

# is_done FILE: somebody said so.
is_done() {
	echo 'tftp 10.9.0.21' >"$dir/done/$1"
}

@test "the words stand behind boot=, in lines of clients, images and default" {
	map "$WEB1 web1 boot=rescue once" \
	    "uuid:$UUID r640 boot=rescue once=sent" \
	    'b8:27:eb:* - boot=rescue once' \
	    'image rescue - once kernel=vmlinuz' 'default - boot=rescue once'
	run -0 mkbootroot dump
	says 52:54:00:12:34:56 'web1 boot=rescue once$'
	says "uuid:$UUID r640 boot=rescue once=sent$"
	says 'b8:27:eb:\* .* boot=rescue once$'
	says 'image rescue .* once kernel=vmlinuz$'
	says 'default .* boot=rescue once$'
	# What dump writes gives the same map.
	mkbootroot dump >"$dir/again"
	mkbootroot -q -f "$dir/again" -m "$dir/clients.cdb2"
	cmp "$dir/clients.cdb" "$dir/clients.cdb2"
}

@test "words that say nothing are mistakes" {
	refused "$WEB1 web1 local once" \
	    'once and local: only boot= is booted once'
	refused "$WEB1 web1 once ignore" \
	    'once and ignore: only boot= is booted once'
	refused 'default - once' 'once needs boot='
	refused "$WEB1 web1 boot=rescue once=yes" \
	    'once=yes: write once, or once=sent'
	refused "$WEB1 web1 boot=rescue once=" \
	    'once=-: write once, or once=sent'
	refused "$WEB1 web1 boot=rescue once once=sent" 'once twice'
	refused 'net 10.9.0.0/24 - once' 'once needs boot='
	refused 'remap - from=a to=b once' 'once does not belong to remap'
	refused "$WEB1 web1 boot=rescue onec" \
	    'unknown word "onec": is it "once"?'
	# A line may leave the name of what it boots to default.
	map "$WEB1 web1 once" 'default - boot=rescue'
	refused "$WEB1 once boot=rescue" \
	    'once stands where the name belongs: write - for no name'
}

@test "once=sent wants to know which file is the last" {
	refused "$WEB1 web1 boot=debian12 once=sent" 'once=sent: boot=debian12: without kernel= the last file is not known: write kernel=, or once'
	map "$WEB1 web1 boot=debian12 once"
	# With a word to it the kernel that was found is booted.
	map "$WEB1 web1 boot=debian12 once=sent args=quiet"
	map "$WEB1 web1 boot=rescue once=sent"
	refused "$WEB1 web1 boot=menu once=sent" 'once=sent: boot=menu: nobody knows which image is chosen: write once'
	map "$WEB1 web1 boot=menu once"
	# Of an image it is said once.
	refused 'image debian12 - once=sent' "$WEB1 web1 boot=debian12" 'once=sent: boot=debian12: without kernel= the last file is not known: write kernel=, or once'
	run -1 mkbootroot -q -f - <<-END
	$WEB1 web1 boot=debian12
	52:54:00:12:34:57 web2 boot=debian12
	image debian12 - once=sent
	END
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "the image loaders is for everybody, and a file of what others boot once for nobody" {
	mkdir "$dir/root/loaders"
	refused 'image loaders - once' 'image loaders: once: every client always gets its files'
	refused 'image rescue - once' "$WEB1 web1 boot=other kernel=/rescue/vmlinuz" \
	    '/rescue/vmlinuz: image rescue is booted once, and its files are not sent to clients that boot something else'
	refused 'image rescue - once' "$WEB1 web1 boot=other kernel=vmlinuz initrd=/rescue/initrd.img" \
	    '/rescue/initrd.img: image rescue is booted once, and its files are not sent to clients that boot something else'
	map 'image rescue - once' "$WEB1 web1 boot=rescue kernel=/rescue/vmlinuz"
	# Without once in the image's own line its files are not kept.
	map '52:54:00:12:34:57 web2 boot=rescue once' "$WEB1 web1 boot=other kernel=/rescue/vmlinuz"
}

@test "whose once counts: its own, the image's, default's with its boot=" {
	map "$WEB1 web1 boot=rescue once=sent" 'image rescue - once'
	state web1 'armed: it boots its disk when all of the last file was sent'
	map "$WEB1 web1 boot=rescue" 'image rescue - once'
	state web1 'armed: it boots its disk when it says that it is done'
	map "$WEB1 web1" 'default - boot=rescue once'
	state web1 armed
	map "$WEB1 web1 once" 'default - boot=rescue'
	state web1 armed
	# What default boots once is not what this one boots.
	map "$WEB1 web1 boot=other" 'default - boot=rescue once'
	no_state web1
	map "$WEB1 web1 local" 'default - boot=rescue once'
	no_state web1
	map "$WEB1 web1 boot=rescue" 'image other - once'
	no_state web1
	run -0 mkbootroot explain web1
	[[ $output != *once* ]]
}

@test "who is done boots its disk, and nothing of its line is left of what it booted" {
	map "$WEB1 web1 boot=rescue once args=a initrd=initrd.img x64=/debian12/debian-installer/amd64/bootnetx64.efi bios=/debian12/pxelinux.0 x64-ipxe=vmlinuz servername=boot" 'default - ignore'
	run -0 mkbootroot explain web1 arch=x64
	says '^  x64 +ROM +debian12/debian-installer'
	is_done "$WEB1_FILE"
	state web1 'done since .*, by tftp 10.9.0.21: it boots its disk$'
	run -0 mkbootroot explain web1 arch=x64
	says '^  x64 +ROM +none: the answer ends the network boot, and the firmware goes on to its disk$'
	says 'boot=rescue: from the client'
	run -0 mkbootroot explain web1 arch=bios
	silent_on '^  bios .*pxelinux'
	run -0 mkbootroot explain web1 stage=ipxe arch=x64
	says '^  x64 +iPXE +boot.ipxe: the generated script, which boots the disk$'
	run -0 mkbootroot explain web1 file=boot.ipxe
	says 'exit|sanboot'
	silent_on '^(kernel|initrd)'
}

@test "done and again by hand, by name, MAC address and UUID" {
	map "$WEB1 web1 boot=rescue once" "uuid:$UUID r640 boot=rescue once" "52:54:00:12:34:57 web2 boot=rescue"
	run -0 mkbootroot "done" web1
	[[ $output == 'web1: done since '*', by hand' ]]
	[ "$(cat "$dir/done/$WEB1_FILE")" = hand ]
	run -0 mkbootroot "done" "$WEB1" "uuid:$UUID"
	[ -e "$dir/done/$UUID" ]
	run -0 mkbootroot again web1 r640
	[ "$output" = $'web1: armed\nr640: armed' ]
	[ -z "$(ls "$dir/done")" ]
	# Twice is the same.
	run -0 mkbootroot again web1
	[ "$output" = 'web1: armed' ]
	run -1 mkbootroot "done" web2
	[ "$output" = 'mkbootroot: web2 boots nothing once: neither its line nor that of its image has the word once' ]
	run -1 mkbootroot again 52:54:00:12:34:99
	[ "$output" = 'mkbootroot: 52:54:00:12:34:99 is not in the map, and there is no default' ]
	# One mistake does not hold up the others.
	run -1 mkbootroot "done" nobody web1
	[ -e "$dir/done/$WEB1_FILE" ]
	run -0 mkbootroot -n again web1
	[ -e "$dir/done/$WEB1_FILE" ]
	run -0 mkbootroot -n "done" r640
	[ ! -e "$dir/done/$UUID" ]
	run -2 mkbootroot again
}

@test "a client that is made done twice stays done since the first time; an empty file counts, too" {
	map "$WEB1 web1 boot=rescue once"
	mkbootroot -q "done" web1
	touch -d '2026-01-02 03:04:05 UTC' "$dir/done/$WEB1_FILE"
	run -0 env TZ=UTC "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -D "$dir/done" "done" web1
	[ "$output" = 'web1: done since 2026-01-02 03:04:05 +0000, by hand' ]
	: >"$dir/done/$WEB1_FILE"
	touch -d '2026-01-02 03:04:05 UTC' "$dir/done/$WEB1_FILE"
	run -0 env TZ=UTC "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -D "$dir/done" "done"
	[ "$output" = "web1 $WEB1: done since 2026-01-02 03:04:05 +0000" ]
	# Whatever it is, it is there.
	rm "$dir/done/$WEB1_FILE"
	ln -s nowhere "$dir/done/$WEB1_FILE"
	state web1 "done"
	printf 'tftp\033[2J\nmore\n' >"$dir/done/x" && mv "$dir/done/x" "$dir/done/$WEB1_FILE"
	run -0 mkbootroot "done"
	[[ $output == *', by tftp?[2J' ]]
}

@test "all cards of a name are done together, and armed together" {
	map "$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web1 boot=rescue once" "uuid:$UUID web1 boot=rescue once mac=52:54:00:12:34:58" "52:54:00:12:34:59 web2 boot=rescue once"
	local card
	for card in "$WEB1_FILE" 01-52-54-00-12-34-57 "$UUID" "$SWAPPED" 01-52-54-00-12-34-58; do
		is_done "$card"
		state "$WEB1" "done"
		state 52:54:00:12:34:57 "done"
		state "uuid:$UUID" "done"
		state "uuid:$SWAPPED" "done"
		state 52:54:00:12:34:58 "done"
		state web2 armed
		mkbootroot -q again web1
		[ -z "$(ls "$dir/done")" ]
		state "$WEB1" armed
	done
	# A client without a name is nobody's card.
	map "$WEB1 - boot=rescue once" "52:54:00:12:34:57 - boot=rescue once"
	is_done "$WEB1_FILE"
	state 52:54:00:12:34:57 armed
}

@test "who is done stays so when one of its cards goes, or its line gets another key" {
	local cards=("$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web1 boot=rescue once")
	map "${cards[@]}"
	mkbootroot -q "done" 52:54:00:12:34:57
	diff <(ls "$dir/done") <(printf '%s\n' "$WEB1_FILE" 01-52-54-00-12-34-57)
	map "${cards[0]}"
	state "$WEB1" "done"
	map "${cards[1]}"
	state web1 "done"
	rm "$dir/done"/*
	map "uuid:$UUID web1 boot=rescue once mac=$WEB1"
	mkbootroot -q "done" web1
	diff <(ls "$dir/done") <(printf '%s\n' "$WEB1_FILE" "$UUID")
	map "${cards[0]}"
	state web1 "done"
	map "uuid:$SWAPPED web1 boot=rescue once"
	state web1 "done"
}

@test "a client of default or of a prefix is known by its MAC address alone" {
	map 'default - boot=rescue once' 'b8:27:eb:* - boot=rescue once'
	state "$WEB1" armed
	run -0 mkbootroot "done" "$WEB1" b8:27:eb:00:00:01
	state "$WEB1" "done"
	state 52:54:00:12:34:57 armed
	state b8:27:eb:00:00:01 "done"
	state b8:27:eb:00:00:02 armed
	state "uuid:$UUID" 'counts as done: it has no line of its own, and its MAC address is not known: it boots its disk'
	state ip:10.9.0.7 'counts as done'
	run -1 mkbootroot "done" "uuid:$UUID"
	[ "$output" = "mkbootroot: cannot make uuid:$UUID done: its MAC address is not known" ]
	# Its own line does not arm it.
	map "$WEB1 web1 boot=rescue once"
	state web1 "done"
	map "uuid:$UUID web1 boot=rescue once mac=$WEB1"
	state web1 "done"
}

@test "a client that is done is not armed by another boot=" {
	map "$WEB1 web1 boot=rescue once"
	mkbootroot -q "done" web1
	map "$WEB1 renamed boot=other once=sent"
	state renamed "done"
}

@test "in a menu, images that are booted once are for armed clients" {
	map "$WEB1 web1 boot=menu" 'image rescue - once' 'image other - args=quiet'
	state web1 'armed: the menu has what is booted once'
	run -0 mkbootroot explain web1 file=boot.ipxe
	says rescue/vmlinuz
	says other/vmlinuz
	mkbootroot -q "done" web1
	state web1 'done since .*: the menu is without what is booted once'
	run -0 mkbootroot explain web1 file=boot.ipxe
	says other/vmlinuz
	[[ $output != *rescue/vmlinuz* ]]
	run -0 mkbootroot explain web1 file=pxelinux.cfg/default
	[[ $output != *rescue/vmlinuz* ]]
	says other/vmlinuz
	run -0 mkbootroot explain web1 file=grub/grub.cfg
	[[ $output != *rescue/vmlinuz* ]]
	says other/vmlinuz
	# Of its own it is about the whole menu.
	map "$WEB1 web1 boot=menu once"
	state web1 'done since .*: it boots its disk'
	run -0 mkbootroot explain web1 file=boot.ipxe
	[[ $output != *vmlinuz* ]]
}

@test "what cannot be read counts as done, and is named" {
	map "$WEB1 web1 boot=rescue once"
	state web1 armed
	mv "$dir/done" "$dir/away"
	state web1 "counts as done: $dir/done: No such file or directory: it boots its disk"
	: >"$dir/done"
	state web1 "counts as done: $dir/done: Not a directory"
	rm "$dir/done"
	ln -s "done" "$dir/done"
	state web1 "counts as done: $dir/done: Too many levels of symbolic links"
	rm "$dir/done"
	run -1 mkbootroot "done" web1
	[ "$output" = "mkbootroot: cannot open folder $dir/done: No such file or directory" ]
	run -1 --separate-stderr mkbootroot "done"
	[ "$output" = "web1 $WEB1: counts as done: $dir/done: No such file or directory" ]
	# shellcheck disable=SC2154 # it is bats'
	[ "$stderr" = "mkbootroot: cannot read folder $dir/done: No such file or directory" ]
	mv "$dir/away" "$dir/done"
	state web1 armed
}

@test "a folder that nobody may search counts as done" {
	[ "$(id -u)" = 0 ] || skip "becoming another user wants root"
	# Where everybody may go.
	open=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	chmod 755 "$open"
	dir=$open
	folder_made
	rescue_tree "$dir/root/rescue"
	chmod -R a+rX "$dir"
	map "$WEB1 web1 boot=rescue once"
	chmod a+r "$dir/clients.cdb"
	cp "$top/mkbootroot/mkbootroot" "$dir"
	as_nobody() {
		setpriv --reuid 65534 --regid 65534 --clear-groups "$dir/mkbootroot" -m "$dir/clients.cdb" -r "$dir/root" -D "$dir/done" "$@"
	}
	chmod 700 "$dir/done"
	run -0 as_nobody explain web1
	says "^once +counts as done: $dir/done: Permission denied"
	chmod 755 "$dir/done"
	run -0 as_nobody explain web1
	says '^once +armed'
	run -1 as_nobody "done" web1
	[ "$output" = "mkbootroot: cannot make web1 done: $dir/done: Permission denied" ]
}

@test "a full disk counts as done" {
	[ "$(id -u)" = 0 ] || skip "mounting wants root"
	map "$WEB1 web1 boot=rescue once"
	# shellcheck disable=SC2016 # the shell there expands it
	run -0 env dir="$dir" unshare -m sh -ec '
		mount -t tmpfs -o size=64k,nr_inodes=20 none "$dir/done"
		: >"$dir/done/.bootroot"
		"$@"
		dd if=/dev/zero of="$dir/done/big" 2>/dev/null || :
		"$@"
		rm "$dir/done/big"
		i=0
		while [ $i -lt 20 ] && touch "$dir/done/x$i"; do i=$((i + 1)); done 2>/dev/null
		"$@"' - "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -r "$dir/root" -D "$dir/done" explain web1
	run grep ^once <<<"$output"
	[[ ${lines[0]} == *armed* ]]
	[[ ${lines[1]} == *"counts as done: $dir/done: its disk is full"* ]]
	[[ ${lines[2]} == *"counts as done: $dir/done: its disk is full"* ]]
}

@test "done without a client lists who is, and what nobody asks for" {
	map "$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web2 boot=rescue" 'b8:27:eb:* - boot=rescue once' "52:54:00:12:34:58 - boot=rescue once"
	is_done "$WEB1_FILE"
	is_done 01-52-54-00-12-34-57
	is_done 01-b8-27-eb-00-00-01
	is_done 01-52-54-00-12-34-99
	is_done odd
	: >"$dir/done/.hidden"
	run -0 mkbootroot "done"
	[[ ${lines[0]} == "web1 $WEB1: done since "*', by tftp 10.9.0.21' ]]
	[ "${lines[1]}" = '- 52:54:00:12:34:58: armed' ]
	[ "${lines[2]}" = 'web2 01-52-54-00-12-34-57: boots nothing once' ]
	[ "${lines[3]}" = '- 01-52-54-00-12-34-99: boots nothing once' ]
	[[ ${lines[4]} == '- b8:27:eb:00:00:01: done since '* ]]
	[ "${lines[5]}" = '- odd: is of no client' ]
	[ "${#lines[@]}" -eq 6 ]
}

@test "the first map that needs the folder makes it, and none that comes after" {
	rm -r "$dir/done"
	local folder=$dir/lib/bootroot/done
	mkdir "$dir/lib"
	compile() {
		mkbootroot -D "$folder" -f "$dir/clients" "$@"
	}
	map "$WEB1 web1 boot=rescue"
	[ ! -e "$dir/done" ]
	printf '%s\n' "$WEB1 web1 boot=rescue once" >"$dir/clients"
	run -0 compile -n
	[ ! -e "$folder" ]
	run -0 compile
	says "^made folder $folder, in which nobody is done$"
	[ "$(stat -c %a "$folder")" = 2775 ]
	run -0 mkbootroot -D "$folder" explain web1
	says '^once +armed'
	# It is gone: who was done is not known.
	rm -r "$folder"
	run -0 --separate-stderr compile
	[ "${stderr_lines[-1]}" = "mkbootroot: warning: folder $folder is missing, and who was done is not known: clients with the word once boot their disks until the folder is made again" ]
	[ ! -e "$folder" ]
	# Installations that do not begin are said whatever else is not.
	run -0 --separate-stderr compile -q
	[[ $stderr == *'who was done is not known'* ]]
	# A map that cannot be read may have said so, too.
	echo x >"$dir/clients.cdb"
	run -0 --separate-stderr compile
	[[ $stderr == *'who was done is not known'* ]]
	[ ! -e "$folder" ]
	rm "$dir/clients.cdb"
	run -0 compile
	[ -d "$folder" ]
}

@test "a folder without its mark counts as done: it may lie below what is not mounted" {
	local reason="folder $dir/done has no file .bootroot, so its file system may not be mounted: clients with the word once boot their disks"
	printf '%s\n' "$WEB1 web1 boot=rescue once" >"$dir/clients"
	rm "$dir/done/.bootroot"
	run -0 --separate-stderr mkbootroot -f "$dir/clients"
	[ "${stderr_lines[-1]}" = "mkbootroot: warning: $reason" ]
	state web1 "counts as done: $dir/done: it has no file .bootroot, so its file system may not be mounted"
	run -1 mkbootroot -q -f "$dir/clients" check
	[ "$output" = "mkbootroot: $reason" ]
	# Below what is not mounted nobody is done. Here somebody is: a backup without it.
	: >"$dir/done/odd"
	run -0 --separate-stderr mkbootroot -f "$dir/clients"
	[ "${stderr_lines[-1]}" = "mkbootroot: warning: $reason" ]
	is_done 01-52-54-00-12-34-99
	run -0 --separate-stderr mkbootroot -f "$dir/clients" -n
	[ ! -e "$dir/done/.bootroot" ]
	run -0 --separate-stderr mkbootroot -f "$dir/clients"
	[[ $stderr != *mounted* ]]
	state web1 armed
	# Without once nobody looks.
	rm "$dir/done/.bootroot" "$dir/done/01-52-54-00-12-34-99"
	printf '%s\n' "$WEB1 web1 boot=rescue" >"$dir/clients"
	run -0 --separate-stderr mkbootroot -f "$dir/clients"
	[[ $stderr != *mounted* ]]
}

@test "below what is not mounted nobody is made done, or armed, by hand" {
	local reason="$dir/done: it has no file .bootroot, so its file system may not be mounted"
	map "$WEB1 web1 boot=rescue once"
	rm "$dir/done/.bootroot"
	run -1 mkbootroot "done" web1
	[ "$output" = "mkbootroot: cannot make web1 done: $reason" ]
	[ -z "$(ls "$dir/done")" ]
	is_done "$WEB1_FILE"
	run -1 mkbootroot -q again web1
	[ "$output" = "mkbootroot: cannot arm web1: $reason" ]
	[ -e "$dir/done/$WEB1_FILE" ]
}

# mounted TYPE OPTIONS COMMAND...: as if the folder's file system were this one.
mounted() {
	mkdir -p "$dir/proc/self"
	{
		echo '22 1 0:1 / / rw - ext4 /dev/sda1 rw'
		printf '36 22 %d:%d / %s rw - %s server:/done %s\n' "$(stat -c %Hd "$dir/done")" \
		    "$(stat -c %Ld "$dir/done")" "$dir/done" "$1" "$2"
	} >"$dir/proc/self/mountinfo"
	run --separate-stderr unshare -m sh -ec 'mount --bind "$1/proc" /proc; shift; exec "$@"' - \
	    "$dir" "$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -r "$dir/root" -m "$dir/clients.cdb" -D "$dir/done" "${@:3}"
}

@test "several servers that do not share who is done are named, and NFS that may be late" {
	[ "$(id -u)" = 0 ] || skip "mounting wants root"
	local alone="clients with once have several servers, and folder $dir/done is known to this one alone: another one would install again who is done: let all of them follow one etcd, or share the folder"
	local late="folder $dir/done is on NFS without lookupcache=none: a server may not see for a minute that a client is done, and install it again"
	chmod -R a+rX "$dir/root"
	chmod 2775 "$dir/done"
	printf '%s\n' "$WEB1 web1 boot=rescue once" 'net 10.9.0.0/24 - server=10.9.0.1 server=10.9.0.2' >"$dir/clients"
	run -0 --separate-stderr mkbootroot -q -f "$dir/clients"
	[ "$stderr" = "mkbootroot: warning: $alone" ]
	run -1 mkbootroot -q -f "$dir/clients" check
	[ "$output" = "mkbootroot: $alone" ]
	local type
	for type in ext4 tmpfs 'fuse.sshfs'; do
		mounted "$type" rw,lookupcache=none
		[ "$status $stderr" = "0 mkbootroot: warning: $alone" ]
	done
	for type in nfs nfs4; do
		mounted "$type" rw,vers=4.2
		[ "$status $stderr" = "0 mkbootroot: warning: $late" ]
		mounted "$type" rw,lookupcache=pos check
		[ "$status $stderr" = "1 mkbootroot: $late" ]
		mounted "$type" rw,lookupcache=none,vers=4.2
		[ "$status $stderr" = '0 ' ]
	done
	for type in ceph fuse.glusterfs ocfs2; do
		mounted "$type" rw check
		[ "$status $stderr" = '0 ' ]
	done
	# Of a store all have heard.
	touch "$dir/done/.store"
	run -0 mkbootroot -q -f "$dir/clients"
	[ -z "$output" ]
	rm "$dir/done/.store"
	# One server for each client is enough, and so are several without once.
	local text
	for text in "$WEB1 web1 boot=rescue once server=10.9.0.1"$'\n''52:54:00:12:34:57 web2 boot=rescue server=10.9.0.1 server=10.9.0.2' \
	    "$WEB1 web1 boot=rescue"$'\n''net 10.9.0.0/24 - server=10.9.0.1 server=10.9.0.2'; do
		echo "$text" >"$dir/clients"
		run -0 mkbootroot -q -f "$dir/clients"
		[ -z "$output" ]
	done
	# Those of default, by the image's word.
	printf '%s\n' 'image rescue - once' 'default - boot=rescue server=10.9.0.1 server=10.9.0.2' >"$dir/clients"
	run -0 mkbootroot -q -f "$dir/clients"
	[ "$output" = "mkbootroot: warning: $alone" ]
}

@test "a map for somewhere else makes no folder here" {
	[ "$(id -u)" = 0 ] || skip "mounting wants root"
	printf '%s\n' "$WEB1 web1 boot=rescue once" >"$dir/clients"
	# shellcheck disable=SC2016 # the shell there expands it
	here() {
		run -0 unshare -m sh -ec '
			mount -t tmpfs none /var/lib
			mount -t tmpfs none /etc
			mkdir /etc/bootroot
			"$@"
			[ ! -d /var/lib/bootroot/done ] || echo it is there' - \
		    "$top/mkbootroot/mkbootroot" -f "$dir/clients" -r "$dir/root" "$@"
	}
	here -m "$dir/clients.cdb"
	says '^mkbootroot: warning: folder /var/lib/bootroot/done is missing, and is not made for a map of -m without -D: clients with the word once boot their disks$'
	silent_on '^it is there$'
	here -m "$dir/clients.cdb" -q
	silent_on .
	here
	says '^made folder /var/lib/bootroot/done, in which nobody is done$'
	says '^it is there$'
	rm "$dir/clients.cdb"
	here -m "$dir/clients.cdb" -D /var/lib/bootroot/done
	says '^it is there$'
}

@test "check says whether the servers can write there" {
	local fake=$dir/fake
	map "$WEB1 web1 boot=rescue once"
	chmod -R a+rX "$dir/root"
	chmod 2775 "$dir/done"
	run -0 mkbootroot -q -f "$dir/clients" check
	chmod 700 "$dir/done"
	run -1 mkbootroot -q -f "$dir/clients" check
	[ "$output" = "mkbootroot: folder $dir/done: not everybody may enter it" ]
	rm -r "$dir/done"
	run -1 mkbootroot -q -f "$dir/clients" check
	[ "$output" = "mkbootroot: cannot read folder $dir/done: No such file or directory" ]
	: >"$dir/done"
	run -1 mkbootroot -q -f "$dir/clients" check
	[ "$output" = "mkbootroot: $dir/done is no folder" ]
	# Without once nobody needs it.
	map "$WEB1 web1 boot=rescue"
	run -0 mkbootroot -q -f "$dir/clients" check
}

@test "check looks at the users of the servers, and their group" {
	[ "$(id -u)" = 0 ] || skip "a passwd of its own wants root"
	map "$WEB1 web1 boot=rescue once"
	chmod -R a+rX "$dir/root"
	printf '%s\n' root:x:0:0::/:/bin/sh _tftpd:x:777:777::/: _httpd:x:778:778::/: >"$dir/passwd"
	printf '%s\n' root:x:0: _tftpd:x:777: _httpd:x:778: _bootroot:x:779:_tftpd >"$dir/group"
	as_there() {
		unshare -m sh -ec 'mount --bind "$1/passwd" /etc/passwd
			mount --bind "$1/group" /etc/group
			shift
			exec "$@"' - "$dir" "$@"
	}
	as_there chgrp _bootroot "$dir/done"
	chmod 2775 "$dir/done"
	run -1 as_there "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/clients.cdb" -D "$dir/done" -f "$dir/clients" check
	[ "$output" = "mkbootroot: folder $dir/done: _httpd may not write there" ]
	sed -i 's/_bootroot:x:779:_tftpd/&,_httpd/' "$dir/group"
	run -0 as_there "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/clients.cdb" -D "$dir/done" -f "$dir/clients" check
	chmod 755 "$dir/done"
	run -1 as_there "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/clients.cdb" -D "$dir/done" -f "$dir/clients" check
	[ "${#lines[@]}" -eq 2 ]
	# The first map makes it for this group.
	rm -r "$dir/done"
	rm "$dir/clients.cdb"
	run -0 as_there "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/clients.cdb" -D "$dir/done" -f "$dir/clients"
	[ "$(stat -c '%a %g' "$dir/done")" = '2775 779' ]
}

@test "an export names what it leaves out" {
	map "$WEB1 web1 boot=rescue once bios=vmlinuz" 'image rescue - once=sent'
	local server
	for server in dnsmasq dhcpd kea; do
		run -0 --separate-stderr mkbootroot -f "$dir/clients" export "$server"
		grep -q 'clients:1: warning: once is left out: the other server tells clients that are done to boot the same again$' <<<"$stderr"
		grep -q 'clients:2: warning: once=sent is left out' <<<"$stderr"
	done
}

# killed_at CALL N COMMAND...: mkbootroot is killed when it makes this call for the
# Nth time. 0: it does not make so many.
killed_at() {
	local call=$1 n=$2
	shift 2
	strace -qq -o /dev/null -e trace="$call" -e "inject=$call:signal=KILL:when=$n" \
	    "$top/mkbootroot/mkbootroot" -q -m "$dir/clients.cdb" -D "$dir/done" "$@" \
	    2>/dev/null
}

@test "killed at any call, a client is armed or done" {
	map "$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web1 boot=rescue once"
	local n call armed=0 ended=0
	for call in openat write fsync close; do
		for n in {1..99}; do
			rm -f "$dir"/done/*
			killed_at "$call" "$n" "done" web1 && break
			run -0 mkbootroot explain web1
			says '^once +(armed|done since)'
			if [ -e "$dir/done/$WEB1_FILE" ]; then
				ended=$((ended + 1))
			else
				armed=$((armed + 1))
			fi
			mkbootroot -q "done" web1
			[ -e "$dir/done/$WEB1_FILE" ]
		done
		[ "$n" -ge 2 ] && [ "$n" -lt 99 ]
	done
	# Between the file's name and its text, and behind it.
	[ "$armed" -ge 10 ] && [ "$ended" -ge 4 ]
	for call in openat unlinkat fsync close; do
		for n in {1..99}; do
			is_done "$WEB1_FILE"
			is_done 01-52-54-00-12-34-57
			killed_at "$call" "$n" again web1 && break
			run -0 mkbootroot explain web1
			says '^once +(armed|done since)'
			mkbootroot -q again web1
			[ -z "$(ls "$dir/done")" ]
		done
		[ "$n" -ge 2 ] && [ "$n" -lt 99 ]
	done
}

# fails CALL WHEN REASON COMMAND: the call fails, and mkbootroot says so.
fails() {
	run -111 strace -qq -o /dev/null -e trace="$1" \
	    -e "inject=$1:error=$2:when=$3" \
	    "$top/mkbootroot/mkbootroot" -q -m "$dir/clients.cdb" -D "$dir/done" "$5" web1
	[ "$output" = "mkbootroot: cannot $4: $dir/done: ${6-Input/output error}" ]
}

@test "done and again fail if their file cannot be brought to the disk" {
	map "$WEB1 web1 boot=rescue once"
	# The file, and then the folder.
	fails fsync EIO 1 'make web1 done' "done"
	fails fsync EIO 1 'make web1 done' "done"
	rm "$dir/done/$WEB1_FILE"
	fails fsync EIO 2 'make web1 done' "done"
	fails fsync EIO 1 'arm web1' again
	# Its text may be missing.
	run -0 strace -qq -o /dev/null -e trace=write -e inject=write:error=ENOSPC:when=1 \
	    "$top/mkbootroot/mkbootroot" -q -m "$dir/clients.cdb" -D "$dir/done" "done" web1
	[ ! -s "$dir/done/$WEB1_FILE" ]
	state web1 'done since [^,]*: it boots its disk$'
}

@test "explain says why nobody is made done by a name" {
	map "$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web2 boot=rescue"
	run -0 mkbootroot explain web1 file=done/
	[ "${lines[-1]}" = '  sent: 5 bytes, done, generated for this client' ]
	run -1 mkbootroot explain web1 file=done/01-52-54-00-12-34-57
	[ "${lines[-1]}" = '  error: done/01-52-54-00-12-34-57: done-by-another' ]
	run -1 mkbootroot explain web2 file=done/
	[ "${lines[-1]}" = '  error: done/: not-once' ]
	run -1 mkbootroot explain web2 url=http://h/done/
	[ "${lines[-1]}" = '  status 403: done/: not-once' ]
}

@test "the lines of doc/operating.md say who is done, and who is not" {
	local want="done" line
	map "$WEB1 web1 boot=rescue once" "52:54:00:12:34:57 web2 boot=rescue once"
	is_done "$WEB1_FILE"
	(cd "$top" && python3 tests/command_lines.py doc/operating.md) | grep '^mkbootroot done' >"$dir/lines"
	[ "$(wc -l <"$dir/lines")" -eq 2 ]
	export -f mkbootroot
	export top dir
	while IFS= read -r line; do
		run -0 bash -c "$line"
		[ "${#lines[@]}" -eq 1 ]
		says ": $want"
		want=armed
	done <"$dir/lines"
}

@test "links lead to no image that others boot once; a link in an image of one's own does" {
	ln -s debian12 "$dir/root/alias"
	ln -s ../rescue/vmlinuz "$dir/root/other/linked"
	ln -s rescue/vmlinuz "$dir/root/top"
	map 'image rescue - once' "$WEB1 web1 boot=other" '52:54:00:12:34:57 web2 boot=rescue' \
		'52:54:00:12:34:58 web3 boot=debian12'
	run -1 mkbootroot explain web3 file=other/linked
	[[ $output == *'other/linked: not-armed'* && $output != *sent:* ]]
	run -1 mkbootroot explain web3 file=top
	[[ $output == *'top: not-armed'* && $output != *sent:* ]]
	run -0 mkbootroot explain web2 file=top
	[[ $output == *'sent: '* ]]
	run -0 mkbootroot explain web1 file=linked
	[[ $output == *'sent: '* ]]
	is_done 01-52-54-00-12-34-57
	run -1 mkbootroot explain web2 file=top
	[[ $output == *'top: done'* && $output != *sent:* ]]
	run -0 mkbootroot explain web3 file=alias/pxelinux.0
	[[ $output == *'sent: '* ]]
}
