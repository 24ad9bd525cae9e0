using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;

namespace Mesh.Dashboard.Tests.Support;

/// <summary>Instances in the view of a mesh of one node in memory.</summary>
internal static class SampleMesh
{
    public static readonly Owner Other = new("127.0.0.1:4054", 8);

    public static InstanceView Instance(
        string service, string id, string version = "", int weight = 1, InstanceStatus status = InstanceStatus.Passing,
        Standing standing = Standing.Confirmed, Owner? owner = null, string zone = "") => new(
            TestCatalog.Instance(service, id) with { Version = version, Weight = weight, Status = status, Zone = zone }, owner ?? FakeMeshClient.Self, standing);

    public static FakeMeshClient MeshOf(TimeProvider time, params InstanceView[] views)
    {
        var mesh = new FakeMeshClient(time);
        foreach (var view in views)
            mesh.Put(view, ChangeKind.Added);
        return mesh;
    }
}
