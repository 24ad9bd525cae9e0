namespace Mesh.Doors.Tests.Matrix;

/// <summary>What a client of Consul does is seen by a client of DNS at another node.</summary>
public sealed class ConsulAndDnsTests(MatrixMesh mesh) : IClassFixture<MatrixMesh>
{
    [Fact]
    public async Task Service_without_an_address_has_that_of_its_node()
    {
        await mesh.ConsulAsync("assert c.agent.service.register('bare', port=9201)");

        await mesh.UntilDnsAsync("bare", "A", answer => answer == "127.0.0.1");
        var seen = await mesh.ConsulAsync("""
            e = c.health.service('bare')[1][0]
            print(repr(e['Service']['Address']), e['Node']['Address'])
            """);
        Assert.Equal("'' 127.0.0.1", seen);
    }

    [Fact]
    public async Task Maintenance_takes_a_service_out_of_dns_and_its_end_brings_it_back()
    {
        await mesh.ConsulAsync("assert c.agent.service.register('worn', service_id='w1', address='127.0.0.9', port=9202)");
        await mesh.UntilDnsAsync("worn", "A", answer => answer == "127.0.0.9");

        await mesh.ConsulAsync("c.agent.service.maintenance('w1', 'true', reason='cleaning')");
        await mesh.UntilDnsAsync("worn", "A", answer => answer.Length == 0);
        Assert.Equal("[]", await mesh.ConsulAsync("print(c.health.service('worn', passing=True)[1])"));

        await mesh.ConsulAsync("c.agent.service.maintenance('w1', 'false')");
        await mesh.UntilDnsAsync("worn", "A", answer => answer == "127.0.0.9");
    }
}
