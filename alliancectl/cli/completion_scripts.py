"""What each shell is taught: a function that hands the line to the program and takes its answer (complete.py).

The first line of an answer is ``files``, ``open`` (no space behind the word) or ``words``; fish gets the words alone.
"""

from __future__ import annotations

BASH = r"""# alliancectl completion for bash
_alliancectl() {
    local program=alliancectl answer line
    local -a lines=()
    [[ $1 == */* ]] && program=$1
    answer=$(_ALLIANCECTL_COMPLETE=bash _ALLIANCECTL_LINE="${COMP_LINE:0:COMP_POINT}" _ALLIANCECTL_BREAKS="$COMP_WORDBREAKS" \
        "$program" 2>/dev/null </dev/null) || return
    while IFS= read -r line; do lines+=("$line"); done <<<"$answer"
    case ${lines[0]} in
        files) compopt -o default; COMPREPLY=(); return ;;
        open) compopt -o nospace ;;
    esac
    COMPREPLY=("${lines[@]:1}")
}
complete -F _alliancectl alliancectl
"""

ZSH = r"""#compdef alliancectl
# alliancectl completion for zsh
_alliancectl() {
    local program=alliancectl line value
    [[ $words[1] == */* ]] && program=$words[1]
    local -a asked lines values shown space
    asked=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    lines=("${(@f)$(_ALLIANCECTL_COMPLETE=zsh _ALLIANCECTL_LINE="${(F)asked}" $program 2>/dev/null </dev/null)}")
    if [[ $lines[1] == files ]]; then
        _files
        return
    fi
    [[ $lines[1] == open ]] && space=(-S '')
    for line in "${(@)lines[2,-1]}"; do
        value=${line%%$'\t'*}
        values+=("$value")
        shown+=("${line/$'\t'/  }")
    done
    (( $#values )) || return 1
    # -U: a name that was found by its pinyin does not begin with what was typed
    compadd -U -V alliancectl -l -d shown "${(@)space}" -a values
}
if [[ $funcstack[1] == _alliancectl ]]; then
    _alliancectl "$@"
else
    compdef _alliancectl alliancectl
fi
"""

FISH = r"""# alliancectl completion for fish
function __alliancectl_complete
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l program alliancectl
    string match -q '*/*' -- $tokens[1]; and set program $tokens[1]
    set -lx _ALLIANCECTL_COMPLETE fish
    set -lx _ALLIANCECTL_LINE (string join \n -- $tokens | string collect)\n"$current"
    set -l answer ($program 2>/dev/null </dev/null)
    if test "$answer[1]" = files
        __fish_complete_path "$current"
    else
        printf '%s\n' $answer
    end
end
complete -c alliancectl -f -k -a '(__alliancectl_complete)'
"""

POWERSHELL = r"""# alliancectl completion for PowerShell
Register-ArgumentCompleter -Native -CommandName alliancectl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $current = $wordToComplete -replace "^[`"']", ''
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:_ALLIANCECTL_COMPLETE = 'powershell'
        $env:_ALLIANCECTL_LINE = ($words + $current) -join "`n"
        $lines = @(& $commandAst.GetCommandName() 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:_ALLIANCECTL_COMPLETE, Env:_ALLIANCECTL_LINE -ErrorAction SilentlyContinue
    }
    if ($lines.Count -eq 0 -or $lines[0] -eq 'files') { return }
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        $text = if ($value -match '[\s''"`$(){};,|&<>@#]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
