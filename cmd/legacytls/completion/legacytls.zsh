#compdef legacytls
# zsh completion for legacytls. Load it, after compinit, with
#   source <(legacytls completion zsh)
# or save it as _legacytls in a directory of $fpath. The program itself says what
# can follow the words so far, one candidate on each line with its description
# behind a tab. The line ":files" asks for files too.
_legacytls() {
	local line files
	local -a candidates descriptions
	for line in "${(@f)$(${(Q)words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
		case $line in
		'') ;;
		:files) files=1 ;;
		*)
			candidates+=("${line%%$'\t'*}")
			descriptions+=("${line/$'\t'/  -- }")
			;;
		esac
	done
	(( $#candidates )) && compadd -l -d descriptions -a candidates
	[[ -n $files ]] && _files
	(( $#candidates )) || [[ -n $files ]]
}
if [[ $funcstack[1] == _legacytls ]]; then
	_legacytls "$@"
else
	compdef _legacytls legacytls
fi
