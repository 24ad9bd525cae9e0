using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mesh.Hosting;
using Mesh.Options;

namespace Mesh.Actors.Tests.Hosting;

/// <summary>Each option's default stands in MeshDefaults, in its doc comment and in mesh.conf; they must agree.</summary>
public partial class DefaultsTests
{
    private static readonly string[] NotInTheReference = [nameof(MeshOptions.HoconFiles), nameof(MeshOptions.Tls), nameof(MeshOptions.Federation)];

    private static readonly IReadOnlyDictionary<string, string?> Reference =
        MeshHoconFile.Options(MeshHocon.Reference, "mesh.conf");

    public static TheoryData<string> Options => [.. typeof(MeshOptions).GetProperties()
        .Select(p => p.Name).Where(n => !NotInTheReference.Contains(n))];

    [Theory]
    [MemberData(nameof(Options))]
    public void Reference_names_every_option_with_its_default(string name)
    {
        var property = typeof(MeshOptions).GetProperty(name)!;
        var value = property.GetValue(new MeshOptions());
        if (value is IList { Count: 0 })
        {
            Assert.DoesNotContain(Reference.Keys, k => k.StartsWith($"Mesh:{name}:", StringComparison.Ordinal));
            return;
        }

        // The port differs on purpose: an embedded node takes any, a stand-alone one the well-known.
        var expected = name == nameof(MeshOptions.Port) ? MeshDefaults.Port : value;
        Assert.Equal(Text(expected), Reference[$"Mesh:{name}"]);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Doc_comment_gives_the_default(string name)
    {
        var value = typeof(MeshOptions).GetProperty(name)!.GetValue(new MeshOptions());
        var said = DocValue(name);
        var match = Default().Match(said);
        Assert.True(match.Success, $"{name}: '{said}' does not say what the default is");
        var text = match.Groups["value"].Value.Trim('"');
        switch (value)
        {
            case TimeSpan time:
                Assert.Equal(time, text == "0" ? TimeSpan.Zero : Duration(text));
                break;
            case string { Length: 0 }:
                Assert.Equal("empty", text);
                break;
            case IList:
                Assert.Equal("none", text);
                break;
            case int when name == nameof(MeshOptions.Port):
                Assert.Equal(MeshDefaults.Port.ToString(CultureInfo.InvariantCulture), text);
                break;
            default:
                Assert.Equal(Text(value), text, ignoreCase: true);
                break;
        }
    }

    [Fact]
    public void Reference_shows_the_wire_version() =>
        Assert.Equal(MeshDefaults.WireVersion, MeshHocon.Reference.GetInt("mesh.wire-version"));

    [Fact]
    public void Reference_repeats_in_akka_what_the_options_put_there()
    {
        var options = new MeshOptions { Port = MeshDefaults.Port };
        var made = MeshHocon.For(options);
        foreach (var key in new[] { "hostname", "port", "maximum-frame-size", "send-buffer-size", "receive-buffer-size", "enable-ssl" })
        {
            var path = "akka.remote.dot-netty.tcp." + key;
            Assert.Equal(made.GetString(path), MeshHocon.Reference.GetString(path).Replace("off", "off", StringComparison.Ordinal));
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
            Assert.NotEmpty(MeshHoconFile.ReadOptions(Path.Combine(HoconFolder(), file)));
    }

    private static string HoconFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Mesh.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "hocon");
    }

    private static string DocValue(string name)
    {
        var xml = XDocument.Load(Path.ChangeExtension(typeof(MeshOptions).Assembly.Location, ".xml"));
        return xml.Descendants("member")
            .Single(m => (string?)m.Attribute("name") == $"P:{typeof(MeshOptions).FullName}.{name}")
            .Element("value")?.Value ?? "";
    }

    private static TimeSpan Duration(string text)
    {
        var match = Time().Match(text);
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    private static string Text(object? value) => value is TimeSpan time
        ? time.ToString("c", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex("""The default is (?<value>"[^"]*"|\d+ (?:ms|s|min|h)\b|[\w]+)""")]
    private static partial Regex Default();

    [GeneratedRegex(@"^([\d.]+) (ms|s|min|h)$")]
    private static partial Regex Time();
}
