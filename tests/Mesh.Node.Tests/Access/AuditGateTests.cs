using Mesh.Node.Access;

namespace Mesh.Node.Tests.Access;

public sealed class AuditGateTests
{
    private readonly AuditGate _gate = new();

    [Fact]
    public void Flood_of_one_kind_is_few_lines_and_counted_exactly()
    {
        var kind = new AuditKind("shop", "127.0.0.1", "PUT /x", "denied");

        var lines = Enumerable.Range(0, 20_000).Count(_ => _gate.Take(kind));

        Assert.Equal(AuditGate.LinesOfOneKind, lines);
        Assert.Equal((kind, 20_000L - lines), Assert.Single(_gate.Turn()));
        Assert.Empty(_gate.Turn());
        Assert.True(_gate.Take(kind));
    }

    [Fact]
    public void Kinds_beyond_the_bound_are_counted_together_and_exactly()
    {
        var lines = Enumerable.Range(0, 5_000).Count(i => _gate.Take(new AuditKind("unknown token", $"10.0.{i / 256}.{i % 256}", "GET /x", "unknown_token")));

        Assert.Equal(AuditGate.MostKinds, lines);
        Assert.Equal((AuditKind.Others("unknown_token"), 4_000L), Assert.Single(_gate.Turn(), t => t.LeftOut > 0));
    }
}
