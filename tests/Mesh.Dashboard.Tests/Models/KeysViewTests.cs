using Mesh.Dashboard.Access;
using Mesh.Dashboard.Models;
using Mesh.KeyValues;
using Mesh.Testing;

namespace Mesh.Dashboard.Tests.Models;

public sealed class KeysViewTests
{
    private readonly FakeMeshKeyValues _store = new();

    [Fact]
    public async Task Keys_come_in_pages_that_follow_each_other()
    {
        for (var i = 0; i < (2 * KeyList.PageSize) + 5; i++)
            await PutAsync($"app/{i:000}", "v");
        await PutAsync("other", "v");

        var (seen, after, pages) = (new List<string>(), "", 0);
        do
        {
            var view = Of("app/", after);
            Assert.Equal((2 * KeyList.PageSize) + 5, view.List.Count);
            seen.AddRange(view.List.Rows.Select(r => r.Key));
            after = view.List.Next;
            pages++;
        }
        while (after.Length > 0);

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, (2 * KeyList.PageSize) + 5).Select(i => $"app/{i:000}"), seen);
    }

    [Fact]
    public async Task Key_that_is_looked_at_is_shown_with_what_is_known_of_it()
    {
        await PutAsync("app/limits", "10");
        await PutAsync("app/limits", "20");

        var view = Of("", key: "app/limits");

        Assert.Equal(("20", 2L), (view.Entry!.Value.ToString(), view.Entry.Version));
        Assert.True(view is { MayWrite: true, MayWriteEntry: true });
    }

    [Fact]
    public async Task Keys_that_may_not_be_seen_are_neither_listed_nor_shown_nor_counted()
    {
        await PutAsync("app/limits", "10");
        await PutAsync("shop/limits", "20");
        var rights = new Below("shop/");

        var all = KeysView.Of(_store.Snapshot, "", "", "app/limits", rights);

        Assert.Equal(["shop/limits"], all.List.Rows.Select(r => r.Key));
        Assert.Null(all.List.Count);
        Assert.Null(all.Entry);
        Assert.False(all.MayWrite);
        Assert.True(KeysView.Of(_store.Snapshot, "app/", "", "", rights).IsRefused);
        Assert.Equal(1, KeysView.Of(_store.Snapshot, "shop/", "", "", rights).List.Count);
    }

    [Fact]
    public void Address_that_is_no_key_is_a_fault_in_words() => Assert.Contains("backslash", Of(@"a\q").Fault, StringComparison.Ordinal);

    [Fact]
    public void Form_reads_text_bytes_and_the_number_of_a_lease()
    {
        var (text, _) = (KeyForm.New("app/") with { Key = "app/a", Value = "ä", Lease = "1f" }).Read();
        var (bytes, _) = (KeyForm.New("") with { Key = "b", Value = "00 FF", IsHex = true }).Read();

        Assert.Equal(new KeyWrite.Put(Octets.Utf8("app/a"), Octets.Utf8("ä"), 0x1f), text);
        Assert.Equal(new KeyWrite.Put(Octets.Utf8("b"), Octets.Copy([0, 0xff])), bytes);
    }

    [Fact]
    public void Form_names_each_fault()
    {
        var (write, faults) = new KeyForm("", "0", true, "minus", 0).Read();

        Assert.Null(write);
        Assert.Equal(["key", "value", "lease"], faults.Select(f => f.Field));
    }

    [Fact]
    public async Task Form_of_a_key_that_is_there_keeps_what_is_not_changed()
    {
        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8("b"), Octets.Copy([0, 1]))));
        var entry = _store.Snapshot.Find(Octets.Utf8("b"))!;

        var form = KeyForm.Of(entry);

        Assert.Equal(("0001", true, entry.ModRevision), (form.Value, form.IsHex, form.Revision));
        Assert.Equal(entry.Value, form.Read().Write!.Value);
    }

    private KeysView Of(string prefix, string after = "", string key = "") => KeysView.Of(_store.Snapshot, prefix, after, key, new Below(""));

    private async Task PutAsync(string key, string value) => await _store.ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value))));

    private sealed class Below(string prefix) : IDashboardRights
    {
        public string Name => "";

        public bool MayRead(string? service) => false;

        public bool MayOrder(string? service) => false;

        public bool MayReadKeys(Octets from, Octets? to) => prefix.Length == 0 || from.StartsWith(Octets.Utf8(prefix));

        public bool MayWriteKeys(Octets from, Octets? to) => MayReadKeys(from, to);
    }
}
