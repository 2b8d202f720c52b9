#!/usr/bin/env bats
# The answers of installers: their kinds, what is wrong with them, what the kernel is
# told, and who gets them.

bats_require_minimum_version 1.5.0
load httpd
load tftpd
load mkbootroot
load sees

MAC=52:54:00:12:34:56
DASHED=52-54-00-12-34-56
KINDS='preseed, kickstart, autoinstall, cloud-config, autoyast, agama, ignition, proxmox, apkovl, alpine, talos, unattend, meta-data, vendor-data, network-config and file'

setup() {
	sender_begin
	mkdir -p "$root/image" "$root/answers"
	printf kernel >"$root/image/vmlinuz"
	printf initrd >"$root/image/initrd.img"
	cp "$top"/tests/fixtures/answers/good/* "$root/answers"
	mkdir -p "$dir/host/etc"
	echo host >"$dir/host/etc/hostname"
	tar -C "$dir/host" -czf "$root/answers/host.apkovl.tar.gz" etc
	chmod -R a+rX "$root"
	cd "$dir" || return
}

# clients_of FOLDER: a line of clients for each file in it, h11 and on, in
# order of their names.
clients_of() {
	local file n=10
	for file in "$root/$1"/*; do
		n=$((n + 1))
		echo "52:54:00:00:00:$n h$n boot=image ip=10.9.0.$n answers=/$1/${file##*/}"
	done
	echo 'default - local http=yes'
}

@test "the kind of a file is seen in it, and the map has it" {
	clients_of answers >clients
	run -0 compile -q
	run -0 mkbootroot dump
	diff <(sed -n 's/.* answers=//p' <<<"$output") - <<-'END'
		agama:/answers/agama.json
		agama:/answers/agama.jsonnet
		alpine:/answers/alpine-answers
		proxmox:/answers/answer.toml
		autoinstall:/answers/autoinstall
		autoyast:/answers/autoyast.xml
		cloud-config:/answers/cloud-config
		ignition:/answers/config.ign
		apkovl:/answers/host.apkovl.tar.gz
		kickstart:/answers/ks.cfg
		talos:/answers/machine.yaml
		preseed:/answers/preseed.cfg
		unattend:/answers/unattend.xml
	END
	# What is dumped is the same map.
	mkbootroot dump >again
	cp clients.cdb first.cdb
	mkbootroot -q -f again
	cmp first.cdb clients.cdb
}

@test "what is wrong with each kind is named with its file and line, and nothing is lost" {
	map "$MAC web1 boot=image"
	cp clients.cdb old.cdb
	cp -r "$top/tests/fixtures/answers/bad" "$root/bad"
	head -c 60 "$root/answers/host.apkovl.tar.gz" >"$root/bad/cut.apkovl.tar.gz"
	: >"$root/bad/empty"
	chmod -R a+rX "$root"
	clients_of bad >clients
	run -1 compile
	diff <(grep -v warning: <<<"$output") - <<-'END'
		clients:1: answers bad/agama.json:3: not JSON: '}' expected near '"password"'
		clients:2: answers bad/alpine-quote:1: a quote is not closed
		clients:3: answers bad/alpine-word:2: no NAME=value, which is all that setup-alpine reads
		clients:4: answers bad/autoinstall-version:2: autoinstall: has no version:
		clients:5: answers bad/autoinstall-yaml:5: not YAML: did not find expected ',' or '}', while parsing a flow mapping in line 4
		clients:6: answers bad/autoyast.xml:3: not XML: Opening and ending tag mismatch: a line 2 and b
		clients:7: answers bad/bracket.toml:2: not TOML: a bracket is not closed
		clients:8: answers bad/cloud-tab:3: not YAML: found a tab character that violates indentation, while scanning a plain scalar in line 2
		clients:9: answers bad/config.ign:3: not JSON: '}' expected near '.'
		clients:10: answers bad/cut.apkovl.tar.gz: not an archive of tar and gzip: truncated gzip input
		clients:11: answers=/bad/empty: its content does not show its kind: write answers=KIND:/bad/empty; there are preseed, kickstart, autoinstall, cloud-config, autoyast, agama, ignition, proxmox, apkovl, alpine, talos, unattend, meta-data, vendor-data, network-config and file
		clients:12: answers bad/ks-no-end.cfg:5: %post, and %packages of line 3 has no %end
		clients:13: answers bad/ks-section.cfg:3: %pakages: no section of a kickstart is called so
		clients:14: answers bad/preseed.cfg:1: unknown variable @nmae@: is it @name@?
		clients:15: answers bad/quote.toml:2: not TOML: a string does not end
		clients:16: answers bad/talos.yaml:4: not YAML: did not find expected ',' or ']', while parsing a flow sequence in line 3
		clients:17: answers bad/unattend.xml:4: not XML: Premature end of data in tag unattend line 1
		clients:18: answers bad/version.ign: it has no ignition.version, without which Ignition takes nothing
		clients:19: answers bad/word.toml:2: not TOML: a text needs quotes
	END
	cmp old.cdb clients.cdb
}

