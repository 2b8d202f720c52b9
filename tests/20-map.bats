#!/usr/bin/env bats
# clients(5) to clients.cdb(5): the grammar, the mistakes, the file.

bats_require_minimum_version 1.5.0

load fixtures/bootroot
load mkbootroot

setup() {
	root_begin
	netboot_tree "$dir/root/debian12"
	rescue_tree "$dir/root/rescue"
}

# good LINE DUMPED: the line is right, and dump says it so.
good() {
	text "$1"
	compile || { echo "refused: $1"; return 1; }
	dumped=$(mkbootroot dump | sed -E '/^(image|	#)/d; s/  +/ /g')
	[ "$dumped" = "$2" ] || { echo "dumped: $dumped"; return 1; }
}

# bad LINE MISTAKE...: the line is wrong, and these are all its mistakes.
bad() {
	text "$1"
	local want="" status=0 got
	for m in "${@:2}"; do
		want+="clients:1: $m"$'\n'
	done
	got=$(compile -q 2>&1 >/dev/null; echo "exit $?")
	[ "$got" = "${want}exit 1" ] || {
		echo "line: $1"
		echo "said: $got"
		echo "want: ${want}exit 1"
		return 1
	}
}

MAC=52:54:00:12:34:56

@test "a MAC address is read in every spelling" {
	local mac
	for mac in 52:54:00:0a:34:56 52-54-00-0A-34-56 5254.000a.3456 \
	    5254000A3456 52:54:0:a:34:56 52-54-0-a-34-56 52.54.0.a.34.56 \
	    5254-000a-3456 525400-0a3456; do
		good "$mac web1 local" "52:54:00:0a:34:56 web1 local"
	done
}

@test "what is not a MAC address is a mistake" {
	local mac
	for mac in 52:54:00:12:34 52:54:00:12:34:56:78 52:54:00:12:34:5g \
	    52:54-00:12:34:56 525400123456789 52540012345 :52:54:00:12:34 \
	    52::54:00:12:34 52:54:00:12:34: 525400:12:3456 522:54:00:12:34:56 1.2.3.4 web1; do
		bad "$mac - local" \
		    "$mac is not a MAC address, uuid:, group, net, image, remap or default"
	done
}

@test "a prefix is one to five whole octets" {
	good 'b8:27:eb:* - local' 'b8:27:eb:* - local'
	good 'B8-27-EB-* - local' 'b8:27:eb:* - local'
	good 'b827eb* - local' 'b8:27:eb:* - local'
	good 'b827.eb* - local' 'b8:27:eb:* - local'
	good 'b8:7:* - local' 'b8:07:* - local'
	good 'b8:* - local' 'b8:* - local'
	good '1:2:3:4:5:* - local' '01:02:03:04:05:* - local'
	local prefix
	for prefix in ':*' 'b8:2*' 'b827e*' '1:2:3:4:5:6:*' \
	    'b8:*:27' 'b8:27:eb**' 'xx:*' 'b8:27eb:*'; do
		bad "$prefix - local" "$prefix is not the beginning of a MAC address: 1 to 5 whole octets and *"
	done
}

@test "a UUID is read in any case, and nothing else is one" {
	good 'uuid:4C4C4544-0042-4710-8057-b4c04f564432 r640 local' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 local'
	local uuid
	for uuid in 4c4c4544 4c4c4544-0042-4710-8057-b4c04f56443 \
	    4c4c4544-0042-4710-8057-b4c04f56443g \
	    4c4c4544004247108057b4c04f5644320000 \
	    4c4c45440-042-4710-8057-b4c04f564432; do
		bad "uuid:$uuid - local" "$uuid is not a UUID"
	done
}

@test "a net has an address without bits beyond its length" {
	good 'net 10.9.0.0/24 - server=10.9.0.1' \
	    'net 10.9.0.0/24 - server=10.9.0.1'
	good 'net 0.0.0.0/0 - lease=1h' 'net 0.0.0.0/0 - lease=1h'
	bad 'net 10.9.0.1/24 -' \
	    'net 10.9.0.1/24 has an address with bits beyond its length'
	bad 'net 10.9.0.0 -' 'net 10.9.0.0 is not ADDRESS/LENGTH'
	bad 'net 10.9.0/24 -' 'net 10.9.0/24 is not ADDRESS/LENGTH'
	bad 'net 10.9.0.0/33 -' 'net 10.9.0.0/33 needs a length from 0 to 32'
	bad 'net 10.9.0.0/+4 -' 'net 10.9.0.0/+4 needs a length from 0 to 32'
	bad 'net' 'net needs ADDRESS/LENGTH'
}

@test "an image's name is of letters, digits, dots, lines and hyphens" {
	bad 'image .x -' "image .x is not the name of an image: it begins \
with '.' or '-'"
	bad 'image a/b -' "image a/b is not the name of an image: only \
letters, digits, '.', '_' and '-'"
	bad "$MAC - boot=a/b" "boot=a/b is not the name of an image: only \
letters, digits, '.', '_' and '-'"
	bad 'image' 'image needs a name'
	bad "image $(printf 'a%.0s' {1..64}) -" "image $(printf 'a%.0s' \
{1..64}) is too long for a name, at most 63 bytes"
}

@test "a comment begins at the start of a word only" {
	good "$MAC web1 local # a comment" "$MAC web1 local"
	good "$MAC web1 local #" "$MAC web1 local"
	good "$MAC web1 boot=rescue args=a#b" "$MAC web1 boot=rescue args=a#b"
	good "$MAC web1 local args=\"a #b\"" "$MAC web1 local args=\"a #b\""
	text '# nothing' '   # nothing' '' '	'
	compile
	[ -z "$(mkbootroot dump)" ]
}

@test "quotes open behind the = and close the word" {
	good "$MAC - boot=rescue args=\"a b\"" "$MAC - boot=rescue args=\"a b\""
	good "$MAC - boot=rescue args=\"a\"" "$MAC - boot=rescue args=a"
	good "$MAC - boot=\"rescue\"" "$MAC - boot=rescue"
	bad "$MAC - args=\"a b" 'the quote is not closed'
	bad "$MAC - args=\"a\\" 'the quote is not closed'
	bad "$MAC - args=\"a\"b" 'text behind the closing quote'
	bad "$MAC - args=a\"b\"" \
	    'a quote inside a value: a quote opens directly behind the ='
	bad "$MAC - args=\"a\\n\"" \
	    'only \" and \\ may follow a backslash between quotes'
	bad "$MAC - args=\"a	b\"" 'a tab between quotes'
}

