using System.Collections.Concurrent;

namespace Mesh.Testing.WireVersions;

/// <summary>What nodes of one version wrote and read, by manifest, and what they could not.</summary>
internal sealed class WireTally
{
    /// <summary>The collection of the tests that use it: there is one tally for each version in a process.</summary>
    public const string Users = "wire tally";

    public ConcurrentDictionary<string, int> Written { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, int> Read { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Faults { get; } = new();

    public void Clear()
    {
        Written.Clear();
        Read.Clear();
        Faults.Clear();
    }

    public T Count<T>(ConcurrentDictionary<string, int> into, string manifest, Func<T> pass)
    {
        try
        {
            var result = pass();
            into.AddOrUpdate(manifest, 1, static (_, count) => count + 1);
            return result;
        }
        catch (Exception trouble)
        {
            Faults.Enqueue($"{manifest}: {trouble.Message}");
            throw;
        }
    }
}
