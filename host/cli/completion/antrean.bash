# bash completion of antrean: `source <(antrean completion bash)`, or a file in /usr/share/bash-completion/completions.
_antrean() {
  local current=${COMP_WORDS[COMP_CWORD]} line
  local -a names
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t names < <(compgen -f -- "$current")
      COMPREPLY+=("${names[@]}")
    else
      COMPREPLY+=("${line%%$'\t'*}")
    fi
  done < <("${COMP_WORDS[0]}" completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _antrean antrean
