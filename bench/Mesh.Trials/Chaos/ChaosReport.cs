using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Mesh.Testing.Chaos;

namespace Mesh.Trials.Chaos;

/// <summary>What bad days did, as a page of Markdown.</summary>
internal sealed class ChaosReport
{
    private const string Head = """
        # Faults

        Written by `./chaos.sh long`: five nodes (`--durable`), each in a network namespace of its own, clients beside each that
        register in every way (native, Consul catalog, etcd keys, with and without leases), renew, deregister, and read at every door
        (native, Consul, etcd, DNS). After each bad day the run waits until every node shows what it must, and a model judges all
        answers.

        - **trouble**: from the first fault to the end of the last. **whole after**: from there until every node listed everything
          that lives, nothing that was deregistered, and no entry without an owner.
        - **lost**: instances that live and were not listed somewhere after that; **revived**: instances that were gone at a node and
          came back, or were shown after that; **missing**: answers, at any time, that did not list an instance of the 40 that no
          single node's end may take away (leased and floating). All three are to be 0.
        - **out of rotation**: the part of the answers about those 40, at all nodes and doors, the unreachable ones included, that did
          not offer them; **longest**: how long one node went without offering one of them.

        """;

    private readonly StringBuilder _tables = new();

    public bool IsGood { get; private set; } = true;

    public string Page => $"""
        {Head}
        Machine: {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, .NET {Environment.Version}.

        {_tables.ToString().TrimEnd()}

        """;

    /// <summary>Returns what was added.</summary>
    public string Add(string seed, IReadOnlyList<ChaosFigures> figures, IReadOnlyList<string> refusals)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Seed {seed}\n\n");
        text.Append("| bad day | trouble | whole after | answers | lost | revived | missing | out of rotation | longest |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|\n");
        foreach (var f in figures)
        {
            var whole = f.Phase.Whole is { } time ? Seconds(time - f.Phase.Healed) : "never";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {f.Phase.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {Seconds(f.Phase.Healed - f.Phase.Began)} | {whole} | {f.Readings} | {f.Lost} | {f.Revived} | {f.Missing} | {f.OutOfRotation * 100:0.00} % | {Seconds(f.Longest)} |\n");
        }

        text.Append('\n');
        foreach (var line in figures.SelectMany(f => f.Faults.Select(words => $"{f.Phase.Name}: {words}")).Concat(refusals))
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        text.Append('\n');
        IsGood &= figures.All(f => f.IsGood) && refusals.Count == 0;
        _tables.Append(text);
        return text.ToString();
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
