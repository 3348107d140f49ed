#!/bin/bash
# Runs inside the container of check_boot.sh, as root, without a network. Each step says what holds; the last
# line of a good run is "all is well".
set -u
cd /packages
export DEBIAN_FRONTEND=noninteractive

fail() {
  echo "FAILED: $*"
  journalctl --no-pager -n 30 -u antrean-office -u antrean-portal
  exit 1
}
until_true() {  # SECONDS COMMAND...
  local last=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $last ] || return 1
    sleep 0.2
  done
}
# 3: it answered, and something is broken: here there are neither boards nor a scanner.
told() { local code=0; antrean status || code=$?; [ $code = 0 ] || [ $code = 3 ]; }
answers() { curl -fs --max-time 2 "$1"; }
install() { dpkg -i --force-confold "$@" >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg -i $*"; }; }

install ./*.deb
for package in antrean antrean-data antrean-demo antrean-display antrean-firmware antrean-office antrean-portal; do
  [ "$(dpkg-query -W -f '${Status}' $package)" = "install ok installed" ] || fail "$package is not installed"
done
for program in antrean antrean-office antrean-portal antrean-display antrean-device antrean-demo; do
  "$program" --version >/dev/null || fail "$program --version"
  "$program" --help >/dev/null || fail "$program --help"
done
getent group antrean >/dev/null || fail "there is no group antrean"
for service in antrean-office antrean-portal antrean-display; do
  systemctl is-enabled --quiet $service || fail "$service is not enabled"
  [ "$(systemctl is-active $service)" = inactive ] || fail "$service was started without its keys"
done
echo "installed; nothing was started without its keys"

# As README.Debian says.
antrean-portal secret /etc/antrean/portal-nik.key >/dev/null || fail "secret"
public=$(antrean-portal keygen /etc/antrean/portal-signing-1.key) || fail "keygen"
for office in $(sed -n 's/^code = "\([A-Z]*\)"$/\1/p' /etc/antrean/portal.toml); do
  antrean-portal secret "/etc/antrean/offices/$office.token" >/dev/null || fail "token of $office"
done
cp /etc/antrean/offices/AD.token /etc/antrean/portal.token
antrean-portal --check-config >check.log 2>&1 || { cat check.log; fail "the shipped settings of the portal"; }
systemctl start antrean-portal || fail "the portal does not start"
until_true 20 answers http://127.0.0.1:8080/health || fail "the portal does not answer"
echo "the portal answers"

# The office with a line that is not there (a container has no RS-485), and this portal.
key=$(printf '%s\n' "$public" | tail -n 1)
sed -i "s|^public = .*|public = \"$key\"|; s|^url = .*|url = \"http://127.0.0.1:8080\"|" /etc/antrean/office.toml
antrean-office --check-config >check.log 2>&1 || { cat check.log; fail "the shipped settings of the office"; }
systemctl start antrean-office || fail "the office does not start"
until_true 20 told || { antrean status; fail "the office does not answer"; }
echo "the office answers, and the command asks it"

before=$(systemctl show -p MainPID --value antrean-office)
kill -KILL "$before"
back() {
  local now
  now=$(systemctl show -p MainPID --value antrean-office)
  [ "$now" != 0 ] && [ "$now" != "$before" ] && told
}
until_true 20 back || fail "the office is not back after SIGKILL"
echo "the office is back after SIGKILL"
systemctl reload antrean-office || fail "the office does not read its settings again"
echo "the office reads its settings again"

# An update, with settings that somebody has changed.
echo "# changed by us" >>/etc/antrean/office.toml
journal=$(stat -c %i /var/lib/private/antrean/office.db 2>/dev/null || stat -c %i /var/lib/antrean/office.db)
before=$(systemctl show -p MainPID --value antrean-office)
install ./antrean-office_*.deb ./antrean-portal_*.deb
grep -q "changed by us" /etc/antrean/office.toml || fail "the update took somebody's settings away"
until_true 20 back || fail "the office is not started again by an update"
after=$(stat -c %i /var/lib/private/antrean/office.db 2>/dev/null || stat -c %i /var/lib/antrean/office.db)
[ "$journal" = "$after" ] || fail "the update took another journal"
until_true 20 answers http://127.0.0.1:8080/health || fail "the portal does not answer after the update"
echo "updated: settings and journal stay, both run again"

# Somebody pulls the plug while dpkg works.
timeout -s KILL 0.3 dpkg -i --force-confold ./antrean-office_*.deb >/dev/null 2>&1
dpkg --configure -a --force-confold >dpkg.log 2>&1
install ./antrean-office_*.deb
until_true 20 back || fail "the office does not run after an update that was killed"
echo "an update that was killed is finished by the next"

dpkg --remove antrean-demo antrean-office antrean-portal antrean-display antrean >dpkg.log 2>&1 ||
  { cat dpkg.log; fail remove; }
[ -e /etc/antrean/office.toml ] || fail "removing took the settings away"
[ -e /var/lib/private/antrean/office.db ] || [ -e /var/lib/antrean/office.db ] || fail "removing took the journal away"
echo "removed: settings and journal stay"
dpkg --purge antrean-demo antrean-office antrean-portal antrean-display antrean antrean-data antrean-firmware \
  >dpkg.log 2>&1 || { cat dpkg.log; fail purge; }
for left in /etc/antrean /var/lib/antrean /var/lib/private/antrean /usr/share/antrean /usr/bin/antrean; do
  [ ! -e $left ] || { ls -laR $left; fail "purging left $left"; }
done
find /lib/systemd/system /etc/systemd/system /lib/udev/rules.d /usr/lib/sysusers.d -name '*antrean*' | grep -q . &&
  fail "purging left units or rules"
echo "purged: nothing is left"
echo "all is well"
