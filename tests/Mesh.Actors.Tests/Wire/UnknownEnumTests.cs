using Google.Protobuf;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Views;
using Mesh.Wire;
using P = Mesh.Wire.Proto;

namespace Mesh.Actors.Tests.Wire;

/// <summary>A newer node may send numbers that are not known here.</summary>
public sealed class UnknownEnumTests(WireFixture wire) : IClassFixture<WireFixture>
{
    private static readonly P.InstanceKey Key = new() { Service = "orders", Id = "o-1" };

    [Theory]
    [InlineData(5)]
    [InlineData(99)]
    [InlineData(-1)]
    public void Unknown_status_is_critical_so_that_nobody_is_sent_there(int number)
    {
        var bytes = new CodedField([]).Varint(P.Instance.StatusFieldNumber, unchecked((ulong)number)).ToArray();

        Assert.Equal(InstanceStatus.Critical, InstanceWire.Read(bytes).Status);
    }

    [Fact]
    public void Unknown_health_kind_is_not_checked()
    {
        var health = new P.HealthTerms { Kind = (P.HealthKind)9, Target = "x" };

        Assert.Equal(HealthKind.None, HealthWire.Read(health.ToByteArray()).Kind);
    }

    [Fact]
    public void Unknown_standing_is_suspect()
    {
        var view = new P.InstanceView { Owner = new P.Owner { Address = "a:1" }, Standing = (P.Standing)3 };

        Assert.Equal(Standing.Suspect, CatalogWire.FromWire(view).Standing);
    }

    [Fact]
    public void Unknown_lease_verb_is_a_question_that_changes_nothing()
    {
        var call = (KeyReplicationProtocol.LeaseCall)wire.Read(
            new P.LeaseCall { Verb = (P.LeaseVerb)9 }.ToByteArray(), WireManifests.LeaseCall);

        Assert.Equal(LeaseVerb.TimeToLive, call.Verb);
    }

    [Fact]
    public void Unknown_key_space_is_kept_as_it_is()
    {
        var slot = new P.KeySlot { Space = (P.KeySpace)9, Name = ByteString.CopyFromUtf8("x") };

        Assert.Equal((KeySpace)9, KeyRecordWire.ReadSlot(slot.ToByteArray()).Space);
    }

    [Fact]
    public void Unknown_consistency_is_the_strongest()
    {
        var register = (RegistryProtocol.Register)wire.Read(
            new P.Register { Consistency = (P.Consistency)9 }.ToByteArray(), WireManifests.Register);

        Assert.Equal(Consistency.All, register.Consistency);
    }

    [Fact]
    public void Unknown_change_is_an_update()
    {
        var change = new P.CatalogChange { Service = "orders", Kind = (P.ChangeKind)4 };

        Assert.Equal(ChangeKind.Updated, CatalogWire.FromWire(change).Kind);
    }

    [Fact]
    public void Unknown_zone_preference_is_the_default()
    {
        var policy = new P.ServicePolicy { ZonePreference = (P.ZonePreference)3 };

        Assert.Equal(ServicePolicy.Default.ZonePreference, SelectionWire.FromWire(policy).ZonePreference);
    }

    [Fact]
    public void Unknown_status_in_a_filter_is_an_error()
    {
        var query = new P.GetInstances { Filter = new P.InstanceFilter { Status = (P.InstanceStatus)7 } };

        var e = Assert.Throws<MalformedMessageException>(
            () => wire.Read(query.ToByteArray(), WireManifests.GetInstances));

        Assert.Contains("InstanceStatus 7", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_status_in_a_command_is_critical()
    {
        var renew = (RegistryProtocol.Renew)wire.Read(
            new P.Renew { Key = Key, Status = (P.InstanceStatus)12 }.ToByteArray(), WireManifests.Renew);

        Assert.Equal(InstanceStatus.Critical, renew.Status);
    }
}
