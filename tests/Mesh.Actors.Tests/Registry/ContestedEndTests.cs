using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>
/// An instance that another side of a partition had taken over, did not hear of, and removed after its time: it stays where it is
/// found to live.
/// </summary>
public sealed class ContestedEndTests
{
    private const long Lapse = ClaimSteps.Adoption + ClaimSteps.Expiry;
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");

    private readonly RegistryNode _node = new();

    [Fact]
    public void Instance_that_lives_here_outlives_its_end_elsewhere()
    {
        var claim = Register();

        EndElsewhere(claim + Lapse);

        Assert.DoesNotContain(_node.Changes, c => c.Kind is ChangeKind.Removed);
        Assert.Equal(claim + Lapse + ClaimSteps.Adoption, _node.Core.View.Claim(Key)!.Value.Record.Claim);
        Assert.Equal(InstanceStatus.Passing, _node.Core.View.Find(Key)!.Instance.Status);
        Assert.NotEmpty(_node.Written);
        Assert.DoesNotContain(_node.Orders, o => o is HeartbeatProtocol.Untrack);
    }

    [Fact]
    public void Deregistration_elsewhere_holds()
    {
        var claim = Register();

        EndElsewhere(claim + ClaimSteps.Write);

        Assert.Null(_node.Core.View.Find(Key));
        Assert.Empty(_node.Registrations);
    }

    [Fact]
    public void Instance_that_is_critical_here_too_has_ended()
    {
        var claim = Register();
        _node.Step(new RegistryInput.HealthChanged(
            new HeartbeatProtocol.HealthChanged(Key, InstanceStatus.Critical, new Evidence(Causes.LeaseExpired, "test", ""))));

        EndElsewhere(claim + Lapse);

        Assert.Null(_node.Core.View.Find(Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_only_restored_has_ended_until_its_client_says_otherwise(bool isRenewed)
    {
        var stored = Record() with { Claim = RegistryNode.StartClaim };
        _node.Ask(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        if (isRenewed)
            _node.Ask(new Renew(Key, InstanceStatus.Passing, ""));

        EndElsewhere(stored.Claim + Lapse);

        Assert.Equal(isRenewed, _node.Core.View.Find(Key) is not null);
    }

    [Fact]
    public void Client_that_reports_its_check_is_heard()
    {
        var check = new NamedCheck { Id = "c", Terms = Record().Health, Status = InstanceStatus.Passing };
        var stored = (Record() with { Health = HealthTerms.None }).With(ValueList.From([check])) with { Claim = RegistryNode.StartClaim };
        _node.Ask(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        _node.Ask(new UpdateCheck(Key, "c", InstanceStatus.Passing, ""));

        EndElsewhere(stored.Claim + Lapse);

        Assert.NotNull(_node.Core.View.Find(Key));
    }

    [Fact]
    public void Instance_that_drains_outlives_its_end_elsewhere()
    {
        var claim = Register();
        _node.Ask(new Drain(Key, TimeSpan.Zero));

        EndElsewhere(claim + Lapse);

        Assert.Equal(InstanceStatus.Draining, _node.Core.View.Find(Key)?.Instance.Status);
    }

    private static ServiceInstance Record() => Some.Record(Key, 0) with
    {
        Health = new HealthTerms { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10), DeregisterAfter = TimeSpan.FromMinutes(1) },
        Life = Lifetime.Leased,
    };

    private long Register()
    {
        _node.Ask(new Register(Record(), Consistency.Local, TimeSpan.Zero));
        return _node.Registrations[Key].Claim;
    }

    private void EndElsewhere(long claim) => _node.Foreign(Some.Tombstone(Key, claim));
}
