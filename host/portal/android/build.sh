#!/usr/bin/env bash
# Makes the app:
#   build.sh --out FOLDER --key FILE [--alias NAME] [--portal https://...] [--package NAME] --version 0.1.0
#
# FOLDER/antrean.apk is signed (v1, v2, v3). It is the same, byte for byte, for the same sources, portal,
# version and (RSA) key, wherever the sources lie. The key's password comes in ANTREAN_APK_PASSWORD. SDK is
# the folder of Debian's unpacked dalvik-exchange and libandroid-23-java; the rest are installed packages.
# `./dev apk` brings all of that.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

out='' key='' alias='' portal='' package='' version=''
while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || fail "$1 needs a value"
  case "$1" in
    --out) out=$2 ;; --key) key=$2 ;; --alias) alias=$2 ;; --portal) portal=$2 ;; --package) package=$2 ;;
    --version) version=$2 ;; *) fail "unknown option $1" ;;
  esac
  shift 2
done
[ -n "$out" ] && [ -n "$key" ] && [ -n "$version" ] || fail "--out, --key and --version are needed"
[ -r "$key" ] || fail "the key file $key cannot be read"
[ -n "${ANTREAN_APK_PASSWORD:-}" ] || fail "the key's password is not in ANTREAN_APK_PASSWORD"
[[ "$version" =~ ^([0-9]{1,4})\.([0-9]{1,3})\.([0-9]{1,3})$ ]] || fail "--version is like 0.1.0"
code=$((10#${BASH_REMATCH[1]} * 1000000 + 10#${BASH_REMATCH[2]} * 1000 + 10#${BASH_REMATCH[3]}))
[ -n "$portal" ] ||
  portal=$(sed -n 's|.*name="portal"[^>]*>\(.*\)</string>|\1|p' "$here/res/values/portal.xml")
portal=${portal%/}
[[ "$portal" =~ ^https://([a-z0-9.-]+)((/[A-Za-z0-9_-]+)*)$ ]] ||
  fail "--portal is like https://antrean.example.go.id or https://kantor.example.go.id/antrean, in https and" \
    "without a port, not '$portal'"
host=${BASH_REMATCH[1]} path=${BASH_REMATCH[2]}
[ -z "$package" ] || [[ "$package" =~ ^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$ ]] ||
  fail "--package is like id.antrean.app"

sdk=${SDK:?the folder of the unpacked dalvik-exchange and libandroid-23-java}/usr/share/java
framework=/usr/share/android-framework-res/framework-res.apk
android=$sdk/com.android.android-23.jar
zxing=/usr/share/java/core.jar
for file in "$framework" "$android" "$sdk/com.android.dx.jar" "$zxing"; do
  [ -r "$file" ] || fail "$file is missing; ./dev apk brings it"
done

# Nothing of the time, the place or the machine gets into the app.
export SOURCE_DATE_EPOCH=1700000000 TZ=UTC LC_ALL=C.UTF-8
umask 022
rm -rf "$out"/work "$out"/antrean.apk
mkdir -p "$out"/work/{res,gen,later,classes,dex}
work=$(readlink -f "$out")/work

cp -R "$here/res/." "$work/res"
sed -i "s|\(name=\"portal\"[^>]*>\).*</string>|\1$portal</string>|" "$work/res/values/portal.xml"
sed -e "s|\${versionCode}|$code|; s|\${versionName}|$version|; s|\${portalHost}|$host|; s|\${portalPath}|$path|" \
  "$here/AndroidManifest.xml" > "$work/AndroidManifest.xml"
aapt2 compile --dir "$work/res" -o "$work/res.zip"
aapt2 link -I "$framework" --manifest "$work/AndroidManifest.xml" --java "$work/gen" -o "$work/base.apk" \
  ${package:+--rename-manifest-package "$package"} "$work/res.zip"

# Against Android 6's classes, so that nothing compiles which Android 7 does not have. later/ has what newer
# ones have; the app asks for the version first.
compile() {
  javac -XDsuppressNotes -encoding UTF-8 -nowarn -Xlint:-options -source 8 -target 8 -bootclasspath "$android" "$@"
}
sources() { find "$@" -name '*.java' -printf '"%p"\n' | sort; }
sources "$here/later" > "$work/later.txt"
sources "$here/java" "$work/gen" > "$work/java.txt"
compile -d "$work/later" "@$work/later.txt"
compile -cp "$zxing:$work/later" -d "$work/classes" "@$work/java.txt"

proguard -injars "'$work/classes'" -injars "$zxing(!META-INF/**)" -outjars "'$work/app.jar'" \
  -libraryjars "$android" -libraryjars "'$work/later'" -include "'$here/keep.pro'" > "$work/proguard.log" ||
  { tail -n 20 "$work/proguard.log" >&2; fail "proguard failed"; }
java -cp "$sdk/com.android.dx.jar" com.android.dx.command.Main --dex --min-sdk-version=24 \
  --output="$work/dex/classes.dex" "$work/app.jar"

cp "$work/base.apk" "$work/unsigned.apk"
touch -d "@$SOURCE_DATE_EPOCH" "$work/dex/classes.dex"
(cd "$work/dex" && zip -q -X -D ../unsigned.apk classes.dex)
zipalign -f -p 4 "$work/unsigned.apk" "$work/aligned.apk"
apksigner sign --ks "$key" ${alias:+--ks-key-alias "$alias"} --ks-pass env:ANTREAN_APK_PASSWORD \
  --v1-signing-enabled true --v2-signing-enabled true --v3-signing-enabled true --v4-signing-enabled false \
  --min-sdk-version 24 --out "$out/antrean.apk" "$work/aligned.apk"
