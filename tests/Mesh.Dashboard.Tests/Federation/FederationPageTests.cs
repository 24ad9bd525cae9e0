using Mesh.Catalog;
using Mesh.Dashboard.Federation;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Federation;

public sealed class FederationPageTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshInspector _nodes = new();
    private readonly FakeMeshClient _mesh;

    public FederationPageTests() => _mesh = MeshOf(_time, Instance("orders", "a"), Instance("stock", "a"));

    [Fact]
    public void Mesh_that_does_not_federate_says_so() => Assert.True(Of(_ => true).IsAlone);

    [Fact]
    public async Task What_is_exported_and_what_is_imported_is_told_by_mesh()
    {
        await _mesh.SetPolicyAsync(ServiceName.Parse("orders"), new() { Exported = true });
        _mesh.PutRemote("pay@eu", RemoteState.Live, TestCatalog.Instance("pay", "p1"), TestCatalog.Instance("pay", "p2"));
        _mesh.PutRemote("mail@us", RemoteState.Stale, TestCatalog.Instance("mail", "m1"));
        _mesh.PutRemote("none@us", RemoteState.None);

        var seen = Of(_ => true);

        Assert.Equal(("orders", 1), Assert.Single(seen.Exports));
        Assert.Equal(["mail@us", "none@us", "pay@eu"], seen.Imports.Select(i => i.Name));
        Assert.Equal(["stale", "nobody offers it", "live"], seen.Imports.Select(i => i.Mark.Text));
        Assert.Equal([1, 0, 2], seen.Imports.Select(i => i.Instances));
        Assert.False(seen.IsAlone);
    }

    [Fact]
    public void Gateway_among_the_members_is_named()
    {
        _nodes.Set(new MeshMember(FakeMeshClient.Self, "n1", "up", Standing.Confirmed, [MeshNames.GatewayRole], "", "1.0", true));

        Assert.Equal("n1", Assert.Single(Of(_ => true).Gateways).Name);
    }

    [Fact]
    public async Task Services_that_may_not_be_read_are_left_out()
    {
        await _mesh.SetPolicyAsync(ServiceName.Parse("orders"), new() { Exported = true });
        _mesh.PutRemote("pay@eu", RemoteState.Live, TestCatalog.Instance("pay", "p1"));

        Assert.True(Of(s => s == "stock").IsAlone);
    }

    private FederationPage Of(Func<string, bool> mayRead) => FederationPage.Of(_mesh, _nodes.Members, _mesh.Remote, _time, mayRead);
}
