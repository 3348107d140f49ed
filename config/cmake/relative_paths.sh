#!/bin/sh
# relative_paths.sh CCACHE COMPILER ...: runs it with the paths of the build folder, where it is run, made
# relative, so that what ccache is told is the same in every checkout. ccache does so itself, but not for the
# options that name a precompiled header.
# A precompiled header itself never comes from the cache: it names the folder that it was made in, and cannot
# be used when that folder is gone.
# Without these, ccache refuses everything that is compiled with a precompiled header.
export CCACHE_SLOPPINESS=pch_defines,time_macros
ccache=$1
shift
for argument; do
  shift
  [ "$argument" = -emit-pch ] && ccache=
  set -- "$@" "${argument#"$PWD"/}"
done
exec $ccache "$@"
