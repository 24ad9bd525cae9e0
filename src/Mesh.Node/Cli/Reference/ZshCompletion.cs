using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Cli.Reference;

/// <summary>For zsh, as a file of fpath or sourced. Files where it knows nothing. Pure.</summary>
internal static class ZshCompletion
{
    public static string Of(Command root)
    {
        var all = Offers.All(root);
        var script = new StringBuilder();
        script.Append("""
            #compdef mesh
            # Completion of mesh for zsh: mesh completion zsh > "${fpath[1]}/_mesh"
            _mesh() {
              local at='' i
              local -a offers
              for ((i = 2; i < CURRENT; i++)); do
                case "$at ${words[i]}" in
            """.ReplaceLineEndings("\n"));
        script.Append(CultureInfo.InvariantCulture, $"\n      {string.Join('|', all.Where(o => o.At.Length > 0).Select(o => Quoted(o.At)))}) at=\"$at ${{words[i]}}\" ;;\n");
        script.Append("    esac\n  done\n  case \"$at ${words[CURRENT-1]}\" in\n");
        foreach (var offers in all)
        {
            foreach (var (option, values) in offers.Values)
                script.Append(CultureInfo.InvariantCulture, $"    {Quoted($"{offers.At} {option}")}) offers=({string.Join(' ', values.Select(Quoted))}) ;;\n");
        }

        script.Append("    *) case \"$at\" in\n");
        foreach (var offers in all)
            script.Append(CultureInfo.InvariantCulture, $"      {Quoted(offers.At)}) offers=({string.Join(' ', offers.Words.Select(w => Quoted($"{w.Word}:{w.Meaning}")))}) ;;\n");
        script.Append("    esac ;;\n  esac\n  _describe 'mesh' offers || _files\n}\n");
        script.Append("if [ \"$funcstack[1]\" = _mesh ]; then _mesh \"$@\"; else compdef _mesh mesh; fi\n");
        return script.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
