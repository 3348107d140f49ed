#!/usr/bin/env bash
# Makes the voice: one 48 kHz mono WAV per line of <language>.tsv, silence trimmed, and the signals (chime,
# admitted, refused).
# usage: make_clips.sh TSV_FOLDER OUT_FOLDER
set -euo pipefail
tables=$1 out=$2
mkdir -p "$out/id" "$out/en" "$out/signals"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clip() {  # language name text
  espeak-ng -v "$1" -s 140 -w "$work/$1-$2.wav" -- "$3"
  # Trimmed at both ends, 15 ms kept, 5 ms ramps against clicks: joined clips then read as one sentence.
  sox "$work/$1-$2.wav" -r 48000 -c 1 "$work/trimmed.wav" silence 1 0.005 0.5% reverse silence 1 0.005 0.5% reverse
  sox "$work/trimmed.wav" -b 16 "$out/$1/$2.wav" fade 0.005 -0 0.005 pad 0.015 0.03 gain -n -3
}
for language in id en; do
  while IFS=$'\t' read -r name text; do
    case "$name" in ''|'#'*) continue ;; esac
    clip "$language" "$name" "$text"
  done <"$tables/$language.tsv"
done

# Two soft bells a third apart, then quiet before the voice.
sox -n -r 48000 -b 16 -c 1 "$work/high.wav" synth 0.9 sine 659.3 sine 1318.5 fade l 0.004 0.9 0.85 remix - gain -n -6
sox -n -r 48000 -b 16 -c 1 "$work/low.wav" synth 1.1 sine 523.3 sine 1046.5 fade l 0.004 1.1 1.05 remix - gain -n -6
sox "$work/high.wav" "$work/high-cut.wav" trim 0 0.42
sox "$work/high-cut.wav" "$work/low.wav" "$out/signals/chime.wav" pad 0 0.05
sox -n -r 48000 -b 16 -c 1 "$out/signals/admitted.wav" synth 0.16 sine 1046.5 fade q 0.004 0.16 0.12 gain -n -8
sox -n -r 48000 -b 16 -c 1 "$work/buzz.wav" synth 0.18 triangle 233 fade q 0.004 0.18 0.05 gain -n -6
sox "$work/buzz.wav" -r 48000 "$out/signals/refused.wav" pad 0 0.07 repeat 1