@test "a quote and a backslash are said with a backslash between quotes" {
	# Nothing is booted here: no loader's language needs to say it.
	good "$MAC - local args=\"a\\\"b\\\\c\"" \
	    "$MAC - local args=\"a\\\"b\\\\c\""
}

@test "CR before LF is dropped, other control bytes are mistakes" {
	printf '%s web1 local\r\n' "$MAC" >"$dir/clients"
	compile
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web1 local" ]
	bad "$MAC web1 local"$'\r '  'a control character, \015'
	bad "$MAC web1"$'\001 local' 'a control character, \001'
	# What editors of Windows put in front.
	bad $'\357\273\277'"$MAC web1 local" 'it begins with a byte order mark (BOM): write it without'
	bad $'\376\377x' 'it is written in UTF-16: write it in UTF-8'
	bad "# comment"$'\033' 'a control character, \033'
	bad "$MAC web1 local"$'\177' 'a control character, \177'
	printf '%s web1\0 local\n' "$MAC" >"$dir/clients"
	run -1 compile
	[ "$output" = 'clients:1: a control character, \000' ]
}

@test "the last line needs no LF" {
	printf '%s web1 local' "$MAC" >"$dir/clients"
	compile
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web1 local" ]
}

@test "a line without a name is a mistake, also where a word stands in its place" {
	bad "$MAC" 'the name is missing: write - for no name'
	bad "$MAC boot=rescue" \
	    'boot= stands where the name belongs: write - for no name'
	bad "$MAC local" \
	    'local stands where the name belongs: write - for no name'
	bad "$MAC web/1 local" \
	    "web/1 is not a name: only letters, digits, '.', '_' and '-'"
	bad "$MAC -x local" "-x is not a name: it begins with '.' or '-'"
	bad "$MAC $(printf 'a%.0s' {1..64}) local" "$(printf 'a%.0s' \
{1..64}) is too long for a name, at most 63 bytes"
	good "$MAC $(printf 'a%.0s' {1..63}) local" \
	    "$MAC $(printf 'a%.0s' {1..63}) local"
	bad 'default everybody local' \
	    'everybody: only a client has a name, write -'
	bad 'b8:* pi local' 'pi: only a client has a name, write -'
}

@test "an unknown word is a mistake, with a suggestion if one is near" {
	bad "$MAC - bot=rescue" 'unknown word "bot=": is it "boot="?'
	bad "$MAC - lokal" 'unknown word "lokal": is it "local"?'
	bad "$MAC - x46=/a" 'unknown word "x46=": is it "x64="?'
	bad "$MAC - arg=x" 'unknown word "arg=": is it "args="?'
	bad "$MAC - Boot=rescue" 'unknown word "Boot=": is it "boot="?'
	# The words of other programs.
	bad "$MAC - append=x" 'unknown word "append=": is it "args="?'
	bad "$MAC - gateway=10.9.0.1" 'unknown word "gateway=": is it "router="?'
	bad "$MAC - disk" 'unknown word "disk": is it "local"?'
	bad 'group=lab - boot=rescue' 'group= at the beginning of a line: write group and a blank'
	bad "$MAC - somethingelse" 'unknown word "somethingelse"'
	bad "$MAC - args=a splash" 'unknown word "splash": arguments with blanks stand in quotes, as in args="a b"'
	bad "$MAC - args=a onec" 'unknown word "onec": is it "once"? If not: arguments with blanks stand in quotes, as in args="a b"'
	bad "$MAC - =x" 'no word before the ='
}

@test "a line has one action" {
	good "$MAC - local" "$MAC - local"
	good "$MAC - ignore" "$MAC - ignore"
	good "$MAC - boot=rescue" "$MAC - boot=rescue"
	good "$MAC -" "$MAC -"
	bad "$MAC - boot=rescue local" \
	    'boot and local: a line has one of boot=, local and ignore'
	bad "$MAC - ignore ignore" \
	    'ignore and ignore: a line has one of boot=, local and ignore'
	bad "$MAC - local=yes" 'local takes no value'
	bad "$MAC - boot" 'boot= needs a value'
	bad "$MAC - boot=" 'boot= needs a value'
}

@test "words stand only in the lines they belong to, and once" {
	bad 'net 10.0.0.0/8 - args=a' 'args= does not belong to net'
	bad 'net 10.0.0.0/8 - x64=/a' 'x64= does not belong to net'
	bad 'image rescue - boot=rescue' 'boot= does not belong to image'
	bad 'image rescue - router=1.2.3.4' 'router= does not belong to image'
	bad 'default - ip=10.9.0.1' 'ip= does not belong to default'
	bad 'b8:* - ip=10.9.0.1' 'ip= does not belong to a prefix of addresses'
	bad "$MAC - mac=1:2:3:4:5:6" 'mac= belongs to a uuid: line'
	bad "$MAC - boot=rescue args=a args=b" 'args= twice'
	bad "$MAC - ip=10.9.0.1 ip=10.9.0.2" 'ip= twice'
	bad "$MAC - boot=debian12 x64=linux arch9=linux" 'arch9= twice' \
	    'x64=linux: cannot send debian12/linux: no such file in the boot root'
}

@test "addresses and times are checked" {
	good "$MAC - local ip=10.9.0.21 router=10.9.0.254 dns=1.1.1.1 \
dns=9.9.9.9 lease=90m server=10.9.0.1 servername=boot.example" "$MAC - local \
ip=10.9.0.21 router=10.9.0.254 dns=1.1.1.1 dns=9.9.9.9 lease=90m \
server=10.9.0.1 servername=boot.example"
	good "$MAC - lease=86400" "$MAC - lease=1d"
	good "$MAC - lease=604800s" "$MAC - lease=1w"
	good "$MAC - lease=59" "$MAC - lease=59"
	bad "$MAC - ip=10.9.0" 'ip=10.9.0 is not an IPv4 address'
	bad "$MAC - ip=0.0.0.0" 'ip=0.0.0.0 is not the address of a host'
	bad "$MAC - server=224.0.0.1" \
	    'server=224.0.0.1 is not the address of a host'
	bad "$MAC - lease=1y" 'lease=1y is not a time such as 3600, 60m or 1d'
	bad "$MAC - lease=-1" 'lease=-1 is not a time such as 3600, 60m or 1d'
	bad "$MAC - lease=9999w" \
	    'lease=9999w is not a time that fits in 32 bits of seconds'
	bad "$MAC - lease=0" \
	    'lease=0 is not a time that fits in 32 bits of seconds'
	bad "$MAC - dns=1.1.1.1 dns=1.1.1.2 dns=1.1.1.3 dns=1.1.1.4 \
dns=1.1.1.5" 'more than 4 dns='
}

