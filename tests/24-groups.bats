#!/usr/bin/env bats
# Groups, and nets that say what to boot: who says a word, what is wrong with a line,
# what the other commands make of them.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load mkbootroot
load sanitized

setup() {
	root_begin
	netboot_tree "$dir/root/debian12"
	rescue_tree "$dir/root/rescue"
}

explain() {
	(cd "$dir" && mkbootroot -f clients explain "$@")
}

WEB1=52:54:00:12:34:56
WEB2=52:54:00:12:34:57

@test "every word, said by every set of a client's records" {
	sanitized_program "$dir/client_words" "$top/tests/client_words.c"
	local has
	for has in default without; do
		mkdir "$dir/$has"
		python3 "$top/tests/client_table.py" "$dir/$has" $has
		chmod -R a+rX "$dir/$has"
		(cd "$dir/$has" && "$top/mkbootroot/mkbootroot" -q -r root \
		    -D ./done -m clients.cdb -f clients)
		"$dir/client_words" "$dir/$has/clients.cdb" \
		    <"$dir/$has/asked" >"$dir/$has/got"
		[ "$(wc -l <"$dir/$has/got")" -gt 450 ]
		diff "$dir/$has/wanted" "$dir/$has/got"
	done
}

@test "dump writes groups and nets, and is compiled to the same map" {
	text "default - local" "group lab - boot=rescue args=\"a b\" once" \
	    "net 10.9.0.0/24 - boot=rescue once=sent router=10.9.0.1" \
	    "$WEB1 web1 group=lab ip=10.9.0.21" "52:54:* - group=lab" \
	    "uuid:4c4c4544-0042-4710-8057-b4c04f564432 - group=lab" \
	    "group nobodys - ignore" \
	    "image rescue - kernel=vmlinuz initrd=initrd.img"
	compile
	mkbootroot dump | tr -s ' ' >"$dir/dumped"
	diff <(grep -v '^	#' "$dir/dumped") "$dir/clients"
	cp "$dir/clients.cdb" "$dir/first.cdb"
	mkbootroot -f "$dir/dumped"
	cmp "$dir/first.cdb" "$dir/clients.cdb"
}

@test "what is wrong with a group is said with its line" {
	text 'default - local' \
	    "$WEB1 web1 group=lab" \
	    "$WEB2 web2 group=.lab" \
	    'group one - local' \
	    'group one - ignore' \
	    'group two two local' \
	    'group three - group=one' \
	    'group four - ip=10.9.0.1' \
	    'group five - mac=1:2:3:4:5:6' \
	    'group' \
	    'group - - local' \
	    'default - group=one' \
	    'image rescue - group=one' \
	    'net 10.9.0.0/24 - group=one' \
	    '52:55:* - group=one group=one' \
	    'group six - local once' \
	    'net 10.8.0.0/24 - once' \
	    'group seven - boot=nothing' \
	    'group eight - boot=rescue kernel=/no'
	run -1 compile -q
	diff - <<<"$output" <(cat <<-'WANT'
		clients:2: group=lab: there is no line "group lab"
		clients:3: group=.lab is not a name: it begins with '.' or '-'
		clients:5: group one stands in line 4 already
		clients:6: two: only a client has a name, write -
		clients:7: group= does not belong to group: a group has no group of its own
		clients:8: ip= does not belong to group
		clients:9: mac= does not belong to group
		clients:10: group needs a name
		clients:11: group - is not a name: it begins with '.' or '-'
		clients:12: group= does not belong to default
		clients:12: default stands in line 1 already
		clients:13: group= does not belong to image
		clients:14: group= does not belong to net
		clients:15: group= twice
		clients:16: once and local: only boot= is booted once
		clients:17: once needs boot=
		clients:18: boot=nothing: the boot root has no such image
		clients:19: kernel=/no: cannot send no: no such file in the boot root
	WANT
	)
}

