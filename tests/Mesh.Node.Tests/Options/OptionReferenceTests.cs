using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Hosting;
using Mesh.Node.Hosting;
using Mesh.Options;
using Mesh.Testing;

namespace Mesh.Node.Tests.Options;

/// <summary>
/// Default and bound of each option stand in its class, in its doc comment, in hocon/mesh.conf and in a table of docs/, and
/// agree. File and tables are made from the classes: with MESH_WRITE_OPTIONS=1 in the environment these tests write them.
/// </summary>
public sealed partial class OptionReferenceTests
{
    private const string Begin = "<!-- options of ";
    private const string End = "<!-- end of options -->";

    private static readonly string[] PageNames = ["operating.md", "doors.md", "federation.md"];

    public static TheoryData<string> Keys => [.. OptionRow.All.Where(r => r.Node.Property is not null && !r.Node.IsFileOfSecret).Select(r => r.Key)];

    public static TheoryData<string> Pages => [.. PageNames];

    private static bool IsWriting => Environment.GetEnvironmentVariable("MESH_WRITE_OPTIONS") == "1";

    [Fact]
    public void Hocon_reference_is_made_from_the_classes()
    {
        var file = SourceTree.PathOf("hocon", "mesh.conf");
        var text = File.ReadAllText(file);
        var begin = text.IndexOf("mesh {", StringComparison.Ordinal);
        var end = text.IndexOf("\n}\n", begin, StringComparison.Ordinal) + 3;
        if (IsWriting)
            File.WriteAllText(file, text[..begin] + OptionReference.Hocon() + text[end..]);

        Assert.Equal(OptionReference.Hocon(), IsWriting ? OptionReference.Hocon() : text[begin..end]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tables_of_a_page_are_made_from_the_classes(string page)
    {
        var file = SourceTree.PathOf("docs", page);
        var text = File.ReadAllText(file);
        var made = Table().Replace(text, m => $"{Begin}{m.Groups["sections"].Value} -->\n{OptionReference.Table(m.Groups["sections"].Value.Split(", "))}{End}");
        if (IsWriting)
            File.WriteAllText(file, made);

        Assert.Matches(Table(), text);
        Assert.Equal(made, IsWriting ? made : text);
    }

    [Fact]
    public void Every_option_stands_in_one_table()
    {
        var shown = PageNames.SelectMany(p => Table().Matches(File.ReadAllText(SourceTree.PathOf("docs", p))))
            .SelectMany(m => m.Groups["sections"].Value.Split(", "));

        Assert.Equal(OptionRow.All.Select(r => r.Section).Distinct().Order(), shown.Order());
    }

    [Fact]
    public void Reference_as_it_is_built_in_is_read_without_a_fault_and_gives_the_defaults()
    {
        var read = MeshHoconFile.Options(MeshHocon.Reference, "mesh.conf", NodeOptionList.Tree);

        foreach (var row in OptionRow.All.Where(r => r.Node.IsInFiles && r.Node.Shape is OptionShape.Value))
        {
            Assert.True(OptionText.TryRead(row.Node.Type, row.Node.Property, row.Hocon.Trim('"'), out var expected, out _), row.Key);
            Assert.Equal((row.Key, expected), (row.Key, read[row.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Doc_comment_gives_the_default(string key)
    {
        var row = OptionRow.All.Single(r => r.Key == key);
        var said = OptionDoc.Value(row.Node.Property!);

        Assert.Equal(row.Shown, Default().Match(said).Groups["value"].Value);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Doc_comment_gives_the_bounds(string key)
    {
        var row = OptionRow.All.Single(r => r.Key == key);
        if (row.Range is not var (low, high))
        {
            Assert.NotEmpty(row.Meaning);
            return;
        }

        var said = row.Meaning.Replace(",", "", StringComparison.Ordinal);
        Assert.True(Says(said, Plain(low)) && Says(said, Plain(high)), $"{key}: '{said}' does not give {low} and {high}");
    }

    [Fact]
    public void Default_of_every_option_is_in_its_bounds() => Assert.All(
        NodeOptionList.All.Where(c => !c.IsList),
        c => Assert.Empty(OptionChecks.Check(Activator.CreateInstance(c.Type)!, c.Section)));

    private static string Plain(string bound) => bound.Replace(",", "", StringComparison.Ordinal);

    private static bool Says(string text, string bound) =>
        Regex.IsMatch(text, $@"(?<![\d.]){Regex.Escape(bound)}(?![\d.]\d)", RegexOptions.CultureInvariant)
        // "1 to 10 min" gives the unit once.
        || bound.Split(' ') is [var number, _] && Regex.IsMatch(text, string.Create(CultureInfo.InvariantCulture, $@"(?<![\d.]){Regex.Escape(number)} to \d"));

    [GeneratedRegex(@"<!-- options of (?<sections>[\w:, ]+) -->\n(?<rows>(?:(?!<!--).*\n)*?)<!-- end of options -->")]
    private static partial Regex Table();

    [GeneratedRegex("""The default is (?<value>"[^"]*"|\d+ (?:ms|s|min|h|KiB|MiB)\b|\w+)""")]
    private static partial Regex Default();
}
