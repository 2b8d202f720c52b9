# shellcheck shell=bash
# Makes .cache/mirror13: a Debian mirror of no more packages than the installer of
# Debian 13 wants for a small system with systemd on a disk (37-debian-whole). Source
# this after cache.bash and foreign.bash. Nothing of it is installed on this machine.

mirror_suite=trixie

# What is installed, beside the packages of priority required and what these need.
mirror_important='debian-archive-keyring debconf-i18n init udev ifupdown netbase'
mirror_later='e2fsprogs linux-image-cloud-amd64 initramfs-tools busybox zstd grub-pc'

# The parts of the installer that it fetches, and those that are in no kernel's package.
mirror_udebs='apt-mirror-setup apt-setup-udeb base-installer bootstrap-base clock-setup
	debootstrap-udeb di-utils-mapdevfs disk-detect dmidecode-udeb dosfstools-udeb
	finish-install grub-installer libbsd0-udeb libdevmapper1.02.1-udeb libmd0-udeb
	libparted-fs-resize0-udeb libparted2-udeb nobootloader partman-auto partman-base
	partman-basicfilesystems partman-basicmethods partman-ext3 partman-partitioning
	partman-target partman-utils pkgsel rdate-udeb tzsetup-udeb user-setup-udeb'

# The modules of the installer's kernel that it wants for the PC's disk.
mirror_modules='virtio_blk ext4 jbd2 mbcache'

mirror_fetch() {
	exec {cache_lock}>"$cache/lock"
	flock "$cache_lock"
	foreign_installer 13 trixie
	foreign_make mirror13 mirror_make
	exec {cache_lock}>&-
}

mirror_make() {
	local pool=$new/pool kernel required
	mkdir -p "$pool" "$new/udeb"
	kernel=$(mirror_kernel)
	foreign_apt deb "$mirror_suite" amd64 update
	required=$(foreign_apt_cache dumpavail | awk -v RS= '/\nPriority: required\n/ { print $2 }')
	# shellcheck disable=SC2086 # lists of words
	{
		foreign_apt deb "$mirror_suite" amd64 install --download-only --no-install-recommends \
			$required $mirror_important $mirror_later
		mv "$new"/apt/cache/archives/*.deb "$pool"
		(cd "$new/apt" && foreign_apt deb "$mirror_suite" amd64 download "linux-image-$kernel" \
			e2fsprogs libext2fs2t64 libcom-err2 libss2)
		mirror_udebs $mirror_udebs
	}
	mirror_udeb_kernel "$kernel"
	mirror_udeb_e2fsprogs
	mirror_deb_unsigned
	mirror_names
	python3 "$top/tests/lab/mirror.py" loosen "$pool"/*.deb
	# shellcheck disable=SC2086 # a list of words
	python3 "$top/tests/lab/mirror.py" lists "$new" "$mirror_suite" mirror-unsigned $mirror_important
	rm -r "$new/udeb"
	chmod -R a+rX "$new"
}

# apt-get writes the epoch of a version into a file's name, as %3a. In a URL that is a
# colon, which the file's name has not; Debian's own names have no epoch.
mirror_names() {
	local file
	for file in "$new"/pool/*_*%3a*; do
		[ ! -e "$file" ] || mv "$file" "${file%%_*}_${file#*%3a}"
	done
}

# The version of the installer's kernel.
mirror_kernel() {
	grep -aoE '[0-9.]+\+deb[0-9]+-amd64' \
		"$(cache_installer_of 13)/debian-installer/amd64/linux" | head -n 1
}

# mirror_udebs NAME...: the installer's own packages, by the list that the archive
# has of them now. It may be older than the archive's Release: apt-get refuses it then.
mirror_udebs() {
	local from path sum
	read -r _ _ _ from _ <"$new/apt/list"
	mirror_download "$from" "dists/$mirror_suite/main/debian-installer/binary-amd64/Packages.xz" "$new/udebs.xz"
	xz -dc "$new/udebs.xz" >"$new/udebs"
	python3 "$top/tests/lab/mirror.py" wanted "$new/udebs" "$@" >"$new/udebs.wanted"
	while read -r path sum; do
		mirror_download "$from" "$path" "$new/pool/${path##*/}" "SHA256:$sum"
	done <"$new/udebs.wanted"
	rm "$new"/udebs*
}

