#!/usr/bin/env bash
# The built packages in a whole Debian 12 with a real systemd, as root: check_boot.sh FOLDER_WITH_DEBS [KEEP]
#
# Makes the Debian with mmdebstrap (KEEP: a folder where it is kept for the next time), boots it in a
# container without a network, and runs check_inside.sh there: install, first start, SIGKILL, reload, update
# with changed settings, remove, purge. Ends with 1 and the container's log when a step failed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
debs=$(readlink -f "$1")
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
kept=${2:-$own/debian}
needs=$(for deb in "$debs"/*.deb; do dpkg-deb -f "$deb" Depends; done | tr ',' '\n' |
  sed 's/|.*//; s/(.*//; s/ //g' | grep -v '^antrean' | grep . | sort -u | paste -sd,)
if [ ! -x "$kept/sbin/init" ]; then
  mmdebstrap --variant=minbase --include="systemd,systemd-sysv,dbus,procps,curl,$needs" bookworm "$kept" >/dev/null
fi
# Each run in a copy, as on a fresh machine.
root=$own/run
cp -a "$kept" "$root"
mkdir "$root/packages"
for deb in "$debs"/*.deb; do
  case "$deb" in *-dbgsym_*) ;; *) cp "$deb" "$root/packages" ;; esac
done
cp "$here/check_inside.sh" "$root/packages"
cat >"$root/etc/systemd/system/check-packages.service" <<'UNIT'
[Unit]
Description=The check of the packages
After=multi-user.target
SuccessAction=exit
FailureAction=exit
FailureActionExitStatus=1
SuccessActionExitStatus=0
[Service]
Type=oneshot
ExecStart=/packages/check_inside.sh
StandardOutput=file:/packages/log
StandardError=inherit
TimeoutStartSec=240
[Install]
WantedBy=multi-user.target
UNIT
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -sf ../check-packages.service "$root/etc/systemd/system/multi-user.target.wants/check-packages.service"
code=0
timeout 300 systemd-nspawn -q --register=no --keep-unit --private-network -D "$root" --boot \
  >"$root/packages/boot" 2>&1 || code=$?
cat "$root/packages/log" 2>/dev/null || tail -n 30 "$root/packages/boot"
grep -q '^all is well$' "$root/packages/log" || { echo "check_boot: failed (container ended with $code)" >&2; exit 1; }
