#!/usr/bin/env bash
# What was not there when a build folder was made is found by the next ./dev, once it is there: a package that
# only the tests need, after the demo was built; a compiler, after a first configuring without one.
# usage: check_dev_configures.sh DEV
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$1" "$work/dev"
cat >"$work/CMakePresets.json" <<JSON
{"version": 4, "configurePresets": [{"name": "release", "generator": "Ninja",
                        "binaryDir": "\${sourceDir}/build/\${presetName}",
                        "cacheVariables": {"CMAKE_C_COMPILER": "late-compiler"}}],
 "buildPresets": [{"name": "release", "configurePreset": "release"}]}
JSON
cat >"$work/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(looks LANGUAGES C)
if(NOT CMAKE_EXECUTABLE_FORMAT STREQUAL ELF)
  message(FATAL_ERROR "what the first configuring did not find out about the compiler is still missing")
endif()
find_file(LATE late.h PATHS $work/there NO_DEFAULT_PATH)
file(WRITE $work/found "\${LATE}")
add_custom_target(demo)
install(PROGRAMS dev DESTINATION bin)
CMAKE
mkdir "$work/there" "$work/bin"
export PATH=$work/bin:$PATH
cd "$work"
source ./dev
cd "$work"  # dev goes to the folder of the script that runs
if build release demo >log 2>&1; then echo "configured without a compiler"; exit 1; fi
ln -s "$(command -v clang-16)" bin/late-compiler
build release demo >log 2>&1 || { cat log; echo "a compiler that came later was not found"; exit 1; }
[ "$(cat found)" = LATE-NOTFOUND ] || { echo "found before it was there: $(cat found)"; exit 1; }
touch there/late.h
build release demo >log 2>&1
[ "$(cat found)" = "$work/there/late.h" ] || { echo "not found once it was there: $(cat found)"; exit 1; }
