using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Cli.Reference;

/// <summary>For bash, 3.2 too: no associative arrays. Files where it knows nothing. Pure.</summary>
internal static class BashCompletion
{
    public static string Of(Command root)
    {
        var all = Offers.All(root);
        var script = new StringBuilder();
        script.Append("""
            # Completion of mesh for bash: source <(mesh completion bash)
            _mesh() {
              local at="" words="" i
              local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                case "$at ${COMP_WORDS[i]}" in
            """.ReplaceLineEndings("\n"));
        script.Append(CultureInfo.InvariantCulture, $"\n      {string.Join('|', all.Where(o => o.At.Length > 0).Select(o => $"\"{o.At}\""))}) at=\"$at ${{COMP_WORDS[i]}}\" ;;\n");
        script.Append("    esac\n  done\n  case \"$at $prev\" in\n");
        foreach (var offers in all)
        {
            foreach (var (option, values) in offers.Values)
                script.Append(CultureInfo.InvariantCulture, $"    \"{offers.At} {option}\") words=\"{string.Join(' ', values)}\" ;;\n");
        }

        script.Append("    *) case \"$at\" in\n");
        foreach (var offers in all)
            script.Append(CultureInfo.InvariantCulture, $"      \"{offers.At}\") words=\"{string.Join(' ', offers.Words.Select(w => w.Word))}\" ;;\n");
        script.Append("    esac ;;\n  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n");
        script.Append("complete -o bashdefault -o default -F _mesh mesh\n");
        return script.ToString();
    }
}
