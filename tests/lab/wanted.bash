# shellcheck shell=bash
# Which tools and packages some files of tests speak of, so that one file does not
# install what all of them need. Source this with $top set to the top of the tree,
# after tools.bash and cache.bash.

# wanted_text FILE...: the text of these tests, and of what they load, source and
# run, but for the lists of tools and packages.
wanted_text() {
	local left=("$@") file name known text seen=' ' helpers=()
	for name in "$top"/tests/{*,*/*}.{bash,py} "$top"/tests/lab/*; do
		case ${name##*/} in
		cache.bash | tools.bash | foreign.bash | wanted.bash | installer.bash | *.bats) ;;
		*) helpers+=("$name") ;;
		esac
	done
	while [ ${#left[@]} -gt 0 ]; do
		file=${left[0]}
		left=("${left[@]:1}")
		[[ $seen != *" $file "* && -f $file ]] || continue
		seen+="$file "
		# What comments say does not count.
		text=$(grep -v '^[[:blank:]]*#' "$file") || :
		printf '%s\n' "$text"
		for name in "${helpers[@]}"; do
			known=${name#"$top/tests/"}
			case $known in
			*/*) [[ $text == *"${known%.bash}"* ]] ;;
			*.bash) [[ $text == *"/$known"* || $text == *"load ${known%.bash}"$'\n'* ]] ;;
			*) [[ $text == *"/$known"* || $text == *"import ${known%.py}"* ]] ;;
			esac || continue
			left+=("$name")
		done
	done
}

# wanted_words PACKAGE: by which words, a regular expression, a test speaks of it.
# What is not here is needed to build, or to run any test.
wanted_words() {
	local of=$1 name from path
	case $of in
	qemu-system-x86 | seabios | ipxe-qemu | ovmf | ipxe) echo 'qemu-system|lab/demo' ;;
	pxelinux | syslinux-common | shim-signed | grub-efi-amd64-signed) echo "lab/demo|cache/$of\\b" ;;
	debian-installer-*) echo 'cache_installer|cache_needs_installer|lab/demo' ;;
	clang) echo 'clang|fuzz/run' ;;
	libclang-rt-dev | lld) echo 'clang(.|\n)*sanitize|fuzz/run' ;;
	llvm) echo 'fuzz/run' ;;
	curl | mandoc | strace | tmux | chromium-headless-shell)
		echo "\\b$of\\b"
		;;
	# Who shortens an initrd packs one.
	cpio) echo '\bcpio\b|bootroot_shorten' ;;
	bzip2) echo 'bz2|bzip2' ;;
	zstd) echo '\bzstd?\b' ;;
	zip) echo '\bzip\b[^(]' ;;
	e2fsprogs) echo '\bmkfs' ;;
	nftables) echo '\bnft\b' ;;
	xorriso) echo 'xorriso' ;;
	xz-utils) echo '\bxz\b' ;;
	systemd) echo 'cache/systemd' ;;
	openbsd-inetd | dnsmasq-base | busybox-static) echo 'lab/demo' ;;&
	*)
		while read -r name from path; do
			[ "$from" != "$of" ] || echo "bin[/ \"]+$name\\b|cache/$of\\b|\\b$of\\b"
		done <<<"$cache_programs"
		;;
	esac
}

# wanted_of WORD...: those of these tools, FILE=PACKAGE, or packages of which the
# text on standard input speaks.
wanted_of() {
	local text word words
	text=$(cat)
	for word; do
		words=$(wanted_words "${word#*=}" | paste -sd '|')
		[ -n "$words" ] && ! grep -qzE -- "$words" <<<"$text" || printf '%s\n' "$word"
	done
}
