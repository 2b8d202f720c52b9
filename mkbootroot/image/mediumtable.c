/*
 * The kinds of media. The first row of which all marks are there is the medium's,
 * so the more particular ones stand first.
 *
 * Where the facts are from (netboot.xyz: github.com/netbootxyz/netboot.xyz,
 * roles/netbootxyz/templates/menu, read at 5e6620cc):
 *
 *	windows-pe	ipxe.org/wimboot; netboot.xyz windows.ipxe
 *	esxi		github.com/vmware/esx-boot, mboot/config.c; docs.vmware.com,
 *			vSphere 8 "Boot the ESXi installer by native UEFI HTTP"; see
 *			lib/config/mboot.c
 *	proxmox		netboot.xyz proxmox.ipxe; pve.proxmox.com "Automated
 *			Installation"; pve-installer, unconfigured.sh,
 *			proxmox-fetch-answer, and proxmox-auto-install-assistant of
 *			what --pxe makes
 *	talos		talos.dev "Kernel", of 1.5 to 1.11: required and recommended
 *			parameters
 *	flatcar		flatcar.org "Booting via PXE": 3 GB of RAM
 *	coreos		netboot.xyz coreos.ipxe; docs.fedoraproject.org "bare metal"
 *	nixos		the script netboot.ipxe of NixOS itself
 *	systemrescue	system-rescue.org "PXE network booting"
 *	arch		archiso's README; netboot.xyz archlinux.ipxe, blackarch.ipxe: the
 *			URL ends with /
 *	manjaro		manjaro-tools, initcpio/hooks/miso_pxe_http, and lib/util-iso.sh
 *			of what is where; netboot.xyz live-manjaro.ipxe, live-garuda.ipxe
 *	tails		netboot.xyz live-tails.ipxe: a script of live-boot's is replaced
 *	pop-os		github.com/pop-os/iso, mk/iso.mk and data/grub/grub.cfg
 *	clonezilla,	netboot.xyz clonezilla.ipxe, gparted.ipxe; live-boot(7),
 *	gparted, live	live-config(7)
 *	ubuntu		ubuntu.com "netboot the live server installer"; netboot.xyz
 *			ubuntu.ipxe: without cloud-config-url cloud-init would load
 *			the ISO of url= once more
 *	agama		agama-project.github.io "Boot options": inst.auto,
 *			inst.install_url
 *	suse		documentation.suse.com "Preparing network boot"; netboot.xyz
 *			opensuse.ipxe
 *	anaconda	Anaconda's "boot options": inst.stage2, inst.repo; RHEL's "System
 *			requirements": 3 GiB where it is loaded by HTTP
 *	fedora-live	dracut.cmdline(7): root=live:; netboot.xyz live-fedora.ipxe; booted
 *			with Debian's dracut-live
 *	alpine		wiki.alpinelinux.org "PXE boot"; netboot.xyz alpinelinux.ipxe
 *	debian-cd	Debian's installation guide, 4.5 "preparing TFTP net booting"
 *	fog		docs.fogproject.org, its default.ipxe
 *	raspberry	raspberrypi.com "network booting"
 *	onie		opencomputeproject.github.io/onie "image discovery"
 *	memtest86plus	github.com/memtest86plus/memtest86plus, README: a .bin and a .efi;
 *			since 8.00 mt86p_800_x86_64 for both (netboot.xyz,
 *			asset-mirror); 7.20 was booted, of Debian's package
 */
#include "mkbootroot/image/medium.h"

#define LIVE_SQUASHFS "live/filesystem.squashfs|live/*.squashfs|live/*/*.squashfs"
#define LIVE_KERNEL "live/vmlinuz|live/vmlinuz*|live/*vmlinuz*|boot/*/vmlinuz*"
#define LIVE_INITRD "live/initrd.img|live/initrd*|live/*initrd*|boot/*/initrd*"
#define CASPER_KERNEL "casper/vmlinuz|casper/vmlinuz*"
#define CASPER_INITRD "casper/initrd|casper/initrd.lz|casper/initrd.gz|casper/initrd*"
#define CLOUD (ANSWERS_BIT(ANSWERS_AUTOINSTALL) | \
	ANSWERS_BIT(ANSWERS_CLOUD_CONFIG))
