# fish completion for legacytls. Load it with
#   legacytls completion fish | source
# The program itself says what can follow the words so far, one candidate on each
# line with its description behind a tab. The line ":files" asks for files too.
function __legacytls_complete
	set -l words (commandline -opc) (commandline -ct)
	for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
		if test "$line" = :files
			__fish_complete_path (commandline -ct)
		else
			echo $line
		end
	end
end
complete -c legacytls -f -a '(__legacytls_complete)'
