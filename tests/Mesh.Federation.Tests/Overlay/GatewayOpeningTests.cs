using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>A gateway that cannot have its port, and one that comes back to it.</summary>
public sealed class GatewayOpeningTests : TestKit
{
    private static readonly IPEndPoint Any = new(IPAddress.Parse("10.0.0.1"), 0);

    private readonly MemoryNetwork _network = new();
    private readonly VirtualTime _time;
    private readonly OverlayFleet _fleet;
    private readonly List<int> _asked = [];
    private int _refusals;

    public GatewayOpeningTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _fleet = new OverlayFleet(Sys, _time.Clock);
    }

    [Fact]
    public async Task Port_that_is_taken_is_tried_again_and_again_in_words_and_then_had()
    {
        _refusals = 3;
        var taken = new IPEndPoint(IPAddress.Parse("10.0.0.1"), 4_100);
        FleetGateway gateway = null!;
        await EventFilter.Warning(contains: "the gateway cannot listen on 10.0.0.1:4100").ExpectOneAsync(async () =>
        {
            gateway = _fleet.Start(Bind, taken, []);
            await VirtualTime.SettleAsync(gateway.Actor);
        });
        var waiting = Assert.IsType<Unavailable>(await gateway.FindAsync(new OverlaySubject.Service("x"), FindMode.First, TimeSpan.FromSeconds(1)));
        Assert.Contains("the gateway cannot listen on 10.0.0.1:4100", waiting.Reason, StringComparison.Ordinal);

        await EventFilter.Warning(contains: "trying again every").ExpectAsync(2, () => _time.AdvanceAsync(TimeSpan.FromSeconds(11), gateway.Actor));
        Assert.False(gateway.IsOpen);

        await EventFilter.Info(contains: "listens on 10.0.0.1:4100").ExpectOneAsync(() => _time.AdvanceAsync(TimeSpan.FromSeconds(6), gateway.Actor));
        Assert.True(gateway.IsOpen);
    }

    [Fact]
    public async Task Actor_that_is_made_anew_takes_the_port_that_the_one_before_had()
    {
        var gateway = _fleet.Start(Bind, Any, []);
        await VirtualTime.SettleAsync(gateway.Actor);
        var port = gateway.Address.Port;
        await gateway.Actor.GracefulStop(Patience.Limit);
        Assert.False(gateway.IsOpen);

        var again = _fleet.StartAgain(gateway);
        await VirtualTime.SettleAsync(again.Actor);

        Assert.Equal(port, again.Address.Port);
        Assert.Equal([0, port], _asked);
    }

    [Fact]
    public async Task Port_of_the_nodes_door_is_taken_where_any_will_do()
    {
        var gateway = _fleet.Start(Bind, Any, [], keepPort: 5_555);
        await VirtualTime.SettleAsync(gateway.Actor);

        Assert.Equal(5_555, gateway.Address.Port);
        Assert.Equal([5_555], _asked);
    }

    private IDatagramSocket Bind(IPEndPoint at)
    {
        _asked.Add(at.Port);
        if (_refusals-- > 0)
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        return _network.Bind(at.Port == 0 ? new IPEndPoint(at.Address, 40_123) : at);
    }
}
