#!/usr/bin/python3
"""Looks at a built app: what it asks of a phone, what is in it, who signed it; builds it again elsewhere and compares;
and runs the app's tests on the packed bytecode. `./dev apk` calls it.

usage: check_apk.py FOLDER_OF_THE_APK [options of build.sh but --out]      SDK and ANTREAN_APK_PASSWORD as there
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
APP = HERE.parent.parent / "host/portal/android"
LARGEST = 100_000
OURS = ("Lid/antrean/app/", "Lcom/google/zxing/")
# What would let a page, or somebody else, into the app; and what nobody who waits in a queue needs.
FORBIDDEN = ("addJavascriptInterface", "DexClassLoader", "setWebContentsDebuggingEnabled", "getDeviceId",
             "Landroid/accounts", "Landroid/location", "Landroid/telephony", "Lcom/google/android/gms")


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          env={**os.environ, "PATH": "/usr/bin:" + os.environ["PATH"]}).stdout


def need(right, what):
    if not right:
        sys.exit(f"check_apk: {what}")


def ok(what):
    print("   " + what)


def option(options, name, fallback):
    return options[options.index(name) + 1] if name in options else fallback


def check_size(apk):
    size = apk.stat().st_size
    need(size <= LARGEST, f"{size} bytes; at most {LARGEST} are wanted")
    ok(f"{size:,} bytes, SHA-256 {hashlib.sha256(apk.read_bytes()).hexdigest()}")


def check_signature(apk):
    """The certificate's fingerprint, as portal.toml has it."""
    told = said("apksigner", "verify", "--verbose", "--print-certs", "--min-sdk-version", "21", str(apk))
    for scheme in ("v1", "v2", "v3"):
        need(re.search(rf"^Verified using {scheme} scheme .*: true$", told, re.M), f"not signed with {scheme}\n{told}")
    found = re.findall(r"certificate SHA-256 digest: ([0-9a-f]{64})", told)
    need(len(set(found)) == 1, f"one certificate is wanted\n{told}")
    ok("signed v1, v2 and v3")
    return ":".join(re.findall("..", found[0].upper()))


def check_manifest(apk, portal, package):
    told = said("aapt", "dump", "badging", str(apk))
    need(f"package: name='{package}'" in told, f"its name is not {package}\n{told}")
    need("sdkVersion:'24'" in told and "targetSdkVersion:'36'" in told, f"other versions of Android\n{told}")
    need(re.findall(r"uses-permission: name='([^']*)'", told) == ["android.permission.INTERNET"],
         f"other permissions than INTERNET\n{told}")
    locales = re.search(r"^locales: (.*)$", told, re.M).group(1)
    need("'in'" in locales and "'en'" in locales, f"it does not have both languages: {locales}")
    need("application-debuggable" not in told and "testOnly" not in told, "it can be debugged by anybody")
    tree = said("aapt", "dump", "xmltree", str(apk), "AndroidManifest.xml")
    host = portal.split("/")[2]
    need(re.search(r"autoVerify\(0x[0-9a-f]+\)=\(type 0x12\)0xffffffff", tree), "its links are not verified")
    need(f'"{host}"' in tree and tree.count("android:host") == 1, f"links of {host} do not open it\n{tree}")
    need(re.search(r"allowBackup\(0x[0-9a-f]+\)=\(type 0x12\)0x0", tree), "codes would go into backups")
    need(len(re.findall(r"exported\(0x[0-9a-f]+\)=\(type 0x12\)0xffffffff", tree)) == 1,
         "other apps can open more than one of its screens")
    clear = said("aapt", "dump", "xmltree", str(apk), "res/xml/network_security.xml")
    need("cleartextTrafficPermitted=(type 0x12)0x0" in clear and '"user"' not in clear,
         f"it talks in the clear\n{clear}")
    values = said("aapt", "dump", "--values", "resources", str(apk))
    need(f'"{portal}"' in values, f"it does not belong to {portal}")
    ok(f"{package} for {portal}: Android 7 to 16, INTERNET alone, both languages, verified links, TLS only")


def check_code(apk):
    dump = said("dexdump", "-d", str(apk))
    classes = set(re.findall(r"Class descriptor\s+: '([^']*)'", dump))
    others = sorted(one for one in classes if not one.startswith(OURS))
    need(not others, f"not ours, and not ZXing's: {others}")
    for word in FORBIDDEN:
        need(word not in dump, f"the code has {word}")
    addresses = set(re.findall(r'const-string[^"]*"(https?://[^"]+)"', dump)) - {"https://", "http://"}
    need(not addresses, f"addresses in the code: {sorted(addresses)}")
    ok(f"{len(classes)} classes, ours and ZXing's QR; no tracker, no way in for a page, no address but the portal's")


def check_twice(apk, options):
    with tempfile.TemporaryDirectory(prefix="antrean apk ") as folder:
        elsewhere = pathlib.Path(folder) / "another, longer path/android"
        shutil.copytree(APP, elsewhere)
        subprocess.run([elsewhere / "build.sh", "--out", pathlib.Path(folder) / "out", *options], check=True)
        again = pathlib.Path(folder) / "out/antrean.apk"
        need(again.read_bytes() == apk.read_bytes(), "built again from another folder it is another file; with an RSA "
             "key every byte must be the same")
    ok("built twice, in two folders: the same bytes")


def check_tests(apk, work):
    jar = work / "dex.jar"
    said("enjarify", "--force", "--output", str(jar), str(apk))
    ran = subprocess.run([sys.executable, HERE / "run_on_jvm.py", work / "jvm", "--app", jar,
                          "--pictures", work / "pictures"], capture_output=True, text=True)
    need(ran.returncode == 0, "the tests fail on the packed code:\n" + ran.stdout + ran.stderr)
    count = re.search(r"OK \((\d+) tests\)", ran.stdout).group(1)
    ok(f"{count} tests pass on the packed code; the QR was read from what it paints ({work / 'pictures'})")


def main():
    folder, options = pathlib.Path(sys.argv[1]), sys.argv[2:]
    apk, work = folder / "antrean.apk", folder / "checked"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    written = re.search(r'name="portal"[^>]*>([^<]*)<', (APP / "res/values/portal.xml").read_text()).group(1)
    portal = option(options, "--portal", written).rstrip("/")
    check_size(apk)
    fingerprint = check_signature(apk)
    said("zipalign", "-c", "-p", "4", str(apk))
    check_manifest(apk, portal, option(options, "--package", "id.antrean.app"))
    check_code(apk)
    check_twice(apk, options)
    check_tests(apk, work)
    print(f"\n   for portal.toml:\n   [app]\n   android_fingerprint = [\"{fingerprint}\"]\n")


main()