@test "a path that a client takes from its group is looked for in the client's own image" {
	# The client's image, not the group's, has the relative path.
	text 'group lab - boot=rescue kernel=vmlinuz initrd=initrd.img' \
	    "$WEB1 - group=lab boot=debian12" "$WEB2 - group=lab"
	run -0 compile
	[[ $output = *'clients:1: warning: kernel=vmlinuz: line 2 takes it from here, and cannot send debian12/vmlinuz: no such file in the boot root'* ]]
	[[ $output != *'line 3'* ]]
	# A group that says no image has no paths to look for by itself.
	text 'group lab - kernel=vmlinuz' "$WEB1 - group=lab boot=rescue" \
	    "$WEB2 - group=lab local"
	run -0 compile -q
	[ "$output" = "" ]
	# What a language cannot say: of the group, and of both together.
	local linux=/debian12/debian-installer/amd64/linux
	text "group lab - boot=debian12 kernel=$linux args=\"a'b\"" \
	    "$WEB1 - group=lab"
	run -1 compile -q
	[ "$output" = "clients:1: GRUB cannot express ', \" and \\ in args=" ]
	text 'group lab - boot=debian12' \
	    "$WEB1 - group=lab kernel=/rescue/vmlinuz args=\"a'b\""
	run -1 compile -q
	[ "$output" = "clients:2: GRUB cannot express ', \" and \\ in args=" ]
	# On a net that says what to boot, where the client may be.
	text 'default - local' 'net 10.9.0.0/24 - boot=debian12' \
	    'net 10.8.0.0/24 - boot=debian12' \
	    "$WEB1 - kernel=/rescue/vmlinuz args=\"a'b\""
	run -1 compile -q
	[ "$output" = "clients:4: GRUB cannot express ', \" and \\ in args=" ]
	# The same of what a variable stands for.
	text 'default - local' 'net 10.9.0.0/24 - boot=rescue' 'image rescue - kernel=vmlinuz args=a=@ip@' \
	    "$WEB1 web1 quirk=nocase"
	run -1 compile -q
	[ "$output" = 'clients:2: args= of image rescue has @ip@, and the line has no ip=
clients:4: args= of image rescue has @ip@, and the line has no ip=' ]
	# Three arguments of full length are all there.
	local long
	long=$(printf '%01000d' 0)
	text "image rescue - kernel=vmlinuz initrd=initrd.img args=1$long" \
	    "group lab - boot=rescue args=2$long" "$WEB1 - group=lab args=3$long"
	run -0 compile -q
	run -0 explain "$WEB1" file=boot.ipxe
	[[ $output = *"1$long 2$long 3$long"* ]]
	# Seven in all.
	text 'image rescue - kernel=vmlinuz initrd=initrd.img initrd=initrd.img initrd=initrd.img' \
	    'group lab - boot=rescue initrd=/rescue/initrd.img initrd=/rescue/initrd.img initrd=/rescue/initrd.img' \
	    "$WEB1 - group=lab initrd=initrd.img" \
	    "$WEB2 - group=lab initrd=initrd.img initrd=initrd.img"
	run -1 compile -q
	[ "$output" = "clients:4: more than 7 initrd= together with those of image rescue and of the group" ]
}

@test "a preseed of a group is filled for each of its clients" {
	echo 'd-i netcfg/get_hostname string @name@ @ip@' >"$root/rescue/a.cfg"
	chmod a+r "$root/rescue/a.cfg"
	text 'group lab - boot=rescue kernel=vmlinuz initrd=initrd.img preseed=a.cfg' \
	    "$WEB1 web1 group=lab ip=10.9.0.21"
	compile -q
	run -0 explain web1 file=preseed.cfg
	[[ $output = *'string web1 10.9.0.21'* ]]
	text 'group lab - boot=rescue kernel=vmlinuz initrd=initrd.img preseed=a.cfg' \
	    "$WEB1 web1 group=lab"
	run -1 compile -q
	[ "$output" = 'clients:2: preseed rescue/a.cfg:1: @ip@, and the line has no ip=' ]
}

# The last line of explain, where the map is not of the text.
is_behind() {
	[ "${lines[-1]}" = "mkbootroot: map $dir/clients.cdb is not what clients says: run mkbootroot" ]
}

@test "explain names the record and the line of each word" {
	text '# the room' \
	    'group lab - boot=rescue args=room server=10.9.0.9 quirk=nocase' \
	    'image rescue - kernel=vmlinuz initrd=initrd.img args=quiet' \
	    'net 10.9.0.0/24 - router=10.9.0.254 local' \
	    'default - boot=debian12 dns=1.1.1.1' \
	    "$WEB1 web1 group=lab ip=10.9.0.21 args=mine"
	compile -q
	run -0 explain web1
	local want
	for want in 'group       group lab - boot=rescue' \
	    '  boot=rescue: from the group, clients:2' \
	    '  kernel=vmlinuz: from the image, clients:3' \
	    "  args=quiet room mine: from the image, clients:3, then the group, clients:2, then the client's record, clients:6" \
	    "  ip=10.9.0.21: from the client's record, clients:6" \
	    '  server=10.9.0.9: from the group, clients:2' \
	    '  router=10.9.0.254: from the net, clients:4' \
	    '  dns=1.1.1.1: from default, clients:5' \
	    '  quirk=nocase: from the group, clients:2'; do
		[[ $output = *"$want"* ]] || { echo "$output"; echo "want: $want"; return 1; }
	done
	# Who is on the net only.
	run -0 explain ip:10.9.0.77
	[[ $output = *'rule        net:10.9.0.0/24'* ]]
	[[ $output != *'run mkbootroot'* ]]
	[[ $output = *'  local: from the net, clients:4'* ]]
	# A line that was changed since says nothing of the map.
	sed -i 's/args=room/args=other/' "$dir/clients"
	run -0 explain web1
	[[ $output = *'  boot=rescue: from the group'$'\n'* ]]
	[[ $output = *'  dns=1.1.1.1: from default, clients:5'* ]]
	is_behind
	rm "$dir/clients"
	run -0 explain web1
	[[ $output = *'  dns=1.1.1.1: from default'$'\n'* ]]
	[[ $output != *'run mkbootroot'* ]]
}

@test "explain says so where the map is not of the text" {
	text 'group lab - boot=rescue' "$WEB1 web1 group=lab" 'default - local'
	compile -q
	rm "$dir/clients.cdb"
	run -1 explain web1
	[ "$output" = "mkbootroot: cannot read map $dir/clients.cdb: No such file or directory; run mkbootroot" ]
	compile -q
	# A line more, one that is wrong, and one of this client's less.
	echo "$WEB2 web2 local" >>"$dir/clients"
	run -0 explain web1
	is_behind
	run -1 explain web2
	[ "${lines[0]}" = 'mkbootroot: no client of the map is named web2' ]
	is_behind
	sed -i '$s/.*/wrong/' "$dir/clients"
	run -0 explain web1
	is_behind
	text 'group lab - boot=rescue' "$WEB1 web1 group=lab"
	run -0 explain web1
	is_behind
	run -0 explain 52:54:00:00:00:99
	is_behind
	compile -q
	run -0 explain web1
	[[ $output != *'run mkbootroot'* ]]
	run -2 explain web1 -v
	[ "$output" = 'mkbootroot: -v stands before the command: mkbootroot -v explain web1' ]
}

@test "once of a group arms each client by itself" {
	text 'group lab - boot=rescue kernel=vmlinuz initrd=initrd.img once' \
	    "$WEB1 web1 group=lab" "$WEB2 web2 group=lab"
	compile -q
	mkdir -p "$dir/done"
	mkbootroot -f "$dir/clients" "done" web1
	run -0 mkbootroot -f "$dir/clients" "done"
	[[ $output = *web1*done*web2*armed* ]] || { echo "$output"; return 1; }
	run -0 explain web1
	[[ $output = *'it boots its disk'* ]]
	run -0 explain web2
	[[ $output = *'armed'* ]]
}

@test "export tells a group's clients what explain says, and says what it cannot" {
	text 'default - local server=10.9.0.1' \
	    'group lab - boot=debian12 server=10.9.0.2 router=10.9.0.254 lease=2h quirk=binl' \
	    'net 10.9.0.0/24 - boot=debian12' \
	    "$WEB1 web1 group=lab ip=10.9.0.21" "$WEB2 web2 ip=10.9.0.22"
	local server
	for server in dnsmasq dhcpd kea; do
		run -0 --separate-stderr compile export $server
		[[ $output = *10.9.0.2* && $output = *10.9.0.254* ]]
		[[ $output = *debian12/debian-installer/amd64/bootnetx64.efi* ]]
		[[ $stderr = *'clients:2: warning: quirk=binl is left out'* ]]
		[[ $stderr = *'clients:3: warning: boot=debian12 of a net is said only to clients with ip= on it'* ]]
	done
}
