#!/bin/sh
# Runs a compiler with the paths of the build folder, where it is run, made relative: what ccache is told is then the
# same in every checkout. ccache does so itself, but not for the options that name a precompiled header.
for argument; do
  shift
  set -- "$@" "${argument#"$PWD"/}"
done
exec "$@"
