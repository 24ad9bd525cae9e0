using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;

namespace Mesh.Registry;

/// <summary>Brings the checks that follow another instance of this node up to date with it.</summary>
internal sealed class AliasChecks(Registrations own)
{
    /// <summary>A follows B follows C: more steps than that are not followed in one go.</summary>
    private const int Steps = 8;

    private ImmutableDictionary<InstanceKey, ServiceInstance>? _followed;

    public static bool IsAlias(NamedCheck check) => check.Terms.Kind is HealthKind.Alias;

    public void Follow(Owner self, Moment now)
    {
        for (var step = 0; step < Steps && own.Followers.Count > 0 && !ReferenceEquals(_followed, own.Records); step++)
        {
            _followed = own.Records;
            foreach (var follower in own.Followers.Order().ToArray())
                Follow(own.Records[follower], self, now);
        }
    }

    /// <summary>By the id that its client gave it where the record's is another.</summary>
    private static bool IsCalled(ServiceInstance instance, string id) =>
        instance.Metadata.TryGetValue(DoorMetadata.AgentId, out var given) ? given == id : instance.Id.Value == id;

    private void Follow(ServiceInstance follower, Owner self, Moment now)
    {
        foreach (var check in follower.Checks.Where(IsAlias))
        {
            var followed = own.Records.Values.FirstOrDefault(i => IsCalled(i, check.Terms.Target));
            var status = followed?.Status switch
            {
                InstanceStatus.Passing => InstanceStatus.Passing,
                InstanceStatus.Warning => InstanceStatus.Warning,
                _ => InstanceStatus.Critical,
            };
            if (status == check.Status)
                continue;
            var words = followed is null
                ? $"no instance '{check.Terms.Target}' here"
                : $"{followed.Key} is {RegistryWords.Of(followed.Status)}";
            var evidence = RegistryWords.OfCheck(check.Id, new Evidence(Causes.HealthCheck, self.Address, words));
            own.Write(own.Records[follower.Key].WithStatus(check.Id, status), now, evidence);
            own.Order(new HeartbeatProtocol.UpdateCheck(follower.Key, check.Id, status, words));
        }
    }
}