@test "user-data is seen as cloud-init sees it, and @done@ stays one word in it" {
	local name
	rm -r "$root/answers"
	mkdir "$root/answers"
	cd "$root/answers" || return
	printf '\n#CLOUD-CONFIG\nhostname: a\n' >01-upper
	printf '#cloud-config\nruncmd:\n- [sh, -c, "@done@"]\n- @done@\n' >02-done
	printf '#cloud-config\nruncmd:\n- [sh, -c, @done@]\n' >03-cut
	printf '#cloud-config\nhostname: a\n---\nhostname: b\n' >04-two
	printf '#cloud-config\n- hostname: a\n' >05-list
	printf '\357\273\277#cloud-config\nhostname: a\n' >06-bom
	printf '#!/bin/sh\nmount /dev/x /mnt\nreboot\n' >07-script
	chmod a+r ./*
	cd "$dir" || return
	clients_of answers >clients
	# What is not begun with user-data's own words can be said to be it.
	sed -i 's,=/answers/06,=cloud-config:/answers/06,' clients
	run -1 compile
	diff <(grep -v warning: <<<"$output") - <<-END
		clients:3: answers answers/03-cut:3: YAML cuts @done@ at its commas: write "@done@"
		clients:4: answers answers/04-two:3: a second document, behind a line ---: all of it has to be one
		clients:5: answers answers/05-list:2: there are no keys (KEY:) at the left margin
		clients:6: answers answers/06-bom:1: it begins with a byte order mark (BOM): cloud-init does not see #cloud-config behind it
		clients:7: answers=/answers/07-script: its content does not show its kind: write answers=KIND:/answers/07-script; there are $KINDS
	END
}

@test "aliases of YAML: of nothing, of themselves, twice, and of more than anybody has memory for" {
	local letter last=a
	rm -r "$root/answers"
	mkdir "$root/answers"
	cd "$root/answers" || return
	printf '#cloud-config\nhostname: a\npassword: *star\n' >01-nothing
	printf '#cloud-config\nhostname: &h [x, *h]\n' >02-itself
	printf '#cloud-config\na: &x 1\nb: &x 2\nc: *x\n' >03-twice
	{
		printf '#cloud-config\na: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n'
		for letter in b c d e f g h i; do
			echo "$letter: &$letter [*$last, *$last, *$last, *$last, *$last, *$last, *$last, *$last, *$last]"
			last=$letter
		done
	} >04-many
	printf '#cloud-config\nbase: &b {x: 1}\nmore:\n  <<: *b\n  list: [*b, *b]\n' >05-good
	# The reader of Talos lets the last of two hold, and each document has its own.
	printf 'version: v1alpha1\nmachine: {a: &x 1, b: &x 2, c: *x}\n---\nq: *x\n' >06-talos
	chmod a+r ./*
	cd "$dir" || return
	clients_of answers >clients
	run -1 compile
	diff <(grep ' answers ' <<<"$output") - <<-END
		clients:1: answers answers/01-nothing:3: an alias (*NAME) without an anchor (&NAME) before it: a text that begins with * needs quotes
		clients:2: answers answers/02-itself:2: an alias (*NAME) in what it is an alias of
		clients:3: answers answers/03-twice:3: an anchor (&NAME) whose name another one has already
		clients:4: warning: answers answers/04-many:7: aliases (*NAME) that stand for more than 100000 values: the installer may have no memory for them
		clients:6: answers answers/06-talos:4: an alias (*NAME) without an anchor (&NAME) before it: a text that begins with * needs quotes
	END
}

@test "answers in UTF-16 are told as such, whatever they are; other files are sent as they are" {
	mkdir "$root/answers/web"
	utf16() {
		printf "\\$2" | cat - <(iconv -t "$1" "$root/answers/$3") >"$root/answers/$4"
	}
	utf16 UTF-16LE 377\\376 ks.cfg 16-ks.cfg
	utf16 UTF-16BE 376\\377 preseed.cfg 16-preseed.cfg
	utf16 UTF-16LE 377\\376 cloud-config web/user-data
	printf '\377\376@\0n\0' >"$root/answers/16-other"
	chmod -R a+rX "$root"
	cat >clients <<-END
		52:54:00:00:00:01 a boot=image answers=/answers/16-ks.cfg
		52:54:00:00:00:02 b boot=image answers=/answers/16-preseed.cfg
		52:54:00:00:00:03 c boot=image answers=/answers/web
		52:54:00:00:00:04 d boot=image answers=file:/answers/16-other
		default - local http=yes
	END
	run -1 compile
	diff <(grep UTF <<<"$output") - <<-'END'
		clients:1: answers answers/16-ks.cfg: it is written in UTF-16: write it in UTF-8
		clients:2: answers answers/16-preseed.cfg: it is written in UTF-16: write it in UTF-8
		clients:3: answers answers/web/user-data: it is written in UTF-16: write it in UTF-8
	END
	[[ $output != *clients:4:*answers* ]]
}

@test "the kernel is told what each installer wants, in each loader's language" {
	local args n=10 url quoted
	clients_of answers >clients
	run -0 compile -q
	while read -r args; do
		n=$((n + 1))
		url=http://SERVER/01-52-54-00-00-00-$n/
		args="BOOTIF=01-52-54-00-00-00-$n ${args//URL/$url}"
		args=${args% }
		explain "h$n" file=pxelinux.cfg/default
		sees "APPEND $args"
		explain "h$n" file=boot.ipxe
		[[ $output == *$'\n'"kernel /image/vmlinuz initrd=initrd0 $args || goto failed"$'\n'* ]]
		# GRUB takes a ; outside of quotes for the end of a command.
		quoted="'${args// /\' \'}'"
		explain "h$n" file=grub/grub.cfg
		sees "linux '/image/vmlinuz' $quoted"
	done <<-'END'
		inst.auto=URLprofile.jsonnet
		inst.auto=URLprofile.jsonnet

		proxmox-start-auto-installer
		autoinstall ds=nocloud;s=URL
		autoyast=URLautoinst.xml
		ds=nocloud;s=URL
		ignition.firstboot ignition.platform.id=metal ignition.config.url=URLconfig.ign
		ip=dhcp apkovl=URLalpine.apkovl.tar.gz
		inst.ks=file:/ks.cfg
		talos.platform=metal talos.config=URLmachine.yaml
		priority=critical

	END
	[ "$n" = 23 ]
	# What args= says already stays, and a URL of http= is the client's.
	map "$MAC web1 boot=image answers=/answers/autoinstall args=\"ds=none quiet\" http=http://10.9.0.9:8080/pxe" \
		"52:54:00:12:34:57 web2 boot=image answers=/answers/ks.cfg args=ks=nfs:10.9.0.9:/ks" \
		"52:54:00:12:34:58 web3 boot=image answers=/answers/machine.yaml args=\"talos.config=none\" http=http://10.9.0.9:8080/pxe" \
		"52:54:00:12:34:59 web4 boot=image answers=/answers/config.ign args=\"quiet\" http=http://10.9.0.9:8080/pxe"
	explain web1 file=pxelinux.cfg/default
	sees "APPEND BOOTIF=01-$DASHED autoinstall ds=none quiet"
	explain web2 file=pxelinux.cfg/default
	sees 'APPEND BOOTIF=01-52-54-00-12-34-57 ks=nfs:10.9.0.9:/ks'
	explain web3 file=pxelinux.cfg/default
	sees 'APPEND BOOTIF=01-52-54-00-12-34-58 talos.platform=metal talos.config=none'
	explain web4 file=pxelinux.cfg/default
	sees 'APPEND BOOTIF=01-52-54-00-12-34-59 ignition.firstboot ignition.platform.id=metal ignition.config.url=http://10.9.0.9:8080/pxe/01-52-54-00-12-34-59/config.ign quiet'
	[[ $output == *'  args=ignition.firstboot '*' quiet: from its answers, then the client'\''s record'* ]]
	explain web3
	[[ $output == *'talos.config=none: from its answers, then the client'\''s record'* ]]
	explain web2
	[[ $output == *'args=ks=nfs:10.9.0.9:/ks: from the client'\''s record'* ]]
	explain web4
	sees '  answers=ignition:/answers/config.ign: from the client'\''s record' \
		'    the client asks for http://10.9.0.9:8080/pxe/01-52-54-00-12-34-59/config.ign'
}

# What a line of the log says of who asked on the cable.
PC="client=10.9.0.21 mac=$MAC name=web1"

@test "by HTTP a client gets its own, filled, and no other one does" {
	map "$MAC web1 boot=image ip=10.9.0.21 answers=/answers/autoinstall answers=/answers/unattend.xml answers=/answers/host.apkovl.tar.gz" \
		'52:54:00:00:00:02 web2 boot=image answers=/answers/cloud-config answers=/answers/ks.cfg' \
		'default - local http=yes'
	namespace_pc "$MAC"
	httpd_start
	pc_http <<-END
		c = Connection()
		user = c.get("01-$DASHED/user-data").body.decode()
		assert "hostname: web1, username: ann" in user, user
		assert "@" not in user, user
		equal(c.get("01-$DASHED/meta-data").body, b'instance-id: "$MAC"\nlocal-hostname: "web1"\n')
		for name in ("vendor-data", "network-config"):
		    a = c.get("01-$DASHED/" + name)
		    equal((a.status, a.body), (200, b""))
		equal(c.get("01-$DASHED/ks.cfg").status, 404)
		# Its lines end as they did.
		xml = c.get("01-$DASHED/unattend.xml").body
		assert b"<ComputerName>web1</ComputerName></component></settings>\r\n" in xml, xml
		equal(c.get("01-$DASHED/alpine.apkovl.tar.gz").body, open("$root/answers/host.apkovl.tar.gz", "rb").read())
		# Its own file under its own name is filled as well.
		equal(c.get("answers/autoinstall").body.decode(), user)
		# What is another one's is not given away, under no name.
		for name in ("01-52-54-00-00-00-02/user-data", "01-52-54-00-00-00-02/meta-data", "01-52-54-00-00-00-02/ks.cfg",
		    "answers/cloud-config", "answers/ks.cfg", "image/initrd.img/01-52-54-00-00-00-02.answers"):
		    assert c.get(name).status in (403, 404), name
	END
	logged "^sent file=answers/autoinstall generated=autoinstall $PC "
	logged "^sent file=meta-data generated=meta-data $PC "
	logged "^refused file=01-52-54-00-00-00-02/user-data .*$PC status=403 reason=answers-of-another$"
	logged "^refused file=answers/ks.cfg $PC status=403 reason=answers-file$"
	# Nobody knows who this is: the name says it, as for those behind a router.
	http <<-END
		c = Connection()
		assert b"hostname: web2" in c.get("01-52-54-00-00-00-02/user-data").body
		assert b"--hostname=web2" in c.get("01-52-54-00-00-00-02/ks.cfg").body
		equal(c.get("answers/cloud-config").status, 403)
	END
	explain web1 file="01-$DASHED/user-data"
	[[ $output == *'hostname: web1, username: ann'* ]]
	explain web1 file=01-52-54-00-00-00-02/user-data
	[[ $output == *answers-of-another* ]]
}

@test "Proxmox's installer asks by POST, at one URL for all, and says so that it is done" {
	printf '[global]\nfqdn = "@name@.x"\n[post-installation-webhook]\nurl = "@http@/done/@mac-@"\n' >"$root/answers/answer.toml"
	map "$MAC web1 boot=image once answers=/answers/answer.toml" '52:54:00:00:00:02 web2 boot=image answers=/answers/ks.cfg' \
		'default - local http=yes'
	# Its medium has to have the URL: said until the image is made of one that has it.
	run -0 compile
	[[ $output == *": warning: answers answers/answer.toml: Proxmox's installer takes their URL from its medium: import an ISO of proxmox-auto-install-assistant prepare-iso --fetch-from http --url http://SERVER/answer.toml"* ]]
	[[ $output != *'never done'* ]]
	# A comment, another table, another value, and what is no TOML are no such mode.
	for text in '# mode = "http"' $'[http]\nmode = "http"' 'mode = "partition" # mode = "http"' 'mode = "http' \
		'mode = http' 'some.mode = "http"' $'x = """\nmode = "http"\n"""' 'x = { mode = "http" }'; do
		printf '%s\n' "$text" >"$root/image/auto-installer-mode.toml"
		run -0 compile
		[[ $output == *"Proxmox's installer takes their URL from its medium"* ]]
	done
	printf '# of the assistant\npartition_label = "x"\n"mode"\t=  '"'http'"' # x' >"$root/image/auto-installer-mode.toml"
	run -0 compile
	[[ $output != *Proxmox* ]]
	printf 'mode = "http"\npartition_label = "proxmox-ais"\n\n[http]\nurl = "http://10.9.0.1/answer.toml"\n' >"$root/image/auto-installer-mode.toml"
	run -0 compile
	[[ $output != *Proxmox* ]]
	namespace_pc "$MAC"
	install -d -o nobody -g nogroup -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
	httpd_start -D "$dir/done"
	pc_http <<-'END'
		def post(name, body=b'{"x": 1}', **more):
		    c = Connection()
		    c.send(("POST /%s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (name, len(body))).encode())
		    c.send(body)
		    a = c.answer()
		    # Nothing behind it is another request.
		    equal(a.fields["Connection"], "close")
		    c.expect_end()
		    return a
		want = b'fqdn = "web1.x"'
		for name in "answer.toml", "01-52-54-00-12-34-56/answer.toml", "answers/answer.toml":
		    a = post(name)
		    equal(a.status, 200)
		    assert want in a.body, a.body
		# As much as a machine can say of itself, and a request that lies in it.
		equal(post("answer.toml", b"x" * 300000).status, 200)
		equal(post("answer.toml", b"GET /image/vmlinuz HTTP/1.1\r\nHost: a\r\n\r\n").status, 200)
		equal(Connection().get("answer.toml").status, 200)
		for name in "image/vmlinuz", "boot.ipxe", "01-52-54-00-12-34-56/ks.cfg":
		    assert post(name).status in (404, 405), name
		equal(post("done/01-52-54-00-12-34-56").status, 200)
		equal(post("answer.toml").status, 404)
	END
	[[ $(explain web1) == *'done since'* ]]
	logged "^sent file=answers/answer.toml generated=proxmox $PC "
	logged "^refused file=image/vmlinuz $PC status=405 reason=method-not-allowed$"
}

@test "lines that end as on Windows are none of the content, or are said once" {
	for name in answer.toml autoinstall autoyast.xml agama.json config.ign machine.yaml; do
		sed -i 's/$/\r/' "$root/answers/$name"
		map "$MAC web1 boot=image ip=10.9.0.21 answers=/answers/$name" 'default - local http=yes'
		run -0 compile
		[[ $output != *'CR LF'* && $output != *control* ]]
	done
	sed -i 's/$/\r/' "$root/answers/ks.cfg"
	printf '%s\n' "$MAC web1 boot=image answers=/answers/ks.cfg" >"$dir/clients"
	run -1 compile
	[ "$(grep -c 'CR LF' <<<"$output")" = 1 ]
	sees 'clients:1: answers answers/ks.cfg:1: lines end in CR LF, as on Windows: the installer would take the CR for a part of the text'
}

@test "no other name of answers is sent: links, folders, another case, and files that came later" {
	mkdir -p "$root/web" "$root/deep"
	cp "$root/answers/cloud-config" "$root/web/user-data"
	cp "$root/answers/autoinstall" "$root/deep/user-data"
	ln -s /answers/cloud-config "$root/link"
	ln -s answers "$root/alias"
	ln -s "$root/answers/cloud-config" "$root/image/absolute"
	ln -s deep/user-data "$root/to"
	ln -s web "$root/folder"
	ln "$root/answers/ks.cfg" "$root/hard"
	chmod -R a+rX "$root"
	printf '%s\n' "$MAC web1 boot=image answers=/answers/cloud-config answers=/answers/ks.cfg" \
		'52:54:00:00:00:02 web2 boot=image answers=/to' '52:54:00:00:00:03 web3 boot=image answers=/folder' \
		'52:54:00:00:00:04 web4 boot=image quirk=nocase' 'default - local http=yes' >clients
	run -0 compile
	# What no server can know is said.
	sees "clients:1: warning: answers answers/ks.cfg: it has 2 names (hard links), and everybody gets it under the names that no answers= has: copy it"
	printf 'secret\n' >"$root/web/later"
	httpd_start
	http <<-END
		for name in ("answers/cloud-config", "answers//cloud-config", "answers/./cloud-config", "%61nswers/cloud%2Dconfig",
		    "answers%2fcloud-config", "answers%5Ccloud-config", "answers/cloud-config.cpio", "link", "link.cpio", "alias/cloud-config",
		    "image/absolute", "to", "deep/user-data", "folder/user-data", "web/user-data", "web/later", "folder/later",
		    "web/later.cpio", "web//later"):
		    equal((name, Connection().get(name).status), (name, 403))
		# Under its own name it is sent, by whichever way it is found.
		c = Connection()
		assert b"hostname: web2" in c.get("01-52-54-00-00-00-02/user-data").body
		assert b"hostname: web3" in c.get("01-52-54-00-00-00-03/user-data").body
		equal(c.get("answers/preseed.cfg").status, 200)
	END
	explain web4 file=ANSWERS/CLOUD-CONFIG
	[[ $output != *sent:* ]]
	explain web4 file=image/ABSOLUTE
	[[ $output == *'image/absolute: answers-file'* && $output != *sent:* ]]
	explain web2 file=to
	[[ $output == *'hostname: web2'* ]]
	explain web3 file=folder/user-data
	[[ $output == *'hostname: web3'* ]]
}

@test "by TFTP the names are the same, and a kickstart is behind the initrd" {
	map "$MAC web1 boot=image ip=10.9.0.21 answers=/answers/ks.cfg answers=file:/answers/answer.toml http=yes" \
		'52:54:00:00:00:02 web2 boot=image answers=/answers/ks.cfg'
	namespace_pc "$MAC"
	tftpd_start
	pc_raw <<-END
		whole = Client().fetch("/image/initrd.img/01-$DASHED.answers")
		assert whole.startswith(b"initrd\0"), whole
		text = Client().fetch("01-$DASHED/ks.cfg")
		assert b"ks.cfg\0" in whole and text in whole, whole
		assert b"--hostname=web1\n" in text, text
		assert b'fqdn = "web1.example.org"' in Client().fetch("01-$DASHED/answer.toml")
		for name in "01-52-54-00-00-00-02/ks.cfg", "answers/cloud-config" + "x":
		    c = Client()
		    c.ask(name)
		    assert c.receive()[:2] == b"\0\5", name
	END
	logged "^sent file=image/initrd.img generated=kickstart client=10.9.0.21 mac=$MAC name=web1 "
	explain web1 file="image/initrd.img/01-$DASHED.answers"
	[[ $output == *'an archive with /ks.cfg, made of answers/ks.cfg'* ]]
}

@test "a folder stands for its files, and the images of a menu have their own" {
	mkdir -p "$root/answers/web" "$root/two" "$root/three"
	cp "$root/answers/cloud-config" "$root/answers/web/user-data"
	printf 'instance-id: i-@mac-@\n' >"$root/answers/web/meta-data"
	printf 'echo @name@ @answers@\n' >"$root/answers/web/part.sh"
	printf 'a\0@name@' >"$root/answers/web/part.bin"
	cp "$root/image/"* "$root/two"
	cp "$root/image/"* "$root/three"
	cp "$root/answers/cloud-config" "$root/two/user-data"
	printf '# of @image@ in @answers@\n' >>"$root/two/user-data"
	cp "$root/answers/autoinstall" "$root/three/user-data"
	chmod -R a+rX "$root"
	map "$MAC web1 boot=image answers=/answers/web" '52:54:00:00:00:02 web2 boot=menu' \
		'52:54:00:00:00:03 web3 boot=two' \
		'image two - answers=user-data' 'image three - answers=user-data' \
		'net 10.9.0.0/24 - http=yes' 'net 127.0.0.0/8 - http=yes' 'default - http=yes'
	run -0 mkbootroot dump
	[[ $output == *' answers=/answers/web'$'\n'* ]]
	httpd_start
	http <<-END
		c = Connection()
		equal(c.get("01-$DASHED/meta-data").body, b"instance-id: i-01-$DASHED\n")
		equal(c.get("01-$DASHED/part.sh").body, b"echo web1 http://127.0.0.1/01-$DASHED/\n")
		equal(c.get("01-$DASHED/part.bin").body, b"a\0@name@")
		assert b"hostname: web1" in c.get("01-$DASHED/user-data").body
	END
	http <<-END
		c = Connection()
		two = c.get("01-52-54-00-00-00-02/two/user-data").body
		assert b"hostname: web2\n" in two, two
		assert b"\n# of http://127.0.0.1/two/ in http://127.0.0.1/01-52-54-00-00-00-02/two/\n" in two, two
		assert b"autoinstall:" in c.get("01-52-54-00-00-00-02/three/user-data").body
		equal(c.get("01-52-54-00-00-00-02/user-data").status, 404)
	END
	explain web2 file=pxelinux.cfg/default
	sees 'APPEND BOOTIF=01-52-54-00-00-00-02 ds=nocloud;s=http://SERVER/01-52-54-00-00-00-02/two/'
	sees 'APPEND BOOTIF=01-52-54-00-00-00-02 autoinstall ds=nocloud;s=http://SERVER/01-52-54-00-00-00-02/three/'
}

# What tftpd has found for one client says nothing of the next.
@test "who asks in the folder of another is told so, or sent what lies there, as what it is" {
	map "$MAC web1 boot=image answers=/answers/autoinstall ip=127.0.0.1" \
		'52:54:00:00:00:02 web2 local ip=127.0.0.2' '52:54:00:00:00:03 web3 boot=menu ip=127.0.0.3' \
		'image image - answers=/answers/autoinstall' 'default - local http=yes'
	mkdir "$root/01-$DASHED"
	echo 'as it is' >"$root/01-$DASHED/file"
	inside ip addr add 127.0.0.2/8 dev lo
	inside ip addr add 127.0.0.3/8 dev lo
	tftpd_start
	raw <<-END
		for address in "127.0.0.2", "127.0.0.3":
		    assert b"hostname: web1" in Client("127.0.0.1").fetch("01-$DASHED/user-data")
		    c = Client(address)
		    c.ask("01-$DASHED/user-data")
		    c.expect_error(2)
		    assert b"hostname: web1" in Client("127.0.0.1").fetch("01-$DASHED/user-data")
		    equal(Client(address).fetch("01-$DASHED/file"), b"as it is\n")
	END
	local n
	for n in 2 3; do
		logged "^refused file=01-$DASHED/user-data client=127.0.0.$n mac=52:54:00:00:00:0$n name=web$n reason=answers-of-another\$"
		logged "^sent file=01-$DASHED/file client=127.0.0.$n mac=52:54:00:00:00:0$n name=web$n bytes=9 "
	done
}

@test "once: answers are sent while the client is armed, and no longer" {
	map "$MAC web1 boot=image once answers=/answers/autoinstall http=yes ip=127.0.0.1"
	install -d -o nobody -g nogroup -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
	httpd_start -D "$dir/done"
	http <<-END
		c = Connection()
		assert b"hostname: web1" in c.get("01-$DASHED/user-data").body
		equal(c.get("done/01-$DASHED").status, 200)
		equal(c.get("01-$DASHED/user-data").status, 403)
		equal(c.get("answers/autoinstall").status, 403)
		equal(c.get("01-52-54-00-00-00-02/user-data").status, 403)
	END
	# Without the word they would only be nowhere.
	logged "^refused file=01-$DASHED/user-data .* name=web1 status=403 reason=done$"
	explain web1 file="01-$DASHED/user-data"
	sees "  error: 01-$DASHED/user-data: done"
}

@test "words of answers= that do not fit, and clients that could not ask" {
	mkdir "$root/answers/empty" "$root/answers/deep" "$root/answers/deep/er"
	cp "$root/answers/ks.cfg" "$root/answers/deep"
	printf 'hello\n' >"$root/answers/empty/readme"
	chmod -R a+rX "$root"
	cat >clients <<-END
		52:54:00:00:00:01 a boot=image answers=
		52:54:00:00:00:02 b boot=image answers=kickstrt:/answers/ks.cfg
		52:54:00:00:00:03 c boot=image answers=/answers/nothing
		52:54:00:00:00:04 d boot=image answers=/answers/../x
		52:54:00:00:00:05 e boot=image answers=- answers=/answers/ks.cfg
		52:54:00:00:00:06 f boot=image answers=/answers/ks.cfg answers=/answers/preseed.cfg
		52:54:00:00:00:07 g boot=image answers=/answers/autoinstall answers=/answers/cloud-config
		52:54:00:00:00:08 h boot=image answers=/answers/ks.cfg preseed=/answers/preseed.cfg
		52:54:00:00:00:09 i boot=menu answers=ks.cfg
		52:54:00:00:00:0a j boot=image answers=/answers/empty
		52:54:00:00:00:0b k boot=image answers=ks:/answers/deep
		52:54:00:00:00:0c l boot=image answers=agama:/answers/ks.cfg
	END
	bad 'clients:1: answers= needs a value' \
		"clients:2: answers=kickstrt:/answers/ks.cfg: there is no such kind: there are $KINDS" \
		'clients:3: answers answers/nothing: cannot send it: no such file in the boot root' \
		'clients:4: answers=/answers/../x is not a path: ".." could leave the boot root' \
		'clients:5: answers=- and answers=FILE contradict each other' \
		'clients:6: answers=/answers/ks.cfg and answers=/answers/preseed.cfg: one of them can be in the initrd' \
		'clients:7: answers=/answers/autoinstall and answers=/answers/cloud-config: a client can ask for only one user-data' \
		'clients:8: preseed= and answers=/answers/ks.cfg: one of them can be in the initrd' \
		'clients:9: answers=ks.cfg is relative, and the line has no image: begin it with /' \
		"clients:10: answers=/answers/empty: no file in this folder is of a kind that is known: there are $KINDS" \
		'clients:11: answers=/answers/deep/er: a folder in a folder of answers: name it by itself' \
		'clients:12: answers=agama:/answers/ks.cfg, and another line has it as kickstart'
	# What a client has not: a name, HTTP, an address that it is known by.
	cat >clients <<-END
		52:54:00:00:00:01 - boot=image answers=/answers/autoinstall http=yes
		52:54:00:00:00:02 b boot=image answers=/answers/autoinstall
		uuid:4c4c4544-0042-4710-8057-b4c04f564432 c boot=image answers=/answers/machine.yaml http=yes
		52:54:00:00:00:04 - boot=image answers=/answers/ks.cfg
		52:54:00:00:00:05 e boot=image answers=/answers/ks.cfg
		52:54:00:00:00:06 f boot=image answers=- http=no
	END
	bad 'clients:1: answers answers/autoinstall:4: @name@, and the line has no name' \
		'clients:2: answers answers/autoinstall: they are asked for by HTTP: write http=yes, and let httpd run' \
		'clients:3: answers answers/machine.yaml: they are asked for by the MAC address, and the line has no mac=' \
		'clients:4: answers answers/ks.cfg:3: @name@, and the line has no name'
}

@test "the most particular line that has answers counts" {
	# Who is on the net without a line of its own has no name.
	printf 'version: v1alpha1\nmachine: {}\n' >"$root/answers/bare.yaml"
	chmod a+r "$root/answers/bare.yaml"
	map "image image - answers=/answers/cloud-config" 'net 10.9.0.0/24 - answers=/answers/bare.yaml http=yes' \
		'default - boot=image answers=/answers/agama.jsonnet http=yes' \
		'52:54:00:00:00:01 a boot=image ip=10.9.0.11 answers=/answers/autoinstall' \
		'52:54:00:00:00:02 b boot=image ip=10.9.0.12' \
		'52:54:00:00:00:03 c boot=image ip=10.9.0.13 answers=-' \
		'52:54:00:00:00:04 d boot=image ip=10.9.0.14 preseed=/answers/preseed.cfg' \
		'52:54:00:00:00:05 e boot=image ip=10.9.0.15 preseed=-'
	local name want
	while read -r name want; do
		explain "$name" file=pxelinux.cfg/default
		[[ $output == *$'\nAPPEND BOOTIF='*"$want"* ]] || { echo "$name $output"; return 1; }
	done <<-'END'
		a autoinstall ds=nocloud
		b ds=nocloud
		d priority=critical
		e ds=nocloud
	END
	explain c file=pxelinux.cfg/default
	[[ $output == *$'\nAPPEND BOOTIF=01-52-54-00-00-00-03' ]]
	sees '  answers=-: from the client'\''s record, which says: none'
}

@test "answers of another installer than the medium's are warned about, once" {
	mkdir -p "$root/alpine/boot" "$root/alpine/apks/x86_64"
	cp "$root/image/vmlinuz" "$root/alpine/boot/vmlinuz-lts"
	cp "$root/image/initrd.img" "$root/alpine/boot/initramfs-lts"
	cp "$root/image/vmlinuz" "$root/alpine/boot/modloop-lts"
	echo 'alpine-lts 3.20.0' >"$root/alpine/.alpine-release"
	echo index >"$root/alpine/apks/x86_64/APKINDEX.tar.gz"
	chmod -R a+rX "$root"
	cat >clients <<-END
		52:54:00:00:00:01 a boot=alpine http=yes answers=/answers/host.apkovl.tar.gz
		52:54:00:00:00:02 b boot=alpine http=yes answers=/answers/ks.cfg
		52:54:00:00:00:03 c boot=alpine http=yes answers=/answers/ks.cfg
	END
	run -0 --separate-stderr compile
	[ "$(grep -F ' are ' <<<"$stderr")" = "clients:2: warning: answers answers/ks.cfg are kickstart, and image alpine is Alpine Linux's ISO, which takes apkovl or alpine" ]
}

@test "explain names the line of a client with answers, until they are others there" {
	mkdir "$root/answers/web"
	mv "$root/answers/autoinstall" "$root/answers/web/user-data"
	chmod -R a+rX "$root"
	cat >clients <<-END
		52:54:00:00:00:01 a boot=image http=yes answers=/answers/web
		52:54:00:00:00:02 b boot=image answers=/answers/ks.cfg
	END
	compile -q
	run -0 mkbootroot -f clients explain a
	grep -qF "  boot=image: from the client's record, clients:1" <<<"$output"
	run -0 mkbootroot -f clients explain b
	grep -qF "  boot=image: from the client's record, clients:2" <<<"$output"
	sed -i 's/ks.cfg/ks.cf/' clients
	run -0 mkbootroot -f clients explain b
	grep -qx "  boot=image: from the client's record" <<<"$output"
}

@test "how a text is written: marks, other characters, another kind than the line says, too much in each other" {
	local a=$root/answers
	rm -r "$a"
	mkdir "$a"
	python3 - "$a" <<-'PY'
		import sys
		def write(name, text):
		    with open(sys.argv[1] + "/" + name, "wb") as f:
		        f.write(text if isinstance(text, bytes) else text.encode())
		bom = b"\xef\xbb\xbf"
		write("01", bom + b"lang de\nkeyboard de\n")
		write("02", bom + b"d-i a/b string c\nd-i a/c string d\n")
		write("03", '<unattend xmlns="x"><a/></unattend>\n'.encode("utf-16"))
		write("04", "lang de\r\nkeyboard de\r\n" * 50)
		write("05", "#cloud-config\na: " + "[" * 900000 + "\n")
		write("06", "#cloud-config\n" + "".join(" " * i + "a:\n" for i in range(101)))
		write("07", "<profile/>\n")
		write("17", "#cloud-config\nautoinstall:\n  version: 1\n  late-commands: [a]\n  x: {late-commands: 1}\n  late-commands: [b]\n")
		write("18", "#cloud-config\nruncmd:\n- a\nx: {runcmd: [runcmd, runcmd]}\n\"runcmd\":\n- b\n")
		write("19", "version: v1alpha1\nmachine: {a: 1, b: 1}\ncluster: {a: 1}\n---\nmachine: {a: 1}\n")
		write("08", "lang de\nkeyboard de\n")
		write("09", '<?xml version="1.0"?>\n<!DOCTYPE profile [<!ENTITY a "aaaaaaaaaa">' + "".join(
		    '<!ENTITY a%s "%s">' % ("a" * i, ("&a%s;" % ("a" * (i - 1))) * 10) for i in range(1, 12)) +
		    "]>\n<profile>&aaaaaaaaaaaa;</profile>\n")
		# What is no mistake: nothing is opened, or made larger than it is.
		write("10", '<!DOCTYPE profile [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "file:///none"> %b;]>\n'
		    "<profile>&a;</profile>\n")
		write("11", "#cloud-config\n" + "a: &a [x]\n" + "".join("b%d: &b%d [*%s, *%s]\n" % (
		    i, i, *(["b%d" % (i - 1) if i else "a"] * 2)) for i in range(40)))
		write("12", bom + b"<unattend/>\r\n")
		write("13", b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<profile>\xe9 <!-- @name@ --><![CDATA[@name@ & @http@ @done@]]></profile>\n')
		write("14", '{"ignition": {"version": "3.0.0"}, "@name@": "\\u0041@http@/@mac-@"}\n')
		write("15", '# @name@\n[global]\n"@name@" = "@http@"\na = [\'@ip@\', """\n@done@"""]\n')
		write("16", '#cloud-config\n# @name@\n"@name@": x\n? @name@x\n: |\n  @name@ @done@\nb: >-\n  @mac@\n')
	PY
	chmod -R a+rX "$root"
	clients_of answers >clients
	sed -i 's,=/answers/07,=ks:/answers/07,; s,=/answers/08,=preseed:/answers/08,' clients
	run -1 timeout 20 env bash -c 'cd "$0" && exec "$1" -f clients -r "$2" -D done -m clients.cdb' \
		"$dir" "$top/mkbootroot/mkbootroot" "$root"
	diff <(grep -v 'no known loader\|lies in no net\|Windows Setup\|proxmox' <<<"$output" | sed 's/\(not XML\): .*/\1/') - <<-'WANT'
		clients:1: answers answers/01:1: it begins with a byte order mark (BOM), which its installer takes for a part of the first word
		clients:2: answers answers/02:1: it begins with a byte order mark (BOM), which its installer takes for a part of the first word
		clients:3: answers answers/03: it is written in UTF-16: write it in UTF-8
		clients:4: answers answers/04:1: lines end in CR LF, as on Windows: the installer would take the CR for a part of the text
		clients:5: answers answers/05:2: more than 100 lists and mappings in each other
		clients:6: answers answers/06:102: more than 100 lists and mappings in each other
		clients:7: warning: answers answers/07: it looks like autoyast, and the line says kickstart
		clients:7: warning: answers answers/07:1: <profile/>: no command of a kickstart that is known here
		clients:8: warning: answers answers/08: it looks like kickstart, and the line says preseed
		clients:9: answers answers/09:3: not XML
		clients:10: warning: answers answers/10: it declares entities, which are not looked at
		clients:11: warning: answers answers/11:17: aliases (*NAME) that stand for more than 100000 values: the installer may have no memory for them
		clients:17: answers answers/17:6: a key that stands there already
		clients:18: answers answers/18:5: a key that stands there already
	WANT
}

