# Completion of spaceforge in bash. In ~/.bashrc: eval "$(spaceforge completion bash)"
_spaceforge() {
  local IFS=$'\n'
  # The tool computes the completions for the cursor position.
  COMPREPLY=($(compgen -W "$(spaceforge "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _spaceforge spaceforge
