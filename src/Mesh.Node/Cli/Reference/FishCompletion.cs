using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Cli.Reference;

/// <summary>For fish. Pure.</summary>
internal static class FishCompletion
{
    public static string Of(Command root)
    {
        var all = Offers.All(root);
        var script = new StringBuilder();
        script.Append("""
            # Completion of mesh for fish: mesh completion fish > ~/.config/fish/completions/mesh.fish
            function __mesh_at
              set -l at ''
              set -l words (commandline -opc)
              for word in $words[2..-1]
                switch "$at $word"
            """.ReplaceLineEndings("\n"));
        script.Append(CultureInfo.InvariantCulture, $"\n      case {string.Join(' ', all.Where(o => o.At.Length > 0).Select(o => Quoted(o.At)))}\n        set at \"$at $word\"\n");
        script.Append("    end\n  end\n  test \"$at\" = \"$argv[1]\"\nend\n");
        foreach (var offers in all)
        {
            foreach (var (word, meaning) in offers.Words)
            {
                var values = offers.Values.TryGetValue(word, out var few) ? $" -x -a {Quoted(string.Join(' ', few))}" : "";
                var what = word.StartsWith("--", StringComparison.Ordinal) ? $"-l {word[2..]}{values}" : $"-f -a {Quoted(word)}";
                script.Append(CultureInfo.InvariantCulture, $"complete -c mesh -n {Quoted($"__mesh_at \"{offers.At}\"")} {what} -d {Quoted(meaning)}\n");
            }
        }

        return script.ToString();
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
