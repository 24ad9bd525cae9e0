using System.Collections.Immutable;
using Mesh.Structure.Tests.Folders;

namespace Mesh.Structure.Tests.Sources;

/// <summary>What counts as a use, on made-up files.</summary>
public sealed class TypeUsesTests
{
    private const string Declared =
        """
        namespace M.Low;
        public sealed class Thing
        {
            public static int Count => 1;
            public Thing? Next { get; init; }
            public sealed record Part;
        }
        public static class Things
        {
            public static int Size(this string text) => text.Length;
        }
        """;

    [Theory]
    [InlineData("private Low.Thing? _thing;", "Thing")]
    [InlineData("object Make() => new Thing();", "Thing")]
    [InlineData("object Make() => new System.Collections.Generic.List<Thing>();", "Thing")]
    [InlineData("object Make() => new Thing.Part();", "Thing")]
    [InlineData("int Count() => Thing.Count;", "Thing")]
    [InlineData("int Size() => \"text\".Size();", "Things")]
    [InlineData("string Name() => nameof(Thing);", "Thing")]
    public void Name_of_a_type_or_of_its_member_is_a_use(string member, string used) =>
        Assert.Equal([new Use("High/User.cs", "Low/Thing.cs", used)], Uses(member).Uses);

    [Fact]
    public void Member_of_a_value_from_elsewhere_is_a_use_of_its_type() =>
        Assert.Contains(
            new Use("High/User.cs", "Low/Thing.cs", "Thing"),
            Uses(
                "object? Next() => Source.First.Next;",
                ("Middle/Source.cs", "namespace M; public static class Source { public static Low.Thing First => new(); }")).Uses);

    [Fact]
    public void Object_made_without_its_name_is_a_use_of_its_type() =>
        Assert.Contains(
            new Use("High/User.cs", "Low/Thing.cs", "Thing"),
            Uses(
                "void Give() => Sink.Take(new());",
                ("Middle/Sink.cs", "namespace M; public static class Sink { public static void Take(Low.Thing thing) { } }")).Uses);

    [Theory]
    [InlineData("")]
    [InlineData("/// <summary>Beside <see cref=\"Thing\"/>.</summary>\nprivate int _count;")]
    [InlineData("// Thing\nprivate string _text = \"Thing\";")]
    [InlineData("private int Thing;")]
    public void Using_directive_comment_and_other_meanings_are_no_use(string member) => Assert.Empty(Uses(member).Uses);

    [Fact]
    public void Type_in_several_files_is_no_use_in_any_of_them() =>
        Assert.Empty(Uses(
            "",
            ("A/Two.cs", "namespace M.A; public partial class Two { int X => Y; }"),
            ("A/Two.Rest.cs", "namespace M.A; public partial class Two { int Y => X; }")).Uses);

    [Fact]
    public void Type_in_several_files_is_found_where_it_has_its_name_from() =>
        Assert.Equal(
            [new Use("High/User.cs", "A/Two.cs", "Two")],
            Uses(
                "private A.Two? _two;",
                ("A/Two.Rest.cs", "namespace M.A; public partial class Two;"),
                ("A/Two.cs", "namespace M.A; public partial class Two;")).Uses);

    [Fact]
    public void Own_type_that_cannot_be_bound_is_named_with_its_place()
    {
        var uses = Uses("private Elsewhere.Thing? _thing;");

        Assert.Equal(["High/User.cs(5): Thing"], uses.Unbound);
    }

    [Fact]
    public void Names_of_other_libraries_that_cannot_be_bound_are_no_matter() =>
        Assert.Empty(Uses("private Elsewhere.Other? _other;").Unbound);

    [Theory]
    [InlineData("object Info() => Json.Default.Thing;")]
    [InlineData("object Info(Json json) => json.Thing;")]
    public void Generated_property_of_a_json_context_is_not_its_type(string member)
    {
        var uses = Uses(
            member,
            ("Json.cs", "public partial class Json : System.Text.Json.Serialization.JsonSerializerContext;"));

        Assert.Empty(uses.Unbound);
        Assert.Equal([new Use("High/User.cs", "Json.cs", "Json")], uses.Uses);
    }

    private static TypeUses Uses(string member, params (string Path, string Text)[] more) =>
        TypeUses.In(ProjectCompilation.Of(
            "M",
            [
                ("Low/Thing.cs", Declared),
                ("High/User.cs", $"using M.Low;\nnamespace M.High;\npublic sealed class User\n{{\n{member}\n}}"),
                .. more,
            ],
            ImmutableHashSet<string>.Empty));
}
