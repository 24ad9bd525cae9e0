using System.Net.Sockets;
using DnsClient;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Dns;

/// <summary>DnsClient for .NET, as Microsoft's service discovery users have it.</summary>
public sealed class DnsClientTests
{
    [Fact]
    public async Task Service_is_resolved_with_its_addresses()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(40);
        var client = NewClient(door);
        var entries = await client.ResolveServiceAsync("service.mesh", "web", ProtocolType.Tcp);
        Assert.Equal(
            Enumerable.Range(1, 40).Select(i => $"127.0.1.{i}:{9_000 + i}").Order(StringComparer.Ordinal),
            entries.Select(e => $"{e.AddressList.Single()}:{e.Port}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_that_was_cut_is_asked_for_again_over_tcp(bool tcpOnly)
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(200);
        var answer = await NewClient(door, tcpOnly).QueryAsync("_default._tcp.web.service.mesh", QueryType.SRV);
        Assert.False(answer.HasError, answer.ErrorMessage);
        Assert.Equal(200, answer.Answers.SrvRecords().Count());
        Assert.Equal(200, answer.Additionals.ARecords().Count());
    }

    [Fact]
    public async Task Missing_name_and_missing_type_are_told_apart()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(1);
        var client = NewClient(door);
        var missing = await client.QueryAsync("nobody.service.mesh", QueryType.A);
        Assert.Equal(DnsHeaderResponseCode.NotExistentDomain, missing.Header.ResponseCode);
        var noData = await client.QueryAsync("web.service.mesh", QueryType.AAAA);
        Assert.Equal(DnsHeaderResponseCode.NoError, noData.Header.ResponseCode);
        Assert.Empty(noData.Answers);
        Assert.Single(noData.Authorities.SoaRecords());
        Assert.Equal("web.service.mesh.", (await client.QueryReverseAsync(System.Net.IPAddress.Parse("127.0.1.1"))).Answers.PtrRecords().Single().PtrDomainName.Value);
    }

    private static LookupClient NewClient(TestDoor door, bool tcpOnly = false) => new(new LookupClientOptions(door.EndPoint)
    {
        UseCache = false,
        Retries = 0,
        Timeout = Patience.Limit,
        UseTcpOnly = tcpOnly,
        AutoResolveNameServers = false,
    });
}
