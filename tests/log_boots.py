import random, sys, datetime
# boots.py N SPREAD_S: lines of N machines that boot within SPREAD_S
n, spread = int(sys.argv[1]), float(sys.argv[2])
r = random.Random(7)
out = []
t0 = datetime.datetime(2026,11,28,19,0,5,123456, datetime.timezone(datetime.timedelta(hours=1)))
def line(t, prog, text):
    out.append((t, f"{(t0+datetime.timedelta(seconds=t)).isoformat(timespec='microseconds')} boot1 {prog}[{917 if prog=='tftpd' else 911}]: {text}"))
def uefi(i, t, bad=None):
    mac = f"52:54:00:12:{i>>8:02x}:{i&255:02x}"; name = f"web{i}"; ip = f"10.9.{i>>8}.{i&255}"
    def told(t, f, msg='DISCOVER', ans='OFFER', stage=''):
        line(t,'dhcp-helper',f"boot mac={mac} name={name} arch=x64{stage} via=eth0 msg={msg} rule={mac} file={f} server=10.9.0.1 -> {ans}")
    def sent(t, f, size, rate, gen='', bs=1408, w=4, res=0):
        s = size/rate/1e6 + .002
        line(t+s,'tftpd',f"sent file={f}{gen} client={ip} mac={mac} name={name} bytes={size} seconds={s:.3f} rate={size/s/1e6:.1f}MB/s blksize={bs} windowsize={w} resent={res}")
        return t+s
    def refused(t, f, why='not-found', det=''):
        line(t,'tftpd',f"refused file={f} client={ip} mac={mac} name={name} reason={why}{det}")
    d='debian13/debian-installer/amd64/'
    told(t, d+'bootnetx64.efi'); t+=.9+r.random()
    told(t, d+'bootnetx64.efi','REQUEST','ACK'); t+=.05
    if bad=='lost': return
    t=sent(t,d+'bootnetx64.efi',955656,r.uniform(3,9)); t+=.3
    refused(t,d+'revocations.efi'); t+=.01
    t=sent(t,d+'grubx64.efi',2533000,r.uniform(3,9)); t+=.8
    for x in ('command.lst','fs.lst','crypto.lst','terminal.lst'):
        refused(t,'debian-installer/amd64/grub/x86_64-efi/'+x); t+=.004
    t=sent(t,'debian13/grub/grub.cfg',612,1,' generated=grub'); t+=2
    if bad=='kernel':
        refused(t,'debian13/linux','not-readable-for-us',' path=debian13/linux needs=r mode=0600 owner=root'); return
    if bad=='secure':
        line(t+60,'tftpd',f"stalled file={d}bootnetx64.efi client={ip} mac={mac} name={name} hint=secure-boot: the firmware has perhaps refused it"); return
    w = 1 if i%9==0 else 4
    t=sent(t,'debian13/linux',12204000, r.uniform(8,12) if w>1 else 1.1, bs=1024 if w==1 else 1408, w=w); t+=.1
    t=sent(t,'debian13/initrd.gz',42110000, r.uniform(5,11) if w>1 else 1.2, ' generated=preseed', bs=1024 if w==1 else 1408, w=w, res=900 if i%13==5 else 0)
for i in range(n):
    bad = {3:'kernel',11:'lost',17:'secure'}.get(i%40)
    uefi(i+1, r.random()*spread, bad)
for k in range(3):
    for j in range(5):
        line(5+k+4*2**j if j else 5+k,'dhcp-helper',f"boot mac=aa:bb:cc:00:00:0{k} name=- arch=bios via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client")
line(7,'tftpd','refused file=<script>alert(1)</script>&quot;\\040x client=10.9.0.77 mac=52:54:00:aa:00:01 name=evil<b> reason=not-found')
line(200,'tftpd','warning of nothing known')
out.sort()
print('\n'.join(x for _, x in out))
