# shellcheck shell=bash
# The NFS server of the lab: nfs-ganesha on the boot server, which exports what
# the given blocks of its configuration say, by NFSv4 and NFSv3. Its log is
# $LAB/nfs.log. Source servers.bash first.

# nfs_start FILE...
nfs_start() {
	cache_needs nfs-ganesha nfs-ganesha-vfs rpcbind
	nfs_etc
	nfs_conf "$@" >"$LAB/ganesha.conf"
	background rpcbind.log on server "${top:?}/tests/lab/with-etc" "$LAB/etc" \
		"${cache:?}/bin/rpcbind" -f
	wait_for 60 tcp_open server 111
	background nfs.log on server "$top/tests/lab/with-etc" "$LAB/etc" \
		env LD_LIBRARY_PATH="$(nfs_folder libnfsidmap)" \
		"$cache/bin/ganesha" -F -L STDOUT -f "$LAB/ganesha.conf" -p "$LAB/ganesha.pid"
	wait_for_line 60 "$LAB/nfs.log" 'NFS SERVER INITIALIZED'
}

# The folder of ganesha's parts, or of those of its library.
nfs_folder() {
	compgen -G "$cache/nfs-ganesha*/usr/lib/*-linux-gnu/$1"
}

# The file systems, as ganesha is told of them. Version 6 exports none in memory,
# which it knows by the name: here all are.
nfs_mtab() {
	sed 's/ tmpfs / ext4 /' /proc/self/mounts
}

# What it reads of /etc: neither this machine's accounts nor its mounts count.
nfs_etc() {
	mkdir -p "$LAB/etc"
	nfs_mtab >"$LAB/etc/mtab"
	echo '127.0.0.1 localhost' >"$LAB/etc/hosts"
	printf '%s\n' 'sunrpc 111/tcp portmapper' 'sunrpc 111/udp portmapper' >"$LAB/etc/services"
	printf '%s\n' 'tcp 6' 'udp 17' >"$LAB/etc/protocols"
	printf '%s\n' 'root:x:0:0::/:/bin/false' '_rpc:x:65534:65534::/:/bin/false' >"$LAB/etc/passwd"
	printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >"$LAB/etc/group"
	printf '%s\n' 'passwd: files' 'group: files' 'hosts: files' >"$LAB/etc/nsswitch.conf"
	cat >"$LAB/etc/netconfig" <<-'END'
		udp   tpi_clts      v  inet      udp  -  -
		tcp   tpi_cots_ord  v  inet      tcp  -  -
		udp6  tpi_clts      v  inet6     udp  -  -
		tcp6  tpi_cots_ord  v  inet6     tcp  -  -
		local tpi_cots_ord  -  loopback  -    -  -
	END
}

# Without a grace period, in which nobody could open a file. Version 6 would not
# start without CAP_SYS_RESOURCE, which containers lack; 4 does not know that
# word, and only warns of it.
nfs_conf() {
	mkdir -p "$LAB/ganesha"
	cat <<-END
		NFS_CORE_PARAM {
			Allow_Set_Io_Flusher_Fail = true;
			Enable_NLM = false;
			Enable_RQUOTA = false;
			mount_path_pseudo = true;
			Plugins_Dir = $(nfs_folder ganesha);
		}
		NFSV4 {
			Graceless = true;
			Grace_Period = 5;
			Lease_Lifetime = 5;
			Only_Numeric_Owners = true;
			RecoveryBackend = fs;
			RecoveryRoot = $LAB/ganesha;
		}
	END
	printf '%%include "%s"\n' "$@"
}