# Each name that YAML 1.1 or 1.2 takes for something else, and what is near to one.
@test "a name that YAML takes for a number, a date, a truth or nothing is a mistake where no quotes are" {
	local name what n=0
	printf '#cloud-config\nlist: [x, @name@]\n' >"$root/answers/plain"
	printf '#cloud-config\nhostname: "@name@"\nfqdn: @name@.example.org\nb: !!str @name@\nc: |\n  @name@\n' >"$root/answers/quoted"
	printf '#cloud-config\na: @mac@\n' >"$root/answers/mac"
	printf '<profile><a>@http@</a></profile>\n' >"$root/answers/xml"
	printf 'lang de\nkeyboard de\nurl --url=@image@x\n' >"$root/answers/shell"
	chmod -R a+r "$root/answers"
	: >clients
	: >want
	while read -r what name; do
		n=$((n + 1))
		echo "52:54:00:00:00:$(printf %02x $n) $name boot=image http=yes answers=/answers/plain" >>clients
		[ "$what" = - ] || echo "clients:$n: answers answers/plain:2: YAML takes $name, which @name@ stands for, for ${what//_/ }: write \"@name@\"" >>want
	done <<-'NAMES'
		a_number 123
		a_number 0
		a_number 012
		a_number 1_000
		a_number 1.5
		a_number 1.
		a_number 1e3
		a_number 1.5E-3
		a_number 0x1f
		a_number 0b10
		a_number 0o17
		true_or_false no
		true_or_false YES
		true_or_false On
		true_or_false off
		true_or_false True
		true_or_false FALSE
		true_or_false y
		nothing Null
		a_date 2026-11-29
		a_date 2026-1-2
		- web1
		- 10.0.0.1
		- 1e
		- 0x
		- 0xg
		- 0b12
		- 12a
		- 1-2
		- e3
		- none
		- yess
		- 2026-11
		- 2026-11-299
		- 20261-1-1
		- _1
	NAMES
	n=$((n + 1))
	cat >>clients <<-END
		52:54:00:00:01:01 44 boot=image http=yes answers=/answers/quoted
		52:54:00:00:01:02 a boot=image http=http://h/a&b answers=/answers/xml
		52:54:00:00:01:03 b boot=image http=http://h/a(b answers=/answers/xml
		52:54:00:00:01:04 c boot=image http=http://h/a(b answers=/answers/shell
		52:54:00:00:01:05 d boot=image http=yes answers=/answers/mac
	END
	echo "clients:$((n + 1)): answers answers/xml:1: @http@, and http= has & or <, which XML takes for its own" >>want
	run -1 mkbootroot -q -f clients
	diff want - <<<"$output"
	run -1 mkbootroot -f clients
	[ "$(grep -F 'warning: answers' <<<"$output")" = "clients:$((n + 3)): warning: answers answers/shell:3: @image@, and http= has (, which shells take for their own: put it into quotes
clients:$((n + 4)): warning: answers answers/mac:2: @mac@ without quotes: YAML takes an address such as 52:54:00:12:34:56 for a number: write \"@mac@\"" ]
}