@test "several servers, each once, and how long they wait for each other" {
	local many i
	many=$(printf ' server=10.9.0.%d' {1..16})
	good "default - local$many rank-delay=400" "default - local$many rank-delay=400ms"
	good 'net 10.9.0.0/24 - server=10.9.0.2 rank-delay=1s server=10.9.0.1' \
	    'net 10.9.0.0/24 - server=10.9.0.2 rank-delay=1000ms server=10.9.0.1'
	good 'default - local rank-delay=0' 'default - local rank-delay=0ms'
	bad "default - local$many server=10.9.0.17" 'more than 16 server='
	bad "$MAC - local server=10.9.0.1 server=10.9.0.2 server=10.9.0.1" \
	    'server=10.9.0.1 twice'
	for i in soon 1m -1 +1 0x10 '1 s' 250mss .5s; do
		bad "default - local rank-delay=\"$i\"" \
		    "rank-delay=${i// /\\040} is not a time such as 250ms or 1s"
	done
	for i in 61s 60001 60001ms 99999999999s; do
		bad "default - local rank-delay=$i" \
		    "rank-delay=$i is longer than 60 seconds"
	done
	bad 'default - local rank-delay=1 rank-delay=2' 'rank-delay= twice'
	bad "$MAC - local rank-delay=1" 'rank-delay= does not belong to a client'
	bad 'group a - local rank-delay=1' 'rank-delay= does not belong to group'
	# A list is that of one record, and whoever has one server has no order.
	text 'default - boot=rescue server=10.9.0.1 server=10.9.0.2' \
	    'image rescue - server=10.8.0.1 server=10.8.0.2 server=10.8.0.3 rank-delay=10' \
	    "$MAC web1 boot=rescue" '52:54:00:00:00:07 web2 boot=rescue server=10.7.0.1'
	compile
	run -0 mkbootroot explain web1
	[[ $output =~ "they answer: 10.8.0."[123]" at once, 10.8.0."[123]" after 10 ms, 10.8.0."[123]" after 20 ms" ]]
	run -0 mkbootroot explain web2
	[[ $output == *"server=10.7.0.1: from the client's record"* && $output != *'they answer'* && $output != *rank-delay=10ms:* ]]
}

@test "a path stays in the boot root and says nothing to a loader" {
	local path
	for path in 'a,b' "a'b" 'a$b' 'a;b' 'a{b' 'a}b' 'a\b'; do
		bad "$MAC - boot=rescue kernel=$path" "kernel=${path//\\/\\134} \
is not a path: it has a blank, a comma, a quote or one of \\ \$ ; { }"
	done
	bad "$MAC - boot=rescue kernel=\"a b\"" "kernel=a\\040b is not a \
path: it has a blank, a comma, a quote or one of \\ \$ ; { }"
	for path in ../x a/../../x /..; do
		bad "$MAC - boot=rescue kernel=$path" "kernel=$path is not a \
path: \"..\" could leave the boot root"
	done
	for path in . ./x a/./x /./a a/.; do
		bad "$MAC - boot=rescue kernel=$path" "kernel=$path is not a \
path: leave \".\" out"
	done
	for path in / a// a/; do
		bad "$MAC - boot=rescue kernel=$path" \
		    "kernel=$path is not a path to a file"
	done
}

@test "every named file is there, a file, and for everybody to read" {
	bad "$MAC - boot=rescue kernel=nothing" 'kernel=nothing: cannot send '\
'rescue/nothing: no such file in the boot root'
	bad "$MAC - boot=rescue kernel=/nothing" 'kernel=/nothing: cannot '\
'send nothing: no such file in the boot root'
	mkdir "$dir/root/rescue/folder"
	bad "$MAC - boot=rescue initrd=folder" \
	    'initrd=folder: cannot send rescue/folder: it is a folder'
	ln -s /etc/passwd "$dir/root/rescue/out"
	bad "$MAC - boot=rescue initrd=out" \
	    'initrd=out: cannot send rescue/out: its link leads to nothing in the boot root'
	mkfifo "$dir/root/rescue/fifo"
	bad "$MAC - boot=rescue initrd=fifo" \
	    'initrd=fifo: cannot send rescue/fifo: it is not a regular file'
	ln -s circle "$dir/root/rescue/circle"
	bad "$MAC - boot=rescue initrd=circle" 'initrd=circle: cannot send '\
'rescue/circle: its links form a circle'
	chmod 640 "$dir/root/rescue/vmlinuz"
	bad "$MAC - boot=rescue kernel=vmlinuz" \
	    'kernel=vmlinuz: cannot send rescue/vmlinuz: not everybody may '\
'read it; check -f mends it' 'image rescue: cannot send rescue/vmlinuz: not everybody may read it; check -f mends it'
	chmod 644 "$dir/root/rescue/vmlinuz"
	chmod 750 "$dir/root/rescue"
	bad "$MAC - local kernel=/rescue/vmlinuz" 'kernel=/rescue/vmlinuz: '\
'cannot send rescue/vmlinuz: not everybody may enter its folder; check -f mends it'
}

@test "a link inside the boot root is followed" {
	ln -s ../debian12/debian-installer/amd64/linux "$dir/root/rescue/other"
	good "$MAC - boot=rescue kernel=other" "$MAC - boot=rescue kernel=other"
}

@test "a relative path needs an image" {
	bad "$MAC - local kernel=vmlinuz" 'kernel=vmlinuz is relative, and '\
'the line has no image: begin it with /'
	good "$MAC - local kernel=/rescue/vmlinuz" \
	    "$MAC - local kernel=/rescue/vmlinuz"
	# default's image is the image of a line without an action
	text 'default - boot=rescue' "$MAC - kernel=vmlinuz"
	compile
}

@test "a line that begins wrongly is told how it may be meant" {
	local of='is not a MAC address, uuid:, group, net, image, remap or default'
	bad 'all - local' "all $of: is it default?"
	bad 'deefault - local' "deefault $of: is it default?"
	bad 'subnet - local' "subnet $of: is it net?"
	bad 'gruup - local' "gruup $of: is it group?"
	bad 'test - local' "test $of"
	bad '* - local' '* is not the beginning of a MAC address: 1 to 5 whole octets and *; for all others: default'
	bad "web1 $MAC local" "web1 $of" \
	    "$MAC stands where the name belongs: the MAC address is the first word of a line"
}

