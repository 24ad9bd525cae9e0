using Mesh.Trust;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Actors.Tests.Trust;

public class RefusedEntriesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RefusedEntries _refused;

    public RefusedEntriesTests() => _refused = new RefusedEntries(_time);

    [Fact]
    public void Everything_is_counted_and_told_once_in_a_while_for_each_peer_and_reason()
    {
        Assert.True(_refused.Count("a:1", EntryFault.Unsigned, 3));
        Assert.False(_refused.Count("a:1", EntryFault.Unsigned));
        Assert.True(_refused.Count("a:1", EntryFault.Limits));
        Assert.True(_refused.Count("b:1", EntryFault.Unsigned));

        _time.Advance(RefusedEntries.Silence);

        Assert.True(_refused.Count("a:1", EntryFault.Unsigned));
        Assert.Equal(6, _refused.Of(EntryFault.Unsigned));
        Assert.Contains(("limits", 1L), _refused.All());
    }

    [Fact]
    public void Lines_are_bounded_from_however_many_peers()
    {
        var told = Enumerable.Range(0, 10 * RefusedEntries.MostLines).Count(n => _refused.Count($"{n}:1", EntryFault.Sender));

        Assert.Equal(RefusedEntries.MostLines, told);
        Assert.Equal(10 * RefusedEntries.MostLines, _refused.Of(EntryFault.Sender));
    }
}
