# shellcheck shell=bash
# The tools that the build, the demo and the tests use, and their installation.
#
# A tool is FILE=PACKAGE: the command, the header or the file (with its path,
# or a pattern of it) that must be there, and the Debian package that has it. None of these
# packages starts a service.

# shellcheck disable=SC2034 # used by tests/setup
{
tools_build='
	gcc=gcc make=make pkg-config=pkg-config
	stdio.h=libc6-dev
	bsd/bsd.h=libbsd-dev
	cdb.h=libcdb-dev
	archive.h=libarchive-dev
	seccomp.h=libseccomp-dev
	pcap.h=libpcap-dev'
tools_lab='
	ip=iproute2 unshare=util-linux
	/etc/services=netbase
	qemu-system-x86_64=qemu-system-x86
	/usr/share/seabios/bios-256k.bin=seabios
	/usr/lib/ipxe/qemu/efi-virtio.rom=ipxe-qemu
	/usr/share/OVMF/OVMF_CODE_4M.fd=ovmf'
tools_check='
	bats=bats clang=clang curl=curl mandoc=mandoc nft=nftables ps=procps
	python3=python3
	bzip2=bzip2 cpio=cpio mkfs.ext4=e2fsprogs strace=strace xorrisofs=xorriso xz=xz-utils
	zip=zip zstd=zstd'
tools_fuzz='
	clang=clang llvm-cov=llvm
	/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a=libclang-rt-dev'
tools_check_lab='
	qemu-system-aarch64=qemu-system-arm debootstrap=debootstrap
	/usr/lib/ipxe/qemu/pxe-virtio.rom=ipxe-qemu
	/usr/share/build-essential/essential-packages-list=build-essential
	dh=debhelper gdb=gdb lintian=lintian
	aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu
	qemu-aarch64-static=qemu-user-static
	musl-gcc=musl-tools gperf=gperf'
}

# Prints the packages of those tools that are not there.
tools_missing() {
	local tool file
	for tool; do
		file=${tool%%=*}
		case $file in
		/*) compgen -G "$file" >/dev/null && continue ;;
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

# apt-get, asking nothing, restarting nothing, waiting for another apt.
tools_apt() {
	DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
		apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root "$@" </dev/null
}

# Fetches the package lists, once in a run.
tools_apt_update() {
	[ -z "${tools_apt_updated-}" ] || return 0
	tools_apt_updated=1
	echo 'bootroot: apt-get update'
	tools_apt update >/dev/null
}

# Installs what is missing of the given tools.
tools_install() {
	local missing line
	missing=$(tools_missing "$@" | sort -u | tr '\n' ' ')
	missing=${missing% }
	[ -n "$missing" ] || return 0
	line="apt-get install -y --no-install-recommends $missing"
	echo "bootroot: installing the tools that are missing to build and to run a virtual PC:"
	echo "    $line"
	# An empty or an old list of packages is the usual reason to fail.
	# shellcheck disable=SC2086 # a list of words
	if ! tools_apt install -y --no-install-recommends $missing >/dev/null 2>&1; then
		tools_apt_update
		if ! tools_apt install -y --no-install-recommends $missing >/dev/null; then
			echo "bootroot: this failed: $line" >&2
			exit 111
		fi
	fi
	missing=$(tools_missing "$@" | tr '\n' ' ')
	if [ -n "$missing" ]; then
		echo "bootroot: still missing after installation: $missing" >&2
		exit 2
	fi
}