/* A file of Alpine's netboot archives, of one machine, or of several side by side. */
#define ALPINE_OF(arch, file) \
	arch "/boot/" file "|" arch "/netboot/" file "|" arch "/" file
#define ALPINE_IN(file) \
	"boot/" file "|" file "|netboot/" file
#define ALPINE(file) \
	ALPINE_IN(file) "|" ALPINE_OF("x86_64", file) "|" \
	ALPINE_OF("aarch64", file) "|" ALPINE_OF("x86", file) "|" \
	ALPINE_OF("armv7", file)
#define SUSE_PAIRS \
	{"boot/x86_64/loader/linux", "boot/x86_64/loader/initrd"}, \
	{"boot/aarch64/linux|boot/aarch64/loader/linux", \
	    "boot/aarch64/initrd|boot/aarch64/loader/initrd"}

const struct medium media[] = {
	{
		.word = "windows-pe",
		.title = "Windows PE, or Windows Setup",
		.mark = {{"sources/boot.wim", NULL}, {"boot/boot.sdi", NULL},
		    {"boot/bcd", NULL}},
		.kernel = {{"wimboot|wimboot*", "boot/bcd"}},
		.more = {"boot/boot.sdi", "sources/boot.wim"},
		.needs = MEDIUM_HTTP | MEDIUM_IPXE | MEDIUM_SHARE,
		.ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_UNATTEND),
		.tell = "wimboot of ipxe.org/wimboot is no part of it: put it into "
		    "the image's folder"
	}, {
		.word = "esxi",
		.title = "VMware ESXi's installer",
		.mark = {{"boot.cfg|efi/boot/boot.cfg", "kernel="},
		    {"b.b00|tboot.b00|k.b00", NULL},
		    {"efi/boot/bootx64.efi|efi/boot/mboot.efi|mboot.efi", NULL}},
		.mboot = "boot.cfg|efi/boot/boot.cfg",
		.label_file = "boot.cfg", .label_key = "title=",
		.answers = ANSWERS_BIT(ANSWERS_KICKSTART),
		.tell = "its boot.cfg is rewritten for each client, for UEFI alone: "
		    "under BIOS its mboot.c32 wants a PXELINUX of its own"
	}, {
		.word = "proxmox",
		.title = "Proxmox's installer",
		.mark = {{".p*-cd-id.txt|.cd-info", NULL},
		    {"boot/linux26", NULL}, {"boot/initrd.img", NULL}},
		.kernel = {{"boot/linux26", "boot/initrd.img"}},
		.more = {"proxmox.iso.cpio"},
		.args = "ramdisk_size=16777216 rw quiet splash=silent",
		.iso = "proxmox.iso",
		.label_file = ".cd-info", .label_key = "PRODUCTLONG='",
		.answers = ANSWERS_BIT(ANSWERS_PROXMOX),
		.tell = "the ISO is sent behind the initrd, and lies in RAM as a whole"
	}, {
		.word = "proxmox-pxe",
		.title = "Proxmox's installer, its files for iPXE",
		.mark = {{"boot.ipxe", "proxmox.iso"}, {"vmlinuz", NULL},
		    {"initrd.img", NULL}, {"*.iso", NULL}},
		.needs = MEDIUM_CANNOT,
		.answers = ANSWERS_BIT(ANSWERS_PROXMOX),
		.tell = "its script alone gives the ISO the name that its initrd "
		    "looks for: import an ISO file of prepare-iso without --pxe"
	}, {
		.word = "talos",
		.title = "Talos Linux",
		.mark = {{"initramfs-*.xz|initramfs.xz|boot/initramfs.xz", NULL},
		    {"vmlinuz-amd64|vmlinuz-arm64|kernel-amd64|kernel-arm64|"
		    "boot/vmlinuz", NULL}},
		.kernel = {{"vmlinuz-amd64|kernel-amd64",
		    "initramfs-amd64.xz"},
		    {"vmlinuz-arm64|kernel-arm64",
		    "initramfs-arm64.xz"},
		    {"boot/vmlinuz", "boot/initramfs.xz"}},
		.args = "talos.platform=metal slab_nomerge pti=on init_on_alloc=1 "
		    "init_on_free=1 console=tty0 printk.devkmsg=on",
		.ram_mib = 2048,
		.answers = ANSWERS_BIT(ANSWERS_TALOS)
	}, {
		.word = "flatcar",
		.title = "Flatcar Container Linux",
		.mark = {{"flatcar_production_pxe.vmlinuz", NULL},
		    {"flatcar_production_pxe_image.cpio.gz", NULL}},
		.kernel = {{"flatcar_production_pxe.vmlinuz",
		    "flatcar_production_pxe_image.cpio.gz"}},
		.args = "flatcar.first_boot=1",
		.ram_mib = 3072,
		.answers = ANSWERS_BIT(ANSWERS_IGNITION)
	}, {
		.word = "coreos",
		.title = "Fedora CoreOS",
		.mark = {{"*-live-rootfs*.img|images/pxeboot/rootfs.img", NULL},
		    {"*-live-kernel*|images/pxeboot/vmlinuz", NULL}},
		.kernel = {{"*-live-kernel.x86_64|*-live-kernel-x86_64",
		    "*-live-initramfs.x86_64.img"},
		    {"*-live-kernel.aarch64|*-live-kernel-aarch64",
		    "*-live-initramfs.aarch64.img"},
		    {"images/pxeboot/vmlinuz",
		    "images/pxeboot/initrd.img"}},
		.own = {"*-live-rootfs.x86_64.img", "*-live-rootfs.aarch64.img",
		    "images/pxeboot/rootfs.img"},
		.args = "coreos.live.rootfs_url=@image@{k} ip=dhcp rd.neednet=1 "
		    "ignition.firstboot ignition.platform.id=metal",
		.needs = MEDIUM_HTTP,
		.ram_mib = 2048, .ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_IGNITION)
	}, {
		.word = "nixos-netboot",
		.title = "NixOS, its netboot files",
		.mark = {{"netboot.ipxe", "init=/nix/store/"}, {"initrd", NULL},
		    {"bzImage|Image|kernel", NULL}},
		.kernel = {{"bzImage|Image|kernel", "initrd"}},
		.script = "netboot.ipxe",
		.ram_mark = 2
	}, {
		.word = "nixos-iso",
		.title = "NixOS, its ISO",
		.mark = {{"nix-store.squashfs", NULL},
		    {"boot/bzImage|boot/*/bzImage|boot/kernel|boot/Image|"
		    "boot/nix/store/*/bzImage", NULL}},
		.needs = MEDIUM_CANNOT,
		.tell = "its initrd looks for its store on a disk: import the netboot "
		    "files (bzImage, initrd, netboot.ipxe) instead"
	}, {
		.word = "systemrescue",
		.title = "SystemRescue",
		.mark = {{"sysresccd/x86_64/airootfs.sfs", NULL},
		    {"sysresccd/boot/x86_64/vmlinuz", NULL}},
		.kernel = {{"sysresccd/boot/x86_64/vmlinuz",
		    "sysresccd/boot/x86_64/sysresccd.img"}},
		.args = "archisobasedir=sysresccd archiso_http_srv=@image@ "
		    "ip=dhcp checksum",
		.label_file = "sysresccd/VERSION",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1
	}, {
		.word = "arch",
		.title = "a live system of Arch Linux's kind",
		.mark = {{"*/x86_64/airootfs.sfs|*/x86_64/airootfs.erofs",
		    NULL}, {"*/boot/x86_64/vmlinuz-linux*", NULL}},
		.kernel = {{"*/boot/x86_64/vmlinuz-linux*",
		    "*/boot/x86_64/initramfs-linux*.img"}},
		.args = "archisobasedir={1/} archiso_http_srv=@image@ ip=dhcp",
		.label_file = "arch/version",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_CLOUD_CONFIG)
	}, {
		.word = "manjaro",
		.title = "a live system of Manjaro's kind",
		.mark = {{"*/x86_64/rootfs.sfs", NULL},
		    {"boot/vmlinuz-x86_64", NULL},
		    {"boot/initramfs-x86_64.img", NULL}},
		.kernel = {{"boot/vmlinuz-x86_64", "boot/initramfs-x86_64.img"}},
		.args = "misobasedir={1/} miso_http_srv=@image@ ip=dhcp "
		    "driver=free",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.tell = "all of its .sfs files are loaded into RAM"
	}, {
		.word = "tails",
		.title = "Tails",
		.mark = {{LIVE_SQUASHFS, NULL}, {"live/Tails.module", NULL}},
		.needs = MEDIUM_CANNOT,
		.tell = "its initrd looks for its medium on a disk"
	}, {
		.word = "clonezilla",
		.title = "Clonezilla live",
		.mark = {{LIVE_SQUASHFS, NULL},
		    {"Clonezilla-Live-Version", NULL}},
		.kernel = {{LIVE_KERNEL, LIVE_INITRD}},
		.args = "boot=live union=overlay config components noswap edd=on "
		    "ocs_live_run=ocs-live-general ocs_live_batch=no "
		    "net.ifnames=0 noprompt fetch=@image@{1}",
		.label_file = "Clonezilla-Live-Version",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1
	}, {
		.word = "gparted",
		.title = "GParted live",
		.mark = {{LIVE_SQUASHFS, NULL}, {"GParted-Live-Version", NULL}},
		.kernel = {{LIVE_KERNEL, LIVE_INITRD}},
		.args = "boot=live union=overlay config components noswap "
		    "username=user fetch=@image@{1}",
		.label_file = "GParted-Live-Version",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1
	}, {
		.word = "live",
		.title = "a live system of Debian's kind",
		.mark = {{LIVE_SQUASHFS, NULL}, {LIVE_KERNEL, NULL}},
		.kernel = {{LIVE_KERNEL, LIVE_INITRD}},
		.args = "boot=live components fetch=@image@{1}",
		.label_file = ".disk/info",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_CLOUD_CONFIG),
		.is_proven = 1
	}, {
		.word = "ubuntu-server",
		.title = "Ubuntu's server installer",
		.mark = {{CASPER_KERNEL, NULL},
		    {"casper/ubuntu-server*.squashfs|casper/install-sources.yaml",
		    NULL}, {".disk/info", "Server"}},
		.kernel = {{CASPER_KERNEL, CASPER_INITRD}},
		.args = "ip=dhcp cloud-config-url=/dev/null "
		    "url=@image@ubuntu.iso",
		.iso = "ubuntu.iso",
		.label_file = ".disk/info",
		.needs = MEDIUM_HTTP,
		.ram_mib = 3072,
		.answers = CLOUD,
		.tell = "the ISO is loaded by HTTP, and lies in RAM as a whole"
	}, {
		.word = "pop-os",
		.title = "Pop!_OS",
		.mark = {{"casper_*/*.squashfs", NULL},
		    {"casper_*/vmlinuz*", NULL}},
		.kernel = {{"casper_*/vmlinuz*", "casper_*/initrd*"}},
		.args = "boot=casper ip=dhcp cloud-config-url=/dev/null "
		    "url=@image@pop-os.iso live-media-path=/{1/} noprompt",
		.iso = "pop-os.iso",
		.label_file = ".disk/info",
		.needs = MEDIUM_HTTP,
		.tell = "the ISO is loaded by HTTP, and lies in RAM as a whole"
	}, {
		.word = "casper",
		.title = "a live system of Ubuntu's kind",
		.mark = {{"casper/*.squashfs", NULL}, {CASPER_KERNEL, NULL}},
		.kernel = {{CASPER_KERNEL, CASPER_INITRD}},
		.args = "boot=casper ip=dhcp cloud-config-url=/dev/null "
		    "url=@image@ubuntu.iso",
		.iso = "ubuntu.iso",
		.label_file = ".disk/info",
		.needs = MEDIUM_HTTP,
		.answers = CLOUD,
		.tell = "the ISO is loaded by HTTP, and lies in RAM as a whole; "
		    "casper of Ubuntu 20.04 or later"
	}, {
		.word = "ubuntu-netboot",
		.title = "Ubuntu's netboot archive",
		.mark = {{"a*64/linux", NULL}, {"a*64/initrd", NULL},
		    {"a*64/grub/grub.cfg|a*64/pxelinux.cfg/default", NULL}},
		.kernel = {{"amd64/linux", "amd64/initrd"},
		    {"arm64/linux", "arm64/initrd"}},
		.ram_mib = 3072,
		.answers = CLOUD,
		.tell = "its menu has the ISO loaded from the Internet; to have it here, "
		    "import the ISO file"
	}, {
		.word = "ubuntu-netboot-di",
		.title = "Ubuntu's older netboot archive",
		.mark = {{"ubuntu-installer/*/linux", NULL},
		    {"ubuntu-installer/*/initrd.gz", NULL}},
		.kernel = {{"ubuntu-installer/amd64/linux",
		    "ubuntu-installer/amd64/initrd.gz"},
		    {"ubuntu-installer/i386/linux",
		    "ubuntu-installer/i386/initrd.gz"},
		    {"ubuntu-installer/arm64/linux",
		    "ubuntu-installer/arm64/initrd.gz"}},
		.answers = ANSWERS_BIT(ANSWERS_PRESEED)
	}, {
		.word = "debian-netboot",
		.title = "Debian's netboot archive",
		.mark = {{"debian-installer/*/linux", NULL},
		    {"debian-installer/*/initrd.gz", NULL}},
		.kernel = {{"debian-installer/amd64/linux",
		    "debian-installer/amd64/initrd.gz"},
		    {"debian-installer/i386/linux",
		    "debian-installer/i386/initrd.gz"},
		    {"debian-installer/arm64/linux",
		    "debian-installer/arm64/initrd.gz"},
		    {"debian-installer/armhf/linux|"
		    "debian-installer/armhf/vmlinuz",
		    "debian-installer/armhf/initrd.gz"},
		    {"debian-installer/riscv64/linux",
		    "debian-installer/riscv64/initrd.gz"}},
		.answers = ANSWERS_BIT(ANSWERS_PRESEED),
		.is_proven = 1
	}, {
		.word = "agama-offline",
		.title = "SUSE's Agama installer with its packages",
		.mark = {{"LiveOS/squashfs.img", NULL},
		    {"boot/x86_64/loader/linux|boot/aarch64/loader/linux|"
		    "boot/aarch64/linux", NULL},
		    {"install/repodata/repomd.xml", NULL}},
		.kernel = {SUSE_PAIRS},
		.args = "root=live:@image@{1} rd.live.image rd.neednet=1 ip=dhcp "
		    "inst.install_url=@image@install",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_AGAMA) |
		    ANSWERS_BIT(ANSWERS_AUTOYAST)
	}, {
		.word = "agama",
		.title = "a live system of KIWI: SUSE's Agama installer, or Fedora",
		.mark = {{"LiveOS/squashfs.img", NULL},
		    {"boot/x86_64/loader/linux|boot/aarch64/loader/linux|"
		    "boot/aarch64/linux", NULL}},
		.kernel = {SUSE_PAIRS},
		.args = "root=live:@image@{1} rd.live.image rd.neednet=1 ip=dhcp",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.answers = ANSWERS_BIT(ANSWERS_AGAMA) |
		    ANSWERS_BIT(ANSWERS_AUTOYAST)
	}, {
		.word = "suse",
		.title = "SUSE's YaST installer",
		.mark = {{"boot/x86_64/loader/linux|boot/aarch64/linux", NULL},
		    {"boot/x86_64/loader/initrd|boot/aarch64/initrd", NULL},
		    {"boot/x86_64/root|boot/aarch64/root|control.xml|"
		    "media.1/products|CHECKSUMS", NULL}},
		.kernel = {SUSE_PAIRS},
		.args = "netsetup=dhcp install=@image@",
		.label_file = "media.1/products", .label_key = " ",
		.needs = MEDIUM_HTTP,
		.answers = ANSWERS_BIT(ANSWERS_AUTOYAST)
	}, {
		.word = "anaconda",
		.title = "Anaconda's installer with its packages",
		.mark = {{"images/pxeboot/vmlinuz", NULL},
		    {"images/install.img|LiveOS/squashfs.img", NULL},
		    {".treeinfo", NULL},
		    {"repodata/repomd.xml|*/repodata/repomd.xml", NULL}},
		.kernel = {{"images/pxeboot/vmlinuz",
		    "images/pxeboot/initrd.img"}},
		.args = "inst.repo=@image@ ip=dhcp",
		.label_file = ".treeinfo", .label_key = "\nname = ",
		.needs = MEDIUM_HTTP,
		.ram_mib = 3072,
		.answers = ANSWERS_BIT(ANSWERS_KICKSTART)
	}, {
		.word = "anaconda-boot",
		.title = "Anaconda's installer without packages",
		.mark = {{"images/pxeboot/vmlinuz", NULL},
		    {"images/install.img|.treeinfo", NULL}},
		.kernel = {{"images/pxeboot/vmlinuz",
		    "images/pxeboot/initrd.img"}},
		.args = "inst.stage2=@image@ ip=dhcp",
		.label_file = ".treeinfo", .label_key = "\nname = ",
		.needs = MEDIUM_HTTP,
		.ram_mib = 3072,
		.answers = ANSWERS_BIT(ANSWERS_KICKSTART),
		.tell = "its packages come from the Internet, or from what "
		    "args=\"inst.repo=URL\" says"
	}, {
		.word = "fedora-live",
		.title = "a live system of Fedora's kind",
		.mark = {{"LiveOS/squashfs.img", NULL},
		    {"images/pxeboot/vmlinuz|isolinux/vmlinuz*|boot/vmlinuz*",
		    NULL}},
		.kernel = {{"images/pxeboot/vmlinuz|isolinux/vmlinuz*|boot/vmlinuz*",
		    "images/pxeboot/initrd.img|isolinux/initrd*|"
		    "boot/initrd*|boot/initramfs*"}},
		.args = "root=live:@image@{1} ro rd.live.image rd.neednet=1 ip=dhcp",
		.label_file = ".treeinfo", .label_key = "\nname = ",
		.needs = MEDIUM_HTTP,
		.ram_mark = 1,
		.is_proven = 1
	}, {
		.word = "alpine",
		.title = "Alpine Linux's ISO",
		.mark = {{"boot/modloop-*", NULL},
		    {"apks/*/APKINDEX.tar.gz", NULL},
		    {"boot/vmlinuz-*", NULL}},
		.kernel = {{"boot/vmlinuz-*", "boot/initramfs-*"}},
		.own = {"boot/modloop-*"},
		.args = "ip=dhcp modloop=@image@{k} alpine_repo=@image@apks "
		    "modules=loop,squashfs",
		.label_file = ".alpine-release",
		.needs = MEDIUM_HTTP,
		.answers = ANSWERS_BIT(ANSWERS_APKOVL) |
		    ANSWERS_BIT(ANSWERS_ALPINE)
	}, {
		.word = "alpine-netboot",
		.title = "Alpine Linux's netboot archive",
		.mark = {{ALPINE("modloop-*"), NULL}, {ALPINE("vmlinuz-*"), NULL}},
		.kernel = {{ALPINE_IN("vmlinuz-*"), ALPINE_IN("initramfs-*")},
		    {ALPINE_OF("x86_64", "vmlinuz-*"),
		    ALPINE_OF("x86_64", "initramfs-*")},
		    {ALPINE_OF("aarch64", "vmlinuz-*"),
		    ALPINE_OF("aarch64", "initramfs-*")},
		    {ALPINE_OF("x86", "vmlinuz-*"),
		    ALPINE_OF("x86", "initramfs-*")},
		    {ALPINE_OF("armv7", "vmlinuz-*"),
		    ALPINE_OF("armv7", "initramfs-*")}},
		.own = {ALPINE_IN("modloop-*"),
		    ALPINE_OF("x86_64", "modloop-*"),
		    ALPINE_OF("aarch64", "modloop-*"),
		    ALPINE_OF("x86", "modloop-*"),
		    ALPINE_OF("armv7", "modloop-*")},
		.args = "ip=dhcp modloop=@image@{k} alpine_repo=https://"
		    "dl-cdn.alpinelinux.org/alpine/latest-stable/main "
		    "modules=loop,squashfs",
		.needs = MEDIUM_HTTP,
		.answers = ANSWERS_BIT(ANSWERS_APKOVL) |
		    ANSWERS_BIT(ANSWERS_ALPINE),
		.tell = "its packages come from the Internet, or from what "
		    "args=\"alpine_repo=URL\" says"
	}, {
		.word = "debian-cd",
		.title = "Debian's installation CD or DVD",
		/* Kali's and others' are made alike; .disk/info names them. */
		.mark = {{".disk/info", NULL},
		    {"install*/vmlinuz|install*/*/vmlinuz", NULL},
		    {"install*/initrd.gz|install*/*/initrd.gz", NULL}},
		.label_file = ".disk/info",
		.needs = MEDIUM_CANNOT,
		.answers = ANSWERS_BIT(ANSWERS_PRESEED),
		.tell = "its installer looks for the CD itself: import the netboot "
		    "archive (netboot.tar.gz) of the same release"
	}, {
		.word = "fog",
		.title = "FOG's boot files",
		.mark = {{"bzImage|ipxe/bzImage|service/ipxe/bzImage", NULL},
		    {"init.xz|ipxe/init.xz|service/ipxe/init.xz", NULL}},
		.kernel = {{"bzImage|ipxe/bzImage|service/ipxe/bzImage",
		    "init.xz|ipxe/init.xz|service/ipxe/init.xz"},
		    {"arm_Image|ipxe/arm_Image|service/ipxe/arm_Image",
		    "arm_init.cpio.gz|ipxe/arm_init.cpio.gz|"
		    "service/ipxe/arm_init.cpio.gz"}},
		.args = "root=/dev/ram0 rw ramdisk_size=275000 consoleblank=0 "
		    "rootfstype=ext4",
		.tell = "it works with a FOG server: args=\"web=http://FOG-SERVER/fog/ "
		    "…\""
	}, {
		.word = "raspberry",
		.title = "a Raspberry Pi's boot folder",
		.mark = {{"start*.elf|bootcode.bin", NULL},
		    {"fixup*.dat|config.txt", NULL}},
		.tell = "the firmware reads config.txt and cmdline.txt itself: root=/dev/nfs "
		    "and nfsroot= stand in cmdline.txt"
	}, {
		.word = "onie",
		.title = "an installer for ONIE",
		.mark = {{"onie-installer*", NULL}},
		.needs = MEDIUM_HTTP,
		.tell = "ONIE asks for onie-installer-… at the top of the boot root, by HTTP "
		    "and TFTP: put a link there"
	}, {
		.word = "netboot.xyz",
		.title = "netboot.xyz's loaders",
		.mark = {{"netboot.xyz*.efi|netboot.xyz*.kpxe|netboot.xyz*.lkrn",
		    NULL}},
		.tell = "its menus and systems come from the Internet"
	}, {
		.word = "memtest86plus",
		.title = "Memtest86+",
		.mark = {{"memtest*|boot/memtest*|mt86p*", NULL},
		    {"!vmlinuz*|linux*|*/vmlinuz*|*/linux*|*/*/vmlinuz*|"
		    "*/*/linux*", NULL}},
		.is_proven = 1
	}
};

const size_t media_n = sizeof(media) / sizeof(media[0]);
