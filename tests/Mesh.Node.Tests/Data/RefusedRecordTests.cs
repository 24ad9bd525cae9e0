using Mesh.Catalog;
using Mesh.Node.Data;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Data;

/// <summary>What is stored and refused at a start stays stored.</summary>
public sealed class RefusedRecordTests
{
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, revisionTag: 0);

    [Fact]
    public void A_refused_instance_stays_stored_beside_one_that_is_gone()
    {
        var source = Instances(Instance("gone"), Instance("refused"));
        source.Settle(Instance("gone").Key);
        source.Refuse(Instance("refused").Key);

        var change = Assert.Single(source.Collect());
        Assert.Equal(("s/gone", true), (change.Key.Name.ToString(), change.Row!.Deleted));
        source.Stored();
        Assert.Equal(["refused"], source.StoredInstances.Select(i => i.Id.Value));
    }

    [Fact]
    public void A_refused_instance_that_is_registered_anew_is_followed_to_its_end()
    {
        var source = Instances(Instance("a"));
        source.Refuse(Instance("a").Key);
        var anew = Instance("a") with { Host = "10.0.0.9", Claim = 9 };
        _hub.Retained.Registrations = _hub.Retained.Registrations.Add(anew.Key, anew);
        Assert.False(Assert.Single(source.Collect()).Row!.Deleted);
        source.Stored();

        _hub.Retained.Registrations = _hub.Retained.Registrations.Clear();

        Assert.True(Assert.Single(source.Collect()).Row!.Deleted);
    }

    [Fact]
    public void A_refused_place_stays_stored_beside_one_that_is_not_kept_any_longer()
    {
        _hub.State = new MeshState(MeshPhase.Ready, "");
        var source = new PlaceSource(
            _hub, [new KeptPlace(Instance("gone"), DateTimeOffset.UnixEpoch), new KeptPlace(Instance("refused"), DateTimeOffset.UnixEpoch)]);
        source.Refuse(Instance("refused").Key);
        source.Settle();

        var change = Assert.Single(source.Collect());
        Assert.Equal(("s/gone", null), (change.Key.Name.ToString(), change.Row));
        source.Stored();
        Assert.Empty(source.Collect());
    }

    private InstanceSource Instances(params ServiceInstance[] stored)
    {
        _hub.State = new MeshState(MeshPhase.Ready, "");
        return new InstanceSource(_hub, new FakeMeshInspector(), new FakeTimeProvider(), stored, []);
    }

    private static ServiceInstance Instance(string id) => TestCatalog.Instance("s", id) with { Life = Lifetime.Floating, Claim = 5 };
}