@test "answers that a client takes from a group, a net or default are looked for in its own image, and kept there" {
	mkdir "$root/other"
	cp "$root/image/"* "$root/other"
	printf '#cloud-config\nhostname: @name@\n' >"$root/image/user-data"
	printf '#cloud-config\nhostname: other\n' >"$root/other/user-data"
	chmod -R a+rX "$root"
	cat >clients <<-'END'
		group lab - boot=image answers=user-data
		net 10.9.0.0/24 - answers=/answers/agama.jsonnet
		net 10.8.0.0/24 - answers=/answers/cloud-config http=no
		default - local http=yes
		52:54:00:00:00:01 web1 group=lab
		52:54:00:00:00:02 - group=lab boot=other
		52:54:00:00:00:03 - ip=10.9.0.3 boot=other
		52:54:00:00:00:04 - group=lab boot=other answers=-
	END
	run -0 mkbootroot -q -f clients
	explain 52:54:00:00:00:02 file=01-52-54-00-00-00-02/user-data
	[[ $output == *'hostname: other' ]]
	# Whoever says it is named, with the line.
	run -0 mkbootroot -f clients explain 52:54:00:00:00:02
	[[ $output == *'  answers=cloud-config:user-data: from the group, clients:1'$'\n'* ]]
	run -0 mkbootroot -f clients explain 52:54:00:00:00:03
	[[ $output == *'  answers=agama:/answers/agama.jsonnet: from the net, clients:2'$'\n'* ]]
	# Both are kept from all others.
	for name in other/user-data image/user-data; do
		explain 52:54:00:00:00:04 file=$name
		[[ $output == *': answers-file'* && $output != *sent:* ]]
	done
	run -0 mkbootroot dump
	cp clients.cdb first.cdb
	mkbootroot dump >again
	mkbootroot -q -f again
	cmp first.cdb clients.cdb
	# What is wrong with the other image's is the client's mistake, also of who is on a net.
	printf '#cloud-config\nhostname: @uuid@\n' >"$root/other/user-data"
	sed -i 's/^net 10.9.*/net 10.9.0.0\/24 - boot=image answers=user-data/; s/^default.*/default - boot=other http=yes/' clients
	bad 'clients:2: answers image/user-data:2: @name@, and the line has no name' \
		'clients:3: answers answers/cloud-config: they are asked for by HTTP: write http=yes, and let httpd run' \
		'clients:3: answers answers/cloud-config:2: @name@, and the line has no name' \
		'clients:6: answers other/user-data:2: @uuid@, and the line does not begin with uuid:' \
		'clients:7: answers other/user-data:2: @uuid@, and the line does not begin with uuid:'
	rm "$root/other/user-data"
	run -1 mkbootroot -q -f clients
	[[ $output == *'clients:6: answers other/user-data: cannot send it: no such file in the boot root'* ]]
	# A folder of the group's is files for its clients.
	mkdir "$root/image/web" "$root/other/web" "$root/other/web/user-data"
	cp "$root/image/user-data" "$root/image/web"
	chmod -R a+rX "$root"
	printf '%s\n' 'group lab - boot=image answers=web http=yes' '52:54:00:00:00:02 a group=lab boot=other' >clients
	bad 'clients:2: answers other/web/user-data: it is a folder, and in the image of line 1 it is a file'
}

