namespace Mesh.Remote;

/// <summary>From the age of an answer to its state: the same rule on gateways and on the nodes behind them. Pure.</summary>
internal static class Freshness
{
    public static RemoteState Of(TimeSpan age, RemoteSettings settings) =>
        age <= settings.Grace ? RemoteState.Live : age <= settings.GoneAfter ? RemoteState.Stale : RemoteState.None;

    /// <summary>The state at a node that heard of its gateway, some time ago, what the state was there.</summary>
    /// <param name="age">The age that the gateway told, and the time since.</param>
    public static RemoteState Later(RemoteState told, TimeSpan age, RemoteSettings settings) => told switch
    {
        RemoteState.Live or RemoteState.Stale when Of(age, settings) > told => Of(age, settings),
        _ => told,
    };
}
