/*
 * What an initramfs does to find its root on NFS. Its defaults are in it, in
 * a file that its /init reads; the kernel's command line may change them.
 */
#ifndef NFSINIT_H
#define NFSINIT_H

#include "mkbootroot/diskless/initramfs.h"
#include "mkbootroot/diskless/nfssource.h"

/* Our /init from where busybox_init_begin ends, and the file it reads. */
extern const char nfs_init_end[];
int nfs_init_add(struct initramfs *r, const struct nfs_source *s,
    int writable);

/*
 * The same for the initrd of initramfs-tools, which goes before r. 0; -1:
 * errno.
 */
int nfs_init_add_own(struct initramfs *r, const struct nfs_source *s,
    int writable);

#endif
