using Mesh.Node.Metrics;
using Microsoft.AspNetCore.Http;

namespace Mesh.Node.Tests.Metrics;

public sealed class DoorRequestTests
{
    [Theory]
    [InlineData("/v1/health/service/web", nameof(DoorName.Consul))]
    [InlineData("/V1/kv/a", nameof(DoorName.Consul))]
    [InlineData("/v3/kv/range", nameof(DoorName.EtcdJson))]
    [InlineData("/etcdserverpb.KV/Range", nameof(DoorName.Etcd))]
    [InlineData("/mesh/v1/services", nameof(DoorName.Native))]
    [InlineData("/v11", nameof(DoorName.Native))]
    [InlineData("/", nameof(DoorName.Native))]
    public void Door_is_known_by_the_path(string path, string door) =>
        Assert.Equal(door, DoorRequest.DoorOf(path).ToString());

    [Theory]
    [InlineData("/v1/health/service/web", "?index=7", true)]
    [InlineData("/v1/health/service/web", "?wait=5s&index=7", true)]
    [InlineData("/v1/health/service/web", "?reindex=7", false)]
    [InlineData("/v1/health/service/web", "", false)]
    [InlineData("/etcdserverpb.Watch/Watch", "", true)]
    [InlineData("/etcdserverpb.Lease/LeaseKeepAlive", "", true)]
    [InlineData("/etcdserverpb.KV/Range", "", false)]
    [InlineData("/v3/watch", "", true)]
    [InlineData("/v3/kv/range", "", false)]
    [InlineData("/mesh/v1/watch", "", true)]
    [InlineData("/mesh/v1/services/web/w-1/drain", "", true)]
    [InlineData("/mesh/v1/services", "", false)]
    public void Request_that_waits_by_its_nature_is_told_apart(string path, string query, bool waits)
    {
        var request = new DefaultHttpContext { Request = { Path = path, QueryString = new QueryString(query) } }.Request;

        Assert.Equal(waits, DoorRequest.Waits(request, DoorRequest.DoorOf(path)));
    }

    [Theory]
    [InlineData(200, null, false, nameof(DoorOutcome.Ok))]
    [InlineData(304, null, false, nameof(DoorOutcome.Ok))]
    [InlineData(404, null, false, nameof(DoorOutcome.Refused))]
    [InlineData(503, null, false, nameof(DoorOutcome.Failed))]
    [InlineData(200, 0, false, nameof(DoorOutcome.Ok))]
    [InlineData(200, 3, false, nameof(DoorOutcome.Refused))]
    [InlineData(200, 14, false, nameof(DoorOutcome.Failed))]
    [InlineData(200, null, true, nameof(DoorOutcome.Aborted))]
    public void Outcome_tells_the_callers_fault_from_the_nodes(int status, int? grpc, bool isAborted, string outcome) =>
        Assert.Equal(outcome, DoorRequest.OutcomeOf(status, grpc, isAborted).ToString());

    [Fact]
    public async Task Request_that_ends_with_an_exception_has_failed()
    {
        var figures = new DoorFigures();

        await Assert.ThrowsAsync<InvalidOperationException>(() => DoorRequest.InvokeAsync(
            new DefaultHttpContext { Request = { Path = "/v1/kv/a" } },
            _ => throw new InvalidOperationException(),
            figures,
            TimeProvider.System));

        Assert.Equal("mesh_door=\"consul\",mesh_outcome=\"failed\"", Assert.Single(figures.Families()[0].Cells).Labels);
    }

    [Fact]
    public void Counting_a_request_allocates_nothing()
    {
        var figures = new DoorFigures();
        figures.Record(DoorName.Dns, DoorOutcome.Ok, TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
            figures.Record(DoorName.Dns, DoorOutcome.Ok, TimeSpan.FromMilliseconds(i));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
