#compdef antrean
# zsh completion of antrean: `source <(antrean completion zsh)`, or a file _antrean in a folder of $fpath.
_antrean() {
  local line
  local -a found
  for line in "${(@f)$("${words[1]}" completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      _files
    elif [[ -n $line ]]; then
      found+=("${${line%%$'\t'*}//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}")
    fi
  done
  (( $#found )) && _describe antrean found
}
if [[ $funcstack[1] == _antrean ]]; then
  _antrean "$@"
else
  compdef _antrean antrean
fi
