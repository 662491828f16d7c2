# Completion of spaceforge in bash. In ~/.bashrc: eval "$(spaceforge completion bash)"
_spaceforge() {
  local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} files= label option=
  # bash takes --option=value for three words.
  [ "$word" != = ] || word=
  case ${line##*[[:space:]]} in -*=*) option=${line##*[[:space:]]} option=${option%%=*}= ;; esac
  COMPREPLY=()
  for label in $(spaceforge '[suggest]' "$line" 2>/dev/null); do
    if [ "$label" = :files ]; then
      files=1
    elif [[ ${label#"$option"} == "$word"* ]]; then
      COMPREPLY+=("${label#"$option"}")
    fi
  done
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$word"))
  fi
}
complete -F _spaceforge spaceforge