@test "boot= names an image that is there" {
	bad "$MAC - boot=nothing" \
	    'boot=nothing: the boot root has no such image'
	bad 'image nothing -' 'image nothing: the boot root has no such folder'
	bad "$MAC - boot=local" \
	    'boot=local: the boot root has no such image: local, without boot=, boots the disk'
	echo x >"$dir/root/file"
	bad "$MAC - boot=file" 'boot=file: the boot root has no such image'
	bad "$MAC - boot=debain12" 'boot=debain12: the boot root has no such image: is it debian12?'
	bad 'image debian1 -' 'image debian1: the boot root has no such folder: is it debian12?'
}

@test "a boot file's path has at most 127 bytes" {
	local name
	name=$(printf 'a%.0s' {1..121})
	echo x >"$dir/root/rescue/$name"
	bad "$MAC - boot=rescue x64=$name" "x64=$name: a boot file's path has \
at most 127 bytes, this one has 128"
	name=${name#a}
	echo x >"$dir/root/rescue/$name"
	good "$MAC - boot=rescue x64=$name" "$MAC - boot=rescue x64=$name"
}

@test "an overlong text, record or line is a mistake" {
	local long
	long=$(printf 'a%.0s' {1..1023})
	good "$MAC - boot=debian12 args=$long" "$MAC - boot=debian12 args=$long"
	text "$MAC - boot=debian12 args=a$long"
	run -1 compile -q
	[[ $output = "clients:1: args="*" is too long, at most 1023 bytes" ]]
	bad "$MAC - $(printf 'a%.0s' {1..17000})" \
	    'the line is too long, at most 16383 bytes'
	text "$MAC - initrd=/$long"
	run -1 compile -q
	[[ $output = *" is too long, at most 1023 bytes" ]]
	local eight="$MAC - local ipxe=http://h/" n
	for n in {0..40}; do
		eight+=" arch$((100 + n))=/${long:0:300}"
	done
	text "$eight"
	run -1 compile -q
	[ "${lines[0]}" = \
	    'clients:1: the line says too much: a record has at most 8192 bytes' ]
}

@test "words of later versions are refused, not ignored" {
	bad "$MAC - boot=rescue quirk=delay=x" 'quirk=delay=x needs a number of seconds, 1 to 60'
	bad "$MAC - boot=rescue quirk=delay=" 'quirk=delay= needs a number of seconds, 1 to 60'
	bad "$MAC - boot=rescue quirk=delay=61" 'quirk=delay=61 needs a number of seconds, 1 to 60'
	bad "$MAC - boot=rescue quirk=delay=+1" 'quirk=delay=+1 needs a number of seconds, 1 to 60'
	bad "$MAC - boot=rescue quirk=x" 'quirk=x is no quirk that is known'
	bad "net 10.9.0.0/24 - class=x" 'class= does not belong to net'
}

@test "HTTP boot files are URLs" {
	good "$MAC - boot=rescue x64-http=http://h/x.efi" \
	    "$MAC - boot=rescue x64-http=http://h/x.efi"
	good "$MAC - boot=rescue ipxe=tftp://h/x.ipxe" \
	    "$MAC - boot=rescue ipxe=tftp://h/x.ipxe"
	good "$MAC - boot=rescue x64-http=- ipxe=- x64-ipxe=-" \
	    "$MAC - boot=rescue x64-http=- ipxe=- x64-ipxe=-"
	bad "$MAC - x64-http=x.efi" \
	    'x64-http=x.efi is not a URL with http:// or https://'
	bad "$MAC - x64-http=http:///x" \
	    'x64-http=http:///x is not a URL: it has no host'
	bad "$MAC - x64-http=http://10.9.0.1:8o80/x.efi" \
	    'x64-http=http://10.9.0.1:8o80/x.efi is not a URL: its port is not a number from 1 to 65535'
	local setting
	for setting in 'http://h/${mac:hexhyp}.ipxe' 'https://${next-server}/b?u=${uuid}&a=${asset:uristring}' \
	    'tftp://${next-server}/${net${idx}/mac}' '/hosts/${net0/mac:hexhyp}.ipxe' 'own/${hostname}'; do
		good "$MAC - boot=rescue ipxe=$setting x64-ipxe=$setting" \
		    "$MAC - boot=rescue ipxe=$setting x64-ipxe=$setting"
	done
	for setting in 'http://h/${mac' 'http://h/${}' 'http://h/mac}' '/a/${a b}' '/a/${a$b}' '/a/${a}}'; do
		[[ $setting = *' '* ]] || bad "$MAC - boot=rescue ipxe=$setting" \
		    "ipxe=$setting has a \${ or } that is no setting of iPXE, such as \${net0/mac:hexhyp}"
	done
	bad "$MAC - boot=rescue ipxe=/a/\${x}/../b" 'ipxe=/a/${x}/../b is not a path: ".." could leave the boot root'
	bad "$MAC - x64=/a/\${x}" 'x64=/a/${x} is not a path: it has a blank, a comma, a quote or one of \ $ ; { }'
	bad "$MAC - x64-http=http://h/\${x}" 'x64-http=http://h/${x} is not a URL: it has a blank, a comma, a quote or one of \ $ ; { }'
	bad "$MAC - ipxe=own/\${hostname}" 'ipxe=own/${hostname} is relative, and the line has no image: begin it with /'
	bad "$MAC - ipxe=http://h/\$x" "ipxe=http://h/\$x is not a URL: it \
has a blank, a comma, a quote or one of \\ \$ ; { }"
}

@test "http= is yes, no, or a URL that names can be put behind" {
	local value
	for value in yes no http://h https://h:8443/ http://10.9.0.1:8080/pxe/x 'http://[fd00::1]/'; do
		good "$MAC web1 boot=rescue http=$value" "$MAC web1 boot=rescue http=$value"
		good "b8:27:eb:* - boot=rescue http=$value" "b8:27:eb:* - boot=rescue http=$value"
		good "default - boot=rescue http=$value" "default - boot=rescue http=$value"
		good "net 10.9.0.0/24 - http=$value" "net 10.9.0.0/24 - http=$value"
		text "image rescue - http=$value"
		compile
		[ "$(mkbootroot dump | grep ^image | tr -s ' ')" = "image rescue - http=$value" ]
	done
	for value in on YES '-' tftp://h/ httpd://h h/x; do
		bad "$MAC - http=$value" "http=$value is neither yes nor no nor a URL with http:// or https://"
	done
	for value in 'http://h/?a' 'http://h/#a'; do
		bad "$MAC - http=$value" "http=$value is not a URL that a file's name can be put behind: it has a ? or a #"
	done
	for value in http:// http:///x http://:80/; do
		bad "$MAC - http=$value" "http=$value is not a URL: it has no host"
	done
	for value in http://h: http://h:/ http://h:0 http://h:65536/ http://h:+80/ http://h:http/ 'http://[fd00::1]:/' http://fd00::1/; do
		bad "$MAC - http=$value" "http=$value is not a URL: its port is not a number from 1 to 65535"
	done
	for value in 'http://[fd00::1' 'http://[fd00::1/]/' 'http://[10.9.0.1]/' 'http://[]/' 'http://[fe80::1%25eth0]/'; do
		bad "$MAC - http=$value" "http=$value is not a URL: [ ] is not an IPv6 address"
	done
	for value in http://10.9.0/ http://10.9.0.256:80/ http://1/; do
		bad "$MAC - http=$value" "http=$value is not a URL: its host is not an IPv4 address"
	done
	for value in 'http://a|b/' 'http://[fd00::1]8080/' 'http://h%61/'; do
		bad "$MAC - http=$value" "http=$value is not a URL: its host is neither a name of letters, digits, dots and hyphens nor an address"
	done
	bad "$MAC - http=http://me:secret@h/" "http=http://me:secret@h/ has a user's name before the host, which firmware does not send"
	bad "$MAC - http=http://h/a,b" 'http=http://h/a,b is not a URL: it has a blank, a comma, a quote or one of \ $ ; { }'
	bad "$MAC - http=" 'http= needs a value'
	bad "$MAC - http=yes http=no" 'http= twice'
	bad "$MAC - http=http://é/" 'http=http://\303\251/ is not a URL: only printable ASCII'
	text "$MAC - http=http://h/$(printf 'a%.0s' {1..250})"
	run -1 compile
	[[ $output = *' is too long, at most 255 bytes' ]]
}

@test "a boot file on another server has its IPv4 address" {
	good "$MAC - boot=rescue x64=tftp://10.20.0.6/x/wdsmgfw.efi bios=tftp://10.20.0.6//a" \
	    "$MAC - boot=rescue x64=tftp://10.20.0.6/x/wdsmgfw.efi bios=tftp://10.20.0.6//a"
	good "$MAC - boot=rescue x64=\"tftp://10.20.0.6/boot\\\\x64\\\\w.efi\"" \
	    "$MAC - boot=rescue x64=\"tftp://10.20.0.6/boot\\\\x64\\\\w.efi\""
	local needs="needs the server's IPv4 address: firmware looks up no names, and knows one port"
	bad "$MAC - x64=tftp://wds/x" "x64=tftp://wds/x $needs"
	bad "$MAC - x64=tftp://10.20.0.6:69/x" "x64=tftp://10.20.0.6:69/x $needs"
	bad "$MAC - x64=tftp://224.0.0.6/x" 'x64=tftp://224.0.0.6/x is not the address of a host'
	local url
	for url in tftp:// tftp://10.20.0.6 tftp://10.20.0.6/; do
		bad "$MAC - x64=$url" "x64=$url names no file on that server"
	done
	bad "$MAC - x64=http://h/x" 'x64=http://h/x is for firmware that boots by HTTP, see x64-http='
	bad "$MAC - x64=tftp://10.20.0.6/a%20b" 'x64=tftp://10.20.0.6/a%20b has a blank, a comma, a quote or one of $ ; { } % ? # in the file'"'s name"
	local long
	long=$(printf 'a%.0s' {1..127})
	good "$MAC - boot=rescue x64=tftp://10.20.0.6/$long" "$MAC - boot=rescue x64=tftp://10.20.0.6/$long"
	text "$MAC - x64=tftp://10.20.0.6/${long}a"
	run -1 compile
	[[ $output = *' is too long for a boot file, at most 127 bytes' ]]
	bad "$MAC - x64-ipxe=" 'x64-ipxe= needs a value'
	bad "$MAC - x64-ipxe=http://h/a arch9-ipxe=http://h/b" 'arch9-ipxe= twice'
	bad "$MAC - x64-ipx=/a" 'unknown word "x64-ipx="'
	bad 'net 10.9.0.0/24 - x64-ipxe=/a' 'x64-ipxe= does not belong to net'
}

@test "class= has blanks and may be repeated, and file= is for the one before" {
	echo x >"$dir/root/rescue/spl"
	local words='class="AM335x ROM" file=spl x64-http=- class=b class="c \"d" file=-'
	good "$MAC - boot=rescue $words" "$MAC - boot=rescue $words"
	bad "$MAC - boot=rescue class=é" 'class=\303\251 is not a vendor class: only printable ASCII'
	bad "$MAC - boot=rescue class=AAPLBSDPC/i386" "class=AAPLBSDPC/i386 is that of Apple's NetBoot, which dhcp-helper does not speak"
	bad "$MAC - boot=rescue class=é file=spl" 'class=\303\251 is not a vendor class: only printable ASCII'
	bad "$MAC - boot=rescue file=spl" 'file= without a class= before it'
	bad "$MAC - boot=rescue class=a file=spl file=spl" 'file= twice for class=a'
	bad "$MAC - boot=rescue class=a class=b class=a" 'class=a twice'
	bad "$MAC - boot=rescue class=HTTPClient:Arch:00016 file=spl" \
	    'file= for class=HTTPClient:Arch:00016: firmware that boots by HTTP is told x64-http= and the like'
	bad "$MAC - boot=rescue class=a file=nothing" 'file=nothing: cannot send rescue/nothing: no such file in the boot root'
	bad "$MAC - boot=rescue class=a file=http://h/x" 'file=http://h/x is for firmware that boots by HTTP, see x64-http='
	bad "$MAC - boot=rescue class=a file=" 'file= needs a value'
}

@test "one MAC, UUID, ip=, prefix, net, image or default stands once" {
	text "$MAC a local ip=10.9.0.1" '5254.0012.3456 b local' \
	    '1:2:3:4:5:6 c local ip=10.9.0.1' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 d mac=1:2:3:4:5:6' \
	    'uuid:4C4C4544-0042-4710-8057-B4C04F564432 e local' \
	    'uuid:44454c4c-4200-1047-8057-b4c04f564432 f local' \
	    'b8:* - local' 'B8-* - local' \
	    'net 10.0.0.0/8 -' 'net 10.0.0.0/8 -' \
	    'image rescue -' 'image rescue -' \
	    'default - local' 'default - ignore' \
	    'uuid:00000000-0042-4710-8057-b4c04f564432 g mac=9:9:9:9:9:9' \
	    '9:9:9:9:9:9 h local'
	run -1 compile -q
	[ "$output" = "\
clients:2: 52:54:00:12:34:56 stands in line 1 already
clients:3: ip=10.9.0.1 stands in line 1 already
clients:4: mac=01:02:03:04:05:06 stands in line 3 already
clients:5: uuid:4c4c4544-0042-4710-8057-b4c04f564432 stands in line 4 already
clients:6: uuid:44454c4c-4200-1047-8057-b4c04f564432 stands in line 4 \
already, with its first three fields byte-swapped
clients:8: b8:* stands in line 7 already
clients:10: net 10.0.0.0/8 stands in line 9 already
clients:12: image rescue stands in line 11 already
clients:14: default stands in line 13 already
clients:16: 09:09:09:09:09:09 stands in line 15 already" ]
}

@test "one name for several MACs is one machine" {
	text "$MAC web1 local" '1:2:3:4:5:6 web1 local'
	compile
	run mkbootroot explain web1 arch=bios
	[ "$(grep -c ^rule <<<"$output")" = 2 ]
}

@test "all mistakes are listed in one run, in the order of the lines" {
	text "$MAC - boot=nothing" "$MAC web1 lokal x64=/no" 'web2' '' \
	    '1:2:3:4:5:6 x kernel=/no boot=debian12 args="${x}"'
	run -1 compile
	[ "$output" = "\
clients:1: boot=nothing: the boot root has no such image
clients:2: unknown word \"lokal\": is it \"local\"?
clients:2: $MAC stands in line 1 already
clients:2: x64=/no: cannot send no: no such file in the boot root
clients:3: web2 is not a MAC address, uuid:, group, net, image, remap or default
clients:3: the name is missing: write - for no name
clients:5: kernel=/no: cannot send no: no such file in the boot root" ]
	# On a terminal, and with -v: mistakes may stand among many warnings.
	run -1 compile -v
	[ "${lines[-1]}" = 'mkbootroot: 7 mistakes: the map stays as it is' ]
	[ ! -e "$dir/clients.cdb" ]
}

@test "what a loader's language cannot say is a mistake that names it" {
	bad "$MAC - boot=debian12 args=\"a'b\"" \
	    "GRUB cannot express ', \" and \\ in args="
	local word
	for word in '${x}' 'x ; y' 'x || y' '&& y' 'x #y'; do
		bad "$MAC - boot=debian12 args=\"$word\"" "iPXE cannot express \${, \
;, || and &&, nor a word that begins with #, in args="
	done
	bad "$MAC - boot=debian12 args=\"x\\\\\"" \
	    "GRUB cannot express ', \" and \\ in args=" \
	    "iPXE cannot express \\ at the end of args="
	bad "$MAC - boot=debian12 args=-" \
	    'PXELINUX cannot express "-" as a word of args='
	bad "$MAC - boot=debian12 args=\" - \"" \
	    'PXELINUX cannot express "-" as a word of args='
	# the image's line is to blame for what it says itself
	text "$MAC - boot=debian12" 'image debian12 - args=-'
	run -1 compile
	[ "$output" = 'clients:2: PXELINUX cannot express "-" as a word of args=' ]
}

@test "a path that PXELINUX would cut is a mistake" {
	local long
	long=$(printf '%0130d/%0130d' 0 0)
	mkdir -p "$dir/root/debian12/${long%/*}"
	echo kernel >"$dir/root/debian12/$long"
	text "$MAC - boot=debian12 kernel=$long"
	run -1 compile
	[ "$output" = 'clients:1: PXELINUX cannot express a path of more than 253 bytes' ]
}

@test "a mistake leaves the old map, byte for byte" {
	text "$MAC web1 local"
	compile
	cp "$dir/clients.cdb" "$dir/old"
	text "$MAC web1 lokal"
	run -1 compile
	cmp "$dir/clients.cdb" "$dir/old"
	[ -z "$(find "$dir" -maxdepth 1 -name '*.new')" ]
	text "$MAC web1 boot=debian12 args=-"
	run -1 compile
	cmp "$dir/clients.cdb" "$dir/old"
}

everything() {
	text 'default - boot=rescue args="one two" lease=2h' \
	    "$MAC web1 boot=debian12 ip=10.9.0.21" \
	    '52-54-00-ab-cd-ef web2 boot=debian12 args="!console=ttyS0 a=b" http=no' \
	    'aabb.ccdd.eeff db1 local # boots its disk' \
	    'b8:27:eb:* - boot=rescue once initrd=initrd.img initrd=/rescue/initrd.img' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=rescue once=sent mac=52:54:00:99:88:77' \
	    'net 10.9.0.0/24 - server=10.9.0.1 server=10.9.0.2 rank-delay=300ms router=10.9.0.254 dns=10.9.0.254 dns=1.1.1.1 http=https://h:1/p lease=1d' \
	    'image debian12 - x64=debian-installer/amd64/bootnetx64.efi servername=h' \
	    '1:2:3:4:5:6 web1 boot=rescue uboot=/debian12/version.info arch99=/rescue/vmlinuz ipxe=http://h/a.ipxe x64-ipxe=- arch99-ipxe=/rescue/vmlinuz ia32="tftp://10.20.0.6/boot\\\\ia32\\\\a.efi" arm64=- bios-ipxe=tftp://h/x class="a b" file=vmlinuz class=c class=d file=-'
}

@test "compiled, dumped and compiled again is the same file" {
	everything
	compile
	mkbootroot dump >"$dir/dumped"
	cp "$dir/clients.cdb" "$dir/first"
	mkbootroot -f "$dir/dumped"
	cmp "$dir/clients.cdb" "$dir/first"
	grep -q '^	# found: kernel=debian-installer/amd64/linux$' "$dir/dumped"
	grep -q '^image rescue  *-$' "$dir/dumped"
}

@test "the file is what clients.cdb(5) says" {
	everything
	compile
	run -0 python3 "$BATS_TEST_DIRNAME/fixtures/read_map.py" \
	    "$dir/clients.cdb"
	[ "$output" = 'V
D 2 7 19
M525400123456 1 2 12
nweb1 M525400123456
a0a090015 M525400123456
M525400abcdef 1 2 7 28
nweb2 M525400abcdef
Maabbccddeeff 1 3
ndb1 Maabbccddeeff
Pb827eb 2 30 6 6
U4c4c4544004247108057b4c04f564432 1 2 30 13
nr640 U4c4c4544004247108057b4c04f564432
m525400998877 U4c4c4544004247108057b4c04f564432
N0a09000018 15 15 36 17 18 18 28 19
Idebian12 9 16 137 138 133 134 163 149
M010203040506 1 2 9 9 11 26 26 9 9 26 14 27 14 14 27
nweb1 M010203040506
Irescue 133 134' ]
}

@test "the same text gives the same file" {
	everything
	compile
	cp "$dir/clients.cdb" "$dir/first"
	rm "$dir/clients.cdb"
	compile
	cmp "$dir/clients.cdb" "$dir/first"
	[ "$(stat -c %a "$dir/clients.cdb")" = 644 ]
	(umask 077 && compile)
	[ "$(stat -c %a "$dir/clients.cdb")" = 644 ]
}

@test "standard input is read with -f -" {
	echo "$MAC web1 local" | mkbootroot -f -
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web1 local" ]
	run -1 mkbootroot -f - <<<'web1'
	[ "${lines[0]}" = \
	    'stdin:1: web1 is not a MAC address, uuid:, group, net, image, remap or default' ]
}

@test "-n writes nothing" {
	text "$MAC web1 local"
	compile -n
	[ ! -e "$dir/clients.cdb" ]
	text "$MAC web1 lokal"
	run -1 compile -n
	[ "$output" = 'clients:1: unknown word "lokal": is it "local"?' ]
}

@test "scripts hear nothing when all is well" {
	text "$MAC web1 boot=debian12 ip=10.9.0.21 args=quiet" 'default - ignore'
	run compile
	[ -z "$output" ]
}

@test "what is missing is said with its reason" {
	run -1 mkbootroot -f "$dir/nothing"
	[ "$output" = \
	    "mkbootroot: cannot read $dir/nothing: No such file or directory; write a line for each machine, see clients(5)" ]
	text "$MAC web1 local"
	run -1 "$top/mkbootroot/mkbootroot" -f "$dir/clients" \
	    -r "$dir/nothing" -m "$dir/m"
	[ "$output" = "mkbootroot: cannot open boot root $dir/nothing: No \
such file or directory; make it, or name another one with -r" ]
	run -1 "$top/mkbootroot/mkbootroot" -f "$dir/clients" \
	    -r "$dir/root" -m "$dir/nothing/m"
	[ "$output" = "mkbootroot: cannot write map $dir/nothing/m: No such \
file or directory; make its folder" ]
	run -2 mkbootroot nonsense
	[ "${lines[0]}" = 'mkbootroot: nonsense is not a command' ]
	[ "${lines[1]}" = "usage: mkbootroot [-nqv] [-D folder] [-f clients] [-m map] \
[-r boot-root]" ]
	run -2 mkbootroot loader
	[ "$output" = 'mkbootroot: loader is not a command: is it loaders?' ]
	# Of one command, its own words.
	run -2 mkbootroot import debian
	[ "$output" = 'usage: mkbootroot [option ...] import name archive|folder' ]
	run -2 mkbootroot explain
	[ "${#lines[@]}" = 2 ]
}

@test "check finds a map that is not up to date, or not a map" {
	text "$MAC web1 local"
	run -1 compile -q check
	compile
	compile -q check
	text "$MAC web2 local"
	run -1 compile -q check
	[ "$output" = \
	    "mkbootroot: map $dir/clients.cdb is not what clients says: run mkbootroot" ]
	echo x >"$dir/clients.cdb"
	run -1 compile -q check
	[ "$output" = \
	    "mkbootroot: cannot read map $dir/clients.cdb: it is not a map of bootroot" ]
	[ "$(cat "$dir/clients.cdb")" = x ]
}

# A writer that waits for the end of its text, with the lock held.
waiting_writer() {
	mkfifo "$dir/fifo"
	# The program itself: its process is the one that holds the lock.
	"$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/clients.cdb" \
	    -f - <"$dir/fifo" 3>&- &
	writer=$!
	exec 4>"$dir/fifo"
	local end=$((SECONDS + 20))
	until grep -q " $writer .*:$(stat -c %i "$dir/.clients.cdb.new" \
	    2>/dev/null) " /proc/locks; do
		[ $SECONDS -lt $end ]
	done
}

@test "a killed writer leaves the old map, and the next one works" {
	text "$MAC web1 local"
	compile
	cp "$dir/clients.cdb" "$dir/old"
	waiting_writer
	kill -KILL "$writer"
	wait "$writer" || :
	exec 4>&-
	cmp "$dir/clients.cdb" "$dir/old"
	[ -e "$dir/.clients.cdb.new" ]
	text "$MAC web2 local"
	compile
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web2 local" ]
	[ ! -e "$dir/.clients.cdb.new" ]
	# one that was killed late has left more than the next one writes
	head -c 50000 /dev/urandom >"$dir/.clients.cdb.new"
	compile
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web2 local" ]
}

@test "a second writer waits for the first" {
	text "$MAC web1 local"
	waiting_writer
	compile 3>&- 4>&- &
	local second=$!
	echo '1:2:3:4:5:6 other local' >&4
	exec 4>&-
	wait "$writer"
	wait "$second"
	[ "$(mkbootroot dump | tr -s ' ')" = "$MAC web1 local" ]
}

@test "a second writer names the first after ten seconds" {
	text "$MAC web1 local"
	waiting_writer
	local begun=$SECONDS
	run -111 compile
	[ $((SECONDS - begun)) -ge 9 ]
	[ "$output" = "mkbootroot: cannot write map $dir/clients.cdb: \
process $writer is writing it" ]
	exec 4>&-
	wait "$writer"
}

@test "a full disk leaves the old map" {
	[ "$(id -u)" = 0 ] || skip 'a file system wants root'
	mkdir "$dir/small"
	unshare -m bash -c '
		mount -t tmpfs -o size=64k tmpfs "$1"
		cd "$1"
		"$2" -r "$3" -m map -f - <<<"52:54:00:12:34:56 web1 local" ||
			exit 1
		cp map old
		for i in {1..4000}; do
			printf "52:54:00:00:%02x:%02x web%d local\n" \
			    $((i / 256)) $((i % 256)) $i
		done | "$2" -r "$3" -m map -f - 2>../said
		[ $? = 111 ] && cmp map old && [ ! -e .map.new ] &&
		    grep "cannot write map map: No space left on device" ../said
	' - "$dir/small" "$top/mkbootroot/mkbootroot" "$dir/root"
}

@test "a map that is cut, foreign or of the future is an error" {
	everything
	compile
	cp "$dir/clients.cdb" "$dir/good"
	local size n
	size=$(stat -c %s "$dir/good")
	for n in 0 1 2047 2048 2084 2085 $((size - 1)); do
		head -c "$n" "$dir/good" >"$dir/clients.cdb"
		run -1 mkbootroot dump
		[[ $output = "mkbootroot: cannot read map "* ]]
		run -1 mkbootroot explain web1
	done
	(cat "$dir/good"; echo x) >"$dir/clients.cdb"
	run -1 mkbootroot dump
	[ "$output" = \
	    "mkbootroot: cannot read map $dir/clients.cdb: it is cut or has grown" ]
	head -c 9999 /dev/urandom >"$dir/clients.cdb"
	run -1 mkbootroot dump
	cp "$dir/good" "$dir/clients.cdb"
	printf '\0\0\0\011' | dd of="$dir/clients.cdb" bs=1 seek=2065 \
	    conv=notrunc status=none
	run -1 mkbootroot dump
	[ "$output" = "mkbootroot: cannot read map $dir/clients.cdb: it is of \
a newer version than this program" ]
	# The one before is read, no older one.
	cp "$dir/good" "$dir/clients.cdb"
	printf '\0\0\0\006' | dd of="$dir/clients.cdb" bs=1 seek=2065 \
	    conv=notrunc status=none
	mkbootroot dump >"$dir/as-6"
	cp "$dir/good" "$dir/clients.cdb"
	mkbootroot dump | cmp - "$dir/as-6"
	printf '\0\0\0\005' | dd of="$dir/clients.cdb" bs=1 seek=2065 \
	    conv=notrunc status=none
	run -1 mkbootroot dump
	[ "$output" = "mkbootroot: cannot read map $dir/clients.cdb: it is of \
an older version than this program reads" ]
	rm "$dir/clients.cdb"
	run -1 mkbootroot dump
	[ "$output" = "mkbootroot: cannot read map $dir/clients.cdb: No such \
file or directory; run mkbootroot" ]
	mkdir "$dir/clients.cdb"
	run -1 mkbootroot dump
	rmdir "$dir/clients.cdb"
}

@test "a map with any byte flipped is an error, never a crash" {
	text "$MAC web1 boot=rescue ip=10.9.0.21 args=a" \
	    '1:2:3:4:5:6 web1 local'
	compile
	cp "$dir/clients.cdb" "$dir/good"
	python3 - "$dir" "$top/mkbootroot/mkbootroot" <<'END'
import subprocess, sys
folder, program = sys.argv[1:]
good = open(folder + "/good", "rb").read()
# The table of pointers is long and alike; behind it every byte.
for at in list(range(0, 2048, 97)) + list(range(2048, len(good))):
    bytes_ = bytearray(good)
    bytes_[at] ^= 1 << at % 8
    with open(folder + "/flipped", "wb") as f:
        f.write(bytes_)
    got = subprocess.run([program, "-m", folder + "/flipped", "dump"],
                         capture_output=True)
    if got.returncode != 1 or b"cannot read map" not in got.stderr:
        sys.exit("byte %d: exit %d %s" % (at, got.returncode, got.stderr))
END
}

@test "an ordinary user works in folders of its own" {
	[ "$(id -u)" = 0 ] || skip 'only root can become another user'
	chmod 711 "$dir" "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/*
	mkdir "$dir/own"
	chown nobody "$dir/own"
	echo "$MAC web1 local" | setpriv --reuid=nobody --clear-groups \
	    "$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/own/map" -f -
	[ "$(stat -c %U "$dir/own/map")" = nobody ]
	run -1 setpriv --reuid=nobody --clear-groups \
	    "$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/map" -f - \
	    <<<"$MAC web1 local"
	[ "$output" = \
	    "mkbootroot: cannot write map $dir/map: Permission denied" ]
}

# What goes wrong first decides the exit code, whatever becomes of the message.
@test "the exit code does not depend on whether its message could be written" {
	local words
	mkdir "$dir/tree"
	text "$MAC web1 local"
	compile
	while read -ra words; do
		echo "${words[*]}"
		run -1 mkbootroot "${words[@]}"
		[[ $output == *': No such file or directory'* || $output == *'built without libpcap'* ]]
		mkbootroot "${words[@]}" 2>&- && return 1 || [ $? = 1 ]
		mkbootroot "${words[@]}" 2>/dev/full && return 1 || [ $? = 1 ]
	done <<-END
		-r $dir/nowhere -f $dir/clients
		-r $dir/nowhere -f $dir/clients check
		-r $dir/nowhere -n -f $dir/clients
		-r $dir/nowhere -f $dir/clients export kea
		-r $dir/nowhere explain web1 file=x
		-r $dir/nowhere import new $dir
		-r $dir/nowhere loaders $dir
		-r $dir/nowhere nfsroot new 10.9.0.1:$dir
		-r $dir/nowhere ramdisk new $dir
		-f $dir/nowhere
		explain -p $dir/nowhere
		import new $dir/nowhere
		import-hosts $dir/nowhere
		import-remap $dir/nowhere
		loaders $dir/nowhere
		nfsroot new 10.9.0.1:$dir/nowhere
		nfsroot -k $dir/nowhere new 10.9.0.1:$dir
		nfsroot -x $dir/nowhere/exports -k $dir/nowhere new 10.9.0.1:$dir
		preseed rescue $dir/nowhere
		ramdisk new $dir/nowhere
		ramdisk -k $dir/nowhere new $dir/tree
	END
}

@test "a boot root that cannot be searched does not hide the mistakes that were found" {
	ln -s loop "$dir/root/loop"
	text "$MAC web1 bot=debian12" '52:54:00:12:34:57 web2 boot=loop'
	run -1 compile -q
	# How a C library puts it: "Too many levels of symbolic links", for one.
	[[ ${lines[0]} == "mkbootroot: cannot search boot root $dir/root: "*[sS]ymbolic* ]]
	[[ ${lines[1]} == 'clients:1: '* ]]
	[ "${#lines[@]}" = 2 ]
	run -1 compile -q check
	[[ $output == *"cannot search boot root $dir/root: "*[sS]ymbolic*$'\n''clients:1: '* ]]
}

# With what was read of it, clients would boot something else.
@test "a folder of an image that cannot be read keeps the old map" {
	text "$MAC web1 boot=debian12"
	compile -q
	cp "$dir/clients.cdb" "$dir/before"
	text "$MAC web2 boot=debian12"
	run -111 strace -qq -o /dev/null -e trace=getdents64 -e inject=getdents64:error=EIO:when=1 \
	    "$top/mkbootroot/mkbootroot" -q -r "$dir/root" -m "$dir/clients.cdb" -f "$dir/clients"
	# A C library says "Input/output error", another "I/O error".
	[[ ${lines[0]} == "mkbootroot: cannot search boot root $dir/root: I"*' error' ]]
	cmp "$dir/clients.cdb" "$dir/before"
}
