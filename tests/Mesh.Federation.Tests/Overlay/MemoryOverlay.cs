using System.Net;
using Akka.TestKit.Xunit2;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Testing;
using Mesh.Testing.Overlay;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>Gateways of different meshes over a network in memory, in virtual time.</summary>
public abstract class MemoryOverlay : TestKit
{
    private protected static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");
    private protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    protected MemoryOverlay()
        : base(VirtualTime.Config)
    {
        Time = new VirtualTime(Sys);
        Fleet = new OverlayFleet(Sys, Time.Clock);
    }

    private protected MemoryNetwork Network { get; } = new();

    private protected MemoryCalls Calls { get; } = new();

    private protected VirtualTime Time { get; }

    private protected OverlayFleet Fleet { get; }

    private protected List<FleetGateway> Gateways { get; } = [];

    private protected static IPEndPoint At(int number) => new(IPAddress.Parse($"10.0.{number / 250}.{number % 250 + 1}"), 4100);

    private protected async Task StartAsync(int count, KadSettings? settings = null)
    {
        for (var i = 0; i < count; i++)
        {
            Gateways.Add(Fleet.Start(Network.Bind, At(i), i == 0 ? [] : [Gateways[0].Address], settings: settings));
            await PassUntilAsync(() => i == 0 || Gateways[i].Contacts > 0);
            await PassAsync(TimeSpan.FromSeconds(2));
        }
    }

    private protected async Task PassUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 4_000 && !condition(); i++)
            await PassAsync(VirtualTime.DefaultStep);
        Assert.True(condition(), "not so within 200 virtual seconds");
    }

    /// <summary>Lets time pass until the answer is there.</summary>
    private protected async Task<T> RunAsync<T>(Task<T> answer)
    {
        for (var i = 0; i < 2_000 && !answer.IsCompleted; i++)
            await PassAsync(VirtualTime.DefaultStep);
        Assert.True(answer.IsCompleted, "no answer within 100 virtual seconds");
        return await answer;
    }

    private protected async Task PassAsync(TimeSpan by)
    {
        var step = by > TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(1) : VirtualTime.DefaultStep;
        for (var left = by; left > TimeSpan.Zero; left -= step)
        {
            Time.Advance(step, step);
            do
            {
                await VirtualTime.SettleAsync([.. Gateways.Select(g => g.Actor)]);
            }
            while (Network.Deliver() + await Calls.EndAsync() > 0);
        }
    }
}
