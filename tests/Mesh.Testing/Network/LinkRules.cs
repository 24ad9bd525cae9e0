using System.Collections.Immutable;

namespace Mesh.Testing.Network;

/// <summary>What becomes of a packet between two sites. Pure; immutable, so that it can be changed while packets flow.</summary>
internal sealed record LinkRules(LinkTerms Terms)
{
    /// <summary>Protocols that no packet between sites gets through with.</summary>
    public ImmutableHashSet<IpProtocol> Blocked { get; init; } = [];

    /// <summary>Sites that nothing leaves or reaches.</summary>
    public ImmutableHashSet<int> CutOff { get; init; } = [];

    /// <summary>Ways from one site to another on which nothing arrives; the way back may be open.</summary>
    public ImmutableHashSet<(int From, int To)> Severed { get; init; } = [];

    /// <param name="chance">0 to 1: whether it is lost.</param>
    /// <param name="place">0 to 1: how late it is.</param>
    public Fate FateOf(int from, int to, IpProtocol protocol, double chance, double place)
    {
        if (CutOff.Contains(from) || CutOff.Contains(to) || Severed.Contains((from, to)) || Blocked.Contains(protocol))
            return new Fate(FateKind.Blocked, default);
        if (chance < Terms.Loss)
            return new Fate(FateKind.Lost, default);
        return new Fate(FateKind.Delivered, Terms.Delay + (2 * place - 1) * Terms.Jitter);
    }
}