@test "a folder of answers is dumped as one, also beside its files; thousands of files are one mistake" {
	local n
	mkdir "$root/answers/web" "$root/image/web"
	cp "$root/answers/cloud-config" "$root/answers/web/user-data"
	cp "$root/answers/cloud-config" "$root/image/web/user-data"
	printf 'x\n' >"$root/answers/web/more"
	chmod -R a+rX "$root"
	cat >clients <<-'END'
		52:54:00:00:00:01 a boot=image http=yes answers=/answers/web answers=/answers/ks.cfg
		52:54:00:00:00:02 b boot=image http=yes answers=/answers/web/user-data
		52:54:00:00:00:03 c boot=image http=yes answers=web
	END
	mkbootroot -q -f clients
	cp clients.cdb first.cdb
	run -0 mkbootroot dump
	cp clients.cdb kept.cdb
	[[ $output == *' answers=/answers/web answers=kickstart:/answers/ks.cfg'* ]]
	[[ $output == *' answers=cloud-config:/answers/web/user-data'$'\n'* ]]
	[[ $output == *' answers=web'$'\n'* ]]
	printf '%s\n' "$output" >again
	mkbootroot -q -f again
	cmp first.cdb clients.cdb
	# A file that is newer than the second map is kept as it was by the first.
	echo new >"$root/answers/web/newer"
	chmod a+r "$root/answers/web/newer"
	explain b file=answers/web/newer
	[[ $output == *'answers-file'* && $output != *sent:* ]]
	for n in {1..2000}; do : >"$root/answers/web/f$n"; done
	run -1 mkbootroot -q -f clients
	[ "$(grep -c '^clients:1: ' <<<"$output")" = 1 ]
	[[ $output == *'clients:1: answers=/answers/web: it has 2003 files: more than 8 files of answers'* ]]
	# What cannot be sent is said, whatever it is.
	find "$root/answers/web" -name 'f*' -delete
	mkfifo "$root/answers/web/fifo"
	python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$root/answers/web/socket"
	chmod 600 "$root/answers/web/more"
	run -1 mkbootroot -q -f clients
	grep -F 'clients:1: answers answers/web/fifo: cannot send it: ' <<<"$output"
	grep -F 'clients:1: answers answers/web/socket: cannot send it: ' <<<"$output"
	grep -F 'clients:1: answers answers/web/more: cannot send it: ' <<<"$output"
}

