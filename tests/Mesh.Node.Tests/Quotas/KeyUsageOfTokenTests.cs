using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Quotas;
using Mesh.Testing;

namespace Mesh.Node.Tests.Quotas;

public sealed class KeyUsageOfTokenTests
{
    private static readonly Octets Prefix = Octets.Utf8("/shop/");

    private readonly FakeMeshKeyValues _store = new();
    private readonly KeyUsageOfToken _usage = new(static key => key.StartsWith(Prefix));

    [Fact]
    public async Task What_was_there_before_is_counted_and_what_is_elsewhere_is_not()
    {
        await PutAsync("/shop/a", "1");
        await PutAsync("/other/a", "1");

        Assert.Equal(One("/shop/a", "1"), Now());
    }

    [Fact]
    public async Task Puts_and_deletions_since_count_and_a_put_anew_counts_its_difference()
    {
        Assert.Equal(default, Now());
        await PutAsync("/shop/a", "1");
        await PutAsync("/shop/b", "2");
        Assert.Equal(2, Now().Records);
        await PutAsync("/shop/a", "longer");
        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("/shop/b"))));
        await PutAsync("/other/b", "3");

        Assert.Equal(1, Now().Records);
        Assert.Equal(One("/shop/a", "longer"), Now(seconds: 60));
    }

    [Fact]
    public async Task What_a_deletion_leaves_behind_takes_bytes_for_a_minute()
    {
        Assert.Equal(default, Now());
        await PutAsync("/shop/a", "value");
        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("/shop/a"))));

        Assert.Equal(new Usage(0, One("/shop/a", "").Bytes), Now(seconds: 1));
        Assert.Equal(new Usage(0, One("/shop/a", "").Bytes), Now(seconds: 60));
        Assert.Equal(default, Now(seconds: 61));
    }

    [Fact]
    public async Task Where_the_changes_since_are_forgotten_it_counts_anew()
    {
        await PutAsync("/shop/a", "1");
        Assert.Equal(1, Now().Records);
        await PutAsync("/shop/b", "2");
        await PutAsync("/shop/c", "3");
        _store.Compact(_store.Snapshot.Revision);

        Assert.Equal(One("/shop/a", "1") + One("/shop/b", "2") + One("/shop/c", "3"), Now());
    }

    private static Usage One(string key, string value) => KeyUsageOfToken.Of(Octets.Utf8(key), Octets.Utf8(value));

    private Usage Now(double seconds = 0) => _usage.Now(_store.ChangesSince, TimeSpan.FromSeconds(seconds));

    private async Task PutAsync(string key, string value) => Assert.IsType<KeyValueReplies.Applied>(
        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value)))));
}
