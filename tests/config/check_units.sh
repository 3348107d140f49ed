#!/usr/bin/env bash
# The systemd units are right (systemd-analyze exits 0 on an unknown key, so anything it prints is a failure)
# and as closed as promised.
# usage: check_units.sh UNIT_FOLDER
set -euo pipefail
units=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for unit in "$units"/*.service "$units"/*.socket; do
  sed 's|^ExecStart=/usr/bin/[a-z-]*|ExecStart=/bin/true|' "$unit" >"$work/$(basename "$unit")"
done
for unit in "$units"/*.socket; do
  name=$(basename "$unit")
  said=$(systemd-analyze verify "$work/$name" 2>&1 || true)
  if [ -n "$said" ]; then
    echo "$name: $said"
    failed=1
  fi
done
# The command finds the office by the settings, so the socket of the unit is theirs. The office sees who asks,
# so it has no user namespace.
socket=$units/antrean-office.socket
for settings in "$units"/../office.toml "$units"/../office-large.toml; do
  asked=$(sed -n '/^\[technician\]/,/^\[[^t]/s/^socket = "\(.*\)"$/\1/p' "$settings")
  if [ -z "$asked" ] || ! grep -qx "ListenStream=$asked" "$socket"; then
    echo "$(basename "$settings") asks at '$asked', $(basename "$socket") listens elsewhere"
    failed=1
  fi
done
for line in FileDescriptorName=technician SocketGroup=antrean SocketMode=0660; do
  grep -qx "$line" "$socket" || { echo "$(basename "$socket"): no $line"; failed=1; }
done
if grep -q '^PrivateUsers=\|^RuntimeDirectory=antrean$' "$units/antrean-office.service"; then
  echo "antrean-office.service: PrivateUsers hides who asks; RuntimeDirectory takes the socket's folder away"
  failed=1
fi
for unit in "$units"/*.service; do
  name=$(basename "$unit")
  said=$(systemd-analyze verify "$work/$name" 2>&1 || true)
  if [ -n "$said" ]; then
    echo "$name: $said"
    failed=1
  fi
  # Without an error number a filtered call kills, and libraries try calls they can do without (SDL:
  # setpriority).
  if grep -q '^SystemCallFilter=' "$unit" && ! grep -q '^SystemCallErrorNumber=EPERM$' "$unit"; then
    echo "$name: SystemCallFilter without SystemCallErrorNumber=EPERM"
    failed=1
  fi
  # The office needs serial devices, the TV the graphics card and the console.
  case "$name" in antrean-portal.service) most=10 ;; *) most=15 ;; esac
  exposure=$(systemd-analyze security --offline=true "$work/$name" 2>/dev/null |
    grep -oE 'Overall exposure level.*: [0-9.]+' | grep -oE '[0-9]+\.[0-9]+$')
  if [ "$(printf '%s' "$exposure" | tr -d .)" -gt "$most" ]; then
    echo "$name: exposure $exposure is more than promised ($most tenths)"
    failed=1
  fi
done
[ "$failed" = 0 ] && echo "all units are right"
exit "$failed"
