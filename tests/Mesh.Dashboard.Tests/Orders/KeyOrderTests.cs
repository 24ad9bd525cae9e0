using Mesh.Dashboard.Access;
using Mesh.Dashboard.Orders;
using Mesh.KeyValues;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Orders;

public sealed class KeyOrderTests
{
    private static readonly Octets Key = Octets.Utf8("app/limits");

    private readonly FakeMeshClient _mesh = MeshOf(new FakeTimeProvider());
    private readonly FakeMeshInspector _nodes = new();
    private readonly FakeMeshKeyValues _store = new();

    [Fact]
    public async Task Key_is_written_changed_and_deleted()
    {
        Assert.True((await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("10")), 0))).IsDone);
        Assert.True((await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("20")), Revision()))).IsDone);
        Assert.Equal("20", _store.Snapshot.Find(Key)!.Value.ToString());

        Assert.True((await RunAsync(Order.Delete(Key, Revision()))).IsDone);
        Assert.Null(_store.Snapshot.Find(Key));
    }

    [Fact]
    public async Task Key_that_somebody_wrote_since_is_left_as_it_is()
    {
        await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("10")), 0));
        var seen = Revision();
        await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("theirs")), seen));

        var outcome = await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("mine")), seen));
        var deletion = await RunAsync(Order.Delete(Key, seen));
        var creation = await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("new")), 0));

        Assert.All([outcome, deletion, creation], o => Assert.StartsWith("Somebody has written or deleted it since", o.Lines[0], StringComparison.Ordinal));
        Assert.Equal("theirs", _store.Snapshot.Find(Key)!.Value.ToString());
    }

    [Fact]
    public async Task Key_that_may_not_be_written_is_left_as_it_is()
    {
        var rights = new Nothing();

        var outcome = await new OrderRunner(_mesh, _nodes, _store).RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("10")), 0), rights, default);

        Assert.Same(OrderOutcome.NotAllowed, outcome);
        Assert.Equal(["write key app/limits"], rights.Asked);
        Assert.Null(_store.Snapshot.Find(Key));
    }

    [Fact]
    public async Task Store_that_does_not_answer_and_lease_that_is_not_there_are_told_in_words()
    {
        Assert.Contains("no lease 1f", (await RunAsync(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("10"), 0x1f), 0))).Lines[0], StringComparison.Ordinal);
        _store.Down = "the node is not running";
        Assert.Contains("the node is not running", (await RunAsync(Order.Delete(Key, 1))).Lines[0], StringComparison.Ordinal);
        Assert.False((await new OrderRunner(_mesh, _nodes).RunAsync(Order.Delete(Key, 1), new OpenAccess().RightsOf(new System.Security.Claims.ClaimsPrincipal()), default)).IsDone);
    }

    [Fact]
    public void Plan_says_what_becomes_of_the_key()
    {
        var write = Plan(Order.Write(new KeyWrite.Put(Key, Octets.Utf8("10"), 0x1f), 0));
        var delete = Plan(Order.Delete(Key, 7));

        Assert.Equal(("Write app/limits?", false), (write.Title, write.IsGrave));
        Assert.Equal(["The key is new; its value has 2 bytes.", "It is deleted when lease 1f ends.", "If somebody else writes it first, nothing happens."], write.Lines.ToArray());
        Assert.Equal(("Delete app/limits?", true), (delete.Title, delete.IsGrave));
        Assert.Contains(delete.Lines, l => l.Contains("revision 7", StringComparison.Ordinal));
    }

    private OrderPlan Plan(Order order) => OrderPlan.Of(order, _mesh.Snapshot, _nodes.Members);

    private long Revision() => _store.Snapshot.Find(Key)!.ModRevision;

    private Task<OrderOutcome> RunAsync(Order order) => new OrderRunner(_mesh, _nodes, _store).RunAsync(order, new OpenAccess().RightsOf(new System.Security.Claims.ClaimsPrincipal()), default);

    private sealed class Nothing : IDashboardRights
    {
        public List<string> Asked { get; } = [];

        public string Name => "nobody";

        public bool MayRead(string? service) => false;

        public bool MayOrder(string? service) => false;

        public bool PermitsKey(string order, Octets key, Octets? value)
        {
            Asked.Add(order);
            return false;
        }
    }
}
