using Mesh.Hosting;
using Mesh.Options;

namespace Mesh.Actors.Tests.Hosting;

/// <summary>What hocon/mesh.conf says beside the options, and the files that go with it.</summary>
public class DefaultsTests
{
    [Fact]
    public void Reference_shows_the_wire_version() =>
        Assert.Equal(MeshDefaults.WireVersion, MeshHocon.Reference.GetInt("mesh.wire-version"));

    [Fact]
    public void Reference_repeats_in_akka_what_the_options_put_there()
    {
        var options = new MeshOptions { Port = MeshDefaults.Port };
        var made = MeshHocon.For(options);
        foreach (var key in new[] { "hostname", "port", "maximum-frame-size" })
        {
            var path = "akka.remote.mesh-tcp." + key;
            Assert.Equal(made.GetString(path), MeshHocon.Reference.GetString(path));
        }
    }

    [Fact]
    public void Every_key_of_the_reference_has_a_comment_above_it()
    {
        string? before = null;
        var inGroup = false;
        foreach (var line in MeshHocon.ReferenceText().Split('\n').Select(l => l.Trim()))
        {
            var isKey = line.Length > 0 && line[0] is not ('#' or '}');
            // Keys in one paragraph share the comment above it.
            if (isKey && !inGroup && !line.EndsWith('{'))
                Assert.True(before is ['#', ..], $"no comment above: {line}");
            inGroup = isKey && !line.EndsWith('{');
            if (line.Length > 0 || before is not ['#', ..])
                before = line;
        }
    }

    [Fact]
    public void Other_files_hold_only_known_keys()
    {
        foreach (var file in new[] { "node.conf", "docker.conf" })
            Assert.NotEmpty(MeshHoconFile.ReadOptions(
                Path.Combine(HoconFolder(), file), OptionTree.Of([new("Mesh", typeof(MeshOptions), false, false)])));
    }

    private static string HoconFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Mesh.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "hocon");
    }
}
