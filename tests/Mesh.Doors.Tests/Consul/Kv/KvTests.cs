using Mesh.Doors.Tests.Consul.Support;
using Mesh.KeyValues;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Kv;

public sealed class KvTests
{
    [Fact]
    public async Task Key_is_put_read_in_each_form_and_deleted()
    {
        await using var node = await ConsulNode.StartAsync();
        Assert.Equal((200, "true"), Short(await node.SendAsync("PUT", "kv/app/a%2Fb%20c?flags=42", "värde")));
        var entry = (await node.GetAsync("kv/app/a/b%20c")).Json[0];
        Assert.Equal("app/a/b c", entry.GetProperty("Key").GetString());
        Assert.Equal("värde", System.Text.Encoding.UTF8.GetString(entry.GetProperty("Value").GetBytesFromBase64()));
        Assert.Equal(42, entry.GetProperty("Flags").GetInt32());
        Assert.Equal("värde", (await node.GetAsync("kv/app/a/b%20c?raw")).Body);
        Assert.Equal((200, "true"), Short(await node.SendAsync("DELETE", "kv/app/a/b%20c")));
        Assert.Equal((404, ""), Short(await node.GetAsync("kv/app/a/b%20c")));
        Assert.Equal((200, "true"), Short(await node.SendAsync("DELETE", "kv/app/a/b%20c")));
    }

    [Fact]
    public async Task Prefix_is_listed_and_deleted_as_a_whole()
    {
        await using var node = await ConsulNode.StartAsync();
        foreach (var key in (string[])["a/1", "a/2/x", "a/2/y", "b"])
            await node.SendAsync("PUT", $"kv/{key}", key);
        Assert.Equal("[\"a/1\",\"a/2/x\",\"a/2/y\"]", (await node.GetAsync("kv/a/?keys")).Body);
        Assert.Equal("[\"a/1\",\"a/2/\"]", (await node.GetAsync("kv/a/?keys&separator=/")).Body);
        Assert.Equal("[\"a/\",\"b\"]", (await node.GetAsync("kv/?keys&separator=/")).Body);
        Assert.Equal(3, (await node.GetAsync("kv/a/?recurse")).Json.GetArrayLength());
        await node.SendAsync("DELETE", "kv/a/?recurse");
        Assert.Equal("[\"b\"]", (await node.GetAsync("kv/?keys")).Body);
        var none = await node.GetAsync("kv/a/?recurse");
        Assert.Equal((404, ""), Short(none));
        Assert.True(none.Index > 0);
    }

    [Fact]
    public async Task Value_that_is_empty_is_null_and_of_the_greatest_length_is_kept()
    {
        await using var node = await ConsulNode.StartAsync();
        await node.SendAsync("PUT", "kv/empty");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await node.GetAsync("kv/empty")).Json[0].GetProperty("Value").ValueKind);
        var longest = new string('x', KeyValueLimits.ValueLength);
        Assert.Equal(200, (await node.SendAsync("PUT", "kv/long", longest)).Status);
        Assert.Equal(longest, (await node.GetAsync("kv/long?raw")).Body);
        Assert.Equal(413, (await node.SendAsync("PUT", "kv/long", longest + "x")).Status);
    }

    [Theory]
    [InlineData("PUT", "kv/a?cas=0", 501)]
    [InlineData("PUT", "kv/a?acquire=s", 501)]
    [InlineData("PUT", "kv/a?release=s", 501)]
    [InlineData("DELETE", "kv/a?cas=1", 501)]
    [InlineData("PUT", "kv/a?flags=x", 400)]
    [InlineData("PUT", "kv/", 400)]
    [InlineData("DELETE", "kv/", 400)]
    [InlineData("POST", "kv/a", 405)]
    public async Task Write_that_is_refused_changes_nothing(string method, string path, int status)
    {
        await using var node = await ConsulNode.StartAsync();
        await node.SendAsync("PUT", "kv/a", "1");
        var refused = await node.SendAsync(method, path, "2");
        Assert.Equal(status, refused.Status);
        Assert.NotEqual("", refused.Body);
        Assert.Equal("1", (await node.GetAsync("kv/a?raw")).Body);
    }

    [Theory]
    [InlineData("kv/a")]
    [InlineData("kv/none")]
    [InlineData("kv/?recurse")]
    public async Task Blocking_query_waits_for_a_change(string path)
    {
        await using var node = await ConsulNode.StartAsync();
        await node.SendAsync("PUT", "kv/a", "1");
        var before = await node.GetAsync(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var waiting = node.GetAsync($"{path}{separator}index={before.Index}");
        await node.WhenParkedAsync(1);
        await node.SendAsync("PUT", path == "kv/none" ? path : "kv/a", "2");
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(200, after.Status);
        Assert.True(after.Index > before.Index);
    }

    [Fact]
    public async Task Change_of_another_key_does_not_end_the_wait_for_one()
    {
        await using var node = await ConsulNode.StartAsync();
        await node.SendAsync("PUT", "kv/a", "1");
        var index = (await node.GetAsync("kv/a")).Index;
        var waiting = node.GetAsync($"kv/a?index={index}&wait=1m");
        await node.WhenParkedAsync(1);
        await node.SendAsync("PUT", "kv/b", "1");
        await node.SendAsync("DELETE", "kv/a");
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal((404, ""), Short(after));
        Assert.True(after.Index > index);
    }

    private static (int, string) Short(Reply reply) => (reply.Status, reply.Body);
}
