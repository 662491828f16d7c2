# Completion of spaceforge in bash. In ~/.bashrc: eval "$(spaceforge completion bash)"
_spaceforge() {
  local IFS=$'\n'
  # The words are looked up by the tool itself, at the cursor's place in the line.
  COMPREPLY=($(compgen -W "$(spaceforge "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _spaceforge spaceforge