@test "behind a proxy, by names that rules make, and by odd names of TFTP, nobody gets another one's" {
	map "$MAC web1 boot=image ip=10.1.2.3 answers=/answers/autoinstall" \
		'52:54:00:00:00:02 web2 group=lab ip=10.9.0.21' 'group lab - boot=image answers=/answers/cloud-config' \
		'net 10.1.3.0/24 - boot=image answers=/answers/agama.jsonnet' 'default - local http=yes' \
		'remap - from=^x/ to=answers/' "remap - from=^me/ to=01-$DASHED/" 'remap - from=^own/ to=01-52-54-00-00-00-02/'
	namespace_pc 52:54:00:00:00:02
	httpd_start -f 127.0.0.1
	http <<-END
		def get(name, by):
		    return Connection().get(name, X_Forwarded_For=by)
		mine = get("01-$DASHED/user-data", "10.9.9.9, 10.1.2.3")
		assert b"hostname: web1" in mine.body, mine.body
		for by in ("10.1.2.3, 10.9.0.21", "10.1.2.3, 10.1.3.9", "10.9.0.21"):
		    equal((by, get("answers/autoinstall", by).status), (by, 403))
		# Its own of a group by the address that the proxy names; a net's stranger by its MAC address alone.
		assert b"hostname: web2" in get("01-52-54-00-00-00-02/user-data", "10.9.0.21").body
		equal(get("01-$DASHED/user-data", "10.9.0.21").status, 403)
		assert b"product" in get("01-52-54-00-00-00-77/profile.jsonnet", "10.1.3.9").body
		equal(get("answers/agama.jsonnet", "10.1.3.9").body, get("01-52-54-00-00-00-77/profile.jsonnet", "10.1.3.9").body)
		for name in ("answers/agama.jsonnet", "01-52-54-00-00-00-77/profile.jsonnet"):
		    assert get(name, "10.1.4.9").status in (403, 404), name
	END
	# Who is no proxy names nobody.
	pc_http <<-END
		equal(Connection().get("01-$DASHED/user-data", X_Forwarded_For="10.1.2.3").status, 403)
	END
	tftpd_start
	pc_raw <<-END
		for name in ("01-$DASHED/user-data", "01-${DASHED^^}/user-data", "me/user-data", "x/autoinstall", "/answers/autoinstall",
		    "\\\\\\\\answers\\\\\\\\autoinstall", "answers//autoinstall", "answers/./autoinstall", "done/../answers/autoinstall",
		    "01-$DASHED/../answers/autoinstall", "01-52-54-00-00-00-02/../01-$DASHED/user-data", "ANSWERS/AUTOINSTALL",
		    "answers/autoinstall.cpio", "answers/autoinstall ", "image/../answers/autoinstall", "01-$DASHED/", "done/01-$DASHED"):
		    for mode in "octet", "netascii":
		        c = Client()
		        c.ask(name, mode)
		        assert c.receive()[:2] == b"\0\5", name
		for name in "01-52-54-00-00-00-02/user-data", "own/user-data", "answers/cloud-config":
		    assert b"hostname: web2" in Client().fetch(name), name
	END
}