# mirror_download FROM PATH FILE [SUM]
mirror_download() {
	/usr/lib/apt/apt-helper -q -o APT::Sandbox::User=root download-file \
		"${1%/}/${2//+/%2b}" "$3" ${4+"$4"}
}

# The installer's packages of modules and of mke2fs change with each of Debian's point
# releases, and its list of them may be of another one than the installer. Out of the
# other packages, whose list is always good, the same files are taken.
mirror_udeb_kernel() {
	local folder=$new/udeb/disk-modules/usr/lib/modules/$1 name
	mkdir -p "$new/udeb/linux" "$folder"
	dpkg-deb -x "$new"/apt/linux-image-*.deb "$new/udeb/linux"
	for name in $mirror_modules; do
		find "$new/udeb/linux/usr/lib/modules/$1" -name "$name.ko*" -exec cp -t "$folder" {} +
		compgen -G "$folder/$name.ko*"
	done
	mirror_pack udeb disk-modules "Kernel-Version: $1" \
		"Provides: ext4-modules, ext3-modules, ext2-modules, scsi-modules"
}

mirror_udeb_e2fsprogs() {
	local folder=$new/udeb/e2fsprogs-udeb file
	mkdir -p "$new/udeb/e2fsprogs" "$folder/usr/sbin" "$folder/etc"
	for file in "$new"/apt/{e2fsprogs,libext2fs2t64,libcom-err2,libss2}_*.deb; do
		dpkg-deb -x "$file" "$new/udeb/e2fsprogs"
	done
	cp -a "$new"/udeb/e2fsprogs/usr/sbin/{mke2fs,mkfs.*,e2fsck,fsck.*,tune2fs,resize2fs} "$folder/usr/sbin"
	cp -a "$new/udeb/e2fsprogs/usr/lib" "$folder/usr"
	cp -a "$new/udeb/e2fsprogs/etc/mke2fs.conf" "$folder/etc"
	rm -rf "$folder"/usr/lib/{systemd,udev,e2fsprogs}
	mirror_pack udeb e2fsprogs-udeb
}

# Nobody has signed this mirror. The installer is told by its answers to take it, and
# the apt of the system that it installs by this package.
mirror_deb_unsigned() {
	local folder=$new/udeb/mirror-unsigned/etc/apt/apt.conf.d
	mkdir -p "$folder"
	echo 'Acquire::AllowInsecureRepositories "true";' >"$folder/00mirror-unsigned"
	mirror_pack deb mirror-unsigned
}

# mirror_pack deb|udeb NAME [FIELD...]: packs $new/udeb/NAME.
mirror_pack() {
	local folder=$new/udeb/$2
	mkdir "$folder/DEBIAN"
	printf '%s\n' "Package: $2" 'Version: 1' 'Architecture: amd64' 'Section: misc' \
		'Priority: standard' 'Maintainer: nobody <root@localhost>' "${@:3}" \
		"Description: of the lab's mirror" >"$folder/DEBIAN/control"
	chmod -R u=rwX,go=rX "$folder"
	dpkg-deb -Zxz --root-owner-group -b "$folder" "$new/pool/$2_1_amd64.$1"
}

# foreign_apt's, with the lists that it has fetched.
foreign_apt_cache() {
	local apt=$new/apt
	apt-cache -o APT::Architecture=amd64 -o APT::Architectures=amd64 \
		-o Dir::Etc::SourceList="$apt/list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State="$apt/state" -o Dir::State::status="$apt/status" \
		-o Dir::Cache="$apt/cache" "$@"
}
