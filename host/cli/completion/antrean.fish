# fish completion of antrean: `antrean completion fish | source`, or a file in a vendor_completions.d folder.
function __antrean_words
    set -l words (commandline -opc) (commandline -ct)
    for line in (antrean completion words -- $words[2..-1] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c antrean -f -a '(__antrean_words)'
