using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Cli.Reference;

/// <summary>For PowerShell, Windows' own too. Pure.</summary>
internal static class PowerShellCompletion
{
    public static string Of(Command root)
    {
        var script = new StringBuilder();
        script.Append("""
            # Completion of mesh for PowerShell: mesh completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName mesh -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $offers = @{

            """.ReplaceLineEndings("\n"));
        foreach (var offers in Offers.All(root))
        {
            Append(offers.At, offers.Words);
            foreach (var (option, values) in offers.Values)
                Append($"{offers.At} {option}", values.Select(v => (v, "")));
        }

        script.Append("""
              }
              $at = ''
              $last = ''
              foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
                if ($element.Extent.EndOffset -ge $cursorPosition) { break }
                $last = "$at $element"
                if (-not "$element".StartsWith('-') -and $offers.ContainsKey($last)) { $at = $last }
              }
              if (-not $offers.ContainsKey($last)) { $last = $at }
              $offers[$last] | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
              }
            }

            """.ReplaceLineEndings("\n"));
        return script.ToString();

        void Append(string after, IEnumerable<(string Word, string Meaning)> words)
        {
            var pairs = words.Select(w => $"@({Quoted(w.Word)}, {Quoted(Meaning(w))})");
            script.Append(CultureInfo.InvariantCulture, $"    {Quoted(after)} = @({string.Join(", ", pairs)})\n");
        }
    }

    /// <summary>An empty one is refused there.</summary>
    private static string Meaning((string Word, string Meaning) offer) => offer.Meaning.Length > 0 ? offer.Meaning : offer.Word;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
