using Akka.Actor;
using CsCheck;
using Mesh.Catalog;
using Mesh.Heartbeats;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class HeartbeatNameTests
{
    private static readonly Gen<InstanceKey> Keys = Gen.Select(
        Gen.Char["ab.-_9"].Array[1, 4],
        Gen.OneOf(Gen.Char["a:%/$ 0ü"], Gen.Char['!', '\uffff']).Array[1, 5],
        (service, id) => (Service: new string(service), Id: new string(id)))
        .Where(p => InstanceId.TryParse(p.Id, out _, out _))
        .Select(p => new InstanceKey(ServiceName.Parse(p.Service), InstanceId.Parse(p.Id)));

    [Fact]
    public void Name_is_readable_for_plain_ids() =>
        Assert.Equal("orders:o-1", HeartbeatName.Of(new(ServiceName.Parse("orders"), InstanceId.Parse("o-1"))));

    [Fact]
    public void Name_is_valid_and_its_own_for_any_key() =>
        Gen.Select(Keys, Keys).Sample((one, other) =>
            ActorPath.IsValidPathElement(HeartbeatName.Of(one))
            && one == other == (HeartbeatName.Of(one) == HeartbeatName.Of(other)));
}
