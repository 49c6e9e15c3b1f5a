# bash completion for legacytls. Load it with
#   source <(legacytls completion bash)
# The program itself says what can follow the words so far, one candidate on
# each line with its description behind a tab. The line ":files" asks for files too.
_legacytls() {
	local word line files= candidate cur=${COMP_WORDS[COMP_CWORD]}
	local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
	# bash splits at "=" and ":": what is completed begins after it.
	[[ $cur == [=:] ]] && cur=
	COMPREPLY=()
	while IFS= read -r line; do
		candidate=${line%%$'\t'*}
		if [[ $candidate == ":files" ]]; then
			files=1
		elif [[ $candidate == "$cur"* ]]; then
			COMPREPLY+=("$candidate")
		fi
	done < <("${1/#\~/$HOME}" __complete "${words[@]}" 2>/dev/null)
	if [[ $files ]]; then
		compopt -o filenames 2>/dev/null
		while IFS= read -r word; do
			COMPREPLY+=("$word")
		done < <(compgen -f -- "$cur")
	fi
}
complete -F _legacytls legacytls
