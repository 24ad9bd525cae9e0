using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Testing;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Hosting;

/// <summary>What an ActorSystem with a node's settings is like.</summary>
public sealed class NodeSystemTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(MeshNames.ActorSystem, MeshHocon.For(new MeshOptions()));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Nobody_but_membership_removes_members() =>
        Assert.IsType<NoDowning>(Cluster.Get(_system).DowningProvider);

    [Fact]
    public void What_has_no_manifest_is_refused_both_ways()
    {
        var fallback = _system.Serialization.FindSerializerFor(new StringBuilder());
        Assert.IsType<RefusingSerializer>(fallback);
        Assert.Throws<NotSupportedException>(() => fallback.ToBinary(new StringBuilder()));

        var payload = Encoding.UTF8.GetBytes("""{"$type":"System.Text.StringBuilder"}""");
        Assert.ThrowsAny<Exception>(() => _system.Serialization.Deserialize(
            payload, RefusingSerializer.FallbackIdentifier, typeof(StringBuilder).AssemblyQualifiedName!));
    }

    [Fact]
    public void Wire_messages_go_by_manifest() =>
        Assert.IsType<MeshSerializer>(
            _system.Serialization.FindSerializerFor(new MembershipProtocol.Ping(new Owner("a:1", 1), 1)));

    [Theory]
    [InlineData(MeshNames.Guardian, "akka.actor.mesh-dispatcher")]
    [InlineData("application", "akka.actor.default-dispatcher")]
    public async Task Actors_of_the_node_run_where_a_blocked_thread_pool_does_not_stop_them_and_those_of_the_application_do_not(
        string name, string dispatcher)
    {
        _system.ActorOf(Props.Create(() => new Nested(2)), name);

        foreach (var path in (string[])[name, $"{name}/nested", $"{name}/nested/nested"])
            Assert.Equal(dispatcher, await _system.ActorSelection($"/user/{path}").Ask<string>("", Patience.Limit));
    }

    private sealed class Nested : ReceiveActor
    {
        public Nested(int depth)
        {
            if (depth > 0)
                Context.ActorOf(Props.Create(() => new Nested(depth - 1)), "nested");
            ReceiveAny(_ => Sender.Tell(((ActorCell)Context).Dispatcher.Id));
        }
    }
}
