using System.Globalization;
using Mesh.Testing;

namespace Mesh.Node.Tests.Fuzz;

/// <summary>
/// Whatever bytes come from outside, each parser answers or refuses in its own way. The corpus is in the tree; what is found there is added as a
/// file, named after what was wrong. A long run: MESH_FUZZ_ROUNDS=1000000 MESH_FUZZ_SEED=7 dotnet test tests/Mesh.Node.Tests --filter ParserFuzzTests.
/// </summary>
public sealed class ParserFuzzTests
{
    private const int Rounds = 4_000;
    private const int RoundsOfFiles = 400;

    public static TheoryData<string> Parsers { get; } = [.. OutsideParsers.Names];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Parser_answers_or_refuses_whatever_comes(string name)
    {
        using var parsers = new OutsideParsers();
        var corpus = Directory.EnumerateFiles(OutsideParsers.FolderOf(name)).Order(StringComparer.Ordinal).Select(BytesOf).ToArray();
        Assert.NotEmpty(corpus);
        var seed = Number("MESH_FUZZ_SEED") ?? 1;
        var mutations = new Mutations(seed, corpus);
        var rounds = Number("MESH_FUZZ_ROUNDS") ?? (OutsideParsers.IsOfFiles(name) ? RoundsOfFiles : Rounds);

        foreach (var input in corpus.Concat(Enumerable.Range(0, rounds).Select(_ => mutations.Next())))
            Check(parsers, name, input, seed);
    }

    private static void Check(OutsideParsers parsers, string name, byte[] input, int seed)
    {
        var fault = Record.Exception(() => parsers.Read(name, input));

        Assert.True(fault is null, $"{name}, seed {seed}, of these {input.Length} bytes:\n{Convert.ToHexStringLower(input)}\n{fault}");
    }

    private static byte[] BytesOf(string file) => Path.GetExtension(file) is ".hex"
        ? GoldenFile.BytesOf(File.ReadAllText(file))
        : File.ReadAllBytes(file);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
