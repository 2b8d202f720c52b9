# shellcheck shell=bash
# The tools that the build, the demo and the tests use, and their installation.
#
# A tool is FILE=PACKAGE: the command, the header or the file (with its path,
# or a pattern of it, or two of which one will do, with | between) that must be
# there, and the Debian package that has it. None of these packages starts a
# service.

# shellcheck disable=SC2034 # used by tests/setup
{
tools_build='
	gcc=gcc make=make pkg-config=pkg-config
	stdio.h=libc6-dev
	bsd/bsd.h=libbsd-dev
	cdb.h=libcdb-dev
	archive.h=libarchive-dev
	jansson.h=libjansson-dev
	curses.h=libncurses-dev
	seccomp.h=libseccomp-dev
	pcap.h=libpcap-dev
	yaml.h=libyaml-dev libxml2/libxml/parser.h=libxml2-dev'
tools_lab='
	ip=iproute2 mount=mount unshare=util-linux
	/etc/services=netbase
	qemu-system-x86_64=qemu-system-x86
	/usr/share/seabios/bios-256k.bin=seabios
	/usr/share/qemu/efi-virtio.rom|/usr/lib/ipxe/qemu/efi-virtio.rom=ipxe-qemu
	/usr/share/OVMF/OVMF_CODE_4M.fd=ovmf'
tools_check='
	bats=bats clang=clang curl=curl mandoc=mandoc nft=nftables ps=procps
	python3=python3 tmux=tmux
	bzip2=bzip2 cpio=cpio mkfs.ext4=e2fsprogs strace=strace xorrisofs=xorriso xz=xz-utils
	zip=zip zstd=zstd'
tools_fuzz='
	clang=clang llvm-cov=llvm ld.lld=lld
	/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a=libclang-rt-dev'
tools_lint='
	clang-tidy=clang-tidy codespell=codespell cppcheck=cppcheck mandoc=mandoc
	shellcheck=shellcheck'
tools_check_lab='
	qemu-system-aarch64=qemu-system-arm debootstrap=debootstrap mmdebstrap=mmdebstrap
	/usr/share/build-essential/essential-packages-list=build-essential
	dh=debhelper gdb=gdb lintian=lintian
	aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu
	qemu-aarch64-static=qemu-user-static
	musl-gcc=musl-tools gperf=gperf openssl=openssl
	chromium-headless-shell=chromium-headless-shell'
}

# Prints the packages of those tools that are not there.
tools_missing() {
	local tool file
	for tool; do
		file=${tool%%=*}
		case $file in
		/*) { compgen -G "${file%%|*}" || compgen -G "${file#*|}"; } >/dev/null && continue ;;
		*.h) [ -e "$(tools_header "$file")" ] && continue ;;
		*) command -v "$file" >/dev/null && continue ;;
		esac
		printf '%s\n' "${tool#*=}"
	done
}

# Where a header is, with or without the folder of an architecture.
tools_header() {
	compgen -G "/usr/include/$1" || compgen -G "/usr/include/*-linux-*/$1"
}

# True on Debian and what is made from it.
tools_have_apt() {
	command -v apt-get >/dev/null && command -v dpkg >/dev/null
}

# apt-get, asking nothing, restarting nothing, waiting for another apt. A file
# of /etc that somebody has changed stays as it is.
tools_apt() {
	DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
		apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root \
		-o DPkg::Options::=--force-confdef -o DPkg::Options::=--force-confold \
		"$@" </dev/null
}

# Fetches the package lists, once in a run.
tools_apt_update() {
	[ -z "${tools_apt_updated-}" ] || return 0
	tools_apt_updated=1
	echo 'bootroot: apt-get update'
	progress_run 'apt-get update' true tools_apt update
}

# tools_install MUST MAY: installs what is missing of two lists of tools, in one
# go. Packages that the distribution does not have are said, and left if they are
# of the second list.
tools_install() {
	local must may unknown name
	# shellcheck disable=SC2086 # lists of words
	{
		must=$(tools_missing $1 | sort -u)
		may=$(tools_missing $2 | sort -u | grep -vxF "${must:-/}") || :
		[ -n "$must$may" ] || return 0
		unknown=$(tools_unknown $must $may)
		# An empty list of packages is a usual reason to know none.
		[ -z "$unknown" ] || {
			tools_apt_update
			unknown=$(tools_unknown $may)
		}
		for name in $unknown; do
			cache_say_missing "$name" "this distribution has no package $name"
		done
		may=$(grep -vxF "${unknown:-/}" <<<"$may") || :
		[ -n "$must$may" ] || return 0
		tools_apt_install $must $may
		for name in $1 $2; do
			grep -qxF "${name#*=}" <<<"$must"$'\n'"$may" || continue
			[ -z "$(tools_missing "$name")" ] || {
				echo "bootroot: still missing after installation: ${name%%=*} of ${name#*=}" >&2
				exit 2
			}
		done
	}
}

# Prints those of the packages that the distribution does not have.
tools_unknown() {
	local package
	for package; do
		apt-cache show "$package" >/dev/null 2>&1 || printf '%s\n' "$package"
	done
}

tools_apt_install() {
	local line="apt-get install -y --no-install-recommends $*" log
	log=$(mktemp -d)
	echo "bootroot: installing the tools that are missing here:"
	echo "    $line"
	# An empty or an old list of packages is the usual reason to fail.
	tools_apt_install_once "$log" "$@" || {
		tools_apt_update
		tools_apt_install_once "$log" "$@" || {
			tail -n 5 "$log/log" >&2
			echo "bootroot: this failed: $line" >&2
			exit 111
		}
	}
	echo "bootroot: installed $(grep -c '^Setting up ' "$log/log") packages"
	rm -rf "$log"
}

tools_apt_install_once() {
	local log=$1
	shift
	: >"$log/status"
	progress_log=$log/log progress_run apt-get "progress_apt $log/status" \
		tools_apt -o APT::Status-Fd=3 install -y --no-install-recommends "$@" 3>"$log/status"
}
