using Mesh.Catalog;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Replication;

/// <summary>Short names for test values.</summary>
internal static class Some
{
    public static Owner Owner(int n) => new($"10.0.0.{n}:4053", 1000 + n);

    public static InstanceKey Key(string service, string id) => new(ServiceName.Parse(service), InstanceId.Parse(id));

    public static InstanceKey Key(int n) => Key($"s{n % 5}", $"i{n}");

    /// <summary>A record whose claim is the given number: tests use it to tell writes apart.</summary>
    public static ServiceInstance Record(InstanceKey key, long number = 1, InstanceStatus status = InstanceStatus.Passing) => new()
    {
        Service = key.Service,
        Id = key.Id,
        Host = "127.0.0.1",
        Port = 8080,
        Status = status,
        Claim = number,
    };

    public static ServiceInstance Tombstone(InstanceKey key, long claim) => Of<ServiceInstance>(key, claim);

    /// <summary>A log with so many writes, of <see cref="Key(int)"/> 1 and on.</summary>
    public static OwnerLog Log(int writes)
    {
        var log = OwnerLog.Empty;
        for (var i = 1; i <= writes; i++)
            log = log.Append(Key(i), Record(Key(i)), out _);
        return log;
    }

    private static T Of<T>(InstanceKey key, long claim)
        where T : ITombstoned<InstanceKey, T> => T.Tombstone(key, claim);
}
