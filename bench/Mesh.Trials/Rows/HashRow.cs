using System.Globalization;
using Mesh.Selection;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>The consistent hash of 100 instances: how even it is, and whom the going of one moves.</summary>
internal sealed class HashRow : IRow
{
    private const int Members = 100;
    private const int Keys = 100_000;

    private readonly Figure _balance = new("consistent hash, 100 instances: fullest by average", "", Goal.AtMost(1.05));
    private readonly Figure _moved = new("consistent hash, 100 instances: keys that the going of one moves", "%", Goal.AtMost(2));

    public string Name => "hash";

    public string About => "balance of the consistent hash, and movement when an instance goes (in this process)";

    public IReadOnlyList<Figure> Figures => [_balance, _moved];

    public Task MeasureAsync(Course course)
    {
        string[] ids = [.. Enumerable.Range(0, Members).Select(i => string.Create(CultureInfo.InvariantCulture, $"orders-{i:d5}"))];
        ulong[] keys = [.. Enumerable.Range(0, Keys).Select(k => KeyHash.Of(string.Create(CultureInfo.InvariantCulture, $"key-{k}")))];
        var table = MaglevTable.Build(ids, null);
        var slots = Enumerable.Range(0, table.Size).CountBy(slot => table[(ulong)slot]).Select(c => c.Value).ToArray();
        course.Readings.Mesh(_balance, slots.Max() / ((double)table.Size / Members));
        for (var gone = 0; gone < Members; gone += 10)
        {
            string[] left = [.. ids.Where((_, i) => i != gone)];
            var after = MaglevTable.Build(left, null);
            course.Readings.Mesh(_moved, keys.Count(k => ids[table[k]] != left[after[k]]) * 100.0 / Keys);
        }

        return Task.CompletedTask;
    }
}
