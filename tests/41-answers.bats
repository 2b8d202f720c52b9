#!/usr/bin/env bats
# The answers of installers: their kinds, what is wrong with them, what the kernel is
# told, and who gets them.

bats_require_minimum_version 1.5.0
load httpd
load tftpd
load sees

MAC=52:54:00:12:34:56
DASHED=52-54-00-12-34-56

setup() {
	sender_begin
	mkdir -p "$root/image" "$root/answers"
	printf kernel >"$root/image/vmlinuz"
	printf initrd >"$root/image/initrd.img"
	cp "$top"/tests/fixtures/answers/good/* "$root/answers"
	cp -r "$top/tests/fixtures/answers/bad" "$root/bad"
	mkdir -p "$dir/host/etc"
	echo host >"$dir/host/etc/hostname"
	tar -C "$dir/host" -czf "$root/answers/host.apkovl.tar.gz" etc
	chmod -R a+rX "$root"
	cd "$dir" || return
}

teardown() {
	namespace_end
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -f clients -m "$dir/clients.cdb" -r "$root" "$@"
}

explain() {
	run "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -r "$root" explain "$@"
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
	run -0 mkbootroot -q
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
	"$top/mkbootroot/mkbootroot" -q -f again -m "$dir/clients.cdb" -r "$root"
	cmp first.cdb clients.cdb
}

@test "what is wrong with each kind is named with its file and line, and nothing is lost" {
	map "$MAC web1 boot=image"
	cp clients.cdb old.cdb
	head -c 60 "$root/answers/host.apkovl.tar.gz" >"$root/bad/cut.apkovl.tar.gz"
	: >"$root/bad/empty"
	clients_of bad >clients
	run -1 mkbootroot
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
		clients:11: answers=/bad/empty: what it is is not seen in it: say answers=KIND:/bad/empty; there are preseed, kickstart, autoinstall, cloud-config, autoyast, agama, ignition, proxmox, apkovl, alpine, talos, unattend, meta-data, vendor-data, network-config and file
		clients:12: answers bad/ks-no-end.cfg:5: %post, and %packages of line 3 has no %end
		clients:13: answers bad/ks-section.cfg:3: %pakages: no section of a kickstart is called so
		clients:14: answers bad/preseed.cfg:1: unknown variable @nmae@: is it @name@?
		clients:15: answers bad/quote.toml:2: not TOML: a string does not end
		clients:16: answers bad/talos.yaml:4: not YAML: did not find expected ',' or ']', while parsing a flow sequence in line 3
		clients:17: answers bad/unattend.xml:4: not XML: Premature end of data in tag unattend line 1
		clients:18: answers bad/version.ign: it has no ignition.version, without which Ignition takes nothing
		clients:19: answers bad/word.toml:2: not TOML: a text stands in quotes
	END
	cmp old.cdb clients.cdb
}

@test "the kernel is told what each installer wants, in each loader's language" {
	local args n=10 url quoted
	clients_of answers >clients
	run -0 mkbootroot -q
	while read -r args; do
		n=$((n + 1))
		url=http://SERVER/01-52-54-00-00-00-$n/
		args="BOOTIF=01-52-54-00-00-00-$n ${args//URL/$url}"
		args=${args% }
		explain "h$n" file=pxelinux.cfg/default
		sees "APPEND $args"
		explain "h$n" file=boot.ipxe
		[[ $output == *$'\n'"kernel /image/vmlinuz initrd=initrd0 $args"$'\n'* ]]
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
	sees '  answers=ignition:/answers/config.ign: from the client'\''s record' \
		'    the client asks for http://10.9.0.9:8080/pxe/01-52-54-00-12-34-59/config.ign'
}
