#!/usr/bin/python3
"""The Android app's logic and its painted code, tested on this machine's Java.

usage: run_on_jvm.py WORK_FOLDER [--app JAR] [--pictures FOLDER]

The tests are JUnit's, and a few tiny classes stand for Android's. Without --app the sources of host/portal/android are
compiled; with it, the classes are those of JAR: `./dev apk` gives what enjarify makes of the packed dex, so that what
is installed is what was tested. The exit code is 77 when something is not installed, as ctest understands it.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
APP = HERE.parent.parent / "host/portal/android"
JARS = {name: pathlib.Path("/usr/share/java") / name
        for name in ("junit4.jar", "hamcrest.jar", "core.jar", "com.android.json.jar")}
PACKAGES = ("openjdk-17-jdk-headless junit4 libzxing-core-java libandroid-json-java zbar-tools fonts-inter")


def what_is_missing():
    missing = [tool for tool in ("javac", "java", "zbarimg") if shutil.which(tool) is None]
    files = [*JARS.values(), pathlib.Path("/usr/share/fonts/opentype/inter/Inter-Bold.otf")]
    return missing + [str(file) for file in files if not file.exists()]


def sources(*folders):
    return [str(file) for folder in folders for file in sorted(folder.rglob("*.java"))]


def compile_into(folder, classpath, files):
    folder.mkdir()
    subprocess.run(["javac", "-encoding", "UTF-8", "-nowarn", "-Xlint:-options", "--release", "8", "-cp",
                    ":".join(map(str, classpath)), "-d", folder, *files], check=True)


def prepare(work, app=None):
    """The class path with the app, what stands for Android, and the tests."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    stands_in = work / "stands_in"
    compile_into(stands_in, [], sources(HERE / "fakes", APP / "later"))
    # The screens need all of Android; what of them does not is tested.
    logic = sources(APP / "java/id/antrean/app/logic", APP / "java/id/antrean/app/view")
    compiled, json = work / "app", JARS["com.android.json.jar"]
    compile_into(compiled, [stands_in, json, JARS["core.jar"]],
                 logic + [str(APP / "java/id/antrean/app/screens/Back.java")])
    # enjarify's classes do not say which class is inside which: the tests are compiled against the sources'.
    junit = [JARS["junit4.jar"], JARS["hamcrest.jar"]]
    compile_into(work / "tests", [stands_in, compiled, json, *junit], sources(HERE / "java"))
    return [work / "tests", stands_in, *([app] if app else [compiled, JARS["core.jar"]]), json, *junit]


def java(classpath, *arguments, properties=(), **more):
    return subprocess.run(["java", "-Djava.awt.headless=true", *properties, "-cp", ":".join(map(str, classpath)),
                           *arguments], **more)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--app", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    asked = parser.parse_args()
    missing = what_is_missing()
    if missing:
        print(f"the Android app's tests were not run: without {', '.join(missing)}\n"
              f"(Debian: {PACKAGES}; ./dev apk installs them)")
        return 77
    classpath = prepare(asked.work, asked.app)
    tests = [".".join(file.relative_to(HERE / "java").with_suffix("").parts)
             for file in sorted((HERE / "java").rglob("*Test.java"))]
    pictures = []
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
        pictures = [f"-Dpictures={asked.pictures}"]
    return java(classpath, "org.junit.runner.JUnitCore", *tests, properties=pictures, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
