using System.Runtime.CompilerServices;
using System.Text;
using Mesh.Catalog;
using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

/// <summary>
/// Questions and their answers in files: "> name type" and what comes back, records in alphabetical order. With
/// MESH_RECORD=1 the files are written anew, to be reviewed as a diff.
/// </summary>
public sealed class DnsRecordedTests
{
    public static TheoryData<string> Recordings =>
        [.. Directory.EnumerateFiles(Folder(), "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_questions_get_the_recorded_answers(string name)
    {
        var path = Path.Combine(Folder(), name + ".txt");
        var expected = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        var scene = Scene();
        var actual = new StringBuilder();
        foreach (var line in expected.Split('\n').Where(l => l.StartsWith("> ", StringComparison.Ordinal)))
        {
            var parts = line[2..].Split(' ');
            actual.Append(line).Append('\n').Append(scene.Ask(parts[0], Enum.Parse<DnsType>(parts[1]))).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
            await File.WriteAllTextAsync(path, actual.ToString());
        Assert.Equal(expected, actual.ToString());
    }

    /// <summary>One service of each kind that answers differ by.</summary>
    private static DnsScene Scene()
    {
        var scene = new DnsScene(new DnsOptions { Ttl = 2 });
        scene.Put(DnsScene.Instance("web", "w-1", "10.0.0.1") with
        {
            Tags = ["blue", "EU"],
            Weight = 5,
            Ports = ValueMap<int>.From([new("grpc", 9090)]),
        })
            .Put(DnsScene.Instance("web", "w-2", "10.0.0.2") with { Tags = ["green"], Status = InstanceStatus.Warning, Weight = 5 })
            .Put(DnsScene.Instance("web", "w-3", "10.0.0.3") with { Status = InstanceStatus.Critical })
            .Put(DnsScene.Instance("web", "w-4", "10.0.0.4") with { Status = InstanceStatus.Draining })
            .Put(DnsScene.Instance("web", "w-5", "10.0.0.5") with { Weight = 0 })
            .Put(DnsScene.Instance("web", "w-6", "10.0.0.2") with { Metadata = ValueMap<string>.From([new("port-admin", "7000")]) })
            .Put(DnsScene.Instance("mixed", "m-1", "2001:db8::1"))
            .Put(DnsScene.Instance("mixed", "m-2", "10.0.0.9"))
            .Put(DnsScene.Instance("mixed", "m-3", "db.example.org"))
            .Put(DnsScene.Instance("named", "n-1", "db.example.org", 5432))
            .Put(DnsScene.Instance("remark", "r-1", "10.0.0.10") with
            {
                Status = InstanceStatus.Warning,
                Weight = 9,
                Metadata = ValueMap<string>.From([new("consul/weight-warning", "3")]),
            })
            .Put(DnsScene.Instance("down", "d-1", "10.0.0.7") with { Status = InstanceStatus.Critical })
            .Put(DnsScene.Instance("a.b", "x-1", "10.0.0.8"))
            .Put(DnsScene.Instance("b", "x-1", "10.0.0.6") with { Tags = ["a", "c"] })
            .Put(DnsScene.Instance("half", "h-1", "10.0.1.1"))
            .Put(DnsScene.Instance("half", "h-2", "10.0.1.2"))
            .Put(DnsScene.Instance("half", "h-3", "10.0.1.3"), Standing.Suspect)
            .Put(DnsScene.Instance("doubt", "o-1", "10.0.2.1"))
            .Put(DnsScene.Instance("doubt", "o-2", "10.0.2.2"), Standing.Suspect)
            .Put(DnsScene.Instance("doubt", "o-3", "10.0.2.3"), Standing.Unreachable);
        return scene;
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Recordings");
}
